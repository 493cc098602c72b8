//! Two contacts of a customer who look alike, and what merging them does.

use serde::Serialize;

use crate::domain::{Contact, Link, RemoteId};

/// Two contacts of a customer who may be the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The one that was added first.
    pub one: Contact,
    /// The other.
    pub other: Contact,
    /// In what they are alike.
    pub why: Alike,
}

/// In what two contacts are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alike {
    /// Their names are the same but for case and accents.
    Name,
    /// Their addresses are the same but for the domain.
    LocalPart,
}

impl Alike {
    /// Returns it in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Name => "same name",
            Self::LocalPart => "same address at two domains",
        }
    }
}

/// What merging does besides the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergeEffect {
    /// Who has the star after it.
    pub star: PrimaryTransfer,
    /// What becomes of the link of the one that goes.
    pub link: LinkFate,
    /// How many open tasks of the one that goes the other has from then on.
    pub open_tasks: usize,
    /// How many notes on the one that goes are on the other from then on.
    pub notes: usize,
    /// How many notifications wait for the one that goes; they keep their recipient.
    pub waiting: usize,
}

/// Who has the star after a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrimaryTransfer {
    /// Neither of the two.
    Neither,
    /// The one that stays has it already.
    Stays,
    /// The one that stays gets it from the one that goes.
    Moves,
}

/// What becomes of the link of a contact that is merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFate {
    /// It has none, or the other follows the same record.
    Nothing,
    /// The other follows the record from then on.
    Moves(RemoteId),
    /// The other has a record of its own, or this link was cut before: the record is not linked again.
    KeptAway(RemoteId),
}

impl PrimaryTransfer {
    /// Returns who has the star after a contact was merged into another.
    pub const fn of(kept: &Contact, dropped: &Contact) -> Self {
        match (kept.is_primary, dropped.is_primary) {
            (true, _) => Self::Stays,
            (false, true) => Self::Moves,
            (false, false) => Self::Neither,
        }
    }
}

impl LinkFate {
    /// Returns what becomes of the link of a contact that is merged into another.
    pub fn of(kept: &Contact, dropped: &Contact) -> Self {
        match (kept.link, dropped.link) {
            (_, None) => Self::Nothing,
            (Some(own), Some(link)) if own.id() == link.id() => Self::Nothing,
            (None | Some(Link::Gone { .. }), Some(Link::Linked { id, .. }))
            | (None, Some(Link::Gone { id, .. })) => Self::Moves(id),
            (_, Some(link)) => Self::KeptAway(link.id()),
        }
    }
}

impl MergeEffect {
    /// Returns what happens to the star, the link, open tasks, notes and waiting notifications, a line each.
    pub fn lines(&self, kept: &Contact, dropped: &Contact) -> [String; 5] {
        let star = match self.star {
            PrimaryTransfer::Neither => "neither is the primary".to_owned(),
            PrimaryTransfer::Stays => format!("{} stays the primary", kept.name),
            PrimaryTransfer::Moves => "the kept contact becomes the primary".to_owned(),
        };
        let link = match (self.link, kept.link) {
            (LinkFate::Moves(id), _) => format!("{id} moves to the kept contact"),
            (LinkFate::KeptAway(id), Some(_)) => {
                format!("{id} will not be linked again: the kept contact has its own")
            }
            (LinkFate::KeptAway(id), None) => format!("{id} stays unlinked"),
            (LinkFate::Nothing, None) => "neither is linked".to_owned(),
            (LinkFate::Nothing, Some(_)) => "unchanged".to_owned(),
        };
        let tasks = match self.open_tasks {
            0 => "none to move".to_owned(),
            1 => "1 open task moves".to_owned(),
            many => format!("{many} open tasks move"),
        };
        let waiting = match self.waiting {
            0 => "none waiting".to_owned(),
            1 => format!("1 still goes to {}", dropped.email),
            many => format!("{many} still go to {}", dropped.email),
        };
        let notes = match self.notes {
            0 => "none to move".to_owned(),
            1 => "1 note moves".to_owned(),
            many => format!("{many} notes move"),
        };
        [star, link, tasks, notes, waiting]
    }
}

/// Puts the one first that stays unless the user says otherwise: the primary, else who follows a record, else who was
/// added first.
pub fn who_stays(one: Contact, other: Contact) -> (Contact, Contact) {
    let rank = |contact: &Contact| {
        (
            !contact.is_primary,
            !contact.is_linked(),
            contact.created_at,
            contact.id,
        )
    };
    if rank(&one) <= rank(&other) {
        (one, other)
    } else {
        (other, one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::contact;
    use crate::domain::{GoneWhy, LinkedBy, Timestamp};

    fn record(id: i64) -> RemoteId {
        RemoteId::hubspot(id).expect("an id")
    }

    fn linked(id: i64) -> Option<Link> {
        Some(Link::Linked {
            id: record(id),
            by: LinkedBy::Domain,
        })
    }

    fn gone(id: i64) -> Option<Link> {
        Some(Link::Gone {
            id: record(id),
            why: GoneWhy::Deleted,
            at: Timestamp::default(),
        })
    }

    fn unlinked(id: i64) -> Option<Link> {
        Some(Link::Unlinked {
            id: record(id),
            at: Timestamp::default(),
        })
    }

    #[test]
    fn the_primary_stays_else_who_follows_a_record_else_who_was_added_first() {
        let stays = |one: &Contact, other: &Contact| {
            let (kept, dropped) = who_stays(other.clone(), one.clone());
            assert_eq!(who_stays(one.clone(), other.clone()), (kept.clone(), dropped));
            kept.name.to_string()
        };
        let (first, mut second, mut third) = (contact(1), contact(2), contact(3));
        assert_eq!(stays(&first, &second), "Ann 1");
        second.link = linked(101);
        assert_eq!(stays(&first, &second), "Ann 2");
        third.is_primary = true;
        assert_eq!(stays(&second, &third), "Ann 3");
    }

    #[test]
    fn what_a_merge_does_besides_the_fields_is_told() {
        let (mut kept, dropped) = (contact(1), contact(2));
        let lines = |kept: &Contact, effect: MergeEffect| effect.lines(kept, &dropped);
        let mut effect = MergeEffect {
            star: PrimaryTransfer::Neither,
            link: LinkFate::Nothing,
            open_tasks: 0,
            notes: 0,
            waiting: 0,
        };
        assert_eq!(
            lines(&kept, effect),
            [
                "neither is the primary",
                "neither is linked",
                "none to move",
                "none to move",
                "none waiting"
            ]
        );
        kept.link = linked(1);
        (effect.star, effect.open_tasks, effect.notes, effect.waiting) = (PrimaryTransfer::Stays, 1, 1, 1);
        assert_eq!(
            lines(&kept, effect),
            [
                "Ann 1 stays the primary",
                "unchanged",
                "1 open task moves",
                "1 note moves",
                "1 still goes to ann2@acme.com"
            ]
        );
        effect.link = LinkFate::KeptAway(record(2));
        (effect.star, effect.open_tasks, effect.waiting) = (PrimaryTransfer::Moves, 2, 3);
        assert_eq!(
            lines(&kept, effect),
            [
                "the kept contact becomes the primary",
                "2 will not be linked again: the kept contact has its own",
                "2 open tasks move",
                "1 note moves",
                "3 still go to ann2@acme.com"
            ]
        );
    }

    #[test]
    fn a_link_moves_to_who_has_none_that_holds_and_is_kept_away_else() {
        let fate = |kept: Option<Link>, dropped: Option<Link>| {
            let (mut one, mut other) = (contact(1), contact(2));
            (one.link, other.link) = (kept, dropped);
            LinkFate::of(&one, &other)
        };
        for (kept, dropped, wanted) in [
            (None, None, LinkFate::Nothing),
            (linked(1), None, LinkFate::Nothing),
            (linked(1), gone(1), LinkFate::Nothing),
            (None, linked(2), LinkFate::Moves(record(2))),
            (None, gone(2), LinkFate::Moves(record(2))),
            (gone(1), linked(2), LinkFate::Moves(record(2))),
            (None, unlinked(2), LinkFate::KeptAway(record(2))),
            (linked(1), linked(2), LinkFate::KeptAway(record(2))),
            (unlinked(1), linked(2), LinkFate::KeptAway(record(2))),
        ] {
            assert_eq!(fate(kept, dropped), wanted, "{kept:?} and {dropped:?}");
        }
    }

    #[test]
    fn it_is_told_in_what_two_are_alike() {
        assert_eq!(
            [Alike::Name, Alike::LocalPart].map(Alike::words),
            ["same name", "same address at two domains"]
        );
    }
}
