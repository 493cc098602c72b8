//! What was held as a customer left or an onboarding was paused, and whether it goes now that they are back.

use super::{Error, Output};
use crate::domain::{Change, Customer, Notification, NotificationId};
use crate::workspace::Workspace;

/// For how many customers at most it is said how what is held is sent.
const MOST_OFFERED: usize = 5;

/// What becomes of what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// It stays held.
    Kept,
    /// It goes.
    Released,
}

/// Says by which command what stays held is sent, if anything does.
pub(super) fn offer(held_back: &[Notification], again: &str, output: &mut Output<'_>) {
    match held_back {
        [] => {}
        [_] => output.note(&format!("To send it: {again}")),
        _ => output.note(&format!("To send them: {again}")),
    }
}

/// Says by which commands what stays held of some customers is sent, if anything does.
pub(super) fn offer_all(
    held_back: &[Notification],
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    for of_one in held_back
        .chunk_by(|one, next| one.customer_id == next.customer_id)
        .take(MOST_OFFERED)
    {
        if let Some(first) = of_one.first() {
            let customer = workspace.customer(first.customer_id)?;
            offer(of_one, &command(&customer), output);
        }
    }
    Ok(())
}

/// Returns the command that sends what was held back of a customer.
pub(super) fn command(customer: &Customer) -> String {
    format!("pivotal customer edit {} --release", customer.display_id)
}

/// Lets notifications go that were held back, and says what became of them.
pub(super) fn release(held_back: &[Notification], workspace: &mut Workspace) -> Result<String, Error> {
    if held_back.is_empty() {
        return Ok("No held notification can be sent.".to_owned());
    }
    let ids: Vec<NotificationId> = held_back.iter().map(|one| one.id).collect();
    Ok(workspace
        .make(Change::ReleaseNotifications(ids))?
        .outcome
        .sentence())
}
