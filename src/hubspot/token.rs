//! The token: where it is kept, and how it never shows.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The variable that holds the token.
const VARIABLE: &str = "PIVOTAL_HUBSPOT_TOKEN";

/// The name of the file in the data folder.
const FILE: &str = "hubspot-token";

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
        "That is no HubSpot token: it has blanks or signs that none has, or is empty. Copy it again from HubSpot."
    )]
    Malformed,
    /// Others on this machine may read the file.
    #[error("{0} may be read by other users of this machine. Run chmod 600 on it, and think of a new token.")]
    Exposed(PathBuf),
    /// The file cannot be read or written.
    #[error("Cannot use {path}: {source}. Check that you may read and write it.")]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The variable overrides what was to be changed.
    #[error("The token comes from {VARIABLE}, which is not pivotal's to change. Unset it.")]
    FromVariable,
    /// The sample data has a token of its own.
    #[error("The sample data always talks with its sandbox. Open your own data to disconnect.")]
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

    /// Gives the secret.
    pub(super) fn secret(&self) -> &SecretString {
        &self.0
    }

    /// Gives a mark by which the same token is known again, and from which it cannot be made.
    pub fn mark(&self) -> String {
        let hash = Sha256::digest(self.0.expose_secret().as_bytes());
        hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Where a token was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the variable `PIVOTAL_HUBSPOT_TOKEN`.
    Environment,
    /// In the keyring of the desktop.
    Keyring,
    /// In a file of the data folder that only its owner reads.
    File,
}

impl Origin {
    /// Gives the name under which JSON knows it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Keyring => "keyring",
            Self::File => "file",
        }
    }
}

/// A token and where it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The token.
    pub token: Token,
    /// Where.
    pub origin: Origin,
}

/// The places of the token: the variable, the keyring, a file; the first one counts.
#[derive(Debug, Clone)]
pub struct Tokens {
    file: PathBuf,
    given: Option<Token>,
}

impl Tokens {
    /// Takes the data folder, whose file is the last place.
    pub fn new(folder: &Path) -> Self {
        Self {
            file: folder.join(FILE),
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
    pub fn find(&self) -> Result<Option<Found>, TokenError> {
        if let Some(token) = &self.given {
            let token = token.clone();
            return Ok(Some(Found {
                token,
                origin: Origin::Environment,
            }));
        }
        if let Some(text) = std::env::var(VARIABLE)
            .ok()
            .filter(|text| !text.trim().is_empty())
        {
            return Ok(Some(Found {
                token: Token::parse(&text)?,
                origin: Origin::Environment,
            }));
        }
        if let Some(text) = keyring::read() {
            return Ok(Some(Found {
                token: Token::parse(&text)?,
                origin: Origin::Keyring,
            }));
        }
        let found = self.read_file()?;
        Ok(found.map(|token| Found {
            token,
            origin: Origin::File,
        }))
    }

    /// Keeps a token: in the keyring if there is one, else in the file.
    pub fn keep(&self, token: &Token) -> Result<Origin, TokenError> {
        if keyring::write(token.secret().expose_secret()) {
            self.remove_file()?;
            return Ok(Origin::Keyring);
        }
        let failed = |source| TokenError::Io {
            path: self.file.clone(),
            source,
        };
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new()
            .prefix(".hubspot-token-")
            .tempfile_in(folder)
            .map_err(failed)?;
        file.write_all(token.secret().expose_secret().as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(failed)?;
        file.persist(&self.file).map_err(|error| failed(error.error))?;
        Ok(Origin::File)
    }

    /// Forgets the token; says whether there was one.
    pub fn forget(&self) -> Result<bool, TokenError> {
        let in_variable = std::env::var(VARIABLE).is_ok_and(|text| !text.trim().is_empty());
        if self.given.is_some() {
            return Err(TokenError::OfSamples);
        }
        if in_variable {
            return Err(TokenError::FromVariable);
        }
        let was_in_keyring = keyring::remove();
        Ok(self.remove_file()? || was_in_keyring)
    }

    fn read_file(&self) -> Result<Option<Token>, TokenError> {
        let failed = |source| TokenError::Io {
            path: self.file.clone(),
            source,
        };
        let file = match OpenOptions::new().read(true).mode(0o600).open(&self.file) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(failed(source)),
        };
        let mode = file.metadata().map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(TokenError::Exposed(self.file.clone()));
        }
        let mut text = String::new();
        file.take(4 * 1024).read_to_string(&mut text).map_err(failed)?;
        Token::parse(&text).map(Some)
    }

    fn remove_file(&self) -> Result<bool, TokenError> {
        match fs::remove_file(&self.file) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(TokenError::Io {
                path: self.file.clone(),
                source,
            }),
        }
    }
}

/// The keyring of the desktop, where the program was built with it.
#[cfg(feature = "keyring")]
mod keyring {
    use keyring::v1::Entry;

    fn entry() -> Option<Entry> {
        Entry::new("pivotal", "hubspot").ok()
    }

    pub(super) fn read() -> Option<String> {
        entry()?.get_password().ok()
    }

    pub(super) fn write(secret: &str) -> bool {
        entry().is_some_and(|entry| entry.set_password(secret).is_ok())
    }

    pub(super) fn remove() -> bool {
        entry().is_some_and(|entry| entry.delete_credential().is_ok())
    }
}

/// Stands for the keyring where the program was built without it.
#[cfg(not(feature = "keyring"))]
mod keyring {
    pub(super) const fn read() -> Option<String> {
        None
    }

    pub(super) const fn write(_: &str) -> bool {
        false
    }

    pub(super) const fn remove() -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_shows_itself() {
        let token = Token::parse(" pat-eu1-canary \n").expect("a token");
        let found = Found {
            token: token.clone(),
            origin: Origin::File,
        };
        for shown in [format!("{token:?}"), format!("{found:?}"), token.mark()] {
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert_eq!(
            token.mark(),
            Token::parse("pat-eu1-canary").expect("a token").mark()
        );
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_without_repeating_it() {
        for wrong in ["", "  ", "two words", "line\nbreak", "ünï", &"x".repeat(600)] {
            let error = Token::parse(wrong).expect_err("refused");
            assert!(wrong.trim().is_empty() || !error.to_string().contains(wrong.trim()));
        }
    }

    #[test]
    fn the_file_is_private_and_an_exposed_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let tokens = Tokens::new(folder.path());
        let path = folder.path().join(FILE);
        assert!(tokens.read_file().expect("read").is_none());
        tokens
            .keep(&Token::parse("secret").expect("a token"))
            .expect("kept");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert!(tokens.read_file().expect("read").is_some());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
        assert!(matches!(tokens.read_file(), Err(TokenError::Exposed(_))));
        assert!(tokens.remove_file().expect("removed"));
        assert!(!tokens.remove_file().expect("nothing there"));
    }
}
