//! Puts people together from the fields of their lines.

use std::collections::HashSet;

use super::item::{Field, Fields, What};
use super::line::Line;
use super::order::Evidence;
use super::slab::Rest;
use super::{Part, Person, Sureness, labels, unwanted};
use crate::paste::shape;

/// Returns the text of a field.
pub(super) fn of<'t>(text: &'t str, field: &Field) -> &'t str {
    text.get(field.range.clone()).unwrap_or_default()
}

/// Returns what stands before the @ of an address.
pub(super) fn local_part(address: &str) -> &str {
    address.split(['@', '＠']).next().unwrap_or_default()
}

/// Reads the people of the lines of one block; all they are stands on these lines, so that they are the same whenever the
/// lines are read again. What tells of the order of names and addresses may stand around them, and makes a name unsure only.
pub(super) fn of_block(rest: &Rest<'_, '_>, own: &[Line], evidence: Evidence) -> Vec<Person> {
    let text = rest.text;
    let lines = own.iter().map(|line| rest.fields(line)).collect();
    let lines: Vec<Fields> = labels::with_above(text, own, lines);
    let mut people = Vec::new();
    let (mut all, mut lacks_address) = (Vec::new(), false);
    for (line, fields) in own.iter().zip(lines) {
        if line.parts(text) {
            continue;
        }
        if fields.is_whole() {
            let role = heading(&all).filter(|role| role.line + 1 == line.number);
            people.extend(one_a_line(text, line, &fields, role));
            (all, lacks_address) = (Vec::new(), false);
            continue;
        }
        lacks_address |= fields.lacks_address;
        if !fields.is_other {
            all.extend(fields.all);
        }
    }
    people.extend(in_lines(text, &all, lacks_address, evidence));
    people
}

/// Returns the words above a line that tell of a person by itself, if they are all there is: the part that the person plays.
pub(super) fn heading(fields: &[Field]) -> Option<&Field> {
    match fields {
        [only] if only.what == What::Role => Some(only),
        _ => None,
    }
}

/// Puts the people together whose fields stand on several lines, if there is anybody.
fn in_lines(text: &str, all: &[Field], lacks_address: bool, evidence: Evidence) -> Vec<Person> {
    let email = all.iter().find(|field| field.what == What::Email);
    let own: Vec<&Field> = all.iter().filter(|field| field.what != What::Email).collect();
    let is_name = |field: &&Field| matches!(field.what, What::Name | What::First);
    let is_detail = |field: &&Field| {
        field.what == What::Phone || (field.is_labelled && matches!(field.what, What::Title))
    };
    let is_somebody = || own.iter().any(is_name) && (lacks_address || own.iter().any(is_detail));
    if email.is_none() && !is_somebody() {
        return Vec::new();
    }
    // What else stands in the block belongs to its first address.
    let mut first = person(text, &own, email, None);
    if let Some(email) = email.filter(|_| evidence.may_be_of_above()) {
        let is_above = own.iter().any(|field| is_name(field) && field.line < email.line);
        let fits = shape::fits(local_part(of(text, email)), &first.name.text);
        first.mixed |= is_above && (!fits || evidence.is_contested());
    }
    let mut people = vec![first];
    let mut known = HashSet::new();
    for other in all.iter().filter(|field| field.what == What::Email) {
        if known.insert(of(text, other).to_ascii_lowercase()) && known.len() > 1 {
            people.push(person(text, &[], Some(other), None));
        }
    }
    people
}

/// How far from an address what belongs to it may stand on its line, in bytes.
const MOST_BETWEEN: usize = 1000;

/// Reads the people of a line that tells of them by itself.
pub(super) fn one_a_line(text: &str, line: &Line, fields: &Fields, role: Option<&Field>) -> Vec<Person> {
    let emails: Vec<&Field> = fields
        .all
        .iter()
        .filter(|field| field.what == What::Email)
        .collect();
    let is_only = emails.len() == 1;
    let is_open = line.text(text).matches('"').count() % 2 == 1;
    let of_email = |(nth, email): (usize, &&Field)| {
        // Where a damaged address stands between, they are somebody else's.
        let is_near = |field: &Field| {
            let between = if field.range.end <= email.range.start {
                field.range.end..email.range.start
            } else {
                email.range.end..field.range.start.max(email.range.end)
            };
            between.len() <= MOST_BETWEEN && !text.get(between).unwrap_or_default().contains(['@', '＠'])
        };
        let is_own = |field: &&Field| {
            field.what != What::Email
                && is_near(field)
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
        let own = email.range.start - line.range.start..email.range.end - line.range.start;
        person.unwanted = unwanted::is_unwanted(line.text(text), own);
        person.unterminated = is_open;
        person
    };
    let mut people: Vec<Person> = emails.iter().enumerate().map(of_email).collect();
    // Beside an address that nobody's name belongs to, only a name whose address is in brackets is sure.
    let is_named = |person: &Person| !person.name.text.is_empty();
    if !people.iter().all(is_named) {
        let is_in_brackets = |email: &Field| {
            let before = text.get(..email.range.start).unwrap_or_default().trim_end();
            before.ends_with(['<', '(', '[', '（'])
        };
        for (person, email) in people.iter_mut().zip(&emails) {
            person.mixed |= is_named(person) && !is_in_brackets(email);
        }
    }
    people
}

/// Puts a person together.
pub(super) fn person(text: &str, own: &[&Field], email: Option<&Field>, role: Option<&Field>) -> Person {
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
    let labelled_titles = || find(What::Title).filter(|field| field.is_labelled);
    let title = labelled_titles()
        .find(|field| field.range.start >= after)
        .or_else(|| labelled_titles().next())
        .or_else(|| find(What::Title).find(|_| !of_sentence))
        .or_else(|| find(What::Words).find(|field| field.range.start >= after && !of_sentence))
        .or_else(|| find(What::Role).find(|field| field.range.start >= after && !of_sentence))
        .or_else(|| find(What::Role).next().filter(|_| !of_sentence))
        .or(role)
        .or_else(|| find(What::Words).find(|_| !of_sentence));
    if let Some(title) = title {
        person.title = part(title);
    }
    // What stands before the name may be the rest of somebody else.
    let mut behind = find(What::Phone).filter(|field| field.range.start >= after);
    if let Some(phone) = behind.next().or_else(|| find(What::Phone).next()) {
        person.phone = part(phone);
    }
    if let Some(roles) = find(What::Roles).next() {
        person.roles = part(roles);
    }
    if let Some(email) = email {
        // Of several names on the line none may be that of the address.
        let of_line = || find(What::Name).filter(|field| field.line == email.line);
        person.mixed =
            labelled().is_none() && of_line().nth(1).is_some() && !find(What::Name).any(|field| fits(&field));
        // A name below an address may be that of the next one.
        let is_below = name.or(halves.0).is_some_and(|name| name.line > email.line);
        person.mixed |= is_below && !shape::fits(local_part(of(text, email)), &person.name.text);
        person.email = Part::of(text, email.range.clone());
        person.line = email.line;
    } else if let Some(name) = name.or(halves.0) {
        person.line = name.line;
    }
    person
}
