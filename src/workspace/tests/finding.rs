//! What a search finds, beside a naive look at every row.

use proptest::prelude::*;
use rstest::rstest;

use crate::domain::{
    Anchor, Change, Contact, ContactDraft, ContactEdit, ContactFilter, ContactId, ContactQuery, Customer,
    CustomerEdit, CustomerFilter, CustomerQuery, CustomerStatus, Depth, Detail, Details, Email, Hits,
    ImportPrimary, Limits, Name, RemoteAccount, RemoteContact, RemoteId, Rest, SafeText, SearchField,
    SearchQuery, SearchScope, Sense, Sought, Successor, SyncCounts, SyncKind, Tags, Trait, UndoTarget, fold,
};
use crate::workspace::testing::empty;
use crate::workspace::{Checkpoint, Workspace};

const MANY: usize = 1_000;

fn search(workspace: &mut Workspace, text: &str) -> Hits {
    let query = SearchQuery::parse(text, SearchScope::Everywhere).expect(text);
    workspace
        .search(&query, Limits::each(MANY), Depth::Whole)
        .expect(text)
}

fn people(hits: &Hits) -> Vec<String> {
    let mut names: Vec<String> = hits
        .contacts
        .iter()
        .map(|hit| hit.contact.name.to_string())
        .collect();
    names.sort();
    names
}

fn companies(hits: &Hits) -> Vec<String> {
    let names = hits.customers.iter().map(|hit| hit.customer.name.to_string());
    names.collect()
}

/// A book of two customers, the first with a primary, a tag and a status; the second is archived.
fn book() -> Workspace {
    let mut workspace = empty();
    let acme = workspace.adds_customer("Åcme & Søns", "acme.com").id;
    let old = workspace.adds_customer("Old Co", "old.example").id;
    let edits = vec![
        CustomerEdit::Tags(Tags::parse(["vip,café"]).expect("tags")),
        CustomerEdit::Status(CustomerStatus::AtRisk),
    ];
    workspace
        .make(Change::EditCustomer {
            customer: acme,
            edits,
        })
        .expect("edited");
    let jose = workspace.adds(acme, "José García", "jose@acme.com").id;
    let edits = vec![
        ContactEdit::Detail(Detail::Title, SafeText::optional("Head of \"IT\"")),
        ContactEdit::Detail(Detail::Phone, SafeText::optional("+1 202-555-0101")),
    ];
    workspace
        .make(Change::EditContact { contact: jose, edits })
        .expect("edited");
    workspace.adds(acme, "山田太郎", "taro@acme.com");
    let gone = workspace.adds(acme, "Gone Girl", "gone@acme.com").id;
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![gone],
            successor: Successor::Nobody,
        })
        .expect("archived");
    let never = workspace.adds(acme, "Never Mind", "never@acme.com").id;
    workspace
        .make(Change::DeleteContacts(vec![never]))
        .expect("deleted");
    workspace.adds(old, "Zoë Łuk", "zoe@old.example");
    workspace
        .make(Change::EditCustomer {
            customer: old,
            edits: vec![CustomerEdit::Status(CustomerStatus::Archived)],
        })
        .expect("archived");
    workspace
}

#[rstest]
#[case("garcia", &["José García"])]
#[case("GARCÍA josé", &["José García"])]
#[case("\"jose garcia\"", &["José García"])]
#[case("\"garcia jose\"", &[])]
#[case("山", &["山田太郎"])]
#[case("田太", &["山田太郎"])]
#[case("郎", &["山田太郎"])]
#[case("luk", &["Zoë Łuk"])]
#[case("ł", &["Zoë Łuk"])]
#[case("title:head phone:555-0101", &["José García"])]
#[case("\"of \"\"it\"\"\"", &["José García"])]
#[case("title:jose", &[])]
#[case("is:primary customer:acme", &["José García"])]
#[case("!is:primary @acme.com", &["山田太郎"])]
#[case("tag:vip !garcia", &["山田太郎"])]
#[case("tag:cafe status:risk", &["José García", "山田太郎"])]
#[case("owner:cara domain:acme name:jo", &["José García"])]
#[case("#1 ta", &["山田太郎"])]
#[case("source:manual !@acme.com", &["Zoë Łuk"])]
#[case("gone", &[])]
#[case("is:archived gone", &["Gone Girl"])]
#[case("is:archived", &["Gone Girl"])]
#[case("never", &[])]
#[case("actor:mia", &[])]
#[case("100%", &[])]
#[case("j_se", &[])]
fn contacts_are_found(#[case] text: &str, #[case] expected: &[&str]) {
    let hits = search(&mut book(), text);
    assert_eq!(
        (people(&hits).as_slice(), hits.rest),
        (
            expected
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .as_slice(),
            Rest::None
        )
    );
}

#[rstest]
#[case("acme", &["Åcme & Søns"])]
#[case("sons", &["Åcme & Søns"])]
#[case("cafe", &["Åcme & Søns"])]
#[case("garcia", &[])]
#[case("#1 s", &["Åcme & Søns"])]
#[case("é", &["Åcme & Søns"])]
#[case("tag:vip status:at_risk \"acme &\"", &["Åcme & Søns"])]
#[case("primary:jose owner:osei #1", &["Åcme & Søns"])]
#[case("!tag:vip", &[])]
#[case("old", &[])]
#[case("is:archived old", &["Old Co"])]
#[case("status:archived", &["Old Co"])]
#[case("title:head", &[])]
#[case("acme !title:head", &["Åcme & Søns"])]
#[case("#2", &[])]
fn customers_are_found(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(companies(&search(&mut book(), text)), expected);
}

#[test]
fn tags_and_history_are_found_and_each_hit_says_why() {
    let mut workspace = book();
    let hits = search(&mut workspace, "caf");
    let tags: Vec<(&str, usize)> = hits
        .tags
        .iter()
        .map(|hit| (hit.tag.as_str(), hit.customers))
        .collect();
    assert_eq!(tags, [("café", 1)]);
    assert_eq!(hits.customers[0].matched.field, SearchField::Tag);

    let hits = search(&mut workspace, "head");
    assert_eq!(hits.contacts[0].matched.text, "Head of \"IT\"");
    assert_eq!(hits.contacts[0].customer.display_id, 1);
    let lines: Vec<String> = hits.history.iter().map(|hit| hit.entry.sentence()).collect();
    assert_eq!(lines, ["title of José García: nothing → \"Head of \"IT\"\""]);

    let told = |workspace: &mut Workspace, text| search(workspace, text).history.len();
    assert_eq!(told(&mut workspace, "field:title"), 1);
    assert_eq!(told(&mut workspace, "archived gone"), 1);
    assert_eq!(told(&mut workspace, "field:status customer:old actor:mia"), 1);
    assert_eq!(told(&mut workspace, "field:status !customer:old"), 1);
    assert_eq!(told(&mut workspace, "tag:vip"), 0);
}

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
        anchor: Anchor::Row(0),
        limit: MANY,
    };
    workspace.contacts(&query).expect("listed").rows
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
        let mut workspace = empty();
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

#[test]
fn hits_of_every_kind_are_counted() {
    let mut workspace = book();
    let vip = workspace.adds_customer("Vip Co", "vip.example").id;
    for number in 0..3 {
        workspace.adds(vip, &format!("Vip {number}"), &format!("v{number}@vip.example"));
    }
    let hits = search(&mut workspace, "vip");
    let counts = [
        hits.customers.len(),
        hits.tags.len(),
        hits.contacts.len(),
        hits.history.len(),
    ];
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    assert_eq!((hits.len(), hits.is_empty()), (counts.iter().sum(), false));
    assert!(search(&mut workspace, "nobody").is_empty());
}
