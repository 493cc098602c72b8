//! The notifications of all customers.

use ratatui::buffer::Buffer;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::NotificationsScreen;
use crate::domain::{Notification, NotificationState};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 6] = [
    Column::text("State", Width::Cells(13)),
    Column::text("Customer", Width::Parts(4)),
    Column::text("What", Width::Cells(13)),
    Column::text("By", Width::Cells(5)),
    Column::text("To", Width::Parts(5)),
    Column::text("Why", Width::Cells(9)),
];

pub(super) fn draw(
    model: &Model,
    screen: &NotificationsScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    super::channels::draw(model, areas.channels, theme, buffer);
    let none = "No notifications. They are created when a phase changes, a task is assigned or a contact is invited.";
    if !has_rows(model, &screen.list, (areas.rows, none), theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, one)) in screen.list.window(height).enumerate() {
        if let Some(one) = one {
            table.row(
                buffer,
                number,
                look(model, &screen.list, place),
                &cells(one, model, theme),
            );
        }
    }
}

fn cells<'a>(one: &'a Notification, model: &Model, theme: &Theme) -> [Cell<'a>; 6] {
    let (glyph, style) = match one.state {
        NotificationState::Held => ("▪", theme.dim),
        NotificationState::Queued | NotificationState::Sending => ("→", theme.text),
        NotificationState::Sent => ("✓", theme.good),
        NotificationState::Retry => ("↻", theme.warning),
        NotificationState::Failed => ("✕", theme.danger),
        NotificationState::Unknown => ("?", theme.warning),
        NotificationState::Cancelled => ("⊘", theme.dim),
    };
    let at = match (one.state, one.next_at) {
        (NotificationState::Retry, Some(at)) => format!(" {}", clock(&at.minute_in(&model.zone))),
        (_, _) => String::new(),
    };
    [
        Cell::new(format!("{glyph} {}{at}", one.state), style),
        Cell::new(one.customer_name.as_str(), theme.text),
        Cell::new(one.kind.to_string(), theme.text),
        Cell::new(one.channel.to_string(), theme.text),
        Cell::new(
            format!("{} <{}>", one.recipient.name, one.recipient.email),
            theme.text,
        ),
        Cell::new(one.why(), theme.dim),
    ]
}

/// Returns the time of a day and time.
fn clock(minute: &str) -> &str {
    minute.split_once(' ').map_or(minute, |(_, clock)| clock)
}
