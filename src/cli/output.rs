//! What commands print: results on standard output, sentences beside JSON on standard error.

use std::io::{self, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::Error;
use crate::domain::is_harmless;

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For the user.
    Text,
    /// One JSON document.
    Json,
}

/// Where commands print.
pub struct Output<'a> {
    /// How.
    pub format: Format,
    /// Standard output.
    pub results: &'a mut dyn Write,
    /// Standard error.
    pub messages: &'a mut dyn Write,
}

impl Output<'_> {
    /// Prints what was done: the sentence for the user, or the document with the sentence beside it.
    ///
    /// It is printed at once, so that a full disk is told apart from a change that was not made.
    pub(super) fn done(&mut self, sentence: &str, document: &impl Serialize) -> Result<(), Error> {
        let printed = match self.format {
            Format::Text => writeln!(self.results, "{sentence}"),
            Format::Json => {
                self.note(sentence);
                self.json(document)
            }
        };
        printed
            .and_then(|()| self.results.flush())
            .map_err(Error::OutputLost)
    }

    /// Prints a JSON document.
    pub(super) fn json(&mut self, document: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(Escaping(&mut *self.results), document)?;
        writeln!(self.results)
    }

    /// Prints text as it is.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.results.write_all(text.as_bytes())
    }

    /// Prints a line of the result.
    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.results, "{line}")
    }

    /// Prints a sentence that is not part of the result.
    pub(super) fn note(&mut self, sentence: &str) {
        // The command is done all the same where nobody reads the messages.
        let _ = writeln!(self.messages, "{sentence}");
    }

    /// Prints rows in columns of even width.
    pub(super) fn table<const N: usize>(
        &mut self,
        titles: [&str; N],
        rows: &[[String; N]],
    ) -> io::Result<()> {
        let mut widths = titles.map(UnicodeWidthStr::width);
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let titles = titles.map(str::to_owned);
        for row in std::iter::once(&titles).chain(rows) {
            let mut line = String::new();
            for (width, cell) in widths.iter().zip(row) {
                line.push_str(cell);
                line.push_str(&" ".repeat(2 + width.saturating_sub(cell.width())));
            }
            writeln!(self.results, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Writes JSON whose strings hold nothing that drives a terminal: such characters stand as escapes (RFC 8259, 7).
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if !is_harmless(text) => {
                for character in text.chars() {
                    let mut buffer = [0; 4];
                    let whole = character.encode_utf8(&mut buffer);
                    if is_harmless(whole) {
                        self.0.write_all(whole.as_bytes())?;
                    } else {
                        for unit in character.encode_utf16(&mut [0; 2]) {
                            write!(self.0, "\\u{unit:04x}")?;
                        }
                    }
                }
            }
            Ok(_) | Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_string_drives_no_terminal_and_reads_back_equal() {
        let hostile = "/tmp/a\u{9b}31m\u{202e}\u{e0041}\u{7f}\u{1b}[2J b\"\\ Ann José 王";
        let (mut results, mut messages) = (Vec::new(), Vec::new());
        let mut output = Output {
            format: Format::Json,
            results: &mut results,
            messages: &mut messages,
        };
        output.json(&[hostile]).expect("written");
        let text = String::from_utf8(results).expect("text");
        assert!(is_harmless(&text), "{text:?}");
        assert!(text.contains("José 王"), "{text}");
        assert_eq!(
            serde_json::from_str::<[String; 1]>(&text).expect("JSON"),
            [hostile]
        );
    }
}
