//! A line of text: its mark, its label, and whether it ends what stands before it.

use std::ops::Range;
use std::sync::LazyLock;

use crate::domain::{Detail, fold};
use crate::paste::header::{self, Reading, Sort};
use crate::paste::memo::Memo;
use crate::paste::shape::has_sign;
use crate::paste::word_list::WordList;

/// A line, without its break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 0.
    pub number: usize,
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it is a blank one, or one of dashes, between the fields of a form, and parts nobody.
    pub joins: bool,
}

/// What stands behind lines that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// Nothing.
    End,
    /// Lines that are not known yet.
    Unknown,
}

/// Cuts the first lines off a text.
pub(super) fn split(text: &str, most: usize) -> Vec<Line> {
    split_before(text, most, Behind::End)
}

/// Cuts the first lines off a text that is followed by something.
pub(super) fn split_before(text: &str, most: usize, behind: Behind) -> Vec<Line> {
    let mut at = 0;
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut lines: Vec<Line> = text
        .split('\n')
        .take(most.saturating_add(2))
        .enumerate()
        .map(|(number, line)| {
            let start = at;
            at += line.len() + 1;
            Line {
                number,
                range: start..start + line.len(),
                joins: false,
            }
        })
        .collect();
    for at in 1..lines.len().min(most) {
        let joins = joins(text, &lines, at, behind);
        if let Some(line) = lines.get_mut(at) {
            line.joins = joins;
        }
    }
    lines.truncate(most);
    lines
}

/// How many lines above a line tell at most whether it joins fields; what stands farther away does not.
pub(super) const ABOVE: usize = MOST_FIELDS + 2;

/// How many lines below a line tell so.
pub(super) const BELOW: usize = 2;

/// Returns whether a line is a blank one, or one of dashes, between two fields of a form.
fn joins(text: &str, lines: &[Line], at: usize, behind: Behind) -> bool {
    lines.get(at).is_some_and(|line| line.parts(text))
        && (joins_labelled(text, lines, at, behind).is_some() || joins_labels_alone(text, lines, at, behind))
}

/// Returns whether the fields have their labels on lines of their own.
fn joins_labels_alone(text: &str, lines: &[Line], at: usize, behind: Behind) -> bool {
    let line = |at: usize| lines.get(at).map(|line| line.text(text));
    let sort = |at: usize| line(at).and_then(label_alone);
    let is_value = |at: usize| lines.get(at).is_some_and(|line| !line.parts(text));
    let is_field = at > 1 && is_value(at - 1) && sort(at - 2).is_some();
    is_field
        && match (line(at + 1), line(at + 2)) {
            (None, _) => behind == Behind::Unknown,
            (Some(_), next) => {
                let goes_on = sort(at + 1).is_some_and(|alone| alone != Alone::Name);
                goes_on && (is_value(at + 2) || (next.is_none() && behind == Behind::Unknown))
            }
        }
}

/// The most lines between the name of a person and a gap in their fields.
const MOST_FIELDS: usize = 12;

/// Looks above for the name of a person who still lacks the field below: `Phone: 555-0101`.
fn joins_labelled(text: &str, lines: &[Line], at: usize, behind: Behind) -> Option<()> {
    let sort = |at: usize| lines.get(at).and_then(|line| sort_of(line.text(text)));
    let is_name = |sort: Sort| matches!(sort, Sort::First | Sort::Full | Sort::Name);
    sort(at - 1)?;
    let is_unknown = lines.get(at + 1).is_none() && behind == Behind::Unknown;
    let next = sort(at + 1).filter(|sort| !is_name(*sort));
    if next.is_none() && !is_unknown {
        return None;
    }
    for above in (at.saturating_sub(MOST_FIELDS)..at).rev() {
        let is_of_form = |line: &&Line| line.joins || !(line.parts(text) || is_brace(line.text(text)));
        let line = lines.get(above).filter(is_of_form)?;
        match sort(above) {
            Some(sort) if is_name(sort) => return Some(()),
            Some(sort) if Some(sort) == next => return None,
            Some(Sort::Email) => {}
            // Somebody else stands between.
            Some(_) | None if has_sign(line.text(text)) => return None,
            Some(_) | None => {}
        }
    }
    None
}

/// Returns the field that a line names before its value.
pub(super) fn sort_of(line: &str) -> Option<Sort> {
    let line = line.get(mark(line)..)?;
    let head = line.get(..line.floor_char_boundary(LONGEST_LABEL))?;
    match label(head.split_once([':', '：'])?.0) {
        Label::Field(sort) => Some(sort),
        Label::Fax | Label::Whose | Label::People | Label::Other => None,
    }
}

/// The longest label of a form, in bytes.
const LONGEST_LABEL: usize = 60;

/// What a label on a line of its own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    /// A name, with which a person begins.
    Name,
    Other,
}

/// Returns what a line names that is a label alone.
pub(super) fn label_alone(line: &str) -> Option<Alone> {
    let words = line.trim().trim_end_matches([':', '*', '?', ' ']);
    if words.is_empty()
        || words.len() > LONGEST_LABEL
        || words.contains(|c: char| c.is_ascii_digit() || c == '@')
    {
        return None;
    }
    match header::read(words) {
        Reading::Heading(heading) if heading.whole => Some(match heading.sort {
            Sort::Full | Sort::Name | Sort::First => Alone::Name,
            Sort::Email | Sort::Last | Sort::AmbiguousTitle | Sort::Detail(_) => Alone::Other,
        }),
        Reading::Other => Some(Alone::Other),
        Reading::Heading(_) | Reading::Unknown => None,
    }
}

impl Line {
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range.clone()).unwrap_or_default()
    }

    pub(super) fn is_blank(&self, text: &str) -> bool {
        self.text(text).chars().all(|c| is_nothing(c) || c == '>')
    }

    /// Returns whether the line is a blank one, or one of dashes.
    pub(super) fn parts(&self, text: &str) -> bool {
        self.is_blank(text) || is_rule(self.text(text))
    }

    /// Returns whether the line ends a block: a blank one, or one of dashes, that joins nothing.
    pub(super) fn is_break(&self, text: &str) -> bool {
        !self.joins && self.parts(text)
    }
}

/// Returns whether a line is drawn of signs alone.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 2
        && line.chars().all(|c| {
            matches!(
                c,
                '-' | '=' | '_' | '*' | '~' | '#' | '–' | '—' | '─' | '━' | '.' | '+' | ' ' | '|' | ':'
            )
        })
}

/// Returns whether a line opens or closes an object of JSON, and does nothing else: `},`.
pub(super) fn is_brace(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | ','));
    !line.is_empty() && line.chars().all(|c| matches!(c, '{' | '}' | '[' | ']'))
}

/// Returns whether nobody sees a character.
fn is_nothing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Returns the bytes that a mark of a list takes at the start of a line: `- `, `1.`, `[ ]`, `>`.
pub(super) fn mark(line: &str) -> usize {
    let mut at = line.len() - line.trim_start_matches(is_nothing).len();
    let mut is_marked = false;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let Some(length) = one_mark(rest) else { break };
        at += length;
        is_marked = true;
        let after = line.get(at..).unwrap_or_default();
        at += after.len() - after.trim_start().len();
    }
    if is_marked { at } else { 0 }
}

/// Returns whether a line has a mark that begins an entry; the sign of a quoted mail alone does not.
pub(super) fn begins_entry(line: &str) -> bool {
    line.get(..mark(line))
        .is_some_and(|marks| marks.contains(|c: char| c != '>' && !is_nothing(c)))
}

fn one_mark(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let after = rest.get(first.len_utf8()..)?;
    match first {
        '-' | '*' | '+' | '–' | '—' | 'o' if after.starts_with([' ', '\t']) => Some(first.len_utf8()),
        '•' | '◦' | '▪' | '●' | '■' | '‣' | '⁃' | '·' | '→' | '✓' | '✔' | '☐' | '☑' | '☒' => {
            Some(first.len_utf8())
        }
        '>' => Some(1),
        '[' => {
            let inner = after.get(..2)?;
            matches!(inner, " ]" | "x]" | "X]" | "✓]").then_some(3)
        }
        '(' | '#' | '0'..='9' => numbered(rest),
        _ => None,
    }
}

/// Returns the bytes of `1.`, `1)`, `(1)` or `#1`.
fn numbered(rest: &str) -> Option<usize> {
    let inner = rest.trim_start_matches(['(', '#']);
    let open = rest.len() - inner.len();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let after = inner.get(digits..)?;
    let close = after
        .bytes()
        .take_while(|byte| matches!(byte, b'.' | b')' | b':'))
        .count();
    let is_mark = close == 1 || (open == 1 && rest.starts_with('#'));
    let rest = after.get(close..)?;
    (is_mark && rest.starts_with([' ', '\t'])).then_some(open + digits + close)
}

/// What a label says about the words behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// They are this field of a person.
    Field(Sort),
    /// They are the number of a fax machine.
    Fax,
    /// They name somebody: `Who will be your contact?`, `Sponsor`.
    Whose,
    /// They are the head of a mail: `From`, `Cc`.
    People,
    /// They are something else: `Subject`, `Website`.
    Other,
}

/// The heads of mails that name people, and those that do not.
static PEOPLE: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "from to cc bcc von an kopie bcc de a para cc cci da per od do komu fran till från til fra aan van required optional organizer attendees participants reply-to",
    )
});
static HEADS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "subject sent date betreff gesendet datum objet envoye enviado asunto oggetto inviato data received message-id x-mailer mime-version content-type timestamp website web url company firma organization organisation address adresse notes note comment comments re fwd aw wg",
    )
});

thread_local! {
    static LABELS: Memo<Label> = const { Memo::new() };
}

/// Tells what a label says.
pub(super) fn label(words: &str) -> Label {
    LABELS.with(|labels| labels.of(words, || label_anew(words)))
}

fn label_anew(words: &str) -> Label {
    let folded =
        fold(words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '?' | '.' | '#')));
    if PEOPLE.has(&folded) {
        return Label::People;
    }
    if HEADS.has(&folded) {
        return Label::Other;
    }
    if matches!(folded.as_str(), "e" | "em" | "eml" | "@" | "mailto") {
        return Label::Field(Sort::Email);
    }
    if super::kinds::is_fax(words) {
        return Label::Fax;
    }
    if super::kinds::is_phone_label(words) {
        return Label::Field(Sort::Detail(Detail::Phone));
    }
    match header::read(words) {
        Reading::Heading(heading) => Label::Field(match heading.sort {
            Sort::AmbiguousTitle => Sort::Detail(Detail::Title),
            Sort::Name => Sort::Full,
            sort => sort,
        }),
        Reading::Other => Label::Other,
        Reading::Unknown => {
            let starts = ["who ", "wer ", "qui ", "quien ", "chi ", "wie "];
            let asks = starts.iter().any(|start| folded.starts_with(start));
            if asks || names_a_part(&folded) {
                Label::Whose
            } else {
                Label::Other
            }
        }
    }
}

/// Words for the parts that people play.
static PARTS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "contact sponsor lead owner champion stakeholder manager admin administrator approver escalation invoices billing security legal it decision \
        ansprechpartner kontakt projektleitung leitung verantwortlich contatto contacto responsable referent referente contactpersoon kontaktperson",
    )
});

/// Returns whether words name a part that somebody plays: `technical lead`, `billing contact`.
pub(super) fn names_a_part(words: &str) -> bool {
    // What small letters take apart, or make plain.
    if words.contains(['İ', '\u{212a}']) {
        let lower = words.to_lowercase();
        return lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| PARTS.has(word));
    }
    let bytes = words.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let letters = bytes
            .iter()
            .skip(start)
            .take_while(|byte| byte.is_ascii_alphanumeric());
        let end = start + letters.count();
        let word = words.get(start..end).unwrap_or_default();
        let is_open = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let is_alone = || {
            let (before, after) = (words.get(..start), words.get(end..));
            is_open(before.and_then(|before| before.chars().next_back()))
                && is_open(after.and_then(|after| after.chars().next()))
        };
        if end > start && PARTS.has_in_any_case(word) && is_alone() {
            return true;
        }
        start = end + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_part_is_found_by_whole_words(words in "((Lead|OWNER|it|legal|a|é|2|_|山|İ|\u{212a}ontakt|\u{301})[ ,/]?){1,5}") {
            let lower = words.to_lowercase();
            let thoroughly = lower.split(|c: char| !c.is_alphanumeric()).any(|word| PARTS.has(word));
            prop_assert_eq!(names_a_part(&words), thoroughly, "{}", words);
        }
    }
}
