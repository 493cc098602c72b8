//! Which keys hold where the person is, what they stand for, and why a command cannot be carried out.

use super::filter::FilterMode;
use super::model::{Hint, Model, Prefix};
use super::overlay::help::{Entry, HelpKind, When};
use super::screens::Screen;
use crate::domain::OnboardingState;
use crate::input::{Command, Key, Layer, Tab};

/// The layers of the screens and of what is opened from them.
const SCREENS: [Layer; 12] = [
    Layer::Customers,
    Layer::Customer,
    Layer::Overview,
    Layer::Contacts,
    Layer::Onboardings,
    Layer::History,
    Layer::Notifications,
    Layer::Integrations,
    Layer::Companies,
    Layer::Merge,
    Layer::Pane,
    Layer::Welcome,
];

impl Model {
    /// Gives the keymap layers that hold, the strongest first.
    pub fn layers(&self) -> Vec<Layer> {
        if let Some(top) = self.stack.top() {
            return top.part().layers().to_vec();
        }
        if self.words().is_some_and(|words| words.typing == FilterMode::On) {
            return vec![Layer::FilterLine, Layer::Always];
        }
        if self.prefix == Prefix::GoTo {
            return vec![Layer::GoTo, Layer::Always];
        }
        self.trail.top().part().layers().to_vec()
    }

    /// Gives what works where the user is, each command once where its first layer names it; the list of all
    /// commands holds the screens to go to as well.
    pub(super) fn help_entries(&self, kind: HelpKind) -> Vec<Entry> {
        let mut layers = self.layers();
        if kind == HelpKind::Commands && layers.contains(&Layer::Global) {
            layers.push(Layer::GoTo);
        }
        let go_to = self.keymap.key_for(&[Layer::Global], Command::GoTo);
        let mut found: Vec<Entry> = Vec::new();
        for layer in layers {
            for binding in self.keymap.of(layer) {
                let known = found.iter().any(|known| known.command == binding.command);
                let lists = !binding.keys.is_empty() || kind == HelpKind::Commands;
                if known || !lists {
                    continue;
                }
                let first = go_to.filter(|_| layer == Layer::GoTo);
                let written = |key: &Key| match first {
                    Some(first) => format!("{first} {key}"),
                    None => key.to_string(),
                };
                let keys: Vec<String> = binding.keys.iter().map(written).collect();
                let when = match self.refusal(binding.command) {
                    None => When::Now,
                    Some(_) => When::NotNow,
                };
                found.push(Entry::new(keys.join(", "), binding.words, binding.command, when));
            }
        }
        match kind {
            HelpKind::Keys => {}
            HelpKind::Commands => found.extend(self.elsewhere(&found)),
        }
        found
    }

    /// Gives what can be done on other screens alone.
    fn elsewhere(&self, here: &[Entry]) -> Vec<Entry> {
        let mut found: Vec<Entry> = Vec::new();
        for layer in SCREENS {
            for binding in self.keymap.of(layer) {
                let mut known = here.iter().chain(&found);
                if binding.keys.is_empty() || known.any(|known| known.command == binding.command) {
                    continue;
                }
                let keys: Vec<String> = binding.keys.iter().map(Key::to_string).collect();
                let when = When::At(layer.words());
                found.push(Entry::new(keys.join(", "), binding.words, binding.command, when));
            }
        }
        found
    }

    /// Gives the keys of the next steps.
    pub fn hints(&self) -> Vec<Hint> {
        let bindings = || self.layers().into_iter().flat_map(|layer| self.keymap.of(layer));
        let resume = bindings()
            .filter(|binding| binding.command == Command::RestOnboarding && self.is_at_paused())
            .filter_map(|binding| {
                Some(Hint {
                    key: *binding.keys.first()?,
                    words: "resume",
                    command: binding.command,
                })
            });
        let next = bindings()
            .filter(|binding| self.refusal(binding.command).is_none())
            .filter_map(|binding| {
                Some(Hint {
                    key: *binding.keys.first()?,
                    words: binding.hint?,
                    command: binding.command,
                })
            });
        resume.chain(next).collect()
    }

    /// Says whether the selected onboarding is paused and can be resumed.
    fn is_at_paused(&self) -> bool {
        let Screen::Customer(screen) = self.trail.top() else {
            return false;
        };
        let onboarding = screen.onboardings.onboarding();
        screen.tab == Tab::Onboardings
            && screen.customer.status.silence().is_none()
            && onboarding.is_some_and(|one| one.state == OnboardingState::Paused)
    }

    /// Writes the key of a command where the person is, or where it has one.
    pub fn key_text(&self, command: Command) -> String {
        let key = self.keymap.key_for(&self.layers(), command);
        key.map(|key| key.to_string()).unwrap_or_default()
    }

    /// Finds the command of a key where the person is.
    pub(super) fn command_for(&self, key: Key) -> Option<Command> {
        self.keymap.command_for(&self.layers(), key)
    }

    /// Says why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command) -> Option<&'static str> {
        if command == Command::Reopen && self.exchange.is_none() {
            return Some("The store is open; there is no other file in its place.");
        }
        if let Some(top) = self.stack.top() {
            return top.part().refusal(command);
        }
        if self.is_welcome() && command == Command::ListCompanies && !self.sync.is_ready() {
            return Some("HubSpot is not connected. Press c to connect it.");
        }
        if self.is_welcome() && command == Command::Connect && self.sync.is_ready() {
            return Some("HubSpot is connected already; g i shows it.");
        }
        self.trail.top().part().refusal(command)
    }
}
