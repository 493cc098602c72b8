//! Lines of a table that hold nobody: blank ones, remarks, and those that only part others.

use super::format::Delimiter;

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
    is_marked && !line.contains(['@', '＠'])
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
