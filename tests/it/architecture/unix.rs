//! Holds where the calls of Unix are: permissions, locks, devices, the terminal and signals, which another system has otherwise.

use super::{Source, is_for_tests, sources};

/// The files that call Unix by themselves.
const CALLERS: [&str; 24] = [
    "cli/doctor/files.rs",
    "cli/doctor/terminal.rs",
    "cli/secret_input.rs",
    "config/edit.rs",
    "disk.rs",
    "lock.rs",
    "logging.rs",
    "regular_file.rs",
    "runtime/dumps.rs",
    "runtime/events.rs",
    "runtime/opener.rs",
    "runtime/own_editor.rs",
    "runtime/run.rs",
    "runtime/session_store.rs",
    "runtime/signals.rs",
    "runtime/watchdog.rs",
    "secrets.rs",
    "store/backup.rs",
    "store/exchange.rs",
    "store/lock.rs",
    "store/open.rs",
    "store/private.rs",
    "store/reading.rs",
    "store/scratch.rs",
];

/// How such calls begin.
const CALLS: [&str; 4] = ["std::os::unix", "std::os::fd", "rustix::", "signal_hook::"];

#[test]
fn unix_is_called_where_it_is_listed_alone() {
    let calls_unix = |source: &Source| {
        let mut code = source
            .lines
            .iter()
            .filter(|line| !line.trim_start().starts_with("//"));
        code.any(|line| CALLS.iter().any(|call| line.contains(call)))
    };
    let found: Vec<String> = sources("src")
        .into_iter()
        .filter(|source| !is_for_tests(source) && calls_unix(source))
        .map(|source| source.path)
        .collect();
    assert_eq!(found, CALLERS);
}
