//! Runs against the sandbox.
