//! The core of the app: model, messages, effects and update; no widgets, no I/O, no clock.
//!
//! A [`Msg`] is a fact. [`Model::update`] takes it in and gives the [`Effect`]s that the program wishes because of it:
//! keys become commands by the layers that hold ([`Model::layers`]), commands go to what lies over the screen or to the
//! screen itself, and every question and change comes back as a message with its number.

mod ahead;
#[cfg(test)]
mod change_tests;
pub mod changes;
pub mod clipping;
#[cfg(test)]
mod comfort_tests;
pub mod connect;
mod deliveries;
pub mod delivery;
pub mod dialog;
pub mod document;
#[cfg(test)]
mod draft_tests;
pub mod drafts;
mod editor;
mod effect;
mod export_line;
pub mod form;
pub mod help;
mod layers;
pub mod layout;
pub mod list;
mod marks;
pub mod merge;
mod model;
mod msg;
mod navigate;
pub mod pane;
mod paste_list;
pub mod pi;
mod pointer;
mod previews;
mod reading;
mod reopening;
mod replies;
mod requests;
pub mod reverting;
pub mod screens;
pub mod search;
pub mod secret;
pub mod sync;
#[cfg(test)]
mod synced_testing;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod toast;
pub mod tour;
mod typed;
mod update;
mod views;
pub mod words;

pub use editor::LineEditor;
pub use effect::{Answer, Effect, Query, RequestId};
pub use export_line::{ExportLine, ExportState};
pub use model::{Data, Hint, Model, Place, Prefix, Start};
pub use msg::Msg;
pub use typed::Meaning;
