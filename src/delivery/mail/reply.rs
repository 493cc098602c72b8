//! Replies of a mail server, read byte by byte: only the code counts (RFC 5321, 4.2), and each reply is bounded.

/// How many bytes of a line are kept; RFC 5321, 4.5.3.1.5 allows 512.
const MAX_LINE: usize = 2 * 1024;

/// How many lines with text a reply may have.
const MAX_LINES: usize = 500;

/// How many bytes a reply may have, those that are not kept included.
const MAX_REPLY: usize = 64 * 1024;

/// What a reply means by the first digit of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It is done: 200 to 299.
    Done,
    /// The server waits for more: 300 to 399.
    GoOn,
    /// Not now: 400 to 499.
    Later,
    /// No: 500 to 599.
    Refused,
    /// Nothing that SMTP knows.
    Odd,
}

/// A whole reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The code of three digits.
    pub(super) code: u16,
    /// What stands behind the code in each line; in any encoding, and perhaps empty.
    pub(super) lines: Vec<Vec<u8>>,
}

impl Reply {
    /// Returns what the code means.
    pub(super) const fn class(&self) -> Class {
        class(self.code)
    }

    /// Returns whether the server says no, for now or for good.
    pub(super) const fn is_refusal(&self) -> bool {
        matches!(self.class(), Class::Later | Class::Refused)
    }
}

const fn class(code: u16) -> Class {
    match code {
        200..=299 => Class::Done,
        300..=399 => Class::GoOn,
        400..=499 => Class::Later,
        500..=599 => Class::Refused,
        _ => Class::Odd,
    }
}

/// Why what a server says is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    /// It went on and on.
    Endless,
    /// Its lines say different things.
    Contradictory,
}

/// Puts a reply together; a line ends with LF, CR or both, and lines without a code are passed over.
#[derive(Debug, Default)]
pub(super) struct Replies {
    line: Vec<u8>,
    lines: Vec<Vec<u8>>,
    code: Option<u16>,
    bytes: usize,
    count: usize,
}

/// A line that has a code.
struct Coded<'a> {
    code: u16,
    text: &'a [u8],
    is_last: bool,
}

impl Replies {
    /// Takes a byte; returns the reply that ends with it, or why there will be none.
    pub(super) fn take(&mut self, byte: u8) -> Option<Result<Reply, Oddity>> {
        self.bytes += 1;
        if matches!(byte, b'\r' | b'\n') {
            if let Some(whole) = self.end_line() {
                return Some(whole);
            }
        } else if self.line.len() < MAX_LINE {
            self.line.push(byte);
        }
        (self.bytes >= MAX_REPLY || self.count >= MAX_LINES)
            .then(|| self.end().unwrap_or(Err(Oddity::Endless)))
    }

    /// Takes that no more will come: a last line without an end counts too.
    pub(super) fn end(&mut self) -> Option<Result<Reply, Oddity>> {
        self.end_line()
    }

    fn end_line(&mut self) -> Option<Result<Reply, Oddity>> {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_ascii();
        if line.is_empty() {
            return None;
        }
        self.count += 1;
        let Coded { code, text, is_last } = coded(line)?;
        if self.code.is_some_and(|before| class(before) != class(code)) {
            return Some(Err(Oddity::Contradictory));
        }
        self.code = Some(code);
        self.lines.push(text.to_vec());
        is_last.then(|| {
            Ok(Reply {
                code,
                lines: std::mem::take(&mut self.lines),
            })
        })
    }
}

/// Reads the code of a line; a line without one is none of a reply.
fn coded(line: &[u8]) -> Option<Coded<'_>> {
    let (digits, rest) = line.split_at_checked(3)?;
    if !digits.iter().all(u8::is_ascii_digit) || rest.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let code = digits
        .iter()
        .fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    let is_last = rest.first() != Some(&b'-');
    let text = if is_last {
        rest
    } else {
        rest.get(1..).unwrap_or_default()
    };
    Some(Coded {
        code,
        text: text.trim_ascii(),
        is_last,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// Reads one reply, and takes the end of the connection for the end of it.
    fn read(bytes: &[u8]) -> Option<Result<Reply, Oddity>> {
        let mut replies = Replies::default();
        let whole = bytes.iter().find_map(|byte| replies.take(*byte));
        whole.or_else(|| replies.end())
    }

    #[rstest]
    #[case::usual(b"250 2.0.0 taken\r\n".as_slice(), 250)]
    #[case::bare(b"250\r\n", 250)]
    #[case::bare_with_a_space(b"250 \r\n", 250)]
    #[case::no_line_end(b"250", 250)]
    #[case::no_space(b"250OK\r\n", 250)]
    #[case::tab(b"250\tOK\r\n", 250)]
    #[case::zero(b"250\0\r\n", 250)]
    #[case::latin_1(b"250 re\xe7u\r\n", 250)]
    #[case::shift_jis(b"250 \x8e\xf3\x82\xaf\x95t\x82\xaf\x82\xdc\x82\xb5\x82\xbd\r\n", 250)]
    #[case::after_an_empty_line(b"\r\n250 OK\r\n", 250)]
    #[case::after_many(b"\r\n\n\r \t\r\n250 OK\r\n", 250)]
    #[case::after_spaces(b"  250 OK\r\n", 250)]
    #[case::lf(b"250 OK\n", 250)]
    #[case::cr(b"250 OK\r", 250)]
    #[case::several(b"250-a\r\n250-b\r\n250 c\r\n", 250)]
    #[case::several_mixed(b"250-a\n250-b\r250 c\r\n", 250)]
    #[case::several_bare(b"250-\r\n250\r\n", 250)]
    #[case::a_line_without_code(b"250-a\r\nand more\r\n250 c\r\n", 250)]
    #[case::before_it(b"hello there\r\n250 c\r\n", 250)]
    #[case::too_many_digits(b"2506 x\r\n550 no\r\n", 550)]
    #[case::the_last_of_a_class(b"250-a\r\n251 b\r\n", 251)]
    #[case::unknown(b"999 what\r\n", 999)]
    fn only_the_code_counts(#[case] bytes: &[u8], #[case] code: u16) {
        let reply = read(bytes).expect("a reply").expect("a code");
        assert_eq!(reply.code, code);
    }

    #[rstest]
    #[case::nothing(b"".as_slice(), None)]
    #[case::half_a_code(b"25", None)]
    #[case::no_code(b"OK\r\n", None)]
    #[case::more_to_come(b"250-a\r\n", None)]
    #[case::yes_and_no(b"250-a\r\n550 b\r\n", Some(Err(Oddity::Contradictory)))]
    fn what_is_no_reply(#[case] bytes: &[u8], #[case] expected: Option<Result<Reply, Oddity>>) {
        assert_eq!(read(bytes), expected);
    }

    #[test]
    fn what_stands_behind_the_code_is_kept_by_line() {
        let reply = read(b"550-5.1.1 a\r\n550 \xe9\r\n")
            .expect("a reply")
            .expect("a code");
        assert_eq!(reply.lines, [b"5.1.1 a".to_vec(), b"\xe9".to_vec()]);
    }

    #[rstest]
    #[case::without_a_code(b"x".as_slice(), Err(Oddity::Endless))]
    #[case::empty_lines(b"\r\n", Err(Oddity::Endless))]
    #[case::no_last_line(b"250-x\r\n", Err(Oddity::Endless))]
    #[case::the_code_was_said(b"250 x", Ok(250))]
    fn a_reply_without_an_end_is_bounded(#[case] part: &[u8], #[case] expected: Result<u16, Oddity>) {
        let mut replies = Replies::default();
        let mut taken = 0;
        let whole = part.iter().cycle().find_map(|byte| {
            taken += 1;
            replies.take(*byte)
        });
        assert_eq!(whole.expect("an end").map(|reply| reply.code), expected);
        assert!(taken <= MAX_REPLY);
        assert!(replies.line.capacity() <= 2 * MAX_LINE);
    }

    proptest! {
        #[test]
        fn any_bytes_end_within_the_bounds(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_bytes_may_follow_a_code(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let is_text = !matches!(bytes.first(), Some(b'-' | b'0'..=b'9'));
            prop_assume!(is_text);
            let reply = read(&[b"250".as_slice(), &bytes, b"\r\n"].concat());
            prop_assert_eq!(reply.expect("a reply").expect("a code").code, 250);
        }
    }
}
