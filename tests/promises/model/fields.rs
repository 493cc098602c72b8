//! Fields that users define, and the values in them, in the model.

use pivotal::domain::{
    Change, ContactEdit, ContactId, CustomFieldEdit, CustomFieldFields, CustomFieldId, CustomerEdit,
    CustomerId, FieldKind, FieldName, FieldOf, InLists, SafeText, parse_choices,
};
use proptest::prelude::*;

use super::rows::RowIds;
use super::rules::{Ruled, demand};
use super::step::place;
use super::world::{Cells, Line, Row, Standing, Thing, World};

/// The cells of customers and contacts that hold values, by the place of their field; there are no more fields.
pub(crate) const VALUES: [&str; 6] = ["value 0", "value 1", "value 2", "value 3", "value 4", "value 5"];

const NAMES: [&str; 3] = ["Region", "Seats", "Tier"];
const KINDS: [&str; 3] = ["text", "number", "choice"];
const CHOICES: [&str; 2] = ["EMEA,APAC", "EMEA,12"];
const TEXTS: [&str; 3] = ["EMEA", "apac", "12"];

/// Something about a field, by its place.
#[derive(Debug, Clone)]
pub(crate) enum FieldStep {
    Add {
        of: &'static str,
        name: &'static str,
        kind: &'static str,
    },
    Rename {
        field: usize,
        name: &'static str,
    },
    Choices {
        field: usize,
        choices: &'static str,
    },
    Show {
        field: usize,
        in_lists: &'static str,
    },
    Remove(usize),
    OfPerson {
        person: usize,
        field: usize,
        value: Option<&'static str>,
    },
    OfCompany {
        company: usize,
        field: usize,
        value: Option<&'static str>,
    },
}

/// Makes steps up.
pub(crate) fn made_up(world: &World) -> Vec<(u32, BoxedStrategy<super::step::Step>)> {
    let name = || prop::sample::select(&NAMES[..]);
    let value = || prop::option::weighted(0.8, prop::sample::select(&TEXTS[..]));
    let mut all: Vec<(u32, BoxedStrategy<FieldStep>)> = Vec::new();
    if world.fields.len() < VALUES.len() {
        let of = prop::sample::select(&["contact", "contact", "customer"][..]);
        let add = (of, name(), prop::sample::select(&KINDS[..]));
        let add = add.prop_map(|(of, name, kind)| FieldStep::Add { of, name, kind });
        all.push((if world.fields.is_empty() { 3 } else { 1 }, add.boxed()));
    }
    if !world.fields.is_empty() {
        let field = || place(world.fields.len());
        let rename = (field(), name()).prop_map(|(field, name)| FieldStep::Rename { field, name });
        let choices = (field(), prop::sample::select(&CHOICES[..]));
        let choices = choices.prop_map(|(field, choices)| FieldStep::Choices { field, choices });
        let show = (field(), prop::sample::select(&["shown", "hidden"][..]));
        let show = show.prop_map(|(field, in_lists)| FieldStep::Show { field, in_lists });
        all.push((1, rename.boxed()));
        all.push((1, choices.boxed()));
        all.push((1, show.boxed()));
        all.push((1, field().prop_map(FieldStep::Remove).boxed()));
        let company = (place(world.companies.len()), field(), value());
        let company = company.prop_map(|(company, field, value)| FieldStep::OfCompany {
            company,
            field,
            value,
        });
        all.push((2, company.boxed()));
        if !world.people.is_empty() {
            let person = (place(world.people.len()), field(), value());
            let person =
                person.prop_map(|(person, field, value)| FieldStep::OfPerson { person, field, value });
            all.push((4, person.boxed()));
        }
    }
    let wrapped = |(weight, step): (u32, BoxedStrategy<FieldStep>)| {
        (weight, step.prop_map(super::step::Step::Field).boxed())
    };
    all.into_iter().map(wrapped).collect()
}

/// Returns whether all that a step names is there.
pub(crate) fn fits(world: &World, step: &FieldStep) -> bool {
    let is_there = |field: &usize| *field < world.fields.len();
    match step {
        FieldStep::Add { .. } => world.fields.len() < VALUES.len(),
        FieldStep::Rename { field, .. }
        | FieldStep::Choices { field, .. }
        | FieldStep::Show { field, .. }
        | FieldStep::Remove(field) => is_there(field),
        FieldStep::OfPerson { person, field, .. } => is_there(field) && *person < world.people.len(),
        FieldStep::OfCompany { company, field, .. } => is_there(field) && *company < world.companies.len(),
    }
}

/// Returns the change that the product is to make.
pub(crate) fn change(step: &FieldStep, ids: &RowIds) -> Change {
    let id = |at: &usize| CustomFieldId::from_uuid(ids.id(Thing::Field(*at)));
    let name = |text: &str| FieldName::parse(text).expect("a name");
    let value = |text: &Option<&str>| text.and_then(SafeText::optional);
    let edit = |field: &usize, edit| Change::EditCustomField {
        field: id(field),
        edits: vec![edit],
    };
    match step {
        FieldStep::Add { of, name: text, kind } => {
            let choices = match *kind {
                "choice" => parse_choices(CHOICES[0]).expect("choices"),
                _ => Vec::new(),
            };
            Change::AddCustomFields(vec![CustomFieldFields {
                of: FieldOf::from_key(of).expect("known"),
                name: name(text),
                kind: FieldKind::from_key(kind, choices).expect("known"),
                in_lists: InLists::Hidden,
            }])
        }
        FieldStep::Rename { field, name: text } => edit(field, CustomFieldEdit::Name(name(text))),
        FieldStep::Choices { field, choices } => edit(
            field,
            CustomFieldEdit::Choices(parse_choices(choices).expect("choices")),
        ),
        FieldStep::Show { field, in_lists } => edit(
            field,
            CustomFieldEdit::InLists(InLists::from_key(in_lists).expect("known")),
        ),
        FieldStep::Remove(field) => Change::RemoveCustomField(id(field)),
        FieldStep::OfPerson {
            person,
            field,
            value: text,
        } => Change::EditContact {
            contact: ContactId::from_uuid(ids.id(Thing::Person(*person))),
            edits: vec![ContactEdit::Custom(id(field), value(text))],
        },
        FieldStep::OfCompany {
            company,
            field,
            value: text,
        } => Change::EditCustomer {
            customer: CustomerId::from_uuid(ids.id(Thing::Company(*company))),
            edits: vec![CustomerEdit::Custom(id(field), value(text))],
        },
    }
}

impl World {
    pub(crate) fn make_field_step(&mut self, step: &FieldStep) -> Ruled {
        match step {
            FieldStep::Add { of, name, kind } => {
                let mut cells = Cells::from([
                    ("of", (*of).to_owned()),
                    ("name", (*name).to_owned()),
                    ("kind", (*kind).to_owned()),
                    ("in_lists", "hidden".to_owned()),
                ]);
                if *kind == "choice" {
                    cells.insert("choices", CHOICES[0].to_owned());
                }
                demand(self.is_free(&cells, self.fields.len()))?;
                let thing = Thing::Field(self.fields.len());
                self.noted.push(Line::Came(thing, cells.clone()));
                self.fields.push(Row {
                    of: 0,
                    cells,
                    gone: false,
                });
                Ok(())
            }
            FieldStep::Rename { field, name } => {
                demand(!self.fields[*field].gone)?;
                let mut cells = self.fields[*field].cells.clone();
                cells.insert("name", (*name).to_owned());
                demand(self.is_free(&cells, *field))?;
                self.put(Thing::Field(*field), "name", Some((*name).to_owned()));
                Ok(())
            }
            FieldStep::Choices { field, choices } => {
                let row = &self.fields[*field];
                demand(!row.gone && row.cells["kind"] == "choice")?;
                self.put(Thing::Field(*field), "choices", Some((*choices).to_owned()));
                Ok(())
            }
            FieldStep::Show { field, in_lists } => {
                demand(!self.fields[*field].gone)?;
                self.put(Thing::Field(*field), "in_lists", Some((*in_lists).to_owned()));
                Ok(())
            }
            FieldStep::Remove(field) => {
                demand(!self.fields[*field].gone)?;
                self.remove_field(*field);
                Ok(())
            }
            FieldStep::OfPerson { person, field, value } => {
                demand(!self.people[*person].gone)?;
                demand(self.standing(*person) != Standing::Unlinked)?;
                let value = self.fitting(*field, "contact", *value)?;
                self.put(Thing::Person(*person), VALUES[*field], value);
                Ok(())
            }
            FieldStep::OfCompany {
                company,
                field,
                value,
            } => {
                demand(!self.companies[*company].gone)?;
                let value = self.fitting(*field, "customer", *value)?;
                self.put(Thing::Company(*company), VALUES[*field], value);
                Ok(())
            }
        }
    }

    /// Returns a value as its field keeps it; one that does not fit is refused.
    fn fitting(
        &self,
        field: usize,
        of: &str,
        value: Option<&str>,
    ) -> Result<Option<String>, super::rules::Refused> {
        let row = &self.fields[field];
        demand(!row.gone && row.cells["of"] == of)?;
        let Some(value) = value else { return Ok(None) };
        match row.cells["kind"].as_str() {
            "number" => demand(value == "12")?,
            "choice" => {
                let mut choices = row.cells["choices"].split(',');
                let found = choices.find(|choice| choice.eq_ignore_ascii_case(value));
                return found
                    .map(|choice| Some(choice.to_owned()))
                    .ok_or(super::rules::Refused);
            }
            _ => {}
        }
        Ok(Some(value.to_owned()))
    }

    /// Returns whether no other field of the same things that is here has the name.
    pub(crate) fn is_free(&self, cells: &Cells, own: usize) -> bool {
        let is_same = |row: &Row| row.cells["of"] == cells["of"] && row.cells["name"] == cells["name"];
        let mut others = self.fields.iter().enumerate();
        !others.any(|(at, row)| at != own && !row.gone && is_same(row))
    }

    /// Returns whether anything has a value in a field.
    pub(crate) fn has_values(&self, field: usize) -> bool {
        let mut rows = self.people.iter().chain(&self.companies);
        rows.any(|row| row.cells.contains_key(VALUES[field]))
    }

    /// Removes a field and keeps its values.
    pub(crate) fn remove_field(&mut self, field: usize) {
        let row = &mut self.fields[field];
        row.gone = true;
        let cells = row.cells.clone();
        self.noted.push(Line::Went(Thing::Field(field), cells));
    }

    /// Has the contact that stays keep what the other one had in fields that it has nothing in.
    pub(crate) fn hand_over_values(&mut self, former: &Cells, keep: usize) {
        for key in VALUES {
            if let (Some(value), None) = (former.get(key), self.get(Thing::Person(keep), key)) {
                self.put(Thing::Person(keep), key, Some(value.clone()));
            }
        }
    }
}
