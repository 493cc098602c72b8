//! The one thread that sets channels up and tests them, so that nobody waits for the messages under way.

use super::delivery_context::{DeliveryContext, Failed};
use super::service::{Body, Reports, Service, Stop, async_runtime};
use crate::app::Msg;
use crate::app::delivery::{ChannelRequest, DeliveryEvent};
use crate::app::secret::Secret;
use crate::clock::SystemClock;
use crate::config::{self, Config};
use crate::delivery::{self, ChannelConfig, Channels, Tried};
use crate::domain::{Channel, Clock, MailSecurity, MailSetup, NetworkScope, Person, Sending};
use crate::sandbox::FakeSmtpServer;
use crate::secrets::{SecretName, SecretPlace};

/// Who sends from the sample data.
const SAMPLE_SENDER: &str = "Sample Sender <you@pivotal.example>";

/// The thread; dropping it lets it end by itself, as a test message under way is nothing to wait for.
#[derive(Debug)]
pub(super) struct ChannelWorker(Service<ChannelRequest>);

impl ChannelWorker {
    /// Starts the thread.
    pub(super) fn start(context: DeliveryContext, reports: Reports) -> std::io::Result<Self> {
        let body = ChannelBody {
            context,
            reports,
            server: None,
        };
        Ok(Self(
            Service::start("channels", Stop::new((), ()), body)?.detached(),
        ))
    }

    /// Queues a request.
    pub(super) fn send(&self, request: ChannelRequest) {
        self.0.send(request);
    }
}

struct ChannelBody {
    context: DeliveryContext,
    reports: Reports,
    /// The mail server of the sample data, once it was offered.
    server: Option<FakeSmtpServer>,
}

impl Body for ChannelBody {
    type Request = ChannelRequest;

    fn carry_out(&mut self, request: ChannelRequest) {
        if let Some(event) = self.answer(request) {
            self.reports.send(Msg::Delivery(event));
        }
        if let Some(event) = self.context.look() {
            self.reports.send(Msg::Delivery(event));
        }
    }
}

impl ChannelBody {
    /// Carries a request out, and returns what is reported of it; a look is reported after each request.
    fn answer(&mut self, request: ChannelRequest) -> Option<DeliveryEvent> {
        let told = |result: Result<(), Failed>| result.map_err(|error| error.to_string());
        Some(match request {
            ChannelRequest::Look => return None,
            ChannelRequest::Offer => {
                DeliveryEvent::Offered(self.offer().map(Box::new).map_err(|error| error.to_string()))
            }
            ChannelRequest::SetUpMail(mail, password) => {
                let password = password.as_ref().map(Secret::reveal);
                DeliveryEvent::SetUp(Channel::Email, told(self.set_up_mail(&mail, password)))
            }
            ChannelRequest::ConnectSlack(token) => {
                DeliveryEvent::SetUp(Channel::Slack, told(self.connect_slack(token.reveal())))
            }
            ChannelRequest::Test(channel, person) => {
                let result = self.test(channel, &person).map(|()| person);
                DeliveryEvent::Tested(channel, result.map_err(|error| error.to_string()))
            }
            ChannelRequest::Confirm(channel) => {
                DeliveryEvent::Confirmed(channel, told(self.confirm(channel)))
            }
        })
    }

    /// Returns how mail is set up; the sample data offers a server of its own.
    fn offer(&mut self) -> Result<MailSetup, Failed> {
        let mail = Config::read(&self.context.config)?.channels().mail;
        if !mail.host.is_empty() || self.context.scope == NetworkScope::Anywhere {
            return Ok(mail);
        }
        let server = match self.server.take() {
            Some(server) => server,
            None => FakeSmtpServer::start(0)?,
        };
        let port = server.port();
        self.server = Some(server);
        Ok(MailSetup {
            host: "127.0.0.1".to_owned(),
            port,
            security: MailSecurity::None,
            user: String::new(),
            from: SAMPLE_SENDER.to_owned(),
        })
    }

    /// Keeps settings, and a password with them, once they are found to be usable; else all stays as it was.
    fn set_up_mail(&self, mail: &MailSetup, password: Option<&str>) -> Result<(), Failed> {
        let mut setup = Config::read(&self.context.config)?.channels();
        setup.mail = mail.clone();
        let tried = password.map_or(Tried::Kept, |text| Tried::Secret(SecretName::MailPassword, text));
        let channels = Channels::with(&setup, &self.context.folder, self.context.scope, tried);
        if let Some(sentence) = channels.config_error(Channel::Email) {
            return Err(Failed::Refused(sentence));
        }
        let before = Config::read(&self.context.config)?.channels().mail;
        config::set_mail(&self.context.config, mail)?;
        if let Some(password) = password {
            let place = SecretPlace::new(SecretName::MailPassword, &self.context.folder);
            if let Err(error) = place.keep_text(password) {
                config::set_mail(&self.context.config, &before)?;
                return Err(error.into());
            }
        }
        Ok(())
    }

    fn connect_slack(&self, token: &str) -> Result<(), Failed> {
        let setup = Config::read(&self.context.config)?.channels();
        let tried = Tried::Secret(SecretName::SlackToken, token);
        let channels = Channels::with(&setup, &self.context.folder, self.context.scope, tried);
        if let Some(sentence) = channels.config_error(Channel::Slack) {
            return Err(Failed::Refused(sentence));
        }
        if matches!(channels.slack, ChannelConfig::Missing) {
            // Sample data never takes the user's own token.
            let text = "Sample data sends to servers on this machine alone; set url in [slack] to one.";
            return Err(Failed::Refused(text.to_owned()));
        }
        SecretPlace::new(SecretName::SlackToken, &self.context.folder).keep_text(token)?;
        Ok(())
    }

    fn test(&self, channel: Channel, person: &Person) -> Result<(), Failed> {
        if self.context.sending == Sending::Withheld {
            return Err(Failed::Refused(
                "Nothing is sent, as pivotal was started with --no-send.".to_owned(),
            ));
        }
        let channels = self.context.channels()?;
        async_runtime()?
            .block_on(delivery::send_test(&channels, channel, person, SystemClock.now()))
            .map_err(Failed::Refused)?;
        let mut workspace = self.context.workspace()?;
        workspace.fit_channel(channel, &channels.fingerprint(channel))?;
        Ok(workspace.note_test(channel)?)
    }

    fn confirm(&self, channel: Channel) -> Result<(), Failed> {
        let channels = self.context.channels()?;
        let mut workspace = self.context.workspace()?;
        if let Some(sentence) = channels.config_error(channel) {
            return Err(Failed::Refused(sentence));
        }
        workspace.fit_channel(channel, &channels.fingerprint(channel))?;
        Ok(workspace.confirm_channel(channel)?)
    }
}
