//! Suggests a person's name from an email address, or from a text that holds more than a name.

use super::quality::{is_bracket, is_divider};
use crate::domain::{NameQuality, name_quality};

/// Makes `Ann Lee` of `ann.lee`; nothing if no letters are left.
pub fn name_from_local_part(local: &str) -> Option<String> {
    let local = local.split('+').next().unwrap_or_default();
    let words: Vec<String> = local
        .split(|c: char| !c.is_alphabetic() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(capitalised)
        .collect();
    Some(words.join(" ")).filter(|name| !name.is_empty())
}

/// Finds the name in a text that holds more: list marks, labels, brackets, a job behind a dash.
pub fn name_within(text: &str) -> Option<String> {
    let text = decoded(text);
    let mut bare = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '<' | '（' | '【' => depth += 1,
            ')' | ']' | '}' | '>' | '）' | '】' => depth = depth.saturating_sub(1),
            // A dash between blanks parts a text; one in a word does not.
            _ if depth == 0 && !is_bracket(c) => bare.push(c),
            _ => {}
        }
    }
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for word in bare.split_whitespace() {
        let ends = word.ends_with([':', ',', ';', '|', '，', '、', '：']);
        let kept = word
            .trim_matches(|c: char| is_divider(c) || matches!(c, ':' | ';' | '#' | '：' | '=' | '"' | '!'));
        if let Some(part) = parts.last_mut().filter(|_| kept.chars().any(char::is_alphabetic)) {
            part.push(kept);
        }
        if ends || !word.chars().any(char::is_alphabetic) {
            parts.push(Vec::new());
        }
    }
    let names = || {
        parts
            .iter()
            .map(|part| part.join(" "))
            .filter(|part| name_quality(part) == NameQuality::Good)
    };
    names().find(|name| name.contains(' ')).or_else(|| names().next())
}

/// Decodes what HTML writes for a sign.
fn decoded(text: &str) -> String {
    text.replace("&amp;", "&")
        .replace("&#39;", "'")
        .replace("&#039;", "'")
        .replace("&apos;", "'")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("- Ann Lee", Some("Ann Lee"))]
    #[case("1) Ann Lee (PM)", Some("Ann Lee"))]
    #[case("#1 Ann Lee", Some("Ann Lee"))]
    #[case("Billing contact – Joanna Reid –", Some("Joanna Reid"))]
    #[case("Sponsor: Ann Lee", Some("Ann Lee"))]
    #[case("Samuel Okoro, Security Officer", Some("Samuel Okoro"))]
    #[case("Siobh&#39;an O&#39;Neill", Some("Siobh'an O'Neill"))]
    #[case("O'Malley (External)", Some("O'Malley"))]
    #[case("N/A", None)]
    #[case("CTO", None)]
    #[case("/ +351 555 010 44", None)]
    fn a_name_is_found_in_more(#[case] text: &str, #[case] name: Option<&str>) {
        assert_eq!(name_within(text).as_deref(), name);
    }

    #[rstest]
    #[case("ann.lee", Some("Ann Lee"))]
    #[case("ann_lee2+kickoff", Some("Ann Lee"))]
    #[case("o'neill", Some("O'neill"))]
    #[case("123", None)]
    fn suggests(#[case] local: &str, #[case] name: Option<&str>) {
        assert_eq!(name_from_local_part(local).as_deref(), name);
    }
}
