//! Records of a system that people are synced from, as far as they matter here, already made safe.

use std::fmt;
use std::io::Write as _;

use serde::{Serialize, Serializer};

use crate::domain::keyed::keyed;
use crate::domain::{
    CustomerDomain, Detail, Details, Domain, Email, Name, OtherEmails, OwnerFields, SafeText, SyncFault,
    Timestamp,
};

keyed! {
    /// A system that people are synced from.
    #[derive(PartialOrd, Ord)]
    pub enum RemoteSource {
        /// HubSpot.
        HubSpot = "hubspot",
    }
}

impl RemoteSource {
    /// Returns its name for users.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HubSpot => "HubSpot",
        }
    }
}

/// The longest key of a record, in bytes: a UUID fits.
const MAX_KEY: usize = 36;

/// The id of a record: its source, and the key by which the source knows it among records of its kind.
///
/// Ids of one source are ordered by the length of their keys and then by their letters, which is the order of numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RemoteId {
    source: RemoteSource,
    length: u8,
    key: [u8; MAX_KEY],
}

/// A text that is no id of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a HubSpot id is a number such as 20104")]
pub struct RemoteIdError;

impl RemoteId {
    /// Parses a key as the source writes it.
    pub fn parse(source: RemoteSource, text: &str) -> Result<Self, RemoteIdError> {
        match source {
            RemoteSource::HubSpot => {
                let digits = text.trim();
                if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(RemoteIdError);
                }
                digits.parse().map_err(|_| RemoteIdError).and_then(Self::hubspot)
            }
        }
    }

    /// Takes a number of HubSpot, which is positive.
    pub fn hubspot(number: i64) -> Result<Self, RemoteIdError> {
        if number <= 0 {
            return Err(RemoteIdError);
        }
        let mut key = [0; MAX_KEY];
        let mut rest = key.as_mut_slice();
        // Many ids are read at once, so none is written to the heap first.
        write!(rest, "{number}").map_err(|_| RemoteIdError)?;
        let length = MAX_KEY - rest.len();
        Ok(Self {
            source: RemoteSource::HubSpot,
            length: u8::try_from(length).map_err(|_| RemoteIdError)?,
            key,
        })
    }

    /// Parses the form of links and of the log.
    pub fn from_stored(text: &str) -> Result<Self, RemoteIdError> {
        match text.split_once('/') {
            Some((source, key)) => {
                let source = RemoteSource::from_key(source).ok_or(RemoteIdError)?;
                Self::parse(source, key)
            }
            None => Self::parse(RemoteSource::HubSpot, text),
        }
    }

    /// Returns the form of links and of the log: the key alone for HubSpot, whose links are older than other sources, and
    /// `source/key` for any other one.
    pub fn to_stored(self) -> String {
        match self.source {
            RemoteSource::HubSpot => self.key().to_owned(),
        }
    }

    /// Returns the system that the record is in.
    pub const fn source(self) -> RemoteSource {
        self.source
    }

    /// Returns the key by which the source knows the record.
    pub fn key(&self) -> &str {
        let bytes = self.key.get(..usize::from(self.length)).unwrap_or_default();
        str::from_utf8(bytes).unwrap_or_default()
    }
}

impl fmt::Debug for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemoteId({}/{})", self.source.key(), self.key())
    }
}

impl fmt::Display for RemoteId {
    /// Writes the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

impl Serialize for RemoteId {
    /// Writes the key as text, as HubSpot does.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// A record, and when it was changed last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<T> {
    /// The record.
    pub record: T,
    /// When it was changed last by the clock of its source, if that says so.
    pub changed_at: Option<Timestamp>,
}

/// A record that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its id as the source wrote it, made safe; empty if there was none.
    pub name: String,
    /// Its id, if it is one that the source gives.
    pub id: Option<RemoteId>,
}

/// A person as the source knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteContact {
    /// The id.
    pub id: RemoteId,
    /// First and last name joined; made from the address where there is none.
    pub name: Name,
    /// Whether the source has the name; else it was made up.
    pub is_named: bool,
    /// The address; without one that mail can be sent to, the person cannot be linked.
    pub email: Option<Email>,
    /// The job title, the phone number and the like.
    pub details: Details<Option<SafeText>>,
}

impl RemoteContact {
    /// Returns the domain of the first address.
    pub fn domain(&self) -> Option<&Domain> {
        self.email.as_ref().map(Email::domain)
    }

    /// Returns the domains of all addresses, each once, that of the first one first; none for a person who has no first
    /// one and so cannot be linked.
    pub fn domains(&self) -> Vec<Domain> {
        let Some(first) = self.domain() else {
            return Vec::new();
        };
        let mut domains = vec![first.clone()];
        for other in OtherEmails::valid_of(self.details.text(Detail::OtherEmails)).iter() {
            if !domains.contains(other.email.domain()) {
                domains.push(other.email.domain().clone());
            }
        }
        domains
    }

    /// Returns whether no address is at the domain of a customer.
    pub fn has_left(&self, domain: Option<&Domain>) -> bool {
        match domain {
            Some(domain) => !self.is_at(domain),
            None => self.domain().is_some(),
        }
    }

    /// Returns whether one of the addresses is at exactly a domain.
    pub fn is_at(&self, domain: &Domain) -> bool {
        self.domains().contains(domain)
    }
}

/// A company as the source knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCompany {
    /// The id.
    pub id: RemoteId,
    /// Its name.
    pub name: Name,
    /// Its domains, the primary one first; public suffixes and free-mail providers are left out.
    pub domains: Vec<CustomerDomain>,
    /// Who owns it there.
    pub owner: CompanyOwner,
}

/// Who owns a company at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyOwner {
    /// Nobody.
    Nobody,
    /// Somebody of whom the id is known.
    Id(RemoteId),
    /// A person of our side.
    Known(OwnerFields),
}

impl RemoteCompany {
    /// Returns the person who owns it, if that is known.
    pub const fn known_owner(&self) -> Option<&OwnerFields> {
        match &self.owner {
            CompanyOwner::Known(owner) => Some(owner),
            CompanyOwner::Nobody | CompanyOwner::Id(_) => None,
        }
    }
}

/// Companies that were read, and what could not be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompanyList {
    /// The companies that are no customers.
    pub companies: Vec<RemoteCompany>,
    /// Those that are none either, but whose name a customer has.
    pub namesakes: Vec<RemoteCompany>,
    /// How many records could not be read, and which, if there are any.
    pub fault: Option<SyncFault>,
}

/// The account at the source that a token opens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemoteAccount {
    /// Its number; none if the token may not ask for it and no record tells.
    pub id: Option<i64>,
    /// Its time zone by IANA name, in which its day ends; empty if unknown.
    pub time_zone: String,
    /// The host of its pages, such as `app.hubspot.com`; empty if unknown.
    pub host: String,
}

impl fmt::Display for RemoteAccount {
    /// Writes `HubSpot account 4242424`, or `HubSpot` if the number is not known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = RemoteSource::HubSpot.name();
        match self.id {
            Some(id) => write!(f, "{source} account {id}"),
            None => f.write_str(source),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_hubspot_are_positive_numbers() {
        for (text, key) in [("20104", "20104"), (" 007 ", "7"), ("hubspot/5", "5")] {
            let id = RemoteId::from_stored(text).expect("an id");
            assert_eq!((id.key(), id.to_stored().as_str()), (key, key));
        }
        for wrong in [
            "",
            "0",
            "-5",
            "+5",
            "1.5",
            "abc",
            "99999999999999999999",
            "crm/5",
            "/5",
        ] {
            assert_eq!(RemoteId::from_stored(wrong), Err(RemoteIdError), "{wrong}");
        }
    }

    #[test]
    fn ids_are_ordered_as_numbers_are() {
        let id = |number| RemoteId::hubspot(number).expect("an id");
        let mut ids = [id(100), id(9), id(i64::MAX), id(20), id(11)];
        ids.sort_unstable();
        assert_eq!(ids, [id(9), id(11), id(20), id(100), id(i64::MAX)]);
    }
}
