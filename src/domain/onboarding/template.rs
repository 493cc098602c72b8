//! Templates: sets of tasks for the phases, of which an onboarding takes one at its start and keeps it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Phase, PlannedTask, WithSubtasks};
use crate::domain::{Name, NameError, fold};

/// The name of the tasks that the phases have by themselves.
pub const DEFAULT_TEMPLATE: &str = "default";

/// The name of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateName(Name);

impl TemplateName {
    /// Takes a name.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        Name::parse(text).map(Self)
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns whether it is this name, without regard to case.
    pub(super) fn is(&self, name: &str) -> bool {
        fold(self.as_str()) == fold(name.trim())
    }
}

impl fmt::Display for TemplateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for TemplateName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Tasks that onboardings get in place of those that the phases have by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: TemplateName,
    /// The tasks of each phase that it names.
    pub phases: Vec<(Phase, Vec<WithSubtasks<PlannedTask>>)>,
}

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Another one has its name.
    #[error("the template {0} comes twice; give each its own name")]
    Twice(TemplateName),
    /// It has the name of the tasks that the phases have by themselves.
    #[error("the tasks above are the template default; give this one another name")]
    Default,
    /// It names a phase that is not there.
    #[error("the template {template} names the phase {phase}, which is not there; the phases are {known}")]
    NoPhase {
        /// The template.
        template: TemplateName,
        /// What it names.
        phase: Phase,
        /// The names of the phases.
        known: String,
    },
    /// It names a phase twice.
    #[error("the template {0} has the phase {1} twice; put its tasks together")]
    PhaseTwice(TemplateName, Phase),
}
