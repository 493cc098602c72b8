//! How a word that is known is completed in a field of several: a tag, a role.

use std::borrow::Cow;

use crossterm::event::KeyCode;

use super::{Form, FormField, FormState, Subject, Value};
use crate::domain::{CustomField, Detail, Field, SafeText};
use crate::input::Key;

/// The words that fields of several words are completed to, the likeliest first.
#[derive(Debug, Clone, Copy)]
pub struct KnownWords<'a> {
    /// The tags that customers have.
    pub tags: &'a [SafeText],
    /// The roles that contacts may have.
    pub roles: &'a [SafeText],
}

impl Form {
    /// Takes the rest of a word that is offered, on right or tab; returns whether it did.
    pub(super) fn takes_completion(&mut self, key: Key, known: KnownWords<'_>) -> bool {
        let is_taking = [KeyCode::Tab, KeyCode::Right].map(Key::plain).contains(&key);
        if !is_taking || self.state != FormState::Editing {
            return false;
        }
        let Some(rest) = self.completion(known).map(Cow::into_owned) else {
            return false;
        };
        if let Some(field) = self.fields.get_mut(self.focus)
            && let Value::Text(line) = &mut field.value
        {
            line.insert(&rest);
            field.error = None;
        }
        true
    }

    /// Returns whether it has tags.
    pub(in crate::app) fn has_tags(&self) -> bool {
        self.fields.iter().any(|field| field.field == Field::Tags)
    }

    /// Returns the rest of the first known word that begins like the one at the cursor, if the cursor is at the end.
    pub fn completion<'a>(&'a self, known: KnownWords<'a>) -> Option<Cow<'a, str>> {
        let field = self.fields.get(self.focus)?;
        if let Field::Custom(id) = field.field {
            return completed_choice(self.custom_field(id)?, &field.value).map(Cow::Borrowed);
        }
        if field.field == Field::Assignee {
            return addressed_role(field, known.roles).map(Cow::Owned);
        }
        let known = if field.field == Field::Tags {
            known.tags
        } else if field.field == Field::Detail(Detail::Roles) {
            known.roles
        } else {
            return None;
        };
        let Value::Text(line) = &field.value else {
            return None;
        };
        if line.before_cursor() != line.text() {
            return None;
        }
        let (before, word) = line.text().rsplit_once(',').unwrap_or(("", line.text()));
        let is_change = matches!(self.subject, Subject::Tags(_) | Subject::Roles(_));
        let sign: &[char] = if is_change { &['+', '-'] } else { &[] };
        let bare = |part: &str| part.trim_start().trim_start_matches(sign).to_lowercase();
        let word = bare(word);
        if word.is_empty() || known.iter().any(|tag| tag.as_str() == word) {
            return None;
        }
        let given: Vec<String> = before.split(',').map(|part| bare(part.trim_end())).collect();
        let is_given = |known: &SafeText| given.iter().any(|given| given == known.as_str());
        known
            .iter()
            .filter(|known| !is_given(known))
            .find_map(|known| known.as_str().strip_prefix(word.as_str()))
            .map(Cow::Borrowed)
    }
}

/// Returns the rest of the first choice of a field that begins like what was typed, if the cursor is at the end.
fn completed_choice<'a>(field: &'a CustomField, value: &Value) -> Option<&'a str> {
    let Value::Text(line) = value else { return None };
    if line.text().is_empty() || line.before_cursor() != line.text() {
        return None;
    }
    let choices = field.fields.kind.choices().iter();
    choices
        .filter_map(|choice| {
            let (typed, rest) = choice.as_str().split_at_checked(line.text().len())?;
            (typed.to_lowercase() == line.text().to_lowercase()).then_some(rest)
        })
        .find(|rest| !rest.is_empty())
}

/// Returns the rest of the first known role that is addressed like what was typed: `role:billing`.
fn addressed_role(field: &FormField, roles: &[SafeText]) -> Option<String> {
    let Value::Text(line) = &field.value else {
        return None;
    };
    let typed = line.text().to_lowercase();
    if typed.is_empty() || line.before_cursor() != line.text() {
        return None;
    }
    let rest = |role: &SafeText| Some(format!("role:{role}").strip_prefix(&typed)?.to_owned());
    roles.iter().find_map(rest).filter(|rest| !rest.is_empty())
}
