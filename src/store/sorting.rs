//! How lists were sorted last, in a file beside the store: it belongs to this machine, and no team shares it.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use super::Store;
use super::backup::UNFINISHED;
use super::waiting::folder_of;
use crate::domain::ListOrders;

/// The name of the file.
const SORTING: &str = "sorting.json";

impl Store {
    /// Returns how lists were sorted when that was last kept; a file that cannot be read is as none.
    pub fn list_orders(&self) -> ListOrders {
        let text = self.sorting().and_then(|path| fs::read(path).ok());
        text.and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }

    /// Keeps how lists are sorted; where nothing can be written, the usual order holds next time.
    pub fn keep_list_orders(&self, orders: ListOrders) {
        let Some(path) = self.sorting() else { return };
        let written = || {
            let folder = path.parent().unwrap_or(&path);
            let mut file = NamedTempFile::with_prefix_in(UNFINISHED, folder)?;
            file.write_all(&serde_json::to_vec(&orders)?)?;
            file.persist(&path)?;
            Ok::<(), std::io::Error>(())
        };
        if let Err(error) = written() {
            tracing::warn!(%error, "the order of lists is not kept");
        }
    }

    /// Returns the path of the file; none for a store in memory.
    fn sorting(&self) -> Option<PathBuf> {
        folder_of(&self.path).map(|folder| folder.join(SORTING))
    }
}
