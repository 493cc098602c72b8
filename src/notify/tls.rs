//! Finds what TLS complains of in errors that other crates wrap.

use std::error::Error;
use std::io;

use crate::domain::SafeText;

/// Gives what TLS complains of, if an error comes from it; it may hide within an error of the connection.
pub(super) fn complaint(error: &(dyn Error + 'static)) -> Option<SafeText> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(SafeText::clean(&tls.to_string()));
        }
        // The source of an I/O error is that of what it holds, and not what it holds.
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(held) => Some(held),
            None => error.source(),
        };
    }
    None
}
