//! Address lists as mail clients write them: `Ann Lee <ann@acme.com>; "Ruiz, Dana" <dana@acme.com>`.
//!
//! The forms are those of RFC 5322, 3.4, and those of programs that do not keep to it: names with bare commas, the
//! address in brackets or parentheses, `mailto:`, and a header's name such as `To:` before the list.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;

use super::address_parts::{Form, Part, Parts};
use super::address_text::WIDE_AT;
use super::check::{Checker, Verdict};
use super::clean;
use super::entry::{Entry, Place, Told};
use super::shape;
use crate::domain::{Detail, Details};

/// The length in bytes from which a second thread pays for a line.
const LONG: usize = 64 * 1024;

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
    let mut entries: Vec<Entry<'_>> = People::new(line).collect();
    let is_mess = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    if let Some(first) = entries.first_mut() {
        first.cleaned |= line.starts_with(is_mess);
    }
    if let Some(last) = entries.last_mut() {
        last.cleaned |= line.ends_with(is_mess);
    }
    entries
}

/// Judges the people of one line, on two threads where it is long.
pub(super) fn judge(line: &str, checker: &mut Checker, mut each: impl FnMut(usize, Verdict)) {
    let mut nth = 0;
    let take = |verdict| {
        each(nth, verdict);
        nth += 1;
    };
    let people = People::new(line);
    match people.middle().filter(|_| line.len() >= LONG) {
        Some(middle) => people.judge_in_halves(middle, checker, take),
        None => people.judge(checker, take),
    }
}

/// The people of a line, one after the other, so that few of them are in memory at once.
struct People<'t> {
    parts: Parts<'t>,
    /// Parts that were looked at before their turn.
    ahead: VecDeque<Part<'t>>,
    /// Texts that belong to the next address.
    before: Vec<Part<'t>>,
    made: VecDeque<Entry<'t>>,
}

impl<'t> People<'t> {
    fn new(line: &'t str) -> Self {
        let mut people = Self {
            parts: Parts::new(line, None),
            ahead: VecDeque::new(),
            before: Vec::new(),
            made: VecDeque::new(),
        };
        // What stands around a single address tells of it.
        let mut addresses = 0;
        while addresses < 2
            && let Some(part) = people.parts.next()
        {
            addresses += usize::from(part.form != Form::Text);
            people.ahead.push_back(part);
        }
        if addresses == 1 {
            people.made.extend(only(people.ahead.drain(..)));
        }
        people
    }

    fn judge(self, checker: &mut Checker, mut take: impl FnMut(Verdict)) {
        for entry in self {
            take(checker.judge(&entry));
        }
    }

    /// Judges those before and those behind a place at once.
    fn judge_in_halves(mut self, middle: usize, checker: &mut Checker, mut take: impl FnMut(Verdict)) {
        let rest = self.split_off(middle);
        let known = Arc::clone(&checker.known);
        thread::scope(|scope| {
            let second = scope.spawn(|| {
                let mut verdicts = Vec::new();
                rest.judge(&mut Checker::new(known), |verdict| verdicts.push(verdict));
                verdicts
            });
            for entry in self.by_ref() {
                take(checker.judge(&entry));
            }
            match second.join() {
                Ok(more) if self.is_cut_at(middle) => more.into_iter().for_each(take),
                // What stands on both sides of the place belongs together.
                Ok(_) | Err(_) => {
                    self.parts.go_on();
                    self.judge(checker, take);
                }
            }
        });
    }

    /// Finds a place in the middle of the line where somebody else seems to start: a separator behind an address.
    fn middle(&self) -> Option<usize> {
        let line = self.parts.line().as_bytes();
        let middle = self.parts.start()?.max(line.len() / 2);
        let sign = middle + memchr::memchr(b'@', line.get(middle..)?)?;
        Some(sign + memchr::memchr2(b',', b';', line.get(sign..)?)? + 1)
    }

    /// Gives the people behind a place, and keeps those before it.
    fn split_off(&mut self, at: usize) -> Self {
        Self {
            parts: self.parts.split_off(at),
            ahead: VecDeque::new(),
            before: Vec::new(),
            made: VecDeque::new(),
        }
    }

    /// Returns whether all people before a place were given, and somebody else starts there.
    fn is_cut_at(&self, at: usize) -> bool {
        self.before.is_empty() && self.parts.is_cut_at(at)
    }
}

impl<'t> Iterator for People<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        loop {
            if let Some(entry) = self.made.pop_front() {
                return Some(entry);
            }
            let part = self.ahead.pop_front().or_else(|| self.parts.next());
            let ends = part
                .as_ref()
                .is_none_or(|part| part.form == Form::Text && part.ends_group);
            match part {
                // Where the walk stops within the line, texts may belong to an address behind.
                None if self.before.is_empty() || self.parts.start().is_some() => return None,
                None => {}
                Some(part) if part.form == Form::Text => self.before.push(part),
                Some(part) => {
                    let entry = entry(part, &self.before);
                    self.before.clear();
                    return Some(entry);
                }
            }
            if ends {
                self.made
                    .extend(self.before.drain(..).map(|text| entry(text, &[])));
            }
        }
    }
}

/// Makes the entry of a line with one address: what follows it is title and phone.
fn only<'t>(parts: impl Iterator<Item = Part<'t>>) -> Option<Entry<'t>> {
    let mut before: Vec<Part<'t>> = Vec::new();
    let mut only = None;
    for part in parts {
        match part.form {
            Form::Text => before.push(part),
            Form::Named | Form::Plain | Form::Spaced => {
                only = Some(entry(part, &before));
                before.clear();
            }
        }
    }
    let mut only = only?;
    for text in before.into_iter().take(2) {
        only.place = only.place.up_to(text.range.end);
        let detail = match only.title().is_empty() && !shape::is_phone(&text.name) {
            true => Detail::Title,
            false => Detail::Phone,
        };
        only.details[detail] = Cow::Owned(text.name);
    }
    Some(only)
}

/// Makes an entry; texts before the address belong to its name, as in `Ozoux, Pierre <pierre@example.org>`.
fn entry<'t>(part: Part<'t>, before: &[Part<'t>]) -> Entry<'t> {
    let mut words: Vec<&str> = before.iter().map(|part| part.name.as_str()).collect();
    if !part.name.is_empty() {
        words.retain(|word| !part.name.contains(word));
        words.push(&part.name);
    }
    let start = before.first().map_or(part.range.start, |part| part.range.start);
    let title = clean::cell(Cow::Borrowed(part.title));
    Entry {
        name: Cow::Owned(words.join(", ")),
        email: part.email,
        details: Details::default().with(Detail::Title, title.text),
        further: Vec::new(),
        mixed: false,
        turned: false,
        told: Told::default(),
        cleaned: part.cleaned || title.changed || before.iter().any(|part| part.cleaned),
        unterminated: part.unterminated || before.iter().any(|part| part.unterminated),
        place: Place::Address(start..part.range.end),
    }
}

impl Place {
    fn up_to(&self, end: usize) -> Self {
        match self {
            Self::Address(range) => Self::Address(range.start..end),
            Self::Cells { .. } | Self::Block { .. } => self.clone(),
        }
    }
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

    fn verdicts(judge: impl FnOnce(&mut Checker, &mut Vec<Verdict>)) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        judge(&mut Checker::new(Arc::default()), &mut verdicts);
        verdicts
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn two_threads_judge_as_one_does(
            parts in prop::collection::vec("(To: |Ann |\"Lee, B\" |\"Lee; @|Lee, |Ö )?(<?ann@acme.com>?|<a@b|\\[?bo@acme.com\\]?|Cy|@|<|\"|c@d.co e@f.co)( PM| \\(IT; @| IT\\))?", 2..8),
            between in prop::collection::vec("(,|;| |  | and |/|, ; )", 8),
            middle in any::<prop::sample::Index>(),
        ) {
            let line: String = parts.iter().zip(&between).flat_map(|(part, gap)| [part.as_str(), gap]).collect();
            let entries = verdicts(|checker, all| all.extend(read(&line).iter().map(|entry| checker.judge(entry))));
            let in_one = verdicts(|checker, all| judge(&line, checker, |_, verdict| all.push(verdict)));
            prop_assert_eq!(&in_one, &entries);
            let people = People::new(&line);
            if let Some(start) = people.parts.start() {
                let middle = start + middle.index(line.len() - start + 1);
                let in_two = verdicts(|checker, all| people.judge_in_halves(middle, checker, |verdict| all.push(verdict)));
                prop_assert_eq!(&in_two, &entries, "from {} in {}", middle, line);
            }
            let people = People::new(&line);
            if let Some(middle) = people.middle() {
                let in_two = verdicts(|checker, all| people.judge_in_halves(middle, checker, |verdict| all.push(verdict)));
                prop_assert_eq!(&in_two, &entries, "from {} in {}", middle, line);
            }
        }
    }

    #[rstest]
    #[case("Ann Lee <ann@acme.com>; ")]
    #[case("\"Lee, Ann\" <ann@acme.com>, ")]
    #[case("\"ann@acme.com; Lee\" <ann@acme.com>, ")]
    #[case("ann@acme.com,")]
    #[case("ann@acme.com and others; ")]
    fn a_long_line_is_judged_as_its_entries(#[case] one: &str) {
        let line = one.repeat(LONG / one.len() + 1);
        let entries =
            verdicts(|checker, all| all.extend(read(&line).iter().map(|entry| checker.judge(entry))));
        let judged = verdicts(|checker, all| judge(&line, checker, |_, verdict| all.push(verdict)));
        assert_eq!(judged, entries);
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
