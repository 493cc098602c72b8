//! Delivers what is to leave: claims one notification after another, sends it, and writes what became of it.
//!
//! Each step is one transaction, so that a kill between two of them is seen by the next run: a mail goes out again if its
//! text had not begun to, which is written down before it does; all else that was under way waits for the user. One run
//! is under way at a time, whichever program makes it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::channels::{AnyTransport, ChannelConfig, Channels};
use super::retry::{ChannelEffect, decide};
use super::transport::{Attempt, Transport};
use crate::domain::{
    AttemptOutcome, Channel, ChannelStanding, ChannelView, DeliveryCounts, DeliveryReport, MOST_AT_ONCE,
    OutboundMessage, SendLimit,
};
use crate::lock::{LockError, RunLock};
use crate::workspace::{self, Workspace};

/// The name of the file that stands for the right to deliver.
pub const LOCK: &str = "delivery.lock";

/// How long a message under way may still take once the run is to stop.
const GRACE: Duration = Duration::from_millis(300);

/// Who wants the delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The clock: channels that the user has to fix are left alone.
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

/// Why a run did not begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store could not be read or written.
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    /// Another program delivers.
    #[error("Another pivotal is sending right now. Wait until it is done.")]
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

/// Returns how both channels stand, and changes nothing.
///
/// # Errors
///
/// Fails if the store cannot be read.
pub fn look(workspace: &mut Workspace, channels: &Channels) -> Result<Vec<ChannelView>, workspace::Error> {
    Channel::ALL
        .into_iter()
        .map(|channel| {
            let state = workspace.channel(channel)?.fitted(&channels.fingerprint(channel));
            let standing = match (channels.config(channel), state.fault) {
                (ChannelConfig::Invalid(sentence), _) => ChannelStanding::Unusable(sentence),
                (ChannelConfig::Missing, _) => ChannelStanding::Missing,
                (ChannelConfig::Ready(_), Some(fault)) => ChannelStanding::Stopped(fault),
                (ChannelConfig::Ready(_), None) => ChannelStanding::Ready(state.stage),
            };
            let fresh = workspace.fresh(channel)?;
            Ok(ChannelView {
                channel,
                standing,
                about: channels.about(channel),
                tester: channels.tester().cloned(),
                held: u64::try_from(workspace.held(channel)?.len()).unwrap_or(u64::MAX),
                bulk_guard: Some(fresh).filter(|fresh| *fresh > MOST_AT_ONCE),
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
) -> Result<DeliveryReport, Error> {
    let _lock = RunLock::take(folder, LOCK)?;
    let mut delivered = DeliveryReport::default();
    for channel in Channel::ALL {
        recover(workspace, channel, &mut delivered.counts)?;
        // Settings that cannot be used for a while are no others.
        let ChannelConfig::Ready(transport) = channels.config(channel) else {
            continue;
        };
        let state = workspace.fit_channel(channel, &transport.fingerprint())?;
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
            delivered.bulk_guard.push((channel, fresh));
            continue;
        }
        deliver_by(&transport, workspace, &stop, &mut delivered).await?;
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
        if *stop.borrow() {
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
        let error = AnyTransport::after_crash(&message);
        let (outcome, _) = decide(error, &message, workspace.now(), 0.5);
        workspace.record_attempt(&message, &outcome)?;
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

/// Sends what is due by one way, until nothing is, the channel stops or the run is to stop.
async fn deliver_by(
    transport: &AnyTransport<'_>,
    workspace: &mut Workspace,
    stop: &watch::Receiver<bool>,
    delivered: &mut DeliveryReport,
) -> Result<(), Error> {
    let channel = transport.name();
    let mut is_suspect = false;
    while !*stop.borrow()
        && let Some(message) = workspace.claim(channel)?
    {
        let Some(attempt) = send(transport, workspace, &message, stop.clone()).await else {
            // The next run finds it as one that was being sent.
            return Ok(());
        };
        let now = workspace.now();
        let (outcome, effect, farewell) = match attempt? {
            Attempt::Withdrawn => continue,
            Attempt::Sent(farewell) => (AttemptOutcome::Sent, ChannelEffect::Continue, farewell),
            Attempt::Failed(error) => {
                let (outcome, effect) = decide(error, &message, now, jitter());
                (outcome, effect, None)
            }
        };
        workspace.record_attempt(&message, &outcome)?;
        delivered.counts.count(&outcome);
        if let Some(farewell) = farewell {
            farewell.await;
        }
        // The reason stands with the notification; what a server answers may quote the address.
        if matches!(
            outcome,
            AttemptOutcome::Again { .. } | AttemptOutcome::Failed { .. } | AttemptOutcome::Unknown { .. }
        ) {
            tracing::warn!(number = message.number, %channel, "a notification was not sent");
        }
        match effect {
            ChannelEffect::Continue => is_suspect = false,
            ChannelEffect::Suspect(_) if !is_suspect => is_suspect = true,
            ChannelEffect::Suspect(until) | ChannelEffect::Pause(until) => {
                return Ok(workspace.pause_channel(channel, until)?);
            }
            ChannelEffect::Stop(why) => {
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
    transport: &AnyTransport<'_>,
    workspace: &mut Workspace,
    message: &OutboundMessage,
    mut stop: watch::Receiver<bool>,
) -> Option<Result<Attempt, workspace::Error>> {
    let mut sending = pin!(transport.send(message, || workspace.begin_text(message)));
    tokio::select! {
        biased;
        ended = &mut sending => Some(ended),
        // Without anybody who could say so, it never stops.
        Ok(_) = stop.wait_for(|stop| *stop) => timeout(GRACE, sending).await.ok(),
    }
}

/// Returns any number from 0 to 1.
fn jitter() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(random >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}
