//! Two programs at once, and programs that are killed: nothing that was acknowledged is lost.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;

use serde_json::Value;

use crate::cli::home::{Home, Ran, list};

/// How many contacts each of two writers adds.
const EACH: usize = 60;

#[test]
fn two_that_add_at_once_lose_nothing_and_leave_one_primary() {
    let home = Home::with_acme();
    let promoted = Mutex::new(0);
    thread::scope(|scope| {
        for writer in 0..2 {
            let (home, promoted) = (&home, &promoted);
            scope.spawn(move || {
                for number in 0..EACH {
                    let email = format!("p{number}@w{writer}.com");
                    let ran = home.run([
                        "contact", "add", "1", "--name", "Ann Lee", "--email", &email, "--json",
                    ]);
                    let said = ran.err.to_lowercase();
                    assert!(!said.contains("locked") && !said.contains("busy"), "{ran:?}");
                    if ran.document()["promoted"] == true {
                        *promoted.lock().expect("the count") += 1;
                    }
                }
            });
        }
    });
    let document = home.json(["contact", "list", "1"]);
    let contacts = list(&document, "contacts");
    let emails: BTreeSet<&str> = contacts
        .iter()
        .filter_map(|contact| contact["email"].as_str())
        .collect();
    assert_eq!((contacts.len(), emails.len()), (2 * EACH, 2 * EACH));
    assert_eq!(
        contacts
            .iter()
            .filter(|contact| contact["is_primary"] == true)
            .count(),
        1
    );
    assert_eq!(*promoted.lock().expect("the count"), 1);
}

#[test]
fn many_that_make_the_store_at_once_all_succeed() {
    let home = Home::new();
    thread::scope(|scope| {
        for number in 0..8 {
            let home = &home;
            scope.spawn(move || home.json(["customer", "add", &format!("Customer {number}")]));
        }
    });
    let document = home.json(["customer", "list"]);
    let numbers: BTreeSet<u64> = list(&document, "customers")
        .iter()
        .filter_map(|customer| customer["display_id"].as_u64())
        .collect();
    assert_eq!(numbers, (1..=8).collect());
}

#[test]
fn the_same_address_added_twice_at_once_is_taken_once() {
    let home = Home::with_acme();
    for round in 0..5 {
        let email = format!("dana{round}@acme.com");
        let add = || {
            home.run(["contact", "add", "1", "--name", "Dana Ruiz", "--email", &email])
                .code
        };
        let mut codes = thread::scope(|scope| {
            let other = scope.spawn(add);
            [add(), other.join().expect("ended")]
        });
        codes.sort_unstable();
        assert_eq!(codes, [Some(0), Some(4)]);
    }
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let home = Home::with_acme();
    let mut acknowledged = BTreeSet::new();
    for number in 0..60 {
        let email = format!("p{number}@acme.com");
        let mut command = home.command([
            "contact", "add", "1", "--name", "Ann Lee", "--email", &email, "--json",
        ]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        // Kills fall at every stage of a run, as each waits a little longer than the one before.
        for _ in 0..number {
            thread::sleep(std::time::Duration::from_micros(300));
        }
        child.kill().expect("killed");
        let output = child.wait_with_output().expect("ended");
        if let Ok(contact) = serde_json::from_slice::<Value>(&output.stdout) {
            acknowledged.insert(contact["id"].as_str().expect("an id").to_owned());
        }
    }
    let ran: Ran = home.run(["contact", "list", "1", "--json"]);
    let document = ran.document();
    let stored: BTreeSet<String> = list(&document, "contacts")
        .iter()
        .filter_map(|contact| contact["id"].as_str().map(str::to_owned))
        .collect();
    assert!(acknowledged.is_subset(&stored), "{acknowledged:?} in {stored:?}");
    let added = list(&home.json(["history", "1"]), "history")
        .iter()
        .filter(|entry| entry["event"] == "added" && entry["entity"] == "contact")
        .count();
    assert_eq!(
        added,
        stored.len(),
        "each contact and its line of history are one"
    );
    let primaries = list(&document, "contacts")
        .iter()
        .filter(|contact| contact["is_primary"] == true);
    assert_eq!(primaries.count(), stored.len().min(1));
}

#[test]
fn a_stream_of_adds_that_is_killed_keeps_what_was_printed() {
    let home = Home::with_acme();
    let printed = home.path("printed");
    let script = "n=0; while :; do n=$((n+1)); \"$0\" contact add 1 --name Ann --email \"p$n@acme.com\" --json >>\"$1\"; done";
    let program = home.command(["--version"]);
    let mut shell = std::process::Command::new("/bin/sh");
    shell.env_clear();
    for (name, value) in program.get_envs() {
        shell.env(name, value.expect("a value"));
    }
    let mut child = shell
        .args(["-c", script])
        .arg(program.get_program())
        .arg(&printed)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let ids = || -> Vec<String> {
        let text = std::fs::read_to_string(&printed).unwrap_or_default();
        let documents = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
        documents
            .map_while(Result::ok)
            .filter_map(|contact| contact["id"].as_str().map(str::to_owned))
            .collect()
    };
    while ids().len() < 20 {
        thread::sleep(std::time::Duration::from_millis(10));
        assert!(child.try_wait().expect("asked").is_none(), "the stream goes on");
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    let acknowledged = ids();
    let document = home.json(["contact", "list", "1"]);
    let stored: Vec<&str> = list(&document, "contacts")
        .iter()
        .filter_map(|contact| contact["id"].as_str())
        .collect();
    assert!(acknowledged.iter().all(|id| stored.contains(&id.as_str())));
}
