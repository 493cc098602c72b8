//! `pivotal sandbox`: the stand-in for HubSpot, to try things out with no account.

use super::{Error, Output};
use crate::sandbox::{ABSENT, Rules, Sandbox, TOKEN, demo_portal};

pub(super) fn run(port: u16, output: &mut Output<'_>) -> Result<(), Error> {
    if let Some(sentence) = ABSENT {
        return Err(Error::Failed(sentence.to_owned()));
    }
    let sandbox = Sandbox::start(demo_portal(), Rules::default(), port).map_err(|error| {
        Error::Failed(format!(
            "The sandbox cannot listen on port {port}: {error}. Choose another with --port."
        ))
    })?;
    let url = sandbox.url();
    output.line(&format!(
        "The HubSpot sandbox runs at {url} until you stop this command. In another terminal:"
    ))?;
    output.line("")?;
    output.line(&format!(
        "  export PIVOTAL_HUBSPOT_URL={url} PIVOTAL_HUBSPOT_TOKEN={TOKEN}"
    ))?;
    output.line("  pivotal sync")?;
    output.results.flush()?;
    sandbox.wait();
    Ok(())
}
