//! A test message to oneself, by which the user sees that a channel works before anything leaves by it.

use super::channels::{ChannelConfig, Channels, set_up_first};
use super::transport::{TestMessage, Transport};
use crate::domain::{Channel, Person, Timestamp};

/// Sends a test message by a channel; it is no notification and stands in no list.
///
/// # Errors
///
/// Returns a sentence that says why it did not leave.
pub async fn send_test(
    channels: &Channels,
    channel: Channel,
    to: &Person,
    now: Timestamp,
) -> Result<(), String> {
    let transport = match channels.config(channel) {
        ChannelConfig::Ready(transport) => transport,
        ChannelConfig::Invalid(sentence) => return Err(sentence),
        ChannelConfig::Missing => return Err(set_up_first(channel).to_owned()),
    };
    let test = TestMessage {
        to,
        subject: "pivotal: a test message".to_owned(),
        body: format!(
            "Hello {},\n\nThis is a test message from pivotal by {channel} ({}). If you can read it, go back to pivotal and confirm it; notifications can be sent from then on.\n",
            to.name,
            transport.about()
        ),
        now,
    };
    transport.check(&test).await.map_err(|error| error.text)
}
