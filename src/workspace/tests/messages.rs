//! Mails to people of a customer, which never leave by themselves.

use crate::domain::{
    Audience, Change, Channel, ContactId, CustomerId, Date, JobRole, MessageDraft, Name, NewTaskFields,
    Notification, NotificationKind, NotificationState, OnboardingFields, OthersActive, Outcome, Phase,
    RouteReason, SafeText, Successor, UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

fn task(title: &str, audience: Audience) -> NewTaskFields {
    NewTaskFields {
        title: Name::parse(title).expect("a title"),
        assignee: None,
        due: "2026-12-01".parse::<Date>().ok(),
        audience,
        note: None,
    }
}

/// Returns Acme two people and an onboarding with a task of each kind.
fn staffed() -> (Workspace, CustomerId, Vec<ContactId>) {
    let (mut workspace, acme) = with_acme();
    let mut ids = Vec::new();
    for (name, email, title) in [
        ("Dana Ruiz", "dana@acme.com", "CTO"),
        ("Ann Lee", "ann@acme.com", ""),
    ] {
        let change = Change::AddContact {
            customer: acme,
            contact: super::fields(name, email, title),
        };
        match workspace.make(change).expect("added").outcome {
            Outcome::ContactAdded { contact, .. } => ids.push(contact.id),
            other => panic!("{other:?}"),
        }
    }
    let change = Change::StartOnboarding {
        customer: acme,
        onboarding: OnboardingFields {
            csm: None,
            target: None,
            phase: Phase::parse("Kickoff").expect("a phase"),
            template: None,
        },
        tasks: vec![
            task("Send the logo", Audience::Customer).into(),
            task("Book a room", Audience::Internal).into(),
        ],
        others: OthersActive::Refused,
    };
    workspace.make(change).expect("started");
    (workspace, acme, ids)
}

fn hold(workspace: &mut Workspace, acme: CustomerId, drafts: &[MessageDraft]) -> Vec<Notification> {
    let change = Change::HoldMessages {
        customer: acme,
        messages: drafts.iter().map(MessageDraft::held).collect(),
    };
    match workspace.make(change).expect("held").outcome {
        Outcome::MessagesHeld(held) => held,
        other => panic!("{other:?}"),
    }
}

fn open(workspace: &mut Workspace, acme: CustomerId) {
    workspace.fit_channel(Channel::Email, "settings").expect("fitted");
    workspace.note_test(Channel::Email).expect("tested");
    workspace.confirm_channel(Channel::Email).expect("confirmed");
    let invite = Change::InviteToPortal {
        customer: acme,
        contact: None,
    };
    let ids = match workspace.make(invite).expect("invited").outcome {
        Outcome::Invited { notifications, .. } => notifications
            .iter()
            .filter(|one| one.channel == Channel::Email)
            .map(|one| one.id)
            .collect(),
        other => panic!("{other:?}"),
    };
    workspace
        .make(Change::ApproveNotifications(ids))
        .expect("approved");
    while workspace.claim(Channel::Email).expect("read").is_some() {}
}

fn state(workspace: &mut Workspace, one: &Notification) -> NotificationState {
    workspace
        .find_notification(&one.number.to_string())
        .expect("there")
        .state
}

#[test]
fn a_draft_knows_title_phase_and_what_the_customer_has_to_do() {
    let (mut workspace, acme, ids) = staffed();
    let drafts = workspace.draft_messages(acme, &ids).expect("drafted");
    assert_eq!(drafts.len(), 2);
    let facts = &drafts[0].facts;
    assert_eq!(facts.title.as_ref().map(SafeText::as_str), Some("CTO"));
    assert_eq!(facts.phase.as_ref().map(Phase::as_str), Some("Kickoff"));
    assert_eq!(facts.tasks, ["Send the logo, by 1 December 2026"]);
    assert_eq!(drafts[1].facts.title, None);
}

#[test]
fn it_stays_held_although_the_channel_is_open_and_leaves_by_approval_alone() {
    let (mut workspace, acme, ids) = staffed();
    open(&mut workspace, acme);
    let drafts = workspace.draft_messages(acme, &ids).expect("drafted");
    let held = hold(&mut workspace, acme, &drafts);
    for one in &held {
        assert_eq!(
            (one.state, one.kind, one.channel, one.reason, one.why()),
            (
                NotificationState::Held,
                NotificationKind::Message,
                Channel::Email,
                RouteReason::Assignee,
                "chosen"
            )
        );
    }
    assert_eq!(workspace.claim(Channel::Email).expect("read"), None);
    // Nor does it leave by being cancelled and brought back.
    let first = &held[0];
    workspace
        .make(Change::CancelNotifications(vec![first.id]))
        .expect("cancelled");
    workspace
        .make(Change::RetryNotifications(vec![first.id]))
        .expect("brought back");
    assert_eq!(state(&mut workspace, first), NotificationState::Held);
    assert_eq!(workspace.claim(Channel::Email).expect("read"), None);
    workspace
        .make(Change::ApproveNotifications(vec![first.id]))
        .expect("approved");
    let message = workspace.claim(Channel::Email).expect("read").expect("due");
    assert_eq!(
        (message.id, message.recipient),
        (first.id, first.recipient.clone())
    );
    assert_eq!(workspace.claim(Channel::Email).expect("read"), None);
}

#[test]
fn undo_takes_held_mails_back() {
    let (mut workspace, acme, ids) = staffed();
    let drafts = workspace.draft_messages(acme, &ids).expect("drafted");
    let held = hold(&mut workspace, acme, &drafts);
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    for one in &held {
        assert_eq!(state(&mut workspace, one), NotificationState::Cancelled);
    }
}

#[test]
fn a_text_with_blanks_cannot_be_approved() {
    let (mut workspace, acme, ids) = staffed();
    open(&mut workspace, acme);
    let mut drafts = workspace.draft_messages(acme, &ids[..1]).expect("drafted");
    drafts[0].content.body = "Yours, [owner]\n".to_owned();
    drafts[0].content.missing_fields = vec!["owner".to_owned()];
    let held = hold(&mut workspace, acme, &drafts);
    let approved = workspace.make(Change::ApproveNotifications(vec![held[0].id]));
    assert!(approved.expect_err("refused").to_string().contains("gaps"));
}

#[test]
fn who_left_or_belongs_elsewhere_is_not_written_to() {
    let (mut workspace, acme, ids) = staffed();
    let drafts = workspace.draft_messages(acme, &ids).expect("drafted");
    let other = workspace.adds_customer("Borealis", "borealis.no").id;
    let elsewhere = workspace.draft_messages(other, &ids[..1]).expect_err("refused");
    assert!(elsewhere.to_string().contains("another customer"), "{elsewhere}");
    let archive = Change::ArchiveContacts {
        contacts: vec![ids[1]],
        successor: Successor::Nobody,
    };
    workspace.make(archive).expect("archived");
    let archived = workspace.draft_messages(acme, &ids).expect_err("refused");
    assert!(matches!(archived, Error::Refused(_)), "{archived}");
    let change = Change::HoldMessages {
        customer: acme,
        messages: drafts.iter().map(MessageDraft::held).collect(),
    };
    let held = workspace.make(change).expect_err("refused");
    assert!(held.to_string().contains("is archived"), "{held}");
    assert_eq!(workspace.notifications_of(acme).expect("listed").len(), 0);
}

#[test]
fn the_people_are_parted_by_role_and_every_role_is_named() {
    let (mut workspace, acme, _) = staffed();
    let groups = workspace.who(acme).expect("read");
    let counts: Vec<(JobRole, usize)> = groups
        .iter()
        .map(|group| (group.role, group.people.len()))
        .collect();
    assert_eq!(
        counts,
        [
            (JobRole::Decides, 1),
            (JobRole::Technical, 0),
            (JobRole::Operations, 0),
            (JobRole::Finance, 0),
            (JobRole::Unknown, 1)
        ]
    );
    assert!(groups[0].people[0].is_primary);
}
