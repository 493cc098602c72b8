//! Connecting: a token is checked before it is kept, and kept where nobody else reads it.

use super::*;

#[test]
fn a_token_is_checked_and_then_kept_in_a_private_file() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let ran = home.connects(&sandbox.url(), &format!("  {CANARY}\n"));
    let document = ran.document();
    assert_eq!(
        (&document["state"], &document["token"], &document["account"]),
        (&"connected".into(), &"file".into(), &4_242_424.into())
    );
    assert!(
        !ran.out.contains("canary") && !ran.err.contains("canary"),
        "{ran:?}"
    );
    let file = home.path("data").join("hubspot-token");
    assert_eq!(home.files_with("canary"), std::slice::from_ref(&file));
    assert_eq!(mode(&file), 0o600);
    let mut sync = home.hub(&sandbox.url(), &["sync", "--json"]);
    let ran: Ran = sync
        .env_remove("PIVOTAL_HUBSPOT_TOKEN")
        .output()
        .expect("started")
        .into();
    assert_eq!(ran.document()["linked"], 2);
    assert_eq!(home.files_with("canary"), std::slice::from_ref(&file));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("set");
    let mut sync = home.hub(&sandbox.url(), &["sync"]);
    let ran: Ran = sync
        .env_remove("PIVOTAL_HUBSPOT_TOKEN")
        .output()
        .expect("started")
        .into();
    assert!(ran.refusal(5).contains("chmod 600"), "{ran:?}");
    let ran = home.run(["hubspot", "disconnect", "--json"]);
    assert_eq!(ran.document()["state"], "needs_token");
    assert_eq!(home.files_with("canary"), Vec::<PathBuf>::new());
    assert_eq!(home.emails("1").len(), 2, "all contacts stay");
    assert_eq!(home.run(["hubspot", "disconnect"]).code, Some(0));
}

#[test]
fn a_token_that_does_not_hold_is_not_kept() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    sandbox.rules().token = "another".to_owned();
    home.connects(&sandbox.url(), CANARY).refusal(5);
    sandbox.rules().token = CANARY.to_owned();
    sandbox.rules().scopes.clear();
    let ran = home.connects(&sandbox.url(), CANARY);
    let sentence = ran.refusal(5);
    for scope in ["crm.objects.contacts.read", "crm.objects.companies.read"] {
        assert!(sentence.contains(scope), "{sentence}");
    }
    for wrong in ["", "two words", "x\u{1b}[2J", &"x".repeat(100_000)] {
        home.connects(&sandbox.url(), wrong).refusal(4);
    }
    assert_eq!(home.files_with("canary"), Vec::<PathBuf>::new());
    assert!(!home.path("data").join("hubspot-token").exists());
}

#[test]
fn a_new_token_replaces_one_that_was_refused() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    sandbox.rules().token = "another".to_owned();
    assert_eq!(home.asks(&sandbox.url(), &["sync"]).code, Some(5));
    let document = home.connects(&sandbox.url(), "another").document();
    assert_eq!(document["state"], "connected", "{document}");
}

#[test]
fn the_token_of_another_account_is_refused_and_not_kept() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    home.learns(&sandbox.url(), &["sync"]);
    sandbox.portal().set_id(99);
    sandbox.rules().token = "other".to_owned();
    let ran = home.connects(&sandbox.url(), "other");
    assert!(ran.refusal(5).contains("99"), "{ran:?}");
    assert!(!home.path("data").join("hubspot-token").exists());
}

#[test]
fn status_asks_nobody_and_tells_the_state() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let status = home.json(["hubspot", "status"]);
    assert_eq!(
        (&status["state"], &status["token"], &status["account"]),
        (&"needs_token".into(), &"none".into(), &Value::Null)
    );
    home.learns(&sandbox.url(), &["sync"]);
    let asked = sandbox.requests().len();
    let status = home.learns(&sandbox.url(), &["hubspot", "status"]);
    assert_eq!(
        (&status["state"], &status["linked"]),
        (&"connected".into(), &2.into())
    );
    crate::cli::home::demand_fields(
        &status,
        &[
            "last_full_at",
            "last_incremental_at",
            "gone",
            "unlinked",
            "held",
            "message",
        ],
    );
    assert!(
        status["last_full_at"].is_string() && status["last_incremental_at"].is_null(),
        "{status}"
    );
    assert_eq!(sandbox.requests().len(), asked);
    assert!(
        home.asks(&sandbox.url(), &["hubspot", "status"])
            .text()
            .contains("4242424")
    );
}

#[test]
fn a_token_of_the_variable_is_not_ours_to_forget() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let ran = home.asks(&sandbox.url(), &["hubspot", "disconnect"]);
    assert!(ran.refusal(4).contains("PIVOTAL_HUBSPOT_TOKEN"), "{ran:?}");
}

#[test]
fn a_log_of_everything_holds_no_token() {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let config = home.path("config.toml");
    fs::write(&config, "[log]\nlevel = \"debug\"\n").expect("written");
    let config = config.to_str().expect("UTF-8");
    for wrong in [false, true] {
        if wrong {
            sandbox.rules().token = "another".to_owned();
        }
        let ran = home.asks(&sandbox.url(), &["sync", "--full", "--json", "--config", config]);
        assert_eq!(ran.code, Some(if wrong { 5 } else { 0 }), "{ran:?}");
        demand_no_token(&home, &ran);
    }
}
