//! Email addresses as a practical sender accepts them.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::{Domain, DomainError, SafeText, harmless, is_dropped};

/// The longest local part in bytes (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// The longest address in bytes (RFC 5321, 4.5.3.1.3, less the angle brackets).
pub const MAX_ADDRESS_CHARS: usize = 254;

/// An email address, trimmed and lower-cased: a dot-atom local part (RFC 5321) at a public DNS domain.
#[derive(Debug, Clone)]
pub struct Email {
    address: String,
    domain: Domain,
}

/// Why a text is not an email address that mail can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was given.
    #[error("Type an email address.")]
    Missing,
    /// There is no @.
    #[error("The email has no @; type it as name@company.com.")]
    NoAt,
    /// There is more than one @.
    #[error("The email has more than one @; type one address.")]
    SeveralAt,
    /// Nothing stands before the @.
    #[error("The email has nothing before the @; type it as name@company.com.")]
    NoLocalPart,
    /// The local part is quoted.
    #[error("The part before the @ is quoted, which many mail servers refuse; type it without quotes.")]
    QuotedLocalPart,
    /// A comment stands in parentheses.
    #[error("The email contains a comment in parentheses; type the address alone.")]
    Comment,
    /// A network number in brackets stands after the @.
    #[error("The email has an IP address after the @; type a domain such as company.com.")]
    IpLiteral,
    /// A blank stands inside the address.
    #[error("The email contains a space; type one address without spaces.")]
    Blank,
    /// A dot stands first, last or twice in the local part.
    #[error("The part before the @ has a dot at its start, its end or two in a row; remove it.")]
    LocalDots,
    /// A character that a local part cannot have.
    #[error("The part before the @ has {0:?}, which an address cannot have; remove it.")]
    LocalCharacter(char),
    /// A letter outside ASCII in the local part.
    #[error("The part before the @ has {0:?}; most mail servers take plain letters only.")]
    LocalNotAscii(char),
    /// The local part is over 64 characters.
    #[error("The part before the @ is longer than {MAX_LOCAL} characters; check the address.")]
    LocalTooLong,
    /// The address is over 254 characters.
    #[error("The email is longer than {MAX_ADDRESS_CHARS} characters; check the address.")]
    TooLong,
    /// The domain has one label.
    #[error("The domain {0} has no dot; type the whole domain, such as {0}.com.")]
    SingleLabel(SafeText),
    /// The domain is not one.
    #[error("{0}")]
    Domain(DomainError),
}

impl Email {
    /// Trims, lower-cases and checks an address.
    pub fn parse(raw: &str) -> Result<Self, EmailError> {
        let text = normalised(raw);
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Missing);
        }
        let Some((local, host)) = text.rsplit_once('@') else {
            return Err(EmailError::NoAt);
        };
        check_local(local, host)?;
        if host.starts_with('[') {
            return Err(EmailError::IpLiteral);
        }
        if host.contains(['(', ')']) {
            return Err(EmailError::Comment);
        }
        if host.contains(char::is_whitespace) {
            return Err(EmailError::Blank);
        }
        let domain = Domain::parse(host).map_err(|error| match error {
            DomainError::SingleLabel(host) => EmailError::SingleLabel(host),
            DomainError::IpAddress(_) => EmailError::IpLiteral,
            DomainError::Missing
            | DomainError::Address
            | DomainError::TooLong
            | DomainError::Malformed(_)
            | DomainError::PublicSuffix(_)
            | DomainError::FreeMail(_) => EmailError::Domain(error),
        })?;
        if local.len() + 1 + domain.ascii().len() > MAX_ADDRESS_CHARS {
            return Err(EmailError::TooLong);
        }
        let address = if host.is_ascii() {
            text.to_lowercase()
        } else {
            format!("{}@{}", local.to_lowercase(), domain.unicode())
        };
        Ok(Self { address, domain })
    }

    /// Takes an address as people copy it, with what stands around it: `<ann@acme.com>,`, `mailto:ann@acme.com`.
    pub fn from_input(raw: &str) -> Result<Self, EmailError> {
        Self::parse(bare(raw))
    }

    /// Takes what the store holds, which was parsed before it was written.
    pub fn from_stored(address: String, domain: String) -> Self {
        Self {
            address: harmless(address),
            domain: Domain::from_stored(domain),
        }
    }

    /// Returns the address, lower-case.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Returns the part before the @.
    pub fn local_part(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// Returns the part after the @, normalised.
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// Returns the form by which two spellings of one mailbox are equal: the domain in IDNA ASCII.
    pub fn key(&self) -> String {
        format!("{}@{}", self.local_part(), self.domain.ascii())
    }
}

/// The layers of signs around an address that are taken off; more is no address.
const MAX_LAYERS: usize = 8;

/// Takes off what people copy along with an address: blanks, quotes, angle brackets, `mailto:`, a comma or semicolon.
pub fn bare(raw: &str) -> &str {
    let is_mess = |c: char| c.is_whitespace() || is_dropped(c) || matches!(c, ',' | ';');
    let mut text = raw;
    for _ in 0..MAX_LAYERS {
        let inner = unwrapped(text.trim_matches(is_mess));
        let inner = match inner.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
                let rest = inner.get(7..).unwrap_or_default();
                rest.split('?').next().unwrap_or_default()
            }
            Some(_) | None => inner,
        };
        if inner.len() == text.len() {
            return text;
        }
        text = inner;
    }
    text
}

fn unwrapped(text: &str) -> &str {
    const PAIRS: [(char, &[char]); 6] = [
        ('<', &['>']),
        ('“', &['”']),
        ('„', &['“', '”']),
        ('‘', &['’']),
        ('\'', &['\'']),
        ('"', &['"']),
    ];
    if let Some(inner) = text.strip_prefix('<') {
        return inner.strip_suffix('>').unwrap_or(inner);
    }
    PAIRS
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .filter(|inner| !inner.contains(['"', '“', '”']))
        .unwrap_or(text)
}

/// Writes an address in the one form in which it is compared: without characters that do not show, full-width letters,
/// digits and dots as plain ones.
fn normalised(raw: &str) -> Cow<'_, str> {
    if raw.is_ascii() {
        return Cow::Borrowed(raw);
    }
    // Joiners belong to words of Arabic and the scripts of India.
    let keeps_joiners = raw.chars().any(|c| matches!(c, '\u{600}'..='\u{dff}'));
    let is_hidden = |c: char| {
        is_dropped(c) && !c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{200c}' | '\u{200d}') && !keeps_joiners
    };
    let plain = |c: char| match c {
        '。' | '｡' | '．' => '.',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' | '＿' | '＋' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        c => c,
    };
    if raw.chars().any(|c| is_hidden(c) || plain(c) != c) {
        Cow::Owned(raw.chars().filter(|c| !is_hidden(*c)).map(plain).collect())
    } else {
        Cow::Borrowed(raw)
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.domain == other.domain && self.local_part() == other.local_part()
    }
}

impl Eq for Email {}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.address)
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.address)
    }
}

/// Checks the dot-atom before the @ (RFC 5321, 4.1.2; `atext` of RFC 5322, 3.2.3).
fn check_local(local: &str, host: &str) -> Result<(), EmailError> {
    if local.starts_with('"') {
        return Err(EmailError::QuotedLocalPart);
    }
    if local.contains(['(', ')']) {
        return Err(EmailError::Comment);
    }
    if local.is_empty() {
        return Err(EmailError::NoLocalPart);
    }
    for c in local.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' => {}
            '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^' | '_' | '`'
            | '{' | '|' | '}' | '~' => {}
            '@' => return Err(EmailError::SeveralAt),
            c if c.is_whitespace() => return Err(EmailError::Blank),
            c if c.is_ascii() || c.is_control() => return Err(EmailError::LocalCharacter(c)),
            c => return Err(EmailError::LocalNotAscii(c)),
        }
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(EmailError::LocalDots);
    }
    if local.len() > MAX_LOCAL {
        return Err(EmailError::LocalTooLong);
    }
    if host.is_empty() {
        return Err(EmailError::Domain(DomainError::Missing));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ann@acme.com", "ann@acme.com")]
    #[case("  Ann.O'Neill+Kickoff@ACME.museum\r\n", "ann.o'neill+kickoff@acme.museum")]
    #[case("ann@müller.de", "ann@müller.de")]
    #[case("a@b.photography", "a@b.photography")]
    #[case("ann@acme。com", "ann@acme.com")]
    #[case("ann@ａｃｍｅ．com", "ann@acme.com")]
    #[case("ａｎｎ１@acme.com", "ann1@acme.com")]
    #[case("an\u{ad}n@ac\u{200b}me.com\u{2060}", "ann@acme.com")]
    #[case("\u{200e}ann@acme.com\u{200f}", "ann@acme.com")]
    #[case("ann@MÜLLER。de", "ann@müller.de")]
    fn takes(#[case] raw: &str, #[case] expected: &str) {
        assert_eq!(Email::parse(raw).map(|e| e.to_string()), Ok(expected.to_owned()));
    }

    #[rstest]
    #[case("", EmailError::Missing)]
    #[case("ann", EmailError::NoAt)]
    #[case("a@b@c.com", EmailError::SeveralAt)]
    #[case("@acme.com", EmailError::NoLocalPart)]
    #[case("\"ann lee\"@acme.com", EmailError::QuotedLocalPart)]
    #[case("ann(work)@acme.com", EmailError::Comment)]
    #[case("ann@acme.com(work)", EmailError::Comment)]
    #[case("ann@[127.0.0.1]", EmailError::IpLiteral)]
    #[case("ann@127.0.0.1", EmailError::IpLiteral)]
    #[case("ann lee@acme.com", EmailError::Blank)]
    #[case("ann..lee@acme.com", EmailError::LocalDots)]
    #[case("ann,lee@acme.com", EmailError::LocalCharacter(','))]
    #[case("ann\u{1b}@acme.com", EmailError::LocalCharacter('\u{1b}'))]
    #[case("josé@acme.com", EmailError::LocalNotAscii('é'))]
    #[case("ann@", EmailError::Domain(DomainError::Missing))]
    fn refuses(#[case] raw: &str, #[case] expected: EmailError) {
        assert_eq!(Email::parse(raw).map(|e| e.to_string()), Err(expected));
    }

    #[rstest]
    #[case("ann@acme.com”")]
    #[case("ann@acme–corp.com")]
    #[case("ann@acme™.com")]
    #[case("ann＠acme.com")]
    fn signs_are_not_letters(#[case] raw: &str) {
        assert!(Email::parse(raw).is_err(), "{raw}");
    }

    #[rstest]
    #[case("<ann@acme.com>,", "ann@acme.com")]
    #[case("MAILTO:Ann@acme.com?subject=Hi", "ann@acme.com")]
    #[case("<mailto:ann@acme.com>;", "ann@acme.com")]
    #[case("“ann@acme.com”", "ann@acme.com")]
    #[case("\u{a0}'ann@acme.com'", "ann@acme.com")]
    #[case("<ann@acme.com", "ann@acme.com")]
    #[case("o'neill@acme.com", "o'neill@acme.com")]
    fn what_is_copied_along_is_taken_off(#[case] raw: &str, #[case] expected: &str) {
        assert_eq!(
            Email::from_input(raw).map(|e| e.to_string()),
            Ok(expected.to_owned())
        );
    }

    #[test]
    fn signs_without_end_are_not_taken_off_one_by_one() {
        let text = "<".repeat(1_000);
        assert_eq!(bare(&text).len(), 1_000 - MAX_LAYERS);
    }

    #[test]
    fn both_spellings_of_an_idn_are_one_mailbox() {
        assert_eq!(
            Email::parse("ann@müller.de"),
            Email::parse("ANN@xn--mller-kva.de")
        );
    }

    #[test]
    fn a_single_label_says_so() {
        let message = Email::parse("ann@acme").expect_err("refused").to_string();
        assert!(message.starts_with("The domain acme has no dot"), "{message}");
    }

    #[rstest]
    #[case(64, 57, None)]
    #[case(64, 58, Some(EmailError::TooLong))]
    #[case(65, 1, Some(EmailError::LocalTooLong))]
    fn an_address_has_254_characters_and_64_before_the_sign(
        #[case] local: usize,
        #[case] last: usize,
        #[case] error: Option<EmailError>,
    ) {
        let label = "b".repeat(63);
        let raw = format!("{}@{label}.{label}.{}.com", "a".repeat(local), "c".repeat(last));
        assert_eq!(Email::parse(&raw).err(), error);
    }
}
