//! The file of an open store is exchanged, moved or removed: nothing is said to be saved that is not in it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rstest::rstest;
use rusqlite::Connection;
use tempfile::TempDir;

use super::{copy_of, names, workspace};
use crate::domain::{Change, CustomerDraft};
use crate::store::{BACKUPS, Exchange, FILE_NAME, Store, StoreError};
use crate::workspace::{Error, Workspace};

/// A data folder `data`, beside `old.db`, a closed copy of its store from before Beta came.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let mut first = workspace(&data);
    super::add(&mut first, "Acme");
    drop(first);
    fs::copy(data.join(FILE_NAME), home.path().join("old.db")).expect("copied");
    let mut second = workspace(&data);
    super::add(&mut second, "Beta");
    home
}

/// Adds Gamma, and gives the folder and its data folder as a kill leaves them: what was added is in the log alone.
fn killed(home: &TempDir) -> (TempDir, PathBuf) {
    let mut open = workspace(&home.path().join("data"));
    try_add(&mut open, "Gamma").expect("added");
    let killed = copy_of(home.path());
    let data = killed.path().join("data");
    (killed, data)
}

/// Returns the logs that were put aside.
fn log_files(data: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(data.join(BACKUPS)) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "db-wal"))
        .collect()
}

fn try_add(workspace: &mut Workspace, name: &str) -> Result<(), Error> {
    let draft = CustomerDraft {
        name: name.to_owned(),
        ..CustomerDraft::default()
    };
    workspace
        .make(Change::AddCustomer(draft.check().expect("valid")))
        .map(drop)
}

fn moved_over(home: &Path) {
    fs::rename(home.join("old.db"), home.join("data").join(FILE_NAME)).expect("moved");
}

fn copied_over(home: &Path) {
    fs::copy(home.join("old.db"), home.join("data").join(FILE_NAME)).expect("copied");
}

fn removed(home: &Path) {
    fs::remove_file(home.join("data").join(FILE_NAME)).expect("removed");
}

fn made_anew(home: &Path) {
    removed(home);
    copied_over(home);
}

fn folder_removed(home: &Path) {
    fs::remove_dir_all(home.join("data")).expect("removed");
}

fn folder_moved(home: &Path) {
    fs::rename(home.join("data"), home.join("elsewhere")).expect("moved");
}

fn folder_replaced(home: &Path) {
    folder_moved(home);
    fs::create_dir(home.join("data")).expect("made");
    copied_over(home);
}

fn log_removed(home: &Path) {
    fs::remove_file(home.join("data/pivotal.db-wal")).expect("removed");
}

fn log_emptied(home: &Path) {
    fs::write(home.join("data/pivotal.db-wal"), "").expect("written");
}

fn index_removed(home: &Path) {
    fs::remove_file(home.join("data/pivotal.db-shm")).expect("removed");
}

fn another_book(home: &Path) {
    let other = super::store_of(&["Kestrel"]);
    fs::copy(other.path().join(FILE_NAME), home.join("data").join(FILE_NAME)).expect("copied");
}

#[rstest]
#[case::moved_over(moved_over, Exchange::Replaced, &["Acme"])]
#[case::copied_over(copied_over, Exchange::Overwritten, &["Acme"])]
#[case::another_book(another_book, Exchange::Overwritten, &["Kestrel"])]
#[case::removed(removed, Exchange::Gone, &[])]
#[case::made_anew(made_anew, Exchange::Replaced, &["Acme"])]
#[case::folder_removed(folder_removed, Exchange::Gone, &[])]
#[case::folder_moved(folder_moved, Exchange::Gone, &[])]
#[case::folder_replaced(folder_replaced, Exchange::Replaced, &["Acme"])]
#[case::log_removed(log_removed, Exchange::LogReplaced, &["Acme", "Beta"])]
#[case::log_emptied(log_emptied, Exchange::LogReplaced, &["Acme", "Beta"])]
#[case::index_removed(index_removed, Exchange::LogReplaced, &["Acme", "Beta", "Gamma"])]
fn nothing_is_saved_past_an_exchange(
    #[case] exchange: fn(&Path),
    #[case] how: Exchange,
    #[case] left: &[&str],
    #[values(true, false)] has_written: bool,
) {
    let home = home();
    let data = home.path().join("data");
    let mut open = workspace(&data);
    if has_written {
        try_add(&mut open, "Gamma").expect("added");
    } else if how == Exchange::LogReplaced {
        // An empty log is as good as the one before.
        return;
    }
    exchange(home.path());
    let before = fs::read(data.join(FILE_NAME)).ok();
    let error = try_add(&mut open, "Delta").expect_err("refused");
    let Error::Store(StoreError::Exchanged { how: told, .. }) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(*told, how);
    assert!(error.to_string().contains("pivotal.db"), "{error}");
    assert!(try_add(&mut open, "Delta").is_err(), "and again");
    drop(open);
    assert_eq!(
        fs::read(data.join(FILE_NAME)).ok(),
        before,
        "nothing is written past it on closing"
    );
    assert_eq!(names(&data), left);
    assert!(super::super::check(&data.join(FILE_NAME)).is_ok());
}

/// The control: SQLite by itself says that it saved, and what it saved is not in the file.
#[test]
fn the_cases_find_a_program_that_does_not_look() {
    let home = home();
    let file = home.path().join("data").join(FILE_NAME);
    let naive = Connection::open(&file).expect("opened");
    naive
        .execute_batch("PRAGMA journal_mode = WAL; INSERT INTO counter VALUES ('a', 1);")
        .expect("saved");
    moved_over(home.path());
    naive
        .execute_batch("INSERT INTO counter VALUES ('b', 1);")
        .expect("it says so");
    drop(naive);
    fs::remove_file(file.with_extension("db-wal")).expect("removed");
    fs::remove_file(file.with_extension("db-shm")).expect("removed");
    let found: i64 = Connection::open(&file)
        .and_then(|store| {
            store.query_row("SELECT count(*) FROM counter WHERE name = 'b'", [], |row| {
                row.get(0)
            })
        })
        .expect("read");
    assert_eq!(found, 0);
}

/// A window was killed, and an older file was put in the place of its own: its log is kept aside, not read into it.
#[rstest]
#[case::moved(moved_over)]
#[case::copied(copied_over)]
#[case::another_book(another_book)]
fn a_log_that_a_kill_left_is_not_read_into_another_file(#[case] exchange: fn(&Path)) {
    let (killed, data) = killed(&home());
    let log = fs::read(data.join("pivotal.db-wal")).expect("read");
    exchange(killed.path());
    let found = names(&data);
    assert!(found == ["Acme"] || found == ["Kestrel"], "{found:?}");
    let kept = log_files(&data);
    assert_eq!(kept.len(), 1);
    assert_eq!(fs::read(&kept[0]).expect("read"), log);
}

#[test]
fn the_last_few_logs_that_were_put_aside_are_kept() {
    let (killed, data) = killed(&home());
    let kept = data.join(BACKUPS);
    fs::create_dir_all(&kept).expect("made");
    for day in 1..=5 {
        for ending in ["db", "db-wal"] {
            fs::write(kept.join(format!("exchanged-2026010{day}T000000Z.{ending}")), "x").expect("written");
        }
    }
    another_book(killed.path());
    assert_eq!(names(&data), ["Kestrel"]);
    let mut logs: Vec<String> = log_files(&data)
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    logs.sort();
    assert_eq!(logs.len(), 3, "{logs:?}");
    assert_eq!(
        logs[..2],
        [
            "exchanged-20260104T000000Z.db-wal",
            "exchanged-20260105T000000Z.db-wal"
        ]
    );
    assert!(kept.join("exchanged-20260101T000000Z.db").exists(), "no log");
}

#[test]
fn a_log_that_a_kill_left_is_read_where_it_belongs() {
    let home = home();
    let data = home.path().join("data");
    let mut open = workspace(&data);
    try_add(&mut open, "Gamma").expect("added");
    let mut other = workspace(&data);
    try_add(&mut other, "Delta").expect("added");
    let killed = copy_of(home.path());
    drop(open);
    drop(other);
    assert_eq!(
        names(&killed.path().join("data")),
        ["Acme", "Beta", "Delta", "Gamma"]
    );
}

/// What other programs do with the file by way of SQLite is no exchange.
#[test]
fn a_log_that_another_program_copied_into_the_file_is_no_exchange() {
    let home = home();
    let data = home.path().join("data");
    let mut open = workspace(&data);
    let mut all = vec!["Acme".to_owned(), "Beta".to_owned()];
    for round in 0..4 {
        for mode in ["PASSIVE", "FULL", "RESTART"] {
            let name = format!("Own {round} {mode}");
            try_add(&mut open, &name).expect("added");
            all.push(name);
            let mut other = workspace(&data);
            let name = format!("Other {round} {mode}");
            try_add(&mut other, &name).expect("added");
            all.push(name);
            let tool = Connection::open(data.join(FILE_NAME)).expect("opened");
            tool.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()))
                .expect("copied");
            assert_eq!(open.changed_by_others().ok(), Some(true));
        }
    }
    drop(open);
    all.sort();
    let mut found = names(&data);
    found.sort();
    assert_eq!(found, all);
    assert_eq!(log_files(&data), Vec::<PathBuf>::new());
}

#[test]
fn a_folder_behind_a_link_that_points_elsewhere_now_is_another_one() {
    let home = home();
    let link = home.path().join("link");
    symlink(home.path().join("data"), &link).expect("linked");
    let mut open = workspace(&link);
    try_add(&mut open, "Gamma").expect("added");
    let other = super::store_of(&["Kestrel"]);
    fs::remove_file(&link).expect("removed");
    symlink(other.path(), &link).expect("linked");
    let error = try_add(&mut open, "Delta").expect_err("refused");
    assert!(matches!(
        error,
        Error::Store(StoreError::Exchanged {
            how: Exchange::Replaced,
            ..
        })
    ));
    drop(open);
    assert_eq!(names(&link), ["Kestrel"]);
    assert_eq!(names(&home.path().join("data")), ["Acme", "Beta", "Gamma"]);
}

#[test]
fn a_file_that_comes_back_is_written_to_again() {
    let home = home();
    let data = home.path().join("data");
    let mut open = workspace(&data);
    fs::rename(data.join(FILE_NAME), data.join("away.db")).expect("moved");
    try_add(&mut open, "Gamma").expect_err("refused");
    fs::rename(data.join("away.db"), data.join(FILE_NAME)).expect("moved");
    try_add(&mut open, "Gamma").expect("added");
    drop(open);
    assert_eq!(names(&data), ["Acme", "Beta", "Gamma"]);
}

#[test]
fn what_was_open_is_kept_and_the_file_that_is_there_now_is_opened() {
    let home = home();
    let data = home.path().join("data");
    let mut open = workspace(&data);
    try_add(&mut open, "Gamma").expect("added");
    moved_over(home.path());
    let kept = open.keep_exchanged().expect("kept").expect("a backup");
    assert_eq!(super::names_in(&kept), ["Acme", "Beta", "Gamma"]);
    assert_eq!(open.reopen().expect("opened"), 0);
    try_add(&mut open, "Delta").expect("added");
    assert_eq!(open.exchange(), None);
    drop(open);
    assert_eq!(names(&data), ["Acme", "Delta"]);
}

#[test]
fn a_store_whose_folder_is_gone_is_kept_when_it_is_opened_again() {
    let home = home();
    let data = home.path().join("data");
    let mut open = workspace(&data);
    folder_removed(home.path());
    assert_eq!(open.keep_exchanged().expect("nothing to do"), None);
    assert!(!data.exists(), "nobody makes it unasked");
    open.make_folder().expect("made");
    let kept = open.keep_exchanged().expect("kept").expect("a backup");
    open.reopen().expect("opened");
    assert_eq!(names(&data), Vec::<String>::new());
    assert_eq!(super::names_in(&kept), ["Acme", "Beta"]);
}

#[test]
fn a_store_that_cannot_be_opened_again_says_so_until_it_can() {
    let home = home();
    let data = home.path().join("data");
    let mut open = workspace(&data);
    removed(home.path());
    fs::write(data.join(FILE_NAME), "some notes, and no store at all").expect("written");
    open.reopen().expect_err("no store");
    let error = try_add(&mut open, "Gamma").expect_err("closed");
    assert!(
        matches!(error, Error::Store(StoreError::Closed { .. })),
        "{error}"
    );
    made_anew(home.path());
    open.reopen().expect("opened");
    try_add(&mut open, "Gamma").expect("added");
}

#[test]
fn a_store_that_is_gone_is_told_with_its_log_and_its_newest_backup() {
    let home = home();
    let backup = workspace(&home.path().join("data"))
        .back_up_daily(7)
        .expect("made");
    let (killed, data) = killed(&home);
    let log = fs::read(data.join("pivotal.db-wal")).expect("read");
    removed(killed.path());
    let anew = Store::open(&data).expect("opened");
    let told = anew.repairs().expect("a sentence").to_owned();
    drop(anew);
    let kept = log_files(&data);
    assert_eq!(fs::read(&kept[0]).expect("read"), log);
    assert!(told.contains(&kept[0].display().to_string()), "{told}");
    let backup = backup.expect("a backup");
    let name = backup.file_name().expect("a name").to_string_lossy();
    assert!(
        told.contains("pivotal restore ") && told.contains(name.as_ref()),
        "{told}"
    );
    assert_eq!(Store::open(&data).expect("opened").repairs(), None, "told once");
}

#[test]
fn what_a_killed_restore_left_goes_at_the_next_start() {
    let home = home();
    let left = home.path().join("data").join(".pivotal-unfinished-x.db");
    fs::write(&left, "half").expect("written");
    drop(workspace(&home.path().join("data")));
    assert!(!left.exists());
}
