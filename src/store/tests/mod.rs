//! Tests of the store's backups, restores, migrations and memory.

mod backups;
mod changes;
mod exchanges;
mod memory;
mod migrations;
mod peace_update;
mod pruning;
mod reading;
mod remote_names;
mod restores;
mod waiting;

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::{FILE_NAME, Store, StoreError, migrate};
use crate::domain::{
    Actor, Anchor, Change, Clock, CustomerDraft, CustomerFilter, CustomerQuery, IdSource, ListOrder,
    SearchQuery, Timestamp,
};
use crate::workspace::Workspace;

/// 2026-11-24 09:30 UTC.
const NOW: Timestamp = Timestamp::from_millis(1_795_512_600_000);

const DAY: i64 = 24 * 60 * 60 * 1_000;

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        NOW
    }
}

fn workspace(folder: &Path) -> Workspace {
    on(Store::open(folder).expect("opened"))
}

fn on(store: Store) -> Workspace {
    Workspace::new(store, Actor::new("Mia"), Box::new(Standing), IdSource::Random)
}

fn add(workspace: &mut Workspace, name: &str) {
    let draft = CustomerDraft {
        name: name.to_owned(),
        ..CustomerDraft::default()
    };
    let change = Change::AddCustomer(draft.check().expect("valid"));
    workspace.make(change).expect("added");
}

/// Makes a closed store with customers.
fn store_of(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = workspace(folder.path());
    for name in names {
        add(&mut workspace, name);
    }
    folder
}

/// Leaves a store as a kill leaves it: the customers stand in the write-ahead log alone.
fn killed_store_of(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = workspace(folder.path());
    for name in names {
        add(&mut workspace, name);
    }
    let killed = copy_of(folder.path());
    fs::remove_file(killed.path().join("pivotal.db-shm")).expect("shared memory");
    killed
}

/// Copies a folder as it is at this moment, as a kill would leave it.
fn copy_of(folder: &Path) -> TempDir {
    fn copy(from: &Path, to: &Path) {
        for entry in fs::read_dir(from).expect("listed") {
            let entry = entry.expect("an entry");
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                fs::create_dir(&target).expect("made");
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), &target).expect("copied");
            }
        }
    }
    let target = tempfile::tempdir().expect("a folder");
    copy(folder, target.path());
    target
}

/// Returns the names of the customers of a folder's store.
fn names(folder: &Path) -> Vec<String> {
    names_seen_by(&mut workspace(folder))
}

/// Returns the names of the customers that a workspace reads.
fn names_seen_by(workspace: &mut Workspace) -> Vec<String> {
    let query = CustomerQuery {
        filter: CustomerFilter::All,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 100,
    };
    let page = workspace.customers(&query).expect("listed");
    page.rows
        .iter()
        .map(|customer| customer.name.to_string())
        .collect()
}

/// Returns the names of the customers in a backup.
fn names_in(backup: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(backup, folder.path().join(FILE_NAME)).expect("copied");
    names(folder.path())
}

/// Smashes pages in the middle of a file.
fn smash(file: &Path) {
    let mut bytes = fs::read(file).expect("read");
    for at in (4_096..bytes.len()).step_by(4_096).skip(1) {
        bytes[at..at + 512].fill(0xa5);
    }
    fs::write(file, &bytes).expect("written");
}

/// Makes a store of an earlier format with one customer.
fn store_of_format(version: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = Connection::open(folder.path().join(FILE_NAME)).expect("made");
    migrate::up_to(&connection, version);
    connection
        .execute_batch(
            "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
             VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0);",
        )
        .expect("a row");
    folder
}
