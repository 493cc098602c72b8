//! Two contacts side by side, of which one is made, field by field.

use super::Part;
use crate::app::Query;
use crate::app::context::Context;
use crate::app::next::Next;
use crate::app::requests::Purpose;
use crate::domain::{Change, Contact, ContactFields, Field, MergeEffect, Outcome, SafeText, who_stays};
use crate::input::{Command, Layer, Motion};

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
    /// Puts two side by side, and asks what merging them would do.
    pub(in crate::app) fn open(one: Contact, other: Contact, context: &mut Context<'_>) -> Self {
        *context.toast = None;
        let merge = Self::new(one, other);
        merge.rehearse(context);
        merge
    }

    /// Takes in what merging would do.
    pub(in crate::app) fn learn(&mut self, outcome: &Outcome) {
        if let Outcome::ContactsMerged { effect, .. } = outcome {
            self.effect = Some(*effect);
        }
    }

    fn rehearse(&self, context: &mut Context<'_>) {
        let change = Box::new(self.change());
        context.requests.ask(Purpose::Merge, Query::Rehearse(change));
    }

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

impl Part for Merge {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Merge, Layer::Always]
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            Command::Move(Motion::Up) => self.row = self.row.saturating_sub(1),
            Command::Move(Motion::Down) => self.row = (self.row + 1).min(ROWS.len() - 1),
            Command::TakeLeft => self.pick(Side::Left),
            Command::TakeRight => self.pick(Side::Right),
            Command::SwapSides => {
                self.swap();
                self.rehearse(context);
            }
            // Nothing is merged before it shows what happens.
            Command::Accept if self.effect.is_some() => return leave_for(self.change(), context),
            Command::NotTheSame => {
                let change = Change::TellApart(self.kept.id, self.dropped.id);
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

fn value_of(contact: &Contact, field: Field) -> String {
    let [name, email, title, phone] = ROWS;
    let text = |text: Option<&SafeText>| text.map(ToString::to_string).unwrap_or_default();
    if field == name {
        contact.name.to_string()
    } else if field == email {
        contact.email.to_string()
    } else if field == title {
        text(contact.title.as_ref())
    } else if field == phone {
        text(contact.phone.as_ref())
    } else {
        String::new()
    }
}
