//! Stories that are told here and not made up, and faults that are put in on purpose, to see that they are found.

use super::*;

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
            Step::Field(FieldStep::Add {
                of: "customer",
                name: "Region",
                kind: "choice",
            }),
            Step::Field(FieldStep::OfCompany {
                company: 0,
                field: 0,
                value: Some("EMEA"),
            }),
            Step::Field(FieldStep::Rename {
                field: 0,
                name: "Tier",
            }),
            Step::Field(FieldStep::Remove(0)),
            Step::Undo,
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
        "custom_field",
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
fn what_is_left_of_an_undo_without_an_erased_contact_is_not_made_again() {
    let archive = Step::Archive {
        people: vec![1, 2],
        successor: None,
    };
    let steps = [
        add_contact("cy"),
        archive,
        Step::Restore(vec![2]),
        Step::UndoThat(4),
        Step::Undo,
        Step::Erase(1),
        Step::Redo,
        Step::Redo,
        Step::Undo,
    ];
    let (_, world) = play(Twist::None, three_steps().into_iter().chain(steps).collect());
    assert_eq!(world.verdict, Verdict::Taken);
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
