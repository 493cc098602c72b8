//! The people of a customer.

use std::borrow::Cow;

use ratatui::buffer::Buffer;

use super::custom::{column, listed};
use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::CustomerScreen;
use crate::domain::{
    Contact, ContactFilter, ContactSource, CustomField, Date, Detail, FieldOf, Invitation, Link,
};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

/// The place of the title among the narrow columns; roles and phone number have columns behind it where there is room.
const TITLE: usize = 4;

/// The place of the invitation among the narrow columns.
const PORTAL: usize = 5;

/// The narrowest list that has room for phone numbers and days.
const WIDE: u16 = 100;

const NARROW_COLUMNS: [Column<'_>; 7] = [
    Column::text("", Width::Cells(1)),
    Column::text("", Width::Cells(1)),
    Column::text("Name", Width::Parts(5)),
    Column::text("Email", Width::Parts(7)),
    Column::text("Title", Width::Parts(5)),
    Column::text("Portal", Width::Cells(9)),
    Column::text("From", Width::Cells(10)),
];

const WIDE_COLUMNS: [Column<'_>; 9] = [
    Column::text("", Width::Cells(1)),
    Column::text("", Width::Cells(1)),
    Column::text("Name", Width::Parts(5)),
    Column::text("Email", Width::Parts(7)),
    Column::text("Title", Width::Parts(4)),
    Column::text("Roles", Width::Parts(3)),
    Column::text("Phone", Width::Parts(4)),
    Column::text("Portal", Width::Cells(20)),
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
        (false, _) => "No contact matches. Press {back} to clear the filter.",
        (true, ContactFilter::Active) if screen.customer.primary.is_none() => {
            "No contacts yet. Press {add_contact} to add one; the first becomes primary."
        }
        (true, ContactFilter::Active) => "No contacts. Press {add_contact} to add one.",
        (true, ContactFilter::Archived) => {
            "No archived contacts. Press {next_group} to see the unlinked ones."
        }
        (true, ContactFilter::Unlinked) => "No unlinked contacts. Press {next_group} to see the active ones.",
    };
    if !has_rows(model, &contacts.list, (areas.rows, none), theme, buffer) {
        return;
    }
    let is_wide = areas.rows.width >= WIDE;
    let custom = listed(model, FieldOf::Contact, areas.rows.width);
    let columns = columns(is_wide, &custom);
    let table = Table::new(&columns, areas.rows, theme);
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
                let mut cells = if is_wide {
                    wide_cells(contact, mark, model, theme)
                } else {
                    cells(contact, mark, theme)
                };
                let values = custom.iter().map(|field| contact.custom.text(field.id));
                cells.extend(values.map(|value| Cell::new(value, theme.text)));
                table.row(buffer, number, look, &cells);
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

/// Returns the columns of the list, with those of fields that users defined behind the others.
fn columns<'a>(is_wide: bool, custom: &[&'a CustomField]) -> Vec<Column<'a>> {
    let own: &[Column<'_>] = if is_wide { &WIDE_COLUMNS } else { &NARROW_COLUMNS };
    own.iter()
        .copied()
        .chain(custom.iter().map(|field| column(field)))
        .collect()
}

/// Returns with a glyph and a word where a contact is from, and what it is to HubSpot.
fn origin(contact: &Contact, theme: &Theme) -> Cell<'static> {
    let (text, style) = match (contact.link, contact.source) {
        (Some(Link::Linked { .. }), _) if contact.has_stand_in_name() => ("⚠ no name", theme.warning),
        (Some(Link::Linked { .. }), _) if !contact.edited_here().is_empty() => ("⇄ edited", theme.text),
        (Some(Link::Linked { .. }), ContactSource::Remote(_)) => ("⇄ HubSpot", theme.text),
        (Some(Link::Linked { .. }), ContactSource::Manual | ContactSource::Paste) => ("⇄ linked", theme.text),
        (Some(Link::Gone { .. }), _) => ("⚠ gone", theme.warning),
        (Some(Link::Unlinked { .. }), _) => ("⊘ unlinked", theme.dim),
        (None, ContactSource::Manual) => ("✎ added", theme.dim),
        (None, ContactSource::Paste) => ("▤ pasted", theme.dim),
        (None, ContactSource::Remote(_)) => ("○ HubSpot", theme.dim),
    };
    Cell::new(text, style)
}

/// Returns with a glyph and a word how far the invitation to the portal has come.
fn portal(contact: &Contact, theme: &Theme) -> Cell<'static> {
    let style = match contact.invitation {
        Invitation::None => theme.dim,
        Invitation::Waiting(_) | Invitation::Sent(_) => theme.text,
    };
    Cell::new(contact.invitation.to_string(), style)
}

/// Writes the title with the roles behind it, where they have no column of their own.
fn title_and_roles(contact: &Contact) -> Cow<'_, str> {
    let (title, roles) = (
        contact.details.text(Detail::Title),
        contact.details.text(Detail::Roles),
    );
    match (title, roles) {
        (title, "") => title.into(),
        ("", roles) => format!("[{roles}]").into(),
        (title, roles) => format!("{title} [{roles}]").into(),
    }
}

/// Writes the first email, and how many others there are: `ann@acme.com +1`.
fn email(contact: &Contact) -> Cow<'_, str> {
    match contact.other_emails().iter().count() {
        0 => contact.email.as_str().into(),
        others => format!("{} +{others}", contact.email).into(),
    }
}

fn cells<'a>(contact: &'a Contact, mark: &'a str, theme: &Theme) -> Vec<Cell<'a>> {
    let star = if contact.is_primary { "★" } else { "" };
    vec![
        Cell::new(mark, theme.accent),
        Cell::new(star, theme.accent),
        Cell::new(contact.name.as_str(), theme.text),
        Cell::new(email(contact), theme.text),
        Cell::new(title_and_roles(contact), theme.text),
        portal(contact, theme),
        origin(contact, theme),
    ]
}

/// Adds the roles, the phone number and the day of the invitation.
fn wide_cells<'a>(contact: &'a Contact, mark: &'a str, model: &Model, theme: &Theme) -> Vec<Cell<'a>> {
    let mut cells = cells(contact, mark, theme);
    let day = contact.invitation.at().map(|at| Date::of(at, &model.zone));
    if let (Some(portal), Some(day)) = (cells.get_mut(PORTAL), day) {
        portal.text = format!("{} {day}", portal.text).into();
    }
    let text = |detail: Detail| Cell::new(contact.details.text(detail), theme.text);
    cells.splice(
        TITLE..PORTAL,
        [Detail::Title, Detail::Roles, Detail::Phone].map(text),
    );
    cells
}
