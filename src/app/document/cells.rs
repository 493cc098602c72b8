//! How wide text is on the screen, cluster by cluster.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::is_dropped;

/// The distance of tab stops, in cells.
const TAB: usize = 4;

/// A grapheme cluster where it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'t> {
    /// The byte of the line at which it starts.
    pub at: usize,
    /// The column at which it shows.
    pub cell: usize,
    /// How many cells it takes.
    pub width: usize,
    /// What is shown for it: a blank for a tab, `·` for what cannot be shown.
    pub shown: &'t str,
}

/// Returns the clusters of a line.
pub fn clusters(line: &str) -> impl Iterator<Item = Cluster<'_>> {
    let mut cell = 0;
    line.grapheme_indices(true).map(move |(at, text)| {
        let (shown, width) = if text == "\t" {
            (" ", TAB - cell % TAB)
        } else if text.chars().any(is_dropped) || text.width() == 0 {
            ("·", 1)
        } else {
            (text, text.width())
        };
        let cluster = Cluster {
            at,
            cell,
            width,
            shown,
        };
        cell += width;
        cluster
    })
}

/// Returns the column of a byte of a line.
pub(super) fn width(line: &str, at: usize) -> usize {
    let before = line.get(..at).unwrap_or(line);
    if before.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return before.len();
    }
    clusters(line)
        .take_while(|cluster| cluster.at < at)
        .last()
        .map_or(0, |cluster| cluster.cell + cluster.width)
}

/// Returns the byte of a line at a column, or the end of the line before it.
pub(super) fn byte_at(line: &str, cell: usize) -> usize {
    if line.bytes().take(cell).all(|b| matches!(b, b' '..=b'~')) {
        return cell.min(line.len());
    }
    clusters(line)
        .find(|cluster| cluster.cell + cluster.width > cell)
        .map_or(line.len(), |cluster| cluster.at)
}
