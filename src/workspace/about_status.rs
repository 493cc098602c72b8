//! What goes with the status of a customer: why it is at risk and since when, and when to win it back.

use super::Error;
use super::edit_customer::subject;
use super::recorder::{Names, Recorder};
use crate::domain::{Customer, CustomerEdit, CustomerStatus, Field, FieldError, misfit};

/// Demands that what is said fits the status that a customer has then, and lets what belongs to a status that it enters
/// start afresh.
pub(super) fn completed(before: &Customer, mut edits: Vec<CustomerEdit>) -> Result<Vec<CustomerEdit>, Error> {
    let status = status_after(before, &edits);
    let said = |edit: &CustomerEdit| match edit {
        CustomerEdit::RiskReason(reason) => reason.is_some(),
        CustomerEdit::WinBackOn(day) => day.is_some(),
        CustomerEdit::Name(_)
        | CustomerEdit::Domain(_)
        | CustomerEdit::Owner(_)
        | CustomerEdit::Plan(_)
        | CustomerEdit::Status(_)
        | CustomerEdit::Tags(_)
        | CustomerEdit::Retag(_)
        | CustomerEdit::Custom(..) => false,
    };
    let wrong = edits.iter().filter(|edit| said(edit));
    let wrong: Vec<FieldError> = wrong.filter_map(|edit| misfit(edit.field(), status)).collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    // Taking away what does not count changes nothing.
    edits.retain(|edit| misfit(edit.field(), status).is_none());
    let is_said = |field| edits.iter().any(|edit| edit.field() == field);
    let afresh = match status {
        _ if status == before.status => None,
        CustomerStatus::AtRisk => Some(CustomerEdit::RiskReason(None)),
        CustomerStatus::Churned => Some(CustomerEdit::WinBackOn(None)),
        CustomerStatus::Active | CustomerStatus::Archived => None,
    };
    let afresh = afresh.filter(|edit| !is_said(edit.field()));
    edits.extend(afresh);
    Ok(edits)
}

/// Writes since when a customer is at risk that was not before.
pub(super) fn begin_risk(recorder: &mut Recorder<'_>, before: &Customer) -> Result<(), Error> {
    let now = recorder.now().as_millis().to_string();
    recorder.set(subject(before), Field::AtRiskSince, Some(now), Names::default())
}

/// Returns the status of a customer after edits.
pub(super) fn status_after(before: &Customer, edits: &[CustomerEdit]) -> CustomerStatus {
    let status = edits.iter().rev().find_map(|edit| match edit {
        CustomerEdit::Status(status) => Some(*status),
        CustomerEdit::Name(_)
        | CustomerEdit::Domain(_)
        | CustomerEdit::Owner(_)
        | CustomerEdit::Plan(_)
        | CustomerEdit::RiskReason(_)
        | CustomerEdit::WinBackOn(_)
        | CustomerEdit::Tags(_)
        | CustomerEdit::Retag(_)
        | CustomerEdit::Custom(..) => None,
    });
    status.unwrap_or(before.status)
}
