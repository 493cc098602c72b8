//! Fields that are turned through a few values.

use crossterm::event::KeyCode;

use crate::input::Key;

/// Turns to the value after (right, space) or before (left); returns whether the key did so.
pub(super) fn turn<T: Copy + PartialEq>(value: &mut T, all: &[T], key: Key) -> bool {
    let at = all.iter().position(|one| one == value).unwrap_or(0);
    match turned(at, all.len(), key) {
        Some(to) => {
            *value = all.get(to).copied().unwrap_or(*value);
            true
        }
        None => false,
    }
}

/// Returns the place of the value after or before the one at a place; none if the key does not turn.
pub(super) fn turned(at: usize, count: usize, key: Key) -> Option<usize> {
    let to = match key.code {
        KeyCode::Right | KeyCode::Char(' ') => at + 1,
        KeyCode::Left => at + count - 1,
        _ => return None,
    };
    Some(to % count)
}
