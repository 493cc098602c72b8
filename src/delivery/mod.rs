//! Sends notifications by mail and by Slack.
//!
//! [`deliver()`] sends what is due. Each way of sending is a transport, whose faults are [`retry::SendError`]s that say
//! whether the message can have arrived; [`retry::decide`] is the table of what becomes of it, and [`template`] writes
//! the text. [`Channels`] are the settings with their secrets, which no error, log or debug output shows.

#![expect(clippy::disallowed_types, reason = "this is a room that may use them")]

pub mod mail;
pub mod retry;
pub mod slack;
pub mod template;

mod channels;
mod deliver;
mod render;
mod test_message;
mod transport;

pub use channels::{ChannelConfig, Channels, Tried, set_up_first};
pub use deliver::{Asked, Error, LOCK, deliver, look, recover_interrupted};
pub use render::TemplateRenderer;
pub use test_message::send_test;

#[cfg(test)]
mod tests;
