//! Where HubSpot is: https anywhere, or http on this machine alone, so that the token never crosses a network in clear.

use std::fmt;

use reqwest::Url;

/// HubSpot's own address.
const HUBSPOT: &str = "https://api.hubapi.com";

/// An address that the token may be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

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
        let text = text.trim();
        if text.contains(char::is_control) || text.contains('\\') {
            return Err(BaseUrlError::Malformed);
        }
        let url = Url::parse(text).map_err(|_| BaseUrlError::Malformed)?;
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && !text.contains('@');
        if !is_plain {
            return Err(BaseUrlError::Decorated);
        }
        match url.scheme() {
            "https" if url.host().is_some() => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            "http" => Err(BaseUrlError::InClear),
            _ => Err(BaseUrlError::Malformed),
        }
    }

    /// Says whether it is on this machine.
    pub fn is_local(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// Gives the address of a path.
    pub(super) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0.as_str().trim_end_matches('/'))
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        // Tested below; without it there would be nothing to ask.
        Self::parse(HUBSPOT).unwrap_or_else(|_| Self(loopback()))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    if host == "localhost" {
        return true;
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[expect(clippy::unwrap_used, reason = "the text is constant, and a test parses it")]
fn loopback() -> Url {
    Url::parse("http://127.0.0.1:9").unwrap()
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
        assert_eq!(BaseUrl(loopback()).to_string(), "http://127.0.0.1:9");
    }
}
