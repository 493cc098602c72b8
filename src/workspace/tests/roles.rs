//! Roles of contacts: written in one way, found, undone, and left alone by a sync.

use crate::domain::{
    Anchor, Change, ContactDraft, ContactField, ContactFilter, ContactId, ContactQuery, CustomerFilter,
    CustomerQuery, Detail, Follows, ListOrder, Outcome, RoleChange, SearchQuery, SearchScope, UndoTarget,
};
use crate::workspace::Workspace;
use crate::workspace::testing::with_acme;

const ROLES: ContactField = ContactField::Detail(Detail::Roles);

#[test]
fn roles_are_kept_in_one_way_found_by_each_and_undone() {
    let (mut workspace, acme) = with_acme();
    let mut draft =
        ContactDraft::new("Ann Lee", "ann@acme.com").with(Detail::Roles, "Billing; LEGAL, billing");
    let change = Change::AddContact {
        customer: acme,
        contact: draft.check().expect("right"),
    };
    let Outcome::ContactAdded { contact, .. } = workspace.make(change).expect("added").outcome else {
        panic!("a contact")
    };
    assert_eq!(contact.text(ROLES), "billing, legal");
    let mut found = |words: &str| {
        let query = ContactQuery {
            customer: acme,
            filter: ContactFilter::Active,
            words: SearchQuery::parse(words, SearchScope::Contacts).expect("a search"),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 10,
        };
        workspace.contacts(&query).expect("listed").total
    };
    assert_eq!(
        ["role:billing", "role:leg", "role:technical", "!role:legal"].map(&mut found),
        [1, 1, 0, 0]
    );
    let mut customers = |words: &str| {
        let words = SearchQuery::parse(words, SearchScope::Customers).expect("a search");
        let query = CustomerQuery {
            words,
            filter: CustomerFilter::Current,
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 10,
        };
        workspace.customers(&query).expect("listed").total
    };
    assert_eq!(
        ["role:billing", "role:technical", "!role:legal"].map(&mut customers),
        [1, 0, 0]
    );
    draft.details[Detail::Roles] = "champion".to_owned();
    let edits = contact.fields().edits_to(&draft.check().expect("right"));
    workspace
        .make(Change::EditContact {
            contact: contact.id,
            edits,
        })
        .expect("edited");
    workspace.takes_back(UndoTarget::Latest);
    let customer = workspace.customer(acme).expect("there");
    let after = workspace.find_contact(&customer, "ann@acme.com").expect("there");
    assert_eq!(after.text(ROLES), "billing, legal");
}

#[test]
fn no_record_of_the_source_has_roles_so_they_never_follow_one() {
    let field = ROLES.field();
    assert!(!Follows::ALL.holds(field));
    let mut follows = Follows::ALL;
    follows.set(field, true);
    assert_eq!(follows, Follows::ALL);
    assert!(!follows.written_here().contains(&field));
}

#[test]
fn roles_are_added_and_taken_of_several_contacts_as_one_change() {
    let (mut workspace, acme) = with_acme();
    let people = [
        ("Ann Lee", "ann@acme.com"),
        ("Dana Ruiz", "dana@acme.com"),
        ("Mo Bo", "mo@acme.com"),
    ];
    let contacts = people.map(|(name, email)| workspace.adds(acme, name, email).id);
    let [ann, dana, mo] = contacts;
    let mut change = |contacts: &[ContactId], raw: &str| {
        let roles = RoleChange::parse(raw).expect("roles");
        let contacts = contacts.to_vec();
        workspace
            .make(Change::ChangeRoles { contacts, roles })
            .map(|done| done.outcome.sentence())
    };
    assert_eq!(change(&[ann], "legal").expect("made"), "Saved roles of Ann Lee.");
    assert_eq!(
        change(&contacts, "+billing, -legal").expect("made"),
        "Saved roles of 3 contacts."
    );
    assert_eq!(change(&contacts, "-technical").expect("made"), "Nothing changed.");
    assert_eq!(
        change(&[dana, mo], "champion").expect("made"),
        "Saved roles of 2 contacts."
    );
    assert_eq!(
        change(&contacts, "champion").expect("made"),
        "Saved roles of 1 of 3 contacts."
    );
    let many: Vec<String> = (0..20)
        .map(|number| format!("a role with the long number {number}"))
        .collect();
    let refused = change(&contacts, &many.join(", "))
        .expect_err("refused")
        .to_string();
    assert!(
        refused.contains("The roles have more than 500 characters together"),
        "{refused}"
    );
    let roles = |workspace: &mut Workspace| {
        let customer = workspace.customer(acme).expect("there");
        people.map(|(_, email)| {
            let contact = workspace.find_contact(&customer, email).expect("there");
            contact.text(ROLES).to_owned()
        })
    };
    let all = ["billing, champion"; 3];
    assert_eq!(roles(&mut workspace), all);
    for _ in 0..3 {
        workspace.takes_back(UndoTarget::Latest);
    }
    assert_eq!(roles(&mut workspace), ["legal", "", ""]);
}
