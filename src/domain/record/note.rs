//! Notes as the operation log keeps them.

use serde::{Deserialize, Serialize};

use super::{VERSION, written};
use crate::domain::{Actor, ContactId, Date, Note, NoteText, OnboardingId, Timestamp};

/// Everything that a note loses when it is deleted, and by which a change since is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRecord {
    /// The short number by which people name it.
    pub number: u32,
    /// The contact that it is on, if it is on one.
    pub contact: Option<ContactId>,
    /// The onboarding that it is on, if it is on one.
    pub onboarding: Option<OnboardingId>,
    /// Who wrote it.
    pub author: Actor,
    /// What it says.
    pub text: NoteText,
    /// When its text was last edited, if it was.
    pub edited_at: Option<Timestamp>,
    /// The day on which somebody wants to follow it up.
    pub follow_up_on: Option<Date>,
}

/// The text of a note with when it was last edited: one cell, so that an undo gives both back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteTextRecord {
    /// What it says.
    pub text: NoteText,
    /// When that was last edited, if it was.
    pub edited_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    author: String,
    follow_up_on: Option<String>,
    contact: Option<String>,
    edited_at: Option<i64>,
    number: u32,
    onboarding: Option<String>,
    text: String,
    v: u32,
}

#[derive(Serialize, Deserialize)]
struct TextLine {
    edited_at: Option<i64>,
    text: String,
    v: u32,
}

impl NoteRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line {
            author: self.author.to_string(),
            follow_up_on: self.follow_up_on.as_ref().map(Date::to_string),
            contact: self.contact.as_ref().map(ContactId::to_string),
            edited_at: self.edited_at.map(Timestamp::as_millis),
            number: self.number,
            onboarding: self.onboarding.as_ref().map(OnboardingId::to_string),
            text: self.text.to_string(),
            v: VERSION,
        })
    }

    /// Reads a record of the log; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let line: Line = serde_json::from_str(text).ok()?;
        Some(Self {
            number: line.number,
            contact: line.contact.as_deref().map(str::parse).transpose().ok()?,
            onboarding: line.onboarding.as_deref().map(str::parse).transpose().ok()?,
            author: Actor::new(&line.author),
            text: NoteText::parse(&line.text).ok()?,
            edited_at: line.edited_at.map(Timestamp::from_millis),
            follow_up_on: line.follow_up_on.as_deref().map(str::parse).transpose().ok()?,
        })
        .filter(|_| line.v <= VERSION)
    }

    /// Returns it as `"Budget is tight" on Ann Lee, follow up on 2026-12-24`, with the name of what it is on besides its
    /// customer.
    pub fn in_words(&self, on: Option<&str>) -> String {
        let on = on.map(|name| format!(" on {name}"));
        let day = self.follow_up_on.map(|day| format!(", follow up on {day}"));
        format!(
            "\"{}\"{}{}",
            self.text.one_line(),
            on.unwrap_or_default(),
            day.unwrap_or_default()
        )
    }
}

impl NoteTextRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&TextLine {
            edited_at: self.edited_at.map(Timestamp::as_millis),
            text: self.text.to_string(),
            v: VERSION,
        })
    }

    /// Reads a record of the log; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let line: TextLine = serde_json::from_str(text).ok()?;
        Some(Self {
            text: NoteText::parse(&line.text).ok()?,
            edited_at: line.edited_at.map(Timestamp::from_millis),
        })
        .filter(|_| line.v <= VERSION)
    }
}

impl From<&Note> for NoteRecord {
    fn from(note: &Note) -> Self {
        Self {
            number: note.number,
            contact: note.subject.contact(),
            onboarding: note.subject.onboarding(),
            author: note.author.clone(),
            text: note.text.clone(),
            edited_at: note.edited_at,
            follow_up_on: note.follow_up_on,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    proptest! {
        #[test]
        fn a_note_comes_back_from_the_log(
            number in 1_u32.., id: u128, kind in 0..3_u8, is_due: bool, edited_at: Option<i64>, text: String,
        ) {
            let id = Uuid::from_u128(id);
            let text = NoteText::parse(&text).or_else(|_| NoteText::parse("{\"legacy\":\n\"x\"}")).expect("a text");
            let record = NoteRecord {
                number,
                contact: (kind == 1).then(|| ContactId::from_uuid(id)),
                onboarding: (kind == 2).then(|| OnboardingId::from_uuid(id)),
                author: Actor::new("Mia"),
                text: text.clone(),
                edited_at: edited_at.map(Timestamp::from_millis),
                follow_up_on: if is_due { "2026-12-24".parse().ok() } else { None },
            };
            prop_assert_eq!(NoteRecord::from_log(&record.to_log()), Some(record));
            let edited_at = edited_at.map(Timestamp::from_millis);
            let record = NoteTextRecord { text, edited_at };
            prop_assert_eq!(NoteTextRecord::from_log(&record.to_log()), Some(record));
        }
    }

    #[test]
    fn a_note_is_told_in_one_line_and_what_a_later_release_wrote_is_none() {
        let line = r#"{"author":"Mia","follow_up_on":"2026-12-24","contact":null,"edited_at":null,"number":3,
            "onboarding":null,"text":"Budget\nis tight","v":1}"#;
        let record = NoteRecord::from_log(line).expect("a record");
        assert_eq!(
            record.in_words(Some("Ann Lee")),
            "\"Budget is tight\" on Ann Lee, follow up on 2026-12-24"
        );
        assert_eq!(NoteRecord::from_log(&line.replace("\"v\":1", "\"v\":2")), None);
        assert_eq!(NoteRecord::from_log("{}"), None);
        let text = NoteTextRecord {
            text: record.text,
            edited_at: None,
        };
        let later = text.to_log().replace("\"v\":1", "\"v\":2");
        assert_eq!(NoteTextRecord::from_log(&later), None);
    }
}
