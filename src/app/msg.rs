//! What happened: keys, pastes, replies, all in the past tense.

use super::delivery::DeliveryEvent;
use std::path::PathBuf;

use super::assistant::AssistantEvent;
use super::clipping::Copied;
use super::effect::{NoFile, RequestId};
use super::layout::Size;
use super::pasted::ReadList;
use super::questions::Answer;
use super::sync::SyncEvent;
use crate::domain::{Done, Failure, Progress, WebLink};
use crate::input::{Key, Pointer};
use crate::paste::ListFile;

/// Something that happened, which the model is told; each comes with the time at which it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Msg {
    /// A key was pressed.
    KeyPressed(Key),
    /// Text was pasted; line ends are line feeds.
    Pasted(String),
    /// The mouse was clicked or its wheel turned.
    Pointed(Pointer),
    /// The terminal has another size.
    Resized(Size),
    /// The store answered a question.
    Answered {
        /// The number of the question.
        request: RequestId,
        /// The answer.
        answer: Result<Answer, Failure>,
    },
    /// A change was made or refused.
    Made {
        /// The number of the change.
        request: RequestId,
        /// What it did.
        result: Result<Box<Done>, Failure>,
    },
    /// A change of many rows is under way.
    Progressed {
        /// The number of the change.
        request: RequestId,
        /// How far it is.
        progress: Progress,
    },
    /// A list was kept, or not.
    DraftKept {
        /// The number under which it was sent.
        request: RequestId,
        /// How that went.
        result: Result<(), Failure>,
    },
    /// The program is about to end, whatever the user does: a signal came or the terminal is gone.
    Ending,
    /// A file was read, or not.
    FileRead {
        /// The number of the request.
        request: RequestId,
        /// Its text, or why there is none.
        file: Result<Box<ListFile>, NoFile>,
    },
    /// A long list was read.
    RowsRead {
        /// The number of the request.
        request: RequestId,
        /// Its rows, or why there are none.
        list: Result<ReadList, String>,
    },
    /// A file is being read.
    FileProgress {
        /// The number of the request.
        request: RequestId,
        /// How many bytes are read.
        read: u64,
        /// How many it has.
        of: u64,
    },
    /// Rows were written into a file; the sentence says how many, or why not.
    Exported {
        /// The file as it was typed.
        path: PathBuf,
        /// The sentence.
        result: Result<String, String>,
    },
    /// The user's own editor gave the text back, or the sentence says why not.
    TextEdited(Result<String, String>),
    /// A text was copied, or not.
    Copied {
        /// What it is.
        what: String,
        /// How that went.
        how: Copied,
    },
    /// A link was to be opened.
    LinkTried {
        /// The link.
        link: WebLink,
        /// Whether a program of the desktop took it.
        opened: bool,
    },
    /// The task that talks with the source tells something.
    Sync(SyncEvent),
    /// The task that delivers notifications tells something.
    Delivery(DeliveryEvent),
    /// The task that asks a model tells something.
    Assistant(AssistantEvent),
    /// Another program wrote to the store.
    StoreChanged,
    /// The store's file was found damaged; the sentence says what to do.
    StoreDamaged(String),
    /// The file of the store is not the one that is open any more, and the sentence says so; none where it is again.
    StoreExchanged(Option<String>),
    /// The file that is at the path of the store now was opened; the sentence says what else was done, or why not.
    StoreReopened(Result<String, String>),
    /// Nothing can be saved where the store is, as the sentence says; or now it can.
    StoreReadOnly(Option<String>),
    /// A background task ended by a fault of the program, or something had to be repaired; the sentence says what.
    TaskFailed(String),
    /// The time zone of the machine is known; until then times show in UTC.
    ZoneFound(jiff::tz::TimeZone),
    /// The time for which the model asked to be woken has come.
    TimePassed,
}
