//! Text in cells: measured by what a terminal shows, cut with an ellipsis where it does not fit.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::layout::Rect;
use crate::domain::{SafeText, is_harmless};

/// Cuts a text to `width` cells; an ellipsis stands for what is left out.
pub(super) fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let room = width.saturating_sub(1);
    let mut used = 0;
    let mut kept = String::new();
    for cluster in text.graphemes(true) {
        used += cluster.width();
        if used > room {
            break;
        }
        kept.push_str(cluster);
    }
    if width > 0 {
        kept.push('…');
    }
    Cow::Owned(kept)
}

/// Counts the cells of a text.
pub(super) fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// Writes a text from a column of the first row of an area on, cut where the area ends; gives the column behind it.
///
/// What is typed or pasted and not stored yet may hold anything: here at the latest it is made harmless.
pub(super) fn put(buffer: &mut Buffer, area: Rect, x: u16, text: &str, style: Style) -> u16 {
    let room = area.right_of(x).width;
    if room == 0 || area.height == 0 {
        return x;
    }
    let clean = if is_harmless(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(SafeText::clean(text).to_string())
    };
    let shown = fit(&clean, usize::from(room));
    let (x, _) = buffer.set_stringn(x, area.y, shown.as_ref(), usize::from(room), style);
    x
}

/// Writes a text at the right end of the first row of an area; gives the column before which it begins.
pub(super) fn put_right(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let width = cells(text).min(area.width);
    let x = area.x + area.width - width;
    put(buffer, area, x, text, style);
    x
}

/// Returns one row of an area, counted from its first.
pub(super) fn row(area: Rect, number: usize) -> Rect {
    match u16::try_from(number) {
        Ok(number) if number < area.height => Rect::new(area.x, area.y + number, area.width, 1),
        Ok(_) | Err(_) => Rect::default(),
    }
}

/// Leaves columns free at the left and the right.
pub(super) fn indent(area: Rect, columns: u16) -> Rect {
    Rect::new(
        area.x + columns.min(area.width),
        area.y,
        area.width.saturating_sub(2 * columns),
        area.height,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_cleaned_is_drawn_harmless() {
        let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 12, 1));
        let text = format!("A\u{202e}q{}\u{e0041}n", "\u{323}".repeat(40));
        let area = Rect::new(0, 0, 12, 1);
        assert_eq!(put(&mut buffer, area, 0, &text, Style::default()), 3);
        let cells: Vec<usize> = (0..3).map(|x| buffer[(x, 0)].symbol().chars().count()).collect();
        assert_eq!(cells, [1, 9, 1]);
        assert_eq!(buffer[(0, 0)].symbol(), "A");
    }

    #[test]
    fn cuts_by_cells_and_keeps_clusters_whole() {
        assert_eq!(fit("Dana", 4), "Dana");
        assert_eq!(fit("Dana Ruiz", 6), "Dana …");
        assert_eq!(fit("王小明", 5), "王小…");
        assert_eq!(fit("王小明", 4), "王…");
        assert_eq!(fit("👩‍👩‍👧 Lee", 4), "👩‍👩‍👧 …");
        assert_eq!(fit("Dana", 0), "");
    }
}
