//! The other addresses of a contact: they find the same person, and mail goes to the first one alone.

use std::fmt;

use serde::Serialize;

use crate::domain::keyed::keyed;
use crate::domain::{Email, EmailError, SafeText};

keyed! {
    /// What a contact uses another address for.
    #[derive(Default)]
    pub enum EmailKind {
        /// At work, as one of a second company.
        Work = "work",
        /// For anything else, or nobody said.
        #[default]
        Other = "other",
    }
}

/// Another address of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherEmail {
    /// The address.
    pub email: Email,
    /// What it is for.
    pub kind: EmailKind,
}

/// The other addresses of a contact, each once, in the order in which they were given.
///
/// As text they are parted by commas, with the kind behind an address for work: `ann@acme.io (work), ann@home.net`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OtherEmails(Vec<OtherEmail>);

/// How many other addresses a contact can have.
const MOST: usize = 50;

/// What is wrong with several addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OtherEmailError {
    /// One of them is no address to which mail can be sent.
    #[error("{part}: {why}")]
    NoAddress {
        /// What stands there.
        part: SafeText,
        /// What is wrong with it.
        why: EmailError,
    },
    /// There are too many.
    #[error("These are more than {MOST} emails; leave some out.")]
    TooMany,
}

impl OtherEmails {
    /// Parses addresses that stand between commas or semicolons, each with its kind before or behind it: `work:a@b.co`,
    /// `a@b.co (work)`.
    pub fn parse(raw: &str) -> Result<Self, OtherEmailError> {
        let mut all = Self::default();
        for (count, part) in parts(raw).enumerate() {
            if count == MOST {
                return Err(OtherEmailError::TooMany);
            }
            all.add(part.map_err(|(part, why)| OtherEmailError::NoAddress {
                part: SafeText::clean(part),
                why,
            })?);
        }
        Ok(all)
    }

    /// Takes the addresses of a text to which mail can be sent, as many as a contact can have, and leaves out the others.
    pub fn valid_of(raw: &str) -> Self {
        let mut all = Self::default();
        parts(raw).take(MOST).flatten().for_each(|one| all.add(one));
        all
    }

    /// Returns the addresses, in order.
    pub fn iter(&self) -> impl Iterator<Item = &OtherEmail> {
        self.0.iter()
    }

    /// Returns whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether one of them is the same mailbox.
    pub fn holds(&self, email: &Email) -> bool {
        self.0.iter().any(|one| one.email == *email)
    }

    /// Adds an address, unless it is there already.
    pub fn add(&mut self, one: OtherEmail) {
        if !self.holds(&one.email) {
            self.0.push(one);
        }
    }

    /// Leaves out those for which a test holds.
    pub fn leave_out(&mut self, mut test: impl FnMut(&Email) -> bool) {
        self.0.retain(|one| !test(&one.email));
    }

    /// Keeps as many of the first ones as there is room for in a text of so many characters.
    #[must_use]
    pub fn within(mut self, max_chars: usize) -> Self {
        while self.to_string().chars().count() > max_chars {
            self.0.pop();
        }
        self
    }

    /// Puts an address in the place of another, as both change places with the first one.
    #[must_use]
    pub fn with_in_place_of(mut self, email: &Email, other: &Email) -> Self {
        for one in &mut self.0 {
            if one.email == *other {
                one.email = email.clone();
            }
        }
        self
    }

    /// Returns the text by which the store and the log know them; none if there are none.
    pub fn text(&self) -> Option<SafeText> {
        SafeText::optional(&self.to_string())
    }
}

impl fmt::Display for OtherEmails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for OtherEmail { email, kind } in &self.0 {
            write!(f, "{comma}{email}")?;
            match kind {
                EmailKind::Work => f.write_str(" (work)")?,
                EmailKind::Other => {}
            }
            comma = ", ";
        }
        Ok(())
    }
}

/// Reads each address of a text; one that is none comes with what stands there.
fn parts(raw: &str) -> impl Iterator<Item = Result<OtherEmail, (&str, EmailError)>> {
    raw.split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (address, kind) = with_kind(part);
            match Email::from_input(address) {
                Ok(email) => Ok(OtherEmail { email, kind }),
                Err(why) => Err((part, why)),
            }
        })
}

/// Takes the kind off an address.
fn with_kind(part: &str) -> (&str, EmailKind) {
    for kind in EmailKind::ALL {
        let behind = part
            .strip_suffix(')')
            .and_then(|rest| ends_with(rest, kind.key()))
            .and_then(|rest| rest.strip_suffix('('));
        let before = starts_with(part, kind.key()).and_then(|rest| rest.strip_prefix(':'));
        if let Some(address) = behind.or(before) {
            return (address.trim(), kind);
        }
    }
    (part, EmailKind::default())
}

/// Takes a word off the end of a text, in capitals or not.
fn ends_with<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    end.eq_ignore_ascii_case(word).then_some(rest)
}

/// Takes a word off the start of a text, in capitals or not.
fn starts_with<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", "")]
    #[case(" ; , ", "")]
    #[case("Ann@ACME.io (Work); <ann@home.net>,", "ann@acme.io (work), ann@home.net")]
    #[case("work:ann@acme.io,other:ann@home.net", "ann@acme.io (work), ann@home.net")]
    #[case("ann@acme.io, ANN@acme.io (work)", "ann@acme.io")]
    #[case("ann@müller.de, ann@xn--mller-kva.de", "ann@müller.de")]
    #[case("work@acme.io", "work@acme.io")]
    fn addresses_are_written_in_one_way(#[case] raw: &str, #[case] written: &str) {
        let all = OtherEmails::parse(raw).expect("addresses");
        assert_eq!(all.to_string(), written);
        assert_eq!(OtherEmails::parse(written).as_ref(), Ok(&all));
    }

    #[test]
    fn what_is_no_address_is_named_and_left_out_where_that_is_asked() {
        let raw = "ann@acme.io, bo@, cy@acme.io (home)";
        let error = OtherEmails::parse(raw).expect_err("no address");
        assert!(error.to_string().starts_with("bo@: "), "{error}");
        assert_eq!(OtherEmails::valid_of(raw).to_string(), "ann@acme.io");
        let many = |count: usize| {
            (0..count)
                .map(|at| format!("ann{at}@acme.io,"))
                .collect::<String>()
        };
        assert!(OtherEmails::parse(&many(MOST)).is_ok());
        assert_eq!(OtherEmails::parse(&many(MOST + 1)), Err(OtherEmailError::TooMany));
        assert_eq!(OtherEmails::valid_of(&many(MOST + 1)).iter().count(), MOST);
    }

    #[test]
    fn an_address_that_changes_places_keeps_the_kind_of_the_place() {
        let email = |text: &str| Email::parse(text).expect("an address");
        let all = OtherEmails::parse("a@x.io, b@x.io (work)").expect("addresses");
        let swapped = all.with_in_place_of(&email("c@x.io"), &email("b@x.io"));
        assert_eq!(swapped.to_string(), "a@x.io, c@x.io (work)");
    }
}
