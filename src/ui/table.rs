//! Rows of cells in columns, of which only those that show are drawn.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::text::{cells, put, row};
use super::theme::Theme;
use crate::app::layout::Rect;

/// Cells between two columns.
const GAP: u16 = 1;

/// Cells before the first column, where the selected row has its mark.
const MARGIN: u16 = 2;

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// So many cells.
    Cells(u16),
    /// So many parts of what the others leave.
    Parts(u16),
}

/// On which side a column is even.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column<'a> {
    pub(super) title: &'a str,
    pub(super) width: Width,
    pub(super) side: Side,
}

impl<'a> Column<'a> {
    pub(super) const fn text(title: &'a str, width: Width) -> Self {
        Self {
            title,
            width,
            side: Side::Left,
        }
    }

    pub(super) const fn number(title: &'a str, width: Width) -> Self {
        Self {
            title,
            width,
            side: Side::Right,
        }
    }
}

/// A cell of a table.
pub(super) struct Cell<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) style: Style,
}

impl<'a> Cell<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
        }
    }
}

/// How a row is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Like most.
    Plain,
    /// As the selected one, which keys act on.
    Selected,
    /// As the selected one, while keys go elsewhere.
    Waiting,
}

/// A table that fits an area.
pub(super) struct Table<'a> {
    columns: &'a [Column<'a>],
    widths: Vec<u16>,
    area: Rect,
    theme: &'a Theme,
}

impl<'a> Table<'a> {
    /// Shares the width of an area among columns.
    pub(super) fn new(columns: &'a [Column<'a>], area: Rect, theme: &'a Theme) -> Self {
        let gaps = GAP * u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
        let fixed: u16 = columns
            .iter()
            .map(|column| match column.width {
                Width::Cells(cells) => cells,
                Width::Parts(_) => 0,
            })
            .sum();
        let parts: u16 = columns
            .iter()
            .map(|column| match column.width {
                Width::Cells(_) => 0,
                Width::Parts(parts) => parts,
            })
            .sum();
        let room = area.width.saturating_sub(MARGIN + gaps + fixed);
        let mut before = 0;
        let widths = columns
            .iter()
            .map(|column| match column.width {
                Width::Cells(cells) => cells,
                Width::Parts(own) => {
                    // Shares are cut at rounded borders, so that they fill the room exactly.
                    let start = room * before / parts.max(1);
                    before += own;
                    room * before / parts.max(1) - start
                }
            })
            .collect();
        Self {
            columns,
            widths,
            area,
            theme,
        }
    }

    /// Writes the titles of the columns.
    pub(super) fn titles(&self, buffer: &mut Buffer, area: Rect) {
        let titles = self
            .columns
            .iter()
            .map(|column| Cell::new(column.title, self.theme.heading))
            .collect::<Vec<_>>();
        self.cells(buffer, area, &titles);
    }

    /// Writes a row at its number in the area.
    pub(super) fn row(&self, buffer: &mut Buffer, number: usize, look: Look, cells: &[Cell<'_>]) {
        let area = row(self.area, number);
        self.cells(buffer, area, cells);
        match look {
            Look::Plain => {}
            Look::Selected => {
                put(buffer, area, area.x, "▸", self.theme.text);
                buffer.set_style(rect(area), self.theme.selected);
            }
            Look::Waiting => {
                put(buffer, area, area.x, "▸", self.theme.accent);
            }
        }
    }

    fn cells(&self, buffer: &mut Buffer, area: Rect, cells_of_row: &[Cell<'_>]) {
        let mut x = area.x + MARGIN;
        for ((column, width), cell) in self.columns.iter().zip(&self.widths).zip(cells_of_row) {
            let end = (area.x + area.width).saturating_sub(x);
            let place = Rect::new(x, area.y, (*width).min(end), area.height);
            let start = match column.side {
                Side::Left => x,
                Side::Right => x + width.saturating_sub(cells(&cell.text)),
            };
            put(buffer, place, start, &cell.text, cell.style);
            x = x.saturating_add(*width + GAP);
        }
    }
}

/// Makes the rectangle of the drawing library of ours.
pub(super) const fn rect(area: Rect) -> ratatui::layout::Rect {
    ratatui::layout::Rect {
        x: area.x,
        y: area.y,
        width: area.width,
        height: area.height,
    }
}
