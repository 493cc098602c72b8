//! What of the Overview shows in the room there is: who gets the next notification always, and what is left out is said.

use ratatui::style::Style;

use crate::app::Model;
use crate::app::layout::wrap;
use crate::ui::Theme;

/// Columns of the names of fields.
pub(super) const LABEL: u16 = 12;

/// Texts on a line, each with the column where it begins.
pub(super) type Row = Vec<(u16, String, Style)>;

/// The parts of the Overview, from top to bottom.
pub(super) struct Parts {
    /// The built-in fields.
    pub(super) fields: Vec<Row>,
    /// The values of the fields that users defined.
    pub(super) values: Vec<String>,
    /// Who gets the next notification.
    pub(super) routing: Vec<Row>,
    /// What needs attention.
    pub(super) warnings: Vec<Row>,
    /// The newest notes.
    pub(super) notes: Vec<Row>,
    /// How many notes there are.
    pub(super) all_notes: usize,
}

impl Parts {
    /// Returns the lines that show in so many rows.
    pub(super) fn within(self, height: usize, width: usize, model: &Model, theme: &Theme) -> Vec<Row> {
        let (values, _) = self.value_rows(usize::MAX, width, theme);
        let notes = self.note_rows(self.notes.len(), model, theme);
        let whole = self.joined(&values, &notes);
        if whole.len() <= height {
            return whole;
        }
        self.cut_to(height, width, model, theme)
    }

    /// Leaves out what has no room, and says in the last row what that is.
    fn cut_to(mut self, height: usize, width: usize, model: &Model, theme: &Theme) -> Vec<Row> {
        let room = height.saturating_sub(self.routing.len() + 1);
        let (all_warnings, all_fields) = (self.warnings.len(), self.fields.len());
        self.warnings.truncate(room.saturating_sub(1));
        let room = room.saturating_sub(behind_blank(self.warnings.len()));
        self.fields.truncate(room.saturating_sub(1));
        let room = room.saturating_sub(behind_blank(self.fields.len()));
        let (values, unshown) = self.value_rows(room, width, theme);
        let room = room - values.len();
        // A blank and the heading stand above notes.
        let notes = self.note_rows(room.saturating_sub(2), model, theme);
        let left_out = [
            (all_fields - self.fields.len() + unshown, "field"),
            (all_warnings - self.warnings.len(), "warning line"),
            (if notes.is_empty() { self.all_notes } else { 0 }, "note"),
        ];
        let mut rows = self.joined(&values, &notes);
        rows.truncate(height.saturating_sub(1));
        let left_out: Vec<String> = left_out
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| counted(*count, what))
            .collect();
        if !left_out.is_empty() {
            let all = model.sentence("… {show_details} shows all:");
            rows.push(vec![(0, format!("{all} {}", left_out.join(", ")), theme.dim)]);
        }
        rows
    }

    /// Returns all lines, with blanks between the parts.
    fn joined(&self, values: &[Row], notes: &[Row]) -> Vec<Row> {
        let fields = [self.fields.as_slice(), values].concat();
        let mut rows = Vec::new();
        for part in [&fields, &self.routing, &self.warnings, notes] {
            if !rows.is_empty() && !part.is_empty() {
                rows.push(Row::new());
            }
            rows.extend_from_slice(part);
        }
        rows
    }

    /// Writes as many values of fields that users defined as so many rows hold, and returns how many are left out.
    fn value_rows(&self, room: usize, width: usize, theme: &Theme) -> (Vec<Row>, usize) {
        let width = width.saturating_sub(usize::from(LABEL));
        let all = self.values.len();
        for count in (1..=all).rev() {
            let end = if count < all { " · …" } else { "" };
            let shown = self.values.iter().take(count).cloned().collect::<Vec<_>>();
            let lines = wrap(&(shown.join(" · ") + end), width);
            if lines.len() <= room {
                let lines = lines.into_iter().enumerate().map(|(place, text)| {
                    let label = if place == 0 { "Fields" } else { "" };
                    labelled(label, text, theme.text, theme)
                });
                return (lines.collect(), all - count);
            }
        }
        (Vec::new(), all)
    }

    /// Writes the newest notes below a heading; none if there is room for none.
    fn note_rows(&self, room: usize, model: &Model, theme: &Theme) -> Vec<Row> {
        let shown = room.min(self.notes.len());
        if shown == 0 {
            return Vec::new();
        }
        let heading = if self.all_notes > shown {
            model.sentence("Newest notes ({tab_notes} shows all)")
        } else {
            "Notes".to_owned()
        };
        let mut rows = vec![vec![(0, heading, theme.heading)]];
        rows.extend(self.notes.iter().take(shown).cloned());
        rows
    }
}

/// Writes a value behind its label.
pub(super) fn labelled(label: &str, value: String, style: Style, theme: &Theme) -> Row {
    vec![(0, label.to_owned(), theme.dim), (LABEL, value, style)]
}

/// Counts the rows of a part with the blank that stands beside it.
fn behind_blank(rows: usize) -> usize {
    if rows == 0 { 0 } else { rows + 1 }
}

fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} more {what}{ending}")
}
