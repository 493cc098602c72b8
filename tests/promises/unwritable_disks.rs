//! Promise 3: where nothing can be written, everything is read, each change is refused in words, and not a byte changes.
//!
//! Full disks, disks without inodes, read-only ones and folders of others; who may mount no disk sees which were skipped.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use pivotal::store::FILE_NAME;
use tempfile::TempDir;

use crate::io_errors::SmallDisk;
use crate::proof;
use crate::rig::home::{copy_folder, open};
use crate::support::command::{Ran, json, pivotal, run};
use crate::support::pty::Pty;

/// Makes a store with the customer Acme and the contact Ann in the folder `data`.
fn make(home: &Path) {
    json(home, ["customer", "add", "Acme", "--domain", "acme.com"]);
    add_contact(home, "Ann");
}

fn add_contact(home: &Path, name: &str) {
    let email = format!("{name}@acme.com");
    json(home, ["contact", "add", "1", "--name", name, "--email", &email]);
}

/// Leaves a store as a kill leaves it: Acme is in the file, its contact in the log alone.
fn make_killed(home: &Path) {
    json(home, ["customer", "add", "Acme", "--domain", "acme.com"]);
    let made = tempfile::tempdir().expect("a folder");
    {
        let _window = open(&home.join("data")).expect("opened");
        add_contact(home, "Ann");
        copy_folder(&home.join("data"), made.path());
    }
    let log = fs::metadata(made.path().join("pivotal.db-wal")).expect("a log");
    assert!(log.len() > 0, "nothing is in the log");
    copy_folder(made.path(), &home.join("data"));
}

fn make_killed_without_index(home: &Path) {
    make_killed(home);
    fs::remove_file(home.join("data/pivotal.db-shm")).expect("an index");
}

/// Returns every file below a folder with what is in it.
fn bytes_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = proof::all_below(folder).into_iter().filter(|path| path.is_file());
    files
        .map(|path| {
            let bytes = fs::read(&path).expect("read");
            (path, bytes)
        })
        .collect()
}

/// A place at which nothing can be written.
struct Barred<'a> {
    home: &'a Path,
    /// What stands before the program, such as another user.
    before: &'a [&'a str],
    /// What is said about it, of the store and of other files.
    words: [&'a str; 2],
}

impl Barred<'_> {
    fn run(&self, arguments: &[&str]) -> Ran {
        let mut inner = pivotal(self.home);
        // Nobody answers at that port.
        inner
            .env("PIVOTAL_HUBSPOT_TOKEN", "pat-na1-test")
            .env("PIVOTAL_HUBSPOT_URL", "http://127.0.0.1:9");
        let Some((first, rest)) = self.before.split_first() else {
            return inner.args(arguments).output().expect("started").into();
        };
        let mut command = Command::new(first);
        let variables = inner.get_envs().filter_map(|(name, value)| Some((name, value?)));
        command.env_clear().envs(variables);
        command.args(rest).arg(inner.get_program()).args(arguments);
        command.output().expect("started").into()
    }

    /// Reads everything, and writes to another place.
    fn is_read(&self, out: &Path) {
        let (list, copy) = (out.join("list.csv"), out.join("copy.db"));
        let [list, copy] = [&list, &copy].map(|path| path.to_str().expect("UTF-8"));
        let commands: [&[&str]; 10] = [
            &["customer", "list"],
            &["customer", "show", "1"],
            &["contact", "list", "1"],
            &["search", "ann"],
            &["history", "1"],
            &["route", "1"],
            &["undo", "--list"],
            &["outbox", "list"],
            &["export", "contacts", "--output", list],
            &["backup", copy],
        ];
        for arguments in commands {
            let ran = self.run(arguments);
            assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
            // A log that cannot be written is nobody's concern here.
            assert!(!ran.err.contains("Unable"), "{arguments:?}: {ran:?}");
        }
        assert!(self.run(&["contact", "list", "1"]).out.contains("Ann"));
        let exported = fs::read_to_string(list).expect("exported");
        assert!(exported.contains("ann@acme.com"), "{exported}");
        let restored = tempfile::tempdir().expect("a folder");
        assert_eq!(run(restored.path(), ["restore", copy]).code, Some(0));
        let found = run(restored.path(), ["contact", "list", "1"]);
        assert!(found.out.contains("Ann"), "{found:?}");
        let doctor = self.run(&["doctor"]);
        assert!(
            doctor.out.contains("is sound") && doctor.out.contains("nothing can be saved"),
            "{doctor:?}"
        );
    }

    /// Has each change refused in one sentence that says why and names the file.
    fn is_not_written(&self) {
        let store = self.home.join("data").join(FILE_NAME);
        let (list, copy) = (self.home.join("list.csv"), self.home.join("copy.db"));
        let [store, list, copy] = [&store, &list, &copy].map(|path| path.to_str().expect("UTF-8"));
        let commands: [(&[&str], &str); 7] = [
            (
                &["contact", "add", "1", "--name", "Bo", "--email", "bo@acme.com"],
                store,
            ),
            (&["customer", "edit", "1", "--plan", "Growth"], store),
            (&["contact", "archive", "1", "ann@acme.com"], store),
            (&["undo"], store),
            (&["sync"], store),
            (&["export", "contacts", "--output", list], list),
            (&["backup", copy], copy),
        ];
        for (arguments, named) in commands {
            let ran = self.run(arguments);
            let sentence = ran.err.trim_end_matches('\n');
            let code = if arguments == ["sync"] { 5 } else { 1 };
            assert_eq!(ran.code, Some(code), "{arguments:?}: {ran:?}");
            let said = sentence.to_lowercase();
            assert!(
                self.words.iter().any(|words| said.contains(words)) && sentence.contains(named),
                "{arguments:?}: {sentence}"
            );
            assert!(!sentence.contains('\n') && sentence.ends_with('.'), "{sentence}");
        }
    }
}

/// What was in the way is not any more: the same changes are made.
fn is_written(home: &Path) {
    add_contact(home, "Bo");
    let listed = run(home, ["contact", "list", "1"]).out;
    assert!(listed.contains("Ann") && listed.contains("Bo"), "{listed}");
}

#[test]
fn a_full_disk_is_read_and_written_again_once_it_is_freed() {
    for make in [make, make_killed_without_index] {
        let Some(disk) = SmallDisk::mounted("size=2m") else {
            return;
        };
        read_while_it_is_full(&disk, make);
    }
}

fn read_while_it_is_full(disk: &SmallDisk, make: fn(&Path)) {
    let out = tempfile::tempdir().expect("a folder");
    make(disk.path());
    disk.fill();
    let barred = Barred {
        home: disk.path(),
        before: &[],
        words: ["the disk is full"; 2],
    };
    barred.is_read(out.path());
    barred.is_not_written();
    disk.free();
    is_written(disk.path());
}

#[test]
fn a_disk_without_inodes_is_read_and_told_as_one() {
    let Some(disk) = SmallDisk::mounted("size=4m,nr_inodes=32") else {
        return;
    };
    let out = tempfile::tempdir().expect("a folder");
    make(disk.path());
    let names = (0..).map(|number| disk.path().join(format!("empty{number}")));
    let made: Vec<PathBuf> = names.take_while(|path| File::create(path).is_ok()).collect();
    let barred = Barred {
        home: disk.path(),
        before: &[],
        words: ["the disk has no room for another file"; 2],
    };
    barred.is_read(out.path());
    barred.is_not_written();
    for path in made {
        fs::remove_file(path).expect("removed");
    }
    is_written(disk.path());
}

#[test]
fn a_read_only_disk_is_read_with_or_without_a_log_and_stays_as_it_is() {
    // As on a medium that knows no owners.
    let make_open_to_all: fn(&Path) = |home| {
        make(home);
        fs::set_permissions(home.join("data"), Permissions::from_mode(0o777)).expect("set");
    };
    for make in [make, make_open_to_all, make_killed, make_killed_without_index] {
        let Some(disk) = SmallDisk::mounted("size=4m") else {
            return;
        };
        let out = tempfile::tempdir().expect("a folder");
        make(disk.path());
        let before = bytes_below(disk.path());
        disk.remount("ro");
        let barred = Barred {
            home: disk.path(),
            before: &[],
            words: ["the disk is read-only"; 2],
        };
        barred.is_read(out.path());
        barred.is_not_written();
        assert_eq!(bytes_below(disk.path()), before);
        disk.remount("rw");
        is_written(disk.path());
    }
}

/// Makes a folder that this user may read and not write, and says how to be that user.
fn of_another_user(make: fn(&Path)) -> Option<(TempDir, &'static [&'static str])> {
    let home = tempfile::tempdir().expect("a folder");
    make(home.path());
    for path in proof::all_below(home.path())
        .into_iter()
        .chain([home.path().to_owned()])
    {
        let mode = if path.is_dir() { 0o555 } else { 0o444 };
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("set");
    }
    if File::create(home.path().join("probe")).is_err() {
        return Some((home, &[]));
    }
    fs::remove_file(home.path().join("probe")).expect("removed");
    // The superuser may write everywhere.
    proof::program("setpriv", "what a user may not write")?;
    let nobody = &[
        "/usr/bin/env",
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    Some((home, nobody))
}

#[test]
fn a_folder_that_may_not_be_written_is_read_and_stays_as_it_is() {
    for make in [make as fn(&Path), make_killed] {
        let Some((home, before)) = of_another_user(make) else {
            return;
        };
        let out = tempfile::tempdir().expect("a folder");
        fs::set_permissions(out.path(), Permissions::from_mode(0o777)).expect("set");
        let barred = Barred {
            home: home.path(),
            before,
            words: ["you may not write to", "permission denied"],
        };
        if barred.run(&["--version"]).code != Some(0) {
            println!("SKIPPED: another user may not start the program");
            return;
        }
        let bytes = bytes_below(home.path());
        barred.is_read(out.path());
        barred.is_not_written();
        assert_eq!(bytes_below(home.path()), bytes);
    }
}

#[test]
fn a_log_that_can_be_read_by_a_copy_alone_is_refused_in_words_where_there_is_no_room_for_one() {
    let Some(disk) = SmallDisk::mounted("size=4m") else {
        return;
    };
    make_killed_without_index(disk.path());
    disk.remount("ro");
    let before = bytes_below(disk.path());
    let mut command = pivotal(disk.path());
    command.env("TMPDIR", disk.path()).args(["contact", "list", "1"]);
    let ran = Ran::from(command.output().expect("started"));
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let store = disk.path().join("data").join(FILE_NAME);
    assert!(
        ran.err.contains(store.to_str().expect("UTF-8")) && ran.err.contains("a copy of it"),
        "{ran:?}"
    );
    assert_eq!(bytes_below(disk.path()), before);
}

#[test]
fn an_app_on_a_full_disk_shows_what_is_there_and_saves_once_it_is_freed() {
    let Some(disk) = SmallDisk::mounted("size=2m") else {
        return;
    };
    make(disk.path());
    disk.fill();
    let mut app = Pty::start(disk.path(), &[]);
    app.shows("Acme").shows("read-only").shows("The disk is full");
    app.send("n").shows("New customer").send("Beta\t\t\t\r");
    app.shows("nothing more was saved");
    disk.free();
    app.send("\r").shows("Added Beta").shows_no_more("read-only");
    app.send("q");
    assert_eq!(app.ends().0, 0);
    let listed = run(disk.path(), ["customer", "list"]).out;
    assert!(listed.contains("Acme") && listed.contains("Beta"), "{listed}");
}
