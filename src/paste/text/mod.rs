//! People in text that is no table: lists with marks, labelled blocks, signatures, sentences.

mod addresses;
mod card;
mod fast_path;
mod item;
mod kinds;
mod labels;
mod line;
mod order;
mod people;
mod pieces;
mod slab;
mod unwanted;
mod walk;

pub(super) use kinds::is_written_as_name;
pub(super) use walk::{entries, start, walk, walk_structured};

use std::ops::Range;

use slab::Rest;

use super::own_fields::NamedValue;
use super::shape;

/// A person as the text gives them; each part with the bytes at which it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::paste) struct Person {
    /// The line that shows the person: that of the address, else of the name.
    pub line: usize,
    pub name: Part,
    pub email: Part,
    pub title: Part,
    pub phone: Part,
    pub roles: Part,
    /// The other addresses, as a list.
    pub other_emails: String,
    /// What it has under names of fields.
    pub further: Vec<NamedValue>,
    /// What tells how sure it is.
    pub sureness: Sureness,
    /// Whether the words beside the address say that the person is not to be added.
    pub unwanted: bool,
    /// Whether the name may be that of another address of the line.
    pub mixed: bool,
    /// Whether a quote of the line is never closed.
    pub unterminated: bool,
}

/// A part of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::paste) struct Part {
    pub text: String,
    pub range: Option<Range<usize>>,
}

/// From what a person was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::paste) enum Sureness {
    /// From a list or a block.
    #[default]
    Listed,
    /// From a sentence.
    Sentence,
}

impl Part {
    fn of(text: &str, range: Range<usize>) -> Self {
        Self {
            text: text.get(range.clone()).unwrap_or_default().to_owned(),
            range: Some(range),
        }
    }
}

/// The most lines that are read together where no blank line parts them.
const MOST_LINES: usize = 64;

/// The most lines of a block among more lines than are read together.
const MOST_OF_BLOCK: usize = 16;

/// The most lines of a name and a title that stand alone before the block with the address.
const MOST_ALONE: usize = 3;

/// The most lines of the block with the address behind them.
const MOST_BEHIND: usize = 12;

/// How many lines before and behind a line decide how it is read.
pub(super) const REACH: usize = MOST_LINES + MOST_ALONE + MOST_BEHIND + 2;

/// Lines that tell of people together; read alone they tell the same, as all that is read of them stands on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::paste) struct Block {
    pub first: usize,
    pub lines: usize,
    pub people: Vec<Person>,
}

/// Reads the lines at the start of some that belong together; returns how many they are.
///
/// `before` says where in the text they stand: behind a blank line, or among more lines than are read together.
fn read(rest: &Rest<'_, '_>, before: Before) -> (usize, Vec<Block>) {
    let (count, mut blocks) = together(rest, before);
    let is_unsure = |person: &Person| {
        let local = people::local_part(&person.email.text);
        !person.name.text.is_empty() && !shape::fits(local, &person.name.text)
    };
    let mut of_blocks = blocks
        .iter_mut()
        .filter(|block| before == Before::LongRun && block.lines > 1)
        .flat_map(|block| &mut block.people)
        .filter(|person| is_unsure(person))
        .peekable();
    if of_blocks.peek().is_some() && order::by_words(rest, 0..rest.run(0, order::NEAR)).is_none() {
        // Nothing near tells whether a name belongs to the address below it or to the one above.
        of_blocks.for_each(|person| person.mixed = true);
    }
    (count, blocks)
}

/// Returns whether a line begins with the mark of a list: `- `, `1)`.
pub(super) fn is_marked(line: &str) -> bool {
    line::mark(line) > 0
}

/// Returns whether a line of the head of a mail names people: `To: Ann Lee <ann@acme.com>`.
pub(super) fn is_of_mail_head(line: &str) -> bool {
    let label = line.split_once(':').map(|(label, _)| line::label(label));
    label == Some(line::Label::People)
}

/// Returns which lines of a text tell of a person by themselves.
pub(super) fn whole_lines(text: &str) -> Vec<bool> {
    let lines = line::split(text, usize::MAX);
    lines
        .iter()
        .map(|line| item::read(text, line).is_whole())
        .collect()
}

/// What stands before lines that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// A blank line, one of dashes, or nothing.
    Break,
    /// Lines of the same run, which are more than are read together.
    LongRun,
}

/// Returns how many lines belong together at the start of some, with the people in them.
fn together(rest: &Rest<'_, '_>, before: Before) -> (usize, Vec<Block>) {
    let blocks = |count: usize| (count, card::read(rest, &rest.lines(0..count)));
    let first = rest.run(0, MOST_LINES + 1);
    if first == 0 {
        return (1, Vec::new());
    }
    if first > MOST_LINES || before == Before::LongRun {
        let run = order::LongRun::new(*rest, first);
        let count = match run.starts_at(0) {
            true => {
                1 + (1..first.min(MOST_OF_BLOCK))
                    .take_while(|at| !run.starts_at(*at))
                    .count()
            }
            false => 1,
        };
        return blocks(count);
    }
    // What stands alone before the block of an address may be whose it is.
    if first <= MOST_ALONE && rest.is_blank(first) {
        let second = rest.run(first + 1, MOST_BEHIND + 1);
        let behind = first + 1..first + 1 + second;
        if (1..=MOST_BEHIND).contains(&second)
            && card::begins(rest, &rest.lines(0..first), &rest.lines(behind.clone()))
        {
            let (count, blocks) = blocks(behind.end);
            // If not all of it is of one person, nothing tells that they belong together.
            if matches!(blocks.as_slice(), [one] if one.first == 0 && one.lines > first) {
                return (count, blocks);
            }
        }
    }
    blocks(first)
}

#[cfg(test)]
mod tests;
