//! The core of the app: model, messages, effects and update; no widgets, no I/O, no clock.
//!
//! A [`Msg`] is something that happened. [`Model::update`] takes it in and returns the [`Effect`]s that follow from it:
//! keys become commands by the layers that hold ([`Model::layers`]), commands go to what lies on top of the
//! [`overlay_stack`](overlay_stack::Stack), else to the screen that shows, and every question and change comes back as a
//! message with its number.

mod acts;
pub mod assistant;
#[cfg(test)]
mod change_tests;
pub mod clipping;
#[cfg(test)]
mod comfort_tests;
mod context;
mod cursor;
mod deferred;
mod deliveries;
pub mod delivery;
pub mod destination;
pub mod document;
#[cfg(test)]
mod draft_tests;
mod editor;
mod effect;
pub mod filter;
mod kinds;
pub mod layout;
pub mod list;
mod model;
mod msg;
mod navigate;
mod next;
#[cfg(test)]
mod other_keys_testing;
pub mod overlay;
pub mod overlay_stack;
pub mod pasted;
mod previews;
mod questions;
mod replies;
mod requests;
pub mod reverting;
pub mod screens;
pub mod secret;
mod sorting;
pub mod sync;
#[cfg(test)]
mod synced_testing;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod toast;
pub mod tour;
mod update;
mod views;

pub use acts::Meaning;
pub use editor::{LineEditor, TextEditor};
pub use effect::{Effect, FileRequest, NoFile, RequestId, StoreRequest, TerminalRequest};
pub use model::{Data, Hint, Model, Prefix, Start};
pub use msg::Msg;
pub use questions::{Answer, Query};
