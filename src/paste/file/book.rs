//! The sheets of a workbook, and what of them becomes a text.

use super::choose::{Look, LookedFor, best};
use super::grid::Grid;
use super::join::Joined;
use super::unread::Unread;
use super::write::text_of;
use crate::paste::format::Layout;

/// A workbook.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
}

/// A sheet of a workbook.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) grid: Grid,
}

/// A workbook as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) text: String,
    /// The layout of the text, if its rows have more than one cell.
    pub(super) layout: Option<Layout>,
    pub(super) sheets: Vec<SheetFacts>,
    pub(super) hidden_rows: usize,
}

/// What is told of a sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SheetFacts {
    /// Its name.
    pub name: String,
    /// How many rows hold anything.
    pub rows: usize,
    /// How many rows hold an address.
    pub with_address: usize,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether its rows are in the text.
    pub taken: bool,
}

impl Book {
    /// Writes the sheet of a name, or else the one that suits best what is looked for and those with the same heading.
    pub(super) fn write(&self, wanted: Option<&str>, looked_for: LookedFor) -> Result<Written, Unread> {
        let looks: Vec<Look> = self
            .sheets
            .iter()
            .map(|sheet| Look::at(sheet, looked_for))
            .collect();
        let first = match wanted {
            Some(name) => self.named(name)?,
            None => best(&looks).ok_or(Unread::Empty)?,
        };
        let (own, look) = self
            .sheets
            .get(first)
            .zip(looks.get(first))
            .ok_or(Unread::Empty)?;
        let mut joined = Joined::of(own, look);
        let mut hidden_rows = 0;
        let mut facts = Vec::with_capacity(self.sheets.len());
        for (at, (sheet, other)) in self.sheets.iter().zip(&looks).enumerate() {
            let taken = at == first || wanted.is_none() && look.may_join(other) && joined.join(sheet, other);
            if taken {
                hidden_rows += sheet.grid.hidden_rows;
            }
            facts.push(SheetFacts {
                name: sheet.name.clone(),
                rows: other.rows,
                with_address: other.with_address,
                hidden: sheet.is_hidden,
                taken,
            });
        }
        let parts: Vec<_> = joined.parts().collect();
        let (text, layout) = text_of(parts.iter().copied())?;
        Ok(Written {
            text,
            layout,
            sheets: facts,
            hidden_rows,
        })
    }

    fn named(&self, name: &str) -> Result<usize, Unread> {
        let find = |is_it: &dyn Fn(&str) -> bool| self.sheets.iter().position(|sheet| is_it(&sheet.name));
        find(&|other| other == name)
            .or_else(|| find(&|other| other.trim().to_lowercase() == name.trim().to_lowercase()))
            .ok_or_else(|| Unread::NoSuchSheet(self.sheets.iter().map(|sheet| sheet.name.clone()).collect()))
    }
}
