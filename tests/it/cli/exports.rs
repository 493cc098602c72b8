//! `pivotal export`: the formats, the files, and the way back through the import.

use std::fs;

use rstest::rstest;

use crate::cli::home::{Home, list};

fn home() -> Home {
    let home = Home::with_acme();
    let phone = ["--phone", "+49 30 1234567", "--title", "=1+1"];
    let ann = [
        "contact",
        "add",
        "1",
        "--name",
        "Ann, \"A\" Lee",
        "--email",
        "ann@acme.com",
    ];
    home.json(ann.iter().chain(&phone));
    home.json([
        "contact",
        "edit",
        "1",
        "ann@acme.com",
        "--other-email",
        "ann@acme.io (work)",
        "--other-email",
        "ann@home.net",
    ]);
    home.adds("Zed Old", "zed@acme.com");
    home.adds("王小明", "wang@acme.com");
    home.run(["contact", "archive", "1", "zed@acme.com"]).text();
    home.json(["customer", "add", "Beta", "--domain", "beta.example"]);
    home.json([
        "contact",
        "add",
        "2",
        "--name",
        "Bo",
        "--email",
        "bo@beta.example",
    ]);
    home
}

#[test]
fn contacts_of_one_customer_or_of_all_are_written_and_imported_again() {
    let home = home();
    let all = home.run(["export", "contacts"]);
    assert_eq!(all.text().split_terminator("\r\n").count(), 4);
    let table = home.run(["export", "contacts", "--customer", "acme.com", "--format", "csv"]);
    let text = table.text();
    assert!(
        text.starts_with("name,email,title,phone,roles,other_emails,"),
        "{text}"
    );
    assert!(
        text.contains("\r\n\"Ann, \"\"A\"\" Lee\",ann@acme.com,'=1+1,'+49 30 1234567,,\"ann@acme.io (work), ann@home.net\",yes,manual,"),
        "{text}"
    );
    assert!(!text.contains("Zed"), "{text}");
    let pick = |home: &Home| -> Vec<[String; 5]> {
        let document = home.json(["contact", "list", "1"]);
        let fields = ["name", "email", "title", "phone", "other_emails"];
        list(&document, "contacts")
            .iter()
            .map(|contact| fields.map(|field| contact[field].to_string()))
            .collect()
    };
    for format in ["csv", "tsv", "json", "vcf"] {
        let exported = home.run(["export", "contacts", "--customer", "acme.com", "--format", format]);
        let fresh = Home::with_acme();
        let import = ["contact", "import", "1", "-", "--strict"];
        fresh.run_with_input(import, exported.text().as_bytes()).text();
        assert_eq!(pick(&fresh), pick(&home), "{format}");
    }
}

#[test]
fn archived_contacts_are_written_when_they_are_asked_for() {
    let home = home();
    let ran = home.run(["export", "contacts", "--archived", "--format", "tsv"]);
    let lines: Vec<&str> = ran.text().split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with("Zed Old\tzed@acme.com\t"), "{lines:?}");
}

#[rstest]
#[case(&["export", "contacts", "--customer", "1", "--format", "json"], &["contact", "list", "1"])]
#[case(&["export", "contacts", "--customer", "1", "--json"], &["contact", "list", "1"])]
#[case(&["export", "customers", "--format", "json"], &["customer", "list"])]
fn json_is_that_of_the_lists(#[case] export: &[&str], #[case] listed: &[&str]) {
    let home = home();
    assert_eq!(home.run(export).document(), home.json(listed));
}

#[test]
fn an_export_takes_the_filters_of_the_lists() {
    let home = home();
    let names = |args: &[&str], list_name: &str| -> Vec<String> {
        let document = home.run(args).document();
        let rows = list(&document, list_name);
        rows.iter()
            .map(|row| row["name"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(
        names(
            &["export", "customers", "--json", "--search", "!name:acme"],
            "customers"
        ),
        ["Beta"]
    );
    let archived = ["export", "contacts", "--json", "--search", "is:archived zed"];
    assert_eq!(names(&archived, "contacts"), ["Zed Old"]);
    let wrong = home.run(["export", "customers", "--search", "tga:vip"]);
    assert!(wrong.refusal(4).contains("tga"), "{}", wrong.refusal(4));
}

#[test]
fn customers_are_written_and_imported_again() {
    let home = home();
    home.run([
        "customer", "edit", "2", "--name", "-Beta", "--tag", "vip", "--tag", "emea",
    ])
    .text();
    let table = home.run(["export", "customers"]);
    let fresh = Home::new();
    fresh
        .run_with_input(["customer", "import", "-"], table.text().as_bytes())
        .text();
    let pick = |home: &Home| -> Vec<String> {
        let document = home.json(["customer", "list"]);
        list(&document, "customers")
            .iter()
            .map(|row| {
                format!(
                    "{} {} {} {}",
                    row["name"], row["domain"], row["owner"]["email"], row["tags"]
                )
            })
            .collect()
    };
    assert_eq!(pick(&fresh), pick(&home));
}

#[test]
fn a_file_says_its_format_and_takes_no_place_that_is_taken() {
    let home = home();
    let file = home.path("people.vcf");
    let name = file.to_str().expect("UTF-8");
    let told = home.run(["export", "contacts", "--output", name]);
    assert_eq!(told.text(), format!("Exported 3 contacts to {name}.\n"));
    let cards = fs::read_to_string(&file).expect("read");
    assert_eq!(cards.matches("BEGIN:VCARD\r\n").count(), 3);
    let ran = home.run(["export", "contacts", "--output", name]);
    assert!(ran.refusal(4).contains("--force"), "{ran:?}");
    let done = home.json([
        "export",
        "contacts",
        "--customer",
        "2",
        "--output",
        name,
        "--force",
    ]);
    assert_eq!((&done["rows"], &done["format"]), (&1.into(), &"vcf".into()));
    let table = home.path("people.csv");
    home.run(["export", "contacts", "--output", table.to_str().expect("UTF-8")])
        .text();
    assert!(
        fs::read(&table)
            .expect("read")
            .starts_with("\u{feff}name,".as_bytes()),
        "Excel knows UTF-8 by it"
    );
    let ran = home.run([
        "export",
        "contacts",
        "--output",
        home.path("none/x.csv").to_str().expect("UTF-8"),
    ]);
    assert!(ran.refusal(1).contains("none/x.csv"), "{ran:?}");
    let ran = home.run(["export", "contacts", "--customer", "Nobody"]);
    ran.refusal(3);
}

#[test]
fn more_rows_than_are_read_at_once_come_once_each() {
    let home = Home::with_acme();
    let rows: String = (0..4_500)
        .map(|number| format!("Ann {},a{number}@acme.com\n", number % 7))
        .collect();
    home.run_with_input(["contact", "import", "1", "-"], rows.as_bytes())
        .text();
    let ran = home.run(["export", "contacts"]);
    let mut emails: Vec<&str> = ran
        .text()
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(1))
        .collect();
    emails.sort_unstable();
    emails.dedup();
    assert_eq!(emails.len(), 4_500);
    let history = home.run(["history", "1", "--export", "csv"]);
    assert_eq!(history.text().split_terminator("\r\n").count(), 4_503);
}
