//! Why a command failed, and the exit code for it.

use std::io;

use clap::error::ErrorKind;

use crate::domain::SafeText;
use crate::{config, store, workspace};

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
    /// Something of the program itself failed.
    #[error("{0}")]
    Failed(String),
}

impl From<store::StoreError> for Error {
    fn from(error: store::StoreError) -> Self {
        Self::Workspace(error.into())
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
}

impl Exit {
    /// Gives the exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Invalid => 4,
        }
    }
}

impl Error {
    /// Says how a command with this error ends; a reader that closed the pipe has what it wanted.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Workspace(workspace::Error::NotFound(_)) | Self::NotFound(_) => Exit::NotFound,
            Self::Workspace(workspace::Error::Invalid(_) | workspace::Error::Refused(_))
            | Self::Invalid(_) => Exit::Invalid,
            Self::Workspace(workspace::Error::Store(_))
            | Self::Config(_)
            | Self::Output(_)
            | Self::Failed(_) => Exit::Failed,
        }
    }
}

/// Writes what is wrong with the arguments, without what could drive the terminal; help and version are as they are.
pub fn usage_message(error: &clap::Error) -> (String, Exit) {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (text, Exit::Done),
        _ => {
            let safe =
                |c: char| c == '\n' || c == ' ' || !SafeText::clean(c.encode_utf8(&mut [0; 4])).is_empty();
            (text.chars().filter(|c| safe(*c)).collect(), Exit::Usage)
        }
    }
}
