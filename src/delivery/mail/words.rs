//! A server's words: in any encoding, cleaned, cut, and never with the password in them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::WINDOWS_1252;
use secrecy::ExposeSecret;

use super::SmtpSettings;
use super::reply::Reply;
use crate::domain::SafeText;

/// How many characters of a server's words are shown.
const MAX_WORDS: usize = 200;

/// The first character behind the Latin alphabets.
const LATIN_END: char = '\u{250}';

/// Returns the words of a reply as they may be shown; those that repeat the password are withheld.
pub(super) fn shown(reply: &Reply, settings: &SmtpSettings) -> SafeText {
    let text = joined(reply, &settings.host);
    if repeats_the_password(&text, settings) {
        return SafeText::clean("(words withheld)");
    }
    let cut: String = SafeText::clean(&text).as_str().chars().take(MAX_WORDS).collect();
    SafeText::clean(&cut)
}

/// Puts the lines together; a status that each of them repeats stands once.
fn joined(reply: &Reply, host: &str) -> String {
    let text = decoded(&reply.lines.join(&b'\n'), host);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else {
        return String::new();
    };
    let status = first.split(' ').next().unwrap_or_default();
    let is_status = status.contains('.') && status.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let mut joined = first.to_owned();
    for line in lines {
        let rest = line
            .strip_prefix(status)
            .filter(|rest| is_status && rest.starts_with(' '));
        joined.push(' ');
        joined.push_str(rest.unwrap_or(line).trim());
    }
    joined
}

/// Decodes words of which nobody says how they are encoded; the country of the host makes some ways likelier.
fn decoded(bytes: &[u8], host: &str) -> String {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0x1b)
    {
        return text.to_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let country = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_country = country.len() == 2 && country.bytes().all(|b| b.is_ascii_lowercase());
    let hint = is_country.then_some(country.as_bytes());
    let guess = detector.guess(hint, Utf8Detection::Allow);
    let text = guess.decode_without_bom_handling(bytes).0;
    // A few words do not tell one Latin alphabet from another; without a country the western one is the likeliest.
    if !is_country && text.chars().all(|c| c < LATIN_END) {
        return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    }
    text.into_owned()
}

/// Returns whether a text repeats the password, as it is or as it was sent.
fn repeats_the_password(text: &str, settings: &SmtpSettings) -> bool {
    let (Some(user), Some(password)) = (&settings.user, &settings.password) else {
        return false;
    };
    let password = password.expose_secret();
    let sent = [
        password.to_owned(),
        BASE64_STANDARD.encode(password),
        BASE64_STANDARD.encode(format!("\0{user}\0{password}")),
    ];
    sent.iter().any(|sent| text.contains(sent))
}
