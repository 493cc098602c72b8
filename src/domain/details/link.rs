//! Pages and mails that a record leads to, as addresses that a program of the desktop opens.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::domain::keyed::keyed;
use crate::domain::{Email, RemoteAccount, RemoteId, RemoteSource, is_harmless};

keyed! {
    /// What a link leads to.
    pub enum LinkKind {
        /// A new mail.
        Mail = "mail",
        /// The record at the source.
        Remote = "hubspot",
        /// The customer portal.
        Portal = "portal",
    }
}

impl fmt::Display for LinkKind {
    /// Writes the word for the user.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mail => "Mail",
            Self::Remote => RemoteSource::HubSpot.name(),
            Self::Portal => "Portal",
        })
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebLink {
    /// What it leads to.
    pub kind: LinkKind,
    /// The address: `mailto:`, `https:` or `http:` and plain ASCII behind it.
    pub url: String,
}

/// The host of the pages of accounts whose own is not known.
const USUAL_HOST: &str = "app.hubspot.com";

/// What HubSpot calls the kind of a record in the addresses of its pages.
const CONTACTS: &str = "0-1";
const COMPANIES: &str = "0-2";

impl WebLink {
    /// Starts a mail to an address (RFC 6068).
    pub fn mail(email: &Email) -> Self {
        let (local, _) = email.as_str().rsplit_once('@').unwrap_or_default();
        let mut url = "mailto:".to_owned();
        for byte in local.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~+!$'*".contains(&byte) {
                url.push(char::from(byte));
            } else {
                // A text takes all that is written into it.
                let _ = write!(url, "%{byte:02X}");
            }
        }
        url.push('@');
        url.push_str(email.domain().ascii());
        Self {
            kind: LinkKind::Mail,
            url,
        }
    }

    /// Leads to a contact of an account; nowhere while the number of the account is not known.
    pub fn contact(account: &RemoteAccount, id: RemoteId) -> Option<Self> {
        Self::record(account, CONTACTS, id)
    }

    /// Leads to a company of an account.
    pub fn company(account: &RemoteAccount, id: RemoteId) -> Option<Self> {
        Self::record(account, COMPANIES, id)
    }

    fn record(account: &RemoteAccount, kind: &str, id: RemoteId) -> Option<Self> {
        let number = account.id?;
        let is_host = |host: &&str| {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        };
        let host = Some(account.host.as_str()).filter(is_host).unwrap_or(USUAL_HOST);
        match id.source() {
            RemoteSource::HubSpot => Some(Self {
                kind: LinkKind::Remote,
                url: format!("https://{host}/contacts/{number}/record/{kind}/{id}"),
            }),
        }
    }

    /// Leads to the customer portal; nowhere if its address is none of a page.
    pub fn portal(url: &str) -> Option<Self> {
        let url = url.trim();
        let is_page = ["https://", "http://"]
            .iter()
            .any(|scheme| url.starts_with(scheme));
        let is_plain = is_harmless(url) && !url.contains(char::is_whitespace);
        (is_page && is_plain).then(|| Self {
            kind: LinkKind::Portal,
            url: url.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ann.lee+x@acme.com", "mailto:ann.lee+x@acme.com")]
    #[case("o'neil@müller.de", "mailto:o'neil@xn--mller-kva.de")]
    #[case("a&b%?#@acme.com", "mailto:a%26b%25%3F%23@acme.com")]
    fn a_mail_goes_to_the_address_alone(#[case] email: &str, #[case] url: &str) {
        let email = Email::parse(email).expect("an address");
        assert_eq!(WebLink::mail(&email).url, url);
    }

    #[rstest]
    #[case(
        Some(77),
        "app-eu1.hubspot.com",
        Some("https://app-eu1.hubspot.com/contacts/77/record/0-1/101")
    )]
    #[case(Some(77), "", Some("https://app.hubspot.com/contacts/77/record/0-1/101"))]
    #[case(
        Some(77),
        "evil.com/?",
        Some("https://app.hubspot.com/contacts/77/record/0-1/101")
    )]
    #[case(None, "app.hubspot.com", None)]
    fn a_record_is_found_by_the_number_of_its_account(
        #[case] id: Option<i64>,
        #[case] host: &str,
        #[case] url: Option<&str>,
    ) {
        let account = RemoteAccount {
            id,
            host: host.to_owned(),
            ..RemoteAccount::default()
        };
        let record = RemoteId::hubspot(101).expect("an id");
        let link = WebLink::contact(&account, record);
        assert_eq!(link.as_ref().map(|link| link.url.as_str()), url);
        let company = WebLink::company(&account, record).map(|link| link.url);
        assert_eq!(company, url.map(|url| url.replace("0-1", "0-2")));
    }

    #[test]
    fn only_a_page_is_the_portal() {
        let url = |text| WebLink::portal(text).map(|link| link.url);
        assert_eq!(
            url(" https://portal.example/x "),
            Some("https://portal.example/x".into())
        );
        for text in [
            "",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://a b",
            "https://a\u{1b}[0m",
        ] {
            assert_eq!(url(text), None, "{text}");
        }
    }
}
