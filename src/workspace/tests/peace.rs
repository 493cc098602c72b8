//! Who must be left in peace: what is refused, paused and held for who left, and what goes on when they are back.

use rstest::rstest;

use crate::domain::{
    AssigneeFields, Audience, Before, Change, Channel, ContactId, CustomerEdit, CustomerId, CustomerStatus,
    HeldMessage, Letter, Name, NewTaskFields, Notification, NotificationId, NotificationState, Onboarding,
    OnboardingFields, OnboardingId, OnboardingState, OpenTasks, Outcome, Parcel, Phase, PhaseMove, SafeText,
    Settlement, StatusEffect, Successor, TaskEdit, Timestamp, UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

/// Acme with Dana as its primary, Ann, an onboarding, and mail that leaves by itself.
struct Scene {
    workspace: Workspace,
    acme: CustomerId,
    dana: ContactId,
    ann: ContactId,
    plan: OnboardingId,
}

fn phase(name: &str) -> Phase {
    Phase::parse(name).expect("a phase")
}

fn scene() -> Scene {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com").id;
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com").id;
    workspace.fit_channel(Channel::Email, "settings").expect("fitted");
    workspace.note_test(Channel::Email).expect("tested");
    workspace.confirm_channel(Channel::Email).expect("confirmed");
    let plan = starts(&mut workspace, acme).expect("started").id;
    let mut scene = Scene {
        workspace,
        acme,
        dana,
        ann,
        plan,
    };
    let first = scene.invites();
    scene
        .make(Change::ApproveNotifications(vec![first]))
        .expect("approved");
    scene.send();
    scene
}

fn starts(workspace: &mut Workspace, customer: CustomerId) -> Result<Onboarding, Error> {
    let change = Change::StartOnboarding {
        customer,
        onboarding: OnboardingFields {
            csm: None,
            target: None,
            phase: phase("Kickoff"),
        },
        tasks: Vec::new(),
    };
    match workspace.make(change)?.outcome {
        Outcome::OnboardingStarted { onboarding, .. } => Ok(onboarding),
        other => panic!("{other:?}"),
    }
}

fn facing(assignee: Option<AssigneeFields>) -> NewTaskFields {
    NewTaskFields {
        title: Name::parse("Send the logo").expect("a title"),
        assignee,
        due: None,
        audience: Audience::Customer,
    }
}

impl Scene {
    fn make(&mut self, change: Change) -> Result<Outcome, Error> {
        self.workspace.make(change).map(|done| done.outcome)
    }

    fn refusal(&mut self, change: Change) -> String {
        self.make(change).expect_err("refused").to_string()
    }

    fn status(&mut self, status: CustomerStatus) -> (String, StatusEffect) {
        let change = Change::EditCustomer {
            customer: self.acme,
            edits: vec![CustomerEdit::Status(status)],
        };
        let outcome = self.make(change).expect("edited");
        match &outcome {
            Outcome::CustomerEdited { status, .. } => (outcome.sentence(), status.clone()),
            other => panic!("{other:?}"),
        }
    }

    fn set(&mut self, state: OnboardingState) -> Result<StatusEffect, Error> {
        let onboarding = self.plan;
        match self.make(Change::SetOnboardingState { onboarding, state })? {
            Outcome::OnboardingStateSet { status, .. } => Ok(status),
            other => panic!("{other:?}"),
        }
    }

    fn move_to(&self, to: &str) -> Change {
        Change::MovePhase {
            onboarding: self.plan,
            how: PhaseMove::Skip { to: phase(to) },
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        }
    }

    /// Writes the mail of an invitation, and gives its id.
    fn invites(&mut self) -> NotificationId {
        let change = Change::InviteToPortal {
            customer: self.acme,
            contact: None,
        };
        match self.make(change).expect("invited") {
            Outcome::Invited { notifications, .. } => by_mail(&notifications),
            other => panic!("{other:?}"),
        }
    }

    /// Moves the onboarding, and gives the id of the mail about it.
    fn moves(&mut self, to: &str) -> NotificationId {
        let change = self.move_to(to);
        match self.make(change).expect("moved") {
            Outcome::PhaseMoved { notifications, .. } => by_mail(&notifications),
            other => panic!("{other:?}"),
        }
    }

    fn claim(&mut self) -> Option<Parcel> {
        self.workspace.claim(Channel::Email).expect("read")
    }

    fn send(&mut self) {
        while let Some(parcel) = self.claim() {
            self.workspace
                .settle(&parcel, &Settlement::Sent)
                .expect("settled");
        }
    }

    fn found(&mut self, id: NotificationId) -> Notification {
        let all = self.workspace.notifications(None).expect("listed");
        all.into_iter().find(|one| one.id == id).expect("there")
    }

    fn state(&mut self, id: NotificationId) -> NotificationState {
        self.found(id).state
    }

    fn plan_state(&mut self) -> OnboardingState {
        let plans = self.workspace.onboardings(Some(self.acme)).expect("listed");
        plans.first().expect("one").state
    }

    fn count(&mut self) -> usize {
        self.workspace.notifications(None).expect("listed").len()
    }

    fn undo(&mut self) -> String {
        let undone = self.make(Change::Undo(UndoTarget::Latest));
        undone.expect("undone").sentence()
    }
}

fn by_mail(written: &[Notification]) -> NotificationId {
    let mail = written.iter().find(|one| one.channel == Channel::Email);
    mail.expect("by mail").id
}

#[rstest]
#[case(CustomerStatus::Churned, "Acme is churned")]
#[case(CustomerStatus::Archived, "Acme is archived")]
fn nothing_moves_and_nothing_is_written_about_who_left(#[case] status: CustomerStatus, #[case] why: &str) {
    let mut scene = scene();
    let (acme, ann, plan) = (scene.acme, scene.ann, scene.plan);
    let internal = NewTaskFields {
        audience: Audience::Internal,
        ..facing(Some(AssigneeFields::Contact(ann)))
    };
    let Ok(Outcome::TaskAdded { task, .. }) = scene.make(Change::AddTask {
        onboarding: plan,
        task: internal.clone(),
    }) else {
        panic!("added")
    };
    scene.status(status);
    let before = scene.count();
    let message = HeldMessage {
        contact: ann,
        letter: Letter {
            subject: "Hello".to_owned(),
            body: "There".to_owned(),
            blanks: Vec::new(),
        },
    };
    let back = PhaseMove::Back {
        to: phase("Kickoff"),
        reason: SafeText::clean("once more"),
    };
    let moved = |how| Change::MovePhase {
        onboarding: plan,
        how,
        open: OpenTasks::CarryOver,
        tasks: Vec::new(),
    };
    let changes = [
        scene.move_to("UAT"),
        moved(PhaseMove::Advance {
            to: phase("UAT"),
            note: None,
        }),
        moved(back),
        moved(PhaseMove::Finish { note: None }),
        Change::SetOnboardingState {
            onboarding: plan,
            state: OnboardingState::Active,
        },
        Change::AddTask {
            onboarding: plan,
            task: facing(None),
        },
        Change::AddTask {
            onboarding: plan,
            task: facing(Some(AssigneeFields::Contact(ann))),
        },
        Change::EditTask {
            task: task.id,
            edits: vec![TaskEdit::Audience(Audience::Customer)],
        },
        Change::InviteToPortal {
            customer: acme,
            contact: None,
        },
        Change::InviteToPortal {
            customer: acme,
            contact: Some(ann),
        },
        Change::HoldMessages {
            customer: acme,
            messages: vec![message],
        },
    ];
    for change in changes {
        let refusal = scene.refusal(change.clone());
        assert!(
            refusal.starts_with(why) && refusal.contains("Set its status to active first."),
            "{change:?}: {refusal}"
        );
        assert!(scene.workspace.rehearse(change).is_err());
    }
    let start = starts(&mut scene.workspace, acme).expect_err("refused");
    assert!(start.to_string().starts_with(why), "{start}");
    let drafts = scene.workspace.draft_messages(acme, &[ann]).expect_err("refused");
    assert!(drafts.to_string().starts_with(why), "{drafts}");
    assert_eq!(
        (scene.count(), scene.plan_state()),
        (before, OnboardingState::Paused)
    );
    // What tells nobody is still noted.
    scene.make(Change::CompleteTask(task.id)).expect("done");
    scene
        .make(Change::AddTask {
            onboarding: plan,
            task: internal,
        })
        .expect("added");
    assert_eq!(scene.count(), before);
    scene.status(CustomerStatus::AtRisk);
    scene.moves("UAT");
}

#[rstest]
#[case(CustomerStatus::Churned, "Acme is churned now.")]
#[case(CustomerStatus::Archived, "Archived Acme.")]
fn who_leaves_has_its_onboardings_paused_and_what_waits_held_in_the_same_change(
    #[case] status: CustomerStatus,
    #[case] done: &str,
) {
    let mut scene = scene();
    let (moved, invited) = (scene.moves("UAT"), scene.invites());
    let parcel = scene.claim().expect("due");
    let again = Settlement::Again {
        at: Timestamp::from_millis(0),
        left: Before::Nothing,
        why: "Away.".to_owned(),
    };
    scene.workspace.settle(&parcel, &again).expect("settled");
    assert_eq!(scene.state(moved), NotificationState::Retry);
    let (sentence, _) = scene.status(status);
    assert_eq!(
        sentence,
        format!("{done} 1 onboarding is paused. 2 notifications that waited are held.")
    );
    for id in [moved, invited] {
        let held = scene.found(id);
        assert_eq!(held.state, NotificationState::Held);
        assert!(
            held.trouble()
                .expect("a reason")
                .starts_with("Not sent while the customer is")
        );
    }
    assert_eq!(scene.claim(), None);
    assert_eq!(scene.workspace.held(Channel::Email).expect("listed"), []);
    for change in [Change::ApproveNotifications, Change::ReleaseNotifications] {
        assert!(
            scene
                .refusal(change(vec![moved]))
                .contains("Set its status to active")
        );
    }
    scene.undo();
    assert_eq!(scene.plan_state(), OnboardingState::Active);
    assert_eq!(
        [moved, invited].map(|id| scene.state(id)),
        [NotificationState::Retry, NotificationState::Queued]
    );
    scene.make(Change::Redo).expect("redone");
    assert_eq!(scene.plan_state(), OnboardingState::Paused);
    assert_eq!(
        [moved, invited].map(|id| scene.state(id)),
        [NotificationState::Held; 2]
    );
    // Redone, it is known as held back all the same.
    let (sentence, effect) = scene.status(CustomerStatus::Active);
    assert!(
        sentence.ends_with("1 onboarding goes on. 2 notifications are still held."),
        "{sentence}"
    );
    assert_eq!(effect.may_leave.len(), 2);
}

#[test]
fn who_comes_back_has_what_was_held_sent_only_once_a_person_says_so() {
    let mut scene = scene();
    let moved = scene.moves("UAT");
    scene.status(CustomerStatus::Churned);
    scene.status(CustomerStatus::Archived);
    let (_, effect) = scene.status(CustomerStatus::Active);
    assert_eq!((effect.resumed, effect.may_leave.len()), (1, 1));
    assert_eq!(
        (scene.plan_state(), scene.claim()),
        (OnboardingState::Active, None)
    );
    assert_eq!(scene.state(moved), NotificationState::Held);
    let (_, effect) = scene.status(CustomerStatus::AtRisk);
    assert_eq!(effect, StatusEffect::default(), "asked once");
    scene
        .make(Change::ReleaseNotifications(vec![moved]))
        .expect("released");
    assert_eq!(scene.claim().expect("due").id, moved);
    assert!(
        scene
            .refusal(Change::ReleaseNotifications(vec![moved]))
            .contains("not held")
    );
}

#[test]
fn what_nobody_approved_is_not_let_go_with_what_was_held_back() {
    let mut scene = scene();
    let invited = scene.invites();
    let slack = scene.workspace.notifications(None).expect("listed");
    let slack = slack
        .iter()
        .find(|one| one.channel == Channel::Slack)
        .expect("by Slack")
        .id;
    scene.status(CustomerStatus::Churned);
    let (_, effect) = scene.status(CustomerStatus::Active);
    assert_eq!(
        effect.may_leave.iter().map(|one| one.id).collect::<Vec<_>>(),
        [invited]
    );
    let refusal = scene.refusal(Change::ReleaseNotifications(vec![slack]));
    assert!(refusal.contains("approve it instead"), "{refusal}");
}

#[test]
fn coming_back_leaves_paused_what_a_person_paused() {
    let mut scene = scene();
    scene.set(OnboardingState::Paused).expect("paused");
    scene.status(CustomerStatus::Churned);
    let (_, effect) = scene.status(CustomerStatus::Active);
    assert_eq!((effect.resumed, scene.plan_state()), (0, OnboardingState::Paused));
}

#[test]
fn a_paused_onboarding_moves_nowhere_and_tells_nobody_until_it_is_resumed() {
    let mut scene = scene();
    let (plan, ann) = (scene.plan, scene.ann);
    let moved = scene.moves("Integration");
    let invited = scene.invites();
    let effect = scene.set(OnboardingState::Paused).expect("paused");
    assert_eq!(effect.held, 1, "that of the onboarding");
    assert_eq!(scene.state(invited), NotificationState::Queued);
    assert!(
        scene
            .found(moved)
            .trouble()
            .expect("why")
            .contains("onboarding is paused")
    );
    let before = scene.count();
    let changes = [
        scene.move_to("UAT"),
        Change::MovePhase {
            onboarding: plan,
            how: PhaseMove::Back {
                to: phase("Kickoff"),
                reason: SafeText::clean("once more"),
            },
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        },
        Change::AddTask {
            onboarding: plan,
            task: facing(Some(AssigneeFields::Contact(ann))),
        },
        Change::ApproveNotifications(vec![moved]),
    ];
    for change in changes {
        let refusal = scene.refusal(change);
        assert_eq!(refusal, "The onboarding of Acme is paused. Resume it first.");
    }
    assert_eq!(scene.count(), before);
    let effect = scene.set(OnboardingState::Active).expect("resumed");
    assert_eq!(
        effect.may_leave.iter().map(|one| one.id).collect::<Vec<_>>(),
        [moved]
    );
    assert_eq!(scene.state(moved), NotificationState::Held);
    scene.undo();
    scene.undo();
    assert_eq!(scene.state(moved), NotificationState::Queued);
    scene.moves("UAT");
}

#[test]
fn undo_and_redo_neither_write_to_nor_move_who_left() {
    let mut scene = scene();
    let moved = scene.moves("UAT");
    let advance = scene.workspace.changes(1).expect("listed").remove(0).id;
    scene
        .make(Change::CancelNotifications(vec![moved]))
        .expect("cancelled");
    let cancel = scene.workspace.changes(1).expect("listed").remove(0).id;
    scene.status(CustomerStatus::Churned);
    let churn = scene.workspace.changes(1).expect("listed").remove(0).id;
    for change in [cancel, advance] {
        let undone = scene.make(Change::Undo(UndoTarget::Change(change)));
        let sentence = undone.expect("told").sentence();
        assert!(sentence.contains("stays: the"), "{sentence}");
    }
    assert_eq!(scene.state(moved), NotificationState::Cancelled);
    let phase_now = |scene: &mut Scene| {
        let plans = scene.workspace.onboardings(Some(scene.acme)).expect("listed");
        plans.first().expect("one").phase.to_string()
    };
    assert_eq!(phase_now(&mut scene), "UAT");
    // Archived since: what the first change did is not taken back behind its back.
    scene.status(CustomerStatus::Archived);
    scene.make(Change::Undo(UndoTarget::Change(churn))).expect("told");
    assert_eq!(scene.plan_state(), OnboardingState::Paused);
}

#[test]
fn an_undo_that_makes_a_customer_leave_again_pauses_and_holds_what_came_since() {
    let mut scene = scene();
    scene.status(CustomerStatus::Churned);
    scene.status(CustomerStatus::Active);
    let back = scene.workspace.changes(1).expect("listed").remove(0).id;
    let acme = scene.acme;
    let other = starts(&mut scene.workspace, acme).expect("started").id;
    let invited = scene.invites();
    scene
        .make(Change::Undo(UndoTarget::Change(back)))
        .expect("undone");
    assert_eq!(scene.state(invited), NotificationState::Held);
    let plans = scene.workspace.onboardings(Some(acme)).expect("listed");
    assert!(plans.iter().any(|one| one.id == other));
    assert!(
        plans.iter().all(|one| one.state == OnboardingState::Paused),
        "{plans:?}"
    );
}

#[test]
fn what_was_held_stays_held_if_the_undone_status_had_changed_since() {
    let mut scene = scene();
    let moved = scene.moves("UAT");
    scene.status(CustomerStatus::Churned);
    let churn = scene.workspace.changes(1).expect("listed").remove(0).id;
    scene.status(CustomerStatus::Active);
    let undone = scene.make(Change::Undo(UndoTarget::Change(churn)));
    let sentence = undone.expect("told").sentence();
    assert!(sentence.contains("stays held"), "{sentence}");
    assert_eq!(scene.state(moved), NotificationState::Held);
}

#[test]
fn delivery_looks_again_when_it_sends_and_when_it_failed() {
    let mut scene = scene();
    let (moved, invited) = (scene.moves("UAT"), scene.invites());
    let parcel = scene.claim().expect("due");
    assert_eq!(parcel.id, moved);
    scene.status(CustomerStatus::Churned);
    let again = Settlement::Again {
        at: Timestamp::from_millis(0),
        left: Before::Nothing,
        why: "Away.".to_owned(),
    };
    scene.workspace.settle(&parcel, &again).expect("settled");
    assert_eq!(
        [moved, invited].map(|id| scene.state(id)),
        [NotificationState::Held; 2]
    );
    // The text of a mail that was taken before does not go out either.
    scene.status(CustomerStatus::Active);
    scene
        .make(Change::ReleaseNotifications(vec![moved, invited]))
        .expect("released");
    let parcel = scene.claim().expect("due");
    scene.status(CustomerStatus::Churned);
    assert!(!scene.workspace.begin_text(&parcel).expect("withdrawn"));
    assert_eq!(
        [moved, invited].map(|id| scene.state(id)),
        [NotificationState::Held; 2]
    );
    // A store of an earlier version may hold rows that wait although their customer left.
    scene
        .workspace
        .store
        .write(|writer| Ok::<_, Error>(writer.set_passing_state(invited, NotificationState::Queued)?))
        .expect("written");
    assert_eq!(scene.claim(), None);
    scene.workspace.hold_silenced(Channel::Email).expect("held");
    assert_eq!(scene.state(invited), NotificationState::Held);
    let (_, effect) = scene.status(CustomerStatus::Active);
    assert_eq!(effect.may_leave.len(), 2);
}

#[test]
fn a_resend_to_who_left_is_refused() {
    let mut scene = scene();
    let (moved, invited) = (scene.moves("UAT"), scene.invites());
    let parcel = scene.claim().expect("due");
    let why = "Refused.".to_owned();
    scene
        .workspace
        .settle(&parcel, &Settlement::Failed { why })
        .expect("settled");
    scene
        .make(Change::CancelNotifications(vec![invited]))
        .expect("cancelled");
    scene.status(CustomerStatus::Churned);
    for id in [moved, invited] {
        assert!(
            scene
                .refusal(Change::RetryNotifications(vec![id]))
                .contains("Acme is churned")
        );
    }
    scene
        .make(Change::CancelNotifications(vec![moved]))
        .expect("that may be done");
}

#[test]
fn an_archived_contact_is_neither_approved_nor_resent_and_its_open_tasks_are_named() {
    let mut scene = scene();
    let (dana, plan) = (scene.dana, scene.plan);
    scene
        .make(Change::AddTask {
            onboarding: plan,
            task: facing(Some(AssigneeFields::Contact(dana))),
        })
        .expect("added");
    let slack = scene.workspace.notifications(None).expect("listed");
    let slack = slack
        .iter()
        .find(|one| one.channel == Channel::Slack)
        .expect("by Slack")
        .id;
    let archived = scene
        .make(Change::ArchiveContacts {
            contacts: vec![dana],
            successor: Successor::Nobody,
        })
        .expect("archived");
    let sentence = archived.sentence();
    assert!(
        sentence.ends_with("This open task needs somebody else: #1 Send the logo."),
        "{sentence}"
    );
    scene
        .make(Change::CancelNotifications(vec![slack]))
        .expect("cancelled");
    let refusal = scene.refusal(Change::RetryNotifications(vec![slack]));
    assert_eq!(
        refusal,
        "Dana Ruiz is archived and gets no notifications. Restore that contact first."
    );
    assert_eq!(scene.claim(), None);
}

#[test]
fn many_who_are_archived_together_tell_one_sum() {
    let mut scene = scene();
    let beta = scene.workspace.adds_customer("Beta", "beta.com").id;
    starts(&mut scene.workspace, beta).expect("started");
    scene.moves("UAT");
    let archive = |id| (id, vec![CustomerEdit::Status(CustomerStatus::Archived)]);
    let change = Change::EditCustomers(vec![archive(scene.acme), archive(beta)]);
    assert_eq!(
        scene.make(change).expect("archived").sentence(),
        "Archived 2 customers. 2 onboardings are paused. 1 notification that waited is held."
    );
    scene.undo();
    assert_eq!(scene.plan_state(), OnboardingState::Active);
}
