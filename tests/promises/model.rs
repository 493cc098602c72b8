//! Promise 1, 4, 16 and the rules of the contacts: whatever is done in whatever order, the store holds what a small model
//! in memory says, its log tells the same rows, and nobody who was unlinked comes back.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises model -- --ignored --nocapture` tries 4,000 stories of up to 60 steps.

mod chores;
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
        step::fits(world, &turn.step)
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

fn at(window: usize, step: Step) -> Turn {
    Turn { window, step }
}

fn add_customer() -> Step {
    Step::AddCustomer {
        name: "Acme".to_owned(),
        domain: Some("acme.com"),
        owner: None,
    }
}

fn add_contact(local: &str) -> Step {
    Step::AddContact {
        company: 0,
        name: local.to_owned(),
        email: format!("{local}@acme.com"),
    }
}

fn person(id: i64, local: &str) -> world::Remote {
    world::Remote {
        id,
        name: local.to_owned(),
        email: Some(format!("{local}@acme.com")),
        title: None,
    }
}

/// Plays a story, and gives the harness and the model after it.
fn play(twist: Twist, steps: Vec<Step>) -> (Harness, World) {
    let (mut harness, mut world) = (Harness::new(), World::new(twist));
    for (number, step) in steps.into_iter().enumerate() {
        let turn = at(number % 2, step);
        world = Story::apply(world, &turn);
        harness = Beside::apply(harness, &world, turn);
    }
    (harness, world)
}

fn three_steps() -> Vec<Step> {
    vec![add_customer(), add_contact("ann"), add_contact("bo")]
}

#[test]
fn control_a_model_with_a_broken_rule_does_not_agree() {
    play(Twist::None, three_steps());
    let broken = catch_unwind(AssertUnwindSafe(|| play(Twist::EachTakesTheStar, three_steps())));
    assert!(broken.is_err(), "two models cannot both be right");
}

#[test]
fn control_a_star_that_is_given_behind_the_back_of_the_log_is_found() {
    let (harness, _) = play(Twist::None, three_steps());
    harness
        .outside
        .execute_batch(
            "UPDATE customer SET primary_contact_id = (SELECT id FROM contact WHERE email LIKE 'bo@%')",
        )
        .expect("written");
    assert_eq!(holds::faults(&harness.outside), Vec::<String>::new());
    let faults = replay::faults(&harness.outside);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("the log tells"), "{faults:?}");
}

#[test]
fn control_each_line_of_the_log_that_is_left_out_is_found() {
    let task = |who| Chore::Add {
        part_of: None,
        plan: 0,
        title: "Send the logo",
        who: Some(who),
        audience: "customer",
    };
    let edit = |edit| Step::Chore(Chore::Edit { task: 0, edit });
    let state = |edit| Step::EditCustomer {
        company: 0,
        edit: step::Edit::State(edit),
    };
    let (harness, world) = play(
        Twist::None,
        [
            add_customer(),
            state(StateEdit::AtRisk("Budget frozen")),
            state(StateEdit::Reason(Some("Champion left"))),
            state(StateEdit::Status("churned")),
            state(StateEdit::WinBack(Some("2027-01-15"))),
            state(StateEdit::Status("active")),
            add_contact("ann"),
            add_contact("bo"),
            Step::Start {
                company: 0,
                alone: false,
            },
            Step::Chore(task(Who::Person(0))),
            edit(chores::Edit::Who(Some(Who::Csm("tom.ray@us.com")))),
            edit(chores::Edit::Due(Some("2026-12-24"))),
            Step::Chore(Chore::Complete(0)),
            Step::Advance {
                plan: 0,
                to: Some(step::PHASES[1]),
            },
            Step::Cancel(0),
            Step::Chore(Chore::MarkDistinct(0, 1)),
            Step::Undo,
            Step::Redo,
            Step::Page(vec![person(5, "ann")]),
            Step::Note(NoteStep::Add {
                on: On::Person(0),
                text: "Budget is tight",
                day: Some("2026-12-24"),
            }),
            Step::Note(NoteStep::Edit {
                note: 0,
                edit: notes::Edit::Text("Ask again"),
            }),
            Step::Merge {
                keep: 1,
                drop: 0,
                takes: Takes::Address,
            },
            Step::Undo,
            Step::Delete(vec![1]),
        ]
        .into(),
    );
    assert_eq!(
        (world.tasks.len(), world.pairs.len(), world.verdict),
        (1, 1, Verdict::Taken)
    );
    let each = replay::faults_without_each(&harness.outside);
    let kinds = [
        "owner",
        "customer",
        "contact",
        "onboarding",
        "task",
        "notification",
        "pair",
        "note",
    ];
    for kind in kinds {
        let kind = format!("{kind:?}");
        assert!(
            each.iter().any(|(line, _)| line.contains(&kind)),
            "no line of a {kind}"
        );
    }
    for (line, faults) in each {
        assert!(!faults.is_empty(), "nobody misses {line}");
    }
}

#[test]
fn control_a_primary_that_is_archived_past_its_guard_is_found() {
    let (harness, _) = play(Twist::None, three_steps());
    harness
        .outside
        .execute_batch(
            "DROP TRIGGER primary_stays_active; UPDATE contact SET archived_at = 5 WHERE email LIKE 'ann@%'",
        )
        .expect("written");
    let faults = holds::faults(&harness.outside);
    assert!(
        faults.iter().any(|fault| fault.contains("not an active contact")),
        "{faults:?}"
    );
}

#[test]
fn control_who_comes_back_although_unlinked_is_found() {
    let unlink = Step::Unlink {
        people: vec![0],
        successor: None,
    };
    let (mut harness, world) = play(
        Twist::None,
        vec![add_customer(), Step::Page(vec![person(5, "ann")]), unlink],
    );
    let away = KeptAway::read(&harness.outside);
    assert_eq!(away.came_back(&harness.outside), []);
    harness
        .outside
        .execute_batch("UPDATE contact SET link = NULL")
        .expect("the tombstone is taken away");
    harness.make(&at(0, Step::Page(vec![person(5, "ann")])), &world);
    assert_eq!(away.came_back(&harness.outside).len(), 1);
}

#[test]
fn control_a_notification_that_is_queued_again_is_found() {
    let advance = Step::Advance {
        plan: 0,
        to: Some(step::PHASES[1]),
    };
    let (harness, world) = play(
        Twist::None,
        vec![
            add_customer(),
            add_contact("ann"),
            Step::Start {
                company: 0,
                alone: false,
            },
            advance,
        ],
    );
    assert_eq!((world.notifications.len(), world.verdict), (2, Verdict::Taken));
    harness
        .outside
        .execute_batch(
            "CREATE TEMP TABLE again AS SELECT * FROM notification WHERE number = 1;
             UPDATE again SET number = 99, id = randomblob(16);
             INSERT INTO notification SELECT * FROM again",
        )
        .expect("written");
    let faults = holds::faults(&harness.outside);
    assert!(
        faults.iter().any(|fault| fault.contains("by no change")),
        "{faults:?}"
    );
}
