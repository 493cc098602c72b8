//! The clipboard of the terminal, which is written by an escape sequence (OSC 52) and works over ssh too.

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Writes the sequence that puts a text on the clipboard.
pub(super) fn sequence(text: &str) -> String {
    format!("\u{1b}]52;c;{}\u{7}", base64(text.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    let sign = |bits: u32| {
        let place = usize::try_from(bits & 63).unwrap_or(0);
        SIGNS.get(place).map_or('=', |sign| char::from(*sign))
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.push(sign(bits >> 18));
        text.push(sign(bits >> 12));
        text.push(if chunk.len() > 1 { sign(bits >> 6) } else { '=' });
        text.push(if chunk.len() > 2 { sign(bits) } else { '=' });
    }
    text
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", "")]
    #[case("f", "Zg==")]
    #[case("fo", "Zm8=")]
    #[case("foo", "Zm9v")]
    #[case("foob", "Zm9vYg==")]
    #[case("ÿþ🙂", "w7/DvvCfmYI=")]
    fn texts_are_written_as_rfc_4648_says(#[case] text: &str, #[case] written: &str) {
        assert_eq!(base64(text.as_bytes()), written);
    }

    #[test]
    fn no_text_ends_the_sequence_early() {
        let sequence = sequence("a\u{7}b\u{1b}c");
        assert_eq!(sequence.matches('\u{7}').count(), 1);
        assert_eq!(sequence.matches('\u{1b}').count(), 1);
    }
}
