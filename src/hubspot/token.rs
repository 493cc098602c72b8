//! The token: where it is kept, and how it never shows.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use crate::secrets::{Origin, SecretError, SecretName, SecretPlace, fingerprint};

/// The longest token; HubSpot's have some fifty characters.
const MAX_CHARS: usize = 512;

/// What opens an account; printing it shows nothing.
#[derive(Debug, Clone)]
pub struct Token(SecretString);

/// Why a token cannot be used or kept.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// It cannot be one.
    #[error(
        "That is not a HubSpot token: it is empty or has invalid characters. Copy it again from HubSpot."
    )]
    Malformed,
    /// It cannot be found or kept.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The sample data has a token of its own.
    #[error("Sample data always uses its sandbox. Open your own data to disconnect.")]
    OfSamples,
}

impl Token {
    /// Takes what was typed or pasted.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        let is_plain = text.bytes().all(|b| b.is_ascii_graphic());
        if text.is_empty() || text.len() > MAX_CHARS || !is_plain {
            return Err(TokenError::Malformed);
        }
        Ok(Self(SecretString::from(text)))
    }

    /// Returns the secret.
    pub(super) fn secret(&self) -> &SecretString {
        &self.0
    }

    /// Returns a digest by which the same token is known again, and from which it cannot be made.
    pub fn fingerprint(&self) -> String {
        fingerprint(&[self.0.expose_secret()])
    }
}

/// A token and where it was found.
#[derive(Debug, Clone)]
pub struct FoundToken {
    /// The token.
    pub token: Token,
    /// Where.
    pub origin: Origin,
}

/// The places of the token: the variable, the keyring, a file; the first one counts.
#[derive(Debug, Clone)]
pub struct Tokens {
    place: SecretPlace,
    given: Option<Token>,
}

impl Tokens {
    /// Takes the data folder, whose file is the last place.
    pub fn new(folder: &Path) -> Self {
        Self {
            place: SecretPlace::new(SecretName::HubSpotToken, folder),
            given: None,
        }
    }

    /// Takes a token that holds whatever is kept elsewhere, as for sample data.
    pub fn given(folder: &Path, token: Token) -> Self {
        Self {
            given: Some(token),
            ..Self::new(folder)
        }
    }

    /// Finds the token.
    pub fn find(&self) -> Result<Option<FoundToken>, TokenError> {
        if let Some(token) = self.given.clone() {
            return Ok(Some(FoundToken {
                token,
                origin: Origin::Environment,
            }));
        }
        match self.place.find()? {
            Some((text, origin)) => Ok(Some(FoundToken {
                token: Token::parse(text.expose_secret())?,
                origin,
            })),
            None => Ok(None),
        }
    }

    /// Keeps a token: in the keyring if there is one, else in the file.
    pub fn keep(&self, token: &Token) -> Result<Origin, TokenError> {
        Ok(self.place.keep(token.secret())?)
    }

    /// Forgets the token; says whether there was one.
    pub fn forget(&self) -> Result<bool, TokenError> {
        if self.given.is_some() {
            return Err(TokenError::OfSamples);
        }
        Ok(self.place.forget()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_shows_itself() {
        let token = Token::parse(" pat-eu1-canary \n").expect("a token");
        let found = FoundToken {
            token: token.clone(),
            origin: Origin::File,
        };
        for shown in [format!("{token:?}"), format!("{found:?}"), token.fingerprint()] {
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert_eq!(
            token.fingerprint(),
            Token::parse("pat-eu1-canary").expect("a token").fingerprint()
        );
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_without_repeating_it() {
        for wrong in ["", "  ", "two words", "line\nbreak", "ünï", &"x".repeat(600)] {
            let error = Token::parse(wrong).expect_err("refused");
            assert!(wrong.trim().is_empty() || !error.to_string().contains(wrong.trim()));
        }
    }
}
