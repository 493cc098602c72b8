//! What a new domain of a customer does to its links: people held at it join at once, those of the old one are let go.

use super::link::{Linker, set_link};
use super::recorder::Recorder;
use super::{Error, Workspace, edit_customer};
use crate::domain::{CustomerDomain, CustomerEdit, CustomerId, DomainEffect};
use crate::store::StoreError;

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

/// Carries the effect out of a transaction that is rolled back.
enum Rehearsed {
    Effect(DomainEffect),
    Failed(Error),
}

impl From<StoreError> for Rehearsed {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Workspace {
    /// Says what a new domain would do to the links of a customer: makes the change and takes it back unseen.
    pub fn rehearse_domain(
        &mut self,
        customer: CustomerId,
        domain: &CustomerDomain,
    ) -> Result<DomainEffect, Error> {
        let now = self.clock.now();
        let Self { store, ids, .. } = self;
        let result = store.write(|writer| {
            let mut recorder = Recorder::new(writer, ids, now);
            let edits = vec![CustomerEdit::Domain(Some(domain.clone()))];
            let effect = edit_customer::edit(&mut recorder, customer, edits)
                .map_err(Rehearsed::Failed)?
                .effect();
            Err::<(), _>(Rehearsed::Effect(effect))
        });
        match result {
            Ok(()) => Ok(DomainEffect::default()),
            Err(Rehearsed::Effect(effect)) => Ok(effect),
            Err(Rehearsed::Failed(error)) => Err(error),
        }
    }
}
