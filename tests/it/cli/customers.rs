//! `pivotal customer add`, `list`, `show` and `edit`, and how a customer is named.

use rstest::rstest;
use serde_json::json;

use crate::cli::home::{CARA, Home, demand_fields, list};

#[test]
fn a_customer_has_the_promised_fields() {
    let home = Home::new();
    let arguments = [
        "customer",
        "add",
        "Acme",
        "--domain",
        "https://www.Acme.com/",
        "--owner",
        CARA,
    ];
    let more = ["--plan", "Growth", "--tag", "VIP", "--tag", "emea"];
    let added = home.json(arguments.iter().chain(&more));
    let promised = [
        "object",
        "id",
        "display_id",
        "name",
        "domain",
        "owner",
        "plan",
        "status",
        "tags",
        "primary",
        "contacts",
    ];
    demand_fields(&added, &promised);
    assert_eq!(added["object"], "customer");
    assert_eq!(added["display_id"], 1);
    assert_eq!(added["domain"], "acme.com");
    assert_eq!(added["owner"], json!({"name": "Cara Osei", "email": CARA}));
    assert_eq!(added["status"], "active");
    assert_eq!(added["tags"], json!(["vip", "emea"]));
    assert_eq!(added["primary"], json!(null));
    assert_eq!(added["contacts"], 0);
    // What is shown of one has more: where values came from, notes and the like.
    let shown = home.json(["customer", "show", "1"]);
    for (name, value) in added.as_object().expect("an object") {
        assert_eq!(&shown[name], value, "{name}");
    }
    assert_eq!(home.json(["customer", "list"]), json!({"customers": [added]}));
}

#[test]
fn a_customer_without_anything_but_a_name_has_nulls() {
    let added = Home::new().json(["customer", "add", "Acme"]);
    for name in ["domain", "owner", "plan", "primary"] {
        assert!(added[name].is_null(), "{name}");
    }
}

#[rstest]
#[case("1")]
#[case("#1")]
#[case("acme.com")]
#[case("ACME.COM")]
#[case("Acme")]
#[case("acme")]
fn a_customer_is_named_by_number_domain_or_name(#[case] named: &str) {
    let home = Home::with_acme();
    assert_eq!(home.json(["customer", "show", named])["display_id"], 1);
}

#[rstest]
#[case("2")]
#[case("#0")]
#[case("Acm")]
#[case("www.other.com")]
#[case("")]
fn an_unknown_customer_is_not_found(#[case] named: &str) {
    let home = Home::with_acme();
    for command in [["customer", "show"], ["contact", "list"], ["customer", "edit"]] {
        let sentence = home.run(command.iter().chain(&[named])).refusal(3).to_owned();
        assert!(sentence.contains("pivotal customer list"), "{sentence}");
    }
    assert!(home.run(["route", named]).refusal(3).contains("No customer"));
    assert!(home.run(["history", named]).refusal(3).contains("No customer"));
}

#[test]
fn a_domain_of_two_customers_is_told_apart_by_number() {
    let home = Home::with_acme();
    home.json(["customer", "add", "Acme Labs", "--domain", "acme.com"]);
    let ran = home.run(["contact", "list", "acme.com"]);
    let sentence = ran.refusal(4);
    assert!(
        sentence.contains("#1 Acme") && sentence.contains("#2 Acme Labs") && sentence.contains("number"),
        "{sentence}"
    );
    assert_eq!(home.json(["customer", "show", "2"])["name"], "Acme Labs");
}

#[rstest]
#[case(&["--domain", "gmail.com"], "free-mail")]
#[case(&["--domain", "co.uk"], "public suffix")]
#[case(&["--domain", "acme"], "whole domain")]
#[case(&["--owner", "Cara"], "@")]
#[case(&["--tag", "a tag that is far longer than anybody would ever type"], "shorten")]
fn a_field_that_cannot_be_taken_is_refused(#[case] options: &[&str], #[case] told: &str) {
    let home = Home::with_acme();
    let add = home.run(["customer", "add", "Beta"].iter().chain(options));
    assert!(add.refusal(4).contains(told), "{add:?}");
    let edit = home.run(["customer", "edit", "1"].iter().chain(options));
    assert!(edit.refusal(4).contains(told), "{edit:?}");
    assert_eq!(list(&home.json(["customer", "list"]), "customers").len(), 1);
    assert_eq!(home.lines_of_history(), 1);
}

#[test]
fn a_customer_needs_a_name() {
    let home = Home::new();
    assert_eq!(home.run(["customer", "add", "  "]).refusal(4), "Type a name.");
    assert!(list(&home.json(["customer", "list"]), "customers").is_empty());
}

#[test]
fn an_edit_gives_new_values_and_an_empty_one_takes_away() {
    let home = Home::with_acme();
    let edit = |options: &[&str]| home.json(["customer", "edit", "1"].iter().chain(options));
    let edited = edit(&[
        "--name",
        "Acme Labs",
        "--plan",
        "Growth",
        "--tag",
        "a",
        "--tag",
        "b",
        "--status",
        "At risk",
    ]);
    assert_eq!(edited["name"], "Acme Labs");
    assert_eq!(edited["plan"], "Growth");
    assert_eq!(edited["tags"], json!(["a", "b"]));
    assert_eq!(edited["status"], "at_risk");
    assert_eq!(edited["domain"], "acme.com", "what was not given stays");
    assert_eq!(edit(&["--tag", "c"])["tags"], json!(["c"]), "tags are replaced");
    let emptied = edit(&["--domain", "", "--owner", "", "--plan", "", "--tag", ""]);
    for name in ["domain", "owner", "plan"] {
        assert!(emptied[name].is_null(), "{name}");
    }
    assert_eq!(emptied["tags"], json!([]));
}

#[test]
fn an_edit_to_what_is_there_already_changes_nothing() {
    let home = Home::with_acme();
    let ran = home.run(["customer", "edit", "1", "--domain", "ACME.com"]);
    assert_eq!(ran.text(), "Nothing changed.\n");
    assert_eq!(home.lines_of_history(), 1);
}

#[rstest]
#[case(&[], "--status")]
#[case(&["--status", "great"], "at_risk")]
#[case(&["--status", ""], "at_risk")]
#[case(&["--name", ""], "name")]
fn an_edit_of_nothing_or_to_nonsense_is_refused(#[case] options: &[&str], #[case] told: &str) {
    let home = Home::with_acme();
    let ran = home.run(["customer", "edit", "1"].iter().chain(options));
    assert!(ran.refusal(4).contains(told), "{ran:?}");
    assert_eq!(home.lines_of_history(), 1);
}

#[test]
fn an_archived_customer_leaves_the_list_and_comes_back() {
    let home = Home::with_acme();
    let ran = home.run(["customer", "edit", "1", "--status", "archived"]);
    assert_eq!(ran.text(), "Archived Acme.\n");
    let count = |more: &[&str]| list(&home.json(["customer", "list"].iter().chain(more)), "customers").len();
    assert_eq!((count(&[]), count(&["--archived"])), (0, 1));
    home.json(["customer", "edit", "acme.com", "--status", "active"]);
    assert_eq!((count(&[]), count(&["--archived"])), (1, 0));
}

#[test]
fn a_list_lines_up_by_the_width_of_its_characters() {
    let home = Home::new();
    for name in ["Acme", "株式会社日本", "Café Zürich 👩‍💻"] {
        home.json(["customer", "add", name, "--domain", "acme.com"]);
    }
    let ran = home.run(["customer", "list"]);
    let starts: Vec<usize> = ran
        .text()
        .lines()
        .map(|line| {
            let domain = line
                .find("acme.com")
                .or_else(|| line.find("Domain"))
                .expect("a column");
            unicode_width::UnicodeWidthStr::width(&line[..domain])
        })
        .collect();
    assert_eq!(starts.len(), 4);
    assert!(
        starts.iter().all(|start| *start == starts[0]),
        "{starts:?}\n{}",
        ran.out
    );
}

#[test]
fn an_empty_list_says_on_standard_error_what_to_do() {
    let ran = Home::new().run(["customer", "list"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert!(ran.err.contains("pivotal customer add"), "{ran:?}");
}
