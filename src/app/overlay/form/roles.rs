//! Roles that contacts get or lose.

use super::chosen::Chosen;
use super::{Form, Subject, text};
use crate::domain::{Change, ContactId, Detail, Field, FieldError, RoleChange};

/// Returns every contact the same change of roles.
pub(super) fn change(form: &Form, contacts: &[ContactId]) -> Result<Change, Vec<FieldError>> {
    let roles =
        RoleChange::parse(&form.text_of(Field::Detail(Detail::Roles))).map_err(|error| vec![error])?;
    Ok(Change::ChangeRoles {
        contacts: contacts.to_vec(),
        roles,
    })
}

impl Form {
    /// Opens the form that gives contacts of one customer roles and takes some.
    pub(in crate::app) fn roles(contacts: Chosen<ContactId>) -> Self {
        let field = Field::Detail(Detail::Roles);
        Self::new(Subject::Roles(contacts), [(field, text(""))])
    }
}
