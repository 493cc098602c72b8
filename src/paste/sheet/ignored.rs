//! Lines that hold something and nobody: counted, and shown when somebody asks.

use serde::Serialize;

use super::chunks::index;
use super::{Filter, RowAt, Sheet};
use crate::domain::SafeText;
use crate::paste::format::{Delimiter, Layout};
use crate::paste::nobody::{is_comment, is_heading, is_ruler, is_total};
use crate::paste::scan::Lines;
use crate::paste::status::Status;

/// A line that holds something and nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredLine {
    /// Its number, from 0.
    pub line: usize,
    /// How many lines belong together, where quotes hold line breaks.
    pub lines: usize,
    /// What it holds, without what could drive a terminal.
    pub text: String,
    /// Why nobody is read from it.
    pub why: WhyIgnored,
}

/// Why nobody is read from a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyIgnored {
    /// It stands before the column headings.
    Preamble,
    /// It starts with `#` or `//`.
    Comment,
    /// It is drawn of signs.
    Separator,
    /// It repeats the column headings.
    Heading,
    /// It counts or adds up the rows.
    Total,
    /// It belongs to the format: `BEGIN:VCARD`.
    Markup,
    /// Its words name nobody with an address.
    NoPerson,
}

impl WhyIgnored {
    /// Returns the words for it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Preamble => "before the headings",
            Self::Comment => "comment",
            Self::Separator => "separator",
            Self::Heading => "headings again",
            Self::Total => "total",
            Self::Markup => "markup",
            Self::NoPerson => "nobody named",
        }
    }
}

impl Sheet {
    /// Reads the lines that hold something and nobody, from one place among them on.
    pub fn ignored(&self, from: usize, limit: usize, source: &dyn Lines) -> Vec<IgnoredLine> {
        let rows = self.shown(Filter::Ignored, from, limit);
        rows.into_iter()
            .filter_map(|row| self.ignored_line(row, source))
            .collect()
    }

    /// Reads a line that holds nobody; none if a row is there.
    pub fn ignored_line(&self, row: RowAt, source: &dyn Lines) -> Option<IgnoredLine> {
        let facts = self
            .chunks
            .get(row.0)
            .filter(|row| row.status() == Status::Ignored)?;
        let (line, lines) = (self.line_of(row), index(facts.lines));
        let mut text = String::new();
        source.read(line..line + lines, &mut text);
        let why = self.why_ignored(line, text.trim_end_matches('\n'));
        let text = SafeText::clean(&text).to_string();
        Some(IgnoredLine {
            line,
            lines,
            text,
            why,
        })
    }

    fn why_ignored(&self, line: usize, text: &str) -> WhyIgnored {
        let delimiter = match self.format.layout {
            Layout::Delimited(delimiter) => delimiter,
            Layout::AddressList | Layout::Text | Layout::Structured(_) => Delimiter::Comma,
        };
        if is_comment(text, delimiter) {
            WhyIgnored::Comment
        } else if self.format.preamble.contains(&line) {
            WhyIgnored::Preamble
        } else if !text.contains(char::is_alphanumeric) || is_ruler(text) {
            WhyIgnored::Separator
        } else if matches!(self.format.layout, Layout::Structured(_)) {
            WhyIgnored::Markup
        } else if is_heading(text.split(char::from(delimiter.byte()))) {
            WhyIgnored::Heading
        } else if is_total(text) {
            WhyIgnored::Total
        } else {
            WhyIgnored::NoPerson
        }
    }
}
