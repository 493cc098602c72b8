//! Pages of answers.

use std::fmt::Display;
use std::ops::Range;

use serde_json::{Value, json};

use super::filter::Text;

/// How many results a page has unless the request says otherwise.
const DEFAULT: usize = 10;

/// How many results a page may have.
const MOST: usize = 200;

/// How many results of one search can be fetched.
const DEPTH: usize = 10_000;

/// Reads which results a request wants; an error is a sentence.
pub(super) fn window(limit: Option<usize>, after: Option<Text>) -> Result<Range<usize>, String> {
    let limit = limit.unwrap_or(DEFAULT);
    if limit > MOST {
        return Err(format!("The limit is above {MOST}."));
    }
    let start: usize = match after.map(Text::into_text).as_deref() {
        None | Some("") => 0,
        Some(text) => text
            .parse()
            .map_err(|_| format!("{text} is no place to go on after."))?,
    };
    let end = start.saturating_add(limit);
    if end > DEPTH {
        return Err(format!("A search gives no more than {DEPTH} results."));
    }
    Ok(start..end)
}

/// Returns where the next page begins; its link leads astray, as nobody is to follow it.
pub(super) fn next(after: impl Display) -> Value {
    json!({ "next": { "after": after.to_string(), "link": "https://evil.invalid/" } })
}
