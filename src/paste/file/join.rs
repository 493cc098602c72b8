//! Puts the rows of sheets with the same heading under one heading.

use std::collections::{HashMap, HashSet};

use super::book::Sheet;
use super::choose::{Look, Row};
use super::grid::Grid;

/// The columns of the text from which on those without a heading stand, for each sheet that is joined.
const APART: u32 = 1 << 15;

/// The rows of a sheet that is taken.
pub(super) struct Part<'g> {
    grid: &'g Grid,
    /// The rows that are left out: those up to the heading that an earlier part has already.
    without: usize,
    /// The columns of the text in which columns of the sheet stand, where these are not the same.
    columns: HashMap<u32, u32>,
    /// From which column of the text on the others stand.
    others: u32,
    /// The heading of the text that gains columns, by its row, and what it gains.
    heading: Option<(u32, Row<'g>)>,
}

impl<'g> Part<'g> {
    /// Takes all rows of a sheet as they are.
    fn whole(grid: &'g Grid) -> Self {
        Self {
            grid,
            without: 0,
            columns: HashMap::new(),
            others: 0,
            heading: None,
        }
    }

    fn place(&self, column: u32) -> u32 {
        match self.columns.get(&column) {
            Some(place) => *place,
            None => column.saturating_add(self.others),
        }
    }

    /// Gives each row, with its cells in the columns of the text.
    pub(super) fn each_row<E>(&self, mut take: impl FnMut(u32, &Row<'g>) -> Result<(), E>) -> Result<(), E> {
        let grid: &'g Grid = self.grid;
        let is_moved = self.others > 0 || !self.columns.is_empty();
        let mut row: Row<'g> = Vec::new();
        for (number, cells) in grid.rows().skip(self.without) {
            row.clear();
            row.extend(cells);
            let gained = self.heading.as_ref().filter(|(heading, _)| *heading == number);
            if let Some((_, gained)) = gained {
                row.extend(gained);
            }
            if is_moved {
                for (column, _) in &mut row {
                    *column = self.place(*column);
                }
            }
            if is_moved || gained.is_some() {
                row.sort_by_key(|(column, _)| *column);
            }
            take(number, &row)?;
        }
        Ok(())
    }
}

/// The sheets that stand under one heading.
pub(super) struct Joined<'g> {
    /// The rows among which the heading of the first sheet stands, with the names in each.
    before: Vec<(u32, Row<'g>, HashSet<String>)>,
    /// The row that is the heading, and the columns of the text by their names, once a sheet was joined.
    heading: Option<(u32, HashMap<String, Vec<u32>>)>,
    first: Part<'g>,
    others: Vec<Part<'g>>,
}

impl<'g> Joined<'g> {
    /// Begins with a sheet.
    pub(super) fn of(sheet: &'g Sheet, look: &Look) -> Self {
        let before = look.before_list(sheet).into_iter().map(|(number, row)| {
            let names = row.iter().map(|(_, name)| name.to_lowercase()).collect();
            (number, row, names)
        });
        Self {
            before: before.collect(),
            heading: None,
            first: Part::whole(&sheet.grid),
            others: Vec::new(),
        }
    }

    /// Joins the rows behind the heading of a sheet, if all headings of one are among those of the other; a heading that
    /// is new becomes a column more. Returns whether they were joined.
    pub(super) fn join(&mut self, sheet: &'g Sheet, look: &Look) -> bool {
        let Ok(nth) = u32::try_from(self.others.len() + 1) else {
            return false;
        };
        let theirs = look.before_list(sheet);
        let found = theirs.iter().enumerate().rev().find_map(|(at, (_, row))| {
            let names: Vec<String> = row.iter().map(|(_, name)| name.to_lowercase()).collect();
            let of_text = self.heading.as_ref().map(|(number, _)| *number);
            let mut ours = self.before.iter().rev();
            let ours = ours.find(|(number, own, known)| {
                of_text.is_none_or(|heading| heading == *number) && are_alike(own.len(), known, &names)
            })?;
            Some((at + 1, row, names, ours))
        });
        let Some((without, row, names, (number, own, _))) = found else {
            return false;
        };
        let others = APART.saturating_mul(nth);
        let (_, places) = self.heading.get_or_insert_with(|| {
            let mut places: HashMap<String, Vec<u32>> = HashMap::new();
            for (column, name) in own {
                places.entry(name.to_lowercase()).or_default().push(*column);
            }
            (*number, places)
        });
        let (_, gained) = self.first.heading.get_or_insert_with(|| (*number, Row::new()));
        let mut columns = HashMap::new();
        // The second column of a name is that of the second one there.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for ((column, name), key) in row.iter().zip(names) {
            let nth = seen.entry(key.clone()).or_default();
            let of_name = places.entry(key).or_default();
            match of_name.get(*nth) {
                Some(place) => {
                    columns.insert(*column, *place);
                }
                None => {
                    let place = column.saturating_add(others);
                    of_name.push(place);
                    gained.push((place, name));
                }
            }
            *nth += 1;
        }
        self.others.push(Part {
            without,
            columns,
            others,
            ..Part::whole(&sheet.grid)
        });
        true
    }

    /// Returns the sheets in their order.
    pub(super) fn parts(&self) -> impl Iterator<Item = &Part<'g>> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// Returns whether all names of one row are among those of the other.
fn are_alike(length: usize, known: &HashSet<String>, names: &[String]) -> bool {
    if names.len().min(length) < 2 {
        return false;
    }
    if names.len() <= length {
        return names.iter().all(|name| known.contains(name));
    }
    let names: HashSet<&str> = names.iter().map(String::as_str).collect();
    known.iter().all(|name| names.contains(name.as_str()))
}
