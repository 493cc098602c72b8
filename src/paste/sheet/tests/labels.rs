//! Roles that the labels of lines name: offered, and taken only by a decision.

use std::sync::Arc;

use crate::domain::{ContactRole, Detail, RoleLabels};
use crate::paste::{IndexedText, Known, Options, Sheet};

fn sheet(text: &str) -> Sheet {
    let mut known = Known::of_customer(None, false);
    let roles = ["billing", "decision maker", "champion"];
    known.know_roles(roles.iter().map(|role| ContactRole::parse(role).expect("a role")));
    Sheet::new(&IndexedText::new(text), Options::default(), Arc::new(known))
}

/// Writes the name, the title, the roles and the offered role of each row.
fn rows(sheet: &Sheet, text: &str) -> Vec<String> {
    let rows = sheet.rows(&sheet.all(), &IndexedText::new(text)).into_iter();
    rows.map(|row| {
        let offered = row.offered.map(|role| role.to_string());
        let [title, roles] = [Detail::Title, Detail::Roles].map(|detail| row.details[detail].as_str());
        format!("{}|{title}|{roles}|{}", row.name, offered.unwrap_or_default())
    })
    .collect()
}

const LIST: &str = "Billing: Ann Lee <ann@acme.com>
- DECISION MAKER: Dana Ruiz <dana@acme.com>
Project lead: Bo Park <bo@acme.com>
Cy Day <cy@acme.com>
";

#[test]
fn a_label_that_is_a_known_role_is_offered_and_no_other() {
    let sheet = sheet(LIST);
    let rows = rows(&sheet, LIST);
    let offered: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            (
                row.split('|').next().unwrap_or_default(),
                row.rsplit('|').next().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        offered,
        [
            ("Ann Lee", "billing"),
            ("Dana Ruiz", "decision maker"),
            ("Bo Park", ""),
            ("Cy Day", "")
        ]
    );
    let plan = sheet.ready().read(&IndexedText::new(LIST));
    assert!(
        plan.contacts
            .iter()
            .all(|contact| contact.details[Detail::Roles].is_none())
    );
}

#[test]
fn what_is_offered_is_taken_on_all_rows_at_once_and_left_again() {
    let source = IndexedText::new(LIST);
    let mut sheet = sheet(LIST);
    assert!(sheet.turn_role_labels(&source));
    assert_eq!(sheet.role_labels(), RoleLabels::Taken);
    let rows = rows(&sheet, LIST);
    assert!(rows[0].ends_with("|billing|billing"), "{rows:?}");
    let roles = |sheet: &Sheet| -> Vec<String> {
        let plan = sheet.ready().read(&source);
        let role = |text: &Option<crate::domain::SafeText>| {
            text.as_ref().map_or("", |text| text.as_str()).to_owned()
        };
        plan.contacts
            .iter()
            .map(|contact| role(&contact.details[Detail::Roles]))
            .collect()
    };
    assert_eq!(roles(&sheet), ["billing", "decision maker", "", ""]);
    let marks = sheet.marks();
    let mut other = super::labels::sheet(LIST);
    other.take_marks(&marks, &source);
    assert_eq!(roles(&other), roles(&sheet), "a kept list keeps the decision");
    assert!(sheet.turn_role_labels(&source));
    assert_eq!(roles(&sheet), [""; 4]);
}

#[test]
fn a_list_without_known_labels_offers_nothing_and_its_own_roles_stay() {
    for text in [
        "Ann Lee <ann@acme.com>\nSales: Bo Park <bo@acme.com>\n",
        "name,email,title\nAnn Lee,ann@acme.com,CFO\n",
        "name,email,roles\nAnn Lee,ann@acme.com,champion\n",
    ] {
        let mut sheet = sheet(text);
        assert!(!sheet.turn_role_labels(&IndexedText::new(text)), "{text}");
        assert_eq!(sheet.role_labels(), RoleLabels::Offered);
    }
}
