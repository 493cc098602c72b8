//! Fields that are turned through a few values.

use crossterm::event::KeyCode;

use crate::input::Key;

/// Turns to the value after (right, space) or before (left); returns whether the key did so.
pub(super) fn turn<T: Copy + PartialEq>(value: &mut T, all: &[T], key: Key) -> bool {
    let at = all.iter().position(|one| one == value).unwrap_or(0);
    let to = match key.code {
        KeyCode::Right | KeyCode::Char(' ') => at + 1,
        KeyCode::Left => at + all.len() - 1,
        _ => return false,
    };
    *value = all.get(to % all.len()).copied().unwrap_or(*value);
    true
}
