//! A line of text: its mark, its label, and whether it ends what stands before it.

use std::ops::Range;

use crate::domain::{Detail, fold};
use crate::paste::header::{self, Reading, Sort};

/// A line, without its break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 0.
    pub number: usize,
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it is a blank one between the fields of a form, and parts nobody.
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
    for at in 2..lines.len().min(most) {
        let joins = joins(text, &lines, at, behind);
        if let Some(line) = lines.get_mut(at) {
            line.joins = joins;
        }
    }
    lines.truncate(most);
    lines
}

/// Returns whether a line is a blank one between two fields of a form, each with its label on a line of its own.
fn joins(text: &str, lines: &[Line], at: usize, behind: Behind) -> bool {
    let line = |at: usize| lines.get(at).map(|line| line.text(text));
    let is_blank = |at: usize| lines.get(at).is_some_and(|line| line.is_blank(text));
    let sort = |at: usize| line(at).and_then(label_alone);
    let is_value = |at: usize| line(at).is_some() && !is_blank(at);
    let is_field = is_blank(at) && is_value(at - 1) && sort(at - 2).is_some();
    is_field
        && match (line(at + 1), line(at + 2)) {
            (None, _) => behind == Behind::Unknown,
            (Some(_), next) => {
                let goes_on = sort(at + 1).is_some_and(|alone| alone != Alone::Name);
                goes_on && (is_value(at + 2) || (next.is_none() && behind == Behind::Unknown))
            }
        }
}

/// What a label on a line of its own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alone {
    /// A name, with which a person begins.
    Name,
    Other,
}

fn label_alone(line: &str) -> Option<Alone> {
    /// The longest label of a form, in bytes.
    const LONGEST: usize = 60;
    let words = line.trim().trim_end_matches([':', '*', '?', ' ']);
    if words.is_empty() || words.len() > LONGEST || words.contains(|c: char| c.is_ascii_digit() || c == '@') {
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
        let is_nothing = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '>');
        self.text(text).chars().all(is_nothing)
    }

    /// Returns whether the line ends a block: a blank one that joins nothing, or one of dashes.
    pub(super) fn is_break(&self, text: &str) -> bool {
        !self.joins && (self.is_blank(text) || is_rule(self.text(text)))
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

/// Returns the bytes that a mark of a list takes at the start of a line: `- `, `1.`, `[ ]`, `>`.
pub(super) fn mark(line: &str) -> usize {
    let mut at = line.len() - line.trim_start().len();
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
        .is_some_and(|marks| marks.contains(|c: char| c != '>' && !c.is_whitespace()))
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
const PEOPLE: &str = "from to cc bcc von an kopie bcc de a para cc cci da per od do komu fran till från til fra aan van required optional organizer attendees participants reply-to";
const HEADS: &str = "subject sent date betreff gesendet datum objet envoye enviado asunto oggetto inviato data received message-id x-mailer mime-version content-type timestamp website web url company firma organization organisation address adresse notes note comment comments re fwd aw wg";

/// Tells what a label says.
pub(super) fn label(words: &str) -> Label {
    let folded =
        fold(words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '?' | '.' | '#')));
    let is_in = |list: &str| list.split(' ').any(|known| known == folded);
    if is_in(PEOPLE) {
        return Label::People;
    }
    if is_in(HEADS) {
        return Label::Other;
    }
    if is_in("e em eml @ mailto") {
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

/// Returns whether words name a part that somebody plays: `technical lead`, `billing contact`.
pub(super) fn names_a_part(folded: &str) -> bool {
    const PARTS: &str = "contact sponsor lead owner champion stakeholder manager admin administrator approver escalation invoices billing security legal it decision \
        ansprechpartner kontakt projektleitung leitung verantwortlich contatto contacto responsable referent referente contactpersoon kontaktperson";
    folded
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| PARTS.split_whitespace().any(|part| part == word))
}
