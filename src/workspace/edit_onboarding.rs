//! Gives fields of an onboarding new values.

use super::onboard::{find, subject};
use super::recorder::{Names, Recorder};
use super::{Act, Error};
use crate::domain::{Date, Field, Onboarding, OnboardingEdit, OnboardingId, Outcome, SafeText};

/// Writes the edits that differ from what is there; it tells nobody.
pub(super) fn edit(
    recorder: &mut Recorder<'_>,
    id: OnboardingId,
    edits: Vec<OnboardingEdit>,
) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    let (edits, moved_from) = explained(&before, edits)?;
    let fields = recorder.edit(edits, OnboardingEdit::field, |recorder, edit| {
        write(recorder, &before, edit)
    })?;
    let moved_from = moved_from.as_ref().map(Date::to_string);
    recorder.set(subject(&before), Field::MovedFrom, moved_from, Names::default())?;
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

/// Demands a reason for a target that slips; one that moves without a reason has none any more. Returns the target that was
/// agreed on, if it is not the one that it has then.
fn explained(
    before: &Onboarding,
    mut edits: Vec<OnboardingEdit>,
) -> Result<(Vec<OnboardingEdit>, Option<Date>), Error> {
    let mut target = None;
    let mut reason = None;
    for edit in &edits {
        match edit {
            OnboardingEdit::Target(day) => target = Some(*day),
            OnboardingEdit::TargetReason(why) => reason = Some(why.clone()),
            OnboardingEdit::Csm(_) => {}
        }
    }
    let is_explained = matches!(reason, Some(Some(_)));
    let target = target.unwrap_or(before.target);
    if target != before.target {
        if let (Some(slip), false) = (before.slip(target), is_explained) {
            return Err(Error::Invalid(vec![slip.unexplained()]));
        }
        if reason.is_none() {
            edits.push(OnboardingEdit::TargetReason(None));
        }
    }
    let is_later = |agreed: &Date| target.is_none_or(|target| target > *agreed);
    Ok((
        edits,
        before
            .agreed_target()
            .filter(|agreed| !is_explained && is_later(agreed)),
    ))
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
