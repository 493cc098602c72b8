//! `pivotal field`: fields that users define, the values in them, and how they are sought and exported.

use serde_json::Value;

use crate::cli::home::{Home, demand_fields, list};

pub(super) fn home() -> Home {
    let home = Home::with_acme();
    home.adds("Ann Lee", "ann@acme.com");
    defines(&home);
    home
}

/// Defines the fields Region of contacts, and Renewal date and Seats of customers.
pub(super) fn defines(home: &Home) {
    home.json([
        "field",
        "add",
        "contact",
        "Region",
        "--type",
        "choice",
        "--choices",
        "EMEA,APAC",
    ]);
    home.json([
        "field",
        "add",
        "customer",
        "Renewal date",
        "--type",
        "date",
        "--column",
    ]);
    home.json(["field", "add", "customer", "Seats", "--type", "number"]);
}

#[test]
fn a_field_is_defined_listed_renamed_removed_and_comes_back_with_its_values() {
    let home = home();
    let field = home.json(["field", "add", "contact", "Nickname"]);
    demand_fields(
        &field,
        &["id", "of", "name", "key", "type", "choices", "in_lists", "used"],
    );
    assert_eq!(
        (&field["key"], &field["type"]),
        (&"nickname".into(), &"text".into())
    );
    home.json([
        "contact",
        "edit",
        "1",
        "ann@acme.com",
        "--field",
        "nickname=Annie",
    ]);
    let renamed = home.run(["field", "rename", "contact", "Nickname", "Calls herself"]);
    assert_eq!(renamed.text(), "Renamed the field Nickname to Calls herself.\n");
    let ann = |home: &Home| list(&home.json(["contact", "list", "1"]), "contacts")[0].clone();
    assert_eq!(ann(&home)["fields"]["calls_herself"], "Annie");
    let removed = home.run(["field", "remove", "contact", "calls herself"]);
    assert_eq!(
        removed.text(),
        "Removed the field Calls herself of contacts. The one value in it comes back with an undo.\n"
    );
    assert_eq!(ann(&home)["fields"], Value::Object(serde_json::Map::new()));
    assert_eq!(home.run(["undo"]).code, Some(0));
    assert_eq!(ann(&home)["fields"]["calls_herself"], "Annie");
    let fields = home.json(["field", "list"]);
    let told = |field: &Value| format!("{} {}", field["name"].as_str().expect("a name"), field["used"]);
    let fields: Vec<String> = list(&fields, "fields").iter().map(told).collect();
    assert_eq!(
        fields,
        ["Renewal date 0", "Seats 0", "Region 0", "Calls herself 1"]
    );
    let table = home.run(["field", "list"]);
    let table = table.text();
    assert!(table.contains("choice: EMEA, APAC"), "{table}");
}

#[test]
fn values_are_given_when_a_record_is_added_or_edited_and_found_by_their_field() {
    let home = home();
    home.json([
        "customer",
        "edit",
        "1",
        "--field",
        "renewal date=1 mar 2027",
        "--field",
        "Seats=1,200.0",
    ]);
    let customer = home.json(["customer", "show", "1"]);
    assert_eq!(customer["fields"]["renewal_date"], "2027-03-01");
    assert_eq!(customer["fields"]["seats"], "1200");
    let shown = home.run(["customer", "show", "1"]);
    let shown = shown.text();
    assert!(shown.contains("Renewal date  2027-03-01\n"), "{shown}");
    let bo = home.json([
        "contact",
        "add",
        "1",
        "--name",
        "Bo Cruz",
        "--email",
        "bo@acme.com",
        "--field",
        "region=emea",
    ]);
    assert_eq!(bo["fields"]["region"], "EMEA");
    home.json(["customer", "add", "Beta", "--field", "seats=5"]);
    let named = |home: &Home, query: &str| -> Vec<String> {
        let found = home.json(["customer", "list", "--search", query]);
        let name = |customer: &Value| customer["name"].as_str().expect("a name").to_owned();
        list(&found, "customers").iter().map(name).collect()
    };
    assert_eq!(named(&home, "renewal_date:<2027-04"), ["Acme"]);
    assert_eq!(named(&home, "seats:<100"), ["Beta"]);
    let found = home.json(["search", "region:emea"]);
    assert_eq!(list(&found, "contacts").len(), 1);
    let history = home.run(["history", "1"]);
    let history = history.text();
    assert!(history.contains("Seats of Acme: nothing → \"1200\""), "{history}");
    home.json(["customer", "edit", "1", "--field", "seats="]);
    assert_eq!(
        home.json(["customer", "show", "1"])["fields"]["seats"],
        Value::Null
    );
}

#[test]
fn exports_have_a_column_for_each_field() {
    let home = home();
    home.json(["contact", "edit", "1", "ann@acme.com", "--field", "region=APAC"]);
    home.json(["customer", "edit", "1", "--field", "Seats=7"]);
    let contacts = home.run(["export", "contacts", "--format", "csv"]);
    let contacts = contacts.text();
    let mut lines = contacts.lines();
    assert!(
        lines.next().expect("titles").ends_with(",id,Region"),
        "{contacts}"
    );
    assert!(lines.next().expect("a line").ends_with(",APAC"), "{contacts}");
    let customers = home.run(["export", "customers", "--format", "csv"]);
    let customers = customers.text();
    assert!(
        customers
            .lines()
            .next()
            .expect("titles")
            .ends_with(",id,Renewal date,Seats"),
        "{customers}"
    );
    assert!(
        customers.lines().nth(1).expect("a line").ends_with(",,7"),
        "{customers}"
    );
}

#[test]
fn what_is_wrong_is_told_and_changes_nothing() {
    let home = home();
    for raw in ["1.000", "1,000"] {
        let ran = home.run(["customer", "edit", "1", "--field", &format!("Seats={raw}")]);
        let told = "Seats may mean 1000 or a decimal; write 1000, or 1.0000 for the decimal.";
        assert!(ran.refusal(4).contains(told), "{ran:?}");
    }
    let before = home.lines_of_history();
    for (arguments, code, sentence) in [
        (
            vec!["field", "add", "contact", "region"],
            4,
            "There is a field Region of contacts already; choose another name.",
        ),
        (
            vec!["field", "add", "contact", "Title"],
            4,
            "Title is a field already; choose another name.",
        ),
        (
            vec!["field", "add", "contact", "Tier", "--type", "choice"],
            4,
            "Type at least two choices, separated by commas.",
        ),
        (
            vec!["field", "add", "contact", "Tier", "--choices", "a,b"],
            4,
            "A field of type text takes no --choices; give --type choice.",
        ),
        (
            vec!["field", "edit", "customer", "seats", "--choices", "a,b"],
            4,
            "Seats is a field of type number and has no choices.",
        ),
        (
            vec!["field", "edit", "customer", "seats"],
            4,
            "Nothing to change. Give --choices, --column or --no-column.",
        ),
        (
            vec!["field", "remove", "customer", "Region"],
            3,
            "There is no field \"Region\" of customers; there is Renewal date, Seats.",
        ),
        (
            vec!["contact", "edit", "1", "ann@acme.com", "--field", "Region=Mars"],
            4,
            "Region is one of: EMEA, APAC.",
        ),
        (
            vec!["customer", "edit", "1", "--field", "seats=many"],
            4,
            "Seats is a number, such as 1200.50.",
        ),
        (
            vec!["customer", "edit", "1", "--field", "renewal date=soon"],
            4,
            "Type a day as 2026-12-24, 15 jan, fri, tomorrow or +2w.",
        ),
        (
            vec!["customer", "edit", "1", "--field", "seats"],
            4,
            "\"seats\" has no value. Write it as --field NAME=VALUE.",
        ),
        (
            vec!["customer", "list", "--search", "seats:many"],
            4,
            "Seats is a number; type seats:>=50.",
        ),
    ] {
        let ran = home.run(&arguments);
        assert_eq!(ran.refusal(code), sentence, "{arguments:?}");
    }
    assert_eq!(home.lines_of_history(), before);
    let empty = Home::with_acme();
    let ran = empty.run(["customer", "edit", "1", "--field", "Seats=5"]);
    assert!(ran.err.contains("No fields of customers are defined."), "{ran:?}");
    assert!(
        empty
            .run(["field", "list"])
            .err
            .contains("No fields are defined.")
    );
}
