//! Address lists as mail clients write them: `Ann Lee <ann@acme.com>; "Ruiz, Dana" <dana@acme.com>`.
//!
//! The forms are those of RFC 5322, 3.4, and those of programs that do not keep to it: names with bare commas, the
//! address in brackets or parentheses, `mailto:`, and a header's name such as `To:` before the list.

use std::borrow::Cow;
use std::ops::Range;

use super::clean;
use super::entry::{Entry, Place};

/// Says whether a line reads as an address list and not as cells: `Ann <ann@acme.com>`, or addresses only.
pub(super) fn reads_as_list(line: &str, delimiter: u8) -> bool {
    let bytes = line.as_bytes();
    let Some(at) = memchr::memchr(b'@', bytes) else {
        return false;
    };
    let first_cell = memchr::memchr(delimiter, bytes).unwrap_or(bytes.len());
    if at > first_cell && memchr::memchr3(b'<', b'[', b'(', bytes).is_none() {
        return false;
    }
    let parts = parts(line, Some(delimiter));
    let mut plain = 0;
    let mut texts = 0;
    for part in &parts {
        match part.form {
            Form::Named => return true,
            Form::Spaced if parts.len() == 1 => return true,
            Form::Plain => plain += 1,
            Form::Spaced | Form::Text => texts += 1,
        }
    }
    plain > 0 && texts == 0
}

/// Reads the people of one line, which holds no line break; their places count from its start.
pub(super) fn read(line: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut before: Vec<Part<'_>> = Vec::new();
    let parts = parts(line, None);
    let addresses = parts.iter().filter(|part| part.form != Form::Text).count();
    for part in parts {
        match part.form {
            Form::Text => {
                let ends = part.ends_group;
                before.push(part);
                if ends && addresses != 1 {
                    entries.extend(before.drain(..).map(|text| text.entry(&[])));
                }
            }
            Form::Named | Form::Plain | Form::Spaced => {
                let names: Vec<Part<'_>> = std::mem::take(&mut before);
                entries.push(part.entry(&names));
            }
        }
    }
    match entries.as_mut_slice() {
        [only] if addresses == 1 => {
            let mut rest = before.into_iter();
            if let Some(title) = rest.next() {
                only.title = Cow::Owned(title.name);
                only.place = only.place.up_to(title.range.end);
            }
            if let Some(phone) = rest.next() {
                only.phone = Cow::Owned(phone.name);
                only.place = only.place.up_to(phone.range.end);
            }
        }
        _ => entries.extend(before.into_iter().map(|text| text.entry(&[]))),
    }
    let is_mess = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    if let Some(first) = entries.first_mut() {
        first.cleaned |= line.starts_with(is_mess);
    }
    if let Some(last) = entries.last_mut() {
        last.cleaned |= line.ends_with(is_mess);
    }
    entries
}

impl Place {
    fn up_to(&self, end: usize) -> Self {
        match self {
            Self::Address(range) => Self::Address(range.start..end),
            Self::Cells { .. } => self.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A name and an address in brackets.
    Named,
    /// An address alone, perhaps with a comment.
    Plain,
    /// Words, one of which is an address.
    Spaced,
    /// No address.
    Text,
}

/// What stands between two separators.
struct Part<'t> {
    form: Form,
    range: Range<usize>,
    name: String,
    email: Cow<'t, str>,
    cleaned: bool,
    unterminated: bool,
    /// Whether a semicolon follows, which never stands inside a bare name.
    ends_group: bool,
}

impl<'t> Part<'t> {
    /// Makes an entry; texts before the address belong to its name, as in `Ozoux, Pierre <pierre@example.org>`.
    fn entry(self, before: &[Part<'t>]) -> Entry<'t> {
        let mut words: Vec<&str> = before.iter().map(|part| part.name.as_str()).collect();
        if !self.name.is_empty() {
            words.retain(|word| !self.name.contains(word));
            words.push(&self.name);
        }
        let start = before.first().map_or(self.range.start, |part| part.range.start);
        Entry {
            name: Cow::Owned(words.join(", ")),
            email: self.email,
            title: Cow::Borrowed(""),
            phone: Cow::Borrowed(""),
            cleaned: self.cleaned || before.iter().any(|part| part.cleaned),
            unterminated: self.unterminated || before.iter().any(|part| part.unterminated),
            place: Place::Address(start..self.range.end),
        }
    }
}

/// Splits a line at commas and semicolons (and the delimiter of the text) outside quotes and brackets.
fn parts(line: &str, delimiter: Option<u8>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut close: Option<char> = None;
    let mut escaped = false;
    let open_quote = unclosed_quote(line);
    for (at, c) in line.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match (close, c) {
            (Some('"'), '\\') => escaped = true,
            (Some(end), c) if c == end => close = None,
            (Some(_), _) => {}
            (None, '"') if open_quote != Some(at) => close = Some('"'),
            (None, '<') if has(line, at, '>') => close = Some('>'),
            (None, '(') if has(line, at, ')') => close = Some(')'),
            (None, c) if matches!(c, ',' | ';') || delimiter.is_some_and(|byte| char::from(byte) == c) => {
                push(&mut parts, line, start..at, c == ';', open_quote);
                start = at + c.len_utf8();
            }
            (None, _) => {}
        }
    }
    push(&mut parts, line, start..line.len(), true, open_quote);
    parts
}

/// Finds the quote that has no partner, if their number is odd.
fn unclosed_quote(line: &str) -> Option<usize> {
    let mut open = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = open.is_some(),
            '"' => open = if open.is_some() { None } else { Some(at) },
            _ => {}
        }
    }
    open
}

fn has(line: &str, at: usize, close: char) -> bool {
    line.get(at..).is_some_and(|rest| rest.contains(close))
}

fn push<'t>(
    parts: &mut Vec<Part<'t>>,
    line: &'t str,
    range: Range<usize>,
    ends_group: bool,
    open_quote: Option<usize>,
) {
    let raw = line.get(range.clone()).unwrap_or_default();
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    if trimmed.is_empty() {
        return;
    }
    let start = range.start + (raw.len() - raw.trim_start().len());
    let unterminated = open_quote.is_some_and(|at| range.contains(&at));
    let body = if parts.is_empty() {
        without_label(trimmed)
    } else {
        trimmed
    };
    let tokens = || body.split_whitespace().filter(|word| word.contains('@')).count();
    if bracketed(body).is_none()
        && !body.contains(['"', '('])
        && tokens() > 1
        && body.split_whitespace().count() == tokens()
    {
        for word in body.split_whitespace() {
            let email = clean::address(Cow::Borrowed(word));
            parts.push(Part {
                form: Form::Plain,
                range: start..start + trimmed.len(),
                name: String::new(),
                email: email.text,
                cleaned: email.changed,
                unterminated,
                ends_group,
            });
        }
        return;
    }
    let (form, shown, address) = take_apart(body);
    let email = clean::address(Cow::Borrowed(address));
    let (name, name_cleaned) = display_name(shown);
    let name = if name.eq_ignore_ascii_case(&email.text) {
        String::new()
    } else {
        name
    };
    parts.push(Part {
        form: if form == Form::Named && name.is_empty() {
            Form::Plain
        } else {
            form
        },
        range: start..start + trimmed.len(),
        name,
        cleaned: email.changed || name_cleaned || (form == Form::Named && shown.is_empty()),
        email: email.text,
        unterminated,
        ends_group,
    });
}

/// Splits a part into what is shown and the address.
fn take_apart(body: &str) -> (Form, &str, &str) {
    if let Some((shown, address)) = bracketed(body) {
        return (Form::Named, shown, address);
    }
    if !body.contains('@') {
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
fn bracketed(body: &str) -> Option<(&str, &str)> {
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
fn without_label(text: &str) -> &str {
    let end = text.find([':', '"', '<', '@', ',', ';', '[', '(']);
    match end.and_then(|at| text.split_at_checked(at)) {
        Some((label, rest)) if rest.starts_with(':') && !label.eq_ignore_ascii_case("mailto") => {
            rest.get(1..).unwrap_or_default().trim_start()
        }
        _ => text,
    }
}

/// Cleans a display name: quotes and their escapes go.
fn display_name(shown: &str) -> (String, bool) {
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
    let cleaned = clean::cell(plain);
    let changed = cleaned.changed;
    (cleaned.text.into_owned(), changed)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn people(line: &str) -> Vec<(String, String)> {
        read(line)
            .into_iter()
            .map(|entry| (entry.name.into_owned(), entry.email.into_owned()))
            .collect()
    }

    #[rstest]
    #[case("Ann Lee <ann@acme.com>", &[("Ann Lee", "ann@acme.com")])]
    #[case("Ann Lee <ann@acme.com>; \"Ruiz, Dana\" <dana@acme.com>", &[("Ann Lee", "ann@acme.com"), ("Ruiz, Dana", "dana@acme.com")])]
    #[case("Ozoux, Pierre <pierre@example.org>", &[("Ozoux, Pierre", "pierre@example.org")])]
    #[case("Ozoux, Pierre <p@e.org>; Lee, Ann <a@e.org>", &[("Ozoux, Pierre", "p@e.org"), ("Lee, Ann", "a@e.org")])]
    #[case("a@b.co, d@e.fr", &[("", "a@b.co"), ("", "d@e.fr")])]
    #[case("a@b.co d@e.fr", &[("", "a@b.co"), ("", "d@e.fr")])]
    #[case("To: Ann <a@b.co>, <d@e.fr>", &[("Ann", "a@b.co"), ("", "d@e.fr")])]
    #[case("'Ann Lee' <ann@acme.com>", &[("Ann Lee", "ann@acme.com")])]
    #[case("Ann Lee [mailto:ann@acme.com]", &[("Ann Lee", "ann@acme.com")])]
    #[case("Ann Lee (ann@acme.com)", &[("Ann Lee", "ann@acme.com")])]
    #[case("ann@acme.com (Ann Lee)", &[("Ann Lee", "ann@acme.com")])]
    #[case("Ann Lee ann@acme.com", &[("Ann Lee", "ann@acme.com")])]
    #[case("ann@acme.com <ann@acme.com>", &[("", "ann@acme.com")])]
    #[case("\"First \\\"Nick\\\" Last\" <foo@bar.com>", &[("First \"Nick\" Last", "foo@bar.com")])]
    #[case("John <middle> Doe <jdoe@machine.example>", &[("John <middle> Doe", "jdoe@machine.example")])]
    #[case("Ann, ann@acme.com", &[("Ann", "ann@acme.com")])]
    #[case("mailto:ann@acme.com", &[("", "ann@acme.com")])]
    #[case("ann @acme.com (Ann)", &[("", "ann @acme.com (Ann)")])]
    #[case("ann@acme.com Ann Lee", &[("Ann Lee", "ann@acme.com")])]
    #[case("Ann (Sales, EU) <ann@acme.com>, bo@acme.com", &[("Ann (Sales, EU)", "ann@acme.com"), ("", "bo@acme.com")])]
    #[case("\"A \\\" B, C\" <a@b.co>, d@e.fr", &[("A \" B, C", "a@b.co"), ("", "d@e.fr")])]
    #[case("Ann \"Lee <ann@acme.com>, bo@acme.com", &[("Ann \"Lee", "ann@acme.com"), ("", "bo@acme.com")])]
    #[case("Ann <ann@acme.com> (work)", &[("Ann", "ann@acme.com")])]
    #[case("Ann < ann@acme.com, bo@acme.com", &[("Ann <", "ann@acme.com"), ("", "bo@acme.com")])]
    #[case("Ann; Bo", &[("Ann", ""), ("Bo", "")])]
    #[case("Ann; Bo <bo@acme.com>; Cy <cy@acme.com>", &[("Ann", ""), ("Bo", "bo@acme.com"), ("Cy", "cy@acme.com")])]
    #[case("Team: ann@acme.com, bo@acme.com;", &[("", "ann@acme.com"), ("", "bo@acme.com")])]
    #[case("Ann (IT <ann@acme.com>, Bo <bo@acme.com>", &[("Ann (IT", "ann@acme.com"), ("Bo", "bo@acme.com")])]
    fn reads(#[case] line: &str, #[case] expected: &[(&str, &str)]) {
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(name, email)| ((*name).to_owned(), (*email).to_owned()))
            .collect();
        assert_eq!(people(line), expected);
    }

    #[test]
    fn what_follows_a_single_address_is_title_and_phone() {
        let entries = read("Ann Lee <ann@acme.com>, CTO, +49 30 1234");
        assert_eq!((&*entries[0].title, &*entries[0].phone), ("CTO", "+49 30 1234"));
        assert_eq!(entries.len(), 1);
    }

    #[rstest]
    #[case("<ann@acme.com>", true)]
    #[case("ann@acme.com,", true)]
    #[case(" ann@acme.com", true)]
    #[case("mailto:ann@acme.com", true)]
    #[case("Ann <ann@acme.com>", false)]
    #[case("ann@acme.com", false)]
    fn marks_what_was_cleaned(#[case] line: &str, #[case] cleaned: bool) {
        assert_eq!(read(line)[0].cleaned, cleaned);
    }

    #[rstest]
    #[case("Ann Lee,ann@acme.com,CTO", false)]
    #[case("Ann Lee,<ann@acme.com>,CTO", false)]
    #[case("Ann Lee,ann@acme.com,Engineer (IT)", false)]
    #[case("ann@acme.com,Ann Lee", false)]
    #[case("Ann Lee <ann@acme.com>,CTO", true)]
    #[case("ann@acme.com", true)]
    #[case("ann@acme.com;bo@acme.com", true)]
    #[case("Lee, Ann <ann@acme.com>", true)]
    #[case("Ann Lee", false)]
    #[case("Ann Lee,ann @acme.com", false)]
    fn tells_lists_from_cells(#[case] line: &str, #[case] list: bool) {
        assert_eq!(reads_as_list(line, b','), list);
    }

    #[rstest]
    #[case("a@b.co, d@e.fr", &[(0, 6), (8, 14)])]
    #[case("  Ann <a@b.co>;  Bo <d@e.fr> ", &[(2, 14), (17, 28)])]
    #[case("a@b.co d@e.fr", &[(0, 13), (0, 13)])]
    #[case("Ann Lee <ann@acme.com>, CTO, +49", &[(0, 32)])]
    #[case("Ozoux, Pierre <p@e.org>", &[(0, 23)])]
    fn each_entry_knows_its_place(#[case] line: &str, #[case] places: &[(usize, usize)]) {
        let found: Vec<(usize, usize)> = read(line)
            .into_iter()
            .filter_map(|entry| match entry.place {
                Place::Address(range) => Some((range.start, range.end)),
                Place::Cells { .. } => None,
            })
            .collect();
        assert_eq!(found, places);
    }

    #[test]
    fn a_quote_without_its_partner_belongs_to_its_own_entry() {
        let open: Vec<bool> = read("Ann \"Lee <ann@acme.com>, bo@acme.com")
            .iter()
            .map(|entry| entry.unterminated)
            .collect();
        assert_eq!(open, [true, false]);
    }
}
