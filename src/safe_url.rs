//! Addresses to which a secret may be sent: https anywhere, or http on this machine alone, so that it never crosses a
//! network in clear; and the HTTP client that keeps to it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use reqwest::{ClientBuilder, Url, redirect};

/// An address to which a secret may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeUrl(Url);

/// Why a text is no address to which a secret may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsafeUrl {
    /// It is no address at all.
    Malformed,
    /// The secret would cross a network in clear.
    InClear,
    /// It holds a user, a query or a fragment.
    Decorated,
}

impl SafeUrl {
    /// Takes an address: https on any host, or http on a loopback one.
    ///
    /// # Errors
    ///
    /// Says why no secret may be sent there.
    pub fn parse(text: &str) -> Result<Self, UnsafeUrl> {
        // A path at its end would double its slash.
        let text = text.trim().trim_end_matches('/');
        if text.contains(char::is_control) || text.contains('\\') {
            return Err(UnsafeUrl::Malformed);
        }
        let url = Url::parse(text).map_err(|_| UnsafeUrl::Malformed)?;
        if text.contains(['@', '?', '#']) {
            return Err(UnsafeUrl::Decorated);
        }
        let url = Self(url);
        match url.0.scheme() {
            "https" if url.0.host_str().is_some() => Ok(url),
            "http" if url.is_this_machine() => Ok(url),
            "http" => Err(UnsafeUrl::InClear),
            _ => Err(UnsafeUrl::Malformed),
        }
    }

    /// Takes the own address of a service.
    #[expect(clippy::expect_used, reason = "the address is written in the program")]
    pub fn of_service(text: &'static str) -> Self {
        Self::parse(text).expect("a safe address")
    }

    /// Returns whether it is spoken to in clear, which only happens on this machine.
    pub fn is_local(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// Returns whether it is this machine, whatever the scheme.
    pub fn is_this_machine(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        is_loopback(host.trim_start_matches('[').trim_end_matches(']'))
    }

    /// Returns the address of a path, which begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.as_str().trim_end_matches('/'))
    }
}

/// Returns whether a host is this machine: `localhost` or a loopback address, never a name that only looks like one.
pub fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Where a server is, and how it is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// On this machine, in clear.
    Clear,
    /// On this machine, by TLS.
    Here,
    /// Anywhere, by TLS.
    Away,
}

/// Begins an HTTP client that sends what it is given to nobody else: it follows no redirect, and on this machine asks no
/// proxy and no name server.
pub(crate) fn client(line: Line) -> ClientBuilder {
    let builder = ClientBuilder::new()
        .user_agent(concat!("pivotal/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .referer(false)
        .https_only(line != Line::Clear);
    match line {
        Line::Away => builder,
        Line::Clear | Line::Here => builder
            .no_proxy()
            .resolve("localhost", SocketAddr::from(([127, 0, 0, 1], 0))),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("127.0.0.1", true)]
    #[case("127.9.9.9", true)]
    #[case("::1", true)]
    #[case("localhost", true)]
    #[case("LOCALHOST", true)]
    #[case("localhost.", false)]
    #[case("localhost.evil.com", false)]
    #[case("127.0.0.1.evil.com", false)]
    #[case("0.0.0.0", false)]
    #[case("10.0.0.1", false)]
    #[case("::ffff:127.0.0.1", false)]
    #[case("", false)]
    fn knows_this_machine(#[case] host: &str, #[case] is_it: bool) {
        assert_eq!(is_loopback(host), is_it, "{host}");
    }

    #[rstest]
    #[case("https://api.hubapi.com")]
    #[case("https://api-eu1.hubapi.com/")]
    #[case("https://proxy.acme.com:8443/slack/")]
    #[case("HTTPS://API.HUBAPI.COM")]
    #[case("http://127.0.0.1:8080")]
    #[case("http://127.8.9.1:8080")]
    #[case("http://[::1]:8080")]
    #[case("http://localhost:8080/")]
    #[case("http://LOCALHOST:8080/")]
    #[case(" http://127.0.0.1 ")]
    fn a_secret_may_be_sent_to(#[case] text: &str) {
        assert!(SafeUrl::parse(text).is_ok(), "{text}");
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
    fn a_secret_is_not_sent_to(#[case] text: &str) {
        assert!(SafeUrl::parse(text).is_err(), "{text}");
    }

    #[test]
    fn a_slash_at_the_end_is_no_part_of_it() {
        let url = SafeUrl::of_service("https://slack.com/api");
        assert_eq!(SafeUrl::parse(" https://slack.com/api/ "), Ok(url.clone()));
        assert_eq!(url.join("/auth.test"), "https://slack.com/api/auth.test");
        let host = SafeUrl::of_service("https://api.hubapi.com");
        assert_eq!(
            (host.to_string().as_str(), host.is_local()),
            ("https://api.hubapi.com", false)
        );
    }
}
