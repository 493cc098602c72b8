//! Stores that can only be read: what is read, and that not a byte is changed where they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rstest::rstest;
use tempfile::TempDir;

use super::{
    FILE_NAME, NOW, Store, StoreError, add, copy_of, killed_store_of, names, names_seen_by, on, store_of,
    store_of_format, workspace,
};
use crate::disk::Obstacle;
use crate::domain::Existing;
use crate::store::opening::DamageCheck;
use crate::store::{BackupKind, open, restore};

/// Returns the files of a folder with what is in them.
fn bytes_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("listed").map(|entry| {
        let entry = entry.expect("an entry");
        let bytes = fs::read(entry.path()).unwrap_or_default();
        (entry.file_name().to_string_lossy().into_owned(), bytes)
    });
    entries.collect()
}

/// Opens a store as if its disk were read-only.
fn read_only(folder: &Path) -> Result<Store, StoreError> {
    Store::open_to_read(folder.join(FILE_NAME), Obstacle::ReadOnly, DamageCheck::SmallFile)
}

/// A store with Acme in the file and Beta in the log, as a copy of its whole folder while it was open.
fn copied_while_open() -> TempDir {
    let folder = store_of(&["Acme"]);
    let mut open = workspace(folder.path());
    add(&mut open, "Beta");
    copy_of(folder.path())
}

fn without_index(folder: TempDir) -> TempDir {
    fs::remove_file(folder.path().join("pivotal.db-shm")).expect("an index");
    folder
}

/// A store that another program was just writing to in the way of before there was a log.
fn with_a_journal() -> TempDir {
    let folder = store_of(&["Acme", "Beta"]);
    let connection = open::as_it_is(&folder.path().join(FILE_NAME)).expect("opened");
    connection
        .execute_batch(
            "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1;
             BEGIN; UPDATE customer SET name = 'Lost', plan = hex(zeroblob(100000)); SELECT * FROM op;",
        )
        .expect("written");
    let copied = copy_of(folder.path());
    let bytes = bytes_in(copied.path());
    assert!(
        bytes
            .get("pivotal.db-journal")
            .is_some_and(|journal| journal.len() > 512)
    );
    assert!(bytes[FILE_NAME].windows(4).any(|letters| letters == b"Lost"));
    copied
}

#[rstest]
#[case::closed(store_of(&["Acme", "Beta"]))]
#[case::with_log_and_index(copied_while_open())]
#[case::with_log(without_index(copied_while_open()))]
#[case::in_the_log_alone(killed_store_of(&["Acme", "Beta"]))]
#[case::with_a_journal(with_a_journal())]
fn what_can_only_be_read_is_read_whole_and_stays_as_it_is(#[case] folder: TempDir) {
    let before = bytes_in(folder.path());
    let store = read_only(folder.path()).expect("opened");
    let sentence = store.read_only_notice().expect("a sentence");
    assert!(
        sentence.contains("The disk is read-only") && sentence.contains(FILE_NAME),
        "{sentence}"
    );
    let mut reading = on(store);
    assert_eq!(names_seen_by(&mut reading), ["Acme", "Beta"]);
    assert_eq!(reading.changes(9).expect("read").len(), 2);
    let out = tempfile::tempdir().expect("a folder");
    let backup = out.path().join("copy.db");
    reading.back_up(&backup, Existing::Kept).expect("backed up");
    assert_eq!(super::names_in(&backup), ["Acme", "Beta"]);
    drop(reading);
    assert_eq!(bytes_in(folder.path()), before);
}

#[rstest]
#[case::closed(store_of(&["Acme", "Beta"]))]
#[case::with_log_and_index(copied_while_open())]
#[case::with_log(without_index(copied_while_open()))]
#[case::with_a_journal(with_a_journal())]
fn a_backup_of_a_user_is_restored_and_stays_as_it_is(#[case] backup: TempDir) {
    let before = bytes_in(backup.path());
    let folder = store_of(&["Gone"]);
    restore(folder.path(), &backup.path().join(FILE_NAME), NOW).expect("restored");
    assert_eq!(bytes_in(backup.path()), before);
    assert_eq!(names(folder.path()), ["Acme", "Beta"]);
}

#[rstest]
#[case(1)]
#[case(6)]
#[case(15)]
fn an_earlier_format_is_read_and_restored_without_being_brought_on_in_its_place(#[case] version: usize) {
    let old = store_of_format(version);
    let before = bytes_in(old.path());
    let mut reading = on(read_only(old.path()).expect("opened"));
    assert_eq!(names_seen_by(&mut reading), ["Acme"]);
    drop(reading);
    let folder = store_of(&["Gone"]);
    restore(folder.path(), &old.path().join(FILE_NAME), NOW).expect("restored");
    assert_eq!(bytes_in(old.path()), before);
}

/// The control: a connection that may write changes what it only reads.
#[test]
fn a_plain_connection_changes_the_files_that_it_reads() {
    let folder = without_index(copied_while_open());
    let before = bytes_in(folder.path());
    let connection = open::as_it_is(&folder.path().join(FILE_NAME)).expect("opened");
    let count: i64 = connection
        .query_row("SELECT count(*) FROM customer", [], |row| row.get(0))
        .expect("read");
    drop(connection);
    assert_eq!(count, 2);
    assert_ne!(bytes_in(folder.path()), before);
}

#[test]
fn once_nothing_is_in_the_way_a_change_is_made_in_the_same_program() {
    let folder = store_of(&["Acme"]);
    let mut window = on(read_only(folder.path()).expect("opened"));
    assert_eq!(names_seen_by(&mut window), ["Acme"]);
    add(&mut window, "Beta");
    assert_eq!(window.read_only_notice(), None);
    assert_eq!(names_seen_by(&mut window), ["Acme", "Beta"]);
    assert_eq!(names(folder.path()), ["Acme", "Beta"]);
}

#[test]
fn a_large_change_still_begins_with_a_backup() {
    let folder = store_of(&["Acme"]);
    let mut store = read_only(folder.path()).expect("opened");
    assert_eq!(store.back_up_daily(NOW, 7).expect("asked"), None);
    let made = store.back_up_before(BackupKind::Import, NOW).expect("made");
    assert!(made.is_some_and(|path| path.exists()));
}

#[test]
fn what_another_program_writes_meanwhile_is_seen() {
    let folder = store_of(&["Acme"]);
    let mut window = on(read_only(folder.path()).expect("opened"));
    assert!(!window.changed_by_others().expect("asked"));
    add(&mut workspace(folder.path()), "Beta");
    assert!(window.changed_by_others().expect("asked"));
    assert_eq!(names_seen_by(&mut window), ["Acme", "Beta"]);
}

#[test]
fn what_is_read_while_another_program_writes_into_the_file_is_no_answer() {
    let folder = store_of(&["Acme"]);
    let mut store = read_only(folder.path()).expect("opened");
    let read = store.read(|_| {
        // Closing it copies the log into the file.
        add(&mut workspace(folder.path()), "Beta");
        Ok::<_, StoreError>(())
    });
    assert!(matches!(read, Err(StoreError::Exchanged { .. })), "{read:?}");
    assert_eq!(names_seen_by(&mut on(store)), ["Acme", "Beta"]);
}

/// A store beside which the log of another one lies.
fn with_a_foreign_log() -> TempDir {
    let folder = store_of(&["Acme"]);
    let other = copied_while_open();
    fs::copy(
        other.path().join("pivotal.db-wal"),
        folder.path().join("pivotal.db-wal"),
    )
    .expect("copied");
    folder
}

#[test]
fn a_log_of_another_file_is_not_read_into_a_store() {
    let folder = with_a_foreign_log();
    let before = bytes_in(folder.path());
    let mut reading = on(read_only(folder.path()).expect("opened"));
    assert_eq!(names_seen_by(&mut reading), ["Acme"]);
    drop(reading);
    assert_eq!(bytes_in(folder.path()), before);
}

#[test]
fn a_backup_with_the_log_of_another_file_is_refused() {
    let backup = with_a_foreign_log();
    let folder = store_of(&["Kept"]);
    let error = restore(folder.path(), &backup.path().join(FILE_NAME), NOW).expect_err("refused");
    assert!(error.to_string().contains("belongs to another file"), "{error}");
    assert_eq!(names(folder.path()), ["Kept"]);
}

#[test]
fn what_is_damaged_or_of_a_newer_release_is_refused_where_it_can_only_be_read_too() {
    let folder = store_of(&["Acme"]);
    super::smash(&folder.path().join(FILE_NAME));
    let error = read_only(folder.path()).expect_err("refused");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    let folder = store_of(&["Acme"]);
    let file = folder.path().join(FILE_NAME);
    let mut bytes = fs::read(&file).expect("read");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(&file, bytes).expect("written");
    let error = read_only(folder.path()).expect_err("refused");
    assert!(matches!(error, StoreError::Newer { .. }), "{error}");
}
