//! Companies of HubSpot that are no customers yet.

use ratatui::buffer::Buffer;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::CompaniesScreen;
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 3] = [
    Column::text("", Width::Cells(1)),
    Column::text("Company", Width::Parts(3)),
    Column::text("Domain", Width::Parts(2)),
];

pub(super) fn draw(
    model: &Model,
    screen: &CompaniesScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let none = "Every HubSpot company with a domain is already a customer. Press {back} to go back.";
    if !has_rows(model, &screen.list, (areas.rows, none), theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, company)) in screen.list.window(height).enumerate() {
        let Some(company) = company else { continue };
        let mark = if screen.marked.contains(&company.id) {
            "✓"
        } else {
            ""
        };
        let domain = company.domains.first().map(ToString::to_string);
        let cells = [
            Cell::new(mark, theme.accent),
            Cell::new(company.name.as_str(), theme.text),
            Cell::new(domain.unwrap_or_default(), theme.text),
        ];
        table.row(buffer, number, look(model, &screen.list, place), &cells);
    }
}
