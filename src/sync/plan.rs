//! What a run asks for, decided before it starts: pure, sorted, the same for the same customers.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::cursor::CompanyReading;
use super::source::{Limits, Source};
use crate::domain::{CompanyQuery, Domain, PeopleQuery, SyncKind, Timestamp};

/// How many new domains are noted for the next run; for more of them all companies are read.
const MAX_NEW_DOMAINS: usize = 1_000;

/// What a run asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// Which records it looks at.
    pub(super) kind: SyncKind,
    /// The time of the source from which changes are wanted; none for a full run.
    pub(super) since: Option<Timestamp>,
    /// The queries for people, in order.
    pub(super) people: Vec<PeopleQuery>,
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
    /// The time of the source from which changes are wanted; none for all companies.
    pub(super) since: Option<Timestamp>,
    /// The queries by domain, in order.
    pub(super) queries: Vec<CompanyQuery>,
    /// The queries by name, in order.
    pub(super) names: Vec<CompanyQuery>,
    /// The domains of which all companies are wanted beside those that changed.
    new: Vec<Domain>,
}

impl Plan {
    /// Plans a run over everything.
    pub(super) fn full(source: &impl Source, domains: Vec<Domain>, names: Vec<String>) -> Self {
        Self {
            kind: SyncKind::Full,
            since: None,
            people: source.split_people(PeopleQuery::At(domains.clone())),
            companies: CompanyPlan::full(source, domains.clone(), names),
            covers: domains,
        }
    }

    /// Plans a run over the people who changed after a time of the source, and over those at domains that are new.
    pub(super) fn incremental(
        source: &impl Source,
        since: Timestamp,
        new: Vec<Domain>,
        companies: CompanyPlan,
    ) -> Self {
        let at = new.clone();
        Self {
            kind: SyncKind::Incremental,
            since: Some(since),
            people: source.split_people(PeopleQuery::Changed { since, at }),
            companies,
            covers: new,
        }
    }

    /// Returns a digest of the plan, by which it is known again.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(self)
    }
}

impl CompanyPlan {
    /// Plans to read all companies with some domains or names.
    pub(super) fn full(source: &impl Source, domains: Vec<Domain>, names: Vec<String>) -> Self {
        Self {
            kind: SyncKind::Full,
            since: None,
            queries: source.split_companies(CompanyQuery::At(domains)),
            names: source.split_companies(CompanyQuery::Named(names)),
            new: Vec::new(),
        }
    }

    /// Plans to read the companies that changed after a time of the source and those at domains that are new, and what an
    /// earlier run left to be read; none if all companies are to be read.
    pub(super) fn changed(
        source: &impl Source,
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
        let at = new.clone();
        Some(Self {
            kind: SyncKind::Incremental,
            since: Some(since),
            queries: source.split_companies(CompanyQuery::Changed { since, at }),
            names: Vec::new(),
            new,
        })
    }

    /// Returns what is noted of the plan, for a run that takes it over.
    pub(super) fn reading(&self) -> CompanyReading {
        CompanyReading {
            plan: fingerprint(self),
            since: self.since.map(Timestamp::as_millis),
            domains: self.new.iter().map(|domain| domain.ascii().to_owned()).collect(),
            began: None,
            at: None,
        }
    }
}

fn fingerprint(plan: &impl std::fmt::Debug) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(format!("{plan:?}").as_bytes()).iter().take(8) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Returns from when on changes are wanted of a source that was late by some milliseconds, if all up to a time are here.
pub(super) fn look_back(watermark: Timestamp, lag: i64, limits: Limits) -> Timestamp {
    let overlap = limits.min_overlap.saturating_add(lag).min(limits.max_overlap);
    watermark.plus_millis(-overlap)
}

/// Returns whether asking for all changes, wherever they are, costs more pages than the queries for those at our domains.
pub(super) fn exceeds_bulk_guard(changed: u64, held: u64, queries: usize, page: u64) -> bool {
    let pages = |rows: u64| rows.div_ceil(page);
    pages(changed) > pages(held) + u64::try_from(queries).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::hubspot::{Client, Options, RateLimit, Token};
    use crate::safe_url::SafeUrl;

    /// A client of HubSpot, which is asked nothing.
    fn source() -> Client {
        Client::new(Options {
            base: SafeUrl::of_service("https://api.hubapi.com"),
            token: Token::parse("t").expect("a token"),
            rate: RateLimit::default(),
        })
    }

    fn domains(count: usize) -> Vec<Domain> {
        (0..count)
            .map(|n| Domain::parse(&format!("customer-{n:04}.com")).expect("a domain"))
            .collect()
    }

    #[test]
    fn a_full_plan_covers_every_domain_once_and_is_the_same_each_time() {
        let planned = |count| Plan::full(&source(), domains(count), vec!["acme".to_owned()]);
        let plan = planned(1_000);
        let asked: usize = plan.people.iter().map(|query| query.domains().len()).sum();
        assert_eq!((asked, plan.people.len()), (1_000, 10));
        assert_eq!(plan.fingerprint(), planned(1_000).fingerprint());
        assert_ne!(plan.fingerprint(), planned(999).fingerprint());
    }

    #[test]
    fn a_few_new_domains_cost_no_search_of_their_own() {
        let since = Timestamp::from_millis(1_795_512_600_000);
        let planned = |new: Vec<Domain>| {
            let companies = CompanyPlan::changed(&source(), since, new.clone(), None).expect("few");
            Plan::incremental(&source(), since, new, companies)
        };
        let plan = planned(domains(3));
        assert_eq!((plan.people.len(), plan.companies.queries.len()), (1, 1));
        let plan = planned(domains(250));
        assert_eq!((plan.people.len(), plan.companies.queries.len()), (4, 4));
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
        let since = look_back(watermark, lag * 60_000, source().limits());
        assert_eq!(watermark.as_millis() - since.as_millis(), back * 60_000);
    }

    #[test]
    fn what_an_earlier_run_left_of_companies_is_read_too() {
        let watermark = Timestamp::from_millis(1_795_512_600_000);
        let first = CompanyPlan::changed(&source(), watermark, domains(3), None).expect("few");
        let later = watermark.plus_millis(900_000);
        let second = CompanyPlan::changed(&source(), later, Vec::new(), Some(&first.reading())).expect("few");
        assert_eq!(second, first);
        let third = CompanyPlan::changed(&source(), later, domains(5), Some(&first.reading())).expect("few");
        assert_eq!((third.since, third.new.len()), (first.since, 5));
        let all = CompanyPlan::full(&source(), domains(3), Vec::new()).reading();
        assert_eq!(
            CompanyPlan::changed(&source(), later, Vec::new(), Some(&all)),
            None
        );
        assert_eq!(CompanyPlan::changed(&source(), later, domains(1_001), None), None);
    }

    #[test]
    fn more_changes_elsewhere_than_people_here_exceed_the_guard() {
        assert!(!exceeds_bulk_guard(1_000, 20_000, 10, 200));
        assert!(exceeds_bulk_guard(100_000, 20_000, 10, 200));
        assert!(exceeds_bulk_guard(2_000, 100, 1, 200));
        assert!(!exceeds_bulk_guard(400, 200, 1, 200));
        assert!(exceeds_bulk_guard(401, 200, 1, 200));
    }
}
