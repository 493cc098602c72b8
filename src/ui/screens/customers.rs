//! The list of customers.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::custom::{column, listed};
use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::CustomersScreen;
use crate::domain::{Customer, CustomerFilter, CustomerStatus, FieldOf, Link};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 9] = [
    Column::text("", Width::Cells(1)),
    Column::number("#", Width::Cells(4)),
    Column::text("Name", Width::Parts(7)),
    Column::text("Domain", Width::Parts(4)),
    Column::text("Owner", Width::Parts(4)),
    Column::text("Status", Width::Cells(10)),
    Column::text("Primary", Width::Parts(5)),
    Column::number("People", Width::Cells(6)),
    Column::text("Signs", Width::Cells(5)),
];

/// The narrowest list with room for why customers are at risk, and the column that shows it there.
const ROOM_FOR_REASONS: u16 = 140;
const STATUS_WITH_REASON: Column<'_> = Column::text("Status", Width::Parts(6));

pub(super) fn draw(
    model: &Model,
    customers: &CustomersScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let none = match (customers.words.is_empty(), customers.filter) {
        (false, _) => "No customer matches. Press {back} to clear the filter.",
        (true, CustomerFilter::Current) => {
            "No current customers. Press {new_customer} to add one, or {next_group} to see the churned ones."
        }
        (true, CustomerFilter::Churned) => {
            "No churned customers. Press {next_group} to see the archived ones."
        }
        (true, CustomerFilter::Archived) => "No archived customers. Press {next_group} to see all.",
        (true, CustomerFilter::All) => "No customers. Press {new_customer} to add one.",
    };
    if !has_rows(model, &customers.list, (areas.rows, none), theme, buffer) {
        return;
    }
    let custom = listed(model, FieldOf::Customer, areas.rows.width);
    let has_room = areas.rows.width >= ROOM_FOR_REASONS;
    let columns: Vec<Column<'_>> = COLUMNS
        .into_iter()
        .map(|column| match column.title {
            "Status" if has_room => STATUS_WITH_REASON,
            _ => column,
        })
        .chain(custom.iter().map(|field| column(field)))
        .collect();
    let table = Table::new(&columns, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, customer)) in customers.list.window(height).enumerate() {
        let look = look(model, &customers.list, place);
        match customer {
            Some(customer) => {
                let standing = if has_room { with_reason } else { of_status };
                let standing = standing(customer, theme);
                let mut cells = Vec::from(cells(model, customers, (customer, standing), theme));
                let values = custom.iter().map(|field| customer.custom.text(field.id));
                cells.extend(values.map(|value| Cell::new(value, theme.text)));
                table.row(buffer, number, look, &cells);
            }
            None => table.row(
                buffer,
                number,
                look,
                &["", "", "…"].map(|text| Cell::new(text, theme.dim)),
            ),
        }
    }
}

fn cells<'a>(
    model: &Model,
    customers: &CustomersScreen,
    (customer, (status, status_style)): (&'a Customer, (String, Style)),
    theme: &Theme,
) -> [Cell<'a>; 9] {
    let is_marked = customers.marked.contains_key(&customer.id);
    let mut signs = String::new();
    for signal in customer.signals(model.today()) {
        // What is late has one glyph, whether a task or an onboarding.
        if !signs.contains(signal.glyph()) {
            signs.push(signal.glyph());
        }
    }
    let owner = customer.owner.as_ref().map_or("-", |owner| owner.name.as_str());
    let (primary, primary_style) = match &customer.primary {
        Some(contact) if matches!(contact.link, Some(Link::Gone { .. })) => {
            (format!("⚠ {} gone", contact.name), theme.warning)
        }
        Some(contact) => (format!("★ {}", contact.name), theme.text),
        None => ("⚠ none".to_owned(), theme.warning),
    };
    [
        Cell::new(if is_marked { "✓" } else { "" }, theme.accent),
        Cell::new(customer.display_id.to_string(), theme.dim),
        Cell::new(customer.name.as_str(), theme.text),
        Cell::new(domain(customer), theme.text),
        Cell::new(owner, theme.text),
        Cell::new(status, status_style),
        Cell::new(primary, primary_style),
        Cell::new(customer.contacts.to_string(), theme.text),
        Cell::new(signs, theme.warning),
    ]
}

/// Writes a domain, with a small 2 if several customers share it.
pub(in crate::ui) fn domain(customer: &Customer) -> String {
    match &customer.domain {
        Some(domain) if customer.sharing_domain > 1 => format!("{}²", domain.domain().unicode()),
        Some(domain) => domain.domain().unicode().into_owned(),
        None => "-".to_owned(),
    }
}

/// Writes how a customer is doing.
fn of_status(customer: &Customer, theme: &Theme) -> (String, Style) {
    status(customer.status, theme)
}

/// Writes how a customer is doing, and why it is at risk if it is.
fn with_reason(customer: &Customer, theme: &Theme) -> (String, Style) {
    let (word, style) = of_status(customer, theme);
    match customer.risk().and_then(|risk| risk.reason) {
        Some(reason) => (format!("{word}: {reason}"), style),
        None => (word, style),
    }
}

/// Writes a status as a glyph and a word.
pub(in crate::ui) fn status(status: CustomerStatus, theme: &Theme) -> (String, Style) {
    let (glyph, style) = match status {
        CustomerStatus::Active => ("●", theme.good),
        CustomerStatus::AtRisk => ("▲", theme.warning),
        CustomerStatus::Churned => ("✕", theme.danger),
        CustomerStatus::Archived => ("▪", theme.dim),
    };
    (format!("{glyph} {status}"), style)
}
