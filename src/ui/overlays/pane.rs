//! The pane in which a list is pasted: the text at one side, what is known of its rows at the other.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::{Keys, pane_action};
use crate::app::Model;
use crate::app::document::clusters;
use crate::app::layout::{PaneAreas, Rect, pane as areas_of, wrap};
use crate::app::overlay::pane::{Focus, Kept, PastePane};
use crate::domain::{Detail, RoleLabels};
use crate::input::{Command, PaneCommand};
use crate::paste::{Filter, IgnoredLine, InLine, Origin, Role, Row, Status};
use crate::ui::Theme;
use crate::ui::line::{self, Cursor};
use crate::ui::table::{Cell, Column, Look, Table, Width};
use crate::ui::text::{indent, put, put_right, row as row_of};

const COLUMNS: [Column<'_>; 5] = [
    Column::text("", Width::Cells(1)),
    Column::number("Line", Width::Cells(6)),
    Column::text("Name", Width::Parts(5)),
    Column::text("Email", Width::Parts(7)),
    Column::text("Title", Width::Parts(4)),
];

pub(super) fn draw(model: &Model, pane: &PastePane, keys: Keys, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = areas_of(model.size, pane);
    let keys_here = keys == Keys::Here;
    title(model, pane, areas.title, theme, frame);
    text(pane, &areas, theme, frame, keys_here);
    let buffer = frame.buffer_mut();
    preview(model, pane, &areas, theme, buffer);
    reasons(model, pane, areas.reasons, theme, buffer);
    pane_action::draw(model, pane, areas.action, theme, buffer);
}

/// Draws how the text is read, or takes the name of a file.
fn title(model: &Model, pane: &PastePane, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let area = indent(area, 1);
    if let Focus::File(name) = &pane.focus {
        let x = put(frame.buffer_mut(), area, area.x, "File: ", theme.heading);
        return line::draw(frame, area.right_of(x), name, Cursor::Here, theme.field);
    }
    let buffer = frame.buffer_mut();
    if let Kept::Failed(why) = pane.kept() {
        let text = format!("Not saved yet, retrying: {why}");
        put(buffer, area, area.x, &text, theme.danger);
        return;
    }
    if let Some(reading) = &pane.reading {
        let x = put(buffer, area, area.x, &reading.words(), theme.heading);
        let x = put(buffer, area, x + 2, &model.key_text(Command::Back), theme.key);
        put(buffer, area, x + 1, "stops it", theme.dim);
        return;
    }
    if let Focus::Columns(cursor) = &pane.focus {
        return columns(model, pane, cursor.column, area, theme, buffer);
    }
    let format = pane.sheet().format();
    let mut x = put(buffer, area, area.x, "Paste a list", theme.heading);
    if pane.document.is_empty() {
        put(
            buffer,
            area,
            x + 2,
            "one contact per line: name, email, title",
            theme.dim,
        );
        return;
    }
    let detected = match pane.sheet().options().layout {
        Some(_) => "",
        None => " (detected)",
    };
    let layout = format!("{}{detected}", format.layout.words());
    x = put(buffer, area, x + 2, &layout, theme.text);
    if let Some(origin) = pane.origin.as_ref().and_then(Origin::words) {
        x = put(buffer, area, x + 1, &format!("from {origin}"), theme.dim);
    }
    let key = |command| model.key_text(Command::Pane(command));
    x = put(buffer, area, x + 1, &key(PaneCommand::NextLayout), theme.key);
    let has_columns = !format.columns.roles.is_empty();
    if has_columns {
        let columns = if format.header { "header:" } else { "columns:" };
        x = put(buffer, area, x + 2, columns, theme.dim);
    }
    for role in format.columns.roles.iter().filter(|role| **role != Role::Ignored) {
        x = put(buffer, area, x + 1, role.words(), theme.text);
    }
    for kept in pane.kept_columns(model.custom_fields()) {
        x = put(buffer, area, x + 1, kept.field.label(), theme.good);
    }
    if has_columns {
        put(buffer, area, x + 1, &key(PaneCommand::Columns), theme.key);
    }
}

/// Draws what the columns hold while that is decided, from the first one from which the current one shows.
fn columns(model: &Model, pane: &PastePane, current: usize, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let roles = &pane.sheet().format().columns.roles;
    let words = |at: usize, role: &Role| {
        if at == current {
            format!("[{} {}]", at + 1, role.words())
        } else {
            role.words().to_owned()
        }
    };
    let mut x = put(buffer, area, area.x, "Columns", theme.heading);
    let mut room = usize::from(area.right_of(x).width).saturating_sub(MORE);
    let mut first = roles.len();
    for (at, role) in roles.iter().enumerate().take(current + 1).rev() {
        let width = words(at, role).chars().count() + 1;
        let Some(left) = room.checked_sub(width) else {
            break;
        };
        (room, first) = (left, at);
    }
    if first > 0 {
        x = put(buffer, area, x + 1, "…", theme.dim);
    }
    for (at, role) in roles.iter().enumerate().skip(first) {
        let style = if at == current { theme.selected } else { theme.text };
        x = put(buffer, area, x + 1, &words(at, role), style);
    }
    let key = model.key_text(Command::Pane(PaneCommand::Columns));
    put(buffer, area, x + 1, &key, theme.key);
}

/// The cells of the sign that columns stand to the left of those that show, with its blank.
const MORE: usize = 2;

/// Draws the lines of the text that show, each with its number and mark.
fn text(pane: &PastePane, areas: &PaneAreas, theme: &Theme, frame: &mut Frame<'_>, keys_here: bool) {
    let selection = pane.document.selection();
    let cursor_line = pane.document.cursor_line();
    let (top, left) = pane.top;
    for number in 0..usize::from(areas.text.height) {
        let line = top + number;
        if line >= pane.document.line_count() {
            break;
        }
        let gutter = row_of(areas.gutter, number);
        let (glyph, style) = mark(pane, line, theme);
        let buffer = frame.buffer_mut();
        let digits = Rect {
            width: gutter.width.saturating_sub(3),
            ..gutter
        };
        let number_style = if line == cursor_line {
            theme.heading
        } else {
            theme.dim
        };
        put_right(buffer, digits, &(line + 1).to_string(), number_style);
        put(
            buffer,
            gutter,
            gutter.x + gutter.width.saturating_sub(2),
            glyph,
            style,
        );
        let area = row_of(areas.text, number);
        let start = pane.document.line_start(line);
        for cluster in clusters(&pane.document.line(line)) {
            if cluster.cell >= left + usize::from(area.width) {
                break;
            }
            let Some(cell) = cluster.cell.checked_sub(left) else {
                continue;
            };
            let selected = selection
                .as_ref()
                .is_some_and(|range| range.contains(&(start + cluster.at)));
            let style = if selected { theme.selected } else { theme.text };
            let x = area.x + u16::try_from(cell).unwrap_or(u16::MAX);
            for extra in 0..cluster.width {
                let shown = if extra == 0 { cluster.shown } else { "" };
                let x = x + u16::try_from(extra).unwrap_or(0);
                if x < area.x + area.width && (!shown.is_empty() || selected) {
                    put(buffer, area, x, if shown.is_empty() { " " } else { shown }, style);
                }
                if cluster.shown != " " {
                    break;
                }
            }
        }
    }
    if keys_here && matches!(pane.focus, Focus::Text) {
        let row = cursor_line.saturating_sub(top);
        let cell = pane.document.cursor_cell().saturating_sub(left);
        let (x, y) = (u16::try_from(cell).unwrap_or(0), u16::try_from(row).unwrap_or(0));
        frame.set_cursor_position(Position {
            x: areas.text.x + x.min(areas.text.width.saturating_sub(1)),
            y: areas.text.y + y.min(areas.text.height.saturating_sub(1)),
        });
    }
}

/// Returns the mark of a line: that of its row.
fn mark(pane: &PastePane, line: usize, theme: &Theme) -> (&'static str, Style) {
    match pane
        .sheet()
        .row_of_line(line)
        .and_then(|row| pane.sheet().mark_of(row))
    {
        Some((status, warned)) => glyph(status, warned, theme),
        None => (" ", theme.dim),
    }
}

fn glyph(status: Status, warned: bool, theme: &Theme) -> (&'static str, Style) {
    match (status, warned) {
        (Status::Ready, false) => ("✓", theme.good),
        (Status::Ready, true) => ("!", theme.warning),
        (Status::Flagged, _) => ("✕", theme.danger),
        (Status::Existing, _) => ("=", theme.dim),
        (Status::Skipped, _) => ("-", theme.dim),
        (Status::Ignored, _) => ("·", theme.dim),
    }
}

/// Draws the rows that show.
fn preview(model: &Model, pane: &PastePane, areas: &PaneAreas, theme: &Theme, buffer: &mut Buffer) {
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let rows = pane.shown(usize::from(areas.rows.height));
    if rows.is_empty() {
        let words = match (pane.filter, pane.document.is_empty()) {
            _ if pane.is_unread() => "The list is being read.",
            (_, true) => "What you paste is checked here, row by row.",
            (Filter::Flagged, _) => "No row is flagged. Press {next_filter} to see all.",
            (Filter::Ready, _) => "No row is ready. Press {next_filter} to see all.",
            (Filter::Ignored, _) => "No line is ignored. Press {next_filter} to see all.",
            (Filter::All, _) => "No rows yet.",
        };
        let words = model.sentence(words);
        put(buffer, areas.rows, areas.rows.x + 2, &words, theme.dim);
    }
    let look = |number: usize| match (pane.first + number == pane.selected, &pane.focus) {
        (false, _) => Look::Plain,
        (true, Focus::Preview) => Look::Selected,
        (true, Focus::Text | Focus::Columns(_) | Focus::File(_)) => Look::Waiting,
    };
    if pane.filter == Filter::Ignored {
        let lines = rows
            .iter()
            .filter_map(|row| pane.sheet().ignored_line(*row, &pane.document));
        for (number, line) in lines.enumerate() {
            table.row(buffer, number, look(number), &ignored_cells(&line, theme));
        }
        return;
    }
    for (number, row) in pane.sheet().rows(&rows, &pane.document).into_iter().enumerate() {
        table.row(buffer, number, look(number), &cells(&row, theme));
    }
}

fn ignored_cells<'a>(line: &'a IgnoredLine, theme: &Theme) -> [Cell<'a>; 5] {
    [
        Cell::new("·", theme.dim),
        Cell::new((line.line + 1).to_string(), theme.dim),
        Cell::new(line.why.words(), theme.dim),
        Cell::new(&line.text, theme.dim),
        Cell::new("", theme.dim),
    ]
}

fn cells<'a>(row: &'a Row, theme: &Theme) -> [Cell<'a>; 5] {
    let (mark, style) = glyph(row.status, !row.reasons.is_empty(), theme);
    let (mark, style) = if row.primary {
        ("★", theme.accent)
    } else {
        (mark, style)
    };
    let plain = match row.status {
        Status::Ready | Status::Flagged => theme.text,
        Status::Existing | Status::Skipped | Status::Ignored => theme.dim,
    };
    let field = |text: &'a str, code: &[&str]| {
        let wrong = row.reasons.iter().any(|reason| code.contains(&reason.code.key()));
        let shown = if text.is_empty() && wrong { "missing" } else { text };
        Cell::new(shown, if wrong { theme.danger } else { plain })
    };
    [
        Cell::new(mark, style),
        Cell::new((row.line + 1).to_string(), theme.dim),
        field(&row.name, &["missing_name", "odd_name", "name_email_swapped"]),
        field(
            &row.email,
            &[
                "missing_email",
                "invalid_email",
                "duplicate_in_list",
                "name_email_swapped",
            ],
        ),
        Cell::new(title_and_roles(row), plain),
    ]
}

/// Returns the title with the roles of a row, those that its label offers with a question mark.
fn title_and_roles(row: &Row) -> Cow<'_, str> {
    let title = &row.details[Detail::Title];
    let roles = match (&row.offered, row.details[Detail::Roles].as_str()) {
        (None, "") => return title.as_str().into(),
        (Some(role), "") => format!("[{role}?]"),
        (_, roles) => format!("[{roles}]"),
    };
    format!("{title} {roles}").trim_start().to_owned().into()
}

/// Draws everything that is to be said of the current row.
fn reasons(model: &Model, pane: &PastePane, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let area = indent(area, 1);
    let Some(at) = pane.current() else { return };
    if let Some(line) = pane.sheet().ignored_line(at, &pane.document) {
        let words = format!("Line {}: ignored ({}).", line.line + 1, line.why.words());
        put(buffer, area, area.x, &words, theme.dim);
        return;
    }
    let Some(row) = pane.current_row() else { return };
    let place = match pane.sheet().in_line(at) {
        None => format!("Line {}", row.line + 1),
        Some(InLine { number, of }) => format!("Line {}, address {number} of {of}", row.line + 1),
    };
    let mut words = match row.status {
        Status::Ready => format!("{place}: ready."),
        Status::Flagged => format!("{place}: flagged."),
        Status::Existing => format!("{place}: nothing to add."),
        Status::Skipped => format!("{place}: skipped."),
        Status::Ignored => format!("{place}: ignored."),
    };
    if row.primary {
        words.push_str(" Becomes the primary contact.");
    }
    for reason in &row.reasons {
        words.push(' ');
        words.push_str(&reason.message);
    }
    if row.cleaned {
        words.push_str(" Cleaned up.");
    }
    match (&row.offered, pane.sheet().role_labels()) {
        (Some(role), RoleLabels::Offered) => {
            let takes = model.sentence("{take_roles} takes it on all rows.");
            words.push_str(&format!(" Its label names the role {role}; {takes}"));
        }
        (Some(role), RoleLabels::Taken) => words.push_str(&format!(" Gets the role {role} from its label.")),
        (None, _) => {}
    }
    let offer = row.fix.as_ref().map(|fix| {
        let suggestion = row
            .reasons
            .iter()
            .find(|reason| reason.code == fix.code)
            .and_then(|reason| reason.suggestion.clone())
            .unwrap_or_else(|| "take the quotes out".to_owned());
        format!(": {suggestion}")
    });
    let style = if row.status == Status::Flagged {
        theme.danger
    } else {
        theme.text
    };
    let room = usize::from(area.height)
        .saturating_sub(usize::from(offer.is_some()))
        .max(1);
    for (number, line) in wrap(&words, usize::from(area.width))
        .iter()
        .take(room)
        .enumerate()
    {
        let area = row_of(area, number);
        put(buffer, area, area.x, line, style);
    }
    if let Some(offer) = offer {
        let area = row_of(area, usize::from(area.height).saturating_sub(1));
        let key = model.key_text(Command::Pane(PaneCommand::Fix));
        let x = put(buffer, area, area.x, &key, theme.key);
        put(buffer, area, x, &offer, theme.text);
    }
}
