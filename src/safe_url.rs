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
        let text = text.trim();
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

    /// Says whether it is spoken to in clear, which only happens on this machine.
    pub fn is_local(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// Says whether it is this machine, whatever the scheme.
    pub fn is_this_machine(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        is_loopback(host.trim_start_matches('[').trim_end_matches(']'))
    }

    /// Gives the address of a path, which begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.as_str().trim_end_matches('/'))
    }
}

/// Says whether a host is this machine: `localhost` or a loopback address, never a name that only looks like one.
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
}
