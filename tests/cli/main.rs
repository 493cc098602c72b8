//! The commands as other programs see them: the real binary, its exit codes, its JSON and its sentences.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by a panic and tells what it skips"
)]

mod care;
#[path = "../support/chaos.rs"]
mod chaos;
mod contacts;
mod customer_files;
mod customers;
mod deliveries;
mod desk;
mod exports;
mod faults;
mod history;
mod hostile;
mod hubspot;
mod imports;
mod many_at_once;
mod merging;
mod onboardings;
mod peace;
mod pi;
mod plan_edits;
mod search;
mod settings;
mod undo;
mod usage;
