//! The sandbox: a stand-in for the few endpoints of HubSpot that sync reads, on this machine alone.
//!
//! It keeps HubSpot's rules where a client can break them: limits, sizes of pages and bodies, merged and archived
//! records, answers of 207. It writes nothing anywhere and knows nothing of the rest of the app.

mod account;
mod answer;
mod associations;
mod batch_read;
mod contents;
mod demo;
mod filter;
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

pub use demo::demo_portal;
pub use log::Request;
pub use portal::Portal;
pub use record::{PortalCompany, PortalContact};
pub use rules::{Rules, Scope, TOKEN};
pub use server::Sandbox;
