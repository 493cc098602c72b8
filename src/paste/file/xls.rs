//! Workbooks of Excel from 5.0 to 2003 (BIFF5 and BIFF8): a stream of records.
//!
//! calamine reads them too, but neither hidden rows nor how numbers are shown, and trusts sizes that a damaged file may
//! promise.

use encoding_rs::WINDOWS_1252;

use super::book::{Book, Sheet};
use super::code_page::CodePage;
use super::compound::{self, u16_at, u32_at};
use super::grid::{Budget, Grid, MAX_CELLS};
use super::parts::Styles;
use super::unread::Unread;

const BOF: u16 = 0x0809;
const END: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;

/// Reads all sheets of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Unread> {
    let stream = compound::stream(bytes, &["Workbook", "Book"])?;
    let mut workbook = Workbook::default();
    for record in Records(&stream) {
        let Record { kind, data, rest } = record?;
        match kind {
            BOF => workbook.is_old = u16_at(data, 0) != Some(0x0600),
            END => break,
            0x002f if data.iter().any(|byte| *byte != 0) => return Err(Unread::Locked),
            0x0022 => workbook.is_1904 = u16_at(data, 0) == Some(1),
            0x0042 => workbook.page = u16_at(data, 0).and_then(|page| CodePage::parse(&page.to_string())),
            0x041e => {
                let at = if workbook.is_old { 1 } else { 2 };
                let text = workbook.text(data.get(2..).unwrap_or_default(), at, &rest);
                if let (Some(id), Some(code)) = (u16_at(data, 0), text) {
                    workbook.codes.push((u32::from(id), code));
                }
            }
            0x00e0 => workbook.styles.extend(u16_at(data, 2).map(u32::from)),
            0x0085 => workbook.name_sheet(data),
            0x00fc => workbook.texts = workbook.shared_texts(data, &rest)?,
            _ => {}
        }
    }
    let styles = Styles::of(&workbook.codes, &workbook.styles);
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for (start, name, is_hidden) in &workbook.sheets {
        let records = stream.get(*start..).ok_or(Unread::Damaged)?;
        sheets.push(Sheet {
            name: name.clone(),
            is_hidden: *is_hidden,
            grid: workbook.grid(records, &styles, &mut budget)?,
        });
    }
    Ok(Book { sheets })
}

/// What stands before the sheets.
#[derive(Default)]
struct Workbook {
    /// Whether texts are bytes of a code page, as they were before Excel 97.
    is_old: bool,
    is_1904: bool,
    page: Option<CodePage>,
    /// The codes of formats, by their number, and the number of the format of each style.
    codes: Vec<(u32, String)>,
    styles: Vec<u32>,
    /// Where the records of each sheet start, its name, and whether it is hidden.
    sheets: Vec<(usize, String, bool)>,
    texts: Vec<String>,
}

impl Workbook {
    fn name_sheet(&mut self, data: &[u8]) {
        const OF_CELLS: u8 = 0;
        let name = self.text(data.get(6..).unwrap_or_default(), 1, &[]);
        if let (Some(start), Some(hidden), Some(&OF_CELLS), Some(name)) =
            (u32_at(data, 0), data.get(4), data.get(5), name)
        {
            self.sheets.push((start as usize, name, hidden & 3 != 0));
        }
    }

    /// Reads a text behind its length, which has one byte or two.
    fn text(&self, data: &[u8], length_bytes: usize, rest: &[&[u8]]) -> Option<String> {
        let length = match length_bytes {
            1 => usize::from(*data.first()?),
            _ => usize::from(u16_at(data, 0)?),
        };
        let data = data.get(length_bytes..)?;
        if self.is_old {
            let page = self.page.unwrap_or(CodePage::common(WINDOWS_1252));
            return Some(page.decode(data.get(..length.min(data.len()))?).into_owned());
        }
        let mut pieces = Pieces::new(data, rest);
        let flags = pieces.byte()?;
        pieces.letters(length, flags)
    }

    /// Reads the texts that cells share.
    fn shared_texts(&self, data: &[u8], rest: &[&[u8]]) -> Result<Vec<String>, Unread> {
        let mut pieces = Pieces::new(data.get(8..).unwrap_or_default(), rest);
        let mut texts = Vec::new();
        while let Some(length) = pieces.u16() {
            let flags = pieces.byte().ok_or(Unread::Damaged)?;
            let runs = if flags & 8 != 0 {
                pieces.u16().ok_or(Unread::Damaged)?
            } else {
                0
            };
            let more = if flags & 4 != 0 {
                pieces.u32().ok_or(Unread::Damaged)?
            } else {
                0
            };
            texts.push(
                pieces
                    .letters(usize::from(length), flags)
                    .ok_or(Unread::Damaged)?,
            );
            pieces.skip(usize::from(runs) * 4 + more as usize);
            if texts.len() > MAX_CELLS {
                return Err(Unread::TooManyCells);
            }
        }
        Ok(texts)
    }

    /// Reads the cells of a sheet.
    fn grid(&self, records: &[u8], styles: &Styles, budget: &mut Budget) -> Result<Grid, Unread> {
        let days_before = if self.is_1904 { 1462.0 } else { 0.0 };
        let mut grid = Grid::default();
        let mut hidden: Vec<u32> = Vec::new();
        // The place of a formula whose text is in the next record.
        let mut awaits = None;
        // Charts within a sheet have records of cells too.
        let mut depth = 0_usize;
        for record in Records(records) {
            let Record { kind, data, rest } = record?;
            match kind {
                BOF => depth += 1,
                END => depth = depth.saturating_sub(1),
                _ => {}
            }
            match (kind, depth) {
                (END, 0) => break,
                (_, 1) => {}
                (_, _) => continue,
            }
            let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
                continue;
            };
            let place = (u32::from(row), u32::from(column));
            let style = usize::from(u16_at(data, 4).unwrap_or(0));
            let mut number = |place, style, value: Option<f64>, grid: &mut Grid| match value {
                Some(value) => grid.put(place, budget, |into| {
                    styles.write(style, value, days_before, into);
                }),
                None => Ok(()),
            };
            let shown = match kind {
                0x0208 => {
                    if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) {
                        hidden.push(u32::from(row));
                    }
                    continue;
                }
                0x0203 => {
                    number(place, style, f64_at(data, 6), &mut grid)?;
                    continue;
                }
                0x027e => {
                    number(place, style, u32_at(data, 6).map(short_number), &mut grid)?;
                    continue;
                }
                0x00bd => {
                    let cells = data.get(4..).unwrap_or_default().as_chunks::<6>().0;
                    for (column, cell) in (u32::from(column)..).zip(cells) {
                        let style = usize::from(u16_at(cell, 0).unwrap_or(0));
                        number(
                            (place.0, column),
                            style,
                            u32_at(cell, 2).map(short_number),
                            &mut grid,
                        )?;
                    }
                    continue;
                }
                0x0006 => match (u16_at(data, 12), data.get(6), data.get(8)) {
                    (Some(0xffff), Some(0), _) => {
                        awaits = Some(place);
                        continue;
                    }
                    (Some(0xffff), Some(1), Some(is)) => Some(truth(*is)),
                    (Some(0xffff), _, _) => continue,
                    _ => {
                        number(place, style, f64_at(data, 6), &mut grid)?;
                        continue;
                    }
                },
                0x0205 if data.get(7) == Some(&0) => data.get(6).map(|is| truth(*is)),
                0x00fd => u32_at(data, 6)
                    .and_then(|at| self.texts.get(at as usize))
                    .cloned(),
                0x0204 | 0x00d6 => self.text(data.get(6..).unwrap_or_default(), 2, &rest),
                _ => None,
            };
            if let Some(shown) = shown {
                grid.put(place, budget, |into| into.push_str(&shown))?;
            }
            if kind == 0x0207
                && let Some(place) = awaits.take()
                && let Some(text) = self.text(data, 2, &rest)
            {
                grid.put(place, budget, |into| into.push_str(&text))?;
            }
        }
        grid.finish();
        hidden.sort_unstable();
        grid.hidden_rows = grid
            .rows()
            .filter(|(row, _)| hidden.binary_search(row).is_ok())
            .count();
        Ok(grid)
    }
}

fn truth(is: u8) -> String {
    if is == 0 { "FALSE" } else { "TRUE" }.to_owned()
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes
        .get(at..)?
        .first_chunk::<8>()
        .map(|number| f64::from_le_bytes(*number))
}

/// Reads a number of four bytes: a whole one or the upper half of a fraction, perhaps in hundredths.
fn short_number(bits: u32) -> f64 {
    let value = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

/// A record, and those that go on with it.
struct Record<'b> {
    kind: u16,
    data: &'b [u8],
    rest: Vec<&'b [u8]>,
}

/// The records of a stream.
struct Records<'b>(&'b [u8]);

impl<'b> Records<'b> {
    fn one(&mut self) -> Option<Result<(u16, &'b [u8]), Unread>> {
        let (kind, length) = (u16_at(self.0, 0)?, u16_at(self.0, 2)?);
        let end = 4 + usize::from(length);
        let Some(data) = self.0.get(4..end) else {
            self.0 = &[];
            return Some(Err(Unread::Damaged));
        };
        self.0 = self.0.get(end..).unwrap_or_default();
        Some(Ok((kind, data)))
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Result<Record<'b>, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, data) = match self.one()? {
            Ok(record) => record,
            Err(why) => return Some(Err(why)),
        };
        let mut rest = Vec::new();
        while u16_at(self.0, 0) == Some(CONTINUE) {
            match self.one()? {
                Ok((_, data)) => rest.push(data),
                Err(why) => return Some(Err(why)),
            }
        }
        Some(Ok(Record { kind, data, rest }))
    }
}

/// The bytes of a record and of those that go on with it.
struct Pieces<'b> {
    now: &'b [u8],
    rest: std::slice::Iter<'b, &'b [u8]>,
}

impl<'b> Pieces<'b> {
    fn new(first: &'b [u8], rest: &'b [&'b [u8]]) -> Self {
        Self {
            now: first,
            rest: rest.iter(),
        }
    }

    /// Goes on with the next record where this one is at its end.
    fn refill(&mut self) -> Option<()> {
        while self.now.is_empty() {
            self.now = self.rest.next()?;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.refill()?;
        let (first, rest) = self.now.split_first()?;
        self.now = rest;
        Some(*first)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) {
        while count > 0 && self.refill().is_some() {
            let (_, rest) = self.now.split_at(count.min(self.now.len()));
            count -= self.now.len() - rest.len();
            self.now = rest;
        }
    }

    /// Reads letters of one byte or two; a record that goes on with them says anew which.
    fn letters(&mut self, length: usize, flags: u8) -> Option<String> {
        let mut is_wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::with_capacity(length.min(self.now.len()));
        while units.len() < length {
            if self.now.is_empty() {
                is_wide = self.byte()? & 1 != 0;
            }
            let left = length - units.len();
            let size = if is_wide { 2 } else { 1 };
            let count = left.min(self.now.len() / size);
            if count == 0 {
                if self.now.is_empty() {
                    continue;
                }
                return None;
            }
            let (taken, rest) = self.now.split_at(count * size);
            self.now = rest;
            if is_wide {
                units.extend(
                    taken
                        .as_chunks::<2>()
                        .0
                        .iter()
                        .map(|unit| u16::from_le_bytes(*unit)),
                );
            } else {
                units.extend(taken.iter().map(|byte| u16::from(*byte)));
            }
        }
        Some(String::from_utf16_lossy(&units))
    }
}
