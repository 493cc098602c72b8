//! Sorts answers that are none into their kinds.

use super::line::Head;
use super::rate_limit::Policy;
use super::wire_problem::Problem;
use super::{HubSpotError, Request};

/// Sorts an answer without success into its kind; `attempt` counts from 1.
///
/// Only an error in HubSpot's own words ends a sync for good: a page of something that stands before HubSpot may be gone
/// a moment later, whatever its status.
pub(super) fn problem(head: Head, bytes: &[u8], request: &Request, attempt: u32) -> HubSpotError {
    let details: Problem = serde_json::from_slice(bytes).unwrap_or_default();
    let status = head.status;
    match status {
        300..=399 => HubSpotError::Redirect,
        401 | 403 if !details.is_of_hubspot() => HubSpotError::Stray(status),
        401 => HubSpotError::BadToken,
        403 => HubSpotError::MissingScopes(missing(request, details.scopes())),
        // 530 is what stands before HubSpot says, now and then, and always about a token that is malformed.
        404 | 408 | 425 | 530 => HubSpotError::Stray(status),
        423 | 477 => HubSpotError::Locked(status),
        429 => match Policy::of(details.policy_name.text()).pause(attempt, head.retry_after) {
            Some(pause) => HubSpotError::RateLimited { pause },
            None => HubSpotError::DailyLimit,
        },
        500..=599 => HubSpotError::Server(status),
        other => HubSpotError::Refused(other),
    }
}

/// Names the scopes that are to be added: HubSpot lists alternatives, of which those that write are never asked for.
fn missing(request: &Request, named: Vec<String>) -> Vec<String> {
    let needed = request.scope();
    let mut reads: Vec<String> = named.into_iter().filter(|name| name.ends_with(".read")).collect();
    if reads.is_empty() || reads.iter().any(|name| name == needed) {
        return vec![needed.to_owned()];
    }
    reads.truncate(1);
    reads
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn sorted(status: u16, body: &str) -> HubSpotError {
        let head = Head {
            status,
            date: None,
            retry_after: Some(Duration::from_secs(7)),
        };
        let request = Request::AnyContact;
        problem(head, body.as_bytes(), &request, 1)
    }

    #[test]
    fn only_hubspots_own_words_end_a_sync_for_good() {
        let own = r#"{"status":"error","category":"INVALID_AUTHENTICATION"}"#;
        assert_eq!(sorted(401, own), HubSpotError::BadToken);
        assert!(matches!(sorted(403, own), HubSpotError::MissingScopes(_)));
        for status in [401, 403, 404, 408, 425, 530] {
            for body in ["<html>no</html>", "", "{}", "[]", "null"] {
                let error = sorted(status, body);
                assert_eq!(error, HubSpotError::Stray(status), "{body}");
                assert!(error.is_passing());
            }
        }
        assert_eq!(sorted(530, own), HubSpotError::Stray(530));
        assert!(sorted(423, "").is_passing() && sorted(477, own).is_passing());
        assert_eq!(sorted(400, own), HubSpotError::Refused(400));
        let pause = Duration::from_secs(7);
        assert_eq!(sorted(429, "<html>"), HubSpotError::RateLimited { pause });
        assert_eq!(sorted(429, r#"{"policyName":"DAILY"}"#), HubSpotError::DailyLimit);
    }

    #[test]
    fn of_scopes_that_are_alternatives_the_one_that_reads_is_named() {
        let companies = Request::AnyCompany;
        let contacts = Request::AnyContact;
        for (request, named, told) in [
            (
                &contacts,
                &[
                    "contacts",
                    "crm.objects.contacts.write",
                    "crm.objects.contacts.read",
                ][..],
                "crm.objects.contacts.read",
            ),
            (
                &companies,
                &["crm.objects.companies.write"],
                "crm.objects.companies.read",
            ),
            (&companies, &[], "crm.objects.companies.read"),
            (
                &contacts,
                &["crm.schemas.contacts.read", "x.read"],
                "crm.schemas.contacts.read",
            ),
        ] {
            let named = named.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(missing(request, named), [told]);
        }
    }
}
