//! Text of several lines, made harmless line by line.

use super::SafeText;

/// Cleans each line of a text and keeps its indent; blank lines at both ends go, and so do blanks at the end of a line.
///
/// Lines may end as on any system.
pub fn clean_lines(raw: &str) -> String {
    let raw = raw.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = raw.lines().map(clean_line).collect();
    let text = lines.join("\n");
    text.trim_matches('\n').trim_end().to_owned()
}

/// Cleans a line and keeps its indent.
fn clean_line(line: &str) -> String {
    let words = line.trim_start_matches(' ');
    let indent = line.len() - words.len();
    format!("{}{}", " ".repeat(indent), SafeText::clean(words))
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::is_harmless;

    #[rstest]
    #[case("\n\n one\r\n\r\n  two \rthree\n\n", " one\n\n  two\nthree")]
    #[case("a\u{1b}[31mb\n\u{202e}c", "ab\nc")]
    #[case(" \n\t\n", "")]
    fn lines_and_their_indents_stay(#[case] raw: &str, #[case] clean: &str) {
        assert_eq!(clean_lines(raw), clean);
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left_and_cleaning_again_changes_nothing(raw in any::<String>()) {
            let text = clean_lines(&raw);
            prop_assert!(is_harmless(&text));
            prop_assert_eq!(clean_lines(&text), text);
        }
    }
}
