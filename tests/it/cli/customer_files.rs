//! `pivotal customer import`: the customers of a file, read as lists of people are.

use std::fs;

use rstest::rstest;
use serde_json::{Value, json};

use crate::cli::home::{Home, list};

const FILE: &str = "name,domain,owner,plan,tags\nAcme,acme.com,cara@us.com,Growth,\"vip,emea\"\nBeta,,,,\n";

fn names(home: &Home) -> Vec<Value> {
    let document = home.json(["customer", "list"]);
    list(&document, "customers")
        .iter()
        .map(|customer| customer["name"].clone())
        .collect()
}

#[test]
fn a_file_is_added_once_and_undone_as_one() {
    let home = Home::new();
    let file = home.path("customers.csv");
    fs::write(&file, FILE).expect("written");
    let import = || home.json(["customer", "import", file.to_str().expect("UTF-8")]);
    let first = import();
    assert_eq!((&first["added"], &first["already_here"]), (&json!(2), &json!(0)));
    let acme = &list(&first, "customers")[0];
    assert_eq!(
        (&acme["plan"], &acme["tags"]),
        (&json!("Growth"), &json!(["vip", "emea"]))
    );
    let second = import();
    assert_eq!(
        (&second["added"], &second["already_here"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(names(&home), ["Acme", "Beta"]);
    home.json(["undo"]);
    assert!(names(&home).is_empty());
}

#[rstest]
#[case("\u{feff}Tags;Plan;Notes;Domain;NAME\r\na|b;Growth;\"x;y\";acme.com;Acme\r\n")]
#[case("name\tdomain\ttags\nAcme\tacme.com\ta;b\n")]
#[case("name,domain,tags\n\n  Acme  ,https://acme.com/,\"a, b\"")]
fn columns_are_known_by_name_and_the_delimiter_by_the_header(#[case] text: &str) {
    let home = Home::new();
    let document = home
        .run_with_input(["customer", "import", "-", "--json"], text.as_bytes())
        .document();
    assert_eq!(document["added"], 1);
    let customer = &list(&document, "customers")[0];
    assert_eq!(
        (&customer["name"], &customer["domain"], &customer["tags"]),
        (&json!("Acme"), &json!("acme.com"), &json!(["a", "b"]))
    );
}

#[test]
fn by_strict_bad_rows_are_named_by_line_with_their_reasons_and_nothing_is_added() {
    let home = Home::new();
    let text = "name,domain,owner\nAcme,acme.com,cara@us.com\n,x.com,\n\"Two\nlines\",gmail.com,\nGood,,not an owner\n";
    let ran = home.run_with_input(["customer", "import", "-", "--strict"], text.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{ran:?}");
    for told in [
        "Nothing was added: 3 of 4 rows are flagged",
        "Line 3: Type a name",
        "Line 4: ",
        "free-mail",
        "Line 6: ",
    ] {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    assert!(!ran.err.contains("Line 2"), "{ran:?}");
    assert!(names(&home).is_empty());
}

#[rstest]
#[case(b"", &[], "\"name\"")]
#[case(b"domain\nacme.com\n", &[], "\"name\"")]
#[case(b"name\n\n", &[], "the list is empty")]
#[case(b"name\n\"Acme\nBeta\nGamma\n", &["--strict"], "Line 2: A quote")]
#[case(b"%PDF-1.7\n", &[], "is a PDF")]
fn what_is_no_such_file_is_refused(#[case] bytes: &[u8], #[case] options: &[&str], #[case] told: &str) {
    let home = Home::new();
    let ran = home.run_with_input(["customer", "import", "-"].iter().chain(options), bytes);
    assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{ran:?}");
    assert!(ran.err.contains(told), "{ran:?}");
    assert!(names(&home).is_empty());
}

#[test]
fn a_missing_file_is_not_found_and_a_folder_cannot_be_read() {
    let home = Home::new();
    assert!(
        home.run(["customer", "import", "none.csv"])
            .refusal(3)
            .contains("none.csv")
    );
    let folder = home.path("");
    assert!(
        home.run(["customer", "import", folder.to_str().expect("UTF-8")])
            .refusal(1)
            .contains("Cannot read")
    );
}

#[test]
fn more_rows_than_one_question_reads_are_all_listed_once() {
    let home = Home::new();
    let rows: String = (0..4_321).map(|number| format!("Customer {number}\n")).collect();
    let ran = home.run_with_input(["customer", "import", "-"], format!("name\n{rows}").as_bytes());
    assert_eq!(ran.text(), "Added 4321 customers.\n");
    let document = home.json(["customer", "list"]);
    let mut numbers: Vec<u64> = list(&document, "customers")
        .iter()
        .map(|customer| customer["display_id"].as_u64().expect("a number"))
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=4_321).collect::<Vec<_>>());
}

const EXPORT: &[u8] = b"Company name;Company Domain Name;Company owner;City\r\n\
Caf\xe9 Noir;cafe-noir.fr;Cara Osei;Lyon\r\n\
Acme;https://www.acme.com/;;Bonn\r\n\
Acme;acme.com;;Bonn\r\n\
Acme Group;acme.com;;Ulm\r\n\
Mailers;gmail.com;;\r\n\
;x.org;;\r\n";

#[test]
fn a_dry_run_tells_what_the_real_one_does() {
    let home = Home::new();
    let read = |options: &[&str]| {
        let arguments = ["customer", "import", "-", "--json"].iter().chain(options);
        home.run_with_input(arguments, EXPORT).document()
    };
    let dry = read(&["--dry-run"]);
    assert!(names(&home).is_empty());
    assert_eq!(
        dry["format"],
        json!({"delimiter": "semicolon", "header": true, "columns": ["name", "domain", "ignored", "ignored"]})
    );
    let rows: Vec<(u64, &str, &str, &str)> = list(&dry, "rows")
        .iter()
        .map(|row| {
            (
                row["line"].as_u64().expect("a line"),
                row["name"].as_str().expect("a name"),
                row["status"].as_str().expect("a status"),
                row["reasons"][0]["code"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (2, "Café Noir", "ready", ""),
            (3, "Acme", "ready", ""),
            (4, "Acme", "existing", "duplicate_in_list"),
            (5, "Acme Group", "ready", ""),
            (6, "Mailers", "flagged", "free_mail"),
            (7, "", "flagged", "missing_name"),
        ]
    );
    assert_eq!(dry["rows"][1]["domain"], "acme.com");
    assert_eq!(
        (&dry["counts"], &dry["added"]),
        (
            &json!({"ready": 3, "flagged": 2, "existing": 1, "skipped": 0}),
            &json!(0)
        )
    );
    let real = read(&[]);
    assert_eq!((&real["rows"], &real["counts"]), (&dry["rows"], &dry["counts"]));
    assert_eq!(real["added"], dry["counts"]["ready"]);
    assert_eq!(names(&home), ["Acme", "Acme Group", "Café Noir"]);
    let again = read(&[]);
    assert_eq!(
        (&again["added"], &again["counts"]["existing"]),
        (&json!(0), &json!(4))
    );
    assert_eq!(
        again["rows"][1]["reasons"][0]["message"],
        "Already a customer: #2 Acme."
    );
}

#[test]
fn ready_rows_are_added_beside_flagged_ones_which_are_told() {
    let home = Home::new();
    let ran = home.run_with_input(["customer", "import", "-"], EXPORT);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.starts_with(
            "Added 3 customers; 1 already here. Left out: 2 flagged. Columns not kept: Company owner, City. Keep one with --keep COLUMN.\nLine 6: gmail.com is a free-mail"
        ),
        "{ran:?}"
    );
    let ran = home.run_with_input(
        ["customer", "import", "-", "--dry-run"],
        b"Firma,Webseite\nBeta,acme.com\n",
    );
    assert_eq!(ran.text(), "Would add 1 customer.\n");
    let told = home
        .run_with_input(
            ["customer", "import", "-", "--json"],
            b"Firma,Webseite\nBeta,acme.com\n",
        )
        .document();
    assert_eq!(
        (
            &told["rows"][0]["status"],
            &told["rows"][0]["reasons"][0]["message"]
        ),
        (&json!("ready"), &json!("#2 Acme has this domain too."))
    );
}

#[test]
fn the_companies_of_a_list_of_people_are_added_once_each() {
    let home = Home::new();
    let text = "First Name,Last Name,Email,Company\nAnn,Lee,ann@acme.com,Acme\nBo,Ek,bo@acme.com,Acme\nCy,Fox,cy@beta.io,Beta\n";
    let ran = home.run_with_input(["customer", "import", "-"], text.as_bytes());
    assert_eq!(
        ran.text(),
        "Added 2 customers; 1 already here. Columns not kept: First Name, Last Name. Keep one with --keep COLUMN.\n"
    );
    assert_eq!(names(&home), ["Acme", "Beta"]);
}

#[test]
fn an_export_of_customers_comes_back_as_it_went_out() {
    let home = Home::new();
    home.run_with_input(["customer", "import", "-"], FILE.as_bytes())
        .text();
    let fields = |home: &Home| {
        let document = home.json(["customer", "list"]);
        let all = list(&document, "customers").iter();
        all.map(|one| {
            (
                one["name"].clone(),
                one["domain"].clone(),
                one["plan"].clone(),
                one["tags"].clone(),
            )
        })
        .collect::<Vec<_>>()
    };
    let out = home
        .run(["export", "customers", "--format", "csv"])
        .text()
        .to_owned();
    let other = Home::new();
    other
        .run_with_input(["customer", "import", "-"], out.as_bytes())
        .text();
    assert_eq!(fields(&other), fields(&home));
}
