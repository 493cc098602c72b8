//! `pivotal contact import` of files that are no plain text: workbooks, other encodings, and what no list is.

use std::path::{Path, PathBuf};

use rstest::rstest;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::{Value, json};

use crate::cli::home::{Home, Ran};

fn import(home: &Home, file: &Path, options: &[&str]) -> Ran {
    let file = file.to_string_lossy();
    home.run(["contact", "import", "acme.com", &file].iter().chain(options))
}

fn read(home: &Home, file: &Path, options: &[&str]) -> Value {
    let ran = import(home, file, &[options, &["--dry-run", "--json"]].concat());
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// Returns name, address, title, phone and status of each row.
fn rows(told: &Value) -> Vec<[&str; 5]> {
    let rows = told["rows"].as_array().expect("rows");
    rows.iter()
        .map(|row| {
            ["name", "email", "title", "phone", "status"].map(|key| row[key].as_str().unwrap_or_default())
        })
        .collect()
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/workbooks")
        .join(name)
}

fn workbook(home: &Home, fill: impl FnOnce(&mut Workbook)) -> PathBuf {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    let path = home.path("list.xlsx");
    workbook.save(&path).expect("saved");
    path
}

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write(row, column, *cell).expect("written");
        }
    }
}

#[rstest]
#[case("people.xls")]
#[case("people.ods")]
fn workbooks_of_other_programs_are_read(#[case] name: &str) {
    let home = Home::with_acme();
    let told = read(&home, &data(name), &[]);
    assert_eq!(
        rows(&told),
        [
            ["Zoë Brandt", "zoe@acme.com", "Head of IT", "4755501501", "ready"],
            ["Łukasz Żak", "lukasz@acme.com", "Buyer, EMEA", "0042 7", "ready"],
            ["山田 太郎", "taro@acme.com", "部長", "5551234567", "ready"],
        ]
    );
    assert_eq!(
        told["file"],
        json!({
            "kind": "workbook",
            "ending": name.rsplit('.').next(),
            "sheets": [
                {"name": "People", "rows": 4, "with_address": 3, "hidden": false, "taken": true},
                {"name": "Notes", "rows": 1, "with_address": 0, "hidden": false, "taken": false},
            ],
            "hidden_rows": 1,
        })
    );
}

#[test]
fn a_workbook_is_imported_and_its_other_sheets_are_told() {
    let home = Home::with_acme();
    let file = workbook(&home, |workbook| {
        let people = workbook.add_worksheet().set_name("People").expect("a name");
        write(
            people,
            &[
                &["Name", "Email", "Title"],
                &["Ann Lee", "ann@acme.com", "CTO, EMEA"],
                &["Bo Wu", "bo@acme.com", "PM"],
            ],
        );
        let date = Format::new().set_num_format("yyyy-mm-dd");
        people
            .write_number_with_format(1, 3, 46_083.0, &date)
            .expect("written");
        let partners = workbook.add_worksheet().set_name("Partners").expect("a name");
        write(partners, &[&["Mail", "Name"], &["cy@globex.com", "Cy Day"]]);
    });
    let ran = import(&home, &file, &["--dry-run"]);
    assert_eq!(
        ran.out.trim(),
        "Would add 2 contacts to Acme.\nRead from sheet \"People\" of 2. \
         Sheet \"Partners\" holds 1 row with an address too. Choose a sheet with --sheet."
    );
    let told = read(&home, &file, &["--sheet", "Partners"]);
    assert_eq!(rows(&told), [["Cy Day", "cy@globex.com", "", "", "ready"]]);
    let ran = import(&home, &file, &["--sheet", "Nobody"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(
        ran.err
            .contains("has no sheet of that name. Its sheets: People, Partners."),
        "{ran:?}"
    );
    assert_eq!(import(&home, &file, &[]).code, Some(0));
    let contacts = home.json(["contact", "list", "acme.com"]);
    assert_eq!(contacts["contacts"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_customers_of_a_workbook_come_from_the_sheet_with_companies() {
    let home = Home::with_acme();
    let file = workbook(&home, |workbook| {
        let people = workbook.add_worksheet().set_name("People").expect("a name");
        write(
            people,
            &[
                &["Name", "Email"],
                &["Ann Lee", "ann@globex.com"],
                &["Bo Wu", "bo@globex.com"],
            ],
        );
        let accounts = workbook.add_worksheet().set_name("Accounts").expect("a name");
        write(accounts, &[&["Company", "Domain"], &["Globex", "globex.com"]]);
    });
    let file = file.to_string_lossy();
    let ran = home.run(["customer", "import", &file, "--dry-run"]);
    assert_eq!(
        ran.out.trim(),
        "Would add 1 customer.\nRead from sheet \"Accounts\" of 2. Not read: sheet \"People\". \
         Choose a sheet with --sheet."
    );
    let told = home.json(["customer", "import", &file]);
    assert_eq!(told["customers"][0]["name"], "Globex");
    assert_eq!(told["added"], 1);
}

#[test]
fn sheets_that_stand_under_one_heading_are_told_and_so_is_where_a_refused_list_was_read() {
    let home = Home::with_acme();
    let sheets = |second: &str| {
        workbook(&home, |workbook| {
            for (name, row) in [("Core", "ann@acme.com"), ("More", second)] {
                let sheet = workbook.add_worksheet().set_name(name).expect("a name");
                write(sheet, &[&["Name", "Email"], &["Ann Lee", row]]);
            }
        })
    };
    let told = "Read from sheets \"Core\" and \"More\" of 2, which have the same heading. Choose a sheet with --sheet.";
    let ran = import(&home, &sheets("bo@acme.com"), &["--dry-run"]);
    assert!(ran.out.trim().ends_with(told), "{ran:?}");
    let file = sheets("bo@@acme");
    let refused = import(&home, &file, &["--strict"]);
    assert_eq!(refused.code, Some(4), "{refused:?}");
    assert!(refused.err.trim().ends_with(told), "{refused:?}");
    let file = file.to_string_lossy();
    let refused = home.run(["contact", "import", "--by-customer", &file, "--strict"]);
    assert!(refused.err.trim().ends_with(told), "{refused:?}");
    let refused = home.run([
        "customer",
        "import",
        &file,
        "--sheet",
        "Core",
        "--encoding",
        "cp850",
    ]);
    assert!(refused.err.contains("is a workbook"), "{refused:?}");
    let nothing = workbook(&home, |workbook| {
        write(workbook.add_worksheet(), &[&["Domain"], &["acme.com"]]);
        write(workbook.add_worksheet(), &[&["Domain"], &["globex.com"]]);
    });
    let refused = home.run(["customer", "import", &nothing.to_string_lossy()]);
    assert!(
        refused.err.contains("Read from sheet \"Sheet1\" of 2."),
        "{refused:?}"
    );
}

#[test]
fn an_encoding_is_told_and_can_be_chosen() {
    let home = Home::with_acme();
    let file = home.path("list.csv");
    // The beginning of "Łukasz Żak" as Windows writes it in Poland.
    std::fs::write(&file, b"Name;Email\n\xa3ukasz \xafak;lukasz@acme.com\n").expect("written");
    let told = read(&home, &file, &[]);
    assert_eq!(told["file"], json!({"kind": "text", "encoding": "windows-1250"}));
    let ran = import(&home, &file, &["--dry-run"]);
    assert_eq!(
        ran.out.trim(),
        "Would add 1 contact to Acme.\nThe file was read as windows-1250. Choose another encoding with --encoding."
    );
    let told = read(&home, &file, &["--encoding", "cp850"]);
    assert_eq!(rows(&told)[0][0], "úukasz »ak");
    let ran = import(&home, &file, &["--encoding", "klingon"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("there is no such encoding"), "{ran:?}");
    std::fs::write(&file, "Name;Email\nŁukasz Żak;lukasz@acme.com\n").expect("written");
    let ran = import(&home, &file, &["--dry-run"]);
    assert_eq!(ran.out.trim(), "Would add 1 contact to Acme.");
}

#[rstest]
#[case(
    "list.pdf",
    b"%PDF-1.7\n",
    "is a PDF, not a list. Open it and copy its text, or ask for the list as CSV."
)]
#[case("list.png", b"\x89PNG\r\n\x1a\n", "is a picture")]
#[case(
    "list.zip",
    b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    "is an archive"
)]
#[case("list.gz", b"\x1f\x8b\x08\0", "is an archive")]
#[case("list.docx", b"PK\x03\x04....word/document.xml", "is a document")]
#[case("list.pptx", b"PK\x03\x04....ppt/presentation.xml", "is a presentation")]
#[case(
    "list.pages",
    b"PK\x03\x04....Index/Document.iwa..preview.jpg",
    "is a document"
)]
#[case("list.db", b"SQLite format 3\0", "is a database")]
#[case("list.xlsx", b"PK\x03\x04....xl/workbook.xml", "is a damaged workbook")]
#[case(
    "list.xls",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0\0\0",
    "is a damaged workbook"
)]
#[case(
    "locked.xlsx",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
    "is protected by a password"
)]
fn what_is_no_list_is_refused_in_one_sentence(#[case] name: &str, #[case] bytes: &[u8], #[case] why: &str) {
    let home = Home::with_acme();
    let file = home.path(name);
    std::fs::write(&file, bytes).expect("written");
    let ran = import(&home, &file, &[]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains(&format!("{name} {why}")), "{ran:?}");
    assert_eq!(ran.err.trim().lines().count(), 1, "{ran:?}");
}

#[test]
fn damaged_workbooks_are_refused_in_one_sentence() {
    let home = Home::with_acme();
    let file = workbook(&home, |workbook| {
        write(workbook.add_worksheet(), &[&["Ann Lee", "ann@acme.com"]]);
    });
    let whole = std::fs::read(&file).expect("read");
    for name in ["people.xls", "people.ods"] {
        let whole = std::fs::read(data(name)).expect("read");
        let half = home.path(name);
        std::fs::write(&half, &whole[..whole.len() / 2]).expect("written");
        let ran = import(&home, &half, &["--dry-run"]);
        assert!(ran.err.contains("is a damaged workbook"), "{ran:?}");
    }
    for length in [whole.len() / 3, whole.len() - 1] {
        std::fs::write(&file, &whole[..length]).expect("written");
        let ran = import(&home, &file, &[]);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        assert!(ran.err.contains("is a damaged workbook"), "{ran:?}");
        assert_eq!(ran.err.trim().lines().count(), 1, "{ran:?}");
    }
}
