//! Reads the people of a block of lines: one a line, or one in several lines.

use std::collections::HashSet;

use super::Block;
use super::item::{Field, Fields, What};
use super::line::{Line, is_brace, label_alone};
use super::order::{self, Evidence, Order};
use super::people::{local_part, of, one_a_line, person};
use super::slab::Rest;
use crate::domain::Detail;
use crate::paste::header;
use crate::paste::shape;
use crate::paste::structured::{self, Structure};

/// Reads the people of lines that no blank line parts; `joined` ones are read as the block of one person.
pub(super) fn read(rest: &Rest<'_, '_>, run: &[Line]) -> Vec<Block> {
    let text = rest.text;
    let embedded = |line: &Line| embedded(line.text(text));
    let Some((begin, structure)) = run
        .iter()
        .enumerate()
        .find_map(|(at, line)| Some((at, embedded(line)?)))
    else {
        return blocks_of(rest, run);
    };
    let behind = run.get(begin..).unwrap_or_default();
    let is_end = |line: &Line| line.text(text).trim().eq_ignore_ascii_case("END:VCARD");
    let count = match structure {
        Structure::VCard => behind.iter().position(is_end).map_or(behind.len(), |end| end + 1),
        Structure::Calendar | Structure::Ldif | Structure::Json | Structure::Mail => 1,
    };
    let mut blocks = blocks_of(rest, run.get(..begin).unwrap_or_default());
    blocks.extend(structured(
        text,
        behind.get(..count).unwrap_or_default(),
        structure,
    ));
    blocks.extend(read(rest, behind.get(count..).unwrap_or_default()));
    blocks
}

/// Returns the format whose fields begin with a line: a card, or somebody of an appointment.
pub(super) fn embedded(line: &str) -> Option<Structure> {
    let line = line.trim();
    let starts = |word: &str| {
        let (start, rest) = line.split_at_checked(word.len()).unwrap_or_default();
        start.eq_ignore_ascii_case(word) && rest.starts_with([';', ':'])
    };
    if line.eq_ignore_ascii_case("BEGIN:VCARD") {
        return Some(Structure::VCard);
    }
    (starts("ATTENDEE") || starts("ORGANIZER")).then_some(Structure::Calendar)
}

/// Reads lines of a format that names its fields.
fn structured(text: &str, lines: &[Line], structure: Structure) -> Vec<Block> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Vec::new();
    };
    let start = first.range.start;
    let inner = text.get(start..last.range.end).unwrap_or_default();
    let mut blocks = structured::read(structure, inner);
    for block in &mut blocks {
        block.first += first.number;
        for person in &mut block.people {
            person.line += first.number;
            for part in [
                &mut person.name,
                &mut person.email,
                &mut person.title,
                &mut person.phone,
            ] {
                let range = part.range.take();
                part.range = range.map(|range| range.start + start..range.end + start);
            }
        }
    }
    blocks
}

fn blocks_of(rest: &Rest<'_, '_>, run: &[Line]) -> Vec<Block> {
    let text = rest.text;
    let mut blocks = Vec::new();
    let lines: Vec<Fields> = run.iter().map(|line| rest.fields(line)).collect();
    let lines = with_labels_above(text, run, lines);
    let evidence = order::of_lines(text, &lines);
    let mut card = Card::new(evidence);
    // What comes next behind each line: the address of the name on it, or the name of somebody else.
    let mut ahead: Vec<Option<What>> = vec![None; lines.len()];
    for at in (1..lines.len()).rev().filter(|_| evidence.order() == Order::Name) {
        let anchors = |field: &&Field| matches!(field.what, What::Name | What::First | What::Email);
        let own = lines.get(at).and_then(|fields| fields.all.iter().find(anchors));
        let next = own
            .map(|field| field.what)
            .or_else(|| ahead.get(at).copied().flatten());
        if let Some(place) = ahead.get_mut(at - 1) {
            *place = next;
        }
    }
    let orphans = orphans(&lines);
    for (at, ((line, fields), ahead)) in run.iter().zip(lines).zip(ahead).enumerate() {
        if at == orphans {
            card = Card::new(evidence);
        }
        if is_brace(line.text(text)) {
            card.finish(text, &mut blocks);
            continue;
        }
        if fields.is_whole() {
            // What stands alone right above it may be the part that the person plays.
            let role = card.heading().filter(|role| role.line + 1 == line.number);
            let first = match &role {
                Some(role) => role.line,
                None => {
                    card.finish(text, &mut blocks);
                    line.number
                }
            };
            card = Card::new(evidence);
            blocks.push(Block {
                first,
                lines: line.number + 1 - first,
                people: one_a_line(text, line, &fields, role.as_ref()),
            });
            continue;
        }
        let above = at.checked_sub(1).and_then(|at| run.get(at));
        card.take(text, (above, line), fields, ahead, &mut blocks);
    }
    card.finish(text, &mut blocks);
    blocks
}

/// Counts the first lines that are the rest of somebody above: titles and numbers of which there are more than names.
fn orphans(lines: &[Fields]) -> usize {
    let all = || lines.iter().flat_map(|fields| &fields.all);
    let count = |what: What| {
        all()
            .filter(|field| field.what == what && field.is_labelled)
            .count()
    };
    let names = count(What::Name).max(count(What::First));
    let is_detail = |field: &Field| matches!(field.what, What::Title | What::Phone);
    let begins = all()
        .next()
        .is_some_and(|first| first.is_labelled && is_detail(first));
    if !begins || names == 0 || count(What::Title).max(count(What::Phone)) <= names {
        return 0;
    }
    lines
        .iter()
        .take_while(|fields| fields.all.iter().all(is_detail))
        .count()
}

/// Returns whether a block without an address names whose the address of the next one is.
pub(super) fn begins(rest: &Rest<'_, '_>, first: &[Line], second: &[Line]) -> bool {
    let text = rest.text;
    let fields = |lines: &[Line]| -> Vec<Fields> { lines.iter().map(|line| rest.fields(line)).collect() };
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

/// Returns what a line names that may be the label of the line below.
pub(super) fn label_above(words: &str) -> Option<header::Sort> {
    let may_be_label = !words.bytes().any(|byte| byte.is_ascii_digit());
    let words = Some(words).filter(|_| may_be_label)?;
    header::whole(words.trim().trim_end_matches([':', '*', '?']))
}

/// Gives the words of a line the label that stands alone on the line above.
fn with_labels_above(text: &str, run: &[Line], mut lines: Vec<Fields>) -> Vec<Fields> {
    let sorts: Vec<_> = run.iter().map(|line| label_above(line.text(text))).collect();
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
            header::Sort::Detail(Detail::Roles) => What::Roles,
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

/// A person in several lines, as far as they were read.
#[derive(Debug, Default)]
struct Card {
    fields: Vec<Field>,
    lines: Vec<usize>,
    lacks_address: bool,
    /// What the lines around tell of the order of names and addresses.
    evidence: Evidence,
}

impl Card {
    fn new(evidence: Evidence) -> Self {
        Self {
            evidence,
            ..Self::default()
        }
    }

    fn has(&self, what: What) -> bool {
        self.fields.iter().any(|field| field.what == what)
    }

    /// Returns whether the first address is made of the words of a field.
    fn is_of_address(&self, text: &str, field: &Field) -> bool {
        let email = self.fields.iter().find(|field| field.what == What::Email);
        email.is_some_and(|email| shape::is_made_of(local_part(of(text, email)), of(text, field)))
    }

    /// Returns the line that heads what follows, if that is all there is.
    fn heading(&self) -> Option<Field> {
        match self.fields.as_slice() {
            [only] if only.what == What::Role => Some(only.clone()),
            _ => None,
        }
    }

    fn take(
        &mut self,
        text: &str,
        (above, line): (Option<&Line>, &Line),
        fields: Fields,
        ahead: Option<What>,
        blocks: &mut Vec<Block>,
    ) {
        // A gap joins fields, and begins nothing.
        if line.joins || line.is_blank(text) {
            if !self.lines.is_empty() {
                self.lines.push(line.number);
            }
            return;
        }
        if fields.is_marked {
            self.finish(text, blocks);
        }
        if !fields.is_other && self.is_another(text, line, &fields.all, ahead) {
            let label = self.take_label_above(text, (above, line), &fields.all);
            self.finish(text, blocks);
            self.lines.extend(label);
        }
        self.lines.push(line.number);
        self.lacks_address |= fields.lacks_address;
        if !fields.is_other {
            self.fields.extend(fields.all);
        }
    }

    /// Takes the line above off the card if it is the label of what stands on a line.
    fn take_label_above(
        &mut self,
        text: &str,
        (above, line): (Option<&Line>, &Line),
        fields: &[Field],
    ) -> Option<usize> {
        let (first, above) = (fields.first()?, above?);
        let starts = first.range.start == line.range.start + indent(line.text(text));
        let is_label = first.is_labelled || label_alone(above.text(text)).is_some();
        self.lines
            .pop_if(|last| is_label && starts && *last == above.number)
    }

    /// Returns whether the fields of a line begin the next person.
    fn is_another(&self, text: &str, line: &Line, fields: &[Field], ahead: Option<What>) -> bool {
        let has_name = fields.iter().any(|field| field.what == What::Name);
        fields.iter().any(|field| match field.what {
            What::Name if self.has(What::Email) && ahead == Some(What::Email) => true,
            What::Name => {
                (self.has(What::Name) || self.has(What::First))
                    && (self.has(What::Email) || self.has(What::Phone) || field.is_labelled)
            }
            // A family name with an address may be the rest of somebody whose given name was cut off.
            What::First => {
                self.has(What::First)
                    || self.has(What::Name)
                    || (self.has(What::Last) && self.has(What::Email) && !self.is_of_address(text, field))
            }
            // A name that stands above the first address is none of this list.
            What::Email
                if self.evidence.order() == Order::Address
                    && !self.has(What::Email)
                    && (self.has(What::Name) || self.has(What::First)) =>
            {
                true
            }
            What::Email => {
                let mut before = self.fields.iter().filter(|before| before.what == What::Email);
                before.any(|before| !of(text, before).eq_ignore_ascii_case(of(text, field)))
            }
            What::Role => {
                self.has(What::Email)
                    && field.range.start == line.range.start + indent(line.text(text))
                    && !has_name
            }
            // The label with which the card begins comes again.
            What::Title | What::Phone | What::Roles => {
                let begins = |first: &Field| first.is_labelled && first.what == field.what;
                field.is_labelled
                    && self.fields.first().is_some_and(begins)
                    && self.has(What::Email)
                    && (self.has(What::Name) || self.has(What::First))
            }
            What::Last | What::Words | What::Sentence => false,
        })
    }

    /// Hands the person on, if there is one.
    fn finish(&mut self, text: &str, blocks: &mut Vec<Block>) {
        let card = std::mem::replace(self, Self::new(self.evidence));
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
            return;
        }
        // What else stands in the block belongs to its first address.
        let mut first = person(text, &own, email, None);
        if let Some(email) = email.filter(|_| card.evidence.may_be_of_above()) {
            let is_above = own
                .iter()
                .any(|field| matches!(field.what, What::Name | What::First) && field.line < email.line);
            let fits = shape::fits(local_part(of(text, email)), &first.name.text);
            first.mixed |= is_above && (!fits || card.evidence.is_contested());
        }
        let mut people = vec![first];
        let mut known = HashSet::new();
        for other in card.fields.iter().filter(|field| field.what == What::Email) {
            if known.insert(of(text, other).to_ascii_lowercase()) && known.len() > 1 {
                people.push(person(text, &[], Some(other), None));
            }
        }
        let (first, last) = (card.lines.first().copied(), card.lines.last().copied());
        let first = first.unwrap_or_default();
        blocks.push(Block {
            first,
            lines: last.unwrap_or_default() + 1 - first,
            people,
        });
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
