//! What the delivery of notifications reads and writes; each step is one transaction, so that a kill between two of them
//! is seen by the next run.

use super::recorder::{Names, Recorder};
use super::{Error, Workspace, outbox};
use crate::domain::{
    AttemptOutcome, Channel, ChannelStage, ChannelState, Field, NotificationId, NotificationState,
    OutboundMessage, PriorAttempts, Timestamp,
};
use crate::store::Writer;

/// The name under which the delivery stands in the history.
const TASK: &str = "Delivery";

impl Workspace {
    /// Returns how a channel stands.
    pub fn channel(&mut self, channel: Channel) -> Result<ChannelState, Error> {
        self.store.read(|reader| Ok(reader.channel(channel)?))
    }

    /// Takes the settings that a channel has now; with others than before it is tested anew, and what was to leave by it
    /// is held. The fingerprint is a digest of the settings, empty without any.
    pub fn fit_channel(&mut self, channel: Channel, fingerprint: &str) -> Result<ChannelState, Error> {
        let state = self.channel(channel)?;
        if state.fingerprint == fingerprint {
            return Ok(state);
        }
        self.in_background(TASK, |recorder, writer| {
            // Another program may have tested these settings since.
            let before = recorder.channel(channel)?;
            let after = before.clone().fitted(fingerprint);
            if after != before {
                writer.set_channel(&after)?;
                for id in recorder.queued(channel)? {
                    outbox::set_held(recorder, id)?;
                }
            }
            Ok(after)
        })
    }

    /// Notes that a test message left.
    pub fn note_test(&mut self, channel: Channel) -> Result<(), Error> {
        self.set_channel(channel, |state| {
            Ok(ChannelState {
                stage: state.stage.max(ChannelStage::Tested),
                fault: None,
                paused_until: None,
                ..state
            })
        })
    }

    /// Notes that the user has seen the test message.
    pub fn confirm_channel(&mut self, channel: Channel) -> Result<(), Error> {
        self.set_channel(channel, |state| match state.stage {
            ChannelStage::Untested => Err(Error::Refused(format!(
                "No test message by {channel} has been sent with these settings; send one first."
            ))),
            ChannelStage::Tested => Ok(ChannelState {
                stage: ChannelStage::Confirmed,
                ..state
            }),
            ChannelStage::Confirmed | ChannelStage::Open => Ok(state),
        })
    }

    /// Notes why nothing leaves by a channel until the user does something, or that it can go on.
    pub fn set_channel_fault(&mut self, channel: Channel, fault: Option<String>) -> Result<(), Error> {
        self.set_channel(channel, |state| Ok(ChannelState { fault, ..state }))
    }

    /// Notes until when nothing leaves by a channel.
    pub fn pause_channel(&mut self, channel: Channel, until: Timestamp) -> Result<(), Error> {
        self.set_channel(channel, |state| {
            Ok(ChannelState {
                paused_until: Some(until),
                ..state
            })
        })
    }

    /// Lists the notifications of a channel that are held and whose texts are whole, oldest first.
    pub fn held(&mut self, channel: Channel) -> Result<Vec<NotificationId>, Error> {
        self.store.read(|reader| Ok(reader.held(channel)?))
    }

    /// Counts the notifications of a channel that are to leave and were not tried since the user had them sent.
    pub fn fresh(&mut self, channel: Channel) -> Result<u64, Error> {
        self.store.read(|reader| Ok(reader.fresh(channel)?))
    }

    /// Returns when a notification of a channel is next tried again.
    pub fn next_try(&mut self, channel: Channel) -> Result<Option<Timestamp>, Error> {
        self.store.read(|reader| Ok(reader.next_try(channel)?))
    }

    /// Lists the notifications of a channel that were being sent when a program ended.
    pub fn interrupted(&mut self, channel: Channel) -> Result<Vec<OutboundMessage>, Error> {
        self.store.read(|reader| Ok(reader.interrupted(channel)?))
    }

    /// Cancels what waits for somebody who was deleted since, and gives how many.
    pub fn cancel_orphaned(&mut self, channel: Channel) -> Result<usize, Error> {
        let orphaned: Result<_, Error> = self.store.read(|reader| Ok(reader.orphaned(channel)?));
        if orphaned?.is_empty() {
            return Ok(0);
        }
        let now = self.now();
        self.in_background(TASK, |recorder, writer| {
            let orphaned = recorder.orphaned(channel)?;
            for id in &orphaned {
                cancel_orphan(recorder, writer, *id, now)?;
            }
            Ok(orphaned.len())
        })
    }

    /// Holds what waits although it must not leave now.
    pub fn hold_silenced(&mut self, channel: Channel) -> Result<(), Error> {
        let silenced: Result<_, Error> = self.store.read(|reader| Ok(reader.silenced(channel)?));
        if silenced?.is_empty() {
            return Ok(());
        }
        self.in_background(TASK, |recorder, _| {
            let silenced = recorder.silenced(channel)?;
            silenced.iter().try_for_each(|id| outbox::set_held(recorder, *id))
        })
    }

    /// Takes the oldest notification of a channel that is due and may leave; it is being sent from then on.
    pub fn claim(&mut self, channel: Channel) -> Result<Option<OutboundMessage>, Error> {
        let now = self.now();
        self.store.write(|writer| Ok(writer.claim(channel, now)?))
    }

    /// Notes that the text of a message is about to go out, so that it may have arrived whatever happens from here on;
    /// says no if it is not being sent any more, or must not be.
    pub fn begin_text(&mut self, message: &OutboundMessage) -> Result<bool, Error> {
        let now = self.now();
        self.in_background(TASK, |recorder, writer| {
            withdraw(recorder, writer, message.id, now)?;
            Ok(writer.begin_text(message.id, now)?)
        })
    }

    /// Writes what became of a notification that was being sent.
    pub fn record_attempt(
        &mut self,
        message: &OutboundMessage,
        outcome: &AttemptOutcome,
    ) -> Result<(), Error> {
        let now = self.now();
        self.in_background(TASK, |recorder, writer| {
            match outcome.state() {
                // Its customer may have left while it was being sent.
                NotificationState::Retry | NotificationState::Queued
                    if recorder.is_silenced(message.id)? =>
                {
                    outbox::set_held(recorder, message.id)?;
                }
                state @ (NotificationState::Retry | NotificationState::Queued) => {
                    writer.set_passing_state(message.id, state)?;
                }
                state => set_state(recorder, message.id, state)?,
            }
            Ok(writer.set_outcome(message.id, message.prior, outcome, now)?)
        })
    }

    fn set_channel(
        &mut self,
        channel: Channel,
        change: impl FnOnce(ChannelState) -> Result<ChannelState, Error>,
    ) -> Result<(), Error> {
        self.store.write(|writer| {
            let before = writer.channel(channel)?;
            let after = change(before.clone())?;
            if after != before {
                writer.set_channel(&after)?;
            }
            Ok(())
        })
    }
}

/// Holds or cancels what was being sent, if its customer or its contact left, or its onboarding was paused, since it was
/// taken.
fn withdraw(
    recorder: &mut Recorder<'_>,
    writer: &Writer<'_>,
    id: NotificationId,
    now: Timestamp,
) -> Result<(), Error> {
    if outbox::find(recorder, id)?.state != NotificationState::Sending {
        Ok(())
    } else if recorder.is_orphaned(id)? {
        cancel_orphan(recorder, writer, id, now)
    } else if recorder.is_silenced(id)? {
        outbox::set_held(recorder, id)
    } else {
        Ok(())
    }
}

fn cancel_orphan(
    recorder: &mut Recorder<'_>,
    writer: &Writer<'_>,
    id: NotificationId,
    now: Timestamp,
) -> Result<(), Error> {
    set_state(recorder, id, NotificationState::Cancelled)?;
    let outcome = AttemptOutcome::Withdrawn {
        why: "Not sent: the contact was deleted.".to_owned(),
    };
    Ok(writer.set_outcome(id, PriorAttempts::Nothing, &outcome, now)?)
}

fn set_state(recorder: &mut Recorder<'_>, id: NotificationId, state: NotificationState) -> Result<(), Error> {
    let notification = outbox::find(recorder, id)?;
    recorder.set(
        outbox::subject(&notification),
        Field::State,
        Some(state.key().to_owned()),
        Names::default(),
    )?;
    Ok(())
}
