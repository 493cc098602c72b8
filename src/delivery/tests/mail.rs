//! Each way in which sending a mail can end.

use std::net::TcpListener;
use std::time::Duration;

use rstest::rstest;
use tokio::time::Instant;

use super::headers::Parsed;
use super::{CANARY, mail, person, settings};
use crate::delivery::mail::{MailError, Silence, SmtpSettings, Stage, send};
use crate::delivery::retry::{ErrorClass, Scope, SendError};
use crate::domain::{MailSecurity, SafeText};
use crate::sandbox::{FakeSmtpServer, SmtpFault};

/// Returns settings that wait two seconds.
fn hasty(port: u16) -> SmtpSettings {
    SmtpSettings {
        patience: Duration::from_secs(2),
        ..settings(port)
    }
}

async fn sent_to(fault: SmtpFault) -> (Result<(), MailError>, usize) {
    let server = FakeSmtpServer::start(0).expect("a server");
    server.set_fault(fault);
    let result = send(&hasty(server.port()), &mail()).await;
    (result, server.mails().len())
}

#[tokio::test]
async fn a_mail_arrives_once_as_it_was_written() {
    let server = FakeSmtpServer::start(0).expect("a server");
    let mut mail = mail();
    mail.to = person("Ruiz, \"Dana\" Zoë", "dana@acme.com");
    send(&settings(server.port()), &mail).await.expect("sent");
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].from, "cara@us.com");
    assert_eq!(mails[0].to, ["dana@acme.com"]);
    let parsed = Parsed::of(&mails[0].raw);
    assert_eq!(
        parsed.mailbox("To"),
        ("Ruiz, \"Dana\" Zoë".to_owned(), "dana@acme.com".to_owned())
    );
    assert_eq!(parsed.subject(), "Acme: your onboarding");
    assert!(
        parsed.body.contains("all is well.\r\n.\r\n.hidden\r\nZo=C3=AB"),
        "{}",
        parsed.body
    );
}

#[tokio::test]
async fn a_mail_sent_twice_is_the_same_to_the_byte() {
    let server = FakeSmtpServer::start(0).expect("a server");
    server.set_fault(SmtpFault::CutAfterText);
    let first = send(&settings(server.port()), &mail()).await;
    assert_eq!(first, Err(MailError::Unclear(Silence::Cut)));
    server.set_fault(SmtpFault::None);
    send(&settings(server.port()), &mail()).await.expect("sent");
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0], mails[1]);
    assert_eq!(Parsed::of(&mails[0].raw).field("Message-ID"), mail().message_id);
}

#[tokio::test]
async fn an_odd_address_is_one_all_the_same() {
    let server = FakeSmtpServer::start(0).expect("a server");
    let mut mail = mail();
    mail.to = person("Dana", "o'n{e}i|l#1!$%&*+/=?^_`~-@müller.de");
    send(&settings(server.port()), &mail).await.expect("sent");
    assert_eq!(
        server.mails()[0].to,
        ["o'n{e}i|l#1!$%&*+/=?^_`~-@xn--mller-kva.de"]
    );
}

#[tokio::test]
async fn a_slow_server_is_borne() {
    assert_eq!(sent_to(SmtpFault::Slow).await, (Ok(()), 1));
}

#[rstest]
#[case(SmtpFault::RefuseRecipient, Stage::Recipient, 550)]
#[case(SmtpFault::RefuseSender, Stage::Sender, 553)]
#[case(SmtpFault::RefuseText, Stage::Text, 554)]
#[case(SmtpFault::Close, Stage::Connection, 554)]
#[tokio::test]
async fn what_the_server_refuses_is_named(
    #[case] fault: SmtpFault,
    #[case] expected: Stage,
    #[case] expected_code: u16,
) {
    let (result, kept) = sent_to(fault).await;
    let error = result.expect_err("refused");
    let MailError::Refused { stage, code, text } = &error else {
        panic!("{error:?}")
    };
    assert_eq!((*stage, *code, kept), (expected, expected_code, 0));
    assert!(text.as_str().contains("5."), "{text}");
}

#[rstest]
#[case(SmtpFault::RefuseLogin, 535)]
#[case(SmtpFault::WantLogin, 530)]
#[tokio::test]
async fn a_login_that_is_not_accepted_is_told_without_it(#[case] fault: SmtpFault, #[case] code: u16) {
    let (result, kept) = sent_to(fault).await;
    let error = result.expect_err("refused");
    assert!(
        matches!(&error, MailError::Credentials { code: said, .. } if *said == code) && kept == 0,
        "{error:?}"
    );
}

#[rstest]
#[case(SmtpFault::DeferRecipient)]
#[case(SmtpFault::DeferText)]
#[case(SmtpFault::CutBeforeText)]
#[case(SmtpFault::Silent)]
#[tokio::test]
async fn what_passes_is_told_from_what_lasts(#[case] fault: SmtpFault) {
    let (result, kept) = sent_to(fault).await;
    assert!(
        matches!(result, Err(MailError::Transient(_) | MailError::Later { .. })) && kept == 0,
        "{result:?}"
    );
}

#[rstest]
#[case(SmtpFault::CutAfterText, Silence::Cut)]
#[case(SmtpFault::SilentAfterText, Silence::Late)]
#[tokio::test]
async fn a_text_without_an_answer_is_unclear(#[case] fault: SmtpFault, #[case] silence: Silence) {
    assert_eq!(sent_to(fault).await, (Err(MailError::Unclear(silence)), 1));
}

#[tokio::test]
async fn nobody_at_the_port_passes() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let error = send(&settings(port), &mail()).await.expect_err("nobody");
    assert!(matches!(error, MailError::Transient(_)), "{error:?}");
}

#[tokio::test]
async fn a_time_limit_holds_for_the_whole() {
    let start = Instant::now();
    let (result, _) = sent_to(SmtpFault::Silent).await;
    assert!(result.is_err() && start.elapsed() < Duration::from_secs(4));
}

#[rstest]
#[case(MailSecurity::StartTls, SmtpFault::None)]
#[case(MailSecurity::StartTls, SmtpFault::InjectAfterStartTls)]
#[case(MailSecurity::Tls, SmtpFault::None)]
#[tokio::test]
async fn without_tls_nothing_is_sent(#[case] security: MailSecurity, #[case] fault: SmtpFault) {
    let server = FakeSmtpServer::start(0).expect("a server");
    server.set_fault(fault);
    let mut settings = hasty(server.port());
    settings.security = security;
    let error = send(&settings, &mail()).await.expect_err("insecure");
    assert!(matches!(error, MailError::Insecure(_)), "{error:?}");
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn a_server_without_a_login_is_told() {
    let server = FakeSmtpServer::start(0).expect("a server");
    let mut settings = settings(server.port());
    (settings.user, settings.password) = (None, None);
    send(&settings, &mail()).await.expect("sent");
}

#[rstest]
#[case("smtp.acme.com", MailSecurity::None, false)]
#[case("10.0.0.1", MailSecurity::None, false)]
#[case("localhost.evil.com", MailSecurity::None, false)]
#[case("127.0.0.1", MailSecurity::None, true)]
#[case("::1", MailSecurity::None, true)]
#[case("localhost", MailSecurity::None, true)]
#[case("smtp.acme.com", MailSecurity::StartTls, true)]
#[case("smtp.acme.com", MailSecurity::Tls, true)]
#[case("", MailSecurity::StartTls, false)]
#[case("smtp acme", MailSecurity::StartTls, false)]
#[case("smtp.acme.com\r\n", MailSecurity::StartTls, false)]
fn settings_are_checked(#[case] host: &str, #[case] security: MailSecurity, #[case] is_fine: bool) {
    let mut settings = settings(587);
    settings.host = host.to_owned();
    settings.security = security;
    assert_eq!(settings.validate().is_ok(), is_fine, "{host} {security:?}");
}

#[test]
fn a_host_has_at_most_253_characters() {
    let mut settings = settings(587);
    settings.security = MailSecurity::Tls;
    for (length, is_fine) in [(253, true), (254, false)] {
        settings.host = "h".repeat(length);
        assert_eq!(settings.validate().is_ok(), is_fine, "{length}");
    }
}

#[test]
fn each_fault_has_its_class_and_its_scope() {
    let text = || "words".to_owned();
    let faults = [
        MailError::Refused {
            stage: Stage::Text,
            code: 554,
            text: SafeText::clean("no"),
        },
        MailError::Credentials {
            code: 535,
            text: SafeText::clean("no"),
        },
        MailError::Later {
            code: 451,
            text: SafeText::clean("no"),
        },
        MailError::Transient(text()),
        MailError::Unclear(Silence::Cut),
        MailError::Unsendable(text()),
        MailError::Settings(text()),
        MailError::Insecure(text()),
    ];
    assert_eq!(
        faults.map(|fault| {
            let error = SendError::from(fault);
            (error.class, error.scope)
        }),
        [
            (ErrorClass::Permanent, Scope::Message),
            (ErrorClass::Permanent, Scope::Channel),
            (ErrorClass::Transient, Scope::Message),
            (ErrorClass::Transient, Scope::Message),
            (ErrorClass::Unclear, Scope::Message),
            (ErrorClass::Permanent, Scope::Message),
            (ErrorClass::Permanent, Scope::Channel),
            (ErrorClass::Permanent, Scope::Channel),
        ]
    );
}

#[test]
fn half_a_login_is_refused() {
    let mut without_user = settings(25);
    without_user.user = None;
    let mut without_password = settings(25);
    without_password.password = None;
    let mut without_port = settings(0);
    without_port.port = 0;
    for settings in [without_user, without_password, without_port] {
        assert!(matches!(settings.validate(), Err(MailError::Settings(_))));
    }
}

#[tokio::test]
async fn the_password_shows_nowhere() {
    let mut shown = vec![format!("{:?}", settings(25))];
    for fault in [
        SmtpFault::RefuseLogin,
        SmtpFault::RefuseRecipient,
        SmtpFault::CutAfterText,
    ] {
        let error = sent_to(fault).await.0.expect_err("a fault");
        shown.push(format!("{error} {error:?}"));
    }
    assert!(shown.iter().all(|text| !text.contains(CANARY)), "{shown:?}");
}
