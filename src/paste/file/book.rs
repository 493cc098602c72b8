//! The sheets of a workbook as one text: which are taken, and how their rows are written.

use super::decode::{MAX_BYTES, one_line_break};
use super::grid::{Filled, Grid};
use super::unread::Unread;
use crate::paste::format::{Delimiter, Layout};

/// How many rows are looked at for the heading of a list.
const HEADING_ROWS: usize = 20;

/// A workbook.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
}

/// A sheet of a workbook.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) grid: Grid,
}

/// A workbook as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) text: String,
    /// The layout of the text, if its rows have more than one cell.
    pub(super) layout: Option<Layout>,
    pub(super) sheets: Vec<SheetFacts>,
    pub(super) hidden_rows: usize,
}

/// What is told of a sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SheetFacts {
    /// Its name.
    pub name: String,
    /// How many rows hold anything.
    pub rows: usize,
    /// How many rows hold an address.
    pub with_address: usize,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether its rows are in the text.
    pub taken: bool,
}

/// A row, as its filled cells.
type Row<'g> = Vec<Filled<'g>>;

/// The rows of a sheet that is taken.
struct Part<'g> {
    grid: &'g Grid,
    /// The rows that are left out: those up to the heading that an earlier part has already.
    without: usize,
    /// The columns of the text in which columns of the sheet stand, where these are not the same.
    columns: Vec<(u32, u32)>,
    /// From which column of the text on the others stand.
    others: u32,
    /// The heading of the text that gains columns, by its row, and what it gains.
    heading: (u32, Vec<(u32, &'g str)>),
}

impl<'g> Part<'g> {
    /// Takes all rows of a sheet as they are.
    fn whole(grid: &'g Grid) -> Self {
        Self {
            grid,
            without: 0,
            columns: Vec::new(),
            others: 0,
            heading: (0, Vec::new()),
        }
    }

    fn place(&self, column: u32) -> u32 {
        match self.columns.iter().find(|(own, _)| *own == column) {
            Some((_, place)) => *place,
            None => column.saturating_add(self.others),
        }
    }

    /// Returns the rows, with their cells in the columns of the text.
    fn rows(&self) -> impl Iterator<Item = (u32, Row<'g>)> {
        let grid: &'g Grid = self.grid;
        grid.rows().skip(self.without).map(|(number, cells)| {
            let mut cells: Row<'g> = cells.map(|(column, cell)| (self.place(column), cell)).collect();
            if number == self.heading.0 {
                cells.extend(&self.heading.1);
            }
            cells.sort_by_key(|(column, _)| *column);
            (number, cells)
        })
    }
}

impl Book {
    /// Writes the sheet of a name, or else the one with the most addresses and those with the same heading.
    pub(super) fn write(&self, wanted: Option<&str>) -> Result<Written, Unread> {
        let mut facts: Vec<SheetFacts> = self.sheets.iter().map(Sheet::facts).collect();
        let first = match wanted {
            Some(name) => self.named(name)?,
            None => best(&facts).ok_or(Unread::Empty)?,
        };
        let own = self.sheets.get(first).ok_or(Unread::Empty)?;
        let mut parts = vec![Part::whole(&own.grid)];
        let mut hidden_rows = 0;
        for (at, (sheet, facts)) in self.sheets.iter().zip(&mut facts).enumerate() {
            facts.taken = at == first
                || wanted.is_none()
                    && !facts.hidden
                    && facts.with_address > 0
                    && join(own, sheet, &mut parts).is_some();
            if facts.taken {
                hidden_rows += sheet.grid.hidden_rows;
            }
        }
        let (text, layout) = text_of(&parts)?;
        Ok(Written {
            text,
            layout,
            sheets: facts,
            hidden_rows,
        })
    }

    fn named(&self, name: &str) -> Result<usize, Unread> {
        let find = |is_it: &dyn Fn(&str) -> bool| self.sheets.iter().position(|sheet| is_it(&sheet.name));
        find(&|other| other == name)
            .or_else(|| find(&|other| other.trim().to_lowercase() == name.trim().to_lowercase()))
            .ok_or_else(|| Unread::NoSuchSheet(self.sheets.iter().map(|sheet| sheet.name.clone()).collect()))
    }
}

impl Sheet {
    fn facts(&self) -> SheetFacts {
        let (mut rows, mut with_address) = (0, 0);
        for (_, mut cells) in self.grid.rows() {
            rows += 1;
            with_address += usize::from(cells.any(|(_, cell)| holds_address(cell)));
        }
        SheetFacts {
            name: self.name.clone(),
            rows,
            with_address,
            hidden: self.is_hidden,
            taken: false,
        }
    }

    /// Returns the rows that stand before the first with an address, as far as a heading is looked for.
    fn before_addresses(&self) -> Vec<(u32, Row<'_>)> {
        let rows = self
            .grid
            .rows()
            .take(HEADING_ROWS)
            .map(|(number, cells)| (number, cells.collect()));
        rows.take_while(|(_, row): &(u32, Row<'_>)| !row.iter().any(|(_, cell)| holds_address(cell)))
            .collect()
    }
}

fn holds_address(cell: &str) -> bool {
    memchr::memchr(b'@', cell.as_bytes()).is_some() || cell.contains('＠')
}

/// Finds the sheet with the most addresses, or else the most rows; one that shows before one that does not.
fn best(sheets: &[SheetFacts]) -> Option<usize> {
    let filled = sheets.iter().enumerate().filter(|(_, sheet)| sheet.rows > 0);
    // Of several that are alike the first counts.
    let worth = |sheet: &SheetFacts| {
        (
            sheet.with_address > 0,
            !sheet.hidden,
            sheet.with_address,
            sheet.rows,
        )
    };
    filled
        .rev()
        .max_by_key(|(_, sheet)| worth(sheet))
        .map(|(at, _)| at)
}

/// The columns of the text from which on those without a heading stand, for each sheet that is joined.
const APART: u32 = 1 << 15;

/// Joins the rows behind the heading of a sheet to those of the first one, if all headings of one are among those of the
/// other; a heading that the first one does not have becomes a column more.
fn join<'g>(first: &'g Sheet, other: &'g Sheet, parts: &mut Vec<Part<'g>>) -> Option<()> {
    let ours = first.before_addresses();
    let theirs = other.before_addresses();
    let (without, (number, own), row) = theirs.iter().enumerate().rev().find_map(|(at, (_, row))| {
        let own = ours.iter().rev().find(|(_, own)| are_alike(own, row))?;
        Some((at + 1, own, row))
    })?;
    let others = APART * u32::try_from(parts.len()).ok()?;
    let whole = parts.first_mut()?;
    let mut columns = Vec::new();
    for (at, (column, name)) in row.iter().enumerate() {
        let nth = row
            .iter()
            .take(at)
            .filter(|(_, other)| is_same(other, name))
            .count();
        let of_name = |(_, other): &&Filled<'_>| is_same(other, name);
        let known = own.iter().chain(&whole.heading.1).filter(of_name).nth(nth);
        match known {
            Some((place, _)) => columns.push((*column, *place)),
            None => whole.heading.1.push((column.saturating_add(others), name)),
        }
    }
    whole.heading.0 = *number;
    parts.push(Part {
        without,
        columns,
        others,
        ..Part::whole(&other.grid)
    });
    Some(())
}

fn is_same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Returns whether all headings of one row are among those of the other.
fn are_alike(a: &Row<'_>, b: &Row<'_>) -> bool {
    let (fewer, more) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    fewer.len() > 1
        && fewer
            .iter()
            .all(|(_, name)| more.iter().any(|(_, other)| is_same(name, other)))
}

/// Writes rows with a tab between the cells, as spreadsheets copy them; columns in which nothing stands are left out.
fn text_of(parts: &[Part<'_>]) -> Result<(String, Option<Layout>), Unread> {
    let mut columns: Vec<u32> = Vec::new();
    for part in parts {
        for (_, cells) in part.rows() {
            for (column, _) in cells {
                if let Err(at) = columns.binary_search(&column) {
                    columns.insert(at, column);
                }
            }
        }
    }
    let is_table = columns.len() > 1;
    let mut text = String::new();
    for part in parts {
        let mut last: Option<u32> = None;
        for (number, cells) in part.rows() {
            if last.is_some_and(|last| number > last + 1) {
                text.push('\n');
            }
            last = Some(number);
            let mut written = 0;
            for (column, cell) in cells {
                let at = columns.partition_point(|other| *other < column);
                let tabs = at.saturating_sub(written);
                text.extend(std::iter::repeat_n('\t', tabs));
                written = at;
                if is_table {
                    write_cell(cell, &mut text);
                } else {
                    text.push_str(cell);
                }
            }
            text.push('\n');
            if text.len() > MAX_BYTES {
                return Err(Unread::TooMuchText);
            }
        }
    }
    Ok((text, is_table.then_some(Layout::Delimited(Delimiter::Tab))))
}

/// Writes a cell, in quotes (RFC 4180) where it holds what ends one.
fn write_cell(cell: &str, into: &mut String) {
    let cell = &*one_line_break(cell);
    if memchr::memchr3(b'"', b'\n', b'\t', cell.as_bytes()).is_none() {
        into.push_str(cell);
        return;
    }
    into.push('"');
    for c in cell.chars() {
        match c {
            '"' => into.push_str("\"\""),
            // A tab in a cell shows as a blank.
            '\t' => into.push(' '),
            c => into.push(c),
        }
    }
    into.push('"');
}
