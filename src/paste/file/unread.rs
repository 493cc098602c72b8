//! Why a file is not read as a list, in words that stand behind its name.

use std::fmt;

use super::kind::NotText;

/// Why a file is not read as a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is another kind of file.
    NotText(NotText),
    /// It is a workbook whose parts cannot be read.
    Damaged,
    /// A crate that reads it stopped.
    Unreadable,
    /// It is a workbook that asks for a password.
    Locked,
    /// It is a workbook that is too large when it is unpacked.
    TooLarge,
    /// It is a workbook with too many filled cells.
    TooManyCells,
    /// It is a workbook whose cells hold too much text.
    TooMuchText,
    /// It is a workbook without a filled cell.
    Empty,
    /// It has no sheet of the name that was asked for, but these.
    NoSuchSheet(Vec<String>),
    /// It is no workbook and has no sheets.
    NoSheets,
    /// It is a workbook, which has no encoding.
    NoEncoding,
    /// There is no encoding of the name that was asked for.
    UnknownEncoding,
}

impl fmt::Display for Unread {
    /// Writes what is the matter and what to do, to stand behind the name of the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotText(what) => return what.fmt(f),
            Self::Damaged => {
                "is a damaged workbook. Open it in a spreadsheet program, save it again, and take that file."
            }
            Self::Unreadable => {
                "cannot be read: it is damaged, or made in a way that is not known. Save the list as CSV in UTF-8 and take that file."
            }
            Self::Locked => {
                "is protected by a password. Save a copy without one, or save the sheet as CSV in UTF-8."
            }
            Self::TooLarge => {
                "is a workbook of more than 512 MiB when unpacked. Save the sheet with the list alone, and take that file."
            }
            Self::TooManyCells => {
                "is a workbook with more than 2,000,000 filled cells. Save the sheet with the list alone, or split it."
            }
            Self::TooMuchText => {
                "is a workbook with more than 128 MiB of text. Save the sheet with the list alone, or split it."
            }
            Self::Empty => "is a workbook in which all cells are empty. Check that it is the right file.",
            Self::NoSuchSheet(sheets) => {
                return write!(f, "has no sheet of that name. Its sheets: {}.", sheets.join(", "));
            }
            Self::NoSheets => "is no workbook and has no sheets. Import it without a sheet.",
            Self::UnknownEncoding => {
                "cannot be read in an encoding of that name. Try one such as windows-1250, macintosh or cp850."
            }
            Self::NoEncoding => "is a workbook, whose text has no encoding to choose. Import it without one.",
        })
    }
}
