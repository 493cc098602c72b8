//! Finds out whether people in several lines begin with their names or with their addresses.

use std::borrow::Cow;

use super::item::{self, Fields, What};
use super::line::Line;
use super::people::{local_part, of};
use super::{MOST_OF_BLOCK, card};
use crate::paste::shape;

/// What of a person stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Name,
    Address,
}

/// Returns what comes first by the words of names and addresses, else by the first line that has either.
pub(super) fn of_lines(text: &str, lines: &[Fields]) -> Order {
    let anchors = anchors(text, lines);
    let first = || match anchors.first() {
        Some(Anchor::Address(_)) => Order::Address,
        Some(Anchor::Name(_) | Anchor::Whole) | None => Order::Name,
    };
    told(&anchors).unwrap_or_else(first)
}

/// Returns what comes first by the words of names and addresses alone; none if they do not tell.
pub(super) fn by_words(text: &str, lines: &[Line]) -> Option<Order> {
    let fields: Vec<Fields> = lines.iter().map(|line| item::read(text, line)).collect();
    told(&anchors(text, &fields))
}

/// Returns which of some lines begin a block, where more lines follow each other than are read together; the lines from each on
/// tell what comes first.
pub(super) fn starts(text: &str, lines: &[Line]) -> Vec<bool> {
    let fields: Vec<Fields> = lines.iter().map(|line| item::read(text, line)).collect();
    let order = |at: usize| {
        let near = fields.get(at..).unwrap_or_default();
        let near = near.get(..MOST_OF_BLOCK).unwrap_or(near);
        told(&anchors(text, near)).unwrap_or(Order::Name)
    };
    let opens = |at: usize, fields: &Fields| match fields.all.first().map(|field| field.what) {
        Some(What::Name | What::First) => order(at) == Order::Name,
        Some(What::Email) => order(at) == Order::Address,
        _ => false,
    };
    let starts = |(at, (line, fields)): (usize, (&Line, &Fields))| {
        card::embedded(line.text(text)).is_some()
            || fields.is_marked
            || fields.is_whole()
            || opens(at, fields)
    };
    lines.iter().zip(&fields).enumerate().map(starts).collect()
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

fn told(anchors: &[Anchor<'_>]) -> Option<Order> {
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
    match above.cmp(&below) {
        std::cmp::Ordering::Greater => Some(Order::Address),
        std::cmp::Ordering::Less => Some(Order::Name),
        std::cmp::Ordering::Equal => None,
    }
}
