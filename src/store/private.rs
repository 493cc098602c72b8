//! Keeps the folder and the file of the store to their owner.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::StoreError;

/// Who may write besides the owner.
const OTHERS_WRITE: u32 = 0o022;

/// Who may do anything besides the owner.
const OTHERS: u32 = 0o077;

/// A folder that people share on purpose: what is made in it belongs to its group, or nobody removes what is of others.
const SHARED: u32 = 0o3000;

/// Closes a folder to which others may write and a file that they may read or write, and returns what was done in a
/// sentence; a folder that cannot be closed is refused.
pub(super) fn keep(folder: &Path, file: &Path) -> Result<Option<String>, StoreError> {
    let mode = |path: &Path| fs::metadata(path).map_or(0, |found| found.permissions().mode());
    let close = |path: &Path, mode: u32| fs::set_permissions(path, Permissions::from_mode(mode));
    let refused = |path: &Path| StoreError::Exposed {
        path: path.to_owned(),
    };
    // Nobody writes to a disk that is read-only.
    let failed = |path: &Path, error: io::Error| match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem => StoreError::io(path)(error),
        _ => refused(path),
    };
    let mut closed = Vec::new();
    let found = mode(folder);
    if found & OTHERS_WRITE != 0 {
        if found & SHARED != 0 {
            return Err(refused(folder));
        }
        close(folder, 0o700).map_err(|error| failed(folder, error))?;
        closed.push(folder);
    }
    let found = mode(file);
    if found & OTHERS != 0 {
        match close(file, 0o600) {
            Ok(()) => closed.push(file),
            Err(error) if found & OTHERS_WRITE != 0 => return Err(failed(file, error)),
            Err(error) => tracing::warn!(%error, "others may read the store"),
        }
    }
    let closed: Vec<String> = closed.iter().map(|path| path.display().to_string()).collect();
    Ok((!closed.is_empty()).then(|| {
        format!(
            "Other users of this machine had access to {}; now only you do.",
            closed.join(" and ")
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{FILE_NAME, Store};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").permissions().mode() & 0o7777
    }

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("set");
    }

    #[test]
    fn a_folder_open_to_all_and_a_file_made_before_are_closed_with_a_word() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE_NAME);
        fs::write(&file, "").expect("written");
        set(folder.path(), 0o777);
        set(&file, 0o666);
        let store = Store::open(folder.path()).expect("opened");
        assert_eq!((mode(folder.path()), mode(&file)), (0o700, 0o600));
        let word = store.repairs().expect("a word");
        assert!(
            word.contains(&folder.path().display().to_string()) && word.contains(FILE_NAME),
            "{word}"
        );
        drop(store);
        assert_eq!(Store::open(folder.path()).expect("opened").repairs(), None);
    }

    #[rstest::rstest]
    #[case::of_everybody(0o1777)]
    #[case::of_a_group(0o2775)]
    fn a_folder_that_is_shared_on_purpose_is_refused_and_says_what_to_do(#[case] shared: u32) {
        let folder = tempfile::tempdir().expect("a folder");
        set(folder.path(), shared);
        let error = Store::open(folder.path()).expect_err("refused").to_string();
        assert!(error.contains("chmod 700 "), "{error}");
        assert!(!folder.path().join(FILE_NAME).exists());
        assert_eq!(mode(folder.path()), shared);
        set(folder.path(), 0o700);
    }

    #[test]
    fn a_folder_that_others_may_only_read_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        set(folder.path(), 0o755);
        let store = Store::open(folder.path()).expect("opened");
        assert_eq!((store.repairs(), mode(folder.path())), (None, 0o755));
        assert_eq!(mode(&folder.path().join(FILE_NAME)), 0o600);
    }
}
