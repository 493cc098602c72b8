//! Two contacts side by side, of which one is made, field by field.

use super::Query;
use super::model::Model;
use super::requests::Purpose;
use crate::domain::{Change, Contact, ContactFields, Field, MergeEffect, Outcome, who_stays};
use crate::input::{Command, Motion};

/// The fields, from top to bottom.
pub const ROWS: [Field; 4] = [Field::Name, Field::Email, Field::Title, Field::Phone];

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
    /// The place of the field in focus among [`ROWS`].
    pub row: usize,
    /// Whose value wins in each of [`ROWS`].
    pub winners: [Side; 4],
    /// What happens besides the fields; none until the store has said it.
    pub effect: Option<MergeEffect>,
}

impl Merge {
    /// Puts two side by side; an empty value of the one that stays gives way.
    fn new(one: Contact, other: Contact) -> Self {
        let (kept, dropped) = who_stays(one, other);
        let winners = ROWS.map(|field| {
            let is_filled = value_of(&kept, field).is_empty() && !value_of(&dropped, field).is_empty();
            if is_filled { Side::Right } else { Side::Left }
        });
        Self {
            kept,
            dropped,
            row: 0,
            winners,
            effect: None,
        }
    }

    /// Gives the value of a field on a side; empty for none.
    pub fn value(&self, side: Side, field: Field) -> String {
        match side {
            Side::Left => value_of(&self.kept, field),
            Side::Right => value_of(&self.dropped, field),
        }
    }

    fn pick(&mut self, side: Side) {
        if let Some(winner) = self.winners.get_mut(self.row) {
            *winner = side;
        }
    }

    /// Lets the other one stay; the values that were chosen stay chosen.
    fn swap(&mut self) {
        std::mem::swap(&mut self.kept, &mut self.dropped);
        self.winners = self.winners.map(Side::other);
        self.effect = None;
    }

    fn change(&self) -> Change {
        let [name, email, title, phone] = self.winners.map(|side| match side {
            Side::Left => &self.kept,
            Side::Right => &self.dropped,
        });
        let merged = ContactFields {
            name: name.name.clone(),
            email: email.email.clone(),
            title: title.title.clone(),
            phone: phone.phone.clone(),
        };
        Change::MergeContacts {
            keep: self.kept.id,
            drop: self.dropped.id,
            edits: self.kept.fields().edits_to(&merged),
        }
    }
}

impl Model {
    /// Puts two contacts side by side, and asks what merging them would do.
    pub(super) fn open_merge(&mut self, one: Contact, other: Contact) {
        self.toast = None;
        self.merge = Some(Box::new(Merge::new(one, other)));
        self.rehearse_merge();
    }

    /// Takes in what merging would do.
    pub(super) fn learn_merge(&mut self, outcome: &Outcome) {
        if let (Some(merge), Outcome::ContactsMerged { effect, .. }) = (&mut self.merge, outcome) {
            merge.effect = Some(*effect);
        }
    }

    pub(super) fn run_in_merge(&mut self, command: Command) {
        let Some(merge) = &mut self.merge else { return };
        match command {
            Command::Move(Motion::Up) => merge.row = merge.row.saturating_sub(1),
            Command::Move(Motion::Down) => merge.row = (merge.row + 1).min(ROWS.len() - 1),
            Command::TakeLeft => merge.pick(Side::Left),
            Command::TakeRight => merge.pick(Side::Right),
            Command::SwapSides => {
                merge.swap();
                self.rehearse_merge();
            }
            // Nothing is merged before it shows what happens.
            Command::Accept if merge.effect.is_some() => {
                let change = merge.change();
                self.leave_merge(change);
            }
            Command::NotTheSame => {
                let change = Change::TellApart(merge.kept.id, merge.dropped.id);
                self.leave_merge(change);
            }
            Command::Back => self.merge = None,
            _ => {}
        }
    }

    fn leave_merge(&mut self, change: Change) {
        self.merge = None;
        self.requests.make(Purpose::Act, change);
    }

    fn rehearse_merge(&mut self) {
        if let Some(merge) = &self.merge {
            let change = Box::new(merge.change());
            self.requests.ask(Purpose::Merge, Query::Rehearse(change));
        }
    }
}

fn value_of(contact: &Contact, field: Field) -> String {
    let text = match field {
        Field::Name => Some(contact.name.to_string()),
        Field::Email => Some(contact.email.to_string()),
        Field::Title => contact.title.as_ref().map(ToString::to_string),
        Field::Phone => contact.phone.as_ref().map(ToString::to_string),
        _ => None,
    };
    text.unwrap_or_default()
}
