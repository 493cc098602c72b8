//! Sees whether a token opens the right account and may read what is needed.

use super::Error;
use crate::domain::Portal;
use crate::hubspot::{self, Client, CompanySearch, ContactSearch, Offset};
use crate::workspace::Workspace;

/// What a token opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The account.
    pub portal: Portal,
}

/// Asks for the account, one person and one company; names every scope that is missing.
pub async fn check(workspace: &mut Workspace, client: &Client, mark: &str) -> Result<Checked, Error> {
    let portal = client.portal().await?;
    let mut missing = Vec::new();
    let asked = [
        client.contacts(ContactSearch::Any, Offset::Start).await.map(drop),
        client
            .companies(CompanySearch::Any, Offset::Start)
            .await
            .map(drop),
    ];
    for result in asked {
        match result {
            Err(hubspot::Error::MissingScopes(scopes)) => missing.extend(scopes),
            other => other?,
        }
    }
    if !missing.is_empty() {
        return Err(hubspot::Error::MissingScopes(missing).into());
    }
    remember(workspace, &portal, mark)?;
    Ok(Checked { portal })
}

/// Remembers the account, unless the links are those of another one. One of which the number cannot be seen is taken for
/// the one before.
pub(super) fn remember(workspace: &mut Workspace, portal: &Portal, mark: &str) -> Result<(), Error> {
    let known = workspace.portal()?;
    let here = known.as_ref().map(|known| &known.portal);
    let portal = match (here, portal.id) {
        (Some(here), None) => here,
        (Some(Portal { id: Some(here), .. }), Some(there)) if *here != there => {
            return Err(Error::OtherPortal { here: *here, there });
        }
        (Some(_) | None, _) => portal,
    };
    let is_known = known
        .as_ref()
        .is_some_and(|known| known.portal == *portal && known.token_mark == mark);
    if !is_known {
        workspace.set_portal(portal, mark)?;
    }
    Ok(())
}
