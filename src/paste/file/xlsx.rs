//! Workbooks of Excel since 2007: ZIP files with a part of XML for each sheet.
//!
//! The cells are read by calamine, from a copy that holds only the parts it needs and that was looked through before: a
//! table of styles or a count of texts can make a small file take all memory.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::archive::{Archive, stored_parts};
use super::book::{Book, Sheet};
use super::grid::{Budget, Grid, MAX_CELLS};
use super::number::plain;
use super::parts::{Parts, Styles};
use super::unread::Unread;
use super::xml::first_tag;

/// Reads all sheets of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Unread> {
    let mut archive = Archive::open(bytes)?;
    archive.refuse_too_large(is_needed)?;
    let mut needed = Vec::new();
    let mut styles = Styles::default();
    for (at, name) in archive.names().into_iter().enumerate() {
        if is_styles(&name) {
            styles = Styles::read(&archive.part(at)?)?;
        } else if is_needed(&name) {
            needed.push((at, name));
        }
    }
    let copy = archive.stored(&needed)?;
    let parts = stored_parts(&copy)?;
    refuse_too_many_texts(&parts)?;
    let parts = Parts::read(&parts);
    let mut workbook = Xlsx::new(Cursor::new(copy)).map_err(|_| Unread::Damaged)?;
    let days_before = if parts.is_1904 { 1462.0 } else { 0.0 };
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for (at, sheet) in workbook.sheets_metadata().to_vec().into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut grid = Grid::default();
        grid.hidden_rows = parts.hidden_rows.get(at).copied().unwrap_or(0);
        let mut cells = workbook
            .worksheet_cells_reader(&sheet.name)
            .map_err(|_| Unread::Damaged)?;
        loop {
            let (cell, style) = match cells.next_cell_with_style_id() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                // A cell of a kind that is not known shows nothing; those behind it do.
                Err(
                    XlsxError::CellError(_)
                    | XlsxError::CellTAttribute(_)
                    | XlsxError::ParseFloat(_)
                    | XlsxError::Unrecognized { .. },
                ) => continue,
                Err(_) => return Err(Unread::Damaged),
            };
            let place = cell.get_position();
            match cell.get_value() {
                DataRef::Empty | DataRef::Error(_) => {}
                DataRef::String(text) => grid.put(place, &mut budget, |into| into.push_str(text))?,
                DataRef::SharedString(text) => grid.put(place, &mut budget, |into| into.push_str(text))?,
                DataRef::Bool(is) => grid.put(place, &mut budget, |into| {
                    into.push_str(if *is { "TRUE" } else { "FALSE" });
                })?,
                DataRef::Float(value) => grid.put(place, &mut budget, |into| {
                    styles.write(style, *value, days_before, into);
                })?,
                // Texts are short for whole numbers, which this format does not have.
                DataRef::Int(value) => {
                    grid.put(place, &mut budget, |into| into.push_str(&value.to_string()))?;
                }
                DataRef::DateTime(date) => grid.put(place, &mut budget, |into| plain(date.as_f64(), into))?,
                DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    let shown = text.strip_suffix("T00:00:00").unwrap_or(text);
                    grid.put(place, &mut budget, |into| into.push_str(shown))?;
                }
            }
        }
        grid.finish();
        sheets.push(Sheet {
            name: sheet.name,
            is_hidden: sheet.visible != SheetVisible::Visible,
            grid,
        });
    }
    Ok(Book { sheets })
}

fn is_styles(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("/styles.xml")
}

/// Returns whether a part holds cells, texts or the list of sheets; pictures, drawings, caches and styles do not.
fn is_needed(name: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "docprops/",
        "/theme/",
        "/drawings/",
        "/charts/",
        "/media/",
        "/pivot",
        "/externallinks/",
        "/tables/",
        "/comments",
        "/threadedcomments/",
        "/persons/",
        "/embeddings/",
        "/calcchain.xml",
        "customxml/",
    ];
    let name = name.to_ascii_lowercase();
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    is_xml && !OTHERS.iter().any(|other| name.contains(other)) && !name.contains("/worksheets/_rels/")
}

/// Refuses a table of more texts than cells are read, also one that only says so, as room is made for what it says.
fn refuse_too_many_texts(parts: &[(String, &[u8])]) -> Result<(), Unread> {
    let is_table = |name: &str| name.to_ascii_lowercase().ends_with("sharedstrings.xml");
    for (_, bytes) in parts.iter().filter(|(name, _)| is_table(name)) {
        let promised = first_tag(bytes, "sst", "uniqueCount").and_then(|count| count.parse::<u128>().ok());
        if promised.is_some_and(|promised| promised > MAX_CELLS as u128)
            || memchr::memmem::find_iter(bytes, b"<si").count() > MAX_CELLS
        {
            return Err(Unread::TooManyCells);
        }
    }
    Ok(())
}
