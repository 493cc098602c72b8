//! Deliveries that are cut anywhere: what is left when a run ends in the middle.

use std::collections::BTreeMap;
use std::future::Future;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use proptest::prelude::*;
use tokio::sync::watch;

use super::headers::Parsed;
use super::scene::{ME, Scene};
use crate::domain::{AtOnce, Channel, NotificationState};
use crate::notify::{Asked, deliver};
use crate::sandbox::{SlackFault, SlackMethod, SmtpConduct};

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
        scene.delivers(Asked::ByPerson(AtOnce::Any)).await;
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
