//! The onboardings of all customers.

use ratatui::buffer::Buffer;

use super::onboardings::{days, state};
use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::AllOnboardings;
use crate::domain::{Onboarding, OnboardingState, Schedule};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 6] = [
    Column::text("Customer", Width::Parts(4)),
    Column::text("Phase", Width::Parts(3)),
    Column::number("In phase", Width::Cells(14)),
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
    let none = "No onboardings yet. Open a customer, press {tab_onboardings}, then {start_onboarding}, to start one.";
    if !has_rows(model, &screen.list, (areas.rows, none), theme, buffer) {
        return;
    }
    let schedule = model.schedule();
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, one)) in screen.list.window(height).enumerate() {
        if let Some(one) = one {
            let cells = cells(one, &schedule, theme);
            table.row(buffer, number, look(model, &screen.list, place), &cells);
        }
    }
}

fn cells<'a>(one: &'a Onboarding, schedule: &Schedule, theme: &Theme) -> [Cell<'a>; 6] {
    let (word, style) = state(one, schedule, theme);
    let next = one.next_task.as_ref().map(|task| {
        if one.state == OnboardingState::Active && task.is_overdue(schedule) {
            format!("▲ {}", task.title)
        } else {
            task.title.to_string()
        }
    });
    let target = one.target.map(|target| target.to_string());
    [
        Cell::new(one.customer_name.as_str(), theme.text),
        Cell::new(one.phase.to_string(), theme.text),
        Cell::new(
            days(one, schedule),
            if one.is_over_its_phase(schedule) {
                theme.warning
            } else {
                theme.dim
            },
        ),
        Cell::new(word, style),
        Cell::new(target.unwrap_or_default(), theme.text),
        Cell::new(next.unwrap_or_default(), theme.text),
    ]
}
