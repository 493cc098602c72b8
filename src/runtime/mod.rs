//! The impure shell around the app: the terminal, its events, signals, the store's thread, and the loop over them.

mod answers;
mod assistant;
mod burst;
mod channels;
mod clipboard;
mod core;
mod delivery;
mod delivery_context;
mod dumps;
mod events;
mod executor;
mod exports;
mod file_reader;
mod opener;
mod own_editor;
mod panic;
mod run;
mod service;
mod session_store;
mod signals;
mod store;
mod sync;
mod terminal;
mod watch;
mod watchdog;

pub use answers::answer;
pub use assistant::{AssistantContext, AssistantWorker};
pub use core::Core;
pub use delivery::DeliveryWorker;
pub use delivery_context::DeliveryContext;
pub use dumps::leave_no_dumps;
pub use executor::{Executor, Setup};
pub use panic::tell_panics;
pub use run::{Ending, Error, Options, run};
pub use service::Reports;
pub use store::StoreWorker;
pub use sync::{Remote, SyncWorker};
pub use terminal::{Mouse, NoTerminal};

use std::time::Instant;

use crate::app::Msg;
use crate::input::Key;

/// What reaches the loop, from whichever thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuntimeEvent {
    /// Something for the model.
    Msg(Msg),
    /// A key, with the time at which it was read.
    Key(Key, Instant),
    /// All keys that were read until this time were taken.
    KeysRead(Instant),
    /// A word of the store that was opened as this one; of one that was closed since, it means nothing.
    Store(StoreGeneration, Msg),
    /// A signal of the operating system, by its number.
    Signal(i32),
    /// The terminal is gone.
    HungUp,
}

/// The number of a store that was opened in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoreGeneration(pub u32);
