//! The delivery of notifications as the app sees it: what is wished of it, what it tells, and how the channels stand.

mod events;
mod state;
#[cfg(test)]
mod tests;

pub use state::DeliveryState;

use super::secret::Secret;
use crate::domain::{Channel, ChannelView, DeliveryReport, MailSetup, Person, SendLimit};

/// A wish for the task that delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryWish {
    /// To send what is due.
    Run,
    /// To send what is due, channels that stopped included, and as many at once as the person agreed to.
    Send(SendLimit),
    /// To do something about a channel, which waits for no message under way.
    Channel(ChannelWish),
}

/// A wish about a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelWish {
    /// To say how the channels stand; answered by [`DeliveryNews::Looked`].
    Look,
    /// To say how mail is set up; answered by [`DeliveryNews::Offered`].
    Offer,
    /// To set mail up, with a new password if there is one; answered by [`DeliveryNews::SetUp`].
    SetUpMail(Box<MailSetup>, Option<Secret>),
    /// To keep a token of Slack; answered by [`DeliveryNews::SetUp`].
    ConnectSlack(Secret),
    /// To send a test message; answered by [`DeliveryNews::Tested`].
    Test(Channel, Box<Person>),
    /// To note that a test message arrived; answered by [`DeliveryNews::Confirmed`].
    Confirm(Channel),
}

/// What the task that delivers tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryNews {
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
