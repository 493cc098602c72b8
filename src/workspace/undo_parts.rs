//! What undo and redo keep together: a value that says something of another one of its record stays where that one stays.

use std::collections::HashSet;

use uuid::Uuid;

use crate::domain::{Entity, Field};
use crate::store::Op;

/// Finds a field that stays and of which the field of an operation says something, as a reason does of what it explains.
pub(super) fn whole_that_stays(op: &Op, stays: &HashSet<(Uuid, Field)>) -> Option<Field> {
    let wholes: &[Field] = match (op.entity, op.field) {
        (Entity::Customer, Field::RiskReason | Field::AtRiskSince | Field::WinBackOn) => &[Field::Status],
        (Entity::Onboarding, Field::TargetReason | Field::MovedFrom) => &[Field::Target],
        (Entity::Onboarding, Field::Phase) => &[Field::State],
        (Entity::Onboarding, Field::PhaseSince | Field::Note) => &[Field::State, Field::Phase],
        _ => &[],
    };
    wholes
        .iter()
        .copied()
        .find(|whole| stays.contains(&(op.id, *whole)))
}
