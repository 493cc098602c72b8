//! Owners: the customer-success managers of our side.

use serde::Serialize;

use super::{Email, Field, FieldError, Name, OwnerId, name_from_local_part};

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

/// An owner as a person names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerFields {
    /// The name; made from the address where none was given.
    pub name: Name,
    /// The email address, which tells owners apart.
    pub email: Email,
}

impl OwnerFields {
    /// Reads `cara@us.com` or `Cara Osei <cara@us.com>`.
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
            Some((name, address)) => (name.trim().trim_matches('"'), address),
            None => ("", raw),
        };
        let email =
            Email::parse(address).map_err(|error| FieldError::new(field, format!("{word}: {error}")))?;
        let name = Name::parse(name)
            .or_else(|_| {
                let local = email.local_part();
                Name::parse(&name_from_local_part(local).unwrap_or_else(|| local.to_owned()))
            })
            .map_err(|error| FieldError::new(field, error))?;
        Ok(Self { name, email })
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
