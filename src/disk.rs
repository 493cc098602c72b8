//! Why a disk takes nothing more, or a path cannot be used, in words instead of the system's.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use rustix::fs::{Access, access, statvfs};

/// Why nothing can be written to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The disk is full.
    Full,
    /// The disk has space left, but no inode for another file.
    NoInodes,
    /// The user's quota is used up.
    Quota,
    /// The disk is mounted so that it can only be read.
    ReadOnly,
    /// The user may not write to the file or its folder.
    Denied,
}

impl Obstacle {
    /// Returns what an error means that writing to a path ended with.
    pub fn of(path: &Path, error: &io::Error) -> Option<Self> {
        match error.kind() {
            io::ErrorKind::StorageFull if has_no_inodes(path) => Some(Self::NoInodes),
            io::ErrorKind::StorageFull => Some(Self::Full),
            io::ErrorKind::QuotaExceeded => Some(Self::Quota),
            io::ErrorKind::ReadOnlyFilesystem => Some(Self::ReadOnly),
            io::ErrorKind::PermissionDenied => Some(Self::Denied),
            _ => None,
        }
    }

    /// Looks for what keeps a file and others beside it from being written, by writing one without a name.
    pub fn at(file: &Path) -> Option<Self> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let is_allowed = || -> io::Result<()> {
            access(folder, Access::WRITE_OK | Access::EXEC_OK)?;
            match access(file, Access::WRITE_OK) {
                Err(rustix::io::Errno::NOENT) => Ok(()),
                other => Ok(other?),
            }
        };
        let is_room = || tempfile::tempfile_in(folder)?.write_all(&[0xa5; PROBE]);
        let tried = is_allowed().and_then(|()| is_room());
        tried.err().and_then(|error| Self::of(folder, &error))
    }

    /// Returns it in words that can stand within a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Full => "the disk is full",
            Self::NoInodes => "the disk has no room for another file",
            Self::Quota => "your disk quota is used up",
            Self::ReadOnly => "the disk is read-only",
            Self::Denied => "permission denied",
        }
    }

    /// Returns it at the beginning of a sentence.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Full => "The disk is full",
            Self::NoInodes => "The disk has no room for another file",
            Self::Quota => "Your disk quota is used up",
            Self::ReadOnly => "The disk is read-only",
            Self::Denied => "You may not write there",
        }
    }

    /// Returns what to do, in a sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Full | Self::Quota => "Free some space and try again.",
            Self::NoInodes => "Remove files that are not needed and try again.",
            Self::ReadOnly => "Choose a folder on another disk, or copy this one to it.",
            Self::Denied => "Check the permissions of the file and its folder.",
        }
    }
}

/// How much is written to find out whether there is room, in bytes: more than the index of a log takes.
const PROBE: usize = 64 * 1024;

/// What to do about a path that is too long.
const SHORTER: &str = "Choose a shorter one.";

/// The most letters of a path that stand in a sentence.
const SHOWN: usize = 160;

/// Returns why the system refuses a path, in words that can follow a colon.
pub fn reason(path: &Path, error: &io::Error) -> String {
    if let Some(obstacle) = Obstacle::of(path, error) {
        return obstacle.words().to_owned();
    }
    match error.kind() {
        io::ErrorKind::InvalidFilename => "its name or path is too long".to_owned(),
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::NotADirectory => "part of its path is not a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Returns why the system refuses a path and what to do, in words that can follow a colon; `otherwise` says what to do
/// where the disk and the length of the path are not to blame.
pub fn refusal(path: &Path, error: &io::Error, otherwise: &str) -> String {
    let advice = match (Obstacle::of(path, error), error.kind()) {
        (Some(Obstacle::Denied), _) => otherwise,
        (Some(obstacle), _) => obstacle.advice(),
        (None, io::ErrorKind::InvalidFilename) => SHORTER,
        (None, _) => otherwise,
    };
    format!("{}. {advice}", reason(path, error))
}

/// Returns a path for a sentence: of a very long one, the beginning and the end.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let letters: Vec<char> = text.chars().collect();
    let part = SHOWN / 2;
    match (letters.get(..part), letters.len().checked_sub(part)) {
        (Some(start), Some(end)) if letters.len() > SHOWN => {
            let end = letters.get(end..).unwrap_or_default();
            format!("{}…{}", String::from_iter(start), String::from_iter(end))
        }
        _ => text,
    }
}

/// Returns how many bytes a user may still write to the disk of a folder; none if that is not known.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Returns whether a disk has space and yet no inode for another file; some file systems count none.
fn has_no_inodes(path: &Path) -> bool {
    let folder = path.ancestors().find(|folder| fs::metadata(folder).is_ok());
    folder
        .and_then(|folder| statvfs(folder).ok())
        .is_some_and(|disk| disk.f_files > 0 && disk.f_favail == 0 && disk.f_bavail > 0)
}

#[cfg(test)]
mod tests {
    use rustix::io::Errno;

    use super::*;

    #[test]
    fn what_the_system_says_is_told_in_words_that_differ() {
        let path = Path::new("/");
        let told = |errno: Errno| reason(path, &io::Error::from(errno));
        let words = [
            (Errno::NOSPC, "the disk is full"),
            (Errno::DQUOT, "your disk quota is used up"),
            (Errno::ROFS, "the disk is read-only"),
            (Errno::ACCESS, "permission denied"),
            (Errno::PERM, "permission denied"),
            (Errno::NAMETOOLONG, "its name or path is too long"),
            (Errno::NOENT, "there is no such folder"),
            (Errno::NOTDIR, "part of its path is not a folder"),
        ];
        for (errno, words) in words {
            assert_eq!(told(errno), words, "{errno}");
        }
        assert!(told(Errno::IO).contains("Input/output error"));
    }

    #[test]
    fn the_advice_fits_the_reason() {
        let told = |errno: Errno| refusal(Path::new("/"), &io::Error::from(errno), "Look at it.");
        assert_eq!(
            told(Errno::NOSPC),
            "the disk is full. Free some space and try again."
        );
        assert_eq!(
            told(Errno::NAMETOOLONG),
            "its name or path is too long. Choose a shorter one."
        );
        assert_eq!(told(Errno::ACCESS), "permission denied. Look at it.");
    }

    #[test]
    fn nothing_is_in_the_way_of_a_folder_of_ones_own_and_nothing_is_left_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("store.db");
        assert_eq!(Obstacle::at(&file), None);
        fs::write(&file, "x").expect("written");
        assert_eq!(Obstacle::at(&file), None);
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
        // What is not there is no obstacle of the disk.
        assert_eq!(Obstacle::at(&folder.path().join("none/store.db")), None);
    }

    #[test]
    fn a_very_long_path_shows_its_beginning_and_its_end() {
        let path = Path::new("/home/ann").join("x".repeat(4_000)).join("list.csv");
        let shown = shown(&path);
        assert!(
            shown.starts_with("/home/ann/x") && shown.ends_with("x/list.csv"),
            "{shown}"
        );
        assert_eq!(shown.chars().count(), SHOWN + 1);
        assert_eq!(super::shown(Path::new("/a/ü")), "/a/ü");
    }
}
