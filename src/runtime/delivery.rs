//! The one thread that delivers notifications: makes runs in order, tries again what is due, stops when it is told to.

use std::time::Duration;

use super::channels::ChannelWorker;
use super::delivery_context::{DeliveryContext, Failed};
use super::service::{Body, Reports, Service, Stop, async_runtime};
use crate::app::Msg;
use crate::app::delivery::{ChannelRequest, DeliveryEvent, DeliveryRequest};
use crate::clock::SystemClock;
use crate::delivery::{self, Asked};
use crate::domain::{Clock, DeliveryReport, Sending, Timestamp};

/// How soon a run is tried again that found another program sending.
const BUSY: Duration = Duration::from_secs(2);

/// How soon a run is tried again that failed before it could send, as by a configuration that cannot be read.
const FAULT: Duration = Duration::from_secs(60);

/// The longest wait, as the clock of the machine may be set.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// The thread that delivers, beside the one that sets channels up; dropping it stops the message under way and waits
/// for it.
#[derive(Debug)]
pub struct DeliveryWorker {
    runs: Service<Asked, bool>,
    channels: ChannelWorker,
}

impl DeliveryWorker {
    /// Starts the threads.
    pub fn start(context: DeliveryContext, reports: Reports) -> std::io::Result<Self> {
        let stop = Stop::new(false, true);
        let channels = ChannelWorker::start(context.clone(), reports.clone())?;
        let body = DeliveryBody {
            context,
            stop: stop.clone(),
            reports,
            next_at: None,
        };
        Ok(Self {
            runs: Service::start("delivery", stop, body)?,
            channels,
        })
    }

    /// Queues a request.
    pub fn send(&self, request: DeliveryRequest) {
        match request {
            DeliveryRequest::Run => self.runs.send(Asked::ByClock),
            DeliveryRequest::Send(limit) => self.runs.send(Asked::ByPerson(limit)),
            DeliveryRequest::Channel(request) => {
                if request == ChannelRequest::Look {
                    // What was to leave when the program last ended leaves now.
                    self.runs.send(Asked::ByClock);
                }
                self.channels.send(request);
            }
        }
    }
}

struct DeliveryBody {
    context: DeliveryContext,
    stop: Stop<bool>,
    reports: Reports,
    next_at: Option<Timestamp>,
}

impl Body for DeliveryBody {
    type Request = Asked;

    fn carry_out(&mut self, asked: Asked) {
        for event in [self.run(asked), self.context.look()].into_iter().flatten() {
            self.reports.send(Msg::Delivery(event));
        }
    }

    fn next_timeout(&self) -> Option<Duration> {
        let left = self.next_at?.as_millis() - SystemClock.now().as_millis();
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(LONGEST))
    }

    fn wake(&mut self) {
        if self.next_at.is_some_and(|at| at <= SystemClock.now()) {
            self.carry_out(Asked::ByClock);
        }
    }
}

impl DeliveryBody {
    /// Sends what is due; tells nothing where nothing happened and nobody asked.
    fn run(&mut self, asked: Asked) -> Option<DeliveryEvent> {
        self.next_at = None;
        let end = match self.try_run(asked) {
            Ok(end) => end,
            Err(Failed::Delivery(delivery::Error::Busy)) => {
                self.wait(BUSY);
                return None;
            }
            Err(error) => {
                self.wait(FAULT);
                DeliveryReport {
                    faults: vec![error.to_string()],
                    ..DeliveryReport::default()
                }
            }
        };
        let is_quiet = asked == Asked::ByClock && !end.has_happened();
        (!is_quiet).then_some(DeliveryEvent::Delivered(end))
    }

    fn wait(&mut self, pause: Duration) {
        let pause = i64::try_from(pause.as_millis()).unwrap_or(0);
        self.next_at = Some(SystemClock.now().plus_millis(pause));
    }

    fn try_run(&mut self, asked: Asked) -> Result<DeliveryReport, Failed> {
        let mut workspace = self.context.workspace()?;
        match (workspace.demand_writable(), asked) {
            (Ok(()), _) => {}
            // The header says that nothing can be saved; nobody asked.
            (Err(_), Asked::ByClock) => {
                self.wait(FAULT);
                return Ok(DeliveryReport::default());
            }
            (Err(error), Asked::ByPerson(_)) => return Err(error.into()),
        }
        if self.context.sending == Sending::Withheld {
            return Ok(DeliveryReport {
                counts: delivery::recover_interrupted(&mut workspace, &self.context.folder)?,
                ..DeliveryReport::default()
            });
        }
        let channels = self.context.channels()?;
        let report = async_runtime()?.block_on(delivery::deliver(
            &mut workspace,
            &self.context.folder,
            &channels,
            asked,
            self.stop.subscribe(),
        ))?;
        self.next_at = report.next_at;
        Ok(report)
    }
}
