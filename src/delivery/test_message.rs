//! A test message to oneself, by which a person sees that a channel works before anything leaves by it.

use super::channels::{ChannelConfig, Channels};
use super::mail::{self, Mail};
use super::slack::{Client, SlackError};
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
    let subject = "pivotal: a test message".to_owned();
    let body = format!(
        "Hello {},\n\nthis is a test message of pivotal by {channel}, {}. If you can read it, go back to pivotal and say so; notifications can leave then.\n",
        to.name,
        channels.about(channel)
    );
    match (channel, &channels.mail, &channels.slack) {
        (Channel::Email, ChannelConfig::Ready(settings), _) => {
            let mail = Mail {
                message_id: format!("<test-{}@pivotal.invalid>", now.as_millis()),
                date: now,
                to: to.clone(),
                reply_to: None,
                subject,
                body,
            };
            mail::send(settings, &mail)
                .await
                .map_err(|error| error.to_string())
        }
        (Channel::Slack, _, ChannelConfig::Ready(settings)) => Client::new(settings.clone())
            .deliver(&to.email, &format!("{subject}\n\n{body}"))
            .await
            .map(drop)
            .map_err(|error| match error {
                SlackError::UnknownUser => {
                    format!(
                        "Slack knows nobody with the address {}. Test with an address of your workspace.",
                        to.email
                    )
                }
                error => error.to_string(),
            }),
        (Channel::Email, ChannelConfig::Invalid(sentence), _)
        | (Channel::Slack, _, ChannelConfig::Invalid(sentence)) => Err(sentence.clone()),
        (Channel::Email, ChannelConfig::Missing, _) => {
            Err("Mail is not set up. Set host in [smtp] of the configuration first.".to_owned())
        }
        (Channel::Slack, _, ChannelConfig::Missing) => {
            Err("Slack is not set up. Give its token first: `pivotal channel connect slack`.".to_owned())
        }
    }
}
