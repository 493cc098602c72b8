//! What the client makes of servers that no stand-in plays.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::{Access, HubSpotError, Token};

fn ask(url: &str) -> HubSpotError {
    let folder = tempfile::tempdir().expect("a folder");
    let token = Token::parse("canary").expect("a token");
    let (client, _) = Access::local(folder.path(), url, token).open().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(client.account()).expect_err("no answer")
}

#[test]
fn a_server_without_tls_is_insecure_and_is_told_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("an address").port();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("asked");
        let mut hello = [0; 1024];
        let count = stream.read(&mut hello).expect("read");
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nhello");
        String::from_utf8_lossy(hello.get(..count).unwrap_or_default()).into_owned()
    });
    let error = ask(&format!("https://127.0.0.1:{port}"));
    assert!(matches!(error, HubSpotError::Insecure(_)), "{error:?}");
    assert!(!heard.join().expect("heard").contains("canary"));
}

#[test]
fn a_closed_port_is_offline() {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("an address")
        .port();
    assert_eq!(ask(&format!("http://127.0.0.1:{port}")), HubSpotError::Offline);
}
