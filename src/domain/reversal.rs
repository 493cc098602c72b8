//! Which change an undo or redo would turn, and whether it may without asking: undo is never blind.

use super::undo_effect::named;
use super::{CustomerId, Entity, SessionId, StatusEffect, Timestamp, UndoEntry};

/// Where changes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// On the command line.
    Command,
    /// In a window of the app.
    Window(SessionId),
}

impl Session {
    /// Returns the text under which the operation log knows it.
    pub fn key(self) -> String {
        match self {
            Self::Command => "command".to_owned(),
            Self::Window(id) => id.to_string(),
        }
    }

    /// Finds the session of a text in the operation log.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "command" => Some(Self::Command),
            id => id.parse().ok().map(Self::Window),
        }
    }
}

/// Where a change was made, as seen from the session that would revert it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeIn {
    /// In this session.
    Here,
    /// By a command.
    Command,
    /// In a window that may still be open.
    OtherWindow,
    /// Before this session began.
    Earlier,
}

impl MadeIn {
    /// Returns the words that follow the name of a change: `by command`; nothing for this session.
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::Here => None,
            Self::Command => Some("by command"),
            Self::OtherWindow => Some("in another window"),
            Self::Earlier => Some("in an earlier session"),
        }
    }
}

/// Which way a change is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// It is taken back.
    Undo,
    /// It is made again.
    Redo,
}

impl Reversal {
    /// Returns the verb: `Undo`.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Undo => "Undo",
            Self::Redo => "Redo",
        }
    }
}

/// A change of more records than this is named and confirmed before it is reverted.
pub const MOST_RECORDS_UNASKED: usize = 20;

/// A record that a change wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedRecord {
    /// The kind of thing.
    pub entity: Entity,
    /// Its id.
    pub id: uuid::Uuid,
    /// Whose it is, if anybody's.
    pub customer: Option<(CustomerId, String)>,
    /// What of it the change wrote.
    pub part: Part,
}

/// What of a record a change wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// No more than who the primary contact of a customer is.
    Primary,
    /// Something else.
    Itself,
}

/// What becomes of notifications that a change kept from leaving, once it is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeptFromLeaving {
    /// How many would be on their way again.
    pub leave: usize,
    /// How many stay held until a person says that they go.
    pub stay: usize,
}

impl KeptFromLeaving {
    /// Returns it in sentences that follow another one; nothing if it concerns none.
    pub fn words(self) -> String {
        let leave = match self.leave {
            0 => String::new(),
            1 => " 1 notification will be sent after all.".to_owned(),
            many => format!(" {many} notifications will be sent after all."),
        };
        StatusEffect::still_held(self.stay) + &leave
    }
}

/// The records that a change wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TouchedRecords {
    /// These, [`MOST_RECORDS_UNASKED`] at most.
    Few(Vec<TouchedRecord>),
    /// More than [`MOST_RECORDS_UNASKED`].
    Many,
}

/// A change, and where it was made as seen from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
    /// The change.
    pub entry: UndoEntry,
    /// Where it was made.
    pub made_in: MadeIn,
}

/// What an undo or redo would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReversalPreview {
    /// The change.
    pub change: PastChange,
    /// What it wrote.
    pub records: TouchedRecords,
    /// What becomes of the notifications that it kept from leaving.
    pub kept: KeptFromLeaving,
}

impl ReversalPreview {
    /// Returns what it concerns in a sentence, and what becomes of notifications: `3 records of Acme.`
    pub fn scope(&self) -> String {
        format!("{}{}", self.of_records(), self.kept.words())
    }

    fn of_records(&self) -> String {
        let TouchedRecords::Few(records) = &self.records else {
            return format!("More than {MOST_RECORDS_UNASKED} records.");
        };
        let mut names: Vec<&str> = records
            .iter()
            .filter_map(|record| record.customer.as_ref().map(|(_, name)| name.as_str()))
            .filter(|name| !name.is_empty())
            .collect();
        names.sort_unstable();
        names.dedup();
        let records = match records.len() {
            1 => "1 record".to_owned(),
            count => format!("{count} records"),
        };
        match named(&names, "customers") {
            None => format!("{records}."),
            Some(names) => format!("{records} of {names}."),
        }
    }
}

impl PastChange {
    /// Returns the change by its name, where and when: `imported 20 customers, by command, 19:24`.
    pub fn name(&self, now: Timestamp, zone: &jiff::tz::TimeZone) -> String {
        let when = self.entry.at.minute_in(zone);
        let day = now.minute_in(zone);
        let when = match (when.split_once(' '), day.split_once(' ')) {
            (Some((then, time)), Some((today, _))) if then == today => time.to_owned(),
            _ => when,
        };
        let place = self
            .made_in
            .words()
            .map(|words| format!(", {words}"))
            .unwrap_or_default();
        format!("{}{place}, {when}", self.entry.label)
    }
}
