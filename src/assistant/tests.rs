//! A stand-in for a model on this machine, which answers well, badly or not at all.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use rstest::rstest;
use secrecy::SecretString;

use super::{Client, Error, Settings, SettingsError};
use crate::domain::{ModelKind, ModelSetup, NetworkScope};
use crate::safe_url::SafeUrl;

const CANARY: &str = "sk-canary-4711";

const OPENAI: &str = r#"{"choices":[{"message":{"role":"assistant","content":"Hello Dana."}}]}"#;

const ANTHROPIC: &str =
    r#"{"content":[{"type":"thinking"},{"type":"text","text":"Hello "},{"type":"text","text":"Dana."}]}"#;

/// Answers one request in this way and hands the request on.
fn stand_in(answer: impl FnOnce(TcpStream) + Send + 'static) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("bound"));
    let (sender, requests) = channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut bytes = Vec::new();
        let mut part = [0; 4096];
        loop {
            let count = stream.read(&mut part).expect("read");
            bytes.extend_from_slice(&part[..count]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if count == 0 || is_whole(&text) {
                let _ = sender.send(text);
                break;
            }
        }
        answer(stream);
    });
    (url, requests)
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length: ")?
            .parse::<usize>()
            .ok()
    });
    length.is_some_and(|length| body.len() >= length)
}

fn says(status: &str, headers: &str, body: &str) -> impl FnOnce(TcpStream) + Send + 'static {
    let text = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}connection: close\r\n\r\n{body}",
        body.len()
    );
    move |mut stream| drop(stream.write_all(text.as_bytes()))
}

fn settings(url: &str, kind: ModelKind) -> Settings {
    Settings {
        base: SafeUrl::parse(url).expect("an address"),
        kind,
        model: "small".to_owned(),
        key: Some(SecretString::from(CANARY)),
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

fn ask(url: &str, kind: ModelKind) -> Result<String, Error> {
    let client = Client::with_patience(settings(url, kind), Duration::from_secs(20));
    let result = block_on(client.write("Write to Dana."));
    let shown = format!("{result:?} {client:?} {:?}", client.settings().view());
    assert!(!shown.contains(CANARY), "{shown}");
    if let Err(error) = &result {
        assert!(!error.to_string().contains(CANARY));
        assert!(!error.to_string().contains("127.0.0.1:"));
    }
    result
}

#[test]
fn openai_is_asked_in_its_own_words() {
    let (url, requests) = stand_in(says("200 OK", "", OPENAI));
    assert_eq!(ask(&url, ModelKind::OpenAi), Ok("Hello Dana.".to_owned()));
    let request = requests.recv().expect("asked");
    let lower = request.to_lowercase();
    assert!(
        request.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        lower.contains(&format!("authorization: bearer {CANARY}")),
        "{request}"
    );
    let body = request.split("\r\n\r\n").nth(1).expect("a body");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(body).expect("JSON"),
        serde_json::json!({"model": "small", "messages": [{"role": "user", "content": "Write to Dana."}]})
    );
}

#[test]
fn anthropic_is_asked_in_its_own_words() {
    let (url, requests) = stand_in(says("200 OK", "", ANTHROPIC));
    assert_eq!(ask(&url, ModelKind::Anthropic), Ok("Hello Dana.".to_owned()));
    let request = requests.recv().expect("asked");
    let lower = request.to_lowercase();
    assert!(request.starts_with("POST /v1/messages HTTP/1.1\r\n"), "{request}");
    assert!(lower.contains(&format!("x-api-key: {CANARY}")), "{request}");
    assert!(lower.contains("anthropic-version: 2023-06-01"), "{request}");
    assert!(!lower.contains("authorization:"), "{request}");
    assert!(request.contains(r#""max_tokens":2048"#), "{request}");
}

#[rstest]
#[case("401 Unauthorized", "", "", Error::Key(401))]
#[case("403 Forbidden", "", "", Error::Key(403))]
#[case("404 Not Found", "", "", Error::Refused(404))]
#[case("429 Too Many Requests", "retry-after: 5\r\n", "", Error::RateLimited)]
#[case("500 Oops", "", "sk-canary-4711", Error::Server(500))]
#[case("307 Elsewhere", "location: http://127.0.0.1:9/\r\n", "", Error::Redirect)]
#[case(
    "200 OK",
    "content-type: text/html\r\n",
    "<html>Log in</html>",
    Error::Unreadable
)]
#[case("200 OK", "", "{}", Error::Unreadable)]
#[case("200 OK", "", ANTHROPIC, Error::Unreadable)]
#[case("200 OK", "", r#"{"choices":[]}"#, Error::Empty)]
#[case("200 OK", "", r#"{"choices":[{"message":{"content":" "}}]}"#, Error::Empty)]
fn what_is_no_answer_is_told_in_a_sentence(
    #[case] status: &str,
    #[case] headers: &str,
    #[case] body: &str,
    #[case] wanted: Error,
) {
    let (url, _requests) = stand_in(says(status, headers, body));
    assert_eq!(ask(&url, ModelKind::OpenAi), Err(wanted));
}

#[test]
fn a_body_without_end_is_not_read_to_its_end() {
    let (url, _requests) = stand_in(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
        while stream.write_all(&[b' '; 65_536]).is_ok() {}
    });
    assert_eq!(ask(&url, ModelKind::OpenAi), Err(Error::TooLarge));
}

#[test]
fn who_is_silent_is_not_waited_for_for_ever() {
    let (url, _requests) = stand_in(|stream| {
        thread::sleep(Duration::from_secs(30));
        drop(stream);
    });
    let client = Client::with_patience(settings(&url, ModelKind::OpenAi), Duration::from_millis(200));
    let start = tokio::time::Instant::now();
    assert_eq!(block_on(client.write("Write.")), Err(Error::TooLong));
    assert!(start.elapsed() < Duration::from_secs(15));
}

#[test]
fn a_connection_that_is_cut_and_one_that_is_refused_are_told_apart() {
    let (url, _requests) = stand_in(drop);
    assert_eq!(ask(&url, ModelKind::OpenAi), Err(Error::Cut));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    assert_eq!(ask(&url, ModelKind::OpenAi), Err(Error::Unreachable));
}

#[test]
fn a_key_with_signs_that_none_has_is_not_sent() {
    let settings = Settings {
        key: Some(SecretString::from("bad\nkey")),
        ..settings("http://127.0.0.1:9", ModelKind::OpenAi)
    };
    assert_eq!(block_on(Client::new(settings).write("x")), Err(Error::NoKey));
}

fn find(endpoint: &str, model: &str, key: &str, scope: NetworkScope) -> Result<Settings, SettingsError> {
    let folder = tempfile::tempdir().expect("a folder");
    if !key.is_empty() {
        let place = crate::secrets::SecretPlace::new(crate::secrets::SecretName::ModelKey, folder.path());
        place.keep_text(key).expect("kept");
    }
    let setup = ModelSetup {
        endpoint: endpoint.to_owned(),
        kind: ModelKind::OpenAi,
        model: model.to_owned(),
    };
    Settings::find(&setup, folder.path(), scope)
}

#[rstest]
#[case("", "m", "k", NetworkScope::Anywhere, "No model is set up")]
#[case("api.openai.com", "m", "k", NetworkScope::Anywhere, "cannot be used")]
#[case(
    "https://u@api.example/v1",
    "m",
    "k",
    NetworkScope::Anywhere,
    "cannot be used"
)]
#[case(
    "http://api.example/v1",
    "m",
    "k",
    NetworkScope::Anywhere,
    "over http to another machine"
)]
#[case(
    "https://api.example/v1",
    " ",
    "k",
    NetworkScope::Anywhere,
    "No model is named"
)]
#[case(
    "https://api.example/v1",
    "m",
    "",
    NetworkScope::Anywhere,
    "pivotal pi connect"
)]
#[case(
    "https://api.example/v1",
    "m",
    "k",
    NetworkScope::ThisMachine,
    "only to a model on this machine"
)]
fn what_cannot_be_used_is_told_with_what_to_do(
    #[case] endpoint: &str,
    #[case] model: &str,
    #[case] key: &str,
    #[case] scope: NetworkScope,
    #[case] words: &str,
) {
    let error = find(endpoint, model, key, scope)
        .expect_err("refused")
        .to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_model_on_this_machine_needs_no_key_and_one_elsewhere_is_shown_whole() {
    assert!(find("http://127.0.0.1:11434/v1", "m", "", NetworkScope::ThisMachine).is_ok());
    assert!(find("https://localhost/v1", "m", "", NetworkScope::ThisMachine).is_ok());
    let far = find("https://api.example/v1/", "m", CANARY, NetworkScope::Anywhere).expect("settings");
    assert_eq!(far.view().url, "https://api.example/v1/chat/completions");
    assert!(!format!("{far:?}").contains(CANARY));
    assert_ne!(
        far.fingerprint(),
        find("https://api.example/v1/", "m", "k", NetworkScope::Anywhere)
            .expect("settings")
            .fingerprint()
    );
}
