//! A whole book that leaves as files and comes back in an empty store is the same book: what each form of file can carry is
//! compared value by value, and what no import can carry is named here.

use serde_json::Value;

use crate::cli::home::Home;

/// What a table of customers has that is given anew: the numbers, the ids and the times of the new store.
const NEW_OF_CUSTOMERS: [&str; 4] = ["number", "created_at", "updated_at", "id"];

/// What a table of contacts has that is given anew: beside those where they came from, and since when they are archived.
const NEW_OF_CONTACTS: [&str; 6] = [
    "source",
    "customer_number",
    "archived_at",
    "created_at",
    "updated_at",
    "id",
];

/// The same in JSON, which does not bring back who is primary either.
const NEW_IN_JSON: [&str; 9] = [
    "id",
    "customer_id",
    "display_id",
    "created_at",
    "updated_at",
    "archived_at",
    "source",
    "primary",
    "is_primary",
];

/// The same in vCards.
const NEW_IN_CARDS: [&str; 2] = ["UID:", "REV:"];

/// A text with what a spreadsheet, a table, a card and JSON must write otherwise.
const ODD: &str = "=SUM(A1); \"q\", l'été \\n 山 🙂";

fn run(home: &Home, arguments: &[&str]) -> String {
    let ran = home.run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    ran.out
}

/// Defines fields of all types, as no list can tell of types.
fn defined() -> Home {
    let home = Home::new();
    for (of, name, options) in [
        ("customer", "Renewal date", vec!["--type", "date"]),
        ("customer", "Seats", vec!["--type", "number", "--column"]),
        (
            "customer",
            "Tier",
            vec!["--type", "choice", "--choices", "Gold,Silver"],
        ),
        ("customer", "Memo \"x\", y", vec![]),
        (
            "contact",
            "Region",
            vec!["--type", "choice", "--choices", "EMEA,APAC"],
        ),
        ("contact", "Birthday", vec!["--type", "date"]),
        ("contact", "Score", vec!["--type", "number"]),
        ("contact", "Côté; d'accès", vec![]),
    ] {
        run(&home, &[&["field", "add", of, name], &options[..]].concat());
    }
    home
}

/// Makes a book with everything that exports hold.
fn book() -> Home {
    let home = defined();
    let memo = format!("Memo \"x\", y={ODD}");
    let note = format!("Côté; d'accès={ODD}");
    let steps: [&[&str]; 19] = [
        &[
            "customer",
            "add",
            "Acme \"Best\", Inc",
            "--domain",
            "acme.com",
            "--owner",
            "Cara Osei <cara@us.com>",
        ],
        &[
            "customer",
            "edit",
            "1",
            "--plan",
            "Pro, yearly",
            "--tag",
            "vip",
            "--tag",
            "a;b",
            "--field",
            &memo,
        ],
        &[
            "customer",
            "edit",
            "1",
            "--field",
            "Seats=1200.5",
            "--field",
            "Renewal date=2027-03-01",
        ],
        &[
            "customer",
            "edit",
            "1",
            "--status",
            "at_risk",
            "--reason",
            ODD,
            "--field",
            "Tier=silver",
        ],
        &[
            "customer",
            "add",
            "=1+1 Ltd",
            "--domain",
            "bücher.de",
            "--tag",
            "x|y",
            "--plan",
            "@home",
        ],
        &["customer", "add", "Ölhandel 東京", "--owner", "tom.ray@us.com"],
        &["customer", "add", "Was here", "--domain", "washere.io"],
        &[
            "customer",
            "edit",
            "4",
            "--status",
            "churned",
            "--win-back",
            "2027-06-01",
        ],
        &["customer", "add", "Zeta", "--domain", "zeta.io"],
        &["customer", "edit", "5", "--status", "archived"],
        &[
            "contact",
            "add",
            "1",
            "--name",
            "Ann O'Neil",
            "--email",
            "ann@acme.com",
            "--title",
            ODD,
            "--phone",
            "+49 30 12345",
            "--roles",
            "billing, decision maker",
            "--other-email",
            "ann@home.org (work)",
            "--other-email",
            "ann@old.com",
            "--field",
            &note,
        ],
        &[
            "contact",
            "edit",
            "1",
            "ann@acme.com",
            "--field",
            "Region=emea",
            "--field",
            "Birthday=1980-02-29",
            "--field",
            "Score=-3.25",
        ],
        &[
            "contact",
            "add",
            "1",
            "--name",
            "José Ñandú",
            "--email",
            "jose+tag@acme.com",
            "--title",
            "-1+1",
        ],
        &[
            "contact",
            "add",
            "1",
            "--name",
            "Zed Last",
            "--email",
            "zed@acme.com",
            "--phone",
            "-1234567",
        ],
        &["contact", "primary", "1", "zed@acme.com"],
        &[
            "contact",
            "add",
            "1",
            "--name",
            "Abe Old",
            "--email",
            "abe@acme.com",
            "--title",
            "Gone",
        ],
        &["contact", "archive", "1", "abe@acme.com"],
        &[
            "contact",
            "add",
            "3",
            "--name",
            "山田 太郎",
            "--email",
            "yamada@oel.jp",
        ],
        &[
            "contact",
            "add",
            "4",
            "--name",
            "Gil Too",
            "--email",
            "gil@washere.io",
        ],
    ];
    for step in steps {
        run(&home, step);
    }
    home
}

/// The groups of customers, each a file.
const GROUPS: [&[&str]; 3] = [&[], &["--churned"], &["--archived"]];

fn customers(home: &Home, format: &str) -> Vec<String> {
    let of = |group: &&[&str]| {
        run(
            home,
            &[&["export", "customers", "--format", format], *group].concat(),
        )
    };
    GROUPS.iter().map(of).collect()
}

/// Imports a text as a file.
fn import(home: &Home, arguments: &[&str], format: &str, text: &str) -> String {
    let file = home.path(&format!("list.{format}"));
    std::fs::write(&file, text).expect("written");
    run(home, &[arguments, &[file.to_str().expect("a path")]].concat())
}

/// Writes a table cell by cell, with `new` in the cells of columns whose values are given anew.
fn masked(table: &str, delimiter: u8, columns: &[&str]) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let (titles, rows) = rows.split_first().expect("titles");
    for column in columns {
        assert!(titles.iter().any(|title| title == *column), "no column {column}");
    }
    let shown = |row: &csv::StringRecord| {
        let cells = titles
            .iter()
            .zip(row)
            .map(|(title, cell)| match columns.contains(&title) {
                true if !cell.is_empty() => "new".to_owned(),
                _ => format!("{cell:?}"),
            });
        cells.collect::<Vec<_>>().join(" | ")
    };
    std::iter::once(titles)
        .chain(rows)
        .map(shown)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn tables_bring_a_whole_book_back() {
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let (here, there) = (book(), defined());
        let contacts = |home: &Home, archived: &[&str]| {
            run(
                home,
                &[&["export", "contacts", "--format", format], archived].concat(),
            )
        };
        let before = customers(&here, format);
        for table in &before {
            import(&there, &["customer", "import"], format, table);
        }
        let groups: [&[&str]; 2] = [&[], &["--archived"]];
        for archived in groups {
            let list = contacts(&here, archived);
            let told = import(&there, &["contact", "import", "--by-customer"], format, &list);
            assert_eq!(
                told.contains("Archived, as in the list: 1."),
                !archived.is_empty(),
                "{told}"
            );
        }
        for (one, other) in before.iter().zip(customers(&there, format)) {
            assert_eq!(
                masked(one, delimiter, &NEW_OF_CUSTOMERS),
                masked(&other, delimiter, &NEW_OF_CUSTOMERS),
                "{format}"
            );
        }
        for archived in groups {
            assert_eq!(
                masked(&contacts(&here, archived), delimiter, &NEW_OF_CONTACTS),
                masked(&contacts(&there, archived), delimiter, &NEW_OF_CONTACTS),
                "{format}"
            );
        }
        let zed = there.json(["customer", "show", "acme.com"]);
        assert_eq!(zed["primary"]["email"], "zed@acme.com");
    }
}

/// Takes out of a document what is given anew.
fn without_new(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for key in NEW_IN_JSON {
                fields.remove(key);
            }
            fields.values_mut().for_each(without_new);
        }
        Value::Array(items) => items.iter_mut().for_each(without_new),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn json(text: &str) -> String {
    let mut document = serde_json::from_str(text).expect("JSON");
    without_new(&mut document);
    document.to_string()
}

/// The customers that have contacts, by what names them in both books.
const WITH_CONTACTS: [&str; 3] = ["acme.com", "Ölhandel 東京", "washere.io"];

#[test]
fn json_brings_a_whole_book_back() {
    let (here, there) = (book(), defined());
    let before = customers(&here, "json");
    for document in &before {
        import(&there, &["customer", "import"], "json", document);
    }
    let contacts = |home: &Home, of: &str| {
        run(
            home,
            &["export", "contacts", "--customer", of, "--format", "json"],
        )
    };
    for of in WITH_CONTACTS {
        let file = there.path("contacts.json");
        std::fs::write(&file, contacts(&here, of)).expect("written");
        run(&there, &["contact", "import", of, file.to_str().expect("a path")]);
    }
    for (one, other) in before.iter().zip(customers(&there, "json")) {
        assert_eq!(json(one), json(&other));
    }
    for of in WITH_CONTACTS {
        assert_eq!(json(&contacts(&here, of)), json(&contacts(&there, of)));
    }
}

#[test]
fn cards_bring_contacts_back() {
    let (here, there) = (book(), defined());
    for document in customers(&here, "csv") {
        import(&there, &["customer", "import"], "csv", &document);
    }
    let cards = |home: &Home, of: &str| {
        let text = run(home, &["export", "contacts", "--customer", of, "--format", "vcf"]);
        let is_new = |line: &&str| NEW_IN_CARDS.iter().any(|name| line.starts_with(name));
        let kept: String = text
            .split_inclusive("\r\n")
            .filter(|line| !is_new(line))
            .collect();
        assert!(kept.len() < text.len());
        kept
    };
    for of in WITH_CONTACTS {
        let file = there.path("contacts.vcf");
        std::fs::write(&file, cards(&here, of)).expect("written");
        run(&there, &["contact", "import", of, file.to_str().expect("a path")]);
        assert_eq!(cards(&here, of), cards(&there, of));
    }
}
