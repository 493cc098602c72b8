//! Gives fields of an onboarding new values.

use super::onboard::{find, subject};
use super::recorder::{Names, Recorder};
use super::{Act, Error};
use crate::domain::{Date, Onboarding, OnboardingEdit, OnboardingId, Outcome, SafeText, Slip};

/// Writes the edits that differ from what is there; it tells nobody.
pub(super) fn edit(
    recorder: &mut Recorder<'_>,
    id: OnboardingId,
    edits: Vec<OnboardingEdit>,
) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    let edits = explained(&before, edits)?;
    let fields = recorder.edit(edits, OnboardingEdit::field, |recorder, edit| {
        write(recorder, &before, edit)
    })?;
    let onboarding = find(recorder, id)?;
    let words: Vec<String> = fields.iter().map(ToString::to_string).collect();
    Ok(Act {
        label: format!(
            "changed {} of the onboarding of {}",
            words.join(", "),
            onboarding.customer_name
        ),
        outcome: Outcome::OnboardingEdited { onboarding, fields },
    })
}

/// Demands a reason for a target that slips; one that moves without a reason has none any more.
fn explained(before: &Onboarding, mut edits: Vec<OnboardingEdit>) -> Result<Vec<OnboardingEdit>, Error> {
    let mut target = None;
    let mut reason = None;
    for edit in &edits {
        match edit {
            OnboardingEdit::Target(day) => target = Some(*day),
            OnboardingEdit::TargetReason(why) => reason = Some(why.clone()),
            OnboardingEdit::Csm(_) => {}
        }
    }
    let Some(target) = target.filter(|target| *target != before.target) else {
        return Ok(edits);
    };
    if let (Some(slip), None | Some(None)) = (Slip::of(before.target, target), &reason) {
        return Err(Error::Invalid(vec![slip.unexplained()]));
    }
    if reason.is_none() {
        edits.push(OnboardingEdit::TargetReason(None));
    }
    Ok(edits)
}

fn write(recorder: &mut Recorder<'_>, before: &Onboarding, edit: OnboardingEdit) -> Result<(), Error> {
    let field = edit.field();
    let mut names = Names::default();
    let text = match edit {
        OnboardingEdit::Target(target) => target.as_ref().map(Date::to_string),
        OnboardingEdit::TargetReason(reason) => reason.as_ref().map(SafeText::to_string),
        OnboardingEdit::Csm(csm) => {
            names.old = before.csm.as_ref().map(|csm| csm.name.to_string());
            match csm {
                None => None,
                Some(csm) => {
                    let id = recorder.ensure_owner(&csm)?;
                    names.new = recorder.owner(id)?.map(|owner| owner.name.to_string());
                    Some(id.to_string())
                }
            }
        }
    };
    recorder.set(subject(before), field, text, names)
}
