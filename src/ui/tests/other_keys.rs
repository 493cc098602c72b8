//! The screens with another key for everything: what is written on them names the keys that hold.

use super::{SIZES, drawn, text};
use crate::app::testing::Person;
use crate::ui::Colors;
use crate::workspace::BookEntry;

/// Fails if a screen that is used with other keys names one by default.
pub(super) fn names_none_by_default(book: &[BookEntry], keys: &str) {
    let (width, height) = SIZES[1];
    let mut person = Person::at(width, height, book).with_other_keys();
    person.keys(keys);
    let shown = text(&drawn(&person, Colors::Full));
    for key in [
        "ctrl-", "shift-", "F8", "F1", "pgup", "pgdn", "esc ", "enter ", "(v)", "(a)", "[2 ",
    ] {
        assert!(!shown.contains(key), "{key} in\n{shown}");
    }
    for (at, press) in shown.match_indices("ress ") {
        let key = &shown[at + press.len()..];
        assert!(
            key.starts_with("alt-") || key.starts_with("alt\n"),
            "a key in\n{shown}"
        );
    }
}
