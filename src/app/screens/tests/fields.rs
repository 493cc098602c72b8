//! Fields of one's own at the keyboard: defined, filled in, sought, shown in lists, and taken away again.

use super::leads::todo;
use crate::app::layout::{FormLine, form_lines};
use crate::app::list::Load;
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::domain::{Change, CustomField, CustomFieldFields, Field, FieldKind, FieldName, FieldOf, InLists};

/// The keys that define a field: of customers unless `contact`, its name, its type by how often it is turned, its choices.
pub(super) fn defines(contact: bool, name: &str, turns: usize, choices: &str, column: bool) -> String {
    let of = if contact { "<shift-tab><right><tab>" } else { "" };
    let column = if column { "<right>" } else { "" };
    let kind = "<right>".repeat(turns);
    format!("gfa{of}{name}<tab>{kind}<tab>{choices}<tab>{column}<enter><esc>")
}

pub(super) fn fields(person: &mut Person) -> Vec<CustomField> {
    person.workspace.custom_fields().expect("listed")
}

pub(super) fn error(person: &Person, place: usize) -> String {
    let form = person.form().expect("open");
    form.fields[place].error.clone().unwrap_or_default()
}

/// Returns the values in custom fields of a contact of the customer that shows.
pub(super) fn kept(person: &mut Person, email: &str) -> Vec<String> {
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    let customer = screen.customer.clone();
    let contact = person.workspace.find_contact(&customer, email).expect("added");
    let named = contact.custom.named().into_iter();
    named.map(|one| format!("{}: {}", one.name, one.value)).collect()
}

#[test]
fn a_field_is_defined_renamed_removed_and_comes_back() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("gf");
    let Screen::Fields(screen) = person.model.trail.top() else {
        panic!("fields")
    };
    assert_eq!(screen.list.total(), 0);
    person.keys("a<shift-tab><right><tab>Region<tab><right><right><right><tab>EMEA, APAC<tab><right><enter>");
    assert_eq!(person.toast(), "Added the field Region of contacts.");
    let region = fields(&mut person).remove(0);
    assert_eq!(
        (region.fields.of, region.fields.kind.key(), region.fields.in_lists),
        (FieldOf::Contact, "choice", InLists::Shown)
    );
    person.keys("e<ctrl-u>Territory<enter>");
    assert_eq!(person.toast(), "Renamed the field Region to Territory.");
    person.keys("D");
    assert_eq!(fields(&mut person), []);
    person.keys("uu");
    assert_eq!(fields(&mut person)[0].label(), "Region");
    person.keys("e<enter>");
    assert_eq!(person.toast(), "Nothing was changed.");
}

#[test]
fn the_form_of_a_new_field_starts_at_its_name() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("gfaRegion<enter>");
    assert_eq!(person.toast(), "Added the field Region of customers.");
}

#[test]
fn a_field_that_has_the_name_of_a_built_in_one_by_now_is_edited_all_the_same() {
    let mut person = Person::at(80, 24, &small_book());
    let risk = CustomFieldFields {
        of: FieldOf::Customer,
        name: FieldName::from_stored("Risk"),
        kind: FieldKind::Text,
        in_lists: InLists::Hidden,
    };
    person
        .workspace
        .make(Change::AddCustomFields(vec![risk]))
        .expect("added");
    person.keys("gfe<tab><right><enter>");
    assert_eq!(fields(&mut person)[0].fields.in_lists, InLists::Shown);
    person.keys("e<ctrl-u>Plan<enter>");
    assert_eq!(error(&person, 0), "Plan is a field already; choose another name.");
    person.keys("<ctrl-u>Danger<enter>");
    assert_eq!(fields(&mut person)[0].label(), "Danger");
}

#[test]
fn what_is_wrong_with_a_field_stands_beside_it() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("gfa<enter>");
    assert_eq!(error(&person, 1), "Type a name, such as Region.");
    person.keys("Email<tab><tab>a, b<enter>");
    assert_eq!(
        error(&person, 1),
        "Email is a field already; choose another name."
    );
    assert!(
        error(&person, 3).contains("change the type, or leave them out"),
        "{}",
        error(&person, 3)
    );
    person.keys("<esc><esc>");
    assert!(person.form().is_none());
    assert_eq!(fields(&mut person), []);
}

#[test]
fn a_contact_is_added_and_edited_with_values_and_found_by_them() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys(&defines(true, "Region", 3, "EMEA, APAC", false));
    person.keys(&defines(true, "Seats", 1, "", false));
    person.keys("gc<enter>2aBo Cruz<tab>bo@acme.com<tab><tab><tab><tab><tab>Mars<tab>many<enter>");
    assert_eq!(error(&person, 6), "Region is one of: EMEA, APAC.");
    assert_eq!(error(&person, 7), "Seats is a number, such as 1200.50.");
    person.keys("<ctrl-u>em<tab><tab><ctrl-u>1,200.00<enter>");
    assert!(person.form().is_none(), "{:?}", person.form());
    person.keys("/region:emea<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    let bo = screen.contacts.list.selected().expect("found").clone();
    assert_eq!((bo.name.as_str(), screen.contacts.list.total()), ("Bo Cruz", 1));
    let named: Vec<String> = (bo.custom.named().iter())
        .map(|one| format!("{}: {}", one.name, one.value))
        .collect();
    assert_eq!(named, ["Region: EMEA", "Seats: 1200"]);
    person.keys("e<tab><tab><tab><tab><tab><tab><ctrl-u>APAC<enter>");
    assert_eq!(person.toast(), "Saved Region of Bo Cruz.");
    person.keys("u");
    assert!(
        person.toast().contains("changed Region of Bo Cruz"),
        "{}",
        person.toast()
    );
}

#[test]
fn values_are_set_on_many_customers_at_once_and_taken_back_at_once() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("F");
    assert!(
        person.toast().contains("No fields of customers are defined"),
        "{}",
        person.toast()
    );
    person.keys(&defines(false, "Region", 3, "EMEA, APAC", true));
    person.keys("gc<ctrl-a>F<enter>");
    assert_eq!(person.toast(), "Nothing was changed.");
    person.keys("Fx<esc>F");
    assert_eq!(person.form().expect("fresh").fields[0].text(), "");
    assert!(!person.toast().contains("before"), "{}", person.toast());
    person.keys("mars<enter>");
    assert_eq!(error(&person, 0), "Region is one of: EMEA, APAC.");
    person.keys("<ctrl-u>emea<enter>");
    let all = person.customers().list.total();
    assert!(person.toast().contains("Saved Region of"), "{}", person.toast());
    assert_eq!(fields(&mut person)[0].used, all as u64);
    person.keys("<esc>/region:em<enter>");
    assert_eq!(person.customers().list.total(), all);
    person.keys("<ctrl-a>F-<enter>");
    assert_eq!(fields(&mut person)[0].used, 0);
    person.keys("<esc>u");
    assert_eq!(fields(&mut person)[0].used, all as u64);
}

#[test]
fn a_filter_that_asks_wrongly_says_what_to_type() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys(&defines(false, "Seats", 1, "", false));
    person.keys("gc/seats:many");
    let told = person.customers().list.load().clone();
    assert_eq!(
        told,
        Load::Failed("Seats is a number; type seats:>=50.".to_owned())
    );
}

#[test]
fn a_draft_of_a_form_keeps_what_was_typed_into_a_field_of_ones_own() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys(&defines(true, "Nickname", 0, "", false));
    person.keys("gc<enter>2e<tab><tab><tab><tab><tab><tab>Annie<esc>e");
    let nickname = fields(&mut person).remove(0);
    let form = person.form().expect("the draft");
    assert_eq!(form.text_of(Field::Custom(nickname.id)), "Annie");
    person.keys("<ctrl-x>");
    let form = person.form().expect("fresh");
    assert_eq!(form.text_of(Field::Custom(nickname.id)), "");
}

#[test]
fn in_a_form_longer_than_the_screen_the_field_in_focus_shows() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("gf");
    for number in 0..24 {
        person.keys(&format!("aField {number}<enter>"));
    }
    assert_eq!(fields(&mut person).len(), 24);
    person.keys("<esc>gce");
    for _ in 0..30 {
        let form = person.form().expect("open");
        let place = form.focus;
        let lines = form_lines(form, 80, 19);
        assert!(lines.len() == 19 && lines[0] == FormLine::Title, "{lines:?}");
        assert!(lines.contains(&FormLine::Field(place)), "{place}: {lines:?}");
        person.keys("<tab>");
    }
    assert_eq!(person.form().expect("open").focus, 0, "each had its turn");
}

#[test]
fn a_date_that_is_near_stands_in_the_workbench_and_leads_to_whose_it_is() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys(&defines(false, "Renewal date", 2, "", false));
    person.keys(&defines(true, "Birthday", 2, "", false));
    let today = person.model.today();
    let day = |days: i64| today.plus_days(days).to_string();
    let renews = |days: i64| format!("gce<tab><tab><tab><tab><tab><tab><ctrl-u>{}<enter>", day(days));
    let near = |person: &mut Person| -> Vec<String> {
        person.keys("gw");
        let named = |line: &String| line.contains("Renewal") || line.contains("Birthday");
        todo(person).into_iter().filter(named).collect()
    };
    person.keys(&renews(15));
    assert_eq!(near(&mut person), [""; 0]);
    person.keys("<esc>").keys(&renews(14));
    let due = today.plus_days(14).short(today);
    assert_eq!(
        near(&mut person),
        [format!("Acme: Renewal date: {due}, in 14 days")]
    );
    person.keys("<esc>").keys(&renews(-7));
    assert!(near(&mut person)[0].ends_with(", 7 days ago"));
    person.keys("<esc>").keys(&renews(-8));
    assert_eq!(near(&mut person), [""; 0]);
    person.keys(&format!(
        "gc<enter>2e<tab><tab><tab><tab><tab><tab>{}<enter>",
        day(1)
    ));
    let due = today.plus_days(1).short(today);
    assert_eq!(
        near(&mut person),
        [format!("Acme: Birthday of Ann Lee: {due}, tomorrow")]
    );
    let place = todo(&person)
        .iter()
        .position(|line| line.contains("Birthday"))
        .expect("there");
    person.keys(&"<down>".repeat(place)).keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(
        screen.contacts.list.selected().expect("selected").name.as_str(),
        "Ann Lee"
    );
}

#[test]
fn further_columns_of_a_pasted_list_are_kept_by_a_key() {
    let mut person = Person::at(120, 40, &small_book());
    person.keys(&defines(true, "Region", 0, "", false));
    person.keys("gc<enter>2p");
    person.tell(crate::app::Msg::Pasted(
        "Name,Email,Region,Tier\nBo Cruz,bo@acme.com,EMEA,Gold\n".to_owned(),
    ));
    person.keys("<alt-f>");
    assert_eq!(person.toast(), "Added the field Tier of contacts.");
    person.keys("<alt-f>");
    assert_eq!(person.toast(), "All columns with a name are kept already.");
    person.keys("<ctrl-s>");
    assert_eq!(kept(&mut person, "bo@acme.com"), ["Region: EMEA", "Tier: Gold"]);
    person.keys("p");
    person.tell(crate::app::Msg::Pasted("Cy Dee, cy@acme.com\n".to_owned()));
    person.keys("<alt-f>");
    assert!(
        person.toast().contains("No column can be kept"),
        "{}",
        person.toast()
    );
}

#[test]
fn a_choice_that_was_taken_away_since_does_not_keep_other_fields_from_being_saved() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys(&defines(true, "Region", 3, "EMEA, APAC", false));
    person.keys("gc<enter>2e<tab><tab><tab><tab><tab><tab>APAC<enter>");
    assert_eq!(person.toast(), "Saved Region of Ann Lee.");
    person.keys("gfe<tab><ctrl-u>EMEA, Americas<enter>");
    person.keys("gc<enter>2e<tab><tab><ctrl-u>CTO<enter>");
    assert_eq!(person.toast(), "Saved title of Ann Lee.");
    person.keys("e<tab><tab><tab><tab><tab><tab><ctrl-u>Mars<enter>");
    assert_eq!(error(&person, 6), "Region is one of: EMEA, Americas.");
}

#[test]
fn a_value_of_a_pasted_list_that_does_not_fit_its_field_is_told() {
    let mut person = Person::at(120, 40, &small_book());
    person.keys(&defines(true, "Seats", 1, "", false));
    person.keys("gc<enter>2p");
    let list = "Name,Email,Seats\nBo Cruz,bo@acme.com,many\nCy Dee,cy@acme.com,12\n";
    person.tell(crate::app::Msg::Pasted(list.to_owned()));
    person.keys("<ctrl-s>");
    assert!(
        person
            .toast()
            .contains("1 value did not fit its field and was left out."),
        "{}",
        person.toast()
    );
    assert_eq!(fields(&mut person)[0].used, 1);
}

#[test]
fn a_form_that_was_filled_while_its_field_was_removed_is_not_saved_with_that_value() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys(&defines(true, "Nickname", 0, "", false));
    person.keys("gc<enter>2aBo Cruz<tab>bo@acme.com<tab><tab><tab><tab><tab>Bobby");
    let nickname = fields(&mut person).remove(0);
    person
        .workspace
        .make(Change::RemoveCustomField(nickname.id))
        .expect("removed elsewhere");
    person.keys("<enter>");
    let form = person.form().expect("kept");
    assert!(
        form.error
            .as_deref()
            .is_some_and(|error| error.contains("no longer exists")),
        "{form:?}"
    );
}
