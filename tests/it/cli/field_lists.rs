//! Values of fields that users define in lists of other files: columns, cards and JSON that bring them.

use super::fields::{defines, home};
use crate::cli::home::{Home, list};

#[test]
fn an_export_with_fields_comes_back_as_it_was() {
    let home = home();
    home.json(["contact", "edit", "1", "ann@acme.com", "--field", "region=APAC"]);
    home.json([
        "customer",
        "edit",
        "1",
        "--field",
        "Seats=7",
        "--field",
        "renewal date=2027-03-01",
    ]);
    for subject in ["contacts", "customers"] {
        let file = home.path(&format!("{subject}.csv"));
        let file = file.to_str().expect("a path");
        home.run(["export", subject, "--output", file]).text();
    }
    let other = Home::new();
    defines(&other);
    let path = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    other.json(["customer", "import", &path("customers.csv")]);
    let imported = other.json(["contact", "import", "1", &path("contacts.csv")]);
    assert_eq!(imported["kept"], serde_json::json!(["Region"]));
    assert_eq!(imported["not_kept"], serde_json::json!([]));
    let customer = other.json(["customer", "show", "1"]);
    assert_eq!(
        customer["fields"],
        serde_json::json!({"renewal_date": "2027-03-01", "seats": "7"})
    );
    let contacts = other.json(["contact", "list", "1"]);
    assert_eq!(
        list(&contacts, "contacts")[0]["fields"],
        serde_json::json!({"region": "APAC"})
    );
}

#[test]
fn further_columns_of_a_list_are_kept_only_where_that_is_asked_for() {
    let home = home();
    let file = home.write(
        "people.csv",
        "Name,Email,Region,Tier,Team\nBo Cruz,bo@acme.com,emea,Gold,'=1\nCy Dee,cy@acme.com,Mars,,-\n",
    );
    let dry = home.json(["contact", "import", "1", &file, "--keep", "tier", "--dry-run"]);
    assert_eq!(dry["kept"], serde_json::json!(["Region", "Tier"]));
    assert_eq!(dry["not_kept"], serde_json::json!(["Team"]));
    assert_eq!(list(&home.json(["field", "list"]), "fields").len(), 3);
    let ran = home.run(["contact", "import", "1", &file, "--keep", "tier"]);
    assert!(
        ran.text().contains(
            "1 value did not fit its field and was left out. Kept: Region, Tier. Columns not kept: Team. Keep one with --keep COLUMN."
        ),
        "{ran:?}"
    );
    let contacts = home.json(["contact", "list", "1"]);
    let fields = |place: usize| list(&contacts, "contacts")[place]["fields"].clone();
    assert_eq!(fields(1), serde_json::json!({"region": "EMEA", "tier": "Gold"}));
    assert_eq!(fields(2), serde_json::json!({}));
    let ran = home.run(["contact", "import", "1", &file, "--keep", "Rank"]);
    assert_eq!(
        ran.refusal(3),
        "There is no column \"Rank\" to keep; there is Region, Tier, Team."
    );
    let again = Home::with_acme();
    again.json(["contact", "import", "1", &file, "--keep-all"]);
    let fields = again.json(["field", "list"]);
    let names: Vec<&str> = list(&fields, "fields")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["Region", "Tier", "Team"]);
    let contacts = again.json(["contact", "list", "1"]);
    assert_eq!(list(&contacts, "contacts")[0]["fields"]["team"], "=1");
}

#[test]
fn no_field_is_defined_for_a_list_that_adds_nobody() {
    let home = home();
    let contacts = home.write("people.csv", "Name,Email,Tier\nAnn Lee,ann@acme.com,Gold\n");
    home.run(["contact", "import", "1", &contacts, "--keep-all"]);
    let customers = home.write("customers.csv", "name,domain,Tier\nAcme,acme.com,Gold\n");
    home.run(["customer", "import", &customers, "--keep-all"]);
    assert_eq!(list(&home.json(["field", "list"]), "fields").len(), 3);
}

#[test]
fn a_list_of_customers_with_a_value_that_does_not_fit_is_flagged_there() {
    let home = home();
    let file = home.write("customers.csv", "Name,Seats\nBeta,many\nGamma,12\n");
    let ran = home.run(["customer", "import", &file]);
    assert!(
        ran.text().contains("Line 2: Seats is a number, such as 1200.50."),
        "{ran:?}"
    );
    assert_eq!(home.json(["customer", "show", "2"])["fields"]["seats"], "12");
}

#[test]
fn of_two_columns_with_the_name_of_a_field_the_first_that_is_filled_counts() {
    let home = home();
    let file = home.write(
        "people.csv",
        "Name,Email,Region,Region\nBo Cruz,bo@acme.com,EMEA,\nCy Dee,cy@acme.com,,APAC\n",
    );
    home.json(["contact", "import", "1", &file]);
    let contacts = home.json(["contact", "list", "1"]);
    let region = |place: usize| list(&contacts, "contacts")[place]["fields"]["region"].clone();
    assert_eq!((region(1), region(2)), ("EMEA".into(), "APAC".into()));
}

/// A name with every sign that a card must write otherwise, and a value with them.
const ODD_NAME: &str = "Côté \"L\"; a^n, b: c";
const ODD_VALUE: &str = "=1; zwei, \"drei\" \\n 4:5";

#[test]
fn cards_and_json_bring_values_back_to_fields_of_their_names() {
    for format in ["vcf", "json"] {
        let home = home();
        home.json(["field", "add", "contact", ODD_NAME]);
        home.json(["field", "add", "contact", "Work mail"]);
        for pair in [
            "region=APAC".to_owned(),
            format!("{ODD_NAME}={ODD_VALUE}"),
            "work mail=Ann <a@other.com>".to_owned(),
        ] {
            home.json(["contact", "edit", "1", "ann@acme.com", "--field", &pair]);
        }
        home.adds("Bo Cruz", "bo@acme.com");
        let file = home.path(&format!("people.{format}"));
        let file = file.to_str().expect("a path");
        home.run(["export", "contacts", "--output", file]).text();
        let exported = std::fs::read_to_string(file).expect("read");
        if format == "vcf" {
            let lines = exported.replace("\r\n ", "");
            for line in [
                "X-PIVOTAL-FIELD;X-NAME=\"Region\":APAC\r\n",
                "X-PIVOTAL-FIELD;X-NAME=\"Côté ^'L^'; a^^n, b: c\":=1\\; zwei\\, \"drei\" \\\\n 4:5\r\n",
            ] {
                assert!(lines.contains(line), "{lines}");
            }
        }
        let other = Home::with_acme();
        other.json([
            "field",
            "add",
            "contact",
            "Region",
            "--type",
            "choice",
            "--choices",
            "EMEA,APAC",
        ]);
        let dry = other.json(["contact", "import", "1", file, "--dry-run"]);
        assert_eq!(dry["kept"], serde_json::json!(["Region"]), "{format}");
        assert_eq!(dry["counts"]["ready"], 2);
        let offered = dry["not_kept"].as_array().expect("a list").len();
        assert_eq!(offered, 2, "{dry}");
        other.json(["contact", "import", "1", file, "--keep-all"]);
        let contacts = other.json(["contact", "list", "1"]);
        let contacts = list(&contacts, "contacts");
        assert_eq!(contacts.len(), 2);
        assert_eq!(
            contacts[0]["fields"],
            serde_json::json!({
                "region": "APAC", "cote_l_a_n_b_c": ODD_VALUE, "work_mail": "Ann <a@other.com>"
            })
        );
        assert_eq!(contacts[0]["email"], "ann@acme.com");
        assert_eq!(contacts[1]["fields"], serde_json::json!({}));
    }
}

#[test]
fn a_value_of_a_card_that_does_not_fit_is_left_out_and_told() {
    let home = home();
    let file = home.write(
        "people.vcf",
        "BEGIN:VCARD\nVERSION:4.0\nFN:Bo Cruz\nEMAIL:bo@acme.com\nitem1.x-pivotal-field;x-name=region:Mars\n\
         X-PIVOTAL-FIELD:nothing\nEND:VCARD\n",
    );
    let ran = home.run(["contact", "import", "1", &file]);
    assert!(
        ran.text()
            .contains("1 value did not fit its field and was left out. Kept: Region."),
        "{ran:?}"
    );
}

#[test]
fn a_list_for_many_customers_fills_fields_and_offers_further_columns() {
    let home = home();
    home.json(["customer", "add", "Beta", "--domain", "beta.io"]);
    let file = home.write(
        "people.csv",
        "Name,Email,Company,Region,Tier,Team\nBo Ek,bo@acme.com,Acme,emea,Gold,'=1\n\
         Cy Fox,cy@beta.io,Beta,Mars,Silver,\nDee Roy,dee@nowhere.net,,APAC,Gold,\n",
    );
    let import = ["contact", "import", "--by-customer", &file, "--keep", "tier"];
    let dry = home.json([&import[..], &["--dry-run"]].concat());
    assert_eq!(dry["kept"], serde_json::json!(["Region", "Tier"]));
    assert_eq!(dry["not_kept"], serde_json::json!(["Team"]));
    assert_eq!(list(&home.json(["field", "list"]), "fields").len(), 3);
    let strict = home.run([&import[..], &["--strict"]].concat());
    assert_eq!(strict.code, Some(4), "{strict:?}");
    assert_eq!(list(&home.json(["field", "list"]), "fields").len(), 3);
    let ran = home.run(import);
    let told = ran.text();
    for words in [
        "Added 2 contacts to 2 customers.",
        "1 value did not fit its field and was left out.",
        "Kept: Region, Tier.",
        "Columns not kept: Team. Keep one with --keep COLUMN.",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let fields =
        |customer: &str, email: &str| home.json(["contact", "show", customer, email])["fields"].clone();
    assert_eq!(
        fields("1", "bo@acme.com"),
        serde_json::json!({"region": "EMEA", "tier": "Gold"})
    );
    assert_eq!(fields("2", "cy@beta.io"), serde_json::json!({"tier": "Silver"}));
    home.run(["undo"]).text();
    let again = home.json(["contact", "import", "--by-customer", &file, "--keep-all"]);
    assert_eq!(again["kept"], serde_json::json!(["Region", "Tier", "Team"]));
    assert_eq!(fields("1", "bo@acme.com")["team"], "=1");
    let ran = home.run(["contact", "import", "--by-customer", &file, "--keep", "Company"]);
    assert_eq!(
        ran.refusal(3),
        "There is no column \"Company\" to keep; there is Region, Tier, Team."
    );
}

/// Names that would stand for a field which every contact has, were they not those of fields of the user.
const LIKE_BUILT_IN: [&str; 12] = [
    "Job title",
    "Position",
    "First name",
    "Vorname",
    "Surname",
    "Full name",
    "Mobile",
    "Telefon",
    "e-mail",
    "Company",
    "Website",
    "Domain name",
];

#[test]
fn a_field_called_like_a_known_heading_takes_nothing_from_other_fields() {
    let home = Home::with_acme();
    for name in LIKE_BUILT_IN {
        home.json(["field", "add", "contact", name]);
    }
    for name in ["Company", "Account name", "Website", "Domain name"] {
        home.json(["field", "add", "customer", name]);
    }
    home.json([
        "contact",
        "add",
        "1",
        "--name",
        "Dana Ruiz",
        "--email",
        "dana@acme.com",
        "--title",
        "CTO",
        "--phone",
        "+1 202 555 0100",
    ]);
    home.json([
        "contact",
        "add",
        "1",
        "--name",
        "Bo Ek",
        "--email",
        "bo@acme.com",
        "--title",
        "CIO",
    ]);
    for name in LIKE_BUILT_IN {
        let pair = format!("{name}=foo@bar.com");
        home.json(["contact", "edit", "1", "dana@acme.com", "--field", &pair]);
    }
    home.json(["customer", "edit", "1", "--field", "Company=foo"]);
    home.json(["customer", "edit", "1", "--field", "Website=foo.com"]);
    home.json(["customer", "add", "Beta", "--domain", "beta.io"]);
    let text = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    for (subject, file) in [("contacts", "people.csv"), ("customers", "customers.csv")] {
        home.run(["export", subject, "--output", &text(file)]).text();
    }
    let before = home.json(["contact", "list", "1"]);
    let people = list(&before, "contacts");
    let same = |found: &serde_json::Value| {
        for (found, wanted) in list(found, "contacts").iter().zip(people) {
            for key in ["name", "email", "title", "phone", "other_emails", "fields"] {
                assert_eq!(found[key], wanted[key], "{key}");
            }
        }
        assert_eq!(list(found, "contacts").len(), people.len());
    };
    home.json(["contact", "import", "2", &text("people.csv")]);
    same(&home.json(["contact", "list", "2"]));
    for person in people {
        home.json([
            "contact",
            "delete",
            "1",
            person["email"].as_str().expect("an email"),
        ]);
    }
    home.json(["contact", "import", "--by-customer", &text("people.csv")]);
    same(&home.json(["contact", "list", "1"]));
    let customer = |number: &str| home.json(["customer", "show", number]);
    home.json(["customer", "edit", "1", "--name", "Old", "--domain", "old.com"]);
    home.json(["customer", "import", &text("customers.csv")]);
    let found = customer("3");
    assert_eq!(
        (&found["name"], &found["domain"]),
        (&"Acme".into(), &"acme.com".into())
    );
    assert_eq!(found["fields"], customer("1")["fields"]);
    let bare = home.write("bare.csv", "Company,Domain\nGamma,gamma.io\n");
    let ran = home.run(["customer", "import", &bare]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
}
