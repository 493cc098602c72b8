//! Mails as text: what their parts hold once it is decoded from the form in which it was sent (RFC 2045).
//!
//! A mail whose parts are plain stays as it is. What is left out, such as a picture, is named in a line of its own.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use encoding_rs::Encoding;

use super::mail::{decoded, is_mail, quoted_printable};
use super::markup;
use crate::domain::SafeText;
use crate::paste::{decode, one_line_break};

/// How deep parts within parts are read.
const DEEPEST: usize = 16;

/// The headers of a mail within a mail that are kept.
const KEPT: [&str; 6] = ["from", "to", "cc", "reply-to", "date", "subject"];

/// Returns a mail with its parts decoded; any other text as it is.
pub(in crate::paste) fn readable(text: Cow<'_, str>) -> Cow<'_, str> {
    if !is_mail(&text) || !text.lines().any(is_encoded) {
        return text;
    }
    let (head, body) = halves(&text);
    let mut into = String::with_capacity(text.len());
    into.push_str(head);
    into.push('\n');
    write(&Part::of(head, body), 0, &mut into);
    Cow::Owned(into)
}

/// Returns whether a line says that a part is not plain text.
fn is_encoded(line: &str) -> bool {
    const NAME: &str = "content-transfer-encoding:";
    let (name, value) = line.split_at_checked(NAME.len()).unwrap_or_default();
    name.eq_ignore_ascii_case(NAME) && Sending::of(value) != Sending::Plain
}

/// The form in which a part is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sending {
    Plain,
    Base64,
    QuotedPrintable,
}

impl Sending {
    fn of(name: &str) -> Self {
        match name.trim() {
            name if name.eq_ignore_ascii_case("base64") => Self::Base64,
            name if name.eq_ignore_ascii_case("quoted-printable") => Self::QuotedPrintable,
            _ => Self::Plain,
        }
    }
}

/// A part of a mail, or all of it.
struct Part<'m> {
    /// Its kind in lower case, such as `text/plain`.
    kind: String,
    charset: Option<String>,
    boundary: Option<String>,
    name: Option<String>,
    sending: Sending,
    body: &'m str,
}

impl<'m> Part<'m> {
    fn of(head: &str, body: &'m str) -> Self {
        let headers = headers(head);
        let value = |wanted: &str| {
            let found = headers.iter().find(|(name, _)| name == wanted);
            found.map_or("", |(_, value)| value.as_str())
        };
        let content = value("content-type");
        let kind = content.split(';').next().unwrap_or_default().trim();
        Self {
            kind: match kind {
                "" => "text/plain".to_owned(),
                kind => kind.to_ascii_lowercase(),
            },
            charset: parameter(content, "charset"),
            boundary: parameter(content, "boundary"),
            name: parameter(value("content-disposition"), "filename").or_else(|| parameter(content, "name")),
            sending: Sending::of(value("content-transfer-encoding")),
            body,
        }
    }

    /// Returns the parts within it.
    fn parts(&self, boundary: &str) -> Vec<Part<'m>> {
        let mut parts = Vec::new();
        let mut start: Option<usize> = None;
        let mut at = 0;
        for line in self.body.split_inclusive('\n') {
            let rest = line.trim_end().strip_prefix("--");
            let rest = rest.and_then(|rest| rest.strip_prefix(boundary));
            if let Some(rest @ ("" | "--")) = rest {
                parts.extend(start.and_then(|start| self.body.get(start..at)));
                start = rest.is_empty().then_some(at + line.len());
            }
            at += line.len();
        }
        // The end of a mail that was cut off is none.
        parts.extend(start.and_then(|start| self.body.get(start..)));
        let parts = parts.into_iter().map(|part| {
            let (head, body) = halves(part);
            Part::of(head, body)
        });
        parts.collect()
    }

    /// Returns the text, if it can be decoded.
    fn text(&self) -> Option<Cow<'m, str>> {
        let bytes = match self.sending {
            Sending::Plain => return Some(Cow::Borrowed(self.body)),
            Sending::Base64 => base64(self.body)?,
            Sending::QuotedPrintable => {
                let lines: Vec<&str> = self.body.split('\n').map(str::trim_end).collect();
                quoted_printable(&lines.join("\n").replace("=\n", ""))
            }
        };
        let charset = self.charset.as_deref();
        let encoding = charset.and_then(|charset| Encoding::for_label(charset.as_bytes()));
        let text = match encoding {
            Some(encoding) => encoding.decode(&bytes).0.into_owned(),
            None => decode(&bytes),
        };
        Some(Cow::Owned(one_line_break(&text).into_owned()))
    }
}

/// Writes what a part holds, behind a blank line.
fn write(part: &Part<'_>, depth: usize, into: &mut String) {
    let (kind, _) = part.kind.split_once('/').unwrap_or((part.kind.as_str(), ""));
    match (kind, &part.boundary) {
        ("multipart", Some(boundary)) if depth < DEEPEST => {
            let parts = part.parts(boundary);
            let is_choice = part.kind == "multipart/alternative";
            // The same mail in several forms: the plain one is easiest to read.
            let plain = parts
                .iter()
                .find(|part| part.kind == "text/plain" && !part.body.trim().is_empty());
            match plain.filter(|_| is_choice) {
                Some(plain) => write(plain, depth + 1, into),
                None => parts.iter().for_each(|part| write(part, depth + 1, into)),
            }
            return;
        }
        ("message", _) if depth < DEEPEST => {
            let text = part.text().unwrap_or_default();
            let (head, body) = halves(text.trim_start_matches('\n'));
            into.push('\n');
            for (name, value) in headers(head) {
                if KEPT.contains(&name.as_str()) {
                    into.push_str(&format!("{name}: {value}\n"));
                }
            }
            write(&Part::of(head, body), depth + 1, into);
            return;
        }
        _ => {}
    }
    into.push('\n');
    match part.text().filter(|_| kind == "text") {
        Some(text) if part.kind == "text/html" => into.push_str(&markup::text_of(&text)),
        Some(text) => into.push_str(&text),
        None => {
            let name = part.name.as_deref().map_or(part.kind.as_str().into(), decoded);
            into.push_str(&format!("[not read: {}]", SafeText::clean(&name)));
        }
    }
    if !into.ends_with('\n') {
        into.push('\n');
    }
}

/// Parts a head from what stands behind the first blank line.
fn halves(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            return (
                text.get(..at).unwrap_or_default(),
                text.get(at + line.len()..).unwrap_or_default(),
            );
        }
        at += line.len();
    }
    (text, "")
}

/// Reads headers, unfolded, with their names in lower case.
fn headers(head: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        match (headers.last_mut(), line.split_once(':')) {
            (Some((_, value)), _) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, Some((name, value))) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            (_, None) => {}
        }
    }
    headers
}

/// Returns a parameter of a header: `charset` of `text/plain; charset="utf-8"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let parameters = header.split(';').skip(1).filter_map(|part| part.split_once('='));
    let mut found = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
    found
        .next()
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
}

/// Decodes base64 in lines; what was cut off at the end is left out.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let end = plain
        .iter()
        .rposition(|byte| *byte != b'=')
        .map_or(0, |at| at + 1);
    plain.truncate(end);
    if plain.len() % 4 == 1 {
        plain.pop();
    }
    STANDARD_NO_PAD.decode(&plain).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::paste::{Filter, IndexedText, Known, Options, Sheet, Taken, read_file};

    const HEAD: &str = "From: Ann Lee <ann@acme.com>\r\nTo: Bo Wu <bo@acme.com>\r\nMIME-Version: 1.0\r\nMessage-ID: <1@x>\r\n";
    const FORWARDED: &str = "Hi,\r\n\r\nFrom: Zoë Day <zoe@acme.com>\r\nSent: Monday\r\nTo: Cy Fox <cy@acme.com>\r\nSubject: Hi\r\n";

    /// Reads a mail; gives the addresses of its rows, and the lines that hold nobody.
    fn people(mail: &[u8]) -> (Vec<String>, String) {
        let file = read_file(mail, &Taken::default()).expect("read");
        let source = IndexedText::new(&file.text);
        let sheet = Sheet::new(&source, Options::default(), Arc::new(Known::default()));
        let rows = sheet.rows(&sheet.shown(Filter::Ready, 0, 100), &source);
        let rows = rows
            .into_iter()
            .map(|row| format!("{} <{}>", row.name, row.email));
        let ignored = sheet.shown(Filter::Ignored, 0, 100);
        let ignored: Vec<String> = ignored
            .into_iter()
            .filter_map(|row| sheet.ignored_line(row, &source))
            .map(|line| line.text.to_string())
            .collect();
        (rows.collect(), ignored.join("\n"))
    }

    const ALL: [&str; 4] = [
        "Ann Lee <ann@acme.com>",
        "Bo Wu <bo@acme.com>",
        "Zoë Day <zoe@acme.com>",
        "Cy Fox <cy@acme.com>",
    ];

    #[test]
    fn who_stands_in_a_body_in_base64_is_read() {
        let body = STANDARD.encode(FORWARDED);
        let mail = format!(
            "{HEAD}Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n{}\r\n",
            &body[..76],
            &body[76..]
        );
        assert_eq!(people(mail.as_bytes()).0, ALL);
    }

    #[test]
    fn of_several_forms_the_plain_one_is_read_and_attachments_are_named() {
        let plain = FORWARDED
            .replace('ë', "=EB")
            .replace("Subject: Hi", "Subject: H=\r\ni");
        let mail = format!(
            "{HEAD}Content-Type: multipart/mixed;\r\n\tboundary=\"b 1\"\r\n\r\nold program\r\n--b 1\r\n\
             Content-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\n\
             Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{plain}\r\n--b2\r\n\
             Content-Type: text/html\r\n\r\n<p>Di Roy &lt;di@acme.com&gt;</p>\r\n--b2--\r\n--b 1\r\n\
             Content-Type: text/csv; name=list.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b 1\r\n\
             Content-Type: application/pdf; name=\"=?utf-8?Q?Pl=C3=A4ne.pdf?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b 1--\r\n",
            STANDARD.encode("Eve May,eve@acme.com\n")
        );
        let (rows, ignored) = people(mail.as_bytes());
        assert_eq!(rows, ALL);
        assert!(ignored.contains("Eve May,eve@acme.com"), "{ignored}");
        assert!(ignored.contains("[not read: Pläne.pdf]"), "{ignored}");
        assert!(
            !ignored.contains("di@acme.com") && !ignored.contains("JVBER"),
            "{ignored}"
        );
    }

    #[test]
    fn a_mail_of_markup_alone_and_one_within_a_mail_are_read() {
        let markup = "<html><style>p {}</style><p>From: Zo&euml; Day &lt;<a href=\"mailto:zoe@acme.com\">zoe@acme.com</a>&gt;<br>\
                      Sent: Monday<br/>To: Cy Fox &lt;cy@acme.com&gt;</p></html>";
        let mail = format!(
            "{HEAD}Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            STANDARD.encode(markup)
        );
        assert_eq!(people(mail.as_bytes()).0, ALL);
        let within = format!(
            "Return-Path: <x@y.co>\r\nFrom: =?utf-8?Q?Zo=C3=AB?= Day\r\n <zoe@acme.com>\r\nReceived: by x\r\nTo: Cy Fox <cy@acme.com>\r\nDate: Monday\r\n\
             Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            STANDARD.encode("Hi")
        );
        let mail = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{within}"
        );
        assert_eq!(people(mail.as_bytes()).0, ALL);
    }

    #[test]
    fn damage_is_told_and_a_plain_mail_stays_as_it_is() {
        let mail = format!(
            "{HEAD}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!! no base64\r\n"
        );
        assert!(people(mail.as_bytes()).1.contains("[not read: text/plain]"));
        let plain = format!("{HEAD}Content-Transfer-Encoding: 7bit\r\n\r\n{FORWARDED}").replace("\r\n", "\n");
        assert_eq!(readable(Cow::Borrowed(&plain)), plain);
    }
}
