//! System calls of a command: listed, and disturbed one at a time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::home::Home;

/// The calls that change a file or its name, or make a change durable.
pub(crate) const CHANGES: [&str; 26] = [
    "openat",
    "open",
    "creat",
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "fsync",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "chmod",
    "fchmod",
    "fchmodat",
    "flock",
    "copy_file_range",
    "sendfile",
];

/// The calls that only look.
pub(crate) const LOOKS: [&str; 3] = ["read", "pread64", "fcntl"];

/// A call that touches a file of the home.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// The how manieth of its name it is in its thread, from 1 on.
    pub(crate) number: usize,
    /// What was called, shortened.
    pub(crate) line: String,
}

/// Finds strace; says that a promise is not checked where it does not work.
pub(crate) fn find(promise: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join("strace"))
        .find(|file| file.is_file());
    let Some(strace) = found else {
        println!("SKIPPED: strace is not installed, so promise {promise} was not checked");
        return None;
    };
    let works = Command::new(&strace)
        .args(["-f", "-o", "/dev/null", "true"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !works {
        println!("SKIPPED: strace may trace nothing here, so promise {promise} was not checked");
        return None;
    }
    Some(strace)
}

/// Makes the same command under strace with options.
pub(crate) fn under(strace: &Path, options: &[&str], command: &Command) -> Command {
    let mut traced = Command::new(strace);
    traced
        .arg("-f")
        .args(options)
        .arg("--")
        .arg(command.get_program());
    traced.args(command.get_args()).stdin(std::process::Stdio::null());
    traced.env_clear();
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            traced.env(name, value);
        }
    }
    traced
}

/// Names calls for strace; one that this machine does not have is left out.
pub(crate) fn named(calls: &[&str]) -> String {
    let names: Vec<String> = calls.iter().map(|name| format!("?{name}")).collect();
    names.join(",")
}

/// Runs a command undisturbed and lists its calls that touch the home, in order.
pub(crate) fn calls(strace: &Path, home: &Home, command: &Command, names: &[&str]) -> Vec<Call> {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let to = log.path().to_string_lossy().into_owned();
    let trace = format!("trace={}", named(names));
    let options = ["-y", "-s", "64", "-o", &to, "-e", &trace, "-e", "signal=none"];
    let output = under(strace, &options, command).output().expect("started");
    assert!(output.status.success(), "{output:?}");
    let log = fs::read_to_string(log.path()).expect("read");
    let place = home.path().to_string_lossy().into_owned();
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let Some((name, _)) = rest.trim_start().split_once('(') else {
            continue;
        };
        if !names.contains(&name) {
            continue;
        }
        let count = counts.entry((thread.to_owned(), name.to_owned())).or_default();
        *count += 1;
        // What is printed may name a place of the home as well.
        let is_printed = rest.starts_with("write(1<pipe:") || rest.starts_with("write(2<pipe:");
        if rest.contains(&place) && !is_printed {
            calls.push(Call {
                name: name.to_owned(),
                number: *count,
                line: rest.replace(&place, "").chars().take(120).collect(),
            });
        }
    }
    assert!(!calls.is_empty(), "nothing was traced:\n{log}");
    calls
}

/// Makes a command of which a call is disturbed: `signal=KILL`, `error=EIO`; the mark is `+` where all calls of the name
/// from that one on are.
pub(crate) fn disturbed(strace: &Path, command: &Command, call: &Call, how: &str, mark: &str) -> Command {
    let trace = format!("trace={}", call.name);
    let inject = format!("inject={}:{how}:when={}{mark}", call.name, call.number);
    under(strace, &["-o", "/dev/null", "-e", &trace, "-e", &inject], command)
}
