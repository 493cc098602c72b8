//! The account, as the addresses of its records tell it to a token that may not ask for it.

use serde::{Deserialize, Deserializer};

use super::loose::{Maybe, Scalar, each};
use crate::domain::RemoteAccount;

/// A page of a search, of which only the account is read.
#[derive(Debug, Deserialize)]
pub(super) struct AccountPage {
    #[serde(default, rename = "results")]
    pub(super) account: AccountOfRecords,
}

/// The account of the first record that tells it.
#[derive(Debug, Default)]
pub(super) struct AccountOfRecords(pub(super) Option<RemoteAccount>);

impl<'de> Deserialize<'de> for AccountOfRecords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut account = None;
        each(deserializer, |record: Maybe<AddressedRecord>| {
            let url = record.0.unwrap_or_default().url;
            account = account.take().or_else(|| account_of(url.text()?));
        })?;
        Ok(Self(account))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AddressedRecord {
    url: Scalar,
}

/// Takes the account from an address such as `https://app.hubspot.com/contacts/4242424/record/0-1/101`.
fn account_of(url: &str) -> Option<RemoteAccount> {
    let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
    let is_of_hubspot = host.ends_with(".hubspot.com")
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let id: i64 = path.split('/').nth(1)?.parse().ok().filter(|id| *id > 0)?;
    is_of_hubspot.then(|| RemoteAccount {
        id: Some(id),
        time_zone: String::new(),
        host: host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "https://app-eu1.hubspot.com/contacts/4242424/record/0-1/101",
        Some(4_242_424)
    )]
    #[case("https://app.hubspot.com/contacts/77", Some(77))]
    #[case("https://app.hubspot.com/contacts/-7/record/0-1/101", None)]
    #[case("https://app.hubspot.com/contacts", None)]
    #[case("https://hubspot.com.evil.com/contacts/77/record/0-1/101", None)]
    #[case("https://evil.com?.hubspot.com/contacts/77/record/0-1/101", None)]
    #[case("http://app.hubspot.com/contacts/77/record/0-1/101", None)]
    #[case("", None)]
    fn the_address_of_a_record_tells_the_account(#[case] url: &str, #[case] id: Option<i64>) {
        assert_eq!(account_of(url).and_then(|account| account.id), id);
    }

    #[test]
    fn the_first_record_that_tells_the_account_counts() {
        for (results, id) in [
            (
                r#"[null, {}, {"url": 5}, {"url": "https://app.hubspot.com/contacts/77"}, {"url": "https://app.hubspot.com/contacts/78"}]"#,
                Some(77),
            ),
            ("[]", None),
            ("null", None),
        ] {
            let text = format!(r#"{{"results": {results}}}"#);
            let page: AccountPage = serde_json::from_str(&text).expect("a page");
            assert_eq!(page.account.0.and_then(|account| account.id), id, "{results}");
        }
    }
}
