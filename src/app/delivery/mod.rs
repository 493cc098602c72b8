//! The delivery of notifications as the app sees it: what is asked of it, what it reports, and how the channels stand.

mod events;
mod state;
#[cfg(test)]
mod tests;

pub use state::DeliveryState;

use super::secret::Secret;
use crate::domain::{Channel, ChannelView, DeliveryReport, MailSetup, Person, SendLimit};

/// A request to the threads that deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryRequest {
    /// To send what is due.
    Run,
    /// To send what is due, channels that stopped included, and as many at once as the user agreed to.
    Send(SendLimit),
    /// To do something about a channel, which waits for no message under way.
    Channel(ChannelRequest),
}

/// A request about a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelRequest {
    /// To say how the channels stand; answered by [`DeliveryEvent::Looked`].
    Look,
    /// To say how mail is set up; answered by [`DeliveryEvent::Offered`].
    Offer,
    /// To set mail up, with a new password if there is one; answered by [`DeliveryEvent::SetUp`].
    SetUpMail(Box<MailSetup>, Option<Secret>),
    /// To keep a token of Slack; answered by [`DeliveryEvent::SetUp`].
    ConnectSlack(Secret),
    /// To send a test message; answered by [`DeliveryEvent::Tested`].
    Test(Channel, Box<Person>),
    /// To note that a test message arrived; answered by [`DeliveryEvent::Confirmed`].
    Confirm(Channel),
}

/// What the threads that deliver report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryEvent {
    /// How the channels stand.
    Looked(Vec<ChannelView>),
    /// How the channels stand cannot be read; the sentence says why.
    Unknown(String),
    /// A run ended.
    Delivered(DeliveryReport),
    /// How mail is set up.
    Offered(Result<Box<MailSetup>, String>),
    /// A channel is set up, or the sentence says why not.
    SetUp(Channel, Result<(), String>),
    /// A test message left to this person, or the sentence says why not.
    Tested(Channel, Result<Box<Person>, String>),
    /// A channel is confirmed, or the sentence says why not.
    Confirmed(Channel, Result<(), String>),
}
