//! Finds out whether people in several lines begin with their names or with their addresses.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::card;
use super::item::{self, Fields, What};
use super::line::Line;
use super::people::{local_part, of};
use crate::paste::shape;

/// What of a person stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Order {
    #[default]
    Name,
    Address,
}

/// What lines tell of the people in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    pub first: Order,
    /// Whether a name may belong to the address above it.
    pub may_be_of_above: bool,
    /// Whether they go both ways, and an address fits the names on both of its sides.
    pub is_contested: bool,
}

/// Returns what comes first by the words of names and addresses, else by the first line that has either.
pub(super) fn of_lines(text: &str, lines: &[Fields]) -> Told {
    let anchors = anchors(text, lines);
    let first = || match anchors.first() {
        Some(Anchor::Address(_)) => Order::Address,
        Some(Anchor::Name(_) | Anchor::Whole) | None => Order::Name,
    };
    let evidence = told(&anchors);
    let first = evidence.order().unwrap_or_else(first);
    Told {
        first,
        may_be_of_above: first == Order::Address || evidence.above > 0,
        is_contested: evidence.contested
            && evidence.above > 0
            && (evidence.below > 0 || first == Order::Name),
    }
}

/// The most lines of a run without a blank line that tell together what comes first.
pub(super) const NEAR: usize = 6;

/// Returns what comes first by the words of names and addresses alone; none if they do not tell.
pub(super) fn by_words(text: &str, lines: &[Line]) -> Option<Order> {
    let fields: Vec<Fields> = lines.iter().map(|line| item::read(text, line)).collect();
    told(&anchors(text, &fields)).order()
}

/// The lines of a run that is too long to be read as a whole; each line and the few behind it tell whether it begins a block.
pub(super) struct LongRun<'t> {
    text: &'t str,
    lines: &'t [Line],
    /// What was read of them.
    fields: Vec<Fields>,
}

impl<'t> LongRun<'t> {
    pub(super) fn new(text: &'t str, lines: &'t [Line]) -> Self {
        Self {
            text,
            lines,
            fields: Vec::new(),
        }
    }

    /// Returns whether a line begins a block.
    pub(super) fn starts_at(&mut self, at: usize) -> bool {
        let Some(line) = self.lines.get(at) else {
            return false;
        };
        let fields = self.read(at, 1);
        let first = fields.first().and_then(|fields| fields.all.first());
        let first = first.map(|field| field.what);
        if fields.iter().any(|fields| fields.is_marked || fields.is_whole())
            || card::embedded(line.text(self.text)).is_some()
        {
            return true;
        }
        let text = self.text;
        let mut order = || {
            told(&anchors(text, self.read(at, NEAR)))
                .order()
                .unwrap_or(Order::Name)
        };
        match first {
            Some(What::Name | What::First) => order() == Order::Name,
            Some(What::Email) => order() == Order::Address,
            Some(What::Last | What::Title | What::Phone | What::Role | What::Words | What::Sentence)
            | None => false,
        }
    }

    fn read(&mut self, at: usize, count: usize) -> &[Fields] {
        let end = (at + count).min(self.lines.len());
        let more = self.lines.get(self.fields.len()..end).unwrap_or_default();
        self.fields
            .extend(more.iter().map(|line| item::read(self.text, line)));
        self.fields.get(at..end).unwrap_or_default()
    }
}

/// What a person is known by.
enum Anchor<'t> {
    Name(Cow<'t, str>),
    /// What stands before the @ of an address.
    Address(&'t str),
    /// A name with its address.
    Whole,
}

fn anchors<'t>(text: &'t str, lines: &[Fields]) -> Vec<Anchor<'t>> {
    let mut anchors = Vec::new();
    for fields in lines {
        if fields.is_whole() {
            anchors.push(Anchor::Whole);
            continue;
        }
        for field in &fields.all {
            let words = of(text, field);
            match (field.what, anchors.last_mut()) {
                (What::Name | What::First, _) => anchors.push(Anchor::Name(words.into())),
                (What::Email, _) => anchors.push(Anchor::Address(local_part(words))),
                (What::Last, Some(Anchor::Name(first))) => *first = format!("{first} {words}").into(),
                (What::Last, _) => anchors.push(Anchor::Name(words.into())),
                (What::Title | What::Phone | What::Role | What::Words | What::Sentence, _) => {}
            }
        }
    }
    anchors
}

fn told(anchors: &[Anchor<'_>]) -> Evidence {
    let (mut below, mut above) = (0, 0);
    for (at, anchor) in anchors.iter().enumerate() {
        let Anchor::Name(name) = anchor else { continue };
        let fits = |other: Option<&Anchor<'_>>| match other {
            Some(Anchor::Address(local)) => shape::fits(local, name),
            Some(Anchor::Name(_) | Anchor::Whole) | None => false,
        };
        match (
            fits(at.checked_sub(1).and_then(|at| anchors.get(at))),
            fits(anchors.get(at + 1)),
        ) {
            (true, false) => above += 1,
            (false, true) => below += 1,
            (true, true) | (false, false) => {}
        }
    }
    let fits = |local: &str, other: Option<&Anchor<'_>>| match other {
        Some(Anchor::Name(name)) => shape::fits(local, name),
        Some(Anchor::Address(_) | Anchor::Whole) | None => false,
    };
    let contested = anchors.windows(3).any(|near| match near {
        [before, Anchor::Address(local), after] => fits(local, Some(before)) && fits(local, Some(after)),
        _ => false,
    });
    Evidence {
        below,
        above,
        contested,
    }
}

/// How many names fit the address below them alone, and how many the one above them alone.
struct Evidence {
    below: usize,
    above: usize,
    /// Whether an address fits the names on both of its sides.
    contested: bool,
}

impl Evidence {
    fn order(&self) -> Option<Order> {
        match self.above.cmp(&self.below) {
            Ordering::Greater => Some(Order::Address),
            Ordering::Less => Some(Order::Name),
            Ordering::Equal => None,
        }
    }
}
