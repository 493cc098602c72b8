//! Header fields out of any text: one line or folded ones, all ASCII, in which nothing can begin another field.

use lettre::message::header::{HeaderName, HeaderValue};

use crate::domain::{Email, SafeText};

/// How many characters of a name or a subject are kept.
pub(super) const MAX_CHARS: usize = 200;

/// How many characters stand in an encoded word between `=?utf-8?q?` and `?=` (RFC 2047, 2: at most 75 in all).
const MAX_WORD: usize = 63;

/// Returns what is kept of a name or a subject: one line without control characters, of at most 200 characters.
pub(in crate::delivery) fn kept(text: &str) -> String {
    let text = SafeText::clean(text);
    let cut: String = text.as_str().chars().take(MAX_CHARS).collect();
    cut.trim_end().to_owned()
}

/// Returns the form of an address that any mail server takes: the domain in IDNA ASCII.
pub(super) fn ascii(email: &Email) -> String {
    email.key()
}

/// Makes a field of a name and an address, such as `To`.
pub(super) fn mailbox(field: &'static str, name: &str, email: &Email) -> HeaderValue {
    let address = ascii(email);
    let name = kept(name);
    let value = if name.is_empty() {
        address.clone()
    } else {
        // The address has a line of its own, so that no line grows long.
        format!("{}\r\n <{address}>", phrase(&name))
    };
    // The raw value is read by lettre alone, which wants to find an address there.
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(field), address, value)
}

/// Makes a field of free text, such as `Subject`.
pub(super) fn text(field: &'static str, text: &str) -> HeaderValue {
    let text = kept(text);
    let value = if is_plain(&text) {
        text.clone()
    } else {
        encoded_words(&text)
    };
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(field), text, value)
}

/// Makes a field of a value that was checked and is not to be changed, such as `Message-ID`.
pub(super) fn verbatim(field: &'static str, value: &str) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(field),
        value.to_owned(),
        value.to_owned(),
    )
}

/// Returns whether a text may stand as it is: printable ASCII in which no reader takes anything for an encoded word.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b)) && !text.contains("=?")
}

/// Writes a display name: in quotes if it is plain, else in encoded words.
fn phrase(name: &str) -> String {
    if !is_plain(name) {
        return encoded_words(name);
    }
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push('"');
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

/// Writes a text in encoded words (RFC 2047, Q), one a line; none of them ends within a character.
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let mut bytes = [0; 4];
        let mut encoded = String::with_capacity(12);
        for byte in c.encode_utf8(&mut bytes).bytes() {
            match byte {
                b' ' => encoded.push('_'),
                // These alone are safe in a display name too (RFC 2047, 5 (3)).
                byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
                byte => encoded.push_str(&format!("={byte:02X}")),
            }
        }
        match words.last_mut() {
            Some(word) if word.len() + encoded.len() <= MAX_WORD => word.push_str(&encoded),
            Some(_) | None => words.push(encoded),
        }
    }
    let words: Vec<String> = words.iter().map(|word| format!("=?utf-8?q?{word}?=")).collect();
    words.join("\r\n ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Ann Lee", "\"Ann Lee\"")]
    #[case("Lee, \"Ann\" \\o/", "\"Lee, \\\"Ann\\\" \\\\o/\"")]
    #[case("Zoë", "=?utf-8?q?Zo=C3=AB?=")]
    #[case("=?utf-8?q?Boss?=", "=?utf-8?q?=3D=3Futf=2D8=3Fq=3FBoss=3F=3D?=")]
    fn a_name_is_quoted_or_encoded(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(phrase(name), expected);
    }

    #[rstest]
    #[case("Ann\r\nBcc: eve@evil.com", "Ann Bcc: eve@evil.com")]
    #[case("Ann\0\u{2028}Lee\u{85}", "Ann Lee")]
    #[case("", "")]
    fn what_is_kept_is_one_line(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(kept(text), expected);
    }

    #[test]
    fn a_long_name_is_cut_and_its_words_are_short() {
        let words = encoded_words(&kept(&"🙂".repeat(500)));
        assert_eq!(words.matches("=F0=9F=99=82").count(), 200);
        assert!(words.split("\r\n ").all(|word| word.len() <= 75), "{words}");
    }
}
