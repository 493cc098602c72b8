//! What lies over the screen: the details of a contact or customer, its people by role, mails to some of them, or a note.

use ratatui::Frame;
use ratatui::buffer::Buffer;

use super::empty_box;
use crate::app::Model;
use crate::app::layout::{self, Rect, Shade, SheetAreas, SheetLine};
use crate::app::overlay::sheet::{Asking, Content, Sheet};
use crate::domain::Contact;
use crate::ui::Theme;
use crate::ui::text::{fit, put, put_right, row};

/// Cells between two columns.
const GAP: u16 = 2;

pub(super) fn draw(model: &Model, sheet: &Sheet, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::sheet(model.size, &model.zone, sheet);
    let title = match &sheet.content {
        Content::Who { .. } => format!("Who is on the account of {}", sheet.customer_name),
        Content::Drafts { drafts, .. } if drafts.len() == 1 => format!("A mail to {}", sheet.customer_name),
        Content::Drafts { .. } => format!("Mails to {}", sheet.customer_name),
        Content::Note(note) => format!("Note #{}", note.number),
        Content::Details(details) => details.name().to_string(),
    };
    let title = fit(&title, usize::from(areas.frame.width.saturating_sub(6)));
    empty_box(frame, areas.frame, &title, theme.heading);
    let buffer = frame.buffer_mut();
    let height = usize::from(areas.body.height);
    let top = sheet.top.min(areas.hidden_lines());
    for (number, text) in areas.lines.iter().skip(top).take(height).enumerate() {
        line(text, row(areas.body, number), &areas, theme, buffer);
    }
    foot(model, sheet, (&areas, top), theme, buffer);
}

fn line(line: &SheetLine<'_>, area: Rect, areas: &SheetAreas<'_>, theme: &Theme, buffer: &mut Buffer) {
    match line {
        SheetLine::Heading(text, beside) => {
            let x = put_right(buffer, area, beside, theme.dim);
            let left = Rect {
                width: x.saturating_sub(area.x + GAP),
                ..area
            };
            let left = if beside.is_empty() { area } else { left };
            put(buffer, left, area.x, text, theme.heading);
        }
        SheetLine::Cells(cells) => {
            for cell in cells {
                let style = match cell.shade {
                    Shade::Text => theme.text,
                    Shade::Dim => theme.dim,
                    Shade::Warning => theme.warning,
                };
                put(buffer, area, area.x + cell.x, &cell.text, style);
            }
        }
        SheetLine::Person(contact) => person(contact, area, areas.columns, theme, buffer),
        SheetLine::Text(text) => drop(put(buffer, area, area.x, text, theme.text)),
        SheetLine::Dim(text) => drop(put(buffer, area, area.x, text, theme.dim)),
        SheetLine::Warning(text) => drop(put(buffer, area, area.x, text, theme.warning)),
        SheetLine::Blank => {}
    }
}

fn person(contact: &Contact, area: Rect, columns: (u16, u16), theme: &Theme, buffer: &mut Buffer) {
    let (names, titles) = columns;
    if contact.is_primary {
        put(buffer, area, area.x, "★", theme.accent);
    }
    let name = Rect {
        x: area.x + GAP,
        width: names.min(area.width.saturating_sub(GAP)),
        ..area
    };
    put(buffer, name, name.x, contact.name.as_str(), theme.text);
    let title = Rect {
        x: name.x + names + GAP,
        width: titles,
        ..area
    };
    put(buffer, title, title.x, layout::title(contact), theme.text);
    let email = title.x + titles + if titles > 0 { GAP } else { 0 };
    put(buffer, area, email, contact.email.as_str(), theme.dim);
}

fn foot(
    model: &Model,
    sheet: &Sheet,
    (areas, top): (&SheetAreas<'_>, usize),
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let more = areas.hidden_lines() - top;
    let (text, style) = match (sheet.asking, more) {
        (Asking::Writing(..), _) => (
            model.sentence("The model is writing… {back} stops it"),
            theme.accent,
        ),
        (Asking::Nothing | Asking::Looking(_), 0) if top > 0 => {
            (model.sentence("{move_page_up} scrolls"), theme.dim)
        }
        (Asking::Nothing | Asking::Looking(_), 0) => return,
        (Asking::Nothing | Asking::Looking(_), more) => {
            let scrolls = model.sentence("{move_page_down} scrolls");
            (format!("{more} more lines: {scrolls}"), theme.dim)
        }
    };
    put(buffer, areas.foot, areas.foot.x, &text, style);
}
