//! The core of the app: model, messages, effects and update; no widgets, no I/O, no clock.
//!
//! A [`Msg`] is a fact. [`Model::update`] takes it in and gives the [`Effect`]s that the program wishes because of it:
//! keys become commands by the layers that hold ([`Model::layers`]), commands go to what lies over the screen or to the
//! screen itself, and every question and change comes back as a message with its number.

mod ahead;
pub mod connect;
mod deliveries;
pub mod delivery;
pub mod dialog;
pub mod document;
mod editor;
mod effect;
pub mod form;
pub mod help;
pub mod layout;
pub mod list;
mod model;
mod msg;
mod navigate;
pub mod pane;
mod paste_list;
pub mod pi;
mod pointer;
mod previews;
mod replies;
mod requests;
pub mod screens;
pub mod secret;
pub mod sync;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod toast;
mod update;
pub mod words;

pub use editor::LineEditor;
pub use effect::{Answer, Effect, Query, RequestId};
pub use model::{Data, Hint, Model, Place, Prefix, Start};
pub use msg::Msg;
