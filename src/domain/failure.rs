//! Why a wish was not carried out, as the screens and commands tell it.

use super::FieldError;

/// Why a change or a question was refused; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// What was named is not there.
    #[error("{0}")]
    NotFound(String),
    /// What was given cannot be taken; one sentence for each field, never empty.
    #[error("{}", .0.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// Fields have another value than the one that was shown and typed over; one sentence for each, never empty.
    #[error("{}", .0.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "))]
    ChangedMeanwhile(Vec<FieldError>),
    /// What was asked for does not fit the present state.
    #[error("{0}")]
    Refused(String),
    /// The store could not be read or written.
    #[error("{0}")]
    Store(String),
}
