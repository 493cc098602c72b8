//! The tour of three steps: what a customer is, who gets the next notification, and how lists and changes are handled.

use crate::input::{Command, Keymap};

/// A step of the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourStep {
    /// Customers and their people.
    People,
    /// Who gets the next notification, and why.
    Routing,
    /// Paste, sync and undo.
    Work,
}

impl TourStep {
    pub(super) const fn next(self) -> Option<Self> {
        match self {
            Self::People => Some(Self::Routing),
            Self::Routing => Some(Self::Work),
            Self::Work => None,
        }
    }

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::People => "Tour, 1 of 3: customers and their people",
            Self::Routing => "Tour, 2 of 3: who gets the next notification",
            Self::Work => "Tour, 3 of 3: paste, sync, undo",
        }
    }

    pub(super) fn text(self, keymap: &Keymap) -> String {
        let key = |command| {
            let key = keymap.key_for(&[], command);
            key.map(|key| key.to_string()).unwrap_or_default()
        };
        match self {
            Self::People => format!(
                "A customer is a company that you onboard, with its domain and its owner in your team. Its people are its contacts, with name and email, and title and phone if you know them. {} adds a customer; inside one, {} adds a contact. An archived contact keeps its history and gets no messages; delete is for records made in error.",
                key(Command::NewCustomer),
                key(Command::AddContact),
            ),
            Self::Routing => format!(
                "Every notification goes to the primary, the contact with the star; {} makes another contact primary. Without a primary it goes to the owner, and without an owner to nobody. The Overview tab shows who it is and why, and you see it again before anything is queued. Adding contacts never sends anything.",
                key(Command::TogglePrimary),
            ),
            Self::Work => format!(
                "On the Contacts tab, {} takes a whole list from a spreadsheet or a mail and shows what is wrong with each row before it adds anything. {} syncs with HubSpot, which is only ever read: people at exactly a customer's domain are linked. {} undoes any change, even after a restart. {} shows the keys of a screen, {} finds any command by name.",
                key(Command::PasteList),
                key(Command::Sync),
                key(Command::Undo),
                key(Command::Help),
                key(Command::Palette),
            ),
        }
    }
}
