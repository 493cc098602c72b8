//! Cleans a cell of the mess that comes with copying: blanks, invisible characters, quotes, brackets, schemes.

use std::borrow::Cow;

use crate::domain::{Detail, OtherEmails, SafeText, TextKind, bare, is_filler, unmarked, written_roles};

/// What a cell holds, and whether cleaning changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cleaned<'t> {
    pub text: Cow<'t, str>,
    pub changed: bool,
}

/// Quotes that may stand around a cell.
const QUOTES: [(char, char); 9] = [
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('‘', '’'),
    ('‚', '‘'),
    ('«', '»'),
    ('»', '«'),
    ('「', '」'),
    ('\'', '\''),
];

/// Cleans any cell: no control characters, no outer blanks, no quotes around it, no comma or semicolon after it.
pub(super) fn cell(raw: Cow<'_, str>) -> Cleaned<'_> {
    if is_clean(&raw) {
        return Cleaned {
            text: raw,
            changed: false,
        };
    }
    if let Some(rest) = raw.strip_prefix(' ').filter(|rest| is_clean(rest)) {
        // People write a blank behind a comma: that is no mess.
        let text = match &raw {
            Cow::Borrowed(raw) => Cow::Borrowed(raw.strip_prefix(' ').unwrap_or(raw)),
            Cow::Owned(_) => Cow::Owned(rest.to_owned()),
        };
        return Cleaned { text, changed: false };
    }
    if let Some(cleaned) = exported(&raw) {
        return cleaned;
    }
    let safe = SafeText::cleaned(&raw);
    let text = unwrap_quotes(safe.trim_end_matches([',', ';']).trim_end());
    match (raw != text).then(|| text.to_owned()) {
        Some(text) => Cleaned {
            text: Cow::Owned(text),
            changed: true,
        },
        None => Cleaned {
            text: raw,
            changed: false,
        },
    }
}

/// Takes the mark off a cell of an export; what was in it is kept as it was.
fn exported(raw: &str) -> Option<Cleaned<'static>> {
    let text = unmarked(raw)?;
    Some(Cleaned {
        text: Cow::Owned(SafeText::clean(&text).to_string()),
        changed: true,
    })
}

/// Takes off a display name what a mail program adds to it: `(External)`, `[EXT]`, `via Groups`.
pub(super) fn untagged(name: &str) -> &str {
    const TAGS: [&str; 12] = [
        "(external)",
        "[external]",
        "(ext)",
        "[ext]",
        "(ext.)",
        "(extern)",
        "[extern]",
        "(externe)",
        "(guest)",
        "[guest]",
        "(gast)",
        "(unverified)",
    ];
    let mut name = name.trim();
    if !name.ends_with([')', ']']) && !has_via(name) {
        return name;
    }
    loop {
        let lower = name.to_lowercase();
        let tag = TAGS.iter().find(|tag| lower.ends_with(*tag)).map(|tag| tag.len());
        let via = lower
            .rfind(" via ")
            .filter(|_| lower.len() == name.len())
            .map(|at| name.len() - at);
        match tag.or(via).and_then(|length| name.get(..name.len() - length)) {
            Some(shorter) if lower.len() == name.len() && !shorter.trim().is_empty() => {
                name = shorter.trim_end();
            }
            _ => return name,
        }
    }
}

/// Returns whether the word `via` stands in a name.
fn has_via(name: &str) -> bool {
    let is_via = |part: &[u8]| part.eq_ignore_ascii_case(b" via ");
    name.as_bytes().windows(5).any(is_via)
}

/// Cleans the cell of an address: angle brackets and `mailto:` go too.
pub(super) fn address(raw: Cow<'_, str>) -> Cleaned<'_> {
    if let Some(cleaned) = exported(&raw) {
        return cleaned;
    }
    let cleaned = cell(raw);
    let inner = bare(&cleaned.text);
    if inner.len() == cleaned.text.len() {
        return cleaned;
    }
    Cleaned {
        text: Cow::Owned(inner.to_owned()),
        changed: true,
    }
}

/// What Google puts between several values in one cell.
pub(super) const JOINED: &str = " ::: ";

/// Gives the first of several values that Google joins in one cell.
pub(super) fn first_of_joined(value: Cow<'_, str>) -> Cow<'_, str> {
    match value.split_once(JOINED) {
        Some((first, _)) => Cow::Owned(first.to_owned()),
        None => value,
    }
}

/// Returns whether a cell only fills an empty place; one that an export marked holds what it holds.
pub(super) fn fills_an_empty_place(raw: &str) -> bool {
    is_filler(raw) && unmarked(raw).is_none()
}

/// Cleans the cell of a detail of a contact; what only fills an empty place is nothing.
pub(super) fn detail(detail: Detail, raw: Cow<'_, str>) -> Cleaned<'_> {
    if fills_an_empty_place(&raw) {
        return Cleaned {
            text: Cow::Borrowed(""),
            changed: true,
        };
    }
    match detail.spec().kind {
        TextKind::Name | TextKind::Address | TextKind::Words => cell(raw),
        TextKind::WordList => {
            let written = written_roles(&cell(Cow::Borrowed(&raw)).text);
            Cleaned {
                changed: written != raw,
                text: Cow::Owned(written),
            }
        }
        TextKind::AddressList => {
            let text = cell(raw).text.replace(JOINED, ", ");
            let written = OtherEmails::parse(&text).map(|others| others.to_string());
            Cleaned {
                // What is no address stays, so that the row says so.
                text: Cow::Owned(written.unwrap_or(text)),
                changed: false,
            }
        }
        TextKind::PhoneNumber => phone(first_of_joined(raw)),
    }
}

/// Cleans the cell of a phone number: `tel:`, and the apostrophe or formula by which a spreadsheet keeps its zeros.
pub(super) fn phone(raw: Cow<'_, str>) -> Cleaned<'_> {
    if let Some(cleaned) = exported(&raw) {
        return cleaned;
    }
    let cleaned = cell(raw);
    let text: &str = &cleaned.text;
    let bare = text.strip_prefix("tel:").unwrap_or(text);
    let bare = bare
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(bare);
    let bare = bare.strip_prefix('\'').unwrap_or(bare);
    if bare.len() == text.len() {
        return cleaned;
    }
    Cleaned {
        text: Cow::Owned(bare.to_owned()),
        changed: true,
    }
}

/// Says whether nothing has to be done: printable ASCII with single inner blanks, no quote or bracket at its ends, and no
/// mark of an export.
fn is_clean(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return true;
    };
    let mut before = 0;
    !matches!(first, b' ' | b'\'')
        && !matches!(last, b' ' | b',' | b';')
        && bytes.iter().all(|&b| {
            let fine = matches!(b, 0x20..=0x7e)
                && !matches!((before, b), (b' ', b' ') | (b',' | b';' | b'|', b'\''));
            before = b;
            fine
        })
}

/// Takes off the signs by which Markdown shows words: `**Ann**`, `` `ann@acme.com` ``, `[Ann](mailto:ann@acme.com)`.
pub(super) fn unemphasised(text: &str) -> &str {
    let text = text.trim();
    let within = |open: &str, close: &str| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .filter(|inner| !inner.is_empty() && !inner.contains(close))
    };
    let link = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(')'))
        .and_then(|rest| rest.split_once("]("))
        .map(|(shown, _)| shown);
    link.or_else(|| within("**", "**"))
        .or_else(|| within("__", "__"))
        .or_else(|| within("`", "`"))
        .or_else(|| within("*", "*"))
        .unwrap_or(text)
}

fn unwrap_quotes(text: &str) -> &str {
    QUOTES
        .iter()
        .find_map(|(open, close)| {
            let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
            (!inner.contains(*close) || *close != '\'').then_some(inner.trim())
        })
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Ann Lee", "Ann Lee", false)]
    #[case(" Ann Lee", "Ann Lee", false)]
    #[case("  Ann Lee", "Ann Lee", true)]
    #[case(" Ann Lee ", "Ann Lee", true)]
    #[case(" “Ann Lee”", "Ann Lee", true)]
    #[case("  Ann  Lee ", "Ann Lee", true)]
    #[case("\u{a0}Ann\u{a0}Lee\u{200b}", "Ann Lee", true)]
    #[case("“Ann Lee”", "Ann Lee", true)]
    #[case("'Ann Lee'", "Ann Lee", true)]
    #[case("Seán O’Neill", "Seán O’Neill", false)]
    #[case("Ann Lee;", "Ann Lee", true)]
    #[case("\u{1b}[31mAnn\u{202e}", "Ann", true)]
    #[case("'=1+1", "=1+1", true)]
    #[case("''=1+1'", "'=1+1'", true)]
    #[case("'+49'", "+49'", true)]
    #[case("'Ann' or 'Bo'", "'Ann' or 'Bo'", false)]
    #[case("", "", false)]
    fn cleans(#[case] raw: &str, #[case] text: &str, #[case] changed: bool) {
        let cleaned = cell(Cow::Borrowed(raw));
        assert_eq!((&*cleaned.text, cleaned.changed), (text, changed));
    }

    #[rstest]
    #[case("ann@acme.com", "ann@acme.com", false)]
    #[case(" ann@acme.com", "ann@acme.com", false)]
    #[case("<ann@acme.com>,", "ann@acme.com", true)]
    #[case("MAILTO:ann@acme.com?subject=Hi", "ann@acme.com", true)]
    #[case("<mailto:ann@acme.com>", "ann@acme.com", true)]
    #[case("“ann@acme.com”", "ann@acme.com", true)]
    #[case("ann@acme.com.", "ann@acme.com.", false)]
    fn cleans_addresses(#[case] raw: &str, #[case] text: &str, #[case] changed: bool) {
        let cleaned = address(Cow::Borrowed(raw));
        assert_eq!((&*cleaned.text, cleaned.changed), (text, changed));
    }

    #[rstest]
    #[case("'+49 30 1234", "+49 30 1234")]
    #[case("tel:+4930", "+4930")]
    #[case("=\"0049 30\"", "0049 30")]
    fn cleans_phones(#[case] raw: &str, #[case] text: &str) {
        assert_eq!(phone(Cow::Borrowed(raw)).text, text);
    }
}
