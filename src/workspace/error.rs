//! Why a use case was not carried out.

use crate::domain::{Failure, Field, FieldError, Name, Phase};
use crate::store::StoreError;

/// Why a use case was not carried out; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was named is not there; the sentence says what to do.
    #[error("{0}")]
    NotFound(String),
    /// What was given cannot be taken; never empty.
    #[error("{}", .0.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// Fields have another value than the one that was shown and typed over; never empty.
    #[error("{}", .0.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "))]
    ChangedMeanwhile(Vec<FieldError>),
    /// Another onboarding of the customer is active.
    #[error("{customer} has an active onboarding already: #{number}, in {phase}.")]
    AlreadyActive {
        /// The name of the customer.
        customer: Name,
        /// The short number of the other onboarding.
        number: u32,
        /// The phase it is in.
        phase: Phase,
    },
    /// What was asked for does not fit the present state; the sentence says what to do.
    #[error("{0}")]
    Refused(String),
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Error {
    /// Makes the error of one field.
    pub(super) fn field(field: Field, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field,
            message: message.into(),
        }])
    }

    /// Makes the error for a customer that is gone.
    pub(super) fn no_customer() -> Self {
        Self::NotFound("This customer no longer exists. Go back to the list and choose another.".to_owned())
    }

    /// Makes the error for a contact that is gone.
    pub(super) fn no_contact() -> Self {
        Self::NotFound(
            "This contact no longer exists; it may have been deleted. Undo brings it back.".to_owned(),
        )
    }

    /// Makes the error for a field that users defined and removed.
    pub(super) fn no_custom_field() -> Self {
        Self::NotFound(
            "This field no longer exists; it may have been removed. Undo brings it back.".to_owned(),
        )
    }

    /// Makes the error for a note that is gone.
    pub(super) fn no_note() -> Self {
        Self::NotFound(
            "This note no longer exists; it may have been deleted. Undo brings it back.".to_owned(),
        )
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(sentence) => Self::NotFound(sentence),
            Error::Invalid(errors) => Self::Invalid(errors),
            Error::ChangedMeanwhile(errors) => Self::ChangedMeanwhile(errors),
            Error::Refused(sentence) => Self::Refused(sentence),
            Error::AlreadyActive { .. } => Self::Refused(format!("{error} Try again to be asked about it.")),
            Error::Store(error) => Self::Store(error.to_string()),
        }
    }
}
