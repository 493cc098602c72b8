//! Keys and pastes: each is a command, or goes into what is being typed.

use crossterm::event::KeyModifiers;

use super::export_line::ExportState;
use super::form::FormState;
use super::model::{Model, Place, Prefix};
use super::pane::Focus;
use super::toast::{Offer, Tone};
use super::words::{Typing, Words};
use crate::input::{Command, Key, Tab};

/// What a text key means where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It moves a selection or shows the keys.
    Move,
    /// It is a command.
    Command,
    /// It goes into a line of text, which a line end ends.
    Line,
    /// It goes into a text of several lines.
    List,
}

impl Model {
    /// Says what a text key means now.
    pub fn meaning(&self, key: Key) -> Meaning {
        let covered = self.dialog.is_some() || self.prefix == Prefix::GoTo;
        let in_list = self
            .pane
            .as_ref()
            .is_some_and(|pane| matches!(pane.focus, Focus::Text));
        match self.command_for(key) {
            _ if !covered && in_list && self.help.is_none() && self.search.is_none() => Meaning::List,
            _ if !covered && self.takes_text() => Meaning::Line,
            Some(Command::Move(_) | Command::Help) => Meaning::Move,
            _ => Meaning::Command,
        }
    }

    /// Gives a key to what it is meant for.
    pub(super) fn press(&mut self, key: Key) {
        if self.takes_completion(key) {
            return;
        }
        if let Some(command) = self.command_for(key) {
            self.run(command);
            return;
        }
        if !self.size.is_usable() {
            return;
        }
        if self.prefix == Prefix::GoTo {
            self.prefix = Prefix::None;
            self.explain(key);
        } else if self.dialog.is_some() {
        } else if let Some(help) = &mut self.help {
            help.press(key);
        } else if let Some(connect) = &mut self.connect {
            connect.press(key);
        } else if self.pi.sheet.is_some() {
            self.explain(key);
        } else if self.merge.is_some() {
        } else if let Some(export) = &mut self.export {
            if export.state == ExportState::Typing {
                export.line.press(key);
            }
        } else if self.search.is_some() {
            self.press_in_search(key);
        } else if self.changes.is_some() {
            self.explain(key);
        } else if let Some(form) = &mut self.form {
            if form.state == FormState::Editing {
                form.press(key);
            }
        } else if self.pane.is_some() {
            self.press_in_pane(key);
        } else {
            let changed = self.words_typed().is_some_and(|words| words.line.press(key));
            if changed {
                self.search();
            } else if !key.modifiers.contains(KeyModifiers::CONTROL) && self.words_typed().is_none() {
                self.explain(key);
            }
        }
    }

    /// Says what to do on a key that means nothing here.
    pub(super) fn explain(&mut self, key: Key) {
        let text = format!(
            "{key} does nothing here. Press {} for the keys.",
            self.key_text(Command::Help)
        );
        self.tell(Tone::Notice, Offer::None, text);
    }

    /// Pastes into what is being typed; a paste anywhere else does nothing.
    pub(super) fn paste(&mut self, text: &str) {
        self.pasted_at = Some(self.now);
        if self.dialog.is_some() || self.merge.is_some() || self.changes.is_some() || !self.size.is_usable() {
        } else if let Some(help) = &mut self.help {
            help.paste(text);
        } else if let Some(connect) = &mut self.connect {
            connect.paste(text);
        } else if self.pi.sheet.is_some() {
            let text = "Nothing was pasted: e opens a mail in your editor.";
            self.tell(Tone::Notice, Offer::None, text);
        } else if let Some(export) = &mut self.export {
            if export.state == ExportState::Typing {
                export.line.paste(text);
            }
        } else if self.search.is_some() {
            self.paste_in_search(text);
        } else if let Some(form) = &mut self.form {
            if form.state == FormState::Editing {
                form.paste(text);
            }
        } else if self.pane.is_some() {
            self.paste_in_pane(text);
        } else if let Some(words) = self.words_typed() {
            words.line.paste(text);
            self.search();
        } else {
            let at_contacts = matches!(&self.place, Place::Customer(screen) if screen.tab == Tab::Contacts);
            let text = if at_contacts {
                let key = self.key_text(Command::PasteList);
                format!("Nothing was pasted: press {key} first, then paste the list.")
            } else {
                "Nothing was pasted: open the contacts of a customer to paste a list.".to_owned()
            };
            self.tell(Tone::Notice, Offer::None, text);
        }
    }

    /// Gives the words of a filter while keys go into them.
    fn words_typed(&mut self) -> Option<&mut Words> {
        let words = match &mut self.place {
            Place::Customers => &mut self.customers.words,
            Place::Customer(screen) => match screen.tab {
                Tab::Contacts => &mut screen.contacts.words,
                Tab::History => &mut screen.history.words,
                Tab::Overview | Tab::Onboardings => return None,
            },
            Place::Companies(screen) => &mut screen.words,
            Place::Integrations(_)
            | Place::Notifications(_)
            | Place::Onboardings(_)
            | Place::Workbench(_) => return None,
        };
        (words.typing == Typing::On).then_some(words)
    }

    /// Asks for the rows that hold the words.
    fn search(&mut self) {
        match &mut self.place {
            Place::Customers => self.customers.search(&mut self.requests),
            Place::Customer(screen) => match screen.tab {
                Tab::Contacts => screen.contacts.search(&mut self.requests),
                Tab::History => screen.history.search(&mut self.requests),
                Tab::Overview | Tab::Onboardings => {}
            },
            Place::Companies(screen) => screen.search(),
            Place::Integrations(_)
            | Place::Notifications(_)
            | Place::Onboardings(_)
            | Place::Workbench(_) => {}
        }
    }
}
