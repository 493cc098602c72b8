//! Deliveries from a store to stand-ins: what leaves, what waits, and what is left when a run ends in the middle.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use proptest::prelude::*;
use tempfile::TempDir;
use tokio::sync::watch;

use super::headers::Parsed;
use super::{CANARY, person};
use crate::domain::{
    Actor, Change, Channel, ChannelSetup, ChannelStage, ChannelStanding, Clock, ContactDraft, CustomerDraft,
    CustomerId, IdSource, MailSecurity, MailSetup, Notification, NotificationState, Outcome, Timestamp,
};
use crate::lock::RunLock;
use crate::notify::{Asked, Batch, Channels, Delivered, Error, LOCK, Reach, deliver, look, send_test};
use crate::sandbox::{SlackDesk, SlackFault, SlackMethod, SmtpConduct, SmtpDesk};
use crate::secrets::{SecretName, SecretPlace};
use crate::store::Store;
use crate::workspace::Workspace;

const ME: Asked = Asked::ByPerson(Batch::Guarded);

/// A clock that tests turn.
#[derive(Clone, Default)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// A store with the customer Acme and its primary, beside a mail server and Slack.
struct Scene {
    folder: TempDir,
    clock: Hand,
    mail: SmtpDesk,
    slack: SlackDesk,
    acme: CustomerId,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        SecretPlace::new(SecretName::SlackToken, folder.path())
            .keep(&secrecy::SecretString::from(CANARY))
            .expect("kept");
        let slack = SlackDesk::start(CANARY, 0).expect("a server");
        slack.add_person("dana@acme.com");
        let mut scene = Self {
            folder,
            clock: Hand(Arc::new(AtomicI64::new(1_795_512_600_000))),
            mail: SmtpDesk::start(0).expect("a server"),
            slack,
            acme: CustomerId::from_uuid(uuid::Uuid::nil()),
        };
        let mut workspace = scene.workspace();
        let draft = CustomerDraft {
            name: "Acme".into(),
            domain: "acme.com".into(),
            owner: "Olaf Owner <olaf@us.com>".into(),
            ..CustomerDraft::default()
        };
        let added = workspace.make(Change::AddCustomer(draft.check().expect("valid")));
        let Outcome::CustomerAdded(acme) = added.expect("added").outcome else {
            panic!("a customer")
        };
        scene.acme = acme.id;
        let draft = ContactDraft {
            name: "Ruiz, \"Dana\" Zoë".into(),
            email: "dana@acme.com".into(),
            ..ContactDraft::default()
        };
        let contact = draft.check().expect("valid");
        let customer = acme.id;
        workspace
            .make(Change::AddContact { customer, contact })
            .expect("added");
        scene
    }

    /// Makes a scene in which both channels are open.
    fn open() -> Self {
        let scene = Self::new();
        let mut workspace = scene.workspace();
        for channel in Channel::ALL {
            let mark = scene.channels().mark(channel);
            workspace.fit_channel(channel, &mark).expect("fitted");
            workspace.note_test(channel).expect("tested");
            workspace.confirm_channel(channel).expect("confirmed");
        }
        let held = scene.invites();
        let ids = held.iter().map(|one| one.id).collect();
        workspace
            .make(Change::ApproveNotifications(ids))
            .expect("approved");
        scene
    }

    fn workspace(&self) -> Workspace {
        let store = Store::open(self.folder.path()).expect("opened");
        Workspace::new(
            store,
            Actor::new("Mia"),
            Box::new(self.clock.clone()),
            IdSource::Random,
        )
    }

    fn channels(&self) -> Channels {
        let setup = ChannelSetup {
            mail: MailSetup {
                host: "127.0.0.1".to_owned(),
                port: self.mail.port(),
                security: MailSecurity::None,
                user: String::new(),
                from: "Cara Osei <cara@us.com>".to_owned(),
            },
            slack_url: self.slack.url(),
            user: String::new(),
        };
        Channels::find(&setup, self.folder.path(), Reach::ThisMachine)
    }

    /// Invites the primary, which writes one notification for each channel.
    fn invites(&self) -> Vec<Notification> {
        let change = Change::InviteToPortal {
            customer: self.acme,
            contact: None,
        };
        match self.workspace().make(change).expect("invited").outcome {
            Outcome::Invited { notifications, .. } => notifications,
            other => panic!("{other:?}"),
        }
    }

    async fn try_deliver(&self, asked: Asked) -> Result<Delivered, Error> {
        let (_stop, stopped) = watch::channel(false);
        deliver(
            &mut self.workspace(),
            self.folder.path(),
            &self.channels(),
            asked,
            stopped,
        )
        .await
    }

    async fn delivers(&self, asked: Asked) -> Delivered {
        self.try_deliver(asked).await.expect("delivered")
    }

    fn passes(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    /// Gives the states by channel, newest first.
    fn states(&self, channel: Channel) -> Vec<NotificationState> {
        let all = self.workspace().notifications(None).expect("listed");
        all.iter()
            .filter(|one| one.channel == channel)
            .map(|one| one.state)
            .collect()
    }

    fn error(&self, channel: Channel) -> String {
        let all = self.workspace().notifications(None).expect("listed");
        let one = all.into_iter().find(|one| one.channel == channel).expect("one");
        one.error.unwrap_or_default()
    }
}

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
    assert_eq!(scene.states(Channel::Email), [NotificationState::Sent]);
    assert_eq!(scene.states(Channel::Slack), [NotificationState::Sent]);
}

#[tokio::test]
async fn nothing_leaves_before_a_test_was_confirmed_or_while_it_is_held() {
    let scene = Scene::new();
    scene.invites();
    assert_eq!(scene.delivers(ME).await, Delivered::default());
    let mut workspace = scene.workspace();
    let views = look(&mut workspace, &scene.channels()).expect("looked");
    for view in &views {
        assert_eq!(view.standing, ChannelStanding::Ready(ChannelStage::Untested));
        assert_eq!((view.held, view.flood), (1, None));
    }
    for channel in Channel::ALL {
        workspace.note_test(channel).expect("tested");
        workspace.confirm_channel(channel).expect("confirmed");
    }
    assert_eq!(
        scene.delivers(ME).await,
        Delivered::default(),
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
    assert!(fault.expect_err("unknown").contains("knows nobody"));
    let dana = person("Dana", "dana@acme.com");
    send_test(&channels, Channel::Slack, &dana, Timestamp::default())
        .await
        .expect("posted");
    assert_eq!(scene.slack.posts().len(), 1);
    let none = Channels::find(&ChannelSetup::default(), scene.folder.path(), Reach::ThisMachine);
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
        scene.error(Channel::Slack).contains("mail alone"),
        "{}",
        scene.error(Channel::Slack)
    );
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again_in_its_time_and_given_up_at_last() {
    let scene = Scene::open();
    scene.mail.conduct(SmtpConduct::DeferRecipient);
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
    let failed = scene.workspace().notifications(None).expect("listed");
    let failed = failed
        .iter()
        .find(|one| one.channel == Channel::Email)
        .expect("one");
    assert_eq!(failed.attempts, 6);
    scene.mail.conduct(SmtpConduct::Take);
    scene
        .workspace()
        .make(Change::RetryNotifications(vec![failed.id]))
        .expect("resent");
    assert_eq!(scene.delivers(Asked::ByClock).await.counts.sent, 1);
}

#[tokio::test]
async fn a_lost_answer_repeats_the_mail_with_its_id_and_never_the_message() {
    let scene = Scene::open();
    scene.mail.conduct(SmtpConduct::CutAfterText);
    scene
        .slack
        .misbehave(SlackMethod::Post, SlackFault::CutAfterwards);
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!((delivered.counts.retry, delivered.counts.unknown), (1, 1));
    scene.mail.conduct(SmtpConduct::Take);
    scene.slack.behave();
    for _ in 0..3 {
        scene.passes(3_600);
        scene.delivers(ME).await;
    }
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
    scene.mail.conduct(SmtpConduct::WantLogin);
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!(delivered.faults.len(), 1);
    assert_eq!(scene.states(Channel::Email), [NotificationState::Queued; 2]);
    let views = look(&mut scene.workspace(), &scene.channels()).expect("looked");
    assert!(
        matches!(&views[0].standing, ChannelStanding::Stopped(why) if why.contains("login")),
        "{views:?}"
    );
    scene.mail.conduct(SmtpConduct::Take);
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
    scene.mail.conduct(SmtpConduct::CutBeforeText);
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
        assert_eq!(delivered.floods, [(Channel::Email, 22), (Channel::Slack, 22)]);
        assert_eq!(delivered.counts.sent, 0);
    }
    let views = look(&mut scene.workspace(), &scene.channels()).expect("looked");
    assert_eq!(views[0].flood, Some(22));
    let delivered = scene.delivers(Asked::ByPerson(Batch::Allowed)).await;
    assert_eq!((delivered.counts.sent, delivered.floods), (44, Vec::new()));
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
    scene.mail.conduct(SmtpConduct::Silent);
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
    scene.mail.conduct(SmtpConduct::Take);
    let delivered = scene.delivers(Asked::ByClock).await;
    assert_eq!(delivered.counts.sent, 2);
    assert_eq!(scene.mail.mails().len(), 1);
}

/// Polls a future so many times and drops it, as a kill does; gives what it gave if it ended before.
async fn cut_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    for _ in 0..polls {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Some(output);
        }
        // The stand-ins work in threads of their own.
        tokio::time::sleep(Duration::from_micros(300)).await;
    }
    None
}

/// How the stand-ins behave during a run that is cut.
#[derive(Debug, Clone, Copy)]
struct Weather {
    mail: SmtpConduct,
    slack: u8,
    polls: usize,
}

fn weather() -> impl Strategy<Value = Weather> {
    let mail = prop::sample::select(vec![
        SmtpConduct::Take,
        SmtpConduct::Take,
        SmtpConduct::CutAfterText,
        SmtpConduct::CutBeforeText,
        SmtpConduct::SilentAfterText,
        SmtpConduct::DeferRecipient,
        SmtpConduct::DeferText,
    ]);
    (mail, 0..5_u8, 0..80_usize).prop_map(|(mail, slack, polls)| Weather { mail, slack, polls })
}

/// Runs deliveries that are cut, each with its own weather, then one in fair weather until nothing is due; gives what is
/// wrong, if anything.
async fn crash_schedule(runs: &[Weather]) -> Result<(), String> {
    let scene = Scene::open();
    for run in runs {
        scene.invites();
        scene.mail.conduct(run.mail);
        match run.slack {
            0 | 1 => scene.slack.behave(),
            2 => scene
                .slack
                .misbehave(SlackMethod::Post, SlackFault::CutAfterwards),
            3 => scene.slack.misbehave(SlackMethod::Open, SlackFault::Status(503)),
            _ => scene.slack.misbehave(SlackMethod::Post, SlackFault::Silent),
        }
        let (_stop, stopped) = watch::channel(false);
        let mut workspace = scene.workspace();
        let channels = scene.channels();
        let delivery = deliver(&mut workspace, scene.folder.path(), &channels, ME, stopped);
        let _ = cut_after(run.polls, delivery).await;
        scene.passes(20);
    }
    scene.mail.conduct(SmtpConduct::Take);
    scene.slack.behave();
    for _ in 0..8 {
        scene.passes(6 * 3_600);
        scene.delivers(Asked::ByPerson(Batch::Allowed)).await;
    }
    let all = scene.workspace().notifications(None).expect("listed");
    if all.len() != 2 * (runs.len() + 1) {
        return Err(format!("{} were written", all.len()));
    }
    let mut mails: BTreeMap<String, usize> = BTreeMap::new();
    for mail in scene.mail.mails() {
        let id = Parsed::of(&mail.raw).field("Message-ID").to_owned();
        *mails.entry(id).or_default() += 1;
    }
    let known: Vec<String> = all
        .iter()
        .map(|one| format!("<{}@pivotal.invalid>", one.id))
        .collect();
    if let Some(stranger) = mails.keys().find(|id| !known.contains(id)) {
        return Err(format!("a mail of nobody: {stranger}"));
    }
    let posts = scene.slack.posts().len();
    let (mut told, mut perhaps) = (0, 0);
    for one in &all {
        let id = format!("<{}@pivotal.invalid>", one.id);
        let arrived = mails.get(&id).copied().unwrap_or(0);
        match (one.channel, one.state) {
            (Channel::Email, NotificationState::Sent) if arrived > 0 => {}
            (Channel::Email, NotificationState::Unknown) => {}
            (Channel::Email, NotificationState::Failed) if arrived == 0 => {}
            (Channel::Slack, NotificationState::Sent) => told += 1,
            (Channel::Slack, NotificationState::Unknown) => perhaps += 1,
            (channel, state) => return Err(format!("by {channel} {state}, arrived {arrived} times")),
        }
    }
    if posts < told || posts > told + perhaps {
        return Err(format!("{posts} posts for {told} sent and {perhaps} unknown"));
    }
    Ok(())
}

fn crash_schedules(cases: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 0,
        ..Default::default()
    });
    runner
        .run(&prop::collection::vec(weather(), 1..4), |runs| {
            runtime
                .block_on(crash_schedule(&runs))
                .map_err(TestCaseError::fail)
        })
        .expect("holds");
}

#[test]
fn a_run_cut_anywhere_sends_each_mail_by_its_id_and_no_message_twice() {
    crash_schedules(25);
}

#[test]
#[ignore = "ten thousand schedules take a while: cargo test --release --lib -- --ignored ten_thousand_crash_schedules"]
fn ten_thousand_crash_schedules() {
    crash_schedules(10_000);
}
