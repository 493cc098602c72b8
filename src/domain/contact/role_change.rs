//! Roles that are added to contacts and taken from them, as the user types them: `+billing, -legal`.

use crate::domain::{ContactRole, Detail, Field, FieldError, RoleError, written_roles};

/// Roles that contacts get and lose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleChange {
    /// They get these and no others.
    Set(Vec<ContactRole>),
    /// They keep their others.
    Adjust {
        /// Those that are added.
        add: Vec<ContactRole>,
        /// Those that are taken.
        take: Vec<ContactRole>,
    },
}

impl RoleChange {
    /// Reads roles separated by commas; `-` takes one, `+` or no sign adds one.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        let (mut add, mut take) = (Vec::new(), Vec::new());
        for part in raw.split(',').map(str::trim) {
            match part.strip_prefix('-') {
                Some(role) => take.push(role),
                None => add.push(part.strip_prefix('+').unwrap_or(part)),
            }
        }
        Self::adjust(&add, &take)
    }

    /// Takes the roles that are added and those that are taken, as they were typed.
    pub fn adjust<S: AsRef<str>>(add: &[S], take: &[S]) -> Result<Self, FieldError> {
        let (add, take) = (roles(add)?, roles(take)?);
        if let Some(both) = add.iter().find(|role| take.contains(role)) {
            let sentence = format!("The role {both} is both added and removed; keep only one.");
            return Err(error(sentence));
        }
        if add.is_empty() && take.is_empty() {
            return Err(error(
                "Type roles to add, or to remove with a minus, as in +billing, -legal.",
            ));
        }
        Ok(Self::Adjust { add, take })
    }

    /// Takes the roles that contacts have afterwards, as they were typed; none of them is no role.
    pub fn set<S: AsRef<str>>(all: &[S]) -> Result<Self, FieldError> {
        roles(all).map(Self::Set)
    }

    /// Returns the roles of a contact after the change, as the store holds them.
    pub fn applied(&self, before: &str) -> String {
        let joined = |roles: &[ContactRole]| {
            let words: Vec<&str> = roles.iter().map(ContactRole::as_str).collect();
            words.join(", ")
        };
        match self {
            Self::Set(roles) => joined(roles),
            Self::Adjust { add, take } => {
                let is_kept = |role: &&str| !take.iter().any(|taken| taken.as_str() == *role);
                let before = written_roles(before);
                let kept: Vec<&str> = before.split(", ").filter(is_kept).collect();
                written_roles(&format!("{}, {}", kept.join(", "), joined(add)))
            }
        }
    }
}

fn roles<S: AsRef<str>>(texts: &[S]) -> Result<Vec<ContactRole>, FieldError> {
    let mut roles = Vec::new();
    for text in texts.iter().flat_map(|text| text.as_ref().split([',', ';'])) {
        match ContactRole::parse(text) {
            Ok(role) if roles.contains(&role) => {}
            Ok(role) => roles.push(role),
            Err(RoleError::Missing) => {}
            Err(other) => return Err(error(other)),
        }
    }
    Ok(roles)
}

fn error(sentence: impl std::fmt::Display) -> FieldError {
    FieldError::new(Field::Detail(Detail::Roles), sentence)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+billing, -legal", "legal, champion", "champion, billing")]
    #[case("Billing", "billing, legal", "billing, legal")]
    #[case("- Decision_Maker", "decision maker", "")]
    #[case("billing, technical", "", "billing, technical")]
    #[case("role:billing, Role: legal", "", "billing, legal")]
    #[case("-role:billing", "role:billing, legal", "legal")]
    fn a_sign_says_what_becomes_of_a_role(#[case] raw: &str, #[case] before: &str, #[case] after: &str) {
        assert_eq!(RoleChange::parse(raw).expect("roles").applied(before), after);
    }

    #[test]
    fn roles_that_are_set_replace_all_others() {
        let change = RoleChange::set(&["Legal, billing", "legal"]).expect("roles");
        assert_eq!(change.applied("champion"), "legal, billing");
        assert_eq!(RoleChange::set(&[""; 0]).expect("none").applied("champion"), "");
    }

    #[rstest]
    #[case("")]
    #[case("+, -")]
    #[case("+billing, -Billing")]
    #[case("+a role whose name is far longer than anybody would ever type it in")]
    fn nonsense_is_refused(#[case] raw: &str) {
        let refused = RoleChange::parse(raw).expect_err("refused");
        assert_eq!(refused.field, Field::Detail(Detail::Roles));
    }
}
