//! `pivotal onboarding`.

use jiff::tz::TimeZone;

use super::phases::{find_phase, find_template, no_phase};
use super::plan_args::{OnboardingCommand, OpenOption};
use super::plan_json::{MovedJson, NotificationJson, OnboardingJson, OnboardingsJson};
use super::release::Held;
use super::{Error, Format, Output, release};
use crate::domain::{
    Change, CustomerId, Date, Field, Onboarding, OnboardingEdit, OnboardingFields, OnboardingState,
    OpenTasks, OthersActive, Outcome, OwnerFields, PhaseMove, Phases, PlannedPhase, SafeText, Schedule,
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
            template,
            another,
        } => {
            let customer = workspace.find_customer(&customer)?;
            let phase = match &phase {
                Some(name) => find_phase(name, phases)?,
                None => phases.first().ok_or_else(no_phase)?,
            };
            let template = match &template {
                Some(name) => find_template(name, phases)?,
                None => None,
            };
            let change = Change::StartOnboarding {
                customer: customer.id,
                onboarding: OnboardingFields {
                    csm: csm
                        .map(|csm| OwnerFields::parse_csm(&csm))
                        .transpose()
                        .map_err(|error| workspace::Error::Invalid(vec![error]))?,
                    target: date(Field::Target, target.as_deref().unwrap_or_default(), workspace)?,
                    phase: phase.phase.clone(),
                    template: template.clone(),
                },
                tasks: phases.tasks_of(&phase.phase, template.as_ref(), today(workspace)),
                others: beside(another),
            };
            let outcome = made(change, "start", workspace)?;
            print(&outcome, phases, workspace, output)
        }
        OnboardingCommand::List { customer } => {
            let customer = customer
                .map(|customer| workspace.find_customer(&customer))
                .transpose()?;
            let of = customer.map(|customer| customer.id);
            let onboardings = workspace.onboardings(of)?;
            list(&onboardings, of, &schedule(phases, workspace), output)
        }
        OnboardingCommand::Edit {
            onboarding,
            csm,
            target,
            reason,
        } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let given = (csm.as_deref(), target.as_deref(), reason.as_deref());
            let edits = edits(given, today(workspace))?;
            let change = Change::EditOnboarding {
                onboarding: onboarding.id,
                edits,
            };
            make(change, phases, workspace, output)
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
            go(&onboarding, phases, how, next, &open, workspace, output)
        }
        OnboardingCommand::Back {
            onboarding,
            to,
            reason,
            another,
            open,
        } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let to = find_phase(&to, phases)?;
            let is_done = onboarding.state == OnboardingState::Done;
            if phases.place(&to.phase) > phases.place(&onboarding.phase)
                || phases.place(&to.phase) == phases.place(&onboarding.phase) && !is_done
            {
                return Err(Error::Invalid(format!(
                    "{} does not come before {}; nothing changed. Use advance or skip to move ahead.",
                    to.phase, onboarding.phase
                )));
            }
            let reason = SafeText::optional(&reason).ok_or_else(|| {
                Error::Invalid("Give the reason with --reason; nothing changed.".to_owned())
            })?;
            let how = PhaseMove::Back {
                to: to.phase.clone(),
                reason,
                others: beside(another),
            };
            go(&onboarding, phases, how, None, &open, workspace, output)
        }
        OnboardingCommand::Skip { onboarding, to, open } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let to = find_phase(&to, phases)?;
            if phases.place(&to.phase) <= phases.place(&onboarding.phase) {
                return Err(Error::Invalid(format!(
                    "{} does not come after {}; nothing changed. Use back --to and --reason to send it back.",
                    to.phase, onboarding.phase
                )));
            }
            let how = PhaseMove::Skip { to: to.phase.clone() };
            go(&onboarding, phases, how, Some(to), &open, workspace, output)
        }
        OnboardingCommand::Pause { onboarding } => {
            let outcome = set_state(
                &onboarding,
                OnboardingState::Paused,
                OthersActive::Refused,
                workspace,
            )?;
            print(&outcome, phases, workspace, output)
        }
        OnboardingCommand::Resume {
            onboarding,
            another,
            release,
        } => {
            let held = if release { Held::Released } else { Held::Kept };
            let mut outcome = set_state(&onboarding, OnboardingState::Active, beside(another), workspace)?;
            let Outcome::OnboardingStateSet { onboarding, status } = &mut outcome else {
                return Ok(());
            };
            let again = format!("pivotal onboarding resume {} --release", onboarding.number);
            let may_leave = status.may_leave.clone();
            if held == Held::Released {
                status.may_leave.clear();
            }
            print(&outcome, phases, workspace, output)?;
            match held {
                Held::Kept => release::offer(&may_leave, &again, output),
                Held::Released => output.note(&release::release(&may_leave, workspace)?),
            }
            Ok(())
        }
    }
}

/// Returns whether an onboarding may become active beside another one.
const fn beside(another: bool) -> OthersActive {
    if another {
        OthersActive::Allowed
    } else {
        OthersActive::Refused
    }
}

/// Makes a change by which an onboarding becomes active; where another one is, says how to do it all the same.
fn made(change: Change, verb: &str, workspace: &mut Workspace) -> Result<Outcome, Error> {
    match workspace.make(change) {
        Ok(done) => Ok(done.outcome),
        Err(error @ workspace::Error::AlreadyActive { .. }) => Err(Error::Invalid(format!(
            "{error} Add --another to {verb} one more."
        ))),
        Err(error) => Err(error.into()),
    }
}

/// Reads the edits that were given: of the CSM, the target, and the reason why that moves.
fn edits(
    (csm, target, reason): (Option<&str>, Option<&str>, Option<&str>),
    today: Date,
) -> Result<Vec<OnboardingEdit>, Error> {
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
        let target = Date::typed(Field::Target, target, today)
            .map_err(|error| workspace::Error::Invalid(vec![error]))?;
        edits.push(OnboardingEdit::Target(target));
    }
    if let Some(reason) = reason {
        edits.push(OnboardingEdit::TargetReason(SafeText::optional(reason)));
    }
    if edits.is_empty() {
        return Err(Error::Invalid(
            "Nothing to change. Give --csm, --target or --reason.".to_owned(),
        ));
    }
    Ok(edits)
}

fn set_state(
    named: &str,
    state: OnboardingState,
    others: OthersActive,
    workspace: &mut Workspace,
) -> Result<Outcome, Error> {
    let onboarding = workspace.find_onboarding(named)?;
    let change = Change::SetOnboardingState {
        onboarding: onboarding.id,
        state,
        others,
    };
    made(change, "resume", workspace)
}

fn go(
    onboarding: &Onboarding,
    phases: &Phases,
    how: PhaseMove,
    entered: Option<&PlannedPhase>,
    open: &OpenOption,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    if let Some(template) = onboarding.template.as_ref().filter(|one| phases.lack(one)) {
        output.note(&format!(
            "The template {template} is not in phases.toml any more: each phase brings the tasks that it has for everybody."
        ));
    }
    let tasks = entered
        .map(|to| phases.tasks_of(&to.phase, onboarding.template.as_ref(), today(workspace)))
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
    let outcome = made(change, "reopen", workspace)?;
    print(&outcome, phases, workspace, output)
}

fn make(
    change: Change,
    phases: &Phases,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let outcome = workspace.make(change)?.outcome;
    print(&outcome, phases, workspace, output)
}

fn print(
    outcome: &Outcome,
    phases: &Phases,
    workspace: &Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let schedule = schedule(phases, workspace);
    let sentence = outcome.sentence();
    match outcome {
        Outcome::OnboardingStarted { onboarding, .. }
        | Outcome::OnboardingEdited { onboarding, .. }
        | Outcome::OnboardingStateSet { onboarding, .. } => {
            output.done(&sentence, &OnboardingJson::new(onboarding, &schedule))
        }
        Outcome::PhaseMoved {
            onboarding,
            notifications,
            ..
        } => output.done(
            &sentence,
            &MovedJson {
                onboarding: OnboardingJson::new(onboarding, &schedule),
                notifications: notifications.iter().map(NotificationJson::from).collect(),
            },
        ),
        _ => Ok(()),
    }
}

/// Reads a day as it is typed; an empty text is none.
pub(super) fn date(field: Field, text: &str, workspace: &Workspace) -> Result<Option<Date>, Error> {
    Date::typed(field, text, today(workspace)).map_err(|error| workspace::Error::Invalid(vec![error]).into())
}

/// Returns the day of the user.
pub(super) fn today(workspace: &Workspace) -> Date {
    Date::of(workspace.now(), &TimeZone::system())
}

/// Returns the day and the plan by which it is judged what is late.
fn schedule(phases: &Phases, workspace: &Workspace) -> Schedule {
    Schedule::at(workspace.now(), TimeZone::system(), phases.clone())
}

fn list(
    onboardings: &[Onboarding],
    of: Option<CustomerId>,
    schedule: &Schedule,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&OnboardingsJson {
            onboardings: onboardings
                .iter()
                .map(|one| OnboardingJson::new(one, schedule))
                .collect(),
        })?,
        Format::Text if onboardings.is_empty() => {
            output.note(match of {
                Some(_) => "No onboardings. Start one: pivotal onboarding start CUSTOMER",
                None => {
                    "No onboardings, beside those of customers who left. Start one: pivotal onboarding start CUSTOMER"
                }
            });
        }
        Format::Text => {
            let rows: Vec<[String; 7]> = onboardings.iter().map(|one| row(one, schedule)).collect();
            output.table(
                [
                    "#",
                    "Customer",
                    "Phase",
                    "State",
                    "In phase",
                    "Target",
                    "Next task",
                ],
                &rows,
            )?;
        }
    }
    Ok(())
}

fn row(one: &Onboarding, schedule: &Schedule) -> [String; 7] {
    let late = if one.is_overdue(schedule) {
        "▲ late, "
    } else {
        ""
    };
    let next = one.next_task.as_ref().map(|task| match task.due {
        Some(due) => format!("{} ({due})", task.title),
        None => task.title.to_string(),
    });
    [
        format!("#{}", one.number),
        one.customer_name.to_string(),
        one.phase.to_string(),
        format!("{late}{}", one.state),
        one.days_in_phase(schedule).to_string(),
        one.target.map(|target| target.to_string()).unwrap_or_default(),
        next.unwrap_or_default(),
    ]
}
