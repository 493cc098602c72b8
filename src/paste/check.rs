//! The verdict on a row, cheap enough to be given for a hundred thousand rows while a person waits.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::domains;
use super::entry::Entry;
use super::known::{AddressKey, Here, Known};
use super::roles::is_role;
use super::shape;
use super::status::{Code, Codes};
use crate::domain::{
    ContactDraft, Detail, Details, Domain, Email, Field, Name, NameError, NameQuality, OtherEmails,
    SeenWords, Standing, is_free_mail, name_quality,
};

/// The longest address that is checked without allocating (RFC 5321, 4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// The longest local part (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// The length up to which no field can be too long, in bytes.
pub(super) const SHORT: usize = 60;

/// What is found out about a row on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Verdict {
    pub codes: Codes,
    /// The address, if it is valid.
    pub key: Option<AddressKey>,
}

impl Verdict {
    /// That of a line which holds nobody.
    pub(super) const NOBODY: Self = Self {
        codes: Codes::NOBODY,
        key: None,
    };
}

/// Gives verdicts; remembers what it learnt of domains.
#[derive(Debug)]
pub(super) struct Checker {
    pub(super) known: Arc<Known>,
    /// The words of names that came before.
    pub(super) names: SeenWords,
    domains: HashMap<u64, Option<Codes>, FixedState>,
    /// The domain that was asked for last, which is often asked for again.
    last: Option<(Box<[u8]>, Codes)>,
}

impl Checker {
    pub(super) fn new(known: Arc<Known>) -> Self {
        Self {
            known,
            names: SeenWords::default(),
            domains: HashMap::default(),
            last: None,
        }
    }

    /// Finds every reason that holds for a row on its own.
    pub(super) fn judge(&mut self, entry: &Entry<'_>) -> Verdict {
        let mut codes = Codes::default();
        let mut key = None;
        if entry.unterminated {
            codes.insert(Code::UnterminatedQuote);
        }
        if is_swapped(entry) {
            codes.insert(Code::NameEmailSwapped);
        } else {
            match check_name(entry) {
                Ok(()) if self.names.are_surely_a_name(entry.name.as_bytes()) => {}
                Ok(()) => match name_quality(&entry.name) {
                    NameQuality::Good => {}
                    NameQuality::Odd => codes.insert(Code::OddName),
                    NameQuality::NotAName(_) => codes.insert(Code::MissingName),
                },
                Err(NameError::Missing) => codes.insert(Code::MissingName),
                Err(NameError::TooLong) => codes.insert(Code::TooLong),
            }
            if entry.email.is_empty() {
                codes.insert(Code::MissingEmail);
            } else if let Some((found, about)) = self.address(&entry.email) {
                key = Some(found);
                codes.extend(about);
            } else {
                codes.insert(Code::InvalidEmail);
            }
        }
        let mut single = entry
            .details
            .iter()
            .filter(|(detail, _)| *detail != Detail::OtherEmails);
        if entry.mixed || single.any(|(_, text)| shape::has_address(text)) {
            codes.insert(Code::MixedPeople);
        }
        codes.extend(self.others(entry));
        if entry.turned {
            codes.insert(Code::OddName);
        }
        if entry.told.unwanted {
            codes.insert(Code::NotWanted);
        }
        if entry.told.in_sentence {
            codes.insert(Code::ReadFromText);
        }
        if shape::is_phone(entry.title()) || shape::is_title(entry.phone()) {
            codes.insert(Code::Misplaced);
        }
        if long_fields(entry).next().is_some() {
            codes.insert(Code::TooLong);
        }
        Verdict { codes, key }
    }

    /// Judges the other addresses of a row: whose they are, if they are known.
    fn others(&self, entry: &Entry<'_>) -> Codes {
        let mut codes = Codes::default();
        let listed = &entry.details[Detail::OtherEmails];
        if listed.is_empty() {
            return codes;
        }
        let Ok(others) = OtherEmails::parse(listed) else {
            codes.insert(Code::InvalidEmail);
            return codes;
        };
        codes.insert(Code::OtherEmails);
        for other in others.iter() {
            let address = other.email.key();
            let key = AddressKey::of(address.as_bytes());
            codes.extend(
                self.known
                    .find_here(key, address.as_bytes())
                    .map_or_else(Codes::default, of_known),
            );
        }
        codes
    }

    /// Checks an address; gives none if it is invalid.
    fn address(&mut self, raw: &str) -> Option<(AddressKey, Codes)> {
        let mut buffer = [0; MAX_ADDRESS];
        if let Some((canonical, at)) = lower_ascii(raw, &mut buffer) {
            return self
                .canonical(canonical, at)
                .and_then(|verdict| Some((verdict.key?, verdict.codes)));
        }
        let email = Email::parse(raw).ok()?;
        let about = self.about_domain(email.domain().ascii())?;
        let address = email.key();
        let key = AddressKey::of(address.as_bytes());
        let sign = email.local_part().len();
        Some((key, self.about_address(key, address.as_bytes(), sign, about)))
    }

    /// Judges an address in lower-case ASCII whose local part is valid and whose @ stands at `sign`.
    pub(super) fn canonical(&mut self, address: &[u8], sign: usize) -> Option<Verdict> {
        if let Some(verdict) = self.at_last_domain(address, sign) {
            return Some(verdict);
        }
        let host = address.get(sign + 1..)?;
        let about = self.about_domain(std::str::from_utf8(host).ok()?)?;
        self.last = Some((host.into(), about));
        Some(self.verdict(address, sign, about))
    }

    /// Judges an address at the domain that was asked for last, if it is at that.
    pub(super) fn at_last_domain(&self, address: &[u8], sign: usize) -> Option<Verdict> {
        let (last, about) = self.last.as_ref()?;
        let is_there = address.get(sign + 1..)? == &**last;
        is_there.then(|| self.verdict(address, sign, *about))
    }

    fn verdict(&self, address: &[u8], sign: usize, about: Codes) -> Verdict {
        let key = AddressKey::of(address);
        Verdict {
            codes: self.about_address(key, address, sign, about),
            key: Some(key),
        }
    }

    fn about_address(&self, key: AddressKey, address: &[u8], sign: usize, mut codes: Codes) -> Codes {
        if let Some(here) = self.known.find_here(key, address) {
            codes.extend(of_known(here));
        }
        if self.known.is_elsewhere(key) {
            codes.insert(Code::AtOtherCustomer);
        }
        if address.get(..sign).is_some_and(is_role) {
            codes.insert(Code::RoleAddress);
        }
        codes
    }

    /// Gives the warnings about a domain in lower case; none if it is not one.
    fn about_domain(&mut self, lower: &str) -> Option<Codes> {
        let hash = FixedState::default().hash_one(lower.as_bytes());
        if let Some(about) = self.domains.get(&hash) {
            return *about;
        }
        let about = Domain::parse(lower).ok().map(|domain| {
            let own = self.known.domain();
            let mut codes = Codes::default();
            if own.is_some_and(|own| *own != domain) {
                codes.insert(Code::DomainMismatch);
            }
            if is_free_mail(&domain) {
                codes.insert(Code::FreeMail);
            }
            if domains::suggestion(&domain, own).is_some() {
                codes.insert(Code::TypoDomain);
            }
            codes
        });
        self.domains.insert(hash, about);
        about
    }
}

/// Says of a contact of the customer that it is there.
fn of_known(here: &Here) -> Codes {
    Codes::of(&[match here.standing {
        Standing::Active => Code::AlreadyContact,
        Standing::Archived => Code::ArchivedContact,
        Standing::Unlinked => Code::UnlinkedContact,
    }])
}

/// Gives the fields that are longer than a contact can hold, each with the sentence.
pub(super) fn long_fields(entry: &Entry<'_>) -> impl Iterator<Item = (Field, String)> {
    let short = entry.details.values().all(|text| text.len() <= SHORT);
    let errors = if short {
        Vec::new()
    } else {
        ContactDraft {
            details: Details::of(|detail| entry.details[detail].to_string()),
            ..ContactDraft::default()
        }
        .check()
        .err()
        .unwrap_or_default()
    };
    errors
        .into_iter()
        .filter(|error| matches!(error.field, Field::Detail(_)))
        .map(|error| (error.field, error.message))
}

/// Checks the name; an address in its place is none.
pub(super) fn check_name(entry: &Entry<'_>) -> Result<(), NameError> {
    let name = &entry.name;
    if name.contains('@') && name.eq_ignore_ascii_case(&entry.email) {
        return Err(NameError::Missing);
    }
    if name.is_ascii() && (1..=SHORT).contains(&name.len()) {
        return Ok(());
    }
    Name::checked(name).map(drop)
}

fn is_swapped(entry: &Entry<'_>) -> bool {
    entry.name.contains('@') && !entry.email.contains('@') && Email::parse(&entry.name).is_ok()
}

/// Lower-cases an address whose local part is a plain dot-atom; gives it and the place of its @.
fn lower_ascii<'b>(raw: &str, buffer: &'b mut [u8; MAX_ADDRESS]) -> Option<(&'b [u8], usize)> {
    let bytes = raw.as_bytes();
    let target = buffer.get_mut(..bytes.len())?;
    let mut at = None;
    let mut before = b'.';
    for (place, (from, to)) in bytes.iter().zip(target.iter_mut()).enumerate() {
        let byte = from.to_ascii_lowercase();
        *to = byte;
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => {}
            b'.' if before != b'.' => {}
            b'@' if at.is_none() && before != b'.' && place <= MAX_LOCAL => at = Some(place),
            b'_' | b'+' | b'\'' if at.is_none() => {}
            _ => return None,
        }
        before = if byte == b'@' { b'.' } else { byte };
    }
    Some((buffer.get(..bytes.len())?, at?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_fast_way_agrees_with_the_rule(raw in "[a-zA-Z0-9.@_+'-]{0,20}@[a-zA-Z0-9.-]{0,12}(com|de)?") {
            let mut checker = Checker::new(Arc::new(Known::default()));
            let fast = checker.address(&raw).map(|(key, _)| key);
            let rule = Email::parse(&raw).ok().map(|email| AddressKey::of(email.key().as_bytes()));
            prop_assert_eq!(fast, rule);
        }
    }
}
