//! Guesses the code page of a text in which letters have one byte or two.
//!
//! The code pages of Windows and of East Asia are told by chardetng, as browsers do. It does not know those of DOS and of
//! the old Mac: they are taken where a text reads better in them, by where its letters stand.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::code_page::CodePage;

/// The bytes that are looked at.
const LOOKED_AT: usize = 64 * 1024;

/// The letters of the languages of western Europe beside ASCII: those that are in many names, and the others.
const COMMON: &str = "äöüåøæéèáíóúñçãßÄÖÜÅØÆÉÁÍÓÚÑÇ";
const RARE: &str = "àâêëìîïòôõœùûýÿÀÂÃÈÊËÌÎÏÒÔÕŒÙÛÝŸ";

/// Guesses the code page of a text.
pub(super) fn guess(bytes: &[u8]) -> CodePage {
    let sample = sample(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let country = country(bytes);
    let country = country.as_ref().map(<[u8; 2]>::as_slice);
    let first = CodePage::common(detector.guess(country, Utf8Detection::Deny));
    let worth = worth(&first.decode(sample));
    if worth >= 0 {
        return first;
    }
    let others = [
        CodePage::common(WINDOWS_1252),
        CodePage::common(MACINTOSH),
        CodePage::DOS_850,
        CodePage::DOS_437,
    ];
    let mut best = (first, worth);
    for other in others {
        let worth = self::worth(&other.decode(sample));
        if worth > best.1 {
            best = (other, worth);
        }
    }
    best.0
}

/// Returns the part of a text in which its first letters beside ASCII stand.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let line = bytes
        .get(..first)
        .and_then(|before| memchr::memrchr2(b'\n', b'\r', before));
    let from = line.unwrap_or(0).max(first.saturating_sub(LOOKED_AT / 2));
    let rest = bytes.get(from..).unwrap_or_default();
    rest.get(..rest.len().min(LOOKED_AT)).unwrap_or_default()
}

/// Returns the country that most addresses of a text name by the end of their domain.
fn country(bytes: &[u8]) -> Option<[u8; 2]> {
    let text = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    let mut found: Vec<([u8; 2], usize)> = Vec::new();
    for at in memchr::memchr_iter(b'@', text) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        let length = rest.iter().take_while(is_part).count();
        let domain = rest.get(..length).unwrap_or_default();
        if let [.., b'.', a, b] = domain.trim_ascii_end() {
            let country = [a.to_ascii_lowercase(), b.to_ascii_lowercase()];
            if !country.iter().all(u8::is_ascii_lowercase) {
                continue;
            }
            match found.iter_mut().find(|(known, _)| *known == country) {
                Some((_, count)) => *count += 1,
                None => found.push((country, 1)),
            }
        }
    }
    found
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(country, _)| country)
}

/// Says how well a text reads: letters of one script stand together, signs not within words, capitals not within lower
/// case.
fn worth(text: &str) -> i64 {
    let mut worth = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            worth += worth_of(c, before, after);
        }
        before = c;
    }
    worth
}

fn worth_of(c: char, before: char, after: char) -> i64 {
    let is_latin = |c: char| c.is_alphabetic() && (c as u32) < 0x250;
    let in_word = is_latin(before) || is_latin(after);
    let within = is_latin(before) && is_latin(after);
    match c {
        char::REPLACEMENT_CHARACTER | '\u{80}'..='\u{9f}' => -6,
        '’' | '‘' | '´' | '·' => i64::from(within),
        '–' | '—' | '“' | '”' | '„' | '«' | '»' | '…' | '\u{a0}' | '•' if !within => 0,
        'ª' | 'º' | '°' | '®' | '©' | '™' | '€' if !within => 0,
        _ if !c.is_alphabetic() => {
            if in_word {
                -4
            } else {
                -2
            }
        }
        // A letter of another script within a word of Latin letters.
        _ if !is_latin(c) && in_word => -3,
        _ if !is_latin(c) => 1,
        _ if c.is_uppercase() && (before.is_lowercase() || is_latin(before) && after.is_lowercase()) => -4,
        _ if c.is_lowercase() && before.is_uppercase() && after.is_uppercase() => -3,
        _ if COMMON.contains(c) => 2,
        _ if RARE.contains(c) => 1,
        // Those of Poland, Turkey, Romania and so on, which the first guess tells well.
        _ => 0,
    }
}
