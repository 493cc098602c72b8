//! Owners as the operation log keeps them.

use serde::Serialize;

use super::{VERSION, written};
use crate::domain::{Email, Name, OwnerFields};

/// What an owner is when it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerRecord {
    /// The name.
    pub name: Name,
    /// The email address.
    pub email: Email,
}

#[derive(Serialize)]
struct Line<'a> {
    email: &'a Email,
    name: &'a Name,
    v: u32,
}

impl OwnerRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line {
            email: &self.email,
            name: &self.name,
            v: VERSION,
        })
    }
}

impl From<&OwnerFields> for OwnerRecord {
    fn from(fields: &OwnerFields) -> Self {
        Self {
            name: fields.name.clone(),
            email: fields.email.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_written_with_its_name_and_address() {
        let owner = OwnerFields::parse("\"Osei, Cara\" <cara@us.com>").expect("an owner");
        assert_eq!(
            OwnerRecord::from(&owner).to_log(),
            r#"{"email":"cara@us.com","name":"Osei, Cara","v":1}"#
        );
    }
}
