//! Cells that no spreadsheet takes for a formula, and back.
//!
//! An apostrophe stands before a cell that begins with a sign, also behind apostrophes of its own. So every marked cell
//! can be told from one that was never marked, and the mark is taken off again exactly.

use std::borrow::Cow;

/// What makes a spreadsheet calculate; the wide forms do so in East Asian settings.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

const MARK: char = '\'';

/// Marks a cell that a spreadsheet would take for a formula.
pub fn inert(cell: &str) -> Cow<'_, str> {
    if is_live(cell) {
        Cow::Owned(format!("{MARK}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Gives what [`inert`] marked; nothing if it is no marked cell.
pub fn unmarked(cell: &str) -> Option<&str> {
    cell.strip_prefix(MARK).filter(|cell| is_live(cell))
}

/// Says whether a cell begins with a sign, perhaps behind apostrophes.
fn is_live(cell: &str) -> bool {
    cell.trim_start_matches(MARK).starts_with(SIGNS)
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
    #[case("", "")]
    fn marks(#[case] cell: &str, #[case] marked: &str) {
        assert_eq!(inert(cell), marked);
    }

    proptest! {
        #[test]
        fn the_mark_is_taken_off_exactly(cell in "['=+@\t＝-]{0,3}\\PC{0,5}") {
            let marked = inert(&cell);
            prop_assert!(!marked.starts_with(SIGNS));
            prop_assert_eq!(unmarked(&marked).unwrap_or(&marked), &cell);
        }
    }
}
