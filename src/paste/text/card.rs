//! Reads the people of a block of lines: one a line, or one in several lines.

use super::item::{Field, Fields, What};
use super::line::{Line, is_brace, label_alone};
use super::order::{self, Evidence, Order};
use super::people::{self, local_part, of};
use super::slab::Rest;
use super::{Block, Person, labels};
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

/// Reads the people of lines that are known to be a block, whatever stands around them.
pub(super) fn of_block(rest: &Rest<'_, '_>, own: &[Line]) -> Vec<Person> {
    if own.iter().any(|line| embedded(line.text(rest.text)).is_some()) {
        let blocks = read(rest, own).into_iter();
        return blocks.flat_map(|block| block.people).collect();
    }
    let lines = own.iter().map(|line| rest.fields(line)).collect();
    let lines = labels::with_above(rest.text, own, lines);
    let evidence = order::of_lines(rest.text, &lines);
    people::of_block(rest, own, evidence)
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
    let lines = labels::with_above(text, run, lines);
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
            card.finish(rest, &mut blocks);
            continue;
        }
        if fields.is_whole() {
            // What stands alone right above it may be the part that the person plays.
            let role = people::heading(&card.fields).filter(|role| role.line + 1 == line.number);
            let first = match role {
                Some(role) => role.line,
                None => {
                    card.finish(rest, &mut blocks);
                    line.number
                }
            };
            card = Card::new(evidence);
            card.lines = vec![first, line.number];
            card.finish(rest, &mut blocks);
            continue;
        }
        let above = at.checked_sub(1).and_then(|at| run.get(at));
        card.take(rest, (above, line), fields, ahead, &mut blocks);
    }
    card.finish(rest, &mut blocks);
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

/// A person in several lines, as far as they were read.
#[derive(Debug, Default)]
struct Card {
    fields: Vec<Field>,
    lines: Vec<usize>,
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

    fn take(
        &mut self,
        rest: &Rest<'_, '_>,
        (above, line): (Option<&Line>, &Line),
        fields: Fields,
        ahead: Option<What>,
        blocks: &mut Vec<Block>,
    ) {
        let text = rest.text;
        // A gap joins fields, and begins nothing.
        if line.joins || line.is_blank(text) {
            if !self.lines.is_empty() {
                self.lines.push(line.number);
            }
            return;
        }
        if fields.is_marked {
            self.finish(rest, blocks);
        }
        if !fields.is_other && self.is_another(text, line, &fields.all, ahead) {
            let label = self.take_label_above(text, (above, line), &fields.all);
            self.finish(rest, blocks);
            self.lines.extend(label);
        }
        self.lines.push(line.number);
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
    fn finish(&mut self, rest: &Rest<'_, '_>, blocks: &mut Vec<Block>) {
        let card = std::mem::replace(self, Self::new(self.evidence));
        let (Some(first), Some(last)) = (card.lines.first(), card.lines.last()) else {
            return;
        };
        let own = rest.lines(*first..*last + 1);
        let people = people::of_block(rest, &own, card.evidence);
        if !people.is_empty() {
            blocks.push(Block {
                first: *first,
                lines: own.len(),
                people,
            });
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
