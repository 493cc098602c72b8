//! Exports of the app: rows into a file that is not there yet.

use std::path::Path;

use super::file_reader::at_home;
use crate::domain::{Existing, SafeText, Selection};
use crate::export::Format;
use crate::workspace::Workspace;

/// Writes rows into a file that is not there yet; the sentence says how many, or why not.
pub(super) fn export(
    workspace: &mut Workspace,
    selection: &Selection,
    path: &Path,
) -> Result<String, String> {
    let name = SafeText::clean(&path.display().to_string());
    let Some(format) = Format::of(path) else {
        return Err(format!(
            "Nothing was written: the name {name} does not say the format. End it in .csv, .tsv, .json or .vcf."
        ));
    };
    workspace
        .export_to_file(selection, format, &at_home(path), Existing::Kept)
        .map(|exported| exported.sentence(&name))
        .map_err(|error| SafeText::clean(&error.to_string()).to_string())
}
