//! What is for whoever holds a role, and why it goes to somebody else.

use crate::domain::{ContactRole, RouteReason};

/// A role that something is for, and how many active contacts of the customer hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByRole {
    /// The role.
    pub role: ContactRole,
    /// How many hold it; only where one does, it goes to that contact.
    pub holders: u32,
}

impl ByRole {
    /// Returns the rule that finds who is told, at a customer with these.
    pub fn rule<P, O>(&self, primary: Option<P>, owner: Option<O>) -> Option<RouteReason> {
        match (self.holders, primary, owner) {
            (1, _, _) => Some(RouteReason::Assignee),
            (_, Some(_), _) => Some(RouteReason::Primary),
            (_, None, Some(_)) => Some(RouteReason::OwnerFallback),
            (_, None, None) => None,
        }
    }

    /// Tells in a few words how many hold it where not exactly one does: `billing: nobody`.
    pub fn in_brief(&self) -> String {
        match self.holders {
            0 => format!("{}: nobody", self.role),
            many => format!("{}: {many} hold it", self.role),
        }
    }

    /// Tells why it goes to whom a rule finds, as `role billing: nobody holds it, so the primary`.
    pub fn why(&self, rule: Option<RouteReason>) -> String {
        let holders = match self.holders {
            0 => "nobody holds it".to_owned(),
            many => format!("{many} contacts hold it"),
        };
        match rule {
            Some(RouteReason::Assignee) => format!("role {}", self.role),
            Some(RouteReason::Primary) => format!("role {}: {holders}, so the primary", self.role),
            Some(RouteReason::OwnerFallback) => format!("role {}: {holders}, so the owner", self.role),
            None => format!(
                "role {}: {holders}, and there is no primary and no owner",
                self.role
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_told_with_who_holds_it_and_whom_it_goes_to_instead() {
        let by = |holders| ByRole {
            role: ContactRole::parse("billing").expect("a role"),
            holders,
        };
        let told = |holders, primary: Option<()>, owner: Option<()>| {
            let by = by(holders);
            by.why(by.rule(primary, owner))
        };
        assert_eq!(told(1, None, None), "role billing");
        assert_eq!(
            told(0, Some(()), Some(())),
            "role billing: nobody holds it, so the primary"
        );
        assert_eq!(
            told(2, None, Some(())),
            "role billing: 2 contacts hold it, so the owner"
        );
        assert_eq!(
            told(0, None, None),
            "role billing: nobody holds it, and there is no primary and no owner"
        );
    }
}
