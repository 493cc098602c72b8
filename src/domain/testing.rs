//! A contact and a customer, for the tests of the rules.

use super::{
    AboutStatus, Contact, ContactId, ContactSource, CustomValues, Customer, CustomerDomain, CustomerId,
    CustomerStatus, Details, Email, Health, IdSource, Invitation, Name, Onboarding, OnboardingId,
    OnboardingState, Phase, Tags, Timestamp,
};

/// Makes the contact `Ann 1 <ann1@acme.com>`, or one of another number, which was added later.
pub(crate) fn contact(number: u32) -> Contact {
    let id = IdSource::Counting(u64::from(number)).next(Timestamp::default());
    Contact {
        custom: CustomValues::default(),
        id: ContactId::from_uuid(id),
        customer_id: CustomerId::from_uuid(id),
        name: Name::parse(&format!("Ann {number}")).expect("a name"),
        email: Email::parse(&format!("ann{number}@acme.com")).expect("an address"),
        details: Details::default(),
        is_primary: false,
        source: ContactSource::Manual,
        link: None,
        follows: None,
        invitation: Invitation::None,
        archived_at: None,
        created_at: Timestamp::from_millis(i64::from(number)),
        updated_at: Timestamp::default(),
    }
}

/// Makes the customer Acme, of which all is well: it has two contacts, and `Ann 1` is the primary.
pub(crate) fn acme() -> Customer {
    let id = IdSource::Counting(0).next(Timestamp::default());
    Customer {
        custom: CustomValues::default(),
        id: CustomerId::from_uuid(id),
        display_id: 1,
        name: Name::parse("Acme").expect("a name"),
        domain: CustomerDomain::parse("acme.com").ok(),
        sharing_domain: 1,
        owner: None,
        plan: None,
        status: CustomerStatus::Active,
        about_status: AboutStatus::default(),
        tags: Tags::default(),
        primary: Some(contact(1)),
        contacts: 2,
        health: Health::default(),
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
    }
}

/// Makes an onboarding of Acme that is active, in UAT, and has no target.
pub(crate) fn onboarding() -> Onboarding {
    let id = IdSource::Counting(0).next(Timestamp::default());
    Onboarding {
        id: OnboardingId::from_uuid(id),
        number: 1,
        customer_id: CustomerId::from_uuid(id),
        customer_name: Name::parse("Acme").expect("a name"),
        csm: None,
        target: None,
        target_reason: None,
        moved_from: None,
        template: None,
        phase: Phase::parse("UAT").expect("a phase"),
        phase_since: Timestamp::default(),
        state: OnboardingState::Active,
        open_tasks: 1,
        open_in_phase: 1,
        next_task: None,
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
    }
}
