//! What is known beside the status of a customer: since when and why it may be lost, and when to win it back.

use crate::domain::contact::line;
use crate::domain::{CustomerStatus, Date, DateError, Field, FieldError, SafeText, Timestamp};

/// The longest reason, in characters.
const MAX_REASON_CHARS: usize = 300;

/// What is known beside the status of a customer.
///
/// Each part belongs to one status and counts only while the customer has that; it starts afresh when the customer enters
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AboutStatus {
    /// Since when it is at risk.
    pub at_risk_since: Option<Timestamp>,
    /// Why it is at risk.
    pub risk_reason: Option<SafeText>,
    /// The day from which to win it back, as it is churned.
    pub win_back_on: Option<Date>,
}

/// Since when and why a customer may be lost, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Risk<'a> {
    /// Since when.
    pub since: Option<Timestamp>,
    /// Why.
    pub reason: Option<&'a SafeText>,
}

impl AboutStatus {
    /// Returns what of it counts at a status.
    #[must_use]
    pub fn at(&self, status: CustomerStatus) -> Self {
        match status {
            CustomerStatus::AtRisk => Self {
                win_back_on: None,
                ..self.clone()
            },
            CustomerStatus::Churned => Self {
                win_back_on: self.win_back_on,
                ..Self::default()
            },
            CustomerStatus::Active | CustomerStatus::Archived => Self::default(),
        }
    }

    /// Returns since when and why it may be lost; none at another status.
    pub fn risk(&self, status: CustomerStatus) -> Option<Risk<'_>> {
        (status == CustomerStatus::AtRisk).then_some(Risk {
            since: self.at_risk_since,
            reason: self.risk_reason.as_ref(),
        })
    }

    /// Reads a reason, a point in time or a day, and a day as they are typed; each must fit the status.
    pub(super) fn parse(
        [reason, since, win_back_on]: [&str; 3],
        status: CustomerStatus,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        for (field, text) in [
            (Field::RiskReason, reason),
            (Field::AtRiskSince, since),
            (Field::WinBackOn, win_back_on),
        ] {
            if !text.trim().is_empty() {
                errors.extend(misfit(field, status));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let reason = line(Field::RiskReason, reason, MAX_REASON_CHARS).map_err(|error| errors.push(error));
        let since = read_since(since).map_err(|error| errors.push(error));
        let win_back_on = match win_back_on.trim() {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|error: DateError| errors.push(FieldError::new(Field::WinBackOn, error))),
        };
        match (reason, since, win_back_on) {
            (Ok(risk_reason), Ok(at_risk_since), Ok(win_back_on)) => Ok(Self {
                at_risk_since,
                risk_reason,
                win_back_on,
            }),
            _ => Err(errors),
        }
    }
}

/// Says why a value that belongs to a status cannot be given at another one.
pub fn misfit(field: Field, status: CustomerStatus) -> Option<FieldError> {
    let (belongs_to, what) = match field {
        Field::RiskReason => (CustomerStatus::AtRisk, "A risk reason"),
        Field::AtRiskSince => (CustomerStatus::AtRisk, "The start of the risk"),
        Field::WinBackOn => (CustomerStatus::Churned, "A win-back date"),
        _ => return None,
    };
    (status != belongs_to).then(|| {
        let sentence = format!(
            "{what} is for a customer that is {belongs_to}; set its status to {} too.",
            belongs_to.key()
        );
        FieldError::new(field, sentence)
    })
}

/// Reads since when: a point in time as exports write it; a day is one only in a zone.
fn read_since(text: &str) -> Result<Option<Timestamp>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let since = Timestamp::from_rfc3339(text);
    let since = since.ok_or_else(|| FieldError::new(Field::AtRiskSince, "Type a day as 2026-12-24."))?;
    Ok(Some(since))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn each_part_counts_at_its_own_status_alone() {
        let about = AboutStatus {
            at_risk_since: Some(Timestamp::from_millis(7)),
            risk_reason: SafeText::optional("Budget frozen"),
            win_back_on: "2027-01-15".parse().ok(),
        };
        let counts = |status| {
            let at = about.at(status);
            (
                at.at_risk_since.is_some(),
                at.risk_reason.is_some(),
                at.win_back_on.is_some(),
            )
        };
        assert_eq!(counts(CustomerStatus::AtRisk), (true, true, false));
        assert_eq!(counts(CustomerStatus::Churned), (false, false, true));
        for status in [CustomerStatus::Active, CustomerStatus::Archived] {
            assert_eq!(counts(status), (false, false, false));
        }
        let risk = about.risk(CustomerStatus::AtRisk).expect("at risk");
        assert_eq!(risk.reason.map(SafeText::as_str), Some("Budget frozen"));
        assert_eq!(about.risk(CustomerStatus::Churned), None);
    }

    #[rstest]
    #[case("2026-11-03T09:30:00Z", Some("2026-11-03T09:30:00Z"))]
    #[case("2026-11-03T09:30:00.5+01:00", Some("2026-11-03T08:30:00.5Z"))]
    #[case(" ", None)]
    fn since_when_is_a_point_in_time(#[case] text: &str, #[case] since: Option<&str>) {
        let read = AboutStatus::parse(["", text, ""], CustomerStatus::AtRisk).expect("a time");
        assert_eq!(read.at_risk_since.map(|at| at.to_string()).as_deref(), since);
    }

    #[test]
    fn what_fits_no_day_or_another_status_is_refused_with_its_field() {
        let refused = |texts, status| {
            let errors = AboutStatus::parse(texts, status).expect_err("refused");
            errors
                .into_iter()
                .map(|error| (error.field, error.message))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            refused(["Budget", "", "2027-01-15"], CustomerStatus::Active),
            [
                (
                    Field::RiskReason,
                    "A risk reason is for a customer that is at risk; set its status to at_risk too."
                        .to_owned()
                ),
                (
                    Field::WinBackOn,
                    "A win-back date is for a customer that is churned; set its status to churned too."
                        .to_owned()
                ),
            ]
        );
        let told = refused(["x", "soon", ""], CustomerStatus::AtRisk);
        assert_eq!(
            told,
            [(Field::AtRiskSince, "Type a day as 2026-12-24.".to_owned())]
        );
        assert_eq!(
            refused(["", "", "soon"], CustomerStatus::Churned)[0].0,
            Field::WinBackOn
        );
        let long = "x".repeat(MAX_REASON_CHARS + 1);
        assert_eq!(
            refused([&long, "", ""], CustomerStatus::AtRisk)[0].0,
            Field::RiskReason
        );
    }
}
