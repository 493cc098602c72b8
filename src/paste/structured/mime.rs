//! Mails as text: what their parts hold once it is decoded from the form in which it was sent (RFC 2045).
//!
//! A mail whose parts are plain stays as it is. What is left out, such as a picture, is named in a line of its own.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use encoding_rs::Encoding;

use super::mail::{decoded, is_mail, quoted_printable};
use super::markup;
use super::property::pieces;
use crate::domain::SafeText;
use crate::paste::shape::has_sign;
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
    let Some((name, value)) = line.split_once(':') else {
        return false;
    };
    let value = value.trim_start();
    let is_markup = || {
        value
            .get(.."text/html".len())
            .is_some_and(|kind| kind.eq_ignore_ascii_case("text/html"))
    };
    match name {
        name if name.eq_ignore_ascii_case("content-transfer-encoding") => {
            Sending::of(value) != Sending::Plain
        }
        name => name.eq_ignore_ascii_case("content-type") && is_markup(),
    }
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

    /// Returns the parts within it. What stands before and behind them goes with them if it may name somebody: programs that
    /// know no parts write there.
    fn parts(&self, boundary: &str) -> Vec<Part<'m>> {
        let mut parts = Vec::new();
        let mut outside = Vec::new();
        let (mut start, mut is_part) = (0, false);
        let mut at = 0;
        for line in self.body.split_inclusive('\n') {
            let rest = line.trim_end().strip_prefix("--");
            let rest = rest.and_then(|rest| rest.strip_prefix(boundary));
            if let Some(rest @ ("" | "--")) = rest {
                let ended = self.body.get(start..at).unwrap_or_default();
                if is_part {
                    parts.push(ended);
                } else {
                    outside.push(ended);
                }
                (start, is_part) = (at + line.len(), rest.is_empty());
            }
            at += line.len();
        }
        // A mail that was cut off ends within a part.
        let ended = self.body.get(start..).unwrap_or_default();
        if is_part {
            parts.push(ended);
        } else {
            outside.push(ended);
        }
        let parts = parts.into_iter().map(|part| {
            let (head, body) = halves(part);
            Part::of(head, body)
        });
        let mut parts: Vec<Part<'m>> = parts.collect();
        let kept = outside
            .into_iter()
            .filter(|text| has_sign(text) || parts.is_empty());
        let kept: Vec<&str> = kept.collect();
        parts.extend(kept.into_iter().map(|text| Part::of("", text)));
        parts
    }

    /// Returns whether it holds words: a text, the report of a server, or parts without what parts them.
    fn is_text(&self) -> bool {
        let kind = self.kind.split('/').next();
        matches!(kind, Some("text" | "message" | "multipart"))
    }

    /// Returns whether it holds words in plain text.
    fn is_plain(&self) -> bool {
        self.kind == "text/plain" && self.text().is_some_and(|text| !text.trim().is_empty())
    }

    /// Returns whether it is a mail within the mail.
    fn is_mail(&self) -> bool {
        matches!(self.kind.as_str(), "message/rfc822" | "message/global")
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
    if depth < DEEPEST {
        if part.kind.starts_with("multipart/")
            && let Some(boundary) = &part.boundary
        {
            let parts = part.parts(boundary);
            match parts.iter().position(Part::is_plain) {
                Some(plain) if part.kind == "multipart/alternative" => choose(&parts, plain, depth, into),
                _ => parts.iter().for_each(|part| write(part, depth + 1, into)),
            }
            return;
        }
        if part.is_mail()
            && let Some(text) = part.text()
        {
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
    }
    into.push('\n');
    match part.text().filter(|_| part.is_text()) {
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

/// Writes one of several forms of the same text: the plain one, which is easiest to read. The others go with it if they alone
/// may name somebody; then the plain one only says that there are others.
fn choose(forms: &[Part<'_>], plain: usize, depth: usize, into: &mut String) {
    let start = into.len();
    let (before, from) = forms.split_at(plain);
    let Some((plain, behind)) = from.split_first() else {
        return;
    };
    write(plain, depth + 1, into);
    if into.get(start..).is_some_and(has_sign) {
        return;
    }
    let end = into.len();
    before
        .iter()
        .chain(behind)
        .for_each(|form| write(form, depth + 1, into));
    if !into.get(end..).is_some_and(has_sign) {
        into.truncate(end);
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
    let parameters = pieces(header).into_iter().skip(1);
    let mut found = parameters
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
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
    use rstest::rstest;

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

    #[rstest]
    #[case::no_boundary_matches("multipart/mixed; boundary=a", "\r\n--b\r\n\r\nHi zoe@acme.com\r\n")]
    #[case::a_boundary_holds_a_semicolon(
        "multipart/mixed; boundary=\"a;b\"",
        "--a;b\r\n\r\nHi zoe@acme.com\r\n--a;b--\r\n"
    )]
    #[case::behind_the_parts("multipart/mixed; boundary=b", "--b\r\n\r\nHi\r\n--b--\r\nzoe@acme.com\r\n")]
    #[case::before_the_parts("multipart/mixed; boundary=b", "zoe@acme.com\r\n--b\r\n\r\nHi\r\n--b--\r\n")]
    #[case::a_report_of_a_server("message/delivery-status", "Final-Recipient: rfc822; zoe@acme.com\r\n")]
    #[case::an_empty_plain_form(
        "multipart/alternative; boundary=b",
        "--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>zoe@acme.com</p>\r\n--b--\r\n"
    )]
    #[case::a_plain_form_that_says_nothing(
        "multipart/alternative; boundary=b",
        "--b\r\nContent-Type: text/html\r\n\r\n<p>zoe@acme.com</p>\r\n--b\r\n\r\nThis mail is in HTML.\r\n--b--\r\n"
    )]
    #[case::a_plain_form_that_is_damaged(
        "multipart/alternative; boundary=b",
        "--b\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>zoe@acme.com</p>\r\n--b--\r\n"
    )]
    #[case::markup_alone("text/html", "<p>zoe@acme.com</p>")]
    fn no_text_with_an_address_is_left_out(#[case] kind: &str, #[case] body: &str) {
        let mail = format!("{HEAD}Content-Type: {kind}\r\n\r\n{body}").replace("\r\n", "\n");
        let (head, body) = halves(&mail);
        let mut text = String::new();
        write(&Part::of(head, body), 0, &mut text);
        assert!(text.contains("zoe@acme.com"), "{text}");
        assert!(!text.contains("<p>"), "{text}");
    }

    #[test]
    fn damage_is_told_and_a_plain_mail_stays_as_it_is() {
        let mail = format!(
            "{HEAD}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!! no base64\r\n"
        );
        assert!(people(mail.as_bytes()).1.contains("[not read: text/plain]"));
        let markup =
            format!("{HEAD}content-type: text/html; charset=utf-8\n\n<p>Hi</p>").replace("\r\n", "\n");
        assert!(readable(Cow::Borrowed(&markup)).ends_with("\n\nHi\n"));
        let plain = format!("{HEAD}Content-Transfer-Encoding: 7bit\r\n\r\n{FORWARDED}").replace("\r\n", "\n");
        assert_eq!(readable(Cow::Borrowed(&plain)), plain);
    }
}
