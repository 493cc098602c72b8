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
pub use json::{ContactJson, CustomerJson, Document, EntryJson, NoteJson};
pub use table::Separator;

use table::Line;

use crate::domain::{ContactLine, CustomField, CustomValues, Customer, HistoryEntry, Note};

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

    /// Returns the form of the rows; none for JSON, which is a document.
    pub const fn rows(self) -> Option<RowForm> {
        match self {
            Self::Csv => Some(RowForm::Table(Separator::Comma)),
            Self::Tsv => Some(RowForm::Table(Separator::Tab)),
            Self::Vcf => Some(RowForm::Cards),
            Self::Json => None,
        }
    }

    /// Returns the ending of the names of such files.
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

/// The form of a file that has a row for each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowForm {
    /// A line of cells.
    Table(Separator),
    /// A card.
    Cards,
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
    /// Notes.
    Notes,
}

impl Subject {
    /// Returns the name of the list in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Customers => "customers",
            Self::History => "history",
            Self::Notes => "notes",
        }
    }

    /// Returns whether there are such files of it: a history and notes have no vCards.
    pub fn has(self, format: Format) -> bool {
        !matches!((self, format), (Self::History | Self::Notes, Format::Vcf))
    }
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// A contact.
    Contact(&'a ContactLine<'a>),
    /// A customer.
    Customer(&'a Customer),
    /// A line of a history.
    Entry(&'a HistoryEntry),
    /// A note.
    Note(&'a Note),
}

/// Writes rows one below the other.
pub struct Rows<'w> {
    out: &'w mut dyn Write,
    form: RowForm,
    /// The fields that users defined, each a column behind the others.
    custom: &'w [CustomField],
    count: usize,
    line: Vec<u8>,
}

impl<'w> Rows<'w> {
    /// Begins with what stands before the rows, which have these custom fields.
    pub fn begin(
        out: &'w mut dyn Write,
        form: RowForm,
        subject: Subject,
        custom: &'w [CustomField],
    ) -> io::Result<Self> {
        let mut rows = Self {
            out,
            form,
            custom,
            count: 0,
            line: Vec::new(),
        };
        match form {
            RowForm::Table(separator) => {
                let mut line = Line::begin(&mut rows.line, separator);
                for title in cells::titles(subject) {
                    line.plain(title);
                }
                for field in custom {
                    line.text(field.label());
                }
                line.end();
            }
            RowForm::Cards => {}
        }
        rows.flush_line()?;
        Ok(rows)
    }

    /// Writes a row.
    pub fn write(&mut self, item: Item<'_>) -> io::Result<()> {
        match self.form {
            RowForm::Table(separator) => {
                let mut line = Line::begin(&mut self.line, separator);
                match item {
                    Item::Contact(row) => {
                        cells::contact(&mut line, row);
                        if !self.custom.is_empty() {
                            let values = CustomValues::from_stored(row.custom);
                            cells::custom(&mut line, self.custom, &values);
                        }
                    }
                    Item::Customer(row) => {
                        cells::customer(&mut line, row);
                        cells::custom(&mut line, self.custom, &row.custom);
                    }
                    Item::Entry(row) => cells::entry(&mut line, row),
                    Item::Note(row) => cells::note(&mut line, row),
                }
                line.end();
            }
            RowForm::Cards => vcard::write(&mut self.line, item, self.custom),
        }
        self.count += 1;
        self.flush_line()
    }

    /// Returns how many rows were written.
    pub const fn count(&self) -> usize {
        self.count
    }

    fn flush_line(&mut self) -> io::Result<()> {
        self.out.write_all(&self.line)?;
        self.line.clear();
        Ok(())
    }
}
