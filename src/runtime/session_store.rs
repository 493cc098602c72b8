//! Opens the store of a session: the user's own, or sample data in a temporary folder.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::run::{Error, Options};
use crate::app::Data;
use crate::clock::SystemClock;
use crate::delivery::TemplateRenderer;
use crate::domain::IdSource;
use crate::store::Store;
use crate::workspace::{self, Window, Workspace};

/// Where the store of a session stands.
pub(super) struct SessionStore {
    /// Its file.
    pub(super) file: PathBuf,
    /// Which data it holds.
    pub(super) data: Data,
    /// The folder of sample data, removed with this.
    pub(super) sample: Option<TempDir>,
}

impl SessionStore {
    /// Opens the store.
    pub(super) fn open(options: &Options, data: Data) -> Result<(Self, Workspace), Error> {
        let sample = match data {
            Data::Own => None,
            Data::Sample => Some(
                tempfile::Builder::new()
                    .prefix("pivotal-sample-")
                    .permissions(Permissions::from_mode(0o700))
                    .tempdir()?,
            ),
        };
        let folder = sample.as_ref().map_or(options.folder.as_path(), TempDir::path);
        let store = Store::open(folder).map_err(workspace::Error::from)?;
        let file = store.path().to_owned();
        let mut workspace = Workspace::new(
            store,
            options.actor.clone(),
            Box::new(SystemClock),
            IdSource::Random,
        )
        .in_window(Window::open(folder))
        .in_session()
        .with_sending(options.sending)
        .with_roles(&options.roles)
        .with_renderer(Box::new(TemplateRenderer::new(
            options.templates.clone(),
            &options.portal_url,
        )));
        if data == Data::Sample {
            workspace.load_sample(&options.phases)?;
        }
        Ok((Self { file, data, sample }, workspace))
    }

    /// Returns the folder of the store.
    pub(super) fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }
}
