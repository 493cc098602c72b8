//! The index of contacts beside a naive look at every row, after any acts.

use std::collections::HashSet;
use std::fs;
use std::sync::OnceLock;

use proptest::prelude::*;
use tempfile::TempDir;

use crate::domain::{
    Anchor, Change, Contact, ContactDraft, ContactEdit, ContactFilter, ContactId, ContactQuery, Customer,
    CustomerEdit, CustomerFilter, CustomerQuery, Depth, Detail, Details, Email, ImportPrimary, Limits,
    ListOrder, Name, RemoteAccount, RemoteContact, RemoteId, SafeText, SearchField, SearchQuery, SearchScope,
    Sense, Sought, Successor, SyncCounts, SyncKind, Tags, Trait, UndoTarget, fold,
};
use crate::store::{FILE_NAME, Store};
use crate::workspace::testing::on;
use crate::workspace::{Checkpoint, Workspace};

/// More contacts than a customer has here.
const MANY: usize = 1_000;

/// As many contacts as a search looks at before it asks the index.
const LOOKED_AT: usize = 500;

/// As many contacts with some of the trigrams as it looks at before it asks the index for all of them.
const SIMILAR: usize = 200;

/// Returns whether a row holds what is sought, by looking at it.
fn holds(query: &SearchQuery, contact: &Contact, customer: &Customer) -> bool {
    let within = |value: Option<&str>, text: &SafeText| {
        value.is_some_and(|value| fold(value).contains(&fold(text.as_str())))
    };
    let title = contact.details[Detail::Title].as_ref().map(SafeText::as_str);
    let phone = contact.details[Detail::Phone].as_ref().map(SafeText::as_str);
    let (name, email) = (Some(contact.name.as_str()), Some(contact.email.as_str()));
    query.terms().iter().all(|term| {
        let is = match &term.sought {
            Sought::Text(text) => [name, email, title, phone]
                .into_iter()
                .any(|value| within(value, text)),
            Sought::In(SearchField::Name, text) => within(name, text),
            Sought::In(SearchField::Email, text) => within(email, text),
            Sought::In(SearchField::Detail(Detail::Title), text) => within(title, text),
            Sought::In(SearchField::Detail(Detail::Phone), text) => within(phone, text),
            Sought::In(SearchField::Source, text) => {
                SearchField::sources(text.as_str()).any(|source| source == contact.source)
            }
            Sought::In(SearchField::Tag, text) => {
                customer.tags.iter().any(|tag| within(Some(tag.as_str()), text))
            }
            Sought::Is(Trait::Primary) => contact.is_primary,
            Sought::Is(Trait::Archived) => contact.archived_at.is_some(),
            Sought::Number(number) => customer.display_id == *number,
            other => unreachable!("{other:?}"),
        };
        is == (term.sense == Sense::Holds)
    })
}

/// Finds contacts by looking at every one.
fn looked_for(workspace: &mut Workspace, query: &SearchQuery) -> Vec<ContactId> {
    let filter = if query.asks_for(Trait::Archived) {
        ContactFilter::Archived
    } else {
        ContactFilter::Active
    };
    let mut ids = Vec::new();
    for customer in all_customers(workspace) {
        for contact in contacts(workspace, &customer, filter) {
            if holds(query, &contact, &customer) {
                ids.push(contact.id);
            }
        }
    }
    ids.sort();
    ids
}

fn all_customers(workspace: &mut Workspace) -> Vec<Customer> {
    let query = CustomerQuery {
        filter: CustomerFilter::All,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: MANY,
    };
    workspace.customers(&query).expect("listed").rows
}

fn contacts(workspace: &mut Workspace, customer: &Customer, filter: ContactFilter) -> Vec<Contact> {
    let query = ContactQuery {
        customer: customer.id,
        filter,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: MANY,
    };
    workspace.contacts(&query).expect("listed").rows
}

/// Returns a text with every trigram of some letters, each once.
fn every_trigram(letters: &[char]) -> Vec<char> {
    let mut text = vec![letters[0]; 2];
    let mut seen = HashSet::new();
    loop {
        let (before, last) = (text[text.len() - 2], text[text.len() - 1]);
        let is_new = |letter: &&char| !seen.contains(&[before, last, **letter]);
        let Some(letter) = letters.iter().rev().find(is_new) else {
            return text;
        };
        seen.insert([before, last, *letter]);
        text.push(*letter);
    }
}

/// Makes a workspace whose first contacts are archived, many of them with every trigram of [`sought`], so that no search
/// ends with the rows that it looks at first.
fn behind_many() -> (Workspace, TempDir) {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    let folder = tempfile::tempdir().expect("a folder");
    let made = MADE.get_or_init(|| {
        let mut workspace = on(Store::open(folder.path()).expect("a store"));
        let customer = workspace.adds_customer("Many", "many.example");
        let text = every_trigram(&['%', 'a', 'b', 'e', 'j', 'o', '山', '田']);
        let title = &text[..500];
        // Sought is also a part of every address.
        let name: Vec<char> = text[498..].iter().copied().chain(" acm".chars()).collect();
        let people = (0..LOOKED_AT).map(|number| {
            let (name, title) = if number < SIMILAR {
                (&name[..], title)
            } else {
                (&['X'][..], &[][..])
            };
            ContactDraft::new(name.iter().collect::<String>(), format!("m{number}@many.example"))
                .with(Detail::Title, title.iter().collect::<String>())
                .check()
                .expect("valid")
        });
        let import = Change::ImportContacts {
            customer: customer.id,
            contacts: people.collect(),
            primary: ImportPrimary::FirstIfNone,
            misfits: 0,
            archived: Default::default(),
        };
        workspace.make(import).expect("imported");
        let many = contacts(&mut workspace, &customer, ContactFilter::Active);
        assert_eq!(many.len(), LOOKED_AT);
        let archive = Change::ArchiveContacts {
            contacts: many.into_iter().map(|contact| contact.id).collect(),
            successor: Successor::Nobody,
        };
        workspace.make(archive).expect("archived");
        drop(workspace);
        fs::read(folder.path().join(FILE_NAME)).expect("read")
    });
    fs::write(folder.path().join(FILE_NAME), made).expect("written");
    (on(Store::open(folder.path()).expect("a store")), folder)
}

/// An act on some contact, chosen by a number; names and texts come from few letters, so that searches meet them.
fn act(workspace: &mut Workspace, note: &Checkpoint, (kind, which, text): (u8, usize, String)) {
    let customers = all_customers(workspace);
    // An undo may have taken all of them back.
    let Some(customer) = customers.get(which % customers.len().max(1)) else {
        return;
    };
    let filter = match kind {
        5 => ContactFilter::Archived,
        9 => ContactFilter::Unlinked,
        _ => ContactFilter::Active,
    };
    let here = contacts(workspace, customer, filter);
    let one = here.get(which % here.len().max(1)).map(|contact| contact.id);
    let fields = |number: usize| {
        ContactDraft::new(format!("{text} {number}"), format!("p{number}@acme.com"))
            .with(Detail::Title, text.chars().rev().collect::<String>())
    };
    let successor = Successor::Nobody;
    let change = match (kind, one) {
        (0, _) => fields(which).check().ok().map(|contact| Change::AddContact {
            customer: customer.id,
            contact,
        }),
        (1, _) => {
            let rows = (which..which + 4).filter_map(|number| fields(number).check().ok());
            Some(Change::ImportContacts {
                customer: customer.id,
                contacts: rows.collect(),
                primary: ImportPrimary::FirstIfNone,
                misfits: 0,
                archived: Default::default(),
            })
        }
        (2, Some(contact)) => Name::parse(&text).ok().map(|name| Change::EditContact {
            contact,
            edits: vec![ContactEdit::Name(name)],
        }),
        (3, Some(contact)) => Some(Change::EditContact {
            contact,
            edits: vec![
                ContactEdit::Detail(Detail::Title, SafeText::optional(&text)),
                ContactEdit::Detail(Detail::Phone, SafeText::optional("+1 202")),
            ],
        }),
        (4, Some(contact)) => Some(Change::ArchiveContacts {
            contacts: vec![contact],
            successor,
        }),
        (5, Some(contact)) => Some(Change::RestoreContacts(vec![contact])),
        (6, Some(contact)) => Some(Change::DeleteContacts(vec![contact])),
        (7, _) => Some(Change::Undo(UndoTarget::Latest)),
        (8, _) => Some(Change::Redo),
        (9, Some(contact)) => Some(Change::RelinkContacts(vec![contact])),
        (10, Some(contact)) => Some(Change::UnlinkContacts {
            contacts: vec![contact],
            successor,
        }),
        (11, _) => {
            let person = RemoteContact {
                is_named: true,
                id: RemoteId::hubspot(100 + which as i64).expect("an id"),
                name: Name::parse(&text).unwrap_or_else(|_| Name::parse("Ann").expect("a name")),
                email: Email::parse(&format!("p{which}@acme.com")).ok(),
                details: Details::default().with(Detail::Title, SafeText::optional(&text)),
            };
            workspace.take_people(&[person], None, note).expect("taken");
            None
        }
        (_, None) => None,
        (kind, Some(_)) => unreachable!("{kind}"),
    };
    if let Some(change) = change {
        // Some acts are refused, such as undoing where nothing was done; then nothing changes.
        let _ = workspace.make(change);
    }
}

fn acts() -> impl Strategy<Value = Vec<(u8, usize, String)>> {
    let text = "[abéøJ山田\"% ]{1,6}";
    proptest::collection::vec((0_u8..12, 0_usize..12, text), 1..24)
}

fn sought() -> impl Strategy<Value = String> {
    let value = "[abeéoJ山田%]{1,4}";
    let term = prop_oneof![
        4 => value.prop_map(|text| text),
        1 => (prop_oneof!["name", "title", "email", "phone", "tag"], value)
            .prop_map(|(field, text)| format!("{field}:{text}")),
        1 => prop_oneof!["\"a b\"", "\"[ab]{3}\"", "acme", "is:primary", "is:archived", "source:hub", "#1"],
    ];
    let sense = prop_oneof![3 => "", 1 => "!"];
    proptest::collection::vec((sense, term).prop_map(|(sense, term)| sense + &term), 1..4)
        .prop_map(|terms| terms.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_finds_exactly_what_a_look_at_every_row_finds(
        acts in acts(),
        texts in proptest::collection::vec(sought(), 1..8),
    ) {
        let (mut workspace, _folder) = behind_many();
        for (name, tag) in [("Acme", "aé"), ("Bé", "山田")] {
            let customer = workspace.adds_customer(name, "acme.com").id;
            let edits = vec![CustomerEdit::Tags(Tags::parse([tag]).expect("tags"))];
            workspace.make(Change::EditCustomer { customer, edits }).expect("edited");
        }
        let portal = RemoteAccount { id: Some(1), time_zone: "UTC".into(), host: "app.hubspot.com".into() };
        workspace.set_account(&portal, "mark").expect("set");
        let run = workspace.begin_run(SyncKind::Full, "{}").expect("begun");
        let note = Checkpoint { run, cursor: "{}".into(), counts: SyncCounts::default(), requests: 1 };
        for one in acts {
            act(&mut workspace, &note, one);
        }
        workspace.check_search().expect("consistent");
        for text in texts {
            let query = SearchQuery::parse(&text, SearchScope::Everywhere).expect("a search");
            let hits = workspace.search(&query, Limits::each(MANY), Depth::Whole).expect("found");
            let mut found: Vec<ContactId> = hits.contacts.iter().map(|hit| hit.contact.id).collect();
            found.sort();
            if query.is_empty() {
                prop_assert!(found.is_empty());
                continue;
            }
            prop_assert_eq!(found, looked_for(&mut workspace, &query), "{}", text);
        }
    }
}
