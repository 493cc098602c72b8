//! Further columns of imported lists: which are kept, which are not, and how that is told and undone.

use crate::cli::home::{Home, list};

fn written(home: &Home, text: &str) -> String {
    let file = home.path("list.csv");
    std::fs::write(&file, text).expect("written");
    file.to_str().expect("a path").to_owned()
}

fn names(home: &Home) -> Vec<String> {
    let fields = home.json(["field", "list"]);
    let names = list(&fields, "fields").iter().map(|one| one["name"].to_string());
    names.collect()
}

#[test]
fn further_columns_of_a_list_of_customers_are_told_and_can_be_kept() {
    let home = Home::new();
    let file = written(&home, "Name,Domain,Level,Team\nAcme,acme.com,3,Blue\n");
    let ran = home.run(["customer", "import", &file, "--dry-run"]);
    let not_kept = "Columns not kept: Level, Team. Keep one with --keep COLUMN.";
    assert!(ran.text().contains(not_kept), "{ran:?}");
    let dry = home.json(["customer", "import", &file, "--dry-run", "--keep", "level"]);
    assert_eq!(
        (&dry["kept"], &dry["not_kept"]),
        (&["Level"].into(), &["Team"].into())
    );
    assert!(names(&home).is_empty(), "a dry run defines nothing");
    let ran = home.run(["customer", "import", &file, "--keep", "Rank"]);
    assert_eq!(
        ran.refusal(3),
        "There is no column \"Rank\" to keep; there is Level, Team."
    );
    let ran = home.run(["customer", "import", &file, "--keep-all"]);
    assert!(ran.text().contains("Kept: Level, Team."), "{ran:?}");
    let fields = &home.json(["customer", "show", "1"])["fields"];
    assert_eq!(fields, &serde_json::json!({"level": "3", "team": "Blue"}));
    let fields = home.json(["field", "list"]);
    assert_eq!(list(&fields, "fields")[0]["of"], "customer");
    let flagged = written(&home, "Name,Rank\n,1\n");
    let ran = home.run(["customer", "import", &flagged, "--strict", "--keep-all"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert_eq!(
        names(&home).len(),
        2,
        "nothing is defined for a list that is refused"
    );
    let ran = home.run(["customer", "import", "--hubspot", "--keep-all"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn a_number_of_a_list_that_can_be_read_in_two_ways_is_not_taken_and_comes_back_from_an_export() {
    let home = Home::with_acme();
    home.json(["field", "add", "customer", "Seats", "--type", "number"]);
    home.json(["field", "add", "contact", "Score", "--type", "number"]);
    let file = written(&home, "Name,Seats\nBeta,1.000\nGamma,1.1250\n");
    let ran = home.run(["customer", "import", &file]);
    let told = "Line 2: Seats may mean 1000 or a decimal; write 1000, or 1.0000 for the decimal.";
    assert!(ran.text().contains(told), "{ran:?}");
    let file = home.path("exported.csv");
    let file = file.to_str().expect("a path").to_owned();
    home.run(["export", "customers", "--output", &file]).text();
    let other = Home::new();
    other.json(["field", "add", "customer", "Seats", "--type", "number"]);
    assert_eq!(other.json(["customer", "import", &file])["added"], 2);
    assert_eq!(other.json(["customer", "show", "2"])["fields"]["seats"], "1.1250");
    let people = written(&home, "Name,Email,Score\nBo Cruz,bo@acme.com,\"1,000\"\n");
    let ran = home.run(["contact", "import", "1", &people]);
    assert!(
        ran.text()
            .contains("1 value did not fit its field and was left out."),
        "{ran:?}"
    );
}

#[test]
fn of_columns_with_one_name_it_is_told_that_only_one_value_is_kept() {
    let home = Home::with_acme();
    let file = written(&home, "Name,Email,Foo,foo,Foo\nBo Cruz,bo@acme.com,,2,3\n");
    let told =
        "Kept: Foo. Of several columns called Foo the first value of each row is kept, the others are not.";
    let import = ["contact", "import", "1", &file, "--keep-all"];
    let dry = home.run([&import[..], &["--dry-run"]].concat());
    assert!(dry.text().contains(told), "{dry:?}");
    let ran = home.run(import);
    assert!(ran.text().contains(told), "{ran:?}");
    let contacts = home.json(["contact", "list", "1"]);
    assert_eq!(list(&contacts, "contacts")[0]["fields"]["foo"], "2");
    let again = home.json(import);
    assert_eq!(again["kept"], serde_json::json!(["Foo"]));
}

#[test]
fn an_undo_of_an_import_leaves_the_new_fields_and_one_more_removes_them() {
    let home = Home::with_acme();
    let file = written(&home, "Name,Email,Tier\nBo Cruz,bo@acme.com,Gold\n");
    let import = ["contact", "import", "1", &file, "--keep-all"];
    let ran = home.run(import);
    let told = "New fields: Tier. An undo of the import leaves them; one more removes them.";
    assert!(ran.text().contains(told), "{ran:?}");
    home.run(["undo"]).text();
    assert!(list(&home.json(["contact", "list", "1"]), "contacts").is_empty());
    assert_eq!(names(&home).len(), 1);
    home.run(["undo"]).text();
    assert!(names(&home).is_empty());
    let by_customer = ["contact", "import", "--by-customer", &file, "--keep-all"];
    let ran = home.run(by_customer);
    assert!(ran.text().contains(told), "{ran:?}");
    let again = home.run(import);
    assert!(!again.text().contains("New fields"), "{again:?}");
}
