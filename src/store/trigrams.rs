//! The three letters that follow each other in a text, by which the search indexes know it.

use std::collections::BTreeSet;

/// The letters of a trigram.
pub(super) const LETTERS: usize = 3;

/// Returns the trigrams of some texts from each letter on, or from every `step`th.
pub(super) fn trigrams_of(texts: &[String], step: usize) -> BTreeSet<String> {
    let trigrams = texts.iter().flat_map(|text| {
        let letters: Vec<char> = text.chars().collect();
        let trigrams: Vec<String> = letters
            .windows(LETTERS)
            .step_by(step)
            .map(|trigram| trigram.iter().collect())
            .collect();
        trigrams
    });
    trigrams.collect()
}

/// Writes trigrams as a question to an index.
pub(super) fn question<'a>(trigrams: impl Iterator<Item = &'a String>, joined: &str) -> String {
    let quoted: Vec<String> = trigrams
        .map(|trigram| format!("\"{}\"", trigram.replace('"', "\"\"")))
        .collect();
    quoted.join(joined)
}
