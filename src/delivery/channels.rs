//! The channels that there are, as they are set up: settings, with the secrets that go with them.

use std::path::Path;

use secrecy::SecretString;

use super::mail::{Mailbox, SmtpSettings};
use super::retry::SendError;
use super::slack;
use super::transport::{Attempt, TestMessage, Transport};
use crate::domain::{Channel, ChannelSetup, Name, NetworkScope, OutboundMessage, OwnerFields, Person};
use crate::secrets::{SecretName, SecretPlace};
use crate::workspace;

/// A secret that is tried before it is kept.
#[derive(Clone, Copy)]
pub enum Tried<'a> {
    /// None: those that are kept are taken.
    Kept,
    /// The secret of this name.
    Secret(SecretName, &'a str),
}

/// A channel as it is set up.
#[derive(Debug, Clone)]
pub enum ChannelConfig<T> {
    /// It is not.
    Missing,
    /// It cannot be used; the sentence says why.
    Invalid(String),
    /// It can be used.
    Ready(T),
}

impl<T> ChannelConfig<T> {
    fn map<'a, U>(&'a self, make: impl FnOnce(&'a T) -> U) -> ChannelConfig<U> {
        match self {
            Self::Missing => ChannelConfig::Missing,
            Self::Invalid(sentence) => ChannelConfig::Invalid(sentence.clone()),
            Self::Ready(value) => ChannelConfig::Ready(make(value)),
        }
    }

    fn ready(self) -> Option<T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Missing | Self::Invalid(_) => None,
        }
    }
}

/// The secret of a name as it is kept, or the sentence that says why it cannot be read.
pub(super) type FoundSecret = Result<Option<SecretString>, String>;

/// All channels as they are set up; no secret shows in the debug output.
#[derive(Debug, Clone)]
pub struct Channels {
    /// The mail server.
    pub mail: ChannelConfig<SmtpSettings>,
    /// Slack.
    pub slack: ChannelConfig<slack::Client>,
    tester: Option<Person>,
}

impl Channels {
    /// Puts what is set together with the secrets of a data folder.
    pub fn find(setup: &ChannelSetup, folder: &Path, scope: NetworkScope) -> Self {
        Self::with(setup, folder, scope, Tried::Kept)
    }

    /// Puts what is set together with the secrets of a data folder, one of them tried in the place of the kept one.
    pub fn with(setup: &ChannelSetup, folder: &Path, scope: NetworkScope, tried: Tried<'_>) -> Self {
        let secret = |name| match tried {
            Tried::Secret(tried, text) if tried == name => Ok(Some(SecretString::from(text))),
            Tried::Secret(..) | Tried::Kept => SecretPlace::new(name, folder)
                .find()
                .map(|found| found.map(|(secret, _)| secret))
                .map_err(|error| error.to_string()),
        };
        let mail = SmtpSettings::configure(setup, scope, secret);
        Self {
            tester: tester(setup, &mail),
            mail,
            slack: slack::Client::configure(setup, scope, secret),
        }
    }

    /// Returns who gets a test message: the user, else who the mails come from.
    pub const fn tester(&self) -> Option<&Person> {
        self.tester.as_ref()
    }

    /// Returns how a channel is set up.
    pub(super) fn config(&self, channel: Channel) -> ChannelConfig<AnyTransport<'_>> {
        match channel {
            Channel::Email => self.mail.map(AnyTransport::Mail),
            Channel::Slack => self.slack.map(AnyTransport::Slack),
        }
    }

    /// Returns a digest by which the settings of a channel are known again; empty if it cannot be used.
    pub fn fingerprint(&self, channel: Channel) -> String {
        let config = self.config(channel).ready();
        config
            .map(|transport| transport.fingerprint())
            .unwrap_or_default()
    }

    /// Returns by which server and for whom a channel sends; empty if it cannot be used.
    pub fn about(&self, channel: Channel) -> String {
        let config = self.config(channel).ready();
        config.map(|transport| transport.about()).unwrap_or_default()
    }

    /// Returns why the settings of a channel cannot be used, if they cannot.
    pub fn config_error(&self, channel: Channel) -> Option<String> {
        match self.config(channel) {
            ChannelConfig::Invalid(sentence) => Some(sentence),
            ChannelConfig::Missing | ChannelConfig::Ready(_) => None,
        }
    }
}

fn tester(setup: &ChannelSetup, mail: &ChannelConfig<SmtpSettings>) -> Option<Person> {
    let user = OwnerFields::parse(&setup.user).ok().map(|user| Person {
        name: user.name,
        email: user.email,
    });
    user.or_else(|| match mail {
        ChannelConfig::Ready(SmtpSettings {
            from: Mailbox { name, email },
            ..
        }) => Some(Person {
            name: Name::parse(name).ok()?,
            email: email.clone(),
        }),
        ChannelConfig::Missing | ChannelConfig::Invalid(_) => None,
    })
}

/// Returns the sentence of a command for a channel that is not set up.
pub const fn set_up_first(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => {
            "Mail is not set up. Set host in [smtp] of the configuration, then send a test with `pivotal channel test mail`."
        }
        Channel::Slack => "Slack is not set up. Connect it with `pivotal channel connect slack`.",
    }
}

/// Any of the ways that there are.
pub(super) enum AnyTransport<'a> {
    Mail(&'a SmtpSettings),
    Slack(&'a slack::Client),
}

impl Transport for AnyTransport<'_> {
    fn name(&self) -> Channel {
        match self {
            Self::Mail(mail) => mail.name(),
            Self::Slack(slack) => slack.name(),
        }
    }

    fn fingerprint(&self) -> String {
        match self {
            Self::Mail(mail) => mail.fingerprint(),
            Self::Slack(slack) => slack.fingerprint(),
        }
    }

    fn about(&self) -> String {
        match self {
            Self::Mail(mail) => mail.about(),
            Self::Slack(slack) => slack.about(),
        }
    }

    async fn check(&self, test: &TestMessage<'_>) -> Result<(), SendError> {
        match self {
            Self::Mail(mail) => mail.check(test).await,
            Self::Slack(slack) => slack.check(test).await,
        }
    }

    async fn send(
        &self,
        message: &OutboundMessage,
        begin: impl FnOnce() -> Result<bool, workspace::Error>,
    ) -> Result<Attempt, workspace::Error> {
        match self {
            Self::Mail(mail) => mail.send(message, begin).await,
            Self::Slack(slack) => slack.send(message, begin).await,
        }
    }

    fn after_crash(message: &OutboundMessage) -> SendError {
        match message.channel {
            Channel::Email => SmtpSettings::after_crash(message),
            Channel::Slack => slack::Client::after_crash(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{MailSecurity, MailSetup};

    fn setup(host: &str) -> ChannelSetup {
        ChannelSetup {
            mail: MailSetup {
                host: host.to_owned(),
                security: MailSecurity::None,
                ..MailSetup::default()
            },
            slack_url: "http://127.0.0.1:9/api".to_owned(),
            user: "Cara Osei <cara@us.com>".to_owned(),
        }
    }

    fn found(setup: &ChannelSetup, scope: NetworkScope) -> Channels {
        let folder = tempfile::tempdir().expect("a folder");
        SecretPlace::new(SecretName::SlackToken, folder.path())
            .keep(&SecretString::from("xoxb-canary"))
            .expect("kept");
        Channels::find(setup, folder.path(), scope)
    }

    #[test]
    fn nothing_set_is_nothing_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let channels = Channels::find(&ChannelSetup::default(), folder.path(), NetworkScope::Anywhere);
        for channel in Channel::ALL {
            assert_eq!(
                (channels.fingerprint(channel), channels.about(channel)),
                Default::default()
            );
        }
    }

    #[test]
    fn what_is_set_is_known_by_its_fingerprint_and_tells_no_secret() {
        let channels = found(&setup("127.0.0.1"), NetworkScope::ThisMachine);
        assert_eq!(channels.about(Channel::Email), "127.0.0.1:25 as cara@us.com");
        assert_eq!(channels.tester().expect("the user").email.as_str(), "cara@us.com");
        for channel in Channel::ALL {
            assert_eq!(channels.config_error(channel), None);
            assert_eq!(channels.fingerprint(channel).len(), 16);
        }
        assert!(!format!("{channels:?}").contains("canary"));
        let mut other = setup("127.0.0.1");
        other.mail.from = "ops@us.com".to_owned();
        let other = found(&other, NetworkScope::Anywhere);
        assert_ne!(
            other.fingerprint(Channel::Email),
            channels.fingerprint(Channel::Email)
        );
        assert_eq!(
            other.fingerprint(Channel::Slack),
            channels.fingerprint(Channel::Slack)
        );
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let mut far = setup("smtp.us.com");
        let wrong = |setup: &ChannelSetup, scope| {
            let channels = found(setup, scope);
            assert_eq!(channels.fingerprint(Channel::Email), "");
            channels.config_error(Channel::Email).expect("a reason")
        };
        assert!(wrong(&far, NetworkScope::ThisMachine).contains("on this machine alone"));
        assert!(wrong(&far, NetworkScope::Anywhere).contains("unencrypted"));
        far.mail.security = MailSecurity::Tls;
        assert!(
            found(&far, NetworkScope::Anywhere)
                .config_error(Channel::Email)
                .is_none()
        );
        far.mail.user = "cara".to_owned();
        assert!(wrong(&far, NetworkScope::Anywhere).contains("no password"));
        far.user = String::new();
        assert!(wrong(&far, NetworkScope::Anywhere).contains("no sender"));
        let mut far = setup("127.0.0.1");
        far.slack_url = String::new();
        assert!(matches!(
            found(&far, NetworkScope::ThisMachine).slack,
            ChannelConfig::Missing
        ));
        far.slack_url = "http://slack.com".to_owned();
        let channels = found(&far, NetworkScope::Anywhere);
        assert!(
            channels
                .config_error(Channel::Slack)
                .expect("a reason")
                .contains("over http")
        );
    }
}
