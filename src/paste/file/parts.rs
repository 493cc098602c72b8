//! What the parts of a workbook of Excel tell beside the cells: number formats, hidden rows, the first day.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::number::{NumberFormat, plain};
use super::unread::Unread;
use super::xml::{attribute, text_of};

/// The most styles that a workbook may have; Excel itself stops at 65,490.
const MOST_STYLES: usize = 200_000;

/// The longest code of a format; Excel itself stops at 255 characters.
const LONGEST_CODE: usize = 1024;

/// How the numbers of cells are shown, by their style.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: Vec<NumberFormat>,
    /// The place of the format of each style.
    of_style: Vec<usize>,
}

impl Styles {
    /// Reads the part with the styles.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Unread> {
        let text = text_of(bytes);
        let mut reader = Reader::from_str(&text);
        let mut codes = Vec::new();
        let mut of_style = Vec::new();
        let mut in_cells = false;
        loop {
            match reader.read_event().map_err(|_| Unread::Damaged)? {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (id_of(&tag), attribute(&tag, "formatCode")) {
                            codes.push((id, code));
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => of_style.push(id_of(&tag).unwrap_or(0)),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
                Event::Eof => return Ok(Self::of(&codes, &of_style)),
                _ => {}
            }
            if of_style.len().max(codes.len()) > MOST_STYLES {
                return Err(Unread::Damaged);
            }
        }
    }

    /// Makes the styles of a list of formats: their codes by number, and the number that each style has.
    pub(super) fn of(codes: &[(u32, String)], of_style: &[u32]) -> Self {
        let mut styles = Self::default();
        let codes: HashMap<u32, &str> = codes.iter().map(|(id, code)| (*id, code.as_str())).collect();
        let mut places: HashMap<u32, usize> = HashMap::new();
        for id in of_style {
            let place = *places.entry(*id).or_insert_with(|| {
                let code = codes.get(id).filter(|code| code.len() <= LONGEST_CODE);
                styles.formats.push(match code {
                    Some(code) => NumberFormat::of_code(code),
                    None => NumberFormat::built_in(*id),
                });
                styles.formats.len() - 1
            });
            styles.of_style.push(place);
        }
        styles
    }

    /// Writes a number as the cells of a style show it.
    pub(super) fn write(&self, style: usize, value: f64, days_before: f64, into: &mut String) {
        let format = self
            .of_style
            .get(style)
            .and_then(|place| self.formats.get(*place));
        match format {
            Some(format) => format.write(value, days_before, into),
            None => plain(value, into),
        }
    }
}

fn id_of(tag: &BytesStart<'_>) -> Option<u32> {
    attribute(tag, "numFmtId")?.parse().ok()
}

/// What stands beside the cells; what cannot be found there is not told.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Whether the days are counted from 1904.
    pub(super) is_1904: bool,
    /// How many rows are hidden, by the place of the sheet.
    pub(super) hidden_rows: Vec<usize>,
}

impl Parts {
    /// Reads the list of sheets, and counts the hidden rows of each.
    pub(super) fn read(parts: &[(String, &[u8])]) -> Self {
        let part = |wanted: &str| {
            let wanted = wanted.trim_start_matches('/');
            let is_it = |(name, _): &&(String, &[u8])| name.eq_ignore_ascii_case(wanted);
            let found = parts.iter().find(is_it);
            found.map(|(_, bytes)| *bytes)
        };
        let targets = |rels: &str| part(rels).map(relationships).unwrap_or_default();
        let path = targets("_rels/.rels")
            .into_iter()
            .find(|link| link.kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.target);
        let path = path.trim_start_matches('/');
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let links = targets(&format!("{folder}/_rels/{name}.rels"));
        let mut found = Self::default();
        let text = text_of(part(path).unwrap_or_default());
        let mut reader = Reader::from_str(&text);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "workbookPr" => {
                        found.is_1904 |=
                            attribute(&tag, "date1904").is_some_and(|is| is == "1" || is == "true");
                    }
                    "sheet" => {
                        let id = attribute(&tag, "id");
                        let link = links.iter().find(|link| Some(&link.id) == id.as_ref());
                        let sheet = link.and_then(|link| {
                            part(&link.target).or_else(|| part(&format!("{folder}/{}", link.target)))
                        });
                        found.hidden_rows.push(sheet.map_or(0, hidden_rows));
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        found
    }
}

/// A link from one part to another.
struct Link {
    id: String,
    kind: String,
    target: String,
}

fn relationships(bytes: &[u8]) -> Vec<Link> {
    let text = text_of(bytes);
    let mut reader = Reader::from_str(&text);
    let mut links = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                let text = |name| attribute(&tag, name).unwrap_or_default();
                links.push(Link {
                    id: text("Id"),
                    kind: text("Type"),
                    target: text("Target"),
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    links
}

/// The longest tag of a row that is looked at, in bytes.
const LONGEST_TAG: usize = 4096;

/// Counts the hidden rows of a sheet with cells in them, without reading its cells.
fn hidden_rows(sheet: &[u8]) -> usize {
    memchr::memmem::find_iter(sheet, b" hidden=\"")
        .filter(|at| {
            let is_set = sheet
                .get(at + " hidden=\"".len()..)
                .is_some_and(|value| value.starts_with(b"1") || value.starts_with(b"true"));
            if !is_set {
                return false;
            }
            let tag = sheet.get(at.saturating_sub(LONGEST_TAG)..*at).unwrap_or_default();
            let tag = memchr::memrchr(b'<', tag)
                .and_then(|start| tag.get(start..))
                .unwrap_or_default();
            let is_row = tag.starts_with(b"<row") || tag.windows(5).next() == Some(b"<x:ro");
            let rest = sheet.get(*at..).unwrap_or_default();
            let end = memchr::memchr(b'>', rest.get(..LONGEST_TAG.min(rest.len())).unwrap_or_default());
            let is_empty = end.and_then(|end| rest.get(end.checked_sub(1)?)) == Some(&b'/');
            is_row && !is_empty
        })
        .count()
}
