//! Splits one record into cells: RFC 4180, and what people's programs write instead of it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

/// The most lines that one quoted cell may span; a quote left open must not swallow a whole list.
pub(super) const MAX_QUOTED_LINES: usize = 100;

/// The most bytes of one quoted cell.
pub(super) const MAX_QUOTED_BYTES: usize = 64 * 1024;

/// The stray quotes in one quoted cell after which its quotes are taken as they are.
const MAX_STRAY_QUOTES: usize = 8;

/// The bytes of one record that may be looked at for a closing quote in vain; what opens behind them is taken as it is.
const MAX_LOOKED_AT: usize = 4 * MAX_QUOTED_BYTES;

/// How far before an edit a quote may stand that the edit closes, in lines.
pub(super) const LOOK_BACK: usize = MAX_QUOTED_LINES;

/// One cell, as a range of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// All of it, with quotes and outer blanks.
    pub span: Range<usize>,
    /// Whether it stands in straight quotes.
    pub quoted: bool,
}

impl Cell {
    /// Gives what the cell holds, without its quotes.
    pub(super) fn value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let raw = text.get(self.span.clone()).unwrap_or_default();
        if !self.quoted {
            return Cow::Borrowed(raw);
        }
        let inner = raw.trim_matches(' ');
        let inner = inner.strip_prefix('"').unwrap_or(inner);
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        // Most cells hold no quote at all, which is found faster than two of them.
        if memchr(b'"', inner.as_bytes()).is_some() {
            Cow::Owned(inner.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inner)
        }
    }
}

/// Where a record ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// The byte after its line break, or the end of the text.
    pub next: usize,
    /// How many lines it spans.
    pub lines: usize,
    /// Whether a quote in it is never closed.
    pub unterminated: bool,
}

/// Reads the record that starts at a byte of a text, whose lines end in `\n`, into `cells`.
pub(super) fn read(text: &str, start: usize, delimiter: u8, cells: &mut Vec<Cell>) -> End {
    cells.clear();
    let bytes = text.as_bytes();
    let mut at = start;
    let mut lines = 1;
    let mut unterminated = false;
    let mut budget = MAX_LOOKED_AT;
    loop {
        let tail = bytes.get(at..).unwrap_or_default();
        let blanks = tail.iter().take_while(|b| **b == b' ').count();
        let (length, quoted) = match tail.get(blanks) {
            Some(b'"') if budget > 0 => match quoted_length(tail, blanks, delimiter, lines) {
                Quoted::Closed { length, breaks } => {
                    lines += breaks;
                    (length, true)
                }
                Quoted::Literal { looked_at } => {
                    budget = budget.saturating_sub(looked_at);
                    (plain_length(tail, delimiter), false)
                }
                Quoted::Open { looked_at } => {
                    budget = budget.saturating_sub(looked_at);
                    unterminated = true;
                    (plain_length(tail, delimiter), false)
                }
            },
            Some(0xe2) if budget > 0 => {
                let length = curly_length(tail, blanks, delimiter).unwrap_or_else(|looked_at| {
                    budget = budget.saturating_sub(looked_at);
                    plain_length(tail, delimiter)
                });
                (length, false)
            }
            Some(_) | None => (plain_length(tail, delimiter), false),
        };
        cells.push(Cell {
            span: at..at + length,
            quoted,
        });
        at += length;
        match bytes.get(at) {
            Some(b'\n') => {
                at += 1;
                break;
            }
            Some(_) => at += 1,
            None => break,
        }
    }
    End {
        next: at,
        lines,
        unterminated,
    }
}

fn plain_length(tail: &[u8], delimiter: u8) -> usize {
    memchr2(delimiter, b'\n', tail).unwrap_or(tail.len())
}

enum Quoted {
    /// The closing quote stands before a delimiter, a line break or the end.
    Closed { length: usize, breaks: usize },
    /// Quotes stand around a part of the cell only, as in `"Ann" Lee`.
    Literal { looked_at: usize },
    /// There is no closing quote.
    Open { looked_at: usize },
}

/// Measures the cell whose opening quote stands at `open`, in a record that spans `lines` lines up to there.
fn quoted_length(tail: &[u8], open: usize, delimiter: u8, lines: usize) -> Quoted {
    let mut at = open + 1;
    let mut strays = 0;
    let mut breaks = 0;
    loop {
        let Some(quote) = tail.get(at..).and_then(|rest| memchr(b'"', rest)).map(|n| n + at) else {
            let looked_at = tail.len();
            return if strays > 0 {
                Quoted::Literal { looked_at }
            } else {
                Quoted::Open { looked_at }
            };
        };
        let looked_at = quote;
        if quote > open + MAX_QUOTED_BYTES {
            return Quoted::Open { looked_at };
        }
        breaks += memchr::memchr_iter(b'\n', tail.get(at..quote).unwrap_or_default()).count();
        if lines + breaks > MAX_QUOTED_LINES {
            return Quoted::Open { looked_at };
        }
        if breaks > 0 && strays > 0 {
            return Quoted::Literal { looked_at };
        }
        if tail.get(quote + 1) == Some(&b'"') {
            at = quote + 2;
            continue;
        }
        let after = tail.get(quote + 1..).unwrap_or_default();
        let blanks = after.iter().take_while(|b| **b == b' ').count();
        match after.get(blanks) {
            None | Some(b'\n') => {
                return Quoted::Closed {
                    length: quote + 1 + blanks,
                    breaks,
                };
            }
            Some(b) if *b == delimiter => {
                return Quoted::Closed {
                    length: quote + 1 + blanks,
                    breaks,
                };
            }
            // A stray quote on a later line belongs to another record.
            Some(_) if breaks > 0 => return Quoted::Open { looked_at },
            Some(_) => {
                strays += 1;
                if strays > MAX_STRAY_QUOTES {
                    return Quoted::Literal { looked_at };
                }
                at = quote + 1;
            }
        }
    }
}

/// Measures a cell in curly quotes, in which a delimiter does not count; anything else is a plain cell, and the error how
/// many bytes were looked at.
fn curly_length(tail: &[u8], open: usize, delimiter: u8) -> Result<usize, usize> {
    let closing: &[&[u8]] = match tail.get(open..open + 3) {
        Some([0xe2, 0x80, 0x9c]) => &["”".as_bytes()],
        Some([0xe2, 0x80, 0x9e]) => &["“".as_bytes(), "”".as_bytes()],
        _ => return Err(0),
    };
    let line = tail
        .get(..memchr(b'\n', tail).unwrap_or(tail.len()))
        .unwrap_or_default();
    closing
        .iter()
        .filter_map(|mark| {
            let close = open + 3 + memchr::memmem::find(line.get(open + 3..)?, mark)? + mark.len();
            let blanks = line.get(close..)?.iter().take_while(|b| **b == b' ').count();
            let next = line.get(close + blanks);
            (next.is_none() || next == Some(&delimiter)).then_some(close + blanks)
        })
        .min()
        .ok_or(line.len())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn rows(text: &str, delimiter: char) -> Vec<(Vec<String>, bool)> {
        let (mut at, mut cells, mut rows) = (0, Vec::new(), Vec::new());
        while at < text.len() {
            let end = read(text, at, u8::try_from(delimiter).expect("ASCII"), &mut cells);
            let values = cells.iter().map(|cell| cell.value(text).into_owned()).collect();
            rows.push((values, end.unterminated));
            assert!(end.next > at);
            at = end.next;
        }
        rows
    }

    #[rstest]
    #[case("a,b,c", &["a", "b", "c"])]
    #[case("a,\"b, c\",d", &["a", "b, c", "d"])]
    #[case("a,\"b\"\"c\"", &["a", "b\"c"])]
    #[case("a, \"b, c\" ,d", &["a", "b, c", "d"])]
    #[case("\"a\nb\",c", &["a\nb", "c"])]
    #[case("\"Ann\" Lee,x", &["\"Ann\" Lee", "x"])]
    #[case("\"Ann \"Annie\" Lee\",x", &["Ann \"Annie\" Lee", "x"])]
    #[case("“Ruiz, Dana”,x", &["“Ruiz, Dana”", "x"])]
    #[case("„Ruiz, Dana“,x", &["„Ruiz, Dana“", "x"])]
    #[case("a, “Ruiz, Dana” ,b", &["a", " “Ruiz, Dana” ", "b"])]
    #[case("„Ruiz, Dana” ,„Lee, Ann“", &["„Ruiz, Dana” ", "„Lee, Ann“"])]
    #[case("“Ann” Lee,x", &["“Ann” Lee", "x"])]
    #[case("“Ann, Lee", &["“Ann", " Lee"])]
    #[case("a,", &["a", ""])]
    #[case("\"\",b", &["", "b"])]
    fn splits(#[case] text: &str, #[case] cells: &[&str]) {
        let read = rows(text, ',');
        assert_eq!(read.len(), 1, "{read:?}");
        assert_eq!(read[0].0, cells);
        assert!(!read[0].1);
    }

    #[test]
    fn an_open_quote_takes_its_own_line_only() {
        let read = rows("\"Ann,ann@acme.com\n\"Bo\",bo@acme.com\nCy,cy@acme.com", ',');
        assert_eq!(read.len(), 3, "{read:?}");
        assert!(read[0].1);
        assert!(!read[1].1);
        assert_eq!(read[2].0, ["Cy", "cy@acme.com"]);
    }

    #[test]
    fn a_record_spans_no_more_lines_than_are_looked_at_after_an_edit() {
        let cell = format!("\"{}\"", "x\n".repeat(60));
        let text = format!("{cell},{cell},y\nBo,bo@acme.com");
        let mut cells = Vec::new();
        let end = read(&text, 0, b',', &mut cells);
        assert!(end.lines <= LOOK_BACK && end.unterminated, "{end:?}");
    }

    #[test]
    fn quotes_without_end_do_not_cost_more_than_their_length() {
        for piece in ["\"a\"b,", "\"x\"\",", "\"a,\"\"b", "\"", "\"\"x"] {
            let text = piece.repeat(1_000_000 / piece.len());
            let mut cells = Vec::new();
            let end = read(&text, 0, b',', &mut cells);
            assert_eq!(end.next, text.len(), "{piece}");
        }
    }

    #[test]
    fn a_quote_that_closes_too_far_away_is_open() {
        let text = format!("\"Ann,x\n{}\",y", "line\n".repeat(200));
        assert!(rows(&text, ',')[0].1);
    }
}
