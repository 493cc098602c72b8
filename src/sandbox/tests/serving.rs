//! The server: who may ask what and how often, its log, and its end.

use std::time::Duration;

use rstest::rstest;
use serde_json::json;
use tokio::time::Instant;

use super::super::{Portal, Rules, Sandbox, Scope};
use super::client::{ACCOUNT, ASSOCIATIONS, COMPANIES, CONTACTS, Client, READ, people, start};

#[rstest]
#[case(CONTACTS)]
#[case("/nowhere")]
fn another_token_is_refused(#[case] path: &str) {
    let (_sandbox, mut client) = start(Portal::default());
    let answer = client.send("POST", path, "wrong", "{}");
    assert_eq!(answer.status, 401);
    assert_eq!(answer.body["category"], "INVALID_AUTHENTICATION");
}

#[test]
fn pages_of_a_browser_are_not_answered() {
    for (headers, status) in [
        ("Host: 127.0.0.1:80\r\n", 200),
        ("Host: evil.example\r\n", 403),
        ("Host: 127.0.0.1:80\r\nOrigin: https://evil.example\r\n", 403),
    ] {
        let (sandbox, mut client) = start(Portal::default());
        assert_eq!(client.status_with(headers), status, "{headers}");
        assert_eq!(sandbox.requests().len(), usize::from(status == 200), "{headers}");
    }
}

#[rstest]
#[case(CONTACTS, Scope::Contacts, "crm.objects.contacts.read")]
#[case(READ, Scope::Contacts, "crm.objects.contacts.read")]
#[case(COMPANIES, Scope::Companies, "crm.objects.companies.read")]
#[case(ASSOCIATIONS, Scope::Companies, "crm.objects.companies.read")]
fn a_missing_scope_is_named(#[case] path: &str, #[case] scope: Scope, #[case] name: &str) {
    let (sandbox, mut client) = start(Portal::default());
    sandbox.rules().scopes.remove(&scope);
    let answer = client.post(path, &json!({}));
    assert_eq!(answer.status, 403);
    assert_eq!(answer.body["category"], "MISSING_SCOPES");
    assert_eq!(
        answer.body["errors"][0]["context"]["requiredGranularScopes"],
        json!([name])
    );
}

#[rstest]
#[case("POST", "/crm/objects/2026-09/contacts", 404)]
#[case("POST", "/crm/objects/v3/contacts/search", 404)]
#[case("POST", "/", 404)]
#[case("GET", CONTACTS, 405)]
#[case("PATCH", READ, 405)]
#[case("POST", ACCOUNT, 405)]
fn other_paths_and_methods_are_refused(#[case] method: &str, #[case] path: &str, #[case] status: u16) {
    let (_sandbox, mut client) = start(Portal::default());
    let answer = client.send(method, path, "sandbox", "");
    assert_eq!(answer.status, status);
    assert_eq!(answer.body["status"], "error");
}

#[test]
fn more_searches_than_the_limit_are_refused() {
    let sandbox = Sandbox::start(Portal::default(), Rules::default(), 0).expect("started");
    let mut client = Client::new(&sandbox);
    sandbox.rules().searches_per_second = Some(2);
    let statuses = [0; 3].map(|_| client.post(CONTACTS, &json!({})).status);
    assert_eq!(statuses, [200, 200, 429]);
    let refused = client.post(COMPANIES, &json!({}));
    assert_eq!(refused.body["policyName"], "SECONDLY");
    assert_eq!(refused.body["errorType"], "RATE_LIMIT");
    assert!(refused.body["correlationId"].is_string());
    assert_eq!(client.send("GET", ACCOUNT, "sandbox", "").status, 200);
}

#[test]
fn other_calls_have_a_limit_of_their_own_and_tell_what_is_left() {
    let sandbox = Sandbox::start(Portal::default(), Rules::default(), 0).expect("started");
    let mut client = Client::new(&sandbox);
    sandbox.rules().calls_in_ten_seconds = Some(2);
    let first = client.send("GET", ACCOUNT, "sandbox", "");
    assert_eq!(first.header("x-hubspot-ratelimit-max"), Some("2"));
    assert_eq!(first.header("x-hubspot-ratelimit-remaining"), Some("1"));
    client.send("GET", ACCOUNT, "sandbox", "");
    let refused = client.send("GET", ACCOUNT, "sandbox", "");
    assert_eq!(
        (refused.status, &refused.body["policyName"]),
        (429, &json!("TEN_SECONDLY_ROLLING"))
    );
    sandbox.forget_requests();
    assert_eq!(client.send("GET", ACCOUNT, "sandbox", "").status, 200);
}

#[test]
fn the_limit_of_a_day_holds_for_all() {
    let (sandbox, mut client) = start(Portal::default());
    sandbox.rules().daily_limit = Some(1);
    assert_eq!(client.post(CONTACTS, &json!({})).status, 200);
    let refused = client.send("GET", ACCOUNT, "sandbox", "");
    assert_eq!(
        (refused.status, &refused.body["policyName"]),
        (429, &json!("DAILY"))
    );
}

#[test]
fn requests_are_logged_with_their_answers() {
    let (sandbox, mut client) = start(people(&["a@x.example"]));
    client.post(CONTACTS, &json!({ "limit": 1 }));
    client.send("POST", READ, "wrong", &"ä".repeat(5_000));
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        (requests[0].method.as_str(), requests[0].path.as_str()),
        ("POST", CONTACTS)
    );
    assert_eq!(
        (requests[0].body.as_str(), requests[0].status),
        (r#"{"limit":1}"#, 200)
    );
    assert_eq!((requests[1].path.as_str(), requests[1].status), (READ, 401));
    assert_eq!(requests[1].body.chars().count(), 4_000);
    sandbox.forget_requests();
    assert!(sandbox.requests().is_empty());
}

#[test]
fn answers_take_as_long_as_the_rules_say() {
    let (sandbox, mut client) = start(Portal::default());
    sandbox.rules().latency = Duration::from_millis(60);
    let start = Instant::now();
    client.post(CONTACTS, &json!({}));
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[test]
fn ends_at_once_with_open_connections() {
    let (sandbox, mut client) = start(Portal::default());
    client.post(CONTACTS, &json!({}));
    let _silent = Client::new(&sandbox);
    sandbox.rules().latency = Duration::from_secs(60);
    let mut slow = Client::new(&sandbox);
    let asking = std::thread::spawn(move || {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| slow.post(CONTACTS, &json!({})))).is_err()
    });
    while sandbox.requests().len() < 2 {
        std::thread::yield_now();
    }
    let start = Instant::now();
    drop(sandbox);
    assert!(
        start.elapsed() < Duration::from_millis(100),
        "{:?}",
        start.elapsed()
    );
    assert!(asking.join().expect("joined"), "the answer never came");
}

#[test]
fn a_port_is_taken_once() {
    let (sandbox, _client) = start(Portal::default());
    let port = sandbox
        .url()
        .rsplit(':')
        .next()
        .expect("a port")
        .parse()
        .expect("a number");
    assert!(Sandbox::start(Portal::default(), Rules::default(), port).is_err());
}
