//! The fields that users define.

use ratatui::buffer::Buffer;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::FieldsScreen;
use crate::domain::{CustomField, InLists, SafeText};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 6] = [
    Column::text("Of", Width::Cells(9)),
    Column::text("Name", Width::Parts(3)),
    Column::text("Type", Width::Cells(6)),
    Column::text("Search for it as", Width::Parts(4)),
    Column::text("In lists", Width::Cells(8)),
    Column::number("Used", Width::Cells(6)),
];

pub(super) fn draw(model: &Model, screen: &FieldsScreen, areas: &Areas, theme: &Theme, buffer: &mut Buffer) {
    let none = "No fields of your own yet. Press {add_field} to add one, such as Region or Renewal date.";
    if !has_rows(model, &screen.list, (areas.rows, none), theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, field)) in screen.list.window(height).enumerate() {
        if let Some(field) = field {
            let look = look(model, &screen.list, place);
            table.row(buffer, number, look, &cells(field, theme));
        }
    }
}

fn cells<'a>(field: &'a CustomField, theme: &Theme) -> [Cell<'a>; 6] {
    let choices = field.fields.kind.choices().first().map(SafeText::as_str);
    let example = match (field.fields.kind.key(), choices) {
        ("number", _) => format!("{}:>=50", field.key()),
        ("date", _) => format!("{}:<2027-03", field.key()),
        (_, Some(choice)) if choice.contains(' ') => format!("{}:\"{choice}\"", field.key()),
        (_, Some(choice)) => format!("{}:{}", field.key(), choice.to_lowercase()),
        (_, None) => format!("{}:", field.key()),
    };
    let in_lists = match field.fields.in_lists {
        InLists::Shown => "✓ shown",
        InLists::Hidden => "",
    };
    [
        Cell::new(field.fields.of.plural(), theme.dim),
        Cell::new(field.label(), theme.text),
        Cell::new(field.fields.kind.key(), theme.text),
        Cell::new(example, theme.dim),
        Cell::new(in_lists, theme.text),
        Cell::new(field.used.to_string(), theme.text),
    ]
}
