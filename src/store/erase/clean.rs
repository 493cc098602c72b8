//! Writes the file anew once somebody was erased, so that what was freed in it holds nothing of them.

use rusqlite::Connection;

use super::PENDING;
use crate::disk;
use crate::store::lock::Lock;
use crate::store::{Store, StoreError, folder_of};

/// How far the file was cleaned of what was freed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleaned {
    /// It holds nothing that was freed.
    Done,
    /// Another window was reading, so the log still holds old pages.
    Busy,
    /// The disk has too little room to write the file anew, which takes this many bytes.
    NoRoom(u64),
}

impl Store {
    /// Writes the file anew without what was freed in it, and empties its log, if somebody was erased since that was done.
    pub fn finish_erasing(&mut self) -> Result<Cleaned, StoreError> {
        let free = folder_of(&self.path).and_then(disk::free_bytes);
        self.clean(free)
    }

    /// Cleans the file where so many bytes are free beside it; none if nobody knows.
    fn clean(&mut self, free: Option<u64>) -> Result<Cleaned, StoreError> {
        let report = |source| StoreError::from_sqlite(&self.path, source);
        if !is_erasing(&self.connection).map_err(report)? {
            return Ok(Cleaned::Done);
        }
        self.demand_same()?;
        let needed = needed(&self.connection).map_err(report)?;
        if free.is_some_and(|free| free < needed) {
            return Ok(Cleaned::NoRoom(needed));
        }
        self.connection.flush_prepared_statement_cache();
        {
            let folder = folder_of(&self.path);
            let _lock = folder.map(Lock::of_large_change).transpose()?;
            let folder = folder.and_then(|folder| folder.to_str());
            write_anew(&self.connection, folder).map_err(report)?;
        }
        let is_busy: bool = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(report)?;
        if is_busy {
            return Ok(Cleaned::Busy);
        }
        self.write(|writer| writer.write("UPDATE counter SET value = 0 WHERE name = ?", [PENDING]))?;
        Ok(Cleaned::Done)
    }
}

/// Returns whether bytes of somebody who was erased may still be in the free space of the file.
fn is_erasing(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM counter WHERE name = ? AND value <> 0)",
        [PENDING],
        |row| row.get(0),
    )
}

/// Returns how many bytes it takes beside the file to write it anew: a copy of what is in use, and that again in the log.
fn needed(connection: &Connection) -> rusqlite::Result<u64> {
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let pages = number("page_count")? - number("freelist_count")?;
    let bytes = pages * number("page_size")?;
    Ok(u64::try_from(bytes).unwrap_or_default().saturating_mul(2))
}

/// Writes the file anew. Its copy lies in a folder, in a file without a name that is gone once it is closed, as a large one
/// would fill the memory.
fn write_anew(connection: &Connection, folder: Option<&str>) -> rusqlite::Result<()> {
    let Some(folder) = folder else {
        return connection.execute_batch("VACUUM");
    };
    connection.pragma_update(None, "temp_store_directory", folder)?;
    let written = connection
        .pragma_update(None, "temp_store", "FILE")
        .and_then(|()| connection.execute_batch("VACUUM"));
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "temp_store_directory", "")?;
    written
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// A store of a few MiB in which somebody was erased.
    fn erasing(folder: &Path) -> Store {
        let store = Store::open(folder).expect("opened");
        store
            .connection
            .execute_batch(
                "CREATE TABLE filler (text BLOB) STRICT;
                 WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                 INSERT INTO filler SELECT randomblob(2000) FROM n;
                 INSERT INTO counter (name, value) VALUES ('erasing', 1);
                 PRAGMA cache_size = 20;",
            )
            .expect("filled");
        store
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder)
            .expect("read")
            .map(|entry| entry.expect("there"));
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.ends_with(".lock"))
            .collect();
        names.sort();
        names
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_copy_lies_in_the_folder_of_the_data_without_a_name_and_is_gone_afterwards() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().canonicalize().expect("there");
        let mut store = erasing(&folder);
        let before = names(&folder);
        let seen = Arc::new(AtomicBool::new(false));
        let (place, found) = (folder.to_string_lossy().into_owned(), seen.clone());
        let look = move || {
            let open = fs::read_dir("/proc/self/fd")
                .expect("listed")
                .filter_map(Result::ok);
            let mut links = open.filter_map(|entry| fs::read_link(entry.path()).ok());
            if links.any(|link| {
                let link = link.to_string_lossy();
                link.starts_with(&place) && link.ends_with("(deleted)")
            }) {
                found.store(true, Ordering::Relaxed);
            }
            false
        };
        store.connection.progress_handler(100, Some(look)).expect("set");
        assert_eq!(store.finish_erasing().expect("cleaned"), Cleaned::Done);
        assert!(
            seen.load(Ordering::Relaxed),
            "the copy was in memory or elsewhere"
        );
        assert_eq!(names(&folder), before);
        let kept: i64 = store
            .connection
            .pragma_query_value(None, "temp_store", |row| row.get(0))
            .expect("read");
        assert_eq!(kept, 2, "other work goes on in memory");
    }

    #[test]
    fn without_room_the_file_stays_as_it_is_and_is_cleaned_once_there_is_some() {
        let home = tempfile::tempdir().expect("a folder");
        let mut store = erasing(home.path());
        let Cleaned::NoRoom(needed) = store.clean(Some(1_000_000)).expect("looked") else {
            panic!("there is no room")
        };
        assert!(needed > 2 * 4_000_000, "{needed}");
        assert_eq!(store.clean(Some(needed)).expect("cleaned"), Cleaned::Done);
        assert_eq!(
            store.clean(Some(0)).expect("looked"),
            Cleaned::Done,
            "nothing is left"
        );
    }
}
