//! What holds of every text that was made safe.

use pivotal::domain::{Name, SafeText};
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

/// The most marks that one character keeps.
const MOST_MARKS: usize = 8;

/// Returns whether a character may stand in safe text. A list of its own, by the tables of Unicode: no controls (Cc), no line
/// or paragraph separators, nothing that is ignorable by default but joiners and variation selectors, no noncharacters.
pub(crate) fn is_allowed(c: char) -> bool {
    let code = u32::from(c);
    match code {
        0x20..=0x7e => true,
        0x00..=0x1f | 0x7f..=0x9f => false,
        0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x3164 | 0xfeff | 0xffa0 => false,
        0x180b..=0x180f | 0x200b | 0x200e | 0x200f | 0x2028..=0x202e | 0x2060..=0x206f => false,
        0xfff0..=0xfffb | 0xfdd0..=0xfdef | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a => false,
        0xe0000..=0xe00ff | 0xe01f0..=0xe0fff => false,
        _ => !c.is_whitespace() && code & 0xfffe != 0xfffe,
    }
}

/// Demands everything that safe text promises.
pub(crate) fn check(raw: &str) {
    let clean = SafeText::clean(raw);
    let text = clean.as_str();
    holds(text);
    assert_eq!(
        SafeText::clean(text).as_str(),
        text,
        "cleaning {raw:?} again changes it"
    );
    if let Ok(name) = Name::parse(raw) {
        holds(name.as_str());
        assert_eq!(Name::parse(name.as_str()).as_ref(), Ok(&name));
        assert!(name.as_str().chars().count() <= 200 && name.as_str().chars().any(|c| c.width() > Some(0)));
    }
}

/// Demands of a text what every safe text holds.
pub(crate) fn holds(text: &str) {
    if let Some(c) = text.chars().find(|c| !is_allowed(*c)) {
        panic!("U+{:04X} is left in {text:?}", u32::from(c));
    }
    assert!(
        !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  "),
        "{text:?}"
    );
    assert!(text.chars().eq(text.nfc()), "{text:?} is not in normal form C");
    let mut marks = 0;
    for c in text.chars() {
        marks = if c.width().unwrap_or(0) == 0 { marks + 1 } else { 0 };
        assert!(marks <= MOST_MARKS, "{marks} marks on one character of {text:?}");
    }
}
