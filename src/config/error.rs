//! Why the configuration cannot be used, in sentences that say what to do next.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{PHASES_FILE, wording};
use crate::disk;

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error(
        "Cannot read {}: {}",
        disk::shown(.path),
        disk::refusal(.path, .source, "Check its permissions, or name another file with --config.")
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error(
        "Cannot write {}, so it is unchanged: {}",
        disk::shown(.path),
        disk::refusal(.path, .source, "Check its permissions.")
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file does not say what it should.
    #[error("{path}, line {line}: {reason}. Correct the line; `pivotal config {}` shows every key.", shown_by(.path))]
    Parse {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The home folder is unknown.
    #[error("Cannot find your home folder. Set HOME, or name the folders with --data-dir and --config.")]
    NoHome,
}

/// Returns the command that prints a file of this name with every key explained.
fn shown_by(path: &Path) -> &'static str {
    match path.ends_with(PHASES_FILE) {
        true => "phases",
        false => "default",
    }
}

impl Error {
    /// Takes what the reader of the file found wrong.
    pub(super) fn of(path: &Path, text: &str, error: &toml_edit::de::Error) -> Self {
        let span = error.span().unwrap_or_default();
        Self::at(path, text, &span, wording::plain(error.message()))
    }

    /// Names the file and the line of what is wrong.
    pub(super) fn at(path: &Path, text: &str, span: &Range<usize>, reason: String) -> Self {
        let before = text.get(..span.start).unwrap_or_default();
        Self::Parse {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            reason,
        }
    }
}
