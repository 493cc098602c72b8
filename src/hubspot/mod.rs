//! HubSpot's HTTP interface: the only room that knows it. It can only read.
//!
//! A [`Request`] is one of the few questions that the sync needs; there is none that writes. The [`Client`] asks them at
//! a rate below HubSpot's limits, retries what is worth it, and turns everything else into a [`HubSpotError`] with a sentence
//! for the user. The token is a secret that no error, log or debug output shows.

#![expect(clippy::disallowed_types, reason = "this is a room that may use them")]

mod access;
mod answer;
mod body;
mod client;
mod convert;
mod error;
mod line;
mod loose;
mod problem;
mod rate_limit;
mod record_url;
mod request;
#[cfg(test)]
mod tests;
mod token;
mod wire;
mod wire_problem;

pub use access::{Access, AccessError};
pub use answer::{Answers, AssociationList, AssociationsAnswer, Batch, companies, people};
pub use client::{Client, Options};
pub use error::HubSpotError;
pub use line::{Head, Question, StandIn};
pub use rate_limit::RateLimit;
pub use request::{PageStart, Request, split_companies, split_people};
pub use token::{FoundToken, Token, TokenError, Tokens};
