//! Walks over the records of a text and hands out one entry for each person.

use std::ops::{ControlFlow, Range};

use super::address_list;
use super::check::{Checker, Verdict};
use super::entry::{self, Entry};
use super::format::{Delimiter, Format, Layout, Options};
use super::quick::Quick;
use super::record::{self, Cell, LOOK_BACK};

/// The lines of a text, however it is kept; each ends in `\n`, the last one need not.
pub trait Lines: Sync {
    /// Gives the number of lines.
    fn count(&self) -> usize;
    /// Appends the lines of a range, each with a line break.
    fn read(&self, lines: Range<usize>, into: &mut String);
}

/// A whole text with an index of its lines.
#[derive(Debug)]
pub struct IndexedText<'t> {
    text: &'t str,
    /// Where each line starts; one more at the end.
    starts: Vec<usize>,
}

impl<'t> IndexedText<'t> {
    /// Indexes a text whose lines end in `\n`.
    pub fn new(text: &'t str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / SHORT_LINE);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        starts.push(text.len());
        Self { text, starts }
    }
}

impl Lines for IndexedText<'_> {
    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    fn read(&self, lines: Range<usize>, into: &mut String) {
        let start = self.starts.get(lines.start).copied().unwrap_or(self.text.len());
        let end = self.starts.get(lines.end).copied().unwrap_or(self.text.len());
        into.push_str(self.text.get(start..end).unwrap_or_default());
        if lines.end >= self.count() && !lines.is_empty() {
            into.push('\n');
        }
    }
}

/// The length of lines for which room is kept, so that the index of most texts never has to grow.
const SHORT_LINE: usize = 32;

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
}

/// Reads records, one after the other.
pub(super) struct Scanner<'f> {
    format: &'f Format,
    /// Whether a line may turn out to be an address list on its own.
    mixed: bool,
    cells: Vec<Cell>,
    /// The short way for plain rows, where the layout has any.
    quick: Option<Quick>,
}

impl<'f> Scanner<'f> {
    pub(super) fn new(format: &'f Format, options: &Options) -> Self {
        let mixed = !format.header && options.layout.is_none();
        Self {
            format,
            mixed,
            cells: Vec::new(),
            quick: match format.layout {
                Layout::Delimited(delimiter) => Some(Quick::new(delimiter.byte(), mixed)),
                Layout::AddressList => None,
            },
        }
    }

    /// Walks from line `first`, which starts a record, to the end of the text.
    ///
    /// `before` is asked at each line at which a record could start; `each` gets the verdicts. Gives the line at which the
    /// walk ended.
    pub(super) fn walk(
        &mut self,
        source: &dyn Lines,
        first: usize,
        slab: usize,
        mut before: impl FnMut(usize) -> ControlFlow<()>,
        checker: &mut Checker,
        mut each: impl FnMut(Spot, Verdict),
    ) -> usize {
        let count = source.count();
        let mut slab = slab.min(SLAB);
        let mut line = first;
        let mut text = String::new();
        loop {
            let end = (line + slab).min(count);
            text.clear();
            source.read(line..end, &mut text);
            if let Some(quick) = &mut self.quick {
                quick.reset();
            }
            let mut at = 0;
            let mut extended = false;
            while at < text.len() {
                if before(line).is_break() {
                    return line;
                }
                let plain = self
                    .quick
                    .as_mut()
                    .and_then(|quick| quick.row(text.as_bytes(), at, &self.format.columns, checker));
                if let Some((next, verdict)) = plain {
                    each(
                        Spot {
                            line,
                            lines: 1,
                            nth: 0,
                        },
                        verdict,
                    );
                    at = next;
                    line += 1;
                    continue;
                }
                let (next, lines) = match self.record(&text, at, end < count && !extended) {
                    Found::Nothing { next } => (next, 1),
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
                            },
                            checker.judge(&entry),
                        );
                        (end.next, end.lines)
                    }
                    Found::List { next, entries } => {
                        for (nth, entry) in entries.iter().enumerate() {
                            each(Spot { line, lines: 1, nth }, checker.judge(entry));
                        }
                        (next, 1)
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

    fn record<'t>(&mut self, text: &'t str, at: usize, more: bool) -> Found<'t> {
        let rest = text.get(at..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        let next = (at + length + 1).min(text.len());
        let delimiter = match self.format.layout {
            Layout::Delimited(delimiter) => delimiter,
            Layout::AddressList => Delimiter::Comma,
        };
        if is_blank(line, delimiter) || is_comment(line, delimiter) {
            return Found::Nothing { next };
        }
        let list = match self.format.layout {
            Layout::AddressList => true,
            Layout::Delimited(delimiter) => self.mixed && address_list::reads_as_list(line, delimiter.byte()),
        };
        if list {
            return Found::List {
                next,
                entries: address_list::read(line),
            };
        }
        let end = record::read(rest, 0, delimiter.byte(), &mut self.cells);
        if end.unterminated && more {
            return Found::NeedsMore;
        }
        let entry = entry::from_cells(rest, &self.cells, &self.format.columns, end.unterminated);
        Found::Cells {
            end: record::End {
                next: at + end.next,
                ..end
            },
            entry,
        }
    }
}

/// Reads one entry again, from the lines of its record.
pub(super) fn again<T>(
    source: &dyn Lines,
    format: &Format,
    options: &Options,
    spot: Spot,
    read: impl FnOnce(&Entry<'_>, &str) -> T,
) -> Option<T> {
    let mut text = String::new();
    source.read(spot.line..spot.line + spot.lines, &mut text);
    match Scanner::new(format, options).record(&text, 0, false) {
        Found::Cells { entry, .. } => Some(read(&entry, &text)),
        Found::List { entries, .. } => entries.get(spot.nth).map(|entry| read(entry, &text)),
        Found::Nothing { .. } | Found::NeedsMore => None,
    }
}

/// Reads all entries of the record on some lines again.
pub(super) fn entries<T>(
    source: &dyn Lines,
    format: &Format,
    options: &Options,
    lines: Range<usize>,
    read: impl Fn(&Entry<'_>, &str) -> T,
) -> Vec<T> {
    let mut text = String::new();
    source.read(lines, &mut text);
    match Scanner::new(format, options).record(&text, 0, false) {
        Found::Cells { entry, .. } => vec![read(&entry, &text)],
        Found::List { entries, .. } => entries.iter().map(|entry| read(entry, &text)).collect(),
        Found::Nothing { .. } | Found::NeedsMore => Vec::new(),
    }
}

#[expect(
    clippy::large_enum_variant,
    reason = "one lives at a time, and a box would cost an allocation for each row"
)]
enum Found<'t> {
    Nothing { next: usize },
    NeedsMore,
    Cells { end: record::End, entry: Entry<'t> },
    List { next: usize, entries: Vec<Entry<'t>> },
}

/// Says whether a line holds nothing but blanks and delimiters.
pub(super) fn is_blank(line: &str, delimiter: Delimiter) -> bool {
    match line.as_bytes().first() {
        None => true,
        Some(first) if first.is_ascii_alphanumeric() => false,
        Some(_) => line.chars().all(|c| {
            c.is_whitespace() || c == char::from(delimiter.byte()) || matches!(c, '\u{feff}' | '\u{200b}')
        }),
    }
}

/// Says whether a line is a remark: `# …`, `// …`. A header may start with a cell that holds `#` alone.
pub(super) fn is_comment(line: &str, delimiter: Delimiter) -> bool {
    let text = line.trim_start();
    text.strip_prefix('#')
        .is_some_and(|rest| !rest.starts_with(char::from(delimiter.byte())))
        || text.starts_with("//")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", true)]
    #[case(" ,, \u{200b}", true)]
    #[case("\u{feff}", true)]
    #[case(";", false)]
    #[case("-,-", false)]
    #[case(",a", false)]
    #[case("a", false)]
    fn a_line_of_blanks_and_delimiters_is_blank(#[case] line: &str, #[case] blank: bool) {
        assert_eq!(is_blank(line, Delimiter::Comma), blank);
    }

    #[rstest]
    #[case("# exported", true)]
    #[case("  // exported", true)]
    #[case("#", true)]
    #[case("#,Name,Email", false)]
    #[case("#;Name", true)]
    #[case("/ Ann", false)]
    #[case("Ann # Lee", false)]
    fn a_remark_starts_with_a_sign_that_is_no_cell(#[case] line: &str, #[case] comment: bool) {
        assert_eq!(is_comment(line, Delimiter::Comma), comment);
    }
}
