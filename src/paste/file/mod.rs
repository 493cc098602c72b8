//! Files with lists as text that can be edited: text in any encoding, and the sheets of workbooks.

mod archive;
mod book;
mod choose;
mod code_page;
mod compound;
mod date;
pub(in crate::paste) mod decode;
mod grid;
mod guard;
mod guess;
mod join;
mod kind;
mod number;
mod ods;
mod origin;
mod parts;
mod unread;
mod write;
mod xls;
mod xlsx;
mod xml;

pub use book::SheetFacts;
use book::Written;
pub use choose::LookedFor;
pub use code_page::CodePage;
use guard::guarded;
pub use guard::panic_is_refusal;
use kind::Kind;
pub use kind::NotText;
pub use origin::{Origin, WorkbookFacts};
pub use unread::Unread;

use super::format::Layout;
use super::structured::mime;

/// What is taken of a file, where the user says so; the rest is found out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// The name of the sheet of a workbook.
    pub sheet: Option<String>,
    /// The encoding of a text.
    pub encoding: Option<CodePage>,
    /// What is looked for in a workbook of which no sheet is named.
    pub looked_for: LookedFor,
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

/// Reads a file of which a part is named: the sheet of a workbook, or the encoding of a text.
pub fn read_part(bytes: &[u8], part: &str) -> Result<ListFile, Unread> {
    let kind = kind_of(bytes)?;
    let taken = match &kind {
        Kind::Text => Taken {
            encoding: Some(CodePage::parse(part).ok_or(Unread::UnknownEncoding)?),
            ..Taken::default()
        },
        Kind::Workbook(_) | Kind::Locked | Kind::Other(_) => Taken {
            sheet: Some(part.to_owned()),
            ..Taken::default()
        },
    };
    read_kind(kind, bytes, &taken)
}

/// Reads a file.
pub fn read(bytes: &[u8], taken: &Taken) -> Result<ListFile, Unread> {
    read_kind(kind_of(bytes)?, bytes, taken)
}

fn kind_of(bytes: &[u8]) -> Result<Kind, Unread> {
    guarded(|| Ok(kind::of(bytes)))
}

fn read_kind(kind: Kind, bytes: &[u8], taken: &Taken) -> Result<ListFile, Unread> {
    let kind = match kind {
        Kind::Text if taken.sheet.is_some() => return Err(Unread::NoSheets),
        Kind::Text => {
            let page = taken.encoding.unwrap_or_else(|| decode::page_of(bytes));
            return Ok(ListFile {
                text: mime::readable(decode::decode_as(bytes, page).into()).into_owned(),
                layout: None,
                origin: Origin::Text(page),
            });
        }
        Kind::Other(what) => return Err(Unread::NotText(what)),
        Kind::Locked => return Err(Unread::Locked),
        Kind::Workbook(_) if taken.encoding.is_some() => return Err(Unread::NoEncoding),
        Kind::Workbook(kind) => kind,
    };
    let Written {
        text,
        layout,
        sheets,
        hidden_rows,
    } = guarded(|| kind.read(bytes))?.write(taken.sheet.as_deref(), taken.looked_for)?;
    Ok(ListFile {
        text,
        layout,
        origin: Origin::Workbook(WorkbookFacts {
            kind: kind.ending(),
            looked_for: taken.looked_for,
            sheets,
            hidden_rows,
        }),
    })
}

#[cfg(test)]
mod tests;
