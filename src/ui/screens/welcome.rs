//! The welcome on an empty store: what the app is for, and the next steps.

use ratatui::buffer::Buffer;

use crate::app::Model;
use crate::app::layout::Rect;
use crate::input::Command;
use crate::ui::Theme;
use crate::ui::text::{cells, put};

/// Columns of the welcome.
const WIDTH: u16 = 56;

const STEPS: [(Command, &str); 6] = [
    (Command::NewCustomer, "Add your first customer"),
    (
        Command::OpenSampleData,
        "Explore sample data, in a temporary place",
    ),
    (
        Command::Connect,
        "Connect HubSpot to bring in your customers' contacts",
    ),
    (Command::Tour, "Take the tour: people, routing, paste, sync, undo"),
    (Command::Help, "See every key"),
    (Command::Quit, "Quit"),
];

pub(super) fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) {
    let x = model.size.width.saturating_sub(WIDTH) / 2;
    let mut y = model.size.height.saturating_sub(12) / 2;
    let mut line = |buffer: &mut Buffer, key: &str, text: &str, style| {
        let area = Rect::new(x, y, WIDTH, 1);
        put(buffer, area, area.x, key, theme.key);
        let indent = match cells(key) {
            0 => 0,
            width => (width + 1).max(4),
        };
        put(buffer, area, area.x + indent, text, style);
        y += 1;
    };
    line(buffer, "", "Welcome to pivotal", theme.accent);
    line(buffer, "", "", theme.text);
    line(
        buffer,
        "",
        "Keep the contacts of each customer in order, and always",
        theme.text,
    );
    line(
        buffer,
        "",
        "know who gets the next notification, and why.",
        theme.text,
    );
    line(buffer, "", "", theme.text);
    for (command, text) in STEPS {
        let (command, text) = match command {
            Command::Connect if model.sync.is_ready() => {
                (Command::ListCompanies, "Add customers from companies in HubSpot")
            }
            _ => (command, text),
        };
        line(buffer, &model.key_text(command), text, theme.text);
    }
}
