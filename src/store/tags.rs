//! The tags that customers have.

use std::collections::HashMap;

use super::{Reader, StoreError};
use crate::domain::{SafeText, Tags};

impl Reader<'_> {
    /// Lists all tags of customers, most used first, then by the alphabet.
    pub fn known_tags(&self) -> Result<Vec<SafeText>, StoreError> {
        let counted: Vec<(String, i64)> = self.rows(
            "SELECT tags, count(*) FROM customer WHERE deleted_at IS NULL AND tags <> '' GROUP BY tags",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut uses: HashMap<SafeText, i64> = HashMap::new();
        for (tags, count) in counted {
            for tag in Tags::from_stored(&tags).iter() {
                *uses.entry(tag.clone()).or_default() += count;
            }
        }
        let mut tags: Vec<(SafeText, i64)> = uses.into_iter().collect();
        tags.sort_by(|(one, used), (other, more)| {
            more.cmp(used).then_with(|| one.as_str().cmp(other.as_str()))
        });
        Ok(tags.into_iter().map(|(tag, _)| tag).collect())
    }
}
