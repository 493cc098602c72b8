//! Notes on customers, contacts and onboardings: how such steps are made up, and what they do.

use pivotal::domain::{
    Change, ContactId, CustomerId, NoteDraft, NoteEdit, NoteId, NoteOn, NoteText, OnboardingId,
};
use proptest::prelude::*;

use super::rows::RowIds;
use super::rules::{Ruled, demand};
use super::step::{Step, place};
use super::world::{Cells, Line, Row, Thing, World};

/// A step about notes; all are named by their places.
#[derive(Debug, Clone)]
pub(crate) enum NoteStep {
    Add {
        on: On,
        text: &'static str,
        day: Option<&'static str>,
    },
    Edit {
        note: usize,
        edit: Edit,
    },
    Delete(usize),
}

/// What a note is to be on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum On {
    Company(usize),
    Person(usize),
    Plan(usize),
}

#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Text(&'static str),
    Day(Option<&'static str>),
}

const TEXTS: [&str; 2] = ["Budget is tight\nuntil Q2", "Ask again"];
const DAYS: [&str; 2] = ["2026-12-24", "2027-01-15"];

/// Who writes all notes.
const AUTHOR: &str = "Mia";

/// Makes up steps for what is there, each with how often it comes.
pub(crate) fn made_up(world: &World) -> Vec<(u32, BoxedStrategy<Step>)> {
    let text = || prop::sample::select(&TEXTS[..]);
    let day = || prop::option::of(prop::sample::select(&DAYS[..]));
    let add = (on(world), text(), day()).prop_map(|(on, text, day)| NoteStep::Add { on, text, day });
    let mut steps = vec![(4, add.boxed())];
    if !world.notes.is_empty() {
        let note = || place(world.notes.len());
        let edit = prop_oneof![2 => text().prop_map(Edit::Text), 1 => day().prop_map(Edit::Day)];
        let edit = (note(), edit).prop_map(|(note, edit)| NoteStep::Edit { note, edit });
        steps.push((2, edit.boxed()));
        steps.push((2, note().prop_map(NoteStep::Delete).boxed()));
    }
    let as_step = |(often, step): (u32, BoxedStrategy<NoteStep>)| (often, step.prop_map(Step::Note).boxed());
    steps.into_iter().map(as_step).collect()
}

fn on(world: &World) -> BoxedStrategy<On> {
    let mut all = vec![(1, place(world.companies.len()).prop_map(On::Company).boxed())];
    if !world.people.is_empty() {
        all.push((4, place(world.people.len()).prop_map(On::Person).boxed()));
    }
    if !world.plans.is_empty() {
        all.push((2, place(world.plans.len()).prop_map(On::Plan).boxed()));
    }
    prop::strategy::Union::new_weighted(all).boxed()
}

/// Returns whether all that a step names is there.
pub(crate) fn fits(world: &World, step: &NoteStep) -> bool {
    match step {
        NoteStep::Add { on, .. } => match on {
            On::Company(at) => *at < world.companies.len(),
            On::Person(at) => *at < world.people.len(),
            On::Plan(at) => *at < world.plans.len(),
        },
        NoteStep::Edit { note, .. } | NoteStep::Delete(note) => *note < world.notes.len(),
    }
}

/// Returns the change that the product is to make.
pub(crate) fn change(step: &NoteStep, ids: &RowIds) -> Change {
    let note = |at: &usize| NoteId::from_uuid(ids.id(Thing::Note(*at)));
    match step {
        NoteStep::Add { on, text, day } => {
            let draft = NoteDraft {
                text: (*text).to_owned(),
                follow_up_on: day.unwrap_or_default().to_owned(),
            };
            Change::AddNote {
                on: match on {
                    On::Company(at) => NoteOn::Customer(CustomerId::from_uuid(ids.id(Thing::Company(*at)))),
                    On::Person(at) => NoteOn::Contact(ContactId::from_uuid(ids.id(Thing::Person(*at)))),
                    On::Plan(at) => NoteOn::Onboarding(OnboardingId::from_uuid(ids.id(Thing::Plan(*at)))),
                },
                note: draft.check("2026-11-25".parse().expect("a day")).expect("valid"),
            }
        }
        NoteStep::Edit { note: at, edit } => Change::EditNote {
            note: note(at),
            edits: vec![match edit {
                Edit::Text(text) => NoteEdit::Text(NoteText::parse(text).expect("a text")),
                Edit::Day(day) => NoteEdit::FollowUpOn(day.map(|day| day.parse().expect("a day"))),
            }],
        },
        NoteStep::Delete(at) => Change::DeleteNote(note(at)),
    }
}

/// Writes the text of a note with when it was edited as a cell of the model: an undo gives both back.
pub(crate) fn text_cell(text: &str, edited_at: Option<&str>) -> String {
    match edited_at {
        Some(at) => format!("{text}, edited at {at}"),
        None => text.to_owned(),
    }
}

impl World {
    pub(crate) fn make_note_step(&mut self, step: &NoteStep) -> Ruled {
        match step {
            NoteStep::Add { on, text, day } => self.add_note(*on, text, *day),
            NoteStep::Edit { note, edit } => {
                let thing = Thing::Note(*note);
                demand(!self.notes[*note].gone)?;
                match edit {
                    Edit::Text(text) => {
                        let kept = &self.notes[*note].cells["text"];
                        if !kept.starts_with(text) {
                            let edited = text_cell(text, Some(&self.now.to_string()));
                            self.put(thing, "text", Some(edited));
                        }
                    }
                    Edit::Day(day) => self.put(thing, "follow_up_on", day.map(str::to_owned)),
                }
                Ok(())
            }
            NoteStep::Delete(note) => {
                demand(!self.notes[*note].gone)?;
                self.remove_note(*note);
                Ok(())
            }
        }
    }

    fn add_note(&mut self, on: On, text: &str, day: Option<&str>) -> Ruled {
        let mut cells = Cells::from([("text", text_cell(text, None)), ("author", AUTHOR.to_owned())]);
        cells.extend(day.map(|day| ("follow_up_on", day.to_owned())));
        let of = match on {
            On::Company(at) => {
                demand(!self.companies[at].gone)?;
                at
            }
            On::Person(at) => {
                demand(!self.people[at].gone)?;
                cells.insert("person", at.to_string());
                self.people[at].of
            }
            On::Plan(at) => {
                demand(!self.plans[at].gone)?;
                cells.insert("plan", at.to_string());
                self.plans[at].of
            }
        };
        self.noted
            .push(Line::Came(Thing::Note(self.notes.len()), cells.clone()));
        self.notes.push(Row {
            of,
            cells,
            gone: false,
        });
        Ok(())
    }

    /// Empties a note.
    pub(crate) fn remove_note(&mut self, note: usize) {
        let row = &mut self.notes[note];
        let cells = std::mem::take(&mut row.cells);
        row.gone = true;
        self.noted.push(Line::Went(Thing::Note(note), cells));
    }

    fn notes_on(&self, thing: Thing) -> Vec<usize> {
        let (field, at) = match thing {
            Thing::Person(at) => ("person", at),
            Thing::Plan(at) => ("plan", at),
            Thing::Company(_)
            | Thing::Notification(_)
            | Thing::Task(_)
            | Thing::Pair(_)
            | Thing::Note(_)
            | Thing::Field(_) => {
                return Vec::new();
            }
        };
        let at = at.to_string();
        let is_on = |note: &usize| self.notes[*note].cells.get(field) == Some(&at);
        (0..self.notes.len()).filter(is_on).collect()
    }

    /// Returns whether there are notes on a contact or an onboarding.
    pub(crate) fn has_notes(&self, thing: Thing) -> bool {
        !self.notes_on(thing).is_empty()
    }

    /// Deletes the notes on contacts that are deleted.
    pub(crate) fn delete_notes_on(&mut self, people: &[usize]) {
        for person in people {
            for note in self.notes_on(Thing::Person(*person)) {
                self.remove_note(note);
            }
        }
    }

    /// Has the notes on a contact who goes be on the one who stays.
    pub(crate) fn hand_over_notes(&mut self, from: usize, to: usize) {
        for note in self.notes_on(Thing::Person(from)) {
            self.put(Thing::Note(note), "person", Some(to.to_string()));
        }
    }

    /// Returns whether what a note was on is gone.
    pub(crate) fn lost_its_subject(&self, of: usize, cells: &Cells) -> bool {
        let place = |field| {
            let text: Option<&String> = cells.get(field);
            text.map(|at| at.parse::<usize>().expect("a place"))
        };
        self.companies[of].gone
            || place("person").is_some_and(|at| self.people[at].gone)
            || place("plan").is_some_and(|at| self.plans[at].gone)
    }
}
