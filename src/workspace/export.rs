//! Exports lists row by row, so that a long one needs no more memory than a short one.

use std::io::{self, Write};
use std::path::Path;

use super::{Error, Workspace};
use crate::domain::{
    Contact, ContactSelection, CustomField, Customer, CustomerSelection, Existing, FieldOf, HistoryEntry,
    HistorySelection, Note, SafeText, Selection,
};
use crate::export::{
    ContactJson, CustomerJson, Document, EntryJson, FileError, Format, Item, NoteJson, PrivateFile, Rows,
    Subject,
};
use crate::store::StoreError;

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

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> Self {
        Self::Workspace(error.into())
    }
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
    /// Returns it, with the name of the file.
    pub fn sentence(&self, file: &SafeText) -> String {
        let noun = match (self.subject, self.rows) {
            (Subject::Contacts, 1) => "contact",
            (Subject::Contacts, _) => "contacts",
            (Subject::Customers, 1) => "customer",
            (Subject::Customers, _) => "customers",
            (Subject::History, 1) => "line of the history",
            (Subject::History, _) => "lines of the history",
            (Subject::Notes, 1) => "note",
            (Subject::Notes, _) => "notes",
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
            let what = if subject == Subject::Notes {
                "Notes"
            } else {
                "A history"
            };
            let text = format!("{what} cannot be written as vCards; choose csv, tsv or json.");
            return Err(Error::Refused(text).into());
        }
        let rows = match format.rows() {
            Some(form) => {
                let fields = self.custom_fields_of(subject)?;
                self.export_rows(selection, Rows::begin(out, form, subject, &fields)?)?
            }
            None => self.export_document(selection, Document::begin(out, subject)?)?,
        };
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
        self.store.demand_other(path).map_err(Error::from)?;
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

    /// Lists the fields that users defined for the rows of an export.
    fn custom_fields_of(&mut self, subject: Subject) -> Result<Vec<CustomField>, Error> {
        let of = match subject {
            Subject::Contacts => FieldOf::Contact,
            Subject::Customers => FieldOf::Customer,
            Subject::History | Subject::Notes => return Ok(Vec::new()),
        };
        let fields = self.custom_fields()?.into_iter();
        Ok(fields.filter(|field| field.fields.of == of).collect())
    }

    fn export_rows(&mut self, selection: &Selection, mut rows: Rows<'_>) -> Result<usize, ExportError> {
        let mut write = |item: Item<'_>| rows.write(item).map_err(ExportError::from);
        match selection {
            Selection::Contacts(selection) => self
                .store
                .read(|reader| reader.each_contact_line(selection, |line| write(Item::Contact(&line))))?,
            Selection::Customers(selection) => self
                .store
                .read(|reader| reader.each_customer(selection, |customer| write(Item::Customer(customer))))?,
            Selection::History(selection) => self
                .store
                .read(|reader| reader.each_entry(selection, |entry| write(Item::Entry(entry))))?,
            Selection::Notes(filter) => self
                .store
                .read(|reader| reader.each_note(*filter, |note| write(Item::Note(note))))?,
        }
        Ok(rows.count())
    }

    fn export_document(
        &mut self,
        selection: &Selection,
        mut list: Document<'_>,
    ) -> Result<usize, ExportError> {
        match selection {
            Selection::Contacts(selection) => self.store.read(|reader| {
                let write = |contact: &Contact| list.write(&ContactJson::from(contact));
                reader.each_contact(selection, failing(write))
            })?,
            Selection::Customers(selection) => self.store.read(|reader| {
                let write = |customer: &Customer| list.write(&CustomerJson::from(customer));
                reader.each_customer(selection, failing(write))
            })?,
            Selection::History(selection) => self.store.read(|reader| {
                let write = |entry: &HistoryEntry| list.write(&EntryJson::from(entry));
                reader.each_entry(selection, failing(write))
            })?,
            Selection::Notes(filter) => self.store.read(|reader| {
                let write = |note: &Note| list.write(&NoteJson::from(note));
                reader.each_note(*filter, failing(write))
            })?,
        }
        Ok(list.finish()?)
    }

    /// Visits contacts by customer and name, however many there are, in one state of the store.
    pub fn each_contact(
        &mut self,
        selection: &ContactSelection,
        mut visit: impl FnMut(&Contact),
    ) -> Result<(), Error> {
        self.store.read(|reader| {
            reader.each_contact(selection, |contact| {
                visit(contact);
                Ok(())
            })
        })
    }

    /// Visits customers by name, however many there are, in one state of the store.
    pub fn each_customer(
        &mut self,
        selection: &CustomerSelection,
        mut visit: impl FnMut(&Customer),
    ) -> Result<(), Error> {
        self.store.read(|reader| {
            reader.each_customer(selection, |customer| {
                visit(customer);
                Ok(())
            })
        })
    }

    /// Visits the lines of a history, newest first, however many there are, in one state of the store.
    pub fn each_entry(
        &mut self,
        selection: &HistorySelection,
        mut visit: impl FnMut(&HistoryEntry),
    ) -> Result<(), Error> {
        self.store.read(|reader| {
            reader.each_entry(selection, |entry| {
                visit(entry);
                Ok(())
            })
        })
    }
}

/// Tells the errors of an output as those of an export.
fn failing<T>(mut write: impl FnMut(&T) -> io::Result<()>) -> impl FnMut(&T) -> Result<(), ExportError> {
    move |item| Ok(write(item)?)
}

const fn subject(selection: &Selection) -> Subject {
    match selection {
        Selection::Contacts(_) => Subject::Contacts,
        Selection::Customers(_) => Subject::Customers,
        Selection::History(_) => Subject::History,
        Selection::Notes(_) => Subject::Notes,
    }
}
