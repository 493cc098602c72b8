//! Tells of the account itself.

use serde_json::json;

use super::portal::Portal;
use super::reply::Reply;

/// How many owners are on a page at most.
const OWNERS: usize = 500;

/// How the mark of a page of owners ends, as an answer writes it and as a query does.
const MARK_ENDS: (&str, &str) = ("==", "%3D%3D");

/// Answers `GET /crm/owners/V`.
pub(super) fn owners(portal: &Portal, query: &str) -> Reply {
    let mark = query.split('&').find_map(|pair| pair.strip_prefix("after="));
    let after: u64 = mark
        .and_then(|mark| mark.strip_suffix(MARK_ENDS.1)?.parse().ok())
        .unwrap_or_default();
    let mut held = portal.owners().range(after.saturating_add(1)..);
    let page: Vec<_> = held.by_ref().take(OWNERS).collect();
    let last = page.last().map(|(id, _)| **id);
    let paging = last
        .filter(|_| held.next().is_some())
        .map(|last| json!({ "next": { "after": format!("{last}{}", MARK_ENDS.0) } }));
    let rows = page.iter().map(|(id, (email, first_name, last_name))| {
        json!({
            "id": id.to_string(),
            "email": email,
            "type": "PERSON",
            "firstName": first_name,
            "lastName": last_name,
            "archived": false,
        })
    });
    Reply::ok(json!({ "results": rows.collect::<Vec<_>>(), "paging": paging }))
}

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
