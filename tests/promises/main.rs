//! The promises of the program, each with the proof that holds it and a control that shows that the proof can fail.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by a panic and prints its figures"
)]

mod clock;
mod damage;
mod io_errors;
mod kills;
mod power_loss;
mod rig;
mod schemas;
#[path = "../support/mod.rs"]
mod support;
mod two_windows;
