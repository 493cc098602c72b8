//! Walks over a text block by block, and makes entries of the people that it finds.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use super::line::{self, Behind, Line};
use super::order::{self, LongRun};
use super::slab::Slab;
use super::{
    Before, Block, MOST_ALONE, MOST_LINES, MOST_OF_BLOCK, Part, Person, REACH, Sureness, addresses, read,
};
use crate::domain::{Detail, Details};
use crate::paste::clean::{self, Cleaned};
use crate::paste::entry::{Entry, Place, Told};
use crate::paste::scan::{IndexedText, Lines, Spot};
use crate::paste::structured::{self, Structure};

/// How many lines before and behind a blank one decide whether it parts a form.
const JOINED: usize = 16;

/// Walks from line `first`, at which a block starts, to the end of the text.
///
/// `before` is asked at each line at which a block starts, with how many lines before it decide how it is read; `each` gets
/// the people. Returns the line at which the walk ended.
pub(in crate::paste) fn walk(
    source: &dyn Lines,
    first: usize,
    slab: usize,
    mut before: impl FnMut(usize, usize) -> ControlFlow<()>,
    mut each: impl FnMut(Spot, Option<Entry<'_>>),
) -> usize {
    let count = source.count();
    let slab = slab.max(2 * REACH);
    let mut state = state(source, first);
    let mut at = first;
    while at < count {
        let end = (at + slab).min(count);
        let mut text = String::new();
        source.read(at..end, &mut text);
        let slab = Slab::of(&text, usize::MAX - 2);
        let mut next = 0;
        while at < count && (end == count || at + REACH < end) {
            let reach = match state {
                Before::Break => JOINED,
                Before::LongRun => REACH,
            };
            if before(at, reach).is_break() {
                return at;
            }
            let rest = slab.rest(next);
            let (lines, found) = read(&rest, state);
            spots(found, at, rest.text, &rest.lines(0..lines), &mut each);
            let ends = rest.is_break(lines - 1).unwrap_or(true);
            at += lines;
            next += lines;
            let follows = slab.rest(next).is_break(0) == Some(false);
            state = if !ends && follows {
                Before::LongRun
            } else {
                Before::Break
            };
        }
    }
    count
}

/// Hands on the people of blocks among some lines, the first of which has this number, and the lines between them.
fn spots(
    blocks: Vec<Block>,
    at: usize,
    text: &str,
    all: &[Line],
    each: &mut impl FnMut(Spot, Option<Entry<'_>>),
) {
    let mut next = 0;
    for block in blocks {
        nobody(next..block.first, at, text, all, each);
        // A block within another one ends before it.
        next = next.max(block.first + block.lines);
        people(block, at, all, each);
    }
    nobody(next..all.len(), at, text, all, each);
}

/// Hands on the people of a block.
fn people(block: Block, at: usize, all: &[Line], each: &mut impl FnMut(Spot, Option<Entry<'_>>)) {
    let own = all
        .get(block.first..block.first + block.lines)
        .unwrap_or_default();
    for (nth, person) in block.people.into_iter().enumerate() {
        let spot = Spot {
            line: at + block.first,
            lines: block.lines,
            nth,
            shown: person.line.saturating_sub(block.first),
        };
        each(spot, Some(entry(&person, own)));
    }
}

/// Hands on the lines of a range that hold something, and nobody.
fn nobody(
    lines: Range<usize>,
    at: usize,
    text: &str,
    all: &[Line],
    each: &mut impl FnMut(Spot, Option<Entry<'_>>),
) {
    for line in lines {
        if all.get(line).is_some_and(|line| !line.is_blank(text)) {
            each(Spot::of_nobody(at + line, 1), None);
        }
    }
}

/// Returns where a block starts at a line or before it, so that what stands before is read as it was, whatever changes from
/// the line on.
pub(in crate::paste) fn start(source: &dyn Lines, line: usize) -> usize {
    let from = line.saturating_sub(2 * REACH);
    let mut text = String::new();
    source.read(from..line, &mut text);
    let lines = line::split_before(&text, usize::MAX - 2, Behind::Unknown);
    let lines = lines.get(..line - from).unwrap_or_default();
    let run = |lines: &[Line]| {
        lines
            .iter()
            .rev()
            .take_while(|line| !line.is_break(&text))
            .count()
    };
    let before = run(lines);
    if before > MOST_LINES {
        // A block begins where a line and those behind it tell so, and none is longer than the most.
        let near = MOST_OF_BLOCK + order::NEAR;
        let slab = Slab::of_lines(&text, lines);
        let run = LongRun::new(slab.rest(lines.len() - near), near);
        let begun = (0..MOST_OF_BLOCK).find(|back| run.starts_at(MOST_OF_BLOCK - back));
        return line - order::NEAR - begun.unwrap_or(0);
    }
    let rest = lines.get(..lines.len() - before).unwrap_or_default();
    let Some((gap, rest)) = rest.split_last() else {
        return line - before;
    };
    // What stands alone before a block may belong to it.
    let alone = run(rest);
    let is_alone = gap.is_blank(&text) && (1..=MOST_ALONE).contains(&alone);
    let has_address = rest
        .iter()
        .rev()
        .take(alone)
        .any(|line| !addresses::find(line.text(&text)).is_empty());
    if is_alone && !has_address {
        line - before - 1 - alone
    } else {
        line - before
    }
}

/// Reads a whole text in a format that names its fields; returns the number of its lines.
pub(in crate::paste) fn walk_structured(
    source: &dyn Lines,
    structure: Structure,
    mut each: impl FnMut(Spot, Option<Entry<'_>>),
) -> usize {
    let mut text = String::new();
    source.read(0..source.count(), &mut text);
    let all = line::split(&text, usize::MAX);
    let blocks = structured::read(structure, &text);
    if !matches!(structure, Structure::VCard | Structure::Ldif) {
        spots(blocks, 0, &text, &all, &mut each);
        return source.count();
    }
    // What stands between cards and entries may be a list of another shape.
    let mut next = 0;
    for block in blocks {
        between(source, next..block.first, &mut each);
        next = block.first + block.lines;
        people(block, 0, &all, &mut each);
    }
    between(source, next..source.count(), &mut each);
    source.count()
}

/// Reads some lines as text.
fn between(source: &dyn Lines, lines: Range<usize>, each: &mut impl FnMut(Spot, Option<Entry<'_>>)) {
    if lines.is_empty() {
        return;
    }
    let mut text = String::new();
    source.read(lines.clone(), &mut text);
    text.truncate(text.trim_end_matches('\n').len());
    let go_on = |_, _| ControlFlow::Continue(());
    walk(&IndexedText::new(&text), 0, usize::MAX, go_on, |spot, entry| {
        let line = spot.line + lines.start;
        each(Spot { line, ..spot }, entry);
    });
}

/// Returns what stands before a line at which a block starts.
fn state(source: &dyn Lines, first: usize) -> Before {
    let from = first.saturating_sub(JOINED);
    let mut text = String::new();
    source.read(from..(first + JOINED).min(source.count()), &mut text);
    let lines = line::split(&text, usize::MAX - 2);
    match lines.get((first - from).saturating_sub(1)..first - from + 1) {
        Some([before, after]) if !before.is_break(&text) && !after.is_break(&text) => Before::LongRun,
        _ => Before::Break,
    }
}

/// Reads the people of a text that is one block.
pub(in crate::paste) fn entries(text: &str, structure: Option<Structure>) -> Vec<Entry<'static>> {
    let blocks = structure.map_or_else(Vec::new, |structure| structured::read(structure, text));
    let blocks = if blocks.is_empty() {
        read(&Slab::of(text, REACH + 1).rest(0), Before::Break).1
    } else {
        blocks
    };
    let all = line::split(text, usize::MAX);
    blocks
        .into_iter()
        .flat_map(|block| block.people)
        .map(|person| entry(&person, &all))
        .collect()
}

/// Makes an entry of a person; its places count from the first of the lines.
fn entry(person: &Person, lines: &[Line]) -> Entry<'static> {
    let (start, first) = lines
        .first()
        .map_or((0, 0), |line| (line.range.start, line.number));
    let end = lines.last().map_or(0, |line| line.range.end);
    let place = |part: &Part| {
        let range = part.range.clone().filter(|range| range.start >= start);
        range.map(|range| range.start - start..range.end - start)
    };
    let cleaned = |part: &Part| clean::cell(Cow::Owned(part.text.clone()));
    let (mut name, title) = (cleaned(&person.name), cleaned(&person.title));
    let bare = clean::untagged(&name.text);
    if bare.len() < name.text.len() {
        name = Cleaned {
            text: Cow::Owned(bare.to_owned()),
            changed: true,
        };
    }
    let email = clean::address(Cow::Owned(person.email.text.clone()));
    let phone = clean::phone(Cow::Owned(person.phone.text.clone()));
    let changed = title.changed || phone.changed;
    let mut details = Details::default();
    details[Detail::Title] = title.text;
    details[Detail::Phone] = phone.text;
    details[Detail::Roles] = clean::detail(Detail::Roles, Cow::Owned(person.roles.text.clone())).text;
    Entry {
        cleaned: name.changed || email.changed || changed,
        unterminated: person.unterminated,
        mixed: person.mixed,
        turned: false,
        told: Told {
            unwanted: person.unwanted,
            in_sentence: person.sureness == Sureness::Sentence,
        },
        place: Place::Block {
            whole: 0..end - start,
            name: place(&person.name),
            email: place(&person.email),
            line: person.line.saturating_sub(first),
        },
        name: name.text,
        email: email.text,
        details,
    }
}
