//! The one thread that delivers notifications: takes wishes in order, tries again what is due, stops when it is told to.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use tokio::sync::watch;

use super::{Fact, Opening};
use crate::app::Msg;
use crate::app::delivery::{DeliveryEnd, DeliveryNews, DeliveryWish, Flood};
use crate::app::secret::Secret;
use crate::clock::SystemClock;
use crate::config::{self, Config};
use crate::domain::{Actor, Channel, Clock, IdSource, MailSecurity, MailSetup, Sending, Timestamp};
use crate::notify::{self, Asked, Batch, Channels, Reach};
use crate::sandbox::SmtpDesk;
use crate::secrets::{SecretError, SecretName, SecretPlace};
use crate::store::Store;
use crate::workspace::{self, Workspace};

/// How soon a run is tried again that found another program sending.
const BUSY: Duration = Duration::from_secs(2);

/// The longest wait, as the clock of the machine may be set.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Who sends from the sample data.
const SAMPLE_SENDER: &str = "Sample Sender <you@pivotal.example>";

/// What the deliverer works with.
#[derive(Debug, Clone)]
pub struct Post {
    /// The folder of the store and of the secrets.
    pub folder: PathBuf,
    /// The configuration file, which is read anew for each run.
    pub config: PathBuf,
    /// How far messages may go.
    pub reach: Reach,
    /// Whether anything is sent.
    pub sending: Sending,
}

/// The thread that delivers; dropping it stops the message under way and waits for it.
#[derive(Debug)]
pub struct Deliverer {
    wishes: Sender<Option<DeliveryWish>>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Deliverer {
    /// Starts the thread.
    pub fn start(post: Post, opening: Opening, facts: Sender<Fact>) -> std::io::Result<Self> {
        let (wishes, queue) = channel();
        let stop = watch::Sender::new(false);
        let task = Task {
            post,
            stopped: stop.subscribe(),
            tell: Box::new(move |news| {
                // The loop is gone only when the program ends.
                let _ = facts.send(Fact::Store(opening, Msg::Delivery(news)));
            }),
            next_at: None,
            desk: None,
        };
        let thread = Builder::new()
            .name("delivery".to_owned())
            .spawn(move || task.work(&queue))?;
        Ok(Self {
            wishes,
            stop,
            thread: Some(thread),
        })
    }

    /// Queues a wish.
    pub fn send(&self, wish: DeliveryWish) {
        if self.wishes.send(Some(wish)).is_err() {
            tracing::error!("the delivery thread is gone");
        }
    }
}

impl Drop for Deliverer {
    fn drop(&mut self) {
        let _ = self.wishes.send(None);
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the delivery thread panicked");
        }
    }
}

/// Why a wish could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Config(#[from] config::Error),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    #[error(transparent)]
    Notify(#[from] notify::Error),
    #[error("{0}")]
    Test(String),
    #[error("Nothing can be sent: {0}. Try again.")]
    Io(#[from] std::io::Error),
}

struct Task {
    post: Post,
    stopped: watch::Receiver<bool>,
    tell: Box<dyn Fn(DeliveryNews) + Send>,
    next_at: Option<Timestamp>,
    /// The mail server of the sample data, once it was offered.
    desk: Option<SmtpDesk>,
}

impl Task {
    fn work(mut self, queue: &Receiver<Option<DeliveryWish>>) {
        loop {
            let wish = match self.patience() {
                None => queue.recv().ok().flatten(),
                Some(patience) => match queue.recv_timeout(patience) {
                    Ok(wish) => wish,
                    Err(RecvTimeoutError::Timeout) if self.is_due() => Some(DeliveryWish::Run),
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => None,
                },
            };
            let Some(wish) = wish else { return };
            self.carry_out(wish);
        }
    }

    /// Gives how long it may wait for a wish; none means for ever.
    fn patience(&self) -> Option<Duration> {
        let left = self.next_at?.as_millis() - SystemClock.now().as_millis();
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(LONGEST))
    }

    fn is_due(&self) -> bool {
        self.next_at.is_some_and(|at| at <= SystemClock.now())
    }

    fn carry_out(&mut self, wish: DeliveryWish) {
        let told = |result: Result<(), Failed>| result.map_err(|error| error.to_string());
        let news = match wish {
            // What was to leave when the program last ended leaves now.
            DeliveryWish::Look => self.run(Asked::ByClock),
            DeliveryWish::Run => self.run(Asked::ByClock),
            DeliveryWish::Send(Flood::Guarded) => self.run(Asked::ByPerson(Batch::Guarded)),
            DeliveryWish::Send(Flood::Allowed) => self.run(Asked::ByPerson(Batch::Allowed)),
            DeliveryWish::Offer => Some(DeliveryNews::Offered(
                self.offer().map(Box::new).map_err(|error| error.to_string()),
            )),
            DeliveryWish::SetUpMail(mail, password) => {
                let password = password.as_ref().map(Secret::reveal);
                Some(DeliveryNews::SetUp(
                    Channel::Email,
                    told(self.set_up_mail(&mail, password)),
                ))
            }
            DeliveryWish::ConnectSlack(token) => Some(DeliveryNews::SetUp(
                Channel::Slack,
                told(self.connect_slack(token.reveal())),
            )),
            DeliveryWish::Test(channel, person) => {
                let result = self.test(channel, &person).map(|()| person);
                Some(DeliveryNews::Tested(
                    channel,
                    result.map_err(|error| error.to_string()),
                ))
            }
            DeliveryWish::Confirm(channel) => {
                Some(DeliveryNews::Confirmed(channel, told(self.confirm(channel))))
            }
        };
        if let Some(news) = news {
            (self.tell)(news);
        }
        self.look();
    }

    /// Reads how the channels are set up now.
    fn channels(&self) -> Result<Channels, Failed> {
        let setup = Config::read(&self.post.config)?.channels();
        Ok(Channels::find(&setup, &self.post.folder, self.post.reach))
    }

    /// Opens the store on a connection of its own, so that nobody waits for a server.
    fn workspace(&self) -> Result<Workspace, Failed> {
        let store = Store::open(&self.post.folder).map_err(workspace::Error::from)?;
        Ok(Workspace::new(
            store,
            Actor::new("Delivery"),
            Box::new(SystemClock),
            IdSource::Random,
        ))
    }

    fn look(&self) {
        let views = self
            .channels()
            .and_then(|channels| Ok(notify::look(&mut self.workspace()?, &channels)?));
        match views {
            Ok(views) => (self.tell)(DeliveryNews::Looked(views)),
            Err(error) => tracing::warn!(%error, "how the channels stand is not known"),
        }
    }

    /// Sends what is due; tells nothing where nothing happened and nobody asked.
    fn run(&mut self, asked: Asked) -> Option<DeliveryNews> {
        self.next_at = None;
        if self.post.sending == Sending::Withheld {
            return None;
        }
        let end = match self.try_run(asked) {
            Ok(end) => end,
            Err(Failed::Notify(notify::Error::Busy)) => {
                let soon = i64::try_from(BUSY.as_millis()).unwrap_or(0);
                self.next_at = Some(SystemClock.now().plus_millis(soon));
                return None;
            }
            Err(error) => DeliveryEnd {
                faults: vec![error.to_string()],
                ..DeliveryEnd::default()
            },
        };
        let is_quiet = asked == Asked::ByClock && end == DeliveryEnd::default();
        (!is_quiet).then_some(DeliveryNews::Delivered(end))
    }

    fn try_run(&mut self, asked: Asked) -> Result<DeliveryEnd, Failed> {
        let channels = self.channels()?;
        if channels.is_empty() {
            return Ok(DeliveryEnd::default());
        }
        let mut workspace = self.workspace()?;
        let delivered = runtime()?.block_on(notify::deliver(
            &mut workspace,
            &self.post.folder,
            &channels,
            asked,
            self.stopped.clone(),
        ))?;
        self.next_at = delivered.next_at;
        Ok(DeliveryEnd {
            counts: delivered.counts,
            faults: delivered.faults,
            floods: delivered.floods,
        })
    }

    /// Gives how mail is set up; the sample data offers a server of its own.
    fn offer(&mut self) -> Result<MailSetup, Failed> {
        let mail = Config::read(&self.post.config)?.channels().mail;
        if !mail.host.is_empty() || self.post.reach == Reach::Anywhere {
            return Ok(mail);
        }
        let desk = match self.desk.take() {
            Some(desk) => desk,
            None => SmtpDesk::start(0)?,
        };
        let port = desk.port();
        self.desk = Some(desk);
        Ok(MailSetup {
            host: "127.0.0.1".to_owned(),
            port,
            security: MailSecurity::None,
            user: String::new(),
            from: SAMPLE_SENDER.to_owned(),
        })
    }

    fn set_up_mail(&self, mail: &MailSetup, password: Option<&str>) -> Result<(), Failed> {
        if let Some(password) = password {
            SecretPlace::new(SecretName::MailPassword, &self.post.folder).keep_text(password)?;
        }
        // Settings that cannot be used are not kept in the place of others that may.
        let mut setup = Config::read(&self.post.config)?.channels();
        setup.mail = mail.clone();
        let channels = Channels::find(&setup, &self.post.folder, self.post.reach);
        if let Some(sentence) = channels.complaint(Channel::Email) {
            return Err(Failed::Test(sentence.to_owned()));
        }
        Ok(config::set_mail(&self.post.config, mail)?)
    }

    fn connect_slack(&self, token: &str) -> Result<(), Failed> {
        SecretPlace::new(SecretName::SlackToken, &self.post.folder).keep_text(token)?;
        match self.channels()?.complaint(Channel::Slack) {
            Some(sentence) => Err(Failed::Test(sentence.to_owned())),
            None => Ok(()),
        }
    }

    fn test(&self, channel: Channel, person: &crate::domain::Person) -> Result<(), Failed> {
        if self.post.sending == Sending::Withheld {
            return Err(Failed::Test(
                "Nothing is sent, as pivotal was started with --no-send.".to_owned(),
            ));
        }
        let channels = self.channels()?;
        runtime()?
            .block_on(notify::send_test(&channels, channel, person, SystemClock.now()))
            .map_err(Failed::Test)?;
        let mut workspace = self.workspace()?;
        workspace.fit_channel(channel, &channels.mark(channel))?;
        Ok(workspace.note_test(channel)?)
    }

    fn confirm(&self, channel: Channel) -> Result<(), Failed> {
        let channels = self.channels()?;
        let mut workspace = self.workspace()?;
        workspace.fit_channel(channel, &channels.mark(channel))?;
        Ok(workspace.confirm_channel(channel)?)
    }
}

/// Copies the configuration of the user beside the sample data, where it may be changed without harm.
pub(super) fn copy_config(from: &Path, folder: &Path) -> PathBuf {
    let copy = folder.join("config.toml");
    if let Ok(text) = std::fs::read(from)
        && let Err(error) = std::fs::write(&copy, text)
    {
        tracing::warn!(%error, "the sample data starts without the configuration");
    }
    copy
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
