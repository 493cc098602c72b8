//! Turns the bytes of a file into text: byte order marks, UTF-16, Windows-1252, and one kind of line break.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The largest list that is read, in bytes: more than a million people.
pub const MAX_BYTES: usize = 128 * 1024 * 1024;

/// Decodes a file as UTF-8, as UTF-16 with or without its mark, or else as Windows-1252.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return one_line_break(&encoding.decode_without_bom_handling(body).0).into_owned();
    }
    let text = match (std::str::from_utf8(bytes), utf_16_without_mark(bytes)) {
        (_, Some(encoding)) => encoding.decode_without_bom_handling(bytes).0,
        (Ok(text), None) => Cow::Borrowed(text),
        (Err(_), None) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    one_line_break(&text).into_owned()
}

/// Makes Windows' and the old Mac's line breaks into `\n`, and drops a byte order mark.
pub fn one_line_break(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Recognises UTF-16 by its zeros, which no other text has.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let half = sample.len() / 2;
    if half < 4 {
        return None;
    }
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 2 > half => Some(UTF_16LE),
        (even, 0) if even * 2 > half => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"a,b\r\nc".as_slice(), "a,b\nc")]
    #[case(b"a\rb".as_slice(), "a\nb")]
    #[case(b"\xef\xbb\xbfa".as_slice(), "a")]
    #[case(b"\xff\xfea\0,\0\xe9\0".as_slice(), "a,é")]
    #[case(b"\xfe\xff\0a\0,".as_slice(), "a,")]
    #[case(b"a\0b\0c\0d\0e\0".as_slice(), "abcde")]
    #[case(b"\0a\0b\0c\0d\0e".as_slice(), "abcde")]
    #[case(b"\0b\0defgh".as_slice(), "\0b\0defgh")]
    #[case(b"a\0c\0efgh".as_slice(), "a\0c\0efgh")]
    #[case(b"\0bcdefgh".as_slice(), "\0bcdefgh")]
    #[case(b"a\0cdefgh".as_slice(), "a\0cdefgh")]
    #[case(b"a\0b\0c\0".as_slice(), "a\0b\0c\0")]
    #[case(b"Andr\xe9".as_slice(), "André")]
    fn decodes(#[case] bytes: &[u8], #[case] text: &str) {
        assert_eq!(decode(bytes), text);
    }
}
