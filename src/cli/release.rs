//! What was held as a customer left or an onboarding was paused, and whether it goes now that they are back.

use super::{Error, Output};
use crate::domain::{Change, Notification, NotificationId};
use crate::workspace::Workspace;

/// What becomes of what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// It stays held.
    Kept,
    /// It goes.
    Released,
}

/// Lets notifications go that were held back, or says how to; `again` is the command that does it.
pub(super) fn settle(
    held_back: &[Notification],
    held: Held,
    again: &str,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let ids: Vec<NotificationId> = held_back.iter().map(|one| one.id).collect();
    match (ids.is_empty(), held) {
        (true, Held::Kept) => {}
        (true, Held::Released) => output.note("Nothing is held that could go."),
        (false, Held::Kept) => output.note(&format!("Let it go: {again}")),
        (false, Held::Released) => {
            let done = workspace.make(Change::ReleaseNotifications(ids))?;
            output.note(&done.outcome.sentence());
        }
    }
    Ok(())
}
