//! Runs that are stopped, killed or refused, and those after them.

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::Poll;

use tokio::sync::watch;

use super::*;
use crate::domain::{RunFilter, SyncKind};
use crate::lock::RunLock;
use crate::sandbox::Scope;
use crate::sync::{LOCK, check};

/// A portal with several pages of people, near misses and associations on pages of their own.
fn busy() -> (Scene, Vec<CustomerId>) {
    let mut scene = Scene::new();
    let mut customers = Vec::new();
    for number in 0..3 {
        customers.push(scene.customer(&format!("Customer {number}"), &format!("c{number}.com")));
    }
    for number in 0..520 {
        scene.person(
            &format!("p{number}@c{}.com", number % 3),
            &format!("Person {number}"),
        );
    }
    for customer in 0..3 {
        let strays: Vec<u64> = (0..4)
            .map(|number| {
                scene.person(
                    &format!("s{number}@stray{customer}.io"),
                    &format!("Stray {number}"),
                )
            })
            .collect();
        scene.company(
            &format!("Customer {customer} Inc"),
            &[&format!("c{customer}.com")],
            &strays,
        );
    }
    scene.sandbox.rules().association_page = 2;
    (scene, customers)
}

/// Runs a sync and lets go of it once HubSpot was asked a number of times; says whether it ended before.
fn killed_after(scene: &mut Scene, requests: usize, wanted: RunScope) -> bool {
    let client = scene.client();
    let runtime = runtime();
    let Scene {
        workspace,
        sandbox,
        folder,
    } = scene;
    let mut run = pin!(sync(
        workspace,
        folder.path(),
        &client,
        "mark",
        wanted,
        Cancel::never(),
        |_| {},
    ));
    runtime.block_on(std::future::poll_fn(|context| {
        if run.as_mut().poll(context).is_ready() {
            return Poll::Ready(true);
        }
        if sandbox.requests().len() >= requests {
            return Poll::Ready(false);
        }
        // It is looked at again at once, so that it stops behind exactly this request.
        context.waker().wake_by_ref();
        Poll::Pending
    }))
}

/// Demands that no question was asked more than twice, and of the pages of a search none but the last one.
///
/// The pages of one list of associations are taken in together, so that all of them may be asked for again.
fn demand_few_repeats(scene: &Scene) {
    let mut asked: BTreeMap<(String, String), usize> = BTreeMap::new();
    for request in scene.requests() {
        *asked.entry((request.path, request.body)).or_default() += 1;
    }
    asked.retain(|_, count| *count > 1);
    assert!(asked.values().all(|count| *count == 2), "{asked:?}");
    asked.retain(|(path, _), _| path.ends_with("/search"));
    assert!(asked.len() <= 1, "{asked:?}");
}

#[test]
fn a_run_that_is_let_go_of_anywhere_goes_on_where_it_stopped() {
    let (mut scene, customers) = busy();
    scene.syncs();
    let (wanted, total) = (scene.state(&customers), scene.requests().len());
    assert!(total > 8, "{total} requests");
    for requests in 1..=total {
        let (mut scene, customers) = busy();
        killed_after(&mut scene, requests, RunScope::Due);
        scene.workspace = open(&scene.folder);
        scene.syncs();
        assert_eq!(scene.state(&customers), wanted, "after {requests} requests");
        // People are read first on every run: one that stops behind them is followed by another one.
        let runs = scene.workspace.sync_runs(RunFilter::All, 5).expect("listed");
        let linked: u64 = runs.iter().map(|run| run.counts.linked).sum();
        assert_eq!(linked, 520, "after {requests} requests");
        demand_few_repeats(&scene);
    }
}

#[test]
fn a_full_run_with_doubts_that_is_let_go_of_anywhere_ends_the_same() {
    let prepare = || {
        let (mut scene, customers) = busy();
        scene.syncs();
        let ids: Vec<u64> = scene
            .sandbox
            .portal()
            .contacts()
            .map(|(id, _)| id)
            .take(12)
            .collect();
        for id in &ids[..3] {
            scene.sandbox.portal().archive_contact(*id, now());
        }
        scene.sandbox.portal().delete_contact(ids[3]);
        scene.sandbox.portal().merge_contacts(ids[4], ids[7], now());
        scene.changes(ids[8], |person| person.email = Some("away@elsewhere.io".into()));
        scene.forgets();
        (scene, customers)
    };
    let (mut scene, customers) = prepare();
    scene.syncs_all();
    let (wanted, total) = (scene.state(&customers), scene.requests().len());
    for requests in 1..=total {
        let (mut scene, customers) = prepare();
        let full = RunScope::Full(Unlinking::Guarded);
        killed_after(&mut scene, requests, full);
        scene.workspace = open(&scene.folder);
        scene.syncs_all();
        assert_eq!(scene.state(&customers), wanted, "after {requests} requests");
    }
}

#[test]
fn a_run_that_is_cancelled_says_so_and_the_next_goes_on() {
    let (mut undisturbed, customers) = busy();
    undisturbed.syncs();
    let wanted = undisturbed.state(&customers);
    let (mut scene, customers) = busy();
    let (stop, stopped) = watch::channel(false);
    let client = scene.client();
    let run = sync(
        &mut scene.workspace,
        scene.folder.path(),
        &client,
        "mark",
        RunScope::Due,
        Cancel::by(stopped),
        |progress| {
            if progress.people >= 200 {
                stop.send(true).expect("heard");
            }
        },
    );
    let report = runtime().block_on(run);
    assert_eq!(failed(&report), "cancelled");
    let held = scene.workspace.integration().expect("read").linked;
    assert!((200..520).contains(&held), "{held} were linked");
    scene.syncs();
    assert_eq!(scene.state(&customers), wanted);
    demand_few_repeats(&scene);
}

#[test]
fn a_customer_that_is_added_between_a_stop_and_the_next_run_is_not_forgotten() {
    let (mut scene, mut customers) = busy();
    scene.person("new@late.com", "Late Comer");
    killed_after(&mut scene, 3, RunScope::Due);
    customers.push(scene.customer("Late", "late.com"));
    scene.syncs();
    assert_eq!(scene.emails(customers[3]), ["new@late.com"]);
    assert_eq!(scene.workspace.integration().expect("read").linked, 521);
}

#[test]
fn a_flood_of_changes_elsewhere_that_is_let_go_of_anywhere_loses_none_of_ours() {
    let prepare = || {
        let (mut scene, customers) = busy();
        // So many domains that ours stand in the second of two searches.
        for number in 0..100 {
            scene.customer(&format!("Other {number}"), &format!("b{number}.com"));
        }
        scene.syncs();
        for number in 0..5_000 {
            let id = scene.person(&format!("x{number}@elsewhere.io"), "Somebody Else");
            scene.changes(id, |_| {});
        }
        let ids: Vec<u64> = scene
            .sandbox
            .portal()
            .contacts()
            .map(|(id, _)| id)
            .take(500)
            .collect();
        for id in ids {
            scene.changes(id, |person| person.jobtitle = Some("CTO".into()));
        }
        scene.forgets();
        (scene, customers)
    };
    let (mut scene, customers) = prepare();
    assert_eq!(scene.syncs().kind, Some(SyncKind::Incremental));
    let (wanted, total) = (scene.state(&customers), scene.requests().len());
    assert!((4..10).contains(&total), "{total} requests");
    for requests in 1..=total {
        let (mut scene, customers) = prepare();
        killed_after(&mut scene, requests, RunScope::Due);
        scene.workspace = open(&scene.folder);
        scene.syncs();
        assert_eq!(scene.state(&customers), wanted, "after {requests} requests");
    }
}

#[test]
fn a_run_for_what_changed_that_is_let_go_of_leads_to_no_full_one() {
    let (mut scene, _) = busy();
    scene.syncs();
    let late = scene.person("late@c1.com", "Late Comer");
    scene.changes(late, |late| late.jobtitle = Some("CTO".into()));
    scene.forgets();
    assert!(!killed_after(&mut scene, 1, RunScope::Due), "it ended");
    let report = scene.syncs();
    assert_eq!(report.kind, Some(SyncKind::Incremental));
    assert_eq!(report.counts.linked, 1);
}

#[test]
fn the_token_of_another_account_is_refused() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    scene.sandbox.portal().set_id(99);
    let client = scene.client();
    let report = scene.asks(&client, "other", RunScope::Due);
    assert_eq!(failed(&report), "other_account");
    let message = &report.fault.as_ref().expect("a fault").message;
    assert!(message.contains("99") && message.contains("4242424"), "{message}");
    assert_eq!(scene.emails(acme), ["ann@acme.com"]);
}

#[test]
fn a_token_that_may_not_ask_for_the_account_syncs_and_its_records_tell_the_account() {
    let mut scene = Scene::new();
    scene.sandbox.rules().scopes.remove(&Scope::Account);
    let acme = scene.customer("Acme", "acme.com");
    let account = |scene: &mut Scene| scene.workspace.integration().expect("read").account;
    // Nothing is there yet that could tell it.
    scene.syncs();
    assert_eq!(account(&mut scene), None);
    scene.person("ann@acme.com", "Ann Lee");
    scene.syncs_all();
    assert_eq!(account(&mut scene), Some(4_242_424));
    assert_eq!(scene.emails(acme), ["ann@acme.com"]);
    scene.forgets();
    scene.syncs();
    assert!(
        scene
            .requests()
            .iter()
            .all(|request| !request.path.contains("account-info"))
    );
    // Another account is refused by its records too, and one that is empty is taken for the one before.
    let client = scene.client();
    let checks = |scene: &mut Scene| runtime().block_on(check(&mut scene.workspace, &client, "other"));
    scene.sandbox.portal().set_id(99);
    let error = checks(&mut scene).expect_err("another account");
    assert!(error.to_string().contains("account 99"), "{error}");
    *scene.sandbox.portal() = Portal::default();
    assert_eq!(checks(&mut scene).expect("taken").id, None);
    assert_eq!(account(&mut scene), Some(4_242_424));
}

#[test]
fn a_second_sync_at_the_same_time_is_busy_and_asks_nothing() {
    let mut scene = Scene::new();
    let held = RunLock::take(scene.folder.path(), LOCK).expect("taken");
    let report = scene.tries(RunScope::Due);
    assert_eq!((failed(&report), report.requests), ("busy", 0));
    assert!(scene.requests().is_empty());
    drop(held);
    scene.syncs();
}

#[test]
fn a_token_that_is_refused_stands_in_the_log_of_runs() {
    let mut scene = Scene::new();
    scene.sandbox.rules().token = "another".to_owned();
    let report = scene.tries(RunScope::Due);
    assert_eq!(failed(&report), "bad_token");
    let runs = scene.workspace.sync_runs(RunFilter::Errors, 10).expect("listed");
    let kinds: Vec<&str> = runs
        .iter()
        .filter_map(|run| run.fault.as_ref())
        .map(|fault| fault.kind.key())
        .collect();
    assert_eq!(kinds, ["bad_token"]);
}

#[test]
fn a_fifth_of_the_links_may_go_and_no_more() {
    for (gone, state) in [(11, RunState::Ok), (12, RunState::Failed)] {
        let mut scene = Scene::new();
        scene.customer("Acme", "acme.com");
        let people: Vec<u64> = (0..55)
            .map(|number| scene.person(&format!("p{number}@acme.com"), &format!("P {number}")))
            .collect();
        scene.syncs();
        for id in &people[..gone] {
            scene.sandbox.portal().archive_contact(*id, now());
        }
        let report = scene.tries(RunScope::Full(Unlinking::Guarded));
        assert_eq!(report.state, state, "{gone} gone: {report:?}");
    }
}
