//! What stands in the place of a person who was erased, and where they still are.

use crate::domain::Timestamp;

/// The name under which the history and notifications know somebody who was erased.
pub const ERASED_NAME: &str = "erased contact";

/// The address in the place of theirs; no mail reaches it (RFC 2606, 2).
pub const ERASED_EMAIL: &str = "erased@erased.invalid";

/// A backup that still holds somebody who was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldingBackup {
    /// The name of its file.
    pub file: String,
    /// When it was made; none if the disk does not know.
    pub made_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ContactDraft, Email};

    #[test]
    fn an_erased_contact_can_be_read_from_the_log() {
        assert!(ContactDraft::new(ERASED_NAME, ERASED_EMAIL).check().is_ok());
        assert_eq!(
            Email::parse(ERASED_EMAIL).expect("an address").as_str(),
            ERASED_EMAIL
        );
    }
}
