//! Fields that got another value elsewhere since a form was opened.

use crate::domain::{Change, Contact, ContactEdit, Customer, CustomerEdit, Note, NoteEdit};

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

    /// Returns the change that edits a note which the form showed.
    pub(super) fn edit_note(self, shown: &Note, edits: Vec<NoteEdit>) -> Change {
        match self {
            Self::Shown => Change::EditShownNote {
                shown: Box::new(shown.clone()),
                edits,
            },
            Self::Overwritten => Change::EditNote {
                note: shown.id,
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

#[cfg(test)]
mod tests {
    use crate::app::testing::{Person, small_book};
    use crate::domain::{Change, CustomerEdit, Name};

    #[test]
    fn a_field_that_was_changed_elsewhere_is_written_over_by_nobody_who_did_not_see_it() {
        let mut person = Person::at(80, 24, &small_book());
        let customer = person.customers().list.selected().expect("there").clone();
        person.keys("e").text("X");
        let elsewhere = |person: &mut Person, name: &str| {
            let name = Name::parse(name).expect("a name");
            let edits = vec![CustomerEdit::Name(name)];
            let customer = customer.id;
            person
                .workspace
                .make(Change::EditCustomer { customer, edits })
                .expect("changed");
        };
        elsewhere(&mut person, "Other");
        person.keys("<enter>");
        let form = person.form().expect("kept");
        let error = form
            .fields
            .first()
            .and_then(|field| field.error.clone())
            .expect("told");
        assert!(error.contains("\"Other\""), "{error}");
        let now = |person: &mut Person| {
            person
                .workspace
                .customer(customer.id)
                .expect("there")
                .name
                .to_string()
        };
        assert_eq!(now(&mut person), "Other");
        // Who saw it may write over it.
        person.keys("<enter>");
        assert!(person.form().is_none());
        assert_eq!(now(&mut person), format!("{}X", customer.name));
    }
}
