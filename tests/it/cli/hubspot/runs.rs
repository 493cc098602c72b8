//! Runs that are killed, and two at once.

use std::collections::BTreeMap;
use std::process::Child;
use std::thread;
use std::time::Duration;

use super::*;

/// Four pages of people and near misses behind a server that takes its time.
fn slow() -> Sandbox {
    let mut portal = acme();
    for number in 0..700 {
        portal.add_contact(person(
            &format!("p{number}@acme.com"),
            &format!("Person {number}"),
        ));
    }
    let sandbox = sandbox(portal);
    sandbox.rules().latency = Duration::from_millis(60);
    sandbox
}

fn start(home: &Home, sandbox: &Sandbox) -> Child {
    let mut command = home.hub(&sandbox.url(), &["sync"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("started")
}

/// Waits until the server was asked a number of times; says whether the program was still running then.
fn reaches(child: &mut Child, sandbox: &Sandbox, requests: usize) -> bool {
    while sandbox.requests().len() < requests {
        if child.try_wait().expect("asked").is_some() {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
    true
}

/// Returns what is here of HubSpot's people, but for ids and times.
fn state(home: &Home) -> Vec<String> {
    let document = home.json(["contact", "list", "1"]);
    let mut lines: Vec<String> = list(&document, "contacts")
        .iter()
        .map(|contact| {
            format!(
                "{} {} {}",
                contact["name"], contact["email"], contact["hubspot_id"]
            )
        })
        .collect();
    lines.sort();
    lines.push(home.json(["near-misses"]).to_string());
    lines
}

#[test]
fn a_sync_that_is_killed_goes_on_where_it_stopped() {
    let (undisturbed, sandbox) = (Home::with_acme(), slow());
    undisturbed.learns(&sandbox.url(), &["sync"]);
    let (wanted, total) = (state(&undisturbed), sandbox.requests().len());
    let numbers: Vec<usize> = (1..=total).collect();
    // They wait for the server most of the time.
    for at_once in numbers.chunks(4) {
        thread::scope(|scope| {
            for requests in at_once {
                scope.spawn(|| demand_that_it_goes_on(*requests, &wanted));
            }
        });
    }
}

/// Kills a sync once the server was asked a number of times, and demands that the next one ends as if nothing had been.
fn demand_that_it_goes_on(requests: usize, wanted: &[String]) {
    let (home, sandbox) = (Home::with_acme(), slow());
    let mut child = start(&home, &sandbox);
    let was_running = reaches(&mut child, &sandbox, requests);
    // SIGKILL, which the program cannot see coming.
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert!(was_running, "after {requests} requests");
    let linked_before = home.emails("1").len();
    let asked_before: Vec<String> = sandbox
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    let report = home.learns(&sandbox.url(), &["sync"]);
    // A run that was killed among people is gone on with and counts them all; one that was killed later has read all
    // people before, and leaves none to link to the next one.
    let was_past_people = asked_before.iter().any(|path| path.contains("/companies/"));
    let is_right = match report["linked"].as_u64() {
        Some(702) => !was_past_people,
        Some(0) => linked_before == 702,
        Some(_) | None => false,
    };
    assert!(
        is_right,
        "after {requests} requests, {linked_before} linked: {asked_before:?}, {report}"
    );
    assert_eq!(state(&home), wanted, "after {requests} requests");
    let mut asked: BTreeMap<(String, String), usize> = BTreeMap::new();
    for request in sandbox.requests() {
        *asked.entry((request.path, request.body)).or_default() += 1;
    }
    asked.retain(|_, count| *count > 1);
    assert!(
        asked.len() <= 1 && asked.values().all(|count| *count == 2),
        "{asked:?}"
    );
}

#[test]
fn a_second_sync_changes_nothing() {
    let (home, sandbox) = (Home::with_acme(), slow());
    sandbox.rules().latency = Duration::ZERO;
    home.learns(&sandbox.url(), &["sync"]);
    let (contacts, history) = (home.json(["contact", "list", "1"]), home.json(["history", "1"]));
    for arguments in [&["sync"][..], &["sync", "--full"]] {
        let report = home.learns(&sandbox.url(), arguments);
        assert_eq!(
            (&report["linked"], &report["updated"], &report["gone"]),
            (&0.into(), &0.into(), &0.into())
        );
        assert_eq!(home.json(["contact", "list", "1"]), contacts);
        assert_eq!(home.json(["history", "1"]), history);
    }
}

#[test]
fn of_two_at_once_one_says_that_the_other_is_busy() {
    let (home, sandbox) = (Home::with_acme(), slow());
    let mut first = start(&home, &sandbox);
    assert!(reaches(&mut first, &sandbox, 2));
    let ran = home.asks(&sandbox.url(), &["sync", "--json"]);
    let sentence = demand_fault(&home, &ran, "busy");
    assert!(sentence.contains("syncing"), "{sentence}");
    assert_eq!(first.wait().expect("ended").code(), Some(0));
    assert_eq!(home.emails("1").len(), 702);
}

#[test]
fn a_person_goes_on_working_while_a_sync_runs() {
    let (home, sandbox) = (Home::with_acme(), slow());
    let mut sync = start(&home, &sandbox);
    assert!(reaches(&mut sync, &sandbox, 1));
    for number in 0..10 {
        home.adds("Own One", &format!("own{number}@elsewhere.io"));
    }
    assert_eq!(sync.wait().expect("ended").code(), Some(0));
    assert_eq!(home.emails("1").len(), 712);
}

#[test]
fn a_dry_run_tells_what_would_be_done_and_does_nothing() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let report = home.learns(&sandbox.url(), &["sync", "--dry-run"]);
    assert_eq!((&report["state"], &report["linked"]), (&"ok".into(), &2.into()));
    assert_eq!(home.emails("1"), Vec::<String>::new());
    assert!(
        home.asks(&sandbox.url(), &["sync", "--dry-run"])
            .text()
            .starts_with("Would be done: ")
    );
    home.learns(&sandbox.url(), &["sync"]);
    assert_eq!(home.emails("1").len(), 2);
}

#[test]
fn many_that_would_go_are_kept_until_a_person_allows_it() {
    let mut portal = acme();
    let ids: Vec<u64> = (0..20)
        .map(|number| {
            portal.add_contact(person(
                &format!("p{number}@acme.com"),
                &format!("Person {number}"),
            ))
        })
        .collect();
    let (home, sandbox) = (Home::with_acme(), sandbox(portal));
    home.learns(&sandbox.url(), &["sync"]);
    for id in &ids {
        sandbox.portal().archive_contact(*id, now());
    }
    let ran = home.asks(&sandbox.url(), &["sync", "--full", "--json"]);
    let sentence = demand_fault(&home, &ran, "too_many_unlinks");
    assert!(
        sentence.contains("20 of 22") && sentence.contains("--allow-unlink"),
        "{sentence}"
    );
    let report = home.learns(&sandbox.url(), &["sync", "--allow-unlink"]);
    assert_eq!(report["gone"], 20);
    assert_eq!(home.emails("1").len(), 22);
}
