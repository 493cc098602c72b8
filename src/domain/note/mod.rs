//! Notes: what people of our side write on a customer, on one of its contacts or on one of its onboardings.

mod draft;
mod text;

pub use draft::{NoteDraft, NoteFields};
pub use text::{MAX_NOTE_CHARS, NoteText, NoteTextError};

use std::fmt;

use super::{Actor, ContactId, CustomerId, Date, Field, Name, NoteId, OnboardingId, Timestamp, fold};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The short number by which people name it; never given to another one.
    pub number: u32,
    /// The customer on whom, or on whose contact or onboarding, it is.
    pub customer_id: CustomerId,
    /// The name of the customer.
    pub customer_name: Name,
    /// What it is on.
    pub subject: NoteSubject,
    /// What it says.
    pub text: NoteText,
    /// Who wrote it.
    pub author: Actor,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its text was last edited, if it was.
    pub edited_at: Option<Timestamp>,
    /// The day on which somebody wants to follow it up.
    pub follow_up_on: Option<Date>,
}

/// What a note is on, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteSubject {
    /// The customer itself.
    Customer,
    /// A contact of the customer.
    Contact {
        /// Which one.
        id: ContactId,
        /// Its name.
        name: Name,
    },
    /// An onboarding of the customer.
    Onboarding {
        /// Which one.
        id: OnboardingId,
        /// Its short number.
        number: u32,
    },
}

/// What a note is to be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteOn {
    /// A customer.
    Customer(CustomerId),
    /// A contact.
    Contact(ContactId),
    /// An onboarding.
    Onboarding(OnboardingId),
}

/// Which notes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteFilter {
    /// Those of all customers.
    All,
    /// Those on a customer, its contacts and its onboardings.
    OfCustomer(CustomerId),
    /// Those on a contact.
    OnContact(ContactId),
    /// Those on an onboarding.
    OnOnboarding(OnboardingId),
}

/// Which notes with a follow-up date are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUps {
    /// Those whose date has come.
    Due,
    /// Those whose date is ahead.
    Coming,
    /// All of them.
    All,
}

/// A new value for one field of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteEdit {
    /// What it says.
    Text(NoteText),
    /// The day on which somebody wants to follow it up.
    FollowUpOn(Option<Date>),
}

impl NoteEdit {
    /// Returns which field the edit changes.
    pub const fn field(&self) -> Field {
        match self {
            Self::Text(_) => Field::Text,
            Self::FollowUpOn(_) => Field::FollowUpOn,
        }
    }
}

impl NoteSubject {
    /// Returns what it is, besides the customer: `Ann Lee` or `onboarding #4`; none for the customer itself.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Customer => None,
            Self::Contact { name, .. } => Some(name.to_string()),
            Self::Onboarding { number, .. } => Some(format!("onboarding #{number}")),
        }
    }

    /// Returns the contact, if it is one.
    pub const fn contact(&self) -> Option<ContactId> {
        match self {
            Self::Contact { id, .. } => Some(*id),
            Self::Customer | Self::Onboarding { .. } => None,
        }
    }

    /// Returns the onboarding, if it is one.
    pub const fn onboarding(&self) -> Option<OnboardingId> {
        match self {
            Self::Onboarding { id, .. } => Some(*id),
            Self::Customer | Self::Contact { .. } => None,
        }
    }
}

impl Note {
    /// Returns the fields that can be edited.
    pub fn fields(&self) -> NoteFields {
        NoteFields {
            text: self.text.clone(),
            follow_up_on: self.follow_up_on,
        }
    }

    /// Returns what it is on.
    pub const fn on(&self) -> NoteOn {
        match self.subject {
            NoteSubject::Customer => NoteOn::Customer(self.customer_id),
            NoteSubject::Contact { id, .. } => NoteOn::Contact(id),
            NoteSubject::Onboarding { id, .. } => NoteOn::Onboarding(id),
        }
    }

    /// Returns whether each word is in its text, or in what it is on, who wrote it or its number.
    pub fn holds_words(&self, words: &str) -> bool {
        let told = format!(
            "{}\n{}\n{}\n#{}",
            self.text.as_str(),
            self.subject_words(),
            self.author,
            self.number
        );
        let told = fold(&told);
        fold(words).split_whitespace().all(|word| told.contains(word))
    }

    /// Returns what it is on, in words: `Acme`, `Ann Lee of Acme` or `onboarding #4 of Acme`.
    pub fn subject_words(&self) -> String {
        match self.subject.name() {
            Some(name) => format!("{name} of {}", self.customer_name),
            None => self.customer_name.to_string(),
        }
    }
}

impl fmt::Display for Note {
    /// Writes the name by which people know it: `note #3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note #{}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::IdSource;

    fn note(subject: NoteSubject) -> Note {
        let id = IdSource::Counting(0).next(Timestamp::default());
        Note {
            id: NoteId::from_uuid(id),
            number: 3,
            customer_id: CustomerId::from_uuid(id),
            customer_name: Name::parse("Acme").expect("a name"),
            subject,
            text: NoteText::parse("Budget is tight").expect("a text"),
            author: Actor::new("Mia"),
            created_at: Timestamp::default(),
            edited_at: None,
            follow_up_on: None,
        }
    }

    #[test]
    fn a_note_holds_words_of_its_text_its_author_and_what_it_is_on() {
        let note = note(NoteSubject::Customer);
        for (words, holds) in [
            ("", true),
            ("TIGHT budget", true),
            ("acme mia #3", true),
            ("budget frozen", false),
        ] {
            assert_eq!(note.holds_words(words), holds, "{words}");
        }
    }

    #[test]
    fn a_note_says_what_it_is_on() {
        let uuid = IdSource::Counting(7).next(Timestamp::default());
        let contact = NoteSubject::Contact {
            id: ContactId::from_uuid(uuid),
            name: Name::parse("Ann Lee").expect("a name"),
        };
        let onboarding = NoteSubject::Onboarding {
            id: OnboardingId::from_uuid(uuid),
            number: 4,
        };
        for (subject, words) in [
            (NoteSubject::Customer, "Acme"),
            (contact, "Ann Lee of Acme"),
            (onboarding, "onboarding #4 of Acme"),
        ] {
            let note = note(subject);
            assert_eq!(
                (note.subject_words().as_str(), note.to_string().as_str()),
                (words, "note #3")
            );
        }
    }
}
