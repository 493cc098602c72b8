//! Tags in forms: those that many customers get or lose, and how a known one is completed.

use crossterm::event::KeyCode;

use super::{Form, FormState, Subject, Value, text};
use crate::domain::{
    Change, Customer, CustomerEdit, CustomerId, Field, FieldError, SafeText, TagChange, Tags,
};
use crate::input::Key;

/// Returns every customer the same change of tags.
pub(super) fn change(form: &Form, customers: &[CustomerId]) -> Result<Change, Vec<FieldError>> {
    let change = TagChange::parse(&form.text_of(Field::Tags)).map_err(|error| vec![error])?;
    let edit = |id: &CustomerId| (*id, vec![CustomerEdit::Retag(change.clone())]);
    Ok(Change::EditCustomers(customers.iter().map(edit).collect()))
}

impl Form {
    /// Opens the form that adds tags to customers and takes tags from them.
    pub(in crate::app) fn tags<'a>(customers: impl Iterator<Item = &'a Customer>) -> Self {
        Self::tags_of(customers.map(|customer| customer.id).collect())
    }

    pub(super) fn tags_of(customers: Vec<CustomerId>) -> Self {
        Self::new(Subject::Tags(customers), [(Field::Tags, text(""))])
    }

    /// Takes the rest of a tag that is offered, on right or tab; returns whether it did.
    pub(super) fn takes_completion(&mut self, key: Key, known: &[SafeText]) -> bool {
        let is_taking = [KeyCode::Tab, KeyCode::Right].map(Key::plain).contains(&key);
        if !is_taking || self.state != FormState::Editing {
            return false;
        }
        let Some(rest) = self.completion(known) else {
            return false;
        };
        if let Some(field) = self.fields.get_mut(self.focus)
            && let Value::Text(line) = &mut field.value
        {
            line.insert(rest);
            field.error = None;
        }
        true
    }

    /// Returns whether it has tags.
    pub(in crate::app) fn has_tags(&self) -> bool {
        self.fields.iter().any(|field| field.field == Field::Tags)
    }

    /// Returns the rest of the most used tag that begins like the word at the cursor, if the cursor is at the end.
    pub fn completion<'a>(&self, known: &'a [SafeText]) -> Option<&'a str> {
        let field = self
            .fields
            .get(self.focus)
            .filter(|field| field.field == Field::Tags)?;
        let Value::Text(line) = &field.value else {
            return None;
        };
        if line.before_cursor() != line.text() {
            return None;
        }
        let (before, word) = line.text().rsplit_once(',').unwrap_or(("", line.text()));
        let is_change = matches!(self.subject, Subject::Tags(_));
        let sign: &[char] = if is_change { &['+', '-'] } else { &[] };
        let bare = |part: &str| part.trim_start().trim_start_matches(sign).to_lowercase();
        let word = bare(word);
        if word.is_empty() || known.iter().any(|tag| tag.as_str() == word) {
            return None;
        }
        let given: Vec<String> = before.split(',').map(|part| bare(part.trim_end())).collect();
        let given = Tags::parse(given.iter().map(String::as_str)).unwrap_or_default();
        known
            .iter()
            .filter(|tag| !given.contains(tag))
            .find_map(|tag| tag.as_str().strip_prefix(word.as_str()))
    }
}
