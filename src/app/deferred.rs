//! What is typed ahead of a reply waits for it, so that no key acts on a selection that is about to change.

use std::collections::VecDeque;

use super::msg::Msg;

/// Acts of the user that wait for a reply, in order.
pub(super) type DeferredInput = VecDeque<Typed>;

/// An act that waits.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) msg: Msg,
    /// Whether an undo or redo was under way when it came.
    pub(super) is_reverting: bool,
}
