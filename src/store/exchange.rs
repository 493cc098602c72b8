//! Notices that the file of an open store was exchanged, moved or removed, so that nothing is said to be saved that is
//! not in the file that the path names.
//!
//! A program that replaces the file by another one, as file syncing does, is seen by device and inode of the file and of
//! its log; one that writes into the same file, as `cp` does, by the file's time and then by its mark: see
//! [`log_mark`](super::log_mark).

use std::cell::Cell;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rusqlite::{Connection, DEFAULT_NAME, FileControl};

use super::StoreError;
use super::backup::beside;
use super::log_mark::{self, Marks};

/// What became of the file of an open store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// Nothing is at its path any more.
    Gone,
    /// Another file is at its path.
    Replaced,
    /// Another program wrote something else into it.
    Overwritten,
    /// Its write-ahead log, or the index of that, is another one or gone.
    LogReplaced,
}

impl Exchange {
    /// Returns what happened to an open store, and what that means.
    pub fn sentence(self, path: &Path) -> String {
        format!(
            "The store {} ({}). Nothing is saved until it is opened again; what you typed stays.",
            self.words(),
            path.display()
        )
    }

    /// Returns what happened in words that can follow the name of the file.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Gone => "was moved or removed while it was open",
            Self::Replaced => "was replaced by another file while it was open",
            Self::Overwritten => "was overwritten by another program while it was open",
            Self::LogReplaced => "lost its -wal or -shm file to another program while it was open",
        }
    }
}

/// How often a file is looked at again whose mark does not fit, as another program may just be copying its log into it.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(20);

/// A file, whatever its name and content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// Returns the file that has a name now.
    pub fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().as_ref().map(id)
    }
}

/// What changes when a file is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// Returns that of the file that has a name now.
    pub(super) fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().as_ref().map(Self::of)
    }

    /// Returns whether nothing is in the file.
    pub(super) const fn is_empty(&self) -> bool {
        self.size == 0
    }

    fn of(file: &Metadata) -> Self {
        Self {
            size: file.size(),
            modified: (file.mtime(), file.mtime_nsec()),
            changed: (file.ctime(), file.ctime_nsec()),
        }
    }
}

/// What is known of the file's content.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownContent {
    stamp: Stamp,
    log_bytes: u64,
    data_version: i64,
    marks: Marks,
    /// The mark that stands in the file itself, without its log.
    in_file: i64,
    /// Whether the log has a mark, so that no file but this one fits it.
    is_marked: bool,
}

/// The files of an open store, by which they are known again.
#[derive(Debug)]
pub(super) struct OpenFiles {
    path: PathBuf,
    log: PathBuf,
    index: PathBuf,
    ids: [Option<FileId>; 3],
    known: Cell<KnownContent>,
}

/// What is found at the paths.
struct FilesNow {
    stamp: Stamp,
    log_bytes: u64,
}

impl OpenFiles {
    /// Takes down the files of a connection that has read from them.
    pub(super) fn of(connection: &Connection, path: &Path) -> Result<Self, StoreError> {
        let (log, index) = (beside(path, "-wal"), beside(path, "-shm"));
        let report = |source| StoreError::from_sqlite(path, source);
        let file = fs::metadata(path).map_err(StoreError::io(path))?;
        let stamp = Stamp::of(&file);
        // The file that SQLite opened may have lost its name before this.
        let mut has_moved = 0;
        connection
            .file_control(DEFAULT_NAME, FileControl::HasMoved(&mut has_moved))
            .map_err(report)?;
        if has_moved != 0 {
            return Err(StoreError::Exchanged {
                path: path.to_owned(),
                how: Exchange::Replaced,
            });
        }
        let data_version = log_mark::data_version(connection).map_err(report)?;
        let marks = Marks::read(connection).map_err(report)?;
        // After the marks: where the log is empty still, they were read from the file itself.
        let log_file = fs::metadata(&log).ok();
        let log_bytes = log_file.as_ref().map_or(0, Metadata::len);
        let in_file = if log_bytes == 0 {
            Ok(marks.now)
        } else {
            log_mark::in_file(path)
        };
        Ok(Self {
            ids: [Some(id(&file)), log_file.as_ref().map(id), FileId::at(&index)],
            path: path.to_owned(),
            log,
            index,
            known: Cell::new(KnownContent {
                stamp,
                log_bytes,
                data_version,
                marks,
                // A crash may have left a file that cannot be read without its log; that one gets no mark.
                in_file: *in_file.as_ref().unwrap_or(&marks.before),
                is_marked: in_file.is_err(),
            }),
        })
    }

    /// Returns the first thing that is wrong with the files at their paths.
    fn find(&self) -> Result<FilesNow, Exchange> {
        let [store, log, index] = self.ids;
        let file = match fs::metadata(&self.path) {
            Ok(file) => file,
            Err(error) if is_gone(&error) => return Err(Exchange::Gone),
            Err(_) => return Err(Exchange::Replaced),
        };
        if store != Some(id(&file)) {
            return Err(Exchange::Replaced);
        }
        let log_file = fs::metadata(&self.log).ok();
        if log_file.as_ref().map(id) != log || FileId::at(&self.index) != index {
            return Err(Exchange::LogReplaced);
        }
        Ok(FilesNow {
            stamp: Stamp::of(&file),
            log_bytes: log_file.map_or(0, |file| file.len()),
        })
    }

    /// Demands that the files that are open are those at the paths, with the content that is known. What is given is to
    /// be handed on to the end of the transaction.
    pub(super) fn begin(&self, tx: &Connection) -> Result<KnownContent, StoreError> {
        let found = self.find().map_err(|how| self.error(how))?;
        let known = self.known.get();
        if found.stamp == known.stamp {
            if found.log_bytes < known.log_bytes {
                return Err(self.error(Exchange::LogReplaced));
            }
            if known.is_marked {
                return Ok(KnownContent {
                    log_bytes: found.log_bytes,
                    ..known
                });
            }
        }
        self.look_at(tx, &found)
    }

    /// Demands before a commit that the files are still the same, and gives the log a mark if it has none.
    pub(super) fn before_commit(
        &self,
        tx: &Connection,
        known: KnownContent,
    ) -> Result<KnownContent, StoreError> {
        self.find().map_err(|how| self.error(how))?;
        let marks = if known.is_marked || known.in_file != known.marks.now {
            known.marks
        } else {
            let renewed = known.marks.renew(tx);
            renewed.map_err(|source| StoreError::from_sqlite(&self.path, source))?
        };
        Ok(KnownContent {
            marks,
            is_marked: true,
            ..known
        })
    }

    /// Demands after a commit that the files are still the same, and keeps what is known.
    pub(super) fn committed(&self, connection: &Connection, known: KnownContent) -> Result<(), StoreError> {
        self.known.set(known);
        let found = self.find().map_err(|how| self.error(how))?;
        if found.stamp == known.stamp {
            self.known.set(KnownContent {
                log_bytes: found.log_bytes,
                ..known
            });
            return Ok(());
        }
        // The commit itself may have copied the log into the file.
        self.known.set(self.look_at(connection, &found)?);
        Ok(())
    }

    /// Returns what became of the files, if they are not the ones that are open.
    pub(super) fn exchange(&self, connection: &Connection) -> Option<Exchange> {
        let found = match self.find() {
            Ok(found) => found,
            Err(how) => return Some(how),
        };
        if found.stamp == self.known.get().stamp {
            return None;
        }
        match self.look_at(connection, &found) {
            Err(StoreError::Exchanged { how, .. }) => Some(how),
            Err(_) => None,
            Ok(known) => {
                self.known.set(known);
                None
            }
        }
    }

    /// Looks at the marks of a file whose content may have changed.
    fn look_at(&self, connection: &Connection, found: &FilesNow) -> Result<KnownContent, StoreError> {
        let is_as_before = found.stamp == self.known.get().stamp;
        for _ in 0..TRIES {
            match self.compare(connection, found) {
                Ok(Some(known)) => return Ok(known),
                // What another program has just written may be no store at all.
                Err(source) if is_as_before => return Err(StoreError::from_sqlite(&self.path, source)),
                Ok(None) | Err(_) => sleep(PAUSE),
            }
        }
        Err(self.error(Exchange::Overwritten))
    }

    /// Returns what is known of a file now, if its mark and those of the log fit.
    fn compare(&self, connection: &Connection, found: &FilesNow) -> rusqlite::Result<Option<KnownContent>> {
        let known = self.known.get();
        let data_version = log_mark::data_version(connection)?;
        let is_as_before = found.stamp == known.stamp;
        // What is kept in memory may be older than the file, but only if nobody wrote by way of the log.
        let is_untold = !is_as_before && data_version == known.data_version;
        let marks = if is_untold {
            known.marks
        } else {
            Marks::read(connection)?
        };
        // Where the log held no mark of its own, the mark before is that of an older file.
        let is_of_file = is_untold && known.in_file == marks.now;
        let fits = |in_file: i64| in_file == marks.now || !is_of_file && in_file == marks.before;
        // The log may have been copied into the file within the same tick of the clock of files.
        let in_file = if is_as_before && fits(known.in_file) {
            known.in_file
        } else {
            match log_mark::in_file(&self.path) {
                Ok(in_file) => in_file,
                // Another program may just be writing it.
                Err(_) => return Ok(None),
            }
        };
        Ok(fits(in_file).then_some(KnownContent {
            stamp: found.stamp,
            log_bytes: found.log_bytes,
            data_version,
            marks,
            in_file,
            is_marked: false,
        }))
    }

    fn error(&self, how: Exchange) -> StoreError {
        StoreError::Exchanged {
            path: self.path.clone(),
            how,
        }
    }
}

fn id(file: &Metadata) -> FileId {
    FileId {
        device: file.dev(),
        inode: file.ino(),
    }
}

fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
