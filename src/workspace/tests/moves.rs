//! Phases of onboardings: which moves are taken, what letters are told of them, and how a start is undone.

use std::sync::{Arc, Mutex};

use crate::domain::{
    Audience, Change, ChangeId, CustomerId, Name, NewTaskFields, NotificationContent, NotificationFacts,
    NotificationKind, NotificationRenderer, Onboarding, OnboardingFields, OnboardingState, OpenTasks,
    OthersActive, Outcome, Phase, PhaseMove, PlainRenderer, RouteReason, SafeText, Step, TaskEdit,
    UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

fn phase(name: &str) -> Phase {
    Phase::parse(name).expect("a phase")
}

fn task(title: &str) -> NewTaskFields {
    NewTaskFields {
        title: Name::parse(title).expect("a title"),
        assignee: None,
        due: "2026-12-01".parse().ok(),
        audience: Audience::Customer,
        note: None,
    }
}

/// Returns Acme a primary and an onboarding with a target.
fn started() -> (Workspace, CustomerId, Onboarding) {
    let (workspace, acme, onboarding, _) = started_by();
    (workspace, acme, onboarding)
}

/// Returns the change that started it too.
fn started_by() -> (Workspace, CustomerId, Onboarding, ChangeId) {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let change = Change::StartOnboarding {
        customer: acme,
        onboarding: OnboardingFields {
            csm: None,
            target: "2027-01-15".parse().ok(),
            phase: phase("Kickoff"),
            template: None,
        },
        tasks: Vec::new(),
        others: OthersActive::Refused,
    };
    let done = workspace.make(change).expect("started");
    match done.outcome {
        Outcome::OnboardingStarted { onboarding, .. } => {
            (workspace, acme, onboarding, done.change.expect("a change"))
        }
        other => panic!("{other:?}"),
    }
}

fn moves(workspace: &mut Workspace, onboarding: &Onboarding, how: PhaseMove) -> Result<Onboarding, Error> {
    let change = Change::MovePhase {
        onboarding: onboarding.id,
        how,
        open: OpenTasks::CarryOver,
        tasks: Vec::new(),
    };
    match workspace.make(change)?.outcome {
        Outcome::PhaseMoved { onboarding, .. } => Ok(onboarding),
        other => panic!("{other:?}"),
    }
}

fn back(to: &str) -> PhaseMove {
    PhaseMove::Back {
        to: phase(to),
        reason: SafeText::optional("Not yet").expect("a reason"),
        others: OthersActive::Refused,
    }
}

#[test]
fn what_is_done_only_goes_back_and_nothing_moves_to_where_it_is() {
    let (mut workspace, _, onboarding) = started();
    let advance = |to: &str| PhaseMove::Advance {
        to: phase(to),
        note: None,
    };
    let error = moves(&mut workspace, &onboarding, advance("Kickoff")).expect_err("it is there");
    assert!(error.to_string().contains("is already in Kickoff"), "{error}");
    let uat = moves(&mut workspace, &onboarding, advance("UAT")).expect("moved");
    let done = moves(&mut workspace, &uat, PhaseMove::Finish { note: None }).expect("finished");
    assert_eq!((done.state, &done.phase), (OnboardingState::Done, &phase("UAT")));
    let error = moves(&mut workspace, &done, advance("Go-live")).expect_err("it is done");
    assert!(error.to_string().contains("is done"), "{error}");
    let again = moves(&mut workspace, &done, back("UAT")).expect("sent back");
    assert_eq!(
        (again.state, &again.phase),
        (OnboardingState::Active, &phase("UAT"))
    );
}

#[test]
fn what_goes_on_is_paused_and_resumed_and_what_is_done_is_not() {
    let (mut workspace, _, onboarding) = started();
    let set = |workspace: &mut Workspace, state| {
        let onboarding = onboarding.id;
        workspace.make(Change::SetOnboardingState {
            onboarding,
            state,
            others: OthersActive::Refused,
        })
    };
    for state in [OnboardingState::Paused, OnboardingState::Active] {
        set(&mut workspace, state).expect("set");
        let now = workspace.onboardings(None).expect("listed").remove(0);
        assert_eq!(now.state, state);
    }
    let undone = workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    let words = undone.outcome.sentence();
    assert!(words.contains("set the onboarding of Acme to active"), "{words}");
    set(&mut workspace, OnboardingState::Active).expect("it goes on");
    assert!(matches!(
        set(&mut workspace, OnboardingState::Done),
        Err(Error::Refused(_))
    ));
    moves(&mut workspace, &onboarding, PhaseMove::Finish { note: None }).expect("finished");
    assert!(matches!(
        set(&mut workspace, OnboardingState::Active),
        Err(Error::Refused(_))
    ));
}

#[test]
fn a_start_is_undone_and_redone_unless_tasks_came_since() {
    let (mut workspace, acme, onboarding, start) = started_by();
    let undone = workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert!(undone.outcome.sentence().starts_with("Undid"));
    assert_eq!(workspace.onboardings(Some(acme)).expect("listed"), []);
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(
        workspace.onboardings(Some(acme)).expect("listed"),
        std::slice::from_ref(&onboarding)
    );
    let change = Change::AddTask {
        onboarding: onboarding.id,
        parent: None,
        task: task("Send the logo"),
    };
    let added = workspace.make(change).expect("added").change.expect("a change");
    workspace
        .make(Change::Undo(UndoTarget::Change(added)))
        .expect("the task is taken back");
    assert_eq!(workspace.tasks(onboarding.id).expect("listed"), []);
    workspace.make(Change::Redo).expect("redone");
    let again = workspace.tasks(onboarding.id).expect("listed").remove(0);
    let edits = vec![TaskEdit::Due(None)];
    workspace
        .make(Change::EditTask {
            task: again.id,
            edits,
        })
        .expect("edited");
    let undone = workspace
        .make(Change::Undo(UndoTarget::Change(added)))
        .expect("told");
    let words = undone.outcome.sentence();
    assert!(words.contains("has changed, so the task stays"), "{words}");
    let undone = workspace
        .make(Change::Undo(UndoTarget::Change(start)))
        .expect("told");
    let words = undone.outcome.sentence();
    assert!(words.contains("the onboarding has tasks now"), "{words}");
    assert_eq!(workspace.onboardings(Some(acme)).expect("listed").len(), 1);
}

#[test]
fn a_task_is_found_by_its_number_or_id_in_its_own_onboarding() {
    let (mut workspace, acme, onboarding) = started();
    let other = Change::StartOnboarding {
        customer: acme,
        onboarding: OnboardingFields {
            csm: None,
            target: None,
            phase: phase("Kickoff"),
            template: None,
        },
        tasks: vec![task("Call").into()],
        others: OthersActive::Allowed,
    };
    workspace.make(other).expect("started");
    let change = Change::AddTask {
        onboarding: onboarding.id,
        parent: None,
        task: task("Send the logo"),
    };
    workspace.make(change).expect("added");
    let own = workspace.tasks(onboarding.id).expect("listed").remove(0);
    for named in [
        format!("{}", own.number),
        format!("#{}", own.number),
        own.id.to_string(),
    ] {
        assert_eq!(workspace.find_task(&onboarding, &named).expect(&named).id, own.id);
    }
    let all = workspace.onboardings(Some(acme)).expect("listed");
    let other = all.iter().find(|one| one.id != onboarding.id).expect("the other");
    let error = workspace
        .find_task(other, &own.number.to_string())
        .expect_err("it is of another one");
    assert!(matches!(error, Error::NotFound(_)), "{error}");
}

#[test]
fn open_tasks_of_the_phase_that_is_left_go_along_and_no_others() {
    let (mut workspace, _, onboarding) = started();
    for title in ["Call", "Send the logo"] {
        let change = Change::AddTask {
            onboarding: onboarding.id,
            parent: None,
            task: task(title),
        };
        workspace.make(change).expect("added");
    }
    let tasks = workspace.tasks(onboarding.id).expect("listed");
    let call = tasks
        .iter()
        .find(|task| task.title.as_str() == "Call")
        .expect("a task");
    workspace
        .make(Change::CompleteTasks(vec![call.id]))
        .expect("done");
    let mut phases = |how: PhaseMove| {
        moves(&mut workspace, &onboarding, how).expect("moved");
        let mut tasks = workspace.tasks(onboarding.id).expect("listed");
        tasks.sort_by_key(|task| task.number);
        tasks
            .iter()
            .map(|task| (task.phase.to_string(), task.done_at.is_some()))
            .collect::<Vec<_>>()
    };
    let advance = PhaseMove::Advance {
        to: phase("UAT"),
        note: None,
    };
    let kickoff = |done: bool| ("Kickoff".to_owned(), done);
    assert_eq!(phases(advance), [kickoff(true), ("UAT".to_owned(), false)]);
    assert_eq!(phases(back("Kickoff")), [kickoff(true), kickoff(false)]);
    assert_eq!(
        phases(PhaseMove::Finish { note: None }),
        [kickoff(true), kickoff(true)]
    );
}

/// Renders plain texts and keeps what it was told.
#[derive(Debug, Clone, Default)]
struct Listener(Arc<Mutex<Vec<NotificationFacts>>>);

impl NotificationRenderer for Listener {
    fn render(&self, kind: NotificationKind, facts: &NotificationFacts) -> NotificationContent {
        self.0.lock().expect("a list").push(facts.clone());
        PlainRenderer.render(kind, facts)
    }
}

#[test]
fn a_letter_is_told_the_task_the_phase_and_what_was_said() {
    let (workspace, acme, onboarding) = started();
    let listener = Listener::default();
    let mut workspace = workspace.with_renderer(Box::new(listener.clone()));
    let last = || listener.0.lock().expect("a list").last().cloned().expect("told");
    let change = Change::AddTask {
        onboarding: onboarding.id,
        parent: None,
        task: task("Send the logo"),
    };
    workspace.make(change).expect("added");
    let told = last();
    assert_eq!(
        (
            told.recipient_name.as_str(),
            told.customer.as_str(),
            told.owner.as_deref()
        ),
        ("Dana Ruiz", "Acme", Some("Cara Osei"))
    );
    assert_eq!(told.reason, Some(RouteReason::Primary));
    assert_eq!(
        (told.task.as_deref(), told.phase, told.due, told.target),
        (
            Some("Send the logo"),
            Some(phase("Kickoff")),
            "2026-12-01".parse().ok(),
            onboarding.target
        )
    );
    let primary = workspace.customer(acme).expect("there").primary.expect("Dana");
    workspace.draft_messages(acme, &[primary.id]).expect("drafted");
    let told = last();
    assert_eq!((told.phase, told.tasks.len()), (Some(phase("Kickoff")), 1));
    let advance = PhaseMove::Advance {
        to: phase("UAT"),
        note: SafeText::optional("All set"),
    };
    let steps = [
        (advance, "UAT", Some("All set"), Step::On),
        (
            PhaseMove::Skip { to: phase("Go-live") },
            "Go-live",
            None,
            Step::On,
        ),
        (back("UAT"), "UAT", None, Step::Back),
        (PhaseMove::Finish { note: None }, "UAT", None, Step::Done),
    ];
    for (how, to, note, step) in steps {
        moves(&mut workspace, &onboarding, how).expect(to);
        let told = last();
        assert_eq!(
            (told.phase, told.note.as_deref(), told.step, told.target),
            (Some(phase(to)), note, Some(step), onboarding.target)
        );
    }
}
