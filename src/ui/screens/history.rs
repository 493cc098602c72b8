//! The history of a customer, newest first.

use ratatui::buffer::Buffer;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::CustomerScreen;
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 3] = [
    Column::text("When", Width::Cells(16)),
    Column::text("Who", Width::Parts(2)),
    Column::text("What", Width::Parts(9)),
];

pub(super) fn draw(
    model: &Model,
    screen: &CustomerScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let history = &screen.history.list;
    let none = if screen.history.words.is_empty() {
        "Nothing has happened yet."
    } else {
        "No change matches. Press {back} to clear the filter."
    };
    if !has_rows(model, history, (areas.rows, none), theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, entry)) in history.window(height).enumerate() {
        let look = look(model, history, place);
        let cells = match entry {
            Some(entry) => [
                Cell::new(entry.at.minute_in(&model.zone), theme.dim),
                Cell::new(entry.actor.to_string(), theme.text),
                Cell::new(entry.sentence(), theme.text),
            ],
            None => ["…", "", ""].map(|text| Cell::new(text, theme.dim)),
        };
        table.row(buffer, number, look, &cells);
    }
}
