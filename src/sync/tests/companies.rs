//! Companies of HubSpot as customers, in an account that has many.

use super::*;
use crate::domain::{CompanyList, CompanyOwner, Name, RemoteCompany, RemoteId};
use crate::sync::{candidates, named};

fn many() -> (Scene, Vec<u64>) {
    let mut scene = Scene::new();
    scene.customer("Company 7", "c7.example");
    let ids = (0..5_450)
        .map(|number| scene.company(&format!("Company {number}"), &[&format!("c{number}.com")], &[]))
        .collect();
    scene.company("Twice Inc", &["twice.com", "other-twice.com"], &[]);
    (scene, ids)
}

/// Returns the names of companies that all could be read.
fn names(found: Result<CompanyList, crate::sync::SyncError>) -> Vec<String> {
    let list = found.expect("asked");
    assert_eq!(list.fault, None);
    list.companies
        .iter()
        .map(|company| company.name.to_string())
        .collect()
}

#[test]
fn companies_that_cannot_be_read_are_counted_and_named() {
    let mut scene = Scene::new();
    scene.company("Beta", &["beta.com"], &[]);
    let spoiled = scene.company("Gamma", &["gamma.com"], &[]);
    scene.company("Delta", &["delta.com"], &[]);
    let spoiled_id = spoiled.to_string();
    let client = scene.odd_client(0, std::sync::Arc::default(), move |question, answer| {
        let (head, mut body) = answer?;
        if question.path.ends_with("/companies/search") {
            let results = body["results"].as_array_mut().expect("results");
            for row in results.iter_mut().filter(|row| row["id"] == spoiled_id) {
                row["properties"] = serde_json::Value::Null;
            }
        }
        Ok((head, body))
    });
    let sentence = format!(
        "1 HubSpot record could not be read and was skipped: company {spoiled} on page 1. Look at them in HubSpot; all others were read."
    );
    let told = |list: &CompanyList| list.fault.as_ref().map(|fault| fault.message.clone());
    let listed = runtime()
        .block_on(candidates(&mut scene.workspace, &client, |_| {}))
        .expect("listed");
    assert_eq!(
        (listed.companies.len(), told(&listed)),
        (2, Some(sentence.clone()))
    );
    let found = runtime()
        .block_on(named(&mut scene.workspace, &client, &spoiled.to_string(), |_| {}))
        .expect("asked");
    assert_eq!((found.companies.len(), told(&found)), (0, Some(sentence)));
}

#[test]
fn the_newest_of_many_companies_is_found_by_id_domain_and_name() {
    let (mut scene, ids) = many();
    let client = scene.client();
    let newest = ids[5_449].to_string();
    for text in [newest.as_str(), "C5449.com", "company 5449"] {
        scene.forgets();
        let found = runtime().block_on(named(&mut scene.workspace, &client, text, |_| {}));
        assert_eq!(names(found), ["Company 5449"], "{text}");
        assert!(scene.requests().len() <= 3, "{text}: {}", scene.requests().len());
    }
    let found = runtime().block_on(named(&mut scene.workspace, &client, "other-twice.com", |_| {}));
    assert_eq!(names(found), ["Twice Inc"]);
    for text in ["Company 7", "Company 99999", "nobody.io"] {
        let found = runtime().block_on(named(&mut scene.workspace, &client, text, |_| {}));
        assert_eq!(names(found), [""; 0], "{text}");
    }
}

#[test]
fn all_companies_are_read_to_the_end_and_it_is_told_how_many() {
    let (mut scene, _) = many();
    let client = scene.client();
    let mut told = Vec::new();
    let found = runtime().block_on(candidates(&mut scene.workspace, &client, |read| told.push(read)));
    assert_eq!(names(found).len(), 5_450);
    assert_eq!((told.len(), told.last().copied()), (28, Some(5_451)));
}

#[test]
fn of_companies_with_one_name_each_is_found_by_its_id_and_its_domain_though_the_other_is_a_customer() {
    let mut scene = Scene::new();
    let first = scene.company("Beta", &["beta.com"], &[]);
    let second = scene.company("Beta", &["beta.io"], &[]);
    let client = scene.client();
    let finds = |scene: &mut Scene, text: &str| {
        let found = runtime().block_on(named(&mut scene.workspace, &client, text, |_| {}));
        let found = found.expect("asked");
        let ids = |companies: Vec<RemoteCompany>| -> Vec<String> {
            companies.iter().map(|company| company.id.to_string()).collect()
        };
        (ids(found.companies), ids(found.namesakes))
    };
    let (first, second) = (first.to_string(), second.to_string());
    let none = Vec::<String>::new;
    assert_eq!(
        finds(&mut scene, "beta"),
        (vec![first.clone(), second.clone()], none())
    );
    scene.customer("Beta", "beta.com");
    for text in ["beta.io", &second] {
        assert_eq!(finds(&mut scene, text), (vec![second.clone()], none()), "{text}");
    }
    assert_eq!(finds(&mut scene, "beta"), (none(), vec![second.clone()]));
    assert_eq!(finds(&mut scene, &first), (none(), none()));
    let all = runtime().block_on(candidates(&mut scene.workspace, &client, |_| {}));
    let all = all.expect("listed");
    assert_eq!((all.companies.len(), all.namesakes.len()), (0, 1));
}

#[test]
fn the_owner_of_a_company_becomes_that_of_the_customer_and_a_missing_scope_is_told() {
    let mut scene = Scene::new();
    {
        let mut portal = scene.sandbox.portal();
        portal.add_owner(77, "cara@us.example.com", "Cara", "Osei");
        portal.add_owner(78, "dee@us.example.com", "null", "null");
        for (name, owner) in [
            ("Beta", Some(77)),
            ("Gamma", Some(78)),
            ("Delta", Some(99)),
            ("Eps", None),
        ] {
            portal.add_company(PortalCompany {
                name: name.to_owned(),
                domain: Some(format!("{}.com", name.to_lowercase())),
                owner,
                modified: long_ago(),
                ..PortalCompany::default()
            });
        }
    }
    let client = scene.client();
    let listed = runtime().block_on(candidates(&mut scene.workspace, &client, |_| {}));
    let mut companies = listed.expect("listed").companies;
    runtime()
        .block_on(crate::sync::with_owners(&client, &mut companies))
        .expect("owners");
    let owners: Vec<Option<String>> = companies
        .iter()
        .map(|company| {
            company
                .known_owner()
                .map(|owner| format!("{} <{}>", owner.name, owner.email))
        })
        .collect();
    assert_eq!(
        owners,
        [
            Some("Cara Osei <cara@us.example.com>".to_owned()),
            None,
            None,
            Some("Dee <dee@us.example.com>".to_owned()),
        ]
    );
    assert!(
        scene
            .requests()
            .iter()
            .any(|request| request.method == "GET" && request.path.contains("/crm/owners/"))
    );
}

#[test]
fn a_token_that_may_not_read_owners_is_told_by_the_name_of_the_scope() {
    let rules = Rules {
        scopes: std::collections::BTreeSet::from([
            crate::sandbox::Scope::Contacts,
            crate::sandbox::Scope::Companies,
        ]),
        ..Rules::default()
    };
    let sandbox = Sandbox::start(Portal::default(), rules, 0).expect("a sandbox");
    let client = Client::new(Options {
        base: SafeUrl::parse(&sandbox.url()).expect("an address"),
        token: Token::parse(TOKEN).expect("a token"),
        rate: RateLimit::UNLIMITED,
    });
    let id = RemoteId::hubspot(501).expect("an id");
    let mut companies = vec![RemoteCompany {
        id,
        name: Name::parse("Beta").expect("a name"),
        domains: Vec::new(),
        owner: CompanyOwner::Id(id),
    }];
    let error = runtime()
        .block_on(crate::sync::with_owners(&client, &mut companies))
        .expect_err("refused");
    assert!(error.to_string().contains("crm.objects.owners.read"), "{error}");
    assert_eq!(companies[0].known_owner(), None);
}

#[test]
fn owners_are_read_to_the_last_page() {
    let mut portal = Portal::default();
    for id in 1..=1_100 {
        portal.add_owner(id, &format!("o{id}@us.example.com"), "", "");
    }
    let sandbox = Sandbox::start(portal, Rules::default(), 0).expect("a sandbox");
    let client = Client::new(Options {
        base: SafeUrl::parse(&sandbox.url()).expect("an address"),
        token: Token::parse(TOKEN).expect("a token"),
        rate: RateLimit::UNLIMITED,
    });
    let owners = runtime().block_on(client.owners()).expect("read");
    assert_eq!(owners.len(), 1_100);
}
