//! Ends the program when its terminal is gone, where the event reader would spin for ever.

use std::io::stdin;
use std::sync::mpsc::Sender;
use std::thread::Builder;

use rustix::event::{PollFd, PollFlags, poll};

use super::RuntimeEvent;

/// Waits on a thread of its own until the terminal hangs up; sleeps until then.
pub(super) fn start(facts: Sender<RuntimeEvent>) -> std::io::Result<()> {
    Builder::new().name("watchdog".to_owned()).spawn(move || {
        let terminal = stdin();
        loop {
            // No events are asked for: hang-up and error are always reported.
            let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
            match poll(&mut fds, None) {
                Ok(0) | Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Ok(_) | Err(_) => break,
            }
        }
        // Nobody listens only when the program has ended.
        let _ = facts.send(RuntimeEvent::HungUp);
    })?;
    Ok(())
}
