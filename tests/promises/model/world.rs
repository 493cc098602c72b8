//! What the store should hold, as lists of rows whose cells are text: the model.

use std::collections::{BTreeMap, BTreeSet};

use super::erase::Erased;
use super::other_emails;

/// When the first step is made, in milliseconds.
pub(crate) const START: i64 = 1_795_512_600_000;

/// A row of one of the lists, by its place, which is the order in which rows were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Company(usize),
    Person(usize),
    Plan(usize),
    Notification(usize),
    Task(usize),
    Pair(usize),
    Note(usize),
    Field(usize),
}

pub(crate) type Cells = BTreeMap<&'static str, String>;

/// A row; an empty cell is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Row {
    /// The place of the customer whose it is.
    pub(crate) of: usize,
    pub(crate) cells: Cells,
    pub(crate) gone: bool,
}

/// A line of the model's own log.
#[derive(Debug, Clone)]
pub(crate) enum Line {
    Cell {
        thing: Thing,
        field: &'static str,
        old: Option<String>,
        new: Option<String>,
    },
    Came(Thing, Cells),
    Went(Thing, Cells),
}

/// Whether an act of the user is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    Done,
    Undone,
    Dropped,
}

/// A change of the log.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) lines: Vec<Line>,
    /// The act that it is, or that it takes back or makes again; a sync and an erasing are none.
    pub(crate) act: Option<usize>,
    /// The onboardings that were active before its lines were written.
    pub(crate) beside: BTreeSet<usize>,
}

/// An act of the user.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    /// The place of its change in the log.
    pub(crate) entry: usize,
    pub(crate) force: Force,
    /// Which undo or redo of all was the last one of it.
    pub(crate) turned: usize,
}

/// A person as HubSpot has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remote {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) title: Option<String>,
}

impl Remote {
    pub(crate) fn domain(&self) -> Option<&str> {
        domain_of(self.email.as_deref()?)
    }
}

pub(crate) fn domain_of(email: &str) -> Option<&str> {
    email.split_once('@').map(|(_, domain)| domain)
}

/// A rule that is broken on purpose, to see that the comparison finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twist {
    None,
    /// Every contact that is added takes the star.
    EachTakesTheStar,
}

/// What the step before came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Taken,
    Refused,
}

/// Everything that the store should hold.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) now: i64,
    pub(crate) companies: Vec<Row>,
    pub(crate) people: Vec<Row>,
    pub(crate) plans: Vec<Row>,
    pub(crate) notifications: Vec<Row>,
    pub(crate) tasks: Vec<Row>,
    pub(crate) pairs: Vec<Row>,
    pub(crate) notes: Vec<Row>,
    /// The fields that users defined; they belong to no customer.
    pub(crate) fields: Vec<Row>,
    pub(crate) remotes: BTreeMap<i64, Remote>,
    pub(crate) acts: Vec<Act>,
    pub(crate) log: Vec<Entry>,
    pub(crate) erased: Erased,
    pub(crate) turns: usize,
    /// What the step that is being made wrote.
    pub(crate) noted: Vec<Line>,
    pub(crate) verdict: Verdict,
    pub(crate) twist: Twist,
}

impl World {
    pub(crate) fn new(twist: Twist) -> Self {
        Self {
            now: START,
            companies: Vec::new(),
            people: Vec::new(),
            plans: Vec::new(),
            notifications: Vec::new(),
            tasks: Vec::new(),
            pairs: Vec::new(),
            notes: Vec::new(),
            fields: Vec::new(),
            remotes: BTreeMap::new(),
            acts: Vec::new(),
            log: Vec::new(),
            erased: Erased::default(),
            turns: 0,
            noted: Vec::new(),
            verdict: Verdict::Taken,
            twist,
        }
    }

    pub(crate) fn row(&self, thing: Thing) -> &Row {
        match thing {
            Thing::Company(at) => &self.companies[at],
            Thing::Person(at) => &self.people[at],
            Thing::Plan(at) => &self.plans[at],
            Thing::Notification(at) => &self.notifications[at],
            Thing::Task(at) => &self.tasks[at],
            Thing::Pair(at) => &self.pairs[at],
            Thing::Note(at) => &self.notes[at],
            Thing::Field(at) => &self.fields[at],
        }
    }

    pub(crate) fn row_mut(&mut self, thing: Thing) -> &mut Row {
        match thing {
            Thing::Company(at) => &mut self.companies[at],
            Thing::Person(at) => &mut self.people[at],
            Thing::Plan(at) => &mut self.plans[at],
            Thing::Notification(at) => &mut self.notifications[at],
            Thing::Task(at) => &mut self.tasks[at],
            Thing::Pair(at) => &mut self.pairs[at],
            Thing::Note(at) => &mut self.notes[at],
            Thing::Field(at) => &mut self.fields[at],
        }
    }

    pub(crate) fn get(&self, thing: Thing, field: &str) -> Option<&str> {
        self.row(thing).cells.get(field).map(String::as_str)
    }

    /// Gives a cell another value and notes it.
    pub(crate) fn put(&mut self, thing: Thing, field: &'static str, new: Option<String>) {
        let old = self.row(thing).cells.get(field).cloned();
        if old == new {
            return;
        }
        if let (Thing::Plan(at), "state") = (thing, field) {
            self.note_who_paused(at, old.as_deref(), new.as_deref());
        }
        let cells = &mut self.row_mut(thing).cells;
        match &new {
            Some(value) => cells.insert(field, value.clone()),
            None => cells.remove(field),
        };
        self.noted.push(Line::Cell {
            thing,
            field,
            old,
            new,
        });
    }

    /// Remembers of an onboarding whether it was paused as its customer left.
    fn note_who_paused(&mut self, plan: usize, old: Option<&str>, new: Option<&str>) {
        let is_by_customer =
            (old, new) == (Some("active"), Some("paused")) && self.is_silent(self.plans[plan].of);
        let cells = &mut self.plans[plan].cells;
        cells.remove("with_customer");
        cells.extend(is_by_customer.then(|| ("with_customer", "yes".to_owned())));
    }

    /// Returns whether nobody is written to at a customer.
    pub(crate) fn is_silent(&self, company: usize) -> bool {
        matches!(
            self.get(Thing::Company(company), "status"),
            Some("churned" | "archived")
        )
    }

    pub(crate) fn add_company(&mut self, cells: Cells) -> usize {
        let at = self.companies.len();
        self.noted.push(Line::Came(Thing::Company(at), cells.clone()));
        self.companies.push(Row {
            of: at,
            cells,
            gone: false,
        });
        at
    }

    pub(crate) fn add_person(&mut self, of: usize, cells: Cells) -> usize {
        let at = self.people.len();
        self.noted.push(Line::Came(Thing::Person(at), cells.clone()));
        self.people.push(Row {
            of,
            cells,
            gone: false,
        });
        at
    }

    /// Finds the contact of a customer with an address, archived and unlinked ones included.
    pub(crate) fn holder(&self, of: usize, email: &str) -> Option<usize> {
        let has = |row: &Row| {
            let others = row.cells.get("other_emails").map(String::as_str);
            row.cells.get("email").is_some_and(|own| own == email)
                || other_emails::parted(others).iter().any(|own| own == email)
        };
        self.people
            .iter()
            .position(|row| !row.gone && row.of == of && has(row))
    }

    pub(crate) fn primary(&self, company: usize) -> Option<usize> {
        self.get(Thing::Company(company), "primary")
            .map(|at| at.parse().expect("a place"))
    }

    pub(crate) fn is_primary(&self, person: usize) -> bool {
        self.primary(self.people[person].of) == Some(person)
    }

    pub(crate) fn link(&self, person: usize) -> Link {
        Link::of(self.get(Thing::Person(person), "link"))
    }

    pub(crate) fn standing(&self, person: usize) -> Standing {
        let row = Thing::Person(person);
        match (
            self.link(person),
            self.get(row, "source"),
            self.get(row, "archived_at"),
        ) {
            (Link::Unlinked(_), Some("hubspot"), _) => Standing::Unlinked,
            (_, _, Some(_)) => Standing::Archived,
            (_, _, None) => Standing::Active,
        }
    }
}

/// What a contact is to a record of HubSpot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    None,
    Domain(i64),
    Hand(i64),
    Unlinked(i64),
}

impl Link {
    pub(crate) fn of(text: Option<&str>) -> Self {
        let Some((word, rest)) = text.and_then(|text| text.split_once(':')) else {
            return Self::None;
        };
        let id = rest
            .split('@')
            .next()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        match word {
            "linked" => Self::Domain(id),
            "hand" => Self::Hand(id),
            "unlinked" => Self::Unlinked(id),
            word => panic!("{word:?} is no link that this model makes"),
        }
    }

    pub(crate) fn id(self) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Domain(id) | Self::Hand(id) | Self::Unlinked(id) => Some(id),
        }
    }

    pub(crate) fn is_linked(self) -> bool {
        matches!(self, Self::Domain(_) | Self::Hand(_))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Active,
    Archived,
    Unlinked,
}
