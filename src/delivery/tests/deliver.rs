//! Deliveries from a store to stand-ins: what leaves, what waits, and what is told.

use std::iter;
use std::time::Duration;

use tokio::sync::watch;

use super::headers::Parsed;
use super::person;
use super::scene::{ME, Scene};
use crate::delivery::{Asked, Channels, Error, LOCK, deliver, look, send_test};
use crate::domain::{
    Change, Channel, ChannelSetup, ChannelStage, ChannelStanding, Clock, CustomerEdit, CustomerStatus,
    DeliveryReport, MailSetup, NetworkScope, NotificationState, PerChannel, SendLimit, Timestamp,
};
use crate::lock::RunLock;
use crate::sandbox::{SlackFault, SlackMethod, SmtpFault};

#[tokio::test]
async fn what_was_approved_leaves_once_with_the_right_names() {
    let scene = Scene::open();
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!(delivered.counts.sent, 2);
    assert_eq!(delivered.faults, Vec::<String>::new());
    scene.delivers(Asked::ByClock).await;
    let mails = scene.mail.mails();
    assert_eq!((mails.len(), scene.slack.posts().len()), (1, 1));
    let mail = Parsed::of(&mails[0].raw);
    assert_eq!(
        mail.mailbox("To"),
        ("Ruiz, \"Dana\" Zoë".to_owned(), "dana@acme.com".to_owned())
    );
    assert_eq!(
        mail.mailbox("From"),
        ("Cara Osei".to_owned(), "cara@us.com".to_owned())
    );
    assert_eq!(mail.mailbox("Reply-To").0, "Olaf Owner");
    let post = scene.slack.posts().remove(0).text;
    assert!(post.contains("write to Olaf Owner"), "{post}");
    assert_eq!(scene.states(Channel::Email), [NotificationState::Sent]);
    assert_eq!(scene.states(Channel::Slack), [NotificationState::Sent]);
}

#[tokio::test]
async fn nothing_leaves_before_a_test_was_confirmed_or_while_it_is_held() {
    let scene = Scene::new();
    scene.invites();
    assert_eq!(scene.delivers(ME).await, DeliveryReport::default());
    let mut workspace = scene.workspace();
    let views = look(&mut workspace, &scene.channels()).expect("looked");
    for view in &views {
        assert_eq!(view.standing, ChannelStanding::Ready(ChannelStage::Untested));
        assert_eq!((view.held, view.bulk_guard), (1, None));
    }
    for channel in Channel::ALL {
        workspace.note_test(channel).expect("tested");
        workspace.confirm_channel(channel).expect("confirmed");
    }
    assert_eq!(
        scene.delivers(ME).await,
        DeliveryReport::default(),
        "the first ones are reviewed"
    );
    assert!(scene.mail.mails().is_empty() && scene.slack.asked().is_empty());
}

#[tokio::test]
async fn a_test_message_goes_to_oneself_and_its_fault_is_told() {
    let scene = Scene::new();
    let channels = scene.channels();
    let cara = channels.tester().expect("the sender").clone();
    send_test(&channels, Channel::Email, &cara, Timestamp::default())
        .await
        .expect("sent");
    assert_eq!(scene.mail.mails()[0].to, ["cara@us.com"]);
    let fault = send_test(&channels, Channel::Slack, &cara, Timestamp::default()).await;
    assert!(fault.expect_err("unknown").contains("has no user"));
    let dana = person("Dana", "dana@acme.com");
    send_test(&channels, Channel::Slack, &dana, Timestamp::default())
        .await
        .expect("posted");
    assert_eq!(scene.slack.posts().len(), 1);
    let none = Channels::find(
        &ChannelSetup::default(),
        scene.folder.path(),
        NetworkScope::ThisMachine,
    );
    for channel in Channel::ALL {
        let fault = send_test(&none, channel, &cara, Timestamp::default()).await;
        assert!(fault.expect_err("not set up").contains("not set up"));
    }
}

#[tokio::test]
async fn whom_slack_does_not_know_gets_the_mail_alone_and_the_log_says_why() {
    let scene = Scene::open();
    scene.slack.misbehave(
        SlackMethod::Lookup,
        SlackFault::Error("users_not_found".to_owned()),
    );
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!((delivered.counts.sent, delivered.counts.cancelled), (1, 1));
    assert_eq!(scene.states(Channel::Slack), [NotificationState::Cancelled]);
    assert!(
        scene.error(Channel::Slack).contains("mail only"),
        "{}",
        scene.error(Channel::Slack)
    );
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again_in_its_time_and_given_up_at_last() {
    let scene = Scene::open();
    scene.mail.set_fault(SmtpFault::DeferRecipient);
    let first = scene.delivers(Asked::ByClock).await;
    let next = first.next_at.expect("a time").as_millis() - scene.clock.now().as_millis();
    assert!((48_000..=72_000).contains(&next), "{next}");
    assert_eq!(scene.states(Channel::Email), [NotificationState::Retry]);
    assert_eq!(
        scene.delivers(Asked::ByClock).await.counts,
        Default::default(),
        "not before its time"
    );
    for _ in 0..5 {
        scene.passes(6 * 3_600);
        scene.delivers(Asked::ByClock).await;
    }
    assert_eq!(scene.states(Channel::Email), [NotificationState::Failed]);
    assert!(
        scene.error(Channel::Email).contains("greylisted"),
        "{}",
        scene.error(Channel::Email)
    );
    assert!(scene.mail.mails().is_empty());
    let failed = scene.workspace().notifications().expect("listed");
    let failed = failed
        .iter()
        .find(|one| one.channel == Channel::Email)
        .expect("one");
    assert_eq!(failed.attempts, 6);
    scene.mail.set_fault(SmtpFault::None);
    scene
        .workspace()
        .make(Change::RetryNotifications(vec![failed.id]))
        .expect("resent");
    assert_eq!(scene.delivers(Asked::ByClock).await.counts.sent, 1);
}

#[tokio::test]
async fn a_lost_answer_repeats_nothing_by_itself_and_a_person_the_mail_with_its_id() {
    let scene = Scene::open();
    scene.mail.set_fault(SmtpFault::CutAfterText);
    scene
        .slack
        .misbehave(SlackMethod::Post, SlackFault::CutAfterwards);
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!((delivered.counts.retry, delivered.counts.unknown), (0, 2));
    let why = scene.error(Channel::Email);
    assert!(
        why.contains("closed the connection") && why.contains("ask the recipient"),
        "{why}"
    );
    scene.mail.set_fault(SmtpFault::None);
    scene.slack.behave();
    for _ in 0..3 {
        scene.passes(3_600);
        scene.delivers(ME).await;
    }
    assert_eq!(scene.mail.mails().len(), 1, "not by itself");
    assert_eq!(scene.states(Channel::Email), [NotificationState::Unknown]);
    scene.resends(Channel::Email);
    scene.delivers(Asked::ByClock).await;
    assert_eq!(scene.states(Channel::Email), [NotificationState::Sent]);
    let mails = scene.mail.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0], mails[1], "the same to the byte");
    assert_eq!(scene.slack.posts().len(), 1);
    assert_eq!(scene.states(Channel::Slack), [NotificationState::Unknown]);
}

#[tokio::test]
async fn a_wrong_password_stops_the_channel_until_a_person_asks() {
    let scene = Scene::open();
    scene.invites();
    scene.mail.set_fault(SmtpFault::WantLogin);
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!(delivered.faults.len(), 1);
    assert_eq!(scene.states(Channel::Email), [NotificationState::Queued; 2]);
    let views = look(&mut scene.workspace(), &scene.channels()).expect("looked");
    assert!(
        matches!(&views[0].standing, ChannelStanding::Stopped(why) if why.contains("login")),
        "{views:?}"
    );
    scene.mail.set_fault(SmtpFault::None);
    assert_eq!(scene.delivers(Asked::ByClock).await.counts.sent, 0);
    assert_eq!(scene.delivers(ME).await.counts.sent, 2, "no attempt was used up");
}

#[tokio::test]
async fn a_limit_of_slack_makes_the_others_wait() {
    let scene = Scene::open();
    scene.invites();
    scene
        .slack
        .misbehave(SlackMethod::Lookup, SlackFault::Limited(Some(30)));
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!((delivered.counts.sent, delivered.counts.retry), (2, 1));
    assert_eq!(
        scene.states(Channel::Slack),
        [NotificationState::Queued, NotificationState::Retry]
    );
    scene.slack.behave();
    scene.passes(40);
    assert_eq!(scene.delivers(Asked::ByClock).await.counts.sent, 2);
}

#[tokio::test]
async fn a_server_nobody_reaches_is_asked_twice_and_not_for_each_mail() {
    let scene = Scene::open();
    for _ in 0..8 {
        scene.invites();
    }
    scene.mail.set_fault(SmtpFault::CutBeforeText);
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!(delivered.counts.retry, 2);
    assert_eq!(
        scene
            .states(Channel::Email)
            .iter()
            .filter(|state| **state == NotificationState::Queued)
            .count(),
        7
    );
}

#[tokio::test]
async fn more_than_twenty_at_once_wait_for_a_word() {
    let scene = Scene::open();
    for _ in 0..21 {
        scene.invites();
    }
    for asked in [Asked::ByClock, ME] {
        let delivered = scene.delivers(asked).await;
        assert_eq!(delivered.bulk_guard, [(Channel::Email, 22), (Channel::Slack, 22)]);
        assert_eq!(delivered.counts.sent, 0);
    }
    let views = look(&mut scene.workspace(), &scene.channels()).expect("looked");
    assert_eq!(views[0].bulk_guard, Some(22));
    let delivered = scene.delivers(Asked::ByPerson(SendLimit::Any)).await;
    assert_eq!((delivered.counts.sent, delivered.bulk_guard), (44, Vec::new()));
}

#[tokio::test]
async fn who_agreed_to_some_has_no_others_sent_beside_them() {
    let scene = Scene::open();
    for _ in 0..21 {
        scene.invites();
    }
    let agreed = PerChannel::count(iter::repeat_n(Channel::Slack, 22));
    let delivered = scene.delivers(Asked::ByPerson(SendLimit::Agreed(agreed))).await;
    assert_eq!(delivered.bulk_guard, [(Channel::Email, 22)]);
    assert_eq!((scene.mail.mails().len(), scene.slack.posts().len()), (0, 22));
}

#[tokio::test]
async fn a_pause_holds_for_the_runs_that_follow() {
    let scene = Scene::open();
    for _ in 0..4 {
        scene.invites();
    }
    scene
        .slack
        .misbehave(SlackMethod::Lookup, SlackFault::Limited(Some(60)));
    scene.mail.set_fault(SmtpFault::DeferText);
    let first = scene.delivers(Asked::ByClock).await;
    assert_eq!(first.counts.retry, 1 + 2);
    let paused: Vec<_> = first.pauses.iter().map(|(channel, _)| *channel).collect();
    assert_eq!(paused, Channel::ALL);
    let asked = scene.slack.asked().len();
    for who in [Asked::ByClock, ME] {
        let next = scene.delivers(who).await;
        assert_eq!(
            (next.counts, next.pauses),
            (Default::default(), first.pauses.clone())
        );
        assert!(next.next_at.is_some());
    }
    assert_eq!(scene.slack.asked().len(), asked, "nobody is asked meanwhile");
    scene.slack.behave();
    scene.mail.set_fault(SmtpFault::None);
    scene.passes(120);
    assert_eq!(scene.delivers(Asked::ByClock).await.counts.sent, 10);
}

#[tokio::test]
async fn a_look_and_settings_that_are_broken_for_a_while_change_nothing() {
    let scene = Scene::open();
    let mut workspace = scene.workspace();
    let before = Channel::ALL.map(|channel| workspace.channel(channel).expect("read"));
    let none = Channels::find(
        &ChannelSetup::default(),
        scene.folder.path(),
        NetworkScope::ThisMachine,
    );
    let other = ChannelSetup {
        mail: MailSetup {
            host: "127.0.0.1".to_owned(),
            from: "other@us.com".to_owned(),
            ..MailSetup::default()
        },
        ..ChannelSetup::default()
    };
    let other = Channels::find(&other, scene.folder.path(), NetworkScope::ThisMachine);
    let views = look(&mut workspace, &other).expect("looked");
    assert_eq!(views[0].standing, ChannelStanding::Ready(ChannelStage::Untested));
    let (_stop, stopped) = watch::channel(false);
    deliver(&mut workspace, scene.folder.path(), &none, ME, stopped)
        .await
        .expect("delivered");
    let after = Channel::ALL.map(|channel| workspace.channel(channel).expect("read"));
    assert_eq!(before, after);
    assert_eq!(scene.delivers(ME).await.counts.sent, 2);
}

#[tokio::test]
async fn nobody_of_an_archived_customer_is_written_to() {
    let scene = Scene::open();
    let mut workspace = scene.workspace();
    let archive = vec![CustomerEdit::Status(CustomerStatus::Archived)];
    workspace
        .make(Change::EditCustomer {
            customer: scene.acme,
            edits: archive,
        })
        .expect("archived");
    assert_eq!(scene.delivers(ME).await.counts.words(), "nothing is due");
    let waits = workspace.notifications().expect("listed");
    assert!(
        waits.iter().all(|one| one.state == NotificationState::Held),
        "{waits:?}"
    );
    assert!(scene.mail.mails().is_empty() && scene.slack.asked().is_empty());
    let refused = workspace.make(Change::InviteToPortal {
        customer: scene.acme,
        contact: None,
    });
    assert!(refused.expect_err("refused").to_string().contains("is archived"));
}

#[tokio::test]
async fn a_mail_bears_the_day_on_which_it_was_first_tried() {
    let scene = Scene::open();
    scene.passes(21 * 24 * 3_600);
    scene.mail.set_fault(SmtpFault::CutAfterText);
    scene.delivers(ME).await;
    scene.mail.set_fault(SmtpFault::None);
    scene.passes(48 * 3_600);
    scene.resends(Channel::Email);
    scene.delivers(ME).await;
    let mails = scene.mail.mails();
    let days: Vec<String> = mails
        .iter()
        .map(|mail| Parsed::of(&mail.raw).field("Date").to_owned())
        .collect();
    assert_eq!(days.len(), 2);
    assert_eq!(days[0], days[1]);
    assert!(days[0].contains("15 Dec 2026"), "{days:?}");
}

#[tokio::test]
async fn one_program_delivers_at_a_time() {
    let scene = Scene::open();
    let held = RunLock::take(scene.folder.path(), LOCK).expect("taken");
    assert!(matches!(scene.try_deliver(ME).await, Err(Error::Busy)));
    drop(held);
    assert_eq!(scene.delivers(ME).await.counts.sent, 2);
}

#[tokio::test]
async fn a_stop_waits_a_moment_for_the_message_under_way_and_no_longer() {
    let scene = Scene::open();
    scene.mail.set_fault(SmtpFault::Silent);
    let (stop, stopped) = watch::channel(false);
    let mut workspace = scene.workspace();
    let channels = scene.channels();
    let delivery = deliver(&mut workspace, scene.folder.path(), &channels, ME, stopped);
    let (delivered, ()) = tokio::join!(delivery, async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        stop.send_replace(true);
    });
    assert_eq!(delivered.expect("ended").counts, Default::default());
    assert_eq!(scene.states(Channel::Email), [NotificationState::Sending]);
    assert_eq!(scene.states(Channel::Slack), [NotificationState::Queued]);
    scene.mail.set_fault(SmtpFault::None);
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!(delivered.counts.sent, 2);
    assert_eq!(scene.mail.mails().len(), 1);
}
