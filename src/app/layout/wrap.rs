//! Breaks a sentence into lines.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Breaks a text at blanks into lines of at most `width` cells; a word that is longer is broken where it must.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let blank = usize::from(used > 0);
        if used > 0 && used + blank + word.width() > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        } else if blank == 1 {
            line.push(' ');
            used += 1;
        }
        for cluster in word.graphemes(true) {
            if used + cluster.width() > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(cluster);
            used += cluster.width();
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_at_blanks_and_long_words_where_it_must() {
        assert_eq!(wrap("to be or not", 6), ["to be", "or not"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("王王王", 4), ["王王", "王"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
