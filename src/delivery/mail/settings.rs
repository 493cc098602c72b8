//! Which mail server is used, and whether it may be.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::MailError;
use crate::delivery::channels::{ChannelConfig, FoundSecret};
use crate::domain::{ChannelSetup, Email, MailSecurity, NetworkScope, OwnerFields};
use crate::safe_url::is_loopback;
use crate::secrets::SecretName;

/// The longest name of a host in bytes (RFC 1035, 2.3.4).
const MAX_HOST: usize = 253;

/// Who a mail comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name; may be empty.
    pub name: String,
    /// The address.
    pub email: Email,
}

/// The mail server, and who sends by it; the password does not show in its debug output.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// The host: a name in ASCII or an address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is secured.
    pub security: MailSecurity,
    /// Who logs in, if the server asks for it.
    pub user: Option<String>,
    /// The password that goes with the user.
    pub password: Option<SecretString>,
    /// Who the mails come from.
    pub from: Mailbox,
    /// How long a mail may take, from the connection to the answer.
    pub patience: Duration,
}

/// How long a mail may take as a rule.
pub const PATIENCE: Duration = Duration::from_secs(30);

impl SmtpSettings {
    /// Puts what is set together with the password.
    pub(in crate::delivery) fn configure(
        setup: &ChannelSetup,
        scope: NetworkScope,
        secret: impl Fn(SecretName) -> FoundSecret,
    ) -> ChannelConfig<Self> {
        let host = setup.mail.host.trim();
        if host.is_empty() {
            return ChannelConfig::Missing;
        }
        if scope == NetworkScope::ThisMachine && !is_loopback(host) {
            return ChannelConfig::Invalid(
                "The mail server is not used: Sample data is sent to servers on this machine alone; set one on 127.0.0.1."
                    .to_owned(),
            );
        }
        let from = match setup.mail.from.trim() {
            "" => setup.user.trim(),
            from => from,
        };
        let Ok(from) = OwnerFields::parse(from) else {
            return ChannelConfig::Invalid(
                "Mail has no sender. Set from in [smtp], or the email in [user], as \"Cara Osei <cara@us.com>\"."
                    .to_owned(),
            );
        };
        let user = Some(setup.mail.user.trim().to_owned()).filter(|user| !user.is_empty());
        let password = match user {
            // A server that asks for nobody is told no password.
            None => None,
            Some(_) => match secret(SecretName::MailPassword) {
                Ok(password) => password,
                Err(sentence) => return ChannelConfig::Invalid(sentence),
            },
        };
        let settings = Self {
            host: host.to_owned(),
            port: setup.mail.port(),
            security: setup.mail.security,
            user,
            password,
            from: Mailbox {
                name: from.name.to_string(),
                email: from.email,
            },
            patience: PATIENCE,
        };
        match settings.validate() {
            Ok(()) => ChannelConfig::Ready(settings),
            Err(error) => ChannelConfig::Invalid(error.to_string()),
        }
    }

    /// Checks what can be seen without a connection.
    ///
    /// # Errors
    ///
    /// Says which setting cannot be used and what to do.
    pub fn validate(&self) -> Result<(), MailError> {
        let is_host = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':');
        if self.host.is_empty() || self.host.len() > MAX_HOST || !self.host.bytes().all(is_host) {
            return wrong("the host is not a valid server name; set one such as smtp.company.com");
        }
        if self.port == 0 {
            return wrong("the port is 0; set 587 for STARTTLS or 465 for TLS");
        }
        match self.security {
            MailSecurity::None if !is_loopback(&self.host) => {
                return wrong(
                    "mail to another machine would be unencrypted; set STARTTLS or TLS, or a server on 127.0.0.1",
                );
            }
            MailSecurity::None | MailSecurity::StartTls | MailSecurity::Tls => {}
        }
        match (self.user.as_deref(), &self.password) {
            (Some(""), _) => wrong("the user is empty; set one, or none for a server without login"),
            (Some(user), _) if user.contains('\0') => {
                wrong("the user has an invalid character; set it again")
            }
            (Some(_), None) => wrong("there is a user and no password; set the password too"),
            (None, Some(_)) => wrong("there is a password and no user; set the user too"),
            (Some(_), Some(password)) if password.expose_secret().is_empty() => {
                wrong("the password is empty; set it again")
            }
            (Some(_), Some(_)) | (None, None) => Ok(()),
        }
    }
}

fn wrong(reason: &str) -> Result<(), MailError> {
    Err(MailError::Settings(reason.to_owned()))
}
