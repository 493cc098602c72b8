//! The search over everything at the keyboard, and the language of the filters.

use super::{Found, Stage};
use crate::app::filter::FilterMode;
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::app::{Effect, Msg, TerminalRequest};
use crate::domain::{ContactFilter, CustomerFilter};
use crate::input::Tab;

fn at_book() -> Person {
    Person::at(80, 24, &small_book())
}

fn rows(person: &Person) -> Vec<String> {
    let search = person.search().expect("open");
    let row = |found: &Found| match found {
        Found::Customer(hit) => format!("customer {}", hit.customer.name),
        Found::Tag(hit) => format!("tag {}", hit.tag),
        Found::Contact(hit) => format!("contact {}", hit.contact.name),
        Found::Note(hit) => format!("note {}", hit.note.text.one_line()),
        Found::History(hit) => format!("history {}", hit.entry.sentence()),
    };
    search.rows.iter().map(row).collect()
}

fn stage(person: &Person) -> &Stage {
    &person.search().expect("open").stage
}

fn customers(person: &Person) -> Vec<String> {
    let list = &person.customers().list;
    list.window(50)
        .filter_map(|(_, row)| Some(row?.name.to_string()))
        .collect()
}

#[test]
fn results_follow_every_key_and_enter_opens_the_contact() {
    let mut person = at_book();
    person.keys("<ctrl-f>").text("ann l");
    assert_eq!(rows(&person)[0], "contact Ann Lee");
    person.keys("<enter>");
    assert!(person.search().is_none());
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("no customer is open");
    };
    assert_eq!(
        (screen.customer.name.as_str(), screen.tab),
        ("Acme", Tab::Contacts)
    );
    assert_eq!(
        screen.contacts.list.selected().expect("a row").name.as_str(),
        "Ann Lee"
    );
}

#[test]
fn an_archived_contact_is_found_when_asked_for_and_opened_among_the_archived() {
    let mut person = at_book();
    person.keys("<ctrl-f>").text("zed");
    assert!(rows(&person).iter().all(|row| !row.starts_with("contact")));
    person.text(" is:archived").keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("no customer is open");
    };
    assert_eq!(screen.contacts.filter, ContactFilter::Archived);
    assert_eq!(
        screen.contacts.list.selected().expect("a row").name.as_str(),
        "Zed Old"
    );
}

#[test]
fn a_customer_opens_at_its_overview_and_a_change_at_the_history_with_its_words() {
    let mut person = at_book();
    person.keys("<ctrl-f>").text("borealis");
    assert_eq!(rows(&person)[0], "customer Borealis");
    person.keys("<enter>");
    assert!(matches!(person.model.trail.top(), Screen::Customer(screen) if screen.tab == Tab::Overview));

    person.keys("e<tab><tab><tab>").text("Scale").keys("<enter>");
    person.keys("<ctrl-f>").text("field:plan").keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("no customer is open");
    };
    assert_eq!(screen.tab, Tab::History);
    assert_eq!(screen.history.words.line.text(), "field:plan");
}

#[test]
fn a_tag_leads_to_the_list_of_its_customers() {
    let mut person = at_book();
    person.keys("jje<tab><tab><tab><tab><tab>");
    person.text("big one").keys("<enter>");
    person.keys("<ctrl-f>").text("big");
    let place = rows(&person)
        .iter()
        .position(|row| row == "tag big one")
        .expect("the tag");
    for _ in 0..place {
        person.keys("<down>");
    }
    person.keys("<enter>");
    assert!(matches!(person.model.trail.top(), Screen::Customers(_)));
    assert_eq!(person.customers().words.line.text(), "tag:\"big one\"");
    assert_eq!(person.customers().filter, CustomerFilter::Current);
    assert_eq!(customers(&person).len(), 1);
}

#[test]
fn esc_leaves_and_changes_nothing() {
    let mut person = at_book();
    person.keys("2j<ctrl-f>").text("borealis").keys("<down><esc>");
    assert!(person.search().is_none());
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("no customer is open");
    };
    assert_eq!(
        (screen.tab, screen.contacts.list.selected_place()),
        (Tab::Contacts, 1)
    );
    person.keys("<ctrl-f>");
    assert_eq!(*stage(&person), Stage::Idle);
}

#[test]
fn what_is_no_search_is_told_and_nothing_can_be_opened() {
    let mut person = at_book();
    person.keys("<ctrl-f>").text("acme");
    assert!(!rows(&person).is_empty());
    person.text(" tga:x");
    let Stage::Failed(sentence) = stage(&person) else {
        panic!("{:?}", stage(&person));
    };
    assert!(sentence.contains("the nearest is tag"), "{sentence}");
    person.keys("<enter>");
    assert!(rows(&person).is_empty());
}

#[test]
fn an_answer_that_comes_too_late_is_dropped() {
    let mut person = at_book();
    person.keys("<ctrl-f>");
    person.hold_replies();
    person.text("ann").keys("<backspace><backspace><backspace>");
    person.text("åse").keys("<enter>");
    person.release_replies();
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("enter waited for the wrong answer");
    };
    assert_eq!(screen.customer.name.as_str(), "Borealis");

    let mut person = at_book();
    person.keys("<ctrl-f>");
    person.hold_replies();
    person.text("ann").keys("<backspace><backspace><backspace>");
    person.release_replies();
    assert_eq!((rows(&person).len(), stage(&person)), (0, &Stage::Idle));
}

#[test]
fn the_key_types_nothing_in_a_form_and_scrolls_no_list() {
    let mut person = at_book();
    person.keys("n<ctrl-f>");
    assert!(person.search().is_none());
    person.keys("<esc>/<ctrl-f>");
    assert!(person.search().is_none());
    person.keys("<esc><ctrl-f><ctrl-f>");
    assert!(person.search().is_none());
}

#[test]
fn a_list_that_is_being_pasted_is_kept_when_the_search_leads_elsewhere() {
    let mut person = at_book();
    person.keys("2p").tell(Msg::Pasted("Eve Moe,eve@acme.com".into()));
    person.keys("<tab><ctrl-f>").text("borealis").keys("<enter>");
    assert!(person.pane().is_none());
    assert!(
        matches!(person.model.trail.top(), Screen::Customer(screen) if screen.customer.name.as_str() == "Borealis")
    );
    let acme = person.workspace.find_customer("1").expect("Acme").id;
    let drafts = person.workspace.drafts(acme).expect("listed");
    let first: Vec<&str> = drafts.iter().map(|draft| draft.first_line.as_str()).collect();
    assert_eq!(first, ["Eve Moe,eve@acme.com"]);
}

#[test]
fn pasted_words_are_searched_for_and_a_click_opens() {
    let mut person = at_book();
    person.keys("<ctrl-f>").tell(Msg::Pasted("dana@acme.com".into()));
    assert_eq!(rows(&person)[0], "contact Dana Ruiz");
    person.click(6, 4);
    assert!(matches!(person.model.trail.top(), Screen::Customer(screen) if screen.tab == Tab::Contacts));
    assert!(!person.wished.contains(&Effect::Terminal(TerminalRequest::Quit)));
}

#[test]
fn the_filter_of_customers_knows_fields_phrases_and_what_is_not() {
    let mut person = at_book();
    person.keys("/").text("domain:acme !labs");
    assert_eq!(customers(&person), ["Acme"]);
    person.keys("<esc>/").text("\"acme l\" owner:cara");
    assert_eq!(customers(&person), ["Acme Labs"]);
    person.keys("<esc>/").text("primary:dana status:active #1");
    assert_eq!(customers(&person), ["Acme"]);
    person.keys("<esc>/").text("email:x");
    assert!(customers(&person).is_empty());
    let load = format!("{:?}", person.customers().list.load());
    assert!(load.contains("Customers have no field"), "{load}");
    person.keys("<enter>d");
    assert!(person.dialog().is_none());
    person.keys("<esc>");
    assert_eq!(customers(&person).len(), 3);
}

#[test]
fn the_archive_is_in_reach_of_a_filter() {
    let mut person = at_book();
    person.keys("2/").text("is:archived");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("no customer is open");
    };
    assert_eq!(screen.contacts.list.total(), 1);
    person.keys("<esc><esc>jd/").text("status:archived");
    assert_eq!(customers(&person).len(), 1);
}

#[test]
fn the_history_is_filtered_and_n_goes_from_match_to_match() {
    let mut person = at_book();
    person.keys("2je<tab><tab>").text("CTO").keys("<enter>4");
    let history = |person: &Person| match person.model.trail.top() {
        Screen::Customer(screen) => (screen.history.list.total(), screen.history.list.selected_place()),
        other => panic!("{other:?}"),
    };
    let all = history(&person).0;
    person.keys("n");
    assert!(person.toast().starts_with("No search yet"), "{}", person.toast());
    person.keys("/").text("added contact").keys("<enter>");
    assert!(history(&person).0 > 1 && history(&person).0 < all);
    person.keys("n");
    assert_eq!(history(&person).1, 1);
    person.keys("N");
    assert_eq!(history(&person).1, 0);
    person.keys("/").text(" !ann actor:mia").keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("no customer is open");
    };
    assert_eq!(screen.history.words.typing, FilterMode::Off);
    assert!(screen.history.list.total() >= 1);
    person.keys("/").text(" name:x");
    assert_eq!(history(&person).0, 0);
    person.keys("<esc>");
    assert_eq!(history(&person).0, all);
}
