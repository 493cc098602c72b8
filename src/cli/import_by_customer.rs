//! `pivotal contact import --by-customer`: a list whose people go to several customers, each to their own.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use super::contact_args::ImportOptions;
use super::contact_import::{FormatJson, IgnoredJson, RowJson, archived_told, refusal};
use super::kept_columns::{self, Define, KeptColumns};
use super::list_file::{self, FileJson, NAMED, finish, left_out, named};
use super::{Error, Output};
use crate::domain::{Change, Customer, CustomerId, FieldOf, Outcome, Unassigned, misfits_left_out};
use crate::paste::{
    self, ByCustomer, CompanyColumn, Counts, IndexedText, Known, Lines, LookedFor, Origin, OwnNames, Plan,
    Reason, Row, Sheet,
};
use crate::workspace::{Assignment, Workspace};

/// How many rows are read at once.
const AT_ONCE: usize = 4096;

pub(super) fn run(
    file: &Path,
    options: &ImportOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let file = list_file::read(file, &options.taken, LookedFor::People)?;
    let source = IndexedText::new(&file.text);
    let own = OwnNames::of(FieldOf::Contact, &workspace.custom_fields()?);
    let known = Arc::new(Known::default().with_fields(own));
    let sheet = Sheet::new(&source, list_file::options(&file), known);
    let assignment = workspace.assign(&sheet.employers(&source))?;
    let places: Vec<Option<usize>> = assignment
        .rows
        .iter()
        .map(|row| row.as_ref().ok().copied())
        .collect();
    let list = List {
        origin: &file.origin,
        sheet: &sheet,
        rows: sheet.by_customer(&source, &places, assignment.known.clone()),
        assignment: &assignment,
        source: &source,
        companies: sheet.company_roles(&source),
    };
    let refusal = refusal(sheet.format(), list.rows.counts(), options.strict);
    let is_made = refusal.is_none() && !options.dry_run && list.rows.counts().ready > 0;
    let define = if is_made { Define::Now } else { Define::Never };
    let spare = sheet.spare_beside_companies(&source);
    let kept = kept_columns::chosen((&spare, FieldOf::Contact), &options.keep, define, workspace)?;
    let plans = list.rows.plans(&source, &kept.columns);
    let misfits: usize = plans.iter().map(|plan| plan.misfits).sum();
    let archived: usize = plans.iter().map(|plan| plan.archived.len()).sum();
    let forecast: Vec<(usize, Plan)> = plans
        .into_iter()
        .enumerate()
        .filter(|(_, plan)| !plan.contacts.is_empty())
        .collect();
    let counts: Vec<(usize, usize)> = forecast
        .iter()
        .map(|(at, plan)| (*at, plan.contacts.len()))
        .collect();
    let added = if is_made {
        add(forecast, &assignment, workspace)?
    } else {
        Vec::new()
    };
    let told = if options.dry_run { &counts } else { &added };
    let verb = if options.dry_run { "Would add" } else { "Added" };
    let ended = match refusal {
        Some(refusal) => Err(refusal),
        None => {
            let left_out = misfits_left_out(misfits).filter(|_| !told.is_empty());
            let left_out = left_out.map_or_else(String::new, |told| format!(" {told}"));
            let archived = archived_told(archived);
            Ok(list.summary(verb, told, &format!("{archived}{left_out}{}", kept.told())))
        }
    };
    let document = list.json(sheet.format(), &added, &kept);
    finish(output, ended, &list.left(), &file.origin, &document)
}

/// Adds contacts to the customers at some places; returns how many each got.
fn add(
    plans: Vec<(usize, Plan)>,
    assignment: &Assignment,
    workspace: &mut Workspace,
) -> Result<Vec<(usize, usize)>, Error> {
    let all = plans.into_iter().filter_map(|(at, plan)| {
        let customer = assignment.customers.get(at)?.id;
        Some(plan.of_customer(customer))
    });
    let done = workspace.make(Change::ImportByCustomer(all.collect()))?;
    let Outcome::ContactsImportedByCustomer { customers, .. } = done.outcome else {
        return Ok(Vec::new());
    };
    let all = assignment.customers.iter().enumerate();
    let places: HashMap<CustomerId, usize> = all.map(|(at, customer)| (customer.id, at)).collect();
    Ok(customers
        .iter()
        .filter_map(|(customer, added)| Some((*places.get(&customer.id)?, *added)))
        .collect())
}

/// A list with the customers of its rows.
struct List<'a> {
    origin: &'a Origin,
    sheet: &'a Sheet,
    rows: ByCustomer<'a>,
    assignment: &'a Assignment,
    source: &'a dyn Lines,
    /// The columns that tell of companies.
    companies: Vec<(usize, CompanyColumn)>,
}

impl List<'_> {
    fn customer(&self, at: usize) -> Option<&Customer> {
        self.assignment.customers.get(at)
    }

    fn unassigned(&self) -> usize {
        self.assignment.rows.iter().filter(|row| row.is_err()).count()
    }

    /// Returns what is added, to whom, and what is left out.
    fn summary(&self, verb: &str, added: &[(usize, usize)], of_columns: &str) -> String {
        let all: usize = added.iter().map(|(_, count)| count).sum();
        let contacts = if all == 1 { "contact" } else { "contacts" };
        let mut text = match added {
            [] => "Nothing to add.".to_owned(),
            [(one, _)] => format!(
                "{verb} {all} {contacts} to {}.",
                self.customer(*one)
                    .map(|customer| customer.name.to_string())
                    .unwrap_or_default()
            ),
            many => format!("{verb} {all} {contacts} to {} customers.", many.len()),
        };
        let counts = self.rows.counts();
        let unassigned = self.unassigned();
        text.push_str(&left_out(&[
            (counts.flagged.saturating_sub(unassigned), "flagged"),
            (counts.existing, "already here"),
            (unassigned, "without a customer"),
        ]));
        text.push_str(of_columns);
        if added.len() > 1 {
            for (at, count) in added.iter().take(NAMED) {
                if let Some(customer) = self.customer(*at) {
                    text.push_str(&format!("\n#{} {}: {count}", customer.display_id, customer.name));
                }
            }
            if let Some(more) = added.len().checked_sub(NAMED).filter(|more| *more > 0) {
                text.push_str(&format!("\nAnd {more} more customers."));
            }
        }
        text
    }

    /// Names the rows that need a hand, each with its reasons.
    fn left(&self) -> String {
        let flagged = self.rows.flagged(NAMED);
        let rows = flagged.iter().zip(self.rows.rows(&flagged, self.source));
        let rows = rows.map(|(at, row)| {
            let why = self.why(*at).map(Unassigned::sentence);
            let reasons = row.reasons.into_iter().map(|reason| reason.message);
            (row.line, why.into_iter().chain(reasons).collect())
        });
        named(rows, self.rows.counts().flagged)
    }

    /// Reads some rows, each with its place.
    fn read(&self, start: usize) -> impl Iterator<Item = (usize, Row)> {
        let end = (start + AT_ONCE).min(self.rows.len());
        let places: Vec<usize> = (start..end).collect();
        let rows = self.rows.rows(&places, self.source);
        places.into_iter().zip(rows)
    }

    /// Returns why a row goes to no customer.
    fn why(&self, at: usize) -> Option<&Unassigned> {
        self.assignment.rows.get(at).and_then(|row| row.as_ref().err())
    }

    fn json<'l>(
        &'l self,
        format: &paste::Format,
        added: &'l [(usize, usize)],
        kept: &'l KeptColumns,
    ) -> ListJson<'l> {
        let mut format = FormatJson::from(format);
        for (at, column) in &self.companies {
            if let Some(name) = format.columns.get_mut(*at) {
                *name = match column {
                    CompanyColumn::Name => "company",
                    CompanyColumn::Domain
                    | CompanyColumn::Website
                    | CompanyColumn::Owner
                    | CompanyColumn::Plan
                    | CompanyColumn::Tags
                    | CompanyColumn::Status
                    | CompanyColumn::RiskReason
                    | CompanyColumn::AtRiskSince
                    | CompanyColumn::WinBackOn => column.key(),
                };
            }
        }
        ListJson {
            file: FileJson::from(self.origin),
            format,
            rows: RowsJson(self),
            ignored: IgnoredJson {
                sheet: self.sheet,
                source: self.source,
            },
            counts: self.rows.counts(),
            unassigned: self.unassigned(),
            added: added.iter().map(|(_, count)| count).sum(),
            kept: kept.names().collect(),
            not_kept: &kept.others,
            customers: added
                .iter()
                .filter_map(|(at, added)| {
                    Some(CustomerJson {
                        customer: NamedJson::from(self.customer(*at)?),
                        added: *added,
                    })
                })
                .collect(),
        }
    }
}

/// A list that was read, and perhaps imported.
#[derive(Serialize)]
struct ListJson<'l> {
    file: FileJson<'l>,
    format: FormatJson,
    rows: RowsJson<'l>,
    ignored: IgnoredJson<'l>,
    counts: Counts,
    unassigned: usize,
    added: usize,
    kept: Vec<&'l str>,
    not_kept: &'l [String],
    customers: Vec<CustomerJson<'l>>,
}

/// A customer that got contacts.
#[derive(Serialize)]
struct CustomerJson<'l> {
    #[serde(flatten)]
    customer: NamedJson<'l>,
    added: usize,
}

/// A customer to which somebody goes.
#[derive(Serialize)]
struct NamedJson<'l> {
    id: CustomerId,
    display_id: u32,
    name: &'l str,
}

impl<'l> From<&'l Customer> for NamedJson<'l> {
    fn from(customer: &'l Customer) -> Self {
        Self {
            id: customer.id,
            display_id: customer.display_id,
            name: customer.name.as_str(),
        }
    }
}

/// The rows of a list, each read when it is printed.
struct RowsJson<'l>(&'l List<'l>);

impl Serialize for RowsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(list) = self;
        let mut rows = serializer.serialize_seq(None)?;
        for start in (0..list.rows.len()).step_by(AT_ONCE) {
            for (at, row) in list.read(start) {
                let why = list.why(at).map(WhyJson::from);
                let reasons: Vec<ReasonJson<'_>> = why
                    .iter()
                    .map(ReasonJson::Unassigned)
                    .chain(row.reasons.iter().map(ReasonJson::OfRow))
                    .collect();
                let place = list.assignment.rows.get(at).and_then(|found| found.as_ref().ok());
                let customer = place.and_then(|place| list.assignment.customers.get(*place));
                rows.serialize_element(&AssignedJson {
                    row: RowJson::new(&row, &reasons),
                    customer: customer.map(NamedJson::from),
                })?;
            }
        }
        rows.end()
    }
}

/// A row and its customer.
#[derive(Serialize)]
struct AssignedJson<'l> {
    #[serde(flatten)]
    row: RowJson<'l, ReasonJson<'l>>,
    customer: Option<NamedJson<'l>>,
}

/// A reason for the status of a row.
#[derive(Serialize)]
#[serde(untagged)]
enum ReasonJson<'l> {
    Unassigned(&'l WhyJson),
    OfRow(&'l Reason),
}

/// Why a row goes to no customer.
#[derive(Serialize)]
struct WhyJson {
    code: &'static str,
    field: &'static str,
    message: String,
    suggestion: Option<String>,
}

impl From<&Unassigned> for WhyJson {
    fn from(why: &Unassigned) -> Self {
        Self {
            code: why.key(),
            field: "customer",
            message: why.sentence(),
            suggestion: None,
        }
    }
}
