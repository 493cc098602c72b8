//! What can be done in one step, and how such steps are made up.

use proptest::prelude::*;
use proptest::sample::Index;

use super::chores::{self, Chore};
use super::fields::{self, FieldStep};
use super::notes::{self, NoteStep};
use super::other_emails;
use super::states::{self, StateEdit};
use super::world::{Remote, World};

/// A step, and at which of two open workspaces it is made.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) window: usize,
    pub(crate) step: Step,
}

/// Contacts and customers are named by their places.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    AddCustomer {
        name: String,
        domain: Option<&'static str>,
        owner: Option<&'static str>,
    },
    EditCustomer {
        company: usize,
        edit: Edit,
    },
    AddContact {
        company: usize,
        name: String,
        email: String,
    },
    EditContact {
        person: usize,
        edits: Vec<ContactEdit>,
    },
    Archive {
        people: Vec<usize>,
        successor: Option<usize>,
    },
    Restore(Vec<usize>),
    Delete(Vec<usize>),
    Unlink {
        people: Vec<usize>,
        successor: Option<usize>,
    },
    Relink(Vec<usize>),
    LinkPerson {
        company: usize,
        id: i64,
    },
    SetPrimary {
        company: usize,
        primary: Option<usize>,
    },
    Import {
        company: usize,
        rows: Vec<(String, String)>,
        primary: Option<usize>,
    },
    Merge {
        keep: usize,
        drop: usize,
        takes: Takes,
    },
    Undo,
    /// Takes the act at a place back, whatever came after it.
    UndoThat(usize),
    Redo,
    Page(Vec<Remote>),
    Start {
        company: usize,
        alone: bool,
    },
    Advance {
        plan: usize,
        to: Option<&'static str>,
    },
    Back {
        plan: usize,
        to: &'static str,
    },
    Invite {
        company: usize,
        person: Option<usize>,
    },
    Cancel(usize),
    Retry(usize),
    /// Something about a task or a pair.
    Chore(Chore),
    /// Something about a note.
    Note(NoteStep),
    /// Something about a field that users define.
    Field(FieldStep),
    /// Erases a person for good.
    Erase(usize),
    /// The program dies; its files are copied with the start of a write behind them and opened there.
    Crash,
}

#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Name(String),
    Domain(Option<&'static str>),
    Owner(Option<&'static str>),
    State(StateEdit),
}

#[derive(Debug, Clone)]
pub(crate) enum ContactEdit {
    Name(String),
    Email(String),
    Title(Option<String>),
    Others(Option<String>),
}

/// What the contact that stays takes over of the one that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Nothing,
    Address,
    NameAndAddress,
}

pub(crate) const PHASES: [&str; 3] = ["Kickoff", "Integration", "Launch"];

const DOMAINS: [&str; 3] = ["acme.com", "globex.com", "initech.io"];
pub(crate) const OWNERS: [&str; 2] = ["cara.osei@us.com", "tom.ray@us.com"];
const LOCALS: [&str; 5] = ["ann", "bo", "cy", "dee", "eve"];

fn domain() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![DOMAINS[0], DOMAINS[0], DOMAINS[1], DOMAINS[2]])
}

fn owner() -> impl Strategy<Value = Option<&'static str>> {
    prop::option::of(prop::sample::select(&OWNERS[..]))
}

pub(crate) fn email() -> impl Strategy<Value = String> {
    (prop::sample::select(&LOCALS[..]), domain()).prop_map(|(local, domain)| format!("{local}@{domain}"))
}

fn name() -> impl Strategy<Value = String> {
    (prop::sample::select(&["Ann", "Bo", "Cy"][..]), 0..3u8)
        .prop_map(|(name, number)| format!("{name} {number}"))
}

fn title() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(&["CTO", "CEO"][..]).prop_map(str::to_owned))
}

fn remote() -> impl Strategy<Value = Remote> {
    // Mostly the same address for the same person, now and then another one or none.
    let other =
        prop_oneof![6 => Just(None), 2 => email().prop_map(|email| Some(Some(email))), 1 => Just(Some(None))];
    (1..=6i64, name(), title(), other).prop_map(|(id, name, title, other)| {
        let place = usize::try_from(id).expect("small");
        let own = format!("{}@{}", LOCALS[place % LOCALS.len()], DOMAINS[place % 2]);
        Remote {
            id,
            name,
            title,
            email: other.unwrap_or(Some(own)),
        }
    })
}

fn page() -> impl Strategy<Value = Vec<Remote>> {
    prop::collection::vec(remote(), 1..5).prop_map(|mut people| {
        let mut seen = std::collections::BTreeSet::new();
        people.retain(|person| seen.insert(person.id));
        people
    })
}

/// Picks one of the places from 0 to `count`; there must be one.
pub(crate) fn place(count: usize) -> impl Strategy<Value = usize> + Clone {
    any::<Index>().prop_map(move |index| index.index(count))
}

/// Picks one to three contacts, mostly of one customer.
pub(crate) fn some_people(world: &World) -> BoxedStrategy<Vec<usize>> {
    let count = world.people.len();
    let of: Vec<usize> = world.people.iter().map(|row| row.of).collect();
    let together =
        (place(count), prop::collection::vec(any::<Index>(), 0..3)).prop_map(move |(first, more)| {
            let same: Vec<usize> = (0..count).filter(|at| of[*at] == of[first]).collect();
            let mut people = vec![first];
            people.extend(more.iter().map(|index| same[index.index(same.len())]));
            people
        });
    prop_oneof![9 => together, 1 => prop::collection::vec(place(count), 1..3)].boxed()
}

/// Makes up a step for what is there.
pub(crate) fn turn(world: &World) -> BoxedStrategy<Turn> {
    (0..2usize, step(world))
        .prop_map(|(window, step)| Turn { window, step })
        .boxed()
}

fn step(world: &World) -> BoxedStrategy<Step> {
    let add = (
        prop::sample::select(&["Acme", "Globex", "Initech"][..]),
        prop::option::weighted(0.8, domain()),
        owner(),
    )
        .prop_map(|(name, domain, owner)| Step::AddCustomer {
            name: name.to_owned(),
            domain,
            owner,
        })
        .boxed();
    if world.companies.is_empty() {
        return add;
    }
    let company = || place(world.companies.len());
    let mut steps: Vec<(u32, BoxedStrategy<Step>)> = vec![
        (if world.companies.len() < 3 { 2 } else { 1 }, add),
        (
            3,
            (company(), edit())
                .prop_map(|(company, edit)| Step::EditCustomer { company, edit })
                .boxed(),
        ),
        (
            7,
            (company(), name(), email())
                .prop_map(|(company, name, email)| Step::AddContact { company, name, email })
                .boxed(),
        ),
        (
            3,
            (
                company(),
                prop::collection::vec((name(), email()), 1..5),
                prop::option::weighted(0.3, 0..4usize),
            )
                .prop_map(|(company, rows, primary)| Step::Import {
                    company,
                    rows,
                    primary,
                })
                .boxed(),
        ),
        (8, page().prop_map(Step::Page).boxed()),
        (
            2,
            (company(), 1..=6i64)
                .prop_map(|(company, id)| Step::LinkPerson { company, id })
                .boxed(),
        ),
        (2, super::plans::start(company()).boxed()),
        (2, super::plans::invite(company()).boxed()),
        (7, Just(Step::Undo).boxed()),
        (5, Just(Step::Redo).boxed()),
        (2, Just(Step::Crash).boxed()),
    ];
    if !world.acts.is_empty() {
        steps.push((2, place(world.acts.len()).prop_map(Step::UndoThat).boxed()));
    }
    if !world.people.is_empty() {
        steps.extend(with_people(world));
    }
    steps.extend(chores::made_up(world));
    steps.extend(notes::made_up(world));
    steps.extend(fields::made_up(world));
    if !world.plans.is_empty() {
        let plan = || place(world.plans.len());
        let to = || prop::sample::select(&PHASES[..]);
        let on =
            (plan(), prop::option::weighted(0.8, to())).prop_map(|(plan, to)| Step::Advance { plan, to });
        steps.push((5, on.boxed()));
        steps.push((
            1,
            (plan(), to())
                .prop_map(|(plan, to)| Step::Back { plan, to })
                .boxed(),
        ));
    }
    if !world.notifications.is_empty() {
        let notification = || place(world.notifications.len());
        steps.push((1, notification().prop_map(Step::Cancel).boxed()));
        steps.push((1, notification().prop_map(Step::Retry).boxed()));
    }
    prop::strategy::Union::new_weighted(steps).boxed()
}

fn with_people(world: &World) -> Vec<(u32, BoxedStrategy<Step>)> {
    let company = || place(world.companies.len());
    let person = || place(world.people.len());
    let successor = || prop::option::weighted(0.4, place(world.people.len()));
    vec![
        (
            5,
            (person(), prop::collection::vec(contact_edit(), 1..3))
                .prop_map(|(person, edits)| Step::EditContact { person, edits })
                .boxed(),
        ),
        (
            4,
            (some_people(world), successor())
                .prop_map(|(people, successor)| Step::Archive { people, successor })
                .boxed(),
        ),
        (3, some_people(world).prop_map(Step::Restore).boxed()),
        (3, some_people(world).prop_map(Step::Delete).boxed()),
        (2, person().prop_map(Step::Erase).boxed()),
        (
            4,
            (some_people(world), successor())
                .prop_map(|(people, successor)| Step::Unlink { people, successor })
                .boxed(),
        ),
        (3, some_people(world).prop_map(Step::Relink).boxed()),
        (
            4,
            (company(), prop::option::weighted(0.8, person()))
                .prop_map(|(company, primary)| Step::SetPrimary { company, primary })
                .boxed(),
        ),
        (
            4,
            (
                some_people(world),
                person(),
                prop::sample::select(&[Takes::Nothing, Takes::Address, Takes::NameAndAddress][..]),
            )
                .prop_map(|(people, other, takes)| Step::Merge {
                    keep: people[0],
                    drop: *people.get(1).unwrap_or(&other),
                    takes,
                })
                .boxed(),
        ),
        (
            1,
            (company(), person())
                .prop_map(|(company, person)| Step::Invite {
                    company,
                    person: Some(person),
                })
                .boxed(),
        ),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        name().prop_map(Edit::Name),
        prop::option::weighted(0.8, domain()).prop_map(Edit::Domain),
        owner().prop_map(Edit::Owner),
        states::some().prop_map(Edit::State),
    ]
}

fn contact_edit() -> impl Strategy<Value = ContactEdit> {
    prop_oneof![
        name().prop_map(ContactEdit::Name),
        email().prop_map(ContactEdit::Email),
        title().prop_map(ContactEdit::Title),
        other_emails::some().prop_map(ContactEdit::Others),
    ]
}
