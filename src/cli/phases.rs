//! Finds phases and templates by the names that the user gives.

use super::Error;
use crate::domain::{DEFAULT_TEMPLATE, Phases, PlannedPhase, SafeText, TemplateName};

/// Finds a phase by its name.
pub(super) fn find_phase<'p>(name: &str, phases: &'p Phases) -> Result<&'p PlannedPhase, Error> {
    phases.find(name).ok_or_else(|| {
        let known: Vec<&str> = phases
            .all()
            .iter()
            .map(|planned| planned.phase.as_str())
            .collect();
        Error::Invalid(format!(
            "There is no phase {:?}; the phases are {}.",
            SafeText::clean(name).as_str(),
            known.join(", ")
        ))
    })
}

/// Says that there is no phase.
pub(super) fn no_phase() -> Error {
    Error::Invalid("There is no phase; add one to phases.toml.".to_owned())
}

/// Finds a template by its name; none stands for the tasks of the phases themselves.
pub(super) fn find_template(name: &str, phases: &Phases) -> Result<Option<TemplateName>, Error> {
    let name = SafeText::clean(name);
    if let Some(template) = phases.template(name.as_str()) {
        return Ok(Some(template.name.clone()));
    }
    if name.as_str().eq_ignore_ascii_case(DEFAULT_TEMPLATE) {
        return Ok(None);
    }
    let own = phases.templates().iter().map(|template| template.name.as_str());
    let known: Vec<&str> = std::iter::once(DEFAULT_TEMPLATE).chain(own).collect();
    let what = match known.as_slice() {
        [_] => "add one to phases.toml".to_owned(),
        known => format!("the templates are {}", known.join(", ")),
    };
    Err(Error::Invalid(format!(
        "There is no template {:?}; {what}.",
        name.as_str()
    )))
}
