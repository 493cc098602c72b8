//! Colours and text styles, by what they mean: sixteen-colour names that hold on light and dark backgrounds, one accent.

use ratatui::style::{Color, Modifier, Style};

/// Whether the terminal shows colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// It does.
    Full,
    /// It does not, or the user does not want them (`NO_COLOR`).
    None,
}

/// The styles of the screens.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Plain text.
    pub text: Style,
    /// What matters less.
    pub dim: Style,
    /// The one accent.
    pub accent: Style,
    /// Titles of columns, forms and sections.
    pub heading: Style,
    /// A key to press.
    pub key: Style,
    /// The selected row.
    pub selected: Style,
    /// What is as it should be.
    pub good: Style,
    /// What wants a look.
    pub warning: Style,
    /// What is wrong.
    pub danger: Style,
    /// Text that can be typed over.
    pub field: Style,
}

impl Theme {
    /// Makes the styles.
    pub fn new(colors: Colors) -> Self {
        let plain = Style::new();
        let tinted = |color: Color| match colors {
            Colors::Full => plain.fg(color),
            Colors::None => plain,
        };
        Self {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            accent: tinted(Color::Cyan).add_modifier(Modifier::BOLD),
            heading: plain.add_modifier(Modifier::BOLD),
            key: tinted(Color::Cyan).add_modifier(Modifier::BOLD),
            selected: plain.add_modifier(Modifier::REVERSED),
            good: tinted(Color::Green),
            warning: tinted(Color::Yellow),
            danger: tinted(Color::Red),
            field: plain.add_modifier(Modifier::UNDERLINED),
        }
    }
}
