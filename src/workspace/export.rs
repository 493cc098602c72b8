//! Exports lists in parts, so that a long one needs no more memory than a short one.

use std::io::{self, Write};
use std::path::Path;

use super::{Error, Workspace};
use crate::domain::{Existing, HistoryQuery, HistorySelection, SafeText, Selection};
use crate::export::{Exporter, FileError, Format, Item, PrivateFile, Subject};
use crate::store::{Cursor, Reader, StoreError};

/// How many rows are read at once.
const ROWS: usize = 2_000;

/// The mark by which Excel knows that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why an export was not made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The rows could not be read.
    #[error(transparent)]
    Workspace(#[from] Error),
    /// The rows could not be written.
    #[error("{0}")]
    Output(#[from] io::Error),
    /// The file could not be made.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// What the rows are.
    pub subject: Subject,
    /// How many.
    pub rows: usize,
}

impl Exported {
    /// Tells it, with the name of the file.
    pub fn sentence(&self, file: &SafeText) -> String {
        let noun = match (self.subject, self.rows) {
            (Subject::Contacts, 1) => "contact",
            (Subject::Contacts, _) => "contacts",
            (Subject::Customers, 1) => "customer",
            (Subject::Customers, _) => "customers",
            (Subject::History, 1) => "line of the history",
            (Subject::History, _) => "lines of the history",
        };
        format!("Exported {} {noun} to {file}.", self.rows)
    }
}

impl Workspace {
    /// Writes the rows of a selection.
    pub fn export(
        &mut self,
        selection: &Selection,
        format: Format,
        out: &mut dyn Write,
    ) -> Result<Exported, ExportError> {
        let subject = subject(selection);
        if !subject.has(format) {
            let text = "A history cannot be written as vCards; choose csv, tsv or json.";
            return Err(Error::Refused(text.to_owned()).into());
        }
        let mut exporter = Exporter::begin(out, format, subject)?;
        match selection {
            Selection::Contacts(selection) => self.parts(
                |reader, after| reader.contacts_after(selection, after, ROWS),
                |row| exporter.write(Item::Contact(row)),
            )?,
            Selection::Customers(selection) => self.parts(
                |reader, after| reader.customers_after(selection, after, ROWS),
                |row| exporter.write(Item::Customer(row)),
            )?,
            Selection::History(selection) => self.export_history(selection, &mut exporter)?,
        }
        let rows = exporter.finish()?;
        Ok(Exported { subject, rows })
    }

    /// Writes the rows of a selection into a file that only its owner reads; a file that is not whole gets no name.
    pub fn export_to_file(
        &mut self,
        selection: &Selection,
        format: Format,
        path: &Path,
        existing: Existing,
    ) -> Result<Exported, ExportError> {
        let mut file = PrivateFile::begin(path, existing)?;
        let written = match format {
            Format::Csv => file.write_all(BYTE_ORDER_MARK),
            Format::Tsv | Format::Json | Format::Vcf => Ok(()),
        };
        let exported = written
            .map_err(ExportError::from)
            .and_then(|()| self.export(selection, format, &mut file));
        match exported {
            Ok(exported) => {
                file.keep()?;
                Ok(exported)
            }
            Err(ExportError::Output(error)) => Err(file.failed(error).into()),
            Err(error) => Err(error),
        }
    }

    /// Reads part after part and hands the rows on; between the parts others may write.
    fn parts<T>(
        &mut self,
        read: impl Fn(&Reader<'_>, Option<&Cursor>) -> Result<(Vec<T>, Option<Cursor>), StoreError>,
        mut write: impl FnMut(&T) -> io::Result<()>,
    ) -> Result<(), ExportError> {
        let mut after = None;
        loop {
            let (rows, next) = self
                .store
                .read(|reader| read(reader, after.as_ref()))
                .map_err(Error::from)?;
            rows.iter().try_for_each(&mut write)?;
            match next {
                Some(cursor) => after = Some(cursor),
                None => return Ok(()),
            }
        }
    }

    fn export_history(
        &mut self,
        selection: &HistorySelection,
        exporter: &mut Exporter<'_>,
    ) -> Result<(), ExportError> {
        let mut written = 0;
        loop {
            // Half of a part comes before the place that is asked for.
            let page = self.history(&HistoryQuery {
                customer: selection.customer,
                words: selection.words.clone(),
                row: written + ROWS / 2,
                limit: ROWS,
            })?;
            let known = written.saturating_sub(page.offset);
            let before = written;
            for row in page.rows.iter().skip(known) {
                exporter.write(Item::Entry(row))?;
                written += 1;
            }
            if written >= page.total || written == before {
                return Ok(());
            }
        }
    }
}

const fn subject(selection: &Selection) -> Subject {
    match selection {
        Selection::Contacts(_) => Subject::Contacts,
        Selection::Customers(_) => Subject::Customers,
        Selection::History(_) => Subject::History,
    }
}
