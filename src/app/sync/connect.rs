//! The line in which a token is pasted; it does not show.

use super::Secret;
use crate::app::LineEditor;
use crate::input::Key;

/// Whether the token is being typed or checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectState {
    /// It is typed.
    Typing,
    /// HubSpot is asked.
    Checking,
    /// It was not taken; the sentence says why.
    Refused(String),
}

/// The line in which a token is pasted.
#[derive(Clone, Default)]
pub struct Connect {
    line: LineEditor,
    state: Option<ConnectState>,
}

impl std::fmt::Debug for Connect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connect")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Connect {
    /// Gives how it stands.
    pub fn state(&self) -> &ConnectState {
        self.state.as_ref().unwrap_or(&ConnectState::Typing)
    }

    /// Counts the characters typed, which is all that shows of them.
    pub fn chars(&self) -> usize {
        self.line.text().chars().count()
    }

    /// Types a key.
    pub(in crate::app) fn press(&mut self, key: Key) {
        match self.state() {
            ConnectState::Checking => return,
            // Nobody mends a token that does not show: a refused one is typed anew.
            ConnectState::Refused(_) => self.line = LineEditor::default(),
            ConnectState::Typing => {}
        }
        self.line.press(key);
        self.state = None;
    }

    /// Pastes; what was there before goes.
    pub(in crate::app) fn paste(&mut self, text: &str) {
        if *self.state() != ConnectState::Checking {
            self.line = LineEditor::default();
            self.line.paste(text.trim());
            self.state = None;
        }
    }

    /// Has the token checked, if there is one and none is being checked.
    pub(in crate::app) fn check(&mut self) -> Option<Secret> {
        if *self.state() == ConnectState::Checking || self.chars() == 0 {
            return None;
        }
        self.state = Some(ConnectState::Checking);
        Some(Secret::new(self.line.text().to_owned()))
    }

    /// Notes that the token was not taken.
    pub(in crate::app) fn refuse(&mut self, sentence: String) {
        self.state = Some(ConnectState::Refused(sentence));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_in_no_debug_output() {
        let mut connect = Connect::default();
        connect.paste(" pat-canary \n");
        assert_eq!(connect.chars(), 10);
        let secret = connect.check().expect("a token");
        assert_eq!(secret.reveal(), "pat-canary");
        assert!(!format!("{connect:?} {secret:?}").contains("canary"));
        assert_eq!(connect.check(), None, "one at a time");
    }
}
