//! Customers from companies of HubSpot.

use super::*;

fn portal() -> Portal {
    let mut portal = acme();
    portal.add_company(company("Beta", "beta.io"));
    portal.add_company(company("Gamma", "gamma.io"));
    portal.add_company(company("Free Mailers", "gmail.com"));
    portal.add_company(PortalCompany {
        name: "No Domain".to_owned(),
        modified: long_ago(),
        ..PortalCompany::default()
    });
    portal
}

fn names(document: &Value, field: &str) -> Vec<String> {
    let mut names: Vec<String> = list(document, field)
        .iter()
        .map(|row| row["name"].as_str().expect("text").to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn companies_that_are_no_customers_yet_are_listed_and_none_is_added() {
    let (home, sandbox) = (Home::with_acme(), sandbox(portal()));
    let document = home.learns(&sandbox.url(), &["customer", "import", "--hubspot"]);
    assert_eq!(names(&document, "companies"), ["Beta", "Gamma"]);
    assert_eq!(document["added"], 0);
    assert_eq!(names(&home.json(["customer", "list"]), "customers"), ["Acme"]);
    assert!(
        home.asks(&sandbox.url(), &["customer", "import", "--hubspot"])
            .text()
            .contains("beta.io")
    );
}

#[test]
fn companies_are_added_by_domain_name_or_id() {
    let (home, sandbox) = (Home::with_acme(), sandbox(portal()));
    home.learns(
        &sandbox.url(),
        &["customer", "import", "--hubspot", "beta.io", "Gamma"],
    );
    assert_eq!(
        names(&home.json(["customer", "list"]), "customers"),
        ["Acme", "Beta", "Gamma"]
    );
    home.asks(&sandbox.url(), &["customer", "import", "--hubspot", "beta.io"])
        .refusal(3);
    home.json(["undo"]);
    assert_eq!(names(&home.json(["customer", "list"]), "customers"), ["Acme"]);
}

#[test]
fn one_that_is_not_there_adds_nothing() {
    let (home, sandbox) = (Home::with_acme(), sandbox(portal()));
    home.asks(
        &sandbox.url(),
        &["customer", "import", "--hubspot", "beta.io", "nobody.io"],
    )
    .refusal(3);
    assert_eq!(names(&home.json(["customer", "list"]), "customers"), ["Acme"]);
}

#[test]
fn all_are_added_once_and_get_their_people_by_the_next_sync() {
    let mut portal = portal();
    portal.add_contact(person("zoe@beta.io", "Zoe Hall"));
    let (home, sandbox) = (Home::with_acme(), sandbox(portal));
    home.learns(&sandbox.url(), &["sync"]);
    let document = home.learns(&sandbox.url(), &["customer", "import", "--hubspot", "--all"]);
    assert_eq!(document["added"], 2);
    let again = home.learns(&sandbox.url(), &["customer", "import", "--hubspot", "--all"]);
    assert_eq!(again["added"], 0);
    let report = home.learns(&sandbox.url(), &["sync"]);
    assert_eq!(
        (&report["kind"], &report["linked"]),
        (&"incremental".into(), &1.into())
    );
    assert_eq!(home.emails("beta.io"), ["zoe@beta.io"]);
}

#[test]
fn a_company_named_twice_is_added_once() {
    let (home, sandbox) = (Home::with_acme(), sandbox(portal()));
    let document = home.learns(
        &sandbox.url(),
        &["customer", "import", "--hubspot", "beta.io", "Beta"],
    );
    assert_eq!(document["added"], 1);
}

#[test]
fn the_owner_of_a_company_comes_along_and_a_token_that_may_not_read_owners_is_told() {
    for may_read in [true, false] {
        let mut portal = acme();
        portal.add_owner(77, "cara@us.example.com", "Cara", "Osei");
        portal.add_company(PortalCompany {
            owner: Some(77),
            ..company("Beta", "beta.io")
        });
        let (home, sandbox) = (Home::with_acme(), sandbox(portal));
        if !may_read {
            sandbox.rules().scopes.remove(&pivotal::sandbox::Scope::Owners);
        }
        let asked = home.asks(&sandbox.url(), &["customer", "import", "--hubspot", "--all"]);
        let told = asked.err;
        assert_eq!(told.contains("crm.objects.owners.read"), !may_read, "{told}");
        let shown = home.json(["customer", "list"]);
        let rows = list(&shown, "customers");
        let beta = rows.iter().find(|row| row["name"] == "Beta").expect("added");
        assert_eq!(
            beta.to_string().contains("cara@us.example.com"),
            may_read,
            "{beta}"
        );
    }
}
