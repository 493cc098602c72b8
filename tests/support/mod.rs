//! What the tests of the whole program share.

#![expect(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each binary uses a part of this, and a test fails by a panic"
)]

pub(crate) mod chaos;
pub(crate) mod command;
pub(crate) mod data;
pub(crate) mod odd_smtp;
pub(crate) mod pty;
pub(crate) mod session;
