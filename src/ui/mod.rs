//! Draws the model; reads nothing else.

mod bottom;
mod glyphs;
mod header;
mod line;
mod lines;
mod overlays;
mod screens;
mod sync;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod theme;

pub use glyphs::Glyphs;
pub use theme::{Colors, Theme};

use ratatui::Frame;

use crate::app::Model;
use crate::app::layout::{Rect, SMALLEST, areas, wrap};

/// Draws a frame.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    if !model.size.is_usable() {
        too_small(model, theme, frame);
        return theme.finish(frame.buffer_mut());
    }
    // The terminal may have shrunk since the model was told.
    let area = frame.area();
    if area.width < model.size.width || area.height < model.size.height {
        return;
    }
    let areas = areas(model);
    header::draw(model, &areas, theme, frame);
    screens::draw(model, &areas, theme, frame);
    bottom::draw(model, &areas, theme, frame);
    overlays::draw(model, &areas, theme, frame);
    theme.finish(frame.buffer_mut());
}

/// Draws that the window is too small, in as many lines as it has.
fn too_small(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let area = Rect::new(0, 0, area.width, area.height);
    let text = format!(
        "This window has {} columns and {} rows; pivotal needs {} and {}. Make it larger.",
        model.size.width, model.size.height, SMALLEST.width, SMALLEST.height
    );
    for (number, line) in wrap(&text, usize::from(area.width)).iter().enumerate() {
        let area = text::row(area, number);
        text::put(frame.buffer_mut(), area, area.x, line, theme.warning);
    }
}
