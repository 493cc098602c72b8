//! `pivotal export`: the formats, the files, and the way back through the import.

use std::fs;

use rstest::rstest;

use crate::desk::{Desk, list};

fn desk() -> Desk {
    let desk = Desk::with_acme();
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
    desk.json(ann.iter().chain(&phone));
    desk.adds("Zed Old", "zed@acme.com");
    desk.adds("王小明", "wang@acme.com");
    desk.run(["contact", "archive", "1", "zed@acme.com"]).text();
    desk.json(["customer", "add", "Beta", "--domain", "beta.example"]);
    desk.json([
        "contact",
        "add",
        "2",
        "--name",
        "Bo",
        "--email",
        "bo@beta.example",
    ]);
    desk
}

#[test]
fn contacts_of_one_customer_or_of_all_are_written_and_imported_again() {
    let desk = desk();
    let all = desk.run(["export", "contacts"]);
    assert_eq!(all.text().split_terminator("\r\n").count(), 4);
    let table = desk.run(["export", "contacts", "--customer", "acme.com", "--format", "csv"]);
    let text = table.text();
    assert!(text.starts_with("name,email,title,phone,"), "{text}");
    assert!(
        text.contains("\r\n\"Ann, \"\"A\"\" Lee\",ann@acme.com,'=1+1,'+49 30 1234567,yes,manual,"),
        "{text}"
    );
    assert!(!text.contains("Zed"), "{text}");
    let fresh = Desk::with_acme();
    let imported = fresh.run_with_input(["contact", "import", "1", "-", "--strict"], text.as_bytes());
    imported.text();
    let pick = |desk: &Desk| -> Vec<[String; 4]> {
        let document = desk.json(["contact", "list", "1"]);
        list(&document, "contacts")
            .iter()
            .map(|contact| ["name", "email", "title", "phone"].map(|field| contact[field].to_string()))
            .collect()
    };
    assert_eq!(pick(&fresh), pick(&desk));
}

#[test]
fn archived_contacts_are_written_when_they_are_asked_for() {
    let desk = desk();
    let ran = desk.run(["export", "contacts", "--archived", "--format", "tsv"]);
    let lines: Vec<&str> = ran.text().split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with("Zed Old\tzed@acme.com\t"), "{lines:?}");
}

#[rstest]
#[case(&["export", "contacts", "--customer", "1", "--format", "json"], &["contact", "list", "1"])]
#[case(&["export", "contacts", "--customer", "1", "--json"], &["contact", "list", "1"])]
#[case(&["export", "customers", "--format", "json"], &["customer", "list"])]
fn json_is_that_of_the_lists(#[case] export: &[&str], #[case] listed: &[&str]) {
    let desk = desk();
    assert_eq!(desk.run(export).document(), desk.json(listed));
}

#[test]
fn an_export_takes_the_filters_of_the_lists() {
    let desk = desk();
    let names = |args: &[&str], list_name: &str| -> Vec<String> {
        let document = desk.run(args).document();
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
    let wrong = desk.run(["export", "customers", "--search", "tga:vip"]);
    assert!(wrong.refusal(4).contains("tga"), "{}", wrong.refusal(4));
}

#[test]
fn customers_are_written_and_imported_again() {
    let desk = desk();
    desk.run([
        "customer", "edit", "2", "--name", "-Beta", "--tag", "vip", "--tag", "emea",
    ])
    .text();
    let table = desk.run(["export", "customers"]);
    let fresh = Desk::new();
    fresh
        .run_with_input(["customer", "import", "-"], table.text().as_bytes())
        .text();
    let pick = |desk: &Desk| -> Vec<String> {
        let document = desk.json(["customer", "list"]);
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
    assert_eq!(pick(&fresh), pick(&desk));
}

#[test]
fn a_file_says_its_format_and_takes_no_place_that_is_taken() {
    let desk = desk();
    let file = desk.path("people.vcf");
    let name = file.to_str().expect("UTF-8");
    let told = desk.run(["export", "contacts", "--output", name]);
    assert_eq!(told.text(), format!("Exported 3 contacts to {name}.\n"));
    let cards = fs::read_to_string(&file).expect("read");
    assert_eq!(cards.matches("BEGIN:VCARD\r\n").count(), 3);
    let ran = desk.run(["export", "contacts", "--output", name]);
    assert!(ran.refusal(4).contains("--force"), "{ran:?}");
    let done = desk.json([
        "export",
        "contacts",
        "--customer",
        "2",
        "--output",
        name,
        "--force",
    ]);
    assert_eq!((&done["rows"], &done["format"]), (&1.into(), &"vcf".into()));
    let table = desk.path("people.csv");
    desk.run(["export", "contacts", "--output", table.to_str().expect("UTF-8")])
        .text();
    assert!(
        fs::read(&table)
            .expect("read")
            .starts_with("\u{feff}name,".as_bytes()),
        "Excel knows UTF-8 by it"
    );
    let ran = desk.run([
        "export",
        "contacts",
        "--output",
        desk.path("none/x.csv").to_str().expect("UTF-8"),
    ]);
    assert!(ran.refusal(1).contains("none/x.csv"), "{ran:?}");
    let ran = desk.run(["export", "contacts", "--customer", "Nobody"]);
    ran.refusal(3);
}

#[test]
fn more_rows_than_are_read_at_once_come_once_each() {
    let desk = Desk::with_acme();
    let rows: String = (0..4_500)
        .map(|number| format!("Ann {},a{number}@acme.com\n", number % 7))
        .collect();
    desk.run_with_input(["contact", "import", "1", "-"], rows.as_bytes())
        .text();
    let ran = desk.run(["export", "contacts"]);
    let mut emails: Vec<&str> = ran
        .text()
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(1))
        .collect();
    emails.sort_unstable();
    emails.dedup();
    assert_eq!(emails.len(), 4_500);
    let history = desk.run(["history", "1", "--export", "csv"]);
    assert_eq!(history.text().split_terminator("\r\n").count(), 4_503);
}
