//! What a run asks for, decided before it starts: pure, sorted, the same for the same customers.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::domain::{Domain, SyncKind, Timestamp};
use crate::hubspot::{CompanySearch, ContactSearch, Offset, Request, fits, in_batches};

/// How far a run of changes looks back before the last one, in milliseconds: HubSpot's index lags.
const OVERLAP_MILLIS: i64 = 15 * 60 * 1_000;

/// What a run asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// Which records it looks at.
    pub(super) kind: SyncKind,
    /// The time of HubSpot from which changes are wanted; none for a full run.
    pub(super) since: Option<Timestamp>,
    /// The searches for people, in order.
    pub(super) people: Vec<PeopleBatch>,
    /// The searches for companies by domain, in order.
    pub(super) companies: Vec<CompanyBatch>,
    /// The searches for companies by name, in order.
    pub(super) names: Vec<Vec<String>>,
    /// The domains of which everybody is here when the run is done.
    pub(super) covers: Vec<Domain>,
}

/// A search for people, without its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PeopleBatch {
    /// Everybody at some domains.
    At(Vec<Domain>),
    /// All who changed, and everybody at some domains.
    Changed(Vec<Domain>),
    /// Those at some domains who changed.
    ChangedAt(Vec<Domain>),
}

/// A search for companies, without its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CompanyBatch {
    /// All with some domains.
    At(Vec<Domain>),
    /// All that changed, and all with some domains.
    Changed(Vec<Domain>),
}

impl Plan {
    /// Plans a run over everything.
    pub(super) fn full(domains: Vec<Domain>, names: &[String]) -> Self {
        Self {
            kind: SyncKind::Full,
            since: None,
            people: at(&domains).into_iter().map(PeopleBatch::At).collect(),
            companies: at(&domains).into_iter().map(CompanyBatch::At).collect(),
            names: in_batches(names, |names| {
                let search = CompanySearch::Named {
                    names: names.to_vec(),
                    after: i64::MAX,
                };
                Request::Companies(search, Offset::Start)
            })
            .into_iter()
            .map(<[String]>::to_vec)
            .collect(),
            covers: domains,
        }
    }

    /// Plans a run over what changed after a time of HubSpot, and over domains that are new.
    pub(super) fn incremental(watermark: Timestamp, new: Vec<Domain>) -> Self {
        let since = watermark.plus_millis(-OVERLAP_MILLIS);
        // One search asks for both if HubSpot takes it.
        let search = ContactSearch::Changed {
            since,
            domains: new.clone(),
            after: i64::MAX,
        };
        let together = fits(&Request::Contacts(search, Offset::Start));
        let (people, companies) = if together {
            (
                vec![PeopleBatch::Changed(new.clone())],
                vec![CompanyBatch::Changed(new.clone())],
            )
        } else {
            let mut people = vec![PeopleBatch::Changed(Vec::new())];
            people.extend(at(&new).into_iter().map(PeopleBatch::At));
            let mut companies = vec![CompanyBatch::Changed(Vec::new())];
            companies.extend(at(&new).into_iter().map(CompanyBatch::At));
            (people, companies)
        };
        Self {
            kind: SyncKind::Incremental,
            since: Some(since),
            people,
            companies,
            names: Vec::new(),
            covers: new,
        }
    }

    /// Gives a hash of the plan, by which it is known again.
    pub(super) fn mark(&self) -> String {
        let mut mark = String::new();
        for byte in Sha256::digest(format!("{self:?}").as_bytes()).iter().take(8) {
            let _ = write!(mark, "{byte:02x}");
        }
        mark
    }
}

/// Cuts domains into runs that fit one search each.
pub(super) fn at(domains: &[Domain]) -> Vec<Vec<Domain>> {
    in_batches(domains, |domains| {
        let search = ContactSearch::At {
            domains: domains.to_vec(),
            since: None,
            after: i64::MAX,
        };
        Request::Contacts(search, Offset::Start)
    })
    .into_iter()
    .map(<[Domain]>::to_vec)
    .collect()
}

/// Says whether asking for all changes, wherever they are, costs more pages than asking for those at our domains.
pub(super) fn is_flood(changed: u64, held: u64, batches: usize) -> bool {
    let pages = |rows: u64| rows.div_ceil(200);
    pages(changed) > pages(held) + u64::try_from(batches).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains(count: usize) -> Vec<Domain> {
        (0..count)
            .map(|n| Domain::parse(&format!("customer-{n:04}.com")).expect("a domain"))
            .collect()
    }

    #[test]
    fn a_full_plan_covers_every_domain_once_and_is_the_same_each_time() {
        let names = vec!["acme".to_owned()];
        let plan = Plan::full(domains(1_000), &names);
        let asked: usize = plan
            .people
            .iter()
            .map(|batch| match batch {
                PeopleBatch::At(domains)
                | PeopleBatch::Changed(domains)
                | PeopleBatch::ChangedAt(domains) => domains.len(),
            })
            .sum();
        assert_eq!((asked, plan.people.len()), (1_000, 10));
        assert_eq!(plan.mark(), Plan::full(domains(1_000), &names).mark());
        assert_ne!(plan.mark(), Plan::full(domains(999), &names).mark());
    }

    #[test]
    fn a_few_new_domains_cost_no_search_of_their_own() {
        let watermark = Timestamp::from_millis(1_795_512_600_000);
        assert_eq!(Plan::incremental(watermark, domains(3)).people.len(), 1);
        assert_eq!(Plan::incremental(watermark, domains(250)).people.len(), 4);
        let since = Plan::incremental(watermark, Vec::new()).since;
        assert_eq!(since, Some(Timestamp::from_millis(1_795_511_700_000)));
    }

    #[test]
    fn a_flood_of_changes_elsewhere_is_seen() {
        assert!(!is_flood(1_000, 20_000, 10));
        assert!(is_flood(100_000, 20_000, 10));
        assert!(is_flood(2_000, 100, 1));
        assert!(!is_flood(400, 200, 1));
        assert!(is_flood(401, 200, 1));
    }
}
