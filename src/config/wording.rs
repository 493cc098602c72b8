//! Plain sentences for what is wrong in a configuration, from the messages of the reader.

/// Names the nearest of some names, as the end of a sentence; all of them if none is near.
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let near = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(wanted, name), *name))
        .filter(|(distance, name)| *distance <= name.chars().count().max(3) / 2)
        .min();
    match near {
        Some((_, name)) => format!("; the nearest is {name}"),
        None if names.is_empty() => String::new(),
        None => format!("; there are {}", names.join(", ")),
    }
}

/// Says in plain words what the reader of the file found wrong.
pub(super) fn plain(message: &str) -> String {
    unknown(message)
        .or_else(|| wrong_type(message))
        .unwrap_or_else(|| message.trim_end_matches('.').replace('\n', "; "))
}

/// ``unknown field `a`, expected one of `b`, `c` ``, and the same of a variant.
fn unknown(message: &str) -> Option<String> {
    let (kind, rest) = message.strip_prefix("unknown ")?.split_once(' ')?;
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let wanted = quoted.next()?;
    let what = match kind {
        "field" => format!("there is no key {wanted} here"),
        "variant" => format!("\"{wanted}\" is not one of the values"),
        _ => return None,
    };
    Some(format!("{what}{}", nearest(wanted, quoted)))
}

/// ``invalid type: integer `1`, expected a boolean``.
fn wrong_type(message: &str) -> Option<String> {
    let rest = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = rest.split_once(", expected ")?;
    let wanted = match expected {
        "a boolean" => "true or false",
        "a string" => "a text in quotes",
        "u32" | "u16" | "u64" | "usize" => "a whole number, 0 or more",
        "i32" | "i64" => "a whole number",
        other if other.starts_with("struct ") => "a section with keys",
        other => other,
    };
    Some(format!(
        "{} stands where {wanted} must stand",
        found.replace('`', "")
    ))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "unknown field `nmae`, expected `name` or `email`",
        "there is no key nmae here; the nearest is name"
    )]
    #[case(
        "unknown field `zzz`, expected one of `a`, `b`, `c`",
        "there is no key zzz here; there are a, b, c"
    )]
    #[case(
        "unknown variant `wran`, expected one of `off`, `warn`",
        "\"wran\" is not one of the values; the nearest is warn"
    )]
    #[case(
        "invalid type: integer `1`, expected a boolean",
        "integer 1 stands where true or false must stand"
    )]
    #[case(
        "invalid value: integer `-1`, expected u32",
        "integer -1 stands where a whole number, 0 or more must stand"
    )]
    #[case("something else\nsaid.", "something else; said")]
    fn messages_become_sentences(#[case] message: &str, #[case] sentence: &str) {
        assert_eq!(plain(message), sentence);
    }
}
