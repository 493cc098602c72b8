//! Keys and the commands they stand for.

mod key;

pub use key::{Key, KeyError, Pointer, PointerAct};
