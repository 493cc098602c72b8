//! Holds the structure of the source: who may import whom, which crates a room may use, and how long a file may be.

mod app;
mod graph;
mod unix;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms that it may import; see the table in `src/lib.rs`.
const MAY_IMPORT: [(&str, &[&str]); 25] = [
    ("domain", &[]),
    ("paste", &["domain"]),
    ("disk", &[]),
    ("store", &["domain", "disk"]),
    ("export", &["domain", "disk"]),
    ("hubspot", &["domain", "secrets", "tls", "safe_url"]),
    (
        "delivery",
        &["domain", "workspace", "lock", "secrets", "tls", "safe_url"],
    ),
    ("assistant", &["domain", "secrets", "tls", "safe_url"]),
    ("safe_url", &[]),
    ("secrets", &["disk"]),
    ("tls", &["domain"]),
    ("sandbox", &[]),
    ("lock", &["disk"]),
    ("regular_file", &[]),
    ("sync", &["domain", "disk", "workspace", "hubspot", "lock"]),
    ("workspace", &["domain", "paste", "store", "export", "lock"]),
    ("input", &[]),
    ("words", &["domain"]),
    ("app", &["domain", "words", "paste", "input"]),
    ("ui", &["app", "domain", "words", "paste", "input"]),
    ("clock", &["domain"]),
    ("config", &["domain", "disk", "input"]),
    ("logging", &[]),
    (
        "cli",
        &[
            "domain",
            "paste",
            "store",
            "export",
            "workspace",
            "hubspot",
            "delivery",
            "assistant",
            "sandbox",
            "sync",
            "config",
            "clock",
            "logging",
            "disk",
            "lock",
            "regular_file",
            "secrets",
        ],
    ),
    (
        "runtime",
        &[
            "domain",
            "paste",
            "store",
            "export",
            "workspace",
            "hubspot",
            "delivery",
            "assistant",
            "sandbox",
            "sync",
            "input",
            "app",
            "ui",
            "config",
            "clock",
            "logging",
            "disk",
            "lock",
            "regular_file",
            "secrets",
        ],
    ),
];

/// A crate that only some places may use.
const CRATES: [(&str, &[&str]); 24] = [
    ("rusqlite", &["store/"]),
    ("ratatui", &["ui/", "runtime/"]),
    ("ropey", &["app/document/"]),
    ("chardetng", &["delivery/mail/words.rs", "paste/file/"]),
    (
        "encoding_rs",
        &["delivery/mail/words.rs", "paste/file/", "paste/structured/"],
    ),
    ("calamine", &["paste/file/"]),
    ("quick_xml", &["paste/file/"]),
    ("zip", &["paste/file/"]),
    ("tui_textarea", &["app/editor.rs"]),
    ("notify", &["runtime/"]),
    ("signal_hook", &["runtime/"]),
    ("clap", &["cli/", "main.rs"]),
    ("html_escape", &["hubspot/", "paste/structured/"]),
    ("reqwest", &["hubspot/", "delivery/", "assistant/", "safe_url.rs"]),
    ("rustls", &["tls.rs"]),
    ("tokio_rustls", &["tls.rs"]),
    ("backon", &["hubspot/", "delivery/"]),
    ("secrecy", &["hubspot/", "delivery/", "assistant/", "secrets.rs"]),
    ("lettre", &["delivery/"]),
    ("minijinja", &["delivery/"]),
    ("hyper", &["sandbox/"]),
    ("toml_edit", &["config/"]),
    ("base64", &["delivery/mail/", "runtime/", "paste/structured/"]),
    ("nucleo_matcher", &["app/overlay/help/"]),
];

/// A shared table, and the files of the store that write its rows, or what is of this machine alone, or what is erased.
const WRITTEN_IN: [(&str, &[&str]); 8] = [
    ("owner", &["owners.rs"]),
    ("customer", &["customers.rs"]),
    ("contact", &["contacts.rs", "staging.rs", "conflicts.rs"]),
    ("onboarding", &["onboardings.rs"]),
    ("task", &["onboardings.rs", "assignees.rs"]),
    (
        "notification",
        &["notifications.rs", "delivery.rs", "restore.rs", "erase/held.rs"],
    ),
    ("distinct_pair", &["duplicates.rs"]),
    ("note", &["notes.rs"]),
];

/// How calls begin that write rows of shared tables; the recorder alone makes them, and logs each.
const SHARED_WRITES: [&str; 6] = [
    "writer.insert_",
    "writer.scrub_",
    "writer.revive_",
    "writer.set_removed(",
    "writer.set_cell(",
    "writer.vacate_",
];

/// The longest source file without its tests, in lines.
const MAX_LINES: usize = 400;

/// A source file without its tests.
struct Source {
    path: String,
    lines: Vec<String>,
}

impl Source {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    files
        .iter()
        .map(|file| Source {
            path: file
                .strip_prefix(&root)
                .expect("below the root")
                .to_string_lossy()
                .into_owned(),
            lines: without_tests(&fs::read_to_string(file).expect("readable")),
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
}

/// Returns whether a text names a crate; a room of the same name stands behind `crate::`.
fn uses(text: &str, name: &str) -> bool {
    let is_crate = |(at, _): (usize, &str)| {
        let before = &text[..at];
        let in_list = before
            .rfind("crate::{")
            .is_some_and(|start| !before[start..].contains('}'));
        !in_list && !before.ends_with("crate::")
    };
    let path = format!("{name}::");
    text.match_indices(&path).any(is_crate) || text.contains(&format!("use {name}"))
}

/// Cuts off a module of tests, which stands last in its file.
fn without_tests(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let end = lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod tests {"))
        .unwrap_or(lines.len());
    lines[..end].iter().map(|line| (*line).to_owned()).collect()
}

fn is_for_tests(source: &Source) -> bool {
    ["tests.rs", "testing.rs"]
        .iter()
        .any(|name| source.path.ends_with(name))
        || source.path.contains("/tests/")
}

/// Returns the names behind `crate::`, also those in a list in braces.
fn imported_rooms(source: &Source) -> BTreeSet<String> {
    let text = source
        .lines
        .iter()
        .filter(|line| !line.trim_start().starts_with("//"))
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    let mut rooms = BTreeSet::new();
    for after in text.split("crate::").skip(1) {
        let names: Vec<&str> = match after.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![after],
        };
        for name in names {
            let room: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            rooms.insert(room);
        }
    }
    rooms
}

#[test]
fn rooms_import_only_whom_they_may() {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut wrong = Vec::new();
    for source in sources("src") {
        let room = source.room();
        if is_for_tests(&source) || room == "lib" || room == "main" {
            continue;
        }
        let Some(allowed) = table.get(room) else {
            wrong.push(format!("{}: the room {room} is not in the table", source.path));
            continue;
        };
        for imported in imported_rooms(&source) {
            if table.contains_key(imported.as_str())
                && imported != room
                && !allowed.contains(&imported.as_str())
            {
                wrong.push(format!("{} imports {imported}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for source in sources("src").iter().filter(|source| !is_for_tests(source)) {
        let code = source
            .lines
            .iter()
            .filter(|line| !line.trim_start().starts_with("//"));
        let text = code.cloned().collect::<Vec<_>>().join("\n");
        for (name, places) in CRATES {
            let is_room = imported_rooms(source).contains(name);
            let used = !is_room && uses(&text, name);
            if used && !places.iter().any(|place| source.path.starts_with(place)) {
                wrong.push(format!("{} uses {name}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_shared_is_written_in_few_places_by_the_recorder_alone() {
    let mut wrong = Vec::new();
    for source in sources("src").iter().filter(|source| !is_for_tests(source)) {
        let text = source.lines.join("\n");
        match (source.path.strip_prefix("store/"), source.room()) {
            (Some(file), _) => {
                for (table, files) in WRITTEN_IN {
                    let writes = [
                        format!("INSERT INTO {table} "),
                        format!("UPDATE {table} SET"),
                        format!("DELETE FROM {table} "),
                    ];
                    if !files.contains(&file) && writes.iter().any(|sql| text.contains(sql)) {
                        wrong.push(format!("{} writes the table {table}", source.path));
                    }
                }
            }
            (None, "workspace") if !source.path.starts_with("workspace/recorder/") => {
                for write in SHARED_WRITES.iter().filter(|write| text.contains(*write)) {
                    wrong.push(format!("{} calls {write} past the recorder", source.path));
                }
            }
            (None, _) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_delivery_knows_its_channels_where_they_are_listed_alone() {
    let listed = ["mod.rs", "channels.rs"].map(|file| format!("delivery/{file}"));
    let mut wrong = Vec::new();
    for source in sources("src").iter().filter(|source| !is_for_tests(source)) {
        let is_general = source.path.starts_with("delivery/") && source.path.matches('/').count() == 1;
        let text = source.lines.join("\n");
        let names_one = ["mail::", "slack::", "MailError", "SlackError"]
            .iter()
            .any(|name| text.contains(name));
        if is_general && names_one && !listed.contains(&source.path) {
            wrong.push(format!("{} names a channel", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn threads_that_are_waited_for_have_one_shell() {
    let holds_one = |source: &&Source| source.lines.iter().any(|line| line.contains("JoinHandle"));
    let with_threads: Vec<String> = sources("src")
        .iter()
        .filter(|source| source.room() == "runtime")
        .filter(holds_one)
        .map(|source| source.path.clone())
        .collect();
    assert_eq!(with_threads, ["runtime/service.rs"]);
}

#[test]
fn files_are_short_and_say_their_reason_first() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for source in sources(folder) {
            if source.lines.len() > MAX_LINES {
                wrong.push(format!(
                    "{folder}/{} has {} lines",
                    source.path,
                    source.lines.len()
                ));
            }
            if !source.lines.first().is_some_and(|line| line.starts_with("//! ")) {
                wrong.push(format!("{folder}/{} does not begin with its reason", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_holds_what_a_package_needs_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "assets",
        "tests",
        "benches",
        "docs",
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "clippy.toml",
        "rustfmt.toml",
        "target",
    ];
    for entry in fs::read_dir(root).expect("the package") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(
            known.contains(&name.as_str()) || name.starts_with('.'),
            "{name} stands at the top level"
        );
    }
}
