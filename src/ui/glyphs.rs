//! Every glyph of the screens, with what stands for it where a terminal or its font has ASCII alone.

use ratatui::buffer::Buffer;

/// Which signs the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// All that the screens use.
    #[default]
    Unicode,
    /// ASCII alone, for the app's own signs; names of people stay as they are.
    Ascii,
}

/// The glyphs, each with its ASCII form of the same width.
const TABLE: [(&str, &str); 42] = [
    ("★", "*"),
    ("☆", "?"),
    ("✓", "v"),
    ("✕", "x"),
    ("⚠", "!"),
    ("▲", "^"),
    ("●", "@"),
    ("○", "o"),
    ("◐", "c"),
    ("▪", "-"),
    ("⊘", "/"),
    ("∅", "0"),
    ("◷", "%"),
    ("≠", "="),
    ("⇄", "="),
    ("✎", "~"),
    ("▤", "#"),
    ("↻", "&"),
    ("→", ">"),
    ("▸", ">"),
    ("›", ">"),
    ("‹", "<"),
    ("…", "."),
    ("⋯", "."),
    ("·", "."),
    ("•", "*"),
    ("—", "-"),
    // Behind a domain that several customers share: a digit would seem to be part of it.
    ("²", "+"),
    ("⠋", "|"),
    ("⠙", "/"),
    ("⠹", "-"),
    ("⠸", "\\"),
    ("⠼", "|"),
    ("⠴", "/"),
    ("⠦", "-"),
    ("⠧", "\\"),
    ("╭", "+"),
    ("╮", "+"),
    ("╰", "+"),
    ("╯", "+"),
    ("─", "-"),
    ("│", "|"),
];

/// Puts ASCII in place of the glyphs of a drawn frame.
pub(super) fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let found = TABLE.iter().find(|(glyph, _)| *glyph == cell.symbol());
        if let Some((_, ascii)) = found {
            cell.set_symbol(ascii);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn an_ascii_form_is_as_wide_as_its_glyph() {
        let mut seen = HashSet::new();
        for (glyph, ascii) in TABLE {
            assert!(ascii.is_ascii() && !glyph.is_ascii(), "{glyph} {ascii}");
            assert_eq!(glyph.width(), ascii.width(), "{glyph}");
            assert!(seen.insert(glyph), "{glyph} twice");
        }
    }

    /// Collects the signs in the code of a folder, tests and comments aside; letters are words or names.
    fn signs(folder: &Path, found: &mut HashSet<char>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                if !["tests", "snapshots"].contains(&&*name) {
                    signs(&path, found);
                }
            } else if name.ends_with(".rs")
                && !["tests.rs", "testing.rs", "glyphs.rs", "csv_injection.rs"].contains(&&*name)
                // The letters of other alphabets that these know stand in names and addresses, and are never drawn.
                && !["email.rs", "domain_name.rs", "quality.rs", "damage.rs", "suggest.rs"].contains(&&*name)
            {
                let text = std::fs::read_to_string(&path).expect("read");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                found.extend(
                    lines
                        .flat_map(str::chars)
                        .filter(|c| !c.is_ascii() && !c.is_alphabetic()),
                );
            }
        }
    }

    #[test]
    fn every_glyph_of_the_screens_is_in_the_table() {
        let mut found = HashSet::new();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for room in ["ui", "app", "domain", "words", "workspace", "sync"] {
            signs(&source.join(room), &mut found);
        }
        assert!(found.contains(&'★'));
        let known: HashSet<char> = TABLE.iter().flat_map(|(glyph, _)| glyph.chars()).collect();
        let missing: Vec<&char> = found.difference(&known).collect();
        assert!(missing.is_empty(), "{missing:?} have no ASCII form");
    }
}
