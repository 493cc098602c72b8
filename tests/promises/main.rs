//! The promises of `pivotal`, each with the test that proves it and a control that must fail.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_types,
    reason = "a test fails by a panic and looks at the file from outside"
)]

mod model;
mod properties;
