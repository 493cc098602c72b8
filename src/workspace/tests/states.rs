//! What a status of a customer brings with it: why and since when it is at risk, when to win it back, and what of it
//! needs attention.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::TimeZone;
use rstest::rstest;

use crate::domain::{
    Actor, Change, Clock, Customer, CustomerEdit, CustomerId, CustomerStatus, Date, Field, IdSource, Need,
    Outcome, Phase, Phases, PlannedPhase, SafeText, Schedule, Timestamp, UndoTarget,
};
use crate::store::Store;
use crate::workspace::{Error, Workspace};

/// 2026-11-24 09:30 UTC.
const START: i64 = 1_795_512_600_000;
const DAY: i64 = 86_400_000;

/// A clock that the test moves.
#[derive(Clone)]
struct Moved(Arc<AtomicI64>);

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Acme, in a workspace whose days pass.
struct Scene {
    workspace: Workspace,
    clock: Moved,
    acme: CustomerId,
}

fn scene() -> Scene {
    let clock = Moved(Arc::new(AtomicI64::new(START)));
    let store = Store::in_memory().expect("memory");
    let mut workspace = Workspace::new(
        store,
        Actor::new("Mia"),
        Box::new(clock.clone()),
        IdSource::Random,
    );
    let acme = workspace.adds_customer("Acme", "acme.com").id;
    Scene {
        workspace,
        clock,
        acme,
    }
}

fn day(text: &str) -> Option<Date> {
    Some(text.parse().expect("a day"))
}

fn reason(text: &str) -> CustomerEdit {
    CustomerEdit::RiskReason(SafeText::optional(text))
}

fn status(status: CustomerStatus) -> CustomerEdit {
    CustomerEdit::Status(status)
}

impl Scene {
    fn days_pass(&self, days: i64) {
        self.clock.0.fetch_add(days * DAY, Ordering::Relaxed);
    }

    fn tries(&mut self, edits: Vec<CustomerEdit>) -> Result<Outcome, Error> {
        let customer = self.acme;
        let done = self.workspace.make(Change::EditCustomer { customer, edits })?;
        Ok(done.outcome)
    }

    fn edits(&mut self, edits: Vec<CustomerEdit>) -> String {
        self.tries(edits).expect("edited").sentence()
    }

    fn undo(&mut self) -> String {
        self.workspace.takes_back(UndoTarget::Latest)
    }

    fn now(&mut self) -> Customer {
        self.workspace.customer(self.acme).expect("there")
    }

    /// Tells since how many days after the start it is at risk, and why.
    fn risk(&mut self) -> Option<(i64, String)> {
        let customer = self.now();
        let risk = customer.risk()?;
        let since = risk.since.expect("known").as_millis() - START;
        Some((
            since / DAY,
            risk.reason.map(SafeText::to_string).unwrap_or_default(),
        ))
    }

    fn needs(&mut self, day: &str) -> Vec<Need> {
        let planned = PlannedPhase {
            phase: Phase::parse("Kickoff").expect("a phase"),
            days: 14,
            tasks: Vec::new(),
        };
        let schedule = Schedule {
            today: day.parse().expect("a day"),
            zone: TimeZone::UTC,
            phases: Phases::new(vec![planned]).expect("phases"),
        };
        let items = self.workspace.work(&schedule).expect("listed");
        items.into_iter().map(|item| item.need).collect()
    }
}

#[test]
fn a_customer_is_at_risk_since_the_day_on_which_it_became_so() {
    let mut scene = scene();
    scene.days_pass(1);
    let said = scene.edits(vec![status(CustomerStatus::AtRisk), reason("Budget frozen")]);
    assert_eq!(said, "Acme is now at risk: Budget frozen.");
    assert_eq!(scene.risk(), Some((1, "Budget frozen".to_owned())));
    // The reason changes, the day stays; so it does where the same status is given again.
    scene.days_pass(5);
    assert_eq!(
        scene.edits(vec![reason("Champion left")]),
        "Saved risk reason of Acme."
    );
    scene.edits(vec![status(CustomerStatus::AtRisk)]);
    assert_eq!(scene.risk(), Some((1, "Champion left".to_owned())));
    scene.undo();
    assert_eq!(scene.risk(), Some((1, "Budget frozen".to_owned())));
    // It leaves, and comes back: the day and the reason start afresh, and undo restores them.
    scene.edits(vec![status(CustomerStatus::Active)]);
    assert_eq!(scene.risk(), None);
    let said = scene.edits(vec![status(CustomerStatus::AtRisk)]);
    assert_eq!(said, "Acme is now at risk. No reason is given yet.");
    assert_eq!(scene.risk(), Some((6, String::new())));
    scene.undo();
    scene.undo();
    assert_eq!(scene.risk(), Some((1, "Budget frozen".to_owned())));
    scene.undo();
    assert_eq!((scene.risk(), scene.now().status), (None, CustomerStatus::Active));
    scene.workspace.make(Change::Redo).expect("redone");
    assert_eq!(scene.risk(), Some((1, "Budget frozen".to_owned())));
}

#[test]
fn the_history_tells_why_and_since_when() {
    let mut scene = scene();
    scene.edits(vec![status(CustomerStatus::AtRisk), reason("Budget frozen")]);
    scene.edits(vec![
        status(CustomerStatus::Churned),
        CustomerEdit::WinBackOn(day("2027-01-15")),
    ]);
    assert_eq!(
        scene.workspace.told(scene.acme)[..5],
        [
            "win-back date of Acme: nothing → \"2027-01-15\"",
            "status of Acme: \"at_risk\" → \"churned\"",
            "start of the risk of Acme: nothing → \"2026-11-24T09:30:00Z\"",
            "risk reason of Acme: nothing → \"Budget frozen\"",
            "status of Acme: \"active\" → \"at_risk\"",
        ]
    );
}

#[rstest]
#[case(CustomerStatus::Active, Field::RiskReason)]
#[case(CustomerStatus::Churned, Field::RiskReason)]
#[case(CustomerStatus::Active, Field::WinBackOn)]
#[case(CustomerStatus::AtRisk, Field::WinBackOn)]
fn what_belongs_to_another_status_is_refused(#[case] of: CustomerStatus, #[case] field: Field) {
    let mut scene = scene();
    scene.edits(vec![status(of)]);
    let edit = match field {
        Field::RiskReason => reason("Budget frozen"),
        _ => CustomerEdit::WinBackOn(day("2027-01-15")),
    };
    let told = scene.workspace.told(scene.acme);
    let Err(Error::Invalid(errors)) = scene.tries(vec![edit]) else {
        panic!("refused")
    };
    assert_eq!(
        errors.iter().map(|error| error.field).collect::<Vec<_>>(),
        [field]
    );
    assert_eq!(scene.workspace.told(scene.acme), told);
    // Nothing is there to be taken away.
    let taken = vec![reason(""), CustomerEdit::WinBackOn(None)];
    assert_eq!(scene.edits(taken), "Nothing changed.");
}

#[test]
fn a_win_back_date_belongs_to_one_time_that_the_customer_was_lost() {
    let mut scene = scene();
    let said = scene.edits(vec![
        status(CustomerStatus::Churned),
        CustomerEdit::WinBackOn(day("2027-01-15")),
    ]);
    assert_eq!(said, "Acme is now churned. Win-back date: 15 January 2027.");
    scene.edits(vec![status(CustomerStatus::Active)]);
    assert_eq!(scene.now().win_back_on(), None);
    scene.edits(vec![status(CustomerStatus::Churned)]);
    assert_eq!(scene.now().win_back_on(), None);
    scene.undo();
    scene.undo();
    assert_eq!(scene.now().win_back_on(), day("2027-01-15"));
}

#[test]
fn who_is_at_risk_stands_first_in_the_workbench_for_the_longest_first() {
    let mut scene = scene();
    let beta = scene.workspace.adds_customer("Beta", "beta.com").id;
    let edits = vec![status(CustomerStatus::AtRisk)];
    let change = Change::EditCustomer {
        customer: beta,
        edits,
    };
    scene.workspace.make(change).expect("edited");
    scene.days_pass(3);
    scene.edits(vec![status(CustomerStatus::AtRisk), reason("Budget frozen")]);
    let needs = scene.needs("2026-12-01");
    let (since, none) = (day("2026-11-24"), day("2026-11-27"));
    assert_eq!(
        needs[..2],
        [
            Need::AtRisk { since, reason: None },
            Need::AtRisk {
                since: none,
                reason: SafeText::optional("Budget frozen")
            },
        ]
    );
    assert!(needs[2..].contains(&Need::NoContacts), "{needs:?}");
}

#[test]
fn who_was_lost_is_listed_once_the_day_came() {
    let mut scene = scene();
    scene.edits(vec![
        status(CustomerStatus::Churned),
        CustomerEdit::WinBackOn(day("2027-01-15")),
    ]);
    assert_eq!(scene.needs("2027-01-14"), []);
    let due = [Need::WinBack("2027-01-15".parse().expect("a day"))];
    assert_eq!(scene.needs("2027-01-15"), due);
    assert_eq!(scene.needs("2027-03-01"), due);
    for edit in [CustomerEdit::WinBackOn(None), status(CustomerStatus::Archived)] {
        scene.edits(vec![edit]);
        assert_eq!(scene.needs("2027-03-01"), []);
        scene.undo();
    }
    scene.edits(vec![status(CustomerStatus::Active)]);
    assert_eq!(scene.needs("2027-03-01"), [Need::NoContacts]);
}
