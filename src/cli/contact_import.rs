//! `pivotal contact import`: the people of a list, with the verdicts of the paste pane.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use super::contact_args::ImportOptions;
use super::kept_columns::{self, Define, KeptColumns};
use super::list_file::{self, FileJson, NAMED, finish, left_out, named};
use super::{Error, Output};
use crate::domain::{ContactRole, Customer, Details, FieldOf, Outcome};
use crate::paste::{
    self, Counts, Filter, IndexedText, Lines, LookedFor, Origin, Role, Row, Sheet, WhyIgnored,
};
use crate::workspace::Workspace;

pub(super) fn run(
    customer: &Customer,
    options: &ImportOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let file = options.file.as_deref().unwrap_or(Path::new("-"));
    let file = list_file::read(file, &options.taken, LookedFor::People)?;
    let source = IndexedText::new(&file.text);
    let known = Arc::new(workspace.known(customer)?);
    let mut sheet = Sheet::new(&source, list_file::options(&file), known);
    if options.roles_from_labels {
        sheet.take_role_labels();
    }
    let states = sheet.state_columns(&source);
    if let Some(states) = states {
        sheet.choose_listed_primary(states, &source);
    }
    let refusal = refusal(sheet.format(), sheet.counts(), options.strict);
    let spare = sheet.spare_columns(&source);
    let adds = refusal.is_none() && !options.dry_run && sheet.counts().ready > 0;
    let define = if adds { Define::Now } else { Define::Never };
    let kept = kept_columns::chosen((&spare, FieldOf::Contact), &options.keep, define, workspace)?;
    let mut added = 0;
    let ended = match refusal {
        Some(refusal) => Err(refusal),
        None if options.dry_run => {
            let ready = sheet.counts().ready;
            Ok(format!(
                "Would add {ready} {} to {}.{}{}",
                if ready == 1 { "contact" } else { "contacts" },
                customer.name,
                counted(sheet.counts()),
                kept.told()
            ))
        }
        None => {
            let ready = sheet.ready().keeping(kept.columns.clone());
            let plan = ready.with_states(states).read(&source);
            let archived = archived_told(plan.archived.len());
            let outcome = workspace.make(plan.change(customer.id))?.outcome;
            if let Outcome::ContactsImported { added: new, .. } = outcome {
                added = new;
            }
            Ok(format!(
                "{}{archived}{}{}",
                outcome.sentence(),
                counted(sheet.counts()),
                kept.told()
            ))
        }
    };
    let document = ImportJson::new((&sheet, &source), &file.origin, &kept, added);
    finish(output, ended, &left(&sheet, &source), &file.origin, &document)
}

/// Returns why nothing is added at all, if so; `strict` is that no row may be flagged.
pub(super) fn refusal(format: &paste::Format, counts: Counts, strict: bool) -> Option<String> {
    if format.lacks_email() {
        return Some(
            "Nothing was added: the list has no column with email addresses. Add one and import it again."
                .to_owned(),
        );
    }
    if counts.all() == 0 {
        return Some(
            "Nothing was added: the list is empty. Give a file with a name and an email on each line."
                .to_owned(),
        );
    }
    list_file::strict_refusal(counts, strict)
}

/// Tells how many contacts are archived, as the list tells.
pub(super) fn archived_told(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!(" Archived, as in the list: {count}."),
    }
}

/// Counts what was not added.
fn counted(counts: Counts) -> String {
    left_out(&[(counts.flagged, "flagged"), (counts.existing, "already here")])
}

/// Names the rows that need a hand, each with its reasons.
fn left(sheet: &Sheet, source: &dyn Lines) -> String {
    let rows = sheet.rows(&sheet.shown(Filter::Flagged, 0, NAMED), source);
    let rows = rows.into_iter().map(|row| {
        let reasons = row.reasons.into_iter().map(|reason| reason.message);
        (row.line, reasons.collect())
    });
    named(rows, sheet.counts().flagged)
}

/// A list that was read, and perhaps imported.
#[derive(Serialize)]
struct ImportJson<'a> {
    file: FileJson<'a>,
    format: FormatJson,
    rows: RowsJson<'a>,
    ignored: IgnoredJson<'a>,
    counts: Counts,
    added: usize,
    kept: Vec<&'a str>,
    not_kept: &'a [String],
}

/// The rows of a list, each read when it is printed, so that a long list takes no more memory than a short one.
struct RowsJson<'a> {
    sheet: &'a Sheet,
    source: &'a dyn Lines,
}

impl Serialize for RowsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for some in self.sheet.batches(&self.sheet.all()) {
            for row in self.sheet.rows(some, self.source) {
                list.serialize_element(&RowJson::new(&row, &row.reasons))?;
            }
        }
        list.end()
    }
}

/// The lines that hold nobody, read as they are printed.
pub(super) struct IgnoredJson<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) source: &'a dyn Lines,
}

impl Serialize for IgnoredJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for row in self.sheet.shown(Filter::Ignored, 0, usize::MAX) {
            if let Some(line) = self.sheet.ignored_line(row, self.source) {
                list.serialize_element(&IgnoredLineJson {
                    line: line.line + 1,
                    text: &line.text,
                    why: line.why,
                })?;
            }
        }
        list.end()
    }
}

#[derive(Serialize)]
struct IgnoredLineJson<'a> {
    line: usize,
    text: &'a str,
    why: WhyIgnored,
}

/// How a list is laid out.
#[derive(Debug, Serialize)]
pub(super) struct FormatJson {
    delimiter: &'static str,
    header: bool,
    pub(super) columns: Vec<&'static str>,
}

/// A row, with its reasons.
#[derive(Debug, Serialize)]
pub(super) struct RowJson<'a, R> {
    line: usize,
    name: &'a str,
    email: &'a str,
    #[serde(flatten)]
    details: &'a Details<String>,
    /// The role that its label names; its own only if such labels are taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    offered_role: Option<&'a ContactRole>,
    status: &'static str,
    reasons: &'a [R],
    cleaned: bool,
    primary: bool,
}

impl<'a> ImportJson<'a> {
    fn new(
        (sheet, source): (&'a Sheet, &'a dyn Lines),
        origin: &'a Origin,
        kept: &'a KeptColumns,
        added: usize,
    ) -> Self {
        Self {
            file: FileJson::from(origin),
            format: FormatJson::from(sheet.format()),
            rows: RowsJson { sheet, source },
            ignored: IgnoredJson { sheet, source },
            counts: sheet.counts(),
            added,
            kept: kept.names().collect(),
            not_kept: &kept.others,
        }
    }
}

impl From<&paste::Format> for FormatJson {
    fn from(format: &paste::Format) -> Self {
        Self {
            delimiter: format.layout.key(),
            header: format.header,
            columns: format.columns.roles.iter().copied().map(Role::key).collect(),
        }
    }
}

impl<'a, R> RowJson<'a, R> {
    pub(super) fn new(row: &'a Row, reasons: &'a [R]) -> Self {
        Self {
            line: row.line + 1,
            name: &row.name,
            email: &row.email,
            details: &row.details,
            offered_role: row.offered.as_ref(),
            status: row.status.key(),
            reasons,
            cleaned: row.cleaned,
            primary: row.primary,
        }
    }
}
