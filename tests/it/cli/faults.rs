//! Faults of the disk and of files: one sentence, exit code 1, and nothing overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use rstest::rstest;

use crate::cli::home::{Home, Ran, list};

#[test]
fn a_damaged_store_is_named_and_left_as_it_is() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    let mut bytes = fs::read(home.store()).expect("read");
    for at in (4_096..bytes.len()).step_by(4_096).skip(1) {
        bytes[at..at + 512].fill(0xa5);
    }
    fs::write(home.store(), &bytes).expect("written");
    for arguments in [&["customer", "list"][..], &["customer", "add", "Beta"], &["undo"]] {
        let ran = home.run(arguments);
        let sentence = ran.refusal(1);
        assert!(
            sentence.contains("damaged") && sentence.contains("backup"),
            "{sentence}"
        );
        assert!(
            sentence.contains(home.store().to_str().expect("UTF-8")),
            "{sentence}"
        );
    }
    assert_eq!(fs::read(home.store()).expect("read"), bytes);
}

#[test]
fn a_store_of_a_newer_release_is_not_touched() {
    let home = Home::with_acme();
    let mut bytes = fs::read(home.store()).expect("read");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(home.store(), &bytes).expect("written");
    let ran = home.run(["customer", "add", "Beta"]);
    assert!(ran.refusal(1).contains("update pivotal"), "{ran:?}");
    assert_eq!(fs::read(home.store()).expect("read"), bytes);
}

#[rstest]
#[case(b"just some notes\n")]
#[case(&[7; 5_000])]
fn a_file_of_another_program_is_not_touched(#[case] bytes: &[u8]) {
    let home = Home::new();
    fs::create_dir(home.path("data")).expect("made");
    fs::write(home.store(), bytes).expect("written");
    let ran = home.run(["customer", "add", "Beta"]);
    assert!(ran.refusal(1).contains("not a pivotal store"), "{ran:?}");
    assert_eq!(fs::read(home.store()).expect("read"), bytes);
}

#[test]
fn a_truncated_store_is_refused() {
    let home = Home::with_acme();
    let bytes = fs::read(home.store()).expect("read");
    fs::write(home.store(), &bytes[..bytes.len() / 2]).expect("written");
    let ran = home.run(["customer", "list"]);
    assert!(ran.refusal(1).contains("pivotal.db"), "{ran:?}");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let home = Home::new();
    let folder = home.path("locked");
    fs::create_dir(&folder).expect("made");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).expect("locked");
    if File::create(folder.join("probe")).is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let below = folder.join("data");
    let ran = home.run([
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
    let home = Home::new();
    fs::write(home.path("a-file"), "").expect("written");
    let below = home.path("a-file/\u{1b}[31mred");
    let ran = home.run([
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
    let home = Home::with_acme();
    let name = "x".repeat(300);
    let deep = ["y"; 600].join("/");
    // A path that the system takes and SQLite does not.
    let long = [&*"z".repeat(100); 5].join("/");
    let [name, deep, long] = [name, deep, long].map(|part| home.path(&part));
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
        let ran = home.run(&arguments);
        let sentence = ran.refusal(code);
        assert!(
            sentence.contains("too long") && sentence.contains("a shorter one"),
            "{sentence}"
        );
        assert!(sentence.len() < 400, "{sentence}");
    }
    assert!(!home.path(&"z".repeat(100)).exists());
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn on_a_full_disk(home: &Home, arguments: &[&str]) -> Ran {
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("a full disk");
    let mut command = home.command(arguments);
    command.stdout(full).output().expect("started").into()
}

#[test]
fn output_that_does_not_fit_on_the_disk_fails() {
    let home = Home::with_acme();
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
        let ran = on_a_full_disk(&home, arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("Cannot write"), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn a_change_whose_result_cannot_be_printed_says_that_it_is_saved() {
    let home = Home::with_acme();
    for arguments in [
        &["customer", "edit", "1", "--plan", "Growth"][..],
        &["undo", "--json"],
    ] {
        let ran = on_a_full_disk(&home, arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.err.contains("is saved") && ran.err.contains("undo --list"),
            "{ran:?}"
        );
    }
    let document = home.json(["history", "1"]);
    assert_eq!(list(&document, "history").len(), 3);
}

#[test]
fn messages_that_nobody_can_read_do_not_fail_a_command() {
    let home = Home::with_acme();
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("a full disk");
    let mut command = home.command(["customer", "edit", "1", "--plan", "Growth", "--json"]);
    let ran: Ran = command.stderr(full).output().expect("started").into();
    assert_eq!(ran.document()["plan"], "Growth");
}

#[test]
fn a_reader_that_leaves_early_ends_the_command_quietly() {
    let home = Home::new();
    let rows: String = (0..5_000).map(|number| format!("Customer {number}\n")).collect();
    home.run_with_input(["customer", "import", "-"], format!("name\n{rows}").as_bytes())
        .text();
    for arguments in [&["customer", "list"][..], &["customer", "list", "--json"]] {
        let mut command = home.command(arguments);
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
