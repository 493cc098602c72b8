//! When a backup is made by itself, and which of them are kept.

use std::fs;

use super::backups::{files, mode};
use super::{DAY, NOW, add, store_of, workspace};
use crate::store::backup::{UNFINISHED, unfinished};
use crate::store::backups::file_name;
use crate::store::{BACKUPS, BackupKind, Store, backups};

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
    let mut store = Store::open(folder.path()).expect("opened");
    let mut before = |millis: i64| {
        store
            .back_up_before(BackupKind::Import, NOW.plus_millis(millis))
            .expect("asked")
            .is_some()
    };
    let hour = 60 * 60 * 1000;
    assert_eq!(
        [0, 1, hour - 1, hour, 2 * hour - 1, 2 * hour].map(&mut before),
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
    let living = unfinished(&inside, &inside).expect("made");
    let store = Store::open(folder.path()).expect("opened");
    assert_eq!(store.back_up_daily(NOW, 0).expect("asked"), None);
    assert!(!left.exists() && living.path().exists());
}

#[test]
fn three_of_each_other_kind_are_kept() {
    let folder = store_of(&["Acme"]);
    let mut store = Store::open(folder.path()).expect("opened");
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
