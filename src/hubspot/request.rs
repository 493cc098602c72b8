//! The questions that can be asked: all of them read, and there is none that writes.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::line::Question;
use super::rate_limit::RateClass;
use crate::domain::{CompanyQuery, Domain, FIELDS, PeopleQuery, Presence, RemoteId, Timestamp};

/// The version of the interface; the one before has the same paths.
const VERSION: &str = "2026-09";

/// The longest body of a search, in bytes; HubSpot takes fewer than 3,000 characters.
const MAX_BODY: usize = 2_900;

/// The most values of one filter.
const MAX_VALUES: usize = 100;

/// The rows of a page of a search.
const PAGE: usize = 200;

/// The largest answer that is read.
const MAX_ANSWER: usize = 32 * 1024 * 1024;

/// The largest answer about the account that is read.
const MAX_ACCOUNT: usize = 1024 * 1024;

/// The scope for people.
const READS_CONTACTS: &str = "crm.objects.contacts.read";

/// The scope for owners.
const READS_OWNERS: &str = "crm.objects.owners.read";

/// The scope for companies.
const READS_COMPANIES: &str = "crm.objects.companies.read";

/// The properties of people that are read.
static CONTACT_FIELDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| FIELDS.iter().flat_map(|spec| spec.hubspot).copied().collect());
const COMPANY_FIELDS: [&str; 4] = ["name", "domain", "hs_additional_domains", "hubspot_owner_id"];

/// A question to HubSpot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Which account the token opens.
    Account,
    /// One person, to see whether people can be read.
    AnyContact,
    /// One company, to see whether companies can be read.
    AnyCompany,
    /// A page of people, by id.
    Contacts(PeopleQuery, PageStart),
    /// A page of companies, by id.
    Companies(CompanyQuery, PageStart),
    /// People by their ids, at most 100.
    ReadContacts(Vec<RemoteId>, Presence),
    /// A page of the owners, who are the users of the account, behind what the page before named.
    Owners(Option<String>),
    /// The people associated with companies, at most 1,000; each with where the list goes on, for long ones.
    Associations(Vec<(RemoteId, Option<String>)>),
}

/// Where a page of a search begins.
///
/// All pages begin behind an id; only where a server does not keep to that, the search is read on by the paging token of
/// HubSpot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStart {
    /// The id behind which it begins, if it is not the first one.
    pub after: Option<RemoteId>,
    /// The paging token that the page before named, if it is read by that.
    pub token: Option<String>,
}

impl PageStart {
    /// The first page.
    pub const FIRST: Self = Self {
        after: None,
        token: None,
    };

    /// Returns the page behind an id.
    pub const fn behind(after: Option<RemoteId>) -> Self {
        Self { after, token: None }
    }

    /// Returns the one with the longest id, to see whether a search fits with any.
    fn longest() -> Self {
        Self::behind(RemoteId::hubspot(i64::MAX).ok())
    }

    /// Returns the filter for the ids behind which the page begins.
    fn filter(&self) -> Value {
        let after = self.after.map_or_else(|| "0".to_owned(), |id| id.to_string());
        filter("hs_object_id", "GT", &after)
    }

    fn put_into(&self, mut body: Value) -> Value {
        if let (Some(token), Some(fields)) = (&self.token, body.as_object_mut()) {
            fields.insert("after".to_owned(), token.as_str().into());
        }
        body
    }
}

impl Request {
    /// Returns the limit under which the question falls.
    pub(super) const fn rate_class(&self) -> RateClass {
        match self {
            Self::AnyContact | Self::AnyCompany | Self::Contacts(..) | Self::Companies(..) => {
                RateClass::Search
            }
            Self::Account | Self::Owners(_) | Self::ReadContacts(..) | Self::Associations(_) => {
                RateClass::Other
            }
        }
    }

    /// Returns the scope that the question needs.
    pub(super) const fn scope(&self) -> &'static str {
        match self {
            Self::Account | Self::AnyContact | Self::Contacts(..) | Self::ReadContacts(..) => READS_CONTACTS,
            Self::AnyCompany | Self::Companies(..) | Self::Associations(_) => READS_COMPANIES,
            Self::Owners(_) => READS_OWNERS,
        }
    }

    /// Returns the size of the largest answer that is read.
    pub(super) const fn max_answer(&self) -> usize {
        match self {
            Self::Account => MAX_ACCOUNT,
            Self::AnyContact
            | Self::AnyCompany
            | Self::Contacts(..)
            | Self::Companies(..)
            | Self::Owners(_)
            | Self::ReadContacts(..)
            | Self::Associations(_) => MAX_ANSWER,
        }
    }

    /// Returns the question as it goes over the line.
    pub(super) fn question(&self) -> Question {
        Question {
            path: self.path(),
            body: self.body().map(|body| body.to_string()),
        }
    }

    /// Returns the path.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Account => format!("/account-info/{VERSION}/details"),
            Self::Owners(None) => format!("/crm/owners/{VERSION}?limit=500"),
            Self::Owners(Some(after)) => {
                format!("/crm/owners/{VERSION}?limit=500&after={}", escaped(after))
            }
            Self::AnyContact | Self::Contacts(..) => format!("/crm/objects/{VERSION}/contacts/search"),
            Self::AnyCompany | Self::Companies(..) => format!("/crm/objects/{VERSION}/companies/search"),
            Self::ReadContacts(_, presence) => {
                let is_archived = *presence == Presence::Archived;
                format!("/crm/objects/{VERSION}/contacts/batch/read?archived={is_archived}")
            }
            Self::Associations(_) => format!("/crm/associations/{VERSION}/companies/contacts/batch/read"),
        }
    }

    /// Returns the body; a question without one is a GET, all others are reads by POST.
    pub(super) fn body(&self) -> Option<Value> {
        match self {
            Self::Account | Self::Owners(_) => None,
            Self::AnyContact => Some(search(Vec::new(), &["email"], 1)),
            Self::AnyCompany => Some(search(Vec::new(), &["name"], 1)),
            Self::Contacts(query, start) => {
                Some(start.put_into(search(people_filters(query, start), &CONTACT_FIELDS, PAGE)))
            }
            Self::Companies(query, start) => {
                Some(start.put_into(search(company_filters(query, start), &COMPANY_FIELDS, PAGE)))
            }
            Self::ReadContacts(ids, _) => Some(json!({
                "properties": *CONTACT_FIELDS,
                "propertiesWithHistory": [],
                "inputs": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
            })),
            Self::Associations(companies) => {
                let inputs: Vec<Value> = companies
                    .iter()
                    .map(|(id, after)| match after {
                        Some(after) => json!({ "id": id, "after": after }),
                        None => json!({ "id": id }),
                    })
                    .collect();
                Some(json!({ "inputs": inputs }))
            }
        }
    }
}

/// Writes a paging token as a value of a query, so that it can be nothing else.
fn escaped(token: &str) -> String {
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    token.bytes().map(byte).collect()
}

fn people_filters(query: &PeopleQuery, start: &PageStart) -> Vec<Vec<Value>> {
    let changed = |since: &Timestamp| filter("lastmodifieddate", "GTE", &since.as_millis().to_string());
    let at = |domains: &[Domain]| vec![one_of("hs_email_domain", &spellings(domains)), start.filter()];
    match query {
        PeopleQuery::At(domains) => vec![at(domains)],
        PeopleQuery::ChangedAt { since, at: domains } => {
            let mut filters = at(domains);
            filters.push(changed(since));
            vec![filters]
        }
        PeopleQuery::Changed { since, at: domains } => {
            let mut groups = vec![vec![changed(since), start.filter()]];
            if !domains.is_empty() {
                groups.push(at(domains));
            }
            groups
        }
    }
}

fn company_filters(query: &CompanyQuery, start: &PageStart) -> Vec<Vec<Value>> {
    let at = |domains: &[Domain]| vec![one_of("domain", &spellings(domains)), start.filter()];
    match query {
        CompanyQuery::All => vec![vec![
            json!({ "propertyName": "domain", "operator": "HAS_PROPERTY" }),
            start.filter(),
        ]],
        CompanyQuery::WithId(id) => vec![vec![
            filter("hs_object_id", "EQ", &id.to_string()),
            start.filter(),
        ]],
        CompanyQuery::At(domains) => vec![at(domains)],
        CompanyQuery::Named(names) => vec![vec![one_of("name", names), start.filter()]],
        CompanyQuery::Changed { since, at: domains } => {
            let since = since.as_millis().to_string();
            let mut groups = vec![vec![filter("hs_lastmodifieddate", "GTE", &since), start.filter()]];
            if !domains.is_empty() {
                groups.push(at(domains));
            }
            groups
        }
    }
}

/// Cuts a query for people into ones that HubSpot takes, as few as there can be.
pub fn split_people(query: PeopleQuery) -> Vec<PeopleQuery> {
    match query {
        PeopleQuery::At(domains) => batches_at(&domains).map(PeopleQuery::At).collect(),
        PeopleQuery::ChangedAt { since, at } => batches_at(&at)
            .map(|at| PeopleQuery::ChangedAt { since, at })
            .collect(),
        PeopleQuery::Changed { .. } if people_fit(&query) => vec![query],
        PeopleQuery::Changed { since, at } => {
            let changed = PeopleQuery::Changed {
                since,
                at: Vec::new(),
            };
            let at = batches_at(&at).map(PeopleQuery::At);
            std::iter::once(changed).chain(at).collect()
        }
    }
}

/// Cuts a query for companies into ones that HubSpot takes, as few as there can be.
pub fn split_companies(query: CompanyQuery) -> Vec<CompanyQuery> {
    match query {
        CompanyQuery::All | CompanyQuery::WithId(_) => vec![query],
        CompanyQuery::At(domains) => batches_at(&domains).map(CompanyQuery::At).collect(),
        CompanyQuery::Named(names) => in_batches(&names, |names| companies_fit(&CompanyQuery::Named(names)))
            .map(CompanyQuery::Named)
            .collect(),
        CompanyQuery::Changed { .. } if companies_fit(&query) => vec![query],
        CompanyQuery::Changed { since, at } => {
            let changed = CompanyQuery::Changed {
                since,
                at: Vec::new(),
            };
            let at = batches_at(&at).map(CompanyQuery::At);
            std::iter::once(changed).chain(at).collect()
        }
    }
}

/// Cuts domains into runs that fit one search each, for people or for companies.
fn batches_at(domains: &[Domain]) -> impl Iterator<Item = Vec<Domain>> {
    in_batches(domains, |domains| people_fit(&PeopleQuery::At(domains)))
}

fn in_batches<T: Clone>(mut rest: &[T], fits: impl Fn(Vec<T>) -> bool) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let mut count = rest.len().min(MAX_VALUES);
        while count > 1 && !fits(rest.get(..count).unwrap_or_default().to_vec()) {
            count -= 1;
        }
        let (batch, after) = rest.split_at(count);
        rest = after;
        (!batch.is_empty()).then(|| batch.to_vec())
    })
}

fn people_fit(query: &PeopleQuery) -> bool {
    spellings(query.domains()).len() <= MAX_VALUES
        && is_short(&Request::Contacts(query.clone(), PageStart::longest()))
}

fn companies_fit(query: &CompanyQuery) -> bool {
    let count = match query {
        CompanyQuery::All | CompanyQuery::WithId(_) => 0,
        CompanyQuery::At(domains) | CompanyQuery::Changed { at: domains, .. } => spellings(domains).len(),
        CompanyQuery::Named(names) => names.len(),
    };
    count <= MAX_VALUES && is_short(&Request::Companies(query.clone(), PageStart::longest()))
}

/// Returns whether HubSpot takes a body of this length.
fn is_short(request: &Request) -> bool {
    request
        .body()
        .is_none_or(|body| body.to_string().len() <= MAX_BODY)
}

/// Returns each domain as it is stored, and the Unicode form of an international one, as HubSpot may hold either.
fn spellings(domains: &[Domain]) -> Vec<String> {
    let mut values = Vec::with_capacity(domains.len());
    for domain in domains {
        values.push(domain.ascii().to_owned());
        let unicode = domain.unicode().to_lowercase();
        if unicode != domain.ascii() {
            values.push(unicode);
        }
    }
    values
}

fn search(groups: Vec<Vec<Value>>, properties: &[&str], limit: usize) -> Value {
    let groups: Vec<Value> = groups
        .into_iter()
        .filter(|filters| !filters.is_empty())
        .map(|filters| json!({ "filters": filters }))
        .collect();
    json!({
        "filterGroups": groups,
        "properties": properties,
        "sorts": [{ "propertyName": "hs_object_id", "direction": "ASCENDING" }],
        "limit": limit,
    })
}

fn one_of(property: &str, values: &[String]) -> Value {
    json!({ "propertyName": property, "operator": "IN", "values": values })
}

fn filter(property: &str, operator: &str, value: &str) -> Value {
    json!({ "propertyName": property, "operator": operator, "value": value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains(count: usize, make: impl Fn(usize) -> String) -> Vec<Domain> {
        (0..count)
            .map(|n| Domain::parse(&make(n)).expect("a domain"))
            .collect()
    }

    fn body(query: PeopleQuery, start: PageStart) -> Value {
        Request::Contacts(query, start).body().expect("a body")
    }

    fn split_at(domains: &[Domain]) -> Vec<PeopleQuery> {
        split_people(PeopleQuery::At(domains.to_vec()))
    }

    #[test]
    fn batches_hold_at_most_a_hundred_values_and_a_body_that_hubspot_takes() {
        let short = domains(250, |n| format!("c{n}.io"));
        let sizes: Vec<usize> = split_at(&short)
            .iter()
            .map(|batch| batch.domains().len())
            .collect();
        assert_eq!(sizes, [100, 100, 50]);
        let long = domains(300, |n| format!("{n}{}.example", "x".repeat(50)));
        let batches = split_at(&long);
        for batch in &batches {
            assert!(body(batch.clone(), PageStart::longest()).to_string().len() <= 2_900);
        }
        let all: Vec<Domain> = batches
            .iter()
            .flat_map(|batch| batch.domains().to_vec())
            .collect();
        assert_eq!(all, long);
        assert!(batches.len() < 12, "{}", batches.len());
        assert_eq!(split_at(&[]), []);
    }

    #[test]
    fn international_domains_are_asked_for_in_both_forms() {
        let both = domains(60, |n| format!("müller{n}.de"));
        let batches = split_at(&both);
        let sizes: Vec<usize> = batches.iter().map(|batch| batch.domains().len()).collect();
        assert!(sizes.iter().all(|size| *size <= 50), "{sizes:?}");
        let body = body(PeopleQuery::At(both[..1].to_vec()), PageStart::FIRST).to_string();
        assert!(
            body.contains("xn--mller0-3ya.de") || body.contains("xn--"),
            "{body}"
        );
        assert!(body.contains("müller0.de"), "{body}");
    }

    #[test]
    fn a_keyset_walks_by_id_and_by_token_only_where_that_is_asked_for() {
        let query = PeopleQuery::At(domains(1, |_| "acme.com".to_owned()));
        let first = body(query.clone(), PageStart::FIRST);
        assert_eq!(first["sorts"][0]["propertyName"], "hs_object_id");
        assert_eq!(first["filterGroups"][0]["filters"][1]["operator"], "GT");
        assert_eq!(first["filterGroups"][0]["filters"][1]["value"], "0");
        assert!(first.get("after").is_none());
        let start = PageStart {
            after: RemoteId::hubspot(7).ok(),
            token: Some("200".to_owned()),
        };
        let next = body(query, start);
        assert_eq!(next["filterGroups"][0]["filters"][1]["value"], "7");
        assert_eq!(next["after"], "200");
    }

    #[test]
    fn a_batch_read_asks_for_no_history_of_values() {
        let ids = vec![RemoteId::hubspot(7).expect("an id")];
        let request = Request::ReadContacts(ids, Presence::Archived);
        let body = request.body().expect("a body");
        assert_eq!(body["propertiesWithHistory"], json!([]));
        assert_eq!(
            request.path(),
            "/crm/objects/2026-09/contacts/batch/read?archived=true"
        );
    }

    #[test]
    fn changes_of_contacts_are_asked_by_their_own_property() {
        let query = PeopleQuery::Changed {
            since: Timestamp::from_millis(5),
            at: domains(1, |_| "acme.com".to_owned()),
        };
        let body = body(query, PageStart::FIRST);
        assert_eq!(
            body["filterGroups"][0]["filters"][0]["propertyName"],
            "lastmodifieddate"
        );
        assert_eq!(body["filterGroups"].as_array().map(Vec::len), Some(2));
    }
}
