//! Sends notifications by mail and by Slack.
//!
//! [`deliver()`] sends what is due. [`mail::send`] and [`slack::Client::deliver`] send one message each, and their errors
//! say whether it can have arrived; [`retry::next`] decides what becomes of a message after an error, and [`template`]
//! writes the text. [`Channels`] are the settings with their secrets, which no error, log or debug output shows.

#![expect(clippy::disallowed_types, reason = "this is a room that may use them")]

pub mod mail;
pub mod retry;
pub mod slack;
pub mod template;

mod channels;
mod deliver;
mod render;
mod settle;
mod test_message;

pub use channels::{ChannelConfig, Channels, Reach, Tried};
pub use deliver::{Asked, Delivered, Error, LOCK, deliver, look, recover_interrupted};
pub use render::TemplateRenderer;
pub use test_message::send_test;

#[cfg(test)]
mod tests;
