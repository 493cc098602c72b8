//! Mail servers that answer oddly: only their codes count, each reply is bounded, and their words are shown.

use std::time::Duration;

use rstest::rstest;

use super::odd_smtp::{OddServer, Say, Step, Visit};
use super::{CANARY, mail, settings};
use crate::delivery::mail::{MailError, Silence, SmtpSettings, Stage, send};
use crate::domain::MailSecurity;

/// Sends a mail to a server that treats its one client so; gives how it ended, and the server.
async fn sent_to(visit: Visit) -> (Result<(), MailError>, OddServer) {
    let server = OddServer::start(move |_| visit.clone());
    let result = send(&hasty(&server), &mail()).await;
    (result, server)
}

fn hasty(server: &OddServer) -> SmtpSettings {
    SmtpSettings {
        patience: Duration::from_millis(1_500),
        ..settings(server.port())
    }
}

/// Sends a mail that has to be taken.
async fn is_taken(visit: Visit) -> OddServer {
    let (result, server) = sent_to(visit).await;
    assert_eq!(result, Ok(()));
    assert_eq!((server.kept().len(), server.visits()), (1, 1));
    server
}

/// Sends a mail that must not be; gives why.
async fn is_not_taken(visit: Visit) -> MailError {
    let (result, server) = sent_to(visit).await;
    assert!(server.kept().is_empty(), "{result:?}");
    result.expect_err("a fault")
}

/// Sends a mail to a server that answers the text so; gives what that leaves open.
async fn unclear(say: Say) -> Silence {
    let (result, _) = sent_to(Visit::fair().with(Step::Text, say)).await;
    match result {
        Err(MailError::Unclear(silence)) => silence,
        other => panic!("{other:?}"),
    }
}

/// Writes a reply in ways that servers have; the code is at the place of `###`.
const DRESSES: [&[u8]; 14] = [
    b"###\r\n",
    b"### \r\n",
    b"###OK\r\n",
    b"### re\xe7u \xe0 12 h\r\n",
    b"### \x8e\xf3\x82\xaf\x95t\x82\xaf\x82\xdc\x82\xb5\x82\xbd\r\n",
    b"### \xff\xfe\x00\x1b[31m\xc2\r\n",
    b"\r\n### fine\r\n",
    b"\n\r\n \t\r\n### fine\n",
    b"### fine\n",
    b"### fine\r\r\n",
    b"###-one\r\n###-two\r\n### three\r\n",
    b"###-one\n###-\xe9\r###\r\n",
    b"###-one\r\nno code here\r\n### three\r\n",
    b"hello\r\n### fine\r\n\r\n\r\n",
];

fn dressed(dress: &[u8], code: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = dress;
    while let Some(at) = rest.windows(3).position(|three| three == b"###") {
        bytes.extend_from_slice(&rest[..at]);
        bytes.extend_from_slice(code.as_bytes());
        rest = &rest[at + 3..];
    }
    bytes.extend_from_slice(rest);
    bytes
}

#[rstest]
#[case(Step::Greeting, "220")]
#[case(Step::Auth, "235")]
#[case(Step::Mail, "250")]
#[case(Step::Rcpt, "251")]
#[case(Step::Text, "250")]
#[case(Step::Quit, "221")]
#[tokio::test]
async fn only_the_code_counts_at_each_step(#[case] step: Step, #[case] code: &str) {
    for dress in DRESSES {
        is_taken(Visit::fair().with(step, Say::Bytes(dressed(dress, code)))).await;
    }
}

#[tokio::test]
async fn what_a_server_offers_is_read_among_odd_words() {
    for reply in [
        b"250-\xe9\r\n250-AUTH=LOGIN PLAIN\r\n250\r\n".as_slice(),
        b"250-x\n250-auth login\n250 help\n",
        b"\r\n250-\x8e\xf3\r250 AUTH\tXOAUTH2 PLAIN\r",
    ] {
        let login = Say::bytes("334 \r\n");
        let visit = Visit::fair().with(Step::Ehlo, Say::bytes(reply));
        is_taken(visit.with(Step::Auth, login)).await;
    }
}

#[tokio::test]
async fn a_server_of_the_old_kind_is_greeted_in_the_old_way() {
    let server = OddServer::start(|_| Visit::fair().with(Step::Ehlo, Say::bytes("502\r\n")));
    let mut settings = hasty(&server);
    (settings.user, settings.password) = (None, None);
    assert_eq!(send(&settings, &mail()).await, Ok(()));
    assert_eq!(
        server.heard()[..3],
        ["EHLO [127.0.0.1]", "HELO [127.0.0.1]", "MAIL FROM:<cara@us.com>"]
    );
    let error = send(&hasty(&server), &mail()).await.expect_err("no login");
    assert!(matches!(error, MailError::Settings(_)), "{error:?}");
}

#[rstest]
#[case::nothing("334\r\n", "334\r\n")]
#[case::no_base64("334 User please:\r\n", "334 \u{fffd}\r\n")]
#[case::the_usual("334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n")]
#[case::another_case("334 dXNlcm5hbWU6\r\n", "334-a\r\n334 cGFzc3dvcmQ6\r\n")]
#[tokio::test]
async fn a_login_goes_on_whatever_the_question_is(#[case] first: &str, #[case] second: &str) {
    let offer = "250-odd\r\n250 AUTH LOGIN\r\n";
    let server = is_taken(
        Visit::fair()
            .with(Step::Ehlo, Say::bytes(offer))
            .with(Step::Auth, Say::bytes(first))
            .with(Step::Answer, Say::bytes(second)),
    )
    .await;
    assert_eq!(
        server.heard()[1..4],
        ["AUTH LOGIN", "Y2FyYQ==", "Y2FuYXJ5LTdmM2E="]
    );
}

#[tokio::test]
async fn a_login_without_an_end_is_given_up() {
    let mut visit = Visit::fair();
    for step in [Step::Auth, Step::Answer, Step::Answer] {
        visit = visit.with(step, Say::bytes("334 \r\n"));
    }
    let error = is_not_taken(visit).await;
    assert!(
        matches!(&error, MailError::Transient(why) if why.contains("334")),
        "{error:?}"
    );
}

#[rstest]
#[case(Step::Greeting)]
#[case(Step::Ehlo)]
#[case(Step::Auth)]
#[case(Step::Mail)]
#[case(Step::Rcpt)]
#[case(Step::Data)]
#[tokio::test]
async fn before_the_text_nothing_odd_can_send_or_lose_a_mail(#[case] step: Step) {
    for say in [
        Say::bytes("999 what\r\n"),
        Say::bytes("250-yes\r\n550 no\r\n"),
        Say::last("25"),
        Say::last("250-more\r\n"),
        Say::last(""),
        Say::bytes("421 4.3.2 closing\r\n"),
        Say::last("\r\n421\r\n"),
        Say::bytes("451 \x21\r\n"),
    ] {
        let error = is_not_taken(Visit::fair().with(step, say.clone())).await;
        assert!(
            matches!(error, MailError::Transient(_) | MailError::Later { .. }),
            "{say:?}: {error:?}"
        );
    }
}

#[rstest]
#[case::yes_in_place_of_go_on(Step::Data, "250 ok\r\n")]
#[case::answered_before_the_text(Step::Data, "354 go on\r\n250 2.0.0 taken\r\n")]
#[case::go_on_in_place_of_yes(Step::Mail, "354 go on\r\n")]
#[tokio::test]
async fn a_yes_at_the_wrong_step_is_none(#[case] step: Step, #[case] reply: &str) {
    let error = is_not_taken(Visit::fair().with(step, Say::bytes(reply)).keeping_nothing()).await;
    assert!(matches!(error, MailError::Transient(_)), "{error:?}");
}

#[rstest]
#[case(Step::Rcpt, "250 ok\r\n421 4.4.2 too slow\r\n")]
#[case(Step::Data, "354 go on\r\n421 4.4.2 too slow\r\n")]
#[tokio::test]
async fn who_is_sent_away_meanwhile_is_told_so(#[case] step: Step, #[case] reply: &str) {
    let error = is_not_taken(Visit::fair().with(step, Say::bytes(reply)).keeping_nothing()).await;
    assert!(matches!(error, MailError::Later { code: 421, .. }), "{error:?}");
}

#[tokio::test]
async fn a_reply_said_twice_is_not_taken_for_the_next_one() {
    let visit = Visit::fair()
        .with(Step::Mail, Say::bytes("250 ok\r\n250 ok\r\n"))
        .with(Step::Rcpt, Say::bytes("550 5.1.1 nobody\r\n"));
    let error = is_not_taken(visit).await;
    let MailError::Refused { stage, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(stage, Stage::Recipient);
}

#[tokio::test]
async fn an_answer_to_the_text_that_is_none_leaves_it_open_and_says_why() {
    assert_eq!(unclear(Say::last("")).await, Silence::Cut);
    assert_eq!(unclear(Say::last("25")).await, Silence::Cut);
    assert_eq!(unclear(Say::last("250-more\r\n")).await, Silence::Cut);
    assert_eq!(unclear(Say::Nothing).await, Silence::Late);
    assert_eq!(unclear(Say::bytes("OK\r\n")).await, Silence::Late);
    for say in [Say::bytes("250-yes\r\n550 no\r\n"), Say::Flood(b"x".to_vec())] {
        let silence = unclear(say).await;
        assert!(matches!(silence, Silence::Unreadable(_)), "{silence:?}");
    }
    for reply in ["354 more\r\n", "999 d\u{e9}j\u{e0}\r\n"] {
        let silence = unclear(Say::bytes(reply)).await;
        let sentence = MailError::Unclear(silence).to_string();
        assert!(sentence.contains(&reply[..3]), "{sentence}");
        assert!(sentence.contains("neither yes nor no"), "{sentence}");
    }
}

#[rstest]
#[case::no_line_end(Say::last("250"))]
#[case::no_line_end_and_no_close(Say::bytes("250 taken"))]
#[case::endless(Say::Flood(b"250 taken, ".to_vec()))]
#[tokio::test]
async fn a_yes_without_an_end_is_one(#[case] say: Say) {
    is_taken(Visit::fair().with(Step::Text, say)).await;
}

#[tokio::test]
async fn a_no_to_the_text_is_clear() {
    for (reply, is_later) in [
        ("452\r\n", true),
        ("\r\n421 \u{e9}\r\n", true),
        ("554-\r\n554\r\n", false),
    ] {
        let visit = Visit::fair()
            .with(Step::Text, Say::bytes(reply))
            .keeping_nothing();
        let error = is_not_taken(visit).await;
        assert_eq!(matches!(error, MailError::Later { .. }), is_later, "{error:?}");
        assert!(
            is_later
                || matches!(
                    error,
                    MailError::Refused {
                        stage: Stage::Text,
                        ..
                    }
                )
        );
    }
}

#[rstest]
#[case::no_line_end(b"x".as_slice())]
#[case::empty_lines(b"\r\n")]
#[case::no_last_line(b"220-x\r\n")]
#[case::the_code_alone(b"220 x")]
#[tokio::test]
async fn a_reply_without_an_end_is_given_up_early(#[case] part: &[u8]) {
    for step in [Step::Greeting, Step::Ehlo, Step::Rcpt] {
        let (result, server) = sent_to(Visit::fair().with(step, Say::Flood(part.to_vec()))).await;
        assert!(matches!(result, Err(MailError::Transient(_))), "{result:?}");
        // What the kernel takes in ahead is written too.
        assert!(server.flooded() < 32 * 1024 * 1024, "{}", server.flooded());
    }
}

#[rstest]
#[case::refused("502 5.5.1 not here\r\n", true)]
#[case::refused_bare("500\r\n", true)]
#[case::not_now("454 TLS not available\r\n", false)]
#[case::nonsense("250-\r\n354\r\n", false)]
#[case::more_in_clear("220 go\r\n250 AUTH PLAIN\r\n", true)]
#[tokio::test]
async fn starttls_that_is_answered_oddly_sends_nothing(#[case] reply: &str, #[case] lasts: bool) {
    let reply = reply.to_owned();
    let server = OddServer::start(move |_| {
        Visit::fair()
            .with(Step::Ehlo, Say::bytes("250-\u{e9}\n250 starttls\n"))
            .with(Step::StartTls, Say::bytes(&reply))
    });
    let mut settings = hasty(&server);
    settings.security = MailSecurity::StartTls;
    let error = send(&settings, &mail()).await.expect_err("insecure");
    assert_eq!(matches!(error, MailError::Insecure(_)), lasts, "{error:?}");
    assert!(server.kept().is_empty());
    assert!(server.heard().iter().all(|line| !line.starts_with("AUTH")));
}

#[rstest]
#[case::basic_auth(
    Step::Auth,
    b"535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AB1]\r\n",
    &["535 5.7.139 Authentication unsuccessful", "no password will work", "administrator"],
)]
#[case::app_password(
    Step::Auth,
    b"534-5.7.9 Application-specific password required.\r\n534 5.7.9 See help\r\n",
    &["534 5.7.9 Application-specific password required. See help", "app password"],
)]
#[case::wrong_password(Step::Auth, b"535\r\n", &["(535)", "Check the user and the password"])]
#[case::send_as(
    Step::Mail,
    b"550 5.7.60 SMTP; Client does not have permissions to send as this sender\r\n",
    &["refused the sender", "may not send from this address"],
)]
#[case::nobody(
    Step::Rcpt,
    b"550 5.1.1 Bo\xeete inconnue\r\n",
    &["refused the recipient (550 5.1.1 Bo\u{ee}te inconnue)", "no mailbox", "Check the address"],
)]
#[case::japanese(
    Step::Rcpt,
    b"550 \x82\xbb\x82\xcc\x83\x86\x81[\x83U\x81[\x82\xcd\x91\xb6\x8d\xdd\x82\xb5\x82\xdc\x82\xb9\x82\xf1\r\n",
    &["\u{305d}\u{306e}\u{30e6}\u{30fc}\u{30b6}\u{30fc}\u{306f}\u{5b58}\u{5728}"],
)]
#[case::full(Step::Rcpt, b"452 4.2.2 \x1b[31mover quota\r\n", &["4.2.2", "mailbox is full", "will be retried"])]
#[case::spam(Step::Text, b"554 5.7.1 no\r\n", &["refused the mail (554 5.7.1 no)", "policy"])]
#[tokio::test]
async fn a_refusal_shows_the_words_and_what_they_mean(
    #[case] step: Step,
    #[case] reply: &[u8],
    #[case] expected: &[&str],
) {
    let visit = Visit::fair().with(step, Say::bytes(reply)).keeping_nothing();
    let sentence = is_not_taken(visit).await.to_string();
    for part in expected {
        assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
    }
    assert!(!sentence.contains(char::is_control), "{sentence:?}");
}

#[rstest]
#[case(format!("535 what is {CANARY}?\r\n"))]
#[case("535 AUTH PLAIN AGNhcmEAY2FuYXJ5LTdmM2E=\r\n".to_owned())]
#[case("535 bad: Y2FuYXJ5LTdmM2E=\r\n".to_owned())]
#[tokio::test]
async fn words_that_repeat_the_password_are_withheld(#[case] reply: String) {
    let error = is_not_taken(Visit::fair().with(Step::Auth, Say::bytes(reply))).await;
    assert!(error.to_string().contains("withheld"), "{error}");
    assert!(!error.to_string().contains("Y2Fu"), "{error}");
}
