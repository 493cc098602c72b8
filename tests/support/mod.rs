//! What tests of the whole program share.

#![expect(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each test uses a part of this, and fails by a panic"
)]

pub(crate) mod command;
pub(crate) mod pty;
pub(crate) mod session;
