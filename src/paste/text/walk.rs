//! Walks over a text block by block, and makes entries of the people that it finds.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use super::fast_path::{FastPath, Piece};
use super::line::{self, ABOVE, BELOW, Behind, Line};
use super::order::{self, LongRun};
use super::slab::{Rest, Slab};
use super::{
    Before, Block, MOST_ALONE, MOST_LINES, MOST_OF_BLOCK, Part, Person, REACH, Sureness, addresses, card,
    read,
};
use crate::domain::{Detail, Details};
use crate::paste::check::{Checker, Verdict};
use crate::paste::clean::{self, Cleaned};
use crate::paste::entry::{Entry, Place, Told};
use crate::paste::scan::{IndexedText, Lines, Spot};
use crate::paste::structured::{self, Structure};

/// Walks from line `first`, at which a block starts, to the end of the text.
///
/// `before` is asked at each line at which a block starts, with how many lines before it decide how it is read; `each` gets
/// the verdicts. Returns the line at which the walk ended.
pub(in crate::paste) fn walk(
    source: &dyn Lines,
    first: usize,
    slab: usize,
    before: impl FnMut(usize, usize) -> ControlFlow<()>,
    checker: &mut Checker,
    each: impl FnMut(Spot, Verdict),
) -> usize {
    walk_by(
        Some(FastPath::default()),
        source,
        first,
        slab,
        before,
        checker,
        each,
    )
}

/// Walks with the short way for plain blocks, or without.
fn walk_by(
    mut fast_path: Option<FastPath>,
    source: &dyn Lines,
    first: usize,
    slab: usize,
    mut before: impl FnMut(usize, usize) -> ControlFlow<()>,
    checker: &mut Checker,
    mut each: impl FnMut(Spot, Verdict),
) -> usize {
    let count = source.count();
    let slab = slab.max(2 * REACH);
    let mut state = state(source, first);
    let mut text = String::new();
    let mut at = first;
    while at < count {
        let end = (at + slab).min(count);
        text.clear();
        // What stands above tells whether a gap joins fields.
        source.read(at.saturating_sub(ABOVE)..at, &mut text);
        let mut byte = text.len();
        source.read(at..end, &mut text);
        let piece = Piece {
            text: &text,
            is_last: end == count,
        };
        let mut careful = Careful::new(&text);
        if let Some(fast_path) = &mut fast_path {
            fast_path.reset();
        }
        while at < count && (end == count || at + REACH < end) {
            let reach = match state {
                Before::Break => ABOVE + 1,
                Before::LongRun => REACH,
            };
            if before(at, reach).is_break() {
                return at;
            }
            if let Some(fast_path) = &mut fast_path
                && let Some(block) = fast_path.block(piece, byte, state, checker)
            {
                for found in &fast_path.people {
                    each(found.spot(at), found.verdict);
                }
                (at, byte, state) = (at + block.lines, block.end, block.then);
                continue;
            }
            let rest = careful.rest(at, byte);
            let (lines, found) = read(&rest, state);
            spots(found, at, rest.text, &rest.lines(0..lines), &mut |spot, entry| {
                each(spot, verdict(checker, entry.as_ref()));
            });
            let ends = rest.is_break(lines - 1).unwrap_or(true);
            let next = rest.after(lines);
            byte += rest.text.len() - next.text.len();
            at += lines;
            state = if !ends && next.is_break(0) == Some(false) {
                Before::LongRun
            } else {
                Before::Break
            };
        }
    }
    count
}

/// The lines that are read with care: a few, and more at once where one block after the other is.
struct Careful<'t> {
    text: &'t str,
    slab: Slab<'t>,
    /// The number of the first line of the slab, and the most lines it could take.
    first: usize,
    most: usize,
}

impl<'t> Careful<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            slab: Slab::of("", 0),
            first: 0,
            most: 0,
        }
    }

    /// Returns the lines from one on, which begins at a byte of the text and begins a block.
    fn rest(&mut self, line: usize, byte: usize) -> Rest<'_, 't> {
        let count = self.slab.count();
        let is_of_slab = (self.first..self.first + count).contains(&line);
        let is_known = is_of_slab && (count < self.most || line + REACH < self.first + count);
        if !is_known {
            self.most = match is_of_slab {
                true => self.most.saturating_mul(2),
                false => 2 * REACH,
            };
            let before = self.text.get(..byte).unwrap_or_default();
            let mut ends = memchr::memrchr_iter(b'\n', before.as_bytes());
            let above = ends.clone().take(ABOVE).count();
            let start = ends.nth(above).map_or(0, |end| end + 1);
            self.most += above;
            self.first = line - above;
            self.slab = Slab::of(self.text.get(start..).unwrap_or_default(), self.most);
        }
        self.slab.rest(line - self.first)
    }
}

/// Judges what a text holds at a place: a person, or nobody.
fn verdict(checker: &mut Checker, entry: Option<&Entry<'_>>) -> Verdict {
    entry.map_or(Verdict::NOBODY, |entry| checker.judge(entry))
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
    // Whether a gap joins fields changes with the lines right behind it.
    let near = lines.len().saturating_sub(BELOW)..;
    let gap = lines.get(near).unwrap_or_default().iter().find(|line| line.joins);
    let lines = gap.and_then(|gap| lines.get(..gap.number)).unwrap_or(lines);
    let line = from + lines.len();
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
    checker: &mut Checker,
    mut each: impl FnMut(Spot, Verdict),
) -> usize {
    let mut text = String::new();
    source.read(0..source.count(), &mut text);
    let all = line::split(&text, usize::MAX);
    let blocks = structured::read(structure, &text);
    if !matches!(structure, Structure::VCard | Structure::Ldif) {
        spots(blocks, 0, &text, &all, &mut |spot, entry| {
            each(spot, verdict(checker, entry.as_ref()));
        });
        return source.count();
    }
    // What stands between cards and entries may be a list of another shape.
    let mut next = 0;
    for block in blocks {
        between(source, next..block.first, checker, &mut each);
        next = block.first + block.lines;
        people(block, 0, &all, &mut |spot, entry| {
            each(spot, verdict(checker, entry.as_ref()));
        });
    }
    between(source, next..source.count(), checker, &mut each);
    source.count()
}

/// Reads some lines as text.
fn between(
    source: &dyn Lines,
    lines: Range<usize>,
    checker: &mut Checker,
    each: &mut impl FnMut(Spot, Verdict),
) {
    if lines.is_empty() {
        return;
    }
    let mut text = String::new();
    source.read(lines.clone(), &mut text);
    text.truncate(text.trim_end_matches('\n').len());
    let go_on = |_, _| ControlFlow::Continue(());
    let source = IndexedText::new(&text);
    walk(&source, 0, usize::MAX, go_on, checker, |spot, verdict| {
        let line = spot.line + lines.start;
        each(Spot { line, ..spot }, verdict);
    });
}

/// Returns what stands before a line at which a block starts.
fn state(source: &dyn Lines, first: usize) -> Before {
    let from = first.saturating_sub(ABOVE + 1);
    let mut text = String::new();
    source.read(from..(first + BELOW + 1).min(source.count()), &mut text);
    let lines = line::split(&text, usize::MAX - 2);
    match lines.get((first - from).saturating_sub(1)..first - from + 1) {
        Some([before, after]) if !before.is_break(&text) && !after.is_break(&text) => Before::LongRun,
        _ => Before::Break,
    }
}

/// Reads the people of a text that is one block.
pub(in crate::paste) fn entries(text: &str, structure: Option<Structure>) -> Vec<Entry<'static>> {
    let blocks = structure.map_or_else(Vec::new, |structure| structured::read(structure, text));
    let all = line::split(text, usize::MAX);
    let people = match blocks.is_empty() {
        true => card::of_block(&Slab::of_lines(text, &all).rest(0), &all),
        false => blocks.into_iter().flat_map(|block| block.people).collect(),
    };
    people.iter().map(|person| entry(person, &all)).collect()
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
    let others = Cow::Owned(person.other_emails.clone());
    details[Detail::OtherEmails] = clean::detail(Detail::OtherEmails, others).text;
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
        further: person.further.clone(),
    }
}

#[cfg(test)]
mod tests;
