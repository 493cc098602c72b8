//! What a list that this program exported says of its contacts beside their fields: who is primary, and who is archived.

use super::Sheet;
use crate::domain::{Timestamp, unmarked};
use crate::paste::format::Layout;
use crate::paste::record::{self, Cell};
use crate::paste::reread;
use crate::paste::scan::Lines;
use crate::paste::status::Status;

/// The columns that an export of contacts has and no other list; those that are read, and one by which it is known.
const PRIMARY: &str = "primary";
const ARCHIVED_AT: &str = "archived_at";
const KNOWN_BY: &str = "customer_number";

/// Where a list that was exported says who is primary, and who is archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateColumns {
    delimiter: u8,
    primary: usize,
    archived_at: usize,
}

/// What a row says of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ListedState {
    pub is_primary: bool,
    pub is_archived: bool,
}

impl StateColumns {
    /// Reads the state of a row from the text of its record.
    pub(super) fn read(self, text: &str, cells: &mut Vec<Cell>) -> ListedState {
        record::read(text, 0, self.delimiter, cells);
        let cell = |at: usize| {
            let raw = cells.get(at).map(|cell| cell.value(text)).unwrap_or_default();
            unmarked(&raw).unwrap_or_else(|| raw.into_owned())
        };
        ListedState {
            is_primary: cell(self.primary) == "yes",
            is_archived: Timestamp::from_rfc3339(&cell(self.archived_at)).is_some(),
        }
    }
}

impl Sheet {
    /// Finds the columns that tell of states; none of a list that this program did not export.
    pub fn state_columns(&self, source: &dyn Lines) -> Option<StateColumns> {
        let Layout::Delimited(delimiter) = self.format.layout else {
            return None;
        };
        let names = self.headings(source);
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        find(KNOWN_BY)?;
        Some(StateColumns {
            delimiter: delimiter.byte(),
            primary: find(PRIMARY)?,
            archived_at: find(ARCHIVED_AT)?,
        })
    }

    /// Chooses the primary as the list tells, else the first contact that is not archived, where the customer has none and
    /// nobody was chosen.
    pub fn choose_listed_primary(&mut self, states: StateColumns, source: &dyn Lines) {
        if self.known().has_primary() || self.chosen().is_some() {
            return;
        }
        let ready = self
            .rows_and_lines()
            .filter(|(_, facts, _)| facts.status() == Status::Ready);
        let (rows, spots): (Vec<_>, Vec<_>) = ready
            .map(|(row, facts, line)| (row, super::rows::spot(line, facts)))
            .unzip();
        let (mut listed, mut first, mut cells) = (None, None, Vec::new());
        reread::again(source, &self.format, &self.options, &spots, |at, _, text| {
            let state = states.read(text, &mut cells);
            let row = rows.get(at).copied().filter(|_| !state.is_archived);
            first = first.or(row);
            listed = listed.or(row.filter(|_| state.is_primary));
        });
        if let Some(row) = listed.or(first) {
            self.choose_primary(row, source);
        }
    }
}
