//! Turns the bytes of a file into text: byte order marks, UTF-16, code pages, and one kind of line break.

use std::borrow::Cow;
use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The largest list that is read, in bytes: more than a million people.
pub const MAX_BYTES: usize = 128 * 1024 * 1024;

/// The bytes that are looked at to tell text from other files.
const LOOKED_AT: usize = 64 * 1024;

/// What a file is that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// A workbook of a spreadsheet program.
    Workbook,
    /// A document of a word processor.
    Document,
    /// A PDF file.
    Pdf,
    /// A picture.
    Image,
    /// An archive with other files in it.
    Archive,
    /// Anything else that is no text.
    Binary,
}

impl fmt::Display for NotText {
    /// Writes what it is and what to do, to stand behind the name of the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Workbook => {
                "is a workbook, not text. Open it, save the sheet as CSV in UTF-8, and take that file."
            }
            Self::Document => "is a document, not text. Open it and copy its list, or save it as plain text.",
            Self::Pdf => "is a PDF, not text. Open it and copy its list, or ask for the list as CSV.",
            Self::Image => "is a picture, not text. Ask for the list as CSV, or type it.",
            Self::Archive => "is an archive, not text. Unpack it and take the file with the list.",
            Self::Binary => "is not text. Save the list as CSV in UTF-8 and take that file.",
        })
    }
}

/// Returns the text of a file, or what the file is instead.
pub fn text_of(bytes: &[u8]) -> Result<String, NotText> {
    match not_text(bytes) {
        Some(what) => Err(what),
        None => Ok(decode(bytes)),
    }
}

/// Tells files that are no text by their first bytes, and by zeros and other bytes that no text has.
pub fn not_text(bytes: &[u8]) -> Option<NotText> {
    const STARTS: [(&[u8], NotText); 24] = [
        (b"%PDF-", NotText::Pdf),
        (b"\x89PNG", NotText::Image),
        (b"\xff\xd8\xff", NotText::Image),
        (b"GIF87a", NotText::Image),
        (b"GIF89a", NotText::Image),
        (b"II*\0", NotText::Image),
        (b"MM\0*", NotText::Image),
        (b"RIFF", NotText::Binary),
        (b"{\\rtf", NotText::Document),
        (b"\x1f\x8b", NotText::Archive),
        (b"BZh9", NotText::Archive),
        (b"\xfd7zXZ", NotText::Archive),
        (b"7z\xbc\xaf\x27\x1c", NotText::Archive),
        (b"Rar!\x1a", NotText::Archive),
        (b"\x28\xb5\x2f\xfd", NotText::Archive),
        (b"SQLite format 3\0", NotText::Binary),
        (b"\x7fELF", NotText::Binary),
        (b"MZ\x90", NotText::Binary),
        (b"PAR1", NotText::Binary),
        (b"\xca\xfe\xba\xbe", NotText::Binary),
        (b"\xcf\xfa\xed\xfe", NotText::Binary),
        (b"OggS", NotText::Binary),
        (b"ID3\x03", NotText::Binary),
        (b"wOFF", NotText::Binary),
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(packed(bytes));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let is_document = memchr::memmem::find(bytes, b"W\0o\0r\0d\0D\0o\0c\0").is_some();
        return Some(if is_document {
            NotText::Document
        } else {
            NotText::Workbook
        });
    }
    let found = STARTS.iter().find(|(start, _)| bytes.starts_with(start));
    found
        .map(|(_, what)| *what)
        .or_else(|| is_binary(bytes).then_some(NotText::Binary))
}

/// Tells what a ZIP file holds by the names in it, which stand uncompressed.
fn packed(bytes: &[u8]) -> NotText {
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    if has(b"xl/") || has(b"opendocument.spreadsheet") || has(b"Index/Tables/") {
        NotText::Workbook
    } else if has(b"word/") || has(b"ppt/") || has(b"opendocument.") {
        NotText::Document
    } else {
        NotText::Archive
    }
}

/// Returns whether bytes hold zeros or controls as no text does; UTF-16 has zeros of its own.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    if Encoding::for_bom(bytes).is_some() || utf_16_without_mark(bytes).is_some() {
        return false;
    }
    let zeros = memchr::memchr_iter(0, sample).count();
    let controls = sample
        .iter()
        .filter(|byte| matches!(byte, 1..=6 | 14..=26 | 28..=31 | 127))
        .count();
    zeros * 64 > sample.len() || controls * 16 > sample.len()
}

/// Decodes a file as UTF-8, as UTF-16 with or without its mark, or else in the code page that its letters tell.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return one_line_break(&encoding.decode_without_bom_handling(body).0).into_owned();
    }
    let text = match (std::str::from_utf8(bytes), utf_16_without_mark(bytes)) {
        (_, Some(encoding)) => encoding.decode_without_bom_handling(bytes).0,
        (Ok(text), None) => Cow::Borrowed(text),
        (Err(_), None) => code_page(bytes).decode_without_bom_handling(bytes).0,
    };
    one_line_break(&text).into_owned()
}

/// Finds the code page of a text in which letters have one byte or two.
fn code_page(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default(), true);
    detector.guess(None, Utf8Detection::Deny)
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
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let half = sample.len() / 2;
    if half < 4 {
        return None;
    }
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 2 > half => Some(UTF_16LE),
        (even, 0) if even * 2 > half => Some(UTF_16BE),
        _ => None,
    }
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

    #[rstest]
    #[case(b"PK\x03\x04....[Content_Types].xml..xl/workbook.xml".as_slice(), NotText::Workbook)]
    #[case(b"PK\x03\x04....word/document.xml".as_slice(), NotText::Document)]
    #[case(b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet".as_slice(), NotText::Workbook)]
    #[case(b"PK\x03\x04....list.csv".as_slice(), NotText::Archive)]
    #[case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".as_slice(), NotText::Workbook)]
    #[case(b"%PDF-1.7\n".as_slice(), NotText::Pdf)]
    #[case(b"\x89PNG\r\n\x1a\n".as_slice(), NotText::Image)]
    #[case(b"\xff\xd8\xff\xe0".as_slice(), NotText::Image)]
    #[case(b"\x1f\x8b\x08".as_slice(), NotText::Archive)]
    #[case(b"{\\rtf1 Ann}".as_slice(), NotText::Document)]
    #[case(b"ab\0\x01\x02\x03\x04cd\0\0\0\0\x05".as_slice(), NotText::Binary)]
    fn what_is_no_text_is_told(#[case] bytes: &[u8], #[case] what: NotText) {
        assert_eq!(text_of(bytes), Err(what));
        assert!(what.to_string().starts_with("is "));
    }

    #[rstest]
    #[case(b"")]
    #[case(b"Ann,ann@acme.com\r\n\x0c")]
    #[case(b"a\0b\0c\0d\0e\0")]
    #[case(b"\xff\xfea\0,\0")]
    #[case(b"\x1b[31mAnn\x1b[0m,ann@acme.com")]
    fn text_is_taken(#[case] bytes: &[u8]) {
        assert!(text_of(bytes).is_ok());
    }
}
