//! Books in which everybody has values in custom fields, and with notes: beside the same books without.

use std::path::PathBuf;

use criterion::Criterion;
use crossterm::event::{KeyCode, KeyModifiers};
use pivotal::domain::{
    Anchor, Change, CustomFieldFields, CustomFieldId, CustomValues, CustomerFilter, CustomerQuery, FieldKind,
    FieldName, FieldOf, InLists, ListOrder, NoteFields, NoteOn, NoteText, Outcome, SafeText, SearchQuery,
    parse_choices,
};
use pivotal::input::Key;
use pivotal::store::Store;
use pivotal::workspace::Workspace;

use crate::fixture::{EACH, book, entry, kept, load, workspace};
use crate::frame::{SIZE, press, start, step};

const CONTACTS: usize = 200_000;

const NOTES: usize = 100_000;

/// The names and kinds of the fields of customers, and again of those of contacts.
const FIELDS: [(&str, &str); 5] = [
    ("Segment", "text"),
    ("Seats bought", "number"),
    ("Renewal", "date"),
    ("Region", "EMEA, APAC, Americas"),
    ("Desk", "text"),
];

/// What notes say.
const SAID: [&str; 4] = [
    "Budget is tight until Q2, ask again after the board meets.",
    "Prefers calls in the morning; José knows the details.",
    "They move to another office in May.\nThe new address comes by mail.",
    "Asked for a second training of the support team.",
];

/// A step in each list and the frame after it, with values in ten fields and notes, and without.
pub(crate) fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("step_and_frame_with_fields");
    for (name, folder) in [("without", book(CONTACTS)), ("with", full_book())] {
        for (list, keys) in [
            ("customers", &[][..]),
            ("contacts", &[KeyCode::Enter, KeyCode::Char('2')]),
        ] {
            let mut workspace = workspace(Store::open(&folder).expect("opened"));
            let mut model = start(&mut workspace, SIZE);
            for key in keys {
                press(&mut model, &mut workspace, Key::new(*key, KeyModifiers::NONE));
            }
            step(&mut group, &format!("{list}_{name}"), &mut model, &mut workspace);
        }
    }
    group.finish();
}

/// Defines five fields of customers or contacts.
pub(crate) fn define(workspace: &mut Workspace, of: FieldOf) -> Vec<CustomFieldId> {
    let field = |(name, kind): (&str, &str)| CustomFieldFields {
        of,
        name: FieldName::parse(name).expect("a name"),
        kind: match kind {
            "text" => FieldKind::Text,
            "number" => FieldKind::Number,
            "date" => FieldKind::Date,
            choices => FieldKind::Choice(parse_choices(choices).expect("choices")),
        },
        in_lists: InLists::Shown,
    };
    let change = Change::AddCustomFields(FIELDS.map(field).to_vec());
    match workspace.make(change).expect("defined").outcome {
        Outcome::CustomFieldsAdded(fields) => fields.iter().map(|field| field.id).collect(),
        other => panic!("{other:?}"),
    }
}

/// Makes values in five fields.
pub(crate) fn values(number: usize, fields: &[CustomFieldId]) -> CustomValues {
    let texts = [
        format!("Segment {}", number % 7),
        (number * 61_927 % 1_000).to_string(),
        format!(
            "{}-{:02}-{:02}",
            2026 + number % 3,
            number % 12 + 1,
            number % 28 + 1
        ),
        ["EMEA", "APAC", "Americas"]
            .get(number % 3)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        format!("Desk {number}"),
    ];
    let mut values = CustomValues::default();
    for (field, text) in fields.iter().zip(texts) {
        values.set(*field, SafeText::optional(&text));
    }
    values
}

/// Returns a folder with a store of 200,000 contacts and 100,000 notes, ten fields filled; it is made if it is not there.
pub(crate) fn full_book() -> PathBuf {
    kept("full-book", |folder| {
        // Each note is a change of its own, which waits for no disk there.
        let made = tempfile::tempdir_in("/dev/shm").expect("a folder");
        let mut workspace = workspace(Store::open(made.path()).expect("opened"));
        let of_customers = define(&mut workspace, FieldOf::Customer);
        let of_contacts = define(&mut workspace, FieldOf::Contact);
        load(&mut workspace, CONTACTS / EACH, |number| {
            let mut entry = entry(number, EACH);
            entry.customer.custom = values(number, &of_customers);
            for (place, contact) in entry.contacts.iter_mut().enumerate() {
                contact.fields.custom = values(number * EACH + place, &of_contacts);
            }
            entry
        });
        write_notes(&mut workspace);
        drop(workspace);
        std::fs::create_dir_all(folder).expect("made");
        for file in std::fs::read_dir(made.path()).expect("listed") {
            let file = file.expect("a file");
            std::fs::copy(file.path(), folder.join(file.file_name())).expect("copied");
        }
    })
}

fn write_notes(workspace: &mut Workspace) {
    let query = CustomerQuery {
        words: SearchQuery::default(),
        filter: CustomerFilter::Current,
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: CONTACTS / EACH,
    };
    let page = workspace.customers(&query).expect("listed");
    for (number, customer) in page.rows.iter().cycle().take(NOTES).enumerate() {
        let said = SAID.get(number % SAID.len()).copied().unwrap_or_default();
        let note = NoteFields {
            text: NoteText::parse(&format!("{said} #{number}")).expect("a note"),
            follow_up_on: None,
        };
        let on = NoteOn::Customer(customer.id);
        workspace.make(Change::AddNote { on, note }).expect("written");
    }
}
