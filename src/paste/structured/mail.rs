//! The people in the head of a mail: who wrote it, and to whom (RFC 5322), with encoded words (RFC 2047).

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use encoding_rs::Encoding;

use super::Found;
use crate::paste::address_list;
use crate::paste::text::{Part, Person};

/// The headers that name people.
const PEOPLE: [&str; 4] = ["from", "to", "cc", "reply-to"];

/// The headers that only a mail has.
const OF_MAILS: [&str; 6] = [
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
    "content-type",
];

/// Returns whether a text begins with the head of a mail.
pub(super) fn is_mail(text: &str) -> bool {
    let mut of_mail = 0;
    for line in text.lines().take(100) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        of_mail += usize::from(OF_MAILS.iter().any(|known| name.eq_ignore_ascii_case(known)));
    }
    of_mail >= 2
}

/// The headers that name people in the head of a forwarded mail, as programs of several languages write it.
const FORWARDED: [&str; 16] = [
    "from", "to", "cc", "von", "an", "de", "à", "a", "para", "da", "van", "aan", "från", "till", "fra", "til",
];

/// The headers that say when a forwarded mail was sent and what it is about: one of them stands in each head.
const ABOUT: [&str; 14] = [
    "sent",
    "date",
    "subject",
    "gesendet",
    "datum",
    "betreff",
    "envoyé",
    "objet",
    "enviado",
    "asunto",
    "assunto",
    "inviato",
    "oggetto",
    "onderwerp",
];

/// A header: the line on which it begins, how many lines it takes, its name and its value.
struct Header {
    first: usize,
    lines: usize,
    name: String,
    value: String,
}

/// Reads the people of the head of a mail, and of the heads of the mails that were forwarded in it; the lines of such a
/// header tell the same when they are read alone.
pub(super) fn people(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, head) in heads(text).iter().enumerate() {
        let has = |names: &[&str]| head.iter().any(|header| names.contains(&header.name.as_str()));
        if at > 0 && !(has(&ABOUT) && has(&FORWARDED)) {
            continue;
        }
        for header in head {
            let name = header.name.as_str();
            if FORWARDED.contains(&name) || PEOPLE.contains(&name) {
                add(header, &mut found);
            }
        }
    }
    found
}

/// Reads the headers that stand together, first those of the mail itself.
fn heads(text: &str) -> Vec<Vec<Header>> {
    let mut heads: Vec<Vec<Header>> = vec![Vec::new()];
    let mut in_body = false;
    for (number, line) in text.split('\n').enumerate() {
        // A mail that is answered has signs before each line, and some programs set the names in bold.
        let line = match line.strip_prefix('>') {
            Some(rest) => rest.trim_start_matches(['>', ' ']),
            None if in_body => line.trim_start(),
            None => line,
        };
        let Some(head) = heads.last_mut() else { break };
        if line.trim().is_empty() {
            in_body = true;
            if !head.is_empty() || heads.len() == 1 {
                heads.push(Vec::new());
            }
            continue;
        }
        let header = line
            .split_once(':')
            .map(|(name, value)| (name.trim_matches(['*', ' ']), value));
        let mut ends = false;
        match (head.last_mut(), header) {
            (Some(before), _) if line.starts_with([' ', '\t']) && !in_body => {
                before.lines += 1;
                before.value.push_str(line);
            }
            (_, Some((name, value))) if !in_body || is_known(name) => head.push(Header {
                first: number,
                lines: 1,
                name: name.to_lowercase(),
                value: value.trim_start_matches('*').to_owned(),
            }),
            // What goes on with a long list of people.
            (Some(before), None) if line.contains('@') => {
                before.lines += 1;
                before.value.push(' ');
                before.value.push_str(line);
            }
            (before, _) => ends = in_body && before.is_some(),
        }
        if ends {
            heads.push(Vec::new());
        }
    }
    heads
}

fn is_known(name: &str) -> bool {
    let name = name.to_lowercase();
    FORWARDED.contains(&name.as_str()) || ABOUT.contains(&name.as_str())
}

fn add(header: &Header, found: &mut Vec<Found>) {
    let (first, lines) = (header.first, header.lines);
    for entry in address_list::read(&header.value) {
        let part = |text: &str| Part {
            text: text.to_owned(),
            ..Part::default()
        };
        found.push(Found {
            first,
            lines,
            person: Person {
                line: first,
                name: part(&decoded(&entry.name)),
                email: part(&entry.email),
                ..Person::default()
            },
        });
    }
}

/// Decodes the encoded words of a text: `=?utf-8?Q?S=C3=B8ren?=`. Blanks between two of them are no part of it.
pub(in crate::paste) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains("=?") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let (before, from) = rest.split_at(at);
        let Some((word, length)) = encoded_word(from) else {
            plain.push_str(before);
            plain.push_str("=?");
            rest = from.get(2..).unwrap_or_default();
            after_word = false;
            continue;
        };
        if !(after_word && before.trim().is_empty()) {
            plain.push_str(before);
        }
        plain.push_str(&word);
        rest = from.get(length..).unwrap_or_default();
        after_word = true;
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The most bytes of an encoded word; RFC 2047 allows 75.
const MOST_OF_WORD: usize = 400;

/// Decodes the encoded word at the start of a text; returns it with its length.
fn encoded_word(text: &str) -> Option<(String, usize)> {
    let inner = text
        .get(..text.floor_char_boundary(MOST_OF_WORD))?
        .strip_prefix("=?")?;
    let mut parts = inner.splitn(3, '?');
    let (charset, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let content = rest.split_once("?=")?.0;
    let charset = charset.split('*').next()?;
    let encoding_of = Encoding::for_label(charset.as_bytes())?;
    let bytes = match encoding {
        "B" | "b" => STANDARD_NO_PAD.decode(content.trim_end_matches('=')).ok()?,
        "Q" | "q" => quoted_printable(&content.replace('_', " ")),
        _ => return None,
    };
    let length = "=?".len() + inner.len() - rest.len() + content.len() + "?=".len();
    Some((
        encoding_of.decode_without_bom_handling(&bytes).0.into_owned(),
        length,
    ))
}

/// Decodes quoted-printable text (RFC 2045, 6.7) of one line.
pub(super) fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .filter(|_| *byte == b'=')
        {
            Some(decoded) => {
                bytes.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    bytes
}
