//! The lines of the details of a contact or customer: labels, values beside where they came from, and the lists below.

use unicode_width::UnicodeWidthStr;

use super::sheet_line::{Cell, Shade, SheetLine};
use super::wrap;
use crate::words::{DetailsWords, Entry, ToldValue};

/// The widest label beside a value, in cells.
const WIDEST_LABEL: usize = 18;

/// The fewest cells in which it is told beside a value where it came from.
const NARROWEST_ORIGIN: usize = 24;

/// Cells between two columns.
const GAP: usize = 2;

/// How many lines of the text of a note show; the tab of the notes has all.
const MOST_TEXT_LINES: usize = 8;

/// Returns the lines in so many cells.
pub(super) fn details_lines<'a>(words: &DetailsWords, room: usize) -> Vec<SheetLine<'a>> {
    let columns = Columns::of(words, room);
    let mut lines = vec![SheetLine::Heading(words.head.clone(), words.state.clone())];
    lines.extend(wrap(&words.routing, room).into_iter().map(SheetLine::Text));
    lines.push(SheetLine::Blank);
    for value in &words.values {
        columns.told(value, &mut lines);
    }
    lines.push(SheetLine::Blank);
    for fact in &words.facts {
        columns.told(fact, &mut lines);
    }
    for section in &words.sections {
        lines.push(SheetLine::Blank);
        lines.push(SheetLine::Heading(
            section.title.to_owned(),
            section.count.clone(),
        ));
        for entry in &section.entries {
            columns.entry(entry, &mut lines);
        }
    }
    lines
}

/// Where the columns begin and end, in cells.
struct Columns {
    /// All of it.
    room: usize,
    /// Where values begin.
    value: usize,
    /// Where it is told where a value came from, if there is room beside it.
    origin: usize,
    /// Where the rows of lists begin, behind the day.
    what: usize,
}

impl Columns {
    /// Finds columns as wide as what stands in them, as far as there is room.
    fn of(words: &DetailsWords, room: usize) -> Self {
        let told = || words.values.iter().chain(&words.facts);
        let labels = told().map(|told| told.label.width()).max().unwrap_or_default();
        let value = labels.min(WIDEST_LABEL).min(room / 3) + GAP;
        let widest = room.saturating_sub(value + GAP + NARROWEST_ORIGIN);
        let values = words.values.iter().map(|told| told.value.width());
        let values = values.filter(|width| *width <= widest).max().unwrap_or_default();
        let days = words.sections.iter().flat_map(|section| &section.entries);
        let days = days.map(|entry| entry.when.width()).max().unwrap_or_default();
        Self {
            room,
            value,
            origin: value + values + GAP,
            what: days + GAP,
        }
    }

    /// Writes a value in full, and beside or below it where it came from.
    fn told(&self, told: &ToldValue, lines: &mut Vec<SheetLine<'_>>) {
        let labels = wrap(&told.label, self.value - GAP);
        let value = if told.value.is_empty() { "-" } else { &told.value };
        let fits_beside = self.value + value.width() + GAP <= self.origin
            && self.room.saturating_sub(self.origin) >= NARROWEST_ORIGIN.min(told.origin.width());
        let (values, beside, below) = if fits_beside {
            let origin = wrap(&told.origin, self.room - self.origin);
            (vec![value.to_owned()], origin, Vec::new())
        } else {
            let room = self.room - self.value;
            (wrap(value, room), Vec::new(), wrap(&told.origin, room))
        };
        let below = below.into_iter().filter(|line| !line.is_empty());
        let values: Vec<(String, Shade)> = values
            .into_iter()
            .map(|line| (line, Shade::Text))
            .chain(below.map(|line| (line, Shade::Dim)))
            .collect();
        let rows = labels.len().max(values.len()).max(beside.len());
        for row in 0..rows {
            let mut cells = Vec::new();
            if let Some(label) = labels.get(row) {
                cells.push(cell(0, label, Shade::Dim));
            }
            if let Some((text, shade)) = values.get(row) {
                cells.push(cell(self.value, text, *shade));
            }
            if let Some(origin) = beside.get(row) {
                cells.push(cell(self.origin, origin, Shade::Dim));
            }
            lines.push(SheetLine::Cells(cells));
        }
    }

    /// Writes a row of a list.
    fn entry(&self, entry: &Entry, lines: &mut Vec<SheetLine<'_>>) {
        let room = self.room.saturating_sub(self.what);
        let wrapped = |text: &str, shade| -> Vec<(String, Shade)> {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let lines = lines.flat_map(|line| wrap(line, room));
            lines.map(|line| (line, shade)).collect()
        };
        let mut texts = wrapped(&entry.what, Shade::Text);
        if texts.len() > MOST_TEXT_LINES {
            let more = texts.len() + 1 - MOST_TEXT_LINES;
            texts.truncate(MOST_TEXT_LINES - 1);
            texts.push((format!("… {more} more lines"), Shade::Dim));
        }
        texts.extend(wrapped(&entry.about, Shade::Dim));
        texts.extend(wrapped(&entry.trouble, Shade::Warning));
        for (row, (text, shade)) in texts.iter().enumerate() {
            let mut cells = Vec::new();
            if row == 0 {
                cells.push(cell(0, &entry.when, Shade::Dim));
            }
            cells.push(cell(self.what, text, *shade));
            lines.push(SheetLine::Cells(cells));
        }
    }
}

fn cell(x: usize, text: &str, shade: Shade) -> Cell {
    Cell {
        x: u16::try_from(x).unwrap_or(u16::MAX),
        text: text.to_owned(),
        shade,
    }
}
