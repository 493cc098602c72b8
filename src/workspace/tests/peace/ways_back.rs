//! What waits for contacts who leave and come back, and what undo and redo let go.

use rstest::rstest;

use super::scene::{Scene, facing, scene};
use crate::domain::{
    AssigneeFields, Change, Channel, CustomerStatus, NotificationState, Reversal, Successor, UndoTarget,
};

#[test]
fn an_archived_contact_is_neither_approved_nor_resent_and_its_open_tasks_are_named() {
    let mut scene = scene();
    let (dana, plan) = (scene.dana, scene.plan);
    scene
        .make(Change::AddTask {
            onboarding: plan,
            parent: None,
            task: facing(Some(AssigneeFields::Contact(dana))),
        })
        .expect("added");
    let slack = scene.workspace.notifications().expect("listed");
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
        sentence.ends_with("This open task needs a new assignee: #1 Send the logo."),
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
fn what_waits_for_somebody_archived_is_held_and_asked_about_once_they_are_back() {
    let mut scene = scene();
    let (dana, moved) = (scene.dana, scene.moves("UAT"));
    let archive = || Change::ArchiveContacts {
        contacts: vec![dana],
        successor: Successor::Nobody,
    };
    let held_by_slack = 2;
    let told = scene.make(archive()).expect("archived").sentence();
    assert!(
        told.contains(&format!(
            " 1 waiting notification is held. {held_by_slack} notifications were held already."
        )),
        "{told}"
    );
    assert!(
        scene
            .found(moved)
            .trouble()
            .expect("why")
            .contains("the contact is archived")
    );
    let retry = scene.refusal(Change::RetryNotifications(vec![moved]));
    assert_eq!(
        retry,
        "Dana Ruiz is archived and gets no notifications. Restore that contact first."
    );
    assert_eq!(
        (
            scene.workspace.cancel_orphaned(Channel::Email).expect("none"),
            scene.claim()
        ),
        (0, None)
    );
    // Both ways back ask.
    let told = scene.undo();
    assert!(told.ends_with(" 1 notification stays held."), "{told}");
    assert_eq!(scene.state(moved), NotificationState::Held);
    scene.make(archive()).expect("archived");
    let restored = scene.make(Change::RestoreContacts(vec![dana])).expect("restored");
    assert_eq!(
        restored.sentence(),
        "Restored Dana Ruiz. 1 notification stays held."
    );
    assert_eq!(scene.state(moved), NotificationState::Held);
    let refusal = scene.refusal(Change::RetryNotifications(vec![moved]));
    assert!(refusal.contains("is held; approve it to send it"), "{refusal}");
    scene
        .make(Change::ReleaseNotifications(vec![moved]))
        .expect("released");
    assert_eq!(scene.claim().map(|one| one.id), Some(moved));
}

#[rstest]
#[case(false, NotificationState::Held)]
#[case(true, NotificationState::Cancelled)]
fn a_text_does_not_go_out_to_a_contact_who_left_since_it_was_taken(
    #[case] is_deleted: bool,
    #[case] after: NotificationState,
) {
    let mut scene = scene();
    let (dana, moved) = (scene.dana, scene.moves("UAT"));
    let message = scene.claim().expect("due");
    let change = if is_deleted {
        Change::DeleteContacts(vec![dana])
    } else {
        Change::ArchiveContacts {
            contacts: vec![dana],
            successor: Successor::Nobody,
        }
    };
    scene.make(change).expect("left");
    assert!(!scene.workspace.begin_text(&message).expect("withdrawn"));
    assert_eq!(scene.state(moved), after);
}

#[test]
fn undo_puts_what_was_cancelled_or_taken_back_on_its_way_only_named_first() {
    let mut scene = scene();
    let kept = |scene: &mut Scene, reversal| {
        let preview = scene.workspace.reversal_preview(reversal, UndoTarget::Latest);
        let preview = preview.expect("read").expect("a change");
        (preview.kept.leave, preview.kept.stay, preview.scope())
    };
    let moved = scene.moves("UAT");
    assert_eq!(kept(&mut scene, Reversal::Undo).0, 0);
    scene.undo();
    assert_eq!(kept(&mut scene, Reversal::Redo).0, 1);
    scene.make(Change::Redo).expect("redone");
    scene
        .make(Change::CancelNotifications(vec![moved]))
        .expect("cancelled");
    let (leave, stay, scope) = kept(&mut scene, Reversal::Undo);
    assert_eq!((leave, stay), (1, 0));
    assert!(
        scope.ends_with(" 1 notification will be sent after all."),
        "{scope}"
    );
    scene.undo();
    scene.status(CustomerStatus::Churned);
    let (leave, stay, scope) = kept(&mut scene, Reversal::Undo);
    assert_eq!((leave, stay), (0, 1));
    assert!(scope.ends_with(" 1 notification stays held."), "{scope}");
}

#[test]
fn an_approval_that_was_undone_is_redone_all_the_same() {
    let mut scene = scene();
    let slack = scene.workspace.notifications().expect("listed");
    let slack = slack
        .iter()
        .find(|one| one.channel == Channel::Slack)
        .expect("by Slack")
        .id;
    scene
        .workspace
        .fit_channel(Channel::Slack, "settings")
        .expect("fitted");
    scene.workspace.note_test(Channel::Slack).expect("tested");
    scene
        .workspace
        .confirm_channel(Channel::Slack)
        .expect("confirmed");
    scene
        .make(Change::ApproveNotifications(vec![slack]))
        .expect("approved");
    scene.undo();
    assert_eq!(scene.state(slack), NotificationState::Held);
    scene.make(Change::Redo).expect("redone");
    assert_eq!(scene.state(slack), NotificationState::Queued);
}
