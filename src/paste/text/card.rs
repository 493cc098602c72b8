//! Reads the people of a block of lines: one a line, or one in several lines.

use super::item::{self, Field, Fields, What};
use super::line::Line;
use super::{Block, Part, Person, Read, Sureness};
use crate::domain::Detail;
use crate::paste::header::{self, Reading};
use crate::paste::shape;

/// Reads the people of lines that no blank line parts; `joined` ones are read as the block of one person.
pub(super) fn read(text: &str, run: &[Line], read: &mut Read) {
    let lines: Vec<Fields> = run.iter().map(|line| item::read(text, line)).collect();
    let lines = with_labels_above(text, run, lines);
    let mut card = Card::default();
    for (line, fields) in run.iter().zip(lines) {
        if fields.is_whole() {
            // What stands alone above it may be the part that the person plays.
            let role = card.heading();
            let first = match &role {
                Some(role) => role.line,
                None => {
                    card.finish(text, read);
                    line.number
                }
            };
            card = Card::default();
            read.blocks.push(Block {
                first,
                lines: line.number + 1 - first,
                people: one_a_line(text, line, &fields, role.as_ref()),
            });
            continue;
        }
        card.take(text, line, fields, read);
    }
    card.finish(text, read);
}

/// Returns whether a block without an address names whose the address of the next one is.
pub(super) fn begins(text: &str, first: &[Line], second: &[Line]) -> bool {
    let fields =
        |lines: &[Line]| -> Vec<Fields> { lines.iter().map(|line| item::read(text, line)).collect() };
    let (first, second) = (fields(first), fields(second));
    let addresses = |lines: &[Fields]| lines.iter().map(|line| line.addresses).sum::<usize>();
    let names = |lines: &[Fields], local: Option<&str>| {
        let all = lines.iter().flat_map(|line| &line.all);
        all.filter(|field| matches!(field.what, What::Name | What::First))
            .any(|field| local.is_none_or(|local| shape::fits(local, of(text, field))))
    };
    if addresses(&first) != 0 || addresses(&second) != 1 || names(&second, None) {
        return false;
    }
    let email = second
        .iter()
        .flat_map(|line| &line.all)
        .find(|field| field.what == What::Email);
    let local = email.map(|email| local_part(of(text, email)));
    local.is_some() && names(&first, local)
}

/// Returns whether a line begins a block among more lines than are read together.
pub(super) fn begins_alone(text: &str, line: &Line) -> bool {
    let fields = item::read(text, line);
    let opens = |field: &Field| matches!(field.what, What::Name | What::First);
    fields.is_marked || fields.is_whole() || fields.all.first().is_some_and(opens)
}

/// Gives the words of a line the label that stands alone on the line above.
fn with_labels_above(text: &str, run: &[Line], mut lines: Vec<Fields>) -> Vec<Fields> {
    let sort = |line: &Line| match header::read(line.text(text).trim().trim_end_matches([':', '*', '?'])) {
        Reading::Heading(heading)
            if heading.whole && !line.text(text).contains(|c: char| c.is_ascii_digit()) =>
        {
            Some(heading.sort)
        }
        Reading::Heading(_) | Reading::Other | Reading::Unknown => None,
    };
    let sorts: Vec<_> = run.iter().map(sort).collect();
    for at in 1..lines.len() {
        let (Some(Some(sort)), Some(None)) = (sorts.get(at - 1), sorts.get(at)) else {
            continue;
        };
        let Some(line) = run.get(at) else { continue };
        let words = line.text(text);
        let start = line.range.start + (words.len() - words.trim_start().len());
        let range = start..start + words.trim().len();
        let what = match sort {
            header::Sort::Email => continue,
            header::Sort::First => What::First,
            header::Sort::Last => What::Last,
            header::Sort::Full | header::Sort::Name => What::Name,
            header::Sort::Detail(Detail::Title) | header::Sort::AmbiguousTitle => What::Title,
            header::Sort::Detail(Detail::Phone) => What::Phone,
        };
        if let Some(fields) = lines.get_mut(at).filter(|fields| fields.addresses == 0) {
            fields.all = vec![Field {
                what,
                range,
                line: line.number,
                is_labelled: true,
                nth: 0,
                is_bracketed: false,
            }];
        }
    }
    for (fields, sort) in lines.iter_mut().zip(&sorts) {
        if sort.is_some() && fields.addresses == 0 && !fields.all.iter().any(|field| field.is_labelled) {
            fields.all.clear();
        }
    }
    lines
}

fn of<'t>(text: &'t str, field: &Field) -> &'t str {
    text.get(field.range.clone()).unwrap_or_default()
}

fn local_part(address: &str) -> &str {
    address.split(['@', '＠']).next().unwrap_or_default()
}

/// Reads the people of a line that tells of them by itself.
fn one_a_line(text: &str, line: &Line, fields: &Fields, role: Option<&Field>) -> Vec<Person> {
    let emails: Vec<&Field> = fields
        .all
        .iter()
        .filter(|field| field.what == What::Email)
        .collect();
    let is_only = emails.len() == 1;
    let is_open = line.text(text).matches('"').count() % 2 == 1;
    let of_email = |(nth, email): (usize, &&Field)| {
        let is_own = |field: &&Field| {
            field.what != What::Email
                && (is_only || field.nth == nth || (field.nth == nth + 1 && field.is_bracketed))
        };
        // They stand in the order of the line.
        let from = if is_only {
            0
        } else {
            fields.all.partition_point(|field| field.nth < nth)
        };
        let near = fields
            .all
            .iter()
            .skip(from)
            .take_while(|field| is_only || field.nth <= nth + 1);
        let own: Vec<&Field> = near.filter(is_own).collect();
        let mut person = person(text, &own, Some(email), role);
        person.unwanted = is_unwanted(text, line, email);
        person.unterminated = is_open;
        person
    };
    let mut people: Vec<Person> = emails.iter().enumerate().map(of_email).collect();
    // Beside an address that nobody's name belongs to, only a name whose address is in brackets is sure.
    let is_named = |person: &Person| !person.name.text.is_empty();
    if !people.iter().all(is_named) {
        for (person, email) in people.iter_mut().zip(&emails) {
            person.mixed = is_named(person) && !email.is_bracketed;
        }
    }
    people
}

/// Words that say of somebody that they are not to be added.
const UNWANTED: [&str; 26] = [
    "don't add",
    "do not add",
    "dont add",
    "don’t add",
    "not add",
    "no longer",
    "former ",
    "left us",
    "left the",
    "left in",
    "has left",
    "have left",
    "he left",
    "she left",
    "they left",
    "who left",
    "nicht mehr",
    "ehemalig",
    "nicht hinzu",
    "ne plus",
    "n'est plus",
    "ya no ",
    "non è più",
    "nie dodawaj",
    "remove ",
    "used to ",
];

/// How far around an address the words of its sentence are looked at, in bytes.
const SENTENCE_BYTES: usize = 240;

fn is_unwanted(text: &str, line: &Line, email: &Field) -> bool {
    let words = line.text(text);
    let (start, end) = (
        email.range.start - line.range.start,
        email.range.end - line.range.start,
    );
    let first = words.floor_char_boundary(start.saturating_sub(SENTENCE_BYTES));
    let last = words.ceil_char_boundary((end + SENTENCE_BYTES).min(words.len()));
    let before = words.get(first..start).unwrap_or_default();
    let after = words.get(end..last).unwrap_or_default();
    let from = [". ", "! ", "? "]
        .iter()
        .filter_map(|end| before.rfind(end))
        .max()
        .map_or(first, |at| first + at + 1);
    let to = [". ", "! ", "? "]
        .iter()
        .filter_map(|end| after.find(end))
        .min()
        .unwrap_or(after.len());
    let sentence = words.get(from..end + to).unwrap_or_default().to_lowercase();
    UNWANTED.iter().any(|sign| sentence.contains(sign))
}

/// Puts a person together.
fn person(text: &str, own: &[&Field], email: Option<&Field>, role: Option<&Field>) -> Person {
    let local = email.map(|email| local_part(of(text, email)));
    let find = |what: What| own.iter().copied().filter(move |field| field.what == what);
    let part = |field: &Field| Part::of(text, field.range.clone());
    let fits = |field: &&Field| local.is_some_and(|local| shape::fits(local, of(text, field)));
    // One word on a line of its own may be anything: `Report`.
    let is_sure = |field: &&Field| {
        email.is_none_or(|email| email.line == field.line)
            || of(text, field).contains(' ')
            || !of(text, field).is_ascii()
    };
    let labelled = || find(What::Name).find(|field| field.is_labelled);
    let name = labelled()
        .or_else(|| find(What::Name).find(fits))
        .or_else(|| find(What::Sentence).find(fits))
        .or_else(|| find(What::Name).find(is_sure))
        .or_else(|| find(What::Sentence).next_back());
    let halves = (find(What::First).next(), find(What::Last).next());
    let mut person = Person {
        sureness: if name.is_some_and(|name| name.what == What::Sentence) {
            Sureness::Sentence
        } else {
            Sureness::Listed
        },
        ..Person::default()
    };
    person.name = match (name, halves) {
        (Some(name), (None, _)) | (Some(name), (_, None)) if name.is_labelled || halves == (None, None) => {
            part(name)
        }
        (_, (Some(first), Some(last))) => Part {
            text: format!("{} {}", of(text, first), of(text, last)),
            range: None,
        },
        (_, (Some(one), None) | (None, Some(one))) => part(one),
        (Some(name), (None, None)) => part(name),
        (None, (None, None)) => Part::default(),
    };
    let after = name.map_or(0, |name| name.range.end);
    let of_sentence = person.sureness == Sureness::Sentence;
    let title = find(What::Title)
        .find(|field| field.is_labelled)
        .or_else(|| find(What::Title).find(|_| !of_sentence))
        .or_else(|| find(What::Words).find(|field| field.range.start >= after && !of_sentence))
        .or_else(|| find(What::Role).find(|field| field.range.start >= after && !of_sentence))
        .or_else(|| find(What::Role).next().filter(|_| !of_sentence))
        .or(role)
        .or_else(|| find(What::Words).find(|_| !of_sentence));
    if let Some(title) = title {
        person.title = part(title);
    }
    if let Some(phone) = find(What::Phone).next() {
        person.phone = part(phone);
    }
    if let Some(email) = email {
        person.email = Part::of(text, email.range.clone());
        person.line = email.line;
    } else if let Some(name) = name.or(halves.0) {
        person.line = name.line;
    }
    person
}

/// A person in several lines, as far as they were read.
#[derive(Debug, Default)]
struct Card {
    fields: Vec<Field>,
    lines: Vec<usize>,
    lacks_address: bool,
}

impl Card {
    fn has(&self, what: What) -> bool {
        self.fields.iter().any(|field| field.what == what)
    }

    /// Returns the line that heads what follows, if that is all there is.
    fn heading(&self) -> Option<Field> {
        match self.fields.as_slice() {
            [only] if only.what == What::Role => Some(only.clone()),
            _ => None,
        }
    }

    fn take(&mut self, text: &str, line: &Line, fields: Fields, read: &mut Read) {
        if fields.is_marked {
            self.finish(text, read);
        }
        self.lines.push(line.number);
        self.lacks_address |= fields.lacks_address;
        if fields.is_other {
            return;
        }
        let mut of_line: Vec<Field> = Vec::new();
        let has_name = fields.all.iter().any(|field| field.what == What::Name);
        for field in fields.all {
            let repeats = match field.what {
                What::Name => {
                    (self.has(What::Name) || self.has(What::First))
                        && (self.has(What::Email) || self.has(What::Phone) || field.is_labelled)
                }
                What::First => self.has(What::First) || self.has(What::Name),
                What::Email => self
                    .fields
                    .iter()
                    .any(|before| before.what == What::Email && of(text, before) != of(text, &field)),
                What::Role => {
                    self.has(What::Email)
                        && field.range.start == line.range.start + indent(line.text(text))
                        && !has_name
                }
                What::Last | What::Title | What::Phone | What::Words | What::Sentence => false,
            };
            if repeats {
                self.lines.retain(|number| *number != line.number);
                self.finish(text, read);
                self.lines.push(line.number);
            }
            of_line.push(field.clone());
            self.fields.push(field);
        }
    }

    /// Hands the person on, if there is one.
    fn finish(&mut self, text: &str, read: &mut Read) {
        let card = std::mem::take(self);
        let email = card.fields.iter().find(|field| field.what == What::Email);
        let own: Vec<&Field> = card
            .fields
            .iter()
            .filter(|field| field.what != What::Email)
            .collect();
        let is_somebody = own
            .iter()
            .any(|field| matches!(field.what, What::Name | What::First))
            && (card.lacks_address
                || own.iter().any(|field| {
                    field.what == What::Phone || (field.is_labelled && matches!(field.what, What::Title))
                }));
        if email.is_none() && !is_somebody {
            read.ignored.extend(card.lines);
            return;
        }
        let (first, last) = (card.lines.first().copied(), card.lines.last().copied());
        let first = first.unwrap_or_default();
        read.blocks.push(Block {
            first,
            lines: last.unwrap_or_default() + 1 - first,
            people: vec![person(text, &own, email, None)],
        });
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
