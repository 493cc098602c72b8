//! Files with lists: what of them is taken, and how that and the end of an import are told.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::{Error, Format, Output, input_file};
use crate::paste::{
    CodePage, Counts, ListFile, LookedFor, MAX_BYTES, Options, Origin, SheetFacts, Taken, WorkbookFacts,
    read_file,
};

/// How many rows that were not added are named.
pub(super) const NAMED: usize = 20;

/// What of a file is taken.
#[derive(Debug, Args)]
pub struct TakenOptions {
    /// Read this sheet of a workbook, not the one with the most addresses.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Read a text in this encoding, such as windows-1250, not in the one that its letters tell.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<CodePage>,
}

/// Finds an encoding by its name.
fn encoding(name: &str) -> Result<CodePage, String> {
    CodePage::parse(name).ok_or_else(|| {
        "there is no such encoding; try one such as windows-1250, macintosh or cp850".to_owned()
    })
}

/// Reads a file as text; `-` is the standard input.
pub(super) fn read(file: &Path, options: &TakenOptions, looked_for: LookedFor) -> Result<ListFile, Error> {
    let taken = Taken {
        sheet: options.sheet.clone(),
        encoding: options.encoding,
        looked_for,
    };
    read_file(&input_file::read(file, MAX_BYTES)?, &taken)
        .map_err(|why| Error::Invalid(format!("{} {why}", input_file::shown(file))))
}

/// Returns how the text of a file is read, as far as the file tells.
pub(super) fn options(file: &ListFile) -> Options {
    Options {
        layout: file.layout,
        ..Options::default()
    }
}

/// Returns what was taken of a file, and how to take something else, in a line that goes behind the others.
pub(super) fn about(origin: &Origin) -> String {
    let mut told = origin.told();
    match origin {
        Origin::Text(_) if !told.is_empty() => {
            told.push("Choose another encoding with --encoding.".to_owned());
        }
        Origin::Workbook(_) if origin.has_choice() => {
            told.push("Choose a sheet with --sheet.".to_owned());
        }
        Origin::Text(_) | Origin::Workbook(_) => {}
    }
    if told.is_empty() {
        return String::new();
    }
    format!("\n{}", told.join(" "))
}

/// Returns why nothing is added if no row may be flagged.
pub(super) fn strict_refusal(counts: Counts, strict: bool) -> Option<String> {
    (strict && counts.flagged > 0).then(|| {
        format!(
            "Nothing was added: {} of {} rows {} flagged. Correct them, or import without --strict.",
            counts.flagged,
            counts.all(),
            if counts.flagged == 1 { "is" } else { "are" }
        )
    })
}

/// Counts what was not added, each with its word, behind a sentence.
pub(super) fn left_out(counts: &[(usize, &str)]) -> String {
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(" Left out: {}.", parts.join(", "))
}

/// Names rows by their lines, counted from 0, each with its reasons, and counts what is not named of all.
pub(super) fn named(rows: impl Iterator<Item = (usize, Vec<String>)>, all: usize) -> String {
    let mut lines = String::new();
    for (line, reasons) in rows {
        lines.push_str(&format!("\nLine {}: {}", line + 1, reasons.join(" ")));
    }
    if let Some(more) = all.checked_sub(NAMED).filter(|more| *more > 0) {
        lines.push_str(&format!("\nAnd {more} more."));
    }
    lines
}

/// Tells how an import ended: as text by its sentence or its refusal, with what was left out behind it; as JSON by the
/// document in both cases.
pub(super) fn finish(
    output: &mut Output<'_>,
    ended: Result<String, String>,
    left: &str,
    origin: &Origin,
    document: &impl Serialize,
) -> Result<(), Error> {
    let rest = match output.format {
        Format::Json => String::new(),
        Format::Text => format!("{left}{}", about(origin)),
    };
    match ended {
        Ok(sentence) => output.done(&(sentence + &rest), document),
        Err(refusal) => {
            if output.format == Format::Json {
                output.json(document)?;
            }
            Err(Error::Invalid(refusal + &rest))
        }
    }
}

/// What a list was before it was a text.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum FileJson<'a> {
    Text {
        encoding: &'static str,
    },
    Workbook {
        ending: &'static str,
        sheets: &'a [SheetFacts],
        hidden_rows: usize,
    },
}

impl<'a> From<&'a Origin> for FileJson<'a> {
    fn from(origin: &'a Origin) -> Self {
        match origin {
            Origin::Text(page) => Self::Text {
                encoding: page.name(),
            },
            Origin::Workbook(WorkbookFacts {
                kind,
                sheets,
                hidden_rows,
                ..
            }) => Self::Workbook {
                ending: kind,
                sheets,
                hidden_rows: *hidden_rows,
            },
        }
    }
}
