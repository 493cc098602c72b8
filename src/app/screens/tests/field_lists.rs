//! Fields of one's own in lists: sorted by, filled with dates as they are typed, and brought back from cards.

use super::fields::{defines, error, fields, kept};
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::app::{Effect, Msg, StoreRequest};
use crate::domain::{Field, FieldOf, ListOrder, ListOrders, SortDirection, SortKey};

#[test]
fn a_list_is_sorted_by_a_field_turned_kept_and_sorted_as_usual_once_the_field_is_gone() {
    let mut person = Person::at(100, 24, &small_book());
    person.keys(&defines(false, "Seats", 1, "", true));
    let seats = fields(&mut person).remove(0);
    let names = |person: &Person| {
        let Screen::Customers(screen) = person.model.trail.top() else {
            panic!("customers")
        };
        let rows = screen.list.window(20).filter_map(|(_, row)| row);
        rows.map(|row| row.name.to_string()).collect::<Vec<_>>()
    };
    person.keys("gc");
    let usual = names(&person);
    person.keys("<end>F<tab>9<enter><up>F<tab>10<enter>");
    person.wished.clear();
    person.keys("s<down><enter>");
    let mut sorted = usual.clone();
    sorted.rotate_right(2);
    sorted.swap(0, 1);
    assert_eq!(names(&person), sorted);
    assert_eq!(
        person.model.order_words(FieldOf::Customer),
        Some("by Seats".to_owned())
    );
    let by_seats = ListOrder {
        by: SortKey::Field(seats.id),
        direction: SortDirection::Ascending,
    };
    let mut orders = ListOrders::default();
    orders.set(FieldOf::Customer, by_seats);
    assert_eq!(person.wished, [Effect::Store(StoreRequest::KeepOrders(orders))]);
    person.keys("s<enter>");
    sorted.swap(0, 1);
    assert_eq!(names(&person), sorted);
    assert_eq!(
        person.model.order_words(FieldOf::Customer),
        Some("by Seats, descending".to_owned())
    );
    person.keys("gfD");
    person.keys("gc");
    assert_eq!(names(&person), usual);
    assert_eq!(person.model.order_words(FieldOf::Customer), None);
    person.keys("s");
    let dialog = person.dialog().expect("open");
    let labels: Vec<&str> = dialog
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    assert_eq!(labels, ["Name, descending"]);
    person.keys("<enter>");
    assert_eq!(names(&person), usual.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn a_date_is_typed_as_due_dates_are_in_a_form_and_on_many_customers() {
    let mut person = Person::at(100, 24, &small_book());
    person.keys(&defines(false, "Renewal", 2, "", true));
    let renewal = fields(&mut person).remove(0);
    let value = |person: &Person| {
        let customer = person.customers().list.selected().expect("one").clone();
        customer.custom.text(renewal.id).to_owned()
    };
    person.keys("gce<up>soon<enter>");
    let form = person.form().expect("open");
    let row = form.fields.last().expect("a row");
    assert_eq!(
        row.error.as_deref(),
        Some("Type a day as 2026-12-24, 15 jan, fri, tomorrow or +2w.")
    );
    person.keys("<ctrl-u>+2w<enter>");
    assert_eq!(value(&person), "2026-12-08");
    person.keys("e<up><ctrl-u>fri<enter>");
    assert_eq!(value(&person), "2026-11-27");
    person.keys("F15 jan<enter>");
    assert_eq!(value(&person), "2027-01-15");
    person.keys("Fsoonish<enter>");
    assert!(
        error(&person, 0).starts_with("Type a day"),
        "{}",
        error(&person, 0)
    );
}

#[test]
fn values_of_pasted_cards_are_kept_and_offered_as_columns_are() {
    let mut person = Person::at(120, 40, &small_book());
    person.keys(&defines(true, "Region", 0, "", false));
    person.keys("gc<enter>2p");
    person.tell(Msg::Pasted(
        "BEGIN:VCARD\nVERSION:4.0\nFN:Bo Cruz\nEMAIL:bo@acme.com\nX-PIVOTAL-FIELD;X-NAME=Region:EMEA\n\
         X-PIVOTAL-FIELD;X-NAME=\"Tier\":Gold\nEND:VCARD\n"
            .to_owned(),
    ));
    person.keys("<alt-f>");
    assert_eq!(person.toast(), "Added the field Tier of contacts.");
    person.keys("<ctrl-s>");
    assert_eq!(kept(&mut person, "bo@acme.com"), ["Region: EMEA", "Tier: Gold"]);
}

#[test]
fn a_draft_that_is_kept_has_the_fields_that_there_are_by_then() {
    let mut person = Person::at(100, 40, &small_book());
    person.keys(&defines(false, "Region", 0, "", false));
    person.keys(&defines(false, "Seats", 1, "", false));
    person.keys("gce<up><up>EMEA<esc>");
    let rows = |person: &Person| -> Vec<(String, String)> {
        let form = person.form().expect("open");
        let labels = form.custom_labels().map(str::to_owned);
        let custom = form
            .fields
            .iter()
            .filter(|row| matches!(row.field, Field::Custom(_)));
        labels.zip(custom.map(|row| row.text().to_owned())).collect()
    };
    person.keys(&defines(false, "Tier", 0, "", false));
    person.keys("gf<down>D<esc>gce");
    assert_eq!(
        rows(&person),
        [("Region", "EMEA"), ("Tier", "")].map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    person.keys("<down>Gold<enter>");
    assert!(person.form().is_none());
    let customer = person.customers().list.selected().expect("one").clone();
    let named: Vec<String> = (customer.custom.named().iter())
        .map(|one| format!("{}: {}", one.name, one.value))
        .collect();
    assert_eq!(named, ["Region: EMEA", "Tier: Gold"]);
}

#[test]
fn columns_that_are_not_kept_are_announced_with_their_key_and_told_after_adding() {
    let list = "name,email,Level,Team,A,B,C,D\nBo Cruz,bo@acme.com,3,Blue,1,2,3,4\n";
    let mut person = Person::at(80, 24, &small_book());
    let hints = |person: &Person| -> Vec<String> {
        let placed = crate::app::layout::hints(&person.model).into_iter();
        placed
            .map(|placed| format!("{} {}", placed.hint.key, placed.hint.words))
            .collect()
    };
    let keep = "alt-f keep columns".to_owned();
    person.keys("2p");
    person.tell(Msg::Pasted(
        "name,email,Level\nAl Cruz,al@acme.com,3\n".to_owned(),
    ));
    assert!(hints(&person).contains(&keep), "{:?}", hints(&person));
    person.keys("<ctrl-s>");
    assert!(
        person.toast().ends_with("1 column was not kept: Level."),
        "{}",
        person.toast()
    );
    assert!(!hints(&person).contains(&keep));
    person.keys("p");
    person.tell(Msg::Pasted(format!("{list},no@acme.com\n")));
    person.keys("<ctrl-s>");
    assert!(
        person.toast().ends_with(
            "6 columns were not kept: Level, Team, A, B, C, and 1 more. 1 flagged left in the text."
        ),
        "{}",
        person.toast()
    );
    person.keys("<esc>p<ctrl-a>");
    person.tell(Msg::Pasted(list.replace("bo@", "cy@")));
    person.keys("<alt-f>");
    assert!(!hints(&person).contains(&keep), "{:?}", hints(&person));
    person.keys("<ctrl-s>");
    assert!(!person.toast().contains("not kept"), "{}", person.toast());
}
