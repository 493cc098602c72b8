//! `pivotal customer import`: a file is added as a whole or not at all.

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
fn bad_rows_are_named_by_line_with_their_reasons_and_nothing_is_added() {
    let home = Home::new();
    let text = "name,domain,owner\nAcme,acme.com,cara@us.com\n,x.com,\n\"Two\nlines\",gmail.com,\nGood,,not an owner\n";
    let ran = home.run_with_input(["customer", "import", "-"], text.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{ran:?}");
    for told in [
        "Nothing was added",
        "Line 3: Type a name",
        "Line 4: ",
        "free-mail",
        "Line 6: Owner: ",
    ] {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    assert!(!ran.err.contains("Line 2"), "{ran:?}");
    assert!(names(&home).is_empty());
}

#[rstest]
#[case(b"", "\"name\"")]
#[case(b"domain\nacme.com\n", "\"name\"")]
#[case(b"name\nAcm\xe9\n", "UTF-8")]
#[case(b"name\n\"Acme\nBeta\nGamma\n", "Line 2: a quote")]
fn what_is_no_such_file_is_refused(#[case] bytes: &[u8], #[case] told: &str) {
    let home = Home::new();
    let ran = home.run_with_input(["customer", "import", "-"], bytes);
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
