//! Many contacts at once: what is added, what is left out, and what one undo takes back.

use super::fields;
use super::search::found;
use crate::domain::{
    Change, ChangeId, Contact, ContactEdit, ContactFields, ContactFilter, Customer, CustomerId, Detail,
    HistorySelection, ImportPrimary, KnownAt, Name, Outcome, SafeText, SearchQuery, Standing, Successor,
    UndoTarget,
};
use crate::store::Store;
use crate::workspace::Workspace;
use crate::workspace::testing::{on, with_acme};

/// What an import told of itself.
pub(super) struct Imported {
    change: Option<ChangeId>,
    added: usize,
    already_here: usize,
    promoted: Option<Contact>,
    sentence: String,
}

impl Workspace {
    pub(super) fn imports(
        &mut self,
        customer: CustomerId,
        contacts: &[ContactFields],
        primary: ImportPrimary,
    ) -> Imported {
        let contacts = contacts.to_vec();
        let done = self
            .make(Change::ImportContacts {
                customer,
                contacts,
                primary,
                misfits: 0,
                archived: Default::default(),
            })
            .expect("imported");
        let sentence = done.outcome.sentence();
        match done.outcome {
            Outcome::ContactsImported {
                added,
                already_here,
                promoted,
                ..
            } => Imported {
                change: done.change,
                added,
                already_here,
                promoted,
                sentence,
            },
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn turns(&mut self, change: Change) -> String {
        self.make(change).expect("turned").outcome.sentence()
    }

    fn counted(&mut self, customer: CustomerId) -> u64 {
        self.customer(customer).expect("there").contacts
    }
}

pub(super) fn two() -> [ContactFields; 2] {
    [
        fields("Dana Ruiz", "dana@acme.com", "CTO"),
        fields("Ann Lee", "ann@acme.com", ""),
    ]
}

fn many(count: usize) -> Vec<ContactFields> {
    (0..count)
        .map(|number| {
            fields(
                &format!("Person {number:05}"),
                &format!("p{number}@acme.com"),
                "Engineer",
            )
        })
        .collect()
}

#[test]
fn the_first_becomes_primary_of_a_customer_without_one() {
    let (mut workspace, acme) = with_acme();
    let done = workspace.imports(acme, &two(), ImportPrimary::FirstIfNone);
    assert_eq!(done.sentence, "Added 2 contacts to Acme. Primary: Dana Ruiz.");
    assert!(done.promoted.is_some_and(|contact| contact.is_primary));
    assert_eq!(workspace.primary(acme), "Dana Ruiz");
    assert_eq!(workspace.counted(acme), 2);

    let more = [fields("Eve Novak", "eve@acme.com", "")];
    let done = workspace.imports(acme, &more, ImportPrimary::FirstIfNone);
    assert_eq!(done.sentence, "Added 1 contact to Acme.");
    assert_eq!(workspace.primary(acme), "Dana Ruiz");
}

#[test]
fn a_row_that_was_picked_becomes_primary_if_it_is_added() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Eve Novak", "eve@acme.com");
    workspace.imports(acme, &two(), ImportPrimary::Row(1));
    assert_eq!(workspace.primary(acme), "Ann Lee");

    let rows = [
        fields("Tom Osei", "tom@acme.com", ""),
        fields("Dana R.", "dana@acme.com", ""),
    ];
    let done = workspace.imports(acme, &rows, ImportPrimary::Row(1));
    assert_eq!(done.sentence, "Added 1 contact to Acme; 1 already here.");
    assert_eq!(workspace.primary(acme), "Ann Lee");
    workspace.imports(acme, &[], ImportPrimary::Row(7));
}

#[test]
fn known_archived_and_repeated_addresses_are_left_out() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Ann Lee", "ann@müller.de");
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![dana.id],
            successor: Successor::Nobody,
        })
        .expect("archived");
    let borealis = workspace.adds_customer("Borealis", "borealis.com").id;
    workspace.adds(borealis, "Tom Osei", "tom@acme.com");
    let rows = [
        fields("Ann", "ANN@xn--mller-kva.de", ""),
        fields("Dana", "Dana@Acme.com", ""),
        fields("Tom Osei", "tom@acme.com", ""),
        fields("Zoe", "zoe@xn--mller-kva.de", ""),
        fields("Zoe again", "zoe@müller.de", ""),
    ];
    let done = workspace.imports(acme, &rows, ImportPrimary::FirstIfNone);
    assert_eq!((done.added, done.already_here), (2, 3));
    assert_eq!(done.sentence, "Added 2 contacts to Acme; 3 already here.");
    assert_eq!(
        workspace.names(acme, ContactFilter::Active),
        ["Ann Lee", "Tom Osei", "Zoe"]
    );

    let told = workspace.told(acme);
    let again = workspace.imports(acme, &rows, ImportPrimary::Row(3));
    assert_eq!(
        again.sentence,
        "Nothing to add: all 5 are already contacts of Acme."
    );
    assert_eq!(again.change, None);
    assert_eq!(workspace.told(acme), told);
    assert_eq!(workspace.counted(acme), 3);
}

#[test]
fn one_undo_takes_back_everything_and_redo_brings_it_again() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Eve Novak", "eve@acme.com");
    let before = workspace.customer(acme).expect("there");
    workspace.imports(acme, &two(), ImportPrimary::Row(1));
    for _ in 0..2 {
        let undo = workspace.turns(Change::Undo(UndoTarget::Latest));
        assert_eq!(undo, "Undid: added 2 contacts to Acme.");
        assert_eq!(workspace.customer(acme).expect("there").primary, before.primary);
        assert_eq!(workspace.names(acme, ContactFilter::Active), ["Eve Novak"]);
        assert_eq!(workspace.counted(acme), 1);

        let redo = workspace.turns(Change::Redo);
        assert_eq!(redo, "Redid: added 2 contacts to Acme.");
        assert_eq!(workspace.primary(acme), "Ann Lee");
        assert_eq!(workspace.counted(acme), 3);
    }
    assert_eq!(
        workspace.names(acme, ContactFilter::Active),
        ["Ann Lee", "Dana Ruiz", "Eve Novak"]
    );
}

#[test]
fn a_contact_that_changed_since_stays_and_is_named_while_the_rest_goes() {
    let (mut workspace, acme) = with_acme();
    let mut rows = many(40);
    rows.extend(two());
    let done = workspace.imports(acme, &rows, ImportPrimary::FirstIfNone);
    let customer = there(&mut workspace, acme);
    let contact = workspace
        .find_contact(&customer, "ann@acme.com")
        .expect("there")
        .id;
    workspace
        .make(Change::EditContact {
            contact,
            edits: vec![ContactEdit::Detail(Detail::Title, SafeText::optional("CIO"))],
        })
        .expect("edited");
    let target = UndoTarget::Change(done.change.expect("written"));
    assert_eq!(
        workspace.turns(Change::Undo(target)),
        "Undid: added 42 contacts to Acme. Left unchanged because it changed since: \
         title of Ann Lee has changed, so the contact stays."
    );
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Lee"]);
    assert_eq!(workspace.primary(acme), "");
    assert_eq!(workspace.counted(acme), 1);
    workspace.turns(Change::Redo);
    assert_eq!(workspace.counted(acme), 42);
    assert_eq!(workspace.primary(acme), "Person 00000");
}

fn there(workspace: &mut Workspace, id: CustomerId) -> Customer {
    workspace.customer(id).expect("there")
}

#[test]
fn a_primary_and_an_address_taken_since_stay() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Eve Novak", "eve@acme.com");
    let done = workspace.imports(acme, &two(), ImportPrimary::FirstIfNone);
    let customer = there(&mut workspace, acme);
    let dana = workspace
        .find_contact(&customer, "dana@acme.com")
        .expect("there")
        .id;
    workspace
        .make(Change::SetPrimary {
            customer: acme,
            primary: Successor::Contact(dana),
        })
        .expect("set");
    let target = UndoTarget::Change(done.change.expect("written"));
    let sentence = workspace.turns(Change::Undo(target));
    assert!(
        sentence.contains("Dana Ruiz stays: this is the primary"),
        "{sentence}"
    );
    assert_eq!(
        workspace.names(acme, ContactFilter::Active),
        ["Dana Ruiz", "Eve Novak"]
    );
}

#[test]
fn history_tells_each_contact_and_the_primary() {
    let (mut workspace, acme) = with_acme();
    workspace.imports(acme, &two(), ImportPrimary::FirstIfNone);
    let told = workspace.told(acme);
    assert_eq!(
        told[..3],
        [
            "primary contact of Acme: nothing → \"Dana Ruiz\"",
            "added contact Ann Lee <ann@acme.com>",
            "added contact Dana Ruiz <dana@acme.com>, CTO",
        ]
    );
}

#[test]
fn lists_longer_than_a_stage_are_added_and_taken_back() {
    let (mut workspace, acme) = with_acme();
    let mut rows = many(10_050);
    rows.push(fields("Person 00001 again", "P1@acme.com", ""));
    let done = workspace.imports(acme, &rows, ImportPrimary::FirstIfNone);
    assert_eq!((done.added, done.already_here), (10_050, 1));
    assert_eq!(workspace.counted(acme), 10_050);
    workspace.turns(Change::Undo(UndoTarget::Latest));
    assert_eq!(workspace.counted(acme), 0);
    workspace.turns(Change::Redo);
    assert_eq!(workspace.counted(acme), 10_050);
}

#[test]
fn two_programs_that_import_the_same_list_add_it_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || on(Store::open(folder.path()).expect("opened"));
    let acme = open().adds_customer("Acme", "acme.com").id;
    let rows = many(400);
    let added: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let rows = &rows[writer * 100..writer * 100 + 300];
                scope.spawn(move || {
                    let mut workspace = open();
                    let parts = rows.chunks(50);
                    parts
                        .map(|part| workspace.imports(acme, part, ImportPrimary::FirstIfNone).added)
                        .sum::<usize>()
                })
            })
            .collect();
        writers
            .into_iter()
            .map(|writer| writer.join().expect("done"))
            .sum()
    });
    assert_eq!(added, 400);
    assert_eq!(open().counted(acme), 400);
    assert_eq!(found(&folder.path().join(crate::store::FILE_NAME), "person"), 400);
}

#[test]
fn every_known_address_is_visited_with_where_it_is() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@müller.de").id;
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com").id;
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![dana],
            successor: Successor::Nobody,
        })
        .expect("archived");
    let borealis = workspace.adds_customer("Borealis", "borealis.com").id;
    workspace.adds(borealis, "Ann Lee", "ann@müller.de");
    let gone = workspace.adds(borealis, "Tom Osei", "tom@acme.com").id;
    workspace
        .make(Change::DeleteContacts(vec![gone]))
        .expect("deleted");

    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    let names = workspace
        .known_addresses(acme, |key, at| match at {
            KnownAt::Here {
                id, name, standing, ..
            } => {
                here.push((key.to_owned(), id, name.to_owned(), standing));
            }
            KnownAt::Elsewhere { customer } => elsewhere.push((key.to_owned(), customer)),
        })
        .expect("read");
    assert_eq!(
        here,
        [
            (
                "ann@xn--mller-kva.de".to_owned(),
                ann,
                "Ann Lee".to_owned(),
                Standing::Active
            ),
            (
                "dana@acme.com".to_owned(),
                dana,
                "Dana Ruiz".to_owned(),
                Standing::Archived
            ),
        ]
    );
    let [(key, place)] = elsewhere.as_slice() else {
        panic!("{elsewhere:?}")
    };
    assert_eq!(key, "ann@xn--mller-kva.de");
    assert_eq!(names.get(*place).map(Name::as_str), Some("Borealis"));
}

#[test]
fn more_operations_than_are_held_stand_in_the_log_as_one_change_in_their_order() {
    const MANY: usize = 9_001;
    let (mut workspace, acme) = with_acme();
    let contacts: Vec<ContactFields> = (0..MANY)
        .map(|number| fields(&format!("P {number}"), &format!("p{number}@acme.com"), ""))
        .collect();
    let imported = workspace.imports(acme, &contacts, ImportPrimary::FirstIfNone);
    assert_eq!(imported.added, MANY);
    let last = &workspace.changes(1).expect("read")[0];
    assert_eq!(
        (Some(last.id), last.label.as_str()),
        (imported.change, "added 9001 contacts to Acme")
    );
    let selection = HistorySelection {
        customer: acme,
        words: SearchQuery::default(),
    };
    let mut lines = Vec::new();
    workspace
        .each_entry(&selection, |entry| {
            lines.push((entry.change, entry.subject.clone()));
        })
        .expect("read");
    // The primary is chosen after all are added, and the customer was added before them.
    assert_eq!(lines.len(), MANY + 2);
    for (at, (change, subject)) in lines[1..=MANY].iter().enumerate() {
        assert_eq!(Some(*change), imported.change);
        assert_eq!(*subject, format!("P {}", MANY - 1 - at));
    }
    assert_eq!(
        workspace.turns(Change::Undo(UndoTarget::Latest)),
        "Undid: added 9001 contacts to Acme."
    );
    assert_eq!(workspace.counted(acme), 0);
    workspace.turns(Change::Redo);
    assert_eq!(workspace.counted(acme), MANY as u64);
}
