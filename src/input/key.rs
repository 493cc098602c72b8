//! Keys and pointer acts, as the terminal reports them and as people write them.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers; a letter carries its own case, so shift is kept only for keys without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key itself.
    pub code: KeyCode,
    /// The modifiers that count.
    pub modifiers: KeyModifiers,
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a key; write keys as a, ctrl-s, shift-tab, F8, space or enter")]
pub struct KeyError(pub String);

impl Key {
    /// Takes a key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            modifiers: KeyModifiers::NONE,
        }
    }

    /// Takes a character key.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// Takes a character key with ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: KeyCode::Char(c),
            modifiers: KeyModifiers::CONTROL,
        }
    }

    /// Takes a character key with alt.
    pub const fn alt(c: char) -> Self {
        Self::new(KeyCode::Char(c), KeyModifiers::ALT)
    }

    /// Takes a key with modifiers.
    pub const fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        Self { code, modifiers }
    }

    /// Takes a key with shift.
    pub const fn shift(code: KeyCode) -> Self {
        Self {
            code,
            modifiers: KeyModifiers::SHIFT,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) => {
                modifiers -= KeyModifiers::SHIFT;
                KeyCode::Char(c)
            }
            code => code,
        };
        Self { code, modifiers }
    }
}

const NAMED: [(&str, KeyCode); 15] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

const MODIFIERS: [(&str, KeyModifiers); 3] = [
    ("ctrl-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("shift-", KeyModifiers::SHIFT),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                text.push_str(name);
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => text.push_str(name),
            (None, KeyCode::Char(c)) => text.push(c),
            (None, KeyCode::F(number)) => text.push_str(&format!("F{number}")),
            (None, code) => text.push_str(&code.to_string()),
        }
        f.pad(&text)
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        while let Some((after, modifier)) = MODIFIERS
            .iter()
            .find_map(|(name, modifier)| Some((rest.strip_prefix(name)?, *modifier)))
            .filter(|(after, _)| !after.is_empty())
        {
            rest = after;
            modifiers |= modifier;
        }
        let mut chars = rest.chars();
        let named = NAMED
            .iter()
            .find(|(name, _)| *name == rest)
            .map(|(_, code)| *code);
        let code = match (named, chars.next(), chars.as_str()) {
            (Some(code), _, _) => code,
            (None, Some(c), "") => KeyCode::Char(c),
            (None, Some('F'), number) => number
                .parse()
                .ok()
                .filter(|number| (1..=24).contains(number))
                .map(KeyCode::F)
                .ok_or_else(|| KeyError(text.to_owned()))?,
            (None, _, _) => return Err(KeyError(text.to_owned())),
        };
        match code {
            // Terminals send the letter itself, large with shift and small with ctrl.
            KeyCode::Char(_) if modifiers.contains(KeyModifiers::SHIFT) => Err(KeyError(text.to_owned())),
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) && c.is_ascii_uppercase() => {
                Err(KeyError(text.to_owned()))
            }
            code => Ok(Self { code, modifiers }),
        }
    }
}

/// An act of the mouse at a cell of the terminal, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointer {
    /// What was done.
    pub act: PointerAct,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointerAct {
    /// The left button went down.
    Click,
    /// The wheel turned up.
    WheelUp,
    /// The wheel turned down.
    WheelDown,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a")]
    #[case("A")]
    #[case("-")]
    #[case("?")]
    #[case("ctrl-s")]
    #[case("ctrl-alt-x")]
    #[case("shift-tab")]
    #[case("alt-enter")]
    #[case("space")]
    #[case("F8")]
    #[case("shift-F8")]
    #[case("ctrl--")]
    fn is_read_back_as_it_is_written(#[case] text: &str) {
        assert_eq!(
            text.parse::<Key>().map(|key| key.to_string()),
            Ok(text.to_owned())
        );
    }

    #[rstest]
    #[case("")]
    #[case("ctrl-")]
    #[case("F99")]
    #[case("escape")]
    #[case("shift-a")]
    #[case("ctrl-S")]
    fn nonsense_is_refused(#[case] text: &str) {
        assert!(text.parse::<Key>().is_err());
    }

    #[test]
    fn the_terminal_reports_letters_with_shift_and_back_tab() {
        let key = Key::from(KeyEvent::new(KeyCode::Char('D'), KeyModifiers::SHIFT));
        assert_eq!(key, Key::char('D'));
        let key = Key::from(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT));
        assert_eq!(key.to_string(), "shift-tab");
    }
}
