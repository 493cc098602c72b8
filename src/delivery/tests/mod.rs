//! Sends to stand-ins on this machine, and reads what arrived as somebody else would.

mod crashes;
mod deliver;
mod headers;
mod leaving;
mod mail;
mod odd_mail;
#[path = "../../../tests/support/odd_smtp.rs"]
mod odd_smtp;
mod retry;
mod scene;
mod slack;
mod template;

use secrecy::SecretString;

use super::mail::{Mail, Mailbox, PATIENCE, SmtpSettings};
use crate::domain::{Email, MailSecurity, Name, Person, Timestamp};

/// A secret that must show nowhere.
const CANARY: &str = "canary-7f3a";

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

fn person(name: &str, address: &str) -> Person {
    Person {
        name: Name::parse(name).expect("a name"),
        email: email(address),
    }
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: MailSecurity::None,
        user: Some("cara".to_owned()),
        password: Some(SecretString::from(CANARY)),
        from: Mailbox {
            name: "Cara Osei".to_owned(),
            email: email("cara@us.com"),
        },
        patience: PATIENCE,
    }
}

fn mail() -> Mail {
    Mail {
        message_id: "<0192-phase-1@pivotal.invalid>".to_owned(),
        date: Timestamp::from_millis(1_795_512_600_000),
        to: person("Dana Ruiz", "dana@acme.com"),
        reply_to: Some(person("Olaf Owner", "olaf@us.com")),
        subject: "Acme: your onboarding".to_owned(),
        body: "Hello Dana,\n\nall is well.\n.\n.hidden\nZoë\n".to_owned(),
    }
}
