//! Erasing a person at the keyboard: from the list of commands, once the name is typed.

use crate::app::testing::{Person, small_book};

fn at_ann() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<enter>2");
    person
}

fn asks(person: &mut Person) {
    person.keys(":").text("erase a person").keys("<enter>");
    assert!(person.form().is_some());
}

#[test]
fn a_person_is_erased_once_the_name_is_typed_and_undo_does_not_bring_them_back() {
    let mut person = at_ann();
    asks(&mut person);
    let hints = person.model.hints();
    let told = hints.iter().any(|hint| hint.words == "erase for good");
    assert!(told && hints.iter().all(|hint| hint.words != "save"), "{hints:?}");
    person.text("Ann").keys("<enter>");
    let form = person.form().expect("still open");
    assert!(form.fields[0].error.is_some(), "nothing was erased");
    person.text(" Lee").keys("<enter>");
    assert!(person.form().is_none());
    assert!(person.toast().starts_with("Erased one contact of Acme for good."));
    assert!(!person.toast().contains("Ann"));
    person.keys("u");
    assert!(!format!("{:?}", person.model.trail.top()).contains("Ann Lee"));
}

#[test]
fn esc_erases_nothing_and_what_was_typed_is_not_kept() {
    let mut person = at_ann();
    asks(&mut person);
    person.text("Ann Lee").keys("<esc>");
    assert!(person.form().is_none());
    assert_eq!(person.toast(), "Nobody was erased.");
    assert!(person.model.drafts.is_empty());
    asks(&mut person);
    person.keys("<enter>");
    assert!(person.form().expect("open").fields[0].error.is_some());
}
