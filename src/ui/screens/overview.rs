//! The fields of a customer, and who gets its next notification and why.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::customers::{domain, status};
use crate::app::Model;
use crate::app::layout::{Areas, Rect};
use crate::app::screens::CustomerScreen;
use crate::domain::{Customer, RoutedTo, routes};
use crate::ui::Theme;
use crate::ui::text::{indent, put, row};

/// Columns of the names of fields.
const LABEL: u16 = 12;

/// Columns of the kinds of notifications.
const KIND: u16 = 16;

pub(super) fn draw(
    model: &Model,
    screen: &CustomerScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let customer = &screen.customer;
    let body = Rect {
        height: areas.head.height + areas.rows.height,
        ..areas.head
    };
    let area = indent(body, 2);
    let mut number = 0;
    for (label, value, style) in fields(customer, model, theme) {
        let line = row(area, number);
        put(buffer, line, line.x, label, theme.dim);
        put(buffer, line, line.x + LABEL, &value, style);
        number += 1;
    }
    number += 1;
    let line = row(area, number);
    put(
        buffer,
        line,
        line.x,
        "Who gets the next notification, and why",
        theme.heading,
    );
    number += 1;
    for route in routes(customer) {
        let line = row(area, number);
        put(buffer, line, line.x, &route.kind.to_string(), theme.text);
        let style = match route.to {
            RoutedTo::Primary(_) => theme.text,
            RoutedTo::OwnerFallback(_) => theme.warning,
            RoutedTo::Nobody => theme.danger,
        };
        let x = put(buffer, line, line.x + KIND, &route.to.to_string(), style);
        if let Some(person) = route.to.person() {
            put(buffer, line, x + 2, person.email.as_str(), theme.dim);
        }
        number += 1;
    }
    if customer.primary.is_none() {
        let line = row(area, number + 1);
        let text = if customer.contacts > 0 {
            "⚠ No primary contact. Press 2, then * on a contact, to choose one."
        } else {
            "⚠ No contacts. Press 2, then a, to add one; the first becomes primary."
        };
        put(buffer, line, line.x, text, theme.warning);
    }
}

fn fields(customer: &Customer, model: &Model, theme: &Theme) -> Vec<(&'static str, String, Style)> {
    let owner = customer
        .owner
        .as_ref()
        .map(|owner| format!("{} <{}>", owner.name, owner.email));
    let shared = match customer.sharing_domain {
        0 | 1 => domain(customer),
        2 => format!("{} shared with 1 other customer", domain(customer)),
        all => format!("{} shared with {} other customers", domain(customer), all - 1),
    };
    let (primary, primary_style) = match &customer.primary {
        Some(contact) => (format!("★ {} <{}>", contact.name, contact.email), theme.text),
        None => ("⚠ no primary".to_owned(), theme.warning),
    };
    let (status, status_style) = status(customer.status, theme);
    let or_dash = |text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .unwrap_or_else(|| "-".to_owned())
    };
    vec![
        ("Domain", shared, theme.text),
        ("Owner", or_dash(owner), theme.text),
        (
            "Plan",
            or_dash(customer.plan.as_ref().map(ToString::to_string)),
            theme.text,
        ),
        ("Status", status, status_style),
        ("Tags", or_dash(Some(customer.tags.to_string())), theme.text),
        ("Primary", primary, primary_style),
        ("Contacts", customer.contacts.to_string(), theme.text),
        ("Added", customer.created_at.minute_in(&model.zone), theme.dim),
    ]
}
