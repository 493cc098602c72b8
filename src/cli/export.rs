//! `pivotal export`: contacts, customers and notes as files for other programs.

use serde::Serialize;

use super::care_args::{ExportCommand, ExportOptions, FileFormat};
use super::{Error, Format as Print, Output, customer, input_file, search};
use crate::domain::{
    ContactFilter, ContactSelection, CustomerSelection, Existing, NoteFilter, SearchScope, Selection,
};
use crate::export::{FileError, Format};
use crate::workspace::{ExportError, Workspace};

#[derive(Serialize)]
struct ExportJson<'a> {
    file: &'a str,
    format: &'static str,
    rows: usize,
}

pub(super) fn run(
    command: ExportCommand,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let (selection, target) = match command {
        ExportCommand::Contacts {
            customer,
            archived,
            search,
            target,
        } => {
            let of = customer
                .map(|named| workspace.find_customer(&named))
                .transpose()?;
            let selection = ContactSelection {
                customer: of.map(|customer| customer.id),
                filter: if archived {
                    ContactFilter::Archived
                } else {
                    ContactFilter::Active
                },
                words: search::read(
                    search.as_deref().unwrap_or_default(),
                    SearchScope::Contacts,
                    workspace,
                )?,
            };
            (Selection::Contacts(selection), target)
        }
        ExportCommand::Customers {
            archived,
            churned,
            search,
            target,
        } => {
            let selection = CustomerSelection {
                filter: customer::group(archived, churned),
                words: search::read(
                    search.as_deref().unwrap_or_default(),
                    SearchScope::Customers,
                    workspace,
                )?,
            };
            (Selection::Customers(selection), target)
        }
        ExportCommand::Notes { customer, target } => {
            let filter = match customer {
                Some(named) => NoteFilter::OfCustomer(workspace.find_customer(&named)?.id),
                None => NoteFilter::All,
            };
            (Selection::Notes(filter), target)
        }
    };
    write(&selection, &target, workspace, output)
}

fn write(
    selection: &Selection,
    target: &ExportOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let format = format_of(target, output.format);
    let Some(file) = &target.output else {
        workspace.export(selection, format, output.results)?;
        return Ok(());
    };
    let existing = if target.force {
        Existing::Replaced
    } else {
        Existing::Kept
    };
    let exported = workspace.export_to_file(selection, format, file, existing)?;
    let name = input_file::shown(file);
    let document = ExportJson {
        file: name.as_str(),
        format: format.ending(),
        rows: exported.rows,
    };
    output.done(&exported.sentence(&name), &document)
}

/// Takes the format that is named, else that of the file's name, else JSON where that is printed, else CSV.
fn format_of(target: &ExportOptions, print: Print) -> Format {
    match (target.format, &target.output, print) {
        (Some(FileFormat::Csv), _, _) => Format::Csv,
        (Some(FileFormat::Tsv), _, _) => Format::Tsv,
        (Some(FileFormat::Json), _, _) | (None, None, Print::Json) => Format::Json,
        (Some(FileFormat::Vcf), _, _) => Format::Vcf,
        (None, Some(file), _) => Format::of(file).unwrap_or(Format::Csv),
        (None, None, Print::Text) => Format::Csv,
    }
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Workspace(error) => Self::Workspace(error),
            ExportError::Output(error) => Self::Output(error),
            ExportError::File(FileError::Exists { path }) => Self::Invalid(format!(
                "{} already exists; nothing was written. Choose another name, or replace it with --force.",
                path.display()
            )),
            ExportError::File(error) => Self::Failed(error.to_string()),
        }
    }
}
