//! How far the invitation of a contact to the portal has come.

use std::fmt;

use crate::domain::Timestamp;

/// How far the invitation of a contact to the portal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invitation {
    /// There is none that stands.
    None,
    /// It was written then and waits to be sent.
    Waiting(Timestamp),
    /// It was sent then.
    Sent(Timestamp),
}

impl Invitation {
    /// Returns the name under which JSON knows it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "not_invited",
            Self::Waiting(_) => "invited",
            Self::Sent(_) => "sent",
        }
    }

    /// Returns when it came so far.
    pub const fn at(self) -> Option<Timestamp> {
        match self {
            Self::None => None,
            Self::Waiting(at) | Self::Sent(at) => Some(at),
        }
    }

    /// Returns it with the minute: `invited 2026-11-24 09:30, waiting`.
    pub fn words(self, zone: &jiff::tz::TimeZone) -> String {
        match self {
            Self::None => "not invited".to_owned(),
            Self::Waiting(at) => format!("invited {}, waiting", at.minute_in(zone)),
            Self::Sent(at) => format!("invitation sent {}", at.minute_in(zone)),
        }
    }
}

impl fmt::Display for Invitation {
    /// Writes a glyph and a word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "○ no",
            Self::Waiting(_) => "◐ invited",
            Self::Sent(_) => "● sent",
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use rstest::rstest;

    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_795_512_600_000);

    #[rstest]
    #[case(Invitation::None, "not_invited", "○ no", "not invited", None)]
    #[case(
        Invitation::Waiting(AT),
        "invited",
        "◐ invited",
        "invited 2026-11-24 09:30, waiting",
        Some(AT)
    )]
    #[case(
        Invitation::Sent(AT),
        "sent",
        "● sent",
        "invitation sent 2026-11-24 09:30",
        Some(AT)
    )]
    fn an_invitation_tells_how_far_it_came_and_when(
        #[case] invitation: Invitation,
        #[case] key: &str,
        #[case] shown: &str,
        #[case] words: &str,
        #[case] at: Option<Timestamp>,
    ) {
        assert_eq!((invitation.key(), invitation.at()), (key, at));
        assert_eq!(invitation.to_string(), shown);
        assert_eq!(invitation.words(&TimeZone::UTC), words);
    }
}
