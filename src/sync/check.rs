//! Sees whether a token opens the right account and may read what is needed.

use super::SyncError;
use super::source::Source;
use crate::domain::RemoteAccount;
use crate::workspace::Workspace;

/// Reads the account that the token of a source opens, and remembers it; fails if the token may not read all that is needed.
pub async fn check(
    workspace: &mut Workspace,
    source: &impl Source,
    fingerprint: &str,
) -> Result<RemoteAccount, SyncError> {
    let account = source.account().await?;
    source.check_access().await?;
    remember(workspace, &account, fingerprint)?;
    Ok(account)
}

/// Remembers the account, unless the links are those of another one. One of which the number cannot be seen is taken for
/// the one before.
pub(super) fn remember(
    workspace: &mut Workspace,
    account: &RemoteAccount,
    fingerprint: &str,
) -> Result<(), SyncError> {
    let known = workspace.account()?;
    let here = known.as_ref().map(|known| &known.account);
    let account = match (here, account.id) {
        (Some(here), None) => here,
        (Some(RemoteAccount { id: Some(here), .. }), Some(there)) if *here != there => {
            return Err(SyncError::OtherAccount { here: *here, there });
        }
        (Some(_) | None, _) => account,
    };
    let is_known = known
        .as_ref()
        .is_some_and(|known| known.account == *account && known.token_fingerprint == fingerprint);
    if !is_known {
        workspace.set_account(account, fingerprint)?;
    }
    Ok(())
}
