//! Delivers what is to leave: claims one notification after another, sends it, and writes what became of it.
//!
//! Each step is one transaction, so that a kill between two of them is seen by the next run: a mail goes out again if its
//! text had not begun to, which is written down before it does; all else that was under way waits for a person. One run
//! is under way at a time, whichever program makes it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::channels::{ChannelConfig, Channels};
use super::mail::{Mail, MailError, Taken};
use super::settle::{After, after_cut_mail, after_cut_slack, after_mail, after_slack};
use super::slack::{Client, SlackError};
use super::{mail, slack};
use crate::domain::{
    AttemptOutcome, Channel, ChannelStanding, ChannelView, DeliveryCounts, MOST_AT_ONCE, OutboundMessage,
    Person, SendLimit, Timestamp,
};
use crate::lock::{LockError, RunLock};
use crate::workspace::{self, Workspace};

/// The name of the file that stands for the right to deliver.
pub const LOCK: &str = "delivery.lock";

/// How long a message under way may still take once the run is to stop.
const GRACE: Duration = Duration::from_millis(300);

/// How long nothing leaves by a channel that is away, in milliseconds.
const AWAY_MILLIS: i64 = 60_000;

/// Who wants the delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The clock: channels that a person has to mend are left alone.
    ByClock,
    /// A person: they are tried again, and as many leave at once as that person agreed to.
    ByPerson(SendLimit),
}

impl Asked {
    const fn limit(self) -> SendLimit {
        match self {
            Self::ByClock => SendLimit::Unasked,
            Self::ByPerson(limit) => limit,
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// How the notifications ended.
    pub counts: DeliveryCounts,
    /// Why channels stopped, as sentences.
    pub faults: Vec<String>,
    /// The channels of which too many would leave at once, and how many.
    pub floods: Vec<(Channel, u64)>,
    /// The channels by which something waits as their limit is reached or they are away, and until when.
    pub pauses: Vec<(Channel, Timestamp)>,
    /// When something is next tried again.
    pub next_at: Option<Timestamp>,
}

/// Why a run did not begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store could not be read or written.
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    /// Another program delivers.
    #[error("Another pivotal is sending at the moment. Wait until it is done.")]
    Busy,
    /// The lock could not be taken.
    #[error("{0}")]
    Lock(LockError),
}

impl From<LockError> for Error {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Busy => Self::Busy,
            LockError::Io { .. } => Self::Lock(error),
        }
    }
}

/// Tells how both channels stand, and changes nothing.
///
/// # Errors
///
/// Fails if the store cannot be read.
pub fn look(workspace: &mut Workspace, channels: &Channels) -> Result<Vec<ChannelView>, workspace::Error> {
    Channel::ALL
        .into_iter()
        .map(|channel| {
            let mark = channels.mark(channel);
            let state = workspace.channel(channel)?.fitted(&mark);
            let standing = match (channels.config_error(channel), mark.is_empty(), state.fault) {
                (Some(sentence), _, _) => ChannelStanding::Unusable(sentence.to_owned()),
                (None, true, _) => ChannelStanding::Missing,
                (None, false, Some(fault)) => ChannelStanding::Stopped(fault),
                (None, false, None) => ChannelStanding::Ready(state.stage),
            };
            let fresh = workspace.fresh(channel)?;
            Ok(ChannelView {
                channel,
                standing,
                about: channels.about(channel),
                tester: channels.tester().cloned(),
                held: u64::try_from(workspace.held(channel)?.len()).unwrap_or(u64::MAX),
                flood: Some(fresh).filter(|fresh| *fresh > MOST_AT_ONCE),
            })
        })
        .collect()
}

/// Sends what is due, on one channel after the other, until nothing is or the run is to stop.
///
/// # Errors
///
/// Fails if another program delivers or the store cannot be written; faults of a channel are in what is given.
pub async fn deliver(
    workspace: &mut Workspace,
    folder: &Path,
    channels: &Channels,
    asked: Asked,
    stop: watch::Receiver<bool>,
) -> Result<Delivered, Error> {
    let _lock = RunLock::take(folder, LOCK)?;
    let mut delivered = Delivered::default();
    let post = Post {
        channels,
        slack: match &channels.slack {
            ChannelConfig::Ready(settings) => Some(Client::new(settings.clone())),
            ChannelConfig::Missing | ChannelConfig::Invalid(_) => None,
        },
        stop,
    };
    for channel in Channel::ALL {
        recover(workspace, channel, &mut delivered.counts)?;
        let mark = channels.mark(channel);
        // Settings that cannot be used for a while are no others.
        if mark.is_empty() {
            continue;
        }
        let state = workspace.fit_channel(channel, &mark)?;
        if !state.stage.may_send() {
            continue;
        }
        match (&state.fault, asked) {
            (Some(fault), Asked::ByClock) => {
                delivered.faults.push(fault.clone());
                continue;
            }
            (Some(_), Asked::ByPerson(_)) => workspace.set_channel_fault(channel, None)?,
            (None, _) => {}
        }
        keep_back(workspace, channel, &mut delivered.counts)?;
        let fresh = workspace.fresh(channel)?;
        if let Some(until) = state.pause_at(workspace.now()) {
            if fresh > 0 {
                delivered.pauses.push((channel, until));
            }
            delivered.next_at = delivered.next_at.into_iter().chain([until]).min();
            continue;
        }
        if !asked.limit().allows(channel, fresh) {
            delivered.floods.push((channel, fresh));
            continue;
        }
        post.deliver(workspace, channel, &mut delivered).await?;
        // Somebody may have left while others were written to.
        keep_back(workspace, channel, &mut delivered.counts)?;
        let pause = workspace.channel(channel)?.pause_at(workspace.now());
        if let Some(until) = pause.filter(|_| workspace.fresh(channel).is_ok_and(|fresh| fresh > 0)) {
            delivered.pauses.push((channel, until));
        }
        let next = match pause {
            None => workspace.next_try(channel)?,
            pause => pause,
        };
        delivered.next_at = delivered.next_at.into_iter().chain(next).min();
        if *post.stop.borrow() {
            break;
        }
    }
    Ok(delivered)
}

/// Holds what waits for who is to be left in peace, and cancels what waits for who was deleted.
fn keep_back(workspace: &mut Workspace, channel: Channel, counts: &mut DeliveryCounts) -> Result<(), Error> {
    workspace.hold_silenced(channel)?;
    counts.cancelled += u64::try_from(workspace.cancel_orphaned(channel)?).unwrap_or(u64::MAX);
    Ok(())
}

/// Writes what became of those that were being sent when a program ended.
fn recover(workspace: &mut Workspace, channel: Channel, counts: &mut DeliveryCounts) -> Result<(), Error> {
    for message in workspace.interrupted(channel)? {
        let outcome = match channel {
            Channel::Email => after_cut_mail(&message, workspace.now()),
            Channel::Slack => after_cut_slack(),
        };
        workspace.settle(&message, &outcome)?;
        match outcome {
            // It is due, and is counted by how this run ends it.
            AttemptOutcome::Again { .. } => {}
            outcome => counts.count(&outcome),
        }
    }
    Ok(())
}

/// Writes what became of those that were being sent when a program ended, and sends nothing.
///
/// # Errors
///
/// Fails if another program delivers or the store cannot be written.
pub fn recover_interrupted(workspace: &mut Workspace, folder: &Path) -> Result<DeliveryCounts, Error> {
    let _lock = RunLock::take(folder, LOCK)?;
    let mut counts = DeliveryCounts::default();
    for channel in Channel::ALL {
        recover(workspace, channel, &mut counts)?;
    }
    Ok(counts)
}

/// What is needed to send.
struct Post<'a> {
    channels: &'a Channels,
    slack: Option<Client>,
    stop: watch::Receiver<bool>,
}

/// How an attempt ended, before it is decided what follows.
enum Ended {
    Mail(Result<Taken, MailError>),
    Slack(Result<slack::SlackSent, SlackError>),
    /// It was not to be sent any more.
    Withdrawn,
}

impl Post<'_> {
    async fn deliver(
        &self,
        workspace: &mut Workspace,
        channel: Channel,
        delivered: &mut Delivered,
    ) -> Result<(), Error> {
        let mut is_in_doubt = false;
        while !*self.stop.borrow()
            && let Some(message) = workspace.claim(channel)?
        {
            let Some(ended) = self.send(workspace, &message).await else {
                // The next run finds it as one that was being sent.
                return Ok(());
            };
            let (now, jitter) = (workspace.now(), jitter());
            let ended = ended?;
            let (outcome, after) = match &ended {
                Ended::Mail(result) => after_mail(result, &message, now, jitter),
                Ended::Slack(result) => after_slack(result, &message, now, jitter),
                Ended::Withdrawn => continue,
            };
            workspace.settle(&message, &outcome)?;
            delivered.counts.count(&outcome);
            if let Ended::Mail(Ok(taken)) = ended {
                taken.part().await;
            }
            if let AttemptOutcome::Again { why, .. }
            | AttemptOutcome::Failed { why }
            | AttemptOutcome::Unknown { why } = &outcome
            {
                tracing::warn!(number = message.number, %channel, why, "a notification was not sent");
            }
            match after {
                After::GoOn => is_in_doubt = false,
                After::Doubt if is_in_doubt => {
                    return Ok(workspace.pause_channel(channel, now.plus_millis(AWAY_MILLIS))?);
                }
                After::Doubt => is_in_doubt = true,
                After::Pause => {
                    let until = match outcome {
                        AttemptOutcome::Again { at, .. } => at,
                        _ => now.plus_millis(AWAY_MILLIS),
                    };
                    return Ok(workspace.pause_channel(channel, until)?);
                }
                After::Stop(why) => {
                    workspace.set_channel_fault(channel, Some(why.clone()))?;
                    delivered.faults.push(why);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Sends one; none if it was to stop and did not end in time.
    async fn send(
        &self,
        workspace: &mut Workspace,
        message: &OutboundMessage,
    ) -> Option<Result<Ended, Error>> {
        let mut stop = self.stop.clone();
        let mut sending = pin!(self.try_send(workspace, message));
        tokio::select! {
            biased;
            ended = &mut sending => Some(ended),
            // Without anybody who could say so, it never stops.
            Ok(_) = stop.wait_for(|stop| *stop) => timeout(GRACE, sending).await.ok(),
        }
    }

    async fn try_send(&self, workspace: &mut Workspace, message: &OutboundMessage) -> Result<Ended, Error> {
        Ok(match message.channel {
            Channel::Email => Ended::Mail(match &self.channels.mail {
                ChannelConfig::Ready(settings) => match mail::open(settings, &mail_of(message)).await {
                    Ok(ready) if workspace.begin_text(message)? => ready.send().await,
                    Ok(_) => return Ok(Ended::Withdrawn),
                    Err(error) => Err(error),
                },
                ChannelConfig::Missing | ChannelConfig::Invalid(_) => {
                    Err(MailError::Settings("mail is not set up".to_owned()))
                }
            }),
            Channel::Slack => Ended::Slack(match &self.slack {
                Some(client) => match client.open(&message.recipient.email).await {
                    Ok(ready) if workspace.begin_text(message)? => ready.post(&text_of(message)).await,
                    Ok(_) => return Ok(Ended::Withdrawn),
                    Err(error) => Err(error),
                },
                None => Err(SlackError::Transient("Slack is not set up".to_owned())),
            }),
        })
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

/// Makes the text of a notification for Slack, where nobody reads what is answered to a bot.
fn text_of(message: &OutboundMessage) -> String {
    let text = format!("{}\n\n{}", message.subject, message.body.trim_end());
    match &message.reply_to {
        Some(Person { name, email }) => {
            format!("{text}\n\nNobody reads answers to this message; write to {name} <{email}>.")
        }
        None => text,
    }
}

/// Returns any number from 0 to 1.
fn jitter() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(random >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}
