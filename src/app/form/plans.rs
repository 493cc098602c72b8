//! What the forms of onboardings and tasks ask for.

use super::{Form, Value};
use crate::domain::{
    AssigneeFields, Audience, Change, Customer, Date, Email, Field, FieldError, Name, NewTaskFields,
    Onboarding, OnboardingFields, OpenTasks, OwnerFields, PhaseMove, Phases, SafeText,
};

/// Starts an onboarding in the first phase.
pub(super) fn start(form: &Form, customer: &Customer, phases: &Phases) -> Result<Change, Vec<FieldError>> {
    let mut errors = Vec::new();
    let csm = optional(&form.text_of(Field::Owner), OwnerFields::parse).map_err(|error| errors.push(error));
    let target = date(form, Field::Target).map_err(|error| errors.push(error));
    let Some(first) = phases.first() else {
        return Err(vec![FieldError::new(
            Field::Phase,
            "There is no phase; add one to phases.toml.",
        )]);
    };
    match (csm, target) {
        (Ok(csm), Ok(target)) => Ok(Change::StartOnboarding {
            customer: customer.id,
            onboarding: OnboardingFields {
                csm,
                target,
                phase: first.phase.clone(),
            },
            tasks: Vec::new(),
        }),
        _ => Err(errors),
    }
}

/// Adds a task.
pub(super) fn task(form: &Form, onboarding: &Onboarding) -> Result<Change, Vec<FieldError>> {
    let mut errors = Vec::new();
    let title = Name::parse(&form.text_of(Field::Title))
        .map_err(|_| errors.push(FieldError::new(Field::Title, "Type what is to be done.")));
    let assignee = optional(&form.text_of(Field::Assignee), |text| {
        Email::parse(text)
            .map(AssigneeFields::Named)
            .map_err(|error| FieldError::new(Field::Assignee, error))
    })
    .map_err(|error| errors.push(error));
    let due = date(form, Field::Due).map_err(|error| errors.push(error));
    let audience = form
        .fields
        .iter()
        .find_map(|field| match field.value {
            Value::Audience(audience) => Some(audience),
            Value::Text(_) | Value::Status(_) | Value::Security(_) | Value::Hidden(_) => None,
        })
        .unwrap_or(Audience::Internal);
    match (title, assignee, due) {
        (Ok(title), Ok(assignee), Ok(due)) => Ok(Change::AddTask {
            onboarding: onboarding.id,
            task: NewTaskFields {
                title,
                assignee,
                due,
                audience,
            },
        }),
        _ => Err(errors),
    }
}

/// Sends an onboarding back.
pub(super) fn back(form: &Form, onboarding: &Onboarding, phases: &Phases) -> Result<Change, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = form.text_of(Field::Phase);
    let to = phases.find(&name).filter(|to| {
        phases.place(&to.phase) < phases.place(&onboarding.phase)
            || phases.place(&onboarding.phase).is_none()
            || onboarding.state == crate::domain::OnboardingState::Done
    });
    if to.is_none() {
        let before = phases.place(&onboarding.phase).unwrap_or(phases.all().len());
        let names: Vec<&str> = phases
            .all()
            .iter()
            .take(before)
            .map(|planned| planned.phase.as_str())
            .collect();
        let text = match names.as_slice() {
            [] => "There is no phase before this one.".to_owned(),
            names => format!("Type an earlier phase: {}.", names.join(", ")),
        };
        errors.push(FieldError::new(Field::Phase, text));
    }
    let reason = SafeText::optional(&form.text_of(Field::Note));
    if reason.is_none() {
        errors.push(FieldError::new(Field::Note, "Type why it goes back."));
    }
    match (to, reason) {
        (Some(to), Some(reason)) => Ok(Change::MovePhase {
            onboarding: onboarding.id,
            how: PhaseMove::Back {
                to: to.phase.clone(),
                reason,
            },
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        }),
        _ => Err(errors),
    }
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, FieldError>) -> Result<Option<T>, FieldError> {
    match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some),
    }
}

fn date(form: &Form, field: Field) -> Result<Option<Date>, FieldError> {
    optional(&form.text_of(field), |text| {
        text.parse()
            .map_err(|error: crate::domain::DateError| FieldError::new(field, error))
    })
}
