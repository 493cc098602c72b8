//! How mail and Slack are set up, as a person sets them; passwords and tokens are kept elsewhere.

use serde::{Deserialize, Serialize};

/// How far what is sent may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkScope {
    /// Anywhere.
    Anywhere,
    /// To servers on this machine alone, as for sample data.
    ThisMachine,
}

/// How the connection to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// By STARTTLS, without which nothing is sent; usual on port 587.
    #[default]
    StartTls,
    /// By TLS from the first byte; usual on port 465.
    Tls,
    /// Not at all; for a server on this machine alone.
    None,
}

impl MailSecurity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::None];

    /// Returns the name under which the configuration knows it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::None => "none",
        }
    }

    /// Returns the port that is usual with it.
    pub const fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// The mail server, and who sends by it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailSetup {
    /// The host: a name or an address; empty if no mail is to be sent.
    pub host: String,
    /// The port; 0 for the usual one.
    pub port: u16,
    /// How the connection is secured.
    pub security: MailSecurity,
    /// Who logs in; empty if the server asks for nobody.
    pub user: String,
    /// Who the mails come from, as `Cara Osei <cara@us.com>`; empty for the user of the configuration.
    pub from: String,
}

impl MailSetup {
    /// Returns the port that is used.
    pub const fn port(&self) -> u16 {
        if self.port == 0 {
            self.security.usual_port()
        } else {
            self.port
        }
    }
}

/// How both channels are set up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelSetup {
    /// The mail server.
    pub mail: MailSetup,
    /// The address of Slack's Web API; empty for Slack's own.
    pub slack_url: String,
    /// The user of the configuration, as `Cara Osei <cara@us.com>`, who gets the test messages; empty if unknown.
    pub user: String,
}
