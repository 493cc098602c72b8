//! `pivotal contact import --by-customer`: one list for many customers, each row to the one that it names.

use rstest::rstest;
use serde_json::{Value, json};

use crate::cli::home::{Home, Ran, list};

/// Makes folders with customers 1 Acme (acme.com), 2 Beta GmbH (beta.io), 3 and 4 Twin, 5 Gamma (gamma.com).
fn home() -> Home {
    let home = Home::with_acme();
    for (name, domain) in [
        ("Beta GmbH", "beta.io"),
        ("Twin", "twin.com"),
        ("Twin", "twin.de"),
        ("Gamma", "gamma.com"),
    ] {
        home.json(["customer", "add", name, "--domain", domain]);
    }
    home
}

fn import(home: &Home, options: &[&str], list: &str) -> Ran {
    let arguments = ["contact", "import", "--by-customer"].iter().chain(options);
    home.run_with_input(arguments, list.as_bytes())
}

/// Returns the addresses of a customer's contacts, the primary with a star.
fn addresses(home: &Home, customer: &str) -> Vec<String> {
    let document = home.json(["contact", "list", customer]);
    let mut all: Vec<String> = list(&document, "contacts")
        .iter()
        .map(|contact| {
            let star = if contact["is_primary"] == true { "*" } else { "" };
            format!("{}{star}", contact["email"].as_str().expect("an address"))
        })
        .collect();
    all.sort_unstable();
    all
}

/// Returns the line, the status, the number of the customer and the first reason of each row.
fn rows(document: &Value) -> Vec<(u64, &str, Option<u64>, &str)> {
    list(document, "rows")
        .iter()
        .map(|row| {
            (
                row["line"].as_u64().expect("a line"),
                row["status"].as_str().expect("a status"),
                row["customer"]["display_id"].as_u64(),
                row["reasons"][0]["code"].as_str().unwrap_or_default(),
            )
        })
        .collect()
}

const LIST: &str = "First name;Last name;Email;Job title;Company;Company domain
Ann;Lee;ann@acme.com;CTO;Acme Incorporated;acme.com
Bo;Ek;bo@other.org;COO;Beta GmbH;
Cy;Fox;cy@twin.com;;Twin;
Dee;Roy;dee@nowhere.net;;Nowhere Ltd;nowhere.net
Eve;Orr;eve@gmail.com;;Twin;
Flo;Kim;flo@acme.com;;Beta GmbH;
Gus;May;gus@gamma;;Gamma;gamma.com
Hal;Ito;hal@beta.io;;;https://www.beta.io/
Ann;Lee;ANN@acme.com;;;acme.com
Ann;Lee;ann@acme.com;;Gamma;gamma.com
";

#[test]
fn each_row_goes_to_its_customer_and_the_rest_is_told() {
    let home = home();
    let dry = import(&home, &["--dry-run", "--json"], LIST).document();
    assert_eq!(
        rows(&dry),
        [
            (2, "ready", Some(1), ""),
            (3, "ready", Some(2), "domain_mismatch"),
            (4, "ready", Some(3), ""),
            (5, "flagged", None, "no_customer"),
            (6, "flagged", None, "several_customers"),
            (7, "flagged", None, "customers_differ"),
            (8, "flagged", Some(5), "invalid_email"),
            (9, "ready", Some(2), ""),
            (10, "flagged", Some(1), "duplicate_in_list"),
            (11, "ready", Some(5), "domain_mismatch"),
        ]
    );
    assert_eq!(
        dry["format"],
        json!({
            "delimiter": "semicolon", "header": true,
            "columns": ["first_name", "last_name", "email", "title", "company", "domain"]
        })
    );
    assert_eq!(
        dry["counts"],
        json!({"ready": 5, "flagged": 5, "existing": 0, "skipped": 0})
    );
    assert_eq!((&dry["added"], &dry["unassigned"]), (&json!(0), &json!(3)));
    assert_eq!(
        dry["rows"][3]["reasons"][0]["message"],
        "No customer has the domain nowhere.net or the name \"Nowhere Ltd\"."
    );
    for customer in ["1", "2", "3", "4", "5"] {
        assert!(addresses(&home, customer).is_empty(), "{customer}");
    }
    let real = import(&home, &["--json"], LIST).document();
    assert_eq!(real["rows"], dry["rows"]);
    assert_eq!(
        (&real["counts"], &real["added"]),
        (&dry["counts"], &dry["counts"]["ready"])
    );
    let told: Vec<(&Value, &Value)> = list(&real, "customers")
        .iter()
        .map(|customer| (&customer["display_id"], &customer["added"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!(1), &json!(1)),
            (&json!(2), &json!(2)),
            (&json!(3), &json!(1)),
            (&json!(5), &json!(1)),
        ]
    );
    assert_eq!(addresses(&home, "1"), ["ann@acme.com*"]);
    assert_eq!(addresses(&home, "2"), ["bo@other.org*", "hal@beta.io"]);
    assert_eq!(addresses(&home, "3"), ["cy@twin.com*"]);
    assert!(addresses(&home, "4").is_empty());
    assert_eq!(addresses(&home, "5"), ["ann@acme.com*"]);
}

#[test]
fn the_lines_that_name_nobody_are_listed_as_without_customers() {
    let home = home();
    let text = "# of May\nName,Email\nAnn Lee,ann@acme.com\n---\nTotal,1\n";
    let split: Value = import(&home, &["--dry-run", "--json"], text).document();
    let file = home.path("list.csv");
    std::fs::write(&file, text).expect("written");
    let plain = home.json([
        "contact",
        "import",
        "acme.com",
        file.to_str().expect("UTF-8"),
        "--dry-run",
    ]);
    assert_eq!(split["ignored"], plain["ignored"]);
    assert!(
        split["ignored"].as_array().is_some_and(|lines| lines.len() > 1),
        "{split}"
    );
}

#[test]
fn one_undo_takes_all_of_it_back_and_a_second_import_adds_nothing() {
    let home = home();
    let ran = import(&home, &[], LIST);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.starts_with(
            "Added 5 contacts to 4 customers. Left out: 2 flagged, 3 without a customer.\n\
             #1 Acme: 1\n#2 Beta GmbH: 2\n#3 Twin: 1\n#5 Gamma: 1\n\
             Line 5: No customer has the domain nowhere.net or the name \"Nowhere Ltd\".\n\
             Line 6: Several customers match: #3 Twin, #4 Twin."
        ),
        "{}",
        ran.out
    );
    let again = import(&home, &["--json"], LIST).document();
    assert_eq!(
        (&again["added"], &again["counts"]["existing"]),
        (&json!(0), &json!(5))
    );
    for (command, count) in [("undo", 0), ("redo", 2), ("undo", 0)] {
        home.json([command]);
        assert_eq!(addresses(&home, "2").len(), count, "{command}");
    }
    for customer in ["1", "3", "5"] {
        assert!(addresses(&home, customer).is_empty(), "{customer}");
    }
}

#[test]
fn who_is_here_archived_or_elsewhere_is_told_at_its_own_customer() {
    let home = home();
    home.adds("Ann Lee", "ann@acme.com");
    home.adds("Bo Ek", "bo@acme.com");
    home.json(["contact", "archive", "1", "bo@acme.com"]);
    let text = "Name,Email,Company\nAnn Lee,Ann@Acme.com,\nBo Ek,bo@acme.com,Acme\nAnn Lee,ann@acme.com,Beta GmbH\nCy Fox,cy@beta.io,beta gmbh\n";
    let told = import(&home, &["--dry-run", "--json"], text).document();
    assert_eq!(
        rows(&told),
        [
            (2, "existing", Some(1), "already_contact"),
            (3, "existing", Some(1), "archived_contact"),
            (4, "flagged", None, "customers_differ"),
            (5, "ready", Some(2), ""),
        ]
    );
    let text = "Name,Email,Domain\nAnn Lee,ann@acme.com,beta.io\n";
    let told = import(&home, &["--json"], text).document();
    let codes: Vec<&Value> = list(&told["rows"][0], "reasons")
        .iter()
        .map(|reason| &reason["code"])
        .collect();
    assert_eq!(codes, ["domain_mismatch", "at_other_customer"]);
    assert_eq!(
        told["rows"][0]["reasons"][1]["message"],
        "Also a contact of Acme."
    );
    assert_eq!(told["added"], 1);
}

#[rstest]
#[case::of_a_spreadsheet("Firma\tE-Mail\tName\nBeta GmbH\tann@x.org\tAnn Lee\n")]
#[case::of_an_export(
    "First Name,Last Name,E-mail 1 - Value,Organization Name\nAnn,Lee,ann@x.org,Beta GmbH\n"
)]
#[case::of_a_crm("Prénom,Nom,Adresse e-mail,Nom de l'entreprise,Site web\nAnn,Lee,ann@x.org,B,www.beta.io\n")]
#[case::of_the_far_east("氏名,メールアドレス,会社名\nAnn Lee,ann@x.org,Beta GmbH\n")]
#[case::without_columns("Ann Lee,ann@beta.io\n")]
#[case::of_addresses("Ann Lee <ann@beta.io>; Nobody <nobody@x.org>\n")]
fn the_columns_are_known_in_any_layout_and_language(#[case] text: &str) {
    let home = home();
    let told = import(&home, &["--json"], text).document();
    assert_eq!(told["added"], 1, "{told}");
    assert_eq!(told["rows"][0]["customer"]["name"], "Beta GmbH");
}

#[test]
fn a_profile_on_a_website_is_no_domain_of_a_company() {
    let home = home();
    home.json(["customer", "add", "LinkedIn", "--domain", "linkedin.com"]);
    let text = "Name,Email,Website\nAnn Lee,ann@x.org,https://www.linkedin.com/in/annlee\n";
    let told = import(&home, &["--dry-run", "--json"], text).document();
    assert_eq!(rows(&told), [(2, "flagged", None, "no_customer")]);
}

#[rstest]
#[case(&["--strict"], LIST, 4, "5 of 10 rows are flagged")]
#[case(&[], "Name,Role,Company\nAnn Lee,CTO,Acme\n", 4, "no column with email addresses")]
#[case(&[], "\n", 4, "the list is empty")]
#[case(&["no-such-file.csv"], "", 3, "no-such-file.csv")]
#[case(&["a.csv", "b.csv"], "", 2, "--by-customer")]
fn what_cannot_be_imported_adds_nothing_and_says_why(
    #[case] options: &[&str],
    #[case] text: &str,
    #[case] code: i32,
    #[case] why: &str,
) {
    let home = home();
    let ran = import(&home, options, text);
    assert_eq!(ran.code, Some(code), "{ran:?}");
    assert!(ran.err.contains(why), "{ran:?}");
    assert!(addresses(&home, "1").is_empty());
}

#[test]
fn a_file_is_named_before_or_behind_the_option() {
    let home = home();
    let file = home.path("people.csv");
    std::fs::write(&file, "Name,Email\nAnn Lee,ann@acme.com\n").expect("written");
    let file = file.to_str().expect("UTF-8");
    for arguments in [[file, "--by-customer"], ["--by-customer", file]] {
        let arguments = ["contact", "import", "--dry-run"].into_iter().chain(arguments);
        let ran = home.run(arguments);
        assert_eq!(ran.text(), "Would add 1 contact to Acme.\n");
    }
}

#[test]
fn a_thousand_customers_are_found_in_one_list() {
    let home = Home::new();
    let customers: String = (0..1_000)
        .map(|at| format!("Customer {at},c{at}.example.com\n"))
        .collect();
    home.run_with_input(
        ["customer", "import", "-"],
        format!("name,domain\n{customers}").as_bytes(),
    )
    .text();
    let people: String = (0..5_000)
        .map(|at| format!("Ann Lee,ann{at}@c{}.example.com\n", at % 1_000))
        .collect();
    let text = format!("Name,Email\n{people}");
    let ran = import(&home, &[], &text);
    assert!(
        ran.out.starts_with("Added 5000 contacts to 1000 customers.\n"),
        "{ran:?}"
    );
    assert!(ran.out.ends_with("\nAnd 980 more customers.\n"), "{ran:?}");
    home.json(["undo"]);
    assert!(addresses(&home, "1000").is_empty());
}

#[test]
fn a_workbook_is_read_as_a_text_is() {
    let home = home();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/workbooks/people.ods");
    let told = import(&home, &[file, "--json"], "").document();
    assert_eq!(
        (&told["added"], &told["file"]["kind"]),
        (&json!(3), &json!("workbook"))
    );
    assert_eq!(addresses(&home, "1").len(), 3);
    let ran = home.run(["customer", "import", file, "--dry-run"]);
    assert!(ran.text().starts_with("Would add 3 customers."), "{ran:?}");
}
