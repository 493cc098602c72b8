//! The one shell of a thread that works beside the window: its queue, its stop, its end, and where it reports.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::watch;

use super::{RuntimeEvent, StoreGeneration};
use crate::app::Msg;

/// Where the threads of an open store report.
#[derive(Debug, Clone)]
pub struct Reports {
    generation: StoreGeneration,
    facts: Sender<RuntimeEvent>,
}

impl Reports {
    /// Makes reports of the store that was opened as this one.
    pub const fn new(generation: StoreGeneration, facts: Sender<RuntimeEvent>) -> Self {
        Self { generation, facts }
    }

    /// Sends a report to the loop.
    pub(super) fn send(&self, msg: Msg) {
        // The loop is gone only when the program ends.
        let _ = self.facts.send(RuntimeEvent::Store(self.generation, msg));
    }
}

/// What a thread does with its requests.
pub(super) trait Body: Send + 'static {
    /// What it is asked for.
    type Request: Debug + Send + 'static;

    /// Carries a request out.
    fn carry_out(&mut self, request: Self::Request);

    /// Returns how long it may wait for a request before [`Self::wake`] is called; none for ever.
    fn next_timeout(&self) -> Option<Duration> {
        None
    }

    /// Does what is due by the clock.
    fn wake(&mut self) {}
}

/// Stops what a thread has under way.
#[derive(Debug, Clone)]
pub(super) struct Stop<S> {
    sender: Arc<watch::Sender<S>>,
    end: S,
}

impl<S: Clone> Stop<S> {
    /// Makes a stop that is at `start` and stops all with `end`.
    pub(super) fn new(start: S, end: S) -> Self {
        Self {
            sender: Arc::new(watch::Sender::new(start)),
            end,
        }
    }

    /// Returns what hears of it.
    pub(super) fn subscribe(&self) -> watch::Receiver<S> {
        self.sender.subscribe()
    }

    /// Sets what is stopped.
    pub(super) fn set(&self, change: impl FnOnce(&mut S)) {
        self.sender.send_modify(change);
    }
}

/// A thread that carries out one request after another; dropping it stops what is under way and waits until all that was
/// queued is done.
#[derive(Debug)]
pub(super) struct Service<R, S: Clone = ()> {
    name: &'static str,
    queue: Sender<Option<R>>,
    stop: Stop<S>,
    thread: Option<JoinHandle<()>>,
}

impl<R: Debug + Send + 'static, S: Clone> Service<R, S> {
    /// Starts the thread.
    pub(super) fn start(name: &'static str, stop: Stop<S>, body: impl Body<Request = R>) -> io::Result<Self> {
        let (queue, requests) = channel();
        let thread = Builder::new()
            .name(name.to_owned())
            .spawn(move || work(body, &requests))?;
        Ok(Self {
            name,
            queue,
            stop,
            thread: Some(thread),
        })
    }

    /// Lets the thread end by itself when this is dropped, as what it has under way is nothing to wait for.
    pub(super) fn detached(mut self) -> Self {
        self.thread = None;
        self
    }

    /// Queues a request.
    pub(super) fn send(&self, request: R) {
        if self.queue.send(Some(request)).is_err() {
            tracing::error!(thread = self.name, "a thread is gone");
        }
    }

    /// Returns what queues requests for as long as the thread lives.
    pub(super) fn queue(&self) -> Sender<Option<R>> {
        self.queue.clone()
    }

    /// Returns what stops it.
    pub(super) const fn stop(&self) -> &Stop<S> {
        &self.stop
    }
}

impl<R, S: Clone> Drop for Service<R, S> {
    fn drop(&mut self) {
        let _ = self.queue.send(None);
        self.stop.sender.send_replace(self.stop.end.clone());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!(thread = self.name, "a thread panicked");
        }
    }
}

fn work<B: Body>(mut body: B, requests: &Receiver<Option<B::Request>>) {
    loop {
        let next = match body.next_timeout() {
            None => requests.recv().map_err(RecvTimeoutError::from),
            Some(timeout) => requests.recv_timeout(timeout),
        };
        match next {
            Ok(Some(request)) => body.carry_out(request),
            Err(RecvTimeoutError::Timeout) => body.wake(),
            Ok(None) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Makes what the connections of a thread live in.
pub(super) fn async_runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Far longer than it takes, so that only a fault ends the wait.
    const WAIT: Duration = Duration::from_secs(20);

    /// Tells its requests; 0 waits until it is stopped.
    struct Listed {
        told: Sender<u32>,
        stop: Stop<bool>,
        timeout: Option<Duration>,
    }

    impl Body for Listed {
        type Request = u32;

        fn carry_out(&mut self, request: u32) {
            if request == 0 {
                let mut stopped = self.stop.subscribe();
                let runtime = async_runtime().expect("a runtime");
                runtime
                    .block_on(async { stopped.wait_for(|stop| *stop).await.map(drop) })
                    .expect("stopped");
            }
            let _ = self.told.send(request);
        }

        fn next_timeout(&self) -> Option<Duration> {
            self.timeout
        }

        fn wake(&mut self) {
            self.timeout = None;
            let _ = self.told.send(99);
        }
    }

    fn started(timeout: Option<Duration>) -> (Service<u32, bool>, Receiver<u32>) {
        let (told, list) = channel();
        let stop = Stop::new(false, true);
        let body = Listed {
            told,
            stop: stop.clone(),
            timeout,
        };
        (Service::start("listed", stop, body).expect("started"), list)
    }

    #[test]
    fn dropping_it_stops_what_is_under_way_and_waits_for_all_that_was_queued() {
        let (service, list) = started(None);
        let queue = service.queue();
        for request in [1, 0, 2, 3] {
            service.send(request);
        }
        drop(service);
        assert_eq!(list.try_iter().collect::<Vec<_>>(), [1, 0, 2, 3]);
        assert!(queue.send(Some(4)).is_err(), "the thread has ended");
    }

    #[test]
    fn what_is_under_way_is_stopped_from_elsewhere() {
        let (service, list) = started(None);
        service.send(0);
        service.stop().set(|stop| *stop = true);
        assert_eq!(list.recv_timeout(WAIT), Ok(0));
    }

    #[test]
    fn a_body_wakes_when_nothing_is_asked_of_it_for_its_time() {
        let (service, list) = started(Some(Duration::from_millis(1)));
        assert_eq!(list.recv_timeout(WAIT), Ok(99));
        service.send(1);
        assert_eq!(list.recv_timeout(WAIT), Ok(1));
    }

    #[test]
    fn one_that_is_detached_is_not_waited_for() {
        let (service, list) = started(None);
        let service = service.detached();
        let stop = service.stop().clone();
        service.send(0);
        drop(service);
        // The drop has stopped it; it ends by itself.
        assert!(*stop.subscribe().borrow());
        assert_eq!(list.recv_timeout(WAIT), Ok(0));
    }
}
