//! Cells that no spreadsheet takes for a formula and no reader for an empty place, and back.
//!
//! An apostrophe stands before a cell that begins with a sign or reads `N/A` and the like, also behind apostrophes of its own. So every marked cell
//! can be told from one that was never marked, and the mark is taken off again exactly.
//!
//! A spreadsheet may part a table by another sign than the one it was written with, and quotes within a cell do not stop
//! it: behind every separator within a cell stands an apostrophe as well, if a formula would begin there.

use std::borrow::Cow;

use crate::domain::is_filler;

/// What makes a spreadsheet calculate; the wide forms do so in East Asian settings.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Where a spreadsheet of some country begins a new cell.
const SEPARATORS: [char; 6] = [',', ';', '\t', '|', '\r', '\n'];

const MARK: char = '\'';

/// Marks a cell that a spreadsheet would take for a formula, or a reader for an empty one.
pub fn inert(cell: &str) -> Cow<'_, str> {
    let live: Vec<usize> = starts(cell)
        .filter(|(_, rest)| is_live(rest))
        .map(|(at, _)| at)
        .collect();
    if live.is_empty() {
        return match is_filler(cell.trim_start_matches(MARK)) {
            true => Cow::Owned(format!("{MARK}{cell}")),
            false => Cow::Borrowed(cell),
        };
    }
    let mut marked = String::with_capacity(cell.len() + live.len());
    let mut from = 0;
    for at in live {
        marked.push_str(cell.get(from..at).unwrap_or_default());
        marked.push(MARK);
        from = at;
    }
    marked.push_str(cell.get(from..).unwrap_or_default());
    Cow::Owned(marked)
}

/// Returns what [`inert`] marked; nothing if it is no marked cell.
pub fn unmarked(cell: &str) -> Option<String> {
    if !cell.contains(MARK) {
        return None;
    }
    let mut bare = String::new();
    let mut from = 0;
    for (at, rest) in starts(cell) {
        if let Some(rest) = rest.strip_prefix(MARK)
            && is_live(rest)
        {
            bare.push_str(cell.get(from..at)?);
            from = at + MARK.len_utf8();
        }
    }
    if from == 0 {
        let bare = cell.strip_prefix(MARK)?;
        return is_filler(bare.trim_start_matches(MARK)).then(|| bare.to_owned());
    }
    bare.push_str(cell.get(from..)?);
    Some(bare)
}

/// Returns every place at which some spreadsheet begins a cell, with what stands there.
fn starts(cell: &str) -> impl Iterator<Item = (usize, &str)> {
    let behind = cell
        .match_indices(SEPARATORS)
        .map(|(at, separator)| at + separator.len());
    std::iter::once(0)
        .chain(behind)
        .filter_map(|at| Some((at, cell.get(at..)?)))
}

/// Returns whether a cell begins with a sign, perhaps behind apostrophes and quotes.
fn is_live(cell: &str) -> bool {
    cell.trim_start_matches([MARK, '"']).starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("+49 30", "'+49 30")]
    #[case("-", "'-")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\tx", "'\tx")]
    #[case("＝1", "'＝1")]
    #[case("'=1", "''=1")]
    #[case("Ann - Lee", "Ann - Lee")]
    #[case("'Ann", "'Ann")]
    #[case("'", "'")]
    #[case("Ann;=1+1", "Ann;'=1+1")]
    #[case("Ann;\"=1\"", "Ann;'\"=1\"")]
    #[case("a|-1,b,+2;'@x", "a|'-1,b,'+2;''@x")]
    #[case("=a;=b", "'=a;'=b")]
    #[case("Sales; Ops, EMEA|x", "Sales; Ops, EMEA|x")]
    #[case("N/A", "'N/A")]
    #[case("'none", "''none")]
    #[case("?", "'?")]
    #[case("", "")]
    fn marks(#[case] cell: &str, #[case] marked: &str) {
        assert_eq!(inert(cell), marked);
    }

    proptest! {
        #[test]
        fn the_mark_is_taken_off_exactly(cell in "['=+@\t＝-]{0,3}\\PC{0,5}([,;|\t\n]['\"]{0,2}[=+@-]?\\PC{0,3}){0,4}") {
            let marked = inert(&cell);
            prop_assert!(marked.split(SEPARATORS).all(|cell| !cell.trim_start_matches('"').starts_with(SIGNS)));
            prop_assert_eq!(unmarked(&marked).unwrap_or_else(|| marked.to_string()), cell);
        }
    }
}
