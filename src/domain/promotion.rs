//! Who becomes primary without being picked.

use super::{Contact, Source};

/// Says whether a new contact becomes primary: a person adds it, and the customer has none.
///
/// Sync never chooses a primary: mail would go to somebody whom nobody picked.
pub fn promotes(primary: Option<&Contact>, source: Source) -> bool {
    match source {
        Source::Manual | Source::Paste => primary.is_none(),
        Source::HubSpot => false,
    }
}
