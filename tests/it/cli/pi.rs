//! Who is on an account, and mails to its people, which nothing sends by itself.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use crate::cli::home::{Home, Ran, demand_fields, list};

const CANARY: &str = "sk-canary-4711";

/// A home with two people at Acme, an onboarding, and a model at this address.
fn home(endpoint: &str) -> Home {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    home.json([
        "contact",
        "add",
        "1",
        "--name",
        "Ann Lee",
        "--email",
        "ann@acme.com",
        "--title",
        "IT Manager",
    ]);
    home.json(["onboarding", "start", "1"]);
    home.json([
        "task",
        "add",
        "1",
        "--title",
        "Send us the logo",
        "--customer-facing",
        "--due",
        "2026-12-01",
    ]);
    let config = format!("[pi]\nendpoint = \"{endpoint}\"\nmodel = \"small\"\n");
    std::fs::write(home.path("config.toml"), config).expect("written");
    home
}

fn run(home: &Home, arguments: &[&str]) -> Ran {
    let config = home.path("config.toml").display().to_string();
    let mut all = vec!["--config", &config];
    all.extend(arguments);
    let ran = home.run(all);
    assert!(!format!("{ran:?}").contains(CANARY));
    ran
}

/// Answers the requests that come, and hands them on.
fn stand_in(status: &'static str, body: &'static str) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("bound"));
    let (sender, requests) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut text = String::new();
            let mut part = [0; 4096];
            while !text.ends_with("}]}") && !text.ends_with("\"}") {
                let count = stream.read(&mut part).expect("read");
                text.push_str(&String::from_utf8_lossy(&part[..count]));
                if count == 0 {
                    break;
                }
            }
            let _ = sender.send(text);
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, requests)
}

#[test]
fn who_is_on_the_account_is_told_by_role() {
    let home = home("");
    let groups = home.json(["pi", "who", "acme.com"]);
    let groups = list(&groups, "groups");
    let roles: Vec<&str> = groups.iter().filter_map(|group| group["role"].as_str()).collect();
    assert_eq!(
        roles,
        ["decision_maker", "technical", "operations", "finance", "unknown"]
    );
    assert_eq!(list(&groups[1], "people")[0]["email"], "ann@acme.com");
    let ran = home.run(["pi", "who", "1"]);
    let text = ran.text();
    assert!(text.contains("Decision makers     nobody known"), "{text}");
    assert!(
        text.contains("Technical           Ann Lee       IT Manager  ann@acme.com"),
        "{text}"
    );
    assert!(text.contains("Role unknown     ★  Dana Ruiz"), "{text}");
}

#[test]
fn a_draft_names_phase_and_tasks_and_is_not_written_down() {
    let home = home("");
    let before = home.json(["outbox", "list"]);
    let drafts = home.json(["pi", "draft", "1", "ann@acme.com", "dana@acme.com"]);
    let drafts = list(&drafts, "drafts");
    assert_eq!(drafts.len(), 2);
    demand_fields(
        &drafts[0],
        &["contact_id", "recipient", "title", "subject", "body", "lacks"],
    );
    let body = drafts[0]["body"].as_str().expect("a text");
    for wanted in [
        "Ann Lee",
        "Kickoff",
        "- Send us the logo, by 1 December 2026",
        "Cara Osei",
    ] {
        assert!(body.contains(wanted), "{wanted}: {body}");
    }
    assert_eq!(home.json(["outbox", "list"]), before);
    // Nobody named: the primary.
    let ran = home.run(["pi", "draft", "1"]);
    assert!(
        ran.text().starts_with("To: Dana Ruiz <dana@acme.com>\nSubject: "),
        "{ran:?}"
    );
    home.run(["pi", "draft", "1", "zoe@acme.com"]).refusal(3);
}

#[test]
fn a_draft_that_is_held_waits_for_approval_and_routes_stay_three() {
    let home = home("");
    let held = home.json(["pi", "draft", "1", "ann@acme.com", "--hold"]);
    let one = &list(&held, "notifications")[0];
    assert_eq!(
        (&one["kind"], &one["state"], &one["channel"], &one["reason"]),
        (
            &"message".into(),
            &"held".into(),
            &"email".into(),
            &"assignee".into()
        )
    );
    let number = one["number"].to_string();
    let ran = home.run(["outbox", "show", &number]);
    assert!(ran.text().contains("why       chosen"), "{ran:?}");
    assert_eq!(list(&home.json(["route", "1"]), "routes").len(), 3);
}

#[test]
fn a_template_of_ones_own_writes_the_draft() {
    let home = home("");
    std::fs::create_dir(home.path("templates")).expect("made");
    let text = "Subject: Hi {{ name }}\n\n{% for item in tasks %}* {{ item }}{% endfor %}\n";
    std::fs::write(home.path("templates/draft.txt"), text).expect("written");
    let ran = run(&home, &["pi", "draft", "1", "ann@acme.com"]);
    assert!(
        ran.text().contains("Subject: Hi Ann Lee\n\n* Send us the logo"),
        "{ran:?}"
    );
}

#[test]
fn a_model_is_asked_only_after_yes() {
    let body = r#"{"choices":[{"message":{"content":"Subject: By it\n\nHello Ann."}}]}"#;
    let (url, requests) = stand_in("200 OK", body);
    let home = home(&url);
    let ran = run(&home, &["pi", "draft", "1", "ann@acme.com", "--model"]);
    let shown = ran.text().to_owned();
    assert!(
        shown.starts_with(&format!("To: {url}/chat/completions\nModel: small\n")),
        "{shown}"
    );
    assert!(ran.err.contains("Nothing was sent"), "{ran:?}");
    assert_eq!(requests.try_recv(), Err(TryRecvError::Empty));
    let config = home.path("config.toml").display().to_string();
    let kept = home.run_with_input(["--config", &config, "pi", "connect"], CANARY.as_bytes());
    assert_eq!(kept.code, Some(0), "{kept:?}");
    assert!(!format!("{kept:?}").contains(CANARY));
    let ran = run(&home, &["pi", "draft", "1", "ann@acme.com", "--model", "--yes"]);
    assert!(ran.text().contains("Subject: By it\n\nHello Ann."), "{ran:?}");
    let request = requests.recv().expect("asked");
    assert!(request.contains(&format!("Bearer {CANARY}")), "{request}");
    let (_, body) = request.split_once("\r\n\r\n").expect("a body");
    let sent: serde_json::Value = serde_json::from_str(body).expect("JSON");
    let prompt = sent["messages"][0]["content"].as_str().expect("a text");
    assert!(shown.contains(prompt), "all that was sent was shown: {prompt}");
    assert_eq!(run(&home, &["pi", "disconnect"]).code, Some(0));
}

#[test]
fn a_model_that_fails_or_is_not_set_up_is_told_apart() {
    let without = home("");
    let ran = run(&without, &["pi", "draft", "1", "--model", "--yes"]);
    assert!(ran.refusal(4).contains("No model is set up"), "{ran:?}");
    let (url, _requests) = stand_in("401 Unauthorized", CANARY);
    let ran = run(&home(&url), &["pi", "draft", "1", "--model", "--yes"]);
    assert!(ran.refusal(5).contains("did not accept the key"), "{ran:?}");
    assert_eq!(run(&without, &["pi", "draft", "1", "--yes"]).code, Some(2));
    let bad = without.run_with_input(["pi", "connect"], b"two words");
    assert!(bad.refusal(4).contains("Nothing was saved"), "{bad:?}");
}
