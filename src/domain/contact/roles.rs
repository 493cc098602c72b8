//! Roles: what a contact is to its customer, such as billing or legal.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::SafeText;

/// How long one role may be, in characters.
pub const MAX_ROLE_CHARS: usize = 60;

/// One role, lower-case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactRole(SafeText);

/// Why a text is no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// There is none.
    #[error("Type a role, such as billing.")]
    Missing,
    /// There are several.
    #[error("Type one role alone, such as billing.")]
    Several,
    /// It is too long.
    #[error("A role has at most {MAX_ROLE_CHARS} characters; shorten it.")]
    TooLong,
}

impl ContactRole {
    /// Parses one role, as in `Decision maker`.
    pub fn parse(raw: &str) -> Result<Self, RoleError> {
        let written = written_roles(raw);
        match SafeText::optional(&written) {
            None => Err(RoleError::Missing),
            Some(_) if written.contains(',') => Err(RoleError::Several),
            Some(_) if written.chars().count() > MAX_ROLE_CHARS => Err(RoleError::TooLong),
            Some(role) => Ok(Self(role)),
        }
    }

    /// Parses a role that is named as a recipient, as in `role:billing`; none if the text names no role.
    pub fn addressed(text: &str) -> Option<Result<Self, RoleError>> {
        let (word, role) = text.trim().split_once(':')?;
        word.trim_end()
            .eq_ignore_ascii_case("role")
            .then(|| Self::parse(role))
    }

    /// Returns the role.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for ContactRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for ContactRole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The roles that most teams tell apart, as they are offered before any other is known.
pub const USUAL_ROLES: [&str; 7] = [
    "decision maker",
    "champion",
    "executive sponsor",
    "technical",
    "billing",
    "legal",
    "end user",
];

/// Writes roles as the store holds them: lower-case, each once, in the order given, as in `billing, legal`; the word by which
/// a role is addressed, `role:billing`, is no part of it.
pub fn written_roles(raw: &str) -> String {
    let mut roles: Vec<SafeText> = Vec::new();
    for part in raw.split([',', ';']) {
        // A list of choices of HubSpot: `DECISION_MAKER;CHAMPION`.
        let part = part.replace('_', " ").to_lowercase();
        if let Some(role) = SafeText::optional(part.trim_start().strip_prefix("role:").unwrap_or(&part))
            && !roles.contains(&role)
        {
            roles.push(role);
        }
    }
    roles.iter().map(SafeText::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("role: Decision_Maker", Some(Ok("decision maker")))]
    #[case("ROLE:billing", Some(Ok("billing")))]
    #[case("role:", Some(Err(RoleError::Missing)))]
    #[case("role:billing, legal", Some(Err(RoleError::Several)))]
    #[case(
        "role:a role whose name is far longer than anybody would ever type it",
        Some(Err(RoleError::TooLong))
    )]
    #[case("ann@acme.com", None)]
    #[case("roles:billing", None)]
    fn a_role_is_addressed_by_its_word(#[case] text: &str, #[case] wanted: Option<Result<&str, RoleError>>) {
        let found = ContactRole::addressed(text);
        let found = found
            .as_ref()
            .map(|role| role.as_ref().map(ContactRole::as_str).map_err(|error| *error));
        assert_eq!(found, wanted);
    }

    #[rstest]
    #[case("Billing; Legal,billing", "billing, legal")]
    #[case(" , ;", "")]
    #[case("DECISION_MAKER;CHAMPION", "decision maker, champion")]
    fn roles_are_written_in_one_way(#[case] raw: &str, #[case] written: &str) {
        assert_eq!(written_roles(raw), written);
        assert_eq!(written_roles(written), written);
    }
}
