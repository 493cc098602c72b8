//! The line in which a token is pasted; it does not show.

use super::{Part, TextEntry};
use crate::app::Effect;
use crate::app::context::Context;
use crate::app::delivery::{ChannelRequest, DeliveryRequest};
use crate::app::next::Next;
use crate::app::secret::{HiddenLine, Secret};
use crate::app::sync::SyncRequest;
use crate::input::{Command, Key, Layer, Pointer};

/// Whose token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// HubSpot's.
    HubSpot,
    /// Slack's.
    Slack,
}

/// Whether the token is being typed or checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectState {
    /// It is typed.
    Typing,
    /// The other side is asked.
    Checking,
    /// It was not taken; the sentence says why.
    Refused(String),
}

/// The line in which a token is pasted.
#[derive(Debug, Clone)]
pub struct Connect {
    /// Whose token it is.
    pub account: Account,
    line: HiddenLine,
    state: ConnectState,
}

impl Connect {
    /// Opens an empty line.
    pub(in crate::app) fn new(account: Account) -> Self {
        Self {
            account,
            line: HiddenLine::default(),
            state: ConnectState::Typing,
        }
    }

    /// Returns how it stands.
    pub const fn state(&self) -> &ConnectState {
        &self.state
    }

    /// Counts the characters typed, which is all that shows of them.
    pub fn chars(&self) -> usize {
        self.line.chars()
    }

    /// Types a key.
    fn press(&mut self, key: Key) {
        match self.state {
            ConnectState::Checking => return,
            // Nobody corrects a token that does not show: a refused one is typed again.
            ConnectState::Refused(_) => self.line = HiddenLine::default(),
            ConnectState::Typing => {}
        }
        self.line.0.press(key);
        self.state = ConnectState::Typing;
    }

    /// Pastes; what was there before goes.
    fn paste(&mut self, text: &str) {
        if self.state != ConnectState::Checking {
            self.line = HiddenLine::default();
            self.line.0.paste(text.trim());
            self.state = ConnectState::Typing;
        }
    }

    /// Has the token checked, if there is one and none is being checked.
    fn check(&mut self) -> Option<Secret> {
        if self.state == ConnectState::Checking || self.chars() == 0 {
            return None;
        }
        self.state = ConnectState::Checking;
        Some(self.line.secret())
    }

    /// Notes that the token was not taken.
    pub(in crate::app) fn refuse(&mut self, sentence: String) {
        self.state = ConnectState::Refused(sentence);
    }
}

impl Part for Connect {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Connect, Layer::Always]
    }

    fn text_entry(&self) -> TextEntry {
        TextEntry::Line
    }

    fn opens_others(&self) -> bool {
        false
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            Command::Accept => {
                let account = self.account;
                if let Some(token) = self.check() {
                    context.requests.send(match account {
                        Account::HubSpot => Effect::Sync(SyncRequest::Connect(token)),
                        Account::Slack => {
                            Effect::Delivery(DeliveryRequest::Channel(ChannelRequest::ConnectSlack(token)))
                        }
                    });
                }
                Next::Stay
            }
            Command::Back => Next::Close,
            _ => Next::Stay,
        }
    }

    fn take_key(&mut self, key: Key, _context: &mut Context<'_>) -> Next {
        self.press(key);
        Next::Stay
    }

    fn take_paste(&mut self, text: &str, _context: &mut Context<'_>) -> Next {
        self.paste(text);
        Next::Stay
    }

    fn take_wheel(&mut self, _at: Pointer, _context: &mut Context<'_>) -> Next {
        Next::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_in_no_debug_output() {
        let mut connect = Connect::new(Account::Slack);
        connect.paste(" pat-canary \n");
        assert_eq!(connect.chars(), 10);
        let secret = connect.check().expect("a token");
        assert_eq!(secret.reveal(), "pat-canary");
        assert!(!format!("{connect:?} {secret:?}").contains("canary"));
        assert_eq!(connect.check(), None, "one at a time");
    }
}
