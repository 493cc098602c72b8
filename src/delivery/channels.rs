//! The channels as they are set up: settings, with the secrets that go with them.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::mail::{Mailbox, PATIENCE, SmtpSettings};
use super::slack::{SlackBase, SlackSettings};
pub use crate::domain::Reach;
use crate::domain::{Channel, ChannelSetup, MailSetup, Name, OwnerFields, Person};
use crate::safe_url::is_loopback;
use crate::secrets::{SecretName, SecretPlace, mark};

/// A secret that is tried before it is kept.
#[derive(Clone, Copy)]
pub enum Tried<'a> {
    /// None: those that are kept are taken.
    Kept,
    /// A password of the mail server.
    Password(&'a str),
    /// A token of Slack.
    Token(&'a str),
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

/// Both channels as they are set up; no secret shows in the debug output.
#[derive(Debug, Clone)]
pub struct Channels {
    /// The mail server.
    pub mail: ChannelConfig<SmtpSettings>,
    /// Slack.
    pub slack: ChannelConfig<SlackSettings>,
    tester: Option<Person>,
}

const FAR: &str = "Sample data is sent to servers on this machine alone; set one on 127.0.0.1";

impl Channels {
    /// Puts what is set together with the secrets of a data folder.
    pub fn find(setup: &ChannelSetup, folder: &Path, reach: Reach) -> Self {
        Self::with(setup, folder, reach, Tried::Kept)
    }

    /// Puts what is set together with the secrets of a data folder, one of them tried in the place of the kept one.
    pub fn with(setup: &ChannelSetup, folder: &Path, reach: Reach, tried: Tried<'_>) -> Self {
        let secret = |name| match (name, tried) {
            (SecretName::MailPassword, Tried::Password(text))
            | (SecretName::SlackToken, Tried::Token(text)) => Ok(Some(SecretString::from(text))),
            (name, _) => secret(name, folder),
        };
        let mail = mail(setup, reach, secret);
        let from = match &mail {
            ChannelConfig::Ready(settings) => Some(&settings.from),
            ChannelConfig::Missing | ChannelConfig::Invalid(_) => None,
        };
        let user = OwnerFields::parse(&setup.user).ok().map(|user| Person {
            name: user.name,
            email: user.email,
        });
        let tester = user.or_else(|| {
            let Mailbox { name, email } = from?;
            let name = Name::parse(name).ok()?;
            Some(Person {
                name,
                email: email.clone(),
            })
        });
        Self {
            tester,
            mail,
            slack: slack(setup, reach, secret),
        }
    }

    /// Returns who gets a test message: the user, else who the mails come from.
    pub const fn tester(&self) -> Option<&Person> {
        self.tester.as_ref()
    }

    /// Returns whether no channel is set up at all.
    pub const fn is_empty(&self) -> bool {
        matches!(
            (&self.mail, &self.slack),
            (ChannelConfig::Missing, ChannelConfig::Missing)
        )
    }

    /// Returns a mark by which the settings of a channel are known again; empty if it cannot be used.
    pub fn mark(&self, channel: Channel) -> String {
        match (channel, &self.mail, &self.slack) {
            (Channel::Email, ChannelConfig::Ready(mail), _) => mark(&[
                &mail.host,
                &mail.port.to_string(),
                mail.security.key(),
                mail.user.as_deref().unwrap_or_default(),
                mail.password.as_ref().map_or("", ExposeSecret::expose_secret),
                &mail.from.name,
                mail.from.email.as_str(),
            ]),
            (Channel::Slack, _, ChannelConfig::Ready(slack)) => {
                mark(&[&slack.base.to_string(), slack.token.expose_secret()])
            }
            (Channel::Email, ChannelConfig::Missing | ChannelConfig::Invalid(_), _)
            | (Channel::Slack, _, ChannelConfig::Missing | ChannelConfig::Invalid(_)) => String::new(),
        }
    }

    /// Tells by which server and for whom a channel sends; empty if it is not set up.
    pub fn about(&self, channel: Channel) -> String {
        match (channel, &self.mail, &self.slack) {
            (Channel::Email, ChannelConfig::Ready(mail), _) => {
                format!("{}:{} as {}", mail.host, mail.port, mail.from.email)
            }
            (Channel::Slack, _, ChannelConfig::Ready(slack)) if slack.base == SlackBase::default() => {
                "slack.com".to_owned()
            }
            (Channel::Slack, _, ChannelConfig::Ready(slack)) => slack.base.to_string(),
            (Channel::Email, ChannelConfig::Missing | ChannelConfig::Invalid(_), _)
            | (Channel::Slack, _, ChannelConfig::Missing | ChannelConfig::Invalid(_)) => String::new(),
        }
    }

    /// Returns why the settings of a channel cannot be used, if they cannot.
    pub fn config_error(&self, channel: Channel) -> Option<&str> {
        match (channel, &self.mail, &self.slack) {
            (Channel::Email, ChannelConfig::Invalid(sentence), _)
            | (Channel::Slack, _, ChannelConfig::Invalid(sentence)) => Some(sentence),
            (Channel::Email, ChannelConfig::Missing | ChannelConfig::Ready(_), _)
            | (Channel::Slack, _, ChannelConfig::Missing | ChannelConfig::Ready(_)) => None,
        }
    }
}

type Find = Result<Option<SecretString>, String>;

fn mail(
    setup: &ChannelSetup,
    reach: Reach,
    secret: impl Fn(SecretName) -> Find,
) -> ChannelConfig<SmtpSettings> {
    let MailSetup {
        host, security, user, ..
    } = &setup.mail;
    let host = host.trim();
    if host.is_empty() {
        return ChannelConfig::Missing;
    }
    if reach == Reach::ThisMachine && !is_loopback(host) {
        return ChannelConfig::Invalid(format!("The mail server is not used: {FAR}."));
    }
    let from = match setup.mail.from.trim() {
        "" => setup.user.trim(),
        from => from,
    };
    let from = match OwnerFields::parse(from) {
        Ok(from) => Mailbox {
            name: from.name.to_string(),
            email: from.email,
        },
        Err(_) => {
            return ChannelConfig::Invalid(
                "Mail has no sender. Set from in [smtp], or the email in [user], as \"Cara Osei <cara@us.com>\"."
                    .to_owned(),
            );
        }
    };
    let user = Some(user.trim().to_owned()).filter(|user| !user.is_empty());
    let password = match user {
        // A server that asks for nobody is told no password.
        None => None,
        Some(_) => match secret(SecretName::MailPassword) {
            Ok(password) => password,
            Err(sentence) => return ChannelConfig::Invalid(sentence),
        },
    };
    let settings = SmtpSettings {
        host: host.to_owned(),
        port: setup.mail.port(),
        security: *security,
        user,
        password,
        from,
        patience: PATIENCE,
    };
    match settings.check() {
        Ok(()) => ChannelConfig::Ready(settings),
        Err(error) => ChannelConfig::Invalid(error.to_string()),
    }
}

fn slack(
    setup: &ChannelSetup,
    reach: Reach,
    secret: impl Fn(SecretName) -> Find,
) -> ChannelConfig<SlackSettings> {
    let token = match secret(SecretName::SlackToken) {
        Ok(Some(token)) => token,
        Ok(None) => return ChannelConfig::Missing,
        Err(sentence) => return ChannelConfig::Invalid(sentence),
    };
    let base = match setup.slack_url.trim() {
        "" => Ok(SlackBase::default()),
        url => SlackBase::parse(url),
    };
    match base {
        Ok(base) if reach == Reach::ThisMachine && !base.is_local() => {
            // The token is the user's own and none of the sample's.
            ChannelConfig::Missing
        }
        Ok(base) => ChannelConfig::Ready(SlackSettings { base, token }),
        Err(error) => ChannelConfig::Invalid(error.to_string()),
    }
}

fn secret(name: SecretName, folder: &Path) -> Find {
    SecretPlace::new(name, folder)
        .find()
        .map(|found| found.map(|(secret, _)| secret))
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MailSecurity;

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

    fn found(setup: &ChannelSetup, reach: Reach) -> Channels {
        let folder = tempfile::tempdir().expect("a folder");
        SecretPlace::new(SecretName::SlackToken, folder.path())
            .keep(&SecretString::from("xoxb-canary"))
            .expect("kept");
        Channels::find(setup, folder.path(), reach)
    }

    #[test]
    fn nothing_set_is_nothing_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let channels = Channels::find(&ChannelSetup::default(), folder.path(), Reach::Anywhere);
        assert!(channels.is_empty());
        for channel in Channel::ALL {
            assert_eq!(
                (channels.mark(channel), channels.about(channel)),
                Default::default()
            );
        }
    }

    #[test]
    fn what_is_set_is_known_by_its_mark_and_tells_no_secret() {
        let channels = found(&setup("127.0.0.1"), Reach::ThisMachine);
        assert_eq!(channels.about(Channel::Email), "127.0.0.1:25 as cara@us.com");
        assert_eq!(channels.tester().expect("the user").email.as_str(), "cara@us.com");
        for channel in Channel::ALL {
            assert_eq!(channels.config_error(channel), None);
            assert_eq!(channels.mark(channel).len(), 16);
        }
        assert!(!format!("{channels:?}").contains("canary"));
        let mut other = setup("127.0.0.1");
        other.mail.from = "ops@us.com".to_owned();
        let other = found(&other, Reach::Anywhere);
        assert_ne!(other.mark(Channel::Email), channels.mark(Channel::Email));
        assert_eq!(other.mark(Channel::Slack), channels.mark(Channel::Slack));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let mut far = setup("smtp.us.com");
        let wrong = |setup: &ChannelSetup, reach| {
            let channels = found(setup, reach);
            assert_eq!(channels.mark(Channel::Email), "");
            channels
                .config_error(Channel::Email)
                .expect("a reason")
                .to_owned()
        };
        assert!(wrong(&far, Reach::ThisMachine).contains("on this machine alone"));
        assert!(wrong(&far, Reach::Anywhere).contains("in clear"));
        far.mail.security = MailSecurity::Tls;
        assert!(
            found(&far, Reach::Anywhere)
                .config_error(Channel::Email)
                .is_none()
        );
        far.mail.user = "cara".to_owned();
        assert!(wrong(&far, Reach::Anywhere).contains("no password"));
        far.user = String::new();
        assert!(wrong(&far, Reach::Anywhere).contains("no sender"));
        let mut far = setup("127.0.0.1");
        far.slack_url = String::new();
        assert!(matches!(
            found(&far, Reach::ThisMachine).slack,
            ChannelConfig::Missing
        ));
        far.slack_url = "http://slack.com".to_owned();
        let channels = found(&far, Reach::Anywhere);
        assert!(
            channels
                .config_error(Channel::Slack)
                .expect("a reason")
                .contains("over http")
        );
    }
}
