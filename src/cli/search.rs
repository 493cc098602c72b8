//! `pivotal search`: customers, tags, contacts, notes and lines of history that hold what is sought.

use serde::Serialize;

use super::args::SearchOptions;
use super::json::{ContactJson, CustomerJson, EntryJson, NoteJson};
use super::{Error, Format, Output};
use crate::domain::{
    ContactHit, CustomerHit, CustomerName, CustomerStatus, Depth, HistoryHit, Hits, Limits, Matched, NoteHit,
    Rest, SafeText, SearchQuery, SearchScope, TagHit,
};
use crate::workspace::Workspace;

/// What a search found; the field names are a promise.
#[derive(Debug, Serialize)]
struct HitsJson<'a> {
    customers: Vec<CustomerHitJson<'a>>,
    tags: Vec<TagJson<'a>>,
    contacts: Vec<ContactHitJson<'a>>,
    notes: Vec<NoteHitJson<'a>>,
    history: Vec<LineJson<'a>>,
    more: bool,
}

#[derive(Debug, Serialize)]
struct CustomerHitJson<'a> {
    #[serde(flatten)]
    customer: CustomerJson<'a>,
    matched: MatchedJson<'a>,
}

#[derive(Debug, Serialize)]
struct TagJson<'a> {
    tag: &'a SafeText,
    customers: usize,
}

#[derive(Debug, Serialize)]
struct ContactHitJson<'a> {
    #[serde(flatten)]
    contact: ContactJson<'a>,
    customer: NameJson<'a>,
    matched: MatchedJson<'a>,
}

#[derive(Debug, Serialize)]
struct NoteHitJson<'a> {
    #[serde(flatten)]
    note: NoteJson<'a>,
    /// In place of its name alone.
    #[serde(rename = "of")]
    customer: NameJson<'a>,
}

#[derive(Debug, Serialize)]
struct LineJson<'a> {
    #[serde(flatten)]
    entry: EntryJson<'a>,
    customer: NameJson<'a>,
}

#[derive(Debug, Serialize)]
struct NameJson<'a> {
    display_id: u32,
    name: &'a str,
    status: &'static str,
}

#[derive(Debug, Serialize)]
struct MatchedJson<'a> {
    field: &'static str,
    text: &'a str,
}

/// Reads a search, which may ask for fields that users defined.
pub(super) fn read(text: &str, scope: SearchScope, workspace: &mut Workspace) -> Result<SearchQuery, Error> {
    let fields = workspace.custom_fields()?;
    SearchQuery::parse_with(text, scope, &fields).map_err(|error| Error::Invalid(error.to_string()))
}

pub(super) fn run(
    options: &SearchOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let query = read(&options.query.join(" "), SearchScope::Everywhere, workspace)?;
    if query.is_empty() {
        return Err(Error::Invalid(
            "There is nothing to search for. Give words, or a field with a value such as tag:vip.".to_owned(),
        ));
    }
    let limit = usize::try_from(options.limit).unwrap_or(usize::MAX);
    let hits = workspace.search(&query, Limits::each(limit), Depth::Whole)?;
    match output.format {
        Format::Json => output.json(&HitsJson::from(&hits))?,
        Format::Text => table(&hits, output)?,
    }
    match (hits.is_empty(), hits.rest) {
        (true, Rest::None | Rest::More) => {
            output.note("Nothing matches. Try fewer words, or is:archived to search the archive.");
        }
        (false, Rest::More) => {
            output.note("There may be more matches. Use longer words to narrow them down, or a larger --limit.");
        }
        (_, Rest::Unread) => output.note(
            "Not everything was searched: use longer words, or see older changes with `pivotal history CUSTOMER`.",
        ),
        (false, Rest::None) => {}
    }
    Ok(())
}

fn table(hits: &Hits, output: &mut Output<'_>) -> Result<(), Error> {
    let mut rows: Vec<[String; 4]> = hits.customers.iter().map(of_customer).collect();
    rows.extend(hits.tags.iter().map(of_tag));
    rows.extend(hits.contacts.iter().map(of_contact));
    rows.extend(hits.notes.iter().map(of_note));
    rows.extend(hits.history.iter().map(of_line));
    if !rows.is_empty() {
        output.table(["Kind", "Customer", "What", "Found in"], &rows)?;
    }
    Ok(())
}

fn of_customer(CustomerHit { customer, matched }: &CustomerHit) -> [String; 4] {
    let domain = customer.domain.as_ref().map(|domain| domain.domain().unicode());
    let status = match customer.status {
        CustomerStatus::Active | CustomerStatus::AtRisk => "",
        CustomerStatus::Churned => " (churned)",
        CustomerStatus::Archived => " (archived)",
    };
    [
        "customer".to_owned(),
        format!("#{} {}{status}", customer.display_id, customer.name),
        domain.unwrap_or_default().into_owned(),
        why(matched),
    ]
}

fn of_tag(TagHit { tag, customers }: &TagHit) -> [String; 4] {
    [
        "tag".to_owned(),
        format!("{customers} of them"),
        tag.to_string(),
        String::new(),
    ]
}

fn of_contact(hit: &ContactHit) -> [String; 4] {
    let contact = &hit.contact;
    let star = if contact.is_primary { "★ " } else { "" };
    let archived = if contact.archived_at.is_some() {
        " (archived)"
    } else {
        ""
    };
    [
        "contact".to_owned(),
        whose(&hit.customer),
        format!("{star}{} <{}>{archived}", contact.name, contact.email),
        why(&hit.matched),
    ]
}

fn of_note(hit: &NoteHit) -> [String; 4] {
    [
        "note".to_owned(),
        whose(&hit.customer),
        hit.note.text.one_line().to_string(),
        format!("#{} on {}", hit.note.number, hit.note.subject_words()),
    ]
}

fn of_line(hit: &HistoryHit) -> [String; 4] {
    let day = hit.entry.at.minute_in(&jiff::tz::TimeZone::system());
    [
        "history".to_owned(),
        whose(&hit.customer),
        hit.entry.sentence(),
        format!("{day} {}", hit.entry.actor),
    ]
}

fn whose(customer: &CustomerName) -> String {
    format!("#{} {}", customer.display_id, customer.name)
}

fn why(matched: &Matched) -> String {
    format!("{}: {}", matched.field.key(), matched.text)
}

impl<'a> From<&'a Hits> for HitsJson<'a> {
    fn from(hits: &'a Hits) -> Self {
        let customer = |hit: &'a CustomerHit| CustomerHitJson {
            customer: CustomerJson::from(&hit.customer),
            matched: MatchedJson::from(&hit.matched),
        };
        let tag = |hit: &'a TagHit| TagJson {
            tag: &hit.tag,
            customers: hit.customers,
        };
        let contact = |hit: &'a ContactHit| ContactHitJson {
            contact: ContactJson::from(&hit.contact),
            customer: NameJson::from(&hit.customer),
            matched: MatchedJson::from(&hit.matched),
        };
        let note = |hit: &'a NoteHit| NoteHitJson {
            note: NoteJson::from(&hit.note),
            customer: NameJson::from(&hit.customer),
        };
        let line = |hit: &'a HistoryHit| LineJson {
            entry: EntryJson::from(&hit.entry),
            customer: NameJson::from(&hit.customer),
        };
        Self {
            customers: hits.customers.iter().map(customer).collect(),
            tags: hits.tags.iter().map(tag).collect(),
            contacts: hits.contacts.iter().map(contact).collect(),
            notes: hits.notes.iter().map(note).collect(),
            history: hits.history.iter().map(line).collect(),
            more: hits.rest != Rest::None,
        }
    }
}

impl<'a> From<&'a CustomerName> for NameJson<'a> {
    fn from(customer: &'a CustomerName) -> Self {
        Self {
            display_id: customer.display_id,
            name: customer.name.as_str(),
            status: customer.status.key(),
        }
    }
}

impl<'a> From<&'a Matched> for MatchedJson<'a> {
    fn from(matched: &'a Matched) -> Self {
        Self {
            field: matched.field.key(),
            text: &matched.text,
        }
    }
}
