//! The promises of the product, each held by a test that is known to fail where the promise is broken.
//!
//! The quick forms run with `cargo test`. The long ones are ignored: `cargo test --test promises -- --ignored --nocapture`
//! runs them bounded, and with `PIVOTAL_PROOF=full` in the size that the promise names.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by a panic, measures time, looks into the store and tells its figure"
)]

mod any_list;
mod bare_terminal;
mod base_urls;
mod builds;
mod canary;
mod clock;
mod closed_terminal;
mod custom_values;
mod damage;
mod erased;
mod exchanges;
mod foreign_files;
mod hostile_servers;
mod hostile_sources;
mod hostile_strings;
mod hostile_text;
mod inert_cells;
mod io_errors;
mod kills;
mod lists_kept;
mod mail_headers;
mod model;
mod nobody_wrong;
mod nothing_leaves;
mod odd_hubspot;
mod odd_mail;
mod paste_never_command;
mod peace;
mod power_loss;
mod private_files;
mod proof;
mod properties;
mod rig;
mod schemas;
mod sizes;
#[path = "../support/mod.rs"]
mod support;
mod terminal_back;
mod terminal_bytes;
mod text_never_command;
mod token_at_home;
mod two_windows;
mod undo_never_blind;
mod unwritable_disks;
