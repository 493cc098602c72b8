//! Files for other programs: tables for spreadsheets, JSON, and vCards, written row by row.

mod cells;
mod file;
mod json;
mod table;
#[cfg(test)]
mod tests;
mod vcard;

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

pub use file::{FileError, PrivateFile};
pub use json::{ContactJson, CustomerJson, EntryJson};

use crate::domain::{ContactAt, Customer, HistoryEntry};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header line (RFC 4180).
    Csv,
    /// Tab-separated values with a header line.
    Tsv,
    /// One JSON document.
    Json,
    /// vCards 4.0 (RFC 6350).
    Vcf,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Tsv, Self::Json, Self::Vcf];

    /// Gives the ending of the names of such files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Vcf => "vcf",
        }
    }

    /// Finds the format by the ending of a name.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension().and_then(OsStr::to_str)?;
        Self::ALL
            .into_iter()
            .find(|format| format.ending().eq_ignore_ascii_case(ending))
    }
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Contacts.
    Contacts,
    /// Customers.
    Customers,
    /// Lines of a history.
    History,
}

impl Subject {
    /// Gives the name of the list in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Customers => "customers",
            Self::History => "history",
        }
    }

    /// Says whether there are such files of it: a history has no vCards.
    pub fn has(self, format: Format) -> bool {
        !matches!((self, format), (Self::History, Format::Vcf))
    }
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// A contact.
    Contact(&'a ContactAt),
    /// A customer.
    Customer(&'a Customer),
    /// A line of a history.
    Entry(&'a HistoryEntry),
}

/// Writes rows in a format.
pub struct Exporter<'w> {
    out: &'w mut dyn Write,
    format: Format,
    rows: usize,
    line: Vec<u8>,
}

impl<'w> Exporter<'w> {
    /// Begins with what stands before the rows.
    pub fn begin(out: &'w mut dyn Write, format: Format, subject: Subject) -> io::Result<Self> {
        let mut exporter = Self {
            out,
            format,
            rows: 0,
            line: Vec::new(),
        };
        match format {
            Format::Csv => table::csv(&mut exporter.line, cells::titles(subject)),
            Format::Tsv => table::tsv(&mut exporter.line, cells::titles(subject)),
            Format::Json => exporter.line.extend(format!("{{\"{}\":[", subject.key()).bytes()),
            Format::Vcf => {}
        }
        exporter.flush_line()?;
        Ok(exporter)
    }

    /// Writes a row.
    pub fn write(&mut self, item: Item<'_>) -> io::Result<()> {
        match self.format {
            Format::Csv => cells::each(item, |cells| table::csv(&mut self.line, cells.iter())),
            Format::Tsv => cells::each(item, |cells| table::tsv(&mut self.line, cells.iter())),
            Format::Json => {
                self.line
                    .extend(if self.rows == 0 { "\n" } else { ",\n" }.bytes());
                json::write(&mut self.line, item)?;
            }
            Format::Vcf => vcard::write(&mut self.line, item),
        }
        self.rows += 1;
        self.flush_line()
    }

    /// Ends with what stands behind the rows, and gives their number.
    pub fn finish(mut self) -> io::Result<usize> {
        match self.format {
            Format::Json => {
                self.line
                    .extend(if self.rows == 0 { "]}\n" } else { "\n]}\n" }.bytes());
                self.flush_line()?;
            }
            Format::Csv | Format::Tsv | Format::Vcf => {}
        }
        Ok(self.rows)
    }

    fn flush_line(&mut self) -> io::Result<()> {
        self.out.write_all(&self.line)?;
        self.line.clear();
        Ok(())
    }
}
