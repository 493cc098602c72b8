//! Two contacts side by side, of which one is made, field by field.

use super::Part;
use crate::app::Query;
use crate::app::context::Context;
use crate::app::next::Next;
use crate::app::requests::Purpose;
use crate::domain::{Change, Contact, ContactEdit, ContactField, MergeEffect, Outcome, TextKind, who_stays};
use crate::input::{Command, Layer, Motion};

/// One of two contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one that stays.
    Left,
    /// The one that goes.
    Right,
}

impl Side {
    const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// Two contacts side by side.
#[derive(Debug, Clone)]
pub struct Merge {
    /// The one that stays, on the left.
    pub kept: Contact,
    /// The one that goes, on the right.
    pub dropped: Contact,
    /// The fields that one of them has, from top to bottom, and whose value wins.
    pub rows: Vec<(ContactField, Side)>,
    /// The place of the one in focus.
    pub row: usize,
    /// What happens besides the fields; none until the store has said it.
    pub effect: Option<MergeEffect>,
}

impl Merge {
    /// Puts two side by side, and asks what merging them would do.
    pub(in crate::app) fn open(one: Contact, other: Contact, context: &mut Context<'_>) -> Self {
        *context.toast = None;
        let merge = Self::new(one, other);
        merge.preview(context);
        merge
    }

    /// Takes in what merging would do.
    pub(in crate::app) fn learn(&mut self, outcome: &Outcome) {
        if let Outcome::ContactsMerged { effect, .. } = outcome {
            self.effect = Some(*effect);
        }
    }

    fn preview(&self, context: &mut Context<'_>) {
        let change = Box::new(self.change());
        context.requests.ask(Query::MergePreview(change));
    }

    /// Puts two side by side; an empty value of the one that stays gives way.
    fn new(one: Contact, other: Contact) -> Self {
        let (kept, dropped) = who_stays(one, other);
        // Roles and other emails are united, so there is nothing to choose.
        let is_united =
            |field: &ContactField| matches!(field.spec().kind, TextKind::WordList | TextKind::AddressList);
        let chosen = ContactField::all().filter(|field| !is_united(field));
        let rows = chosen.filter_map(|field| {
            let side = match (kept.text(field).is_empty(), dropped.text(field).is_empty()) {
                (true, true) => return None,
                (true, false) => Side::Right,
                (false, _) => Side::Left,
            };
            Some((field, side))
        });
        Self {
            rows: rows.collect(),
            kept,
            dropped,
            row: 0,
            effect: None,
        }
    }

    /// Returns the contact on a side.
    pub const fn on(&self, side: Side) -> &Contact {
        match side {
            Side::Left => &self.kept,
            Side::Right => &self.dropped,
        }
    }

    fn pick(&mut self, side: Side) {
        if let Some((_, winner)) = self.rows.get_mut(self.row) {
            *winner = side;
        }
    }

    /// Lets the other one stay; the values that were chosen stay chosen.
    fn swap(&mut self) {
        std::mem::swap(&mut self.kept, &mut self.dropped);
        for (_, winner) in &mut self.rows {
            *winner = winner.other();
        }
        self.effect = None;
    }

    fn change(&self) -> Change {
        let is_taken = |edit: &ContactEdit| {
            let mut taken = self.rows.iter().filter(|(_, side)| *side == Side::Right);
            taken.any(|(field, _)| field.field() == edit.field())
        };
        let mut edits = self.kept.fields().edits_to(&self.dropped.fields());
        edits.retain(is_taken);
        Change::MergeContacts {
            keep: self.kept.id,
            drop: self.dropped.id,
            edits,
        }
    }
}

impl Part for Merge {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Merge, Layer::Always]
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            Command::Move(Motion::Up) => self.row = self.row.saturating_sub(1),
            Command::Move(Motion::Down) => self.row = (self.row + 1).min(self.rows.len().saturating_sub(1)),
            Command::TakeLeft => self.pick(Side::Left),
            Command::TakeRight => self.pick(Side::Right),
            Command::SwapSides => {
                self.swap();
                self.preview(context);
            }
            // Nothing is merged before it shows what happens.
            Command::Accept if self.effect.is_some() => return leave_for(self.change(), context),
            Command::NotTheSame => {
                let change = Change::MarkDistinct(self.kept.id, self.dropped.id);
                return leave_for(change, context);
            }
            Command::Back => return Next::Close,
            _ => {}
        }
        Next::Stay
    }
}

/// Closes both and makes a change.
fn leave_for(change: Change, context: &mut Context<'_>) -> Next {
    context.requests.make(Purpose::Act, change);
    Next::Close
}
