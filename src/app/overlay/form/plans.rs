//! What the forms of onboardings and tasks ask for.

use super::{Form, Pick, Value, text};
use crate::app::editor::TextEditor;
use crate::domain::{
    Assignee, AssigneeFields, Audience, Change, ContactRole, Customer, DEFAULT_TEMPLATE, Date, Email, Field,
    FieldError, Name, NewTaskFields, NoteText, Onboarding, OnboardingEdit, OnboardingFields, OnboardingState,
    OpenTasks, OthersActive, Owner, OwnerFields, Phase, PhaseMove, Phases, SafeText, Schedule, Task,
};

/// Starts an onboarding in the first phase.
pub(super) fn start(
    form: &Form,
    (customer, others): (&Customer, OthersActive),
    schedule: &Schedule,
) -> Result<Change, Vec<FieldError>> {
    let today = schedule.today;
    let mut errors = Vec::new();
    let csm = csm(form).map_err(|error| errors.push(error));
    let target = date(form, Field::Target, today).map_err(|error| errors.push(error));
    let Some(first) = schedule.phases.first() else {
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
                template: schedule
                    .phases
                    .template(&form.text_of(Field::Template))
                    .map(|template| template.name.clone()),
            },
            tasks: Vec::new(),
            others,
        }),
        _ => Err(errors),
    }
}

/// Returns the fields of an onboarding.
pub(super) fn onboarding_fields(csm: Option<&Owner>, target: Option<Date>) -> [(Field, Value); 2] {
    let csm = csm.map(|csm| format!("{} <{}>", csm.name, csm.email));
    [
        (Field::Csm, text(&csm.unwrap_or_default())),
        (Field::Target, text(&day(target))),
    ]
}

/// Returns the field of the template, if there are several to choose from.
pub(super) fn template_field(phases: &Phases) -> Option<(Field, Value)> {
    let own = phases
        .templates()
        .iter()
        .map(|template| template.name.to_string());
    let names: Vec<String> = std::iter::once(DEFAULT_TEMPLATE.to_owned()).chain(own).collect();
    (names.len() > 1).then(|| (Field::Template, Value::Pick(Pick::named(names))))
}

/// Returns an onboarding new values, if any differs.
pub(super) fn edit(form: &Form, before: &Onboarding, today: Date) -> Result<Option<Change>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let csm = csm(form).map_err(|error| errors.push(error));
    let target = date(form, Field::Target, today).map_err(|error| errors.push(error));
    let (Ok(csm), Ok(target)) = (csm, target) else {
        return Err(errors);
    };
    let mut edits = Vec::new();
    if before.csm.as_ref().map(|csm| &csm.email) != csm.as_ref().map(|csm| &csm.email) {
        edits.push(OnboardingEdit::Csm(csm));
    }
    let reason = SafeText::optional(&form.text_of(Field::TargetReason));
    if before.target != target {
        if let (Some(slip), None) = (before.slip(target), &reason) {
            return Err(vec![slip.unexplained()]);
        }
        edits.push(OnboardingEdit::Target(target));
    }
    if reason.is_some() {
        edits.push(OnboardingEdit::TargetReason(reason));
    }
    Ok((!edits.is_empty()).then_some(Change::EditOnboarding {
        onboarding: before.id,
        edits,
    }))
}

/// Moves an onboarding on; the tasks of the phase that is entered come later.
pub(super) fn advance(form: &Form, onboarding: &Onboarding, to: Option<Phase>) -> Change {
    let note = SafeText::optional(&form.text_of(Field::Note));
    let open = form.fields.iter().find_map(|field| match field.value {
        Value::OpenTasks { choice, .. } => Some(choice),
        Value::Text(_)
        | Value::Lines(_)
        | Value::Status(_)
        | Value::Audience(_)
        | Value::Security(_)
        | Value::Pick(_)
        | Value::Hidden(_) => None,
    });
    Change::MovePhase {
        onboarding: onboarding.id,
        how: match to {
            Some(to) => PhaseMove::Advance { to, note },
            None => PhaseMove::Finish { note },
        },
        open: open.unwrap_or(OpenTasks::CarryOver),
        tasks: Vec::new(),
    }
}

/// Returns the fields of a task, or those of a new one.
pub(super) fn task_fields(task: Option<&Task>) -> [(Field, Value); 5] {
    let assignee = task.and_then(|task| task.assignee.as_ref().map(Assignee::typed));
    let note = task.and_then(|task| task.note.as_ref().map(NoteText::as_str));
    [
        (Field::TITLE, text(task.map_or("", |task| task.title.as_str()))),
        (Field::Assignee, text(&assignee.unwrap_or_default())),
        (Field::Due, text(&day(task.and_then(|task| task.due)))),
        (
            Field::Audience,
            Value::Audience(task.map_or(Audience::Internal, |task| task.audience)),
        ),
        (
            Field::Note,
            Value::Lines(TextEditor::new(note.unwrap_or_default())),
        ),
    ]
}

/// Reads a task.
pub(super) fn task(form: &Form, today: Date) -> Result<NewTaskFields, Vec<FieldError>> {
    let mut errors = Vec::new();
    let title = Name::parse(&form.text_of(Field::TITLE))
        .map_err(|_| errors.push(FieldError::new(Field::TITLE, "Type what needs to be done.")));
    let assignee = optional(&form.text_of(Field::Assignee), assignee).map_err(|error| errors.push(error));
    let due = date(form, Field::Due, today).map_err(|error| errors.push(error));
    let audience = form
        .fields
        .iter()
        .find_map(|field| match field.value {
            Value::Audience(audience) => Some(audience),
            Value::Text(_)
            | Value::Lines(_)
            | Value::Status(_)
            | Value::OpenTasks { .. }
            | Value::Security(_)
            | Value::Pick(_)
            | Value::Hidden(_) => None,
        })
        .unwrap_or(Audience::Internal);
    let note = optional(&form.text_of(Field::Note), |text| {
        NoteText::parse(text).map_err(|error| FieldError::new(Field::Note, error))
    });
    let note = note.map_err(|error| errors.push(error));
    match (title, assignee, due, note) {
        (Ok(title), Ok(assignee), Ok(due), Ok(note)) => Ok(NewTaskFields {
            title,
            assignee,
            due,
            audience,
            note,
        }),
        (Ok(_) | Err(()), ..) => Err(errors),
    }
}

/// Reads who does a task: a role, or an address.
fn assignee(text: &str) -> Result<AssigneeFields, FieldError> {
    match ContactRole::addressed(text) {
        Some(role) => role
            .map(AssigneeFields::Role)
            .map_err(|error| FieldError::new(Field::Assignee, error)),
        None => Email::parse(text)
            .map(AssigneeFields::Named)
            .map_err(|error| FieldError::new(Field::Assignee, error)),
    }
}

/// Sends an onboarding back.
pub(super) fn back(
    form: &Form,
    (onboarding, others): (&Onboarding, OthersActive),
    phases: &Phases,
) -> Result<Change, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = form.text_of(Field::Phase);
    let to = phases.find(&name).filter(|to| {
        phases.place(&to.phase) < phases.place(&onboarding.phase)
            || phases.place(&onboarding.phase).is_none()
            || onboarding.state == OnboardingState::Done
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
        errors.push(FieldError::new(Field::Note, "Type why it is sent back."));
    }
    match (to, reason) {
        (Some(to), Some(reason)) => Ok(Change::MovePhase {
            onboarding: onboarding.id,
            how: PhaseMove::Back {
                to: to.phase.clone(),
                reason,
                others,
            },
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        }),
        _ => Err(errors),
    }
}

fn csm(form: &Form) -> Result<Option<OwnerFields>, FieldError> {
    optional(&form.text_of(Field::Csm), OwnerFields::parse_csm)
}

fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, FieldError>) -> Result<Option<T>, FieldError> {
    match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some),
    }
}

fn date(form: &Form, field: Field, today: Date) -> Result<Option<Date>, FieldError> {
    Date::typed(field, &form.text_of(field), today)
}
