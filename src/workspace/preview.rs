//! Shows what a change would do: makes it and takes it back unseen.

use super::{Error, Workspace};
use crate::domain::{Change, CustomerDomain, CustomerEdit, CustomerId, DomainEffect, Outcome};

/// Whether what use cases do is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is.
    Making,
    /// It is taken back before anybody sees it.
    Previewing,
}

impl Workspace {
    /// Returns what a change would do; nothing is written.
    pub fn preview(&mut self, change: Change) -> Result<Outcome, Error> {
        self.mode = Mode::Previewing;
        let done = self.make(change);
        self.mode = Mode::Making;
        Ok(done?.outcome)
    }

    /// Returns what a new domain would do to the links of a customer.
    pub fn preview_domain(
        &mut self,
        customer: CustomerId,
        domain: &CustomerDomain,
    ) -> Result<DomainEffect, Error> {
        let edits = vec![CustomerEdit::Domain(Some(domain.clone()))];
        match self.preview(Change::EditCustomer { customer, edits })? {
            Outcome::CustomerEdited { effect, .. } => Ok(effect),
            _ => Ok(DomainEffect::default()),
        }
    }
}
