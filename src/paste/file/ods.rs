//! Workbooks of LibreOffice and others (OpenDocument): each cell holds the text that it shows, which is what is read.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::archive::Archive;
use super::book::{Book, Sheet};
use super::grid::{Budget, Grid};
use super::number::plain;
use super::unread::Unread;
use super::xml::{attribute, text_of};

/// What stands in a cell or beside a table without being text that the cell shows.
const ASIDE: [&str; 6] = [
    "annotation",
    "tracked-changes",
    "shapes",
    "frame",
    "forms",
    "named-expressions",
];

/// Reads all sheets of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Unread> {
    let is_needed = |name: &str| name == "content.xml" || name == "META-INF/manifest.xml";
    let mut archive = Archive::open(bytes)?;
    archive.refuse_too_large(is_needed)?;
    let manifest = archive.part_named("META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(Unread::Locked);
    }
    let content = archive.part_named("content.xml")?.ok_or(Unread::Damaged)?;
    let mut reading = Reading::default();
    let text = text_of(&content);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().map_err(|_| Unread::Damaged)? {
            Event::Start(tag) if ASIDE.contains(&tag.local_name().as_ref()) => {
                reader.read_to_end(tag.name()).map_err(|_| Unread::Damaged)?;
            }
            Event::Start(tag) => reading.start(&tag),
            Event::Empty(tag) => {
                reading.start(&tag);
                reading.end(tag.local_name().as_ref())?;
            }
            Event::End(tag) => reading.end(tag.local_name().as_ref())?,
            Event::Text(words) if reading.in_text() => reading.shown.push_str(&words.xml10_content()),
            Event::CData(words) if reading.in_text() => reading.shown.push_str(&words.xml10_content()),
            Event::GeneralRef(entity) if reading.in_text() => {
                let c = match entity.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => named(&entity.xml_content(XmlVersion::Implicit1_0)),
                };
                reading.shown.extend(c);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if reading.depth > 0 {
        return Err(Unread::Damaged);
    }
    Ok(Book {
        sheets: reading.sheets,
    })
}

/// Returns the character of one of the names that XML has.
fn named(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// How far the content is read.
#[derive(Debug, Default)]
struct Reading {
    sheets: Vec<Sheet>,
    budget: Budget,
    /// The styles of tables that are not shown.
    hidden_styles: Vec<String>,
    style: String,
    /// How many tables are open; one within a cell is none of ours.
    depth: usize,
    row: u32,
    column: u32,
    /// How often the row stands, and the cell.
    rows: u32,
    columns: u32,
    row_is_hidden: bool,
    /// The filled cells of the row.
    cells: Vec<(u32, u32, String)>,
    cell: Option<Value>,
    shown: String,
    paragraphs: usize,
    in_paragraph: bool,
}

/// What a cell keeps beside what it shows.
#[derive(Debug, Default)]
struct Value {
    kind: String,
    value: String,
}

impl Reading {
    fn in_text(&self) -> bool {
        self.in_paragraph && self.cell.is_some() && self.depth == 1
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let count = |name| {
            attribute(tag, name)
                .and_then(|count| count.parse().ok())
                .unwrap_or(1)
        };
        match tag.local_name().as_ref() {
            "style" => self.style = attribute(tag, "name").unwrap_or_default(),
            "table-properties" if attribute(tag, "display").as_deref() == Some("false") => {
                self.hidden_styles.push(self.style.clone());
            }
            "table" => {
                self.depth += 1;
                if self.depth == 1 {
                    let style = attribute(tag, "style-name").unwrap_or_default();
                    self.row = 0;
                    self.sheets.push(Sheet {
                        name: attribute(tag, "name").unwrap_or_default(),
                        is_hidden: self.hidden_styles.contains(&style),
                        grid: Grid::default(),
                    });
                }
            }
            "table-row" if self.depth == 1 => {
                self.rows = count("number-rows-repeated");
                self.row_is_hidden =
                    attribute(tag, "visibility").is_some_and(|how| how == "collapse" || how == "filter");
                self.column = 0;
                self.cells.clear();
            }
            name @ ("table-cell" | "covered-table-cell") if self.depth == 1 => {
                self.columns = count("number-columns-repeated");
                self.shown.clear();
                self.paragraphs = 0;
                // What a merged cell covers does not show.
                self.cell = (name == "table-cell").then(|| Value {
                    kind: attribute(tag, "value-type").unwrap_or_default(),
                    value: [
                        "value",
                        "date-value",
                        "time-value",
                        "boolean-value",
                        "string-value",
                    ]
                    .iter()
                    .find_map(|name| attribute(tag, name))
                    .unwrap_or_default(),
                });
            }
            "p" if self.cell.is_some() => {
                if self.paragraphs > 0 {
                    self.shown.push('\n');
                }
                self.paragraphs += 1;
                self.in_paragraph = true;
            }
            "s" if self.in_text() => {
                let blanks: usize = attribute(tag, "c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                self.shown.extend(std::iter::repeat_n(' ', blanks.min(64)));
            }
            "tab" if self.in_text() => self.shown.push(' '),
            "line-break" if self.in_text() => self.shown.push('\n'),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Unread> {
        match name {
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    sheet.grid.finish();
                }
            }
            "p" => self.in_paragraph = false,
            "table-cell" | "covered-table-cell" if self.depth == 1 => {
                if let Some(value) = self.cell.take() {
                    let shown = value.shown(&self.shown);
                    if !shown.trim().is_empty() {
                        self.cells.push((self.column, self.columns, shown));
                    }
                }
                self.column = self.column.saturating_add(self.columns);
            }
            "table-row" if self.depth == 1 => self.end_row()?,
            _ => {}
        }
        Ok(())
    }

    /// Puts the filled cells of a row into the sheet, as often as they stand there.
    fn end_row(&mut self) -> Result<(), Unread> {
        let rows = if self.cells.is_empty() { 0 } else { self.rows };
        if let Some(sheet) = self.sheets.last_mut() {
            for row in 0..rows {
                sheet.grid.hidden_rows += usize::from(self.row_is_hidden);
                for (column, columns, shown) in &self.cells {
                    for right in 0..*columns {
                        let place = (self.row.saturating_add(row), column.saturating_add(right));
                        sheet
                            .grid
                            .put(place, &mut self.budget, |into| into.push_str(shown))?;
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.rows);
        Ok(())
    }
}

impl Value {
    /// Returns what a cell shows; a number that is cut to fit is told as it is.
    fn shown(&self, shown: &str) -> String {
        let is_cut = || {
            let (mantissa, exponent) = shown.split_once(['E', 'e']).unwrap_or_default();
            let is_number = |text: &str| {
                !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "+-.,".contains(c))
            };
            is_number(mantissa) && is_number(exponent) || shown.starts_with("###")
        };
        match self.value.parse::<f64>() {
            Ok(value) if self.kind == "float" && (shown.is_empty() || is_cut()) => {
                let mut text = String::new();
                plain(value, &mut text);
                text
            }
            _ if shown.is_empty() => self.value.clone(),
            // The name of an error is no value.
            _ if shown.starts_with('#') && shown.ends_with(['!', '?']) || shown == "#N/A" => String::new(),
            _ => shown.to_owned(),
        }
    }
}
