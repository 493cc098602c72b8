//! `pivotal contact import`: lists of people, with the verdicts of the paste pane.

use rstest::rstest;
use serde_json::{Value, json};

use crate::cli::home::{Home, Ran};

const LIST: &str =
    "Name,Email,Title\nAnn Lee,ann@acme.com,CTO\nBo,bo@acme\n,carl@acme.com\nDana,ANN@acme.com\n";

fn import(home: &Home, options: &[&str], list: &[u8]) -> Ran {
    home.run_with_input(["contact", "import", "acme.com"].iter().chain(options), list)
}

fn document(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

#[test]
fn a_dry_run_tells_the_verdicts_and_adds_nothing() {
    let home = Home::with_acme();
    let ran = import(&home, &["--dry-run", "--json"], LIST.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told = document(&ran);
    assert_eq!(
        told["format"],
        json!({"delimiter": "comma", "header": true, "columns": ["name", "email", "title"]})
    );
    assert_eq!(
        told["counts"],
        json!({"ready": 1, "flagged": 3, "existing": 0, "skipped": 0})
    );
    assert_eq!(told["added"], 0);
    let rows: Vec<(u64, &str, &str)> = told["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            (
                row["line"].as_u64().expect("a line"),
                row["status"].as_str().expect("a status"),
                row["reasons"][0]["code"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (2, "ready", ""),
            (3, "flagged", "invalid_email"),
            (4, "flagged", "missing_name"),
            (5, "flagged", "duplicate_in_list"),
        ]
    );
    assert_eq!(told["rows"][2]["reasons"][0]["suggestion"], "Carl");
    assert_eq!(told["rows"][0]["primary"], true);
    assert_eq!(home.json(["contact", "list", "acme.com"])["contacts"], json!([]));
}

#[test]
fn a_real_import_adds_the_ready_rows_and_one_undo_takes_them_back_in_another_process() {
    let home = Home::with_acme();
    let ran = import(&home, &[], LIST.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out
            .starts_with("Added 1 contact to Acme. Primary: Ann Lee. Left out: 3 flagged.\n"),
        "{ran:?}"
    );
    assert!(
        ran.out.contains("Line 3: ") && ran.out.contains("Line 5: The same email is on line 2."),
        "{ran:?}"
    );
    assert_eq!(
        home.json(["contact", "list", "acme.com"])["contacts"][0]["source"],
        "paste"
    );
    for (command, count) in [("undo", 0), ("redo", 1), ("undo", 0)] {
        assert_eq!(home.run([command]).code, Some(0));
        let listed = home.json(["contact", "list", "acme.com"]);
        assert_eq!(
            listed["contacts"].as_array().map(Vec::len),
            Some(count),
            "{command}"
        );
    }
}

#[test]
fn contacts_that_are_here_and_archived_ones_are_told_apart() {
    let home = Home::with_acme();
    import(&home, &[], b"Ann,ann@acme.com\nBo,bo@acme.com");
    home.json(["contact", "archive", "acme.com", "bo@acme.com"]);
    let told = document(&import(
        &home,
        &["--json"],
        b"Ann,ann@acme.com\nBo,Bo@Acme.com\nCy,cy@acme.com",
    ));
    let codes: Vec<&Value> = told["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["reasons"][0]["code"])
        .collect();
    assert_eq!(
        codes,
        [
            &json!("already_contact"),
            &json!("archived_contact"),
            &Value::Null
        ]
    );
    assert_eq!(
        (&told["added"], &told["counts"]["existing"]),
        (&json!(1), &json!(2))
    );
}

#[rstest]
#[case(&["--strict"], LIST.as_bytes(), "3 of 4 rows are flagged")]
#[case(&[], b"Name,Role\nAnn,CTO\n", "no column with email addresses")]
#[case(&[], b"\n\n", "the list is empty")]
#[case(&["--dry-run"], b"", "the list is empty")]
fn what_cannot_be_imported_adds_nothing_and_says_why(
    #[case] options: &[&str],
    #[case] list: &[u8],
    #[case] why: &str,
) {
    let home = Home::with_acme();
    let ran = import(&home, options, list);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains(why), "{ran:?}");
    assert_eq!(home.json(["contact", "list", "acme.com"])["contacts"], json!([]));
}

#[test]
fn a_file_is_read_in_the_encoding_of_its_program() {
    let home = Home::with_acme();
    let path = home.path("list.csv");
    let text = "Vorname;Nachname;E-Mail\r\nJürgen;Größe;j@acme.com\r\n";
    let utf_16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin"))
        .collect();
    for bytes in [utf_16, latin, format!("\u{feff}{text}").into_bytes()] {
        std::fs::write(&path, bytes).expect("written");
        let file = path.to_str().expect("a path");
        let told = home.json(["contact", "import", "acme.com", file, "--dry-run"]);
        assert_eq!(told["rows"][0]["name"], "Jürgen Größe");
        assert_eq!(told["format"]["delimiter"], "semicolon");
    }
    let missing = home.run(["contact", "import", "acme.com", "/nowhere/list.csv"]);
    assert_eq!(missing.code, Some(3), "{missing:?}");
    let nobody = home.run(["contact", "import", "nobody.com", path.to_str().expect("a path")]);
    assert_eq!(nobody.code, Some(3), "{nobody:?}");
}

#[test]
fn escapes_in_a_list_reach_neither_the_store_nor_the_terminal() {
    let home = Home::with_acme();
    let ran = import(
        &home,
        &[],
        "A\u{1b}[2Jnn\u{202e},ann@acme.com\n\u{1b}]0;x\u{7},bo@acme\n".as_bytes(),
    );
    assert!(
        !ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'),
        "{ran:?}"
    );
    assert_eq!(
        home.json(["contact", "list", "acme.com"])["contacts"][0]["name"],
        "Ann"
    );
}

#[rstest]
#[case(b"PK\x03\x04\x14\0\x06\0....xl/worksheets/sheet1.xml", "workbook")]
#[case(b"PK\x03\x04\x14\0\x06\0....word/document.xml", "document")]
#[case(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF")]
#[case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture")]
#[case(b"PK\x03\x04\x14\0list.csv", "archive")]
#[case(b"\0\x01\x02\x03ann@acme.com\0\0\x05\x06", "not text")]
fn a_file_that_is_no_text_is_refused_in_one_sentence(#[case] bytes: &[u8], #[case] word: &str) {
    let home = Home::with_acme();
    for ran in [
        import(&home, &[], bytes),
        home.run_with_input(["customer", "import", "-"].iter(), bytes),
    ] {
        assert_eq!(ran.code, Some(4), "{ran:?}");
        assert!(ran.err.contains(word) && ran.err.lines().count() == 1, "{ran:?}");
    }
}

#[test]
fn a_dry_run_counts_as_the_real_one_however_an_address_is_spelled() {
    let list = "Ann Lee,ann@acme.com\nBo Wu,bo@acme。com\nBo Wu,bo@ａｃｍｅ.com\nCy Dee,c\u{ad}y@acme.com\nCy Dee,cy@acme.com\u{200b}\n";
    let home = Home::with_acme();
    let told = document(&import(&home, &["--dry-run", "--json"], list.as_bytes()));
    let made = document(&import(&home, &["--json"], list.as_bytes()));
    assert_eq!(
        told["counts"],
        json!({"ready": 3, "flagged": 2, "existing": 0, "skipped": 0})
    );
    assert_eq!(made["added"], told["counts"]["ready"]);
    let again = document(&import(&home, &["--dry-run", "--json"], list.as_bytes()));
    assert_eq!(again["counts"]["existing"], 3, "{again}");
    for (number, spelled) in [
        "bo@acme。com",
        "mailto:cy@acme.com",
        "<ann@acme.com>,",
        "cy\u{ad}@ａｃｍｅ.com",
    ]
    .into_iter()
    .enumerate()
    {
        let name = ["Bo", "Cy", "Ann", "Cy"][number];
        let ran = home.run_with_input(
            ["contact", "add", "acme.com", "--name", name, "--email", spelled].iter(),
            b"",
        );
        assert!(ran.err.contains("is already a contact"), "{spelled}: {ran:?}");
    }
}

#[test]
fn nobody_is_taken_for_a_remark_and_no_two_for_one() {
    let list = "#1 Ann Lee <ann@acme.com>\n// Bo Wu <bo@acme.com>\n# a remark\nCy <cy@acme.com> Di Fox <di@acme.com>\n";
    let told = document(&import(
        &Home::with_acme(),
        &["--dry-run", "--json"],
        list.as_bytes(),
    ));
    let rows: Vec<(&str, &str)> = told["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            (
                row["email"].as_str().expect("an email"),
                row["status"].as_str().expect("a status"),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("ann@acme.com", "flagged"),
            ("bo@acme.com", "flagged"),
            ("cy@acme.com", "ready"),
            ("di@acme.com", "ready"),
        ]
    );
    assert_eq!(told["rows"][0]["reasons"][0]["suggestion"], "Ann Lee");
    let two = b"Bo Wu,bo@acme.com,PM\nEd,ed@acme.com,fa@acme.com\n";
    let told = document(&import(&Home::with_acme(), &["--dry-run", "--json"], two));
    assert_eq!(told["rows"][1]["reasons"][0]["code"], "mixed_people", "{told}");
}
