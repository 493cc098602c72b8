//! What the threads work with that deliver notifications and set channels up.

use std::path::{Path, PathBuf};

use crate::app::delivery::DeliveryEvent;
use crate::clock::SystemClock;
use crate::config::{self, Config};
use crate::delivery::{self, Channels};
use crate::domain::{Actor, IdSource, NetworkScope, Sending};
use crate::secrets::SecretError;
use crate::store::{FileId, Store};
use crate::workspace::{self, Workspace};

/// Where the deliveries are made from, and how far they may go.
#[derive(Debug, Clone)]
pub struct DeliveryContext {
    /// The folder of the store and of the secrets.
    pub folder: PathBuf,
    /// The file of the store that the window has open, if it has one: no other is delivered from.
    pub file: Option<FileId>,
    /// The configuration file, which is read anew each time.
    pub config: PathBuf,
    /// How far messages may go.
    pub scope: NetworkScope,
    /// Whether anything is sent.
    pub sending: Sending,
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error(transparent)]
    Config(#[from] config::Error),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    #[error(transparent)]
    Delivery(#[from] delivery::Error),
    #[error("{0}")]
    Refused(String),
    #[error("Nothing can be sent: {0}. Try again.")]
    Io(#[from] std::io::Error),
}

impl DeliveryContext {
    /// Reads how the channels are set up now.
    pub(super) fn channels(&self) -> Result<Channels, Failed> {
        let setup = Config::read(&self.config)?.channels();
        Ok(Channels::find(&setup, &self.folder, self.scope))
    }

    /// Opens the store on a connection of its own, so that nobody waits for a server.
    pub(super) fn workspace(&self) -> Result<Workspace, Failed> {
        let store = Store::open_same(&self.folder, self.file).map_err(workspace::Error::from)?;
        Ok(Workspace::new(
            store,
            Actor::new("Delivery"),
            Box::new(SystemClock),
            IdSource::Random,
        ))
    }

    /// Returns how the channels stand.
    pub(super) fn look(&self) -> Option<DeliveryEvent> {
        let views = self
            .channels()
            .and_then(|channels| Ok(delivery::look(&mut self.workspace()?, &channels)?));
        match views {
            Ok(views) => Some(DeliveryEvent::Looked(views)),
            Err(error) => {
                tracing::warn!(%error, "how the channels stand is not known");
                Some(DeliveryEvent::Unknown(error.to_string()))
            }
        }
    }
}

/// Copies the configuration of the user beside the sample data, where it may be changed without harm.
pub(super) fn copy_config(from: &Path, folder: &Path) -> PathBuf {
    let copy = folder.join("config.toml");
    if let Ok(text) = std::fs::read(from)
        && let Err(error) = std::fs::write(&copy, text)
    {
        tracing::warn!(%error, "the sample data starts without the configuration");
    }
    copy
}
