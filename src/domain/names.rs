//! Suggests a person's name from an email address.

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
    #[case("ann.lee", Some("Ann Lee"))]
    #[case("ann_lee2+kickoff", Some("Ann Lee"))]
    #[case("o'neill", Some("O'neill"))]
    #[case("123", None)]
    fn suggests(#[case] local: &str, #[case] name: Option<&str>) {
        assert_eq!(name_from_local_part(local).as_deref(), name);
    }
}
