//! Deliveries that are cut anywhere: what is left when a run ends in the middle.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use proptest::prelude::*;
use tokio::sync::watch;

use super::headers::Parsed;
use super::scene::{ME, Scene};
use crate::delivery::mail::SmtpSettings;
use crate::delivery::retry::decide;
use crate::delivery::transport::Transport;
use crate::delivery::{Asked, ChannelConfig, deliver, recover_interrupted};
use crate::domain::{
    Change, Channel, Clock, ContactDraft, Notification, NotificationState, OutboundMessage, Outcome,
    PriorAttempts, SendLimit,
};
use crate::sandbox::{SlackFault, SlackMethod, SmtpFault};

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
    mail: SmtpFault,
    slack: u8,
    polls: usize,
}

fn weather() -> impl Strategy<Value = Weather> {
    let mail = prop::sample::select(vec![
        SmtpFault::None,
        SmtpFault::None,
        SmtpFault::CutAfterText,
        SmtpFault::CutBeforeText,
        SmtpFault::SilentAfterText,
        SmtpFault::DeferRecipient,
        SmtpFault::DeferText,
    ]);
    (mail, 0..5_u8, 0..80_usize).prop_map(|(mail, slack, polls)| Weather { mail, slack, polls })
}

/// What schedules left behind, for the figure.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Left {
    written: usize,
    mails: usize,
    posts: usize,
    unknown: usize,
}

/// Invites somebody new, so that each message to Slack is known by the conversation in which it stands.
fn invites_somebody(scene: &Scene, number: usize) {
    let address = format!("p{number}@acme.com");
    scene.slack.add_person(&address);
    let draft = ContactDraft {
        name: format!("Person {number}"),
        email: address,
        ..ContactDraft::default()
    };
    let (customer, contact) = (scene.acme, draft.check().expect("valid"));
    let added = scene
        .workspace()
        .make(Change::AddContact { customer, contact })
        .expect("added");
    let Outcome::ContactAdded { contact, .. } = added.outcome else {
        panic!("a contact")
    };
    let contact = Some(contact.id);
    scene
        .workspace()
        .make(Change::InviteToPortal { customer, contact })
        .expect("invited");
}

/// Runs deliveries that are cut, each with its own weather, then one in fair weather until nothing is due.
async fn crash_schedule(runs: &[Weather]) -> Scene {
    let scene = Scene::open();
    for (number, run) in runs.iter().enumerate() {
        invites_somebody(&scene, number);
        scene.mail.set_fault(run.mail);
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
    scene.mail.set_fault(SmtpFault::None);
    scene.slack.behave();
    for _ in 0..8 {
        scene.passes(6 * 3_600);
        scene.delivers(Asked::ByPerson(SendLimit::Any)).await;
    }
    scene
}

/// Looks at what arrived, and gives what is wrong with it, if anything.
fn judge(scene: &Scene, runs: usize) -> Result<Left, String> {
    let all = scene.workspace().notifications().expect("listed");
    if all.len() != 2 * (runs + 1) {
        return Err(format!("{} were written", all.len()));
    }
    let mut mails: BTreeMap<String, usize> = BTreeMap::new();
    for mail in scene.mail.mails() {
        let id = Parsed::of(&mail.raw).field("Message-ID").to_owned();
        *mails.entry(id).or_default() += 1;
    }
    let id = |one: &Notification| format!("<{}@pivotal.invalid>", one.id);
    let known: Vec<String> = all.iter().map(id).collect();
    if let Some((id, count)) = mails.iter().find(|(_, count)| **count > 1) {
        return Err(format!("a mail came {count} times by itself: {id}"));
    }
    if let Some(stranger) = mails.keys().find(|id| !known.contains(id)) {
        return Err(format!("a mail of nobody: {stranger}"));
    }
    let mut posts: BTreeMap<String, usize> = BTreeMap::new();
    for post in scene.slack.posts() {
        *posts.entry(post.channel).or_default() += 1;
    }
    let mut left = Left {
        written: all.len(),
        mails: mails.len(),
        posts: posts.len(),
        unknown: 0,
    };
    for one in &all {
        let arrived = match one.channel {
            Channel::Email => mails.get(&id(one)).copied().unwrap_or(0),
            Channel::Slack => posts.remove(&conversation(one)).unwrap_or(0),
        };
        match (one.channel, one.state) {
            (_, NotificationState::Sent) if arrived == 1 => {}
            (_, NotificationState::Unknown) if arrived < 2 => left.unknown += 1,
            (Channel::Email | Channel::Slack, NotificationState::Failed) if arrived == 0 => {}
            (channel, state) => return Err(format!("by {channel} {state}, arrived {arrived} times")),
        }
    }
    match posts.keys().next() {
        Some(stranger) => Err(format!("a message to nobody: {stranger}")),
        None => Ok(left),
    }
}

/// Returns the conversation with the recipient of a notification: Dana's is the first, the others come in order.
fn conversation(one: &Notification) -> String {
    let local = one.recipient.email.local_part();
    let number: usize = local.strip_prefix('p').map_or(1, |number| {
        let number: usize = number.parse().expect("a number");
        number + 2
    });
    format!("DU{number:04}")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Lives through schedules, several at a time as most of it is waiting, and tells what they left.
fn crash_schedules(cases: u32, at_once: u32) {
    let sum = Mutex::new(Left::default());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..at_once)
            .map(|thread| {
                let share = cases / at_once + u32::from(thread < cases % at_once);
                let sum = &sum;
                scope.spawn(move || some_crash_schedules(share, sum))
            })
            .collect();
        for thread in threads {
            thread.join().expect("holds");
        }
    });
    let Ok(left) = sum.into_inner() else {
        panic!("holds")
    };
    let Left {
        written,
        mails,
        posts,
        unknown,
    } = left;
    println!(
        "promise 16: {cases} crash schedules, {written} notifications each queued once: {mails} mails and {posts} messages to Slack, 0 of them twice; {unknown} wait for a person, 0 are lost"
    );
}

fn some_crash_schedules(cases: u32, sum: &Mutex<Left>) {
    let runtime = runtime();
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 0,
        ..Default::default()
    });
    runner
        .run(&prop::collection::vec(weather(), 1..4), |runs| {
            let scene = runtime.block_on(crash_schedule(&runs));
            let left = judge(&scene, runs.len()).map_err(TestCaseError::fail)?;
            let mut all = sum.lock().expect("the sum");
            all.written += left.written;
            all.mails += left.mails;
            all.posts += left.posts;
            all.unknown += left.unknown;
            Ok(())
        })
        .expect("holds");
}

#[test]
fn a_run_cut_anywhere_sends_no_mail_and_no_message_twice() {
    crash_schedules(24, 4);
}

/// Lives through 10,000 schedules where `PIVOTAL_PROOF` is `full`.
#[test]
#[ignore = "an hour: PIVOTAL_PROOF=full cargo test --release --lib ten_thousand_crash_schedules -- --ignored --nocapture"]
fn ten_thousand_crash_schedules() {
    let is_full = std::env::var_os("PIVOTAL_PROOF").is_some_and(|value| value == "full");
    let (cases, at_once) = if is_full { (10_000, 16) } else { (48, 8) };
    crash_schedules(cases, at_once);
}

#[test]
fn the_controls_are_found_a_message_sent_twice_and_a_mail_with_another_id() {
    let fair = [Weather {
        mail: SmtpFault::None,
        slack: 0,
        polls: 0,
    }];
    let runtime = runtime();
    let scene = runtime.block_on(crash_schedule(&fair));
    let left = judge(&scene, fair.len()).expect("holds");
    assert_eq!((left.mails, left.posts, left.unknown), (2, 2, 0));
    let ChannelConfig::Ready(mail) = scene.channels().mail else {
        panic!("mail is set up")
    };
    let again = super::Mail {
        to: super::person("Person 0", "p0@acme.com"),
        ..super::mail()
    };
    runtime
        .block_on(crate::delivery::mail::send(&mail, &again))
        .expect("sent");
    assert!(
        judge(&scene, fair.len())
            .expect_err("found")
            .contains("a mail of nobody")
    );
    let scene = runtime.block_on(crash_schedule(&fair));
    let ChannelConfig::Ready(slack) = scene.channels().slack else {
        panic!("Slack is set up")
    };
    runtime
        .block_on(slack.deliver(&super::email("p0@acme.com"), "Hello again"))
        .expect("posted");
    let found = judge(&scene, fair.len()).expect_err("found");
    assert!(found.contains("arrived 2 times"), "{found}");
    // One that was written twice is found too.
    scene.invites();
    assert!(judge(&scene, fair.len()).is_err());
}

/// Ends the program once the server has the mail and before it answers.
async fn cut_with_the_text() -> Scene {
    let scene = Scene::open();
    scene.mail.set_fault(SmtpFault::SilentAfterText);
    let (_stop, stopped) = watch::channel(false);
    let (mut workspace, channels) = (scene.workspace(), scene.channels());
    let mut delivery = Box::pin(deliver(
        &mut workspace,
        scene.folder.path(),
        &channels,
        ME,
        stopped,
    ));
    while scene.mail.mails().is_empty() {
        let mut context = Context::from_waker(Waker::noop());
        assert!(delivery.as_mut().poll(&mut context).is_pending());
        tokio::time::sleep(Duration::from_micros(300)).await;
    }
    drop(delivery);
    scene.mail.set_fault(SmtpFault::None);
    scene
}

#[test]
fn a_mail_whose_text_went_out_waits_for_a_person_and_would_come_twice_without_the_mark() {
    let runtime = runtime();
    let ends = |scene: &Scene| {
        for _ in 0..8 {
            scene.passes(6 * 3_600);
            runtime.block_on(scene.delivers(Asked::ByClock));
        }
        judge(scene, 0)
    };
    let scene = runtime.block_on(cut_with_the_text());
    let left = ends(&scene).expect("holds");
    assert_eq!((left.mails, left.posts, left.unknown), (1, 1, 1));
    assert!(scene.error(Channel::Email).contains("may have arrived"));
    // The control: a program that did not write down that the text was under way.
    let scene = runtime.block_on(cut_with_the_text());
    let mut workspace = scene.workspace();
    for message in workspace.interrupted(Channel::Email).expect("read") {
        let message = OutboundMessage {
            prior: PriorAttempts::Nothing,
            ..message
        };
        let error = SmtpSettings::after_crash(&message);
        let (outcome, _) = decide(error, &message, scene.clock.now(), 0.5);
        workspace.record_attempt(&message, &outcome).expect("stored");
    }
    let found = ends(&scene).expect_err("found");
    assert!(found.contains("came 2 times by itself"), "{found}");
}

#[test]
fn what_was_being_sent_when_a_program_ended_is_settled_without_sending() {
    let scene = Scene::open();
    let mut workspace = scene.workspace();
    for channel in Channel::ALL {
        workspace.claim(channel).expect("claimed").expect("one is due");
    }
    let counts = recover_interrupted(&mut workspace, scene.folder.path()).expect("tidied");
    assert_eq!(counts.words(), "1 possibly sent");
    assert_eq!(scene.states(Channel::Email), [NotificationState::Retry]);
    assert_eq!(scene.states(Channel::Slack), [NotificationState::Unknown]);
    assert!(scene.mail.mails().is_empty() && scene.slack.posts().is_empty());
    let counts = recover_interrupted(&mut workspace, scene.folder.path()).expect("tidied");
    assert_eq!(counts.words(), "nothing is due");
}
