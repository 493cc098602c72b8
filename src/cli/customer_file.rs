//! `pivotal customer import`: the customers of a file, read as the paste pane reads lists.

use std::borrow::Cow;
use std::path::Path;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::customer_args::CustomerImportOptions;
use super::json::CustomerJson;
use super::kept_columns::{self, Define};
use super::list_file::{self, FileJson, NAMED, about, finish, left_out, named};
use super::{Error, Output};
use crate::domain::{
    Change, Customer, CustomerDomain, CustomerDraft, CustomerFields, DomainError, Field, FieldError, FieldOf,
    Outcome, SafeText,
};
use crate::paste::{
    self, CompanyColumn, Counts, CustomerList, CustomerRow, KeptColumn, LookedFor, OwnNames, Status,
};
use crate::workspace::{CustomerForecast, Workspace};

pub(super) fn import(
    file: &Path,
    options: &CustomerImportOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let file = list_file::read(file, &options.taken, LookedFor::Companies)?;
    let fields = workspace.custom_fields()?;
    let own = OwnNames::of(FieldOf::Customer, &fields);
    let list = CustomerList::read(&file.text, &own).ok_or_else(|| {
        Error::Invalid(format!(
            "No line names a column \"name\" or \"company\". Start the file with: name,domain,owner,plan,tags,status{}",
            about(&file.origin)
        ))
    })?;
    let spare = list.spare_columns();
    let spare = (spare.as_slice(), FieldOf::Customer);
    let mut kept = kept_columns::chosen(spare, &options.keep, Define::Never, workspace)?;
    let mut rows = judged(&list.rows, &kept.columns, workspace)?;
    let first = counted(&rows);
    let adds = !options.dry_run && first.ready > 0 && refusal(first, options).is_none();
    if kept.would_define() && adds {
        kept = kept_columns::chosen(spare, &options.keep, Define::Now, workspace)?;
        rows = judged(&list.rows, &kept.columns, workspace)?;
    }
    let counts = counted(&rows);
    let mut added: Vec<Customer> = Vec::new();
    let ended = match refusal(counts, options) {
        Some(refusal) => Err(refusal),
        None if options.dry_run => {
            let customers = if counts.ready == 1 {
                "customer"
            } else {
                "customers"
            };
            let would = format!("Would add {} {customers}", counts.ready);
            Ok(match counts.existing {
                0 => format!("{would}."),
                here => format!("{would}; {here} already here."),
            })
        }
        None => {
            let fields = rows.iter().filter(|row| row.status != Status::Flagged);
            let fields = fields.filter_map(|row| row.fields.clone()).collect();
            let done = workspace.make(Change::ImportCustomers(fields))?;
            let sentence = done.outcome.sentence();
            if let Outcome::CustomersImported { added: new, .. } = done.outcome {
                added = new;
            }
            Ok(sentence)
        }
    };
    let document = ListJson {
        file: FileJson::from(&file.origin),
        format: FormatJson {
            delimiter: list.layout.key(),
            header: true,
            columns: list
                .columns
                .iter()
                .map(|column| column.map_or("ignored", CompanyColumn::key))
                .collect(),
        },
        rows: rows.iter().map(RowJson::from).collect(),
        counts,
        added: added.len(),
        already_here: counts.existing,
        customers: added.iter().map(CustomerJson::from).collect(),
        kept: kept.names().collect(),
        not_kept: &kept.others,
    };
    let ended = ended.map(|sentence| sentence + &left_out(&[(counts.flagged, "flagged")]) + &kept.told());
    let left = left(&rows, counts.flagged);
    finish(output, ended, &left, &file.origin, &document)
}

/// Counts rows by their status.
fn counted(rows: &[Judged<'_>]) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        *counts.cell(row.status) += 1;
    }
    counts
}

/// Returns why nothing is added at all, if so.
fn refusal(counts: Counts, options: &CustomerImportOptions) -> Option<String> {
    if counts.all() == 0 {
        return Some(
            "Nothing was added: the list is empty. Give a file with a customer on each line.".to_owned(),
        );
    }
    list_file::strict_refusal(counts, options.strict)
}

/// Names the rows that need a hand, each with its reasons.
fn left(rows: &[Judged<'_>], flagged: usize) -> String {
    let rows = rows.iter().filter(|row| row.status == Status::Flagged);
    let rows = rows.take(NAMED).map(|row| {
        let reasons = row.reasons.iter().map(|reason| reason.message.clone());
        (row.row.line, reasons.collect())
    });
    named(rows, flagged)
}

/// A row with its verdict.
struct Judged<'l> {
    row: &'l CustomerRow,
    fields: Option<CustomerFields>,
    status: Status,
    reasons: Vec<ReasonJson>,
}

/// Finds what is wrong with each row, and which customers are here already.
fn judged<'l>(
    rows: &'l [CustomerRow],
    kept: &[KeptColumn],
    workspace: &mut Workspace,
) -> Result<Vec<Judged<'l>>, Error> {
    let mut all: Vec<Judged<'l>> = rows.iter().map(|row| checked(row, kept)).collect();
    let good: Vec<CustomerFields> = all.iter().filter_map(|row| row.fields.clone()).collect();
    let forecasts = workspace.forecast_customers(&good)?;
    let lines: Vec<usize> = all
        .iter()
        .filter(|row| row.fields.is_some())
        .map(|row| row.row.line + 1)
        .collect();
    let with_fields = all.iter_mut().filter(|row| row.fields.is_some());
    for (row, forecast) in with_fields.zip(forecasts) {
        let (status, reason) = match forecast {
            CustomerForecast::New => continue,
            CustomerForecast::SameDomain(other) => (
                Status::Ready,
                ReasonJson::new(
                    "same_domain",
                    Field::Domain,
                    format!("#{} {} has this domain too.", other.display_id, other.name),
                ),
            ),
            CustomerForecast::Here(customer) => (
                Status::Existing,
                ReasonJson::new(
                    "already_customer",
                    Field::Name,
                    format!("Already a customer: #{} {}.", customer.display_id, customer.name),
                ),
            ),
            CustomerForecast::Repeats(first) => {
                let line = lines.get(first).copied().unwrap_or_default();
                let message = format!("The same customer is on line {line}.");
                (
                    Status::Existing,
                    ReasonJson::new("duplicate_in_list", Field::Name, message),
                )
            }
        };
        row.status = status;
        row.reasons.push(reason);
    }
    Ok(all)
}

fn checked<'l>(row: &'l CustomerRow, kept: &[KeptColumn]) -> Judged<'l> {
    let cell = |column: &KeptColumn| row.cells.get(column.at).map_or("", String::as_str).into();
    let (values, misfits) = paste::values(kept, cell);
    let misfits: Vec<ReasonJson> = misfits
        .into_iter()
        .map(|error| ReasonJson::new("invalid_value", error.field, error.message))
        .collect();
    let mut draft = row.draft.clone();
    // Exports of other programs keep such a value when the status changes; it stands in nobody's way.
    let warnings = draft.leave_out_misfits().into_iter().map(|field| {
        let message = format!("Left out: the {field} does not go with the status of this customer.");
        ReasonJson::new("not_at_status", field, message)
    });
    let warnings: Vec<ReasonJson> = warnings.collect();
    draft.place_risk(&TimeZone::system());
    let (fields, mut reasons) = match draft.check() {
        Ok(fields) => (Some(fields.with_custom(values)), misfits),
        Err(errors) => {
            let errors = errors.iter().map(|error| reason(error, &row.draft));
            (None, errors.chain(misfits).collect())
        }
    };
    if row.unterminated {
        let message = "A quote (\") is never closed. Close it, or double it if it is part of the text.";
        reasons.insert(
            0,
            ReasonJson::new("unterminated_quote", Field::Name, message.to_owned()),
        );
    }
    let is_good = reasons.is_empty();
    reasons.extend(warnings);
    Judged {
        row,
        fields: fields.filter(|_| is_good),
        status: if is_good { Status::Ready } else { Status::Flagged },
        reasons,
    }
}

/// Returns what is wrong with a field, with its code.
fn reason(error: &FieldError, draft: &CustomerDraft) -> ReasonJson {
    const CODES: [(Field, &str); 6] = [
        (Field::Domain, "invalid_domain"),
        (Field::Owner, "invalid_owner"),
        (Field::Status, "invalid_status"),
        (Field::Tags, "invalid_tags"),
        (Field::AtRiskSince, "invalid_at_risk_since"),
        (Field::WinBackOn, "invalid_win_back_on"),
    ];
    let code = match CustomerDomain::parse(&draft.domain) {
        Err(DomainError::FreeMail(_)) if error.field == Field::Domain => "free_mail",
        Err(DomainError::PublicSuffix(_)) if error.field == Field::Domain => "public_suffix",
        Ok(_) | Err(_) if error.field == Field::Name && draft.name.trim().is_empty() => "missing_name",
        Ok(_) | Err(_) => CODES
            .iter()
            .find(|(field, _)| *field == error.field)
            .map_or("too_long", |(_, code)| *code),
    };
    ReasonJson::new(code, error.field, error.message.clone())
}

/// A list of customers that was read, and perhaps imported.
#[derive(Serialize)]
struct ListJson<'l> {
    file: FileJson<'l>,
    format: FormatJson,
    rows: Vec<RowJson<'l>>,
    counts: Counts,
    added: usize,
    already_here: usize,
    customers: Vec<CustomerJson<'l>>,
    kept: Vec<&'l str>,
    not_kept: &'l [String],
}

/// How a list is laid out.
#[derive(Serialize)]
struct FormatJson {
    delimiter: &'static str,
    header: bool,
    columns: Vec<&'static str>,
}

/// A row; its status is that of the row, and `customer_status` what it says of the customer.
#[derive(Serialize)]
struct RowJson<'l> {
    line: usize,
    name: &'l str,
    domain: &'l str,
    owner: &'l str,
    plan: &'l str,
    tags: Vec<SafeText>,
    customer_status: &'l str,
    risk_reason: &'l str,
    at_risk_since: &'l str,
    win_back_on: &'l str,
    status: &'static str,
    reasons: &'l [ReasonJson],
    cleaned: bool,
}

impl<'l> From<&'l Judged<'_>> for RowJson<'l> {
    fn from(judged: &'l Judged<'_>) -> Self {
        let (draft, fields) = (&judged.row.draft, judged.fields.as_ref());
        let domain = fields.and_then(|fields| fields.domain.as_ref());
        Self {
            line: judged.row.line + 1,
            name: &draft.name,
            domain: domain.map_or(draft.domain.as_str(), CustomerDomain::ascii),
            owner: &draft.owner,
            plan: &draft.plan,
            tags: fields
                .map(|fields| fields.tags.iter().cloned().collect())
                .unwrap_or_default(),
            customer_status: fields.map_or(draft.status.as_str(), |fields| fields.status.key()),
            risk_reason: &draft.risk_reason,
            at_risk_since: &draft.at_risk_since,
            win_back_on: &draft.win_back_on,
            status: judged.status.key(),
            reasons: &judged.reasons,
            cleaned: judged.row.cleaned,
        }
    }
}

/// A reason for the status of a row.
#[derive(Serialize)]
struct ReasonJson {
    code: &'static str,
    field: Cow<'static, str>,
    message: String,
    suggestion: Option<String>,
}

impl ReasonJson {
    fn new(code: &'static str, field: Field, message: String) -> Self {
        Self {
            code,
            field: field.key(),
            message,
            suggestion: None,
        }
    }
}
