//! Undo and redo of plans whose people have other names since: the log knows them by their ids.

use crate::domain::{
    AssigneeFields, Audience, Change, ChangeId, Contact, ContactEdit, CustomerEdit, CustomerId, HistoryEntry,
    HistoryQuery, Name, NewTaskFields, OnboardingEdit, OnboardingFields, OnboardingId, OthersActive, Outcome,
    OwnerFields, Phase, SearchQuery, SearchScope, UndoTarget,
};
use crate::workspace::Workspace;
use crate::workspace::testing::with_acme;

fn owner(text: &str) -> OwnerFields {
    OwnerFields::parse(text).expect("an owner")
}

fn renames_owner(workspace: &mut Workspace, customer: CustomerId) {
    let renamed = owner("Cara Brandt <cara.osei@us.com>");
    let edits = vec![CustomerEdit::Owner(Some(renamed))];
    let change = Change::EditCustomer { customer, edits };
    workspace.make(change).expect("renamed");
}

fn renames(workspace: &mut Workspace, contact: &Contact, name: &str) {
    let edits = vec![ContactEdit::Name(Name::parse(name).expect("a name"))];
    let contact = contact.id;
    workspace
        .make(Change::EditContact { contact, edits })
        .expect("renamed");
}

fn task(title: &str, assignee: AssigneeFields) -> NewTaskFields {
    NewTaskFields {
        title: Name::parse(title).expect("a title"),
        assignee: Some(assignee),
        due: "2026-12-24".parse().ok(),
        audience: Audience::Internal,
        note: None,
    }
}

/// Starts an onboarding that somebody of our side runs, with a task of theirs.
fn starts(workspace: &mut Workspace, customer: CustomerId) -> (OnboardingId, ChangeId) {
    let cara = owner("cara.osei@us.com");
    let change = Change::StartOnboarding {
        customer,
        onboarding: OnboardingFields {
            csm: Some(cara.clone()),
            target: "2027-01-15".parse().ok(),
            phase: Phase::parse("Kickoff").expect("a phase"),
            template: None,
        },
        tasks: vec![task("Hold a call", AssigneeFields::Csm(cara)).into()],
        others: OthersActive::Refused,
    };
    let done = workspace.make(change).expect("started");
    match done.outcome {
        Outcome::OnboardingStarted { onboarding, .. } => (onboarding.id, done.change.expect("written")),
        other => panic!("{other:?}"),
    }
}

/// Takes a change back, makes it again and takes it back once more: all of it each time.
fn there_and_back(workspace: &mut Workspace, id: ChangeId) {
    let undo = Change::Undo(UndoTarget::Change(id));
    for change in [undo.clone(), Change::RedoChange(id), undo] {
        match workspace.make(change).expect("turned").outcome {
            Outcome::Undone(reverted) | Outcome::Redone(reverted) => {
                assert!(
                    reverted.refused.is_empty() && reverted.applied > 0,
                    "{reverted:?}"
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_onboarding_is_taken_back_though_its_owner_has_another_name_since() {
    let (mut workspace, acme) = with_acme();
    let (id, started) = starts(&mut workspace, acme);
    renames_owner(&mut workspace, acme);
    let told = workspace.told(acme);
    let line = "added onboarding #1 in Kickoff, active, Cara Brandt, target 2027-01-15";
    assert!(told.iter().any(|entry| entry == line), "{told:#?}");
    let line = "added task Hold a call in Kickoff, internal, Cara Brandt, due 2026-12-24";
    assert!(told.iter().any(|entry| entry == line), "{told:#?}");
    there_and_back(&mut workspace, started);
    assert!(workspace.onboardings(None).expect("listed").is_empty());
    assert!(workspace.tasks(id).expect("listed").is_empty());
}

#[test]
fn a_task_is_taken_back_though_its_contact_has_another_name_since() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let (onboarding, _) = starts(&mut workspace, acme);
    let task = task("Send the logo", AssigneeFields::Contact(ann.id));
    let added = workspace
        .make(Change::AddTask {
            onboarding,
            parent: None,
            task,
        })
        .expect("added");
    renames(&mut workspace, &ann, "Anna Brandt");
    let added = added.change.expect("written");
    there_and_back(&mut workspace, added);
    assert_eq!(workspace.tasks(onboarding).expect("listed").len(), 1);
    let told = workspace.told(acme);
    let line = "undo: removed task Send the logo in Kickoff, internal, Anna Brandt, due 2026-12-24";
    assert_eq!(told[0], line);
    workspace.make(Change::Redo).expect("redone");
    workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted");
    let told = workspace.told(acme);
    let line = "added task Send the logo in Kickoff, internal, Ann Lee, due 2026-12-24";
    assert!(
        told.iter().any(|entry| entry == line),
        "who is gone has the name of that time: {told:#?}"
    );
    let told = workspace.takes_back(UndoTarget::Change(added));
    assert!(!told.contains("stays"), "{told}");
}

#[test]
fn what_changed_since_stays_still_and_is_named() {
    let (mut workspace, acme) = with_acme();
    let (onboarding, started) = starts(&mut workspace, acme);
    let edits = vec![OnboardingEdit::Csm(Some(owner("tom.ray@us.com")))];
    workspace
        .make(Change::EditOnboarding { onboarding, edits })
        .expect("edited");
    let told = workspace.takes_back(UndoTarget::Change(started));
    assert!(told.contains("has changed, so the onboarding stays"), "{told}");
    assert_eq!(workspace.onboardings(None).expect("listed").len(), 1);
}

#[test]
fn the_history_is_searched_for_the_names_that_it_shows() {
    let (mut workspace, acme) = with_acme();
    starts(&mut workspace, acme);
    renames_owner(&mut workspace, acme);
    let mut found = |words: &str| -> Vec<String> {
        let query = HistoryQuery {
            customer: acme,
            words: SearchQuery::parse(words, SearchScope::History).expect("a query"),
            row: 0,
            limit: 100,
        };
        let page = workspace.history(&query).expect("listed");
        page.rows.iter().map(HistoryEntry::sentence).collect()
    };
    let shown = "added onboarding #1 in Kickoff, active, Cara Brandt, target 2027-01-15";
    assert_eq!(found("\"active, Cara Brandt\""), [shown]);
    assert!(found("\"active, Cara Osei\"").is_empty());
}

#[test]
fn who_was_told_apart_is_told_so_with_the_time() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let other = workspace.adds(acme, "Ann Lee", "ann.lee@acme.com");
    let apart = Change::MarkDistinct(other.id, ann.id);
    let change = workspace
        .make(apart.clone())
        .expect("told")
        .change
        .expect("written");
    assert_eq!(workspace.make(apart.clone()).expect("told").change, None);
    assert!(workspace.duplicates(acme).expect("listed").is_empty());
    renames(&mut workspace, &ann, "Anna Lee");
    there_and_back(&mut workspace, change);
    let told = workspace.told(acme);
    assert_eq!(told[0], "undo: perhaps the same person: Ann Lee and Ann Lee");
    assert_eq!(told[1], "redo: different people: Ann Lee and Ann Lee");
    workspace.make(apart).expect("told again");
    assert_eq!(workspace.told(acme)[0], "different people: Ann Lee and Anna Lee");
}
