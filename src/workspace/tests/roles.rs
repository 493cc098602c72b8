//! Roles of contacts: written in one way, found, undone, and left alone by a sync.

use crate::domain::{
    Anchor, Change, ContactDraft, ContactField, ContactFilter, ContactQuery, Detail, Follows, Outcome,
    SearchQuery, SearchScope, UndoTarget,
};
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
            anchor: Anchor::Row(0),
            limit: 10,
        };
        workspace.contacts(&query).expect("listed").total
    };
    assert_eq!(
        ["role:billing", "role:leg", "role:technical", "!role:legal"].map(&mut found),
        [1, 1, 0, 0]
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
