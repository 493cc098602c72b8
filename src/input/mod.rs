//! Keys and the commands they stand for.

mod command;
mod defaults;
mod key;
mod keymap;
mod named_keys;
mod names;
mod pane;
mod rebind;
mod reference;

pub use command::{Command, Motion, Tab};
pub use defaults::DEFAULTS;
pub use key::{Key, KeyError, Pointer, PointerAct};
pub use keymap::{Access, Binding, Keymap, Layer, Timing};
pub use pane::{PaneCommand, Step, TextCommand};
pub use rebind::{Clash, Rebinding, Refused, STACKS};
pub use reference::{commented_keys, key_table};
