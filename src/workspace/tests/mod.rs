//! What the use cases do, told as stories.

mod bulk;
mod by_customer;
mod contacts;
mod costs;
mod custom_fields;
mod delivery;
mod details;
mod drafts;
mod erasing;
mod exporting;
mod finding;
mod finding_by_index;
mod imports;
mod merging;
mod messages;
mod moves;
mod notes;
mod other_emails;
mod peace;
mod plans;
mod ranking;
mod records;
mod renamed;
mod reversal;
mod roles;
mod search;
mod sorting;
mod states;
mod subtasks;
mod undo;
mod undo_parts;

use crate::domain::{ContactDraft, ContactFields, Detail};

fn fields(name: &str, email: &str, title: &str) -> ContactFields {
    ContactDraft::new(name, email)
        .with(Detail::Title, title)
        .check()
        .expect("valid")
}
