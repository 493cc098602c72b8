//! `pivotal config`.

use serde::Serialize;

use super::args::ConfigCommand;
use super::{Context, Error, Format, Output, printable};
use crate::config::{DEFAULT_PHASES, default_file};
use crate::domain::SafeText;
use crate::{logging, store};

#[derive(Serialize)]
struct PathsJson {
    config: String,
    data: String,
    log: String,
}

pub(super) fn run(command: ConfigCommand, context: &Context, output: &mut Output<'_>) -> Result<(), Error> {
    match (command, output.format) {
        (ConfigCommand::Path, format) => {
            let paths = &context.paths;
            let paths = PathsJson {
                config: paths.config.display().to_string(),
                data: paths.data.join(store::FILE_NAME).display().to_string(),
                log: paths.state.join(logging::FILE_NAME).display().to_string(),
            };
            match format {
                Format::Json => output.json(&paths)?,
                Format::Text => {
                    for (title, path) in [("config", paths.config), ("data", paths.data), ("log", paths.log)]
                    {
                        output.text(&format!("{title:<8}{}\n", SafeText::clean(&path)))?;
                    }
                }
            }
        }
        (ConfigCommand::Show, Format::Json) => output.json(&context.config)?,
        (ConfigCommand::Show, Format::Text) => output.text(&printable(&context.config.shown()))?,
        (ConfigCommand::Default, _) => output.text(&default_file())?,
        (ConfigCommand::Phases, _) => output.text(DEFAULT_PHASES)?,
    }
    Ok(())
}
