//! What a list was before it was a text, and how that is told.

use super::book::SheetFacts;
use super::choose::LookedFor;
use super::code_page::CodePage;
use crate::domain::SafeText;

/// The most sheets that are told of by name.
const MOST_TOLD: usize = 3;

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
    /// What was looked for in it.
    pub looked_for: LookedFor,
    /// Its sheets, in their order.
    pub sheets: Vec<SheetFacts>,
    /// How many of the rows are hidden in the workbook.
    pub hidden_rows: usize,
}

impl WorkbookFacts {
    fn taken(&self) -> impl Iterator<Item = &SheetFacts> {
        self.sheets.iter().filter(|sheet| sheet.taken)
    }

    /// Returns the sheets that could be taken too.
    fn others(&self) -> impl Iterator<Item = &SheetFacts> {
        self.sheets.iter().filter(|sheet| {
            !sheet.taken
                && match self.looked_for {
                    LookedFor::People => sheet.with_address > 0,
                    LookedFor::Companies => sheet.rows > 0,
                }
        })
    }

    /// Returns the sentence about the sheets that were taken.
    fn read_from(&self) -> Option<String> {
        let of = self.sheets.len();
        let names: Vec<&str> = self.taken().map(|sheet| sheet.name.as_str()).collect();
        match names.as_slice() {
            _ if of < 2 => None,
            [name] => Some(format!("Read from sheet {} of {of}.", quoted(name))),
            names => Some(format!(
                "Read from sheets {} of {of}, which have the same heading.",
                listed(names)
            )),
        }
    }

    /// Returns the sentences about the sheets that were not.
    fn left_out(&self) -> Vec<String> {
        match self.looked_for {
            LookedFor::People => self
                .others()
                .take(MOST_TOLD)
                .map(|other| {
                    let rows = other.with_address;
                    let word = if rows == 1 { "row" } else { "rows" };
                    format!(
                        "Sheet {} holds {rows} {word} with an address too.",
                        quoted(&other.name)
                    )
                })
                .collect(),
            LookedFor::Companies => {
                let names: Vec<&str> = self.others().map(|sheet| sheet.name.as_str()).collect();
                let word = if names.len() == 1 { "sheet" } else { "sheets" };
                match names.as_slice() {
                    [] => Vec::new(),
                    names => vec![format!("Not read: {word} {}.", listed(names))],
                }
            }
        }
    }
}

impl Origin {
    /// Returns what it was in a few words, if that is worth a word.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Text(page) => (!page.is_utf_8()).then(|| page.name().to_owned()),
            Self::Workbook(facts) => {
                let (kind, of) = (facts.kind, facts.sheets.len());
                let taken: Vec<&SheetFacts> = facts.taken().collect();
                Some(match taken.as_slice() {
                    [sheet] if of > 1 => format!("{kind}, sheet {} of {of}", sheet.name),
                    [_] => kind.to_owned(),
                    sheets => format!("{kind}, {} of {of} sheets", sheets.len()),
                })
            }
        }
    }

    /// Returns the sentences about what was taken of it and what was not.
    pub fn told(&self) -> Vec<String> {
        match self {
            Self::Text(page) if page.is_utf_8() => Vec::new(),
            Self::Text(page) => vec![format!("The file was read as {}.", page.name())],
            Self::Workbook(facts) => {
                let mut told: Vec<String> = facts.read_from().into_iter().collect();
                match facts.hidden_rows {
                    0 => {}
                    1 => told.push("1 row is hidden in the workbook.".to_owned()),
                    many => told.push(format!("{many} rows are hidden in the workbook.")),
                }
                told.extend(facts.left_out());
                told
            }
        }
    }

    /// Returns whether something else can be taken of it: a sheet that was not, or one of several alone.
    pub fn has_choice(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Workbook(facts) => facts.others().next().is_some() || facts.taken().count() > 1,
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", SafeText::clean(name))
}

/// Names some, and counts the rest.
fn listed(names: &[&str]) -> String {
    let mut words: Vec<String> = names.iter().take(MOST_TOLD).map(|name| quoted(name)).collect();
    if let Some(more) = names.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        words.push(format!("{more} more"));
    }
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.join(", "),
    }
}
