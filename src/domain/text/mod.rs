//! Text from outside, made safe to store and to draw.

mod csv_injection;
mod fold;
mod lines;
mod seen;
mod shell;
mod small_letters;

pub use csv_injection::{inert, unmarked};
pub use fold::{fold, folded_letters};
pub use lines::clean_lines;
pub use seen::Seen;
pub use shell::shell_word;
pub use small_letters::{LONGEST_SMALL, SmallLetters};

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

/// The longest single line kept, in characters.
pub const MAX_TEXT_CHARS: usize = 500;

/// The longest name, in characters.
pub const MAX_NAME_CHARS: usize = 200;

/// Marks kept on one base character; more is an attack or an accident, no script needs it.
const MAX_MARKS: usize = 8;

/// One line of text that cannot drive a terminal.
///
/// Escape sequences are removed whole, as are control characters, direction overrides and other invisible format
/// characters; blanks are single spaces, marks on one character are at most eight, and the text is in Unicode
/// normal form C.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SafeText(String);

impl SafeText {
    /// Cleans any text; what cannot be kept is dropped.
    pub fn clean(raw: &str) -> Self {
        Self(Self::cleaned(raw).into_owned())
    }

    /// Returns a text without what could drive a terminal, the same one if there is nothing.
    pub fn cleaned(raw: &str) -> Cow<'_, str> {
        if is_plain(raw) || is_settled(raw) {
            return Cow::Borrowed(raw);
        }
        if !raw.contains(' ') || raw.contains(opens_escape) {
            return Cow::Owned(Self::cleaned_closely(raw));
        }
        // Where no escape sequence goes over blanks, words are clean by themselves.
        let mut text = String::with_capacity(raw.len());
        for word in raw.split(' ').filter(|word| !word.is_empty()) {
            let word = if is_settled(word) {
                Cow::Borrowed(word)
            } else {
                Cow::Owned(Self::cleaned_closely(word))
            };
            if !text.is_empty() && !word.is_empty() {
                text.push(' ');
            }
            text.push_str(&word);
        }
        Cow::Owned(text)
    }

    /// Cleans text character by character.
    fn cleaned_closely(raw: &str) -> String {
        let mut text = String::with_capacity(raw.len());
        let mut marks = 0;
        let mut blank = false;
        for c in strip_escapes(raw)
            .filter(|c| c.is_whitespace() || !is_dropped(*c))
            .nfc()
        {
            if c.is_whitespace() {
                blank = !text.is_empty();
                continue;
            }
            if c.width().unwrap_or(0) == 0 {
                marks += 1;
                if marks > MAX_MARKS || text.is_empty() || blank {
                    continue;
                }
            } else {
                marks = 0;
            }
            if std::mem::take(&mut blank) {
                text.push(' ');
            }
            text.push(c);
        }
        text
    }

    /// Cleans text where an empty one means that there is none.
    pub fn optional(raw: &str) -> Option<Self> {
        Some(Self::clean(raw)).filter(|text| !text.is_empty())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts the characters.
    pub fn chars(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for SafeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A name: safe text that is not empty and of at most 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(SafeText);

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing that can be seen.
    #[error("Type a name.")]
    Missing,
    /// Longer than 200 characters.
    #[error("The name is longer than {MAX_NAME_CHARS} characters; shorten it.")]
    TooLong,
}

impl Name {
    /// Cleans a text and takes it as a name.
    pub fn parse(raw: &str) -> Result<Self, NameError> {
        let text = Self::checked(raw)?;
        Ok(Self(SafeText(text.into_owned())))
    }

    /// Cleans a text and says whether it is a name.
    pub fn checked(raw: &str) -> Result<Cow<'_, str>, NameError> {
        let text = SafeText::cleaned(raw);
        if !text.chars().any(|c| c.width().unwrap_or(0) > 0) {
            return Err(NameError::Missing);
        }
        if text.len() > MAX_NAME_CHARS && text.chars().count() > MAX_NAME_CHARS {
            return Err(NameError::TooLong);
        }
        Ok(text)
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Returns a text of any lines as it may be shown: only one that could drive a terminal is cleaned, line by line.
///
/// For what the store holds, which a release of the program wrote clean and anybody else may have changed.
pub fn harmless(text: String) -> String {
    if is_harmless(&text) {
        return text;
    }
    let lines: Vec<String> = text.split('\n').map(|line| SafeText::clean(line).0).collect();
    lines.join("\n")
}

/// Returns whether a text of any lines holds nothing that could drive a terminal, and no pile of marks.
pub fn is_harmless(text: &str) -> bool {
    let mut marks = 0;
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
        || text.chars().all(|c| {
            marks = if c.width().unwrap_or(0) == 0 { marks + 1 } else { 0 };
            c == '\n' || (!is_dropped(c) && marks <= MAX_MARKS)
        })
}

/// Returns whether cleaning would change nothing: printable ASCII with single inner spaces.
fn is_plain(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    bytes.iter().all(|b| (0x20..0x7f).contains(b))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

/// Returns whether cleaning would surely change nothing: letters of common scripts, each of which is a character of its own in
/// normal form C and joins with none of the others, with single inner spaces.
fn is_settled(raw: &str) -> bool {
    let mut before = ' ';
    raw.chars().all(|c| {
        let is_fine = match c {
            ' ' => before != ' ',
            '!'..='~'
            | '\u{c0}'..='\u{24f}'
            | '\u{391}'..='\u{3ff}'
            | '\u{400}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{621}'..='\u{63a}'
            | '\u{641}'..='\u{64a}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}' => true,
            _ => false,
        };
        before = c;
        is_fine
    }) && before != ' '
}

/// Returns whether a character may begin an escape sequence.
const fn opens_escape(c: char) -> bool {
    matches!(c, '\u{1b}' | '\u{80}'..='\u{9f}')
}

/// Returns the characters that are outside terminal escape sequences.
///
/// A sequence that never ends loses its introducer only, so that no text after it is swallowed.
fn strip_escapes(raw: &str) -> impl Iterator<Item = char> + '_ {
    let mut rest = raw;
    std::iter::from_fn(move || {
        loop {
            let mut chars = rest.chars();
            let c = chars.next()?;
            let after = chars.as_str();
            rest = match c {
                '\u{1b}' => match after.chars().next() {
                    Some('[') => after_control_sequence(after.get(1..).unwrap_or_default()),
                    Some(']' | 'P' | 'X' | '^' | '_') => after_string(after.get(1..).unwrap_or_default()),
                    _ => after_short_sequence(after),
                },
                '\u{9b}' => after_control_sequence(after),
                '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => after_string(after),
                _ => {
                    rest = after;
                    return Some(c);
                }
            };
        }
    })
}

/// Skips parameters, intermediates and the final byte of a control sequence (ECMA-48, 5.4).
fn after_control_sequence(text: &str) -> &str {
    let text = text.trim_start_matches(|c| matches!(c, '0'..='?'));
    let text = text.trim_start_matches(|c| matches!(c, ' '..='/'));
    text.strip_prefix(|c| matches!(c, '@'..='~')).unwrap_or(text)
}

/// Skips a command string up to its terminator: BEL, ST or the C1 form of ST.
fn after_string(text: &str) -> &str {
    let end = text.find(['\u{7}', '\u{1b}', '\u{9c}']);
    let Some((_, tail)) = end.and_then(|end| text.split_at_checked(end)) else {
        return text;
    };
    match tail.strip_prefix("\u{1b}\\") {
        Some(after) => after,
        None if tail.starts_with('\u{1b}') => tail,
        None => tail.strip_prefix(['\u{7}', '\u{9c}']).unwrap_or(tail),
    }
}

/// Skips intermediates and the final byte of a short sequence (ECMA-35, 13.1).
fn after_short_sequence(text: &str) -> &str {
    let text = text.trim_start_matches(|c| matches!(c, ' '..='/'));
    text.strip_prefix(|c| matches!(c, '0'..='~')).unwrap_or(text)
}

/// Returns whether a character is never kept: controls, direction marks and overrides, invisible format characters
/// (Unicode `Default_Ignorable_Code_Point` but for joiners and variation selectors), tags and noncharacters.
pub fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
        || (u32::from(c) & 0xfffe) == 0xfffe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Ann Lee", "Ann Lee")]
    #[case("  Ann \t\u{a0} Lee\r\n", "Ann Lee")]
    #[case("\u{1b}[31mAnn\u{1b}[0m Lee", "Ann Lee")]
    #[case("\u{1b}]2;owned\u{7}Ann", "Ann")]
    #[case("\u{1b}]8;;file:///etc/passwd\u{1b}\\Ann\u{1b}]8;;\u{1b}\\", "Ann")]
    #[case("\u{1b}_Gi=1;AAAA\u{1b}\\Ann", "Ann")]
    #[case("\u{1b}]2;never ends", "2;never ends")]
    #[case("\u{1b}cAnn\u{1b}(B\u{1b}7", "Ann")]
    #[case("\u{9b}2JAnn\u{9d}x\u{9c}", "Ann")]
    #[case("\u{1b}Ann", "nn")]
    #[case("a\u{1b}", "a")]
    #[case("Ann\u{202e}eeL\u{2069}\u{200f}", "AnneeL")]
    #[case("A\u{200b}n\u{feff}n\u{e0041}", "Ann")]
    #[case("e\u{301}", "é")]
    #[case("👩\u{200d}💻 Ann", "👩\u{200d}💻 Ann")]
    #[case("\u{301}\u{302}Ann", "Ann")]
    #[case("", "")]
    fn cleans(#[case] raw: &str, #[case] expected: &str) {
        assert_eq!(SafeText::clean(raw).as_str(), expected);
    }

    proptest! {
        #[test]
        fn what_is_settled_is_clean(text in "[ a-z7À-ɏΑ-Ͽа-яӁא-תء-ي\u{64b}ぁ-ゖァ-ヺ\u{3099}一-龥가-힣\u{11a8}]{1,12}") {
            if is_settled(&text) {
                prop_assert!(text.chars().eq(text.nfc()));
                prop_assert!(text.chars().all(|c| !is_dropped(c) && c.width() > Some(0)));
                prop_assert_eq!(text.trim(), &text);
                prop_assert!(!text.contains("  "));
            }
        }
    }

    #[test]
    fn a_pile_of_marks_is_cut_to_eight() {
        let text = SafeText::clean(&format!("q{}b", "\u{323}".repeat(500)));
        assert_eq!(text.as_str(), format!("q{}b", "\u{323}".repeat(8)));
    }

    #[rstest]
    #[case("", Err(NameError::Missing))]
    #[case(" \u{200b}\u{301} ", Err(NameError::Missing))]
    #[case(&"x".repeat(201), Err(NameError::TooLong))]
    fn a_name_is_seen_and_short(#[case] raw: &str, #[case] expected: Result<Name, NameError>) {
        assert_eq!(Name::parse(raw), expected);
    }

    #[rstest]
    #[case("Hello  Ann,\n\n  - all is well\n", "Hello  Ann,\n\n  - all is well\n")]
    #[case("Hello  Åsa,\n\n  - 山田  \n", "Hello  Åsa,\n\n  - 山田  \n")]
    #[case("one\r\n\u{1b}[31mtwo\u{202e}", "one\ntwo")]
    #[case("👩\u{200d}👩\u{200d}👧", "👩\u{200d}👩\u{200d}👧")]
    fn only_what_could_drive_a_terminal_is_changed(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(harmless(text.to_owned()), expected);
    }

    #[rstest]
    #[case('\u{fffe}', true)]
    #[case('\u{1ffff}', true)]
    #[case('\u{10fffe}', true)]
    #[case('\u{7f}', true)]
    #[case('\u{e0041}', true)]
    #[case('\u{fffd}', false)]
    #[case('\u{fe0f}', false)]
    #[case('a', false)]
    fn controls_tags_and_noncharacters_are_dropped(#[case] c: char, #[case] dropped: bool) {
        assert_eq!(is_dropped(c), dropped);
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left_and_cleaning_again_changes_nothing(raw in any::<String>()) {
            let text = SafeText::clean(&raw);
            prop_assert!(!text.as_str().chars().any(|c| c.is_control() || is_dropped(c)));
            prop_assert_eq!(SafeText::clean(text.as_str()), text);
        }

        #[test]
        fn words_are_clean_by_themselves(raw in "[a-zé \u{301}\u{323}\u{1b}\u{9b}\\[m\u{a0}\t\u{200b}\u{202e}ดี山e]{0,16}") {
            prop_assert_eq!(SafeText::cleaned(&raw), SafeText::cleaned_closely(&raw));
        }

        #[test]
        fn hostile_alphabets_are_cleaned_too(raw in "[\u{1b}\u{9b}\u{9d}\\[\\]P;0-9A-Za-z\u{7}\\\\ \u{301}\u{202e}\u{200d}]{0,40}") {
            let text = SafeText::clean(&raw);
            prop_assert!(!text.as_str().chars().any(|c| c.is_control() || is_dropped(c)));
            prop_assert_eq!(SafeText::clean(text.as_str()), text);
        }
    }
}
