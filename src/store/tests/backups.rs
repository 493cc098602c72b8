//! What a backup holds, when one is made, and which are kept.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rstest::rstest;
use rusqlite::Connection;

use super::{NOW, add, names, names_in, smash, store_of, store_of_format, workspace};
use crate::domain::{Existing, Timestamp};
use crate::store::backup::{Fault, copy, verify};
use crate::store::open::as_it_is;
use crate::store::{BACKUPS, BackupKind, FILE_NAME, Store, StoreError, backups, check};

pub(super) fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

/// Counts the files of a folder, so that none is left behind.
pub(super) fn files(folder: &Path) -> usize {
    fs::read_dir(folder).expect("listed").count()
}

#[test]
fn a_backup_holds_what_the_store_holds_while_it_is_written_to() {
    let folder = store_of(&["Acme"]);
    let mut other = workspace(folder.path());
    add(&mut other, "Beta");
    let store = Store::open(folder.path()).expect("opened");
    let out = tempfile::tempdir().expect("a folder");
    let target = out.path().join("copy.db");
    store.back_up(&target, Existing::Kept).expect("made");
    add(&mut other, "Gamma");
    assert_eq!(names_in(&target), ["Acme", "Beta"]);
    assert_eq!((mode(&target), files(out.path())), (0o600, 1));
    let error = store.back_up(&target, Existing::Kept).expect_err("refused");
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    store.back_up(&target, Existing::Replaced).expect("made");
    assert_eq!(names_in(&target), ["Acme", "Beta", "Gamma"]);
    assert_eq!((mode(&target), files(out.path())), (0o600, 1));
}

#[test]
fn a_backup_never_takes_the_place_of_the_store() {
    let folder = store_of(&["Acme"]);
    let store = Store::open(folder.path()).expect("opened");
    let link = folder.path().join("link.db");
    fs::hard_link(folder.path().join(FILE_NAME), &link).expect("linked");
    let around = folder
        .path()
        .join("..")
        .join(folder.path().file_name().expect("a name"));
    for target in [
        folder.path().join(FILE_NAME),
        folder.path().join("pivotal.db-wal"),
        folder.path().join("pivotal.db-journal"),
        around.join(FILE_NAME),
        link,
    ] {
        let error = store.back_up(&target, Existing::Replaced).expect_err("refused");
        assert!(matches!(error, StoreError::OwnFile { .. }), "{error}");
    }
    drop(store);
    assert_eq!(names(folder.path()), ["Acme"]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = store_of(&["Acme"]);
    let store = Store::open(folder.path()).expect("opened");
    let error = store
        .back_up(&folder.path().join("none").join("copy.db"), Existing::Kept)
        .expect_err("refused");
    assert!(
        matches!(error, StoreError::Io { .. }) && error.to_string().contains("none"),
        "{error}"
    );
}

#[test]
fn a_damaged_store_gives_no_backup_and_names_the_last_one() {
    let folder = store_of(&["Acme"]);
    let file = folder.path().join(FILE_NAME);
    let store = Store::open(folder.path()).expect("opened");
    let made = store.back_up_daily(NOW, 7).expect("made").expect("due");
    drop(store);
    smash(&file);
    let target = folder.path().join("copy.db");
    let connection = as_it_is(&file).expect("opened");
    let error = copy(&connection, &file, &target, Existing::Kept).expect_err("refused");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(!target.exists());
    for error in [error, check(&file).expect_err("damaged")] {
        let way_back = format!("`pivotal restore {}`.", made.display());
        assert!(error.to_string().ends_with(&way_back), "{error}");
    }
}

#[test]
fn a_copy_is_checked_for_what_it_should_hold() {
    let folder = store_of(&["Acme"]);
    let file = folder.path().join(FILE_NAME);
    assert_eq!(verify(&file, None), Ok(()));
    let fewer = vec![("customer".to_owned(), 2)];
    assert_eq!(
        verify(&file, Some(&fewer)),
        Err(Fault::Other("some rows are missing".to_owned()))
    );
    let connection = Connection::open(&file).expect("opened");
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; UPDATE customer SET owner_id = randomblob(16);")
        .expect("broken");
    connection.close().expect("closed");
    assert!(matches!(verify(&file, None), Err(Fault::Damage(_))));
}

#[rstest]
#[case(1)]
#[case(3)]
#[case(5)]
fn an_older_store_is_backed_up_before_it_is_changed(#[case] version: usize) {
    let folder = store_of_format(version);
    assert_eq!(names(folder.path()), ["Acme"]);
    let kept = backups(folder.path());
    let [backup] = kept.as_slice() else {
        panic!("{kept:?}")
    };
    assert_eq!(backup.kind, BackupKind::Migration);
    assert!(backup.at > Timestamp::from_millis(0));
    assert_eq!(mode(&backup.path), 0o600);
    let copy = Connection::open(&backup.path).expect("opened");
    let found: i64 = copy
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("read");
    assert_eq!(usize::try_from(found), Ok(version));
    assert_eq!(names_in(&backup.path), ["Acme"]);
    names(folder.path());
    assert_eq!(
        backups(folder.path()).len(),
        1,
        "the second time it is no older store"
    );
}

#[test]
fn an_older_store_without_a_backup_stays_as_it_is() {
    let folder = store_of_format(3);
    fs::write(folder.path().join(BACKUPS), "a file").expect("written");
    let before = fs::read(folder.path().join(FILE_NAME)).expect("read");
    let error = Store::open(folder.path()).expect_err("refused");
    assert!(matches!(error, StoreError::NotMigrated { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("backups") && text.ends_with('.'), "{text}");
    assert_eq!(fs::read(folder.path().join(FILE_NAME)).expect("read"), before);
    fs::remove_file(folder.path().join(BACKUPS)).expect("removed");
    assert_eq!(names(folder.path()), ["Acme"]);
}

#[test]
fn an_older_store_with_damage_is_not_migrated() {
    let folder = store_of_format(5);
    smash(&folder.path().join(FILE_NAME));
    let before = fs::read(folder.path().join(FILE_NAME)).expect("read");
    let error = Store::open(folder.path()).expect_err("refused");
    assert!(error.to_string().contains("damaged"), "{error}");
    assert_eq!(fs::read(folder.path().join(FILE_NAME)).expect("read"), before);
}

/// Two stores in one program, as the app and its sync have them: if the second one took the locks of the first away, the
/// next command would remove the log under the app.
#[test]
#[cfg(target_os = "linux")]
fn a_second_store_in_the_program_leaves_the_locks_of_the_first() {
    use std::os::unix::fs::MetadataExt;

    let folder = store_of(&["Acme"]);
    let file = folder.path().join(FILE_NAME);
    let inode = fs::metadata(&file).expect("there").ino();
    let locked = || {
        let locks = fs::read_to_string("/proc/locks").expect("read");
        let mark = format!(":{inode} ");
        locks
            .lines()
            .any(|line| line.contains("POSIX") && line.contains(&mark))
    };
    let first = Store::open(folder.path()).expect("opened");
    assert!(locked());
    let second = Store::open(folder.path()).expect("opened");
    assert!(locked());
    check(&file).expect("sound");
    assert!(locked());
    drop(second);
    assert!(locked());
    // The control: any other reader of the file takes them away.
    drop(fs::File::open(&file).expect("opened"));
    assert!(!locked());
    drop(first);
}

/// SQLite looks at no CHECK of a store that is opened for reading alone.
#[test]
fn a_value_that_no_rule_of_the_schema_allows_is_damage() {
    let folder = store_of(&["Acme"]);
    let file = folder.path().join(FILE_NAME);
    let connection = Connection::open(&file).expect("opened");
    connection
        .execute_batch("PRAGMA ignore_check_constraints = ON; UPDATE customer SET status = 'nonsense';")
        .expect("broken");
    connection.close().expect("closed");
    let error = check(&file).expect_err("damaged");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(matches!(verify(&file, None), Err(Fault::Damage(_))));
    let before = fs::read(&file).expect("read");
    let error = Store::open_sound(folder.path()).expect_err("refused");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(fs::read(&file).expect("read"), before);
}

/// The check comes before the store is set up, which would make a store with a log of this one.
#[test]
fn a_damaged_store_is_refused_before_anything_is_written() {
    let folder = store_of(&["Acme"]);
    let file = folder.path().join(FILE_NAME);
    smash(&file);
    let mut bytes = fs::read(&file).expect("read");
    bytes[18..20].fill(1);
    fs::write(&file, &bytes).expect("written");
    let error = Store::open_sound(folder.path()).expect_err("refused");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(fs::read(&file).expect("read"), bytes);
}

/// SQLite reports the whole text of what it does not understand.
#[test]
fn a_report_of_many_lines_becomes_a_part_of_one_sentence() {
    let folder = store_of(&["Acme"]);
    let file = folder.path().join(FILE_NAME);
    let spoil = |sql: &str| {
        let connection = Connection::open(&file).expect("opened");
        connection.execute_batch(sql).expect("spoilt");
        connection.close().expect("closed");
    };
    let told = || Store::open_sound(folder.path()).expect_err("refused").to_string();
    spoil("PRAGMA user_version = 3;");
    let sentence = told();
    assert!(
        sentence.contains("duplicate column") && !sentence.contains("ALTER"),
        "{sentence}"
    );
    spoil(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '` STRICT') WHERE name = 'customer';",
    );
    let sentence = told();
    assert!(
        sentence.contains("malformed") && sentence.contains("restore"),
        "{sentence}"
    );
    assert!(!sentence.contains('\n') && sentence.len() < 500, "{sentence}");
}
