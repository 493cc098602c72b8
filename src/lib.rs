//! Pivotal for the terminal.

pub mod app;
pub mod domain;
pub mod input;
pub mod store;
pub mod ui;
pub mod workspace;
