//! Who must be left in peace: what is refused, paused and held for who left, and what goes on when they are back.

mod scene;
mod turns;
mod ways_back;

use rstest::rstest;
use scene::{facing, phase, scene, starts};

use crate::domain::{
    AssigneeFields, AttemptOutcome, Audience, Change, Channel, CustomerStatus, HeldMessage, NewTaskFields,
    NotificationContent, NotificationState, OnboardingState, OpenTasks, OthersActive, Outcome, PhaseMove,
    SafeText, StatusEffect, TaskEdit, Timestamp, UndoTarget,
};
use crate::workspace::Error;

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
        parent: None,
        task: internal.clone(),
    }) else {
        panic!("added")
    };
    scene.status(status);
    let before = scene.count();
    let message = HeldMessage {
        contact: ann,
        content: NotificationContent {
            subject: "Hello".to_owned(),
            body: "There".to_owned(),
            missing_fields: Vec::new(),
        },
    };
    let back = PhaseMove::Back {
        to: phase("Kickoff"),
        reason: SafeText::clean("once more"),
        others: OthersActive::Refused,
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
            others: OthersActive::Refused,
        },
        Change::AddTask {
            onboarding: plan,
            parent: None,
            task: facing(None),
        },
        Change::AddTask {
            onboarding: plan,
            parent: None,
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
        assert!(scene.workspace.preview(change).is_err());
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
    scene.make(Change::CompleteTasks(vec![task.id])).expect("done");
    scene
        .make(Change::AddTask {
            onboarding: plan,
            parent: None,
            task: internal,
        })
        .expect("added");
    assert_eq!(scene.count(), before);
    scene.status(CustomerStatus::AtRisk);
    scene.moves("UAT");
}

#[rstest]
#[case(CustomerStatus::Churned, "Acme is now churned.")]
#[case(CustomerStatus::Archived, "Archived Acme.")]
fn who_leaves_has_its_onboardings_paused_and_what_waits_held_in_the_same_change(
    #[case] status: CustomerStatus,
    #[case] done: &str,
) {
    let mut scene = scene();
    let (moved, invited) = (scene.moves("UAT"), scene.invites());
    let message = scene.claim().expect("due");
    let again = AttemptOutcome::Again {
        at: Timestamp::from_millis(0),
        why: "Away.".to_owned(),
    };
    scene.workspace.record_attempt(&message, &again).expect("stored");
    assert_eq!(scene.state(moved), NotificationState::Retry);
    let (sentence, _) = scene.status(status);
    assert_eq!(
        sentence,
        format!(
            "{done} 1 onboarding is paused. 2 waiting notifications are held. 3 notifications were held already."
        )
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
    // Taken back, it stays held, and the user is asked as if the customer had come back.
    let churn = scene.last();
    let reverted = scene.reverts(Change::Undo(UndoTarget::Change(churn)));
    assert!(
        Outcome::Undone(reverted.clone())
            .sentence()
            .ends_with(" 2 notifications stay held."),
        "{reverted:?}"
    );
    assert_eq!(reverted.may_leave.len(), 2);
    assert_eq!(scene.plan_state(), OnboardingState::Active);
    assert_eq!(
        [moved, invited].map(|id| scene.state(id)),
        [NotificationState::Held; 2]
    );
    assert_eq!(scene.claim(), None);
    scene.make(Change::Redo).expect("redone");
    assert_eq!(scene.plan_state(), OnboardingState::Paused);
    assert_eq!(
        [moved, invited].map(|id| scene.state(id)),
        [NotificationState::Held; 2]
    );
    // Redone, it is known as held back all the same.
    let (sentence, effect) = scene.status(CustomerStatus::Active);
    assert!(
        sentence.ends_with("1 onboarding is resumed, its target unchanged. 2 notifications stay held."),
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
            .contains("no longer held")
    );
}

#[test]
fn what_nobody_approved_is_not_let_go_with_what_was_held_back() {
    let mut scene = scene();
    let invited = scene.invites();
    let slack = scene.workspace.notifications().expect("listed");
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
                others: OthersActive::Refused,
            },
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        },
        Change::AddTask {
            onboarding: plan,
            parent: None,
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
    let sentence = scene.undo();
    assert!(sentence.ends_with(" 1 notification stays held."), "{sentence}");
    assert_eq!(
        (scene.state(moved), scene.claim().map(|one| one.id)),
        (NotificationState::Held, Some(invited))
    );
    scene.moves("UAT");
}

#[test]
fn delivery_looks_again_when_it_sends_and_when_it_failed() {
    let mut scene = scene();
    let (moved, invited) = (scene.moves("UAT"), scene.invites());
    let message = scene.claim().expect("due");
    assert_eq!(message.id, moved);
    scene.status(CustomerStatus::Churned);
    let again = AttemptOutcome::Again {
        at: Timestamp::from_millis(0),
        why: "Away.".to_owned(),
    };
    scene.workspace.record_attempt(&message, &again).expect("stored");
    assert_eq!(
        [moved, invited].map(|id| scene.state(id)),
        [NotificationState::Held; 2]
    );
    // The text of a mail that was taken before does not go out either.
    scene.status(CustomerStatus::Active);
    scene
        .make(Change::ReleaseNotifications(vec![moved, invited]))
        .expect("released");
    let message = scene.claim().expect("due");
    scene.status(CustomerStatus::Churned);
    assert!(!scene.workspace.begin_text(&message).expect("withdrawn"));
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
    let message = scene.claim().expect("due");
    let why = "Refused.".to_owned();
    scene
        .workspace
        .record_attempt(&message, &AttemptOutcome::Failed { why })
        .expect("stored");
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
