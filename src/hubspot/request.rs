//! The questions that can be asked: all of them read, and there is none that writes.

use serde_json::{Value, json};

use super::line::Question;
use super::pace::Lane;
use crate::domain::{Domain, HubSpotId, Timestamp};

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

const CONTACT_FIELDS: [&str; 5] = ["email", "firstname", "lastname", "jobtitle", "phone"];
const COMPANY_FIELDS: [&str; 4] = ["name", "domain", "hs_additional_domains", "hubspot_owner_id"];

/// A question to HubSpot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Which account the token opens.
    Account,
    /// A page of people, by id.
    Contacts(ContactSearch, Offset),
    /// A page of companies, by id.
    Companies(CompanySearch, Offset),
    /// People by their ids, at most 100.
    ReadContacts {
        /// The ids.
        ids: Vec<HubSpotId>,
        /// Whether the archived ones are wanted, or the others.
        archived: bool,
    },
    /// A page of the owners: the users of the account.
    Owners(Offset),
    /// Who is counted to companies, at most 1,000; each with where the list goes on, for long ones.
    Colleagues(Vec<(HubSpotId, Option<String>)>),
}

/// Where a page of a search begins.
///
/// All pages begin behind an id, which the search itself demands; only where a server does not keep to that, the search
/// is read on by HubSpot's own mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offset {
    /// At the first row.
    Start,
    /// Where HubSpot said that it goes on.
    After(String),
}

/// Which people are searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactSearch {
    /// One person, to see whether people can be read.
    Any,
    /// Those at some domains.
    At {
        /// The domains.
        domains: Vec<Domain>,
        /// Only those changed at this time of HubSpot or later.
        since: Option<Timestamp>,
        /// The id after which the page begins.
        after: i64,
    },
    /// All who changed, wherever they are, and everybody at some domains.
    Changed {
        /// At this time of HubSpot or later.
        since: Timestamp,
        /// Domains of which everybody is wanted.
        domains: Vec<Domain>,
        /// The id after which the page begins.
        after: i64,
    },
}

/// Which companies are searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanySearch {
    /// One company, to see whether companies can be read.
    Any,
    /// The one with an id.
    WithId {
        /// The id.
        id: HubSpotId,
        /// The id after which the page begins.
        after: i64,
    },
    /// All that have a domain.
    All {
        /// The id after which the page begins.
        after: i64,
    },
    /// Those with one of some main domains.
    At {
        /// The domains.
        domains: Vec<Domain>,
        /// The id after which the page begins.
        after: i64,
    },
    /// Those with one of some names.
    Named {
        /// The names, lower-case.
        names: Vec<String>,
        /// The id after which the page begins.
        after: i64,
    },
    /// All that changed, and all with one of some main domains.
    Changed {
        /// At this time of HubSpot or later.
        since: Timestamp,
        /// The domains.
        domains: Vec<Domain>,
        /// The id after which the page begins.
        after: i64,
    },
}

impl Request {
    /// Gives the limit under which the question falls.
    pub(super) const fn lane(&self) -> Lane {
        match self {
            Self::Contacts(..) | Self::Companies(..) => Lane::Search,
            Self::Account | Self::Owners(_) | Self::ReadContacts { .. } | Self::Colleagues(_) => Lane::Other,
        }
    }

    /// Returns the scope that the question needs.
    pub(super) const fn scope(&self) -> &'static str {
        match self {
            Self::Account | Self::Contacts(..) | Self::ReadContacts { .. } => READS_CONTACTS,
            Self::Companies(..) | Self::Colleagues(_) => READS_COMPANIES,
            Self::Owners(_) => READS_OWNERS,
        }
    }

    /// Returns the size of the largest answer that is read.
    pub(super) const fn max_answer(&self) -> usize {
        match self {
            Self::Account => MAX_ACCOUNT,
            Self::Contacts(..)
            | Self::Companies(..)
            | Self::Owners(_)
            | Self::ReadContacts { .. }
            | Self::Colleagues(_) => MAX_ANSWER,
        }
    }

    /// Returns the question as it goes over the line.
    pub(super) fn question(&self) -> Question {
        Question {
            path: self.path(),
            body: self.body().map(|body| body.to_string()),
        }
    }

    /// Gives the path.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Account => format!("/account-info/{VERSION}/details"),
            Self::Owners(Offset::Start) => format!("/crm/owners/{VERSION}?limit=500"),
            Self::Owners(Offset::After(after)) => {
                format!("/crm/owners/{VERSION}?limit=500&after={}", escaped(after))
            }
            Self::Contacts(..) => format!("/crm/objects/{VERSION}/contacts/search"),
            Self::Companies(..) => format!("/crm/objects/{VERSION}/companies/search"),
            Self::ReadContacts { archived, .. } => {
                format!("/crm/objects/{VERSION}/contacts/batch/read?archived={archived}")
            }
            Self::Colleagues(_) => format!("/crm/associations/{VERSION}/companies/contacts/batch/read"),
        }
    }

    /// Gives the body; a question without one is a GET, all others are reads by POST.
    pub(super) fn body(&self) -> Option<Value> {
        match self {
            Self::Account | Self::Owners(_) => None,
            Self::Contacts(search, offset) => Some(offset.put_into(search.body())),
            Self::Companies(search, offset) => Some(offset.put_into(search.body())),
            Self::ReadContacts { ids, .. } => Some(json!({
                "properties": CONTACT_FIELDS,
                "propertiesWithHistory": [],
                "inputs": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
            })),
            Self::Colleagues(companies) => {
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

impl Offset {
    fn put_into(&self, mut body: Value) -> Value {
        if let (Self::After(after), Some(fields)) = (self, body.as_object_mut()) {
            fields.insert("after".to_owned(), after.as_str().into());
        }
        body
    }
}

/// Writes a mark of HubSpot as a value of a query, so that it can be nothing else.
fn escaped(mark: &str) -> String {
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    mark.bytes().map(byte).collect()
}

impl ContactSearch {
    fn body(&self) -> Value {
        let changed = |since: Timestamp| filter("lastmodifieddate", "GTE", &since.as_millis().to_string());
        match self {
            Self::Any => search(vec![vec![]], &["email"], 1),
            Self::At {
                domains,
                since,
                after,
            } => {
                let mut filters = vec![one_of("hs_email_domain", &spellings(domains)), later(*after)];
                filters.extend(since.map(changed));
                search(vec![filters], &CONTACT_FIELDS, PAGE)
            }
            Self::Changed {
                since,
                domains,
                after,
            } => {
                let mut groups = vec![vec![changed(*since), later(*after)]];
                if !domains.is_empty() {
                    groups.push(vec![
                        one_of("hs_email_domain", &spellings(domains)),
                        later(*after),
                    ]);
                }
                search(groups, &CONTACT_FIELDS, PAGE)
            }
        }
    }
}

impl CompanySearch {
    fn body(&self) -> Value {
        match self {
            Self::Any => search(vec![vec![]], &["name"], 1),
            Self::WithId { id, after } => {
                let filters = vec![filter("hs_object_id", "EQ", &id.to_string()), later(*after)];
                search(vec![filters], &COMPANY_FIELDS, PAGE)
            }
            Self::All { after } => {
                let filters = vec![
                    json!({ "propertyName": "domain", "operator": "HAS_PROPERTY" }),
                    later(*after),
                ];
                search(vec![filters], &COMPANY_FIELDS, PAGE)
            }
            Self::At { domains, after } => search(
                vec![vec![one_of("domain", &spellings(domains)), later(*after)]],
                &COMPANY_FIELDS,
                PAGE,
            ),
            Self::Named { names, after } => search(
                vec![vec![one_of("name", names), later(*after)]],
                &COMPANY_FIELDS,
                PAGE,
            ),
            Self::Changed {
                since,
                domains,
                after,
            } => {
                let since = since.as_millis().to_string();
                let mut groups = vec![vec![filter("hs_lastmodifieddate", "GTE", &since), later(*after)]];
                if !domains.is_empty() {
                    groups.push(vec![one_of("domain", &spellings(domains)), later(*after)]);
                }
                search(groups, &COMPANY_FIELDS, PAGE)
            }
        }
    }
}

/// Gives the length of the body of a question.
fn body_bytes(request: &Request) -> usize {
    request.body().map_or(0, |body| body.to_string().len())
}

/// Cuts values into runs that fit one search each, as few as there can be.
pub fn in_batches<'v, T>(values: &'v [T], ask: impl Fn(&'v [T]) -> Request) -> Vec<&'v [T]> {
    let mut batches = Vec::new();
    let mut rest = values;
    while !rest.is_empty() {
        let mut count = rest.len().min(MAX_VALUES);
        while count > 1 && !fits(&ask(rest.get(..count).unwrap_or_default())) {
            count -= 1;
        }
        let (batch, after) = rest.split_at(count);
        batches.push(batch);
        rest = after;
    }
    batches
}

/// Says whether HubSpot takes a search of this size.
pub fn fits(request: &Request) -> bool {
    let values = |domains: &[Domain]| spellings(domains).len();
    let count = match request {
        Request::Contacts(ContactSearch::At { domains, .. } | ContactSearch::Changed { domains, .. }, _)
        | Request::Companies(CompanySearch::At { domains, .. } | CompanySearch::Changed { domains, .. }, _) => {
            values(domains)
        }
        Request::Companies(CompanySearch::Named { names, .. }, _) => names.len(),
        Request::Account
        | Request::Owners(_)
        | Request::Contacts(ContactSearch::Any, _)
        | Request::Companies(
            CompanySearch::Any | CompanySearch::WithId { .. } | CompanySearch::All { .. },
            _,
        )
        | Request::ReadContacts { .. }
        | Request::Colleagues(_) => 0,
    };
    count <= MAX_VALUES && body_bytes(request) <= MAX_BODY
}

/// Gives each domain as it is stored, and the Unicode form of an international one, as HubSpot may hold either.
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

fn later(after: i64) -> Value {
    filter("hs_object_id", "GT", &after.to_string())
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

    fn at(domains: &[Domain]) -> Request {
        let search = ContactSearch::At {
            domains: domains.to_vec(),
            since: None,
            after: i64::MAX,
        };
        Request::Contacts(search, Offset::Start)
    }

    #[test]
    fn batches_hold_at_most_a_hundred_values_and_a_body_that_hubspot_takes() {
        let short = domains(250, |n| format!("c{n}.io"));
        let sizes: Vec<usize> = in_batches(&short, at).iter().map(|batch| batch.len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        let long = domains(300, |n| format!("{n}{}.example", "x".repeat(50)));
        let batches = in_batches(&long, at);
        assert!(batches.iter().all(|batch| body_bytes(&at(batch)) <= 2_900));
        assert_eq!(batches.concat(), long);
        assert!(batches.len() < 12, "{}", batches.len());
    }

    #[test]
    fn international_domains_are_asked_for_in_both_forms() {
        let both = domains(60, |n| format!("müller{n}.de"));
        let sizes: Vec<usize> = in_batches(&both, at).iter().map(|batch| batch.len()).collect();
        assert!(sizes.iter().all(|size| *size <= 50), "{sizes:?}");
        let body = at(&both[..1]).body().expect("a body").to_string();
        assert!(
            body.contains("xn--mller0-3ya.de") || body.contains("xn--"),
            "{body}"
        );
        assert!(body.contains("müller0.de"), "{body}");
    }

    #[test]
    fn a_keyset_walks_by_id_and_by_offset_only_where_that_is_asked_for() {
        let request = at(&domains(1, |_| "acme.com".to_owned()));
        let body = request.body().expect("a body");
        assert_eq!(body["sorts"][0]["propertyName"], "hs_object_id");
        assert_eq!(body["filterGroups"][0]["filters"][1]["operator"], "GT");
        assert!(body.get("after").is_none());
        let Request::Contacts(search, _) = request else {
            panic!("{request:?}");
        };
        let body = Request::Contacts(search, Offset::After("200".to_owned())).body();
        assert_eq!(body.expect("a body")["after"], "200");
    }

    #[test]
    fn a_batch_read_asks_for_no_history_of_values() {
        let ids = vec![HubSpotId::new(7).expect("an id")];
        let request = Request::ReadContacts { ids, archived: true };
        let body = request.body().expect("a body");
        assert_eq!(body["propertiesWithHistory"], json!([]));
        assert_eq!(
            request.path(),
            "/crm/objects/2026-09/contacts/batch/read?archived=true"
        );
    }

    #[test]
    fn changes_of_contacts_are_asked_by_their_own_property() {
        let search = ContactSearch::Changed {
            since: Timestamp::from_millis(5),
            domains: domains(1, |_| "acme.com".to_owned()),
            after: 7,
        };
        let request = Request::Contacts(search, Offset::Start);
        let body = request.body().expect("a body");
        assert_eq!(
            body["filterGroups"][0]["filters"][0]["propertyName"],
            "lastmodifieddate"
        );
        assert_eq!(body["filterGroups"].as_array().map(Vec::len), Some(2));
    }
}
