//! A line of a vCard or of a calendar: `ATTENDEE;CN="Ann Lee":mailto:ann@acme.com`, over as many lines as it is folded.

use std::borrow::Cow;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use encoding_rs::{Encoding, UTF_8};

/// A property, unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    /// Its name in upper case, without its group.
    pub name: String,
    /// Its parameters, in the order of the text: name in upper case, and value.
    pub parameters: Vec<(String, String)>,
    pub value: String,
    /// The line on which it begins.
    pub line: usize,
    /// How many lines it takes.
    pub lines: usize,
    /// The bytes of the value, where it stands on one line.
    pub range: Option<Range<usize>>,
}

impl Property {
    /// Returns the first value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns whether one of the values of `TYPE` is this, or a parameter alone as vCard 2.1 writes them.
    pub(super) fn is_of(&self, kind: &str) -> bool {
        self.parameters.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case(kind)
                || (name == "TYPE"
                    && value
                        .split(',')
                        .any(|one| one.trim_matches('"').eq_ignore_ascii_case(kind)))
        })
    }

    /// Returns the value without its escapes.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut escaped = false;
        for c in self.value.chars() {
            match (escaped, c) {
                (false, '\\') => escaped = true,
                (true, 'n' | 'N') => {
                    text.push(' ');
                    escaped = false;
                }
                (_, c) => {
                    text.push(c);
                    escaped = false;
                }
            }
        }
        text.trim().to_owned()
    }
}

/// The most bytes of the parameters of a property that may say how its value is written.
const MOST_OF_HEAD: usize = 400;

/// The most characters in base64 that are decoded: more than those are a picture.
const LONGEST_OF_BASE64: usize = 4096;

/// Reads the properties of a text.
pub(super) fn read(text: &str) -> Vec<Property> {
    let mut properties: Vec<Property> = Vec::new();
    let mut at = 0;
    let mut unfolded: Option<(usize, usize, usize, Cow<'_, str>)> = None;
    let end = |unfolded: Option<(usize, usize, usize, Cow<'_, str>)>, properties: &mut Vec<Property>| {
        if let Some((line, lines, start, content)) = unfolded {
            properties.extend(property(&content, line, lines, start));
        }
    };
    for (number, whole) in text.split('\n').enumerate() {
        let line = super::unquoted(whole);
        match (&mut unfolded, line.strip_prefix([' ', '\t'])) {
            // Quoted-printable text goes on after a sign of equality.
            (Some((_, lines, _, content)), _) if content.ends_with('=') && is_printable(content) => {
                *lines += 1;
                let content = content.to_mut();
                content.pop();
                content.push_str(line);
            }
            (Some((_, lines, _, content)), Some(rest)) => {
                *lines += 1;
                content.to_mut().push_str(rest);
            }
            _ => {
                end(unfolded.take(), &mut properties);
                unfolded = Some((number, 1, at + whole.len() - line.len(), Cow::Borrowed(line)));
            }
        }
        at += whole.len() + 1;
    }
    end(unfolded, &mut properties);
    properties
}

/// Returns whether a property says that its value is quoted-printable.
fn is_printable(content: &str) -> bool {
    let head = content.split(':').next().unwrap_or_default();
    head.len() < MOST_OF_HEAD && head.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
}

/// Takes apart at `;` what stands before a value; one within quotes parts nothing.
pub(super) fn pieces(head: &str) -> Vec<&str> {
    let mut quoted = false;
    head.split(|c: char| {
        quoted ^= c == '"';
        c == ';' && !quoted
    })
    .collect()
}

fn property(content: &str, line: usize, lines: usize, start: usize) -> Option<Property> {
    let mut quoted = false;
    let colon = content.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    })?;
    let (head, value) = (content.get(..colon.0)?, content.get(colon.0 + 1..)?);
    let mut parts = pieces(head).into_iter();
    let name = parts.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
    if name.is_empty()
        || !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return None;
    }
    let parameters: Vec<(String, String)> = parts
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (name.to_ascii_uppercase(), value.trim_matches('"').to_owned())
        })
        .collect();
    let is_in = |encoding: &str| {
        parameters.iter().any(|(name, value)| {
            name == encoding || (name == "ENCODING" && value.eq_ignore_ascii_case(encoding))
        })
    };
    let bytes = if is_in("QUOTED-PRINTABLE") {
        Some(super::mail::quoted_printable(value))
    } else if (is_in("BASE64") || is_in("B")) && value.len() <= LONGEST_OF_BASE64 {
        STANDARD_NO_PAD.decode(value.trim().trim_end_matches('=')).ok()
    } else {
        None
    };
    let is_encoded = bytes.is_some();
    let value = match bytes {
        Some(bytes) => {
            let page = parameters.iter().find(|(name, _)| name == "CHARSET");
            let page = page.and_then(|(_, label)| Encoding::for_label(label.as_bytes()));
            page.unwrap_or(UTF_8)
                .decode_without_bom_handling(&bytes)
                .0
                .into_owned()
        }
        None => value.to_owned(),
    };
    let range = (lines == 1 && !is_encoded).then(|| start + colon.0 + 1..start + content.trim_end().len());
    Some(Property {
        name,
        parameters,
        value,
        line,
        lines,
        range,
    })
}
