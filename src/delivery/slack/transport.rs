//! Slack as a way by which notifications leave.

use secrecy::ExposeSecret;

use super::{Client, OWN, SlackError};
use crate::delivery::retry::{ErrorClass, Scope, SendError};
use crate::delivery::transport::{Attempt, TestMessage, Transport};
use crate::domain::{Channel, OutboundMessage, Person};
use crate::safe_url::SafeUrl;
use crate::secrets::fingerprint;
use crate::workspace;

impl Transport for Client {
    fn name(&self) -> Channel {
        Channel::Slack
    }

    fn fingerprint(&self) -> String {
        let settings = self.settings();
        fingerprint(&[&settings.base.to_string(), settings.token.expose_secret()])
    }

    fn about(&self) -> String {
        let base = &self.settings().base;
        if *base == SafeUrl::of_service(OWN) {
            "slack.com".to_owned()
        } else {
            base.to_string()
        }
    }

    async fn check(&self, test: &TestMessage<'_>) -> Result<(), SendError> {
        let text = format!("{}\n\n{}", test.subject, test.body);
        match self.deliver(&test.to.email, &text).await {
            Ok(_) => Ok(()),
            Err(SlackError::UnknownUser) => Err(SendError::of_message(
                ErrorClass::UnknownRecipient,
                format!(
                    "Slack has no user with the address {}. Test with an address of your workspace.",
                    test.to.email
                ),
            )),
            Err(error) => Err(error.into()),
        }
    }

    async fn send(
        &self,
        message: &OutboundMessage,
        begin: impl FnOnce() -> Result<bool, workspace::Error>,
    ) -> Result<Attempt, workspace::Error> {
        let ready = match self.open(&message.recipient.email).await {
            Ok(ready) if begin()? => ready,
            Ok(_) => return Ok(Attempt::Withdrawn),
            Err(error) => return Ok(Attempt::Failed(error.into())),
        };
        Ok(match ready.post(&text_of(message)).await {
            Ok(_) => Attempt::Sent(None),
            Err(error) => Attempt::Failed(error.into()),
        })
    }

    fn after_crash(_: &OutboundMessage) -> SendError {
        SendError::of_message(
            ErrorClass::Unclear,
            "The program ended while sending, so it may have arrived. Check Slack before you resend it.",
        )
    }
}

/// Makes the text of a notification for Slack, where nobody reads what is answered to a bot.
fn text_of(message: &OutboundMessage) -> String {
    let text = format!("{}\n\n{}", message.subject, message.body.trim_end());
    match &message.reply_to {
        Some(Person { name, email }) => {
            format!("{text}\n\nReplies here are not read. Please write to {name} <{email}>.")
        }
        None => text,
    }
}

impl From<SlackError> for SendError {
    fn from(error: SlackError) -> Self {
        let (class, scope) = match &error {
            SlackError::UnknownUser => (ErrorClass::UnknownRecipient, Scope::Message),
            SlackError::Token(_) | SlackError::MissingScope(_) | SlackError::Insecure(_) => {
                (ErrorClass::Permanent, Scope::Channel)
            }
            SlackError::Refused(_) => (ErrorClass::Permanent, Scope::Message),
            SlackError::RateLimited { .. } | SlackError::Transient(_) => {
                (ErrorClass::Transient, Scope::Message)
            }
            SlackError::Unclear => (ErrorClass::Unclear, Scope::Message),
        };
        let retry_after = match &error {
            SlackError::RateLimited { retry_after } => Some(*retry_after),
            SlackError::UnknownUser
            | SlackError::Token(_)
            | SlackError::MissingScope(_)
            | SlackError::Transient(_)
            | SlackError::Unclear
            | SlackError::Refused(_)
            | SlackError::Insecure(_) => None,
        };
        Self {
            class,
            scope,
            retry_after,
            text: error.to_string(),
        }
    }
}
