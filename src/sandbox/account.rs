//! Tells of the account itself.

use serde_json::json;

use super::portal::Portal;
use super::reply::Reply;

/// Answers `GET /account-info/V/details`.
pub(super) fn details(portal: &Portal) -> Reply {
    Reply::ok(json!({
        "portalId": portal.id(),
        "accountType": "DEVELOPER_TEST",
        "timeZone": "Europe/Berlin",
        "companyCurrency": "EUR",
        "additionalCurrencies": [],
        "uiDomain": "app-eu1.hubspot.com",
        "dataHostingLocation": "eu1",
    }))
}
