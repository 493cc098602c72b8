//! The parts of the integrations screen: how the connection stands, the near misses, the log of runs.

use super::{Rect, areas, wrap};
use crate::app::model::Model;
use crate::app::screens::IntegrationsScreen;
use crate::app::screens::Screen;
use crate::domain::{AddressConflict, SyncBlocker, SyncFault};

/// The rows of what is always told of the connection.
const STATE_ROWS: u16 = 3;

/// The rows of what asks for attention, at the least.
const LEAST_NOTE_ROWS: u16 = 2;

/// The rows of both lists with their titles and the blank rows before them, at the least.
const LEAST_LIST_ROWS: u16 = 10;

/// The columns of the names of values.
const LABEL: u16 = 12;

/// What asks for attention.
#[derive(Debug, Clone, Copy)]
pub enum StateNote<'m> {
    /// The last sync failed.
    Fault(&'m SyncFault, SyncBlocker),
    /// An address could not be taken over.
    Conflict(&'m AddressConflict),
}

impl StateNote<'_> {
    /// Returns the name that stands before it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fault(..) => "Last try",
            Self::Conflict(_) => "Conflict",
        }
    }

    /// Returns its text.
    pub fn text(self) -> String {
        match self {
            Self::Fault(fault, _) => fault.message.clone(),
            Self::Conflict(conflict) => {
                format!(
                    "#{} {} {}",
                    conflict.display_id,
                    conflict.sentence(),
                    conflict.fix()
                )
            }
        }
    }
}

/// The parts of the integrations screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntegrationsAreas {
    /// How the connection stands, names and values.
    pub state: Rect,
    /// The values of it.
    pub values: Rect,
    /// The value of what asks for attention; it is cut only where the lists would have no room.
    pub note: Rect,
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

/// Returns the parts of the integrations screen.
pub fn integrations(model: &Model) -> IntegrationsAreas {
    let whole = areas(model);
    let body = Rect {
        y: whole.line.y,
        height: whole.message.y.saturating_sub(whole.line.y),
        ..whole.line
    };
    let value_width = body.width.saturating_sub(4 + LABEL);
    let room = body.height.saturating_sub(STATE_ROWS + LEAST_LIST_ROWS);
    let note_rows = note_rows(model, value_width).min(room).max(LEAST_NOTE_ROWS);
    let (state, rest) = body.split_top(STATE_ROWS + note_rows);
    let state = Rect {
        x: state.x + 2,
        width: state.width.saturating_sub(4),
        ..state
    };
    let values = Rect {
        x: state.x + LABEL,
        width: value_width,
        ..state
    };
    let (_, note) = values.split_top(STATE_ROWS);
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
        values,
        note,
        misses_title,
        misses_head,
        misses,
        runs_title,
        runs_head,
        runs,
    }
}

/// Returns what asks for attention on the integrations screen.
pub fn state_note<'m>(model: &'m Model, screen: &'m IntegrationsScreen) -> Option<StateNote<'m>> {
    let sync = &model.sync;
    if let (Some(fault), Some(blocker), None) = (&sync.fault, sync.blocker, sync.running) {
        return Some(StateNote::Fault(fault, blocker));
    }
    let conflict = screen.integration.as_ref()?.conflicts.first()?;
    Some(StateNote::Conflict(conflict))
}

fn note_rows(model: &Model, width: u16) -> u16 {
    let Screen::Integrations(screen) = model.trail.top() else {
        return 0;
    };
    state_note(model, screen).map_or(0, |note| {
        u16::try_from(wrap(&note.text(), usize::from(width)).len()).unwrap_or(u16::MAX)
    })
}
