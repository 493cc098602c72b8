//! Faults of the disk and of files: one sentence, exit code 1, and nothing overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use rstest::rstest;

use crate::desk::{Desk, Ran, list};

#[test]
fn a_damaged_store_is_named_and_left_as_it_is() {
    let desk = Desk::with_acme();
    desk.adds("Dana Ruiz", "dana@acme.com");
    let mut bytes = fs::read(desk.store()).expect("read");
    for at in (4_096..bytes.len()).step_by(4_096).skip(1) {
        bytes[at..at + 512].fill(0xa5);
    }
    fs::write(desk.store(), &bytes).expect("written");
    for arguments in [&["customer", "list"][..], &["customer", "add", "Beta"], &["undo"]] {
        let ran = desk.run(arguments);
        let sentence = ran.refusal(1);
        assert!(
            sentence.contains("damaged") && sentence.contains("backup"),
            "{sentence}"
        );
        assert!(
            sentence.contains(desk.store().to_str().expect("UTF-8")),
            "{sentence}"
        );
    }
    assert_eq!(fs::read(desk.store()).expect("read"), bytes);
}

#[test]
fn a_store_of_a_newer_release_is_not_touched() {
    let desk = Desk::with_acme();
    let mut bytes = fs::read(desk.store()).expect("read");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(desk.store(), &bytes).expect("written");
    let ran = desk.run(["customer", "add", "Beta"]);
    assert!(ran.refusal(1).contains("update pivotal"), "{ran:?}");
    assert_eq!(fs::read(desk.store()).expect("read"), bytes);
}

#[rstest]
#[case(b"just some notes\n")]
#[case(&[7; 5_000])]
fn a_file_of_another_program_is_not_touched(#[case] bytes: &[u8]) {
    let desk = Desk::new();
    fs::create_dir(desk.path("data")).expect("made");
    fs::write(desk.store(), bytes).expect("written");
    let ran = desk.run(["customer", "add", "Beta"]);
    assert!(ran.refusal(1).contains("not a pivotal store"), "{ran:?}");
    assert_eq!(fs::read(desk.store()).expect("read"), bytes);
}

#[test]
fn a_truncated_store_is_refused() {
    let desk = Desk::with_acme();
    let bytes = fs::read(desk.store()).expect("read");
    fs::write(desk.store(), &bytes[..bytes.len() / 2]).expect("written");
    let ran = desk.run(["customer", "list"]);
    assert!(ran.refusal(1).contains("pivotal.db"), "{ran:?}");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let desk = Desk::new();
    let folder = desk.path("locked");
    fs::create_dir(&folder).expect("made");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).expect("locked");
    if File::create(folder.join("probe")).is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let below = folder.join("data");
    let ran = desk.run([
        "customer",
        "add",
        "Acme",
        "--data-dir",
        below.to_str().expect("UTF-8"),
    ]);
    assert!(ran.refusal(1).contains("locked"), "{ran:?}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named_without_what_could_drive_the_terminal() {
    let desk = Desk::new();
    fs::write(desk.path("a-file"), "").expect("written");
    let below = desk.path("a-file/\u{1b}[31mred");
    let ran = desk.run([
        "customer",
        "add",
        "Acme",
        "--data-dir",
        below.to_str().expect("UTF-8"),
    ]);
    let sentence = ran.refusal(1);
    assert!(
        sentence.contains("a-file") && !sentence.contains(char::is_control),
        "{sentence:?}"
    );
}

#[test]
fn a_path_that_is_too_long_is_told_as_such_and_nothing_is_made_for_it() {
    let desk = Desk::with_acme();
    let name = "x".repeat(300);
    let deep = ["y"; 600].join("/");
    // A path that the system takes and SQLite does not.
    let long = [&*"z".repeat(100); 5].join("/");
    let [name, deep, long] = [name, deep, long].map(|part| desk.path(&part));
    let at = |path: &Path, ending: &str| path.with_extension(ending).display().to_string();
    let commands: [(Vec<String>, i32); 9] = [
        (words(["customer", "list", "--data-dir", &at(&name, "d")]), 1),
        (words(["customer", "list", "--data-dir", &at(&deep, "d")]), 1),
        (
            words(["customer", "add", "Beta", "--data-dir", &at(&long, "d")]),
            1,
        ),
        (words(["customer", "list", "--config", &at(&name, "toml")]), 1),
        (words(["export", "customers", "--output", &at(&name, "csv")]), 1),
        (words(["backup", &at(&name, "db")]), 1),
        (words(["restore", &at(&name, "db")]), 1),
        (words(["contact", "import", "1", &at(&name, "csv")]), 1),
        (words(["customer", "import", &at(&name, "csv")]), 1),
    ];
    for (arguments, code) in commands {
        let ran = desk.run(&arguments);
        let sentence = ran.refusal(code);
        assert!(
            sentence.contains("too long") && sentence.contains("a shorter one"),
            "{sentence}"
        );
        assert!(sentence.len() < 400, "{sentence}");
    }
    assert!(!desk.path(&"z".repeat(100)).exists());
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn on_a_full_disk(desk: &Desk, arguments: &[&str]) -> Ran {
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("a full disk");
    let mut command = desk.command(arguments);
    command.stdout(full).output().expect("started").into()
}

#[test]
fn output_that_does_not_fit_on_the_disk_fails() {
    let desk = Desk::with_acme();
    let commands: [&[&str]; 9] = [
        &["customer", "list"],
        &["customer", "list", "--json"],
        &["customer", "show", "1"],
        &["route", "1"],
        &["history", "1"],
        &["history", "1", "--export", "csv"],
        &["config", "default"],
        &["completions", "zsh"],
        &["--help"],
    ];
    for arguments in commands {
        let ran = on_a_full_disk(&desk, arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("Cannot write"), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn a_change_whose_result_cannot_be_printed_says_that_it_is_saved() {
    let desk = Desk::with_acme();
    for arguments in [
        &["customer", "edit", "1", "--plan", "Growth"][..],
        &["undo", "--json"],
    ] {
        let ran = on_a_full_disk(&desk, arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.err.contains("is saved") && ran.err.contains("undo --list"),
            "{ran:?}"
        );
    }
    let document = desk.json(["history", "1"]);
    assert_eq!(list(&document, "history").len(), 3);
}

#[test]
fn messages_that_nobody_can_read_do_not_fail_a_command() {
    let desk = Desk::with_acme();
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("a full disk");
    let mut command = desk.command(["customer", "edit", "1", "--plan", "Growth", "--json"]);
    let ran: Ran = command.stderr(full).output().expect("started").into();
    assert_eq!(ran.document()["plan"], "Growth");
}

#[test]
fn a_reader_that_leaves_early_ends_the_command_quietly() {
    let desk = Desk::new();
    let rows: String = (0..5_000).map(|number| format!("Customer {number}\n")).collect();
    desk.run_with_input(["customer", "import", "-"], format!("name\n{rows}").as_bytes())
        .text();
    for arguments in [&["customer", "list"][..], &["customer", "list", "--json"]] {
        let mut command = desk.command(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(64, child.stdout.take().expect("its output"));
        reader.read_line(&mut line).expect("a line");
        drop(reader);
        let ran: Ran = child.wait_with_output().expect("ended").into();
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    }
}
