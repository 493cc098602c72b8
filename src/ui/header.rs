//! The top of the screen: where the person is, the tabs, and what the list shows.

use ratatui::Frame;

use super::Theme;
use super::line::{self, Cursor};
use super::sync::status;
use super::text::{indent, put, put_right};
use crate::app::filter::{FilterInput, FilterMode};
use crate::app::layout::{self, Areas, near_miss_hint};
use crate::app::list::Load;
use crate::app::overlay::export::ExportLine;
use crate::app::overlay::pane::PastePane;
use crate::app::screens::Screen;
use crate::app::{Data, Model};
use crate::domain::{ContactFilter, CustomerFilter};
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
    let title = match model.trail.top() {
        Screen::Customers(_) | Screen::Customer(_) => "Customers",
        Screen::Integrations(_) => "Integrations",
        Screen::Companies(_) => "Companies in HubSpot",
        Screen::Notifications(_) => "Notifications",
        Screen::Onboardings(_) => "Onboardings",
        Screen::Workbench(_) => "Workbench",
    };
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

/// Says how many rows there are, of which group, and which words they hold.
fn list_line(model: &Model, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    let (total, group, noun, marked) = match model.trail.top() {
        Screen::Customers(screen) => {
            let group = match screen.filter {
                CustomerFilter::Current => "current ",
                CustomerFilter::Churned => "churned ",
                CustomerFilter::Archived => "archived ",
                CustomerFilter::All => "",
            };
            (screen.list.total(), group, "customer", screen.marked.len())
        }
        Screen::Integrations(_) => return,
        Screen::Companies(screen) => (screen.list.total(), "", "company", screen.marked.len()),
        Screen::Notifications(screen) => (screen.list.total(), "", "notification", 0),
        Screen::Onboardings(screen) => (screen.list.total(), "", "onboarding", 0),
        Screen::Workbench(screen) => (screen.list.total(), "", "thing", 0),
        Screen::Customer(screen) => match screen.tab {
            Tab::Overview | Tab::Onboardings => return,
            Tab::Contacts => {
                let group = match screen.contacts.filter {
                    ContactFilter::Active => "active ",
                    ContactFilter::Archived => "archived ",
                    ContactFilter::Unlinked => "unlinked ",
                };
                let contacts = &screen.contacts;
                (contacts.list.total(), group, "contact", contacts.marked.len())
            }
            Tab::History => (screen.history.list.total(), "", "change", 0),
        },
    };
    if matches!(model.trail.top(), Screen::Companies(screen) if *screen.list.load() != Load::Ready) {
        return;
    }
    let area = indent(areas.line, 2);
    let noun = match (noun, total) {
        ("company", 1) => "company not here yet".to_owned(),
        ("company", _) => "companies not here yet".to_owned(),
        (noun, 1) => noun.to_owned(),
        (noun, _) => format!("{noun}s"),
    };
    let buffer = frame.buffer_mut();
    let mut x = put(buffer, area, area.x, &format!("{total} {group}{noun}"), theme.dim);
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
            put(buffer, place, place.x, &model.key_text(Command::Mend), theme.key);
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
    let rest = layout::Rect {
        x,
        width: (area.x + area.width).saturating_sub(x),
        ..area
    };
    filter(words, rest, theme, frame);
}

fn filter(words: &FilterInput, area: layout::Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let (cursor, style) = match words.typing {
        FilterMode::On => (Cursor::Here, theme.field),
        FilterMode::Off => (Cursor::Elsewhere, theme.text),
    };
    line::draw(frame, area, &words.line, cursor, style);
}
