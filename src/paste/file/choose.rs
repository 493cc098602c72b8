//! Which sheets of a workbook hold the list that is looked for: people by their addresses, companies by their headings.

use super::book::Sheet;
use super::grid::Filled;
use crate::paste::company_heading::{CompanyHeading, HEADING_ROWS, Listed};

/// What is looked for in a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LookedFor {
    /// The sheet with the most addresses.
    #[default]
    People,
    /// The sheet whose headings name companies.
    Companies,
}

/// A row, as its filled cells.
pub(super) type Row<'g> = Vec<Filled<'g>>;

/// What a sheet looks like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    looked_for: LookedFor,
    /// How many rows hold anything.
    pub(super) rows: usize,
    /// How many rows hold an address.
    pub(super) with_address: usize,
    is_hidden: bool,
    /// The row of column names of companies, by its place among the rows.
    heading: Option<(CompanyHeading, usize)>,
}

impl Look {
    /// Looks at a sheet.
    pub(super) fn at(sheet: &Sheet, looked_for: LookedFor) -> Self {
        let (mut rows, mut with_address) = (0, 0);
        for (_, mut cells) in sheet.grid.rows() {
            rows += 1;
            with_address += usize::from(cells.any(|(_, cell)| holds_address(cell)));
        }
        Self {
            looked_for,
            rows,
            with_address,
            is_hidden: sheet.is_hidden,
            heading: match looked_for {
                LookedFor::People => None,
                LookedFor::Companies => {
                    let rows = sheet.grid.rows().map(|(_, cells)| cells.map(|(_, cell)| cell));
                    CompanyHeading::find(rows)
                }
            },
        }
    }

    /// Returns whether the sheet has what is looked for.
    fn has_it(&self) -> bool {
        match self.looked_for {
            LookedFor::People => self.with_address > 0,
            LookedFor::Companies => self
                .heading
                .is_some_and(|(heading, _)| heading.listed > Listed::People),
        }
    }

    /// Returns what decides on the sheet that is taken; the greatest is.
    fn worth(&self) -> impl Ord + use<> {
        let by_heading = self.heading.map(|(heading, _)| heading);
        let with_address = match self.looked_for {
            LookedFor::People => self.with_address,
            LookedFor::Companies => 0,
        };
        (
            self.has_it(),
            !self.is_hidden,
            by_heading,
            with_address,
            self.rows,
        )
    }

    /// Returns whether the rows of another sheet may be joined to those of this one.
    pub(super) fn may_join(&self, other: &Self) -> bool {
        let listed = |look: &Self| look.heading.map(|(heading, _)| heading.listed);
        other.has_it() && !other.is_hidden && listed(self) == listed(other)
    }

    /// Returns the rows among which the heading of the list stands.
    pub(super) fn before_list<'s>(&self, sheet: &'s Sheet) -> Vec<(u32, Row<'s>)> {
        let most = match self.looked_for {
            LookedFor::People => HEADING_ROWS,
            LookedFor::Companies => self.heading.map_or(0, |(_, place)| place + 1),
        };
        let is_before = |(_, row): &(u32, Row<'_>)| match self.looked_for {
            LookedFor::People => !row.iter().any(|(_, cell)| holds_address(cell)),
            LookedFor::Companies => true,
        };
        let rows = sheet.grid.rows().take(most);
        let rows = rows.map(|(number, cells)| (number, cells.collect()));
        rows.take_while(is_before).collect()
    }
}

/// Finds the sheet that is taken: one that shows before one that does not, and of several that are alike the first.
pub(super) fn best(looks: &[Look]) -> Option<usize> {
    let filled = looks.iter().enumerate().filter(|(_, look)| look.rows > 0);
    filled
        .rev()
        .max_by_key(|(_, look)| look.worth())
        .map(|(at, _)| at)
}

fn holds_address(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    // A wide sign is rare, and so is the byte with which it begins.
    memchr::memchr2(b'@', 0xef, bytes)
        .is_some_and(|at| bytes.get(at) == Some(&b'@') || cell.contains(['@', '＠']))
}
