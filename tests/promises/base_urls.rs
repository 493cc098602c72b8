//! Promise 15: the address of a server may be replaced by https anywhere, or http on this machine alone.
//!
//! Each verdict is compared with where the HTTP client would really connect.

use std::net::{IpAddr, Ipv4Addr};

use pivotal::assistant::{Settings, SettingsError};
use pivotal::domain::{ModelKind, ModelSetup, NetworkScope};
use pivotal::safe_url::SafeUrl;
use reqwest::Url;

use crate::proof::{self, Dice};

/// Addresses, and whether a secret may be sent there.
const URLS: [(&str, bool); 72] = [
    ("https://api.hubapi.com", true),
    ("HTTPS://API.HUBAPI.COM/", true),
    ("https://proxy.acme.com:8443/hubspot", true),
    ("https://127.0.0.1:8443", true),
    ("https://localhost", true),
    ("https://münchen.example", true),
    ("http://127.0.0.1", true),
    ("http://127.0.0.1:8080/", true),
    ("http://127.255.255.254:8080", true),
    ("http://localhost:8080", true),
    ("http://LocalHost:8080/api", true),
    ("http://[::1]:8080", true),
    ("http://[0:0:0:0:0:0:0:1]", true),
    // Other ways to write 127.0.0.1, which the client reads as it.
    ("http://127.1", true),
    ("http://0177.0.0.1", true),
    ("http://0x7f.0.0.1", true),
    ("http://0x7f000001", true),
    ("http://2130706433", true),
    ("http://127\u{3002}0\u{3002}0\u{3002}1", true),
    ("http://①②⑦.0.0.1", true),
    ("http://%31%32%37.0.0.1", true),
    ("http://127.0.0.1.", true),
    (" \u{a0}http://127.0.0.1\u{a0} ", true),
    ("http:127.0.0.1", true),
    ("http:///127.0.0.1", true),
    ("", false),
    ("api.hubapi.com", false),
    ("//api.hubapi.com", false),
    ("https:", false),
    ("https://", false),
    ("http://", false),
    ("ftp://127.0.0.1", false),
    ("file:///etc/passwd", false),
    ("javascript:alert(1)", false),
    ("ws://127.0.0.1", false),
    ("http+unix://127.0.0.1", false),
    ("http://api.hubapi.com", false),
    ("http://127.0.0.1.evil.com", false),
    ("http://127.0.0.1.evil.com:127.0.0.1", false),
    ("http://localhost@evil", false),
    ("http://localhost:80@evil.com", false),
    ("http://127.0.0.1:80:pass@evil.com", false),
    ("http://127.0.0.1%40evil.com", false),
    ("http://127.0.0.1%2eevil.com", false),
    ("http://127.0.0.1\u{2024}evil.com", false),
    ("http://localhost.evil.com", false),
    ("http://localhost.", false),
    ("http://localhost%00.evil.com", false),
    ("http://evil.com#127.0.0.1", false),
    ("http://evil.com#@127.0.0.1", false),
    ("http://evil.com?127.0.0.1", false),
    ("http://evil.com/127.0.0.1", false),
    ("http://evil.com\\@127.0.0.1", false),
    ("http://127.0.0.1\\@evil.com", false),
    ("http:\\\\127.0.0.1", false),
    ("http://127.0.0.1\t.evil.com", false),
    ("http://127.0.0.1\n.evil.com", false),
    ("http://127.0.0.1\r\nHost: evil", false),
    ("http://127.0.0.1\u{0}.evil.com", false),
    ("ht\ttp://evil.com", false),
    ("http://0.0.0.0", false),
    ("http://0", false),
    ("http://10.0.0.1", false),
    ("http://169.254.169.254", false),
    ("http://[::]", false),
    ("http://[::ffff:127.0.0.1]", false),
    ("http://[::ffff:10.0.0.1]", false),
    ("http://[fe80::1]", false),
    ("http://1270.0.1", false),
    ("http://128.0.0.1", false),
    ("https://token@api.hubapi.com", false),
    ("https://api.hubapi.com?x=http://127.0.0.1", false),
];

/// Returns where the client connects for an address: to itself or by https, or elsewhere in clear.
fn is_harmless(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let is_here = match ip {
        Some(IpAddr::V4(ip)) => ip.octets()[0] == Ipv4Addr::LOCALHOST.octets()[0],
        Some(IpAddr::V6(ip)) => u128::from(ip) == 1,
        None => host == "localhost",
    };
    match url.scheme() {
        "https" => !host.is_empty(),
        "http" => is_here,
        _ => false,
    }
}

/// The checks of the product, by name: each gives the address that a secret is sent to, if it takes one.
fn verdicts(text: &str) -> [(&'static str, Option<String>); 3] {
    let folder = std::env::temp_dir().join("pivotal-no-such-folder");
    let model = ModelSetup {
        endpoint: text.to_owned(),
        kind: ModelKind::OpenAi,
        model: "m".to_owned(),
    };
    let model = match Settings::find(&model, &folder, NetworkScope::Anywhere) {
        Ok(settings) => Some(settings.view().url),
        // The address was taken; there is only no key for it.
        Err(SettingsError::NoKey) => Some(text.trim().to_owned()),
        Err(_) => None,
    };
    [
        (
            "HubSpot",
            SafeUrl::parse(text).ok().map(|base| format!("{base}/crm/v3")),
        ),
        (
            "Slack",
            SafeUrl::parse(text).ok().map(|base| format!("{base}/auth.test")),
        ),
        ("pi", model),
    ]
}

/// Names the verdicts that are wrong for an address.
fn wrong(text: &str, wanted: Option<bool>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (whose, taken) in verdicts(text) {
        if wanted.is_some_and(|wanted| wanted != taken.is_some()) {
            wrong.push(format!(
                "{whose} {} {text:?}",
                if taken.is_some() { "takes" } else { "refuses" }
            ));
        }
        if let Some(address) = taken
            && !is_harmless(&address)
        {
            wrong.push(format!("{whose} sends to {address:?} for {text:?}"));
        }
    }
    wrong
}

#[test]
fn no_verdict_is_wrong() {
    let found: Vec<String> = URLS
        .iter()
        .flat_map(|(text, is_safe)| wrong(text, Some(*is_safe)))
        .collect();
    println!(
        "promise 15: {} addresses at 3 places: {} wrong verdicts",
        URLS.len(),
        found.len()
    );
    assert_eq!(found, Vec::<String>::new());
}

/// Puts addresses together from pieces that make programs read them differently.
#[test]
fn no_address_that_is_put_together_leads_elsewhere() {
    let pieces = [
        "http://",
        "https://",
        "http:",
        "HTTP:/",
        "//",
        "127.0.0.1",
        "localhost",
        "evil.com",
        "[::1]",
        "@",
        ":",
        "80",
        "/",
        "\\",
        "?",
        "#",
        "%40",
        "%2e",
        "%00",
        ".",
        "\u{3002}",
        "\u{ff0f}",
        "\u{ff20}",
        "\u{2024}",
        "\t",
        "\r\n",
        " ",
        "\u{a0}",
        "\u{0}",
        "\u{ad}",
        "\u{200b}",
        "0",
        "x7f",
        "①",
        "[",
        "]",
        "%25",
        "user",
        "::ffff:",
    ];
    let count = proof::of(20_000, 1_000_000);
    let mut dice = Dice::new(15);
    let mut taken = 0;
    let mut found = Vec::new();
    for _ in 0..count {
        let length = 2 + dice.below(6);
        let mut text = dice.pick(&pieces[..5]).to_owned();
        for _ in 0..length {
            text.push_str(dice.pick(&pieces));
        }
        taken += usize::from(SafeUrl::parse(&text).is_ok());
        found.extend(wrong(&text, None));
    }
    println!(
        "promise 15: {count} addresses put together, {taken} of them taken: {} lead elsewhere in clear",
        found.len()
    );
    assert!(taken > count / 200, "{taken} were taken");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_controls_are_found_checks_as_people_write_them() {
    let naive: [fn(&str) -> bool; 3] = [
        |text| text.starts_with("https://") || text.starts_with("http://127.0.0.1"),
        |text| text.starts_with("https://") || text.contains("localhost"),
        |text| {
            let host = text.split("://").nth(1).unwrap_or_default();
            text.starts_with("https") || host.split([':', '/']).next() == Some("127.0.0.1")
        },
    ];
    for check in naive {
        let fooled = URLS
            .iter()
            .filter(|(text, is_safe)| check(text) && !is_safe && !is_harmless(text));
        assert!(fooled.count() > 0);
    }
    for away in [
        "http://evil.com",
        "http://127.0.0.1@evil.com",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
    ] {
        assert!(!is_harmless(away), "{away}");
    }
}
