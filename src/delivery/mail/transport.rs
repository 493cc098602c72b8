//! Mail as a way by which notifications leave.

use secrecy::ExposeSecret;

use super::smtp::{open, send};
use super::{Mail, MailError, SmtpSettings, Stage};
use crate::delivery::retry::{ErrorClass, Scope, SendError, is_last};
use crate::delivery::transport::{Attempt, TestMessage, Transport};
use crate::domain::{Channel, OutboundMessage, PriorAttempts};
use crate::secrets::fingerprint;
use crate::workspace;

impl Transport for SmtpSettings {
    fn name(&self) -> Channel {
        Channel::Email
    }

    fn fingerprint(&self) -> String {
        fingerprint(&[
            &self.host,
            &self.port.to_string(),
            self.security.key(),
            self.user.as_deref().unwrap_or_default(),
            self.password.as_ref().map_or("", ExposeSecret::expose_secret),
            &self.from.name,
            self.from.email.as_str(),
        ])
    }

    fn about(&self) -> String {
        format!("{}:{} as {}", self.host, self.port, self.from.email)
    }

    async fn check(&self, test: &TestMessage<'_>) -> Result<(), SendError> {
        let mail = Mail {
            message_id: format!("<test-{}@pivotal.invalid>", test.now.as_millis()),
            date: test.now,
            to: test.to.clone(),
            reply_to: None,
            subject: test.subject.clone(),
            body: test.body.clone(),
        };
        Ok(send(self, &mail).await?)
    }

    async fn send(
        &self,
        message: &OutboundMessage,
        begin: impl FnOnce() -> Result<bool, workspace::Error>,
    ) -> Result<Attempt, workspace::Error> {
        let ready = match open(self, &mail_of(message)).await {
            Ok(ready) if begin()? => ready,
            Ok(_) => return Ok(Attempt::Withdrawn),
            Err(error) => return Ok(Attempt::Failed(error.into())),
        };
        Ok(match ready.send().await {
            Ok(taken) => Attempt::Sent(Some(Box::pin(taken.part()))),
            Err(error) => Attempt::Failed(error.into()),
        })
    }

    /// Returns what ended an attempt that was under way when its program ended: the mail may have arrived only if its text
    /// had begun to go out.
    fn after_crash(message: &OutboundMessage) -> SendError {
        let (class, text) = match message.prior {
            PriorAttempts::Unclear => (
                ErrorClass::Unclear,
                "Sending was interrupted before the mail server's answer was saved, so the mail may have arrived. It is not resent automatically: ask the recipient, then resend it (with the same Message-ID) or cancel it.",
            ),
            PriorAttempts::Nothing if is_last(message.attempt) => (
                ErrorClass::Interrupted,
                "The program ended each time before the mail server had the mail. Resend it.",
            ),
            PriorAttempts::Nothing => (
                ErrorClass::Interrupted,
                "The program ended before the mail server had the mail.",
            ),
        };
        SendError::of_message(class, text)
    }
}

/// Makes the mail of a notification: the same one at each attempt.
fn mail_of(message: &OutboundMessage) -> Mail {
    Mail {
        message_id: format!("<{}@pivotal.invalid>", message.id),
        date: message.first_tried_at,
        to: message.recipient.clone(),
        reply_to: message.reply_to.clone(),
        subject: message.subject.clone(),
        body: message.body.clone(),
    }
}

impl From<MailError> for SendError {
    fn from(error: MailError) -> Self {
        let (class, scope) = match &error {
            MailError::Refused { stage, .. } => (
                ErrorClass::Permanent,
                match stage {
                    Stage::Connection | Stage::Login | Stage::Sender => Scope::Channel,
                    Stage::Recipient | Stage::Data | Stage::Text => Scope::Message,
                },
            ),
            MailError::Credentials { .. } | MailError::Settings(_) | MailError::Insecure(_) => {
                (ErrorClass::Permanent, Scope::Channel)
            }
            MailError::Unsendable(_) => (ErrorClass::Permanent, Scope::Message),
            MailError::Later { .. } | MailError::Transient(_) => (ErrorClass::Transient, Scope::Message),
            MailError::Unclear(_) => (ErrorClass::Unclear, Scope::Message),
        };
        Self {
            class,
            scope,
            retry_after: None,
            text: error.to_string(),
        }
    }
}
