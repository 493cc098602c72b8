//! Who must be left in peace: why nothing is written or sent about a customer, an onboarding or to a contact.

use crate::domain::{Contact, Customer, CustomerStatus, Onboarding, OnboardingState, Standing};

/// Why nothing is written or sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The customer is lost.
    Churned,
    /// The customer is archived.
    Archived,
    /// The onboarding is paused.
    Paused,
    /// The contact is archived.
    ContactArchived,
    /// The contact has left with its link to the source.
    ContactUnlinked,
    /// The contact was deleted.
    ContactDeleted,
}

impl Silence {
    /// Finds what forbids to write about a customer, of an onboarding if it is about one, to a contact if it goes to one.
    pub fn of(
        customer: &Customer,
        onboarding: Option<&Onboarding>,
        contact: Option<&Contact>,
    ) -> Option<Self> {
        let contact = contact.and_then(|contact| contact.standing().silence());
        let onboarding = onboarding.and_then(|onboarding| onboarding.state.silence());
        customer.status.silence().or(onboarding).or(contact)
    }
}

impl CustomerStatus {
    /// Returns why nobody is written to at a customer of this status, if so.
    pub const fn silence(self) -> Option<Silence> {
        match self {
            Self::Active | Self::AtRisk => None,
            Self::Churned => Some(Silence::Churned),
            Self::Archived => Some(Silence::Archived),
        }
    }
}

impl OnboardingState {
    /// Returns why nobody is told of an onboarding in this state, if so.
    pub const fn silence(self) -> Option<Silence> {
        match self {
            Self::Active | Self::Done => None,
            Self::Paused => Some(Silence::Paused),
        }
    }
}

impl Standing {
    /// Returns why a contact of this standing is not written to, if so.
    pub const fn silence(self) -> Option<Silence> {
        match self {
            Self::Active => None,
            Self::Archived => Some(Silence::ContactArchived),
            Self::Unlinked => Some(Silence::ContactUnlinked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::testing::{acme, contact};

    #[test]
    fn the_customer_counts_before_the_contact_and_each_reason_says_what_to_do() {
        let mut customer = acme();
        let mut dana = contact(7);
        assert_eq!(Silence::of(&customer, None, Some(&dana)), None);
        dana.archived_at = Some(Timestamp::default());
        assert_eq!(
            Silence::of(&customer, None, Some(&dana)),
            Some(Silence::ContactArchived)
        );
        customer.status = CustomerStatus::AtRisk;
        assert_eq!(Silence::of(&customer, None, None), None);
        customer.status = CustomerStatus::Churned;
        assert_eq!(Silence::of(&customer, None, Some(&dana)), Some(Silence::Churned));
        customer.status = CustomerStatus::Archived;
        assert_eq!(Silence::of(&customer, None, None), Some(Silence::Archived));
        for (silence, first) in [
            (Silence::Churned, "Acme is churned. Set its status"),
            (Silence::Archived, "Acme is archived. Set its status"),
            (Silence::Paused, "paused. Resume it"),
            (Silence::ContactArchived, "Restore that contact"),
            (Silence::ContactUnlinked, "Relink that contact"),
            (Silence::ContactDeleted, "Choose another contact"),
        ] {
            assert!(silence.refusal("Acme").contains(first), "{silence:?}");
            assert!(silence.keeps().ends_with(&silence.to_string()));
            assert!(silence.holds().starts_with("Not sent"));
        }
    }

    #[test]
    fn an_onboarding_is_silent_while_it_is_paused() {
        let silent = [
            OnboardingState::Active,
            OnboardingState::Paused,
            OnboardingState::Done,
        ]
        .map(OnboardingState::silence);
        assert_eq!(silent, [None, Some(Silence::Paused), None]);
    }
}
