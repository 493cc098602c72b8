//! What a new domain of a customer does to its links: people held at it join at once, those of the old one are let go.

use super::Error;
use super::link::{Linker, set_link};
use super::recorder::Recorder;
use crate::domain::{CustomerId, DomainEffect};

/// Lets those go whose record is not at the customer's domain, and links those who are held at it.
pub(super) fn follow(recorder: &mut Recorder<'_>, customer: CustomerId) -> Result<DomainEffect, Error> {
    let domain = recorder.domain_of(customer)?;
    let strays = recorder.strays(customer, domain.as_ref())?;
    for id in &strays {
        let contact = recorder.contact(*id)?.ok_or_else(Error::no_contact)?;
        set_link(recorder, &contact, None)?;
    }
    let mut links = 0;
    if let Some(domain) = domain {
        let people = recorder.remotes_at(&domain)?;
        let mut linker = Linker::new(recorder);
        for person in &people {
            linker.take(person)?;
        }
        links = linker.finish()?.linked;
    }
    Ok(DomainEffect {
        links,
        unlinks: u64::try_from(strays.len()).unwrap_or(u64::MAX),
    })
}
