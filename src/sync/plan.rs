//! What a run asks for, decided before it starts: pure, sorted, the same for the same customers.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::cursor::CompanyReading;
use crate::domain::{Domain, SyncKind, Timestamp};
use crate::hubspot::{CompanySearch, ContactSearch, Offset, Request, fits, in_batches};

/// How far a run of changes looks back before the last one at the least, in milliseconds: HubSpot's search is often late.
const MIN_OVERLAP_MILLIS: i64 = 60 * 60 * 1_000;

/// How far it looks back at the most, in milliseconds: a full run brings what is later.
pub(super) const MAX_OVERLAP_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// How many new domains are noted for the next run; for more of them all companies are read.
const MAX_NEW_DOMAINS: usize = 1_000;

/// What a run asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// Which records it looks at.
    pub(super) kind: SyncKind,
    /// The time of HubSpot from which changes are wanted; none for a full run.
    pub(super) since: Option<Timestamp>,
    /// The searches for people, in order.
    pub(super) people: Vec<PeopleBatch>,
    /// What is read of companies.
    pub(super) companies: CompanyPlan,
    /// The domains of which everybody is here when the run is done.
    pub(super) covers: Vec<Domain>,
}

/// What a run asks about companies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CompanyPlan {
    /// Which records it looks at.
    pub(super) kind: SyncKind,
    /// The time of HubSpot from which changes are wanted; none for all companies.
    pub(super) since: Option<Timestamp>,
    /// The searches by domain, in order.
    pub(super) batches: Vec<CompanyBatch>,
    /// The searches by name, in order.
    pub(super) names: Vec<Vec<String>>,
    /// The domains of which all companies are wanted beside those that changed.
    new: Vec<Domain>,
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
            companies: CompanyPlan::full(&domains, names),
            covers: domains,
        }
    }

    /// Plans a run over the people who changed after a time of HubSpot, and over those at domains that are new.
    pub(super) fn incremental(since: Timestamp, new: Vec<Domain>, companies: CompanyPlan) -> Self {
        let search = ContactSearch::Changed {
            since,
            domains: new.clone(),
            after: i64::MAX,
        };
        // One search asks for both if HubSpot takes it.
        let people = if fits(&Request::Contacts(search, Offset::Start)) {
            vec![PeopleBatch::Changed(new.clone())]
        } else {
            let new = at(&new).into_iter().map(PeopleBatch::At);
            std::iter::once(PeopleBatch::Changed(Vec::new()))
                .chain(new)
                .collect()
        };
        Self {
            kind: SyncKind::Incremental,
            since: Some(since),
            people,
            companies,
            covers: new,
        }
    }

    /// Gives a hash of the plan, by which it is known again.
    pub(super) fn mark(&self) -> String {
        mark(self)
    }
}

impl CompanyPlan {
    /// Plans to read all companies with some domains or names.
    pub(super) fn full(domains: &[Domain], names: &[String]) -> Self {
        let names = in_batches(names, |names| {
            let search = CompanySearch::Named {
                names: names.to_vec(),
                after: i64::MAX,
            };
            Request::Companies(search, Offset::Start)
        });
        Self {
            kind: SyncKind::Full,
            since: None,
            batches: at(domains).into_iter().map(CompanyBatch::At).collect(),
            names: names.into_iter().map(<[String]>::to_vec).collect(),
            new: Vec::new(),
        }
    }

    /// Plans to read the companies that changed after a time of HubSpot and those at domains that are new, and what an
    /// earlier run left to be read; none if all companies are to be read.
    pub(super) fn changed(
        mut since: Timestamp,
        mut new: Vec<Domain>,
        owed: Option<&CompanyReading>,
    ) -> Option<Self> {
        if let Some(owed) = owed {
            since = since.min(Timestamp::from_millis(owed.since?));
            let known = owed.domains.iter().filter_map(|text| Domain::parse(text).ok());
            new.extend(known);
            new.sort();
            new.dedup();
        }
        if new.len() > MAX_NEW_DOMAINS {
            return None;
        }
        let search = CompanySearch::Changed {
            since,
            domains: new.clone(),
            after: i64::MAX,
        };
        let batches = if fits(&Request::Companies(search, Offset::Start)) {
            vec![CompanyBatch::Changed(new.clone())]
        } else {
            let new = at(&new).into_iter().map(CompanyBatch::At);
            std::iter::once(CompanyBatch::Changed(Vec::new()))
                .chain(new)
                .collect()
        };
        Some(Self {
            kind: SyncKind::Incremental,
            since: Some(since),
            batches,
            names: Vec::new(),
            new,
        })
    }

    /// Returns what is noted of the plan, for a run that takes it over.
    pub(super) fn reading(&self) -> CompanyReading {
        CompanyReading {
            plan: mark(self),
            since: self.since.map(Timestamp::as_millis),
            domains: self.new.iter().map(|domain| domain.ascii().to_owned()).collect(),
            began: None,
            at: None,
        }
    }
}

fn mark(plan: &impl std::fmt::Debug) -> String {
    let mut mark = String::new();
    for byte in Sha256::digest(format!("{plan:?}").as_bytes()).iter().take(8) {
        let _ = write!(mark, "{byte:02x}");
    }
    mark
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

/// Returns from when on changes are wanted of a search that was late by some milliseconds, if all up to a time are here.
pub(super) fn look_back(watermark: Timestamp, lag: i64) -> Timestamp {
    watermark.plus_millis(-MIN_OVERLAP_MILLIS.saturating_add(lag).min(MAX_OVERLAP_MILLIS))
}

/// Says whether asking for all changes, wherever they are, costs more pages than asking for those at our domains.
pub(super) fn is_flood(changed: u64, held: u64, batches: usize) -> bool {
    let pages = |rows: u64| rows.div_ceil(200);
    pages(changed) > pages(held) + u64::try_from(batches).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

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
        let since = Timestamp::from_millis(1_795_512_600_000);
        let planned = |new: Vec<Domain>| {
            let companies = CompanyPlan::changed(since, new.clone(), None).expect("few");
            Plan::incremental(since, new, companies)
        };
        let plan = planned(domains(3));
        assert_eq!((plan.people.len(), plan.companies.batches.len()), (1, 1));
        let plan = planned(domains(250));
        assert_eq!((plan.people.len(), plan.companies.batches.len()), (4, 4));
        assert_eq!((plan.since, plan.companies.since), (Some(since), Some(since)));
    }

    #[rstest]
    #[case(0, 60)]
    #[case(30, 90)]
    #[case(22 * 60, 23 * 60)]
    #[case(23 * 60 + 30, 24 * 60)]
    #[case(i64::MAX / 60_000, 24 * 60)]
    fn a_run_looks_back_an_hour_and_as_far_as_the_search_was_late(#[case] lag: i64, #[case] back: i64) {
        let watermark = Timestamp::from_millis(1_795_512_600_000);
        let since = look_back(watermark, lag * 60_000);
        assert_eq!(watermark.as_millis() - since.as_millis(), back * 60_000);
    }

    #[test]
    fn what_an_earlier_run_left_of_companies_is_read_too() {
        let watermark = Timestamp::from_millis(1_795_512_600_000);
        let first = CompanyPlan::changed(watermark, domains(3), None).expect("few");
        let later = watermark.plus_millis(900_000);
        let second = CompanyPlan::changed(later, Vec::new(), Some(&first.reading())).expect("few");
        assert_eq!(second, first);
        let third = CompanyPlan::changed(later, domains(5), Some(&first.reading())).expect("few");
        assert_eq!((third.since, third.new.len()), (first.since, 5));
        let all = CompanyPlan::full(&domains(3), &[]).reading();
        assert_eq!(CompanyPlan::changed(later, Vec::new(), Some(&all)), None);
        assert_eq!(CompanyPlan::changed(later, domains(1_001), None), None);
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
