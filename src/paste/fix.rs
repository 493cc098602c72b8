//! Mends a row in its text: the rewriting that a suggestion stands for.

use std::ops::Range;

use super::entry::{Entry, Place};
use super::format::Layout;
use super::known::AddressKey;
use super::known::Known;
use super::row::{Code, Fix, Reason, Rewrite, Step};
use crate::domain::Standing;

/// Finds the mending of a row that is offered first.
pub(super) fn first(
    entry: &Entry<'_>,
    text: &str,
    reasons: &[Reason],
    key: Option<AddressKey>,
    layout: Layout,
    known: &Known,
) -> Option<Fix> {
    reasons.iter().find_map(|reason| {
        let step = step(entry, text, reason, key, layout, known)?;
        Some(Fix {
            code: reason.code,
            step,
        })
    })
}

fn step(
    entry: &Entry<'_>,
    text: &str,
    reason: &Reason,
    key: Option<AddressKey>,
    layout: Layout,
    known: &Known,
) -> Option<Step> {
    let here = || key.and_then(|key| known.here(key));
    match reason.code {
        Code::NameEmailSwapped => swap(entry, text),
        Code::UnterminatedQuote => unquote(entry, text),
        Code::MissingName => put_name(entry, text, reason.suggestion.as_deref()?, layout),
        Code::InvalidEmail | Code::TypoDomain => {
            put_email(entry, text, reason.suggestion.as_deref()?, layout)
        }
        Code::ArchivedContact => here()
            .filter(|h| h.standing == Standing::Archived)
            .map(|h| Step::Restore(h.id)),
        Code::UnlinkedContact => here()
            .filter(|h| h.standing == Standing::Unlinked)
            .map(|h| Step::Relink(h.id)),
        Code::MissingEmail
        | Code::TooLong
        | Code::DuplicateInList
        | Code::AlreadyContact
        | Code::DomainMismatch
        | Code::FreeMail
        | Code::RoleAddress
        | Code::AtOtherCustomer => None,
    }
}

fn swap(entry: &Entry<'_>, text: &str) -> Option<Step> {
    let Place::Cells {
        name, email, whole, ..
    } = &entry.place
    else {
        return None;
    };
    let name = name.clone()?;
    let Some(email) = email.clone().filter(|email| *email != name) else {
        // The record ends after the first cell.
        return Some(Step::Rewrite(vec![Rewrite {
            range: name.start..name.start,
            text: ",".to_owned(),
        }]))
        .filter(|_| whole.end == name.end);
    };
    let inner = |range: &Range<usize>| trimmed(text, range);
    let (first, second) = if name.start < email.start {
        (name, email)
    } else {
        (email, name)
    };
    let (first, second) = (inner(&first), inner(&second));
    let cut = |range: &Range<usize>| text.get(range.clone()).map(str::to_owned);
    Some(Step::Rewrite(vec![
        Rewrite {
            text: cut(&second)?,
            range: first.clone(),
        },
        Rewrite {
            text: cut(&first)?,
            range: second,
        },
    ]))
}

/// Takes the quotes out of a record whose quotes do not match.
fn unquote(entry: &Entry<'_>, text: &str) -> Option<Step> {
    let range = match &entry.place {
        Place::Cells { whole, .. } => whole.clone(),
        Place::Address(range) => range.clone(),
    };
    let without: String = text.get(range.clone())?.chars().filter(|c| *c != '"').collect();
    Some(Step::Rewrite(vec![Rewrite { range, text: without }]))
}

fn put_name(entry: &Entry<'_>, text: &str, suggestion: &str, layout: Layout) -> Option<Step> {
    match &entry.place {
        Place::Address(range) => Some(address(range, suggestion, &entry.email, entry)),
        Place::Cells {
            name, first, last, ..
        } => match (name, first, last) {
            (_, Some(first), Some(last)) => {
                let (given, family) = suggestion.split_once(' ').unwrap_or((suggestion, ""));
                let mut cells = vec![cell(text, first, given, layout), cell(text, last, family, layout)];
                cells.sort_by_key(|rewrite| rewrite.range.start);
                Some(Step::Rewrite(cells))
            }
            (Some(range), _, _) | (None, Some(range), _) | (None, None, Some(range)) => {
                Some(Step::Rewrite(vec![cell(text, range, suggestion, layout)]))
            }
            (None, None, None) => None,
        },
    }
}

fn put_email(entry: &Entry<'_>, text: &str, suggestion: &str, layout: Layout) -> Option<Step> {
    match &entry.place {
        Place::Address(range) => Some(address(range, &entry.name, suggestion, entry)),
        Place::Cells { email, .. } => Some(Step::Rewrite(vec![cell(
            text,
            email.as_ref()?,
            suggestion,
            layout,
        )])),
    }
}

/// Writes an entry of an address list again.
fn address(range: &Range<usize>, name: &str, email: &str, entry: &Entry<'_>) -> Step {
    let shown = if name.contains([',', ';', '<', '>', '"', '@', '(']) {
        format!("\"{}\" ", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else if name.is_empty() {
        String::new()
    } else {
        format!("{name} ")
    };
    let mut text = if shown.is_empty() {
        email.to_owned()
    } else {
        format!("{shown}<{email}>")
    };
    for more in [&entry.title, &entry.phone] {
        if !more.is_empty() {
            text.push_str(", ");
            text.push_str(more);
        }
    }
    Step::Rewrite(vec![Rewrite {
        range: range.clone(),
        text,
    }])
}

/// Writes a cell again, quoted where that is needed; the blanks around it stay.
fn cell(text: &str, range: &Range<usize>, value: &str, layout: Layout) -> Rewrite {
    let delimiter = match layout {
        Layout::Delimited(delimiter) => char::from(delimiter.byte()),
        Layout::AddressList => ',',
    };
    let quoted = value.contains([delimiter, '"', '\n']);
    Rewrite {
        range: trimmed(text, range),
        text: if quoted {
            format!("\"{}\"", value.replace('"', "\"\""))
        } else {
            value.to_owned()
        },
    }
}

fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let raw = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (raw.len() - raw.trim_start_matches(' ').len());
    start..start + raw.trim_matches(' ').len()
}
