//! Tags: the words by which people group customers.

use std::fmt;

use serde::Serialize;

use crate::domain::{Field, FieldError, SafeText, TagChange};

/// The longest tag, in characters.
const MAX_TAG_CHARS: usize = 40;

/// The tags of a customer: lower-case, each once, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Tags(Vec<SafeText>);

impl Tags {
    /// Reads tags from texts that may each hold several, separated by commas.
    pub fn parse<'a>(raw: impl IntoIterator<Item = &'a str>) -> Result<Self, FieldError> {
        let mut tags = Vec::new();
        for part in raw.into_iter().flat_map(|text| text.split(',')) {
            let Some(tag) = SafeText::optional(&part.to_lowercase()) else {
                continue;
            };
            if tag.chars() > MAX_TAG_CHARS {
                let sentence = format!("A tag is longer than {MAX_TAG_CHARS} characters; shorten it.");
                return Err(FieldError::new(Field::Tags, sentence));
            }
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        Ok(Self(tags))
    }

    /// Takes what the store holds, separated by commas, which was parsed before it was written.
    pub fn from_stored(text: &str) -> Self {
        Self(
            text.split(',')
                .filter(|tag| !tag.is_empty())
                .map(SafeText::clean)
                .collect(),
        )
    }

    /// Returns the tags in order.
    pub fn iter(&self) -> impl Iterator<Item = &SafeText> {
        self.0.iter()
    }

    /// Returns whether a tag is among them.
    pub fn contains(&self, tag: &SafeText) -> bool {
        self.0.contains(tag)
    }

    /// Returns them with some added behind and some taken.
    #[must_use]
    pub fn changed(&self, change: &TagChange) -> Self {
        let new = change.add.iter().filter(|tag| !self.contains(tag));
        let all = self.iter().filter(|tag| !change.take.contains(tag)).chain(new);
        Self(all.cloned().collect())
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Joins the tags as the store holds them: `emea,vip`.
    pub fn stored(&self) -> String {
        self.0.iter().map(SafeText::as_str).collect::<Vec<_>>().join(",")
    }
}

impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.iter().map(SafeText::as_str).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_back_from_the_store() {
        let tags = Tags::parse(["vip,emea"]).expect("tags");
        assert_eq!(Tags::from_stored(&tags.stored()), tags);
        assert!(Tags::from_stored("").is_empty());
    }
}
