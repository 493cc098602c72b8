//! What an undo keeps together where a value changed since, and what it makes active.

use crate::domain::{
    Change, ChangeId, Customer, CustomerEdit, CustomerId, CustomerStatus, Date, Onboarding, OnboardingEdit,
    OnboardingId, OnboardingState, OthersActive, SafeText, UndoTarget,
};
use crate::workspace::Workspace;
use crate::workspace::testing::{start, with_acme};

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// Acme with an onboarding.
fn started() -> (Workspace, CustomerId, OnboardingId) {
    let (mut workspace, acme) = with_acme();
    let onboarding = workspace.starts_onboarding(acme);
    (workspace, acme, onboarding.id)
}

impl Workspace {
    fn makes(&mut self, change: Change) -> ChangeId {
        self.make(change).expect("made").change.expect("a change")
    }

    fn stands(&mut self, id: OnboardingId) -> Onboarding {
        let all = self.onboardings(None).expect("listed");
        all.into_iter().find(|one| one.id == id).expect("there")
    }
}

fn target(onboarding: OnboardingId, day: Option<Date>, reason: Option<&str>) -> Change {
    let reason = reason.map(|text| OnboardingEdit::TargetReason(SafeText::optional(text)));
    let mut edits = vec![OnboardingEdit::Target(day)];
    edits.extend(reason);
    Change::EditOnboarding { onboarding, edits }
}

fn status(customer: CustomerId, status: CustomerStatus, beside: Option<CustomerEdit>) -> Change {
    let mut edits = vec![CustomerEdit::Status(status)];
    edits.extend(beside);
    Change::EditCustomer { customer, edits }
}

#[test]
fn where_a_target_stays_so_do_its_reason_and_the_one_that_was_agreed_on() {
    let (mut workspace, _, id) = started();
    workspace.makes(target(id, day("2027-01-01"), None));
    let moved = workspace.makes(target(id, day("2027-01-05"), None));
    workspace.makes(target(id, day("2027-01-08"), None));
    let before = workspace.stands(id);
    assert_eq!(before.agreed_target(), day("2027-01-01"));
    let told = workspace.takes_back(UndoTarget::Change(moved));
    assert_eq!(
        told,
        "Not changed: changed target date of the onboarding of Acme. Changed since: target date of Acme is now \
         \"2027-01-08\"; agreed target of Acme stays, as the target date does."
    );
    assert_eq!(workspace.stands(id), before);

    let explained = workspace.makes(target(id, day("2027-03-01"), Some("They hire")));
    workspace.makes(target(id, day("2027-02-01"), Some("They hire")));
    let before = workspace.stands(id);
    let told = workspace.takes_back(UndoTarget::Change(explained));
    assert!(
        told.contains("reason for the new target of Acme stays, as the target date does"),
        "{told}"
    );
    assert_eq!(workspace.stands(id), before);
}

#[test]
fn where_a_status_stays_so_does_what_is_known_beside_it() {
    let (mut workspace, acme) = with_acme();
    let frozen = CustomerEdit::RiskReason(SafeText::optional("Budget frozen"));
    let at_risk = workspace.makes(status(acme, CustomerStatus::AtRisk, Some(frozen)));
    let lost = workspace.makes(status(
        acme,
        CustomerStatus::Churned,
        Some(CustomerEdit::WinBackOn(day("2027-01-15"))),
    ));
    let known = |customer: Customer| (customer.status, customer.about_status);
    let before = known(workspace.customer(acme).expect("there"));
    let told = workspace.takes_back(UndoTarget::Change(at_risk));
    for part in ["risk reason", "start of the risk"] {
        let told_of = format!("{part} of Acme stays, as the status does");
        assert!(told.contains(&told_of), "{told}");
    }
    assert_eq!(known(workspace.customer(acme).expect("there")), before);
    // So it comes back with its reason once the later change is taken back.
    workspace.takes_back(UndoTarget::Change(lost));
    let risk = workspace.customer(acme).expect("there");
    let reason = risk.risk().and_then(|risk| risk.reason.cloned());
    assert_eq!(reason, SafeText::optional("Budget frozen"));

    workspace.make(Change::RedoChange(lost)).expect("redone");
    workspace.makes(status(acme, CustomerStatus::Active, None));
    let told = workspace.takes_back(UndoTarget::Change(lost));
    assert!(
        told.contains("win-back date of Acme stays, as the status does"),
        "{told}"
    );
}

#[test]
fn a_redo_keeps_them_together_too() {
    let (mut workspace, _, id) = started();
    workspace.makes(target(id, day("2027-01-01"), None));
    let moved = workspace.makes(target(id, day("2027-03-01"), Some("They hire")));
    workspace.takes_back(UndoTarget::Latest);
    workspace.takes_back(UndoTarget::Latest);
    let before = workspace.stands(id);
    let told = workspace.make(Change::RedoChange(moved)).expect("redone").outcome;
    assert!(
        told.sentence()
            .contains("reason for the new target of Acme stays, as the target date does"),
        "{}",
        told.sentence()
    );
    assert_eq!(workspace.stands(id), before);
}

fn set(onboarding: OnboardingId, state: OnboardingState) -> Change {
    Change::SetOnboardingState {
        onboarding,
        state,
        others: OthersActive::Refused,
    }
}

/// Returns the states of all onboardings, by their numbers.
fn states(workspace: &mut Workspace, acme: CustomerId) -> Vec<OnboardingState> {
    let mut all = workspace.onboardings(Some(acme)).expect("listed");
    all.sort_by_key(|one| one.number);
    all.into_iter().map(|one| one.state).collect()
}

#[test]
fn an_undo_makes_no_second_onboarding_active() {
    use OnboardingState::{Active, Paused};
    let (mut workspace, acme, first) = started();
    let paused = workspace.makes(set(first, Paused));
    workspace.makes(start(acme, OthersActive::Refused));
    let told = workspace.takes_back(UndoTarget::Change(paused));
    assert!(
        told.contains("state of Acme stays: another onboarding of the customer is active now"),
        "{told}"
    );
    assert_eq!(states(&mut workspace, acme), [Paused, Active]);
}

#[test]
fn a_redo_starts_no_second_onboarding_but_beside_one_that_was_there() {
    use OnboardingState::{Active, Paused};
    let (mut workspace, acme, first) = started();
    // Two that the user wanted stand beside each other again.
    let both = workspace.makes(start(acme, OthersActive::Allowed));
    workspace.takes_back(UndoTarget::Change(both));
    assert_eq!(states(&mut workspace, acme), [Active]);
    workspace.make(Change::RedoChange(both)).expect("redone");
    assert_eq!(states(&mut workspace, acme), [Active, Active]);
    let lost = workspace.makes(status(acme, CustomerStatus::Churned, None));
    assert_eq!(states(&mut workspace, acme), [Paused, Paused]);
    workspace.takes_back(UndoTarget::Change(lost));
    assert_eq!(states(&mut workspace, acme), [Active, Active]);
    workspace.takes_back(UndoTarget::Change(both));

    let paused = workspace.makes(set(first, Paused));
    let second = workspace.makes(start(acme, OthersActive::Refused));
    workspace.takes_back(UndoTarget::Change(second));
    workspace.takes_back(UndoTarget::Change(paused));
    let redone = workspace.make(Change::RedoChange(second)).expect("told").outcome;
    assert_eq!(
        redone.sentence(),
        "Not changed: started an onboarding of Acme. Changed since: Acme not restored: another onboarding of the \
         customer is active now."
    );
    assert_eq!(states(&mut workspace, acme), [Active]);
}
