//! Tasks of onboardings, and pairs of contacts that are not the same: how such steps are made up, and what they do.

use pivotal::domain::{
    AssigneeFields, Audience, Change, ContactId, ContactRole, Name, NewTaskFields, NoteText, OnboardingId,
    OwnerFields, TaskEdit, TaskId,
};
use proptest::prelude::*;

use super::plans::Addressed;
use super::rows::RowIds;
use super::rules::{Ruled, demand};
use super::step::{OWNERS, Step, place, some_people};
use super::world::{Cells, Line, Row, Standing, Thing, World};

/// A step about tasks or pairs; all are named by their places.
#[derive(Debug, Clone)]
pub(crate) enum Chore {
    Add {
        plan: usize,
        part_of: Option<usize>,
        title: &'static str,
        who: Option<Who>,
        audience: &'static str,
    },
    Edit {
        task: usize,
        edit: Edit,
    },
    Complete(usize),
    Reopen(usize),
    MarkDistinct(usize, usize),
}

/// Who does a task.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    Person(usize),
    Csm(&'static str),
    Role(&'static str),
}

#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Title(&'static str),
    Who(Option<Who>),
    Due(Option<&'static str>),
    Audience(&'static str),
    Note(Option<&'static str>),
}

const TITLES: [&str; 2] = ["Send the logo", "Hold a call"];
const ROLES: [&str; 2] = ["billing", "legal"];
const DUE: [&str; 2] = ["2026-12-24", "2027-01-15"];
const NOTES: [&str; 2] = ["In the portal", "Ask Ann\n- twice"];
const AUDIENCES: [&str; 2] = ["internal", "customer"];

/// Makes up steps for what is there, each with how often it comes.
pub(crate) fn made_up(world: &World) -> Vec<(u32, BoxedStrategy<Step>)> {
    let mut steps = Vec::new();
    let title = || prop::sample::select(&TITLES[..]);
    let audience = || prop::sample::select(&AUDIENCES[..]);
    if !world.plans.is_empty() {
        let part_of = match world.tasks.len() {
            0 => Just(None).boxed(),
            tasks => prop::option::of(place(tasks)).boxed(),
        };
        let add = (place(world.plans.len()), part_of, title(), who(world), audience());
        let add = add.prop_map(|(plan, part_of, title, who, audience)| Chore::Add {
            plan,
            part_of,
            title,
            who,
            audience,
        });
        steps.push((4, add.boxed()));
    }
    if !world.tasks.is_empty() {
        let task = || place(world.tasks.len());
        let edit = prop_oneof![
            1 => title().prop_map(Edit::Title),
            3 => who(world).prop_map(Edit::Who),
            1 => prop::option::of(prop::sample::select(&DUE[..])).prop_map(Edit::Due),
            1 => audience().prop_map(Edit::Audience),
            1 => prop::option::of(prop::sample::select(&NOTES[..])).prop_map(Edit::Note),
        ];
        let edit = (task(), edit).prop_map(|(task, edit)| Chore::Edit { task, edit });
        steps.push((3, edit.boxed()));
        steps.push((2, task().prop_map(Chore::Complete).boxed()));
        steps.push((1, task().prop_map(Chore::Reopen).boxed()));
    }
    if !world.people.is_empty() {
        let two = some_people(world).prop_map(|people| {
            let last = people.last().copied().unwrap_or(people[0]);
            Chore::MarkDistinct(people[0], last)
        });
        steps.push((3, two.boxed()));
    }
    let as_step = |(often, chore): (u32, BoxedStrategy<Chore>)| (often, chore.prop_map(Step::Chore).boxed());
    steps.into_iter().map(as_step).collect()
}

fn who(world: &World) -> BoxedStrategy<Option<Who>> {
    let csm = prop::sample::select(&OWNERS[..]).prop_map(|email| Some(Who::Csm(email)));
    let role = prop::sample::select(&ROLES[..]).prop_map(|role| Some(Who::Role(role)));
    if world.people.is_empty() {
        return prop_oneof![1 => Just(None), 2 => csm, 1 => role].boxed();
    }
    let person = place(world.people.len()).prop_map(|at| Some(Who::Person(at)));
    prop_oneof![1 => Just(None), 2 => csm, 2 => role, 4 => person].boxed()
}

/// Returns whether all that a step names is there.
pub(crate) fn fits(world: &World, chore: &Chore) -> bool {
    let is_here = |who: &Option<Who>| match who {
        Some(Who::Person(at)) => *at < world.people.len(),
        Some(Who::Csm(_) | Who::Role(_)) | None => true,
    };
    match chore {
        Chore::Add {
            plan, part_of, who, ..
        } => {
            let is_there = part_of.is_none_or(|at| at < world.tasks.len());
            *plan < world.plans.len() && is_there && is_here(who)
        }
        Chore::Edit { task, edit } => {
            let is_here = match edit {
                Edit::Who(who) => is_here(who),
                Edit::Title(_) | Edit::Due(_) | Edit::Audience(_) | Edit::Note(_) => true,
            };
            *task < world.tasks.len() && is_here
        }
        Chore::Complete(task) | Chore::Reopen(task) => *task < world.tasks.len(),
        Chore::MarkDistinct(one, other) => *one.max(other) < world.people.len(),
    }
}

/// Returns the change that the product is to make.
pub(crate) fn change(chore: &Chore, ids: &RowIds) -> Change {
    let contact = |at: usize| ContactId::from_uuid(ids.id(Thing::Person(at)));
    let task = |at: &usize| TaskId::from_uuid(ids.id(Thing::Task(*at)));
    let title = |text: &str| Name::parse(text).expect("a title");
    let audience = |key: &str| Audience::from_key(key).expect("an audience");
    let who = |who: &Option<Who>| {
        who.as_ref().map(|who| match who {
            Who::Person(at) => AssigneeFields::Contact(contact(*at)),
            Who::Csm(email) => AssigneeFields::Csm(OwnerFields::parse(email).expect("an owner")),
            Who::Role(role) => AssigneeFields::Role(ContactRole::parse(role).expect("a role")),
        })
    };
    match chore {
        Chore::Add {
            plan,
            part_of,
            title: text,
            who: assignee,
            audience: key,
        } => Change::AddTask {
            onboarding: OnboardingId::from_uuid(ids.id(Thing::Plan(*plan))),
            parent: part_of.as_ref().map(task),
            task: NewTaskFields {
                title: title(text),
                assignee: who(assignee),
                due: None,
                audience: audience(key),
                note: None,
            },
        },
        Chore::Edit { task: at, edit } => Change::EditTask {
            task: task(at),
            edits: vec![match edit {
                Edit::Title(text) => TaskEdit::Title(title(text)),
                Edit::Who(assignee) => TaskEdit::Assignee(who(assignee)),
                Edit::Due(due) => TaskEdit::Due(due.map(|due| due.parse().expect("a day"))),
                Edit::Audience(key) => TaskEdit::Audience(audience(key)),
                Edit::Note(note) => TaskEdit::Note(note.map(|note| NoteText::parse(note).expect("a note"))),
            }],
        },
        Chore::Complete(at) => Change::CompleteTasks(vec![task(at)]),
        Chore::Reopen(at) => Change::ReopenTask(task(at)),
        Chore::MarkDistinct(one, other) => Change::MarkDistinct(contact(*one), contact(*other)),
    }
}

/// Writes two people as a cell of the model, in whatever order they come.
pub(crate) fn both(one: usize, other: usize) -> String {
    format!("{} and {}", one.min(other), one.max(other))
}

/// Reads who does a task, if it is a contact.
pub(crate) fn person(who: &str) -> Option<usize> {
    who.strip_prefix("person:").map(|at| at.parse().expect("a place"))
}

fn written(who: &Who) -> String {
    match who {
        Who::Person(at) => format!("person:{at}"),
        Who::Csm(email) => format!("csm:{email}"),
        Who::Role(role) => format!("role:{role}"),
    }
}

impl World {
    pub(crate) fn make_chore(&mut self, chore: &Chore) -> Ruled {
        match chore {
            Chore::Add {
                plan,
                part_of,
                title,
                who,
                audience,
            } => self.add_task((*plan, *part_of), title, who.as_ref(), audience),
            Chore::Edit { task, edit } => self.edit_task(*task, edit),
            Chore::Complete(task) => {
                let now = self.now.to_string();
                self.set_done(*task, Some(&now))?;
                let mut parts = self.parts_of(*task).into_iter();
                parts.try_for_each(|part| self.set_done(part, Some(&now)))
            }
            Chore::Reopen(task) => {
                self.set_done(*task, None)?;
                let parent = self.get(Thing::Task(*task), "part_of").map(str::to_owned);
                parent.map_or(Ok(()), |at| self.set_done(at.parse().expect("a place"), None))
            }
            Chore::MarkDistinct(one, other) => self.mark_distinct(*one, *other),
        }
    }

    /// Lists the tasks of an onboarding that are not taken away.
    pub(crate) fn tasks_of(&self, plan: usize) -> Vec<usize> {
        let plan = plan.to_string();
        let is_of = |at: &usize| !self.tasks[*at].gone && self.tasks[*at].cells["plan"] == plan;
        (0..self.tasks.len()).filter(is_of).collect()
    }

    /// Lists the subtasks of a task that are not taken away.
    pub(crate) fn parts_of(&self, task: usize) -> Vec<usize> {
        let parent = task.to_string();
        let is_part = |(_, row): &(usize, &Row)| !row.gone && row.cells.get("part_of") == Some(&parent);
        let parts = self.tasks.iter().enumerate().filter(is_part);
        parts.map(|(at, _)| at).collect()
    }

    /// Carries the open tasks of the phase that is left over, or completes them behind the last one.
    pub(crate) fn carry_over_tasks(&mut self, plan: usize, to: Option<&str>) {
        let phase = self.plans[plan].cells["phase"].clone();
        let now = self.now.to_string();
        for at in self.tasks_of(plan) {
            let cells = &self.tasks[at].cells;
            if cells.contains_key("done_at") || cells["phase"] != phase {
                continue;
            }
            match to {
                Some(to) => self.put(Thing::Task(at), "phase", Some(to.to_owned())),
                None => self.put(Thing::Task(at), "done_at", Some(now.clone())),
            }
        }
    }

    /// Hands the tasks of a contact who goes over to the one who stays.
    pub(crate) fn hand_over_tasks(&mut self, from: usize, to: usize) {
        for at in (0..self.tasks.len())
            .filter(|at| !self.tasks[*at].gone)
            .collect::<Vec<_>>()
        {
            if self.get(Thing::Task(at), "who").and_then(person) == Some(from) {
                self.put(Thing::Task(at), "who", Some(written(&Who::Person(to))));
            }
        }
    }

    fn add_task(
        &mut self,
        (plan, part_of): (usize, Option<usize>),
        title: &str,
        who: Option<&Who>,
        audience: &str,
    ) -> Ruled {
        demand(!self.plans[plan].gone)?;
        let mut phase = self.plans[plan].cells["phase"].clone();
        if let Some(at) = part_of {
            let parent = &self.tasks[at];
            let has = |name: &str| parent.cells.contains_key(name);
            demand(!parent.gone && parent.cells["plan"] == plan.to_string())?;
            demand(!has("part_of") && !has("done_at"))?;
            phase = parent.cells["phase"].clone();
        }
        let company = self.plans[plan].of;
        if let Some(Who::Person(at)) = who {
            self.demand_candidate(company, *at)?;
        }
        let mut cells = Cells::from([
            ("plan", plan.to_string()),
            ("phase", phase),
            ("title", title.to_owned()),
            ("audience", audience.to_owned()),
        ]);
        cells.extend(who.map(|who| ("who", written(who))));
        cells.extend(part_of.map(|at| ("part_of", at.to_string())));
        let at = self.tasks.len();
        self.noted.push(Line::Came(Thing::Task(at), cells.clone()));
        self.tasks.push(Row {
            of: company,
            cells,
            gone: false,
        });
        if audience == "customer" {
            self.tell_of(at)
        } else {
            Ok(())
        }
    }

    fn edit_task(&mut self, at: usize, edit: &Edit) -> Ruled {
        demand(!self.tasks[at].gone)?;
        let (thing, company, noted) = (Thing::Task(at), self.tasks[at].of, self.noted.len());
        match edit {
            Edit::Title(title) => self.put(thing, "title", Some((*title).to_owned())),
            Edit::Due(due) => self.put(thing, "due", due.map(str::to_owned)),
            Edit::Audience(key) => self.put(thing, "audience", Some((*key).to_owned())),
            Edit::Note(note) => self.put(thing, "note", note.map(str::to_owned)),
            Edit::Who(who) => {
                let text = who.as_ref().map(written);
                if let Some(Who::Person(person)) = who {
                    demand(!self.people[*person].gone)?;
                    if self.get(thing, "who") != text.as_deref() {
                        self.demand_candidate(company, *person)?;
                    }
                }
                self.put(thing, "who", text);
            }
        }
        let is_news = self.noted.len() > noted
            && match edit {
                Edit::Title(_) | Edit::Due(_) | Edit::Note(_) => false,
                Edit::Audience(_) => true,
                Edit::Who(who) => who.is_some(),
            };
        let is_seen = self.get(thing, "audience") == Some("customer") && self.get(thing, "done_at").is_none();
        if is_news && is_seen {
            self.tell_of(at)
        } else {
            Ok(())
        }
    }

    fn set_done(&mut self, at: usize, done_at: Option<&str>) -> Ruled {
        demand(!self.tasks[at].gone)?;
        let thing = Thing::Task(at);
        if self.get(thing, "done_at").is_some() != done_at.is_some() {
            self.put(thing, "done_at", done_at.map(str::to_owned));
        }
        Ok(())
    }

    /// Notifies whom a task is assigned to, else whoever gets the notifications of the customer.
    fn tell_of(&mut self, task: usize) -> Ruled {
        let Row { of, cells, .. } = self.tasks[task].clone();
        let plan: usize = cells["plan"].parse().expect("a place");
        let contact = cells
            .get("who")
            .and_then(|who| person(who))
            .filter(|at| !self.people[*at].gone);
        demand(self.get(Thing::Plan(plan), "state") != Some("paused"))?;
        demand(contact.is_none_or(|at| self.standing(at) == Standing::Active))?;
        let email = |at: usize| self.get(Thing::Person(at), "email");
        let (to, reason) = match (contact, self.primary(of)) {
            (Some(at), _) => (email(at), "assignee"),
            (None, Some(at)) => (email(at), "primary"),
            (None, None) => (self.get(Thing::Company(of), "owner"), "owner_fallback"),
        };
        let addressed = Addressed {
            plan: Some(plan),
            person: contact.or(self.primary(of)),
            to: to.map(str::to_owned),
        };
        self.queue(of, "task_assigned", addressed, reason)
    }

    fn mark_distinct(&mut self, one: usize, other: usize) -> Ruled {
        let (company, _) = self.of_one_customer(&[one, other])?;
        demand(one != other)?;
        let people = both(one, other);
        let known = self.pairs.iter().position(|pair| pair.cells["people"] == people);
        let at = known.unwrap_or_else(|| {
            self.pairs.push(Row {
                of: company,
                cells: Cells::from([("people", people)]),
                gone: false,
            });
            self.pairs.len() - 1
        });
        let thing = Thing::Pair(at);
        if self.get(thing, "told_apart").is_none() {
            let now = self.now.to_string();
            self.put(thing, "told_apart", Some(now));
        }
        Ok(())
    }
}
