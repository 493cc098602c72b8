//! What part people play at their company, as far as their job titles tell.

use std::fmt;

use super::rules::role_of;
use crate::domain::keyed::keyed;
use crate::domain::{Contact, Detail, SafeText, fold};

keyed! {
    /// What part somebody plays at their company.
    #[derive(PartialOrd, Ord)]
    pub enum JobRole {
        /// Decides: runs the company or a part of it.
        Decides = "decision_maker",
        /// Builds and runs what is technical.
        Technical = "technical",
        /// Keeps the daily work going: projects, support, purchasing, logistics, people.
        Operations = "operations",
        /// Looks after the money.
        Finance = "finance",
        /// The title tells nothing, or there is none.
        Unknown = "unknown",
    }
}

impl JobRole {
    /// Returns the part that a contact plays: by its roles, else as its job title tells.
    pub fn of(contact: &Contact) -> Self {
        let by_roles = contact
            .details
            .text(Detail::Roles)
            .split(", ")
            .find_map(|role| match role {
                "decision maker" | "executive sponsor" => Some(Self::Decides),
                "technical" => Some(Self::Technical),
                "billing" => Some(Self::Finance),
                _ => None,
            });
        by_roles.unwrap_or_else(|| Self::of_title(contact.title().map_or("", SafeText::as_str)))
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
        let role = JobRole::of(&contact);
        if let Some(group) = groups.iter_mut().find(|group| group.role == role) {
            group.people.push(contact);
        }
    }
    groups
}
