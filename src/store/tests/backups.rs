//! What a backup holds, when one is made, and which are kept.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rstest::rstest;
use rusqlite::Connection;

use super::{DAY, NOW, add, names, names_in, smash, store_of, store_of_format, workspace};
use crate::domain::{Existing, Timestamp};
use crate::store::backup::{Fault, UNFINISHED, copy, unfinished, verify};
use crate::store::backups::file_name;
use crate::store::open::as_it_is;
use crate::store::{BACKUPS, BackupKind, FILE_NAME, Store, StoreError, backups, check};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

/// Counts the files of a folder, so that none is left behind.
fn files(folder: &Path) -> usize {
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
        Err(Fault::Other("it does not hold all rows".to_owned()))
    );
    let connection = Connection::open(&file).expect("opened");
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; UPDATE customer SET owner_id = randomblob(16);")
        .expect("broken");
    connection.close().expect("closed");
    assert!(matches!(verify(&file, None), Err(Fault::Damage(_))));
}

#[test]
fn a_backup_of_the_day_is_made_once_and_the_last_days_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("opened");
    assert_eq!(
        store.back_up_daily(NOW, 7).expect("asked"),
        None,
        "nothing to keep"
    );
    add(&mut workspace(folder.path()), "Acme");
    assert_eq!(store.back_up_daily(NOW, 0).expect("asked"), None, "turned off");
    let first = store.back_up_daily(NOW, 7).expect("made").expect("due");
    assert_eq!(
        store.back_up_daily(NOW.plus_millis(60_000), 7).expect("asked"),
        None
    );
    assert_eq!(mode(&folder.path().join(BACKUPS)), 0o700);
    assert_eq!(mode(&first), 0o600);
    for day in 1..10 {
        store
            .back_up_daily(NOW.plus_millis(day * DAY), 7)
            .expect("made")
            .expect("due");
    }
    let kept = backups(folder.path());
    assert_eq!(kept.len(), 7);
    assert_eq!(kept[0].at, NOW.plus_millis(9 * DAY));
    assert!(!first.exists());
    store
        .back_up_daily(NOW.plus_millis(10 * DAY), 1)
        .expect("made")
        .expect("due");
    assert_eq!(backups(folder.path()).len(), 1);
    store.back_up_daily(NOW.plus_millis(11 * DAY), 0).expect("asked");
    assert_eq!(backups(folder.path()).len(), 1, "turned off, none is removed");
}

#[test]
fn a_wrong_clock_never_removes_the_backup_just_made() {
    let folder = store_of(&["Acme"]);
    let store = Store::open(folder.path()).expect("opened");
    for day in 100..110 {
        store.back_up_daily(NOW.plus_millis(day * DAY), 3).expect("made");
    }
    let made = store.back_up_daily(NOW, 3).expect("made").expect("due");
    assert!(made.exists());
    assert_eq!(
        backups(folder.path()).len(),
        4,
        "those of the future count for nothing"
    );
}

#[test]
fn backups_of_the_future_push_no_real_ones_out() {
    let folder = store_of(&["Acme"]);
    let store = Store::open(folder.path()).expect("opened");
    let first = store.back_up_daily(NOW, 7).expect("made").expect("due");
    for day in 1..=7 {
        let name = file_name(BackupKind::Daily.key(), NOW.plus_millis((1_000 + day) * DAY), 1);
        fs::copy(&first, folder.path().join(BACKUPS).join(name)).expect("copied");
    }
    let second = store
        .back_up_daily(NOW.plus_millis(DAY), 7)
        .expect("made")
        .expect("due");
    assert!(first.exists() && second.exists());
    for day in 2..9 {
        store.back_up_daily(NOW.plus_millis(day * DAY), 7).expect("made");
    }
    assert!(!first.exists(), "the seven newest of the past are kept");
    assert_eq!(backups(folder.path()).len(), 14);
}

#[test]
fn one_backup_serves_all_large_changes_of_an_hour() {
    let folder = store_of(&["Acme"]);
    let store = Store::open(folder.path()).expect("opened");
    let before = |millis: i64| {
        store
            .back_up_before(BackupKind::Import, NOW.plus_millis(millis))
            .expect("asked")
            .is_some()
    };
    let hour = 60 * 60 * 1000;
    assert_eq!(
        [0, 1, hour - 1, hour, 2 * hour - 1, 2 * hour].map(before),
        [true, false, false, true, false, true]
    );
    assert!(before(-1), "one of the future serves for nothing");
}

#[test]
fn what_a_killed_copy_left_behind_goes_and_one_that_is_being_made_stays() {
    let folder = store_of(&["Acme"]);
    let inside = folder.path().join(BACKUPS);
    fs::create_dir(&inside).expect("made");
    let left = inside.join(format!("{UNFINISHED}killed.db"));
    fs::write(&left, "x").expect("written");
    let living = unfinished(&inside).expect("made");
    let store = Store::open(folder.path()).expect("opened");
    assert_eq!(store.back_up_daily(NOW, 0).expect("asked"), None);
    assert!(!left.exists() && living.path().exists());
}

#[test]
fn three_of_each_other_kind_are_kept() {
    let folder = store_of(&["Acme"]);
    let store = Store::open(folder.path()).expect("opened");
    store.back_up_daily(NOW, 7).expect("made");
    let mut last = None;
    for hour in 1..=5 {
        let at = NOW.plus_millis(hour * 60 * 60 * 1000);
        last = store.back_up_before(BackupKind::Import, at).expect("made");
    }
    let kept = backups(folder.path());
    let imports: Vec<_> = kept
        .iter()
        .filter(|kept| kept.kind == BackupKind::Import)
        .collect();
    assert_eq!((kept.len(), imports.len()), (4, 3));
    assert!(imports.iter().any(|kept| Some(&kept.path) == last.as_ref()));
}

#[test]
fn files_of_other_names_are_no_backups_and_stay() {
    let folder = store_of(&["Acme"]);
    let inside = folder.path().join(BACKUPS);
    fs::create_dir(&inside).expect("made");
    for name in [
        "mine.db",
        "daily-notes.db",
        "damaged-20261124T093000Z.db",
        "daily-20261124T093000Z.txt",
    ] {
        fs::write(inside.join(name), "x").expect("written");
    }
    assert_eq!(backups(folder.path()), []);
    let store = Store::open(folder.path()).expect("opened");
    for day in 0..3 {
        store.back_up_daily(NOW.plus_millis(day * DAY), 1).expect("made");
    }
    assert_eq!(files(&inside), 5);
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
