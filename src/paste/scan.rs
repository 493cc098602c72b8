//! Walks over the records of a text and hands out one entry for each person.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::address_list;
use super::check::{Checker, Verdict};
use super::entry;
use super::fast_path::FastPath;
use super::format::{Columns, Delimiter, Format, Layout, Options};
use super::found::{Entries, Found, People};
pub(super) use super::lines::{IndexedText, Lines};
use super::nobody::{is_blank, is_comment, is_nobody, is_ruler};
use super::record::{self, Cell, LOOK_BACK, MAX_QUOTED_BYTES};
use super::shape::has_sign;
use super::text;
use super::wrapped;

/// The most lines that are read at once.
const SLAB: usize = 4096;

/// Where in the text an entry was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// The line on which its record starts.
    pub line: usize,
    /// How many lines the record spans.
    pub lines: usize,
    /// Which entry of the record it is.
    pub nth: usize,
    /// The line that shows it, counted from the first one of the record.
    pub shown: usize,
}

impl Spot {
    /// Returns where a record is that holds nobody.
    pub(super) fn of_nobody(line: usize, lines: usize) -> Self {
        Self {
            line,
            lines,
            nth: 0,
            shown: 0,
        }
    }
}

/// Reads records, one after the other.
pub(super) struct Scanner<'f> {
    format: &'f Format,
    /// Whether a line may turn out to be an address list on its own.
    mixed: bool,
    /// Whether neither a header nor a person says what the columns hold.
    guesses: bool,
    cells: Vec<Cell>,
    /// The short way for plain rows, where the layout has any.
    fast_path: Option<FastPath>,
}

impl<'f> Scanner<'f> {
    pub(super) fn new(format: &'f Format, options: &Options) -> Self {
        let mixed = !format.header && options.layout.is_none();
        Self {
            format,
            mixed,
            guesses: !format.header && options.columns.is_none(),
            cells: Vec::new(),
            fast_path: match format.layout {
                Layout::Delimited(delimiter) if format.columns.are_plain() => {
                    Some(FastPath::new(delimiter.byte(), mixed, &format.columns))
                }
                Layout::Delimited(_) | Layout::AddressList | Layout::Text | Layout::Structured(_) => None,
            },
        }
    }

    /// Walks from line `first`, which starts a record, to the end of the text.
    ///
    /// `before` is asked at each line at which a record could start, with how many lines before it decide how it is read;
    /// `each` gets the verdicts. Gives the line at which the walk ended.
    pub(super) fn walk(
        &mut self,
        source: &dyn Lines,
        first: usize,
        slab: usize,
        mut before: impl FnMut(usize, usize) -> ControlFlow<()>,
        checker: &mut Checker,
        mut each: impl FnMut(Spot, Verdict),
    ) -> usize {
        if let Layout::Structured(structure) = self.format.layout {
            return text::walk_structured(source, structure, checker, each);
        }
        if self.format.layout == Layout::Text {
            return text::walk(source, first, slab.min(SLAB), before, checker, each);
        }
        let count = source.count();
        let mut slab = slab.min(SLAB);
        let mut line = first;
        let mut text = String::new();
        loop {
            let end = (line + slab).min(count);
            text.clear();
            source.read(line..end, &mut text);
            if let Some(fast_path) = &mut self.fast_path {
                fast_path.reset();
            }
            let mut at = 0;
            let mut extended = false;
            while at < text.len() {
                if before(line, 0).is_break() {
                    return line;
                }
                let plain = self
                    .fast_path
                    .as_mut()
                    .and_then(|fast_path| fast_path.row(text.as_bytes(), at, checker));
                if let Some((next, verdict)) = plain {
                    each(
                        Spot {
                            line,
                            lines: 1,
                            nth: 0,
                            shown: 0,
                        },
                        verdict,
                    );
                    at = next;
                    line += 1;
                    continue;
                }
                let (next, lines) = match self.record(&text, at, end < count && !extended) {
                    Found::Nothing { next } => (next, 1),
                    Found::Nobody { next, lines } => {
                        each(Spot::of_nobody(line, lines), Verdict::NOBODY);
                        (next, lines)
                    }
                    Found::NeedsMore => {
                        text.drain(..at);
                        at = 0;
                        let have = text.bytes().filter(|b| *b == b'\n').count();
                        source.read(line + have..(line + have + LOOK_BACK + 1).min(count), &mut text);
                        extended = true;
                        continue;
                    }
                    Found::Cells { end, entry } => {
                        each(
                            Spot {
                                line,
                                lines: end.lines,
                                nth: 0,
                                shown: 0,
                            },
                            checker.judge(&entry),
                        );
                        (end.next, end.lines)
                    }
                    Found::Several { next, lines, entries } => {
                        entries.judge(checker, |nth, verdict| {
                            let spot = Spot {
                                line,
                                lines,
                                nth,
                                shown: 0,
                            };
                            each(spot, verdict);
                        });
                        (next, lines)
                    }
                };
                at = next;
                line += lines;
                if extended {
                    break;
                }
            }
            if line >= count {
                return count;
            }
            slab = (slab * 4).min(SLAB);
        }
    }

    /// Returns what the cells hold that were read last.
    fn values<'t>(&self, text: &'t str) -> Vec<Cow<'t, str>> {
        self.cells.iter().map(|cell| cell.value(text)).collect()
    }

    /// Returns whether the record that was read last does not have the cells of a row.
    fn is_irregular(&self) -> bool {
        match self.format.header {
            true => self.cells.len() != self.format.columns.roles.len(),
            false => false,
        }
    }

    /// Returns whether an address stands where the columns have one, or a name.
    fn has_address_in_place(&self, text: &str) -> bool {
        let columns = &self.format.columns;
        let all = std::iter::once(columns).chain(&columns.groups);
        let mut places = all.flat_map(|columns| columns.email.iter().copied().chain(columns.name));
        places.any(|at| self.cells.get(at).is_some_and(|cell| has_sign(&cell.value(text))))
    }

    /// Reads the record at a byte of a text; `more` says whether more of the text follows.
    pub(super) fn record<'t>(&mut self, text: &'t str, at: usize, more: bool) -> Found<'t> {
        let structure = match self.format.layout {
            Layout::Text => Some(None),
            Layout::Structured(structure) => Some(Some(structure)),
            Layout::Delimited(_) | Layout::AddressList => None,
        };
        if let Some(structure) = structure {
            return Found::Several {
                next: text.len(),
                lines: 1,
                entries: Entries::Read(text::entries(text.get(at..).unwrap_or_default(), structure)),
            };
        }
        let rest = text.get(at..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        let next = (at + length + 1).min(text.len());
        let delimiter = match self.format.layout {
            Layout::Delimited(delimiter) => delimiter,
            Layout::AddressList | Layout::Text | Layout::Structured(_) => Delimiter::Comma,
        };
        if is_blank(line, delimiter) {
            return Found::Nothing { next };
        }
        if is_comment(line, delimiter) || is_ruler(line) {
            return Found::Nobody { next, lines: 1 };
        }
        if self.format.columns.are_wrapped
            && let Some((inner, start)) = wrapped::inner(line)
        {
            record::read(&inner, 0, delimiter.byte(), &mut self.cells);
            if !has_sign(line) && is_nobody(&self.values(&inner)) {
                return Found::Nobody { next, lines: 1 };
            }
            let entries = match self.people(&inner, false) {
                People::One(entry) => vec![entry],
                People::Several(entries) => entries,
            };
            if entries.is_empty() {
                return Found::Nobody { next, lines: 1 };
            }
            let of_line = |entry| wrapped::of_line(entry, start, line.len());
            return Found::Several {
                next,
                lines: 1,
                entries: Entries::Read(entries.into_iter().map(of_line).collect()),
            };
        }
        let list = match self.format.layout {
            Layout::AddressList => true,
            Layout::Delimited(delimiter) => self.mixed && address_list::reads_as_list(line, delimiter.byte()),
            Layout::Text | Layout::Structured(_) => false,
        };
        if list && !has_sign(line) && is_nobody(&[line.into()]) {
            return Found::Nobody { next, lines: 1 };
        }
        if list {
            return Found::Several {
                next,
                lines: 1,
                entries: Entries::OfList(line),
            };
        }
        let end = record::read(rest, 0, delimiter.byte(), &mut self.cells);
        if end.unterminated && more && may_go_on(rest) {
            return Found::NeedsMore;
        }
        let end_at = record::End {
            next: at + end.next,
            ..end
        };
        let whole = rest.get(..end.next).unwrap_or_default();
        let is_bare = !end.unterminated && !has_sign(whole);
        if is_bare && is_nobody(&self.values(rest)) {
            return Found::Nobody {
                next: end_at.next,
                lines: end_at.lines,
            };
        }
        let is_line = end.lines == 1 && !end.unterminated;
        let is_in_place = || self.has_address_in_place(rest) && !text::is_marked(whole);
        if is_line && has_sign(whole) && self.is_irregular() && !is_in_place() {
            // A line of another shape among the rows.
            let entries = entry::of_other_shape(text::entries(whole, None));
            if !entries.is_empty() {
                return Found::Several {
                    next: end_at.next,
                    lines: end_at.lines,
                    entries: Entries::Read(entries),
                };
            }
        }
        match self.people(rest, end.unterminated) {
            People::One(entry) => Found::Cells { end: end_at, entry },
            People::Several(entries) if entries.is_empty() => Found::Nobody {
                next: end_at.next,
                lines: end_at.lines,
            },
            People::Several(entries) => Found::Several {
                next: end_at.next,
                lines: end_at.lines,
                entries: Entries::Read(entries),
            },
        }
    }

    /// Takes the people out of the cells that were read last.
    fn people<'t>(&self, text: &'t str, unterminated: bool) -> People<'t> {
        let columns = &self.format.columns;
        let read = |columns: &Columns| entry::from_cells(text, &self.cells, columns, unterminated);
        let mut entry = read(columns);
        if !columns.groups.is_empty() {
            let mut entries = vec![entry];
            entries.extend(columns.groups.iter().map(read));
            entry::of_groups(&mut entries, text, &self.cells, self.format);
            return People::Several(entries);
        }
        let several = entry::several(&entry);
        if !several.is_empty() {
            return People::Several(several);
        }
        entry.mixed |= entry::has_other_address(text, &self.cells, &entry, self.format)
            || entry::has_name_in_title(&entry);
        entry.turned = self.guesses && entry::may_be_turned(&entry, columns);
        People::One(entry)
    }
}

/// Returns whether a record with an open quote may be closed behind the end of what was read of the text.
fn may_go_on(rest: &str) -> bool {
    rest.len() <= MAX_QUOTED_BYTES
        && memchr::memchr_iter(b'\n', rest.as_bytes())
            .nth(LOOK_BACK)
            .is_none()
}
