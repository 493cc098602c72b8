//! What leads to HubSpot: where it is, and where the token is kept.

use std::path::Path;

use crate::domain::FaultKind;

use super::{
    BaseUrl, BaseUrlError, Client, FoundToken, HubSpotError, Options, RateLimit, Token, TokenError, Tokens,
};

/// The variable that puts another address in the place of HubSpot's.
const VARIABLE: &str = "PIVOTAL_HUBSPOT_URL";

/// Where HubSpot is, and where the token is kept.
#[derive(Debug, Clone)]
pub struct Access {
    /// The places of the token.
    pub tokens: Tokens,
    base: Result<BaseUrl, BaseUrlError>,
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
    #[error(transparent)]
    Base(#[from] BaseUrlError),
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
            Ok(text) if !text.trim().is_empty() => BaseUrl::parse(&text),
            Ok(_) | Err(_) => Ok(BaseUrl::default()),
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
            base: BaseUrl::parse(url),
        }
    }

    /// Makes a client for a token.
    pub fn client(&self, token: Token) -> Result<Client, AccessError> {
        Ok(Client::new(Options {
            base: self.base.clone()?,
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
