//! The workbench: what wants attention across all customers.

use ratatui::buffer::Buffer;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::Workbench;
use crate::domain::{Need, WorkItem};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 3] = [
    Column::number("#", Width::Cells(4)),
    Column::text("Customer", Width::Parts(1)),
    Column::text("What to do", Width::Parts(3)),
];

pub(super) fn draw(model: &Model, screen: &Workbench, areas: &Areas, theme: &Theme, buffer: &mut Buffer) {
    let none = "Nothing needs attention. Well done.";
    if !has_rows(model, &screen.list, (areas.rows, none), theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, item)) in screen.list.window(height).enumerate() {
        if let Some(item) = item {
            table.row(
                buffer,
                number,
                look(model, &screen.list, place),
                &cells(model, item, theme),
            );
        }
    }
}

fn cells<'a>(model: &Model, item: &'a WorkItem, theme: &Theme) -> [Cell<'a>; 3] {
    let (glyph, style) = match item.need {
        Need::FailedNotification { .. } => ("✕", theme.danger),
        Need::AtRisk { .. } => ("▲", theme.warning),
        Need::LateOnboarding { .. } | Need::OverdueTask { .. } | Need::FollowUp { .. } | Need::WinBack(_) => {
            ("◷", theme.warning)
        }
        Need::NoContacts | Need::NoPrimary => ("⚠", theme.warning),
        Need::PrimaryElsewhere { .. } | Need::SingleContact | Need::NearDate { .. } => ("·", theme.text),
    };
    [
        Cell::new(item.display_id.to_string(), theme.dim),
        Cell::new(item.customer_name.as_str(), theme.text),
        Cell::new(
            format!("{glyph} {}", item.need.sentence(model.today(), model.keys())),
            style,
        ),
    ]
}
