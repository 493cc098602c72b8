//! The onboardings of all customers.

use ratatui::buffer::Buffer;

use super::onboardings::state;
use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::AllOnboardings;
use crate::domain::{Date, Onboarding};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column; 6] = [
    Column::text("Customer", Width::Parts(4)),
    Column::text("Phase", Width::Parts(2)),
    Column::number("Days", Width::Cells(4)),
    Column::text("State", Width::Cells(9)),
    Column::text("Target", Width::Cells(10)),
    Column::text("Next task", Width::Parts(4)),
];

pub(super) fn draw(
    model: &Model,
    screen: &AllOnboardings,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let none = "No onboardings yet. Open a customer, press 3, then n, to start one.";
    if !has_rows(&screen.list, areas.rows, none, theme, buffer) {
        return;
    }
    let today = Date::of(model.now(), &model.zone);
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, one)) in screen.list.window(height).enumerate() {
        if let Some(one) = one {
            let cells = cells(one, today, model, theme);
            table.row(buffer, number, look(model, &screen.list, place), &cells);
        }
    }
}

fn cells(one: &Onboarding, today: Date, model: &Model, theme: &Theme) -> [Cell; 6] {
    let (word, style) = state(one, today, theme);
    let next = one.next_task.as_ref().map(|task| match task.due {
        Some(due) if due < today => format!("▲ {}", task.title),
        Some(_) | None => task.title.to_string(),
    });
    let target = one.target.map(|target| target.to_string());
    [
        Cell::new(one.customer_name.to_string(), theme.text),
        Cell::new(one.phase.to_string(), theme.text),
        Cell::new(one.days_in_phase(today, &model.zone).to_string(), theme.dim),
        Cell::new(word, style),
        Cell::new(target.unwrap_or_default(), theme.text),
        Cell::new(next.unwrap_or_default(), theme.text),
    ]
}
