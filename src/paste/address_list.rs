//! Address lists as mail clients write them: `Ann Lee <ann@acme.com>; "Ruiz, Dana" <dana@acme.com>`.
//!
//! The forms are those of RFC 5322, 3.4, and those of programs that do not keep to it: names with bare commas, the
//! address in brackets or parentheses, `mailto:`, and a header's name such as `To:` before the list.

use std::borrow::Cow;
use std::ops::Range;

use super::address_text::{
    WIDE_AT, address_ends, bracketed, display_name, take_apart, unclosed_quote, without_joiner, without_label,
};
use super::clean;
use super::entry::{Entry, Place, Told};
use super::shape;
use crate::domain::{Detail, Details};
use crate::domain::{NameQuality, name_quality};

/// Says whether a line reads as an address list and not as cells: `Ann <ann@acme.com>`, or addresses only.
pub(super) fn reads_as_list(line: &str, delimiter: u8) -> bool {
    let bytes = line.as_bytes();
    let Some(at) = memchr::memchr(b'@', bytes).or_else(|| line.find(WIDE_AT)) else {
        return false;
    };
    let first_cell = memchr::memchr(delimiter, bytes).unwrap_or(bytes.len());
    if at > first_cell && memchr::memchr3(b'<', b'[', b'(', bytes).is_none() {
        return false;
    }
    let (mut plain, mut spaced, mut texts) = (0, 0, 0);
    for part in Parts::new(line, Some(delimiter)) {
        match part.form {
            Form::Named => return true,
            Form::Plain => plain += 1,
            Form::Spaced => spaced += 1,
            Form::Text => texts += 1,
        }
    }
    matches!((plain, spaced, texts), (0, 1, 0) | (1.., 0, 0))
}

/// Reads the people of one line, which holds no line break; their places count from its start.
pub(super) fn read(line: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut before: Vec<Part<'_>> = Vec::new();
    let parts: Vec<Part<'_>> = Parts::new(line, None).collect();
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
            for text in before.into_iter().take(2) {
                only.place = only.place.up_to(text.range.end);
                let detail = match only.title().is_empty() && !shape::is_phone(&text.name) {
                    true => Detail::Title,
                    false => Detail::Phone,
                };
                only.details[detail] = Cow::Owned(text.name);
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
            Self::Cells { .. } | Self::Block { .. } => self.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
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
    /// What stands after the address.
    title: &'t str,
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
        let title = clean::cell(Cow::Borrowed(self.title));
        Entry {
            name: Cow::Owned(words.join(", ")),
            email: self.email,
            details: Details::default().with(Detail::Title, title.text),
            mixed: false,
            turned: false,
            told: Told::default(),
            cleaned: self.cleaned || title.changed || before.iter().any(|part| part.cleaned),
            unterminated: self.unterminated || before.iter().any(|part| part.unterminated),
            place: Place::Address(start..self.range.end),
        }
    }
}

/// The parts of a line between commas and semicolons (and the delimiter of the text) outside quotes and brackets.
struct Parts<'t> {
    line: &'t str,
    delimiter: Option<u8>,
    /// Where the next part starts; none after the last one.
    start: Option<usize>,
    open_quote: Option<usize>,
    /// Where the last brackets close.
    last_angle: usize,
    last_round: usize,
    is_first: bool,
    /// Parts that were found together, the last one first.
    found: Vec<Part<'t>>,
}

impl<'t> Parts<'t> {
    fn new(line: &'t str, delimiter: Option<u8>) -> Self {
        let last = |close: u8| memchr::memrchr(close, line.as_bytes()).unwrap_or(0);
        Self {
            line,
            delimiter,
            start: Some(0),
            open_quote: unclosed_quote(line),
            last_angle: last(b'>'),
            last_round: last(b')'),
            is_first: true,
            found: Vec::new(),
        }
    }

    /// Finds where a part ends, and whether a semicolon or the end of the line stands there.
    fn end(&self, start: usize) -> (usize, Option<usize>, bool) {
        let mut close: Option<char> = None;
        let mut escaped = false;
        for (at, c) in self.line.get(start..).unwrap_or_default().char_indices() {
            let at = start + at;
            if escaped {
                escaped = false;
                continue;
            }
            match (close, c) {
                (Some('"'), '\\') => escaped = true,
                (Some(end), c) if c == end => close = None,
                (Some(_), _) => {}
                (None, '"') if self.open_quote != Some(at) => close = Some('"'),
                (None, '<') if at < self.last_angle => close = Some('>'),
                (None, '(') if at < self.last_round => close = Some(')'),
                (None, c)
                    if matches!(c, ',' | ';') || self.delimiter.is_some_and(|byte| char::from(byte) == c) =>
                {
                    return (at, Some(at + c.len_utf8()), c == ';');
                }
                (None, _) => {}
            }
        }
        (self.line.len(), None, true)
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        loop {
            if let Some(part) = self.found.pop() {
                self.is_first = false;
                return Some(part);
            }
            let start = self.start?;
            let (end, next, ends_group) = self.end(start);
            self.start = next;
            push(
                &mut self.found,
                self.is_first,
                self.line,
                start..end,
                ends_group,
                self.open_quote,
            );
            self.found.reverse();
        }
    }
}

fn push<'t>(
    parts: &mut Vec<Part<'t>>,
    is_first: bool,
    line: &'t str,
    range: Range<usize>,
    ends_group: bool,
    open_quote: Option<usize>,
) {
    let raw = line.get(range.clone()).unwrap_or_default();
    let is_outside = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let trimmed = raw.trim_matches(is_outside);
    if trimmed.is_empty() {
        return;
    }
    let start = range.start + (raw.len() - raw.trim_start_matches(is_outside).len());
    let unterminated = open_quote.is_some_and(|at| range.contains(&at));
    let body = if is_first { without_label(trimmed) } else { trimmed };
    let tokens = || body.split_whitespace().filter(|word| word.contains('@')).count();
    if bracketed(body).is_none()
        && !body.contains(['"', '('])
        && tokens() > 1
        && body.split_whitespace().count() == tokens()
    {
        let mut from = start + (trimmed.len() - body.len());
        for word in body.split_inclusive(char::is_whitespace) {
            let word_start = from;
            from += word.len();
            let word = word.trim_end();
            if word.is_empty() {
                continue;
            }
            let email = clean::address(Cow::Borrowed(word));
            parts.push(Part {
                form: Form::Plain,
                range: word_start..word_start + word.len(),
                name: String::new(),
                email: email.text,
                title: "",
                cleaned: email.changed,
                unterminated,
                ends_group,
            });
        }
        return;
    }
    let body_start = start + (trimmed.len() - body.len());
    let ends = address_ends(body);
    let mut from = 0;
    for (nth, end) in ends.iter().copied().enumerate() {
        let is_last = nth + 1 == ends.len();
        let piece = body.get(from..end).unwrap_or_default();
        let joined = if nth == 0 { piece } else { without_joiner(piece) };
        let range = if nth == 0 {
            start
        } else {
            body_start + end - joined.len()
        }..body_start + end;
        let mut part = part(joined, range, unterminated, ends_group && is_last);
        if is_last {
            let title = body.get(end..).unwrap_or_default().trim();
            part.title = title;
            if !title.is_empty() {
                part.range.end = start + trimmed.len();
            }
        }
        parts.push(part);
        from = end;
    }
    if ends.is_empty() {
        parts.push(part(body, start..start + trimmed.len(), unterminated, ends_group));
    }
}

fn part(body: &str, range: Range<usize>, unterminated: bool, ends_group: bool) -> Part<'_> {
    let (form, shown, address) = take_apart(body);
    let email = clean::address(Cow::Borrowed(address));
    let (name, name_cleaned) = display_name(shown);
    let name = match form {
        Form::Spaced => of_columns(shown, &name).unwrap_or(name),
        Form::Named | Form::Plain | Form::Text => name,
    };
    let name = if name.eq_ignore_ascii_case(&email.text) {
        String::new()
    } else {
        name
    };
    Part {
        form: if form == Form::Named && name.is_empty() {
            Form::Plain
        } else {
            form
        },
        range,
        name,
        cleaned: email.changed || name_cleaned || (form == Form::Named && shown.is_empty()),
        email: email.text,
        title: "",
        unterminated,
        ends_group,
    }
}

/// Holds apart with commas what wide blanks hold apart, where only that shows more than a name: `Ann Lee    CTO`.
fn of_columns(shown: &str, name: &str) -> Option<String> {
    let pieces = shown.split("  ").flat_map(|piece| piece.split('\t'));
    let names = pieces.map(|piece| display_name(piece).0);
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    if names.len() < 2 {
        return None;
    }
    let apart = names.join(", ");
    let is_none = |text: &str| matches!(name_quality(text), NameQuality::NotAName(_));
    (is_none(&apart) && !is_none(name)).then_some(apart)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
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
    #[case("Ann Lee <ann8@acme.com> PM", &[("Ann Lee", "ann8@acme.com")])]
    #[case("Ann <a@b.co> Bo <d@e.fr> Cy Dee <c@d.co>", &[("Ann", "a@b.co"), ("Bo", "d@e.fr"), ("Cy Dee", "c@d.co")])]
    #[case("Ann <a@b.co> and Bo <d@e.fr>", &[("Ann", "a@b.co"), ("Bo", "d@e.fr")])]
    #[case("Ann <a@b.co>/Bo <d@e.fr>", &[("Ann", "a@b.co"), ("Bo", "d@e.fr")])]
    #[case("山田 太郎 <taro＠acme.com>", &[("山田 太郎", "taro＠acme.com")])]
    #[case("Ann (Sales, EU) <ann@acme.com>, bo@acme.com", &[("Ann (Sales, EU)", "ann@acme.com"), ("", "bo@acme.com")])]
    #[case("\"A \\\" B, C\" <a@b.co>, d@e.fr", &[("A \" B, C", "a@b.co"), ("", "d@e.fr")])]
    #[case("Ann \"Lee <ann@acme.com>, bo@acme.com", &[("Ann \"Lee", "ann@acme.com"), ("", "bo@acme.com")])]
    #[case("Ann <ann@acme.com> (work)", &[("Ann", "ann@acme.com")])]
    #[case("Ann < ann@acme.com, bo@acme.com", &[("Ann <", "ann@acme.com"), ("", "bo@acme.com")])]
    #[case("Ann Lee    CTO    ann@acme.com", &[("Ann Lee, CTO", "ann@acme.com")])]
    #[case("Ann\u{202e} Lee\u{200b}    CTO\u{202d}    ann@acme.com", &[("Ann Lee, CTO", "ann@acme.com")])]
    #[case("Ann Lee    Bo Wu    bo@acme.com", &[("Ann Lee, Bo Wu", "bo@acme.com")])]
    #[case("Ann    Lee    ann@acme.com", &[("Ann Lee", "ann@acme.com")])]
    #[case("First   Last   <first@last.com>", &[("First Last", "first@last.com")])]
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
        assert_eq!((entries[0].title(), entries[0].phone()), ("CTO", "+49 30 1234"));
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
    #[case("Ann Lee <ann@acme.com> PM", true)]
    #[case("山田 太郎 <taro＠acme.com>", true)]
    fn tells_lists_from_cells(#[case] line: &str, #[case] list: bool) {
        assert_eq!(reads_as_list(line, b','), list);
    }

    #[rstest]
    #[case("a@b.co, d@e.fr", &[(0, 6), (8, 14)])]
    #[case("  Ann <a@b.co>;  Bo <d@e.fr> ", &[(2, 14), (17, 28)])]
    #[case("a@b.co d@e.fr", &[(0, 6), (7, 13)])]
    #[case("To: a@b.co  d@e.fr", &[(4, 10), (12, 18)])]
    #[case("\u{feff}\u{200b}Ann <a@b.co>", &[(6, 18)])]
    #[case("Ann Lee <ann@acme.com>, CTO, +49", &[(0, 32)])]
    #[case("Ozoux, Pierre <p@e.org>", &[(0, 23)])]
    fn each_entry_knows_its_place(#[case] line: &str, #[case] places: &[(usize, usize)]) {
        let found: Vec<(usize, usize)> = read(line)
            .into_iter()
            .filter_map(|entry| match entry.place {
                Place::Address(range) => Some((range.start, range.end)),
                Place::Cells { .. } | Place::Block { .. } => None,
            })
            .collect();
        assert_eq!(found, places);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_two_entries_of_a_line_share_a_place(
            parts in prop::collection::vec("(To: |Ann |\"Lee, B\" |Ö |\u{feff}|\u{200b})?(<?ann@acme.com>?|\\[?bo@acme.com\\]?|Cy|@|<|\")( PM| \\(IT\\))?", 1..6),
            between in prop::collection::vec("(,|;| |  |\u{a0}| and |/|\t|, ; )", 6),
        ) {
            let line: String = parts.iter().zip(&between).flat_map(|(part, gap)| [part.as_str(), gap]).collect();
            let mut end = 0;
            for entry in read(&line) {
                let range = entry.place.range();
                prop_assert!(range.start >= end && range.end >= range.start, "{range:?} in {line:?}");
                prop_assert!(line.get(range.clone()).is_some(), "{range:?} in {line:?}");
                end = range.end;
            }
        }
    }

    #[rstest]
    #[case("Ann Lee <ann@acme.com> PM", "PM", "")]
    #[case("Ann Lee <ann@acme.com>, +49 30 1234567, PM", "PM", "+49 30 1234567")]
    #[case("Ann Lee <ann@acme.com> PM, +49 30 1234567", "PM", "+49 30 1234567")]
    fn what_stands_after_the_address_is_title_or_phone_by_its_shape(
        #[case] line: &str,
        #[case] title: &str,
        #[case] phone: &str,
    ) {
        let entry = &read(line)[0];
        assert_eq!((entry.title(), entry.phone()), (title, phone));
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
