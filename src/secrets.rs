//! Secrets and where they are kept: a variable, the keyring of the desktop, a private file; they never show.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::disk;

/// The most that is read of a file, in bytes.
const MAX_FILE: u64 = 4 * 1024;

/// A secret that the program keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretName {
    /// The token of HubSpot.
    HubSpotToken,
    /// The password of the mail server.
    MailPassword,
    /// The token of Slack.
    SlackToken,
    /// The key of a language model.
    ModelKey,
}

impl SecretName {
    /// All of them.
    const ALL: [Self; 4] = [
        Self::HubSpotToken,
        Self::MailPassword,
        Self::SlackToken,
        Self::ModelKey,
    ];

    /// Returns the variable that overrides what is kept.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::HubSpotToken => "PIVOTAL_HUBSPOT_TOKEN",
            Self::MailPassword => "PIVOTAL_SMTP_PASSWORD",
            Self::SlackToken => "PIVOTAL_SLACK_TOKEN",
            Self::ModelKey => "PIVOTAL_PI_KEY",
        }
    }

    /// Returns the name of the file in the data folder.
    const fn file(self) -> &'static str {
        match self {
            Self::HubSpotToken => "hubspot-token",
            Self::MailPassword => "smtp-password",
            Self::SlackToken => "slack-token",
            Self::ModelKey => "pi-key",
        }
    }

    /// Gives the name of the entry in the keyring.
    #[cfg_attr(
        not(feature = "keyring"),
        expect(dead_code, reason = "the keyring is built in where it is wanted")
    )]
    const fn entry(self) -> &'static str {
        match self {
            Self::HubSpotToken => "hubspot",
            Self::MailPassword => "smtp",
            Self::SlackToken => "slack",
            Self::ModelKey => "pi",
        }
    }
}

/// Keeps the variables of all secrets from a program that is started.
pub fn without_secrets(command: &mut Command) -> &mut Command {
    for name in SecretName::ALL {
        command.env_remove(name.variable());
    }
    command
}

/// Why a secret cannot be found or kept.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Others on this machine may read the file.
    #[error("{0} may be read by other users of this machine. Run chmod 600 on it, and replace the secret.")]
    Exposed(PathBuf),
    /// The file cannot be read or written.
    #[error("Cannot use {path}: {}", disk::refusal(.path, .source, "Check that you may read and write it."))]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The variable overrides what was to be changed.
    #[error("The secret comes from {0}, which pivotal cannot change. Unset it.")]
    FromVariable(&'static str),
}

/// Where a secret was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In its variable.
    Environment,
    /// In the keyring of the desktop.
    Keyring,
    /// In a file of the data folder that only its owner reads.
    File,
}

impl Origin {
    /// Returns the name under which JSON knows it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Keyring => "keyring",
            Self::File => "file",
        }
    }
}

/// The places of a secret: the variable, the keyring, a file; the first one counts.
#[derive(Debug, Clone)]
pub struct SecretPlace {
    name: SecretName,
    file: PathBuf,
}

impl SecretPlace {
    /// Takes the data folder, whose file is the last place.
    pub fn new(name: SecretName, folder: &Path) -> Self {
        Self {
            name,
            file: folder.join(name.file()),
        }
    }

    /// Finds the secret, without the blanks around it.
    ///
    /// # Errors
    ///
    /// Says why the file cannot be used.
    pub fn find(&self) -> Result<Option<(SecretString, Origin)>, SecretError> {
        if let Some(text) = self.variable() {
            return Ok(Some((text, Origin::Environment)));
        }
        if let Some(text) = keyring::read(self.name) {
            return Ok(Some((SecretString::from(text), Origin::Keyring)));
        }
        Ok(self.read_file()?.map(|text| (text, Origin::File)))
    }

    /// Keeps a secret: in the keyring if there is one, else in the file.
    ///
    /// # Errors
    ///
    /// Says why the file cannot be written.
    pub fn keep(&self, secret: &SecretString) -> Result<Origin, SecretError> {
        if keyring::write(self.name, secret.expose_secret()) {
            self.remove_file()?;
            return Ok(Origin::Keyring);
        }
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new()
            .prefix(".secret-")
            .tempfile_in(folder)
            .map_err(|source| self.failed(source))?;
        file.write_all(secret.expose_secret().as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(|source| self.failed(source))?;
        file.persist(&self.file)
            .map_err(|error| self.failed(error.error))?;
        Ok(Origin::File)
    }

    /// Keeps a secret that was typed.
    ///
    /// # Errors
    ///
    /// Says why the file cannot be written.
    pub fn keep_text(&self, text: &str) -> Result<Origin, SecretError> {
        self.keep(&SecretString::from(text.trim()))
    }

    /// Forgets the secret; says whether there was one.
    ///
    /// # Errors
    ///
    /// Says why it cannot be forgotten: it comes from the variable, or the file cannot be removed.
    pub fn forget(&self) -> Result<bool, SecretError> {
        if self.variable().is_some() {
            return Err(SecretError::FromVariable(self.name.variable()));
        }
        let was_in_keyring = keyring::remove(self.name);
        Ok(self.remove_file()? || was_in_keyring)
    }

    fn variable(&self) -> Option<SecretString> {
        let text = std::env::var(self.name.variable()).ok()?;
        let text = text.trim();
        (!text.is_empty()).then(|| SecretString::from(text))
    }

    fn read_file(&self) -> Result<Option<SecretString>, SecretError> {
        let file = match OpenOptions::new().read(true).open(&self.file) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(self.failed(source)),
        };
        let mode = file
            .metadata()
            .map_err(|source| self.failed(source))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            return Err(SecretError::Exposed(self.file.clone()));
        }
        let mut text = String::new();
        file.take(MAX_FILE)
            .read_to_string(&mut text)
            .map_err(|source| self.failed(source))?;
        Ok(Some(SecretString::from(text.trim())))
    }

    fn remove_file(&self) -> Result<bool, SecretError> {
        match fs::remove_file(&self.file) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(self.failed(source)),
        }
    }

    fn failed(&self, source: io::Error) -> SecretError {
        SecretError::Io {
            path: self.file.clone(),
            source,
        }
    }
}

/// Returns a digest by which the same texts are known again, and from which they cannot be made.
pub fn fingerprint(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        // A sign that none of them holds, so that their borders count.
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The keyring of the desktop, where the program was built with it.
#[cfg(feature = "keyring")]
mod keyring {
    use keyring::v1::Entry;

    use super::SecretName;

    fn entry(name: SecretName) -> Option<Entry> {
        Entry::new("pivotal", name.entry()).ok()
    }

    pub(super) fn read(name: SecretName) -> Option<String> {
        entry(name)?.get_password().ok()
    }

    pub(super) fn write(name: SecretName, secret: &str) -> bool {
        entry(name).is_some_and(|entry| entry.set_password(secret).is_ok())
    }

    pub(super) fn remove(name: SecretName) -> bool {
        entry(name).is_some_and(|entry| entry.delete_credential().is_ok())
    }
}

/// Stands for the keyring where the program was built without it.
#[cfg(not(feature = "keyring"))]
mod keyring {
    use super::SecretName;

    pub(super) const fn read(_: SecretName) -> Option<String> {
        None
    }

    pub(super) const fn write(_: SecretName, _: &str) -> bool {
        false
    }

    pub(super) const fn remove(_: SecretName) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_private_and_an_exposed_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = SecretPlace::new(SecretName::MailPassword, folder.path());
        let path = folder.path().join("smtp-password");
        assert!(place.read_file().expect("read").is_none());
        place.keep(&SecretString::from("canary two\n")).expect("kept");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        let (found, origin) = place.find().expect("read").expect("there");
        assert_eq!((found.expose_secret(), origin), ("canary two", Origin::File));
        assert!(!format!("{place:?} {found:?}").contains("canary"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
        assert!(matches!(place.find(), Err(SecretError::Exposed(_))));
        assert!(place.remove_file().expect("removed"));
        assert!(!place.forget().expect("nothing there"));
    }

    #[test]
    fn a_fingerprint_knows_the_same_texts_and_their_borders() {
        assert_eq!(fingerprint(&["canary", "b"]), fingerprint(&["canary", "b"]));
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
        assert!(!fingerprint(&["canary"]).contains("canary"));
    }
}
