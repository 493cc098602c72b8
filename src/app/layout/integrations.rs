//! The parts of the integrations screen: how the connection stands, the near misses, the log of runs.

use super::{Rect, areas};
use crate::app::model::Model;

/// The lines that tell how the connection stands.
const STATE_ROWS: u16 = 5;

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
    let (state, rest) = body.split_top(STATE_ROWS);
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
