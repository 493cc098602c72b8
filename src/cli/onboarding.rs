//! `pivotal onboarding`.

use jiff::tz::TimeZone;

use super::plan_args::{OnboardingCommand, OpenOption};
use super::plan_json::{MovedJson, NotificationJson, OnboardingJson, OnboardingsJson};
use super::{Error, Format, Output};
use crate::domain::{
    Change, Date, DateError, Field, FieldError, NewTaskFields, Onboarding, OnboardingEdit, OnboardingFields,
    OnboardingState, OpenTasks, Outcome, OwnerFields, PhaseMove, Phases, PlannedPhase, SafeText,
};
use crate::workspace::{self, Workspace};

pub(super) fn run(
    command: OnboardingCommand,
    phases: &Phases,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        OnboardingCommand::Start {
            customer,
            csm,
            target,
            phase,
        } => {
            let customer = workspace.find_customer(&customer)?;
            let phase = match &phase {
                Some(name) => find_phase(name, phases)?,
                None => phases.first().ok_or_else(no_phase)?,
            };
            let change = Change::StartOnboarding {
                customer: customer.id,
                onboarding: OnboardingFields {
                    csm: csm
                        .map(|csm| OwnerFields::parse_csm(&csm))
                        .transpose()
                        .map_err(|error| workspace::Error::Invalid(vec![error]))?,
                    target: date(Field::Target, target.as_deref().unwrap_or_default())?,
                    phase: phase.phase.clone(),
                },
                tasks: tasks_of(phase, workspace),
            };
            make(change, workspace, output)
        }
        OnboardingCommand::List { customer } => {
            let customer = customer
                .map(|customer| workspace.find_customer(&customer))
                .transpose()?;
            let onboardings = workspace.onboardings(customer.map(|customer| customer.id))?;
            list(&onboardings, workspace, output)
        }
        OnboardingCommand::Edit {
            onboarding,
            csm,
            target,
        } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let edits = edits(csm.as_deref(), target.as_deref())?;
            let change = Change::EditOnboarding {
                onboarding: onboarding.id,
                edits,
            };
            make(change, workspace, output)
        }
        OnboardingCommand::Advance {
            onboarding,
            note,
            open,
        } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let note = note.as_deref().and_then(SafeText::optional);
            let (how, next) = match phases.after(&onboarding.phase) {
                Some(next) => (
                    PhaseMove::Advance {
                        to: next.phase.clone(),
                        note,
                    },
                    Some(next),
                ),
                None => (PhaseMove::Finish { note }, None),
            };
            go(&onboarding, how, next, &open, workspace, output)
        }
        OnboardingCommand::Back {
            onboarding,
            to,
            reason,
            open,
        } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let to = find_phase(&to, phases)?;
            let is_done = onboarding.state == OnboardingState::Done;
            if phases.place(&to.phase) > phases.place(&onboarding.phase)
                || phases.place(&to.phase) == phases.place(&onboarding.phase) && !is_done
            {
                return Err(Error::Invalid(format!(
                    "{} does not come before {}; nothing changed. Go ahead with advance or skip.",
                    to.phase, onboarding.phase
                )));
            }
            let reason = SafeText::optional(&reason).ok_or_else(|| {
                Error::Invalid("Give the reason with --reason; nothing changed.".to_owned())
            })?;
            let how = PhaseMove::Back {
                to: to.phase.clone(),
                reason,
            };
            go(&onboarding, how, None, &open, workspace, output)
        }
        OnboardingCommand::Skip { onboarding, to, open } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let to = find_phase(&to, phases)?;
            if phases.place(&to.phase) <= phases.place(&onboarding.phase) {
                return Err(Error::Invalid(format!(
                    "{} does not come after {}; nothing changed. Send it back with back --to and --reason.",
                    to.phase, onboarding.phase
                )));
            }
            let how = PhaseMove::Skip { to: to.phase.clone() };
            go(&onboarding, how, Some(to), &open, workspace, output)
        }
        OnboardingCommand::Pause { onboarding } => {
            set_state(&onboarding, OnboardingState::Paused, workspace, output)
        }
        OnboardingCommand::Resume { onboarding } => {
            set_state(&onboarding, OnboardingState::Active, workspace, output)
        }
    }
}

/// Reads what is to be changed; an empty value takes a field away.
fn edits(csm: Option<&str>, target: Option<&str>) -> Result<Vec<OnboardingEdit>, Error> {
    let mut edits = Vec::new();
    if let Some(csm) = csm {
        edits.push(OnboardingEdit::Csm(
            SafeText::optional(csm)
                .map(|csm| OwnerFields::parse_csm(csm.as_str()))
                .transpose()
                .map_err(|error| workspace::Error::Invalid(vec![error]))?,
        ));
    }
    if let Some(target) = target {
        edits.push(OnboardingEdit::Target(date(Field::Target, target)?));
    }
    if edits.is_empty() {
        return Err(Error::Invalid(
            "Nothing to change was given. Give --csm or --target.".to_owned(),
        ));
    }
    Ok(edits)
}

fn set_state(
    named: &str,
    state: OnboardingState,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let onboarding = workspace.find_onboarding(named)?;
    let change = Change::SetOnboardingState {
        onboarding: onboarding.id,
        state,
    };
    make(change, workspace, output)
}

fn go(
    onboarding: &Onboarding,
    how: PhaseMove,
    entered: Option<&PlannedPhase>,
    open: &OpenOption,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let tasks = entered
        .map(|phase| tasks_of(phase, workspace))
        .unwrap_or_default();
    let change = Change::MovePhase {
        onboarding: onboarding.id,
        how,
        open: if open.complete_tasks {
            OpenTasks::Complete
        } else {
            OpenTasks::CarryOver
        },
        tasks,
    };
    make(change, workspace, output)
}

fn make(change: Change, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let done = workspace.make(change)?;
    let sentence = done.outcome.sentence();
    match &done.outcome {
        Outcome::OnboardingStarted { onboarding, .. }
        | Outcome::OnboardingEdited { onboarding, .. }
        | Outcome::OnboardingStateSet(onboarding) => {
            output.done(&sentence, &OnboardingJson::from(onboarding))
        }
        Outcome::PhaseMoved {
            onboarding,
            notifications,
            ..
        } => output.done(
            &sentence,
            &MovedJson {
                onboarding: OnboardingJson::from(onboarding),
                notifications: notifications.iter().map(NotificationJson::from).collect(),
            },
        ),
        _ => Ok(()),
    }
}

fn find_phase<'p>(name: &str, phases: &'p Phases) -> Result<&'p PlannedPhase, Error> {
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

fn no_phase() -> Error {
    Error::Invalid("There is no phase; add one to phases.toml.".to_owned())
}

/// Gives the tasks that come with a phase, with their days counted from today.
fn tasks_of(phase: &PlannedPhase, workspace: &Workspace) -> Vec<NewTaskFields> {
    let today = Date::of(workspace.now(), &TimeZone::system());
    let task = |task: &crate::domain::PlannedTask| NewTaskFields {
        title: task.title.clone(),
        assignee: None,
        due: task.due_after_days.map(|days| today.plus_days(i64::from(days))),
        audience: task.audience,
    };
    phase.tasks.iter().map(task).collect()
}

/// Reads a day; an empty text is none.
pub(super) fn date(field: Field, text: &str) -> Result<Option<Date>, Error> {
    Some(text)
        .filter(|text| !text.trim().is_empty())
        .map(str::parse)
        .transpose()
        .map_err(|error: DateError| workspace::Error::Invalid(vec![FieldError::new(field, error)]).into())
}

fn list(onboardings: &[Onboarding], workspace: &Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&OnboardingsJson {
            onboardings: onboardings.iter().map(OnboardingJson::from).collect(),
        })?,
        Format::Text if onboardings.is_empty() => {
            output.note("No onboardings. Start one: pivotal onboarding start CUSTOMER");
        }
        Format::Text => {
            let zone = TimeZone::system();
            let today = Date::of(workspace.now(), &zone);
            let rows: Vec<[String; 7]> = onboardings.iter().map(|one| row(one, today, &zone)).collect();
            output.table(
                ["#", "Customer", "Phase", "State", "Days", "Target", "Next task"],
                &rows,
            )?;
        }
    }
    Ok(())
}

fn row(one: &Onboarding, today: Date, zone: &TimeZone) -> [String; 7] {
    let late = if one.is_overdue(today) { "⚠ " } else { "" };
    let next = one.next_task.as_ref().map(|task| match task.due {
        Some(due) => format!("{} ({due})", task.title),
        None => task.title.to_string(),
    });
    [
        format!("#{}", one.number),
        one.customer_name.to_string(),
        one.phase.to_string(),
        format!("{late}{}", one.state),
        one.days_in_phase(today, zone).to_string(),
        one.target.map(|target| target.to_string()).unwrap_or_default(),
        next.unwrap_or_default(),
    ]
}
