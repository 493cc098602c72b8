//! Stores of tests that need a file: copies of one that the steps made once.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::OnceLock;

use super::{FILE_NAME, Store};

/// Opens the store of a folder; if there is none, an empty one is put there first.
pub(crate) fn open(folder: &Path) -> Store {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    let path = folder.join(FILE_NAME);
    if !path.exists() {
        let empty = EMPTY.get_or_init(|| {
            let made = tempfile::tempdir().expect("a folder");
            drop(Store::open(made.path()).expect("made"));
            fs::read(made.path().join(FILE_NAME)).expect("read")
        });
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&path).expect("made");
        file.write_all(empty).expect("written");
    }
    Store::open(folder).expect("opened")
}
