//! Tells by its first bytes and the names in it what kind of file a file is.

use std::fmt;

use encoding_rs::Encoding;

use super::archive::Archive;
use super::book::Book;
use super::compound::{u16_at, u32_at};
use super::decode::utf_16_without_mark;
use super::unread::Unread;
use super::{ods, xls, xlsx};

/// The bytes that are looked at to tell text from other files.
const LOOKED_AT: usize = 64 * 1024;

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Workbook(WorkbookKind),
    /// A workbook or document of Office behind a password.
    Locked,
    Other(NotText),
}

/// A kind of workbook that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkbookKind {
    Xlsx,
    Xls,
    Ods,
}

impl WorkbookKind {
    /// Returns the usual ending of the name.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }

    /// Reads the sheets.
    pub(super) fn read(self, bytes: &[u8]) -> Result<Book, Unread> {
        match self {
            Self::Xlsx => xlsx::read(bytes),
            Self::Xls => xls::read(bytes),
            Self::Ods => ods::read(bytes),
        }
    }
}

/// What a file is that is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// A workbook of a kind that is not read.
    Workbook,
    /// A document of a word processor.
    Document,
    /// Slides.
    Slides,
    /// A PDF file.
    Pdf,
    /// A picture.
    Image,
    /// A mail as Outlook saves it.
    OutlookMail,
    /// A database.
    Database,
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
                "is a workbook of a kind that cannot be read. Save it as .xlsx or the sheet as CSV, and take that file."
            }
            Self::Document => "is a document, not a list. Open it and copy its list, or save it as plain text.",
            Self::Slides => "is a presentation, not a list. Open it and copy its list, or ask for the list as CSV.",
            Self::Pdf => "is a PDF, not a list. Open it and copy its text, or ask for the list as CSV.",
            Self::Image => "is a picture, not a list. Ask for the list as CSV, or type it.",
            Self::OutlookMail => {
                "is a mail of Outlook, not a list. Open it and copy its recipients, or save it as .eml."
            }
            Self::Database => "is a database, not a list. Export the table with the list as CSV.",
            Self::Archive => "is an archive, not a list. Unpack it and take the file with the list.",
            Self::Binary => "is not text, and no workbook that can be read. Save the list as CSV in UTF-8 and take that file.",
        })
    }
}

/// Tells the kind of a file.
pub(super) fn of(bytes: &[u8]) -> Kind {
    const STARTS: [(&[u8], NotText); 27] = [
        (b"%PDF-", NotText::Pdf),
        (b"\x89PNG", NotText::Image),
        (b"\xff\xd8\xff", NotText::Image),
        (b"GIF87a", NotText::Image),
        (b"GIF89a", NotText::Image),
        (b"II*\0", NotText::Image),
        (b"MM\0*", NotText::Image),
        (b"{\\rtf", NotText::Document),
        (b"\x1f\x8b", NotText::Archive),
        (b"BZh9", NotText::Archive),
        (b"\xfd7zXZ", NotText::Archive),
        (b"7z\xbc\xaf\x27\x1c", NotText::Archive),
        (b"Rar!\x1a", NotText::Archive),
        (b"\x28\xb5\x2f\xfd", NotText::Archive),
        (b"SQLite format 3\0", NotText::Database),
        (b"\0\x01\0\0Standard Jet DB", NotText::Database),
        (b"\0\x01\0\0Standard ACE DB", NotText::Database),
        (b"!BDN", NotText::Database),
        (b"\x7fELF", NotText::Binary),
        (b"MZ\x90", NotText::Binary),
        (b"PAR1", NotText::Binary),
        (b"\xca\xfe\xba\xbe", NotText::Binary),
        (b"\xcf\xfa\xed\xfe", NotText::Binary),
        (b"OggS", NotText::Binary),
        (b"ID3\x03", NotText::Binary),
        (b"wOFF", NotText::Binary),
        // UTF-32, which begins as UTF-16 does.
        (b"\xff\xfe\0\0", NotText::Binary),
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes);
    }
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") && is_binary(bytes);
    let is_picture = is_webp
        || bytes.get(4..8) == Some(b"ftyp")
            && bytes
                .get(8..11)
                .is_some_and(|kind| kind == b"hei" || kind == b"avi");
    if is_picture {
        return Kind::Other(NotText::Image);
    }
    match STARTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        Some((_, what)) => Kind::Other(*what),
        None if is_binary(bytes) => Kind::Other(NotText::Binary),
        None => Kind::Text,
    }
}

/// Tells what a ZIP file holds by the names in it; those of one without its end stand before each part.
fn packed(bytes: &[u8]) -> Kind {
    let names = Archive::open(bytes)
        .map(|archive| archive.names())
        .unwrap_or_default();
    let names: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let raw = match names.is_empty() {
        true => bytes
            .get(..bytes.len().min(LOOKED_AT))
            .unwrap_or_default()
            .to_ascii_lowercase(),
        false => Vec::new(),
    };
    let has = |start: &str| {
        memchr::memmem::find(&raw, start.as_bytes()).is_some()
            || names
                .iter()
                .any(|name| name.trim_start_matches('/').starts_with(start))
    };
    // The first part of a document of OpenOffice is its kind, which is not compressed.
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let is_open = |kind: &str| memchr::memmem::find(start, kind.as_bytes()).is_some();
    if is_open("opendocument.spreadsheet") {
        Kind::Workbook(WorkbookKind::Ods)
    } else if is_open("opendocument.presentation") {
        Kind::Other(NotText::Slides)
    } else if is_open("opendocument.") || has("word/") {
        Kind::Other(NotText::Document)
    } else if has("xl/workbook.bin") {
        Kind::Other(NotText::Workbook)
    } else if has("xl/") {
        Kind::Workbook(WorkbookKind::Xlsx)
    } else if names.is_empty() && has("_rels/.rels") && !has("ppt/") {
        // The beginning of a file of Office: most are workbooks.
        Kind::Workbook(WorkbookKind::Xlsx)
    } else if has("ppt/") || has("index/slide") {
        Kind::Other(NotText::Slides)
    } else if has("index/tables/") && has("index/calculationengine") && !has("index/document.iwa") {
        Kind::Other(NotText::Workbook)
    } else if has("index/") && (has("preview") || has("quicklook")) || has("index.zip") {
        Kind::Other(NotText::Document)
    } else {
        Kind::Other(NotText::Archive)
    }
}

/// Tells what a compound file of older Office programs holds by the names in its directory.
fn compound(bytes: &[u8]) -> Kind {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    let directory = u32_at(bytes, 0x30).unwrap_or(0) as usize;
    let shift = u16_at(bytes, 0x1e).unwrap_or(9).min(16);
    if has("EncryptedPackage") {
        Kind::Locked
    } else if bytes.len() < directory.saturating_add(2) << shift {
        // The names are cut off: most of these files are workbooks.
        Kind::Workbook(WorkbookKind::Xls)
    } else if has("WordDocument") {
        Kind::Other(NotText::Document)
    } else if has("PowerPoint Document") {
        Kind::Other(NotText::Slides)
    } else if has("__substg1.0") || has("__properties_version1.0") {
        Kind::Other(NotText::OutlookMail)
    } else if ["Workbook\0", "WORKBOOK\0", "Book\0", "BOOK\0"]
        .into_iter()
        .any(has)
    {
        Kind::Workbook(WorkbookKind::Xls)
    } else {
        Kind::Other(NotText::Binary)
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"PK\x03\x04....[Content_Types].xml..xl/workbook.bin".as_slice(), NotText::Workbook)]
    #[case(b"PK\x03\x04....word/document.xml".as_slice(), NotText::Document)]
    #[case(b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text".as_slice(), NotText::Document)]
    #[case(b"PK\x03\x04....ppt/presentation.xml".as_slice(), NotText::Slides)]
    #[case(b"PK\x03\x04....list.csv".as_slice(), NotText::Archive)]
    #[case(b"%PDF-1.7\n".as_slice(), NotText::Pdf)]
    #[case(b"\x89PNG\r\n\x1a\n".as_slice(), NotText::Image)]
    #[case(b"\xff\xd8\xff\xe0".as_slice(), NotText::Image)]
    #[case(b"RIFF\x24\x10\0\0WEBPVP8 \x18\x10\0\0".as_slice(), NotText::Image)]
    #[case(b"\0\0\0\x18ftypheic".as_slice(), NotText::Image)]
    #[case(b"\x1f\x8b\x08".as_slice(), NotText::Archive)]
    #[case(b"SQLite format 3\0".as_slice(), NotText::Database)]
    #[case(b"{\\rtf1 Ann}".as_slice(), NotText::Document)]
    #[case(b"\xff\xfe\0\0A\0\0\0n\0\0\0".as_slice(), NotText::Binary)]
    #[case(b"\0\0\xfe\xff\0\0\0A\0\0\0n".as_slice(), NotText::Binary)]
    #[case(b"ab\0\x01\x02\x03\x04cd\0\0\0\0\x05".as_slice(), NotText::Binary)]
    fn what_is_no_list_is_told(#[case] bytes: &[u8], #[case] what: NotText) {
        assert_eq!(of(bytes), Kind::Other(what));
        let sentence = what.to_string();
        assert!(
            sentence.starts_with("is ") && sentence.ends_with('.'),
            "{sentence}"
        );
    }

    #[rstest]
    #[case("COMPANY,WEBPAGE\nAcme,acme.com\n")]
    #[case("RIFFAT KHAN,riffat@acme.com\n")]
    #[case("RIFF....WEBPVP8 \n")]
    fn words_that_begin_like_a_picture_are_text(#[case] text: &str) {
        assert_eq!(of(text.as_bytes()), Kind::Text);
    }

    #[rstest]
    #[case("WordDocument", Kind::Other(NotText::Document))]
    #[case("PowerPoint Document", Kind::Other(NotText::Slides))]
    #[case("__substg1.0_001A", Kind::Other(NotText::OutlookMail))]
    #[case("Workbook\0", Kind::Workbook(WorkbookKind::Xls))]
    #[case("EncryptedPackage", Kind::Locked)]
    #[case("Whatever", Kind::Other(NotText::Binary))]
    fn compound_files_are_known_by_their_directory(#[case] name: &str, #[case] kind: Kind) {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        // Sectors of 512 bytes; the directory is the second.
        bytes[0x1e] = 9;
        bytes[0x30] = 1;
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2048, 0);
        assert_eq!(of(&bytes), kind);
        assert_eq!(of(&bytes[..700]), Kind::Workbook(WorkbookKind::Xls));
    }

    #[rstest]
    #[case(b"")]
    #[case(b"Ann,ann@acme.com\r\n\x0c")]
    #[case(b"a\0b\0c\0d\0e\0")]
    #[case(b"\xff\xfea\0,\0")]
    #[case(b"\x1b[31mAnn\x1b[0m,ann@acme.com")]
    fn text_is_taken(#[case] bytes: &[u8]) {
        assert_eq!(of(bytes), Kind::Text);
    }
}
