//! Onboardings and tasks: who is told of them, and how they are edited and moved.

use crate::domain::{
    AssigneeFields, Audience, Change, Contact, Customer, CustomerEdit, CustomerId, Email, Field, Name,
    NewTaskFields, NotificationState, Onboarding, OnboardingEdit, OnboardingId, OpenTasks, Outcome,
    OwnerFields, Phase, PhaseMove, Route, RoutedTo, SafeText, Successor, Task, TaskEdit, UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

/// Acme with Dana as its primary, Ann, and an onboarding.
struct Plan {
    workspace: Workspace,
    acme: CustomerId,
    dana: Contact,
    ann: Contact,
    onboarding: Onboarding,
}

fn plan() -> Plan {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let onboarding = workspace.starts_onboarding(acme);
    Plan {
        workspace,
        acme,
        dana,
        ann,
        onboarding,
    }
}

fn phase(name: &str) -> Phase {
    Phase::parse(name).expect("a phase")
}

fn named(email: &str) -> AssigneeFields {
    AssigneeFields::Named(Email::parse(email).expect("an address"))
}

impl Plan {
    fn add(&mut self, audience: Audience, assignee: Option<AssigneeFields>) -> (Task, Option<Route>, usize) {
        let task = NewTaskFields {
            title: Name::parse("Send the logo").expect("a title"),
            assignee,
            due: None,
            audience,
            note: None,
        };
        let onboarding = self.onboarding.id;
        let added = self.workspace.tries_task(onboarding, None, task);
        match added.expect("added").outcome {
            Outcome::TaskAdded {
                task,
                notifications,
                route,
            } => (task, route, notifications.len()),
            other => panic!("{other:?}"),
        }
    }

    fn edit(&mut self, task: &Task, edits: Vec<TaskEdit>) -> (Task, Vec<Field>, Option<Route>) {
        match self
            .workspace
            .make(Change::EditTask { task: task.id, edits })
            .expect("edited")
            .outcome
        {
            Outcome::TaskEdited {
                task, fields, route, ..
            } => (task, fields, route),
            other => panic!("{other:?}"),
        }
    }

    fn refusal(&mut self, task: &Task, who: AssigneeFields) -> String {
        let edits = vec![TaskEdit::Assignee(Some(who))];
        let result = self.workspace.make(Change::EditTask { task: task.id, edits });
        result.expect_err("refused").to_string()
    }

    fn task(&mut self) -> Task {
        self.workspace
            .tasks(self.onboarding.id)
            .expect("listed")
            .remove(0)
    }

    fn undo(&mut self) -> String {
        let done = self.workspace.make(Change::Undo(UndoTarget::Latest));
        done.expect("undone").outcome.sentence()
    }

    fn states(&mut self) -> Vec<NotificationState> {
        let list = self.workspace.notifications().expect("listed");
        list.iter().map(|one| one.state).collect()
    }

    fn no_primary(&mut self) -> Customer {
        let primary = Successor::Nobody;
        let customer = self.acme;
        self.workspace
            .make(Change::SetPrimary { customer, primary })
            .expect("set");
        self.workspace.customer(customer).expect("there")
    }

    fn no_owner(&mut self) {
        let edits = vec![CustomerEdit::Owner(None)];
        let customer = self.acme;
        self.workspace
            .make(Change::EditCustomer { customer, edits })
            .expect("edited");
    }
}

fn goes_to(route: Option<&Route>) -> String {
    route.map_or_else(|| "no news".to_owned(), |route| route.to.to_string())
}

#[test]
fn a_customer_facing_task_goes_to_its_assignee_and_an_internal_one_sends_nothing() {
    let mut plan = plan();
    let ann = Some(AssigneeFields::Contact(plan.ann.id));
    let (_, route, written) = plan.add(Audience::Internal, ann.clone());
    assert_eq!((route, written), (None, 0));
    let (_, route, written) = plan.add(Audience::Customer, ann);
    assert_eq!(
        (goes_to(route.as_ref()), written),
        ("Ann Lee, assigned".to_owned(), 2)
    );
    let (_, route, _) = plan.add(Audience::Customer, None);
    assert_eq!(goes_to(route.as_ref()), "Dana Ruiz, primary");
    let recipients = plan.workspace.notifications().expect("listed");
    assert_eq!(recipients.len(), 4);
}

#[test]
fn without_a_primary_the_owner_is_told_and_without_both_nobody_and_nothing_is_queued() {
    let mut plan = plan();
    plan.no_primary();
    let (_, route, written) = plan.add(Audience::Customer, None);
    assert!(
        matches!(
            route,
            Some(Route {
                to: RoutedTo::OwnerFallback(_),
                ..
            })
        ),
        "{route:?}"
    );
    assert_eq!(written, 2);
    plan.no_owner();
    let (_, route, written) = plan.add(Audience::Customer, None);
    assert_eq!(
        (goes_to(route.as_ref()), written),
        ("nobody: no primary contact and no owner".to_owned(), 0)
    );
    let change = Change::MovePhase {
        onboarding: plan.onboarding.id,
        how: PhaseMove::Advance {
            to: phase("UAT"),
            note: None,
        },
        open: OpenTasks::CarryOver,
        tasks: Vec::new(),
    };
    let outcome = plan.workspace.make(change).expect("moved").outcome;
    assert!(
        outcome
            .sentence()
            .contains("nobody: no primary contact and no owner; nothing is queued"),
        "{}",
        outcome.sentence()
    );
    let outcome = plan
        .workspace
        .make(Change::InviteToPortal {
            customer: plan.acme,
            contact: None,
        })
        .expect("told")
        .outcome;
    assert!(
        outcome.sentence().contains("nothing is queued"),
        "{}",
        outcome.sentence()
    );
    assert_eq!(plan.states().len(), 2, "those of the owner alone");
}

#[test]
fn each_field_of_a_task_is_one_line_of_the_history_and_all_are_undone_together() {
    let mut plan = plan();
    let (task, ..) = plan.add(Audience::Internal, Some(named("mo@us.com")));
    let due = Some("2027-01-15".parse().expect("a day"));
    let edits = vec![
        TaskEdit::Title(Name::parse("Send both logos").expect("a title")),
        TaskEdit::Assignee(Some(AssigneeFields::Contact(plan.ann.id))),
        TaskEdit::Due(due),
        TaskEdit::Audience(Audience::Internal),
    ];
    let (after, fields, route) = plan.edit(&task, edits);
    assert_eq!(fields, [Field::TITLE, Field::Assignee, Field::Due]);
    assert_eq!(route, None, "internal");
    assert_eq!((after.title.as_str(), after.due), ("Send both logos", due));
    assert_eq!(
        plan.workspace.told(plan.acme)[..3],
        [
            "due date of Send the logo: nothing → \"2027-01-15\"",
            "assignee of Send the logo: \"Mo\" → \"Ann Lee\"",
            "title of Send the logo: \"Send the logo\" → \"Send both logos\"",
        ]
    );
    plan.undo();
    assert_eq!(plan.task(), task);
    plan.workspace.make(Change::Redo).expect("redone");
    assert_eq!(plan.task(), after);
    let (_, fields, _) = plan.edit(&after, vec![TaskEdit::Due(due)]);
    assert_eq!(fields, []);
}

#[test]
fn whoever_gets_an_open_customer_facing_task_by_an_edit_is_told() {
    let mut plan = plan();
    let (task, ..) = plan.add(Audience::Internal, Some(AssigneeFields::Contact(plan.ann.id)));
    let (task, _, route) = plan.edit(&task, vec![TaskEdit::Audience(Audience::Customer)]);
    assert_eq!(goes_to(route.as_ref()), "Ann Lee, assigned");
    let (task, _, route) = plan.edit(
        &task,
        vec![TaskEdit::Due(Some("2027-01-15".parse().expect("a day")))],
    );
    assert_eq!(goes_to(route.as_ref()), "no news");
    let dana = AssigneeFields::Contact(plan.dana.id);
    let (task, _, route) = plan.edit(&task, vec![TaskEdit::Assignee(Some(dana.clone()))]);
    assert_eq!(goes_to(route.as_ref()), "Dana Ruiz, assigned");
    assert_eq!(plan.states(), [NotificationState::Held; 4]);
    plan.undo();
    assert_eq!(plan.states()[..2], [NotificationState::Cancelled; 2]);
    let (task, fields, route) = plan.edit(&task, vec![TaskEdit::Assignee(None)]);
    assert_eq!((fields, route), (vec![Field::Assignee], None), "nobody new");
    let complete = Change::CompleteTasks(vec![task.id]);
    plan.workspace.make(complete).expect("completed");
    let (_, _, route) = plan.edit(&task, vec![TaskEdit::Assignee(Some(dana))]);
    assert_eq!(route, None, "it is done");
}

#[test]
fn a_previewed_edit_tells_the_route_and_writes_nothing() {
    let mut plan = plan();
    let (task, ..) = plan.add(Audience::Customer, None);
    let before = plan.states().len();
    let edits = vec![TaskEdit::Assignee(Some(named("ann@acme.com")))];
    let outcome = plan
        .workspace
        .preview(Change::EditTask { task: task.id, edits })
        .expect("previewed");
    assert!(
        outcome.sentence().contains("Ann Lee, assigned"),
        "{}",
        outcome.sentence()
    );
    assert_eq!((plan.states().len(), plan.task()), (before, task));
}

#[test]
fn nobody_who_is_away_or_unknown_is_assigned_and_whoever_was_may_stay() {
    let mut plan = plan();
    let ann = AssigneeFields::Contact(plan.ann.id);
    let (task, ..) = plan.add(Audience::Internal, Some(ann.clone()));
    let archive = Change::ArchiveContacts {
        contacts: vec![plan.ann.id, plan.dana.id],
        successor: Successor::Nobody,
    };
    plan.workspace.make(archive).expect("archived");
    let dana = AssigneeFields::Contact(plan.dana.id);
    assert!(plan.refusal(&task, dana).contains("archived"));
    assert!(
        plan.refusal(&task, named("new@acme.com"))
            .contains("Add that contact first")
    );
    let (_, fields, _) = plan.edit(&task, vec![TaskEdit::Assignee(Some(ann))]);
    assert_eq!(fields, []);
    // To show the customer the task would be to give it to Ann, who gets nothing, and to tell somebody else.
    let edits = vec![TaskEdit::Audience(Audience::Customer)];
    let shown = plan.workspace.make(Change::EditTask { task: task.id, edits });
    let why = shown.expect_err("refused").to_string();
    assert!(why.contains("Ann Lee is archived"), "{why}");
    assert_eq!(plan.states(), []);
}

#[test]
fn undo_leaves_a_field_of_a_task_that_changed_since_and_an_assignee_who_is_gone() {
    let mut plan = plan();
    let (task, ..) = plan.add(Audience::Internal, Some(AssigneeFields::Contact(plan.ann.id)));
    let mo = || TaskEdit::Assignee(Some(named("mo@us.com")));
    let first = plan
        .workspace
        .make(Change::EditTask {
            task: task.id,
            edits: vec![mo(), TaskEdit::Due(Some("2027-01-15".parse().expect("a day")))],
        })
        .expect("edited");
    plan.edit(&task, vec![TaskEdit::Due(None)]);
    plan.workspace
        .make(Change::DeleteContacts(vec![plan.ann.id]))
        .expect("deleted");
    let undone = plan
        .workspace
        .make(Change::Undo(UndoTarget::Change(first.change.expect("a change"))))
        .expect("undone");
    let words = undone.outcome.sentence();
    assert!(
        words.contains("due date of Send the logo is empty now")
            && words.contains("that contact was deleted"),
        "{words}"
    );
}

#[test]
fn an_onboarding_gets_another_csm_and_target_tells_nobody_and_is_undone() {
    let mut plan = plan();
    let edits = vec![
        OnboardingEdit::Csm(Some(OwnerFields::parse_csm("mo@us.com").expect("a person"))),
        OnboardingEdit::Target(Some("2027-01-15".parse().expect("a day"))),
    ];
    let onboarding = plan.onboarding.id;
    let change = Change::EditOnboarding { onboarding, edits };
    let done = plan.workspace.make(change.clone()).expect("edited");
    assert_eq!(
        done.outcome.sentence(),
        "Saved CSM, target date of the onboarding of Acme."
    );
    assert_eq!(plan.states(), []);
    assert_eq!(
        plan.workspace.told(plan.acme)[..2],
        [
            "target date of the onboarding of Acme: nothing → \"2027-01-15\"",
            "CSM of the onboarding of Acme: \"Cara Osei\" → \"Mo\"",
        ]
    );
    let again = plan.workspace.make(change).expect("the same");
    assert_eq!(
        (again.change, again.outcome.sentence().as_str()),
        (None, "Nothing changed.")
    );
    plan.undo();
    let after = plan.workspace.onboardings(Some(plan.acme)).expect("listed");
    assert_eq!(after, [plan.onboarding.clone()]);
    let gone = OnboardingId::from_uuid(uuid::Uuid::nil());
    let change = Change::EditOnboarding {
        onboarding: gone,
        edits: Vec::new(),
    };
    assert!(matches!(plan.workspace.make(change), Err(Error::NotFound(_))));
}

#[test]
fn a_move_says_how_many_tasks_were_open_and_keeps_its_note() {
    let mut plan = plan();
    plan.add(Audience::Internal, None);
    let change = Change::MovePhase {
        onboarding: plan.onboarding.id,
        how: PhaseMove::Advance {
            to: phase("UAT"),
            note: SafeText::optional("All set"),
        },
        open: OpenTasks::Complete,
        tasks: Vec::new(),
    };
    let outcome = plan.workspace.make(change).expect("moved").outcome;
    assert!(
        matches!(outcome, Outcome::PhaseMoved { open_tasks: 1, .. }),
        "{outcome:?}"
    );
    assert!(plan.task().done_at.is_some());
    let told = plan.workspace.told(plan.acme).join("\n");
    assert!(
        told.contains("note of the onboarding of Acme: nothing → \"All set\""),
        "{told}"
    );
}
