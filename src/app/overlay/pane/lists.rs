//! Lists that are not added yet: how they are kept, offered when the pane opens, and never lost on leaving.

use super::reading::Stopped;
use super::{Kept, PastePane, Waiting};
use crate::app::context::Context;
use crate::app::next::Next;
use crate::app::overlay::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use crate::app::pasted::{DraftText, ListStart};
use crate::app::toast::{Offer, Tone};
use crate::app::{FileRequest, Query, RequestId, StoreRequest, TerminalRequest};
use crate::domain::{DraftHead, DraftHolder, Failure, ListDraft};

impl PastePane {
    /// Takes what is known of the rows; when the pane opens, goes on with the list that waits or asks which one.
    pub(in crate::app) fn take_known(&mut self, start: ListStart, context: &mut Context<'_>) -> Next {
        let mut next = Next::Stay;
        self.learn(start.known);
        if self.keeping.draft.is_none() {
            self.keeping.draft = Some(start.fresh);
            match start.drafts.as_slice() {
                [] => {}
                [one] if one.holder != DraftHolder::OtherWindow => {
                    context.requests.ask(Query::Draft(one.id));
                }
                several => next = Next::Ask(Dialog::drafts(several, context.zone)),
            }
        }
        self.fit_to(context.size);
        next
    }

    /// Goes on with a list that was kept.
    pub(in crate::app) fn take_draft(
        &mut self,
        draft: Option<&ListDraft>,
        context: &mut Context<'_>,
    ) -> Next {
        let next = match draft {
            Some(draft) => {
                self.resume(draft);
                Next::Stay
            }
            None => Next::Tell(
                Tone::Notice,
                "That list is gone: it was added or discarded in another window.",
            ),
        };
        self.fit_to(context.size);
        next
    }

    /// Sends the text to the store, if it changed and none is on its way.
    pub(in crate::app) fn keep(&mut self, context: &mut Context<'_>) {
        if self.kept() == Kept::Yes || self.keeping.is_under_way() {
            return;
        }
        let Some(id) = self.keeping.draft else { return };
        let draft = DraftText {
            id,
            customer: self.customer,
            text: self.document.snapshot(),
            marks: self.marks(),
        };
        let request = context
            .requests
            .send_numbered(|request| StoreRequest::KeepDraft { request, draft });
        self.keeping.sent(request);
    }

    /// Sends the text to the store because the user quits; no file is waited for.
    pub(in crate::app) fn keep_to_quit(&mut self, context: &mut Context<'_>) {
        self.stop_reading(context);
        self.keep(context);
    }

    /// Sends the text as it is to the store before the program ends, behind one that is on its way.
    pub(in crate::app) fn keep_at_the_end(&mut self, context: &mut Context<'_>) {
        self.stop_reading(context);
        self.keeping.overtake();
        self.keep(context);
    }

    /// Takes the store's word on a list that was sent to it, and leaves if somebody waits for that.
    pub(in crate::app) fn take_kept(
        &mut self,
        request: RequestId,
        result: Result<(), Failure>,
        quitting: Quitting,
        context: &mut Context<'_>,
    ) -> Next {
        let failure = result.clone().err();
        let told = result.map_err(|failure| failure.to_string());
        if !self.keeping.settle(request, told, context.now) {
            return Next::Stay;
        }
        let leaves = self.is_leaving();
        match (failure, self.kept() == Kept::Yes, quitting) {
            (None, true, Quitting::Waits) => context.requests.send(TerminalRequest::Quit),
            (None, true, Quitting::No) if leaves => return self.left(context),
            (None, true, Quitting::No) => {}
            // It was changed since.
            (None, false, Quitting::Waits) => self.keep(context),
            (None, false, Quitting::No) if leaves => self.keep(context),
            (None, false, Quitting::No) => {}
            (Some(why), _, quitting) => {
                let told = if leaves {
                    self.not_left(&why, context)
                } else {
                    Next::Stay
                };
                return match quitting {
                    Quitting::Waits => Next::Ask(Dialog::quit_unkept(&why.to_string())),
                    Quitting::No => told,
                };
            }
        }
        Next::Stay
    }

    /// Stays, or asks whether it is left though the store cannot keep its text.
    fn not_left(&mut self, why: &Failure, context: &mut Context<'_>) -> Next {
        self.keeping.waiting = Waiting::No;
        // Keys that were meant for the screen behind are no text.
        context.deferred.clear();
        if let Failure::NotFound(_) = why {
            return Next::Ask(Dialog::leave_unkept(&why.to_string()));
        }
        let text = format!("The list is not saved yet. Leave again to retry. {why}");
        context.tell(Tone::Refused, Offer::None, text);
        Next::Stay
    }

    /// Leaves the pane once its text is kept.
    pub(in crate::app) fn leave(&mut self, context: &mut Context<'_>) -> Next {
        if self.document.is_empty() {
            self.forget(context)
        } else if self.kept() == Kept::Yes {
            self.left(context)
        } else {
            self.keeping.waiting = Waiting::ToLeave;
            self.keep(context);
            Next::Stay
        }
    }

    fn left(&mut self, context: &mut Context<'_>) -> Next {
        let text = "The list is saved. Press {paste_list} to continue with it.";
        context.tell(Tone::Notice, Offer::None, text);
        Next::Done
    }

    /// Closes the pane, whose text is done.
    pub(in crate::app) fn forget(&mut self, context: &mut Context<'_>) -> Next {
        if let Some(id) = self.keeping.draft {
            context.requests.send(StoreRequest::ForgetDraft(id));
        }
        Next::Done
    }

    /// Waits for no file any more; a pasted text that looked like its name becomes text.
    pub(super) fn stop_reading(&mut self, context: &mut Context<'_>) -> Stopped {
        let Some(reading) = self.reading.take() else {
            return Stopped::Nothing;
        };
        context.requests.send(FileRequest::Stop);
        let Some(text) = reading.dropped else {
            return Stopped::Nothing;
        };
        match self.paste(&text, context.now) {
            Ok(()) => Stopped::Pasted,
            Err(sentence) => {
                context.tell(Tone::Refused, Offer::None, sentence);
                Stopped::Refused
            }
        }
    }

    /// Keeps the text if it has rested long enough.
    pub(in crate::app) fn keep_if_rested(&mut self, context: &mut Context<'_>) {
        if self.keep_at().is_some_and(|due| due <= context.now) {
            self.keep(context);
        }
    }
}

/// Whether the user waits for the program to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Quitting {
    /// Nobody does.
    No,
    /// It ends once the list is kept.
    Waits,
}

impl Dialog {
    /// Asks before a list is lost that is not kept; goes away when it is.
    pub(in crate::app) fn quit_unkept(why: &str) -> Self {
        Self::new(
            "Quit and lose the list?".to_owned(),
            format!("The list is not saved yet. {why}"),
            "Quit and lose it".to_owned(),
            ChoiceAct::QuitUnkept,
        )
    }

    /// Asks before a list is lost that the store cannot keep.
    pub(super) fn leave_unkept(why: &str) -> Self {
        Self::new(
            "Leave and lose the list?".to_owned(),
            why.to_owned(),
            "Leave and lose it".to_owned(),
            ChoiceAct::LeaveUnkept,
        )
    }

    /// Returns whether quitting waits for a list to be kept.
    pub(in crate::app) fn waits_for_list(&self) -> bool {
        self.choices
            .iter()
            .any(|choice| choice.act == ChoiceAct::QuitUnkept)
    }

    /// Asks which of the lists that wait is gone on with.
    fn drafts(drafts: &[DraftHead], zone: &jiff::tz::TimeZone) -> Self {
        let mut choices = vec![Choice {
            label: "Start a new list".to_owned(),
            act: ChoiceAct::Cancel,
        }];
        let (others, free): (Vec<&DraftHead>, Vec<&DraftHead>) = drafts
            .iter()
            .partition(|draft| draft.holder == DraftHolder::OtherWindow);
        for draft in free.iter().chain(&others) {
            let verb = match draft.holder {
                DraftHolder::ThisWindow | DraftHolder::Nobody => "Continue with",
                DraftHolder::OtherWindow => "Copy from the other window",
            };
            choices.push(Choice {
                label: format!("{verb}: {}", words(draft, zone)),
                act: ChoiceAct::OpenDraft(draft.id),
            });
        }
        for draft in &free {
            choices.push(Choice {
                label: format!("Discard: {}", words(draft, zone)),
                act: ChoiceAct::DiscardDraft(draft.id),
            });
        }
        Self {
            title: "Unfinished lists of this customer".to_owned(),
            text: "Lists that were pasted but not added yet. Each window keeps its own.".to_owned(),
            // A copy of what another window holds is no usual wish.
            focus: usize::from(!free.is_empty()),
            choices,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }
}

/// Returns a list apart from others: its size, its time and how it begins.
fn words(draft: &DraftHead, zone: &jiff::tz::TimeZone) -> String {
    let lines = if draft.lines == 1 {
        "1 line".to_owned()
    } else {
        format!("{} lines", draft.lines)
    };
    let at = draft
        .kept_at
        .map(|at| format!(", {}", at.minute_in(zone)))
        .unwrap_or_default();
    format!("{lines}{at}, {}", draft.first_line)
}
