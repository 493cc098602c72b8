//! What a question does with keys and the mouse.

use super::Dialog;
use crate::app::context::Context;
use crate::app::layout;
use crate::app::next::Next;
use crate::app::overlay::{Part, wheel_motion};
use crate::input::{Command, Layer, Motion, Pointer};

impl Part for Dialog {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Dialog, Layer::Always]
    }

    fn opens_others(&self) -> bool {
        false
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            _ if context.was_just_pasted() => Next::Stay,
            Command::Move(motion) => {
                let last = layout::dialog(context.size, self).hidden_lines();
                self.scroll(motion, last);
                Next::Stay
            }
            Command::NextField => {
                self.next();
                Next::Stay
            }
            Command::PreviousField => {
                self.previous();
                Next::Stay
            }
            Command::Back => Next::Close,
            Command::Accept => match self.choices.get(self.focus) {
                Some(choice) => Next::Choose(Box::new(choice.act.clone())),
                None => Next::Close,
            },
            _ => Next::Stay,
        }
    }

    fn take_click(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let areas = layout::dialog(context.size, self);
        let place = areas.choices.place_at(at, areas.first_choice, self.choices.len());
        match place {
            Some(place) => {
                self.focus = place;
                self.run(Command::Accept, context)
            }
            None => Next::Stay,
        }
    }

    fn take_wheel(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let command = match wheel_motion(at) {
            Motion::Up | Motion::PageUp | Motion::First => Command::PreviousField,
            Motion::Down | Motion::PageDown | Motion::Last => Command::NextField,
        };
        self.run(command, context)
    }
}

impl Dialog {
    /// Scrolls a text that does not fit; `last` is the place of the first line of its last part.
    fn scroll(&mut self, motion: Motion, last: usize) {
        const STEP: usize = 5;
        self.top = match motion {
            Motion::Up => self.top.saturating_sub(1),
            Motion::Down => self.top + 1,
            Motion::PageUp => self.top.saturating_sub(STEP),
            Motion::PageDown => self.top + STEP,
            Motion::First => 0,
            Motion::Last => last,
        }
        .min(last);
    }

    /// Moves the focus down, and from the last choice to the first.
    fn next(&mut self) {
        self.focus = if self.focus + 1 < self.choices.len() {
            self.focus + 1
        } else {
            0
        };
    }

    /// Moves the focus up, and from the first choice to the last.
    fn previous(&mut self) {
        self.focus = self
            .focus
            .checked_sub(1)
            .unwrap_or_else(|| self.choices.len().saturating_sub(1));
    }
}
