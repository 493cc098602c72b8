//! Where HubSpot is: https anywhere, or http on this machine alone, so that the token never crosses a network in clear.

use std::fmt;

use crate::safe_url::{SafeUrl, UnsafeUrl};

/// HubSpot's own address.
const HUBSPOT: &str = "https://api.hubapi.com";

/// An address that the token may be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

/// Why a text is no address that the token may be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// It is no address at all.
    #[error("PIVOTAL_HUBSPOT_URL is not an address. Give one such as https://api.hubapi.com.")]
    Malformed,
    /// The token would cross a network in clear.
    #[error(
        "PIVOTAL_HUBSPOT_URL would send the token over http to another machine. Use https, or http on 127.0.0.1."
    )]
    InClear,
    /// It holds a user, a query or a fragment.
    #[error(
        "PIVOTAL_HUBSPOT_URL may hold no user, query or fragment. Give one such as https://api.hubapi.com."
    )]
    Decorated,
}

impl BaseUrl {
    /// Takes an address: https on any host, or http on a loopback one.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        SafeUrl::parse(text)
            .map(|url| Self(url.to_string()))
            .map_err(|error| match error {
                UnsafeUrl::Malformed => BaseUrlError::Malformed,
                UnsafeUrl::InClear => BaseUrlError::InClear,
                UnsafeUrl::Decorated => BaseUrlError::Decorated,
            })
    }

    /// Says whether it is on this machine.
    pub fn is_local(&self) -> bool {
        self.0.starts_with("http:")
    }

    /// Gives the address of a path.
    pub(super) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self(HUBSPOT.to_owned())
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://api.hubapi.com")]
    #[case("https://api-eu1.hubapi.com/")]
    #[case("https://proxy.acme.com:8443/hubspot")]
    #[case("HTTPS://API.HUBAPI.COM")]
    #[case("http://127.0.0.1:8080")]
    #[case("http://127.8.9.1:8080")]
    #[case("http://[::1]:8080")]
    #[case("http://localhost:8080/")]
    #[case("http://LOCALHOST:8080/")]
    #[case(" http://127.0.0.1 ")]
    fn safe(#[case] text: &str) {
        assert!(BaseUrl::parse(text).is_ok(), "{text}");
    }

    #[rstest]
    #[case("")]
    #[case("api.hubapi.com")]
    #[case("//api.hubapi.com")]
    #[case("ftp://127.0.0.1")]
    #[case("file:///etc/passwd")]
    #[case("javascript:alert(1)")]
    #[case("http://api.hubapi.com")]
    #[case("http://127.0.0.1.evil.com")]
    #[case("http://127.0.0.1@evil.com")]
    #[case("http://localhost@evil")]
    #[case("http://localhost:pass@evil")]
    #[case("https://token@api.hubapi.com")]
    #[case("https://u:p@api.hubapi.com")]
    #[case("http://localhost.evil.com")]
    #[case("http://localhost.")]
    #[case("http://evil.com#127.0.0.1")]
    #[case("http://evil.com?127.0.0.1")]
    #[case("http://evil.com/127.0.0.1")]
    #[case("http://evil.com\\@127.0.0.1")]
    #[case("http://127.0.0.1\\@evil.com")]
    #[case("http://0.0.0.0:80")]
    #[case("http://10.0.0.1")]
    #[case("http://192.168.0.1")]
    #[case("http://169.254.169.254")]
    #[case("http://[::ffff:127.0.0.1]")]
    #[case("http://[fe80::1]")]
    #[case("http://[::]")]
    #[case("https://api.hubapi.com?x=1")]
    #[case("https://api.hubapi.com#x")]
    #[case("https://")]
    #[case("http://")]
    #[case("http:127.0.0.1.evil.com")]
    #[case("http://127.0.0.1\u{0}.evil.com")]
    #[case("http://127.0.0.1\r\nHost: evil")]
    #[case("http://①②⑦.0.0.1.evil.com")]
    #[case("http://localhostt")]
    fn unsafe_ones(#[case] text: &str) {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }

    #[test]
    fn hubspots_own_is_the_default() {
        assert_eq!(BaseUrl::default().to_string(), HUBSPOT);
        assert_eq!(BaseUrl::default().join("/x"), "https://api.hubapi.com/x");
        assert_eq!(BaseUrl::parse(HUBSPOT), Ok(BaseUrl::default()));
    }
}
