//! A restore: what it refuses, what it keeps, and a kill after each of its steps.

use std::fs;
use std::path::{Path, PathBuf};

use rstest::rstest;
use rusqlite::Connection;

use super::{
    NOW, add, copy_of, killed_store_of, names, names_in, smash, store_of, store_of_format, workspace,
};
use crate::domain::Existing;
use crate::store::restore::{RestorePoint, in_steps};
use crate::store::{BACKUPS, BackupKind, FILE_NAME, Replaced, Store, StoreError, backups, check, restore};

/// Makes a backup with customers, in a folder of its own.
fn backup_of(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = store_of(names);
    let out = tempfile::tempdir().expect("a folder");
    let target = out.path().join("copy.db");
    let store = Store::open(folder.path()).expect("opened");
    store.back_up(&target, Existing::Kept).expect("made");
    (out, target)
}

#[test]
fn a_backup_takes_the_place_and_the_store_before_is_kept() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = store_of(&["Beta", "Gamma"]);
    let replaced = restore(folder.path(), &backup, NOW).expect("restored").replaced;
    assert_eq!(names(folder.path()), ["Acme"]);
    let Replaced::BackedUp(kept) = replaced else {
        panic!("{replaced:?}")
    };
    assert_eq!(backups(folder.path())[0].kind, BackupKind::Restore);
    assert_eq!(names_in(&kept), ["Beta", "Gamma"]);
    restore(folder.path(), &kept, NOW).expect("taken back");
    assert_eq!(names(folder.path()), ["Beta", "Gamma"]);
    assert_eq!(names_in(&backup), ["Acme"], "the backup itself stays");
}

#[test]
fn a_store_is_made_where_there_was_none() {
    let (_out, backup) = backup_of(&["Acme"]);
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("data");
    assert_eq!(
        restore(&folder, &backup, NOW).expect("restored").replaced,
        Replaced::Nothing
    );
    assert_eq!(names(&folder), ["Acme"]);
}

#[test]
fn a_kill_after_any_step_leaves_the_one_store_or_the_other() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = killed_store_of(&["Beta", "Gamma"]);
    let mut seen = Vec::new();
    in_steps(folder.path(), &backup, NOW, &mut |step| {
        seen.push((step, copy_of(folder.path())));
    })
    .expect("restored");
    let steps: Vec<RestorePoint> = seen.iter().map(|(step, _)| *step).collect();
    assert_eq!(
        steps,
        [
            RestorePoint::Copied,
            RestorePoint::Kept,
            RestorePoint::Folded,
            RestorePoint::Replaced
        ]
    );
    for (step, left) in &seen {
        let wanted: &[&str] = match step {
            RestorePoint::Copied | RestorePoint::Kept | RestorePoint::Folded => &["Beta", "Gamma"],
            RestorePoint::Replaced => &["Acme"],
        };
        assert_eq!(names(left.path()), wanted, "{step:?}");
        check(&left.path().join(FILE_NAME)).expect("sound");
        // And what is left does not stand in the way of another try.
        restore(left.path(), &backup, NOW).expect("restored");
        assert_eq!(names(left.path()), ["Acme"], "{step:?}");
    }
    assert_eq!(names(folder.path()), ["Acme"]);
}

/// The control: without the care that a restore takes, SQLite reads the log of the old store into the new one.
#[test]
fn a_leftover_log_would_spoil_a_plain_copy() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = killed_store_of(&["Beta", "Gamma"]);
    let file = folder.path().join(FILE_NAME);
    fs::copy(&backup, &file).expect("copied");
    let mixed = copy_of(folder.path());
    let read: rusqlite::Result<String> = Connection::open(mixed.path().join(FILE_NAME))
        .and_then(|store| store.query_row("SELECT group_concat(name) FROM customer", [], |row| row.get(0)));
    assert!(read.is_ok_and(|names| names != "Acme"));
    assert_eq!(names(folder.path()), ["Acme"], "the log is put aside");
}

#[test]
fn a_store_that_another_program_has_open_is_not_replaced() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = store_of(&["Beta"]);
    let mut open = workspace(folder.path());
    let error = restore(folder.path(), &backup, NOW).expect_err("refused");
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    add(&mut open, "Gamma");
    drop(open);
    assert_eq!(names(folder.path()), ["Beta", "Gamma"]);
    assert_eq!(backups(folder.path()), []);
    restore(folder.path(), &backup, NOW).expect("restored");
}

/// Earlier releases take no lock; SQLite's own tells that they have the store open.
#[test]
fn a_program_of_an_earlier_release_is_noticed_too() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = store_of(&["Beta"]);
    let other = Connection::open(folder.path().join(FILE_NAME)).expect("opened");
    let count: i64 = other
        .query_row("SELECT count(*) FROM customer", [], |row| row.get(0))
        .expect("read");
    assert_eq!(count, 1);
    let error = restore(folder.path(), &backup, NOW).expect_err("refused");
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    drop(other);
    assert_eq!(names(folder.path()), ["Beta"]);
}

fn newer(path: &Path) {
    let mut bytes = fs::read(path).expect("read");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(path, &bytes).expect("written");
}

fn cut(path: &Path) {
    let bytes = fs::read(path).expect("read");
    fs::write(path, &bytes[..bytes.len() / 2]).expect("written");
}

fn dangling(path: &Path) {
    let connection = Connection::open(path).expect("opened");
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; UPDATE customer SET owner_id = randomblob(16);")
        .expect("broken");
}

/// Runs SQL on a backup by SQLite alone.
fn run(path: &Path, sql: &str) {
    let connection = Connection::open(path).expect("opened");
    connection.execute_batch(sql).expect("done");
}

#[rstest]
#[case::spying_trigger(
    |path: &Path| run(path, "CREATE TRIGGER spy AFTER INSERT ON notification BEGIN UPDATE notification SET recipient_email = 'x@evil.com'; END"),
    "trigger spy was not made by pivotal"
)]
#[case::looping_trigger(
    |path: &Path| run(path, "CREATE TRIGGER spin BEFORE UPDATE ON notification BEGIN SELECT * FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n); END"),
    "trigger spin was not made by pivotal"
)]
#[case::trigger_of_our_name(
    |path: &Path| run(path, "DROP TRIGGER contact_is_counted; CREATE TRIGGER contact_is_counted AFTER INSERT ON contact BEGIN DELETE FROM customer; END"),
    "trigger contact_is_counted is not the one that pivotal made"
)]
#[case::missing_trigger(|path: &Path| run(path, "DROP TRIGGER contact_is_counted"), "it has no trigger contact_is_counted")]
#[case::view(|path: &Path| run(path, "CREATE VIEW seen AS SELECT * FROM contact"), "view seen was not made by pivotal")]
#[case::looping_view(
    |path: &Path| run(path, "DROP TABLE counter; CREATE VIEW counter AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'a' AS name, max(i) AS value FROM n"),
    "view counter was not made by pivotal"
)]
#[case::generated_column(
    |path: &Path| run(path, "ALTER TABLE contact ADD COLUMN big TEXT AS (printf('%1000000d', created_at))"),
    "table contact is not the one that pivotal made"
)]
#[case::table(|path: &Path| run(path, "CREATE TABLE mine (a)"), "table mine was not made by pivotal")]
#[case::index(|path: &Path| run(path, "CREATE INDEX mine ON contact (title)"), "index mine was not made by pivotal")]
#[case::virtual_table(|path: &Path| run(path, "CREATE VIRTUAL TABLE mine USING fts5(a)"), "was not made by pivotal")]
#[case::older_mark(|path: &Path| run(path, "PRAGMA user_version = 3"), "pivotal made")]
#[case::marks_and_no_tables(
    |path: &Path| {
        fs::remove_file(path).expect("removed");
        run(path, "PRAGMA application_id = 1886811244; PRAGMA user_version = 5; CREATE TABLE a (b)");
    },
    "table a was not made by pivotal"
)]
#[case::newer(newer, "newer pivotal")]
#[case::smashed(smash, "damaged")]
#[case::cut(cut, "damaged")]
#[case::dangling(dangling, "refer to missing rows")]
#[case::text(|path: &Path| fs::write(path, "just some notes").expect("written"), "not a pivotal store")]
#[case::empty(|path: &Path| fs::write(path, "").expect("written"), "it is empty")]
#[case::missing(|path: &Path| fs::remove_file(path).expect("removed"), "No such file")]
#[case::folder(
    |path: &Path| {
        fs::remove_file(path).expect("removed");
        fs::create_dir(path).expect("made");
    },
    "not a file"
)]
fn a_bad_backup_changes_nothing(#[case] spoil: fn(&Path), #[case] reason: &str) {
    let (_out, backup) = backup_of(&["Acme"]);
    spoil(&backup);
    let folder = store_of(&["Beta"]);
    let before = fs::read(folder.path().join(FILE_NAME)).expect("read");
    let error = restore(folder.path(), &backup, NOW).expect_err("refused");
    assert!(matches!(error, StoreError::BadBackup { .. }), "{error}");
    assert!(error.to_string().contains(reason), "{error}");
    assert_eq!(fs::read(folder.path().join(FILE_NAME)).expect("read"), before);
    assert_eq!(names(folder.path()), ["Beta"]);
    let left: Vec<_> = fs::read_dir(folder.path())
        .expect("listed")
        .map(|entry| entry.expect("an entry").file_name())
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A file of a user with what its planner notes is as good as before.
#[test]
fn what_sqlite_notes_for_its_planner_is_no_difference() {
    let (_out, backup) = backup_of(&["Acme"]);
    run(&backup, "ANALYZE");
    let folder = store_of(&["Beta"]);
    restore(folder.path(), &backup, NOW).expect("restored");
    assert_eq!(names(folder.path()), ["Acme"]);
}

#[test]
fn a_backup_and_its_log_are_not_changed_by_reading_them() {
    let killed = killed_store_of(&["Acme"]);
    let folder = store_of(&["Beta"]);
    let look = || {
        let mut all: Vec<_> = fs::read_dir(killed.path())
            .expect("listed")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.is_file())
            .map(|path| {
                let time = fs::metadata(&path)
                    .and_then(|file| file.modified())
                    .expect("a time");
                (fs::read(&path).expect("read"), time, path)
            })
            .collect();
        all.sort_by(|a, b| a.2.cmp(&b.2));
        all
    };
    let before = look();
    restore(folder.path(), &killed.path().join(FILE_NAME), NOW).expect("restored");
    assert!(look() == before);
}

/// A store with a trigger of somebody else is not even opened.
#[rstest]
#[case("CREATE TRIGGER spy AFTER INSERT ON customer BEGIN DELETE FROM contact; END")]
#[case("CREATE VIEW spy AS SELECT 1")]
fn a_store_in_which_something_foreign_acts_is_not_opened(#[case] sql: &str) {
    let folder = store_of(&["Beta"]);
    let file = folder.path().join(FILE_NAME);
    run(&file, sql);
    let before = fs::read(&file).expect("read");
    for opened in [Store::open(folder.path()), Store::open_sound(folder.path())] {
        let error = opened.expect_err("refused");
        assert!(matches!(error, StoreError::ForeignSchema { .. }), "{error}");
        assert!(
            error.to_string().contains("spy was not made by pivotal"),
            "{error}"
        );
    }
    assert_eq!(fs::read(&file).expect("read"), before);
    assert!(matches!(
        crate::store::look(&file),
        Err(StoreError::ForeignSchema { .. })
    ));
}

#[test]
fn the_store_is_no_backup_of_itself() {
    let folder = store_of(&["Beta"]);
    let error = restore(folder.path(), &folder.path().join(FILE_NAME), NOW).expect_err("refused");
    assert!(matches!(error, StoreError::OwnFile { .. }), "{error}");
}

#[test]
fn a_store_that_is_none_is_set_aside_and_replaced() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = store_of(&["Beta"]);
    fs::write(folder.path().join(FILE_NAME), vec![7; 5_000]).expect("written");
    let replaced = restore(folder.path(), &backup, NOW).expect("restored").replaced;
    let Replaced::SetAside(aside) = replaced else {
        panic!("{replaced:?}")
    };
    assert_eq!(fs::read(&aside).expect("read"), vec![7; 5_000]);
    assert_eq!(names(folder.path()), ["Acme"]);
    assert_eq!(backups(folder.path()), [], "what is damaged is no backup");
}

#[test]
fn a_store_with_smashed_pages_is_set_aside() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = store_of(&["Beta"]);
    smash(&folder.path().join(FILE_NAME));
    let replaced = restore(folder.path(), &backup, NOW).expect("restored").replaced;
    assert!(matches!(replaced, Replaced::SetAside(_)), "{replaced:?}");
    assert_eq!(names(folder.path()), ["Acme"]);
}

#[test]
fn a_store_that_cannot_be_kept_is_not_replaced() {
    let (_out, backup) = backup_of(&["Acme"]);
    let folder = store_of(&["Beta"]);
    fs::write(folder.path().join(BACKUPS), "a file").expect("written");
    let error = restore(folder.path(), &backup, NOW).expect_err("refused");
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert_eq!(names(folder.path()), ["Beta"]);
}

#[test]
fn a_backup_of_an_earlier_release_is_brought_to_the_present_format() {
    let old = store_of_format(3);
    let folder = store_of(&["Beta"]);
    restore(folder.path(), &old.path().join(FILE_NAME), NOW).expect("restored");
    assert_eq!(names(folder.path()), ["Acme"]);
}

#[test]
fn a_copied_folder_is_restored_with_its_log() {
    let killed = killed_store_of(&["Acme"]);
    let folder = store_of(&["Beta"]);
    restore(folder.path(), &killed.path().join(FILE_NAME), NOW).expect("restored");
    assert_eq!(names(folder.path()), ["Acme"]);
}

#[test]
fn what_was_on_its_way_in_the_backup_is_held() {
    let (folder, backup) = backup_of(&["Acme"]);
    let connection = rusqlite::Connection::open(&backup).expect("opened");
    connection
        .execute_batch(
            "INSERT INTO notification (id, number, customer_id, kind, channel, recipient_name, recipient_email,
                 email_domain, reason, state, subject, body, created_at, updated_at)
             SELECT CAST(substr(hex(randomblob(16)), 1, 16) AS BLOB), n.value, c.id, 'phase_change', 'email', 'Ann',
                 'ann@acme.com', 'acme.com', 'primary', s.value, 'Hello', 'Text', 0, 0
             FROM customer c, json_each('[1,2,3,4]') n
             JOIN json_each('[\"queued\",\"retry\",\"sending\",\"sent\"]') s ON s.key = n.key",
        )
        .expect("written");
    connection.close().expect("closed");
    let restored = restore(folder.path(), &backup, NOW).expect("restored");
    assert_eq!(restored.held, 3);
    let connection = rusqlite::Connection::open(folder.path().join(FILE_NAME)).expect("opened");
    let states: String = connection
        .query_row(
            "SELECT group_concat(state) FROM (SELECT state FROM notification ORDER BY number)",
            [],
            |row| row.get(0),
        )
        .expect("read");
    assert_eq!(states, "held,held,unknown,sent");
    let mut told = connection
        .prepare(
            "SELECT o.old || ' to ' || o.new FROM op o JOIN change c ON c.seq = o.change_seq
             WHERE c.actor = 'Restore' AND c.is_sync = 1 AND o.entity = 'notification' ORDER BY o.position",
        )
        .expect("prepared");
    let told: Vec<String> = told
        .query_map([], |row| row.get(0))
        .expect("asked")
        .collect::<Result<_, _>>()
        .expect("read");
    assert_eq!(told, ["queued to held", "retry to held", "sending to unknown"]);
}
