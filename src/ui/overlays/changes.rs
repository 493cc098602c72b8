//! The changes that can be taken back, and below them what the undo of the selected one would do.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::{Keys, empty_box};
use crate::app::Model;
use crate::app::layout::{self, Rect, wrap};
use crate::app::overlay::changes::Changes;
use crate::domain::{PastChange, UndoEffect};
use crate::ui::Theme;
use crate::ui::screens::has_rows;
use crate::ui::table::{Cell, Column, Look, Table, Width};
use crate::ui::text::{put, row};

const COLUMNS: [Column<'_>; 3] = [
    Column::text("When", Width::Cells(16)),
    Column::text("Made by", Width::Parts(3)),
    Column::text("What", Width::Parts(6)),
];

pub(super) fn draw(model: &Model, changes: &Changes, keys: Keys, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::changes(model.size);
    empty_box(frame, areas.frame, "Changes that can be undone", theme.heading);
    let buffer = frame.buffer_mut();
    let list = &changes.list;
    let none = "Nothing has changed yet, so there is nothing to undo.";
    if !has_rows(model, list, (areas.rows, none), theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, change)) in list.window(height).enumerate() {
        let look = if place == list.selected_place() {
            keys.selected()
        } else {
            Look::Plain
        };
        let cells = match change {
            Some(change) => of_change(model, change, theme),
            None => ["…", "", ""].map(|text| Cell::new(text, theme.dim)),
        };
        table.row(buffer, number, look, &cells);
    }
    match changes.effect_of_selected() {
        None => drop(put(buffer, areas.effect, areas.effect.x, "…", theme.dim)),
        Some(Err(sentence)) => drop(sentences(
            buffer,
            areas.effect,
            &[(sentence.clone(), theme.danger)],
        )),
        Some(Ok(effect)) => {
            let label = list.selected().map(|change| change.entry.label.as_str());
            draw_effect(buffer, areas.effect, label.unwrap_or_default(), effect, theme);
        }
    }
}

fn of_change<'a>(model: &Model, change: &'a PastChange, theme: &Theme) -> [Cell<'a>; 3] {
    let entry = &change.entry;
    let made_by = match change.made_in.words() {
        Some(words) => format!("{}, {words}", entry.actor),
        None => format!("{}, here", entry.actor),
    };
    [
        Cell::new(entry.at.minute_in(&model.zone), theme.dim),
        Cell::new(made_by, theme.text),
        Cell::new(&entry.label, theme.text),
    ]
}

/// Writes the change in full, what would be taken back and what is left alone, then the lines of the change as far as there is room.
fn draw_effect(buffer: &mut Buffer, area: Rect, label: &str, effect: &UndoEffect, theme: &Theme) {
    let mut head = vec![(label.to_owned(), theme.heading), (effect.scope(), theme.text)];
    head.extend(effect.left_alone().map(|sentence| (sentence, theme.warning)));
    let used = sentences(buffer, area, &head);
    let room = usize::from(area.height).saturating_sub(used);
    let shown = if effect.values > room {
        room.saturating_sub(1)
    } else {
        room
    };
    let lines = effect.lines.iter().take(shown);
    let told = lines.len();
    for (number, line) in lines.enumerate() {
        let area = row(area, used + number);
        put(buffer, area, area.x, &line.sentence(), theme.dim);
    }
    if let Some(more) = effect.more(told) {
        let area = row(area, used + told);
        put(buffer, area, area.x, &more, theme.dim);
    }
}

/// Writes sentences, each from a new row on, and returns how many rows they took.
fn sentences(buffer: &mut Buffer, area: Rect, sentences: &[(String, Style)]) -> usize {
    let mut used = 0;
    for (sentence, style) in sentences {
        for line in wrap(sentence, usize::from(area.width)) {
            let area = row(area, used);
            put(buffer, area, area.x, &line, *style);
            used += 1;
        }
    }
    used
}
