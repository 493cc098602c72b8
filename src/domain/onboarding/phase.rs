//! The phases through which an onboarding goes, in the order that the configuration gives them.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{DEFAULT_TEMPLATE, PlannedPhase, Template, TemplateError, TemplateName, WithSubtasks};
use crate::domain::{Date, Name, NameError, NewTaskFields, fold};

/// A phase of an onboarding, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phase(Name);

impl Phase {
    /// Takes a name.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        Name::parse(text).map(Self)
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Phase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// All phases in their order, never empty, and the templates with other tasks for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phases {
    planned: Arc<[PlannedPhase]>,
    templates: Arc<[Template]>,
}

/// Why phases cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhasesError {
    /// There is none.
    #[error("there is no phase; name one at least")]
    None,
    /// One comes twice.
    #[error("the phase {0} comes twice; give each its own name")]
    Twice(Phase),
}

impl Phases {
    /// Takes phases in their order.
    pub fn new(phases: Vec<PlannedPhase>) -> Result<Self, PhasesError> {
        if phases.is_empty() {
            return Err(PhasesError::None);
        }
        for (place, one) in phases.iter().enumerate() {
            if phases
                .iter()
                .take(place)
                .any(|other| same(&other.phase, &one.phase))
            {
                return Err(PhasesError::Twice(one.phase.clone()));
            }
        }
        Ok(Self {
            planned: phases.into(),
            templates: Arc::default(),
        })
    }

    /// Takes templates, whose phases are all here.
    pub fn with_templates(self, templates: Vec<Template>) -> Result<Self, TemplateError> {
        for (place, one) in templates.iter().enumerate() {
            self.demand_usable(one)?;
            let before = templates.iter().take(place);
            if before.into_iter().any(|other| other.name.is(one.name.as_str())) {
                return Err(TemplateError::Twice(one.name.clone()));
            }
        }
        Ok(Self {
            templates: templates.into(),
            ..self
        })
    }

    fn demand_usable(&self, template: &Template) -> Result<(), TemplateError> {
        if template.name.is(DEFAULT_TEMPLATE) {
            return Err(TemplateError::Default);
        }
        for (place, (phase, _)) in template.phases.iter().enumerate() {
            if self.place(phase).is_none() {
                let known: Vec<&str> = self.planned.iter().map(|one| one.phase.as_str()).collect();
                return Err(TemplateError::NoPhase {
                    template: template.name.clone(),
                    phase: phase.clone(),
                    known: known.join(", "),
                });
            }
            if template
                .phases
                .iter()
                .take(place)
                .any(|(other, _)| same(other, phase))
            {
                return Err(TemplateError::PhaseTwice(template.name.clone(), phase.clone()));
            }
        }
        Ok(())
    }

    /// Returns the templates beside the tasks that the phases have by themselves.
    pub fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// Returns whether a template is not there any more.
    pub fn lack(&self, template: &TemplateName) -> bool {
        self.template(template.as_str()).is_none()
    }

    /// Finds a template by its name, without regard to case.
    pub fn template(&self, name: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.name.is(name))
    }

    /// Returns the tasks of an onboarding that enters a phase on a day: those of its template, or those of the phase where
    /// that does not name it or is not there any more.
    pub fn tasks_of(
        &self,
        phase: &Phase,
        template: Option<&TemplateName>,
        day: Date,
    ) -> Vec<WithSubtasks<NewTaskFields>> {
        let Some(planned) = self.find(phase.as_str()) else {
            return Vec::new();
        };
        let template = template.and_then(|name| self.template(name.as_str()));
        let own = template.and_then(|one| one.phases.iter().find(|(own, _)| same(own, phase)));
        planned.dated(own.map_or(&planned.tasks, |(_, tasks)| tasks), day)
    }

    /// Returns the phases in their order.
    pub fn all(&self) -> &[PlannedPhase] {
        &self.planned
    }

    /// Returns the first phase.
    pub fn first(&self) -> Option<&PlannedPhase> {
        self.planned.first()
    }

    /// Finds a phase by its name, without regard to case.
    pub fn find(&self, name: &str) -> Option<&PlannedPhase> {
        let wanted = fold(name.trim());
        self.planned
            .iter()
            .find(|planned| fold(planned.phase.as_str()) == wanted)
    }

    /// Returns the phase after another one; the first if that one is not planned any more, none after the last.
    pub fn after(&self, phase: &Phase) -> Option<&PlannedPhase> {
        match self.place(phase) {
            Some(place) => self.planned.get(place + 1),
            None => self.planned.first(),
        }
    }

    /// Returns the place of a phase in the order.
    pub fn place(&self, phase: &Phase) -> Option<usize> {
        self.planned
            .iter()
            .position(|planned| same(&planned.phase, phase))
    }
}

fn same(one: &Phase, other: &Phase) -> bool {
    fold(one.as_str()) == fold(other.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Audience, PlannedDue, PlannedTask};

    fn phases(names: &[&str]) -> Result<Phases, PhasesError> {
        let planned = names.iter().map(|name| PlannedPhase {
            phase: Phase::parse(name).expect("a phase"),
            days: 7,
            tasks: Vec::new(),
        });
        Phases::new(planned.collect())
    }

    #[test]
    fn phases_follow_one_another_and_are_found_in_any_case() {
        let all = phases(&["Kickoff", "UAT", "Launch"]).expect("phases");
        let uat = all.find(" uat ").expect("there").phase.clone();
        assert_eq!(all.after(&uat).map(|next| next.phase.as_str()), Some("Launch"));
        let launch = all.find("LAUNCH").expect("there").phase.clone();
        assert_eq!(all.after(&launch), None);
        let old = Phase::parse("Discovery").expect("a phase");
        assert_eq!(all.after(&old).map(|next| next.phase.as_str()), Some("Kickoff"));
    }

    fn titled(title: &str) -> WithSubtasks<PlannedTask> {
        let task = PlannedTask {
            title: Name::parse(title).expect("a title"),
            audience: Audience::Internal,
            due: Some(PlannedDue::BeforeEnd(2)),
            assignee: None,
            note: None,
        };
        task.into()
    }

    fn template(name: &str, phases: &[&str]) -> Template {
        Template {
            name: TemplateName::parse(name).expect("a name"),
            phases: phases
                .iter()
                .map(|phase| (Phase::parse(phase).expect("a phase"), vec![titled("Own")]))
                .collect(),
        }
    }

    #[test]
    fn a_template_has_tasks_of_its_own_for_the_phases_that_it_names() {
        let mut planned = phases(&["Kickoff", "UAT"]).expect("phases").all().to_vec();
        for phase in &mut planned {
            phase.tasks.push(titled("Common"));
        }
        let all = Phases::new(planned).expect("phases");
        let all = all.with_templates(vec![template("Enterprise", &["kickoff"])]);
        let all = all.expect("templates");
        let day: Date = "2026-12-01".parse().expect("a day");
        let tasks = |phase: &str, template: Option<&str>| {
            let template = template.map(|name| TemplateName::parse(name).expect("a name"));
            let phase = Phase::parse(phase).expect("a phase");
            let tasks = all.tasks_of(&phase, template.as_ref(), day);
            let told = |one: WithSubtasks<NewTaskFields>| {
                format!("{} {}", one.task.title, one.task.due.expect("a day"))
            };
            tasks.into_iter().map(told).collect::<Vec<_>>()
        };
        for (phase, template, wanted) in [
            ("Kickoff", Some("enterprise"), &["Own 2026-12-06"][..]),
            ("Kickoff", None, &["Common 2026-12-06"]),
            ("UAT", Some("enterprise"), &["Common 2026-12-06"]),
            ("Kickoff", Some("gone"), &["Common 2026-12-06"]),
            ("Discovery", Some("enterprise"), &[]),
        ] {
            assert_eq!(tasks(phase, template), wanted, "{phase} {template:?}");
        }
    }

    #[test]
    fn a_template_that_cannot_be_used_is_refused() {
        for (templates, wanted) in [
            (
                vec![template("A", &[]), template("a", &[])],
                "the template a comes twice; give each its own name",
            ),
            (
                vec![template("Default", &[])],
                "the tasks above are the template default; give this one another name",
            ),
            (
                vec![template("A", &["Launch"])],
                "the template A names the phase Launch, which is not there; the phases are Kickoff, UAT",
            ),
            (
                vec![template("A", &["UAT", "uat"])],
                "the template A has the phase uat twice; put its tasks together",
            ),
        ] {
            let all = phases(&["Kickoff", "UAT"]).expect("phases");
            let error = all.with_templates(templates).expect_err("refused");
            assert_eq!(error.to_string(), wanted);
        }
    }

    #[test]
    fn none_and_two_of_a_name_are_refused() {
        assert_eq!(phases(&[]), Err(PhasesError::None));
        assert!(matches!(phases(&["UAT", "uat"]), Err(PhasesError::Twice(_))));
    }
}
