//! Fields that got another value elsewhere since a form was opened.

use super::Form;
use crate::domain::{Change, Contact, ContactEdit, Customer, CustomerEdit, FieldError};

/// What becomes of a field that got another value elsewhere since the form was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Collisions {
    /// The form is not saved, and shows that value.
    Shown,
    /// The user saw it and saves again: it is written over.
    Overwritten,
}

impl Collisions {
    /// Returns the change that edits a customer which the form showed.
    pub(super) fn edit_customer(self, shown: &Customer, edits: Vec<CustomerEdit>) -> Change {
        match self {
            Self::Shown => Change::EditShownCustomer {
                shown: Box::new(shown.clone()),
                edits,
            },
            Self::Overwritten => Change::EditCustomer {
                customer: shown.id,
                edits,
            },
        }
    }

    /// Returns the change that edits a contact which the form showed.
    pub(super) fn edit_contact(self, shown: &Contact, edits: Vec<ContactEdit>) -> Change {
        match self {
            Self::Shown => Change::EditShownContact {
                shown: Box::new(shown.clone()),
                edits,
            },
            Self::Overwritten => Change::EditContact {
                contact: shown.id,
                edits,
            },
        }
    }
}

impl Form {
    /// Shows what fields hold that got another value elsewhere; the next time the form is saved, it writes over them.
    pub(in crate::app) fn show_collisions(&mut self, errors: Vec<FieldError>) {
        self.show_errors(errors);
        self.collisions = Collisions::Overwritten;
    }
}
