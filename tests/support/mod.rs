//! What the tests of the whole program share.

#![expect(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each binary uses a part of this, and a test fails by a panic"
)]

pub(crate) mod chaos;
pub(crate) mod command;
pub(crate) mod data;
pub(crate) mod odd_smtp;
pub(crate) mod pty;
pub(crate) mod session;

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;
use std::sync::OnceLock;

use pivotal::store::{FILE_NAME, Store};
use tempfile::TempDir;

/// Makes a folder, in memory where that can be: most tests are about something else than the disk.
pub(crate) fn folder() -> TempDir {
    let made = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    made.expect("a folder")
}

/// Puts an empty store into a data folder: a copy of one, which takes longer to make than most tests.
pub(crate) fn put_empty_store(data: &Path) {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    let empty = EMPTY.get_or_init(|| {
        let made = folder();
        drop(Store::open(made.path()).expect("made"));
        fs::read(made.path().join(FILE_NAME)).expect("read")
    });
    put_store(data, empty);
}

/// Puts the file of a store into a data folder, for its owner alone.
pub(crate) fn put_store(data: &Path, store: &[u8]) {
    let mut builder = fs::DirBuilder::new();
    builder
        .recursive(true)
        .mode(0o700)
        .create(data)
        .expect("a folder");
    let file = data.join(FILE_NAME);
    fs::write(&file, store).expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("set");
}
