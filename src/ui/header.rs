//! The top of the screen: where the user is, the tabs, and what the list shows.

use ratatui::Frame;

use super::Theme;
use super::line::{self, Cursor};
use super::sync::status;
use super::text::{indent, put, put_right};
use crate::app::filter::{FilterInput, FilterMode};
use crate::app::layout::{self, Areas, near_miss_hint};
use crate::app::overlay::export::ExportLine;
use crate::app::overlay::pane::PastePane;
use crate::app::screens::{Count, Screen};
use crate::app::{Data, Model};
use crate::domain::{ContactFilter, FieldOf};
use crate::input::{Command, Tab};

pub(super) fn draw(model: &Model, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    let area = indent(areas.header, 1);
    let buffer = frame.buffer_mut();
    let mut left = area;
    if model.data == Data::Sample {
        let x = put_right(buffer, left, "sample data", theme.warning);
        left.width = x.saturating_sub(area.x + 2);
    }
    if model.is_read_only {
        let x = put_right(buffer, left, "read-only", theme.warning);
        left.width = x.saturating_sub(area.x + 2);
    }
    if let Some((text, style)) = status(model, theme) {
        let x = put_right(buffer, left, &text, style);
        left.width = x.saturating_sub(area.x + 2);
    }
    let x = put(buffer, left, left.x, "pivotal", theme.accent);
    let title = model.trail.top().title();
    let x = put(buffer, left, x + 2, title, theme.heading);
    if let Screen::Customer(screen) = model.trail.top() {
        let x = put(buffer, left, x, " › ", theme.dim);
        let name = format!("#{} {}", screen.customer.display_id, screen.customer.name);
        put(buffer, left, x, &name, theme.heading);
    }
    for (area, tab) in layout::tabs(model) {
        let is_open = matches!(model.trail.top(), Screen::Customer(screen) if screen.tab == tab);
        let label = if is_open {
            format!("[{} {}]", layout::tab_key(model, tab), tab.title())
        } else {
            format!(" {} {} ", layout::tab_key(model, tab), tab.title())
        };
        let style = if is_open { theme.accent } else { theme.text };
        put(frame.buffer_mut(), area, area.x, &label, style);
    }
    let is_covered = model.stack.get::<PastePane>().is_some() || model.stack.get::<ExportLine>().is_some();
    if !model.is_welcome() && !is_covered {
        list_line(model, areas, theme, frame);
    }
}

/// Draws how many rows there are, of which group, and which words they hold.
fn list_line(model: &Model, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    let Some(Count {
        total,
        group,
        one,
        many,
        marked,
    }) = model.trail.top().count()
    else {
        return;
    };
    let area = indent(areas.line, 2);
    let noun = if total == 1 { one } else { many };
    let buffer = frame.buffer_mut();
    let mut x = put(buffer, area, area.x, &format!("{total} {group}{noun}"), theme.dim);
    let list = match model.trail.top() {
        Screen::Customers(_) => Some(FieldOf::Customer),
        Screen::Customer(screen) if screen.tab == Tab::Contacts => Some(FieldOf::Contact),
        _ => None,
    };
    if let Some(order) = list.and_then(|list| model.order_words(list)) {
        x = put(buffer, area, x, &format!(" {order}"), theme.dim);
    }
    if marked > 0 {
        x = put(buffer, area, x, &format!(" · {marked} selected"), theme.warning);
    }
    if let Screen::Notifications(screen) = model.trail.top()
        && let Some(trouble) = screen.list.selected().and_then(|one| one.trouble())
    {
        x = put(buffer, area, x, &format!(" · {trouble}"), theme.warning);
    }
    if let Screen::Customer(screen) = model.trail.top()
        && (screen.tab, screen.contacts.filter) == (Tab::Contacts, ContactFilter::Active)
        && !screen.contacts.alike.is_empty()
    {
        let told = format!(" · {} look alike: ", screen.contacts.look_alike());
        x = put(buffer, area, x, &told, theme.warning);
        x = put(buffer, area, x, "M", theme.key);
    }
    if let Screen::Customer(screen) = model.trail.top()
        && let Some(miss) = screen.near_miss()
    {
        let mut end = area.x + area.width;
        if let Some((place, words)) = near_miss_hint(model) {
            end = place.x;
            put(buffer, place, place.x, &words, theme.dim);
            put(
                buffer,
                place,
                place.x,
                &model.key_text(Command::FixDomain),
                theme.key,
            );
        }
        let left = layout::Rect {
            width: end.saturating_sub(area.x + 1),
            ..area
        };
        x = put(
            buffer,
            left,
            x,
            &format!(" · ⚠ {}", miss.sentence()),
            theme.warning,
        );
    }
    let Some(words) = model.words() else { return };
    if words.typing == FilterMode::Off && words.is_empty() {
        return;
    }
    x = put(buffer, area, x, " · filter: ", theme.dim);
    filter(words, area.right_of(x), theme, frame);
}

fn filter(words: &FilterInput, area: layout::Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let (cursor, style) = match words.typing {
        FilterMode::On => (Cursor::Here, theme.field),
        FilterMode::Off => (Cursor::Elsewhere, theme.text),
    };
    line::draw(frame, area, &words.line, cursor, style);
}
