//! The rules that the sandbox enforces, and what else it simulates.

use std::collections::BTreeSet;
use std::time::Duration;

/// The token that the sandbox takes unless its rules say otherwise.
pub const TOKEN: &str = "sandbox";

/// What a token may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Contacts.
    Contacts,
    /// Companies.
    Companies,
    /// Owners.
    Owners,
    /// The account itself.
    Account,
}

impl Scope {
    /// Returns the name that HubSpot has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contacts => "crm.objects.contacts.read",
            Self::Companies => "crm.objects.companies.read",
            Self::Owners => "crm.objects.owners.read",
            Self::Account => "oauth",
        }
    }
}

/// What the sandbox enforces and simulates; the default is what HubSpot does to a free account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The token that requests must bear.
    pub token: String,
    /// What the token may read.
    pub scopes: BTreeSet<Scope>,
    /// How many searches are answered in any second; none is no limit.
    pub searches_per_second: Option<u32>,
    /// How many other calls are answered in any ten seconds; none is no limit.
    pub calls_in_ten_seconds: Option<u32>,
    /// How many requests are answered at all; none is no limit.
    pub daily_limit: Option<u64>,
    /// How long each answer takes.
    pub latency: Duration,
    /// How many associations of one company are on a page.
    pub association_page: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            token: TOKEN.to_owned(),
            scopes: BTreeSet::from([Scope::Contacts, Scope::Companies, Scope::Owners, Scope::Account]),
            searches_per_second: Some(5),
            calls_in_ten_seconds: Some(100),
            daily_limit: None,
            latency: Duration::ZERO,
            association_page: 500,
        }
    }
}
