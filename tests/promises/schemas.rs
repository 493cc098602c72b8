//! Promise 5: a newer schema is refused untouched; an older one migrates after a verified backup.
//!
//! `cargo test --test promises schemas::`
//!
//! Further: `src/store/migrate.rs` fails each statement of each step, `kills.rs` kills a migration at each of its calls and
//! `io_errors.rs` fails each of them.

#![expect(
    clippy::disallowed_types,
    reason = "no release of today writes another format"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pivotal::store::{BackupKind, backups, examine};
use rusqlite::Connection;

use crate::rig::formats;
use crate::rig::home::{Home, addresses, copy_folder, open};

/// Commands of every kind that open the store.
const COMMANDS: [&[&str]; 12] = [
    &["customer", "list"],
    &["customer", "add", "Beta"],
    &["customer", "edit", "1", "--plan", "Growth"],
    &["contact", "list", "1"],
    &["contact", "import", "1", "/dev/null"],
    &["history", "1"],
    &["search", "ann"],
    &["undo"],
    &["sync"],
    &["outbox", "list"],
    &["backup", "/dev/shm/never-written.db"],
    &["doctor"],
];

/// Marks a store as one of a later release.
fn mark_newer(store: &Path) -> Connection {
    let connection = Connection::open(store).expect("opened");
    connection
        .pragma_update(None, "user_version", 9_999)
        .expect("marked");
    connection
}

/// Returns the files that hold data; the index of the log and the lock hold none.
fn data(home: &Home) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = home.files();
    files.retain(|path, _| {
        let name = path.to_string_lossy();
        !name.ends_with("-shm") && !name.ends_with(".lock")
    });
    files
}

#[track_caller]
fn demand_untouched(home: &Home) {
    let before = data(home);
    for arguments in COMMANDS {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}: {ran:?}");
        let told = format!("{}{}", ran.out, ran.err);
        assert!(told.contains("update pivotal"), "{arguments:?}: {ran:?}");
        assert!(data(home) == before, "{arguments:?} touched a file");
    }
    assert!(open(&home.data()).is_err());
    assert!(data(home) == before, "the library touched a file");
}

#[test]
fn a_newer_store_is_refused_by_every_command_and_untouched() {
    let home = Home::of(&addresses("own", 40));
    mark_newer(&home.store()).close().expect("closed");
    demand_untouched(&home);
}

/// The newer program was killed: that it is newer stands in its log alone.
#[test]
fn a_newer_store_with_a_leftover_log_is_refused_and_untouched() {
    let home = Home::of(&addresses("own", 40));
    let newer = mark_newer(&home.store());
    let killed = Home::empty();
    copy_folder(home.path(), killed.path());
    drop(newer);
    assert!(killed.data().join("pivotal.db-wal").exists());
    demand_untouched(&killed);
    fs::remove_file(killed.data().join("pivotal.db-shm")).expect("removed");
    demand_untouched(&killed);
}

/// The control: to open and close it by SQLite alone touches such a store.
#[test]
fn the_proof_finds_a_program_that_touches_it() {
    let home = Home::of(&addresses("own", 40));
    let newer = mark_newer(&home.store());
    let killed = Home::empty();
    copy_folder(home.path(), killed.path());
    drop(newer);
    let before = data(&killed);
    let naive = Connection::open(killed.store()).expect("opened");
    let found: i64 = naive
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("read");
    assert_eq!(found, 9_999);
    naive.close().expect("closed");
    assert!(data(&killed) != before);
}

fn schema(store: &Path) -> Vec<String> {
    let connection = Connection::open(store).expect("opened");
    let mut statement = connection
        .prepare("SELECT concat_ws('|', type, name, tbl_name, sql) FROM sqlite_schema ORDER BY 1")
        .expect("prepared");
    let rows = statement.query_map([], |row| row.get(0)).expect("read");
    rows.collect::<Result<_, _>>().expect("read")
}

#[test]
fn a_store_of_every_release_migrates_after_a_verified_backup() {
    let emails = addresses("own", 40);
    let fresh = Home::of(&emails);
    let newest = examine(&fresh.store()).expect("sound").newest;
    assert_eq!(
        usize::try_from(newest),
        Ok(formats::STEPS.len()),
        "every step is known here"
    );
    for format in 1..formats::STEPS.len() {
        let home = Home::empty();
        fs::create_dir(home.data()).expect("made");
        formats::make(&home.store(), format, &emails);
        let ran = home.run(&["contact", "list", "1"]);
        assert_eq!(ran.code, Some(0), "format {format}: {ran:?}");
        let held = home.held().expect("sound");
        assert_eq!((held.format, &held.emails), (newest, &emails), "format {format}");
        home.demand_well().expect("well");
        assert_eq!(schema(&home.store()), schema(&fresh.store()), "format {format}");
        let kept: Vec<_> = backups(&home.data())
            .into_iter()
            .filter(|backup| backup.kind == BackupKind::Migration)
            .collect();
        assert_eq!(kept.len(), 1, "format {format}");
        let other = Home::empty();
        fs::create_dir(other.data()).expect("made");
        fs::copy(&kept[0].path, other.store()).expect("copied");
        let held = other.held().expect("sound");
        let number = i64::try_from(format).expect("small");
        assert_eq!((held.format, &held.emails), (number, &emails), "format {format}");
    }
    println!(
        "promise 5: {} earlier formats migrated, each after a verified backup",
        formats::STEPS.len() - 1
    );
}

/// Starts an onboarding of a customer of Cara Osei with a task that she does, as a release did that told of them in
/// sentences.
fn with_sentences() -> Home {
    let home = Home::empty();
    for arguments in [
        &["customer", "add", "Acme", "--owner", "cara.osei@us.com"][..],
        &["onboarding", "start", "1"],
        &[
            "task",
            "add",
            "1",
            "--title",
            "Send the logo",
            "--assignee",
            "cara.osei@us.com",
        ],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    }
    Connection::open(home.store())
        .expect("opened")
        .execute_batch(
            "UPDATE op SET new = '#1 in ' || (new ->> 'phase') || ', active, Cara Osei'
             WHERE entity = 'onboarding' AND field = 'record';
             UPDATE op SET new = subject || ' in ' || (new ->> 'phase') || ', ' || (new ->> 'audience')
                || iif(new ->> 'csm' IS NULL, '', ', Cara Osei') || coalesce(', due ' || (new ->> 'due'), '')
             WHERE entity = 'task' AND field = 'record';
             UPDATE op SET new = 'Task assigned to somebody' WHERE entity = 'notification' AND field = 'record';
             DROP INDEX op_by_record;
             DROP TABLE note_search;
             DROP TABLE note;
             DELETE FROM counter WHERE name = 'note';
             DROP TABLE erased_mark;
             DROP TABLE erasing_key;
             DROP TABLE other_email;
             DROP INDEX remote_contact_with_others;
             ALTER TABLE contact DROP COLUMN other_emails;
             ALTER TABLE remote_contact DROP COLUMN other_emails;
             DROP TABLE custom_value;
             DROP TABLE custom_field;
             DROP INDEX task_by_parent;
             ALTER TABLE task DROP COLUMN parent_id;
             ALTER TABLE task DROP COLUMN note;
             ALTER TABLE onboarding DROP COLUMN template;
             ALTER TABLE onboarding DROP COLUMN target_reason;
             ALTER TABLE onboarding DROP COLUMN moved_from;
             ALTER TABLE customer DROP COLUMN risk_reason;
             ALTER TABLE customer DROP COLUMN at_risk_since;
             ALTER TABLE customer DROP COLUMN win_back_on;
             ALTER TABLE task DROP COLUMN role;
             ALTER TABLE notification DROP COLUMN role_holders;
             ALTER TABLE notification DROP COLUMN role;
             ALTER TABLE contact DROP COLUMN roles;
             ALTER TABLE remote_contact DROP COLUMN roles;
             ALTER TABLE remote_contact RENAME TO hubspot_contact;
             ALTER TABLE remote_company RENAME TO hubspot_company;
             ALTER TABLE remote_company_domain RENAME TO hubspot_company_domain;
             ALTER TABLE remote_association RENAME TO hubspot_colleague;
             ALTER TABLE missing_candidate RENAME TO hubspot_doubt;
             ALTER TABLE address_conflict RENAME TO hubspot_conflict;
             ALTER TABLE covered_domain RENAME TO hubspot_domain;
             ALTER TABLE remote_account RENAME COLUMN token_fingerprint TO token_mark;
             ALTER TABLE remote_account RENAME TO hubspot_portal;
             PRAGMA user_version = 17;",
        )
        .expect("written");
    home
}

#[test]
fn what_an_earlier_release_told_of_plans_in_sentences_is_shown_and_undone_as_it_was() {
    let home = with_sentences();
    let told = home.run(&["history", "1"]).out;
    for line in [
        "added onboarding #1 in Kickoff, active, Cara Osei",
        "added task Send the logo in Kickoff, internal, Cara Osei",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let told = |arguments: &[&str]| {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        format!("{}{}", ran.out, ran.err)
    };
    for label in [
        "added the task Send the logo of Acme",
        "started an onboarding of Acme",
    ] {
        let said = told(&["undo"]);
        assert!(said.contains(&format!("Undid: {label}.")), "{said}");
    }
    told(&["redo"]);
    let said = told(&["undo"]);
    assert!(said.contains("Undid: started an onboarding of Acme."), "{said}");
}
