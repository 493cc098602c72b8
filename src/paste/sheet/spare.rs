//! Columns of a table that no field of a contact is read from, and their values as fields that users defined.

use std::borrow::Cow;

use super::{Layout, Lines, Sheet};
use crate::domain::{CustomValues, SafeText, custom_key, unmarked};
use crate::paste::clean::fills_an_empty_place;
use crate::paste::entry::Entry;
use crate::paste::format::Role;
use crate::paste::nobody::{is_blank, is_comment, is_ruler};
use crate::paste::own_fields::{self, KeptColumn, SpareColumn};
use crate::paste::record::{self, Cell};
use crate::paste::structured;

/// Reads the values of kept columns.
#[derive(Debug, Clone)]
pub(super) struct KeptReader<'k> {
    kept: &'k [KeptColumn],
    /// What separates cells, where the text has any.
    delimiter: Option<u8>,
    cells: Vec<Cell>,
}

impl<'k> KeptReader<'k> {
    /// Makes one for a text of this layout; none if there is nothing to read.
    pub(super) fn new(kept: &'k [KeptColumn], layout: Layout) -> Option<Self> {
        let delimiter = match layout {
            Layout::Delimited(delimiter) => Some(delimiter.byte()),
            Layout::Structured(_) => None,
            Layout::AddressList | Layout::Text => return None,
        };
        (!kept.is_empty()).then_some(Self {
            kept,
            delimiter,
            cells: Vec::new(),
        })
    }

    /// Reads the values of an entry from the text of its record, and counts those that do not fit their field.
    pub(super) fn read(&mut self, entry: &Entry<'_>, text: &str) -> (CustomValues, usize) {
        let (values, misfits) = match self.delimiter {
            Some(delimiter) => {
                record::read(text, 0, delimiter, &mut self.cells);
                own_fields::values(self.kept, |column| {
                    let cell = self.cells.get(column.at);
                    let raw = cell.map(|cell| cell.value(text)).unwrap_or_default();
                    if fills_an_empty_place(&raw) {
                        return Cow::Borrowed("");
                    }
                    unmarked(&raw).map_or(raw, Cow::Owned)
                })
            }
            None => {
                let further = entry.further.iter().filter(|named| !named.value.is_empty());
                let further: Vec<(String, &str)> = further
                    .map(|named| (custom_key(&named.name), named.value.as_str()))
                    .collect();
                own_fields::values(self.kept, |column| {
                    let found = further.iter().find(|(key, _)| key == column.field.key());
                    found.map_or("", |(_, value)| *value).into()
                })
            }
        };
        (values, misfits.len())
    }
}

impl Sheet {
    /// Reads the row of column names; empty if the text has none.
    pub(super) fn headings(&self, source: &dyn Lines) -> Vec<String> {
        let (Layout::Delimited(delimiter), true) = (self.format.layout, self.format.header) else {
            return Vec::new();
        };
        let mut text = String::new();
        source.read(0..self.format.skipped_lines, &mut text);
        let (mut at, mut cells, mut names) = (0, Vec::new(), Vec::new());
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let line = rest.split('\n').next().unwrap_or_default();
            if is_blank(line, delimiter) || is_comment(line, delimiter) || is_ruler(line) {
                at += line.len() + 1;
                continue;
            }
            at += record::read(rest, 0, delimiter.byte(), &mut cells).next;
            names = cells.iter().map(|cell| cell.value(rest).into_owned()).collect();
        }
        names
    }

    /// Lists the named columns that nothing is taken from, and the names under which cards and objects have further values;
    /// none where the rows of the text are not one person each.
    pub fn spare_columns(&self, source: &dyn Lines) -> Vec<SpareColumn> {
        if let Layout::Structured(structure) = self.format.layout {
            let names = self.further.get_or_init(|| {
                let mut text = String::new();
                source.read(0..source.count(), &mut text);
                structured::further_names(structure, &text)
            });
            let names = names.iter().cloned().enumerate();
            return names.map(|(at, name)| SpareColumn { at, name }).collect();
        }
        if !self.format.columns.are_plain() {
            return Vec::new();
        }
        let names = self.headings(source).into_iter().enumerate();
        let roles = &self.format.columns.roles;
        let spare = names.filter_map(|(at, name)| {
            let is_spare = roles.get(at).is_none_or(|role| *role == Role::Ignored);
            let name = SafeText::optional(&name).filter(|_| is_spare)?;
            Some(SpareColumn {
                at,
                name: name.to_string(),
            })
        });
        spare.collect()
    }
}
