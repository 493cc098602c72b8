//! What can be done where the user is, and elsewhere, each command with its keys.

use crate::input::{Command, Key, Keymap, Layer};

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

/// Which of the two lists it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpKind {
    /// The keys of the screen; an entry shows if it holds all words typed.
    Keys,
    /// All commands that can be given now; the best matches of the letters typed come first.
    Commands,
}

/// A command of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The keys, as they are written: `enter, ctrl-s`; empty if it has none.
    pub keys: String,
    /// What it does.
    pub words: &'static str,
    /// The command.
    pub command: Command,
    /// Whether it can be given here and now.
    pub when: When,
    /// The places of the characters of the words that were typed.
    pub letters: Vec<usize>,
}

/// Whether a command can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Here and now.
    Now,
    /// Here, but not as things stand.
    NotNow,
    /// On another screen, in these words; the list of commands shows it to who searches for it.
    At(&'static str),
}

impl Entry {
    pub(in crate::app) const fn new(keys: String, words: &'static str, command: Command, when: When) -> Self {
        Self {
            keys,
            words,
            command,
            when,
            letters: Vec::new(),
        }
    }
}

impl HelpKind {
    /// Returns what works where these layers hold, each command once where its first layer names it; the list of all
    /// commands holds the screens to go to as well.
    pub(in crate::app) fn entries(
        self,
        keymap: &Keymap,
        layers: &[Layer],
        refusal: impl Fn(Command) -> Option<&'static str>,
    ) -> Vec<Entry> {
        let screens = (self == Self::Commands && layers.contains(&Layer::Global)).then_some(Layer::GoTo);
        let go_to = keymap.key_for(&[Layer::Global], Command::GoTo);
        let mut found: Vec<Entry> = Vec::new();
        for layer in layers.iter().copied().chain(screens) {
            for binding in keymap.of(layer) {
                let known = found.iter().any(|known| known.command == binding.command);
                let lists = !binding.keys.is_empty() || self == Self::Commands;
                if known || !lists {
                    continue;
                }
                let first = go_to.filter(|_| layer == Layer::GoTo);
                let written = |key: &Key| match first {
                    Some(first) => format!("{first} {key}"),
                    None => key.to_string(),
                };
                let keys: Vec<String> = binding.keys.iter().map(written).collect();
                let when = match refusal(binding.command) {
                    None => When::Now,
                    Some(_) => When::NotNow,
                };
                found.push(Entry::new(keys.join(", "), binding.words, binding.command, when));
            }
        }
        match self {
            Self::Keys => {}
            Self::Commands => found.extend(elsewhere(keymap, &found)),
        }
        found
    }
}

/// Returns what can be done on other screens alone.
fn elsewhere(keymap: &Keymap, here: &[Entry]) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for layer in SCREENS {
        for binding in keymap.of(layer) {
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
