//! The sandbox: stand-ins on this machine alone, for HubSpot, for a mail server and for Slack.
//!
//! The one for HubSpot has the few endpoints that sync reads. [`FakeSmtpServer`] takes mails and [`FakeSlackServer`] takes messages;
//! both keep them to be looked at, and misbehave when they are told to.
//!
//! It keeps HubSpot's rules where a client can break them: limits, sizes of pages and bodies, merged and archived
//! records, answers of 207. It writes nothing anywhere and knows nothing of the rest of the app.

mod account;
mod answer;
mod associations;
mod batch_read;
mod contents;
mod demo;
mod fake_slack;
mod fake_smtp;
mod filter;
mod host;
mod kept;
mod limits;
mod log;
mod page;
mod portal;
mod record;
mod reply;
mod route;
mod rules;
mod search;
mod server;
mod value;

#[cfg(test)]
mod tests;

/// Why there is no sandbox; none in a build with the feature `demo`, others have `absent.rs` in its place.
pub const ABSENT: Option<&str> = None;

pub use demo::demo_portal;
pub use fake_slack::{FakeSlackServer, SlackFault, SlackMethod, SlackPost};
pub use fake_smtp::{FakeSmtpServer, ReceivedMail, SmtpFault};
pub use log::Request;
pub use portal::Portal;
pub use record::{PortalCompany, PortalContact};
pub use rules::{Rules, Scope, TOKEN};
pub use server::Sandbox;
