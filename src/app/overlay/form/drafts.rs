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
            risk_reason: self.text_shown(Field::RiskReason),
            win_back_on: self.text_shown(Field::WinBackOn),
            tags: self.text_of(Field::Tags),
            ..CustomerDraft::default()
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
