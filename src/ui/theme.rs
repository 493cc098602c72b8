//! Colours and text styles, by what they mean: sixteen-colour names, so that the terminal's own palette holds.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::glyphs::{Glyphs, to_ascii};

/// Which colours the screens have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// Those for a dark background.
    Full,
    /// Those for a light background.
    Light,
    /// White on black, whatever the terminal has, and nothing dimmed.
    HighContrast,
    /// None: the terminal shows none, or the user does not want them (`NO_COLOR`).
    None,
}

impl Colors {
    /// Finds what suits the terminal from `NO_COLOR` and `COLORFGBG`, where terminals tell their background.
    pub fn detect(no_color: Option<&str>, foreground_and_background: Option<&str>) -> Self {
        if no_color.is_some_and(|value| !value.is_empty()) {
            return Self::None;
        }
        let background = foreground_and_background
            .and_then(|value| value.rsplit(';').next())
            .and_then(|number| number.trim().parse::<u8>().ok());
        match background {
            // White, and the bright colours but for bright black.
            Some(7 | 9..=15) => Self::Light,
            Some(_) | None => Self::Full,
        }
    }
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
    /// A letter that matches what was typed.
    pub found: Style,
    /// Text that can be typed over.
    pub field: Style,
    ground: Option<(Color, Color)>,
    glyphs: Glyphs,
}

/// The colours that carry a meaning.
struct Tints {
    accent: Color,
    good: Color,
    warning: Color,
    danger: Color,
}

const fn tints(colors: Colors) -> Tints {
    match colors {
        Colors::Full => Tints {
            accent: Color::Cyan,
            good: Color::Green,
            warning: Color::Yellow,
            danger: Color::Red,
        },
        // Cyan and yellow cannot be read on white.
        Colors::Light => Tints {
            accent: Color::Blue,
            good: Color::Green,
            warning: Color::Magenta,
            danger: Color::Red,
        },
        Colors::HighContrast => Tints {
            accent: Color::LightCyan,
            good: Color::LightGreen,
            warning: Color::LightYellow,
            danger: Color::LightRed,
        },
        Colors::None => Tints {
            accent: Color::Reset,
            good: Color::Reset,
            warning: Color::Reset,
            danger: Color::Reset,
        },
    }
}

impl Theme {
    /// Makes the styles, with all glyphs.
    pub fn new(colors: Colors) -> Self {
        let plain = Style::new();
        let tints = tints(colors);
        let bold = |color: Color| plain.fg(color).add_modifier(Modifier::BOLD);
        let (dim, strong) = match colors {
            Colors::Full | Colors::Light | Colors::None => {
                (plain.add_modifier(Modifier::DIM), Modifier::empty())
            }
            Colors::HighContrast => (plain, Modifier::BOLD),
        };
        Self {
            text: plain,
            dim,
            accent: bold(tints.accent),
            heading: plain.add_modifier(Modifier::BOLD),
            key: bold(tints.accent),
            selected: plain.add_modifier(Modifier::REVERSED),
            good: plain.fg(tints.good).add_modifier(strong),
            warning: plain.fg(tints.warning).add_modifier(strong),
            danger: plain.fg(tints.danger).add_modifier(strong),
            found: bold(tints.accent).add_modifier(Modifier::UNDERLINED),
            field: plain.add_modifier(Modifier::UNDERLINED),
            ground: match colors {
                Colors::HighContrast => Some((Color::White, Color::Black)),
                Colors::Full | Colors::Light | Colors::None => None,
            },
            glyphs: Glyphs::Unicode,
        }
    }

    /// Takes the glyphs that the terminal can show.
    #[must_use]
    pub fn with_glyphs(self, glyphs: Glyphs) -> Self {
        Self { glyphs, ..self }
    }

    /// Puts the background of the theme into a drawn frame, and the glyphs that can be shown.
    pub(super) fn finish(&self, buffer: &mut Buffer) {
        if let Some((text, ground)) = self.ground {
            for cell in &mut buffer.content {
                if cell.fg == Color::Reset {
                    cell.fg = text;
                }
                if cell.bg == Color::Reset {
                    cell.bg = ground;
                }
            }
        }
        match self.glyphs {
            Glyphs::Unicode => {}
            Glyphs::Ascii => to_ascii(buffer),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, None, Colors::Full)]
    #[case(None, Some("15;0"), Colors::Full)]
    #[case(None, Some("0;15"), Colors::Light)]
    #[case(None, Some("0;default;15"), Colors::Light)]
    #[case(None, Some("0;7"), Colors::Light)]
    #[case(None, Some("7;8"), Colors::Full)]
    #[case(None, Some("12;default"), Colors::Full)]
    #[case(None, Some(""), Colors::Full)]
    #[case(Some(""), Some("0;15"), Colors::Light)]
    #[case(Some("1"), Some("0;15"), Colors::None)]
    fn the_environment_tells_what_suits(
        #[case] no_color: Option<&str>,
        #[case] ground: Option<&str>,
        #[case] wanted: Colors,
    ) {
        assert_eq!(Colors::detect(no_color, ground), wanted);
    }
}
