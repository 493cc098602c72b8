//! Custom fields as the operation log keeps them.

use serde::{Deserialize, Serialize};

use super::{VERSION, written};
use crate::domain::{CustomField, CustomFieldFields, FieldKind, FieldName, FieldOf, InLists, SafeText};

/// Everything that makes a custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomFieldRecord(pub CustomFieldFields);

#[derive(Serialize, Deserialize)]
struct Line {
    choices: String,
    entity: String,
    in_lists: String,
    kind: String,
    name: String,
    v: u32,
}

impl CustomFieldRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        let Self(fields) = self;
        written(&Line {
            choices: stored_choices(fields.kind.choices()),
            entity: fields.of.key().to_owned(),
            in_lists: fields.in_lists.key().to_owned(),
            kind: fields.kind.key().to_owned(),
            name: fields.name.to_string(),
            v: VERSION,
        })
    }

    /// Reads a record of the log; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let line: Line = serde_json::from_str(text).ok()?;
        let fields = CustomFieldFields {
            of: FieldOf::from_key(&line.entity)?,
            name: FieldName::from_stored(&line.name),
            kind: FieldKind::from_key(&line.kind, choices_from_stored(&line.choices))?,
            in_lists: InLists::from_key(&line.in_lists)?,
        };
        Some(Self(fields)).filter(|_| line.v <= VERSION)
    }
}

/// Joins choices as the store and the log hold them; no choice has a comma.
pub fn stored_choices(choices: &[SafeText]) -> String {
    choices.iter().map(SafeText::as_str).collect::<Vec<_>>().join(",")
}

/// Reads what [`stored_choices`] joined.
pub fn choices_from_stored(text: &str) -> Vec<SafeText> {
    text.split(',').filter_map(SafeText::optional).collect()
}

impl From<&CustomField> for CustomFieldRecord {
    fn from(field: &CustomField) -> Self {
        Self(field.fields.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_choices;

    #[test]
    fn a_field_comes_back_from_the_log() {
        let field = CustomFieldRecord(CustomFieldFields {
            of: FieldOf::Contact,
            name: FieldName::parse("Region").expect("a name"),
            kind: FieldKind::Choice(parse_choices("EMEA,APAC").expect("choices")),
            in_lists: InLists::Shown,
        });
        let line = field.to_log();
        assert_eq!(CustomFieldRecord::from_log(&line), Some(field));
        assert_eq!(CustomFieldRecord::from_log("{}"), None);
        assert_eq!(
            CustomFieldRecord::from_log(&line.replace("\"v\":1", "\"v\":2")),
            None
        );
    }
}
