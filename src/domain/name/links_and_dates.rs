//! Links and dates as they stand among words.

/// Returns whether a word is a host name: `www.acme.com`, `acme.com`.
pub(super) fn is_host(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_lower = word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'/'));
    let host = word.split('/').next().unwrap_or_default();
    let www = word
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."));
    www || is_lower
        && host.split_once('.').is_some_and(|(first, _)| first.len() > 1)
        && psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix != host)
}

/// Returns whether a word is a date or a time in digits: `2026-01-05`, `3/3/26`, `5.1.2026`, `9:58`, `33m`.
pub fn is_date_or_time(word: &str) -> bool {
    let word = word.trim_matches(|c: char| matches!(c, ',' | ';' | '(' | ')' | '[' | ']'));
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if unit.len() < word.len() && matches!(unit, "h" | "m" | "s" | "d" | "min" | "am" | "pm" | "AM" | "PM") {
        return true;
    }
    let is_of_date = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ':' | 'T' | 'Z' | '+');
    if !word.starts_with(|c: char| c.is_ascii_digit()) || !word.chars().all(is_of_date) {
        return false;
    }
    let groups: Vec<usize> = word
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|length| *length > 0)
        .collect();
    match groups.as_slice() {
        [first, second] => word.contains([':', '/']) && *first <= 2 && *second <= 2,
        [first, second, third] => *first <= 4 && *second <= 2 && *third <= 4 && first + third <= 6,
        [_, _, _, _, ..] => word.contains(':'),
        _ => false,
    }
}

/// Returns whether the name of a month stands beside a number: `5 Jan`, `May 5th`.
pub(super) fn is_day_and_month(text: &str) -> bool {
    const MONTHS: [&str; 20] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär", "mai",
        "okt", "dez", "ene", "abr", "ago", "dic",
    ];
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let day = words
        .iter()
        .any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    day && words
        .iter()
        .any(|word| MONTHS.iter().any(|month| word.starts_with(month)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-01-05", true)]
    #[case("5.1.2026,", true)]
    #[case("3/3", true)]
    #[case("9:58:01", true)]
    #[case("33m", true)]
    #[case("2026-01-05T10:00:00Z", true)]
    #[case("253.555.0118", false)]
    #[case("555-0190", false)]
    #[case("+49", false)]
    #[case("7", false)]
    #[case("3M", false)]
    fn dates_are_told_from_numbers(#[case] word: &str, #[case] date: bool) {
        assert_eq!(is_date_or_time(word), date);
    }
}
