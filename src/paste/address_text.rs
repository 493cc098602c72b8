//! What stands in one part of an address list: what is shown, the address, and what is around them.

use std::borrow::Cow;

use super::address_parts::Form;
use super::clean;
use super::structured::mail;

/// The @ of East Asian keyboards.
pub(super) const WIDE_AT: char = '＠';

pub(super) fn has_at(text: &str) -> bool {
    text.contains(['@', WIDE_AT])
}

/// Finds the quote that has no partner, if their number is odd.
pub(super) fn unclosed_quote(line: &str) -> Option<usize> {
    let mut open = None;
    let mut escaped = None;
    for at in memchr::memchr2_iter(b'"', b'\\', line.as_bytes()) {
        match line.as_bytes().get(at) {
            _ if escaped == Some(at) => {}
            Some(b'\\') => escaped = open.is_some().then_some(at + 1),
            _ if open.is_some() => open = None,
            _ => open = Some(at),
        }
    }
    open
}

/// Finds the ends of addresses in angle brackets, where text follows one of them; none if it is as simple as usual.
pub(super) fn address_ends(body: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut open, mut quoted) = (None, false);
    let quotes = body.matches('"').count().is_multiple_of(2);
    for (at, c) in body.char_indices() {
        match c {
            '"' if quotes => quoted = !quoted,
            '<' if !quoted => open = Some(at),
            '>' if !quoted => {
                let inside = open
                    .take()
                    .and_then(|open| body.get(open..at))
                    .unwrap_or_default();
                if has_at(inside) {
                    ends.push(at + 1);
                }
            }
            _ => {}
        }
    }
    let rest = ends
        .last()
        .and_then(|end| body.get(*end..))
        .unwrap_or_default()
        .trim();
    let is_simple = ends.len() < 2 && (rest.is_empty() || rest.starts_with(['(', '>']));
    if is_simple { Vec::new() } else { ends }
}

/// Takes a word or a sign off that joins an address to the one before.
pub(super) fn without_joiner(piece: &str) -> &str {
    let bare = piece.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '&' | '/' | '|' | '·' | '+' | '、' | '，' | '；')
    });
    ["and ", "und ", "et ", "y ", "e ", "og ", "och "]
        .iter()
        .find_map(|word| bare.strip_prefix(word))
        .unwrap_or(bare)
        .trim_start()
}

/// Splits a part into what is shown and the address.
pub(super) fn take_apart(body: &str) -> (Form, &str, &str) {
    if let Some((shown, address)) = bracketed(body) {
        return (Form::Named, shown, address);
    }
    if !has_at(body) {
        return (Form::Text, body, "");
    }
    if let Some((before, inside)) = body.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        let before = before.trim_end();
        return if inside.contains('@') && !before.contains('@') {
            (Form::Named, before, inside)
        } else if before.contains('@') && !before.contains(char::is_whitespace) && !before.contains('(') {
            (Form::Plain, inside, before)
        } else {
            (Form::Plain, "", body)
        };
    }
    if body.starts_with('"') {
        return (Form::Plain, "", body);
    }
    match (
        body.rsplit_once(char::is_whitespace),
        body.split_once(char::is_whitespace),
    ) {
        (Some((shown, address)), _)
            if address.contains('@') && !shown.contains('@') && !address.starts_with('@') =>
        {
            (Form::Spaced, shown, address)
        }
        (_, Some((address, shown)))
            if address.contains('@') && !shown.contains('@') && !address.ends_with('@') =>
        {
            (Form::Spaced, shown, address)
        }
        _ => (Form::Plain, "", body),
    }
}

/// Splits `shown <address>` or `shown [mailto:address]`, outside quotes.
pub(super) fn bracketed(body: &str) -> Option<(&str, &str)> {
    let body = match body.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((before, comment)) if before.trim_end().ends_with('>') && !comment.contains('>') => {
            before.trim_end()
        }
        _ => body,
    };
    let (shown, address) = match body.strip_suffix('>') {
        Some(rest) => rest.rsplit_once('<')?,
        None => {
            let (shown, address) = body.strip_suffix(']')?.rsplit_once('[')?;
            if !address.contains('@') || shown.trim_end().ends_with('@') {
                return None;
            }
            (shown, address)
        }
    };
    Some((shown.trim(), address.trim()))
}

/// Takes a header's or a group's name off the start: `To: `, `Cc:`, `Team:`.
pub(super) fn without_label(text: &str) -> &str {
    let end = text.find([':', '"', '<', '@', ',', ';', '[', '(']);
    match end.and_then(|at| text.split_at_checked(at)) {
        Some((label, rest)) if rest.starts_with(':') && !label.eq_ignore_ascii_case("mailto") => {
            rest.get(1..).unwrap_or_default().trim_start()
        }
        _ => text,
    }
}

/// Cleans a display name: quotes and their escapes go.
pub(super) fn display_name(shown: &str) -> (String, bool) {
    let bare = shown.trim();
    let inner = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let plain: Cow<'_, str> = match inner {
        Some(inner) if inner.contains('\\') => {
            let mut text = String::with_capacity(inner.len());
            let mut escaped = false;
            for c in inner.chars() {
                if c == '\\' && !escaped {
                    escaped = true;
                } else {
                    escaped = false;
                    text.push(c);
                }
            }
            Cow::Owned(text)
        }
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(bare),
    };
    let plain = match mail::decoded(&plain) {
        Cow::Owned(decoded) => Cow::Owned(decoded),
        Cow::Borrowed(_) => plain,
    };
    let cleaned = clean::cell(plain);
    let bare = clean::untagged(&cleaned.text);
    (
        bare.to_owned(),
        cleaned.changed || bare.len() < cleaned.text.len(),
    )
}
