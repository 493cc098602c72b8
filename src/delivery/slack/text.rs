//! Makes a text fit for Slack: nothing in it is a link, a mention or a command, and it is not too long.

/// The longest text in characters, as it is sent.
const MAX_CHARS: usize = 3_000;

/// What stands at the end of a text that was cut.
const CUT: char = '…';

/// Escapes the three characters that Slack reads as control characters, and cuts what is too long.
pub(in crate::delivery) fn prepared(text: &str) -> String {
    let mut prepared = String::with_capacity(text.len());
    let mut length = 0;
    let mut kept = 0;
    for c in text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
    {
        let before = prepared.len();
        match c {
            '&' => prepared.push_str("&amp;"),
            '<' => prepared.push_str("&lt;"),
            '>' => prepared.push_str("&gt;"),
            c => prepared.push(c),
        }
        // What is pushed for an escape is ASCII, so that its bytes are its characters.
        length += match c {
            '&' | '<' | '>' => prepared.len() - before,
            _ => 1,
        };
        if length < MAX_CHARS {
            kept = prepared.len();
        }
        if length > MAX_CHARS {
            prepared.truncate(kept);
            prepared.push(CUT);
            return prepared;
        }
    }
    prepared
}
