//! Turns the bytes of a file into text: byte order marks, UTF-16, code pages, and one kind of line break.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::code_page::CodePage;
use super::guess::guess;

/// The largest list that is read, in bytes: more than a million people.
pub const MAX_BYTES: usize = 128 * 1024 * 1024;

/// How many sound characters of UTF-8 stand against one that is damaged.
const SOUND: usize = 10;

/// Decodes a file as UTF-8, as UTF-16 with or without its mark, or else in the code page that its letters tell.
pub fn decode(bytes: &[u8]) -> String {
    decode_as(bytes, page_of(bytes))
}

/// Decodes a file in an encoding.
pub(super) fn decode_as(bytes: &[u8], page: CodePage) -> String {
    one_line_break(&page.decode(bytes)).into_owned()
}

/// Finds the encoding of a text.
pub(super) fn page_of(bytes: &[u8]) -> CodePage {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return CodePage::common(encoding);
    }
    match utf_16_without_mark(bytes) {
        Some(page) => page,
        None if is_utf_8(bytes) => CodePage::UTF_8,
        None => guess(bytes),
    }
}

/// Returns whether a text is UTF-8, if need be with a few damaged characters.
fn is_utf_8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut sound, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    sound > damaged * SOUND
}

/// The breaks between lines that stand beside `\n`: those of Windows and the old Mac, of Unicode, and of mainframes and
/// printers.
const LINE_BREAKS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Makes each break between lines into `\n`, and drops a byte order mark.
pub fn one_line_break(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let bytes = text.as_bytes();
    let has_other = memchr::memchr3(b'\r', 0xb, 0xc, bytes).is_some()
        || memchr::memmem::find(bytes, "\u{85}".as_bytes()).is_some()
        || memchr::memmem::find(bytes, b"\xe2\x80\xa8").is_some()
        || memchr::memmem::find(bytes, b"\xe2\x80\xa9").is_some();
    if !has_other {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace(LINE_BREAKS, "\n"))
}

/// Recognises UTF-16 by its zeros, which no other text has.
pub(super) fn utf_16_without_mark(bytes: &[u8]) -> Option<CodePage> {
    let sample = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let half = sample.len() / 2;
    if half < 4 {
        return None;
    }
    let page = match (zeros(0), zeros(1)) {
        (0, odd) if odd * 2 > half => return Some(CodePage::UTF_16LE),
        (even, 0) if even * 2 > half => return Some(CodePage::UTF_16BE),
        (0, odd) if odd * 8 > half => CodePage::UTF_16LE,
        (even, 0) if even * 8 > half => CodePage::UTF_16BE,
        _ => return None,
    };
    // Of another alphabet only the addresses and what separates the cells have zeros.
    let sample = sample.get(..half * 2).unwrap_or_default();
    let text = page.decode(sample.get(..sample.len() - 2).unwrap_or_default());
    let is_odd = |c: char| c == char::REPLACEMENT_CHARACTER || c.is_control() && !c.is_whitespace();
    (half >= 16 && !text.contains(is_odd)).then_some(page)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"a,b\r\nc".as_slice(), "a,b\nc")]
    #[case(b"a\rb".as_slice(), "a\nb")]
    #[case(b"\xef\xbb\xbfa".as_slice(), "a")]
    #[case(b"\xff\xfea\0,\0\xe9\0".as_slice(), "a,é")]
    #[case(b"\xfe\xff\0a\0,".as_slice(), "a,")]
    #[case(b"a\0b\0c\0d\0e\0".as_slice(), "abcde")]
    #[case(b"\0a\0b\0c\0d\0e".as_slice(), "abcde")]
    #[case(b"\0b\0defgh".as_slice(), "\0b\0defgh")]
    #[case(b"a\0c\0efgh".as_slice(), "a\0c\0efgh")]
    #[case(b"\0bcdefgh".as_slice(), "\0bcdefgh")]
    #[case(b"a\0cdefgh".as_slice(), "a\0cdefgh")]
    #[case(b"a\0b\0c\0".as_slice(), "a\0b\0c\0")]
    #[case(b"Andr\xe9".as_slice(), "André")]
    #[case(b"a\x0bb\x0cc\xc2\x85d\xe2\x80\xa8e\xe2\x80\xa9f".as_slice(), "a\nb\nc\nd\ne\nf")]
    #[case(b"Name;Email\r\n\xa3ukasz \xafak;lukasz@acme.com\r\n".as_slice(), "Name;Email\nŁukasz Żak;lukasz@acme.com\n")]
    #[case(b"Name;Email\n\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2;ivan@acme.com\n".as_slice(), "Name;Email\nИван Петров;ivan@acme.com\n")]
    fn decodes(#[case] bytes: &[u8], #[case] text: &str) {
        assert_eq!(decode(bytes), text);
    }
}
