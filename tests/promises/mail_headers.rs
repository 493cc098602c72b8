//! Promise 18: names cannot inject headers into mails.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises mail_headers -- --ignored --nocapture`

use std::collections::BTreeMap;

use mailparse::{MailAddr, MailHeaderMap, addrparse_header, parse_mail};
use pivotal::delivery::mail::{Mail, Mailbox, PATIENCE, SmtpSettings, send};
use pivotal::domain::{Email, MailSecurity, Name, Person, SafeText, Timestamp};
use pivotal::sandbox::FakeSmtpServer;
use tokio::task::JoinSet;

use crate::hostile_strings::{collected, hostile};
use crate::proof::{self, Dice};

/// The fields that a mail has, each once.
const FIELDS: [&str; 9] = [
    "Date",
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// What makes mail programs see another header, address or word.
const MAIL_PIECES: [&str; 24] = [
    "\r\nBcc: eve@evil.com",
    "\r\n\r\n<script>",
    "\n",
    "\r",
    "\r\n ",
    "\u{85}Bcc: eve@evil.com",
    "\u{2028}",
    "\u{b}",
    "\"",
    "\\",
    ",",
    ";",
    "<eve@evil.com>",
    ">",
    "@",
    ":",
    "(",
    ")",
    "=?utf-8?q?=0D=0ABcc:_eve@evil.com?=",
    "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmNvbQ==?=",
    "=0D=0A",
    "%0d%0a",
    "undisclosed-recipients:;",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

/// Throws a name for a mail.
fn mail_name(dice: &mut Dice) -> String {
    let mut name = hostile(dice);
    for _ in 0..dice.below(5) {
        name.push_str(dice.pick(&MAIL_PIECES));
        name.push_str(dice.pick(&["", " ", "Ann", "é", "李"]));
    }
    name
}

/// Returns what is kept of a text.
fn kept(text: &str) -> String {
    let clean = SafeText::clean(text).as_str().to_owned();
    clean.chars().take(200).collect::<String>().trim_end().to_owned()
}

/// Names what is wrong with the bytes of a mail, as somebody else reads them.
fn faults(raw: &[u8], to: Option<&str>, subject: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for line in raw.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > 998 || line.contains(&b'\r') {
            faults.push(format!("a line of {} bytes", line.len()));
        }
    }
    let parsed = match parse_mail(raw) {
        Ok(parsed) => parsed,
        Err(error) => return vec![format!("no mail: {error}")],
    };
    let names: Vec<String> = parsed
        .headers
        .iter()
        .map(mailparse::MailHeader::get_key)
        .collect();
    if names != FIELDS {
        faults.push(format!("fields {names:?}"));
    }
    if !parsed.subparts.is_empty() {
        faults.push("parts".to_owned());
    }
    let shown = parsed.headers.get_first_value("Subject").unwrap_or_default();
    if shown != subject {
        faults.push(format!("subject {shown:?} in place of {subject:?}"));
    }
    for field in ["From", "Reply-To", "To"] {
        let Some(header) = parsed.headers.get_first_header(field) else {
            continue;
        };
        match addrparse_header(header) {
            Ok(list) if list.len() == 1 => match &list[0] {
                MailAddr::Single(one) => {
                    if let (Some(to), "To") = (to, field)
                        && (one.addr != "dana@acme.com"
                            || one.display_name.as_deref().unwrap_or_default() != to)
                    {
                        faults.push(format!("to {one:?} in place of {to:?}"));
                    }
                }
                MailAddr::Group(group) => faults.push(format!("a group {group:?}")),
            },
            Ok(list) => faults.push(format!("{} addresses in {field}", list.len())),
            Err(error) => faults.push(format!("{field}: {error}")),
        }
    }
    faults
}

fn settings(port: u16, from: String) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: MailSecurity::None,
        user: None,
        password: None,
        from: Mailbox {
            name: from,
            email: Email::parse("cara@us.com").expect("an address"),
        },
        patience: PATIENCE,
    }
}

fn mail(message_id: String, name: &Name, subject: &str) -> Mail {
    let person = |address: &str| Person {
        name: name.clone(),
        email: Email::parse(address).expect("an address"),
    };
    Mail {
        message_id,
        date: Timestamp::from_millis(1_795_512_600_000),
        to: person("dana@acme.com"),
        reply_to: Some(person("olaf@us.com")),
        subject: subject.to_owned(),
        body: format!("{subject}\r\n.\r\n{name}\n"),
    }
}

/// Sends mails with hostile names to a server, reads what came, and gives how many came and what is wrong.
fn mails(count: usize) -> (usize, Vec<String>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut dice = Dice::new(18);
    let mut more = collected().into_iter();
    let (mut sent, mut wrong) = (0, Vec::new());
    while sent < count {
        // What a server took stays in its memory.
        let server = FakeSmtpServer::start(0).expect("a mail server");
        let mut wanted = BTreeMap::new();
        while wanted.len() < 1_000.min(count - sent) {
            let mut sending = JoinSet::new();
            // Most of a sending is waiting.
            for _ in 0..100.min(count - sent - wanted.len()) {
                let [from, to, subject] =
                    std::array::from_fn(|_| more.next().unwrap_or_else(|| mail_name(&mut dice)));
                let name = Name::parse(&to).unwrap_or_else(|_| Name::parse("Dana Ruiz").expect("a name"));
                let id = format!("<{}@pivotal.invalid>", wanted.len());
                wanted.insert(id.clone(), (kept(name.as_str()), kept(&subject)));
                let settings = settings(server.port(), from);
                let mail = mail(id, &name, &subject);
                sending.spawn_on(async move { send(&settings, &mail).await }, runtime.handle());
            }
            let sent = runtime.block_on(sending.join_all());
            assert!(sent.iter().all(Result::is_ok), "{sent:?}");
        }
        sent += wanted.len();
        let came = server.mails();
        assert_eq!(came.len(), wanted.len());
        for mail in came {
            if mail.to != ["dana@acme.com"] {
                wrong.push(format!("recipients {:?}", mail.to));
            }
            let parsed = parse_mail(&mail.raw).expect("a mail");
            let id = parsed.headers.get_first_value("Message-ID").unwrap_or_default();
            match wanted.remove(&id) {
                Some((to, subject)) => wrong.extend(faults(&mail.raw, Some(&to), &subject)),
                None => wrong.push(format!("the Message-ID {id:?}")),
            }
        }
    }
    (sent, wrong)
}

fn tells_mails(count: usize) {
    let (sent, wrong) = mails(count);
    println!(
        "promise 18: {sent} mails with hostile names and subjects, read by another parser: {} with an extra header or a long line",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{:#?}", &wrong[..wrong.len().min(10)]);
}

#[test]
fn no_name_adds_a_header() {
    tells_mails(400);
}

#[test]
#[ignore = "some minutes: PIVOTAL_PROOF=full cargo test --test promises mail_headers -- --ignored --nocapture"]
fn no_name_of_a_hundred_thousand_adds_a_header() {
    tells_mails(proof::of(1_500, 100_000));
}

#[test]
fn the_control_is_found_a_mailer_that_writes_names_as_they_are() {
    let mut dice = Dice::new(18);
    let caught = (0..1_000).filter(|_| {
        let name = mail_name(&mut dice);
        let naive = format!(
            "Date: Tue, 24 Nov 2026 09:30:00 +0000\r\nFrom: Cara <cara@us.com>\r\nReply-To: olaf@us.com\r\nTo: {name} <dana@acme.com>\r\nSubject: x\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nx\r\n"
        );
        !faults(naive.as_bytes(), Some(&kept(&name)), "x").is_empty()
    });
    let caught = caught.count();
    assert!(caught > 500, "{caught} of a thousand");
    let injected = "Date: x\r\nFrom: a@b.co\r\nReply-To: a@b.co\r\nTo: Ann\r\nBcc: eve@evil.com\r\n <dana@acme.com>\r\nSubject: x\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nx\r\n";
    assert!(
        faults(injected.as_bytes(), None, "x")
            .iter()
            .any(|fault| fault.contains("Bcc"))
    );
}
