//! The details of contacts and customers at the keyboard.

use rstest::rstest;

use super::at_onboarding;
use crate::app::overlay::sheet::Content;
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::app::{Effect, Msg, TerminalRequest};
use crate::domain::{
    Change, ContactFilter, ContactId, CustomerEdit, CustomerStatus, DetailsOf, Field, RecordDetails,
    SafeText, Successor, UndoTarget, WebLink,
};
use crate::input::Tab;

/// Returns the details that show.
fn details(person: &Person) -> &RecordDetails {
    match person.sheet().map(|sheet| &sheet.content) {
        Some(Content::Details(details)) => details,
        other => panic!("{other:?}"),
    }
}

/// Makes a change in another window.
fn changed(person: &mut Person, change: Change) {
    person.workspace.make(change).expect("made");
    person.tell(Msg::StoreChanged);
}

fn selected(person: &Person) -> ContactId {
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    screen.contacts.list.selected().expect("a contact").id
}

fn has_title(person: &Person) -> String {
    match details(person) {
        RecordDetails::Contact(of) => of.contact.title().map(ToString::to_string).unwrap_or_default(),
        RecordDetails::Customer(_) => panic!("a contact"),
    }
}

#[test]
fn enter_shows_the_contact_and_esc_goes_back_to_where_one_was() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2jj");
    let before = selected(&person);
    person.keys("<enter>");
    assert_eq!(details(&person).of(), DetailsOf::Contact(before));
    person.keys("G").keys("g<esc>");
    assert!(person.sheet().is_none());
    assert_eq!(selected(&person), before);
    person.keys("/wang<enter><enter>");
    assert_eq!(details(&person).name().as_str(), "王小明");
    person.keys("<esc>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(screen.contacts.words.line.text(), "wang");
}

#[test]
fn an_undo_in_the_details_names_what_they_do_not_show() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2e<tab><tab><ctrl-u>CTO<enter>j<enter>");
    assert_eq!(details(&person).name().as_str(), "Dana Ruiz");
    person.keys("j<up>u");
    let asked = person.dialog().expect("a question");
    assert!(asked.title.contains("Ann Lee"), "{}", asked.title);
    person.keys("<esc><esc>k<enter>");
    assert_eq!(details(&person).name().as_str(), "Ann Lee");
    assert_eq!(has_title(&person), "CTO");
    person.keys("u");
    assert!(person.dialog().is_none());
    assert_eq!(has_title(&person), "Engineer");
    person.keys("<ctrl-r>");
    assert_eq!(has_title(&person), "CTO");
}

#[test]
fn a_click_on_the_selected_contact_shows_it() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2");
    let rows = crate::app::layout::areas(&person.model).rows;
    person.click(rows.x + 5, rows.y);
    assert_eq!(details(&person).name().as_str(), "Ann Lee");
}

#[rstest]
#[case("I")]
#[case("<enter><enter>")]
fn a_customer_is_shown_from_the_list_and_from_its_overview(#[case] keys: &str) {
    let mut person = Person::at(80, 24, &small_book());
    person.keys(keys);
    assert!(matches!(details(&person), RecordDetails::Customer(of) if of.customer.name.as_str() == "Acme"));
    person.keys("<esc>");
    assert!(person.model.stack.is_empty());
}

#[test]
fn it_is_edited_and_noted_on_from_the_details_which_then_show_it() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2<enter>e<tab><tab><ctrl-u>CTO<enter>");
    assert_eq!(has_title(&person), "CTO");
    assert!(person.toast().starts_with("Saved"), "{}", person.toast());
    person.keys("u");
    assert_eq!(has_title(&person), "Engineer");
    person.keys("nPrefers calls<ctrl-s>");
    assert!(matches!(details(&person), RecordDetails::Contact(of) if of.notes.total == 1));
    person.keys("e<esc>");
    assert!(person.form().is_none() && person.sheet().is_some());
    person
        .keys("<esc><esc>I")
        .keys("nRenews in May<ctrl-s>e<tab><tab><tab><ctrl-u>Scale<enter>");
    assert!(matches!(
        details(&person),
        RecordDetails::Customer(of) if of.notes.total == 2
            && of.customer.plan.as_ref().is_some_and(|plan| plan.as_str() == "Scale")
    ));
}

#[test]
fn the_email_is_copied_and_a_link_opened_or_chosen() {
    let mut person = Person::at(80, 24, &small_book());
    let wished = |person: &mut Person| match person.wished.pop() {
        Some(Effect::Terminal(TerminalRequest::Copy(clipping))) => clipping.text,
        Some(Effect::Terminal(TerminalRequest::Open(link))) => link.url,
        other => panic!("{other:?}"),
    };
    person.keys("2<enter>y");
    assert_eq!(wished(&mut person), "ann@acme.com");
    person.keys("Y");
    assert_eq!(wished(&mut person), "Ann Lee <ann@acme.com>");
    // There is one link alone.
    person.keys("o");
    assert_eq!(wished(&mut person), "mailto:ann@acme.com");
    let link = WebLink {
        url: "mailto:ann@acme.com".into(),
        kind: crate::domain::LinkKind::Mail,
    };
    person.tell(Msg::LinkTried {
        link: link.clone(),
        opened: true,
    });
    assert_eq!(person.toast(), "Opened mailto:ann@acme.com.");
    person.tell(Msg::LinkTried { link, opened: false });
    assert_eq!(wished(&mut person), "mailto:ann@acme.com");
    let mut person = Person::at_synced_book(80, 24);
    person.keys("2<enter>o");
    assert_eq!(person.dialog().expect("a choice").choices.len(), 3);
    person.keys("<down><enter>");
    assert_eq!(
        wished(&mut person),
        "https://app.hubspot.com/contacts/4242424/record/0-1/102"
    );
    person.keys("<esc><esc>jjI");
    assert_eq!(details(&person).name().as_str(), "Borealis");
    person.keys("o");
    assert_eq!(
        wished(&mut person),
        "https://app.hubspot.com/contacts/4242424/record/0-2/501"
    );
    person.keys("<esc>kIo");
    assert!(person.toast().contains("no link to open"), "{}", person.toast());
}

#[test]
fn what_becomes_of_the_contact_in_another_window_shows_at_once() {
    let mut person = Person::at_synced_book(80, 24);
    person.keys("2<enter>");
    let ann = selected(&person);
    changed(
        &mut person,
        Change::ArchiveContacts {
            contacts: vec![ann],
            successor: Successor::Nobody,
        },
    );
    let state = |person: &Person| details(person).words(&jiff::tz::TimeZone::UTC).state;
    assert_eq!(state(&person), "▪ archived");
    changed(&mut person, Change::RestoreContacts(vec![ann]));
    assert_eq!(state(&person), "");
    changed(
        &mut person,
        Change::UnlinkContacts {
            contacts: vec![ann],
            successor: Successor::Nobody,
        },
    );
    let shown = details(&person).words(&jiff::tz::TimeZone::UTC);
    let hubspot = shown.facts.iter().find(|fact| fact.label == "HubSpot");
    let hubspot = hubspot.map(|fact| fact.value.as_str());
    assert_eq!(hubspot, Some("unlinked from record 102, 24 Nov 2026"));
    changed(&mut person, Change::DeleteContacts(vec![ann]));
    assert!(person.sheet().is_none());
    assert_eq!(person.toast(), "This contact was deleted in the meantime.");
}

#[test]
fn a_customer_that_another_window_removed_is_left() {
    let mut person = Person::at_empty_store(80, 24);
    person.keys("n").text("Acme").keys("<enter><enter><enter>");
    assert_eq!(details(&person).name().as_str(), "Acme");
    let change = Change::Undo(UndoTarget::Latest);
    person.workspace.make(change).expect("undone");
    person.tell(Msg::StoreChanged);
    assert!(person.sheet().is_none());
    assert!(matches!(person.model.trail.top(), Screen::Customers(_)));
}

#[test]
fn a_contact_that_went_while_it_was_asked_for_is_told() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2");
    let ann = selected(&person);
    person.hold_replies();
    person.keys("<enter>");
    let change = Change::DeleteContacts(vec![ann]);
    person.workspace.make(change).expect("deleted");
    person.release_replies();
    assert!(person.sheet().is_none());
    assert_eq!(person.toast(), "This contact was deleted in the meantime.");
}

#[test]
fn an_unlinked_contact_is_shown_and_not_edited() {
    let mut person = Person::at_synced_book(80, 24);
    person.keys("2ff");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(screen.contacts.filter, ContactFilter::Unlinked);
    person.keys("<enter>e");
    assert!(person.form().is_none());
    assert!(person.toast().contains("relink it first"), "{}", person.toast());
}

#[test]
fn a_paste_does_nothing_and_says_so() {
    let mut person = at_onboarding();
    person.keys("2<enter>").tell(Msg::Pasted("x".to_owned()));
    assert!(
        person.toast().starts_with("Nothing was pasted."),
        "{}",
        person.toast()
    );
    assert!(matches!(person.model.trail.top(), Screen::Customer(screen) if screen.tab == Tab::Contacts));
}

#[test]
fn the_details_tell_why_a_customer_may_be_lost_and_when_to_win_it_back() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<enter><enter>");
    let told = |person: &Person| {
        let RecordDetails::Customer(of) = details(person) else {
            panic!("a customer")
        };
        let about = [Field::RiskReason, Field::WinBackOn];
        let values = of.values.iter().filter(|value| about.contains(&value.field));
        values
            .map(|value| format!("{}: {}", value.label, value.value))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&person), [""; 0]);
    let RecordDetails::Customer(of) = details(&person) else {
        panic!("a customer")
    };
    let customer = of.customer.id;
    let edited = |edits: Vec<CustomerEdit>| Change::EditCustomer { customer, edits };
    let at_risk = vec![
        CustomerEdit::Status(CustomerStatus::AtRisk),
        CustomerEdit::RiskReason(SafeText::optional("Budget frozen")),
    ];
    changed(&mut person, edited(at_risk));
    assert_eq!(told(&person), ["Risk reason: Budget frozen"]);
    let churned = vec![
        CustomerEdit::Status(CustomerStatus::Churned),
        CustomerEdit::WinBackOn("2027-03-01".parse().ok()),
    ];
    changed(&mut person, edited(churned));
    assert_eq!(told(&person), ["Win back on: 1 Mar 2027"]);
}
