//! What a contact is to a remote record, and how values of both become one.

use std::fmt;
use std::str::FromStr;

use crate::domain::keyed::keyed;
use crate::domain::{
    ContactEdit, ContactFields, Field, Follows, RemoteContact, RemoteId, Timestamp, is_believable_name,
};

/// What a contact is to a remote record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It follows the record.
    Linked {
        /// The record.
        id: RemoteId,
        /// Who put them together.
        by: LinkedBy,
    },
    /// It followed a record that is not there any more, or not at the customer's domain.
    Gone {
        /// The record.
        id: RemoteId,
        /// What became of it.
        why: GoneWhy,
        /// When that was seen.
        at: Timestamp,
    },
    /// A user parted them, and no sync puts them together again.
    Unlinked {
        /// The record.
        id: RemoteId,
        /// When.
        at: Timestamp,
    },
}

/// Who put a contact and a record together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkedBy {
    /// Sync, as the address is at the customer's domain.
    Domain,
    /// A user, whatever the domain.
    Hand,
}

keyed! {
    /// What became of a remote record.
    pub enum GoneWhy {
        /// It was archived there.
        Archived = "archived",
        /// It was deleted there.
        Deleted = "deleted",
        /// Its address is not at the customer's domain any more.
        Moved = "moved",
        /// It was merged there into a record that another contact of the customer follows.
        Merged = "merged",
    }
}

impl fmt::Display for GoneWhy {
    /// Writes what happened at the source, as the end of a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Archived => "archived in HubSpot",
            Self::Deleted => "deleted in HubSpot",
            Self::Moved => "moved to another domain in HubSpot",
            Self::Merged => "merged into another contact in HubSpot",
        })
    }
}

/// A text that is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link")]
pub struct LinkError;

impl Link {
    /// Returns the record, whatever became of the link.
    pub const fn id(self) -> RemoteId {
        match self {
            Self::Linked { id, .. } | Self::Gone { id, .. } | Self::Unlinked { id, .. } => id,
        }
    }

    /// Returns the record that is or was followed; none if a user unlinked it.
    pub const fn remote_id(self) -> Option<RemoteId> {
        match self {
            Self::Linked { id, .. } | Self::Gone { id, .. } => Some(id),
            Self::Unlinked { .. } => None,
        }
    }

    /// Puts another record in the place of the one before, as after a merge.
    #[must_use]
    pub const fn with_id(self, id: RemoteId) -> Self {
        match self {
            Self::Linked { by, .. } => Self::Linked { id, by },
            Self::Gone { why, at, .. } => Self::Gone { id, why, at },
            Self::Unlinked { at, .. } => Self::Unlinked { id, at },
        }
    }

    /// Returns whether the contact follows a record.
    pub const fn is_linked(self) -> bool {
        matches!(self, Self::Linked { .. })
    }

    /// Returns the link in a few words, as the history tells it: `linked to HubSpot 101`.
    pub fn words(self) -> String {
        let told = |id: RemoteId| format!("{} {id}", id.source().name());
        match self {
            Self::Linked {
                id,
                by: LinkedBy::Domain,
            } => format!("linked to {}", told(id)),
            Self::Linked {
                id,
                by: LinkedBy::Hand,
            } => format!("linked to {} by hand", told(id)),
            Self::Gone { id, why, .. } => format!("gone from {}: {why}", told(id)),
            Self::Unlinked { id, .. } => format!("unlinked from {}", told(id)),
        }
    }
}

impl fmt::Display for Link {
    /// Writes the form of the store: `linked:101`, `hand:101`, `archived:101@1795512600000`, `unlinked:101@1795512600000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Linked {
                id,
                by: LinkedBy::Domain,
            } => write!(f, "linked:{}", id.to_stored()),
            Self::Linked {
                id,
                by: LinkedBy::Hand,
            } => write!(f, "hand:{}", id.to_stored()),
            Self::Gone { id, why, at } => write!(f, "{}:{}@{}", why.key(), id.to_stored(), at.as_millis()),
            Self::Unlinked { id, at } => write!(f, "unlinked:{}@{}", id.to_stored(), at.as_millis()),
        }
    }
}

impl FromStr for Link {
    type Err = LinkError;

    /// Reads the form of the store.
    fn from_str(text: &str) -> Result<Self, LinkError> {
        let (word, rest) = text.split_once(':').ok_or(LinkError)?;
        let (id, at) = match rest.split_once('@') {
            Some((id, at)) => (
                id,
                Some(Timestamp::from_millis(at.parse().map_err(|_| LinkError)?)),
            ),
            None => (rest, None),
        };
        let id = RemoteId::from_stored(id).map_err(|_| LinkError)?;
        match (word, at) {
            ("linked", None) => Ok(Self::Linked {
                id,
                by: LinkedBy::Domain,
            }),
            ("hand", None) => Ok(Self::Linked {
                id,
                by: LinkedBy::Hand,
            }),
            ("unlinked", Some(at)) => Ok(Self::Unlinked { id, at }),
            (word, Some(at)) => GoneWhy::from_key(word)
                .map(|why| Self::Gone { id, why, at })
                .ok_or(LinkError),
            (_, None) => Err(LinkError),
        }
    }
}

/// What the values of a remote record do to a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The new values; a new address is no part of them, as it may be that of another contact.
    pub edits: Vec<ContactEdit>,
    /// What the contact follows from then on.
    pub follows: Follows,
}

/// Merges what the source says of a person into a contact.
///
/// A field that follows takes the new value; one that was written here stays, and follows again once both are the same.
/// A name that the source does not have changes nothing, unless the one here is none either.
pub fn merge(local: &ContactFields, mut follows: Follows, remote: &RemoteContact) -> Merge {
    let mut edits = Vec::new();
    follows.agree(local, remote);
    if follows.holds(Field::Name) {
        let takes_name = remote.is_named || !is_believable_name(local.name.as_str());
        if remote.is_named {
            follows.set(Field::Name, true);
        } else if takes_name {
            follows.set_stand_in();
        }
        if takes_name && remote.name != local.name {
            edits.push(ContactEdit::Name(remote.name.clone()));
        }
    }
    for (detail, text) in remote.details.iter() {
        if follows.holds(Field::Detail(detail)) && *text != local.details[detail] {
            edits.push(ContactEdit::Detail(detail, text.clone()));
        }
    }
    Merge { edits, follows }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::{ContactDraft, Detail, Email, Name, SafeText};

    #[rstest]
    #[case("linked:101")]
    #[case("hand:7")]
    #[case("archived:101@1795512600000")]
    #[case("deleted:101@5")]
    #[case("moved:101@5")]
    #[case("merged:101@5")]
    #[case("unlinked:101@1795512600000")]
    fn a_link_is_read_back_from_its_text(#[case] text: &str) {
        assert_eq!(text.parse::<Link>().expect("a link").to_string(), text);
    }

    #[rstest]
    #[case("")]
    #[case("linked")]
    #[case("linked:x")]
    #[case("linked:5@6")]
    #[case("unlinked:5")]
    #[case("lost:5@6")]
    fn nonsense_is_no_link(#[case] text: &str) {
        assert_eq!(text.parse::<Link>(), Err(LinkError));
    }

    fn local(name: &str, title: &str, phone: &str) -> ContactFields {
        ContactDraft::new(name, "ann@acme.com")
            .with(Detail::Title, title)
            .with(Detail::Phone, phone)
            .check()
            .expect("valid")
    }

    fn remote(name: &str, title: &str, phone: &str) -> RemoteContact {
        RemoteContact {
            id: RemoteId::hubspot(101).expect("an id"),
            name: Name::parse(name).expect("a name"),
            is_named: true,
            email: Email::parse("ann@acme.com").ok(),
            details: local(name, title, phone).details,
        }
    }

    #[test]
    fn the_first_link_fills_what_is_empty_and_keeps_what_a_person_wrote() {
        let (local, remote) = (local("Ann", "CTO", ""), remote("Ann Lee", "CIO", "+1"));
        let merged = merge(&local, Follows::at_first_link(&local, &remote), &remote);
        assert_eq!(
            merged.edits,
            [ContactEdit::Detail(Detail::Phone, SafeText::optional("+1"))]
        );
        assert_eq!(merged.follows.written_here(), [Field::Name, Field::TITLE]);
    }

    #[rstest]
    #[case("name,email,title,phone", &[Field::Name, Field::TITLE])]
    #[case("name,email,phone", &[Field::Name])]
    #[case("title", &[Field::TITLE])]
    #[case("", &[])]
    fn later_values_update_what_follows(#[case] follows: &str, #[case] wanted: &[Field]) {
        let merged = merge(
            &local("Ann", "CTO", ""),
            Follows::from_stored(follows),
            &remote("Ann Lee", "CIO", ""),
        );
        let fields: Vec<Field> = merged.edits.iter().map(ContactEdit::field).collect();
        assert_eq!(fields, wanted);
    }

    #[test]
    fn a_field_that_is_the_same_again_follows_again() {
        let merged = merge(&local("Ann", "", ""), Follows::NONE, &remote("Ann", "CIO", ""));
        assert_eq!(merged.edits, []);
        assert_eq!(merged.follows.written_here(), [Field::TITLE]);
    }

    #[test]
    fn a_name_that_hubspot_lost_or_never_had_takes_nobodys_place() {
        let nameless = RemoteContact {
            is_named: false,
            ..remote("Ann", "", "")
        };
        let all = Follows::all_of(&remote("x", "", ""));
        assert_eq!(merge(&local("Ann Lee", "", ""), all, &nameless).edits, []);
        let merged = merge(&local("null null", "", ""), all, &nameless);
        assert_eq!(merged.edits, [ContactEdit::Name(nameless.name.clone())]);
        assert!(merged.follows.has_stand_in());
        let named = merge(&local("Ann", "", ""), merged.follows, &remote("Ann Lee", "", ""));
        assert_eq!(named.edits.len(), 1);
        assert!(!named.follows.has_stand_in());
    }
}
