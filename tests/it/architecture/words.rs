//! Holds that no sentence names a key of its own: keys come from the keymap, which the user may change.

use super::{Source, is_for_tests, sources};

/// Where keys are at home, and where texts of other kinds stand: what is pasted, SQL, and answers of stand-ins.
const NOT_READ: [&str; 4] = ["input/", "paste/", "store/", "sandbox/"];

/// The rooms whose texts hold single letters that are no keys: arguments of commands, and of the protocols of mail.
const WITH_LETTERS: [&str; 5] = ["cli/", "config/", "delivery/", "hubspot/", "export/"];

/// Keys by their names, as the app writes them.
const KEYS: [&str; 5] = ["esc", "pgup", "pgdn", "backspace", "`a`"];

/// Returns the texts in quotes, without what is said in comments.
fn texts(source: &Source) -> Vec<String> {
    let mut texts = Vec::new();
    let code: Vec<&String> = source
        .lines
        .iter()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code
        .iter()
        .map(|line| line.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let mut chars = code.chars();
    let mut text: Option<String> = None;
    while let Some(c) = chars.next() {
        match (c, &mut text) {
            ('\\', Some(text)) => {
                text.push(' ');
                chars.next();
            }
            ('"', Some(_)) => texts.extend(text.take()),
            ('"', None) => text = Some(String::new()),
            // A quote as a character opens no text.
            ('\'', None) if chars.as_str().starts_with("\"'") => drop(chars.nth(1)),
            ('\'', None) if chars.as_str().starts_with("\\\"'") => drop(chars.nth(2)),
            (c, Some(text)) => text.push(c),
            (_, None) => {}
        }
    }
    texts
}

/// Returns whether a text names a key.
fn names_key(text: &str, knows_letters: bool) -> bool {
    // What stands in braces is filled in.
    let mut depth = 0_usize;
    let shown: String = text
        .chars()
        .map(|c| {
            let is_in = depth > 0;
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if is_in || c == '{' { '{' } else { c }
        })
        .collect();
    let lower = shown.to_lowercase();
    let presses = lower
        .match_indices("press ")
        .any(|(at, found)| !lower[at + found.len()..].starts_with('{'));
    let modified = ["ctrl-", "alt-", "shift-"].iter().any(|name| {
        shown.match_indices(name).any(|(at, _)| {
            let before = shown[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    });
    let is_key = |word: &str| {
        let word = word.trim_matches(['.', ',', ';', ':', '(', ')']);
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => knows_letters && c.is_ascii_alphabetic() && !matches!(c, 'a' | 'A' | 'I'),
            (Some('F'), Some(_)) => word[1..].chars().all(|c| c.is_ascii_digit()),
            (_, _) => KEYS.contains(&word),
        }
    };
    let has_words = shown.trim().contains(' ');
    presses || modified || shown.contains("(a)") || (has_words && shown.split_whitespace().any(is_key))
}

#[test]
fn no_sentence_names_a_key_of_its_own() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        let is_in = |places: &[&str]| places.iter().any(|place| source.path.starts_with(place));
        if is_for_tests(&source) || is_in(&NOT_READ) {
            continue;
        }
        for text in texts(&source) {
            if names_key(&text, !is_in(&WITH_LETTERS)) {
                wrong.push(format!("{}: {text}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sentence_that_names_a_key_is_found() {
    for text in [
        "No contacts. Press a to add one.",
        "Notifications: {}. g n shows why.",
        "F8 goes to the first flagged row.",
        "Fixed (ctrl-z undoes it)",
        "The model is writing… esc stops it",
        "Add a contact (a): there is none",
        "○ test sent: C confirms it",
    ] {
        assert!(names_key(text, true), "{text}");
    }
    for text in [
        "No contacts. Press {add_contact} to add one.",
        "{show_notifications} shows why.",
        "e.g. acme.com",
        "A customer is a company; I know a few.",
        "default-features",
    ] {
        assert!(!names_key(text, true), "{text}");
    }
}
