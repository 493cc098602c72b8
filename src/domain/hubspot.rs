//! Records of HubSpot as far as they matter here: people and companies, already made safe.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{CustomerDomain, Domain, Email, Name, OwnerFields, SafeText, SyncFault};

/// The id of a record at HubSpot, unique among records of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HubSpotId(i64);

/// An id that HubSpot never gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a HubSpot id is a number such as 20104")]
pub struct HubSpotIdError;

impl HubSpotId {
    /// Takes a positive number.
    pub const fn new(number: i64) -> Result<Self, HubSpotIdError> {
        if number > 0 {
            Ok(Self(number))
        } else {
            Err(HubSpotIdError)
        }
    }

    /// Gives the number.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for HubSpotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for HubSpotId {
    type Err = HubSpotIdError;

    fn from_str(text: &str) -> Result<Self, HubSpotIdError> {
        let digits = text.trim();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(HubSpotIdError);
        }
        digits.parse().map_err(|_| HubSpotIdError).and_then(Self::new)
    }
}

impl Serialize for HubSpotId {
    /// Writes text, as HubSpot does.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A person as HubSpot knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteContact {
    /// The id at HubSpot.
    pub id: HubSpotId,
    /// First and last name joined; made from the address where there is none.
    pub name: Name,
    /// Whether HubSpot has the name; else it was made up.
    pub is_named: bool,
    /// The address; without one that mail can be sent to, the person cannot be linked.
    pub email: Option<Email>,
    /// The job title.
    pub title: Option<SafeText>,
    /// The phone number.
    pub phone: Option<SafeText>,
}

impl RemoteContact {
    /// Gives the domain of the address.
    pub fn domain(&self) -> Option<&Domain> {
        self.email.as_ref().map(Email::domain)
    }
}

/// A company as HubSpot knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCompany {
    /// The id at HubSpot.
    pub id: HubSpotId,
    /// Its name.
    pub name: Name,
    /// Its domains, the primary one first; public suffixes and free-mail providers are left out.
    pub domains: Vec<CustomerDomain>,
    /// Who owns it there.
    pub owner: CompanyOwner,
}

/// Who owns a company in HubSpot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyOwner {
    /// Nobody.
    Nobody,
    /// Somebody of whom the id is known.
    Id(HubSpotId),
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

/// The HubSpot account that a token opens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Portal {
    /// Its number; none if the token may not ask for it and no record tells.
    pub id: Option<i64>,
    /// Its time zone by IANA name, in which its day ends; empty if unknown.
    pub time_zone: String,
    /// The host of its pages, such as `app.hubspot.com`; empty if unknown.
    pub host: String,
}

impl fmt::Display for Portal {
    /// Writes `HubSpot account 4242424`, or `HubSpot` if the number is not known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id {
            Some(id) => write!(f, "HubSpot account {id}"),
            None => f.write_str("HubSpot"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_positive_numbers() {
        assert_eq!("20104".parse::<HubSpotId>().map(HubSpotId::number), Ok(20_104));
        for wrong in ["", "0", "-5", "+5", "1.5", "abc", "99999999999999999999"] {
            assert_eq!(wrong.parse::<HubSpotId>(), Err(HubSpotIdError), "{wrong}");
        }
    }
}
