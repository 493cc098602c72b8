//! The notes on a customer, its contacts and its onboardings, newest first, and the selected one in full.

use ratatui::buffer::Buffer;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::{Areas, wrap};
use crate::app::screens::CustomerScreen;
use crate::domain::Note;
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};
use crate::ui::text::{indent, put, row};

const COLUMNS: [Column<'_>; 4] = [
    Column::text("Written", Width::Cells(16)),
    Column::text("On", Width::Parts(2)),
    Column::text("Note", Width::Parts(5)),
    Column::text("Follow up", Width::Cells(12)),
];

pub(super) fn draw(
    model: &Model,
    screen: &CustomerScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let list = &screen.notes.list;
    let none = if screen.notes.words.is_empty() {
        "No notes yet. Press {write_note} to write one."
    } else {
        "No note holds these words. Press {back} to clear the filter."
    };
    if !has_rows(model, list, (areas.rows, none), theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, note)) in list.window(height).enumerate() {
        if let Some(note) = note {
            table.row(
                buffer,
                number,
                look(model, list, place),
                &cells(model, note, theme),
            );
        }
    }
    if let Some(note) = list.selected() {
        in_full(model, note, areas, theme, buffer);
    }
}

fn cells<'a>(model: &Model, note: &'a Note, theme: &Theme) -> [Cell<'a>; 4] {
    let (day, style) = match note.follow_up_on {
        Some(day) if day <= model.today() => (format!("▲ {}", day.short(model.today())), theme.warning),
        Some(day) => (day.short(model.today()), theme.text),
        None => (String::new(), theme.dim),
    };
    [
        Cell::new(note.created_at.minute_in(&model.zone), theme.dim),
        Cell::new(
            note.subject.name().unwrap_or_else(|| "customer".to_owned()),
            theme.dim,
        ),
        Cell::new(note.text.one_line().to_string(), theme.text),
        Cell::new(day, style),
    ]
}

/// Writes who wrote a note, then its lines; what has no room is said.
fn in_full(model: &Model, note: &Note, areas: &Areas, theme: &Theme, buffer: &mut Buffer) {
    let area = indent(areas.detail, 2);
    let head = row(area, 1);
    put(buffer, head, head.x, &heading(model, note), theme.heading);
    let width = usize::from(area.width);
    let lines: Vec<String> = note
        .text
        .lines()
        .flat_map(|line| match line.trim() {
            "" => vec![String::new()],
            line => wrap(line, width),
        })
        .collect();
    let room = usize::from(area.height.saturating_sub(2));
    let shown = if lines.len() > room {
        room.saturating_sub(1)
    } else {
        lines.len()
    };
    for (number, line) in lines.iter().take(shown).enumerate() {
        let area = row(area, number + 2);
        put(buffer, area, area.x, line, theme.text);
    }
    if shown < lines.len() {
        let area = row(area, shown + 2);
        let more = model.sentence("… {read_note} shows all of it");
        put(buffer, area, area.x, &more, theme.dim);
    }
}

fn heading(model: &Model, note: &Note) -> String {
    let mut heading = format!("#{} on {}, by {}", note.number, note.subject_words(), note.author);
    if let Some(at) = note.edited_at {
        heading += &format!(", edited {}", at.minute_in(&model.zone));
    }
    if let Some(day) = note.follow_up_on {
        heading += &format!(", follow up {day}");
    }
    heading
}
