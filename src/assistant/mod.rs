//! Asks a language model to write, where one is set up and the user agreed to what is sent.
//!
//! [`Settings`] are what is set together with the key, which no error, log or debug output shows. [`Client::write`] sends
//! one text and gives one; it follows no redirect, waits a minute at most and reads a mebibyte at most.

#![expect(clippy::disallowed_types, reason = "this is a room that may use them")]

mod client;
mod error;
mod settings;
mod wire;

#[cfg(test)]
mod tests;

pub use client::Client;
pub use error::{Error, SettingsError};
pub use settings::Settings;
