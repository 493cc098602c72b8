//! The same screens in other colors.

use ratatui::buffer::Cell;
use ratatui::style::Color;
use rstest::rstest;

use super::{drawn, lines, styles, text};
use crate::app::testing::Person;
use crate::ui::Colors;

/// Screens that show every style, and the keys that lead to them.
pub(super) const SCREENS: [(&str, &str); 5] = [
    ("customers", ""),
    ("contacts", "2"),
    ("integrations", "gi"),
    ("palette", "2:prim"),
    ("delete", "2D"),
];

#[rstest]
#[case(Colors::Light, Color::Reset)]
#[case(Colors::HighContrast, Color::Black)]
fn other_colors_say_the_same_and_high_contrast_dims_nothing(#[case] colors: Colors, #[case] ground: Color) {
    for (screen, keys) in SCREENS {
        let mut person = Person::at_synced_book(80, 24);
        person.keys(keys);
        let (full, other) = (drawn(&person, Colors::Full), drawn(&person, colors));
        let expected = match colors {
            Colors::HighContrast => styles(&full).replace('d', "."),
            Colors::Full | Colors::Light | Colors::None => styles(&full),
        };
        assert_eq!(text(&other), text(&full), "{screen}");
        assert_eq!(styles(&other), expected, "{screen}");
        let off = lines(&other, |cell| {
            if cell.bg == ground { "." } else { "x" }.to_owned()
        });
        assert!(!off.contains('x'), "{screen}\n{off}");
        // On white they cannot be read.
        let is_pale = |cell: &Cell| matches!(cell.fg, Color::Cyan | Color::Yellow);
        assert!(
            colors != Colors::Light || !other.content.iter().any(is_pale),
            "{screen}"
        );
    }
}
