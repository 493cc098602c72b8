//! Files with lists as text that can be edited: text in any encoding, and the sheets of workbooks.

mod archive;
mod book;
mod code_page;
mod compound;
mod date;
pub(in crate::paste) mod decode;
mod grid;
mod guess;
mod kind;
mod number;
mod ods;
mod parts;
mod unread;
mod xls;
mod xlsx;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use book::SheetFacts;
use book::Written;
pub use code_page::CodePage;
use kind::Kind;
pub use kind::NotText;
pub use unread::Unread;

use super::format::Layout;
use crate::domain::SafeText;

/// What is taken of a file, where the user says so; the rest is found out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// The name of the sheet of a workbook.
    pub sheet: Option<String>,
    /// The encoding of a text.
    pub encoding: Option<CodePage>,
}

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFile {
    /// The text, whose lines end in `\n`.
    pub text: String,
    /// Its layout, where the file tells it.
    pub layout: Option<Layout>,
    /// What it was before.
    pub origin: Origin,
}

/// What a list was before it was a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Text in an encoding.
    Text(CodePage),
    /// A workbook.
    Workbook(WorkbookFacts),
}

/// What is told of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookFacts {
    /// The kind of file, by its usual ending.
    pub kind: &'static str,
    /// Its sheets, in their order.
    pub sheets: Vec<SheetFacts>,
    /// How many of the rows are hidden in the workbook.
    pub hidden_rows: usize,
}

impl Origin {
    /// Returns what it was in a few words, if that is worth a word.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Text(page) => (!page.is_utf_8()).then(|| page.name().to_owned()),
            Self::Workbook(WorkbookFacts { kind, sheets, .. }) => {
                let names: Vec<&str> = taken(sheets).collect();
                Some(match names.as_slice() {
                    [name] if sheets.len() > 1 => format!("{kind}, sheet {name} of {}", sheets.len()),
                    [_] => (*kind).to_owned(),
                    names => format!("{kind}, {} of {} sheets", names.len(), sheets.len()),
                })
            }
        }
    }

    /// Returns the sentences about what was taken of it and what was not.
    pub fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        match self {
            Self::Text(page) if page.is_utf_8() => {}
            Self::Text(page) => told.push(format!("The file was read as {}.", page.name())),
            Self::Workbook(WorkbookFacts {
                sheets, hidden_rows, ..
            }) => {
                let names: Vec<String> = taken(sheets).map(quoted).collect();
                if sheets.len() > 1 {
                    let word = if names.len() == 1 { "sheet" } else { "sheets" };
                    told.push(format!(
                        "Read from {word} {} of {}.",
                        joined(&names),
                        sheets.len()
                    ));
                }
                match hidden_rows {
                    0 => {}
                    1 => told.push("1 row is hidden in the workbook.".to_owned()),
                    many => told.push(format!("{many} rows are hidden in the workbook.")),
                }
                let others = sheets
                    .iter()
                    .filter(|sheet| !sheet.taken && sheet.with_address > 0);
                for other in others.take(MOST_TOLD) {
                    let rows = other.with_address;
                    let word = if rows == 1 { "row" } else { "rows" };
                    told.push(format!(
                        "Sheet {} holds {rows} {word} with an address too.",
                        quoted(&other.name)
                    ));
                }
            }
        }
        told
    }

    /// Returns whether there are sheets with addresses that were not taken.
    pub fn has_other_lists(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Workbook(facts) => facts
                .sheets
                .iter()
                .any(|sheet| !sheet.taken && sheet.with_address > 0),
        }
    }
}

/// The most sheets that are told of by name.
const MOST_TOLD: usize = 3;

fn taken(sheets: &[SheetFacts]) -> impl Iterator<Item = &str> {
    sheets
        .iter()
        .filter(|sheet| sheet.taken)
        .map(|sheet| sheet.name.as_str())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", SafeText::clean(name))
}

fn joined(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(", "),
    }
}

/// Reads a file of which a part is named: the sheet of a workbook, or the encoding of a text.
pub fn read_part(bytes: &[u8], part: &str) -> Result<ListFile, Unread> {
    let taken = match kind::of(bytes) {
        Kind::Text => Taken {
            encoding: Some(CodePage::parse(part).ok_or(Unread::UnknownEncoding)?),
            sheet: None,
        },
        Kind::Workbook(_) | Kind::Locked | Kind::Other(_) => Taken {
            sheet: Some(part.to_owned()),
            encoding: None,
        },
    };
    read(bytes, &taken)
}

/// Reads a file.
pub fn read(bytes: &[u8], taken: &Taken) -> Result<ListFile, Unread> {
    let kind = match kind::of(bytes) {
        Kind::Text if taken.sheet.is_some() => return Err(Unread::NoSheets),
        Kind::Text => {
            let page = taken.encoding.unwrap_or_else(|| decode::page_of(bytes));
            return Ok(ListFile {
                text: decode::decode_as(bytes, page),
                layout: None,
                origin: Origin::Text(page),
            });
        }
        Kind::Other(what) => return Err(Unread::NotText(what)),
        Kind::Locked => return Err(Unread::Locked),
        Kind::Workbook(_) if taken.encoding.is_some() => return Err(Unread::NoEncoding),
        Kind::Workbook(kind) => kind,
    };
    // A damaged workbook can stop the crate that reads it.
    let read = AssertUnwindSafe(|| kind.read(bytes));
    let book = catch_unwind(read).unwrap_or(Err(Unread::Damaged))?;
    let Written {
        text,
        layout,
        sheets,
        hidden_rows,
    } = book.write(taken.sheet.as_deref())?;
    Ok(ListFile {
        text,
        layout,
        origin: Origin::Workbook(WorkbookFacts {
            kind: kind.ending(),
            sheets,
            hidden_rows,
        }),
    })
}

#[cfg(test)]
mod tests;
