//! Sends single messages, by mail and by Slack; it knows nothing of the store.
//!
//! [`mail::send`] and [`slack::Client::deliver`] send one message each, and their errors say whether it can have
//! arrived. [`retry::next`] decides what becomes of a message after an error, and [`template`] writes the text. What is
//! sent, to whom and when is for the caller to say. Passwords and tokens are secrets that no error, log or debug output
//! shows.

#![expect(clippy::disallowed_types, reason = "this is a room that may use them")]

pub mod mail;
pub mod retry;
pub mod slack;
pub mod template;

mod letters;
mod loopback;

pub use letters::TemplateLetters;

#[cfg(test)]
mod tests;
