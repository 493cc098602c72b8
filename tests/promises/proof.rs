//! How large a proof is, what it needs of the machine, and dice that fall the same every time.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Returns whether the size that the promise names is wanted: `PIVOTAL_PROOF=full`.
pub(crate) fn is_full() -> bool {
    std::env::var_os("PIVOTAL_PROOF").is_some_and(|value| value == "full")
}

/// Returns a size: the one of the gate, or the one that the promise names.
pub(crate) fn of(bounded: usize, full: usize) -> usize {
    if is_full() { full } else { bounded }
}

/// Finds a program of the machine; says so if it is not there.
pub(crate) fn program(name: &str, promise: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        println!("SKIPPED: {name} is not installed, so {promise} was not checked");
    }
    found
}

/// Returns every file and folder below a folder.
pub(crate) fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(all_below(&path));
        }
        found.push(path);
    }
    found
}

/// Returns the name of a file, for a sentence.
pub(crate) fn name(path: &Path) -> String {
    path.file_name()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default()
        .into_owned()
}

/// Numbers that look random and are the same every time (xorshift64*).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Takes the dice with a number.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Throws a number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let thrown = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(thrown).expect("31 bits") % limit
    }

    /// Picks one of some things.
    pub(crate) fn pick<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }
}
