//! Which other addresses a contact can have: within a customer an address belongs to one contact alone.

use std::collections::HashSet;

use super::Recorder;
use crate::domain::{ContactId, CustomerId, Detail, OtherEmails};
use crate::store::NewContact;
use crate::workspace::Error;

impl Recorder<'_> {
    /// Returns those of some addresses that no other contact of a customer has.
    pub(in crate::workspace) fn free_other_emails(
        &self,
        customer: CustomerId,
        own: ContactId,
        mut others: OtherEmails,
    ) -> Result<OtherEmails, Error> {
        let mut taken = Vec::new();
        for other in others.iter() {
            let holders = self.contacts_by_email(&other.email)?;
            if holders
                .iter()
                .any(|holder| holder.customer_id == customer && holder.id != own)
            {
                taken.push(other.email.clone());
            }
        }
        others.leave_out(|email| taken.contains(email));
        Ok(others)
    }

    /// Takes from contacts that come those other addresses which another contact has, be it one that comes with them.
    pub(super) fn keep_free_other_emails(&self, rows: &mut [NewContact]) -> Result<(), Error> {
        let has_others = |row: &NewContact| row.record.fields.details[Detail::OtherEmails].is_some();
        if !rows.iter().any(has_others) {
            return Ok(());
        }
        let first = |row: &NewContact| (row.customer, row.record.fields.email.key());
        let mut taken: HashSet<(CustomerId, String)> = rows.iter().map(first).collect();
        for row in rows.iter_mut().filter(|row| has_others(row)) {
            let others = OtherEmails::valid_of(row.record.fields.details.text(Detail::OtherEmails));
            let mut others = self.free_other_emails(row.customer, row.id, others)?;
            others.leave_out(|email| !taken.insert((row.customer, email.key())));
            row.record.fields.details[Detail::OtherEmails] = others.text();
        }
        Ok(())
    }
}
