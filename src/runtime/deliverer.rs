//! The one thread that delivers notifications: makes runs in order, tries again what is due, stops when it is told to.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use tokio::sync::watch;

use super::channels::ChannelKeeper;
use super::delivery_context::{DeliveryContext, Failed, runtime};
use super::{Fact, Opening};
use crate::app::Msg;
use crate::app::delivery::{ChannelWish, DeliveryEnd, DeliveryNews, DeliveryWish};
use crate::clock::SystemClock;
use crate::delivery::{self, Asked};
use crate::domain::{Clock, Sending, Timestamp};

/// How soon a run is tried again that found another program sending.
const BUSY: Duration = Duration::from_secs(2);

/// How soon a run is tried again that failed before it could send, as by a configuration that cannot be read.
const FAULT: Duration = Duration::from_secs(60);

/// The longest wait, as the clock of the machine may be set.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// The thread that delivers, beside the one that sets channels up; dropping it stops the message under way and waits
/// for it.
#[derive(Debug)]
pub struct Deliverer {
    runs: Sender<Option<Asked>>,
    channels: ChannelKeeper,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Deliverer {
    /// Starts the threads.
    pub fn start(context: DeliveryContext, opening: Opening, facts: Sender<Fact>) -> std::io::Result<Self> {
        let (runs, queue) = channel();
        let stop = watch::Sender::new(false);
        let channels = ChannelKeeper::start(context.clone(), opening, facts.clone())?;
        let task = Task {
            context,
            stopped: stop.subscribe(),
            tell: Box::new(move |news| {
                // The loop is gone only when the program ends.
                let _ = facts.send(Fact::Store(opening, Msg::Delivery(news)));
            }),
            next_at: None,
        };
        let thread = Builder::new()
            .name("delivery".to_owned())
            .spawn(move || task.work(&queue))?;
        Ok(Self {
            runs,
            channels,
            stop,
            thread: Some(thread),
        })
    }

    /// Queues a wish.
    pub fn send(&self, wish: DeliveryWish) {
        match wish {
            DeliveryWish::Run => self.run(Asked::ByClock),
            DeliveryWish::Send(limit) => self.run(Asked::ByPerson(limit)),
            DeliveryWish::Channel(wish) => {
                if wish == ChannelWish::Look {
                    // What was to leave when the program last ended leaves now.
                    self.run(Asked::ByClock);
                }
                self.channels.send(wish);
            }
        }
    }

    fn run(&self, asked: Asked) {
        if self.runs.send(Some(asked)).is_err() {
            tracing::error!("the delivery thread is gone");
        }
    }
}

impl Drop for Deliverer {
    fn drop(&mut self) {
        let _ = self.runs.send(None);
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the delivery thread panicked");
        }
    }
}

struct Task {
    context: DeliveryContext,
    stopped: watch::Receiver<bool>,
    tell: Box<dyn Fn(DeliveryNews) + Send>,
    next_at: Option<Timestamp>,
}

impl Task {
    fn work(mut self, queue: &Receiver<Option<Asked>>) {
        loop {
            let asked = match self.patience() {
                None => queue.recv().ok().flatten(),
                Some(patience) => match queue.recv_timeout(patience) {
                    Ok(asked) => asked,
                    Err(RecvTimeoutError::Timeout) if self.is_due() => Some(Asked::ByClock),
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => None,
                },
            };
            let Some(asked) = asked else { return };
            for news in [self.run(asked), self.context.look()].into_iter().flatten() {
                (self.tell)(news);
            }
        }
    }

    /// Returns how long it may wait for a wish; none means for ever.
    fn patience(&self) -> Option<Duration> {
        let left = self.next_at?.as_millis() - SystemClock.now().as_millis();
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(LONGEST))
    }

    fn is_due(&self) -> bool {
        self.next_at.is_some_and(|at| at <= SystemClock.now())
    }

    /// Sends what is due; tells nothing where nothing happened and nobody asked.
    fn run(&mut self, asked: Asked) -> Option<DeliveryNews> {
        self.next_at = None;
        let end = match self.try_run(asked) {
            Ok(end) => end,
            Err(Failed::Notify(delivery::Error::Busy)) => {
                self.wait(BUSY);
                return None;
            }
            Err(error) => {
                self.wait(FAULT);
                DeliveryEnd {
                    faults: vec![error.to_string()],
                    ..DeliveryEnd::default()
                }
            }
        };
        let is_quiet = asked == Asked::ByClock && !end.has_happened();
        (!is_quiet).then_some(DeliveryNews::Delivered(end))
    }

    fn wait(&mut self, pause: Duration) {
        let pause = i64::try_from(pause.as_millis()).unwrap_or(0);
        self.next_at = Some(SystemClock.now().plus_millis(pause));
    }

    fn try_run(&mut self, asked: Asked) -> Result<DeliveryEnd, Failed> {
        let mut workspace = self.context.workspace()?;
        match (workspace.demand_writable(), asked) {
            (Ok(()), _) => {}
            // The header says that nothing can be saved; nobody asked.
            (Err(_), Asked::ByClock) => {
                self.wait(FAULT);
                return Ok(DeliveryEnd::default());
            }
            (Err(error), Asked::ByPerson(_)) => return Err(error.into()),
        }
        if self.context.sending == Sending::Withheld {
            return Ok(DeliveryEnd {
                counts: delivery::recover_interrupted(&mut workspace, &self.context.folder)?,
                ..DeliveryEnd::default()
            });
        }
        let channels = self.context.channels()?;
        let delivered = runtime()?.block_on(delivery::deliver(
            &mut workspace,
            &self.context.folder,
            &channels,
            asked,
            self.stopped.clone(),
        ))?;
        self.next_at = delivered.next_at;
        Ok(DeliveryEnd {
            counts: delivered.counts,
            faults: delivered.faults,
            floods: delivered.floods,
            pauses: delivered.pauses,
        })
    }
}
