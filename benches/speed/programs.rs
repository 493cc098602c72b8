//! Programs that people would use instead, where this machine has them.

#![expect(clippy::print_stderr, reason = "what is left out is told")]

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

/// Returns whether a program is here, and tells if it is not.
pub(crate) fn is_here(program: &str) -> bool {
    let asked = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if asked.is_err() {
        eprintln!("{program} is not here and was skipped");
    }
    asked.is_ok()
}

/// Has a program read a file from its standard input.
pub(crate) fn run(program: &str, arguments: &[&str], file: &Path) {
    let status = Command::new(program)
        .args(arguments)
        .stdin(File::open(file).expect("opened"))
        .stdout(Stdio::null())
        .status()
        .expect("run");
    // A search ends with 1 if it found nothing.
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}
