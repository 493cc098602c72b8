//! Many rows at once, tags as they are typed, and saved views.

use std::borrow::Cow;

use crate::app::Msg;
use crate::app::screens::Screen;
use crate::app::testing::{Person, entry, small_book};
use crate::app::toast::Offer;
use crate::domain::{CustomerFilter, CustomerStatus, Detail, Field};

fn shown(person: &Person) -> Vec<String> {
    let list = &person.customers().list;
    list.window(100)
        .filter_map(|(_, row)| Some(row?.name.to_string()))
        .collect()
}

fn tags(person: &Person) -> Vec<String> {
    let list = &person.customers().list;
    list.window(100)
        .filter_map(|(_, row)| Some(row?.tags.stored()))
        .collect()
}

#[test]
fn a_form_of_many_names_the_only_one_and_counts_several() {
    let mut person = Person::at(80, 24, &small_book());
    let title = |person: &Person| person.form().expect("open").title();
    person.keys("t");
    assert_eq!(title(&person), "Add or remove tags on Acme");
    person.keys("<esc><space><space>t");
    assert_eq!(title(&person), "Add or remove tags on 2 customers");
    person.keys("<esc><esc>gfaSeats<enter>gc<home>F");
    assert_eq!(title(&person), "Set fields on Acme");
    person.keys("<esc><space><space>F");
    assert_eq!(title(&person), "Set fields on 2 customers");
    person.keys("<esc><esc><home><enter>2<home><down>t");
    assert_eq!(title(&person), "Add or remove roles of Dana Ruiz");
    person.keys("<esc><space><space>t");
    assert_eq!(title(&person), "Add or remove roles of 2 contacts");
}

#[test]
fn customers_that_are_selected_are_archived_and_restored_as_one() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<space><space>");
    assert_eq!(person.customers().marked.len(), 2);
    person.keys("d");
    assert_eq!(person.toast(), "Archived 2 customers.");
    assert!(matches!(
        person.model.toast.as_ref().expect("told").offer,
        Offer::Undo(_)
    ));
    assert_eq!(shown(&person), ["Borealis"]);
    assert!(person.customers().marked.is_empty());
    person.keys("ff<ctrl-a>r");
    assert_eq!(person.toast(), "Restored 2 customers.");
    person.keys("uuff");
    assert_eq!(person.customers().filter, CustomerFilter::Current);
    assert_eq!(shown(&person).len(), 3, "one undo each");
}

#[test]
fn only_what_is_valid_for_all_that_are_selected_is_offered() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("dfff<space><space>");
    assert_eq!(person.customers().filter, CustomerFilter::All);
    let hints =
        |person: &Person| -> Vec<&str> { person.model.hints().iter().map(|hint| hint.words).collect() };
    let offered = hints(&person);
    assert!(offered.contains(&"tags"), "{offered:?}");
    for wrong in ["archive", "restore", "open", "edit", "contacts"] {
        assert!(!offered.contains(&wrong), "{wrong} in {offered:?}");
    }
    person.keys("d");
    assert!(person.toast().contains("already archived"), "{}", person.toast());
    person.keys("r");
    assert!(
        person.toast().contains("neither archived nor churned"),
        "{}",
        person.toast()
    );
    person.keys("<enter>");
    assert!(matches!(person.model.trail.top(), Screen::Customers(_)));
    assert!(person.toast().contains("one customer"), "{}", person.toast());
    person.keys("<esc><enter>");
    assert!(matches!(person.model.trail.top(), Screen::Customer(_)));
}

#[test]
fn all_that_match_the_filter_are_selected_far_beyond_what_is_loaded() {
    let book: Vec<_> = (0..300)
        .map(|number| {
            let name = if number % 2 == 0 { "Even" } else { "Odd" };
            entry(&format!("{name} {number}"), "", &[])
        })
        .collect();
    let mut person = Person::at(80, 24, &book);
    person.keys("/").text("even").keys("<enter><ctrl-a>");
    assert_eq!(person.toast(), "Selected all 150. Press esc to unselect.");
    assert_eq!(person.customers().marked.len(), 150);
    person.keys("d");
    assert_eq!(person.toast(), "Archived 150 customers.");
    person.keys("<esc>");
    assert_eq!(person.customers().list.total(), 150);
    // So many are named first.
    person.keys("u<enter>");
    assert_eq!(person.customers().list.total(), 300);
}

#[test]
fn all_contacts_that_match_are_selected_and_archived_by_one_change() {
    let people: Vec<(String, String)> = (0..120)
        .map(|number| (format!("P{number}"), format!("p{number}@acme.com")))
        .collect();
    let people: Vec<_> = people
        .iter()
        .map(|(name, email)| (name.as_str(), email.as_str(), crate::workspace::Role::Other))
        .collect();
    let mut person = Person::at(80, 24, &[entry("Acme", "acme.com", &people)]);
    person.keys("2<ctrl-a>");
    assert_eq!(person.toast(), "Selected all 120. Press esc to unselect.");
    person.keys("d");
    assert_eq!(person.toast(), "Archived 120 contacts.");
    // So many are named first.
    person.keys("u<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("left")
    };
    assert_eq!(screen.contacts.list.total(), 120);
}

#[test]
fn a_key_typed_ahead_waits_for_the_rows_that_are_selected() {
    let mut person = Person::at(80, 24, &small_book());
    person.hold_replies();
    person.keys("<ctrl-a>d");
    person.release_replies();
    assert_eq!(person.toast(), "Archived 3 customers.");
}

#[test]
fn tags_are_added_to_and_taken_from_all_that_are_selected() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("t").text("trial").keys("<enter>");
    assert_eq!(tags(&person), ["trial", "", ""]);
    person.keys("<ctrl-a>t").text("+vip, -trial").keys("<enter>");
    assert_eq!(tags(&person), ["vip", "vip", "vip"]);
    assert_eq!(person.toast(), "Saved tags of 3 customers.");
    person.keys("u");
    assert_eq!(tags(&person), ["trial", "", ""]);
    person.keys("t<enter>");
    let form = person.form().expect("open");
    assert!(
        form.fields[0]
            .error
            .as_ref()
            .is_some_and(|error| error.contains("+vip"))
    );
}

#[test]
fn a_draft_of_tags_goes_to_those_that_are_selected_now() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("t").text("vip").keys("<esc>jt<enter>");
    assert_eq!(tags(&person), ["", "vip", ""]);
}

#[test]
fn a_known_tag_is_completed_and_tab_else_goes_on() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<ctrl-a>t").text("at risk q3").keys("<enter>");
    person.keys("t").text("alpha").keys("<enter>");
    person.keys("e<up>").text(", v");
    let rest = |person: &Person| -> Option<String> {
        let form = person.form().expect("open");
        form.completion(person.model.known_words()).map(Cow::into_owned)
    };
    assert_eq!(rest(&person), None, "nothing begins like it");
    person.keys("<esc>j");
    // The draft of the first one is kept; this is the second.
    person.keys("e<up><end>").text(", A");
    assert_eq!(
        rest(&person).as_deref(),
        Some("lpha"),
        "what it has already is not offered"
    );
    person.keys("<left>");
    assert_eq!(rest(&person), None, "only at the end");
    person.keys("<right>");
    let text = |person: &Person| person.form().expect("open").text_of(Field::Tags);
    assert_eq!(text(&person), "at risk q3, A");
    person.keys("<tab>");
    assert_eq!(text(&person), "at risk q3, Alpha");
    let focused = |person: &Person| {
        let form = person.form().expect("open");
        form.fields[form.focus].field
    };
    assert_eq!(focused(&person), Field::Tags);
    person.keys("<tab>");
    assert_eq!(focused(&person), Field::Name, "goes on");
    person.keys("<enter>");
    assert_eq!(tags(&person)[1], "at risk q3,alpha");
    person
        .keys("n")
        .text("Corrib")
        .keys("<up>")
        .text("at")
        .keys("<right>");
    assert_eq!(text(&person), "at risk q3", "a blank inside a tag is kept");
    person.keys("<down>");
    assert_eq!(person.form().expect("open").focus, 0, "down goes on");
}

#[test]
fn a_view_becomes_the_filter_and_all_takes_it_away() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("v");
    let dialog = person.dialog().expect("a list");
    let labels: Vec<&str> = dialog
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    assert_eq!(labels, ["all", "labs  acme labs"]);
    person.keys("<down><enter>");
    assert_eq!(shown(&person), ["Acme Labs"]);
    assert_eq!(person.customers().words.line.text(), "acme labs");
    person.keys("v");
    assert_eq!(person.dialog().expect("a list").focus, 1, "the one that holds");
    person.keys("<up><enter>");
    assert_eq!(shown(&person).len(), 3);
    person.keys("v<esc>");
    assert_eq!(shown(&person).len(), 3);
}

#[test]
fn without_views_the_key_says_where_they_are_set() {
    let mut person = Person::at(80, 24, &small_book());
    person.model.views.clear();
    person.keys("v");
    assert!(person.dialog().is_none());
    assert!(person.toast().contains("[views]"), "{}", person.toast());
}

#[test]
fn a_paste_goes_into_the_tags_and_no_key_of_it_is_a_command() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("t").tell(Msg::Pasted("vip\ttrial".into()));
    person.keys("<enter>");
    let first = person.customers().list.selected().expect("there");
    assert_eq!(first.tags.stored(), "vip trial");
    assert_eq!(first.status, CustomerStatus::Active);
}

#[test]
fn roles_are_added_to_all_contacts_that_are_selected_and_undone_at_once() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2<ctrl-a>");
    let hints =
        |person: &Person| -> Vec<&str> { person.model.hints().iter().map(|hint| hint.words).collect() };
    assert!(hints(&person).contains(&"roles"), "{:?}", hints(&person));
    person.keys("t+bil<tab>, cha<tab><enter>");
    assert_eq!(person.toast(), "Saved roles of 3 contacts.");
    let roles = |person: &Person| -> Vec<String> {
        let Screen::Customer(screen) = person.model.trail.top() else {
            panic!("a customer")
        };
        let rows = screen.contacts.list.window(10).filter_map(|(_, row)| row);
        rows.map(|row| row.details.text(Detail::Roles).to_owned())
            .collect()
    };
    assert!(
        roles(&person).iter().all(|roles| roles == "billing, champion"),
        "{:?}",
        roles(&person)
    );
    person.keys("<ctrl-a>t-bil<tab><enter>");
    assert!(
        roles(&person).iter().all(|roles| roles == "champion"),
        "{:?}",
        roles(&person)
    );
    person.keys("uu");
    assert!(
        roles(&person).iter().all(String::is_empty),
        "{:?}",
        roles(&person)
    );
    person.keys("t,<enter>");
    let form = person.form().expect("open");
    let error = form.fields[0].error.as_deref().expect("refused");
    assert!(error.starts_with("Type roles to add"), "{error}");
}

#[test]
fn a_known_role_is_completed_in_the_form_of_a_contact() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2e<tab><tab><tab>");
    person.keys("<tab>bil<tab>, dec<right><enter>");
    assert!(person.toast().starts_with("Saved roles of"), "{}", person.toast());
    person.keys("e<tab><tab><tab><tab>");
    let form = person.form().expect("open");
    assert_eq!(
        form.text_of(Field::Detail(Detail::Roles)),
        "billing, decision maker"
    );
}
