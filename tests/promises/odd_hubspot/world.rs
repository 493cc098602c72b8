//! A made-up account and two workspaces that follow it: one by the odd stand-in, one by a HubSpot that behaves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pivotal::domain::{
    Actor, Anchor, Change, Clock, ContactFilter, ContactQuery, CustomerDraft, CustomerId, Detail, IdSource,
    ListOrder, Outcome, RunState, SearchQuery, SyncKind, SyncReport, Timestamp,
};
use pivotal::hubspot::Client;
use pivotal::sandbox::{Portal, PortalCompany, PortalContact};
use pivotal::store::Store;
use pivotal::sync::RunScope;
use pivotal::workspace::{Unlinking, Workspace};
use tempfile::TempDir;

use super::conduct::Conduct;
use super::server::{OddHubSpot, State};
use crate::rig::dice::Dice;
use crate::rig::synced;
use crate::support;

const START: i64 = 1_795_000_000_000;
const MINUTE: i64 = 60 * 1_000;

/// How far the index of the search lags where it does.
const LAG: i64 = 50 * MINUTE;

/// What became of runs.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) runs: usize,
    /// Runs after which all was the same.
    pub(super) same: usize,
    /// Runs that said that something is missing.
    pub(super) told: usize,
    /// Runs after which something was different, in silence.
    pub(super) silent: Vec<String>,
    /// Worlds in which all was the same in the end.
    pub(super) recovered: usize,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.same += other.same;
        self.told += other.told;
        self.silent.extend(other.silent);
        self.recovered += other.recovered;
    }
}

/// A clock that is set.
#[derive(Clone)]
struct Set(Arc<AtomicI64>);

impl Clock for Set {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// A workspace that follows the account.
struct Follower {
    workspace: Workspace,
    folder: TempDir,
    clock: Arc<AtomicI64>,
    customers: Vec<CustomerId>,
}

impl Follower {
    fn new(customers: usize) -> Self {
        let folder = support::folder();
        support::put_empty_store(folder.path());
        let clock = Arc::new(AtomicI64::new(START));
        let store = Store::open(folder.path()).expect("opened");
        let time = Box::new(Set(Arc::clone(&clock)));
        let mut workspace = Workspace::new(store, Actor::new("Mia"), time, IdSource::Random);
        let customers = (0..customers)
            .map(|number| {
                let draft = CustomerDraft {
                    name: format!("Customer {number}"),
                    domain: domain(number),
                    ..CustomerDraft::default()
                };
                let change = Change::AddCustomer(draft.check().expect("valid"));
                match workspace.make(change).expect("added").outcome {
                    Outcome::CustomerAdded(customer) => customer.id,
                    other => panic!("{other:?}"),
                }
            })
            .collect();
        Self {
            workspace,
            folder,
            clock,
            customers,
        }
    }

    fn syncs(&mut self, odd: OddHubSpot, wanted: RunScope) -> SyncReport {
        let client = Client::of(Box::new(odd));
        synced(&mut self.workspace, self.folder.path(), &client, wanted)
    }

    /// Returns who is linked, and the near misses.
    fn rows(&mut self) -> BTreeSet<String> {
        let misses = self.workspace.near_misses().expect("listed");
        let mut rows: BTreeSet<String> = misses
            .iter()
            .map(|miss| format!("{}: {}", miss.customer_name, miss.sentence()))
            .collect();
        for (number, customer) in self.customers.iter().enumerate() {
            let query = ContactQuery {
                customer: *customer,
                filter: ContactFilter::Active,
                words: SearchQuery::default(),
                order: ListOrder::default(),
                anchor: Anchor::Row(0),
                limit: 5_000,
            };
            let contacts = self.workspace.contacts(&query).expect("listed").rows;
            rows.extend(
                contacts
                    .iter()
                    .filter(|contact| contact.is_linked())
                    .map(|contact| {
                        let title = contact.details[Detail::Title].as_ref().map(ToString::to_string);
                        format!("#{number} {} <{}> {title:?}", contact.name, contact.email)
                    }),
            );
        }
        rows
    }
}

fn domain(customer: usize) -> String {
    format!("customer-{customer}.com")
}

fn time(millis: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(millis).expect("a time")
}

/// An account and the two that follow it.
pub(super) struct World {
    seed: usize,
    dice: Dice,
    conducts: BTreeSet<Conduct>,
    is_cut_short: bool,
    now: i64,
    /// Whether a run said that it skipped records, and no full one has read all since.
    has_skipped: bool,
    /// The account as it was, by time.
    portals: BTreeMap<i64, Portal>,
    odd: Follower,
    good: Follower,
}

impl World {
    pub(super) fn new(seed: usize, conducts: BTreeSet<Conduct>, is_cut_short: bool) -> Self {
        let mut dice = Dice::new(u64::try_from(seed).expect("few") + 1_000_000);
        let customers = 2 + dice.below(3);
        let mut portal = Portal::default();
        for number in 0..15 + dice.below(45) {
            portal.add_contact(person(&mut dice, number, customers, START / 2));
        }
        for number in 0..2 + dice.below(5) {
            let id = portal.add_company(PortalCompany {
                name: format!("Customer {}", number % customers),
                domain: Some(domain(number % customers)),
                additional_domains: Vec::new(),
                owner: None,
                modified: time(START / 2),
            });
            for stray in 0..dice.below(6) {
                let email = format!("s{stray}@stray-{number}.io");
                let contact = portal.add_contact(PortalContact {
                    email: Some(email),
                    firstname: Some("Stray".to_owned()),
                    modified: time(START / 2),
                    ..PortalContact::default()
                });
                portal.associate_primary(id, contact);
            }
        }
        Self {
            seed,
            dice,
            conducts,
            is_cut_short,
            now: START,
            has_skipped: false,
            portals: BTreeMap::from([(START / 2, portal)]),
            odd: Follower::new(customers),
            good: Follower::new(customers),
        }
    }

    /// Goes through all runs and compares.
    pub(super) fn goes_by(&mut self) -> Tally {
        const FULL: RunScope = RunScope::Full(Unlinking::Allowed);
        let mut tally = Tally::default();
        let lags = self.conducts.contains(&Conduct::LateIndex);
        self.runs("first", RunScope::Due, true, &mut tally);
        self.changes(false);
        self.passes(20);
        self.runs("changes", RunScope::Due, !lags, &mut tally);
        self.passes(70);
        self.runs("later", RunScope::Due, true, &mut tally);
        self.changes(true);
        self.passes(1);
        self.runs("full", FULL, !lags, &mut tally);
        self.passes(70);
        self.conducts.clear();
        self.is_cut_short = false;
        // A full run, and one for those who are only near.
        for wanted in [FULL, RunScope::Due] {
            let (odd, good) = self.sync(wanted);
            for report in [&odd, &good] {
                let is_well = report.state == RunState::Ok && report.fault.is_none();
                assert!(is_well, "world {}: {report:?}", self.seed);
            }
        }
        match self.difference() {
            None => tally.recovered += 1,
            Some(difference) => tally
                .silent
                .push(format!("world {} in the end: {difference}", self.seed)),
        }
        tally
    }

    fn runs(&mut self, what: &str, wanted: RunScope, is_compared: bool, tally: &mut Tally) {
        let (odd, good) = self.sync(wanted);
        tally.runs += 1;
        assert_eq!(good.state, RunState::Ok, "{good:?}");
        if odd.state != RunState::Ok || odd.fault.is_some() {
            let message = odd.fault.map(|fault| fault.message).unwrap_or_default();
            assert!(message.len() > 20, "a sentence");
            self.has_skipped |= odd.state == RunState::Ok;
            tally.told += 1;
            return;
        }
        self.has_skipped &= odd.kind != Some(SyncKind::Full);
        // What is only seen by a full run is not compared where the other one was another kind; nor is what was skipped with
        // a sentence before.
        let is_same_kind = odd.kind == good.kind || odd.kind == Some(SyncKind::Full);
        let is_compared = is_compared && is_same_kind && !self.has_skipped;
        match self.difference().filter(|_| is_compared) {
            None => tally.same += 1,
            Some(difference) => tally.silent.push(format!(
                "world {} {:?}, {what}: {difference}",
                self.seed, self.conducts
            )),
        }
    }

    /// Syncs both.
    fn sync(&mut self, wanted: RunScope) -> (SyncReport, SyncReport) {
        let odd = self.server(&self.conducts.clone(), &self.odd.clock.clone());
        let odd = self.odd.syncs(odd, wanted);
        let good = self.server(&BTreeSet::new(), &self.good.clock.clone());
        let good = self.good.syncs(good, wanted);
        self.passes(0);
        (odd, good)
    }

    fn server(&mut self, conducts: &BTreeSet<Conduct>, clock: &Arc<AtomicI64>) -> OddHubSpot {
        let known = if conducts.contains(&Conduct::LateIndex) {
            self.now - LAG
        } else {
            self.now
        };
        let (_, index) = self.portals.range(..=known).next_back().expect("a portal");
        let (_, portal) = self.portals.last_key_value().expect("a portal");
        OddHubSpot {
            portal: portal.clone(),
            index: index.clone(),
            conducts: conducts.clone(),
            is_cut_short: self.is_cut_short && !conducts.is_empty(),
            clock: Arc::clone(clock),
            state: Mutex::new(State {
                dice: Dice::new(self.dice.roll()),
                took: Duration::ZERO,
                pages: BTreeMap::new(),
            }),
        }
    }

    /// Lets minutes pass; a run may have taken some by itself.
    fn passes(&mut self, minutes: i64) {
        let clocks = [&self.odd.clock, &self.good.clock];
        let latest = clocks.iter().map(|clock| clock.load(Ordering::Relaxed)).max();
        self.now = latest.unwrap_or(self.now).max(self.now) + minutes * MINUTE;
        for clock in clocks {
            clock.store(self.now, Ordering::Relaxed);
        }
    }

    /// Lets people change in the account; some leave it where that is wanted.
    fn changes(&mut self, leave: bool) {
        let customers = self.odd.customers.len();
        let (_, portal) = self.portals.last_key_value().expect("a portal");
        let mut portal = portal.clone();
        let at = time(self.now);
        let ids: Vec<u64> = portal.contacts().map(|(id, _)| id).collect();
        for number in 0..3 + self.dice.below(6) {
            let id = ids[self.dice.below(ids.len())];
            match self.dice.below(if leave { 7 } else { 3 }) {
                0 => {
                    let contact = person(&mut self.dice, 1_000 + ids.len() + number, customers, self.now);
                    portal.add_contact(contact);
                }
                1 | 2 => {
                    let title = format!("Title {}", self.dice.below(1_000));
                    portal.edit_contact(id, at, |contact| contact.jobtitle = Some(title));
                }
                3 => {
                    portal.archive_contact(id, at);
                }
                4 => {
                    portal.delete_contact(id);
                }
                5 => {
                    let email = format!("moved-{id}-{number}@elsewhere.io");
                    portal.edit_contact(id, at, |contact| contact.email = Some(email));
                }
                _ => {
                    // Without an address of its own, so that it does not matter who was known before.
                    let other = portal.add_contact(PortalContact {
                        modified: at,
                        ..PortalContact::default()
                    });
                    if portal.contact(id).is_some() {
                        portal.merge_contacts(id, other, at);
                    }
                }
            }
        }
        let companies: Vec<u64> = portal.companies().map(|(id, _)| id).collect();
        let company = companies[self.dice.below(companies.len())];
        let stray = portal.add_contact(PortalContact {
            email: Some(format!("new-{}@stray-new.io", self.now)),
            firstname: Some("New".to_owned()),
            modified: at,
            ..PortalContact::default()
        });
        portal.associate_primary(company, stray);
        portal.edit_company(company, at, |_| {});
        self.portals.insert(self.now, portal);
    }

    /// Returns what is not the same.
    fn difference(&mut self) -> Option<String> {
        let (odd, good) = (self.odd.rows(), self.good.rows());
        let missing: Vec<&String> = good.difference(&odd).take(3).collect();
        let surplus: Vec<&String> = odd.difference(&good).take(3).collect();
        (odd != good).then(|| format!("missing {missing:?}, too many {surplus:?}"))
    }
}

fn person(dice: &mut Dice, number: usize, customers: usize, modified: i64) -> PortalContact {
    PortalContact {
        email: Some(format!("p{number}@{}", domain(dice.below(customers)))),
        firstname: Some("Ann".to_owned()),
        lastname: Some(format!("Lee {number}")),
        modified: time(modified),
        ..PortalContact::default()
    }
}
