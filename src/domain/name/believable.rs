//! The name of a person out of parts of which some stand for nobody.

use crate::domain::{NameQuality, NotAName, name_quality};

/// Returns whether a text can be the name of a person, be it an odd one: a word of a job, a company or a heading is none only
/// where it stands alone.
pub fn is_believable_name(text: &str) -> bool {
    match name_quality(text) {
        NameQuality::Good | NameQuality::Odd => true,
        NameQuality::NotAName(NotAName::Heading | NotAName::Work | NotAName::Company) => {
            text.split_whitespace().count() > 1
        }
        NameQuality::NotAName(_) => false,
    }
}

/// Takes from the parts of a name those that stand for nobody, such as `null`, and joins the others; none if nothing
/// that can be a name is left.
///
/// Beside a part that can be a name, `Null` with a capital is a family name, and a small number tells two people apart.
pub fn believable_name<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let parts: Vec<&str> = parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if !parts.iter().any(|part| is_believable_name(part)) {
        return None;
    }
    let is_small_number = |part: &str| part.len() < 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_kept = |part: &&str| is_believable_name(part) || is_capitalised(part) || is_small_number(part);
    let name = parts
        .iter()
        .copied()
        .filter(is_kept)
        .collect::<Vec<_>>()
        .join(" ");
    let first = || parts.iter().copied().find(|part| is_believable_name(part));
    Some(name)
        .filter(|name| is_believable_name(name))
        .or_else(|| first().map(str::to_owned))
}

/// Returns whether a part has the form of a name or a title: a capital, and then small letters or a dot.
fn is_capitalised(part: &str) -> bool {
    let mut letters = part.chars();
    let is_first_large = letters
        .next()
        .is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
    is_first_large && letters.all(|c| c.is_lowercase() || matches!(c, '.' | '-' | '\'' | ' '))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&["null", "null"], None)]
    #[case(&["Ann", "null"], Some("Ann"))]
    #[case(&["N/A", "Lee"], Some("Lee"))]
    #[case(&["Ann", "-"], Some("Ann"))]
    #[case(&["Jennifer", "Null"], Some("Jennifer Null"))]
    #[case(&["ann@acme.com", ""], None)]
    #[case(&["ann@acme.com", "Lee"], Some("Lee"))]
    #[case(&["Ann", "ann@acme.com"], Some("Ann"))]
    #[case(&["Ann", "2"], Some("Ann 2"))]
    #[case(&["", ""], None)]
    fn parts_that_stand_for_nobody_are_left_out(#[case] parts: &[&str], #[case] name: Option<&str>) {
        assert_eq!(believable_name(parts.iter().copied()).as_deref(), name);
    }
}
