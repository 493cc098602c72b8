//! What part people play at their company, as far as their job titles tell.

use std::fmt;

use serde::{Serialize, Serializer};

use super::rules::role_of;
use crate::domain::{Contact, SafeText, fold};

/// What part somebody plays at their company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobRole {
    /// Decides: runs the company or a part of it.
    Decides,
    /// Builds and runs what is technical.
    Technical,
    /// Keeps the daily work going: projects, support, purchasing, logistics, people.
    Operations,
    /// Looks after the money.
    Finance,
    /// The title tells nothing, or there is none.
    Unknown,
}

impl JobRole {
    /// All roles, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Decides,
        Self::Technical,
        Self::Operations,
        Self::Finance,
        Self::Unknown,
    ];

    /// Returns the name under which JSON knows it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Decides => "decision_maker",
            Self::Technical => "technical",
            Self::Operations => "operations",
            Self::Finance => "finance",
            Self::Unknown => "unknown",
        }
    }

    /// Finds the role of a name in the rules.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Finds the role that a job title tells: the first rule that knows its words wins.
    pub fn of_title(title: &str) -> Self {
        let folded = fold(title);
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        role_of(&words)
    }
}

impl fmt::Display for JobRole {
    /// Writes the heading of those who have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Decides => "Decision makers",
            Self::Technical => "Technical",
            Self::Operations => "Operations",
            Self::Finance => "Finance",
            Self::Unknown => "Role unknown",
        })
    }
}

impl Serialize for JobRole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// The people of a customer who have a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGroup {
    /// The role.
    pub role: JobRole,
    /// Who has it, in the order in which they were given.
    pub people: Vec<Contact>,
}

/// Parts people by their roles; a role that nobody has is named too, for that is worth knowing.
pub fn by_role(people: Vec<Contact>) -> Vec<RoleGroup> {
    let mut groups: Vec<RoleGroup> = JobRole::ALL
        .map(|role| RoleGroup {
            role,
            people: Vec::new(),
        })
        .into();
    for contact in people {
        let title = contact.title().map_or("", SafeText::as_str);
        let role = JobRole::of_title(title);
        if let Some(group) = groups.iter_mut().find(|group| group.role == role) {
            group.people.push(contact);
        }
    }
    groups
}
