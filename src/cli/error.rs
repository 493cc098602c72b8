//! Why a command failed, and the exit code for it.

use std::io;

use clap::error::ErrorKind;

use crate::domain::SafeText;
use crate::secrets::SecretError;
use crate::store::StoreError;
use crate::{config, workspace};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A use case was not carried out.
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    /// What was given cannot be taken; nothing was changed.
    #[error("{0}")]
    Invalid(String),
    /// What was named is not there.
    #[error("{0}")]
    NotFound(String),
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// The result could not be printed.
    #[error("Cannot write the result: {0}. Check where the output goes and try again.")]
    Output(#[from] io::Error),
    /// The change is made, but the result could not be printed.
    #[error(
        "The change is saved, but the result cannot be written: {0}. Do not repeat it; `pivotal undo --list` shows it."
    )]
    OutputLost(io::Error),
    /// The source did not do what was asked of it.
    #[error("{0}")]
    Remote(String),
    /// Something of the program itself failed.
    #[error("{0}")]
    Failed(String),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Workspace(error.into())
    }
}

impl From<SecretError> for Error {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::FromVariable(_) => Self::Invalid(error.to_string()),
            SecretError::Exposed(_) | SecretError::Io { .. } => Self::Failed(error.to_string()),
        }
    }
}

/// How a command ends, as other programs see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Wrong usage.
    Usage,
    /// What was named is not there.
    NotFound,
    /// Invalid input; nothing was changed.
    Invalid,
    /// The source failed.
    Remote,
}

impl Exit {
    /// Returns the exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Invalid => 4,
            Self::Remote => 5,
        }
    }
}

impl Error {
    /// Returns how a command with this error ends; a reader that closed the pipe has what it wanted.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Output(error) | Self::OutputLost(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                Exit::Done
            }
            Self::Workspace(workspace::Error::NotFound(_)) | Self::NotFound(_) => Exit::NotFound,
            Self::Workspace(
                workspace::Error::Invalid(_)
                | workspace::Error::ChangedMeanwhile(_)
                | workspace::Error::Refused(_)
                | workspace::Error::AlreadyActive { .. }
                | workspace::Error::Store(
                    StoreError::Exists { .. } | StoreError::OwnFile { .. } | StoreError::BadBackup { .. },
                ),
            )
            | Self::Invalid(_) => Exit::Invalid,
            Self::Remote(_) => Exit::Remote,
            Self::Workspace(workspace::Error::Store(_))
            | Self::Config(_)
            | Self::Output(_)
            | Self::OutputLost(_)
            | Self::Failed(_) => Exit::Failed,
        }
    }
}

/// Takes from a message what could drive the terminal; its lines and their indents stay.
pub fn printable(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    for line in message.split_inclusive('\n') {
        let words = line.trim_start_matches(' ');
        text.push_str(&" ".repeat(line.len() - words.len()));
        text.push_str(SafeText::clean(words).as_str());
        if line.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}

/// Writes what is wrong with the arguments; help and version are as they are.
pub fn usage_message(error: &clap::Error) -> (String, Exit) {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (text, Exit::Done),
        _ => (printable(&text), Exit::Usage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_lines_and_indents_and_loses_escapes() {
        let raw = "error: \u{1b}[31m'fo\u{301}o\u{202e}'\u{9b}2J\n\n  tip: x\u{7}\r\nend";
        assert_eq!(printable(raw), "error: 'f\u{f3}o'\n\n  tip: x\nend");
    }

    #[test]
    fn a_reader_that_closed_the_pipe_has_what_it_wanted() {
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(Error::Output(closed()).exit(), Exit::Done);
        assert_eq!(Error::OutputLost(closed()).exit(), Exit::Done);
        assert_eq!(
            Error::OutputLost(io::ErrorKind::StorageFull.into()).exit(),
            Exit::Failed
        );
    }
}
