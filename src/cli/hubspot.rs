//! `pivotal hubspot`: connect, disconnect, status.

use std::path::Path;

use jiff::tz::TimeZone;

use super::args::HubSpotCommand;
use super::json::StatusJson;
use super::sync::block_on;
use super::{Error, Format, Output, secret_input};
use crate::domain::{Integration, SafeText, SyncBlocker, Timestamp};
use crate::hubspot::{Access, FoundToken, Token};
use crate::sync::check;
use crate::workspace::Workspace;

pub(super) fn run(
    command: HubSpotCommand,
    folder: &Path,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let access = Access::from_environment(folder);
    match command {
        HubSpotCommand::Connect => connect(&access, workspace, output),
        HubSpotCommand::Disconnect => {
            let was = access
                .tokens
                .forget()
                .map_err(|error| Error::Invalid(error.to_string()))?;
            let sentence = if was {
                "Disconnected: the token was removed. All contacts stay as they are."
            } else {
                "There was no token. All contacts stay as they are."
            };
            output.done(sentence, &status(&access, workspace)?)?;
            Ok(())
        }
        HubSpotCommand::Status => {
            let status = status(&access, workspace)?;
            match output.format {
                Format::Json => output.json(&status)?,
                Format::Text => show(&status, &workspace.integration()?, output)?,
            }
            Ok(())
        }
    }
}

/// Reads a token, checks it with HubSpot, and keeps it only if it holds.
fn connect(access: &Access, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let text = secret_input::read("token", output)?;
    let token = Token::parse(&text).map_err(|error| Error::Invalid(error.to_string()))?;
    let client = access.client(token.clone())?;
    let account = block_on(check(workspace, &client, &token.fingerprint()))?
        .map_err(|error| Error::Remote(error.to_string()))?;
    let kept = access
        .tokens
        .keep(&token)
        .map_err(|error| Error::Failed(error.to_string()))?;
    output.done(
        &format!(
            "Connected to {}. The token is saved in the {}. Now run `pivotal sync`.",
            account,
            kept.key()
        ),
        &status(access, workspace)?,
    )?;
    Ok(())
}

fn status(access: &Access, workspace: &mut Workspace) -> Result<StatusJson, Error> {
    let integration = workspace.integration()?;
    let found = access.tokens.find();
    let (state, token) = match (&found, &integration.fault) {
        (Ok(None), _) => ("needs_token", "none"),
        (Err(_), _) => ("needs_token", "unusable"),
        (Ok(Some(FoundToken { origin, .. })), Some(fault)) => {
            let state = match fault.kind.blocker() {
                Some(SyncBlocker::Scopes) => "missing_scopes",
                Some(SyncBlocker::Paused) => "rate_limited",
                Some(SyncBlocker::Token) => "needs_token",
                Some(SyncBlocker::Offline) => "offline",
                Some(SyncBlocker::Fault) | None => "connected",
            };
            (state, origin.key())
        }
        (Ok(Some(FoundToken { origin, .. })), None) => ("connected", origin.key()),
    };
    let message = match &found {
        Err(error) => Some(error.to_string()),
        Ok(_) => integration.fault.as_ref().map(|fault| fault.message.clone()),
    };
    Ok(StatusJson {
        state,
        token,
        account: integration.account,
        last_full_at: integration.full_at,
        last_incremental_at: integration.incremental_at,
        linked: integration.linked,
        gone: integration.gone,
        unlinked: integration.unlinked,
        held: integration.held,
        message,
    })
}

fn show(status: &StatusJson, integration: &Integration, output: &mut Output<'_>) -> Result<(), Error> {
    let zone = TimeZone::system();
    let time = |at: Option<Timestamp>| at.map_or_else(|| "never".to_owned(), |at| at.minute_in(&zone));
    let mut lines = vec![
        ("state", status.state.replace('_', " ")),
        ("token", status.token.to_owned()),
        (
            "account",
            status
                .account
                .map_or_else(|| "none yet".to_owned(), |id| id.to_string()),
        ),
        ("last full", time(integration.full_at)),
        (
            "last sync",
            time(integration.incremental_at.max(integration.full_at)),
        ),
        ("linked", integration.linked.to_string()),
        ("gone", integration.gone.to_string()),
        ("unlinked", integration.unlinked.to_string()),
    ];
    if let Some(message) = &status.message {
        lines.push(("last error", SafeText::clean(message).to_string()));
    }
    for (title, value) in lines {
        output.line(&format!("{title:<12}{value}"))?;
    }
    Ok(())
}
