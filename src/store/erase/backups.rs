//! Finds the backups that still hold somebody who was erased.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use memchr::memmem;

use crate::domain::{HoldingBackup, SafeText, Timestamp};
use crate::store::backups::{self, BACKUPS};

/// How much of a file is looked at in one go, in bytes.
const PART: u64 = 1024 * 1024;

/// Lists the files in the folder of backups that hold any of some texts, newest first; what cannot be read may.
pub fn backups_with(folder: &Path, texts: &[String]) -> Vec<HoldingBackup> {
    let Ok(entries) = fs::read_dir(folder.join(BACKUPS)) else {
        return Vec::new();
    };
    let mut found: Vec<HoldingBackup> = entries
        .filter_map(Result::ok)
        .filter(|entry| {
            let holds = File::open(entry.path()).and_then(|file| holds(file, texts, PART));
            holds.unwrap_or(true)
        })
        .map(|entry| HoldingBackup {
            file: SafeText::clean(&entry.file_name().to_string_lossy()).to_string(),
            made_at: backups::made_at(&entry.path()).or_else(|| changed_at(&entry.path())),
        })
        .collect();
    found.sort_by(|one, other| (other.made_at, &other.file).cmp(&(one.made_at, &one.file)));
    found
}

/// Returns when a file was written last.
fn changed_at(path: &Path) -> Option<Timestamp> {
    let changed = fs::metadata(path).and_then(|file| file.modified()).ok()?;
    let since = changed.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
}

/// Returns whether bytes hold any of some texts; they are read a part at a time, each with the end of the one before.
fn holds(mut bytes: impl Read, texts: &[String], part: u64) -> io::Result<bool> {
    let finders: Vec<memmem::Finder<'_>> = texts.iter().map(memmem::Finder::new).collect();
    let overlap = texts.iter().map(String::len).max().unwrap_or(0);
    let mut seen = Vec::new();
    loop {
        let before = seen.len();
        bytes.by_ref().take(part).read_to_end(&mut seen)?;
        if seen.len() == before {
            return Ok(false);
        }
        if finders.iter().any(|finder| finder.find(&seen).is_some()) {
            return Ok(true);
        }
        seen.drain(..seen.len().saturating_sub(overlap));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_wherever_the_parts_of_a_file_end() {
        let texts = ["Ann Lee".to_owned(), "ann@acme.com".to_owned()];
        for part in 1..30 {
            for before in 0..40 {
                let filled = ".".repeat(before);
                for text in &texts {
                    let bytes = format!("{filled}{text}{filled}");
                    assert!(
                        holds(bytes.as_bytes(), &texts, part).expect("read"),
                        "{part} {before}"
                    );
                }
                let other = format!("{filled}Ann Leeds ann@acme.co{filled}");
                let others = ["Ann Lee ".to_owned(), "ann@acme.com".to_owned()];
                assert!(
                    !holds(other.as_bytes(), &others, part).expect("read"),
                    "{part} {before}"
                );
            }
        }
    }

    #[test]
    fn backups_are_named_with_when_they_were_made_the_newest_first() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join(BACKUPS);
        fs::create_dir(&folder).expect("made");
        for (name, text) in [
            ("daily-20261124T093000Z.db", "of Ann Lee"),
            ("before-import-20261130T080000Z-2.db", "Ann Lee"),
            ("daily-20261201T093000Z.db", "nobody"),
            ("mine.db", "Ann Lee"),
        ] {
            fs::write(folder.join(name), text).expect("written");
        }
        let found = backups_with(home.path(), &["Ann Lee".to_owned()]);
        let told: Vec<(&str, Option<String>)> = found
            .iter()
            .map(|backup| (backup.file.as_str(), backup.made_at.map(Timestamp::stamp)))
            .collect();
        assert_eq!(told.len(), 3);
        let dated = |name, stamp: &str| (name, Some(stamp.to_owned()));
        assert!(told.contains(&dated("before-import-20261130T080000Z-2.db", "20261130T080000Z")));
        assert!(told.contains(&dated("daily-20261124T093000Z.db", "20261124T093000Z")));
        assert!(found.is_sorted_by(|one, other| one.made_at >= other.made_at));
        assert!(found.iter().all(|backup| backup.made_at.is_some()));
    }
}
