//! Fields that users define, and the values in them, follow from the log: after each step of made-up stories the log,
//! replayed from nothing, gives the tables as they are, and nothing that must hold is broken.
//!
//! `PIVOTAL_PROOF=full cargo proof custom_values` tries 300 stories.

use pivotal::domain::{
    Change, ContactEdit, ContactId, CustomFieldEdit, CustomFieldFields, CustomFieldId, CustomValues,
    CustomerEdit, CustomerId, FieldKind, FieldName, FieldOf, InLists, SafeText, UndoTarget, parse_choices,
};
use pivotal::store::{FILE_NAME, examine};
use pivotal::workspace::{Error, Workspace};
use rusqlite::Connection;

use crate::proof::{Dice, of};
use crate::rig::home::{Home, contact, open};
use crate::rig::replay;

const NAMES: [&str; 4] = ["Region", "Seats", "Renewal date", "Nickname"];
const VALUES: [&str; 6] = ["EMEA", "apac", "12", "2027-03-01", "Annie", ""];

struct Scene {
    home: Home,
    workspace: Workspace,
    outside: Connection,
    dice: Dice,
    taken: usize,
    refused: usize,
}

impl Scene {
    fn new(seed: u64) -> Self {
        let emails = ["ann@acme.com", "bo@acme.com"].map(str::to_owned);
        let home = Home::of(&emails.into());
        Self {
            workspace: open(&home.data()).expect("opened"),
            outside: Connection::open(home.data().join(FILE_NAME)).expect("opened"),
            home,
            dice: Dice::new(seed),
            taken: 0,
            refused: 0,
        }
    }

    fn ids<T>(&self, sql: &str, id: impl Fn(uuid::Uuid) -> T) -> Vec<T> {
        let mut statement = self.outside.prepare(sql).expect(sql);
        let rows = statement.query_map([], |row| row.get(0)).expect(sql);
        rows.map(|row| id(row.expect("an id"))).collect()
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| self.dice.pick(all))
    }

    fn kind(&mut self) -> FieldKind {
        match self.dice.below(4) {
            0 => FieldKind::Choice(parse_choices("EMEA,APAC").expect("choices")),
            1 => FieldKind::Number,
            2 => FieldKind::Date,
            _ => FieldKind::Text,
        }
    }

    fn change(&mut self) -> Option<Change> {
        let contacts = self.ids(
            "SELECT id FROM contact WHERE deleted_at IS NULL ORDER BY id",
            ContactId::from_uuid,
        );
        let customer = self.ids("SELECT id FROM customer", CustomerId::from_uuid)[0];
        let fields = self.ids(
            "SELECT id FROM custom_field ORDER BY id",
            CustomFieldId::from_uuid,
        );
        let value = SafeText::optional(self.dice.pick(&VALUES));
        Some(match self.dice.below(12) {
            0 | 1 => Change::AddCustomFields(vec![CustomFieldFields {
                of: self.dice.pick(&FieldOf::ALL),
                name: FieldName::parse(self.dice.pick(&NAMES)).expect("a name"),
                kind: self.kind(),
                in_lists: self.dice.pick(&InLists::ALL),
            }]),
            2 => Change::EditCustomField {
                field: self.one(&fields)?,
                edits: vec![
                    CustomFieldEdit::Name(FieldName::parse(self.dice.pick(&NAMES)).expect("a name")),
                    CustomFieldEdit::InLists(self.dice.pick(&InLists::ALL)),
                ],
            },
            3 => Change::RemoveCustomField(self.one(&fields)?),
            4 | 5 => Change::EditContact {
                contact: self.one(&contacts)?,
                edits: vec![ContactEdit::Custom(self.one(&fields)?, value)],
            },
            6 => Change::EditCustomer {
                customer,
                edits: vec![CustomerEdit::Custom(self.one(&fields)?, value)],
            },
            7 => Change::DeleteContacts(vec![self.one(&contacts)?]),
            8 => {
                let sql = "SELECT id FROM custom_field WHERE entity = 'contact'";
                let fields = self.ids(sql, CustomFieldId::from_uuid);
                let values = CustomValues::from_iter([(self.one(&fields)?, value?)]);
                Change::AddContact {
                    customer,
                    contact: contact(&format!("new{}@acme.com", self.taken)).with_custom(values),
                }
            }
            9 => Change::Redo,
            _ => Change::Undo(UndoTarget::Latest),
        })
    }

    /// Makes up a step; returns what is wrong after it.
    fn step(&mut self) -> Vec<String> {
        let Some(change) = self.change() else {
            return Vec::new();
        };
        let told = format!("{change:?}");
        match self.workspace.make(change) {
            Ok(_) => self.taken += 1,
            Err(Error::Invalid(_) | Error::Refused(_) | Error::NotFound(_)) => self.refused += 1,
            Err(error) => return vec![format!("{told}: {error}")],
        }
        let mut faults = replay::faults(&self.outside);
        faults.extend(faults.first().map(|_| format!("after {told}")));
        faults
    }
}

#[test]
fn the_log_tells_every_field_and_value() {
    let (stories, steps) = (of(6, 300), 60);
    let (mut taken, mut refused) = (0, 0);
    for seed in 1..=stories {
        let mut scene = Scene::new(seed as u64);
        for step in 0..steps {
            assert_eq!(scene.step(), Vec::<String>::new(), "story {seed}, step {step}");
        }
        let found = examine(&scene.home.store()).expect("examined");
        assert_eq!(
            (found.broken_references, found.broken_rules),
            (0, Vec::new()),
            "story {seed}"
        );
        taken += scene.taken;
        refused += scene.refused;
    }
    println!("{stories} stories of {steps} steps: {taken} changes taken, {refused} refused, 0 faults");
    assert!(taken > refused && refused > 0);
}

#[test]
fn control_a_line_that_is_left_out_and_a_value_that_was_put_past_the_log_are_found() {
    let mut scene = Scene::new(1);
    for _ in 0..60 {
        scene.step();
    }
    let each = replay::faults_without_each(&scene.outside);
    for kind in ["\"custom_field\"", "custom:"] {
        assert!(
            each.iter().any(|(line, _)| line.contains(kind)),
            "no line of {kind}"
        );
    }
    for (line, faults) in each {
        assert!(!faults.is_empty(), "nobody misses {line}");
    }
    let changed = scene
        .outside
        .execute("UPDATE custom_value SET value = value || '!'", [])
        .expect("written past the log");
    assert!(changed > 0, "the story left no value");
    assert!(!replay::faults(&scene.outside).is_empty());
}
