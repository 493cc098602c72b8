//! What was typed into a form, as drafts of the domain.

use super::Form;
use crate::domain::{ContactDraft, CustomerDraft, Details, Field};

impl Form {
    pub(super) fn customer_draft(&self) -> CustomerDraft {
        CustomerDraft {
            name: self.text_of(Field::Name),
            domain: self.text_of(Field::Domain),
            owner: self.text_of(Field::Owner),
            plan: self.text_of(Field::Plan),
            status: self.text_of(Field::Status),
            tags: self.text_of(Field::Tags),
        }
    }

    pub(super) fn contact_draft(&self) -> ContactDraft {
        ContactDraft {
            name: self.text_of(Field::Name),
            email: self.text_of(Field::Email),
            details: Details::of(|detail| self.text_of(Field::Detail(detail))),
        }
    }
}
