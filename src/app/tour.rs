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
                "A customer is a company that you onboard, with its domain and its owner on your side. Its people are its contacts: name and email, and title and phone where you know them. {} adds a customer; inside one, {} adds a contact. An archived contact stays in the history and gets nothing any more; a deleted one was a mistake.",
                key(Command::NewCustomer),
                key(Command::AddContact),
            ),
            Self::Routing => format!(
                "Every notification goes to the primary, the contact with the star; {} gives it to another. Without a primary it goes to the owner, and without an owner to nobody. Overview tells who it is and by which rule, and before anything is written you see it once more. Adding contacts sends nothing.",
                key(Command::TogglePrimary),
            ),
            Self::Work => format!(
                "{} in the contacts takes a whole list, from a spreadsheet or a mail, and says row by row what is wrong before it adds anything. {} syncs with HubSpot, which is only read: people at exactly a customer's domain are linked. {} takes back every change, after a restart too. {} shows the keys of a screen, {} finds any command by its words.",
                key(Command::PasteList),
                key(Command::Sync),
                key(Command::Undo),
                key(Command::Help),
                key(Command::Palette),
            ),
        }
    }
}
