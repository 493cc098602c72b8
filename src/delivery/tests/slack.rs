//! Each way in which a message to Slack can end.

use std::net::TcpListener;
use std::time::Duration;

use rstest::rstest;
use secrecy::SecretString;
use serde_json::json;

use super::scene::Scene;
use super::{CANARY, email};
use crate::delivery::Asked;
use crate::delivery::retry::{ErrorClass, Scope, SendError};
use crate::delivery::slack::{Client, SlackError, SlackSettings, prepared};
use crate::domain::SafeText;
use crate::safe_url::SafeUrl;
use crate::sandbox::{FakeSlackServer, SlackFault, SlackMethod};

const METHODS: [SlackMethod; 3] = [SlackMethod::Lookup, SlackMethod::Open, SlackMethod::Post];

fn server() -> FakeSlackServer {
    let server = FakeSlackServer::start(CANARY, 0).expect("a server");
    server.add_person("dana+x@acme.com");
    server
}

fn client(url: &str, token: &str) -> Client {
    Client::with_patience(
        SlackSettings {
            base: SafeUrl::parse(url).expect("an address"),
            token: SecretString::from(token),
        },
        Duration::from_secs(1),
    )
}

async fn deliver(server: &FakeSlackServer) -> Result<(), SlackError> {
    let client = client(&server.url(), CANARY);
    client
        .deliver(&email("dana+x@acme.com"), "Hello")
        .await
        .map(|_| ())
}

/// Delivers while one method misbehaves; gives the error and how many messages were posted.
async fn with_fault(method: SlackMethod, fault: SlackFault) -> (SlackError, usize) {
    let server = server();
    server.misbehave(method, fault);
    let error = deliver(&server).await.expect_err("a fault");
    (error, server.posts().len())
}

#[tokio::test]
async fn a_message_is_posted_once_with_nothing_that_slack_would_act_on() {
    let server = server();
    let sent = client(&server.url(), CANARY)
        .deliver(
            &email("dana+x@acme.com"),
            "Hi <!channel> & <https://evil.com|you>",
        )
        .await
        .expect("sent");
    let posts = server.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(
        posts[0].text,
        "Hi &lt;!channel&gt; &amp; &lt;https://evil.com|you&gt;"
    );
    assert_eq!(posts[0].body["unfurl_links"], json!(false));
    assert_eq!(posts[0].channel, sent.channel.as_str());
    assert!(!sent.ts.is_empty());
}

#[tokio::test]
async fn whom_slack_does_not_know_gets_the_mail_alone() {
    let server = server();
    let error = client(&server.url(), CANARY)
        .deliver(&email("ann@acme.com"), "Hello")
        .await
        .expect_err("unknown");
    assert_eq!(error, SlackError::UnknownUser);
    assert_eq!(SendError::from(error).class, ErrorClass::UnknownRecipient);
    assert!(server.posts().is_empty());
}

#[rstest]
#[case("invalid_auth")]
#[case("not_authed")]
#[case("account_inactive")]
#[case("token_revoked")]
#[tokio::test]
async fn a_token_that_is_not_taken_is_told_by_its_code(#[case] code: &str) {
    for method in METHODS {
        let (error, posts) = with_fault(method, SlackFault::Error(code.to_owned())).await;
        assert!(
            matches!(&error, SlackError::Token(own) if own.as_str() == code),
            "{error:?}"
        );
        assert_eq!(posts, 0);
    }
}

#[tokio::test]
async fn a_wrong_token_is_told_without_it() {
    let server = server();
    for token in ["xoxb-secret-canary", "line\nbreak-canary"] {
        let client = client(&server.url(), token);
        let error = client.open(&email("dana+x@acme.com")).await.expect_err("refused");
        assert!(matches!(error, SlackError::Token(_)), "{error:?}");
        let shown = format!("{error} {error:?} {client:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let (error, _) = with_fault(
        SlackMethod::Lookup,
        SlackFault::MissingScope("users:read.email".to_owned()),
    )
    .await;
    assert!(error.to_string().contains("users:read.email"), "{error}");
    assert!(matches!(error, SlackError::MissingScope(_)));
}

#[rstest]
#[case(Some(7), 7)]
#[case(None, 30)]
#[tokio::test]
async fn a_limit_is_kept(#[case] asked: Option<u64>, #[case] seconds: u64) {
    for method in METHODS {
        let (error, posts) = with_fault(method, SlackFault::Limited(asked)).await;
        let retry_after = Duration::from_secs(seconds);
        assert_eq!((error, posts), (SlackError::RateLimited { retry_after }, 0));
    }
}

#[rstest]
#[case(SlackFault::Cut)]
#[case(SlackFault::CutAfterwards)]
#[case(SlackFault::Status(500))]
#[case(SlackFault::Status(503))]
#[case(SlackFault::Status(200))]
#[case(SlackFault::Silent)]
#[case(SlackFault::Error("fatal_error".to_owned()))]
#[case(SlackFault::Body("{}".to_owned()))]
#[case(SlackFault::Body(String::new()))]
#[case(SlackFault::Body("null".to_owned()))]
#[case(SlackFault::Body("<html>Sign in</html>".to_owned()))]
#[case(SlackFault::Body("{\"ok\":\"true\"}".to_owned()))]
#[case(SlackFault::Body("{\"ok\":true,\"ts\":\"1".to_owned()))]
#[case(SlackFault::Body("{\"ok\":false}".to_owned()))]
#[case(SlackFault::Body("x".repeat(2 << 20)))]
#[tokio::test]
async fn only_a_post_can_be_unclear(#[case] fault: SlackFault) {
    for method in METHODS {
        let (error, posts) = with_fault(method, fault.clone()).await;
        match method {
            SlackMethod::Post => {
                assert_eq!(error, SlackError::Unclear, "{fault:?}");
                assert!(posts <= 1, "posted {posts} times");
            }
            SlackMethod::Lookup | SlackMethod::Open => {
                assert!(matches!(error, SlackError::Transient(_)), "{error:?}");
                assert_eq!(posts, 0);
            }
        }
    }
}

#[tokio::test]
async fn an_answer_is_read_up_to_a_mebibyte() {
    let answer = |size: usize| {
        let start = "{\"ok\":false,\"error\":\"users_not_found\",\"x\":\"";
        format!("{start}{}\"}}", "x".repeat(size - start.len() - 2))
    };
    for (size, is_read) in [(1 << 20, true), ((1 << 20) + 1, false)] {
        let (error, _) = with_fault(SlackMethod::Lookup, SlackFault::Body(answer(size))).await;
        match is_read {
            true => assert_eq!(error, SlackError::UnknownUser),
            false => assert!(matches!(error, SlackError::Transient(_)), "{error:?}"),
        }
    }
}

#[tokio::test]
async fn a_yes_of_slack_counts_whatever_else_the_answer_holds() {
    for answer in ["{\"ok\":true}", "{\"ok\":true,\"channel\":null,\"ts\":17.5}"] {
        let server = server();
        server.misbehave(SlackMethod::Post, SlackFault::Body(answer.to_owned()));
        let result = client(&server.url(), CANARY)
            .deliver(&email("dana+x@acme.com"), "Hello")
            .await;
        assert!(result.is_ok(), "{answer}: {result:?}");
    }
}

#[tokio::test]
async fn a_cut_post_is_not_sent_again() {
    let server = server();
    server.misbehave(SlackMethod::Post, SlackFault::CutAfterwards);
    // One client for both, so that the second delivery finds connections that may be used again.
    let client = client(&server.url(), CANARY);
    for count in 1..=5 {
        let result = client.deliver(&email("dana+x@acme.com"), "Hello").await;
        assert_eq!(result, Err(SlackError::Unclear));
        assert_eq!(server.posts().len(), count);
    }
}

#[tokio::test]
async fn what_slack_refuses_is_told_by_its_code() {
    for method in METHODS {
        let (error, posts) = with_fault(method, SlackFault::Error("msg_\u{1b}[31mtoo_long".to_owned())).await;
        assert!(
            matches!(&error, SlackError::Refused(code) if code.as_str() == "msg_too_long"),
            "{error:?}"
        );
        assert_eq!(posts, 0);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (other, server) = (server(), server());
    for method in METHODS {
        server.misbehave(
            method,
            SlackFault::Redirect(format!("{}/chat.postMessage", other.url())),
        );
        let error = deliver(&server).await.expect_err("a redirect");
        assert!(matches!(error, SlackError::Refused(_)), "{error:?}");
        server.behave();
    }
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn nobody_at_the_port_passes() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let client = client(&format!("http://127.0.0.1:{port}"), CANARY);
    let error = client
        .deliver(&email("dana@acme.com"), "Hello")
        .await
        .expect_err("nobody");
    assert!(matches!(error, SlackError::Transient(_)), "{error:?}");
}

#[tokio::test]
async fn what_does_not_speak_tls_is_insecure() {
    let server = server();
    let client = client(&server.url().replace("http:", "https:"), CANARY);
    let error = client
        .open(&email("dana+x@acme.com"))
        .await
        .expect_err("insecure");
    assert!(matches!(error, SlackError::Insecure(_)), "{error:?}");
}

#[test]
fn a_long_text_is_cut_between_characters_and_escapes() {
    assert_eq!(prepared(&"x".repeat(3_000)), "x".repeat(3_000));
    assert_eq!(prepared(&"ü".repeat(3_001)), format!("{}…", "ü".repeat(2_999)));
    let cut = prepared(&"&".repeat(3_000));
    assert!(cut.ends_with("&amp;…") && cut.chars().count() <= 3_000, "{cut}");
    assert_eq!(prepared("a\u{1b}\0b\nc"), "ab\nc");
}

#[test]
fn each_fault_has_its_class_and_its_scope() {
    let text = || SafeText::clean("words");
    let retry_after = Duration::from_secs(1);
    let faults = [
        SlackError::UnknownUser,
        SlackError::Token(text()),
        SlackError::MissingScope(text()),
        SlackError::RateLimited { retry_after },
        SlackError::Transient("away".to_owned()),
        SlackError::Unclear,
        SlackError::Refused(text()),
        SlackError::Insecure(text()),
    ];
    let errors = faults.map(SendError::from);
    assert_eq!(
        errors.each_ref().map(|error| (error.class, error.scope)),
        [
            (ErrorClass::UnknownRecipient, Scope::Message),
            (ErrorClass::Permanent, Scope::Channel),
            (ErrorClass::Permanent, Scope::Channel),
            (ErrorClass::Transient, Scope::Message),
            (ErrorClass::Transient, Scope::Message),
            (ErrorClass::Unclear, Scope::Message),
            (ErrorClass::Permanent, Scope::Message),
            (ErrorClass::Permanent, Scope::Channel),
        ]
    );
    let pauses = errors.each_ref().map(|error| error.retry_after);
    assert_eq!(
        pauses,
        [None, None, None, Some(retry_after), None, None, None, None]
    );
}

#[tokio::test]
async fn a_pause_for_which_nothing_waits_is_not_told() {
    let scene = Scene::open();
    scene
        .slack
        .misbehave(SlackMethod::Lookup, SlackFault::Limited(Some(60)));
    for _ in 0..2 {
        let delivered = scene.delivers(Asked::ByClock).await;
        assert_eq!(delivered.pauses, []);
        assert!(delivered.next_at.is_some());
    }
}
