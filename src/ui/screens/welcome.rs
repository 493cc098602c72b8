//! The welcome on an empty store: what the app is for, and the next steps.

use ratatui::buffer::Buffer;

use crate::app::Model;
use crate::app::layout::Rect;
use crate::ui::Theme;
use crate::ui::text::put;

/// Columns of the welcome.
const WIDTH: u16 = 56;

const STEPS: [(&str, &str); 5] = [
    ("n", "Add your first customer"),
    ("s", "Look around in sample data, in a temporary place"),
    ("c", "Connect HubSpot, which brings your customers' people"),
    ("?", "See every key"),
    ("q", "Quit"),
];

pub(super) fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) {
    let x = model.size.width.saturating_sub(WIDTH) / 2;
    let mut y = model.size.height.saturating_sub(11) / 2;
    let mut line = |buffer: &mut Buffer, key: &str, text: &str, style| {
        let area = Rect::new(x, y, WIDTH, 1);
        put(buffer, area, area.x, key, theme.key);
        let indent = if key.is_empty() { 0 } else { 4 };
        put(buffer, area, area.x + indent, text, style);
        y += 1;
    };
    line(buffer, "", "Welcome to pivotal", theme.accent);
    line(buffer, "", "", theme.text);
    line(
        buffer,
        "",
        "Keep the people of each customer in order, and always",
        theme.text,
    );
    line(
        buffer,
        "",
        "know who gets the next notification, and why.",
        theme.text,
    );
    line(buffer, "", "", theme.text);
    for (key, text) in STEPS {
        let (key, text) = match key {
            "c" if model.sync.is_ready() => ("i", "Add customers from companies in HubSpot"),
            _ => (key, text),
        };
        line(buffer, key, text, theme.text);
    }
}
