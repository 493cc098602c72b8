//! Other emails of contacts: within a customer an address belongs to one contact, whichever of its addresses it is.

use std::collections::BTreeSet;

use crate::domain::{
    AddressRank, Anchor, Change, Contact, ContactDraft, ContactEdit, ContactFilter, ContactId, ContactQuery,
    CustomerId, Detail, Email, Field, ImportPrimary, KnownAt, ListOrder, NotificationKind, OtherEmails,
    Outcome, SearchQuery, SearchScope, UndoTarget, route,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

const OTHERS: Field = Field::Detail(Detail::OtherEmails);

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

fn others(text: &str) -> ContactEdit {
    let others = OtherEmails::parse(text).expect("addresses");
    ContactEdit::Detail(Detail::OtherEmails, others.text())
}

impl Workspace {
    fn tries_with(
        &mut self,
        acme: CustomerId,
        name: &str,
        first: &str,
        more: &str,
    ) -> Result<Contact, Error> {
        let draft = ContactDraft::new(name, first).with(Detail::OtherEmails, more);
        let contact = draft.check().map_err(Error::Invalid)?;
        match self
            .make(Change::AddContact {
                customer: acme,
                contact,
            })?
            .outcome
        {
            Outcome::ContactAdded { contact, .. } => Ok(contact),
            other => panic!("{other:?}"),
        }
    }

    fn has(&mut self, acme: CustomerId, name: &str, first: &str, more: &str) -> Contact {
        self.tries_with(acme, name, first, more).expect("added")
    }

    fn tries_to_edit(&mut self, contact: ContactId, edits: Vec<ContactEdit>) -> Result<(), Error> {
        self.make(Change::EditContact { contact, edits }).map(drop)
    }

    fn addresses(&mut self, acme: CustomerId, named: &str) -> String {
        let customer = self.customer(acme).expect("there");
        let contact = self.find_contact(&customer, named).expect("there");
        format!("{} | {}", contact.email, contact.other_emails())
    }

    fn finds(&mut self, acme: CustomerId, words: &str) -> usize {
        let query = ContactQuery {
            customer: acme,
            filter: ContactFilter::Active,
            words: SearchQuery::parse(words, SearchScope::Contacts).expect("a search"),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 10,
        };
        self.contacts(&query).expect("listed").total
    }
}

/// Returns the field that an error stands beside, and what it says.
fn refused(error: Error) -> (Field, String) {
    match error {
        Error::Invalid(mut errors) => {
            let error = errors.remove(0);
            (error.field, error.message)
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_contact_is_found_by_each_of_its_addresses_and_mail_goes_to_the_first() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.has(
        acme,
        "Ann Lee",
        "ann@acme.com",
        "Ann@Müller.de (work), ann@home.net",
    );
    for known in ["ann@acme.com", "ann@xn--mller-kva.de", "ANN@home.net"] {
        assert_eq!(
            workspace.addresses(acme, known),
            "ann@acme.com | ann@müller.de (work), ann@home.net"
        );
    }
    for words in ["home.net", "email:home.net", "other_email:müller"] {
        assert_eq!(workspace.finds(acme, words), 1, "{words}");
    }
    let customer = workspace.customer(acme).expect("there");
    let to = route(&customer, NotificationKind::PhaseChange).to;
    assert_eq!(to.person().expect("the primary").email, ann.email);
    workspace.check_search().expect("the index agrees");
}

#[test]
fn no_two_contacts_of_a_customer_share_an_address_first_or_other() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.has(acme, "Ann Lee", "ann@acme.com", "ann@home.net");
    let bo = workspace.has(acme, "Bo Ek", "bo@acme.com", "");
    let beside = |result: Result<(), Error>| refused(result.expect_err("refused"));
    let (field, says) = beside(workspace.tries_with(acme, "Cy", "ann@home.net", "").map(drop));
    assert_eq!(field, Field::Email);
    assert!(
        says.contains("ann@home.net is another email of Ann Lee"),
        "{says}"
    );
    for taken in ["ann@acme.com", "ann@home.net"] {
        let (field, says) = beside(workspace.tries_with(acme, "Cy", "cy@acme.com", taken).map(drop));
        assert_eq!(field, OTHERS, "{says}");
        assert_eq!(
            beside(workspace.tries_to_edit(bo.id, vec![others(taken)])).0,
            OTHERS
        );
        let first = ContactEdit::Email(email(taken));
        assert_eq!(
            beside(workspace.tries_to_edit(bo.id, vec![first])).0,
            Field::Email
        );
    }
    let archived = Change::ArchiveContacts {
        contacts: vec![ann.id],
        successor: crate::domain::Successor::Contact(bo.id),
    };
    workspace.make(archived).expect("archived");
    assert_eq!(
        beside(workspace.tries_to_edit(bo.id, vec![others("ann@home.net")])).0,
        OTHERS
    );
    // What is no address is told beside the field.
    let draft = ContactDraft::new("Cy", "cy@acme.com").with(Detail::OtherEmails, "cy@home.net, cy@");
    let errors = draft.check().expect_err("no address");
    assert_eq!(
        errors.iter().map(|error| error.field).collect::<Vec<_>>(),
        [OTHERS]
    );
    // The first address is none of the others, and at another customer all of them are free.
    assert_eq!(
        workspace
            .has(acme, "Di", "di@acme.com", "di@acme.com, di@home.net")
            .other_emails()
            .to_string(),
        "di@home.net"
    );
    let beta = workspace.adds_customer("Beta", "beta.io").id;
    workspace.has(beta, "Ann Lee", "ann@home.net", "ann@acme.com");
}

#[test]
fn a_swap_is_one_change_and_one_undo() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.has(
        acme,
        "Ann Lee",
        "ann@acme.com",
        "ann@acme.io (work), ann@home.net",
    );
    workspace
        .tries_to_edit(ann.id, ann.swapped_with(&email("ann@acme.io")).into())
        .expect("swapped");
    assert_eq!(
        workspace.addresses(acme, "ann@acme.com"),
        "ann@acme.io | ann@acme.com (work), ann@home.net"
    );
    let said = workspace.takes_back(UndoTarget::Latest);
    assert!(!said.contains("left alone"), "{said}");
    assert_eq!(
        workspace.addresses(acme, "ann@acme.io"),
        "ann@acme.com | ann@acme.io (work), ann@home.net"
    );
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(
        workspace.addresses(acme, "ann@acme.com"),
        "ann@acme.io | ann@acme.com (work), ann@home.net"
    );
    let told = workspace.told(acme).join("\n");
    assert!(told.contains("other emails"), "{told}");
}

#[test]
fn an_address_that_becomes_the_first_is_none_of_the_others_and_no_undo_makes_it_both() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.has(acme, "Ann Lee", "ann@acme.com", "ann@home.net");
    workspace
        .tries_to_edit(ann.id, vec![ContactEdit::Email(email("ann@home.net"))])
        .expect("edited");
    assert_eq!(workspace.addresses(acme, "ann@home.net"), "ann@home.net | ");
    let moved = workspace.changes(1).expect("listed").remove(0).id;
    workspace
        .tries_to_edit(ann.id, vec![others("ann@acme.com")])
        .expect("edited");
    workspace.takes_back(UndoTarget::Change(moved));
    let all = workspace.addresses(acme, "ann@acme.com");
    assert_eq!(all, "ann@home.net | ann@acme.com");
}

#[test]
fn merged_contacts_keep_all_their_addresses_and_an_undo_parts_them() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.has(acme, "Ann Lee", "ann@acme.com", "ann@home.net");
    let annie = workspace.has(acme, "Annie Lee", "annie@acme.com", "annie@acme.io (work)");
    workspace
        .make(Change::MergeContacts {
            keep: ann.id,
            drop: annie.id,
            edits: vec![ContactEdit::Email(annie.email.clone())],
        })
        .expect("merged");
    let merged = "annie@acme.com | ann@home.net, ann@acme.com, annie@acme.io (work)";
    assert_eq!(workspace.addresses(acme, "annie@acme.io"), merged);
    let said = workspace.takes_back(UndoTarget::Latest);
    assert_eq!(
        workspace.addresses(acme, "ann@home.net"),
        "ann@acme.com | ann@home.net",
        "{said}"
    );
    assert_eq!(
        workspace.addresses(acme, "annie@acme.io"),
        "annie@acme.com | annie@acme.io (work)"
    );
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(workspace.addresses(acme, "annie@acme.io"), merged);
}

#[test]
fn a_list_adds_other_emails_that_are_free_and_nobody_under_one_that_is_taken() {
    let (mut workspace, acme) = with_acme();
    workspace.has(acme, "Ann Lee", "ann@acme.com", "ann@home.net");
    let row = |name: &str, first: &str, more: &str| {
        ContactDraft::new(name, first)
            .with(Detail::OtherEmails, more)
            .check()
            .expect("right")
    };
    let contacts = vec![
        row("Bo Ek", "bo@acme.com", "bo@home.net, cy@acme.com, ann@home.net"),
        row("Cy Ho", "cy@acme.com", "bo@home.net, cy@home.net"),
        row("Ann Lee", "ann@home.net", ""),
    ];
    let change = Change::ImportContacts {
        customer: acme,
        contacts,
        primary: ImportPrimary::FirstIfNone,
        misfits: 0,
        archived: Default::default(),
    };
    let Outcome::ContactsImported {
        added, already_here, ..
    } = workspace.make(change).expect("added").outcome
    else {
        panic!("an import")
    };
    assert_eq!((added, already_here), (2, 1));
    assert_eq!(
        workspace.addresses(acme, "bo@acme.com"),
        "bo@acme.com | bo@home.net"
    );
    assert_eq!(
        workspace.addresses(acme, "cy@home.net"),
        "cy@acme.com | cy@home.net"
    );
    workspace.takes_back(UndoTarget::Latest);
    workspace.has(acme, "Di", "di@acme.com", "bo@home.net");
    let mut known = Vec::new();
    workspace
        .known_addresses(acme, |key, at| {
            if let KnownAt::Here {
                rank: AddressRank::Other,
                name,
                ..
            } = at
            {
                known.push((key.to_owned(), name.to_owned()));
            }
        })
        .expect("read");
    known.sort();
    let pair = |key: &str, name: &str| (key.to_owned(), name.to_owned());
    assert_eq!(
        known,
        [pair("ann@home.net", "Ann Lee"), pair("bo@home.net", "Di")]
    );
}

#[test]
fn a_deleted_contact_comes_back_with_those_of_its_other_emails_that_are_still_free() {
    let (mut workspace, acme) = with_acme();
    workspace.has(acme, "Bo Ek", "bo@acme.com", "");
    let ann = workspace.has(acme, "Ann Lee", "ann@acme.com", "ann@home.net, ann@acme.io");
    workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted");
    let deleted = workspace.changes(1).expect("listed").remove(0).id;
    workspace.has(acme, "Cy", "cy@acme.com", "ann@home.net");
    workspace.takes_back(UndoTarget::Change(deleted));
    assert_eq!(
        workspace.addresses(acme, "ann@acme.com"),
        "ann@acme.com | ann@acme.io"
    );
}

#[test]
fn two_look_alike_where_another_email_of_one_is_like_the_first_of_the_other() {
    let (mut workspace, acme) = with_acme();
    workspace.has(acme, "Ann Lee", "a.lee@acme.com", "annlee@home.net");
    workspace.has(acme, "Anna Leigh", "annlee@acme.io", "");
    workspace.has(acme, "Bo Ek", "bo@acme.com", "");
    let pairs = workspace.duplicates(acme).expect("listed");
    let names = pairs
        .iter()
        .flat_map(|pair| [pair.one.name.as_str(), pair.other.name.as_str()]);
    let names: BTreeSet<&str> = names.collect();
    assert_eq!(
        (pairs.len(), names),
        (1, BTreeSet::from(["Ann Lee", "Anna Leigh"]))
    );
}
