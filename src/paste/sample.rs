//! The first records of a text, as they are with one delimiter.
//!
//! A cell is cleaned when somebody asks for it: of a long line with many people few cells are.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::address_list::{self, reads_as_list};
use super::clean;
use super::columns::Table;
use super::format::Delimiter;
use super::header::{self, Reading, Sort};
use super::nobody::{is_blank, is_comment};
use super::record::{self, Cell};
use super::shape::is_usual_letter;
use super::text;
use crate::domain::{Detail, NameQuality, name_quality};

/// The records among which a header may stand, after a preamble.
const HEADER_RECORDS: usize = 20;

/// The first records of a text, read with one delimiter.
pub(super) struct Sample<'t> {
    pub delimiter: Delimiter,
    pub records: Vec<Record<'t>>,
    pub header: Option<Header>,
}

pub(super) struct Record<'t> {
    /// The line on which it starts, counted from the start of the sample.
    line: usize,
    /// The line after it, counted from the start of the sample.
    end_line: usize,
    delimiter: Delimiter,
    /// Its cells as they are written.
    written: Vec<Cow<'t, str>>,
    cells: OnceCell<Vec<String>>,
    has_address: OnceCell<bool>,
}

impl Record<'_> {
    /// Returns its cells, cleaned.
    pub(super) fn cells(&self) -> &[String] {
        self.cells
            .get_or_init(|| self.written.iter().map(|cell| self.cleaned(cell)).collect())
    }

    fn cleaned(&self, cell: &str) -> String {
        let bare = match self.delimiter {
            Delimiter::Pipe => clean::unemphasised(cell),
            Delimiter::Comma | Delimiter::Tab | Delimiter::Semicolon => cell,
        };
        clean::cell(bare.into()).text.into_owned()
    }

    /// Returns whether a cell holds an address and nothing else.
    fn has_address(&self) -> bool {
        let is_address = |cell: &Cow<'_, str>| {
            cell.contains('@') && !begins_with_words(cell) && is_address_cell(&self.cleaned(cell))
        };
        *self
            .has_address
            .get_or_init(|| self.written.iter().any(is_address))
    }

    /// Returns whether a cell holds the @ of an address.
    fn has_sign(&self) -> bool {
        let all = || self.written.iter();
        all().any(|cell| keeps_sign(cell))
            || (all().any(|cell| cell.contains('@')) && self.cells().iter().any(|cell| cell.contains('@')))
    }
}

pub(super) struct Header {
    pub record: usize,
    pub line: usize,
    pub end_line: usize,
    pub readings: Vec<Reading>,
    score: usize,
    /// Whether somebody stands before it, as mail clients write them.
    pub follows_people: bool,
}

impl<'t> Sample<'t> {
    pub(super) fn read(text: &'t str, delimiter: Delimiter) -> Self {
        let mut records = Vec::new();
        let mut cells: Vec<Cell> = Vec::new();
        let (mut at, mut line) = (0, 0);
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let first = rest.split('\n').next().unwrap_or_default();
            if is_blank(first, delimiter) || is_comment(first, delimiter) {
                at += first.len() + 1;
                line += 1;
                continue;
            }
            let end = record::read(rest, 0, delimiter.byte(), &mut cells);
            at += end.next;
            let start = line;
            line += end.lines;
            records.push(Record {
                line: start,
                end_line: line,
                delimiter,
                written: cells.iter().map(|cell| cell.value(rest)).collect(),
                cells: OnceCell::new(),
                has_address: OnceCell::new(),
            });
        }
        let header = find_header(&records);
        Self {
            delimiter,
            records,
            header,
        }
    }

    /// Says how well the delimiter suits: recognised names of columns, rows with an address in a cell of its own, rows
    /// of more than one cell.
    pub(super) fn score(&self) -> (usize, usize, usize) {
        let rows = self
            .records
            .get(self.header.as_ref().map_or(0, |header| header.record + 1)..)
            .unwrap_or_default();
        let own_cell = rows
            .iter()
            .filter(|row| row.written.len() > 1 && row.has_address())
            .count();
        let most = rows.iter().map(|row| row.written.len()).max().unwrap_or(0);
        let regular = rows
            .iter()
            .filter(|row| row.written.len() == most && most > 1)
            .count();
        (
            self.header.as_ref().map_or(0, |header| header.score),
            own_cell,
            regular,
        )
    }

    /// Says whether most of the lines are written as mail clients write addresses.
    pub(super) fn is_address_list(&self, text: &str) -> bool {
        let (mut lists, mut others) = (0, 0);
        for line in text.lines() {
            if is_blank(line, self.delimiter) || is_comment(line, self.delimiter) {
                continue;
            }
            if reads_as_list(line, self.delimiter.byte()) {
                lists += 1;
            } else {
                others += 1;
            }
        }
        lists > others
    }

    pub(super) fn table(&self, from: usize) -> Table<'_> {
        Table(
            self.records
                .get(from..)
                .unwrap_or_default()
                .iter()
                .map(Record::cells)
                .collect(),
        )
    }
}

/// Says whether a cell holds an address and nothing else.
pub(super) fn is_address_cell(cell: &str) -> bool {
    if !cell.contains('@') || begins_with_words(cell) {
        return false;
    }
    let address = clean::address(Cow::Borrowed(cell)).text;
    address.contains('@') && !address.contains([' ', ',', ';', '|', '\t', '<'])
}

/// Returns whether a cell surely holds a blank however it is cleaned: it begins with a word, and something else follows.
fn begins_with_words(cell: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || is_usual_letter(c);
    let cell = cell.strip_prefix(' ').unwrap_or(cell);
    let rest = cell.trim_start_matches(is_letter);
    rest.len() < cell.len()
        && rest
            .strip_prefix(' ')
            .is_some_and(|behind| behind.starts_with(|c: char| c == '<' || is_letter(c)))
}

/// Returns whether a cell surely holds an @ however it is cleaned.
fn keeps_sign(cell: &str) -> bool {
    let before = cell.find('@').and_then(|at| cell.get(..at));
    // An escape sequence may take it away, and so may a link of Markdown.
    before.is_some_and(|before| !before.contains(|c: char| c.is_control() || c == '['))
}

/// Returns whether a cell holds people as mail clients write them, and no other words: `Ann Lee <ann@acme.com>`, but not who made
/// an export: `Exported by Ann Lee <ann@acme.com>`.
fn is_person(cell: &str) -> bool {
    cell.contains('<')
        && !cell.contains(':')
        && reads_as_list(cell, b',')
        && address_list::read(cell).iter().all(|entry| {
            name_quality(&entry.name) == NameQuality::Good && text::is_written_as_name(&entry.name)
        })
}

/// Finds the best row of column names among the first records; what stands before it is a preamble.
fn find_header(records: &[Record<'_>]) -> Option<Header> {
    let mut best: Option<Header> = None;
    for (at, record) in records.iter().enumerate().take(HEADER_RECORDS) {
        if record.has_address() {
            // Who stands before a header would be left out with it.
            break;
        }
        if record.has_sign() {
            continue;
        }
        let cells = record.cells();
        let readings: Vec<Reading> = cells.iter().map(|cell| header::read(cell)).collect();
        let score = header_score(&readings, cells);
        let demanded = if at == 0 { 1 } else { 6 };
        if score >= demanded && best.as_ref().is_none_or(|best| score > best.score) {
            let mut before = records.iter().take(at + 1).flat_map(Record::cells);
            best = Some(Header {
                record: at,
                line: record.line,
                end_line: record.end_line,
                readings,
                score,
                follows_people: before.any(|cell| is_person(cell)),
            });
        }
    }
    best
}

/// Says how sure it is that a row names columns; 0 if it does not.
fn header_score(readings: &[Reading], cells: &[String]) -> usize {
    let headings = || {
        readings.iter().filter_map(|reading| match reading {
            Reading::Heading(heading) => Some(heading),
            Reading::Other | Reading::Unknown => None,
        })
    };
    let has = |wanted: &[Sort]| headings().any(|heading| wanted.contains(&heading.sort));
    let email = has(&[Sort::Email]);
    let name = has(&[Sort::First, Sort::Last, Sort::Full, Sort::Name]);
    let rest = std::iter::once(Sort::AmbiguousTitle)
        .chain(Detail::ALL.map(Sort::Detail))
        .filter(|sort| has(&[*sort]))
        .count();
    let whole = headings().filter(|heading| heading.whole).count();
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let digits = cells
        .iter()
        .any(|cell| cell.chars().filter(char::is_ascii_digit).count() >= 5);
    let enough = match (email, name) {
        (true, _) => whole > 0 || filled > 1,
        (false, true) => whole >= 2 || (filled == 1 && whole == 1) || (filled > 2 && whole >= 1 && rest > 0),
        (false, false) => false,
    };
    if !enough || digits {
        return 0;
    }
    usize::from(email) * 3 + usize::from(name) * 3 + rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_told_of_a_cell_as_it_is_written_holds_once_it_is_clean(
            cell in "( |\"|'|\\[)?([a-zÀ-ɏ가ก山ह]{1,3}|[ऄ-ॣ]|\u{300}|\u{1b}\\[|\u{9b}|\u{200b}|mailto:|<|“|'=|@| |  |,){0,9}[@a-z>”\"') ,;]{0,3}",
        ) {
            for delimiter in Delimiter::ALL {
                let record = Record {
                    line: 0,
                    end_line: 1,
                    delimiter,
                    written: vec![Cow::Borrowed(&cell)],
                    cells: OnceCell::new(),
                    has_address: OnceCell::new(),
                };
                let cleaned = &record.cells()[0];
                let address = clean::address(Cow::Borrowed(cleaned)).text;
                let is_address = address.contains('@') && !address.contains([' ', ',', ';', '|', '\t', '<']);
                prop_assert_eq!(record.has_address(), is_address, "{:?}", cell);
                prop_assert_eq!(is_address_cell(cleaned), is_address, "{:?}", cell);
                prop_assert_eq!(record.has_sign(), cleaned.contains('@'), "{:?}", cell);
            }
        }
    }
}
