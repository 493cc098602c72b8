//! Two contacts side by side: who is shown, whose values win, and what is remembered.

use crate::app::Msg;
use crate::app::overlay::merge::Side;
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::domain::{Change, Contact, ContactField, Detail};

fn people(person: &Person) -> Vec<Contact> {
    match person.model.trail.top() {
        Screen::Customer(screen) => {
            let list = &screen.contacts.list;
            list.window(100).filter_map(|(_, row)| row.cloned()).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn look_alike(person: &Person) -> usize {
    match person.model.trail.top() {
        Screen::Customer(screen) => screen.contacts.look_alike(),
        other => panic!("{other:?}"),
    }
}

/// Sits down at Acme, to which somebody like Dana was added.
fn at_two_danas() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person
        .keys("2a")
        .text("dana ruiz")
        .keys("<tab>")
        .text("druiz@acme.example");
    person
        .keys("<tab><tab>")
        .text("+1 202-555-0101")
        .keys("<enter><home>");
    person
}

#[test]
fn who_looks_alike_is_merged_field_by_field_and_one_undo_brings_both_back() {
    let mut person = at_two_danas();
    assert_eq!(look_alike(&person), 2);
    let before = people(&person);
    person.keys("M");
    let merge = person.merge().expect("side by side");
    assert!(merge.kept.is_primary, "the primary stays");
    let winners: Vec<Side> = merge.rows.iter().map(|(_, winner)| *winner).collect();
    assert_eq!(winners, [Side::Left, Side::Left, Side::Left, Side::Right]);
    assert!(merge.effect.is_some(), "what happens shows before");
    person.keys("<down><right>");
    person.keys("<enter>");
    assert!(person.merge().is_none());
    assert_eq!(look_alike(&person), 0);
    let merged = people(&person)
        .into_iter()
        .find(|contact| contact.is_primary)
        .expect("the primary");
    assert_eq!(merged.name.as_str(), "Dana Ruiz");
    assert_eq!(merged.email.as_str(), "druiz@acme.example");
    assert_eq!(
        merged.details[Detail::Phone]
            .clone()
            .map(|phone| phone.to_string())
            .as_deref(),
        Some("+1 202-555-0101")
    );
    assert_eq!(
        merged.details[Detail::Title]
            .clone()
            .map(|title| title.to_string())
            .as_deref(),
        Some("Engineer")
    );
    assert!(
        person.toast().starts_with("Merged dana ruiz into Dana Ruiz."),
        "{}",
        person.toast()
    );
    person.keys("u");
    let without_times = |contacts: Vec<Contact>| -> Vec<_> {
        let bare = |one: Contact| (one.id, one.fields(), one.is_primary, one.link, one.source);
        contacts.into_iter().map(bare).collect()
    };
    assert_eq!(without_times(people(&person)), without_times(before));
    assert_eq!(look_alike(&person), 2);
}

#[test]
fn two_that_are_selected_are_merged_and_the_other_one_can_stay() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2<space><space>Ms");
    let merge = person.merge().expect("side by side");
    assert_eq!(
        (merge.kept.name.as_str(), merge.dropped.name.as_str()),
        ("Ann Lee", "Dana Ruiz")
    );
    assert_eq!(
        merge.on(Side::Right).text(ContactField::Email),
        "dana@acme.com",
        "what was chosen stays chosen"
    );
    assert!(merge.rows.iter().all(|(_, winner)| *winner == Side::Right));
    // Nobody has a phone number, so there is none to choose.
    assert_eq!(merge.rows.len(), 3);
    person.keys("<left><enter>");
    let merged = people(&person);
    assert_eq!(merged.len(), 2);
    let ann = merged
        .iter()
        .find(|contact| contact.is_primary)
        .expect("the star moved");
    assert_eq!(
        (ann.name.as_str(), ann.email.as_str()),
        ("Ann Lee", "dana@acme.com")
    );
    assert!(person.toast().contains("Primary moved too"), "{}", person.toast());
}

#[test]
fn not_the_same_is_remembered_and_undone() {
    let mut person = at_two_danas();
    person.keys("MN");
    assert!(person.merge().is_none());
    assert_eq!((look_alike(&person), people(&person).len()), (0, 4));
    assert!(
        person.toast().contains("as different people"),
        "{}",
        person.toast()
    );
    person.keys("M");
    assert!(
        person.toast().contains("No likely duplicates"),
        "{}",
        person.toast()
    );
    person.keys("u");
    assert_eq!(look_alike(&person), 2);
}

#[test]
fn leaving_changes_nothing_and_one_or_three_cannot_be_merged() {
    let mut person = at_two_danas();
    let before = people(&person);
    person.keys("M<right><esc>");
    assert!(person.merge().is_none());
    assert_eq!(people(&person), before);
    person.keys("<space>M");
    assert!(
        person.toast().contains("Select exactly two"),
        "{}",
        person.toast()
    );
    person.keys("<space><space>M");
    assert!(person.merge().is_none());
    assert!(person.model.hints().iter().all(|hint| hint.words != "merge"));
}

#[test]
fn a_key_waits_until_it_shows_what_happens_and_a_paste_is_no_key() {
    let mut person = at_two_danas();
    person.hold_replies();
    person.keys("M<enter>");
    person.release_replies();
    assert_eq!(people(&person).len(), 3);
    person.keys("uM").tell(Msg::Pasted("\rN".into()));
    assert!(person.merge().is_some());
    person.click(5, 12);
    assert!(person.merge().is_some());
}

#[test]
fn one_that_vanished_meanwhile_closes_the_overlay_with_the_reason() {
    let mut person = at_two_danas();
    let gone = people(&person)
        .iter()
        .find(|contact| contact.email.as_str() == "druiz@acme.example")
        .expect("there")
        .id;
    let delete = Change::DeleteContacts(vec![gone]);
    person.workspace.make(delete).expect("deleted");
    person.keys("M");
    assert!(person.merge().is_none());
    assert!(person.toast().contains("no longer exists"), "{}", person.toast());
}
