//! What the tables hold, read from outside the program in the words of the model.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row as Record};
use uuid::Uuid;

use super::world::{Cells, Row, Thing};

/// The ids of all rows, in the order in which they were made; a row never goes.
#[derive(Debug, Default)]
pub(crate) struct RowIds {
    companies: Vec<Uuid>,
    people: Vec<Uuid>,
    plans: Vec<Uuid>,
    notifications: Vec<Uuid>,
    tasks: Vec<Uuid>,
    pairs: Vec<Uuid>,
    notes: Vec<Uuid>,
    fields: Vec<Uuid>,
}

impl RowIds {
    pub(crate) fn read(outside: &Connection) -> Self {
        let ids = |sql: &str| listed(outside, sql, |row| row.get(0).expect("an id"));
        Self {
            companies: ids("SELECT id FROM customer ORDER BY display_id"),
            people: ids("SELECT id FROM contact ORDER BY rowid"),
            plans: ids("SELECT id FROM onboarding ORDER BY number"),
            notifications: ids("SELECT id FROM notification ORDER BY number"),
            tasks: ids("SELECT id FROM task ORDER BY number"),
            pairs: ids("SELECT id FROM distinct_pair ORDER BY rowid"),
            notes: ids("SELECT id FROM note ORDER BY number"),
            fields: ids("SELECT id FROM custom_field ORDER BY rowid"),
        }
    }

    pub(crate) fn id(&self, thing: Thing) -> Uuid {
        match thing {
            Thing::Company(at) => self.companies[at],
            Thing::Person(at) => self.people[at],
            Thing::Plan(at) => self.plans[at],
            Thing::Notification(at) => self.notifications[at],
            Thing::Task(at) => self.tasks[at],
            Thing::Pair(at) => self.pairs[at],
            Thing::Note(at) => self.notes[at],
            Thing::Field(at) => self.fields[at],
        }
    }

    fn company(&self, id: Uuid) -> usize {
        place(&self.companies, id)
    }
}

fn place(ids: &[Uuid], id: Uuid) -> usize {
    ids.iter().position(|own| *own == id).expect("a place")
}

pub(crate) fn listed<T>(outside: &Connection, sql: &str, read: impl Fn(&Record<'_>) -> T) -> Vec<T> {
    let mut statement = outside.prepare_cached(sql).expect(sql);
    let rows = statement.query_map([], |row| Ok(read(row))).expect(sql);
    rows.map(|row| row.expect("a row")).collect()
}

/// Reads columns as text; what is NULL or empty is not there.
fn cells(row: &Record<'_>, from: usize, fields: &[&'static str]) -> Cells {
    let mut cells = BTreeMap::new();
    for (number, field) in fields.iter().enumerate() {
        let text: Option<String> = row.get(from + number).expect("text");
        cells.extend(text.filter(|text| !text.is_empty()).map(|text| (*field, text)));
    }
    cells
}

/// Reads what customers or contacts have in fields that users defined, by their ids.
fn values(outside: &Connection, ids: &RowIds) -> BTreeMap<Uuid, Cells> {
    let mut values: BTreeMap<Uuid, Cells> = BTreeMap::new();
    let sql = "SELECT subject_id, field_id, value FROM custom_value";
    let read = |row: &Record<'_>| {
        let field = place(&ids.fields, row.get(1).expect("an id"));
        (row.get(0).expect("an id"), field, row.get(2).expect("a value"))
    };
    for (subject, field, value) in listed(outside, sql, read) {
        let key = super::fields::VALUES[field];
        values.entry(subject).or_default().insert(key, value);
    }
    values
}

pub(crate) fn fields(outside: &Connection) -> Vec<Row> {
    let sql = "SELECT deleted_at IS NOT NULL, entity, name, kind, choices, in_lists FROM custom_field ORDER BY rowid";
    listed(outside, sql, |row| Row {
        of: 0,
        gone: row.get(0).expect("a mark"),
        cells: cells(row, 1, &["of", "name", "kind", "choices", "in_lists"]),
    })
}

pub(crate) fn companies(outside: &Connection, ids: &RowIds) -> Vec<Row> {
    let values = values(outside, ids);
    let sql =
        "SELECT c.id, c.deleted_at IS NOT NULL, c.primary_contact_id, c.name, c.domain, o.email, c.status,
                      c.risk_reason, CAST(c.at_risk_since AS TEXT), c.win_back_on
               FROM customer c LEFT JOIN owner o ON o.id = c.owner_id ORDER BY c.display_id";
    listed(outside, sql, |row| {
        let gone: bool = row.get(1).expect("a mark");
        let about = ["risk_reason", "at_risk_since", "win_back_on"];
        let names: Vec<&str> = ["name", "domain", "owner", "status"]
            .into_iter()
            .chain(about)
            .collect();
        let mut cells = cells(row, 3, &names);
        if gone {
            cells.clear();
        }
        let primary: Option<Uuid> = row.get(2).expect("an id");
        cells.extend(primary.map(|id| ("primary", place(&ids.people, id).to_string())));
        let id: Uuid = row.get(0).expect("an id");
        cells.extend(values.get(&id).cloned().unwrap_or_default());
        Row {
            of: ids.company(row.get(0).expect("an id")),
            cells,
            gone,
        }
    })
}

pub(crate) fn people(outside: &Connection, ids: &RowIds) -> Vec<Row> {
    let values = values(outside, ids);
    let sql = "SELECT customer_id, deleted_at IS NOT NULL, id, name, email, title, source, link,
                      CAST(archived_at AS TEXT), follows, other_emails
               FROM contact ORDER BY rowid";
    let names = [
        "name",
        "email",
        "title",
        "source",
        "link",
        "archived_at",
        "follows",
        "other_emails",
    ];
    listed(outside, sql, |row| {
        let mut cells = cells(row, 3, &names);
        let id: Uuid = row.get(2).expect("an id");
        cells.extend(values.get(&id).cloned().unwrap_or_default());
        Row {
            of: ids.company(row.get(0).expect("an id")),
            gone: row.get(1).expect("a mark"),
            cells,
        }
    })
}

pub(crate) fn plans(outside: &Connection, ids: &RowIds) -> Vec<Row> {
    let sql = "SELECT t.customer_id, t.deleted_at IS NOT NULL, t.phase, CAST(t.phase_since AS TEXT), t.state, t.note,
                      o.email, iif(t.paused_with_customer, 'yes', NULL)
               FROM onboarding t LEFT JOIN owner o ON o.id = t.csm_id ORDER BY t.number";
    listed(outside, sql, |row| Row {
        of: ids.company(row.get(0).expect("an id")),
        gone: row.get(1).expect("a mark"),
        cells: cells(
            row,
            2,
            &["phase", "phase_since", "state", "note", "csm", "with_customer"],
        ),
    })
}

pub(crate) fn notifications(outside: &Connection, ids: &RowIds) -> Vec<Row> {
    let sql = "SELECT customer_id, deleted_at IS NOT NULL, kind, channel, recipient_email, reason, state,
                      onboarding_id, contact_id
               FROM notification ORDER BY number";
    listed(outside, sql, |row| {
        let mut cells = cells(row, 2, &["kind", "channel", "to", "reason", "state"]);
        let (plan, person): (Option<Uuid>, Option<Uuid>) =
            (row.get(7).expect("an id"), row.get(8).expect("an id"));
        cells.extend(plan.map(|id| ("plan", place(&ids.plans, id).to_string())));
        cells.extend(person.map(|id| ("person", place(&ids.people, id).to_string())));
        Row {
            of: ids.company(row.get(0).expect("an id")),
            gone: row.get(1).expect("a mark"),
            cells,
        }
    })
}

pub(crate) fn tasks(outside: &Connection, ids: &RowIds) -> Vec<Row> {
    let sql = "SELECT g.customer_id, t.deleted_at IS NOT NULL, t.phase, t.title, t.due, t.audience,
                      CAST(t.done_at AS TEXT), t.onboarding_id, t.contact_id, o.email,
                      t.role, t.parent_id, t.note
               FROM task t JOIN onboarding g ON g.id = t.onboarding_id LEFT JOIN owner o ON o.id = t.csm_id
               ORDER BY t.number";
    listed(outside, sql, |row| {
        let mut cells = cells(row, 2, &["phase", "title", "due", "audience", "done_at"]);
        let plan = place(&ids.plans, row.get(7).expect("an id"));
        cells.insert("plan", plan.to_string());
        let person: Option<Uuid> = row.get(8).expect("an id");
        let csm: Option<String> = row.get(9).expect("text");
        let person = person.map(|id| format!("person:{}", place(&ids.people, id)));
        let role: Option<String> = row.get(10).expect("text");
        let csm = csm.map(|email| format!("csm:{email}"));
        let who = person.or(csm).or(role.map(|role| format!("role:{role}")));
        cells.extend(who.map(|who| ("who", who)));
        let parent: Option<Uuid> = row.get(11).expect("an id");
        cells.extend(parent.map(|id| ("part_of", place(&ids.tasks, id).to_string())));
        let note: Option<String> = row.get(12).expect("text");
        cells.extend(note.map(|note| ("note", note)));
        Row {
            of: ids.company(row.get(0).expect("an id")),
            gone: row.get(1).expect("a mark"),
            cells,
        }
    })
}

pub(crate) fn pairs(outside: &Connection, ids: &RowIds) -> Vec<Row> {
    let sql = "SELECT t.customer_id, CAST(p.told_at AS TEXT), p.one_id, p.other_id
               FROM distinct_pair p JOIN contact t ON t.id = p.one_id ORDER BY p.rowid";
    listed(outside, sql, |row| {
        let mut cells = cells(row, 1, &["told_apart"]);
        let of = |at: usize| place(&ids.people, row.get(at).expect("an id"));
        cells.insert("people", super::chores::both(of(2), of(3)));
        Row {
            of: ids.company(row.get(0).expect("an id")),
            gone: false,
            cells,
        }
    })
}

pub(crate) fn notes(outside: &Connection, ids: &RowIds) -> Vec<Row> {
    let sql =
        "SELECT customer_id, deleted_at IS NOT NULL, text, author, follow_up_on, CAST(edited_at AS TEXT),
                      contact_id, onboarding_id
               FROM note ORDER BY number";
    listed(outside, sql, |row| {
        let gone: bool = row.get(1).expect("a mark");
        let mut cells = cells(row, 2, &["text", "author", "follow_up_on", "edited_at"]);
        let edited_at = cells.remove("edited_at");
        let text = cells.remove("text");
        cells.extend(text.map(|text| ("text", super::notes::text_cell(&text, edited_at.as_deref()))));
        let (person, plan): (Option<Uuid>, Option<Uuid>) =
            (row.get(6).expect("an id"), row.get(7).expect("an id"));
        cells.extend(person.map(|id| ("person", place(&ids.people, id).to_string())));
        cells.extend(plan.map(|id| ("plan", place(&ids.plans, id).to_string())));
        Row {
            of: ids.company(row.get(0).expect("an id")),
            gone,
            cells,
        }
    })
}
