//! Stories of undo and redo: what is named first, and what a long one lets happen meanwhile.

use super::Reverting;

use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::app::toast::{Offer, Tone};
use crate::domain::{
    Change, ChangeId, ContactDraft, CustomerEdit, CustomerId, CustomerStatus, Field, IdSource, ImportPrimary,
    Progress, Reversal, Session, SessionId, Successor, UndoState,
};
use crate::input::Tab;

/// A person in a window, at the contacts of the first customer, and the ids of two customers.
fn at_contacts() -> (Person, [CustomerId; 2]) {
    let mut person = Person::at(80, 24, &small_book());
    let window = SessionId::from_uuid(IdSource::Random.next(person.now));
    person.workspace.acts_in(Session::Window(window));
    let ids = [0, 1].map(|place| person.customers().list.row(place).expect("a row").id);
    person.keys("<enter>2");
    (person, ids)
}

fn addition(customer: CustomerId, count: usize) -> Change {
    let contact = |number: usize| {
        let draft = ContactDraft {
            name: format!("Person {number}"),
            email: format!("person{number}@new.example.com"),
            ..ContactDraft::default()
        };
        draft.check().expect("valid")
    };
    Change::ImportContacts {
        customer,
        contacts: (0..count).map(contact).collect(),
        primary: ImportPrimary::FirstIfNone,
        misfits: 0,
        archived: Default::default(),
    }
}

impl Person {
    fn makes_in(&mut self, session: Session, change: Change) {
        let window = SessionId::from_uuid(IdSource::Random.next(self.now));
        self.workspace.acts_in(session);
        self.workspace.make(change).expect("made");
        self.workspace.acts_in(Session::Window(window));
        self.tell(crate::app::Msg::StoreChanged);
    }

    fn in_force(&mut self) -> usize {
        let changes = self.workspace.changes(1_000).expect("read");
        changes
            .iter()
            .filter(|entry| entry.state == UndoState::Done)
            .count()
    }

    fn question(&self) -> &str {
        self.dialog().map_or("", |dialog| &dialog.title)
    }
}

#[test]
fn the_own_last_small_change_in_sight_is_undone_and_redone_without_a_question() {
    let (mut person, _) = at_contacts();
    let before = person.in_force();
    person.keys("d").wait(60_000).keys("u");
    assert!(
        person.toast().starts_with("Undid: archived"),
        "{}",
        person.toast()
    );
    assert_eq!(person.in_force(), before);
    person.wait(60_000).keys("<ctrl-r>");
    assert!(
        person.toast().starts_with("Redid: archived"),
        "{}",
        person.toast()
    );
    assert_eq!(person.question(), "");
}

#[test]
fn what_others_made_is_named_and_undone_when_confirmed() {
    let elsewhere = Session::Window(SessionId::from_uuid(uuid::Uuid::nil()));
    for (session, place) in [(Session::Command, "by command"), (elsewhere, "in another window")] {
        let (mut person, [acme, _]) = at_contacts();
        person.makes_in(session, addition(acme, 3));
        let before = person.in_force();
        person.keys("u");
        let name = person.question().to_owned();
        assert!(name.starts_with("Undo: added 3 contacts to "), "{name}");
        assert!(name.ends_with(&format!(", {place}, 09:30?")), "{name}");
        person.keys("<esc>");
        assert_eq!(person.in_force(), before);
        person.keys("u<enter>");
        // The key that was typed before the question came up is no answer to it.
        assert_eq!(person.in_force(), before - 1);
    }
}

#[test]
fn what_is_out_of_sight_is_named_first() {
    let (mut person, [acme, other]) = at_contacts();
    let here = addition(acme, 1);
    person.workspace.make(here).expect("made");
    for keys in ["3", "gc", "gn", "gw", "go", "gi"] {
        person.keys(keys).keys("u");
        assert!(
            person.question().starts_with("Undo: added 1 contact"),
            "{keys}: {}",
            person.question()
        );
        assert!(person.question().ends_with("d 1 contact to Acme, 09:30?") || !person.question().is_empty());
        person.keys("<esc>");
    }
    let there = addition(other, 1);
    person.workspace.make(there).expect("made");
    person.keys("gc<enter>2u");
    assert!(!person.question().is_empty());
}

#[test]
fn a_change_of_the_customer_itself_is_in_sight_on_its_overview_alone() {
    for (tab, asks) in [("1", false), ("2", true), ("3", true), ("4", false)] {
        let (mut person, [acme, _]) = at_contacts();
        let edits = vec![CustomerEdit::Status(CustomerStatus::Churned)];
        let churn = Change::EditCustomer {
            customer: acme,
            edits,
        };
        person.workspace.make(churn).expect("made");
        person.keys(tab).keys("u");
        assert_eq!(!person.question().is_empty(), asks, "{tab}: {}", person.toast());
    }
    // Who is primary shows at the contacts too.
    for (tab, asks) in [("1", false), ("2", false), ("3", true)] {
        let (mut person, [acme, _]) = at_contacts();
        let primary = Successor::Nobody;
        let unset = Change::SetPrimary {
            customer: acme,
            primary,
        };
        person.workspace.make(unset).expect("made");
        person.keys(tab).keys("u");
        assert_eq!(!person.question().is_empty(), asks, "{tab}: {}", person.toast());
    }
}

#[test]
fn many_records_are_named_first_even_while_the_message_offers_them() {
    let (mut person, [acme, _]) = at_contacts();
    for (count, asks) in [(20, false), (21, true)] {
        let done = person.workspace.make(addition(acme, count)).expect("made");
        person.tell(crate::app::Msg::StoreChanged);
        let offer = Offer::Undo(done.change.expect("a change"));
        person.model.tell(Tone::Done, offer, "Added.");
        person.keys("u");
        assert_eq!(!person.question().is_empty(), asks, "{count}: {}", person.toast());
        let yes = if asks { "<enter>" } else { "" };
        person.keys(yes);
        assert!(person.toast().starts_with("Undid: added"), "{}", person.toast());
        // So is the redo of them.
        person.keys("<ctrl-r>");
        assert_eq!(!person.question().is_empty(), asks, "{count}");
        person.keys(yes);
        assert!(person.toast().starts_with("Redid: added"), "{}", person.toast());
        person.keys("u").keys(yes);
    }
}

#[test]
fn while_one_runs_its_name_shows_and_further_ones_are_ignored() {
    let (mut person, [acme, _]) = at_contacts();
    for _ in 0..3 {
        person.keys("*");
    }
    let before = person.in_force();
    assert!(before > 3, "{acme}");
    person.hold_replies();
    person.keys("uuu<ctrl-r>u");
    // What is typed into a form that opens afterwards is text.
    person.keys("a").text("Lu");
    person.release_replies();
    let label = person.workspace.changes(1).expect("read").remove(0);
    assert_eq!(label.state, UndoState::Undone);
    assert_eq!(person.in_force(), before - 1);
    let form = person.form().expect("open");
    assert_eq!(form.text_of(Field::Name), "Lu");
}

#[test]
fn what_is_typed_before_a_question_is_no_answer_to_it() {
    let (mut person, [acme, _]) = at_contacts();
    person.makes_in(Session::Command, addition(acme, 3));
    let before = person.in_force();
    person.hold_replies();
    person.keys("u<enter><enter>");
    person.release_replies();
    assert!(!person.question().is_empty());
    assert_eq!(person.in_force(), before);
}

const SOME: Progress = Progress {
    done: 12_000,
    of: 93_100,
};

#[test]
fn a_long_one_says_how_far_it_is_and_refuses_what_changes_while_reading_goes_on() {
    let (mut person, _) = at_contacts();
    person.keys("*");
    let before = person.in_force();
    person.hold_replies();
    person.keys("u").release_first();
    let label = match &person.model.reverting {
        Some(Reverting::Turning { label, .. }) => label.clone(),
        other => panic!("{other:?}"),
    };
    person.progress_of_held(SOME);
    let told = person.model.reverting.as_ref().and_then(Reverting::sentence);
    assert_eq!(told, Some(format!("Undoing: 12,000 of 93,100 rows ({label})")));
    for keys in ["*", "a", "u", "<ctrl-r>", "d", "p", "S"] {
        person.model.toast = None;
        person.keys(keys);
        assert!(person.toast().starts_with("An undo or redo is running"), "{keys}");
        assert!(person.form().is_none() && person.pane().is_none());
    }
    person.wait(2_000);
    assert!(person.model.toast.is_none(), "how far it is shows again");
    person.keys("4");
    assert!(matches!(person.model.trail.top(), Screen::Customer(screen) if screen.tab == Tab::History));
    person.keys("<esc>");
    assert!(matches!(person.model.trail.top(), Screen::Customers(_)));
    person.release_replies();
    assert!(person.toast().starts_with("Undid: "), "{}", person.toast());
    assert_eq!(person.in_force(), before - 1);
    assert_eq!(person.model.reverting, None);
}

#[test]
fn what_was_typed_for_what_a_refused_key_would_have_opened_is_forgotten() {
    let (mut person, _) = at_contacts();
    person.keys("*");
    person.hold_replies();
    person.keys("u").release_first();
    // It is not known yet that it takes long, so the keys wait.
    person.keys("4").keys("2a").text("Quinn q");
    person.progress_of_held(SOME);
    assert!(matches!(person.model.trail.top(), Screen::Customer(screen) if screen.tab == Tab::Contacts));
    person.release_replies();
    assert!(person.toast().starts_with("Undid: "), "{}", person.toast());
    assert!(person.form().is_none());
    assert_eq!(person.wished, []);
}

#[test]
fn a_change_that_runs_is_told_by_its_name() {
    let (mut person, _) = at_contacts();
    person.keys("*");
    person.model.revert(
        Reversal::Undo,
        ChangeId::from_uuid(uuid::Uuid::nil()),
        "made Ann primary",
    );
    let told = person.model.reverting.as_ref().and_then(Reverting::sentence);
    assert_eq!(told.as_deref(), Some("Undoing: made Ann primary …"));
}
