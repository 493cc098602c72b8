//! The endpoints and their paths.

use hyper::Method;

use super::limits::Bucket;
use super::rules::Scope;

/// The versions that the paths may name.
const VERSIONS: [&str; 2] = ["2026-09", "2026-03"];

/// An endpoint that sync reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// Search among contacts.
    SearchContacts,
    /// Search among companies.
    SearchCompanies,
    /// Contacts by id.
    ReadContacts,
    /// The contacts of companies.
    Associations,
    /// The users of the account.
    Owners,
    /// The account itself.
    Account,
}

impl Endpoint {
    /// Finds the endpoint of a path.
    pub(super) fn at(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let (endpoint, version) = match *parts.as_slice() {
            ["crm", "objects", version, "contacts", "search"] => (Self::SearchContacts, version),
            ["crm", "objects", version, "companies", "search"] => (Self::SearchCompanies, version),
            ["crm", "objects", version, "contacts", "batch", "read"] => (Self::ReadContacts, version),
            [
                "crm",
                "associations",
                version,
                "companies",
                "contacts",
                "batch",
                "read",
            ] => (Self::Associations, version),
            ["crm", "owners", version] => (Self::Owners, version),
            ["account-info", version, "details"] => (Self::Account, version),
            _ => return None,
        };
        VERSIONS.contains(&version).then_some(endpoint)
    }

    /// Returns the only method that it takes.
    pub(super) const fn method(self) -> Method {
        match self {
            Self::SearchContacts | Self::SearchCompanies | Self::ReadContacts | Self::Associations => {
                Method::POST
            }
            Self::Owners | Self::Account => Method::GET,
        }
    }

    /// Returns the limit by which it is counted.
    pub(super) const fn bucket(self) -> Bucket {
        match self {
            Self::SearchContacts | Self::SearchCompanies => Bucket::Search,
            Self::ReadContacts | Self::Associations | Self::Owners | Self::Account => Bucket::Other,
        }
    }

    /// Returns the scopes that a token needs for it.
    pub(super) const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::SearchContacts | Self::ReadContacts => &[Scope::Contacts],
            Self::SearchCompanies => &[Scope::Companies],
            Self::Associations => &[Scope::Contacts, Scope::Companies],
            Self::Owners => &[Scope::Owners],
            Self::Account => &[Scope::Account],
        }
    }
}
