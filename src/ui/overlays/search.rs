//! The search over everything: the words, and what was found on a row each.

use ratatui::Frame;
use ratatui::style::Style;

use super::{Keys, empty_box};
use crate::app::Model;
use crate::app::destination::Found;
use crate::app::layout::{self, wrap};
use crate::app::overlay::search::{Search, Stage};
use crate::domain::{
    ContactHit, CustomerHit, CustomerName, CustomerStatus, Matched, Rest, SearchField, TagHit,
};
use crate::ui::Theme;
use crate::ui::line;
use crate::ui::screens::{domain, status};
use crate::ui::table::{Cell, Column, Look, Table, Width};
use crate::ui::text::{put, row};

const COLUMNS: [Column<'_>; 4] = [
    Column::text("", Width::Cells(8)),
    Column::text("", Width::Parts(5)),
    Column::text("", Width::Parts(6)),
    Column::text("", Width::Parts(5)),
];

/// A note or a line of history takes the room of all columns but the first.
const LINE: [Column<'_>; 2] = [
    Column::text("", Width::Cells(8)),
    Column::text("", Width::Parts(1)),
];

const IDLE: &str = "Type a part of a name, address, title, phone number, domain, tag or note. \
    \"a phrase\" in quotes, !not this, tag:vip, status:at_risk, title:cto, role:billing, note:budget, is:archived and #42 narrow it down.";

pub(super) fn draw(model: &Model, search: &Search, keys: Keys, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::search(model.size);
    empty_box(frame, areas.frame, "Search everything", theme.heading);
    line::draw_search(frame, areas.words, &search.line, keys.cursor(), theme);
    let buffer = frame.buffer_mut();
    let (text, style) = match &search.stage {
        Stage::Idle => (IDLE, theme.dim),
        Stage::Asked | Stage::Deepening if search.rows.is_empty() => ("Searching…", theme.dim),
        Stage::Asked | Stage::Deepening | Stage::Answered(_) if !search.rows.is_empty() => ("", theme.dim),
        Stage::Asked | Stage::Deepening | Stage::Answered(Rest::None | Rest::More) => (
            "Nothing matches. Type fewer words, or is:archived to search the archive.",
            theme.dim,
        ),
        Stage::Answered(Rest::Unread) => (
            "No match so far. Type more letters to search the rest.",
            theme.dim,
        ),
        Stage::Failed(sentence) => (sentence.as_str(), theme.danger),
    };
    for (number, text) in wrap(text, usize::from(areas.rows.width)).iter().enumerate() {
        let area = row(areas.rows, number);
        put(buffer, area, area.x, text, style);
    }
    let (table, lines) = (
        Table::new(&COLUMNS, areas.rows, theme),
        Table::new(&LINE, areas.rows, theme),
    );
    let shown = search.rows.iter().enumerate().skip(search.cursor.top);
    for (number, (place, found)) in shown.take(usize::from(areas.rows.height)).enumerate() {
        let look = if place == search.cursor.selected {
            keys.selected()
        } else {
            Look::Plain
        };
        match found {
            Found::Customer(hit) => table.row(buffer, number, look, &of_customer(hit, theme)),
            Found::Tag(hit) => table.row(buffer, number, look, &of_tag(hit, theme)),
            Found::Contact(hit) => table.row(buffer, number, look, &of_contact(hit, theme)),
            Found::Note(hit) => {
                let text = format!("{}: {}", hit.note.subject_words(), hit.note.text.one_line());
                let cells = [Cell::new("Note", theme.dim), Cell::new(text, theme.text)];
                lines.row(buffer, number, look, &cells);
            }
            Found::History(hit) => {
                let text = format!("{}: {}", hit.customer.name, hit.entry.sentence());
                let cells = [Cell::new("Change", theme.dim), Cell::new(text, theme.text)];
                lines.row(buffer, number, look, &cells);
            }
        }
    }
    let note = match &search.stage {
        Stage::Deepening => "Searching…",
        Stage::Answered(Rest::More) => "There are more matches. Type more to narrow them down.",
        Stage::Answered(Rest::Unread) => "There may be more matches. Type more to narrow them down.",
        Stage::Idle | Stage::Asked | Stage::Answered(Rest::None) | Stage::Failed(_) => "",
    };
    if !search.rows.is_empty() {
        put(buffer, areas.note, areas.note.x, note, theme.dim);
    }
}

fn of_customer<'a>(hit: &'a CustomerHit, theme: &Theme) -> [Cell<'a>; 4] {
    let customer = &hit.customer;
    let (status, style) = status(customer.status, theme);
    let why = match hit.matched.field {
        SearchField::Name | SearchField::Domain | SearchField::Status => Cell::new(status, style),
        _ => why(&hit.matched, theme.dim),
    };
    [
        Cell::new("Customer", theme.dim),
        Cell::new(format!("#{} {}", customer.display_id, customer.name), theme.text),
        Cell::new(domain(customer), theme.text),
        why,
    ]
}

fn of_tag<'a>(hit: &'a TagHit, theme: &Theme) -> [Cell<'a>; 4] {
    let customers = match hit.customers {
        1 => "1 customer".to_owned(),
        count => format!("{count} customers"),
    };
    [
        Cell::new("Tag", theme.dim),
        Cell::new(hit.tag.to_string(), theme.text),
        Cell::new(customers, theme.text),
        Cell::new("", theme.dim),
    ]
}

fn of_contact<'a>(hit: &'a ContactHit, theme: &Theme) -> [Cell<'a>; 4] {
    let contact = &hit.contact;
    let star = if contact.is_primary { "★ " } else { "" };
    let why = match hit.matched.field {
        _ if contact.archived_at.is_some() => Cell::new("▪ archived", theme.dim),
        SearchField::Name | SearchField::Email => at(&hit.customer, theme),
        _ => why(&hit.matched, theme.dim),
    };
    [
        Cell::new("Contact", theme.dim),
        Cell::new(format!("{star}{}", contact.name), theme.text),
        Cell::new(contact.email.as_str(), theme.text),
        why,
    ]
}

/// Names the customer of a contact.
fn at(customer: &CustomerName, theme: &Theme) -> Cell<'static> {
    let archived = match customer.status {
        CustomerStatus::Archived => "▪ archived ",
        CustomerStatus::Active | CustomerStatus::AtRisk | CustomerStatus::Churned => "",
    };
    Cell::new(
        format!("{archived}#{} {}", customer.display_id, customer.name),
        theme.dim,
    )
}

fn why(matched: &Matched, style: Style) -> Cell<'static> {
    Cell::new(format!("{}: {}", matched.field.key(), matched.text), style)
}
