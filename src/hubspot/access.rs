//! What leads to HubSpot: where it is, and where the token is kept.

use std::path::Path;

use crate::domain::FaultKind;
use crate::safe_url::{SafeUrl, UnsafeUrl};

use super::{Client, FoundToken, HubSpotError, Options, RateLimit, Token, TokenError, Tokens};

/// HubSpot's own address.
const OWN: &str = "https://api.hubapi.com";

/// The variable that puts another address in the place of HubSpot's.
const VARIABLE: &str = "PIVOTAL_HUBSPOT_URL";

/// Where HubSpot is, and where the token is kept.
#[derive(Debug, Clone)]
pub struct Access {
    /// The places of the token.
    pub tokens: Tokens,
    base: Result<SafeUrl, UnsafeUrl>,
}

/// Why HubSpot cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// There is no token.
    #[error(transparent)]
    NoToken(HubSpotError),
    /// The token cannot be used.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The address cannot be used.
    #[error("{VARIABLE} {}", refusal(*.0))]
    Base(UnsafeUrl),
}

impl AccessError {
    /// Returns the kind, as the log and JSON know it.
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::NoToken(error) => error.kind(),
            Self::Token(_) => FaultKind::Token,
            Self::Base(_) => FaultKind::Address,
        }
    }
}

impl Access {
    /// Takes the data folder for the token, and the address of the environment if it gives one.
    pub fn from_environment(folder: &Path) -> Self {
        let base = match std::env::var(VARIABLE) {
            Ok(text) if !text.trim().is_empty() => SafeUrl::parse(&text),
            Ok(_) | Err(_) => Ok(SafeUrl::of_service(OWN)),
        };
        Self {
            tokens: Tokens::new(folder),
            base,
        }
    }

    /// Takes a server on this machine with its token, as for sample data.
    pub fn local(folder: &Path, url: &str, token: Token) -> Self {
        Self {
            tokens: Tokens::given(folder, token),
            base: SafeUrl::parse(url),
        }
    }

    /// Makes a client for a token.
    pub fn client(&self, token: Token) -> Result<Client, AccessError> {
        Ok(Client::new(Options {
            base: self.base.clone().map_err(AccessError::Base)?,
            token,
            rate: RateLimit::default(),
        }))
    }

    /// Finds the token and makes a client for it; returns the fingerprint of the token too.
    pub fn open(&self) -> Result<(Client, String), AccessError> {
        let FoundToken { token, .. } = self
            .tokens
            .find()?
            .ok_or(AccessError::NoToken(HubSpotError::NoToken))?;
        let fingerprint = token.fingerprint();
        Ok((self.client(token)?, fingerprint))
    }
}

fn refusal(error: UnsafeUrl) -> &'static str {
    match error {
        UnsafeUrl::Malformed => "is not an address. Give one such as https://api.hubapi.com.",
        UnsafeUrl::InClear => {
            "would send the token over http to another machine. Use https, or http on 127.0.0.1."
        }
        UnsafeUrl::Decorated => {
            "may hold no user, query or fragment. Give one such as https://api.hubapi.com."
        }
    }
}
