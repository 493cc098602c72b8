//! The whole program without a terminal: its structure, its commands, stories by keys, its store, and public test data.
//!
//! What reads the public lists of `PIVOTAL_CORPORA` is ignored: `cargo test --test it -- --ignored corpora` runs it.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by a panic and prints its figures"
)]

mod architecture;
mod cli;
mod corpora;
mod scenarios;
mod store;
#[path = "../support/mod.rs"]
mod support;
mod sync_figures;
