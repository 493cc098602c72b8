//! Pasted text that is the name of a file, as terminals write it where a file is dropped into them.

use std::path::PathBuf;

/// The longest name of a file that is looked for.
const LONGEST: usize = 4096;

/// The endings of files with lists, by which a name without a folder is known.
const ENDINGS: [&str; 16] = [
    "csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "ods", "vcf", "ics", "ldif", "ldi", "json", "jsonl",
    "ndjson", "eml",
];

/// Returns what the name of a file may be that a pasted text is; a text that looks like no name has none.
pub(super) fn paths(text: &str) -> Vec<PathBuf> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || text.contains(['\n', '\r', '\t', '\0']) {
        return Vec::new();
    }
    let quoted = ['\'', '"'].iter().find_map(|quote| {
        let inside = text.strip_prefix(*quote)?.strip_suffix(*quote)?;
        (!inside.contains(*quote)).then_some(inside)
    });
    let plain = quoted.unwrap_or(text);
    if let Some(url) = plain
        .get(..7)
        .filter(|start| start.eq_ignore_ascii_case("file://"))
    {
        let rest = plain.get(url.len()..).unwrap_or_default();
        // A name of the machine may stand before the path.
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default();
        return named(&[decoded(path)]);
    }
    let is_path = ["/", "~/", "./", "../"]
        .iter()
        .any(|start| plain.starts_with(start));
    let has_ending = !plain.contains(['@', ',', ';', '|', '<', ':'])
        && plain
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)));
    if !is_path && !has_ending {
        return Vec::new();
    }
    named(&[plain.to_owned(), unescaped(plain)])
}

fn named(names: &[String]) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = names
        .iter()
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .collect();
    paths.dedup();
    paths
}

/// Takes the backslashes away with which shells have blanks and brackets in names.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next()),
            c => plain.push(c),
        }
    }
    plain
}

/// Decodes the bytes that an address of a file has as `%20`.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = code
            .filter(|_| *first == b'%')
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/home/ann/people.csv", &["/home/ann/people.csv"])]
    #[case(" /home/ann/people.csv\n", &["/home/ann/people.csv"])]
    #[case("'/home/ann/my people.csv' ", &["/home/ann/my people.csv"])]
    #[case("\"/home/ann/my people.csv\"", &["/home/ann/my people.csv"])]
    #[case("/home/ann/my\\ people\\(2\\).csv", &["/home/ann/my\\ people\\(2\\).csv", "/home/ann/my people(2).csv"])]
    #[case("file:///home/ann/my%20people.csv", &["/home/ann/my people.csv"])]
    #[case("file://laptop/home/ann/M%C3%BCller.csv", &["/home/ann/Müller.csv"])]
    #[case("~/people.xlsx", &["~/people.xlsx"])]
    #[case("people.XLSX", &["people.XLSX"])]
    fn names_of_files_are_known(#[case] text: &str, #[case] names: &[&str]) {
        let names: Vec<PathBuf> = names.iter().map(PathBuf::from).collect();
        assert_eq!(paths(text), names);
    }

    #[rstest]
    #[case("")]
    #[case("Ann Lee,ann@acme.com")]
    #[case("/home/ann/people.csv\n/home/ann/more.csv")]
    #[case("ann@acme.txt")]
    #[case("see people.csv, please.csv")]
    #[case("https://acme.com/people.csv")]
    #[case("Ann Lee")]
    fn other_texts_are_none(#[case] text: &str) {
        assert_eq!(paths(text), Vec::<PathBuf>::new());
    }
}
