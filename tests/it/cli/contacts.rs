//! `pivotal contact` and `pivotal route`: the people of a customer and who gets the next notification.

use rstest::rstest;
use serde_json::{Value, json};

use crate::cli::home::{CARA, Home, demand_fields, list};

const PROMISED: [&str; 16] = [
    "object",
    "id",
    "customer_id",
    "name",
    "email",
    "title",
    "phone",
    "roles",
    "other_emails",
    "is_primary",
    "source",
    "hubspot_id",
    "linked",
    "archived_at",
    "created_at",
    "updated_at",
];

#[test]
fn the_first_contact_has_the_promised_fields_and_is_promoted() {
    let home = Home::with_acme();
    let arguments = [
        "contact",
        "add",
        "acme.com",
        "--name",
        "Dana Ruiz",
        "--email",
        " Dana@ACME.com ",
    ];
    let added = home.json(
        arguments
            .iter()
            .chain(&["--title", "CTO", "--phone", "+1 202-555-0101"]),
    );
    demand_fields(&added, &PROMISED);
    assert_eq!(added["object"], "contact");
    assert_eq!(added["customer_id"], home.json(["customer", "show", "1"])["id"]);
    assert_eq!(added["email"], "dana@acme.com");
    assert_eq!(added["title"], "CTO");
    assert_eq!(added["phone"], "+1 202-555-0101");
    assert_eq!(added["source"], "manual");
    assert_eq!(
        (&added["is_primary"], &added["promoted"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        (&added["linked"], &added["hubspot_id"]),
        (&json!(false), &Value::Null)
    );
    assert!(added["archived_at"].is_null());
    let second = home.adds("Ann Lee", "ann@acme.com");
    assert_eq!(
        (&second["is_primary"], &second["promoted"]),
        (&json!(false), &json!(false))
    );
    let listed = home.json(["contact", "list", "1"]);
    let names: Vec<&Value> = list(&listed, "contacts")
        .iter()
        .map(|contact| &contact["name"])
        .collect();
    assert_eq!(names, ["Ann Lee", "Dana Ruiz"]);
    let customer = home.json(["customer", "show", "1"]);
    assert_eq!(customer["contacts"], 2);
    assert_eq!(customer["primary"]["id"], added["id"]);
    demand_fields(&customer["primary"], &PROMISED);
}

#[test]
fn the_sentence_tells_who_became_primary() {
    let home = Home::with_acme();
    let ran = home.run([
        "contact",
        "add",
        "1",
        "--name",
        "Dana Ruiz",
        "--email",
        "dana@acme.com",
    ]);
    assert_eq!(
        ran.text(),
        "Added Dana Ruiz to Acme. First contact, so it is the primary.\n"
    );
    assert_eq!(ran.err, "");
}

#[rstest]
#[case(&["--email", "ann@acme.com"], "--name")]
#[case(&["--name", "Ann"], "--email")]
#[case(&["--name", " ", "--email", "ann@acme.com"], "name")]
#[case(&["--name", "Ann", "--email", "ann"], "@")]
#[case(&["--name", "Ann", "--email", "ann@acme"], "dot")]
#[case(&["--name", "Ann", "--email", "a@b@acme.com"], "more than one @")]
#[case(&["--name", "Ann", "--email", "ann@[127.0.0.1]"], "IP")]
#[case(&["--name", "Ann", "--email", ""], "email")]
#[case(&["--name", "Ann", "--email", "\"a b\"@acme.com"], "quote")]
#[case(&["--name", "Ann", "--email", "a@acme.com", "--phone", "1234567890123456789012345678901234567890123456789012345678901"], "phone")]
fn a_contact_that_cannot_be_taken_is_refused(#[case] options: &[&str], #[case] told: &str) {
    let home = Home::with_acme();
    let ran = home.run(["contact", "add", "1"].iter().chain(options));
    assert!(ran.refusal(4).contains(told), "{ran:?}");
    assert_eq!(home.lines_of_history(), 1);
}

#[test]
fn an_address_stands_once_at_a_customer_whatever_its_case_and_archived_or_not() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    let again = || home.run(["contact", "add", "1", "--name", "D", "--email", "DANA@Acme.COM"]);
    let ran = again();
    assert!(ran.refusal(4).contains("Edit that one instead"), "{ran:?}");
    home.json(["contact", "archive", "1", "dana@acme.com"]);
    let ran = again();
    assert!(ran.refusal(4).contains("Restore that one instead"), "{ran:?}");
    home.adds("Ann Lee", "ann@acme.com");
    let taken = home.run(["contact", "edit", "1", "ann@acme.com", "--email", "Dana@acme.com"]);
    assert!(taken.refusal(4).contains("Restore that one instead"), "{taken:?}");
}

#[test]
fn the_same_person_may_be_at_two_customers_with_a_warning() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    home.json(["customer", "add", "Beta"]);
    let ran = home.run([
        "contact",
        "add",
        "Beta",
        "--name",
        "Dana Ruiz",
        "--email",
        "dana@acme.com",
    ]);
    assert!(ran.text().contains("also a contact of Acme"), "{ran:?}");
}

#[test]
fn a_contact_is_edited_by_email_or_id_and_an_empty_value_takes_away() {
    let home = Home::with_acme();
    let added = home.adds("Dana Ruiz", "dana@acme.com");
    let id = added["id"].as_str().expect("an id");
    let edited = home.json([
        "contact",
        "edit",
        "1",
        "Dana@acme.com",
        "--title",
        "CTO",
        "--phone",
        "0",
    ]);
    assert_eq!((&edited["title"], &edited["phone"]), (&json!("CTO"), &json!("0")));
    let edited = home.json([
        "contact",
        "edit",
        "1",
        id,
        "--title",
        "",
        "--email",
        "d@acme.com",
        "--name",
        "D R",
    ]);
    assert_eq!(edited["title"], Value::Null);
    assert_eq!(
        (&edited["email"], &edited["name"]),
        (&json!("d@acme.com"), &json!("D R"))
    );
    assert_eq!(edited["phone"], "0");
    let nothing = home.run(["contact", "edit", "1", id]);
    assert!(nothing.refusal(4).contains("--title"), "{nothing:?}");
}

#[rstest]
#[case(&["edit"], &["--title", "CTO"])]
#[case(&["primary"], &[])]
#[case(&["archive"], &[])]
#[case(&["restore"], &[])]
#[case(&["delete"], &[])]
fn an_unknown_contact_is_not_found(#[case] command: &[&str], #[case] options: &[&str]) {
    let home = Home::with_acme();
    home.json(["customer", "add", "Beta"]);
    let elsewhere = home.adds("Dana Ruiz", "dana@acme.com");
    let id = elsewhere["id"].as_str().expect("an id");
    let lines = home.lines_of_history();
    for named in ["nobody@acme.com", "dana@acme.com", id, "Dana Ruiz", "\u{1b}[31m"] {
        let arguments = ["contact"].iter().chain(command).chain(&["Beta"]).copied();
        let ran = home.run(arguments.chain([named]).chain(options.iter().copied()));
        assert!(ran.refusal(3).contains("pivotal contact list 2"), "{ran:?}");
    }
    assert_eq!(home.lines_of_history(), lines);
}

#[test]
fn the_star_moves_and_can_be_taken_away() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    home.adds("Ann Lee", "ann@acme.com");
    let ann = home.json(["contact", "primary", "1", "ann@acme.com"]);
    assert_eq!(
        (&ann["object"], &ann["is_primary"]),
        (&json!("contact"), &json!(true))
    );
    let listed = home.json(["contact", "list", "1"]);
    let stars = list(&listed, "contacts")
        .iter()
        .filter(|contact| contact["is_primary"] == true);
    assert_eq!(stars.count(), 1);
    let customer = home.json(["contact", "primary", "1", "--none"]);
    assert_eq!(
        (&customer["object"], &customer["primary"]),
        (&json!("customer"), &Value::Null)
    );
    let third = home.adds("Eve Okafor", "eve@acme.com");
    assert_eq!(third["promoted"], true, "the customer had no primary");
}

#[test]
fn a_primary_who_is_archived_loses_the_star_and_the_sentence_names_who_is_told_instead() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    let ran = home.run(["contact", "archive", "1", "dana@acme.com"]);
    assert_eq!(
        ran.text(),
        "Archived Dana Ruiz. Acme now has no primary contact. Notifications go to the owner, Cara Osei.\n"
    );
    assert!(list(&home.json(["contact", "list", "1"]), "contacts").is_empty());
    let archived = home.json(["contact", "list", "1", "--archived"]);
    let at = list(&archived, "contacts")[0]["archived_at"]
        .as_str()
        .expect("a time");
    assert!(at.ends_with('Z') && at.contains('T'), "{at}");
    assert!(
        home.run(["contact", "list", "1", "--archived"])
            .text()
            .contains("archived 2")
    );
    let star = home.run(["contact", "primary", "1", "dana@acme.com"]);
    assert!(star.refusal(4).contains("restore"), "{star:?}");
    let twice = home.run(["contact", "archive", "1", "dana@acme.com"]);
    assert!(twice.refusal(4).contains("already"), "{twice:?}");
    let back = home.json(["contact", "restore", "1", "dana@acme.com"]);
    assert_eq!(
        (&back["is_primary"], &back["archived_at"]),
        (&json!(false), &Value::Null)
    );
    let twice = home.run(["contact", "restore", "1", "dana@acme.com"]);
    assert!(twice.refusal(4).contains("not archived"), "{twice:?}");
}

#[test]
fn a_deleted_contact_is_gone_and_its_address_is_free() {
    let home = Home::with_acme();
    let added = home.adds("Dana Ruiz", "dana@acme.com");
    let deleted = home.json(["contact", "delete", "1", "dana@acme.com"]);
    assert_eq!(deleted["id"], added["id"]);
    for more in [&[][..], &["--archived"]] {
        let listed = home.json(["contact", "list", "1"].iter().chain(more));
        assert!(list(&listed, "contacts").is_empty());
    }
    assert_eq!(home.adds("Dana Ruiz", "dana@acme.com")["promoted"], true);
}

#[test]
fn a_route_goes_to_the_primary_then_the_owner_then_nobody() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    let routes = || list(&home.json(["route", "1"]), "routes").clone();
    let kinds: Vec<Value> = routes().iter().map(|route| route["kind"].clone()).collect();
    assert_eq!(kinds, ["phase_change", "task_assigned", "portal_invite"]);
    let demand = |recipient: Value, reason: &str, channels: Value| {
        for route in routes() {
            assert_eq!(route["recipient"], recipient);
            assert_eq!(route["reason"], reason);
            assert_eq!(route["channels"], channels);
        }
    };
    let both = json!(["email", "slack"]);
    demand(
        json!({"name": "Dana Ruiz", "email": "dana@acme.com"}),
        "primary",
        both.clone(),
    );
    home.json(["contact", "primary", "1", "--none"]);
    demand(
        json!({"name": "Cara Osei", "email": CARA}),
        "owner_fallback",
        both,
    );
    home.json(["customer", "edit", "1", "--owner", ""]);
    demand(Value::Null, "nobody", json!([]));
    assert!(
        home.run(["route", "1"])
            .text()
            .contains("nobody: no primary contact and no owner")
    );
}

#[test]
fn an_empty_list_says_on_standard_error_what_to_do() {
    let home = Home::with_acme();
    let ran = home.run(["contact", "list", "1"]);
    assert_eq!(
        (ran.text(), ran.err.contains("pivotal contact add 1")),
        ("", true)
    );
    let ran = home.run(["contact", "list", "1", "--archived"]);
    assert_eq!(
        (ran.text(), ran.err.contains("pivotal contact list 1")),
        ("", true)
    );
}

#[test]
fn a_value_may_begin_with_a_hyphen() {
    let home = Home::with_acme();
    let added = home.json([
        "contact",
        "add",
        "1",
        "--name",
        "--version",
        "--email",
        "-a@acme.com",
        "--phone",
        "-1",
    ]);
    assert_eq!(
        (&added["name"], &added["email"]),
        (&json!("--version"), &json!("-a@acme.com"))
    );
    let customer = home.run(["customer", "add", "--json", "--", "-42"]).document();
    assert_eq!(customer["name"], "-42");
}

#[test]
fn roles_are_set_listed_found_and_come_back_from_an_export() {
    let home = Home::with_acme();
    home.adds("Ann Lee", "ann@acme.com");
    let ran = home.run([
        "contact",
        "role",
        "1",
        "ann@acme.com",
        "Billing",
        "Decision maker",
    ]);
    assert_eq!(ran.text(), "Saved roles of Ann Lee.\n");
    let listed = home.json(["contact", "list", "1"]);
    assert_eq!(list(&listed, "contacts")[0]["roles"], "billing, decision maker");
    let ran = home.run(["search", "role:billing"]);
    let found = ran.text();
    assert!(found.contains("Ann Lee"), "{found}");
    for format in ["csv", "json", "vcf"] {
        let path = home.path(&format!("people.{format}"));
        let file = path.to_str().expect("a path");
        home.run([
            "export",
            "contacts",
            "--customer",
            "1",
            "--format",
            format,
            "--output",
            file,
        ])
        .text();
        home.run(["customer", "add", format]).text();
        home.run(["contact", "import", format, file]).text();
        let listed = home.json(["contact", "list", format]);
        assert_eq!(
            list(&listed, "contacts")[0]["roles"],
            "billing, decision maker",
            "{format}"
        );
    }
    assert_eq!(home.run(["contact", "role", "1", "ann@acme.com"]).code, Some(2));
    home.run(["contact", "role", "1", "ann@acme.com", "--none"])
        .text();
    let listed = home.json(["contact", "list", "1"]);
    assert_eq!(list(&listed, "contacts")[0]["roles"], Value::Null);
}
