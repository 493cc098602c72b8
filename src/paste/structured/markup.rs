//! The text of a mail that is written in HTML: its words, a line for each paragraph, row and item.

/// The tags that begin or end a line.
const LINES: [&str; 16] = [
    "p",
    "br",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "hr",
    "body",
    "pre",
];

/// The names of characters that stand most often in mails.
const NAMES: [(&str, &str); 7] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("shy", ""),
];

/// The longest name or number of a character.
const LONGEST_NAME: usize = 10;

/// Returns the words of a text in HTML.
pub(super) fn text_of(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len() / 2);
    let mut rest = markup;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        words(before, &mut text);
        rest = match from.starts_with('<') {
            true => tag(from, &mut text),
            false => character(from, &mut text),
        };
    }
    words(rest, &mut text);
    text
}

/// Writes words, whose line breaks are blanks.
fn words(words: &str, into: &mut String) {
    for c in words.chars() {
        match c {
            '\n' | '\t' | ' ' if into.ends_with([' ', '\n']) || into.is_empty() => {}
            '\n' | '\t' => into.push(' '),
            c => into.push(c),
        }
    }
}

/// Takes a tag; returns what stands behind it.
fn tag<'m>(from: &'m str, into: &mut String) -> &'m str {
    let skipped = |until: &str| {
        let at = memchr::memmem::find(from.as_bytes(), until.as_bytes());
        at.and_then(|at| from.get(at + until.len()..)).unwrap_or_default()
    };
    if from.starts_with("<!--") {
        return skipped("-->");
    }
    let inside = from
        .strip_prefix("</")
        .or_else(|| from.strip_prefix('<'))
        .unwrap_or(from);
    let end = inside
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let name = inside.get(..end).unwrap_or_default().to_ascii_lowercase();
    if name.is_empty() && !from.starts_with("<!") {
        // A sign that begins no tag.
        into.push('<');
        return from.get(1..).unwrap_or_default();
    }
    if LINES.contains(&name.as_str()) {
        into.truncate(into.trim_end_matches(' ').len());
        into.push('\n');
    } else if name == "td" || name == "th" {
        into.push(' ');
    }
    match name.as_str() {
        "style" | "script" | "title" if !from.starts_with("</") => {
            let close = format!("</{name}");
            let at = from
                .as_bytes()
                .windows(close.len())
                .position(|window| window.eq_ignore_ascii_case(close.as_bytes()));
            at.and_then(|at| from.get(at + close.len()..))
                .and_then(|rest| rest.split_once('>'))
                .map_or("", |(_, rest)| rest)
        }
        _ => skipped(">"),
    }
}

/// Takes the name of a character; returns what stands behind it.
fn character<'m>(from: &'m str, into: &mut String) -> &'m str {
    let head = from
        .get(1..from.floor_char_boundary(LONGEST_NAME + 2))
        .unwrap_or_default();
    let named = head.split_once(';').map(|(name, _)| name);
    let found = named.and_then(|name| match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            };
            code.and_then(char::from_u32).map(String::from)
        }
        None => NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, c)| (*c).to_owned())
            .or_else(|| accented(name)),
    });
    match (found, named) {
        (Some(found), Some(name)) => {
            into.push_str(&found);
            from.get(name.len() + 2..).unwrap_or_default()
        }
        _ => {
            into.push('&');
            from.get(1..).unwrap_or_default()
        }
    }
}

/// Returns a letter with an accent by its name, such as `eacute`.
fn accented(name: &str) -> Option<String> {
    const ACCENTS: [(&str, char); 6] = [
        ("uml", '\u{308}'),
        ("acute", '\u{301}'),
        ("grave", '\u{300}'),
        ("circ", '\u{302}'),
        ("tilde", '\u{303}'),
        ("cedil", '\u{327}'),
    ];
    match name {
        "szlig" => return Some("ß".to_owned()),
        "oslash" => return Some("ø".to_owned()),
        "Oslash" => return Some("Ø".to_owned()),
        "aelig" => return Some("æ".to_owned()),
        "aring" => return Some("å".to_owned()),
        "Aring" => return Some("Å".to_owned()),
        _ => {}
    }
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let accent = name.get(1..)?;
    let (_, mark) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    Some(unicode_normalization::UnicodeNormalization::nfc([letter, *mark].into_iter()).collect())
}
