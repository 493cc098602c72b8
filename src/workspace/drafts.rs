//! Lists that were pasted and not added yet: each belongs to one window, and no other one writes to it.

use std::path::{Path, PathBuf};

use super::{Error, Workspace};
use crate::domain::{CustomerId, DraftHead, DraftHolder, DraftId, ListDraft};
use crate::lock::{LockError, RunLock};

/// The most windows that are told apart.
const MOST: u32 = 64;

/// A window on a store, by the lowest number that no other open window has; a list that is kept under a number belongs
/// to the window that has it.
#[derive(Debug, Default)]
pub struct Window {
    /// Its number; 0 where windows cannot be told apart.
    number: u32,
    folder: PathBuf,
    _lock: Option<RunLock>,
}

impl Window {
    /// Takes the lowest number that is free among the windows on the store of a folder.
    pub fn open(folder: &Path) -> Self {
        for number in 1..=MOST {
            match RunLock::take(folder, &lock_name(number)) {
                Ok(lock) => {
                    return Self {
                        number,
                        folder: folder.to_owned(),
                        _lock: Some(lock),
                    };
                }
                Err(LockError::Busy) => {}
                Err(error @ LockError::Io { .. }) => {
                    tracing::warn!(%error, "windows are not told apart");
                    break;
                }
            }
        }
        Self::default()
    }

    /// Takes a number in the folder that has the name now.
    pub(super) fn open_again(&mut self) {
        let folder = std::mem::take(self).folder;
        if !folder.as_os_str().is_empty() {
            *self = Self::open(&folder);
        }
    }

    fn holder(&self, number: u32) -> DraftHolder {
        if number == self.number {
            DraftHolder::ThisWindow
        } else if number == 0 || RunLock::take(&self.folder, &lock_name(number)).is_ok() {
            DraftHolder::Nobody
        } else {
            DraftHolder::OtherWindow
        }
    }
}

fn lock_name(number: u32) -> String {
    format!("window-{number}.lock")
}

impl Workspace {
    /// Lists what is kept for a customer, the latest first.
    pub fn drafts(&mut self, customer: CustomerId) -> Result<Vec<DraftHead>, Error> {
        let kept = self
            .store
            .read(|reader| Ok::<_, Error>(reader.drafts(customer)?))?;
        let heads = kept.into_iter().map(|kept| DraftHead {
            id: kept.id,
            kept_at: kept.kept_at,
            lines: kept.lines,
            first_line: kept.first_line,
            holder: self.window.holder(kept.window),
        });
        Ok(heads.collect())
    }

    /// Makes the id of a list that is not kept yet.
    pub fn new_draft(&mut self) -> DraftId {
        let now = self.clock.now();
        DraftId::from_uuid(self.ids.next(now))
    }

    /// Opens a kept list: one of this window or of none becomes this window's, of another one it is a copy.
    pub fn open_draft(&mut self, id: DraftId) -> Result<Option<ListDraft>, Error> {
        let read = self.store.read(|reader| Ok::<_, Error>(reader.draft(id)?))?;
        let Some((mut draft, window)) = read else {
            return Ok(None);
        };
        let own = self.window.number;
        let is_own = match self.window.holder(window) {
            DraftHolder::ThisWindow => true,
            DraftHolder::OtherWindow => false,
            DraftHolder::Nobody => self
                .store
                .write(|writer| Ok::<_, Error>(writer.hand_draft(id, window, own)?))
                .unwrap_or_else(|error| {
                    tracing::warn!(%error, "a list is opened as a copy");
                    false
                }),
        };
        if !is_own {
            draft.id = self.new_draft();
        }
        Ok(Some(draft))
    }

    /// Keeps a list for this window, in the place of what it held before; an empty one is forgotten.
    pub fn keep_draft(&mut self, draft: &ListDraft) -> Result<(), Error> {
        let (now, window) = (self.clock.now(), self.window.number);
        self.store.write(|writer| {
            if draft.text.is_empty() {
                writer.forget_draft(draft.id)?;
            } else if writer.customer(draft.customer)?.is_none() {
                return Err(Error::NotFound(
                    "The store that is open does not have the customer of this list. Save it elsewhere from your own \
                     editor, or copy it, before you leave it."
                        .to_owned(),
                ));
            } else {
                writer.keep_draft(draft, window, now)?;
            }
            Ok(())
        })
    }

    /// Forgets a list.
    pub fn forget_draft(&mut self, id: DraftId) -> Result<(), Error> {
        self.store.write(|writer| Ok(writer.forget_draft(id)?))
    }
}
