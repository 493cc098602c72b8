//! Which hosts are this machine, so that what is sent to them crosses no network.

use std::net::IpAddr;

/// Says whether a host is this machine: `localhost` or a loopback address, never a name that only looks like one.
pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
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
