//! The list of keys and the command palette: what can be done here, searched by typing, run with enter.

mod entries;

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

pub use entries::{Entry, HelpKind, When};

use super::{Part, TextEntry};
use crate::app::context::Context;
use crate::app::cursor::Cursor;
use crate::app::editor::LineEditor;
use crate::app::layout;
use crate::app::next::Next;
use crate::app::toast::{Offer, Tone};
use crate::domain::fold;
use crate::input::{Command, Key, Layer, Pointer};

/// The list of keys, or of commands.
#[derive(Debug, Clone)]
pub struct Help {
    /// Which of the two.
    pub kind: HelpKind,
    /// The words typed.
    pub words: LineEditor,
    /// The selected entry among those that match.
    pub cursor: Cursor,
    all: Vec<Entry>,
    found: Vec<Entry>,
}

impl Help {
    /// Lists what works where the user is.
    pub(in crate::app) fn new(kind: HelpKind, all: Vec<Entry>) -> Self {
        Self {
            kind,
            words: LineEditor::default(),
            cursor: Cursor::default(),
            found: here(&all),
            all,
        }
    }

    /// Returns the entries that match what was typed.
    pub fn entries(&self) -> &[Entry] {
        &self.found
    }

    /// Returns the number of entries of this screen, those that do not match included.
    pub fn entry_count(&self) -> usize {
        here(&self.all).len()
    }

    /// Runs the selected entry, or tells where it is run.
    fn accept(&self, context: &mut Context<'_>) -> Next {
        let Some(entry) = self.chosen() else {
            return Next::Stay;
        };
        match entry.when {
            When::Now | When::NotNow => Next::Give(entry.command),
            When::At(place) => {
                let first = entry.keys.split(", ").next().unwrap_or_default();
                let text = format!("{}: press {first} in {}.", entry.words, place.replace('`', ""));
                context.tell(Tone::Notice, Offer::None, text);
                Next::Close
            }
        }
    }

    /// Returns the selected entry.
    fn chosen(&self) -> Option<&Entry> {
        self.found.get(self.cursor.selected)
    }

    /// Pastes into the words.
    fn paste(&mut self, text: &str) {
        self.words.paste(text);
        self.search();
    }

    fn search(&mut self) {
        self.found = match self.kind {
            _ if self.words.text().trim().is_empty() => here(&self.all),
            HelpKind::Keys => holding(&self.all, self.words.text()),
            HelpKind::Commands => ranked(&self.all, self.words.text()),
        };
        self.cursor = Cursor::default();
    }
}

impl Part for Help {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Help, Layer::Always]
    }

    fn text_entry(&self) -> TextEntry {
        TextEntry::Line
    }

    fn opens_others(&self) -> bool {
        false
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            Command::Move(motion) => {
                let height = layout::help(context.size, self.entry_count()).entries.height;
                let count = self.found.len();
                self.cursor.step(motion, count, usize::from(height));
                Next::Stay
            }
            Command::Back => Next::Close,
            Command::Accept => self.accept(context),
            _ => Next::Stay,
        }
    }

    fn take_key(&mut self, key: Key, _context: &mut Context<'_>) -> Next {
        self.words.press(key);
        self.search();
        Next::Stay
    }

    fn take_paste(&mut self, text: &str, _context: &mut Context<'_>) -> Next {
        self.paste(text);
        Next::Stay
    }

    fn take_click(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let entries = layout::help(context.size, self.entry_count()).entries;
        match entries.place_at(at, self.cursor.top, self.found.len()) {
            Some(place) => {
                self.cursor.selected = place;
                self.accept(context)
            }
            None => Next::Stay,
        }
    }
}

/// Returns the entries of this screen.
fn here(all: &[Entry]) -> Vec<Entry> {
    all.iter()
        .filter(|entry| !matches!(entry.when, When::At(_)))
        .cloned()
        .collect()
}

/// Returns the entries that hold all words, in their keys or in what they do; those that can be given now come first.
fn holding(all: &[Entry], typed: &str) -> Vec<Entry> {
    let typed = fold(typed);
    let holds = |entry: &&Entry| {
        let text = fold(&format!("{} {}", entry.keys, entry.words));
        typed.split_whitespace().all(|word| text.contains(word))
    };
    let mut found: Vec<Entry> = all.iter().filter(holds).cloned().collect();
    found.sort_by_key(|entry| entry.when);
    found
}

/// Returns the entries whose words hold the letters typed in this order, the best match first; then those whose name in
/// the configuration does; those that can be given now come first, those of other screens last.
fn ranked(all: &[Entry], typed: &str) -> Vec<Entry> {
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let (mut chars, mut letters) = (Vec::new(), Vec::new());
    let mut found: Vec<((When, bool), Reverse<u32>, Entry)> = Vec::new();
    for entry in all {
        letters.clear();
        // Other screens are alike.
        let rank = match entry.when {
            When::Now | When::NotNow => entry.when,
            When::At(_) => When::At(""),
        };
        let words = Utf32Str::new(entry.words, &mut chars);
        if let Some(score) = pattern.indices(words, &mut matcher, &mut letters) {
            letters.sort_unstable();
            letters.dedup();
            let letters = letters
                .iter()
                .filter_map(|at| usize::try_from(*at).ok())
                .collect();
            let entry = Entry {
                letters,
                ..entry.clone()
            };
            found.push(((rank, false), Reverse(score), entry));
            continue;
        }
        let name = Utf32Str::new(entry.command.name(), &mut chars);
        if let Some(score) = pattern.score(name, &mut matcher) {
            found.push(((rank, true), Reverse(score), entry.clone()));
        }
    }
    // What matches as well: the shorter one first, then as on the screen.
    found.sort_by_key(|(rank, score, entry)| (*rank, *score, entry.words.len()));
    found.into_iter().map(|(_, _, entry)| entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed() -> Vec<Entry> {
        let entry = |keys: &str, words, command| Entry::new(keys.to_owned(), words, command, When::Now);
        vec![
            entry("a", "Add a contact", Command::AddContact),
            entry(
                "d",
                "Archive: hide it, stop its notifications",
                Command::ArchiveContacts,
            ),
            entry("g n", "Show the notifications", Command::ShowNotifications),
            entry("D", "Delete what was recorded in error", Command::DeleteContacts),
        ]
    }

    #[test]
    fn what_is_done_on_another_screen_is_found_behind_the_rest_and_not_listed() {
        let mut all = listed();
        all.insert(
            0,
            Entry::new(
                "i".to_owned(),
                "Notify",
                Command::Invite,
                When::At("its contacts"),
            ),
        );
        let mut help = Help::new(HelpKind::Commands, all);
        assert_eq!((help.entries().len(), help.entry_count()), (4, 4));
        help.paste("notif");
        assert_eq!(
            commands(&help),
            [
                Command::ShowNotifications,
                Command::ArchiveContacts,
                Command::Invite
            ]
        );
    }

    fn typed(kind: HelpKind, text: &str) -> Help {
        let mut help = Help::new(kind, listed());
        help.paste(text);
        help
    }

    fn commands(help: &Help) -> Vec<Command> {
        help.entries().iter().map(|entry| entry.command).collect()
    }

    #[test]
    fn the_palette_ranks_the_best_match_first_and_marks_its_letters() {
        let help = typed(HelpKind::Commands, "notif");
        assert_eq!(
            commands(&help),
            [Command::ShowNotifications, Command::ArchiveContacts]
        );
        assert_eq!(help.entries()[0].letters, [9, 10, 11, 12, 13]);
        assert_eq!(
            help.chosen().map(|entry| entry.command),
            Some(Command::ShowNotifications)
        );
        assert_eq!(
            commands(&typed(HelpKind::Commands, "ADDCON")),
            [Command::AddContact]
        );
        assert_eq!(commands(&typed(HelpKind::Commands, "zzz")), []);
        // By its name, as its words do not say so.
        assert_eq!(
            commands(&typed(HelpKind::Commands, "delete_c")),
            [Command::DeleteContacts]
        );
    }

    #[test]
    fn the_keys_are_filtered_by_words_in_their_order() {
        assert_eq!(
            commands(&typed(HelpKind::Keys, "NOTIF")),
            [Command::ArchiveContacts, Command::ShowNotifications]
        );
        assert_eq!(
            commands(&typed(HelpKind::Keys, "notif stop")),
            [Command::ArchiveContacts]
        );
        assert_eq!(commands(&typed(HelpKind::Keys, "adco")), []);
        assert_eq!(commands(&typed(HelpKind::Keys, " ")).len(), 4);
    }
}
