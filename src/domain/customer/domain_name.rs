//! DNS domains, and which of them can be a customer's.

use std::borrow::Cow;
use std::fmt;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::{SafeText, harmless, is_free_mail};

/// A public DNS domain of two labels or more, as lower-case IDNA ASCII.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

/// Why a text is not a domain, or not one that a customer can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Nothing was given.
    #[error("Type a domain such as acme.com.")]
    Missing,
    /// An address stands where the domain was asked for.
    #[error("That is an email address; type only the part after the @, such as acme.com.")]
    Address,
    /// A number of the network, not a name.
    #[error("{0} is an IP address; type a domain such as acme.com.")]
    IpAddress(SafeText),
    /// A name without a dot.
    #[error("{0} has no dot; type the whole domain, such as {0}.com.")]
    SingleLabel(SafeText),
    /// Longer than DNS allows: 63 bytes a label, 253 in all (RFC 1035, 2.3.4).
    #[error("The domain is too long: a part may have 63 characters, the whole 253.")]
    TooLong,
    /// Characters or an order of them that no domain has (RFC 5890, UTS 46).
    #[error("{0} is not a domain; it may contain letters, digits, hyphens and dots, such as acme.com.")]
    Malformed(SafeText),
    /// A suffix under which anybody registers (publicsuffix.org).
    #[error("{0} is a public suffix under which many companies register; type the customer's own domain.")]
    PublicSuffix(SafeText),
    /// A provider of mail for the public.
    #[error(
        "{0} is a free-mail provider whose addresses belong to many people; type the customer's own domain."
    )]
    FreeMail(SafeText),
}

impl Domain {
    /// Takes the part of an email address after the @.
    pub fn parse(raw: &str) -> Result<Self, DomainError> {
        let shown = || shown(raw);
        if raw.is_empty() {
            return Err(DomainError::Missing);
        }
        if !raw.is_ascii() && !raw.chars().all(is_of_a_host) {
            return Err(DomainError::Malformed(shown()));
        }
        let ascii = to_ascii(raw)
            .filter(|ascii| has_plain_labels(ascii))
            .ok_or_else(|| {
                if raw.len() > 63
                    && idna::domain_to_ascii(raw)
                        .is_ok_and(|ascii| !idna::uts46::verify_dns_length(&ascii, false))
                    && !raw.contains("..")
                    && !raw.starts_with('.')
                    && !raw.ends_with('.')
                {
                    DomainError::TooLong
                } else {
                    DomainError::Malformed(shown())
                }
            })?;
        let Some((_, top)) = ascii.rsplit_once('.') else {
            return Err(DomainError::SingleLabel(shown()));
        };
        if top.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DomainError::IpAddress(shown()));
        }
        Ok(Self(ascii.into_owned()))
    }

    /// Takes what the store holds, which was parsed before it was written.
    pub fn from_stored(ascii: String) -> Self {
        Self(harmless(ascii))
    }

    /// Returns the lower-case IDNA ASCII form, as it is stored and compared.
    pub fn ascii(&self) -> &str {
        &self.0
    }

    /// Returns the Unicode form, as it is shown.
    pub fn unicode(&self) -> Cow<'_, str> {
        if self.0.split('.').any(|label| label.starts_with("xn--")) {
            Cow::Owned(harmless(idna::domain_to_unicode(&self.0).0))
        } else {
            Cow::Borrowed(&self.0)
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.unicode())
    }
}

/// A domain that can belong to one company: neither a public suffix nor a free-mail provider.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerDomain(Domain);

impl CustomerDomain {
    /// Normalises what the user types or pastes: scheme, path, port, `www.`, case, a trailing dot and IDN forms.
    pub fn parse(raw: &str) -> Result<Self, DomainError> {
        let host = host_of(raw)?;
        let domain = Domain::parse(host)?;
        if psl::suffix(domain.ascii().as_bytes())
            .is_some_and(|suffix| suffix.is_known() && suffix == domain.ascii())
        {
            return Err(DomainError::PublicSuffix(shown(&domain.unicode())));
        }
        if is_free_mail(&domain) {
            return Err(DomainError::FreeMail(shown(&domain.unicode())));
        }
        Ok(Self(domain))
    }

    /// Takes what the store holds, which was parsed before it was written.
    pub fn from_stored(ascii: String) -> Self {
        Self(Domain::from_stored(ascii))
    }

    /// Returns the domain.
    pub fn domain(&self) -> &Domain {
        &self.0
    }

    /// Returns the lower-case IDNA ASCII form, as it is stored and compared.
    pub fn ascii(&self) -> &str {
        self.0.ascii()
    }
}

impl fmt::Display for CustomerDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for CustomerDomain {
    /// Writes the ASCII form.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.ascii())
    }
}

/// Finds the host in what may be a whole URL.
fn host_of(raw: &str) -> Result<&str, DomainError> {
    let text = raw.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '<' | '>' | '"' | ',' | ';')
    });
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.trim_start_matches('/');
    let text = text.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    if text.contains('@') {
        return Err(DomainError::Address);
    }
    let host = match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => text,
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let bare = host
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("www."))
        .and_then(|_| host.get(4..));
    Ok(bare.filter(|rest| rest.contains('.')).unwrap_or(host))
}

/// Converts to IDNA ASCII by UTS 46 with the STD 3 rules for host names.
fn to_ascii(raw: &str) -> Option<Cow<'_, str>> {
    Uts46::new()
        .to_ascii(
            raw.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .ok()
}

/// Returns whether a character may stand in the Unicode form of a host name, before IDNA maps it: what IDNA makes letters
/// of, such as `™`, may not.
fn is_of_a_host(c: char) -> bool {
    match c {
        '.' | '-' | '。' | '．' | '｡' | '－' => true,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        '\u{ff10}'..='\u{ffdc}' => c.is_alphanumeric(),
        c if c.is_alphanumeric() && !c.nfkc().eq(c.nfc()) => false,
        // What scripts write inside words (RFC 5892, appendix A).
        '\u{b7}' | '\u{375}' | '\u{5f3}' | '\u{5f4}' | '\u{30fb}' | '\u{200c}' | '\u{200d}' => true,
        c => c.is_alphabetic() || is_combining_mark(c),
    }
}

/// Returns whether the labels, which are in IDNA ASCII, hold what IDNA 2008 allows and not letters of scripts that look alike.
fn has_plain_labels(ascii: &str) -> bool {
    ascii
        .split('.')
        .filter(|label| label.starts_with("xn--"))
        .all(|label| {
            let (unicode, valid) = idna::domain_to_unicode(label);
            let has = |test: fn(char) -> bool| unicode.chars().any(test);
            let latin = has(|c| c.is_ascii_alphabetic() || matches!(c, 'à'..='ɏ'));
            let greek = has(|c| matches!(c, 'Ͱ'..='Ͽ'));
            let cyrillic = has(|c| matches!(c, 'Ѐ'..='ӿ'));
            valid.is_ok()
                && unicode.chars().all(is_of_a_host)
                && usize::from(latin) + usize::from(greek) + usize::from(cyrillic) < 2
        })
}

fn shown(raw: &str) -> SafeText {
    SafeText::clean(raw.get(..raw.floor_char_boundary(80)).unwrap_or(raw))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("acme.com", "acme.com")]
    #[case("  HTTPS://www.Acme.COM:8443/about?x=1#top ", "acme.com")]
    #[case("www.acme.co.uk.", "acme.co.uk")]
    #[case("//acme.com/", "acme.com")]
    #[case("müller.de", "xn--mller-kva.de")]
    #[case("XN--MLLER-KVA.de", "xn--mller-kva.de")]
    #[case("例え。jp", "xn--r8jz45g.jp")]
    #[case("ａｃｍｅ．ｃｏｍ", "acme.com")]
    #[case("mail.acme.com", "mail.acme.com")]
    #[case("www.com", "www.com")]
    #[case("acme.example", "acme.example")]
    #[case("<acme.com>,", "acme.com")]
    fn normalises(#[case] raw: &str, #[case] ascii: &str) {
        assert_eq!(
            CustomerDomain::parse(raw).map(|d| d.ascii().to_owned()),
            Ok(ascii.to_owned())
        );
    }

    #[rstest]
    #[case("", "Type a domain")]
    #[case("ann@acme.com", "email address")]
    #[case("127.0.0.1", "IP address")]
    #[case("acme", "no dot")]
    #[case("acme..com", "not a domain")]
    #[case("ac me.com", "not a domain")]
    #[case("-acme.com", "not a domain")]
    #[case("acme_x.com", "not a domain")]
    #[case("acme.com”", "not a domain")]
    #[case("acme–corp.com", "not a domain")]
    #[case("acme™.com", "not a domain")]
    #[case("acme•corp.com", "not a domain")]
    #[case("acme².com", "not a domain")]
    #[case("ⓐcme.com", "not a domain")]
    #[case("аcme.com", "not a domain")]
    #[case("co.uk", "public suffix")]
    #[case("https://www.co.uk/", "public suffix")]
    #[case("公司.cn", "public suffix")]
    #[case("github.io", "public suffix")]
    #[case("gmail.com", "free-mail")]
    #[case("WWW.GoogleMail.com", "free-mail")]
    fn refuses_with_the_reason(#[case] raw: &str, #[case] reason: &str) {
        let message = CustomerDomain::parse(raw)
            .map_err(|e| e.to_string())
            .expect_err("refused");
        assert!(message.contains(reason), "{message}");
    }

    #[rstest]
    #[case("gal·la.cat")]
    #[case("пример.рф")]
    #[case("उदाहरण.भारत")]
    #[case("日本語.jp")]
    #[case("straße.de")]
    fn words_of_any_script_are_labels(#[case] raw: &str) {
        assert!(Domain::parse(raw).is_ok(), "{:?}", Domain::parse(raw));
    }

    #[test]
    fn a_long_label_is_called_too_long() {
        assert_eq!(
            Domain::parse(&format!("{}.com", "a".repeat(64))),
            Err(DomainError::TooLong)
        );
    }

    #[test]
    fn is_shown_as_unicode() {
        assert_eq!(
            Domain::parse("xn--mller-kva.de").map(|d| d.to_string()),
            Ok("müller.de".to_owned())
        );
    }
}
