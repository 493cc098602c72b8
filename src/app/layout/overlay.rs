//! The parts of what lies over the main screen: a dialog, the list of keys, the search.

use super::{Rect, Size, wrap};
use crate::app::overlay::dialog::Dialog;

/// The parts of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialogAreas {
    /// The whole of it, border included.
    pub frame: Rect,
    /// The lines above the choices.
    pub text: Vec<String>,
    /// Where the text stands.
    pub text_area: Rect,
    /// Where the choices stand, one on each row.
    pub choices: Rect,
    /// The place of the first choice that shows.
    pub first_choice: usize,
}

impl DialogAreas {
    /// Counts the lines of the text that do not fit.
    pub fn hidden_lines(&self) -> usize {
        self.text.len().saturating_sub(usize::from(self.text_area.height))
    }
}

/// Returns the parts of a dialog; each line of its text begins a line.
pub fn dialog(size: Size, dialog: &Dialog) -> DialogAreas {
    let screen = Rect::new(0, 0, size.width, size.height);
    let width = screen.width.saturating_sub(4).min(68);
    let room = usize::from(width.saturating_sub(4));
    let text: Vec<String> = dialog
        .text
        .split('\n')
        .flat_map(|line| wrap(line, room))
        .collect();
    let lines = u16::try_from(text.len()).unwrap_or(u16::MAX);
    let rows = u16::try_from(dialog.choices.len()).unwrap_or(u16::MAX);
    let wanted = lines.saturating_add(rows).saturating_add(3);
    let frame = screen.centred(width, wanted.min(screen.height.saturating_sub(2)));
    let inside = frame.inset(2, 1);
    // A long text leaves room for some choices, many choices leave room for the text.
    let kept = rows.min((inside.height / 2).max(1));
    let (text_area, rest) = inside.split_top(lines.min(inside.height.saturating_sub(kept + 1)));
    let (_, choices) = rest.split_top(1);
    let height = usize::from(choices.height.max(1));
    DialogAreas {
        frame,
        text,
        text_area,
        choices,
        first_choice: (dialog.focus + 1).saturating_sub(height),
    }
}

/// Returns where the line for a token stands, border included.
pub fn connect_frame(size: Size) -> Rect {
    let screen = Rect::new(0, 0, size.width, size.height);
    screen.centred(screen.width.saturating_sub(4).min(72), 12)
}

/// Returns where two contacts stand side by side, border included.
pub fn merge_frame(size: Size, lines: usize) -> Rect {
    let screen = Rect::new(0, 0, size.width, size.height);
    // The border, the head, a blank line and the keys.
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(5);
    screen.centred(screen.width.saturating_sub(2).min(100), height)
}

/// The parts of the list of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpAreas {
    /// The whole of it, border included.
    pub frame: Rect,
    /// The words typed.
    pub words: Rect,
    /// The entries, one on each row.
    pub entries: Rect,
}

/// Returns the parts of the list of so many keys, which keeps its size while it is filtered.
pub fn help(size: Size, entries: usize) -> HelpAreas {
    let screen = Rect::new(0, 0, size.width, size.height);
    let rows = u16::try_from(entries).unwrap_or(u16::MAX);
    let frame = screen.centred(
        screen.width.saturating_sub(4).min(76),
        rows.saturating_add(4).min(screen.height.saturating_sub(2)),
    );
    let (words, rest) = frame.inset(2, 1).split_top(1);
    let (_, entries) = rest.split_top(1);
    HelpAreas {
        frame,
        words,
        entries,
    }
}

/// The parts of the search over everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchAreas {
    /// The whole of it, border included.
    pub frame: Rect,
    /// The words typed.
    pub words: Rect,
    /// What was found, one thing on each row.
    pub rows: Rect,
    /// Whether there is more.
    pub note: Rect,
}

/// Returns the parts of the search over everything, which covers all but the first and the last line.
pub fn search(size: Size) -> SearchAreas {
    let screen = Rect::new(0, 0, size.width, size.height);
    let frame = screen.centred(
        screen.width.saturating_sub(2).min(118),
        screen.height.saturating_sub(2),
    );
    let (words, rest) = frame.inset(2, 1).split_top(1);
    let (_, rest) = rest.split_top(1);
    let (rows, note) = rest.split_top(rest.height.saturating_sub(1));
    SearchAreas {
        frame,
        words,
        rows,
        note,
    }
}

/// The parts of the list of changes that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangesAreas {
    /// The whole of it, border included.
    pub frame: Rect,
    /// The titles of the columns.
    pub head: Rect,
    /// The changes, one on each row.
    pub rows: Rect,
    /// What the undo of the selected one would do.
    pub effect: Rect,
}

/// The most rows that tell what an undo would do.
const EFFECT_ROWS: u16 = 12;

/// Returns the parts of the list of changes, which leaves the message and the keys in sight.
pub fn changes(size: Size) -> ChangesAreas {
    let screen = Rect::new(0, 0, size.width, size.height.saturating_sub(2));
    let frame = Rect {
        y: 1,
        ..screen.centred(
            screen.width.saturating_sub(2).min(118),
            screen.height.saturating_sub(1),
        )
    };
    let (head, rest) = frame.inset(2, 1).split_top(1);
    let effect_rows = (rest.height / 2).min(EFFECT_ROWS);
    let (rows, rest) = rest.split_top(rest.height.saturating_sub(effect_rows + 1));
    let (_, effect) = rest.split_top(1);
    ChangesAreas {
        frame,
        head,
        rows,
        effect,
    }
}
