//! From a notification that is held to one that was sent, and what stops it on the way.

use crate::domain::{
    AttemptOutcome, Change, Channel, ChannelStage, CustomerId, Invitation, Notification, NotificationState,
    OutboundMessage, Outcome, PriorAttempts, Sending, Successor, Timestamp, UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

/// Invites whoever gets the notifications, and gives the one by mail.
fn invites(workspace: &mut Workspace, customer: CustomerId) -> Notification {
    let change = Change::InviteToPortal {
        customer,
        contact: None,
    };
    match workspace.make(change).expect("invited").outcome {
        Outcome::Invited { notifications, .. } => notifications
            .into_iter()
            .find(|one| one.channel == Channel::Email)
            .expect("by mail"),
        other => panic!("{other:?}"),
    }
}

fn set_up(workspace: &mut Workspace, channel: Channel) {
    workspace.fit_channel(channel, "settings").expect("fitted");
    workspace.note_test(channel).expect("tested");
    workspace.confirm_channel(channel).expect("confirmed");
}

fn state(workspace: &mut Workspace, one: &Notification) -> NotificationState {
    found(workspace, one).state
}

fn found(workspace: &mut Workspace, one: &Notification) -> Notification {
    workspace
        .find_notification(&one.number.to_string())
        .expect("there")
}

fn refusal(result: Result<impl Sized, Error>) -> String {
    result.map(|_| ()).expect_err("refused").to_string()
}

#[test]
fn nothing_is_sent_before_a_test_was_confirmed_and_a_person_approved() {
    let (mut workspace, acme) = with_acme();
    let first = invites(&mut workspace, acme);
    assert_eq!(first.state, NotificationState::Held);
    let approve = Change::ApproveNotifications(vec![first.id]);
    assert!(refusal(workspace.make(approve.clone())).contains("No test message by mail"));
    assert!(refusal(workspace.confirm_channel(Channel::Email)).contains("send one first"));
    set_up(&mut workspace, Channel::Email);
    assert_eq!(
        invites(&mut workspace, acme).state,
        NotificationState::Held,
        "reviewed first"
    );
    assert_eq!(workspace.claim(Channel::Email).expect("read"), None);
    workspace.make(approve).expect("approved");
    assert_eq!(
        workspace.channel(Channel::Email).expect("read").stage,
        ChannelStage::Open
    );
    assert_eq!(invites(&mut workspace, acme).state, NotificationState::Queued);
    let message = workspace.claim(Channel::Email).expect("read").expect("due");
    assert_eq!(
        (message.id, message.attempt, message.prior),
        (first.id, 1, PriorAttempts::Nothing)
    );
    assert_eq!(
        workspace.channel(Channel::Slack).expect("read").stage,
        ChannelStage::Untested
    );
}

#[test]
fn other_settings_are_tested_anew_and_hold_what_was_to_leave() {
    let (mut workspace, acme) = with_acme();
    let one = queued(&mut workspace, acme);
    workspace
        .fit_channel(Channel::Email, "settings")
        .expect("the same");
    assert_eq!(state(&mut workspace, &one), NotificationState::Queued);
    let changed = workspace.fit_channel(Channel::Email, "others").expect("fitted");
    assert_eq!(changed.stage, ChannelStage::Untested);
    assert_eq!(state(&mut workspace, &one), NotificationState::Held);
    let told = workspace.told(acme);
    let line = format!("state of {}: \"queued\" → \"held\"", one.subject);
    assert_eq!(told[0], line, "the log tells it");
    assert_eq!(invites(&mut workspace, acme).state, NotificationState::Held);
}

/// Writes a notification by mail that is to be sent.
fn queued(workspace: &mut Workspace, customer: CustomerId) -> Notification {
    set_up(workspace, Channel::Email);
    let one = invites(workspace, customer);
    workspace
        .make(Change::ApproveNotifications(vec![one.id]))
        .expect("approved");
    one
}

fn claimed(workspace: &mut Workspace) -> OutboundMessage {
    workspace.claim(Channel::Email).expect("read").expect("due")
}

#[test]
fn each_end_of_an_attempt_is_told_and_stands_in_the_history() {
    let why = || "The server said no.".to_owned();
    for (outcome, wanted) in [
        (AttemptOutcome::Sent, NotificationState::Sent),
        (AttemptOutcome::Failed { why: why() }, NotificationState::Failed),
        (AttemptOutcome::Unknown { why: why() }, NotificationState::Unknown),
        (
            AttemptOutcome::DeliveredElsewhere { why: why() },
            NotificationState::Cancelled,
        ),
    ] {
        let (mut workspace, acme) = with_acme();
        let one = queued(&mut workspace, acme);
        let message = claimed(&mut workspace);
        assert_eq!(state(&mut workspace, &one), NotificationState::Sending);
        workspace.record_attempt(&message, &outcome).expect("stored");
        let after = found(&mut workspace, &one);
        assert_eq!((after.state, after.attempts), (wanted, 1));
        assert_eq!(after.error.is_none(), outcome == AttemptOutcome::Sent);
        assert_eq!(after.sent_at.is_some(), outcome == AttemptOutcome::Sent);
        assert!(
            workspace.told(acme)[0].contains(wanted.key()),
            "{:?}",
            workspace.told(acme)
        );
        assert_eq!(
            workspace.claim(Channel::Email).expect("read"),
            None,
            "never by itself"
        );
    }
}

#[test]
fn a_retry_waits_for_its_time_and_remembers_what_is_open() {
    let (mut workspace, acme) = with_acme();
    let one = queued(&mut workspace, acme);
    let message = OutboundMessage {
        prior: PriorAttempts::Unclear,
        ..claimed(&mut workspace)
    };
    let later = workspace.now().plus_millis(60_000);
    let again = |at: Timestamp| AttemptOutcome::Again {
        at,
        why: "No answer.".to_owned(),
    };
    workspace.record_attempt(&message, &again(later)).expect("stored");
    assert_eq!(workspace.claim(Channel::Email).expect("read"), None);
    assert_eq!(workspace.next_try(Channel::Email).expect("read"), Some(later));
    assert_eq!(state(&mut workspace, &one), NotificationState::Retry);
    let now = workspace.now();
    workspace.record_attempt(&message, &again(now)).expect("stored");
    let message = claimed(&mut workspace);
    assert_eq!((message.attempt, message.prior), (2, PriorAttempts::Unclear));
    let far = workspace.now().plus_millis(40 * 3_600_000);
    workspace.record_attempt(&message, &again(far)).expect("stored");
    assert_eq!(claimed(&mut workspace).attempt, 3, "a clock that was set back");
}

#[test]
fn what_waits_with_its_channel_has_not_used_up_an_attempt() {
    let (mut workspace, acme) = with_acme();
    queued(&mut workspace, acme);
    let message = claimed(&mut workspace);
    let why = "The password is wrong.".to_owned();
    workspace
        .record_attempt(&message, &AttemptOutcome::Waits { why })
        .expect("stored");
    assert_eq!(workspace.fresh(Channel::Email).expect("read"), 1);
    assert_eq!(claimed(&mut workspace).attempt, 1);
}

#[test]
fn what_was_being_sent_when_the_program_ended_is_found() {
    let (mut workspace, acme) = with_acme();
    queued(&mut workspace, acme);
    let message = claimed(&mut workspace);
    assert_eq!(
        workspace.interrupted(Channel::Email).expect("read"),
        vec![message]
    );
    assert!(workspace.interrupted(Channel::Slack).expect("read").is_empty());
}

#[test]
fn a_resend_counts_its_attempts_anew_and_leaves_by_itself() {
    let (mut workspace, acme) = with_acme();
    let one = queued(&mut workspace, acme);
    let message = claimed(&mut workspace);
    let why = "Refused.".to_owned();
    workspace
        .record_attempt(&message, &AttemptOutcome::Failed { why })
        .expect("stored");
    workspace
        .make(Change::RetryNotifications(vec![one.id]))
        .expect("resent");
    assert_eq!(state(&mut workspace, &one), NotificationState::Queued);
    assert_eq!(claimed(&mut workspace).attempt, 1);
    assert_eq!(found(&mut workspace, &one).attempts, 2);
}

#[test]
fn who_was_archived_since_gets_nothing() {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let one = queued(&mut workspace, acme);
    assert_eq!(one.recipient.email.to_string(), "dana@acme.com");
    assert_eq!(workspace.cancel_orphaned(Channel::Email).expect("none"), 0);
    workspace
        .make(Change::DeleteContacts(vec![dana.id]))
        .expect("deleted");
    assert_eq!(workspace.cancel_orphaned(Channel::Email).expect("one"), 1);
    let after = found(&mut workspace, &one);
    assert_eq!(after.state, NotificationState::Cancelled);
    assert!(after.error.expect("a reason").contains("was deleted"));
    assert_eq!(workspace.claim(Channel::Email).expect("read"), None);
}

#[test]
fn a_new_primary_does_not_redirect_what_is_queued() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    queued(&mut workspace, acme);
    workspace
        .make(Change::SetPrimary {
            customer: acme,
            primary: Successor::Contact(ann.id),
        })
        .expect("set");
    assert_eq!(
        claimed(&mut workspace).recipient.email.to_string(),
        "dana@acme.com"
    );
    assert_eq!(
        invites(&mut workspace, acme).recipient.email.to_string(),
        "ann@acme.com"
    );
}

#[test]
fn an_undo_takes_back_what_waits_and_names_what_left() {
    let (mut workspace, acme) = with_acme();
    let one = queued(&mut workspace, acme);
    let message = claimed(&mut workspace);
    workspace
        .record_attempt(&message, &AttemptOutcome::Sent)
        .expect("stored");
    for _ in 0..2 {
        let undone = workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
        let words = undone.outcome.sentence();
        assert!(words.contains("sent") || words.contains("was sent"), "{words}");
    }
    assert_eq!(state(&mut workspace, &one), NotificationState::Sent);
}

#[test]
fn where_sending_is_withheld_all_is_held() {
    let (mut workspace, acme) = with_acme();
    queued(&mut workspace, acme);
    let mut workspace = workspace.with_sending(Sending::Withheld);
    assert_eq!(invites(&mut workspace, acme).state, NotificationState::Held);
}

#[test]
fn a_contact_shows_how_far_its_invitation_has_come() {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    assert_eq!(dana.invitation, Invitation::None, "adding invites nobody");
    let now = workspace.now();
    let stands = |workspace: &mut Workspace| {
        let customer = workspace.customer(acme).expect("there");
        let contact = workspace.find_contact(&customer, "dana@acme.com").expect("there");
        let primary = customer.primary.expect("Dana").invitation;
        assert_eq!(contact.invitation, primary);
        contact.invitation
    };
    invites(&mut workspace, acme);
    assert_eq!(stands(&mut workspace), Invitation::Waiting(now));
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(stands(&mut workspace), Invitation::None, "cancelled");
    let one = queued(&mut workspace, acme);
    let message = claimed(&mut workspace);
    let slack = workspace.find_notification("4").expect("by Slack").id;
    workspace
        .make(Change::CancelNotifications(vec![slack]))
        .expect("cancelled");
    assert_eq!(stands(&mut workspace), Invitation::Waiting(now), "on its way");
    let why = "Refused.".to_owned();
    workspace
        .record_attempt(&message, &AttemptOutcome::Failed { why })
        .expect("stored");
    assert_eq!(stands(&mut workspace), Invitation::None, "failed");
    workspace
        .make(Change::RetryNotifications(vec![one.id]))
        .expect("resent");
    let message = claimed(&mut workspace);
    workspace
        .record_attempt(&message, &AttemptOutcome::Sent)
        .expect("stored");
    assert_eq!(stands(&mut workspace), Invitation::Sent(now));
    invites(&mut workspace, acme);
    assert_eq!(stands(&mut workspace), Invitation::Sent(now), "another one waits");
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    assert_eq!(ann.invitation, Invitation::None);
}

#[test]
fn an_approval_is_undone_while_what_it_released_waits_to_be_tried_again() {
    let (mut workspace, acme) = with_acme();
    set_up(&mut workspace, Channel::Email);
    let one = invites(&mut workspace, acme);
    workspace
        .make(Change::ApproveNotifications(vec![one.id]))
        .expect("approved");
    let message = workspace.claim(Channel::Email).expect("read").expect("due");
    let again = AttemptOutcome::Again {
        at: Timestamp::from_millis(i64::MAX / 4),
        why: "The server is away.".to_owned(),
    };
    workspace.record_attempt(&message, &again).expect("stored");
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(state(&mut workspace, &one), NotificationState::Held);
}

#[test]
fn what_failed_is_cancelled_with_the_change_that_wrote_it() {
    let (mut workspace, acme) = with_acme();
    set_up(&mut workspace, Channel::Email);
    let first = invites(&mut workspace, acme);
    workspace
        .make(Change::ApproveNotifications(vec![first.id]))
        .expect("approved");
    let one = invites(&mut workspace, acme);
    let why = "The address is unknown.".to_owned();
    for _ in 0..2 {
        let message = workspace.claim(Channel::Email).expect("read").expect("due");
        let failed = AttemptOutcome::Failed { why: why.clone() };
        workspace.record_attempt(&message, &failed).expect("stored");
    }
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(state(&mut workspace, &one), NotificationState::Cancelled);
    assert_eq!(state(&mut workspace, &first), NotificationState::Failed);
}

#[test]
fn what_is_being_sent_waits_for_whoever_is_merged_and_what_left_does_not() {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let other = workspace.adds(acme, "D. Ruiz", "d.ruiz@acme.com");
    queued(&mut workspace, acme);
    let merge = Change::MergeContacts {
        keep: other.id,
        drop: dana.id,
        edits: Vec::new(),
    };
    let message = claimed(&mut workspace);
    let waiting = |workspace: &mut Workspace| match workspace.make(merge.clone()).expect("merged").outcome {
        Outcome::ContactsMerged { effect, .. } => effect.waiting,
        other => panic!("{other:?}"),
    };
    assert_eq!(waiting(&mut workspace), 2);
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    workspace
        .record_attempt(&message, &AttemptOutcome::Sent)
        .expect("stored");
    assert_eq!(waiting(&mut workspace), 1);
}
