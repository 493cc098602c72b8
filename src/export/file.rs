//! A file that only its owner reads and that gets its name when it is whole.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::disk;
use crate::domain::Existing;

/// How much is gathered before it is written.
const BUFFER: usize = 256 * 1024;

/// A file on its way; without [`PrivateFile::keep`] nothing is left of it.
#[derive(Debug)]
pub struct PrivateFile {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
    existing: Existing,
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// A file of the name is there already.
    #[error("{path} already exists; nothing was written. Choose another name.")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refuses it.
    #[error(
        "Cannot write {}: {}",
        disk::shown(.path),
        disk::refusal(.path, .source, "Check that the folder exists and that you may write to it.")
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl PrivateFile {
    /// Begins a file.
    pub fn begin(path: &Path, existing: Existing) -> Result<Self, FileError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if existing == Existing::Kept && path.symlink_metadata().is_ok() {
            return Err(FileError::Exists {
                path: path.to_owned(),
            });
        }
        // It is made with the permissions 0600.
        let file = tempfile::Builder::new()
            .prefix(".pivotal-unfinished-")
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(|source| FileError::Io {
                path: path.to_owned(),
                source,
            })?;
        Ok(Self {
            file: BufWriter::with_capacity(BUFFER, file),
            path: path.to_owned(),
            existing,
        })
    }

    /// Makes the file durable and gives it its name.
    pub fn keep(self) -> Result<(), FileError> {
        let Self { file, path, existing } = self;
        let failed = |source| FileError::Io {
            path: path.clone(),
            source,
        };
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        let kept = match existing {
            Existing::Kept => file.persist_noclobber(&path),
            Existing::Replaced => file.persist(&path),
        };
        match kept {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(FileError::Exists { path })
            }
            Err(error) => Err(failed(error.error)),
        }
    }

    /// Tells that writing to it failed.
    pub fn failed(&self, source: io::Error) -> FileError {
        FileError::Io {
            path: self.path.clone(),
            source,
        }
    }
}

impl Write for PrivateFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
