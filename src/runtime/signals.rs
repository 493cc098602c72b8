//! Signals of the operating system, as facts for the loop.

use std::io;
use std::sync::mpsc::Sender;
use std::thread::Builder;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::RuntimeEvent;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// To end.
    End,
    /// To give the terminal back and stop.
    Stop,
    /// To go on after a stop.
    GoOn,
}

/// Returns what a signal asks for.
pub(super) const fn asked(signal: i32) -> Asked {
    match signal {
        SIGTSTP => Asked::Stop,
        SIGCONT => Asked::GoOn,
        _ => Asked::End,
    }
}

/// Reports signals from a thread of its own.
pub(super) fn start(facts: Sender<RuntimeEvent>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if facts.send(RuntimeEvent::Signal(signal)).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Stops the program as the default action of SIGTSTP does; returns when it is continued.
pub(super) fn stop() {
    if let Err(error) = signal_hook::low_level::emulate_default_handler(SIGTSTP) {
        tracing::error!(%error, "could not stop");
    }
}
