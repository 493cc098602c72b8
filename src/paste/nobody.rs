//! Lines of a table that hold nobody: blank ones, remarks, and those that only part others.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::format::Delimiter;
use super::header::{self, Reading};
use super::shape::has_sign;
use super::word_list::WordList;
use crate::domain::{NameQuality, NotAName, fold, is_filler, name_quality};

/// Says whether a line holds nothing but blanks and delimiters.
pub(super) fn is_blank(line: &str, delimiter: Delimiter) -> bool {
    match line.as_bytes().first() {
        None => true,
        Some(first) if first.is_ascii_alphanumeric() => false,
        Some(_) => line.chars().all(|c| {
            c.is_whitespace() || c == char::from(delimiter.byte()) || matches!(c, '\u{feff}' | '\u{200b}')
        }),
    }
}

/// Returns whether a line only parts others: `|---|:---:|`, `----+----`, `(3 rows)`.
pub(super) fn is_ruler(line: &str) -> bool {
    let line = line.trim();
    let is_drawn = |c: char| {
        matches!(
            c,
            '-' | '+'
                | '|'
                | ':'
                | '='
                | '_'
                | ' '
                | '\t'
                | '─'
                | '┼'
                | '│'
                | '├'
                | '┤'
                | '┌'
                | '┐'
                | '└'
                | '┘'
                | '┬'
                | '┴'
                | '━'
                | '║'
                | '═'
        )
    };
    match line.as_bytes().first() {
        Some(b'-' | b'+' | b'|' | b':' | b'=' | b'_' | 0xe2) => line.len() > 2 && line.chars().all(is_drawn),
        Some(b'(') => line
            .strip_suffix(" rows)")
            .or_else(|| line.strip_suffix(" row)"))
            .is_some_and(|count| count.bytes().skip(1).all(|byte| byte.is_ascii_digit())),
        Some(_) | None => false,
    }
}

/// Says whether a line is a remark: `# …`, `// …`. A header may start with a cell that holds `#` alone, and a line with an
/// address is somebody's.
pub(super) fn is_comment(line: &str, delimiter: Delimiter) -> bool {
    let text = line.trim_start();
    let is_marked = text
        .strip_prefix('#')
        .is_some_and(|rest| !rest.starts_with(char::from(delimiter.byte())))
        || text.starts_with("//");
    is_marked && !has_sign(line)
}

/// Returns whether the cells of a record that holds no @ name nobody: headings again, a total, fillers alone, or the title of
/// what follows.
pub(super) fn is_nobody(cells: &[Cow<'_, str>]) -> bool {
    let all = || cells.iter().map(|cell| cell.trim());
    let mut filled = all().filter(|cell| !cell.is_empty());
    let only = filled.next().filter(|_| filled.next().is_none());
    is_heading(all())
        || all().all(|cell| cell.is_empty() || is_filler(cell))
        || is_total(&cells.join(" "))
        || only.is_some_and(is_title)
}

/// Returns whether all cells that hold something are column headings, and there are several.
pub(super) fn is_heading<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let mut count = 0;
    for cell in cells
        .map(|cell| cell.trim().trim_matches('"'))
        .filter(|cell| !cell.is_empty())
    {
        match header::read(cell) {
            Reading::Heading(heading) if heading.whole => count += 1,
            Reading::Other => {}
            Reading::Heading(_) | Reading::Unknown => return false,
        }
    }
    count > 1
}

/// Words before the sum or the count of rows.
static TOTALS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "total totals subtotal sum count summe gesamt gesamtzahl anzahl totale totaal aantal somme nombre suma razem celkem \
    итого всего 合計 合计 总计 toplam yhteensa summa antal",
    )
});

/// Returns whether a text counts or adds up rows: `Total: 12`, `5 people`.
pub(super) fn is_total(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let is_word = |word: &str| TOTALS.has(word);
    const ROWS: [&str; 12] = [
        "rows", "row", "records", "record", "people", "contacts", "contact", "entries", "results", "zeilen",
        "lignes", "filas",
    ];
    /// The digits from which a number beside other words may be that of a phone.
    const DIGITS_OF_PHONE: usize = 7;
    let Some(first) = words.next() else { return false };
    if is_word(first) || (first == "grand" && words.clone().next().is_some_and(is_word)) {
        let mut others = words.clone().filter(|word| !is_number(word));
        let counts_alone = others.all(|word| is_word(word) || ROWS.contains(&word));
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let has_number = words.clone().any(is_number);
        return (has_number && (counts_alone || digits < DIGITS_OF_PHONE)) || words.next().is_none();
    }
    is_number(first) && words.next().is_some_and(|word| ROWS.contains(&word)) && words.next().is_none()
}

/// Returns whether the only words of a record are no name and no damaged address: `Engineering`, `Attendees:`.
fn is_title(words: &str) -> bool {
    let is_damaged_address =
        !words.contains(' ') && words.contains(['.', '_', '＠']) && !words.ends_with('.');
    match name_quality(words) {
        NameQuality::Good | NameQuality::Odd => false,
        NameQuality::NotAName(NotAName::Address | NotAName::Url | NotAName::Number) => words.contains(' '),
        NameQuality::NotAName(_) => !is_damaged_address,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", true)]
    #[case(" ,, \u{200b}", true)]
    #[case("\u{feff}", true)]
    #[case(";", false)]
    #[case("-,-", false)]
    #[case(",a", false)]
    #[case("a", false)]
    fn a_line_of_blanks_and_delimiters_is_blank(#[case] line: &str, #[case] blank: bool) {
        assert_eq!(is_blank(line, Delimiter::Comma), blank);
    }

    #[rstest]
    #[case("# exported", true)]
    #[case("  // exported", true)]
    #[case("#", true)]
    #[case("#,Name,Email", false)]
    #[case("#;Name", true)]
    #[case("/ Ann", false)]
    #[case("Ann # Lee", false)]
    #[case("#1 Ann Lee <ann@acme.com>", false)]
    #[case("// Ann Lee, ann@acme.com", false)]
    fn a_remark_starts_with_a_sign_that_is_no_cell(#[case] line: &str, #[case] comment: bool) {
        assert_eq!(is_comment(line, Delimiter::Comma), comment);
    }
}
