//! Colours and text styles, by what they mean.

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
    /// Whether colours are used.
    pub colors: Colors,
}

impl Theme {
    /// Makes the styles.
    pub const fn new(colors: Colors) -> Self {
        Self { colors }
    }
}
