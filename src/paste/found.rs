//! What a text holds at a place: a record, and who stands in it.

use super::address_list;
use super::check::{Checker, Verdict};
use super::entry::Entry;
use super::record;

#[expect(
    clippy::large_enum_variant,
    reason = "one lives at a time, and a box would cost an allocation for each row"
)]
pub(super) enum Found<'t> {
    Nothing {
        next: usize,
    },
    /// What holds something and nobody.
    Nobody {
        next: usize,
        lines: usize,
    },
    NeedsMore,
    Cells {
        end: record::End,
        entry: Entry<'t>,
    },
    Several {
        next: usize,
        lines: usize,
        entries: Entries<'t>,
    },
}

impl<'t> Found<'t> {
    /// Returns who stands in the record.
    pub(super) fn people(self) -> People<'t> {
        match self {
            Self::Cells { entry, .. } => People::One(entry),
            Self::Several { entries, .. } => People::Several(entries.read()),
            Self::Nothing { .. } | Self::Nobody { .. } | Self::NeedsMore => People::Several(Vec::new()),
        }
    }
}

/// Who stands in a record.
#[expect(
    clippy::large_enum_variant,
    reason = "one lives at a time, and a box would cost an allocation for each row"
)]
pub(super) enum People<'t> {
    One(Entry<'t>),
    Several(Vec<Entry<'t>>),
}

impl<'t> People<'t> {
    pub(super) fn as_slice(&self) -> &[Entry<'t>] {
        match self {
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Several(entries) => entries,
        }
    }
}

/// The entries of a record that holds several.
pub(super) enum Entries<'t> {
    Read(Vec<Entry<'t>>),
    /// Those of a line that is an address list; it is read when they are asked for.
    OfList(&'t str),
}

impl<'t> Entries<'t> {
    fn read(self) -> Vec<Entry<'t>> {
        match self {
            Self::Read(entries) => entries,
            Self::OfList(line) => address_list::read(line),
        }
    }

    pub(super) fn judge(&self, checker: &mut Checker, mut each: impl FnMut(usize, Verdict)) {
        match self {
            Self::Read(entries) => {
                for (nth, entry) in entries.iter().enumerate() {
                    each(nth, checker.judge(entry));
                }
            }
            Self::OfList(line) => address_list::judge(line, checker, each),
        }
    }
}
