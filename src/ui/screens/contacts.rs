//! The people of a customer.

use ratatui::buffer::Buffer;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::CustomerScreen;
use crate::domain::{Contact, ContactFilter, Link, Source};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column; 7] = [
    Column::text("", Width::Cells(1)),
    Column::text("", Width::Cells(1)),
    Column::text("Name", Width::Parts(5)),
    Column::text("Email", Width::Parts(7)),
    Column::text("Title", Width::Parts(5)),
    Column::text("Phone", Width::Parts(4)),
    Column::text("From", Width::Cells(10)),
];

pub(super) fn draw(
    model: &Model,
    screen: &CustomerScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let contacts = &screen.contacts;
    let none = match (contacts.words.is_empty(), contacts.filter) {
        (false, _) => "No contact holds these words. Press esc to clear the filter.",
        (true, ContactFilter::Active) if screen.customer.primary.is_none() => {
            "No contacts yet. Press a to add one; the first becomes primary."
        }
        (true, ContactFilter::Active) => "No contacts. Press a to add one.",
        (true, ContactFilter::Archived) => {
            "No archived contacts. Press f for the unlinked, then the active ones."
        }
        (true, ContactFilter::Unlinked) => {
            "Nobody was unlinked from HubSpot. Press f to see the active contacts."
        }
    };
    if !has_rows(&contacts.list, areas.rows, none, theme, buffer) {
        return;
    }
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, contact)) in contacts.list.window(height).enumerate() {
        let look = look(model, &contacts.list, place);
        match contact {
            Some(contact) => {
                let mark = if contacts.marked.contains_key(&contact.id) {
                    "✓"
                } else {
                    " "
                };
                table.row(buffer, number, look, &cells(contact, mark, theme));
            }
            None => {
                let blank = || Cell::new("", theme.dim);
                table.row(
                    buffer,
                    number,
                    look,
                    &[blank(), blank(), Cell::new("…", theme.dim)],
                );
            }
        }
    }
}

/// Tells with a glyph and a word where a contact is from, and what it is to HubSpot.
fn origin(contact: &Contact, theme: &Theme) -> Cell {
    let (text, style) = match (contact.link, contact.source) {
        (Some(Link::Linked { .. }), _) if !contact.edited_here.is_empty() => ("⇄ edited", theme.text),
        (Some(Link::Linked { .. }), Source::HubSpot) => ("⇄ HubSpot", theme.text),
        (Some(Link::Linked { .. }), Source::Manual | Source::Paste) => ("⇄ linked", theme.text),
        (Some(Link::Gone { .. }), _) => ("⚠ gone", theme.warning),
        (Some(Link::Unlinked { .. }), _) => ("⊘ unlinked", theme.dim),
        (None, Source::Manual) => ("✎ added", theme.dim),
        (None, Source::Paste) => ("▤ pasted", theme.dim),
        (None, Source::HubSpot) => ("○ HubSpot", theme.dim),
    };
    Cell::new(text, style)
}

fn cells(contact: &Contact, mark: &str, theme: &Theme) -> [Cell; 7] {
    let text =
        |value: &Option<crate::domain::SafeText>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let star = if contact.is_primary { "★" } else { "" };
    [
        Cell::new(mark, theme.accent),
        Cell::new(star, theme.accent),
        Cell::new(contact.name.to_string(), theme.text),
        Cell::new(contact.email.to_string(), theme.text),
        Cell::new(text(&contact.title), theme.text),
        Cell::new(text(&contact.phone), theme.text),
        origin(contact, theme),
    ]
}
