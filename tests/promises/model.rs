//! Promise 1, 4, 16 and the rules of the contacts: whatever is done in whatever order, the store holds what a small model
//! in memory says, its log tells the same rows, and nobody who was unlinked comes back.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises model -- --ignored --nocapture` tries 4,000 stories of up to 60 steps.

mod chores;
mod controls;
mod erase;
mod fields;
mod fits;
mod harness;
mod holds;
mod notes;
mod other_emails;
mod people;
mod plans;
mod rows;
mod rules;
mod states;
mod step;
mod undo;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::rig::replay;
use chores::{Chore, Who};
use fields::FieldStep;
use harness::Harness;
use holds::KeptAway;
use notes::{NoteStep, On};
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use rows::RowIds;
use states::StateEdit;
use step::{Step, Takes, Turn};
use world::{Row, Thing, Twist, Verdict, World};

static STEPS: AtomicU64 = AtomicU64::new(0);

/// The model as the crate that makes up stories knows it.
struct Story;

impl ReferenceStateMachine for Story {
    type State = World;
    type Transition = Turn;

    fn init_state() -> BoxedStrategy<World> {
        Just(World::new(Twist::None)).boxed()
    }

    fn transitions(world: &World) -> BoxedStrategy<Turn> {
        step::turn(world)
    }

    fn apply(world: World, turn: &Turn) -> World {
        rules::after(world, &turn.step)
    }

    fn preconditions(world: &World, turn: &Turn) -> bool {
        fits::fits(world, &turn.step)
    }
}

/// The product beside the model.
struct Beside;

impl StateMachineTest for Beside {
    type SystemUnderTest = Harness;
    type Reference = Story;

    fn init_test(_: &World) -> Harness {
        Harness::new()
    }

    fn apply(mut harness: Harness, world: &World, turn: Turn) -> Harness {
        STEPS.fetch_add(1, Ordering::Relaxed);
        let away = KeptAway::read(&harness.outside);
        let verdict = harness.make(&turn, world);
        assert_eq!(verdict, world.verdict, "{:?}", turn.step);
        compare(&mut harness, world);
        if matches!(turn.step, Step::Page(_)) {
            let back = away.came_back(&harness.outside);
            assert!(back.is_empty(), "they were to stay away: {back:?}");
        }
        harness
    }

    fn teardown(harness: Harness, _: World) {
        assert_eq!(holds::search_faults(&harness.outside), Vec::<String>::new());
    }
}

/// Compares the tables with the model, the log with the tables, and the rules with all of it.
fn compare(harness: &mut Harness, world: &World) {
    let ids = RowIds::read(&harness.outside);
    same(
        "customers",
        &rows::companies(&harness.outside, &ids),
        &world.companies,
    );
    same("contacts", &rows::people(&harness.outside, &ids), &world.people);
    same("onboardings", &rows::plans(&harness.outside, &ids), &world.plans);
    same(
        "notifications",
        &rows::notifications(&harness.outside, &ids),
        &world.notifications,
    );
    same("tasks", &rows::tasks(&harness.outside, &ids), &world.tasks);
    same("pairs", &rows::pairs(&harness.outside, &ids), &world.pairs);
    same("notes", &rows::notes(&harness.outside, &ids), &world.notes);
    same("fields", &rows::fields(&harness.outside), &world.fields);
    assert_eq!(holds::faults(&harness.outside), Vec::<String>::new());
    assert_eq!(replay::faults(&harness.outside), Vec::<String>::new());
    for at in (0..world.companies.len()).filter(|at| !world.companies[*at].gone) {
        assert_eq!(harness.routed(ids.id(Thing::Company(at))), routed(world, at));
    }
    harness.reads_lists();
}

fn same(what: &str, held: &[Row], wanted: &[Row]) {
    for (at, (held, wanted)) in held.iter().zip(wanted).enumerate() {
        assert_eq!(held, wanted, "row {at} of the {what}; the second is the model's");
    }
    assert_eq!(held.len(), wanted.len(), "the number of {what}");
}

/// The rule of the routing: the primary, else the owner, else nobody; nobody at all where the customer left.
fn routed(world: &World, company: usize) -> (Option<String>, &'static str) {
    let owner = world.get(Thing::Company(company), "owner");
    if world.is_silent(company) {
        return (None, "nobody");
    }
    match (world.primary(company), owner) {
        (Some(at), _) => {
            let email = world.get(Thing::Person(at), "email").expect("an address");
            (Some(email.to_owned()), "primary")
        }
        (None, Some(owner)) => (Some(owner.to_owned()), "owner_fallback"),
        (None, None) => (None, "nobody"),
    }
}

fn stories(cases: u32, steps: usize) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 3_000,
        ..Config::default()
    };
    proptest!(config.clone(), |((world, turns, seen) in Story::sequential_strategy(1..=steps))| {
        Beside::test_sequential(config.clone(), world, turns, seen);
    });
}

#[test]
fn any_story_leaves_what_the_model_says() {
    stories(24, 40);
}

#[test]
#[ignore = "takes minutes: PIVOTAL_PROOF=full cargo test --test promises model -- --ignored --nocapture"]
fn thousands_of_stories_leave_what_the_model_says() {
    let full = std::env::var("PIVOTAL_PROOF").is_ok_and(|size| size == "full");
    let cases = if full { 4_000 } else { 60 };
    STEPS.store(0, Ordering::Relaxed);
    stories(cases, 60);
    println!(
        "{cases} stories, {} steps: the store, its log and the model always agreed",
        STEPS.load(Ordering::Relaxed)
    );
}
