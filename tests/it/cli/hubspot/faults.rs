//! Faults of HubSpot and of what stands between: a sentence each, exit code 5, and the token nowhere.
//!
//! Those that wait for a silent server take half a minute: `cargo test --test it -- --ignored slow_servers`.

use std::io::Read;
use std::net::TcpListener;

use rstest::rstest;

use super::*;
use crate::support::chaos::{Chaos, ChaosServer, answer};

fn syncs(home: &Home, url: &str) -> Ran {
    home.asks(url, &["sync", "--json"])
}

#[test]
fn a_wrong_token() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    sandbox.rules().token = "another".to_owned();
    demand_fault(&home, &syncs(&home, &sandbox.url()), "bad_token");
    assert_eq!(sandbox.requests().len(), 1, "it is not tried again");
    let status = home.learns(&sandbox.url(), &["hubspot", "status"]);
    assert_eq!(
        (&status["state"], &status["token"]),
        (&"needs_token".into(), &"environment".into())
    );
}

#[test]
fn a_missing_scope_is_named() {
    use pivotal::sandbox::Scope;
    for (missing, name) in [
        (Scope::Contacts, "crm.objects.contacts.read"),
        (Scope::Companies, "crm.objects.companies.read"),
    ] {
        let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
        sandbox.rules().scopes.remove(&missing);
        let sentence = demand_fault(&home, &syncs(&home, &sandbox.url()), "missing_scopes");
        assert!(sentence.contains(name), "{sentence}");
        let status = home.learns(&sandbox.url(), &["hubspot", "status"]);
        assert_eq!(status["state"], "missing_scopes");
    }
}

#[test]
fn the_limit_of_the_day() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    sandbox.rules().daily_limit = Some(2);
    demand_fault(&home, &syncs(&home, &sandbox.url()), "daily_limit");
    assert_eq!(
        home.learns(&sandbox.url(), &["hubspot", "status"])["state"],
        "rate_limited"
    );
    sandbox.rules().daily_limit = None;
    home.learns(&sandbox.url(), &["sync"]);
    assert_eq!(home.emails("1").len(), 2);
}

#[rstest]
#[case("401 Unauthorized", "{\"category\":\"EXPIRED_AUTHENTICATION\"}", "bad_token")]
#[case("401 Unauthorized", "{}", "server")]
#[case("530 <none>", "<html>Origin DNS error</html>", "server")]
#[case("403 Forbidden", "<html>no</html>", "server")]
#[case("403 Forbidden", "{\"category\":\"MISSING_SCOPES\"}", "missing_scopes")]
#[case("400 Bad Request", "{\"category\":\"VALIDATION_ERROR\"}", "refused")]
#[case("404 Not Found", "<html>nothing</html>", "server")]
#[case("423 Locked", "{}", "locked")]
#[case("477 Migration", "{}", "locked")]
#[case(
    "502 Bad Gateway",
    "<html><h1>502 Bad \u{1b}[31mGateway</h1></html>",
    "server"
)]
#[case("200 OK", "<html>Sign in to the hotel</html>", "unreadable")]
#[case("200 OK", "", "unreadable")]
#[case("200 OK", "{\"portalId\":\"\u{1b}[2J\"}", "unreadable")]
#[case("204 No Content", "", "unreadable")]
fn an_answer_that_is_none(#[case] status: &str, #[case] body: &str, #[case] kind: &str) {
    let home = Home::with_acme();
    let server = ChaosServer::start(Chaos::Bytes(answer(status, "", body)));
    let sentence = demand_fault(&home, &syncs(&home, &server.url()), kind);
    assert!(
        !sentence.contains("Gateway") && !sentence.contains("hotel"),
        "{sentence}"
    );
    assert!(!sentence.contains(char::is_control), "{sentence:?}");
}

#[test]
fn a_redirect_is_not_followed() {
    let home = Home::with_acme();
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    other.set_nonblocking(true).expect("set");
    let there = format!(
        "Location: http://{}/crm\r\n",
        other.local_addr().expect("an address")
    );
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary",
        "308 Permanent",
    ] {
        let server = ChaosServer::start(Chaos::Bytes(answer(status, &there, "")));
        demand_fault(&home, &syncs(&home, &server.url()), "redirect");
        assert_eq!(server.heard().len(), 1);
    }
    assert!(other.accept().is_err(), "nobody came to the other server");
}

#[test]
fn a_connection_that_is_cut_before_the_first_byte_or_the_last() {
    let whole = answer(
        "200 OK",
        "",
        "{\"portalId\":4242424,\"timeZone\":\"UTC\",\"uiDomain\":\"app.hubspot.com\"}",
    );
    for cut in [0, whole.len() - 1] {
        let home = Home::with_acme();
        let server = ChaosServer::start(Chaos::Bytes(whole[..cut].to_vec()));
        demand_fault(&home, &syncs(&home, &server.url()), "cut");
        assert_eq!(
            server.heard().len(),
            6,
            "cut after {cut} bytes: tried again five times"
        );
    }
}

/// Returns how much memory a program has taken at most, in KiB, where the system tells it.
fn resident(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[test]
fn an_answer_without_end_is_read_up_to_32_mib() {
    let home = Home::with_acme();
    let server = ChaosServer::start(Chaos::Endless);
    let mut command = home.hub(&server.url(), &["sync", "--json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let (mut least, mut most) = (u64::MAX, 0);
    while child.try_wait().expect("asked").is_none() {
        if let Some(kib) = resident(child.id()) {
            // What it takes before the first byte of the answer.
            if server.sent() == 0 {
                least = kib;
            }
            most = most.max(kib);
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let ran: Ran = child.wait_with_output().expect("ended").into();
    demand_fault(&home, &ran, "too_large");
    assert_eq!(server.heard().len(), 1);
    assert!(
        least == u64::MAX || most < least + 48 * 1_024,
        "{least} to {most} KiB"
    );
    // What lies in the buffers of the connection comes on top.
    assert!(server.sent() < 48 << 20, "{} bytes", server.sent());
}

#[test]
fn nobody_at_the_address_is_being_offline_and_everything_else_works() {
    let home = Home::with_acme();
    let port = TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address")
        .port();
    let url = format!("http://127.0.0.1:{port}");
    demand_fault(&home, &syncs(&home, &url), "offline");
    assert_eq!(home.learns(&url, &["hubspot", "status"])["state"], "offline");
    home.adds("Ann Lee", "ann@acme.com");
    assert_eq!(home.emails("1"), ["ann@acme.com"]);
    assert_eq!(list(&home.learns(&url, &["near-misses"]), "near_misses").len(), 0);
}

#[test]
fn without_a_token_it_says_how_to_connect() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let mut command = home.hub(&sandbox.url(), &["sync", "--json"]);
    let ran: Ran = command
        .env_remove("PIVOTAL_HUBSPOT_TOKEN")
        .output()
        .expect("started")
        .into();
    let sentence = demand_fault(&home, &ran, "needs_token");
    assert!(sentence.contains("pivotal hubspot connect"), "{sentence}");
    assert!(sandbox.requests().is_empty());
}

#[rstest]
#[case("http://api.hubapi.com")]
#[case("http://127.0.0.1.evil.com")]
#[case("http://localhost@evil")]
#[case("http://169.254.169.254")]
#[case("ftp://127.0.0.1")]
#[case("nonsense")]
fn an_address_to_which_the_token_must_not_go(#[case] url: &str) {
    let home = Home::with_acme();
    demand_fault(&home, &syncs(&home, url), "address");
    for arguments in [&["customer", "import", "--hubspot"][..], &["sync"]] {
        home.asks(url, arguments).refusal(5);
    }
    home.connects(url, CANARY).refusal(5);
    assert_eq!(home.files_with("canary"), Vec::<PathBuf>::new());
}

#[test]
fn a_proxy_of_the_environment_never_sees_what_stays_on_this_machine() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let proxy = TcpListener::bind("127.0.0.1:0").expect("a port");
    proxy.set_nonblocking(true).expect("set");
    let address = format!("http://{}", proxy.local_addr().expect("an address"));
    let mut command = home.hub(&sandbox.url(), &["sync", "--json"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"] {
        command.env(name, &address);
    }
    let ran: Ran = command.output().expect("started").into();
    assert_eq!(ran.document()["state"], "ok");
    assert!(proxy.accept().is_err(), "nobody came to the proxy");
}

#[test]
fn the_token_is_in_the_header_alone() {
    let home = Home::with_acme();
    let server = ChaosServer::start(Chaos::Bytes(answer("401 Unauthorized", "", "{}")));
    let mut command = home.hub(&server.url(), &["sync"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let mut arguments = Vec::new();
    // It may have ended already; then there is nothing to read.
    if let Ok(mut file) = fs::File::open(format!("/proc/{}/cmdline", child.id())) {
        let _ = file.read_to_end(&mut arguments);
    }
    child.wait().expect("ended");
    assert!(!arguments.windows(6).any(|part| part == b"canary"));
    let heard = server.heard().remove(0);
    let lines: Vec<&str> = heard.lines().filter(|line| line.contains("canary")).collect();
    assert_eq!(lines, [format!("authorization: bearer {CANARY}")]);
    assert!(!heard.contains("referer") && !heard.contains("cookie"), "{heard}");
}

/// Waits for servers that do not answer; each takes up to half a minute.
mod slow_servers {
    use super::*;

    #[test]
    #[ignore = "takes half a minute"]
    fn a_silent_server() {
        let home = Home::with_acme();
        let server = ChaosServer::start(Chaos::Silence);
        demand_fault(&home, &syncs(&home, &server.url()), "timeout");
    }

    #[test]
    #[ignore = "takes half a minute"]
    fn a_server_that_sends_one_byte_a_time() {
        let home = Home::with_acme();
        let bytes = answer("200 OK", "", &" ".repeat(4_000));
        let server = ChaosServer::start(Chaos::Drip(bytes));
        demand_fault(&home, &syncs(&home, &server.url()), "timeout");
    }

    #[test]
    #[ignore = "takes half a minute"]
    fn a_connection_that_is_cut_anywhere() {
        let whole = answer("200 OK", "", "{\"portalId\":4242424}");
        for cut in (2..whole.len()).step_by(53) {
            let home = Home::with_acme();
            let server = ChaosServer::start(Chaos::Bytes(whole[..cut].to_vec()));
            demand_fault(&home, &syncs(&home, &server.url()), "cut");
        }
    }
}
