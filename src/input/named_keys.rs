//! The keys that have names.

use crossterm::event::{KeyCode, KeyModifiers};

use super::Key;

pub(super) const ENTER: Key = Key::plain(KeyCode::Enter);
pub(super) const ESC: Key = Key::plain(KeyCode::Esc);
pub(super) const TAB: Key = Key::plain(KeyCode::Tab);
pub(super) const SHIFT_TAB: Key = Key::shift(KeyCode::Tab);
pub(super) const BACKSPACE: Key = Key::plain(KeyCode::Backspace);
pub(super) const UP: Key = Key::plain(KeyCode::Up);
pub(super) const DOWN: Key = Key::plain(KeyCode::Down);
pub(super) const LEFT: Key = Key::plain(KeyCode::Left);
pub(super) const RIGHT: Key = Key::plain(KeyCode::Right);
pub(super) const PAGE_UP: Key = Key::plain(KeyCode::PageUp);
pub(super) const PAGE_DOWN: Key = Key::plain(KeyCode::PageDown);
pub(super) const HOME: Key = Key::plain(KeyCode::Home);
pub(super) const END: Key = Key::plain(KeyCode::End);
pub(super) const ALT_ENTER: Key = Key::new(KeyCode::Enter, KeyModifiers::ALT);
pub(super) const CTRL_SHIFT_LEFT: Key = Key::new(KeyCode::Left, CTRL_SHIFT);
pub(super) const CTRL_SHIFT_RIGHT: Key = Key::new(KeyCode::Right, CTRL_SHIFT);
const CTRL_SHIFT: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::SHIFT);
pub(super) const F1: Key = Key::plain(KeyCode::F(1));
pub(super) const F5: Key = Key::plain(KeyCode::F(5));
