//! Tags that are added to customers and taken from them, as the user types them: `+vip, -trial`.

use crate::domain::{Field, FieldError, Tags};

/// Tags that are added and taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagChange {
    /// Those that are added.
    pub add: Tags,
    /// Those that are taken.
    pub take: Tags,
}

impl TagChange {
    /// Reads tags separated by commas; `-` takes one, `+` or no sign adds one.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        let (mut add, mut take) = (Vec::new(), Vec::new());
        for part in raw.split(',').map(str::trim) {
            match part.strip_prefix('-') {
                Some(tag) => take.push(tag),
                None => add.push(part.strip_prefix('+').unwrap_or(part)),
            }
        }
        let change = Self {
            add: Tags::parse(add)?,
            take: Tags::parse(take)?,
        };
        if let Some(both) = change.add.iter().find(|tag| change.take.contains(tag)) {
            let sentence = format!("The tag {both} is both added and removed; keep only one.");
            return Err(FieldError::new(Field::Tags, sentence));
        }
        if change.add.is_empty() && change.take.is_empty() {
            let sentence = "Type tags to add, or to remove with a minus, as in +vip, -trial.";
            return Err(FieldError::new(Field::Tags, sentence));
        }
        Ok(change)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+vip, -trial", "vip", "trial")]
    #[case("VIP,emea", "vip,emea", "")]
    #[case(" - trial ,", "", "trial")]
    fn a_sign_says_what_becomes_of_a_tag(#[case] raw: &str, #[case] add: &str, #[case] take: &str) {
        let change = TagChange::parse(raw).expect("tags");
        assert_eq!(
            (change.add.stored().as_str(), change.take.stored().as_str()),
            (add, take)
        );
    }

    #[rstest]
    #[case("")]
    #[case("+, -")]
    #[case("+vip, -VIP")]
    #[case("+a tag that is far longer than anybody would ever type")]
    fn nonsense_is_refused(#[case] raw: &str) {
        assert_eq!(TagChange::parse(raw).expect_err("refused").field, Field::Tags);
    }

    #[test]
    fn the_order_of_the_tags_that_stay_is_kept() {
        let tags = Tags::parse(["b,trial,a"]).expect("tags");
        let change = TagChange::parse("+vip, +a, -trial, -none").expect("tags");
        assert_eq!(tags.changed(&change).stored(), "b,a,vip");
    }
}
