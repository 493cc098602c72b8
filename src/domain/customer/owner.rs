//! Owners: the customer-success managers of our side.

use serde::Serialize;

use crate::domain::{Email, Field, FieldError, Name, OwnerId, name_from_local_part};

/// A customer-success manager who runs customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Its id.
    #[serde(skip)]
    pub id: OwnerId,
    /// The name.
    pub name: Name,
    /// The email address.
    pub email: Email,
}

/// An owner as the user names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerFields {
    /// The name; made from the address where none was given.
    pub name: Name,
    /// The email address, which tells owners apart.
    pub email: Email,
    /// Where the name is from.
    pub naming: Naming,
}

/// Where a name is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It was given.
    Given,
    /// It was made from the address.
    Made,
}

impl OwnerFields {
    /// Reads `cara@us.com`, `Cara Osei <cara@us.com>` or `"Osei, \"Cara\"" <cara@us.com>`.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        Self::read(raw, Field::Owner, "Owner")
    }

    /// Reads who runs an onboarding, in the same way.
    pub fn parse_csm(raw: &str) -> Result<Self, FieldError> {
        Self::read(raw, Field::Csm, "CSM")
    }

    fn read(raw: &str, field: Field, word: &str) -> Result<Self, FieldError> {
        let raw = raw.trim();
        let (name, address) = match raw.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (unquoted(name.trim()), address),
            None => (String::new(), raw),
        };
        let email =
            Email::parse(address).map_err(|error| FieldError::new(field, format!("{word}: {error}")))?;
        if let Ok(name) = Name::parse(&name) {
            return Ok(Self {
                name,
                email,
                naming: Naming::Given,
            });
        }
        let local = email.local_part();
        let name = Name::parse(&name_from_local_part(local).unwrap_or_else(|| local.to_owned()))
            .map_err(|error| FieldError::new(field, error))?;
        Ok(Self {
            name,
            email,
            naming: Naming::Made,
        })
    }
}

/// Takes the quotes off a quoted string of RFC 5322, with the backslashes in it; any other text stays as it is.
fn unquoted(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    if chars.next() != Some('"') {
        return text.to_owned();
    }
    loop {
        match chars.next() {
            Some('\\') => plain.extend(chars.next()),
            Some('"') if chars.as_str().is_empty() => return plain,
            Some('"') | None => return text.to_owned(),
            Some(other) => plain.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("cara.osei+csm@us.com", "Cara Osei", "cara.osei+csm@us.com")]
    #[case("Cara Osei <CARA@us.com>", "Cara Osei", "cara@us.com")]
    #[case("\"Osei, Cara\" <cara@us.com>", "Osei, Cara", "cara@us.com")]
    #[case(
        "\"Osei, C\u{e4}ra \\\"CO\\\" \\\\\" <cara@us.com>",
        "Osei, C\u{e4}ra \"CO\" \\",
        "cara@us.com"
    )]
    #[case("\"CO\" Osei <cara@us.com>", "\"CO\" Osei", "cara@us.com")]
    #[case("\"Cara\\ <cara@us.com>", "\"Cara\\", "cara@us.com")]
    #[case("<cara@us.com>", "Cara", "cara@us.com")]
    #[case("_@us.com", "_", "_@us.com")]
    fn reads(#[case] raw: &str, #[case] name: &str, #[case] email: &str) {
        let owner = OwnerFields::parse(raw).expect("an owner");
        assert_eq!((owner.name.as_str(), owner.email.as_str()), (name, email));
    }

    #[test]
    fn refuses_a_bad_address_beside_the_owner_field() {
        assert_eq!(
            OwnerFields::parse("Cara").expect_err("refused").field,
            Field::Owner
        );
    }
}
