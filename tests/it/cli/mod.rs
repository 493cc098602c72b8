//! The commands as other programs see them: the real binary, its exit codes, its JSON and its sentences.

mod backup;
mod contacts;
mod customer_files;
mod customers;
mod deliveries;
mod exports;
mod faults;
mod fields;
mod history;
pub(crate) mod home;
pub(crate) mod hostile;
mod hubspot;
mod imports;
mod imports_by_customer;
mod list_files;
mod many_at_once;
mod merging;
mod notes;
mod onboardings;
mod other_emails;
mod peace;
mod pi;
mod plan_edits;
mod search;
mod settings;
mod undo;
mod usage;
