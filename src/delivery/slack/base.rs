//! Where Slack is: https anywhere, or http on this machine alone, so that the token never crosses a network in clear.

use std::fmt;

use crate::safe_url::{SafeUrl, UnsafeUrl};

/// Slack's own address.
const SLACK: &str = "https://slack.com/api";

/// An address that Slack's token may be sent to; Slack's own by default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlackBase(String);

/// Why a text is no address that Slack's token may be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlackBaseError {
    /// It is no address at all.
    #[error("The address of Slack is not one. Give one such as https://slack.com/api, or none.")]
    Malformed,
    /// The token would cross a network in clear.
    #[error(
        "The address of Slack would send the token over http to another machine. Use https, or http on 127.0.0.1."
    )]
    InClear,
    /// It holds a user, a query or a fragment.
    #[error(
        "The address of Slack may hold no user, query or fragment. Give one such as https://slack.com/api."
    )]
    Decorated,
}

impl SlackBase {
    /// Takes an address: https on any host, or http on a loopback one.
    ///
    /// # Errors
    ///
    /// Says why the token may not be sent there.
    pub fn parse(text: &str) -> Result<Self, SlackBaseError> {
        SafeUrl::parse(text)
            .map(|url| Self(url.to_string()))
            .map_err(|error| match error {
                UnsafeUrl::Malformed => SlackBaseError::Malformed,
                UnsafeUrl::InClear => SlackBaseError::InClear,
                UnsafeUrl::Decorated => SlackBaseError::Decorated,
            })
    }

    /// Returns whether it is on this machine.
    pub fn is_local(&self) -> bool {
        self.0.starts_with("http:")
    }

    /// Returns the address of a method of the Web API.
    pub(super) fn method(&self, name: &str) -> String {
        format!("{}/{name}", self.0)
    }
}

impl Default for SlackBase {
    fn default() -> Self {
        Self(SLACK.to_owned())
    }
}

impl fmt::Display for SlackBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://slack.com/api")]
    #[case("https://proxy.acme.com:8443/slack/")]
    #[case("http://127.0.0.1:8080")]
    #[case("http://[::1]:8080/api")]
    #[case(" http://LOCALHOST:8080/ ")]
    fn safe(#[case] text: &str) {
        assert!(SlackBase::parse(text).is_ok(), "{text}");
    }

    #[rstest]
    #[case("")]
    #[case("slack.com")]
    #[case("ftp://127.0.0.1")]
    #[case("http://slack.com/api")]
    #[case("http://127.0.0.1.evil.com")]
    #[case("http://127.0.0.1@evil.com")]
    #[case("http://localhost@evil")]
    #[case("https://token@slack.com")]
    #[case("http://localhost.")]
    #[case("http://evil.com#127.0.0.1")]
    #[case("http://evil.com\\@127.0.0.1")]
    #[case("http://0.0.0.0:80")]
    #[case("http://[::ffff:127.0.0.1]")]
    #[case("https://slack.com/api?x=1")]
    #[case("https://")]
    #[case("http://127.0.0.1\r\nHost: evil")]
    fn unsafe_ones(#[case] text: &str) {
        assert!(SlackBase::parse(text).is_err(), "{text}");
    }

    #[test]
    fn slacks_own_is_the_default() {
        assert_eq!(SlackBase::parse(SLACK), Ok(SlackBase::default()));
        assert_eq!(
            SlackBase::default().method("auth.test"),
            "https://slack.com/api/auth.test"
        );
        assert!(!SlackBase::default().is_local());
    }
}
