//! A folder among the temporary files for a copy of a store, which goes with it; those that a kill left go with the next.

use std::fs::{self, DirEntry, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use tempfile::TempDir;

use super::lock::Lock;

/// How the names of such folders begin.
const PREFIX: &str = "pivotal-copy-";

/// A folder that is removed when it is dropped.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: TempDir,
    /// Says to others that it is in use; where there are no locks, there is none.
    _lock: Option<Lock>,
}

impl Scratch {
    /// Makes one in a folder, for its owner alone.
    pub(super) fn make_in(place: &Path) -> io::Result<Self> {
        remove_leftovers(place);
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(place)?;
        Ok(Self {
            _lock: Lock::shared(folder.path()).ok(),
            folder,
        })
    }

    /// Returns its path.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the folders that nobody uses any more.
fn remove_leftovers(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten().filter(is_own) {
        if Lock::alone(&entry.path()).is_ok()
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "the copy of a store was not removed");
        }
    }
}

/// Returns whether an entry is such a folder of this user; a link to one is not.
fn is_own(entry: &DirEntry) -> bool {
    let is_named = entry.file_name().to_string_lossy().starts_with(PREFIX);
    let is_mine =
        |folder: fs::Metadata| folder.is_dir() && folder.uid() == rustix::process::getuid().as_raw();
    is_named && entry.metadata().is_ok_and(is_mine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kill_left_goes_and_what_is_in_use_stays() {
        let place = tempfile::tempdir().expect("a folder");
        let used = Scratch::make_in(place.path()).expect("made");
        let left = place.path().join("pivotal-copy-left");
        let other = place.path().join("other");
        for folder in [&left, &other] {
            fs::create_dir(folder).expect("made");
            fs::write(folder.join("pivotal.db"), "x").expect("written");
        }
        std::os::unix::fs::symlink(&other, place.path().join("pivotal-copy-link")).expect("linked");
        let mode = fs::metadata(used.path()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let next = Scratch::make_in(place.path()).expect("made");
        assert!(used.path().exists() && next.path().exists() && !left.exists());
        assert!(other.join("pivotal.db").exists(), "a link was followed");
        let gone = used.path().to_owned();
        drop(used);
        assert!(!gone.exists());
    }
}
