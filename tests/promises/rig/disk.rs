//! What a disk may hold after the power went: what was synced, and any part of what was not.
//!
//! A file keeps what was written before its last sync; of what came later any sectors of 512 bytes may be there, old ones
//! beside new ones. Names are there as of the last sync of their folder, with the first few of the later changes. A
//! folder counts as there once it was made, as a sync of what is in it brings it along.

use std::collections::BTreeMap;

use super::dice::Dice;
use super::recording::Act;

/// The files of a home, by their places in it.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Which syncs have an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syncs {
    /// All.
    Kept,
    /// None: a disk that lies, or `synchronous=OFF`.
    Ignored,
    /// All but those of the write-ahead log: `synchronous=NORMAL`.
    IgnoredOfTheLog,
}

/// The bytes of a sector.
const SECTOR: usize = 512;

#[derive(Debug, Clone)]
enum Later {
    Write { at: usize, bytes: Vec<u8> },
    Cut(usize),
}

#[derive(Debug, Clone, Default)]
struct Content {
    durable: Vec<u8>,
    later: Vec<Later>,
}

#[derive(Debug, Clone)]
enum Naming {
    Set(String, usize),
    Gone(String),
}

/// A disk on which a recording is played.
#[derive(Debug)]
pub(crate) struct Disk {
    syncs: Syncs,
    contents: Vec<Content>,
    names: BTreeMap<String, usize>,
    durable: BTreeMap<String, usize>,
    later: Vec<Naming>,
}

impl Disk {
    /// Starts with files that are safe.
    pub(crate) fn new(files: &Files, syncs: Syncs) -> Self {
        let names: BTreeMap<String, usize> = files.keys().cloned().zip(0..).collect();
        let contents = files.values().map(|bytes| Content {
            durable: bytes.clone(),
            later: Vec::new(),
        });
        Self {
            syncs,
            contents: contents.collect(),
            durable: names.clone(),
            names,
            later: Vec::new(),
        }
    }

    /// Does what a program did.
    pub(crate) fn play(&mut self, act: &Act) {
        match act {
            Act::Make(file) => {
                let content = self.content(file);
                self.contents[content].later.push(Later::Cut(0));
            }
            Act::Write { file, at, bytes } => {
                let content = self.content(file);
                if !bytes.is_empty() {
                    self.contents[content].later.push(Later::Write {
                        at: *at,
                        bytes: bytes.clone(),
                    });
                }
            }
            Act::Cut { file, to } => {
                let content = self.content(file);
                self.contents[content].later.push(Later::Cut(*to));
            }
            Act::Rename { from, to } => {
                let content = self.content(from);
                self.name(Naming::Set(to.clone(), content));
                self.name(Naming::Gone(from.clone()));
            }
            Act::Link { from, to } => {
                let content = self.content(from);
                self.name(Naming::Set(to.clone(), content));
            }
            Act::Unlink(file) => self.name(Naming::Gone(file.clone())),
            Act::Sync(file) => self.sync(file),
            Act::Told(_) => {}
        }
    }

    /// Finds the content that has a name, and makes it if there is none.
    fn content(&mut self, file: &str) -> usize {
        if let Some(content) = self.names.get(file) {
            return *content;
        }
        self.contents.push(Content::default());
        let content = self.contents.len() - 1;
        self.name(Naming::Set(file.to_owned(), content));
        content
    }

    fn name(&mut self, naming: Naming) {
        apply(&naming, &mut self.names);
        self.later.push(naming);
    }

    fn sync(&mut self, file: &str) {
        let is_ignored = match self.syncs {
            Syncs::Kept => false,
            Syncs::Ignored => true,
            Syncs::IgnoredOfTheLog => file.ends_with("-wal"),
        };
        if is_ignored {
            return;
        }
        if let Some(content) = self.names.get(file) {
            let content = &mut self.contents[*content];
            for later in std::mem::take(&mut content.later) {
                match later {
                    Later::Write { at, bytes } => put(&mut content.durable, at, &bytes),
                    Later::Cut(to) => content.durable.resize(to, 0),
                }
            }
            return;
        }
        // A folder: its names are safe, those of other folders are not.
        let (safe, later): (Vec<Naming>, Vec<Naming>) = std::mem::take(&mut self.later)
            .into_iter()
            .partition(|naming| folder(naming) == file);
        for naming in &safe {
            apply(naming, &mut self.durable);
        }
        self.later = later;
    }

    /// Lets the power go and gives what may be found.
    pub(crate) fn cut_off(&self, dice: &mut Dice) -> Files {
        let mut names = self.durable.clone();
        let kept = [0, self.later.len(), dice.below(self.later.len() + 1)][dice.below(3)];
        for naming in self.later.iter().take(kept) {
            apply(naming, &mut names);
        }
        // How many of the sectors arrived, in hundredths; all, none, and nearly so are the states that matter most.
        let chance = [0, 5, 50, 95, 100][dice.below(5)];
        let missing = dice.percent(30);
        names
            .into_iter()
            .map(|(name, content)| {
                let content = &self.contents[content];
                let mut bytes = content.durable.clone();
                let lost = missing.then(|| dice.below(content.later.len()));
                for (place, later) in content.later.iter().enumerate() {
                    if lost == Some(place) {
                        continue;
                    }
                    match later {
                        Later::Cut(to) => {
                            if dice.percent(chance) {
                                bytes.resize(*to, 0);
                            }
                        }
                        Later::Write { at, bytes: written } => {
                            put_some(&mut bytes, *at, written, || dice.percent(chance));
                        }
                    }
                }
                (name, bytes)
            })
            .collect()
    }
}

fn apply(naming: &Naming, names: &mut BTreeMap<String, usize>) {
    match naming {
        Naming::Set(name, content) => {
            names.insert(name.clone(), *content);
        }
        Naming::Gone(name) => {
            names.remove(name);
        }
    }
}

fn folder(naming: &Naming) -> &str {
    let (Naming::Set(name, _) | Naming::Gone(name)) = naming;
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn put(bytes: &mut Vec<u8>, at: usize, written: &[u8]) {
    if bytes.len() < at + written.len() {
        bytes.resize(at + written.len(), 0);
    }
    bytes[at..at + written.len()].copy_from_slice(written);
}

/// Puts those sectors of a write that arrived.
fn put_some(bytes: &mut Vec<u8>, at: usize, written: &[u8], mut arrives: impl FnMut() -> bool) {
    let mut start = 0;
    while start < written.len() {
        let to_edge = SECTOR - (at + start) % SECTOR;
        let end = (start + to_edge).min(written.len());
        if arrives() {
            put(bytes, at + start, &written[start..end]);
        }
        start = end;
    }
}
