//! What the app asks of the runtime: each effect is a request to the part of it that carries it out.

use std::path::PathBuf;

use super::assistant::AssistantRequest;
use super::clipping::Clipping;
use super::delivery::DeliveryRequest;
use super::document::Snapshot;
use super::pasted::{DraftText, UnreadList};
use super::questions::Query;
use super::sync::SyncRequest;
use crate::domain::{Change, CustomerId, DraftId, ListOrders, Selection, WebLink};
use crate::paste::ReadyRows;

/// The number of a question or change, by which its reply is known; later ones are larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RequestId(u64);

impl RequestId {
    /// Returns the number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// A request of the app, carried out by the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// To the thread that owns the store.
    Store(StoreRequest),
    /// To the threads that read files and long lists.
    Files(FileRequest),
    /// To the thread that talks with HubSpot; answered by [`Msg::Sync`](super::Msg::Sync).
    Sync(SyncRequest),
    /// To the threads that deliver; answered by [`Msg::Delivery`](super::Msg::Delivery).
    Delivery(DeliveryRequest),
    /// To the thread that asks a model; answered by [`Msg::Assistant`](super::Msg::Assistant).
    Assistant(AssistantRequest),
    /// To the loop that owns the terminal.
    Terminal(TerminalRequest),
}

/// A request to the thread that owns the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreRequest {
    /// Answers a question; answered by [`Msg::Answered`](super::Msg::Answered).
    Ask {
        /// The number that comes back with the answer.
        request: RequestId,
        /// The question.
        query: Query,
    },
    /// Makes a change; answered by [`Msg::Made`](super::Msg::Made), and by [`Msg::Progressed`](super::Msg::Progressed)
    /// before if it is a long one.
    Make {
        /// The number that comes back with the result.
        request: RequestId,
        /// The change.
        change: Box<Change>,
    },
    /// Adds the ready rows of a list; answered as [`Self::Make`] is.
    Add {
        /// The number that comes back with the result.
        request: RequestId,
        /// Whose contacts they become.
        customer: CustomerId,
        /// The rows.
        rows: Box<ReadyRows>,
        /// The text of the list.
        text: Snapshot,
    },
    /// Keeps a list that is not added yet; answered by [`Msg::DraftKept`](super::Msg::DraftKept).
    KeepDraft {
        /// The number that comes back with the result.
        request: RequestId,
        /// The list.
        draft: DraftText,
    },
    /// Forgets a list, as it is added or discarded.
    ForgetDraft(DraftId),
    /// Keeps how lists are sorted, for the next session.
    KeepOrders(ListOrders),
    /// Writes rows into a file; answered by [`Msg::Exported`](super::Msg::Exported).
    Export {
        /// Which rows.
        selection: Selection,
        /// The file, whose ending says the format.
        path: PathBuf,
    },
    /// Opens the file that is at the path of the store now; answered by [`Msg::StoreReopened`](super::Msg::StoreReopened).
    Reopen,
}

/// A request to the threads that read files and long lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRequest {
    /// Reads a file; answered by [`Msg::FileRead`](super::Msg::FileRead).
    Read {
        /// The number that comes back with the text.
        request: RequestId,
        /// The file; behind a `#` may stand the sheet or the encoding.
        path: PathBuf,
    },
    /// Reads a file that was dropped into the terminal; answered as [`Self::Read`] is.
    ReadDropped {
        /// The number that comes back with the text.
        request: RequestId,
        /// What its name may be: the first that there is counts.
        paths: Vec<PathBuf>,
    },
    /// Reads a long list beside the screen; answered by [`Msg::RowsRead`](super::Msg::RowsRead).
    ReadRows {
        /// The number that comes back with the rows.
        request: RequestId,
        /// The list.
        list: Box<UnreadList>,
    },
    /// Reads the file that is being read no further.
    Stop,
}

/// Why there is no text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoFile {
    /// There is none of that name; the sentence says so.
    Missing(String),
    /// It is not taken; the sentence says why.
    Refused(String),
}

impl NoFile {
    /// Returns the sentence.
    pub fn into_sentence(self) -> String {
        match self {
            Self::Missing(sentence) | Self::Refused(sentence) => sentence,
        }
    }
}

/// A request to the loop that owns the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalRequest {
    /// Opens a text in the user's own editor; answered by [`Msg::TextEdited`](super::Msg::TextEdited).
    Edit(String),
    /// Copies a text; answered by [`Msg::Copied`](super::Msg::Copied).
    Copy(Clipping),
    /// Opens a link with the program of the desktop; answered by [`Msg::LinkTried`](super::Msg::LinkTried).
    Open(WebLink),
    /// Closes this store and opens the sample data in a temporary folder.
    OpenSampleData,
    /// Hands the terminal back to the shell until the program is continued.
    Suspend,
    /// Ends the program.
    Quit,
}

/// Writes how each request becomes an effect.
macro_rules! effects {
    ($($effect:ident($request:ty),)+) => {
        $(impl From<$request> for Effect {
            fn from(request: $request) -> Self {
                Self::$effect(request)
            }
        })+
    };
}

effects! {
    Store(StoreRequest),
    Files(FileRequest),
    Sync(SyncRequest),
    Delivery(DeliveryRequest),
    Assistant(AssistantRequest),
    Terminal(TerminalRequest),
}
