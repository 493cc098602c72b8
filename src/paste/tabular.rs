//! Finds out whether lines are the rows of a table, or other text with people in it.

use super::address_list::reads_as_list;
use super::format::Delimiter;
use super::header::{self, Reading};
use super::nobody::{is_blank, is_comment};
use super::sample::is_address_cell;
use super::shape::has_sign;
use super::text;
use crate::domain::{NameQuality, NotAName, name_quality};

/// How many rows with more than a name stand beside one plain row of a table.
const FEW: usize = 3;

/// The most words for each address of a line that is a list of addresses and no sentence.
const MOST_WORDS: usize = 8;

/// Returns whether at least half of the lines are rows of cells, or people as mail clients write them; not where the names of
/// nearly all of them stand among other words.
pub(super) fn is_tabular(text: &str, delimiter: Delimiter) -> bool {
    let (mut rows, mut in_parts, mut others, mut other_people) = (0, 0, 0, 0);
    for line in text.lines() {
        if is_blank(line, delimiter) || is_comment(line, delimiter) {
            continue;
        }
        match (is_of_cells(line, delimiter), is_list(line, delimiter)) {
            (true, _) if begins_with_parts(line, delimiter) => in_parts += 1,
            (true, _) | (false, true) => rows += 1,
            (false, false) => {
                others += 1;
                other_people += usize::from(has_sign(line) && !text::is_marked(line));
            }
        }
    }
    rows + in_parts >= others && (other_people > 0 || rows * FEW >= in_parts)
}

fn is_of_cells(line: &str, delimiter: Delimiter) -> bool {
    let delimiter = char::from(delimiter.byte());
    line.contains(delimiter) && line.split(delimiter).any(is_address_cell)
}

/// Returns whether a row begins with what is no name by its signs, and one among other words: `Sponsor – Ann Lee`.
fn begins_with_parts(line: &str, delimiter: Delimiter) -> bool {
    let first = line.split(char::from(delimiter.byte())).next();
    let quality = first.map(|cell| name_quality(cell.trim().trim_matches('"')));
    matches!(
        quality,
        Some(NameQuality::NotAName(
            NotAName::ListMark | NotAName::Bracket | NotAName::Label | NotAName::Sentence
        ))
    )
}

/// Returns whether a line holds people as mail clients write them, and no other words.
fn is_list(line: &str, delimiter: Delimiter) -> bool {
    let addresses = line.matches(['@', '＠']).count();
    let is_short = line.split_whitespace().count() <= MOST_WORDS * addresses;
    let is_parted = || {
        [" - ", " – ", " — ", " / ", " · ", "  "]
            .iter()
            .any(|sign| line.trim().contains(sign))
    };
    let opens = |part: &str| {
        let behind_name = part
            .split_once('(')
            .is_some_and(|(before, _)| !before.contains('@'));
        let around_address = part.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
        behind_name || around_address.is_some_and(|(inner, _)| inner.contains('@'))
    };
    let is_labelled = line.split_once(':').is_some_and(
        |(label, _)| matches!(header::read(label.trim()), Reading::Heading(heading) if heading.whole),
    );
    let is_of_parts = is_labelled || (addresses == 1 && is_parted()) || text::is_marked(line) || opens(line);
    is_short && !is_of_parts && reads_as_list(line, delimiter.byte())
}
