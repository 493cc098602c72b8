//! What is set of a model, put together with its key.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::SettingsError;
use crate::domain::{ModelKind, ModelSetup, ModelView, NetworkScope};
use crate::safe_url::{SafeUrl, UnsafeUrl};
use crate::secrets::{SecretName, SecretPlace, fingerprint};

/// A model as it is set up; the key does not show in its debug output.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(super) base: SafeUrl,
    pub(super) kind: ModelKind,
    pub(super) model: String,
    pub(super) key: Option<SecretString>,
}

impl Settings {
    /// Puts what is set together with the key of a data folder; a model on this machine needs none.
    ///
    /// # Errors
    ///
    /// Says what is missing or wrong, and what to do.
    pub fn find(setup: &ModelSetup, folder: &Path, scope: NetworkScope) -> Result<Self, SettingsError> {
        let endpoint = setup.endpoint.trim();
        if endpoint.is_empty() {
            return Err(SettingsError::Missing);
        }
        let base = SafeUrl::parse(endpoint).map_err(|error| match error {
            UnsafeUrl::Malformed | UnsafeUrl::Decorated => SettingsError::Malformed,
            UnsafeUrl::InClear => SettingsError::InClear,
        })?;
        let is_near = base.is_this_machine();
        if scope == NetworkScope::ThisMachine && !is_near {
            return Err(SettingsError::Far);
        }
        let model = setup.model.trim();
        if model.is_empty() {
            return Err(SettingsError::NoModel);
        }
        let key = SecretPlace::new(SecretName::ModelKey, folder)
            .find()?
            .map(|(key, _)| key)
            .filter(|key| !key.expose_secret().is_empty());
        if key.is_none() && !is_near {
            return Err(SettingsError::NoKey);
        }
        Ok(Self {
            base,
            kind: setup.kind,
            model: model.to_owned(),
            key,
        })
    }

    /// Returns what the user is shown before anything is sent.
    pub fn view(&self) -> ModelView {
        ModelView {
            url: self.url(),
            model: self.model.clone(),
        }
    }

    /// Returns a mark by which the same settings are known again.
    pub fn fingerprint(&self) -> String {
        let key = self.key.as_ref().map_or("", |key| key.expose_secret());
        fingerprint(&[&self.url(), &self.model, key])
    }

    /// Returns the address to which a text is sent.
    pub(super) fn url(&self) -> String {
        self.base.join(match self.kind {
            ModelKind::OpenAi => "/chat/completions",
            ModelKind::Anthropic => "/messages",
        })
    }
}
