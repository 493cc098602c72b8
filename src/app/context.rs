//! What every part of the app may use: the time, the size, the effects that go out, and the message.

use std::collections::BTreeMap;

use super::assistant::AssistantState;
use super::deferred::DeferredInput;
use super::layout::{Rect, Size};
use super::overlay::form::{DraftKey, Form, KnownWords};
use super::requests::Requests;
use super::toast::{Offer, Toast, Tone};
use crate::domain::{Change, Date, Phase, PhaseMove, Phases, Schedule, TemplateName, Timestamp, View};
use crate::input::{Command, Key, Keymap, Layer};
use crate::words::Sentence;

/// How long a message shows while a long undo or redo runs, in milliseconds.
const BRIEF_MILLIS: i64 = 2_000;

/// How long a question takes no answer after a paste, in milliseconds: a paste is never a command.
const DEAF_MILLIS: i64 = 150;

/// The heights of the lists of a screen, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heights {
    /// Of a list that is alone.
    pub(super) list: usize,
    /// Of the near misses.
    pub(super) misses: usize,
    /// Of the log of runs.
    pub(super) runs: usize,
}

/// What a part of the app may use while it takes a command, a key or a reply.
pub(super) struct Context<'a> {
    /// The time of the fact.
    pub(super) now: Timestamp,
    /// The size of the terminal.
    pub(super) size: Size,
    /// The room for a form and the list below it.
    pub(super) body: Rect,
    /// The heights of the lists of a screen.
    pub(super) heights: Heights,
    /// The time zone in which times are shown.
    pub(super) zone: &'a jiff::tz::TimeZone,
    /// The phases of onboardings.
    pub(super) phases: &'a Phases,
    /// The owner that a new customer starts with.
    pub(super) owner: &'a str,
    /// The saved views of the customers.
    pub(super) views: &'a [View],
    /// The words that fields are completed to.
    pub(super) known: KnownWords<'a>,
    /// Which keys stand for which commands.
    pub(super) keymap: &'a Keymap,
    /// The keymap layers that hold, the strongest first.
    pub(super) layers: &'static [Layer],
    /// Where questions, changes and effects go.
    pub(super) requests: &'a mut Requests,
    /// The message that shows.
    pub(super) toast: &'a mut Option<Toast>,
    /// Mails that were left, and the last request to a model.
    pub(super) assistant: &'a mut AssistantState,
    /// Forms that were left with what was typed into them.
    pub(super) drafts: &'a mut BTreeMap<DraftKey, Form>,
    /// What was typed ahead of a reply.
    pub(super) deferred: &'a mut DeferredInput,
    /// When something was pasted last.
    pub(super) pasted_at: Option<Timestamp>,
    /// Whether an undo or redo of many rows runs.
    pub(super) is_turning_many: bool,
}

impl Context<'_> {
    /// Writes a fixed sentence with the keys that hold where the user is.
    pub(super) fn sentence(&self, text: impl Into<Sentence>) -> String {
        text.into()
            .text(|command| self.keymap.key_named(self.layers, command))
    }

    /// Shows a message, with the keys that hold where the user is.
    pub(super) fn tell(&mut self, tone: Tone, offer: Offer, text: impl Into<Sentence>) {
        let text = self.sentence(text);
        let mut toast = Toast::new(self.now, tone, offer, text);
        if self.is_turning_many {
            // How far that is shows again soon.
            toast.until = toast.until.min(self.now.plus_millis(BRIEF_MILLIS));
        }
        *self.toast = Some(toast);
    }

    /// Returns the day and the plan by which it is judged what is late.
    pub(super) fn schedule(&self) -> Schedule {
        Schedule::at(self.now, self.zone.clone(), self.phases.clone())
    }

    /// Shows what to do on a key that means nothing in these layers.
    pub(super) fn explain(&mut self, key: Key, layers: &[Layer]) {
        let help = self.keymap.key_for(layers, Command::Help);
        let help = help.map(|key| key.to_string()).unwrap_or_default();
        let text = format!("{key} does nothing here. Press {help} for the keys.");
        self.tell(Tone::Notice, Offer::None, text);
    }

    /// Returns whether a paste came just now.
    pub(super) fn was_just_pasted(&self) -> bool {
        self.pasted_at
            .is_some_and(|at| self.now < at.plus_millis(DEAF_MILLIS))
    }

    /// Adds the tasks of the phase that an onboarding enters for the first time, by the template that it has by now.
    pub(super) fn with_tasks(&self, change: Change, template: Option<&TemplateName>) -> Change {
        let mut change = change;
        let today = Date::of(self.now, self.zone);
        let tasks_of =
            |phase: &Phase, template: Option<&TemplateName>| self.phases.tasks_of(phase, template, today);
        if let Change::StartOnboarding {
            onboarding, tasks, ..
        } = &mut change
        {
            *tasks = tasks_of(&onboarding.phase, onboarding.template.as_ref());
        } else if let Change::MovePhase { how, tasks, .. } = &mut change {
            *tasks = match how {
                PhaseMove::Advance { to, .. } | PhaseMove::Skip { to } => tasks_of(to, template),
                PhaseMove::Back { .. } | PhaseMove::Finish { .. } => Vec::new(),
            };
        }
        change
    }
}
