//! Pivotal for the terminal.

pub mod domain;
