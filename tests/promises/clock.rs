//! Promise 19: a wrong clock is harmless.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture clock::`
//!
//! The clock of the machine is two days off, or jumps by two days whenever it is read, while people edit here and at
//! HubSpot and syncs run. At the end nothing is lost and nobody is there twice.
//!
//! Further: `src/store/tests/backups.rs` has a wrong clock among daily backups.

use std::collections::BTreeMap;
use std::sync::Mutex;

use pivotal::clock::SystemClock;
use pivotal::domain::{
    Actor, Anchor, Change, Clock, ContactFilter, ContactQuery, CustomerDraft, CustomerId, Detail, IdSource,
    ListOrder, Outcome, RunState, SearchQuery, SyncKind, SyncReport, Timestamp, UndoTarget,
};
use pivotal::hubspot::{Client, Options, RateLimit, Token};
use pivotal::safe_url::SafeUrl;
use pivotal::sandbox::{Portal, PortalContact, Sandbox, TOKEN};
use pivotal::store::Store;
use pivotal::sync::RunScope;
use pivotal::workspace::{Unlinking, Workspace};
use rstest::rstest;
use tempfile::TempDir;

use crate::rig::dice::Dice;
use crate::rig::home::contact;
use crate::rig::jobs::rules;
use crate::rig::{size, synced};

const TWO_DAYS: i64 = 2 * 24 * 60 * 60 * 1_000;

/// How a clock is wrong.
#[derive(Debug, Clone, Copy)]
enum Wrong {
    Behind,
    Ahead,
    /// Each reading is another one.
    Jumping,
}

/// A clock that is wrong.
struct WrongClock {
    wrong: Wrong,
    dice: Mutex<Dice>,
}

impl Clock for WrongClock {
    fn now(&self) -> Timestamp {
        let off = match self.wrong {
            Wrong::Behind => -TWO_DAYS,
            Wrong::Ahead => TWO_DAYS,
            Wrong::Jumping => [-TWO_DAYS, 0, TWO_DAYS][self.dice.lock().expect("dice").below(3)],
        };
        SystemClock.now().plus_millis(off)
    }
}

/// A person's work beside HubSpot, under a wrong clock.
struct Scene {
    workspace: Workspace,
    sandbox: Sandbox,
    folder: TempDir,
    acme: CustomerId,
    dice: Dice,
    people: Vec<u64>,
    /// What should be here: the title for each address.
    wanted: BTreeMap<String, String>,
    incremental: usize,
}

fn workspace(folder: &TempDir, wrong: Wrong) -> Workspace {
    let clock = WrongClock {
        wrong,
        dice: Mutex::new(Dice::new(5)),
    };
    let store = Store::open(folder.path()).expect("opened");
    Workspace::new(store, Actor::new("Mia"), Box::new(clock), IdSource::Random)
}

/// HubSpot's own time, which is right.
fn hubspot_now(off: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(SystemClock.now().as_millis() + off).expect("a time")
}

impl Scene {
    fn new(wrong: Wrong) -> Self {
        let folder = crate::support::folder();
        let mut workspace = workspace(&folder, wrong);
        let draft = CustomerDraft {
            name: "Acme".to_owned(),
            domain: "acme.com".to_owned(),
            ..CustomerDraft::default()
        };
        let change = Change::AddCustomer(draft.check().expect("valid"));
        let acme = match workspace.make(change).expect("added").outcome {
            Outcome::CustomerAdded(customer) => customer.id,
            other => panic!("{other:?}"),
        };
        Self {
            workspace,
            sandbox: Sandbox::start(Portal::default(), rules(), 0).expect("a sandbox"),
            folder,
            acme,
            dice: Dice::new(6),
            people: Vec::new(),
            wanted: BTreeMap::new(),
            incremental: 0,
        }
    }

    /// Lets people edit here and at HubSpot, whose clock is off by so much; then syncs.
    fn works(&mut self, round: usize, off: i64) {
        for number in 0..3 {
            let email = format!("remote{round}n{number}@acme.com");
            let person = PortalContact {
                email: Some(email.clone()),
                firstname: Some("Ann".to_owned()),
                lastname: Some("Lee".to_owned()),
                modified: hubspot_now(off),
                ..PortalContact::default()
            };
            self.people.push(self.sandbox.portal().add_contact(person));
            self.wanted.insert(email, String::new());
        }
        for _ in 0..3 {
            let id = self.people[self.dice.below(self.people.len())];
            let title = format!("Title {round}");
            let mut portal = self.sandbox.portal();
            portal.edit_contact(id, hubspot_now(off), |person| {
                person.jobtitle = Some(title.clone());
            });
            let email = portal
                .contact(id)
                .and_then(|person| person.email.clone())
                .expect("an address");
            self.wanted.insert(email, title);
        }
        let email = format!("own{round}@acme.com");
        self.adds(&email);
        self.wanted.insert(email, String::new());
        let report = self.syncs(RunScope::Due);
        self.incremental += usize::from(report.kind == Some(SyncKind::Incremental));
    }

    fn adds(&mut self, email: &str) {
        let change = Change::AddContact {
            customer: self.acme,
            contact: contact(email),
        };
        self.workspace.make(change).expect("added");
    }

    fn syncs(&mut self, wanted: RunScope) -> SyncReport {
        let client = Client::new(Options {
            base: SafeUrl::parse(&self.sandbox.url()).expect("an address"),
            token: Token::parse(TOKEN).expect("a token"),
            rate: RateLimit::UNLIMITED,
        });
        let report = synced(&mut self.workspace, self.folder.path(), &client, wanted);
        assert_eq!((report.state, &report.fault), (RunState::Ok, &None), "{report:?}");
        report
    }

    /// Returns how many are lost, doubled or out of date.
    fn wrong(&mut self) -> usize {
        let query = ContactQuery {
            customer: self.acme,
            filter: ContactFilter::Active,
            words: SearchQuery::default(),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 100_000,
        };
        let rows = self.workspace.contacts(&query).expect("listed").rows;
        let here: BTreeMap<String, String> = rows
            .iter()
            .map(|contact| {
                let title = contact.details[Detail::Title]
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                (contact.email.to_string(), title)
            })
            .collect();
        let lost = self
            .wanted
            .iter()
            .filter(|(email, title)| here.get(*email) != Some(title));
        let doubled = rows.len() - here.len();
        lost.count() + doubled
    }
}

/// Works so many rounds under a wrong clock.
fn work(wrong: Wrong, rounds: usize) {
    let mut scene = Scene::new(wrong);
    for round in 0..rounds {
        scene.works(round, 0);
        assert_eq!(scene.wrong(), 0, "{wrong:?}, round {round}");
    }
    println!(
        "promise 19, {wrong:?}: {rounds} rounds of edits and syncs ({} of changes alone): 0 lost or doubled",
        scene.incremental
    );
    // What was made last is what is taken back first, whatever its time says.
    for number in 0..10 {
        scene.adds(&format!("last{number}@acme.com"));
    }
    for number in (0..10).rev() {
        let done = scene
            .workspace
            .make(Change::Undo(UndoTarget::Latest))
            .expect("undone");
        let sentence = done.outcome.sentence();
        assert!(sentence.contains(&format!("last{number}@acme.com")), "{sentence}");
    }
    assert_eq!(scene.wrong(), 0);
}

#[rstest]
#[case(Wrong::Behind)]
#[case(Wrong::Ahead)]
#[case(Wrong::Jumping)]
fn a_wrong_clock_loses_and_doubles_nothing(#[case] wrong: Wrong) {
    work(wrong, 4);
}

#[test]
#[ignore = "100 rounds each: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture clock::"]
fn wrong_clocks_for_long() {
    for wrong in [Wrong::Behind, Wrong::Ahead, Wrong::Jumping] {
        work(wrong, size(100, 6));
    }
}

/// After the clock was put right, a full run that stands in the future does not keep the next one away.
#[test]
fn a_full_run_of_the_future_counts_for_nothing() {
    let mut scene = Scene::new(Wrong::Ahead);
    scene.works(0, 0);
    scene.workspace = workspace(&scene.folder, Wrong::Behind);
    let report = scene.syncs(RunScope::Due);
    assert_eq!(report.kind, Some(SyncKind::Full));
    assert_eq!(scene.wrong(), 0);
}

/// The control: where HubSpot's own clock is four days behind, which is more than the clock here is, a run of changes misses what was changed, and the same
/// look finds it; a full run heals it.
#[test]
fn the_proof_finds_edits_that_are_lost() {
    let mut scene = Scene::new(Wrong::Behind);
    scene.works(0, 0);
    scene.works(1, -2 * TWO_DAYS);
    assert_eq!(scene.incremental, 1);
    assert!(scene.wrong() > 0, "nothing was missed");
    scene.syncs(RunScope::Full(Unlinking::Guarded));
    assert_eq!(scene.wrong(), 0);
}
