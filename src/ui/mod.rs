//! Draws the model; reads nothing else.

mod theme;

pub use theme::{Colors, Theme};

use ratatui::Frame;

use crate::app::Model;

/// Draws a frame.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let _ = (model, theme, frame);
}
