//! The lines of a history: what happened to a thing, and which fields of a contact follow their source.

use std::borrow::Cow;

use crate::domain::{
    Cause, ContactField, ERASED_NAME, Entity, Event, Field, Follows, HistoryEntry, SafeText,
};

/// What stands behind the name in the history where it was made up.
const NAMELESS: &str = " (none in HubSpot)";

impl HistoryEntry {
    /// Returns what happened in words: `title of Dana Ruiz: "CTO" → "CIO"`.
    pub fn sentence(&self) -> String {
        // That of an onboarding is the name of its customer.
        let subject = match self.entity {
            Entity::Onboarding => Cow::Owned(format!("the onboarding of {}", self.subject)),
            Entity::Customer
            | Entity::Contact
            | Entity::Owner
            | Entity::Task
            | Entity::Notification
            | Entity::Pair
            | Entity::Note
            | Entity::CustomField => Cow::Borrowed(self.subject.as_str()),
        };
        let prefix = match self.cause {
            Cause::Made => "",
            Cause::Undo => "undo: ",
            Cause::Redo => "redo: ",
        };
        let value = |value: &Option<String>| {
            value
                .as_ref()
                .map_or_else(|| "nothing".to_owned(), |text| format!("\"{}\"", one_line(text)))
        };
        let sentence = match &self.event {
            Event::Removed(held) if held == ERASED_NAME => format!("erased a {}", self.entity.key()),
            Event::Added(held) if held == ERASED_NAME => format!("added {held}"),
            Event::Added(held) => format!("added {} {held}", self.entity.key()),
            Event::Removed(held) => format!("removed {} {held}", self.entity.key()),
            Event::Changed {
                field: Field::ArchivedAt,
                new: Some(_),
                ..
            } => format!("archived {subject}"),
            Event::Changed {
                field: Field::ArchivedAt,
                new: None,
                ..
            } => format!("restored {subject}"),
            Event::Changed {
                field: Field::ToldApart,
                new,
                ..
            } => match new {
                Some(_) => format!("different people: {subject}"),
                None => format!("perhaps the same person: {subject}"),
            },
            Event::Changed {
                field: Field::DoneAt,
                new,
                ..
            } => match new {
                Some(_) => format!("done: {subject}"),
                None => format!("reopened: {subject}"),
            },
            Event::Changed {
                field: Field::Link,
                new,
                ..
            } => match new {
                Some(link) => format!("{subject}: {link}"),
                None => format!("{subject}: not linked to HubSpot"),
            },
            Event::Changed {
                field: Field::Follows,
                old,
                new,
            } => Follows::told(&subject, old.as_deref(), new.as_deref()),
            Event::Changed { field, old, new } => {
                format!("{field} of {subject}: {} → {}", value(old), value(new))
            }
            Event::Set { name, old, new } => {
                format!("{name} of {subject}: {} → {}", value(old), value(new))
            }
        };
        format!("{prefix}{sentence}")
    }
}

/// Returns a text of several lines in one.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') {
        SafeText::cleaned(text)
    } else {
        Cow::Borrowed(text)
    }
}

impl Follows {
    /// Returns the fields that follow as the history shows them; none if there is none.
    pub fn words(self) -> Option<String> {
        let fields = ContactField::all().map(ContactField::field);
        let words: Vec<String> = fields
            .filter(|field| self.holds(*field))
            .map(|field| match field {
                Field::Name if self.has_stand_in() => format!("{field}{NAMELESS}"),
                _ => field.to_string(),
            })
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// Returns what changed between two lists of [`words`](Self::words): `title of Dana Ruiz no longer follows HubSpot`.
    fn told(subject: &str, old: Option<&str>, new: Option<&str>) -> String {
        let fields = |words: Option<&'_ str>| -> Vec<String> {
            let words = words
                .unwrap_or_default()
                .split(", ")
                .filter(|word| !word.is_empty());
            words
                .map(|word| word.trim_end_matches(NAMELESS).to_owned())
                .collect()
        };
        let (before, after) = (fields(old), fields(new));
        let without = |all: &[String], others: &[String]| -> Vec<String> {
            all.iter()
                .filter(|word| !others.contains(word))
                .cloned()
                .collect()
        };
        let (lost, gained) = (without(&before, &after), without(&after, &before));
        let verb = |fields: &[String]| if fields.len() == 1 { "follows" } else { "follow" };
        let again = if old.is_some() { " again" } else { "" };
        let (comes, goes) = (gained.join(" and "), lost.join(" and "));
        match (gained.as_slice(), lost.as_slice()) {
            ([], []) if new.is_some_and(|new| new.contains(NAMELESS)) => {
                format!("name of {subject} was made from the address, because HubSpot has none")
            }
            ([], []) => format!("name of {subject} follows HubSpot"),
            (_, []) => format!("{comes} of {subject} {} HubSpot{again}", verb(&gained)),
            ([], _) => format!("{goes} of {subject} no longer {} HubSpot", verb(&lost)),
            (_, _) => format!(
                "{comes} of {subject} {} HubSpot{again}, and {goes} no longer {}",
                verb(&gained),
                verb(&lost)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_told_in_words() {
        let told = |old: &str, new: &str| {
            let words = |text: &str| Follows::from_stored(text).words();
            Follows::told("Dana Ruiz", words(old).as_deref(), words(new).as_deref())
        };
        assert_eq!(
            told("name,email,title,phone", "name,email,phone"),
            "title of Dana Ruiz no longer follows HubSpot"
        );
        assert_eq!(
            told("name,email", "name,email,title,phone"),
            "title and phone of Dana Ruiz follow HubSpot again"
        );
        assert_eq!(told("", "email"), "email of Dana Ruiz follows HubSpot");
        assert_eq!(
            told("title", "email"),
            "email of Dana Ruiz follows HubSpot again, and title no longer follows"
        );
        assert_eq!(
            told("name", "name,stand_in"),
            "name of Dana Ruiz was made from the address, because HubSpot has none"
        );
        assert_eq!(told("name,stand_in", "name"), "name of Dana Ruiz follows HubSpot");
    }
}
