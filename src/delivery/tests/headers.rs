//! Hostile names and subjects: none adds a field, none makes a long line, and what is kept comes back as it was.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{email, mail, settings};
use crate::delivery::mail::{Mailbox, compose};
use crate::domain::{Name, Person, SafeText, Timestamp};

/// The fields of a mail, in their order.
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

/// A mail as somebody else reads it.
pub(super) struct Parsed {
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: String,
}

impl Parsed {
    /// Reads the bytes of a mail and checks what any mail has to keep to.
    pub(super) fn of(raw: &[u8]) -> Self {
        assert!(raw.is_ascii() && !raw.contains(&0), "bytes that no mail has");
        let text = String::from_utf8(raw.to_vec()).expect("ASCII");
        for line in text.split("\r\n") {
            assert!(line.len() <= 998, "a line of {} bytes", line.len());
            assert!(!line.contains(['\r', '\n']), "a lone CR or LF in {line:?}");
        }
        let (head, body) = text.split_once("\r\n\r\n").expect("an empty line");
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in head.split("\r\n") {
            if line.starts_with([' ', '\t']) {
                let (_, value) = fields.last_mut().expect("a field before its next line");
                value.push_str(line);
                continue;
            }
            let (name, value) = line.split_once(':').expect("a field");
            fields.push((name.to_owned(), value.trim().to_owned()));
        }
        Self {
            fields,
            body: body.to_owned(),
        }
    }

    pub(super) fn field(&self, name: &str) -> &str {
        let mut found = self
            .fields
            .iter()
            .filter(|(own, _)| own.eq_ignore_ascii_case(name));
        let value = &found.next().expect("the field").1;
        assert!(found.next().is_none(), "{name} twice");
        value
    }

    /// Returns the name and the address of a field.
    pub(super) fn mailbox(&self, name: &str) -> (String, String) {
        let value = self.field(name);
        match value.rsplit_once('<') {
            None => (String::new(), value.to_owned()),
            Some((phrase, address)) => {
                let phrase = phrase.trim();
                let name = match phrase.strip_prefix('"') {
                    Some(quoted) => unquoted(quoted.strip_suffix('"').expect("the second quote")),
                    None => decoded(phrase),
                };
                (name, address.strip_suffix('>').expect("the end").to_owned())
            }
        }
    }

    pub(super) fn subject(&self) -> String {
        decoded(self.field("Subject"))
    }
}

fn unquoted(text: &str) -> String {
    let (mut out, mut escaped) = (String::new(), false);
    for c in text.chars() {
        if !escaped && c == '\\' {
            escaped = true;
            continue;
        }
        assert!(escaped || c != '"', "a quote within quotes: {text:?}");
        out.push(c);
        escaped = false;
    }
    assert!(!escaped, "an escape at the end: {text:?}");
    out
}

/// Decodes encoded words; blanks between two of them do not count.
fn decoded(text: &str) -> String {
    if !text.contains("=?") {
        return text.to_owned();
    }
    let mut out = Vec::new();
    for word in text.split_ascii_whitespace() {
        assert!(word.len() <= 75, "a word of {} characters", word.len());
        let inner = word
            .strip_prefix("=?utf-8?q?")
            .and_then(|word| word.strip_suffix("?="))
            .expect("an encoded word");
        assert!(!inner.contains('?'), "{word}");
        let mut bytes = inner.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'_' => out.push(b' '),
                b'=' => {
                    let digits = [bytes.next().expect("a digit"), bytes.next().expect("a digit")];
                    let digits = std::str::from_utf8(&digits).expect("ASCII");
                    out.push(u8::from_str_radix(digits, 16).expect("a byte"));
                }
                byte => out.push(byte),
            }
        }
    }
    String::from_utf8(out).expect("whole characters")
}

/// Returns what is to be kept of a text, by other means than the mailer's.
fn expected(text: &str) -> String {
    let clean = SafeText::clean(text);
    let cut: String = clean.as_str().chars().take(200).collect();
    cut.trim_end().to_owned()
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\r\nBcc: eve@evil.com",
        "\r\n\r\n<script>",
        "\n",
        "\r",
        "\0",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "\u{b}",
        "\u{c}",
        "\"",
        "\\",
        ",",
        ";",
        "<",
        ">",
        "<eve@evil.com>",
        "@",
        ":",
        "(",
        ")",
        "[",
        "]",
        "=?utf-8?q?",
        "?=",
        "=?utf-8?b?QmNjOg==?=",
        "=0D=0A",
        "%0d%0a",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{feff}",
        "é",
        "ß",
        "Zoë",
        "李",
        "🙂",
        "👩‍👩‍👧",
        "e\u{301}\u{301}\u{301}",
        "عربى",
        " ",
        "  ",
        "\t",
        ".",
        "Ann",
        "Lee",
        "Dr.",
        "_",
        "=",
        "?",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ]);
    prop_oneof![
        9 => prop::collection::vec(pieces, 0..10).prop_map(|pieces| pieces.concat()),
        1 => prop::collection::vec(any::<char>(), 0..250).prop_map(String::from_iter),
    ]
}

#[test]
fn no_name_adds_a_field_or_a_long_line() {
    let mut runner = TestRunner::new(Config {
        cases: 10_000,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&(hostile(), hostile()), |(name, subject)| {
            let from = Mailbox {
                name: name.clone(),
                email: email("o'n{e}i|l#1!$%&*+/=?^_`~-@us.com"),
            };
            let mut mail = mail();
            mail.subject.clone_from(&subject);
            if let Ok(name) = Name::parse(&name) {
                let email = email("dana@müller.de");
                mail.to = Person {
                    name: name.clone(),
                    email: email.clone(),
                };
                mail.reply_to = Some(Person { name, email });
            }
            let parsed = Parsed::of(&compose(&from, &mail).expect("a mail"));
            let names: Vec<&str> = parsed.fields.iter().map(|(name, _)| name.as_str()).collect();
            prop_assert_eq!(names, FIELDS);
            let (shown, address) = parsed.mailbox("From");
            prop_assert_eq!(shown, expected(&name));
            prop_assert_eq!(&address, from.email.as_str());
            prop_assert_eq!(parsed.mailbox("To").0, expected(mail.to.name.as_str()));
            prop_assert_eq!(parsed.subject(), expected(&subject));
            Ok(())
        })
        .expect("holds");
}

#[test]
fn a_domain_outside_ascii_travels_as_idna() {
    let mut mail = mail();
    mail.to.email = email("dana@müller.de");
    let parsed = Parsed::of(&compose(&settings(25).from, &mail).expect("a mail"));
    assert_eq!(parsed.mailbox("To").1, "dana@xn--mller-kva.de");
}

#[test]
fn the_same_mail_makes_the_same_bytes() {
    let from = settings(25).from;
    let first = compose(&from, &mail()).expect("a mail");
    assert_eq!(first, compose(&from, &mail()).expect("a mail"));
    let parsed = Parsed::of(&first);
    assert_eq!(parsed.field("Message-ID"), mail().message_id);
    assert_eq!(parsed.field("Date"), "Tue, 24 Nov 2026 09:30:00 +0000");
    assert!(
        parsed
            .field("Content-Type")
            .starts_with("text/plain; charset=utf-8")
    );
    assert_eq!(
        parsed.mailbox("Reply-To"),
        ("Olaf Owner".to_owned(), "olaf@us.com".to_owned())
    );
}

#[test]
fn any_date_makes_a_mail() {
    for millis in [i64::MIN, -1, 0, i64::MAX] {
        let mut mail = mail();
        mail.date = Timestamp::from_millis(millis);
        assert!(compose(&settings(25).from, &mail).is_ok(), "{millis}");
    }
}

#[test]
fn what_cannot_be_a_message_id_is_refused() {
    for id in [
        "",
        "<>",
        "a@b",
        "<a>",
        "<a@b",
        "<a@b>\r\nBcc: eve@evil.com",
        "<a b@c>",
        "<@b>",
    ] {
        let mut mail = mail();
        mail.message_id = id.to_owned();
        assert!(compose(&settings(25).from, &mail).is_err(), "{id:?}");
    }
}

#[test]
fn long_lines_and_odd_line_ends_of_a_body_are_no_trouble() {
    let mut mail = mail();
    mail.body = format!(
        "{}\rone\ntwo\r\nthree\u{0}\n{}",
        "x".repeat(5_000),
        "ü".repeat(5_000)
    );
    let parsed = Parsed::of(&compose(&settings(25).from, &mail).expect("a mail"));
    assert!(!parsed.body.is_empty());
}
