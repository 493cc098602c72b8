//! Who gets a notification, and by which rule.

use std::fmt;

use serde::Serialize;

use crate::domain::keyed::keyed;
use crate::domain::{ByRole, Contact, ContactRole, Customer, Email, Name, RouteReason, Silence};

keyed! {
    /// What a notification is about.
    pub enum NotificationKind {
        /// An onboarding entered another phase.
        PhaseChange = "phase_change",
        /// A customer-facing task was assigned.
        TaskAssigned = "task_assigned",
        /// A contact is invited to the portal.
        PortalInvite = "portal_invite",
        /// The user writes to a contact whom they chose; no rule routes it.
        Message = "message",
    }
}

impl NotificationKind {
    /// The kinds whose recipient a rule finds.
    pub const ROUTED: [Self; 3] = [Self::PhaseChange, Self::TaskAssigned, Self::PortalInvite];
}

impl fmt::Display for NotificationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::PhaseChange => "Phase change",
            Self::TaskAssigned => "Task assigned",
            Self::PortalInvite => "Portal invite",
            Self::Message => "Message",
        })
    }
}

keyed! {
    /// A way by which a notification travels.
    pub enum Channel {
        /// A mail.
        Email = "email",
        /// A direct message in Slack.
        Slack = "slack",
    }
}

impl Channel {
    /// Returns its name at the start of a line.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Email => "Mail",
            Self::Slack => "Slack",
        }
    }
}

impl fmt::Display for Channel {
    /// Writes the word for the user.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Email => "mail",
            Self::Slack => "Slack",
        })
    }
}

/// Somebody who can be written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The full name.
    pub name: Name,
    /// The email address, by which Slack finds people too.
    pub email: Email,
}

/// The recipient, and the rule that chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutedTo {
    /// The customer's primary contact.
    Primary(Person),
    /// The contact to whom the task is assigned.
    Assignee(Person),
    /// The customer's owner, as there is no primary.
    OwnerFallback(Person),
    /// Nobody: there is neither.
    Nobody,
    /// Nobody, whoever is there.
    Silent(Silence),
}

impl RoutedTo {
    /// Returns the recipient.
    pub const fn person(&self) -> Option<&Person> {
        match self {
            Self::Primary(person) | Self::Assignee(person) | Self::OwnerFallback(person) => Some(person),
            Self::Nobody | Self::Silent(_) => None,
        }
    }

    /// Returns the name under which JSON knows the rule.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Primary(_) => "primary",
            Self::Assignee(_) => "assignee",
            Self::OwnerFallback(_) => "owner_fallback",
            Self::Nobody | Self::Silent(_) => "nobody",
        }
    }

    /// Returns the rule that chose the recipient; none if there is nobody.
    pub const fn rule(&self) -> Option<RouteReason> {
        match self {
            Self::Primary(_) => Some(RouteReason::Primary),
            Self::Assignee(_) => Some(RouteReason::Assignee),
            Self::OwnerFallback(_) => Some(RouteReason::OwnerFallback),
            Self::Nobody | Self::Silent(_) => None,
        }
    }
}

impl fmt::Display for RoutedTo {
    /// Writes the recipient and the rule: `Dana Ruiz, primary`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primary(person) => write!(f, "{}, primary", person.name),
            Self::Assignee(person) => write!(f, "{}, assigned", person.name),
            Self::OwnerFallback(person) => write!(f, "{}, owner (fallback: no primary contact)", person.name),
            Self::Nobody => f.write_str("nobody: no primary contact and no owner"),
            Self::Silent(why) => write!(f, "nobody: {why}"),
        }
    }
}

/// Where a notification of one kind goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The kind.
    pub kind: NotificationKind,
    /// The recipient and the rule.
    pub to: RoutedTo,
    /// The role that it is for, if it is for one.
    pub by_role: Option<ByRole>,
}

impl fmt::Display for Route {
    /// Writes the recipient and the rule: `Dana Ruiz, primary`, or
    /// `Dana Ruiz (role billing: nobody holds it, so the primary)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.by_role, self.to.person()) {
            (None, _) => self.to.fmt(f),
            (Some(_), None) if matches!(self.to, RoutedTo::Silent(_)) => self.to.fmt(f),
            (Some(by), Some(person)) => write!(f, "{} ({})", person.name, by.why(self.to.rule())),
            (Some(by), None) => write!(f, "nobody ({})", by.why(None)),
        }
    }
}

impl Route {
    /// Returns the ways by which it travels: none when nobody gets it.
    pub const fn channels(&self) -> &'static [Channel] {
        match self.to {
            RoutedTo::Primary(_) | RoutedTo::Assignee(_) | RoutedTo::OwnerFallback(_) => &Channel::ALL,
            RoutedTo::Nobody | RoutedTo::Silent(_) => &[],
        }
    }
}

/// Routes a notification that no named contact gets: to the primary, else to the owner, else to nobody.
pub fn route(customer: &Customer, kind: NotificationKind) -> Route {
    if let Some(why) = Silence::of(customer, None, None) {
        let to = RoutedTo::Silent(why);
        return Route {
            kind,
            to,
            by_role: None,
        };
    }
    let to = match (&customer.primary, &customer.owner) {
        (Some(primary), _) => RoutedTo::Primary(Person {
            name: primary.name.clone(),
            email: primary.email.clone(),
        }),
        (None, Some(owner)) => RoutedTo::OwnerFallback(Person {
            name: owner.name.clone(),
            email: owner.email.clone(),
        }),
        (None, None) => RoutedTo::Nobody,
    };
    Route {
        kind,
        to,
        by_role: None,
    }
}

/// Routes a notification that is for a named contact.
pub fn route_to(customer: &Customer, kind: NotificationKind, contact: &Contact) -> Route {
    let to = match Silence::of(customer, None, Some(contact)) {
        Some(why) => RoutedTo::Silent(why),
        None => RoutedTo::Assignee(Person {
            name: contact.name.clone(),
            email: contact.email.clone(),
        }),
    };
    Route {
        kind,
        to,
        by_role: None,
    }
}

/// Routes a notification that is for the contacts who hold a role: to the one who does; where nobody or several do, as one
/// that is for nobody by name.
pub fn route_to_role(
    customer: &Customer,
    kind: NotificationKind,
    role: &ContactRole,
    holders: &[Contact],
) -> Route {
    let routed = match holders {
        [holder] => route_to(customer, kind, holder),
        [] | [_, _, ..] => route(customer, kind),
    };
    let by_role = ByRole {
        role: role.clone(),
        holders: u32::try_from(holders.len()).unwrap_or(u32::MAX),
    };
    Route {
        by_role: Some(by_role),
        ..routed
    }
}

/// Routes each kind of notification of a customer.
pub fn routes(customer: &Customer) -> [Route; 3] {
    NotificationKind::ROUTED.map(|kind| route(customer, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CustomerStatus;
    use crate::domain::testing::{acme, contact};

    #[test]
    fn a_route_tells_who_is_told_and_by_which_rule() {
        let dana = Person {
            name: Name::parse("Dana Ruiz").expect("a name"),
            email: Email::parse("dana@acme.com").expect("an address"),
        };
        for (to, reason, words) in [
            (RoutedTo::Primary(dana.clone()), "primary", "Dana Ruiz, primary"),
            (
                RoutedTo::Assignee(dana.clone()),
                "assignee",
                "Dana Ruiz, assigned",
            ),
            (
                RoutedTo::OwnerFallback(dana.clone()),
                "owner_fallback",
                "Dana Ruiz, owner (fallback: no primary contact)",
            ),
        ] {
            assert_eq!((to.reason(), to.to_string().as_str()), (reason, words));
            assert_eq!(to.person(), Some(&dana));
            assert_eq!(to.rule().map(RouteReason::key), Some(reason));
        }
        let nobody = RoutedTo::Nobody;
        assert_eq!(
            (nobody.reason(), nobody.to_string().as_str()),
            ("nobody", "nobody: no primary contact and no owner")
        );
        assert_eq!((nobody.person(), nobody.rule()), (None, None));
    }

    #[test]
    fn a_role_leads_to_the_one_who_holds_it_and_else_to_the_primary_then_the_owner() {
        let billing = ContactRole::parse("billing").expect("a role");
        let kind = NotificationKind::TaskAssigned;
        let (mut customer, two) = (acme(), [contact(2), contact(3)]);
        let (one, nobody) = (&two[..1], &two[..0]);
        let told = |customer: &Customer, holders: &[Contact]| {
            let route = route_to_role(customer, kind, &billing, holders);
            (route.to.reason(), route.to_string())
        };
        let wanted = |reason, words: &str| (reason, words.to_owned());
        assert_eq!(told(&customer, one), wanted("assignee", "Ann 2 (role billing)"));
        assert_eq!(
            told(&customer, nobody),
            wanted("primary", "Ann 1 (role billing: nobody holds it, so the primary)")
        );
        assert_eq!(
            told(&customer, &two),
            wanted(
                "primary",
                "Ann 1 (role billing: 2 contacts hold it, so the primary)"
            )
        );
        customer.primary = None;
        assert_eq!(
            told(&customer, nobody),
            wanted(
                "nobody",
                "nobody (role billing: nobody holds it, and there is no primary and no owner)"
            )
        );
        customer.status = CustomerStatus::Churned;
        assert_eq!(
            told(&customer, one),
            wanted("nobody", "nobody: the customer is churned")
        );
        assert_eq!(
            told(&customer, nobody),
            wanted("nobody", "nobody: the customer is churned")
        );
    }

    #[test]
    fn a_customer_who_left_has_nobody_to_write_to_and_says_why() {
        let mut customer = acme();
        let ann = contact(1);
        for (status, why) in [
            (CustomerStatus::Churned, "nobody: the customer is churned"),
            (CustomerStatus::Archived, "nobody: the customer is archived"),
        ] {
            customer.status = status;
            let named = route_to(&customer, NotificationKind::PortalInvite, &ann);
            for route in routes(&customer).into_iter().chain([named]) {
                assert_eq!(
                    (route.to.to_string().as_str(), route.to.reason()),
                    (why, "nobody")
                );
                assert_eq!((route.to.person(), route.to.rule()), (None, None));
                assert!(route.channels().is_empty());
            }
        }
        customer.status = CustomerStatus::AtRisk;
        assert_eq!(
            route(&customer, NotificationKind::PhaseChange).to.reason(),
            "primary"
        );
    }
}
