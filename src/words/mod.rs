//! Sentences for people: what a change did, what needs attention and what to do next, made of the types of the domain.
//!
//! A sentence that names a key gets the keys that hold; on the command line there are none. What a function of this
//! room makes is text to be read, never to be compared or kept.

mod about_status;
mod assignment;
mod custom_field;
mod details;
mod erased;
mod follow_ups;
mod history;
mod imported;
mod keys;
mod need;
mod note;
mod notification;
mod outcome;
mod plans;
mod signal;
mod silence;
mod status_effect;
mod sync;
mod undo_preview;

pub use details::{DetailsWords, Entry, Section, ToldValue};
pub use keys::{Sentence, with_keys};
