//! Who becomes primary without being picked.

use crate::domain::{Contact, ContactSource};

/// Returns whether a new contact becomes primary: the user adds it, and the customer has none.
///
/// Sync never chooses a primary: mail would go to somebody whom nobody picked.
pub fn promotes(primary: Option<&Contact>, source: ContactSource) -> bool {
    match source {
        ContactSource::Manual | ContactSource::Paste => primary.is_none(),
        ContactSource::Remote(_) => false,
    }
}
