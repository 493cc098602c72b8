//! The values that a customer or contact has in custom fields.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::custom_key;
use crate::domain::{CustomFieldId, SafeText};

/// A value in a custom field.
#[derive(Debug, Clone)]
pub struct CustomValue {
    /// The field.
    pub field: CustomFieldId,
    /// The name of the field when the value was read; empty of a field that was removed, whose values show nowhere.
    pub name: SafeText,
    /// The value, never empty.
    pub value: SafeText,
}

/// What stands between the name and the value where the store joins them.
const BEHIND_NAME: char = '\u{1e}';

/// What stands between two values there; neither sign is in any of them.
const BETWEEN: char = '\u{1f}';

/// The values of one record, by the ids of their fields; a field without a value is not among them.
///
/// Two of them are equal if the same fields have the same values, whatever the fields are called.
#[derive(Debug, Clone, Default)]
pub struct CustomValues(Vec<CustomValue>);

impl PartialEq for CustomValues {
    fn eq(&self, other: &Self) -> bool {
        let values = |all: &Self| -> Vec<(CustomFieldId, SafeText)> {
            let pairs = all.0.iter().map(|one| (one.field, one.value.clone()));
            pairs.collect()
        };
        values(self) == values(other)
    }
}

impl Eq for CustomValues {}

impl CustomValues {
    /// Returns the value of a field; empty if there is none.
    pub fn text(&self, field: CustomFieldId) -> &str {
        self.get(field).map_or("", SafeText::as_str)
    }

    /// Returns the value of a field, if it has one.
    pub fn get(&self, field: CustomFieldId) -> Option<&SafeText> {
        let place = self.0.binary_search_by_key(&field, |one| one.field).ok()?;
        self.0.get(place).map(|one| &one.value)
    }

    /// Gives a field a value, or takes it away.
    pub fn set(&mut self, field: CustomFieldId, value: Option<SafeText>) {
        let place = self.0.binary_search_by_key(&field, |one| one.field);
        match (place, value) {
            (Ok(place), None) => drop(self.0.remove(place)),
            (Ok(place), Some(value)) => {
                if let Some(own) = self.0.get_mut(place) {
                    own.value = value;
                }
            }
            (Err(_), None) => {}
            (Err(_), Some(value)) => self.insert(CustomValue {
                field,
                name: SafeText::default(),
                value,
            }),
        }
    }

    fn insert(&mut self, value: CustomValue) {
        if let Err(place) = self.0.binary_search_by_key(&value.field, |one| one.field) {
            self.0.insert(place, value);
        }
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns them, by the ids of their fields.
    pub fn iter(&self) -> impl Iterator<Item = &CustomValue> {
        self.0.iter()
    }

    /// Returns those in fields that were not removed, by the names of these.
    pub fn named(&self) -> Vec<&CustomValue> {
        let mut named: Vec<&CustomValue> = self.0.iter().filter(|one| !one.name.is_empty()).collect();
        named.sort_by(|one, other| one.name.cmp(&other.name));
        named
    }

    /// Lists the fields whose value differs in `after`, each with the value that it has there.
    pub fn changes_to(&self, after: &Self) -> Vec<(CustomFieldId, Option<SafeText>)> {
        let gone = self.iter().filter(|one| after.get(one.field).is_none());
        let new = after.iter().filter(|one| self.get(one.field) != Some(&one.value));
        let gone = gone.map(|one| (one.field, None));
        let new = new.map(|one| (one.field, Some(one.value.clone())));
        gone.chain(new).collect()
    }

    /// Takes the values of a record of the log, by the ids of their fields.
    pub fn from_log(logged: BTreeMap<String, String>) -> Self {
        let known = logged.into_iter().filter_map(|(id, value)| {
            let value = SafeText::optional(&value)?;
            Some((id.parse().ok()?, value))
        });
        known.collect()
    }

    /// Reads what the store joined: each id as 32 digits, the name of its field, the sign U+001E and the value, separated by
    /// the sign U+001F.
    pub fn from_stored(joined: &str) -> Self {
        let mut values = Self::default();
        for part in joined.split(BETWEEN) {
            if let Some((id, rest)) = part.split_at_checked(32)
                && let (Ok(field), Some((name, value))) = (id.parse(), rest.split_once(BEHIND_NAME))
                && let Some(value) = SafeText::optional(value)
            {
                let name = SafeText::clean(name);
                values.insert(CustomValue { field, name, value });
            }
        }
        values
    }

    /// Writes each value of a field that was not removed under the key of its name.
    pub fn by_key<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.named().into_iter();
        serializer.collect_map(named.map(|one| (custom_key(one.name.as_str()), &one.value)))
    }
}

impl FromIterator<(CustomFieldId, SafeText)> for CustomValues {
    fn from_iter<I: IntoIterator<Item = (CustomFieldId, SafeText)>>(values: I) -> Self {
        let mut all = Self::default();
        for (id, value) in values {
            all.set(id, Some(value));
        }
        all
    }
}

impl Serialize for CustomValues {
    /// Writes each value under the id of its field, as the log keeps them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for one in &self.0 {
            map.serialize_entry(&one.field, &one.value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{IdSource, Timestamp};

    #[test]
    fn values_are_kept_by_field_and_compared() {
        let mut ids = IdSource::Counting(0);
        let mut id = || CustomFieldId::from_uuid(ids.next(Timestamp::default()));
        let (one, other) = (id(), id());
        let value = SafeText::optional;
        let mut before = CustomValues::default();
        before.set(other, value("b"));
        before.set(one, value("a"));
        before.set(one, value("A"));
        assert_eq!((before.text(one), before.text(other)), ("A", "b"));
        let mut after = before.clone();
        after.set(one, None);
        after.set(other, value("c"));
        assert_eq!(before.changes_to(&after), [(one, None), (other, value("c"))]);
        assert_eq!(before.changes_to(&before), []);
        let digits = |id: CustomFieldId| id.uuid().simple().to_string();
        let stored = format!("{}Region\u{1e}A\u{1f}{}\u{1e}b", digits(one), digits(other));
        let read = CustomValues::from_stored(&stored);
        assert_eq!(read, before);
        let named: Vec<&str> = read.named().iter().map(|one| one.name.as_str()).collect();
        assert_eq!(named, ["Region"]);
        for nothing in ["", "no id at all, and nothing in front", "\u{1f}\u{1e}"] {
            assert!(CustomValues::from_stored(nothing).is_empty(), "{nothing}");
        }
        let written = serde_json::to_string(&before).expect("text");
        assert_eq!(written, format!("{{\"{one}\":\"A\",\"{other}\":\"b\"}}"));
    }
}
