//! Tags that many customers get or lose.

use super::chosen::Chosen;
use super::{Form, Subject, text};
use crate::domain::{Change, CustomerEdit, CustomerId, Field, FieldError, TagChange};

/// Returns every customer the same change of tags.
pub(super) fn change(form: &Form, customers: &[CustomerId]) -> Result<Change, Vec<FieldError>> {
    let change = TagChange::parse(&form.text_of(Field::Tags)).map_err(|error| vec![error])?;
    let edit = |id: &CustomerId| (*id, vec![CustomerEdit::Retag(change.clone())]);
    Ok(Change::EditCustomers(customers.iter().map(edit).collect()))
}

impl Form {
    /// Opens the form that adds tags to customers and takes tags from them.
    pub(in crate::app) fn tags(customers: Chosen<CustomerId>) -> Self {
        Self::new(Subject::Tags(customers), [(Field::Tags, text(""))])
    }
}
