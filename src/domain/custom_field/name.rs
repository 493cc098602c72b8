//! Names of custom fields, and the key that stands for one in searches, JSON and tables.

use std::fmt;

use crate::domain::{FIELDS, SafeText, SearchField, fold};

/// The longest name, in characters.
const MAX_NAME_CHARS: usize = 40;

/// What customers and contacts have besides, under names that a table or a search knows.
const TAKEN: [&str; 23] = [
    "id",
    "is",
    "has",
    "contact",
    "contacts",
    "created",
    "updated",
    "hubspot_id",
    "archived",
    "fields",
    "display_id",
    "tags",
    "line",
    "customer_number",
    "number",
    "created_at",
    "updated_at",
    "archived_at",
    "primary_email",
    "object",
    "risk_reason",
    "at_risk_since",
    "win_back_on",
];

/// The name of a custom field: a line of at most 40 characters with a letter in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    text: SafeText,
    key: String,
}

impl FieldName {
    /// Takes what a user typed, or says in a sentence what is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let text = SafeText::clean(raw);
        let key = custom_key(text.as_str());
        if text.is_empty() {
            return Err("Type a name, such as Region.".to_owned());
        }
        if !key.starts_with(char::is_alphabetic) {
            return Err("Begin the name with a letter.".to_owned());
        }
        if text.chars() > MAX_NAME_CHARS {
            return Err(format!(
                "The name is longer than {MAX_NAME_CHARS} characters; shorten it."
            ));
        }
        let built_in = SearchField::all()
            .map(SearchField::key)
            .chain(FIELDS.iter().map(|spec| spec.key));
        if built_in.chain(TAKEN).any(|taken| taken == key) {
            return Err(format!("{text} is a field already; choose another name."));
        }
        Ok(Self { text, key })
    }

    /// Takes what the store holds, which was parsed before it was written.
    pub fn from_stored(text: &str) -> Self {
        Self {
            text: SafeText::clean(text),
            key: custom_key(text),
        }
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// Returns what stands for it where a word is needed: `renewal_date`.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// Returns the key of a name: without case and accents, words joined by underlines, all other signs left out.
pub fn custom_key(name: &str) -> String {
    let even = fold(name);
    let words = even.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_key_and_is_no_word_that_is_taken() {
        let name = FieldName::parse(" Renewal  Date (est.) ").expect("a name");
        assert_eq!(
            (name.as_str(), name.key()),
            ("Renewal Date (est.)", "renewal_date_est")
        );
        assert_eq!(FieldName::parse("Région").expect("a name").key(), "region");
        for wrong in [
            "",
            "  ",
            "42",
            "!?",
            "Title",
            "email",
            "ID",
            "Risk",
            "Risk reason",
            "At risk since",
            "Win-back on",
            &"x".repeat(41),
        ] {
            assert!(FieldName::parse(wrong).is_err(), "{wrong}");
        }
    }
}
