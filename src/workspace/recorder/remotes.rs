//! How what is held of HubSpot is written; it is no part of a history.

use super::Recorder;
use crate::domain::{GoneWhy, HubSpotId, RemoteContact};
use crate::workspace::Error;

impl Recorder<'_> {
    /// Keeps a person of HubSpot as they are now; what is held of HubSpot is no part of a history.
    pub(in crate::workspace) fn put_remote(&self, remote: &RemoteContact) -> Result<(), Error> {
        Ok(self.writer.put_remote(remote)?)
    }

    /// Puts a person under the id that a merge gave them.
    pub(in crate::workspace) fn rename_remote(&self, old: HubSpotId, new: HubSpotId) -> Result<(), Error> {
        Ok(self.writer.rename_remote(old, new)?)
    }

    /// Forgets a person who is not in HubSpot any more.
    pub(in crate::workspace) fn forget_remote(&self, id: HubSpotId) -> Result<(), Error> {
        Ok(self.writer.forget_remote(id)?)
    }

    /// Doubts a record, or notes what became of it.
    pub(in crate::workspace) fn doubt(&self, id: HubSpotId, verdict: Option<GoneWhy>) -> Result<(), Error> {
        Ok(self.writer.doubt(id, verdict)?)
    }

    /// Takes a record out of doubt.
    pub(in crate::workspace) fn trust(&self, id: HubSpotId) -> Result<(), Error> {
        Ok(self.writer.trust(id)?)
    }
}
