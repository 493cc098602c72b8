//! The parts of the integrations screen: how the connection stands, the near misses, the log of runs.

use super::{Rect, areas};
use crate::app::model::{Model, Place};

/// The lines that tell how the connection stands.
const STATE_ROWS: u16 = 5;

/// The lines that tell it while an address is in conflict.
const STATE_ROWS_WITH_CONFLICT: u16 = 7;

/// The parts of the integrations screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntegrationsAreas {
    /// How the connection stands.
    pub state: Rect,
    /// What the near misses are.
    pub misses_title: Rect,
    /// The titles of their columns.
    pub misses_head: Rect,
    /// The near misses.
    pub misses: Rect,
    /// What the log is.
    pub runs_title: Rect,
    /// The titles of its columns.
    pub runs_head: Rect,
    /// The runs.
    pub runs: Rect,
}

/// Gives the parts of the integrations screen.
pub fn integrations(model: &Model) -> IntegrationsAreas {
    let whole = areas(model);
    let body = Rect {
        y: whole.line.y,
        height: whole.message.y.saturating_sub(whole.line.y),
        ..whole.line
    };
    let (state, rest) = body.split_top(state_rows(model));
    let (_, rest) = rest.split_top(1);
    let (upper, lower) = rest.split_top(rest.height / 2);
    let (misses_title, upper) = upper.split_top(1);
    let (misses_head, misses) = upper.split_top(1);
    // A blank line before the log.
    let (_, lower) = lower.split_top(1);
    let (runs_title, lower) = lower.split_top(1);
    let (runs_head, runs) = lower.split_top(1);
    IntegrationsAreas {
        state,
        misses_title,
        misses_head,
        misses,
        runs_title,
        runs_head,
        runs,
    }
}

fn state_rows(model: &Model) -> u16 {
    match &model.place {
        Place::Integrations(screen)
            if screen
                .integration
                .as_ref()
                .is_some_and(|known| !known.conflicts.is_empty()) =>
        {
            STATE_ROWS_WITH_CONFLICT
        }
        _ => STATE_ROWS,
    }
}
