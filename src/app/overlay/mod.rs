//! What lies over the screen: what all of them do; each has a file of its own.

pub mod changes;
pub mod connect;
pub mod dialog;
pub mod export;
pub mod form;
pub mod help;
pub mod merge;
pub mod pane;
pub mod search;
pub mod sheet;

use super::context::Context;
use super::next::Next;
use crate::input::{Command, Key, Layer, Motion, Pointer, PointerAct};

/// How many rows a notch of the wheel moves.
pub(super) const ROWS_A_NOTCH: usize = 3;

/// What a text key goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextEntry {
    /// Nothing: it is a command or has no meaning.
    None,
    /// A line of text, which a line end ends.
    Line,
    /// A text of several lines.
    Lines,
}

/// What lies over the screen takes these while it is on top.
pub(super) trait Part {
    /// Returns the keymap layers that hold, the strongest first.
    fn layers(&self) -> &'static [Layer];

    /// Carries out a command.
    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next;

    /// Returns what a text key goes into.
    fn text_entry(&self) -> TextEntry {
        TextEntry::None
    }

    /// Returns whether the list of keys, the search and the list of changes can be opened above it.
    fn opens_others(&self) -> bool {
        true
    }

    /// Returns why a command cannot be carried out now.
    fn refusal(&self, _command: Command) -> Option<&'static str> {
        None
    }

    /// Takes a key before it is looked up among the commands; returns whether it did.
    fn takes_first(&mut self, _key: Key, _context: &Context<'_>) -> bool {
        false
    }

    /// Takes a key that stands for no command.
    fn take_key(&mut self, _key: Key, _context: &mut Context<'_>) -> Next {
        Next::Stay
    }

    /// Takes a pasted text.
    fn take_paste(&mut self, _text: &str, _context: &mut Context<'_>) -> Next {
        Next::Stay
    }

    /// Takes a click that met no hint.
    fn take_click(&mut self, _at: Pointer, _context: &mut Context<'_>) -> Next {
        Next::Stay
    }

    /// Takes a notch of the wheel.
    fn take_wheel(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        for _ in 0..ROWS_A_NOTCH {
            self.run(Command::Move(wheel_motion(at)), context);
        }
        Next::Stay
    }
}

/// Returns the motion of a notch of the wheel.
pub(super) const fn wheel_motion(at: Pointer) -> Motion {
    match at.act {
        PointerAct::WheelUp => Motion::Up,
        PointerAct::WheelDown | PointerAct::Click => Motion::Down,
    }
}
