//! What lies under the mouse.

use super::{Rect, areas, integrations, tabs};
use crate::app::model::Model;
use crate::app::overlay::pane::PastePane;
use crate::app::screens::Screen;
use crate::app::toast::Offer;
use crate::input::{Command, Pointer, Tab};

/// What lies under the mouse on the screen itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Target {
    /// A hint on the screen.
    Hint(Command),
    /// A tab.
    Tab(Tab),
    /// The row of a list with this place.
    Row(usize),
    /// The near miss with this place, on the integrations screen.
    Miss(usize),
    /// The run of the sync with this place, on the integrations screen.
    Run(usize),
}

/// Finds what lies under the mouse on the screen itself.
pub(in crate::app) fn target_at(model: &Model, at: Pointer) -> Option<Target> {
    if near_miss_hint(model).is_some_and(|(area, _)| area.contains(at.column, at.row)) {
        return Some(Target::Hint(Command::FixDomain));
    }
    if let Screen::Integrations(screen) = model.trail.top() {
        let parts = integrations(model);
        let (misses, runs) = (&screen.misses, &screen.runs);
        let miss = parts.misses.place_at(at, misses.top(), misses.total());
        let run = || parts.runs.place_at(at, runs.top(), runs.total());
        return miss.map(Target::Miss).or_else(|| run().map(Target::Run));
    }
    let tab = tabs(model)
        .into_iter()
        .find(|(area, _)| area.contains(at.column, at.row))
        .map(|(_, tab)| Target::Tab(tab));
    let shown = model.trail.top().part().rows();
    let row = || {
        let place = areas(model).rows.place_at(at, shown.top, shown.total);
        place.map(Target::Row)
    };
    tab.or_else(row)
}

/// Returns where the key for the near miss of a customer stands, and its words.
pub fn near_miss_hint(model: &Model) -> Option<(Rect, String)> {
    let Screen::Customer(screen) = model.trail.top() else {
        return None;
    };
    let lists = match screen.tab {
        Tab::Contacts | Tab::History => true,
        Tab::Overview | Tab::Onboardings | Tab::Notes => false,
    };
    let is_open = model.stack.get::<PastePane>().is_some();
    screen.near_miss().filter(|_| lists && !is_open)?;
    let words = format!("{} shows the fix", model.key_text(Command::FixDomain));
    let line = areas(model).line;
    let width = u16::try_from(words.len()).unwrap_or(u16::MAX).min(line.width);
    let end = (line.x + line.width).saturating_sub(2);
    Some((Rect::new(end.saturating_sub(width), line.y, width, 1), words))
}

/// Returns what the message offers, with its key and the word for it.
pub fn offer(model: &Model) -> Option<(Command, String, &'static str)> {
    if model.exchange.is_some() {
        return Some((Command::Reopen, model.key_text(Command::Reopen), "open again"));
    }
    let (command, word) = match model.toast.as_ref()?.offer {
        Offer::None => return None,
        Offer::Undo(_) => (Command::Undo, "undo"),
        Offer::Redo(_) => (Command::Redo, "redo"),
    };
    // Where text is typed, the key is a letter of it.
    let works = model.layers().iter().any(|layer| {
        let mut bindings = model.keymap.of(*layer);
        bindings.any(|binding| binding.command == command)
    });
    works.then(|| (command, model.key_text(command), word))
}

/// Finds what the message offers at a cell, at its right end.
pub(in crate::app) fn offered_at(model: &Model, at: Pointer) -> Option<Command> {
    let (command, key, word) = offer(model)?;
    let message = areas(model).message;
    let end = (message.x + message.width).saturating_sub(1);
    let start = end.saturating_sub(u16::try_from(key.len() + 1 + word.len()).unwrap_or(0));
    (at.row == message.y && (start..end).contains(&at.column)).then_some(command)
}
