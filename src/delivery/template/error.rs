//! What can be wrong with a template, with the file and the line.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::SafeText;

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The file cannot be read.
    #[error(
        "Cannot read the template {path}: {source}. Check its permissions, or remove it to use the built-in one."
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file does not say what it should.
    #[error(
        "{path}, line {line}: {reason}. Correct the line, or remove the file to use the built-in template."
    )]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

impl TemplateError {
    pub(super) fn wrong(path: &Path, line: usize, reason: impl Into<String>) -> Self {
        Self::Wrong {
            path: path.to_owned(),
            line,
            reason: reason.into(),
        }
    }

    pub(super) fn of(path: &Path, error: &minijinja::Error) -> Self {
        let reason = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Self::wrong(
            path,
            error.line().unwrap_or(1),
            SafeText::clean(&reason).to_string(),
        )
    }
}
