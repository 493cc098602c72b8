//! Walks over the records of a text and hands out one entry for each person.

use std::ops::{ControlFlow, Range};

use super::address_list;
use super::check::{Checker, Verdict};
use super::entry::{self, Entry};
use super::fast_path::FastPath;
use super::format::{Delimiter, Format, Layout, Options};
use super::record::{self, Cell, LOOK_BACK, MAX_QUOTED_BYTES};

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
                Layout::Delimited(delimiter) if !format.columns.mixed => {
                    Some(FastPath::new(delimiter.byte(), mixed))
                }
                Layout::Delimited(_) | Layout::AddressList => None,
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
            if let Some(fast_path) = &mut self.fast_path {
                fast_path.reset();
            }
            let mut at = 0;
            let mut extended = false;
            while at < text.len() {
                if before(line).is_break() {
                    return line;
                }
                let plain = self
                    .fast_path
                    .as_mut()
                    .and_then(|fast_path| fast_path.row(text.as_bytes(), at, &self.format.columns, checker));
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
        if end.unterminated && more && may_go_on(rest) {
            return Found::NeedsMore;
        }
        let mut entry = entry::from_cells(rest, &self.cells, &self.format.columns, end.unterminated);
        entry.mixed |= entry::has_other_address(rest, &self.cells, &entry, self.format)
            || (self.guesses && entry::has_name_in_title(&entry));
        entry.turned = self.guesses && entry::may_be_turned(&entry, &self.format.columns);
        Found::Cells {
            end: record::End {
                next: at + end.next,
                ..end
            },
            entry,
        }
    }
}

/// Reads entries again, from the lines of their records; those of one record stand together and are read together.
pub(super) fn again(
    source: &dyn Lines,
    format: &Format,
    options: &Options,
    spots: &[Spot],
    mut each: impl FnMut(usize, &Entry<'_>, &str),
) {
    let mut scanner = Scanner::new(format, options);
    let mut text = String::new();
    let mut at = 0;
    while let Some(rest) = spots.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.first().map_or(0, |spot| spot.line);
        let lines = rest.first().map_or(0, |spot| spot.lines);
        text.clear();
        source.read(line..line + lines, &mut text);
        let found = scanner.record(&text, 0, false);
        let same = rest.iter().take_while(|spot| spot.line == line);
        let mut read = 0;
        for spot in same {
            let entry = match &found {
                Found::Cells { entry, .. } => Some(entry),
                Found::List { entries, .. } => entries.get(spot.nth),
                Found::Nothing { .. } | Found::NeedsMore => None,
            };
            if let Some(entry) = entry {
                each(at + read, entry, &text);
            }
            read += 1;
        }
        at += read;
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

/// Reads the one entry that is all of a text; none if the text holds more or less.
pub(super) fn only_entry<T>(
    text: &str,
    format: &Format,
    options: &Options,
    read: impl FnOnce(&Entry<'_>) -> T,
) -> Option<T> {
    match Scanner::new(format, options).record(text, 0, false) {
        Found::Cells { end, entry } if end.next >= text.len() => Some(read(&entry)),
        Found::List { next, entries } if next >= text.len() && entries.len() == 1 => {
            entries.first().map(read)
        }
        Found::Cells { .. } | Found::List { .. } | Found::Nothing { .. } | Found::NeedsMore => None,
    }
}

/// Returns whether a record with an open quote may be closed behind the end of what was read of the text.
fn may_go_on(rest: &str) -> bool {
    rest.len() <= MAX_QUOTED_BYTES
        && memchr::memchr_iter(b'\n', rest.as_bytes())
            .nth(LOOK_BACK)
            .is_none()
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

/// Says whether a line is a remark: `# …`, `// …`. A header may start with a cell that holds `#` alone, and a line with an
/// address is somebody's.
pub(super) fn is_comment(line: &str, delimiter: Delimiter) -> bool {
    let text = line.trim_start();
    let is_marked = text
        .strip_prefix('#')
        .is_some_and(|rest| !rest.starts_with(char::from(delimiter.byte())))
        || text.starts_with("//");
    is_marked && !line.contains(['@', '＠'])
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
    #[case("#1 Ann Lee <ann@acme.com>", false)]
    #[case("// Ann Lee, ann@acme.com", false)]
    fn a_remark_starts_with_a_sign_that_is_no_cell(#[case] line: &str, #[case] comment: bool) {
        assert_eq!(is_comment(line, Delimiter::Comma), comment);
    }
}
