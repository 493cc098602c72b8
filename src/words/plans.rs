//! What onboardings say of themselves once they were started, moved or edited.

use super::custom_field;
use super::outcome::count;
use crate::domain::{Field, Onboarding, OnboardingState, OpenTasks};

/// Returns that an onboarding was started, with so many tasks.
pub(super) fn started(onboarding: &Onboarding, tasks: usize) -> String {
    let with = match tasks {
        0 => String::new(),
        tasks => format!(", with {}", count(tasks, "task")),
    };
    let by = onboarding.template.as_ref();
    let by = by.map(|name| format!(" by the template {name}"));
    format!(
        "Started onboarding #{} of {} in {}{}{with}.",
        onboarding.number,
        onboarding.customer_name,
        onboarding.phase,
        by.unwrap_or_default()
    )
}

/// Returns where an onboarding is now; so many tasks of the phase that it left were open.
pub(super) fn moved(onboarding: &Onboarding, open_tasks: u64) -> String {
    let name = &onboarding.customer_name;
    match onboarding.state {
        OnboardingState::Done if open_tasks > 0 => format!(
            "The onboarding of {name} is done; {}.",
            OpenTasks::Complete.words(open_tasks)
        ),
        OnboardingState::Done => format!("The onboarding of {name} is done."),
        OnboardingState::Active | OnboardingState::Paused => {
            format!("{name} is now in {}.", onboarding.phase)
        }
    }
}

/// Returns which fields of an onboarding were saved.
pub(super) fn edited(onboarding: &Onboarding, fields: &[Field]) -> String {
    let told = match fields {
        // A reason that goes with the target it was for is no news.
        [Field::Target, Field::TargetReason] if onboarding.target_reason.is_none() => &[Field::Target],
        fields => fields,
    };
    format!(
        "Saved {} of the onboarding of {}.",
        custom_field::words(told, &[]),
        onboarding.customer_name
    )
}
