//! Subtasks and the notes of tasks.

use crate::domain::{
    Audience, Change, ChangeId, CustomerId, Name, NewTaskFields, NoteText, Onboarding, OnboardingState,
    OpenTasks, OthersActive, Outcome, Phase, PhaseMove, SafeText, Task, TaskEdit, TaskId, UndoTarget,
    WithSubtasks,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

fn started() -> (Workspace, CustomerId, Onboarding) {
    let (mut workspace, acme) = with_acme();
    let onboarding = workspace.starts_onboarding(acme);
    (workspace, acme, onboarding)
}

fn fields(title: &str) -> NewTaskFields {
    NewTaskFields {
        title: Name::parse(title).expect("a title"),
        assignee: None,
        due: None,
        audience: Audience::Internal,
        note: None,
    }
}

fn note(text: &str) -> Option<NoteText> {
    Some(NoteText::parse(text).expect("a note"))
}

impl Workspace {
    fn adds_part(
        &mut self,
        onboarding: &Onboarding,
        parent: Option<TaskId>,
        title: &str,
    ) -> Result<(Task, ChangeId), Error> {
        let done = self.tries_task(onboarding.id, parent, fields(title))?;
        match done.outcome {
            Outcome::TaskAdded { task, .. } => Ok((task, done.change.expect("a change"))),
            other => panic!("{other:?}"),
        }
    }

    /// Returns the tasks, each subtask behind a dash, and `x` before those that are done.
    fn plan_of(&mut self, onboarding: &Onboarding) -> Vec<String> {
        let tasks = self.tasks(onboarding.id).expect("listed");
        let line = |task: &Task| {
            let dash = if task.parent.is_some() { "- " } else { "" };
            let done = if task.done_at.is_some() { "x " } else { "" };
            format!("{dash}{done}{}", task.title)
        };
        tasks.iter().map(line).collect()
    }
}

#[test]
fn subtasks_stand_below_their_task_and_in_its_phase() {
    let (mut workspace, _, onboarding) = started();
    let (review, _) = workspace
        .adds_part(&onboarding, None, "Review the security")
        .expect("added");
    workspace
        .adds_part(&onboarding, None, "Hold a call")
        .expect("added");
    let change = Change::MovePhase {
        onboarding: onboarding.id,
        how: PhaseMove::Skip {
            to: Phase::parse("UAT").expect("a phase"),
        },
        open: OpenTasks::CarryOver,
        tasks: Vec::new(),
    };
    workspace.make(change).expect("moved");
    let (part, _) = workspace
        .adds_part(&onboarding, Some(review.id), "Send the form")
        .expect("added");
    assert_eq!(part.phase.as_str(), "UAT");
    assert_eq!(part.parent.map(|parent| parent.number), Some(review.number));
    assert_eq!(
        workspace.plan_of(&onboarding),
        ["Review the security", "- Send the form", "Hold a call"]
    );
}

#[test]
fn a_subtask_has_none_of_its_own_and_stays_in_its_onboarding() {
    let (mut workspace, acme, onboarding) = started();
    let (review, _) = workspace.adds_part(&onboarding, None, "Review").expect("added");
    let (part, _) = workspace
        .adds_part(&onboarding, Some(review.id), "Send the form")
        .expect("added");
    let refused = |workspace: &mut Workspace, onboarding: &Onboarding, parent: TaskId| {
        let error = workspace.adds_part(onboarding, Some(parent), "Sign");
        error.expect_err("refused").to_string()
    };
    assert_eq!(
        refused(&mut workspace, &onboarding, part.id),
        "Send the form is itself a subtask; add this one to Review."
    );
    workspace
        .make(Change::CompleteTasks(vec![review.id]))
        .expect("done");
    assert_eq!(
        refused(&mut workspace, &onboarding, review.id),
        "Review is done; reopen it before you add a subtask."
    );
    let pause = Change::SetOnboardingState {
        onboarding: onboarding.id,
        state: OnboardingState::Paused,
        others: OthersActive::Refused,
    };
    workspace.make(pause).expect("paused");
    let other = workspace.starts_onboarding(acme);
    assert_eq!(
        refused(&mut workspace, &other, review.id),
        "The task Review is of another onboarding; add the subtask there."
    );
}

#[test]
fn a_task_is_done_with_its_subtasks_and_opens_again_with_one_of_them() {
    let (mut workspace, _, onboarding) = started();
    let (review, _) = workspace.adds_part(&onboarding, None, "Review").expect("added");
    let parts = ["Send the form", "Sign"].map(|title| {
        let added = workspace.adds_part(&onboarding, Some(review.id), title);
        added.expect("added").0
    });
    let [first, second] = &parts;
    workspace
        .make(Change::CompleteTasks(vec![first.id]))
        .expect("done");
    let done = workspace
        .make(Change::CompleteTasks(vec![review.id]))
        .expect("done");
    assert_eq!(done.outcome.sentence(), "Done: Review, with 1 subtask.");
    assert_eq!(
        workspace.plan_of(&onboarding),
        ["x Review", "- x Send the form", "- x Sign"]
    );
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(
        workspace.plan_of(&onboarding),
        ["Review", "- x Send the form", "- Sign"]
    );
    workspace.make(Change::Redo).expect("redone");
    let opened = workspace.make(Change::ReopenTask(second.id)).expect("opened");
    assert_eq!(opened.outcome.sentence(), "Reopened: Sign.");
    assert_eq!(
        workspace.plan_of(&onboarding),
        ["Review", "- x Send the form", "- Sign"]
    );
}

#[test]
fn a_task_with_subtasks_stays_where_its_adding_is_taken_back() {
    let (mut workspace, _, onboarding) = started();
    let (review, added) = workspace.adds_part(&onboarding, None, "Review").expect("added");
    workspace
        .adds_part(&onboarding, Some(review.id), "Send the form")
        .expect("added");
    let words = workspace.takes_back(UndoTarget::Change(added));
    assert!(words.contains("stays: the task has subtasks now"), "{words}");
    assert_eq!(workspace.plan_of(&onboarding), ["Review", "- Send the form"]);
}

#[test]
fn a_task_and_its_subtask_are_taken_back_one_after_the_other_and_come_again() {
    let (mut workspace, _, onboarding) = started();
    let (review, _) = workspace.adds_part(&onboarding, None, "Review").expect("added");
    workspace
        .adds_part(&onboarding, Some(review.id), "Send the form")
        .expect("added");
    workspace.takes_back(UndoTarget::Latest);
    workspace.takes_back(UndoTarget::Latest);
    assert!(workspace.plan_of(&onboarding).is_empty());
    workspace.make(Change::Redo).expect("redone");
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(workspace.plan_of(&onboarding), ["Review", "- Send the form"]);
}

#[test]
fn a_subtask_does_not_come_again_without_its_task() {
    let (mut workspace, _, onboarding) = started();
    let (review, added) = workspace.adds_part(&onboarding, None, "Review").expect("added");
    let (_, part) = workspace
        .adds_part(&onboarding, Some(review.id), "Send the form")
        .expect("added");
    for change in [part, added] {
        workspace.takes_back(UndoTarget::Change(change));
    }
    let told = workspace
        .make(Change::RedoChange(part))
        .expect("told")
        .outcome
        .sentence();
    assert!(
        told.contains("the task of which it is a part was removed"),
        "{told}"
    );
    assert!(workspace.plan_of(&onboarding).is_empty());
}

#[test]
fn a_note_of_a_task_is_edited_told_and_taken_back() {
    let (mut workspace, acme, onboarding) = started();
    let (task, _) = workspace.adds_part(&onboarding, None, "Review").expect("added");
    let edit = |workspace: &mut Workspace, note: Option<NoteText>| {
        let change = Change::EditTask {
            task: task.id,
            edits: vec![TaskEdit::Note(note)],
        };
        workspace.make(change).expect("edited").outcome.sentence()
    };
    let of_task = |workspace: &mut Workspace| {
        let tasks = workspace.tasks(onboarding.id).expect("listed");
        tasks
            .first()
            .and_then(|task| task.note.as_ref().map(NoteText::to_string))
    };
    let text = "Their form is in the portal.\n- ask Ann";
    assert_eq!(edit(&mut workspace, note(text)), "Saved note of Review.");
    assert_eq!(of_task(&mut workspace).as_deref(), Some(text));
    let told = workspace.told(acme);
    assert!(
        told.first()
            .is_some_and(|line| line.contains("Their form is in the portal.")),
        "{told:?}"
    );
    assert_eq!(edit(&mut workspace, None), "Saved note of Review.");
    assert_eq!(of_task(&mut workspace), None);
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(of_task(&mut workspace).as_deref(), Some(text));
}

#[test]
fn planned_tasks_bring_their_subtasks_and_do_not_double_one_that_was_carried_over() {
    let (mut workspace, _, onboarding) = started();
    let planned = || {
        vec![
            WithSubtasks {
                task: fields("Review"),
                subtasks: vec![fields("Send the form"), fields("Sign")],
            },
            fields("Hold a call").into(),
        ]
    };
    let go = |workspace: &mut Workspace, how: PhaseMove| {
        let change = Change::MovePhase {
            onboarding: onboarding.id,
            how,
            open: OpenTasks::CarryOver,
            tasks: planned(),
        };
        workspace.make(change).expect("moved");
    };
    let to = |name: &str| Phase::parse(name).expect("a phase");
    go(&mut workspace, PhaseMove::Skip { to: to("UAT") });
    let plan = ["Review", "- Send the form", "- Sign", "Hold a call"];
    assert_eq!(workspace.plan_of(&onboarding), plan);
    let reason = SafeText::clean("Not ready");
    go(
        &mut workspace,
        PhaseMove::Back {
            to: to("Kickoff"),
            reason,
            others: OthersActive::Refused,
        },
    );
    assert_eq!(workspace.plan_of(&onboarding), plan);
    workspace.takes_back(UndoTarget::Latest);
    workspace.takes_back(UndoTarget::Latest);
    assert!(workspace.plan_of(&onboarding).is_empty());
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(workspace.plan_of(&onboarding), plan);
}
