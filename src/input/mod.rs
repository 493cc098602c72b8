//! Keys and the commands they stand for.

mod command;
mod defaults;
mod key;
mod keymap;
mod pane;

pub use command::{Command, Motion, Tab};
pub use defaults::DEFAULTS;
pub use key::{Key, KeyError, Pointer, PointerAct};
pub use keymap::{Binding, Layer, command_for};
pub use pane::{PaneCommand, Step, TextCommand};
