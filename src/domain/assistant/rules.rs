//! The words of job titles by which roles are known; they stand in `assets/titles.txt`.

use std::sync::LazyLock;

use super::JobRole;

const TITLES: &str = include_str!("../../../assets/titles.txt");

/// The rules, the strongest first.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| read(TITLES));

/// A role, and the patterns of the titles of those who have it.
struct Rule {
    role: JobRole,
    patterns: Vec<Vec<&'static str>>,
}

/// Finds the role of the words of a title: the first rule that knows them wins.
pub(super) fn role_of(words: &[&str]) -> JobRole {
    RULES
        .iter()
        .find(|rule| rule.patterns.iter().any(|pattern| stands_in(pattern, words)))
        .map_or(JobRole::Unknown, |rule| rule.role)
}

/// Reads sections of patterns: a line with the name of a role, then patterns with commas between them.
fn read(text: &'static str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let name = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        match (name.and_then(JobRole::from_key), rules.last_mut()) {
            (Some(role), _) => rules.push(Rule {
                role,
                patterns: Vec::new(),
            }),
            (None, Some(rule)) => {
                let patterns = line
                    .split(',')
                    .map(|pattern| pattern.split_whitespace().collect());
                rule.patterns
                    .extend(patterns.filter(|words: &Vec<&str>| !words.is_empty()));
            }
            (None, None) => {}
        }
    }
    rules
}

/// Returns whether the words of a pattern stand side by side among the words of a title.
fn stands_in(pattern: &[&str], words: &[&str]) -> bool {
    words.windows(pattern.len()).any(|window| {
        window
            .iter()
            .zip(pattern)
            .all(|(word, wanted)| is_word(word, wanted))
    })
}

fn is_word(word: &str, wanted: &str) -> bool {
    let bare = wanted.trim_matches('*');
    match (wanted.starts_with('*'), wanted.ends_with('*')) {
        (true, true) => word.contains(bare),
        (true, false) => word.ends_with(bare),
        (false, true) => word.starts_with(bare),
        (false, false) => word == bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fold;

    #[test]
    fn the_words_are_written_as_titles_are_compared() {
        let roles: Vec<&str> = RULES.iter().map(|rule| rule.role.key()).collect();
        assert_eq!(
            roles,
            [
                "unknown",
                "operations",
                "decision_maker",
                "finance",
                "technical",
                "operations"
            ]
        );
        for word in RULES.iter().flat_map(|rule| rule.patterns.iter().flatten()) {
            let bare = word.trim_matches('*');
            assert_eq!(fold(bare), bare);
            assert!(
                bare.chars().all(char::is_alphanumeric) && !bare.is_empty(),
                "{word}"
            );
        }
    }
}
