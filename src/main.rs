//! The `pivotal` program.

fn main() {}
