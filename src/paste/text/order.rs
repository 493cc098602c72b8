//! Finds out whether people in several lines begin with their names or with their addresses.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use super::card;
use super::item::{Fields, What};
use super::people::{local_part, of};
use super::slab::Rest;
use crate::paste::shape;

/// What of a person stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Order {
    #[default]
    Name,
    Address,
}

/// Returns what lines tell of the order of the people in them.
pub(super) fn of_lines(text: &str, lines: &[Fields]) -> Evidence {
    Evidence::of(&anchors(text, lines))
}

/// The most lines of a run without a blank line that tell together what comes first.
pub(super) const NEAR: usize = 6;

/// Returns what comes first by the words of names and addresses of some lines alone; none if they do not tell.
pub(super) fn by_words(rest: &Rest<'_, '_>, lines: Range<usize>) -> Option<Order> {
    let fields: Vec<Fields> = rest.lines(lines).iter().map(|line| rest.fields(line)).collect();
    of_lines(rest.text, &fields).by_words()
}

/// The lines of a run that is too long to be read as a whole; each line and the few behind it tell whether it begins a block.
pub(super) struct LongRun<'s, 't> {
    rest: Rest<'s, 't>,
    /// How many lines of the rest are its own.
    count: usize,
}

impl<'s, 't> LongRun<'s, 't> {
    pub(super) fn new(rest: Rest<'s, 't>, count: usize) -> Self {
        Self { rest, count }
    }

    /// Returns whether a line begins a block.
    pub(super) fn starts_at(&self, at: usize) -> bool {
        let Some(fields) = self.rest.own_fields(at).filter(|_| at < self.count) else {
            return false;
        };
        if fields.is_marked || fields.is_whole() || card::embedded(self.rest.words(at)).is_some() {
            return true;
        }
        let order = || {
            let near = at..(at + NEAR).min(self.count);
            by_words(&self.rest, near).unwrap_or(Order::Name)
        };
        match fields.all.first().map(|field| field.what) {
            Some(What::Name | What::First) => order() == Order::Name,
            Some(What::Email) => order() == Order::Address,
            Some(
                What::Last
                | What::Title
                | What::Phone
                | What::Roles
                | What::Role
                | What::Words
                | What::Sentence,
            )
            | None => false,
        }
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
                (What::Title | What::Phone | What::Roles | What::Role | What::Words | What::Sentence, _) => {}
            }
        }
    }
    anchors
}

/// What the words of names and addresses that follow each other tell of their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Evidence {
    /// What the first line begins with that has a name or an address.
    begins_with: Order,
    /// How many names fit the address below them, and not the one above.
    below: usize,
    /// How many names fit the address above them, and not the one below.
    above: usize,
    /// Whether an address fits the names on both of its sides.
    is_contested: bool,
}

impl Evidence {
    fn of(anchors: &[Anchor<'_>]) -> Self {
        let fits = |one: Option<&Anchor<'_>>, other: Option<&Anchor<'_>>| match (one, other) {
            (Some(Anchor::Name(name)), Some(Anchor::Address(local)))
            | (Some(Anchor::Address(local)), Some(Anchor::Name(name))) => shape::fits(local, name),
            _ => false,
        };
        let mut evidence = Self {
            begins_with: match anchors.first() {
                Some(Anchor::Address(_)) => Order::Address,
                Some(Anchor::Name(_) | Anchor::Whole) | None => Order::Name,
            },
            ..Self::default()
        };
        for (at, anchor) in anchors.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| anchors.get(at));
            let fit = (
                fits(before, Some(anchor)),
                fits(Some(anchor), anchors.get(at + 1)),
            );
            match (anchor, fit) {
                (Anchor::Name(_), (true, false)) => evidence.above += 1,
                (Anchor::Name(_), (false, true)) => evidence.below += 1,
                (Anchor::Address(_), (true, true)) => evidence.is_contested = true,
                (Anchor::Name(_) | Anchor::Address(_) | Anchor::Whole, _) => {}
            }
        }
        evidence
    }

    /// Returns what comes first by the words alone; none if they do not tell.
    fn by_words(&self) -> Option<Order> {
        match self.above.cmp(&self.below) {
            Ordering::Greater => Some(Order::Address),
            Ordering::Less => Some(Order::Name),
            Ordering::Equal => None,
        }
    }

    /// Returns what comes first by the words, else by the first line that has either.
    pub(super) fn order(&self) -> Order {
        self.by_words().unwrap_or(self.begins_with)
    }

    /// Returns whether a name may belong to the address above it.
    pub(super) fn may_be_of_above(&self) -> bool {
        self.order() == Order::Address || self.above > 0
    }

    /// Returns whether the lines go both ways, and an address fits the names on both of its sides.
    pub(super) fn is_contested(&self) -> bool {
        self.is_contested && self.above > 0 && (self.below > 0 || self.order() == Order::Name)
    }
}
