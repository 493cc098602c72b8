//! Customers: the companies being onboarded.

mod about_status;
mod assignment;
mod domain_name;
mod free_mail;
mod health;
mod needs;
mod owner;
mod tag_change;
mod tags;
mod view;

pub use about_status::{AboutStatus, Risk, misfit};
pub use assignment::{Candidate, Candidates, Unassigned, assign};
pub use domain_name::{CustomerDomain, Domain, DomainError};
pub use free_mail::is_free_mail;
pub use health::{Health, Signal};
pub use needs::{Lateness, NEAR_DAYS, Need, NeedyOnboarding, WorkItem};
pub use owner::{Naming, Owner, OwnerFields};
pub use tag_change::TagChange;
pub use tags::Tags;
pub use view::View;

use std::fmt;

use jiff::tz::TimeZone;

use super::contact::line;
use super::keyed::keyed;
use super::{
    Contact, CustomFieldId, CustomValues, CustomerId, Date, Field, FieldError, Name, SafeText, Timestamp,
};

/// The longest plan, in characters.
const MAX_PLAN_CHARS: usize = 100;

keyed! {
    /// How a customer is doing.
    #[derive(Default)]
    pub enum CustomerStatus {
        /// All is well.
        #[default]
        Active = "active",
        /// It may be lost.
        AtRisk = "at_risk",
        /// It is lost.
        Churned = "churned",
        /// It is put away: hidden, with all its history.
        Archived = "archived",
    }
}

impl CustomerStatus {
    /// Reads what the user types: `at_risk`, `At risk`, `at-risk`.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        let key = raw.trim().to_lowercase().replace([' ', '-'], "_");
        Self::from_key(&key).ok_or_else(|| {
            FieldError::new(
                Field::Status,
                "The status is one of active, at_risk, churned, archived.",
            )
        })
    }
}

impl fmt::Display for CustomerStatus {
    /// Writes the words for the user.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Active => "active",
            Self::AtRisk => "at risk",
            Self::Churned => "churned",
            Self::Archived => "archived",
        })
    }
}

/// A company being onboarded, as the store holds it, with what every list of customers shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// The short number by which people name it; never given to another customer.
    pub display_id: u32,
    /// The company's name.
    pub name: Name,
    /// The company's domain.
    pub domain: Option<CustomerDomain>,
    /// How many customers that are not archived hold this domain, this one included; 0 without a domain.
    pub sharing_domain: u32,
    /// The customer-success manager who runs it.
    pub owner: Option<Owner>,
    /// The plan it bought.
    pub plan: Option<SafeText>,
    /// How it is doing.
    pub status: CustomerStatus,
    /// What is known beside its status, and may belong to an earlier one.
    pub about_status: AboutStatus,
    /// Its tags.
    pub tags: Tags,
    /// What it has in fields that the user defined.
    pub custom: CustomValues,
    /// The contact that gets its notifications by default.
    pub primary: Option<Contact>,
    /// How many contacts it has, archived ones left out.
    pub contacts: u64,
    /// What is looked up of its health.
    pub health: Health,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Customer {
    /// Returns the fields that the user edits.
    pub fn fields(&self) -> CustomerFields {
        CustomerFields {
            name: self.name.clone(),
            domain: self.domain.clone(),
            owner: self.owner.as_ref().map(|owner| OwnerFields {
                name: owner.name.clone(),
                email: owner.email.clone(),
                naming: Naming::Given,
            }),
            plan: self.plan.clone(),
            status: self.status,
            about_status: self.about_status.at(self.status),
            tags: self.tags.clone(),
            custom: self.custom.clone(),
        }
    }

    /// Returns since when and why it may be lost; none if it is not at risk.
    pub fn risk(&self) -> Option<Risk<'_>> {
        self.about_status.risk(self.status)
    }

    /// Returns the day from which to win it back; none if it is not churned.
    pub fn win_back_on(&self) -> Option<Date> {
        self.about_status.at(self.status).win_back_on
    }
}

/// What the user typed about a customer, unchecked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerDraft {
    /// The name; required.
    pub name: String,
    /// The domain, or a URL that holds it.
    pub domain: String,
    /// The owner as `cara@us.com` or `Cara Osei <cara@us.com>`.
    pub owner: String,
    /// The plan.
    pub plan: String,
    /// The status; empty means active.
    pub status: String,
    /// Why it is at risk.
    pub risk_reason: String,
    /// Since when it is at risk; empty means from now on.
    pub at_risk_since: String,
    /// The day from which to win it back, if it is churned.
    pub win_back_on: String,
    /// The tags, separated by commas.
    pub tags: String,
}

impl CustomerDraft {
    /// Checks every field and gives all that is wrong, in the order of the form.
    pub fn check(&self) -> Result<CustomerFields, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut note = |error: FieldError| errors.push(error);
        let name = Name::parse(&self.name).map_err(|e| note(FieldError::new(Field::Name, e)));
        let domain = given(&self.domain)
            .map(CustomerDomain::parse)
            .transpose()
            .map_err(|e| note(FieldError::new(Field::Domain, e)));
        let owner = given(&self.owner)
            .map(OwnerFields::parse)
            .transpose()
            .map_err(&mut note);
        let plan = line(Field::Plan, &self.plan, MAX_PLAN_CHARS).map_err(&mut note);
        let status = given(&self.status)
            .map_or(Ok(CustomerStatus::Active), CustomerStatus::parse)
            .map_err(&mut note);
        let about = [&self.risk_reason, &self.at_risk_since, &self.win_back_on].map(String::as_str);
        let about_status = match &status {
            Ok(status) => {
                AboutStatus::parse(about, *status).map_err(|wrong| wrong.into_iter().for_each(&mut note))
            }
            Err(()) => Err(()),
        };
        let tags = Tags::parse([self.tags.as_str()]).map_err(&mut note);
        match (name, domain, owner, plan, status, about_status, tags) {
            (Ok(name), Ok(domain), Ok(owner), Ok(plan), Ok(status), Ok(about_status), Ok(tags)) => {
                Ok(CustomerFields {
                    name,
                    domain,
                    owner,
                    plan,
                    status,
                    about_status,
                    tags,
                    custom: CustomValues::default(),
                })
            }
            _ => Err(errors),
        }
    }
}

impl CustomerDraft {
    /// Gives it another status; what belongs to the one before goes.
    pub fn set_status(&mut self, status: CustomerStatus) {
        status.key().clone_into(&mut self.status);
        if status != CustomerStatus::AtRisk {
            self.risk_reason.clear();
            self.at_risk_since.clear();
        }
        if status != CustomerStatus::Churned {
            self.win_back_on.clear();
        }
    }

    /// Empties what belongs to another status than it has, and returns those fields; nothing at a status that is none.
    pub fn leave_out_misfits(&mut self) -> Vec<Field> {
        let status = given(&self.status).map_or(Ok(CustomerStatus::Active), CustomerStatus::parse);
        let Ok(status) = status else { return Vec::new() };
        let about = [
            (Field::RiskReason, &mut self.risk_reason),
            (Field::AtRiskSince, &mut self.at_risk_since),
            (Field::WinBackOn, &mut self.win_back_on),
        ];
        let misfits = about
            .into_iter()
            .filter(|(field, text)| !text.trim().is_empty() && misfit(*field, status).is_some());
        misfits
            .map(|(field, text)| {
                text.clear();
                field
            })
            .collect()
    }

    /// Writes a day since when it is at risk as a point in time which shows as that day in a zone.
    pub fn place_risk(&mut self, zone: &TimeZone) {
        let day = self.at_risk_since.trim().parse::<Date>();
        if let Some(noon) = day.ok().and_then(|day| day.noon_in(zone)) {
            self.at_risk_since = noon.to_string();
        }
    }

    /// Writes the win-back date in full, as it was typed seen from today; what is no day stays as it is.
    pub fn write_out_dates(&mut self, today: Date) {
        if let Ok(Some(day)) = Date::typed(Field::WinBackOn, &self.win_back_on, today) {
            self.win_back_on = day.to_string();
        }
    }
}

impl From<&CustomerFields> for CustomerDraft {
    fn from(fields: &CustomerFields) -> Self {
        Self {
            name: fields.name.to_string(),
            domain: fields
                .domain
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            owner: fields
                .owner
                .as_ref()
                .map(|owner| format!("{} <{}>", owner.name, owner.email))
                .unwrap_or_default(),
            plan: fields.plan.as_ref().map(ToString::to_string).unwrap_or_default(),
            status: fields.status.to_string(),
            risk_reason: shown(fields.about_status.risk_reason.as_ref()),
            at_risk_since: shown(fields.about_status.at_risk_since.as_ref()),
            win_back_on: shown(fields.about_status.win_back_on.as_ref()),
            tags: fields.tags.to_string(),
        }
    }
}

/// The checked fields of a customer that the user edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerFields {
    /// The company's name.
    pub name: Name,
    /// The company's domain.
    pub domain: Option<CustomerDomain>,
    /// The customer-success manager who runs it.
    pub owner: Option<OwnerFields>,
    /// The plan it bought.
    pub plan: Option<SafeText>,
    /// How it is doing.
    pub status: CustomerStatus,
    /// What is known beside its status.
    pub about_status: AboutStatus,
    /// Its tags.
    pub tags: Tags,
    /// The values in fields that the user defined.
    pub custom: CustomValues,
}

impl CustomerFields {
    /// Gives it these values in fields that the user defined.
    #[must_use]
    pub fn with_custom(self, custom: CustomValues) -> Self {
        Self { custom, ..self }
    }

    /// Lists what differs in `after`, so that an edit writes only what the user changed.
    pub fn edits_to(&self, after: &Self) -> Vec<CustomerEdit> {
        let mut edits = Vec::new();
        if self.name != after.name {
            edits.push(CustomerEdit::Name(after.name.clone()));
        }
        if self.domain != after.domain {
            edits.push(CustomerEdit::Domain(after.domain.clone()));
        }
        if self.owner.as_ref().map(|o| &o.email) != after.owner.as_ref().map(|o| &o.email) {
            edits.push(CustomerEdit::Owner(after.owner.clone()));
        }
        if self.plan != after.plan {
            edits.push(CustomerEdit::Plan(after.plan.clone()));
        }
        if self.status != after.status {
            edits.push(CustomerEdit::Status(after.status));
        }
        let (now, then) = (&self.about_status, &after.about_status);
        if after.status == CustomerStatus::AtRisk && now.risk_reason != then.risk_reason {
            edits.push(CustomerEdit::RiskReason(then.risk_reason.clone()));
        }
        if after.status == CustomerStatus::Churned && now.win_back_on != then.win_back_on {
            edits.push(CustomerEdit::WinBackOn(then.win_back_on));
        }
        if self.tags != after.tags {
            edits.push(CustomerEdit::Tags(after.tags.clone()));
        }
        let custom = self.custom.changes_to(&after.custom).into_iter();
        edits.extend(custom.map(|(id, value)| CustomerEdit::Custom(id, value)));
        edits
    }
}

/// A new value for one field of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerEdit {
    /// The company's name.
    Name(Name),
    /// The company's domain.
    Domain(Option<CustomerDomain>),
    /// The customer-success manager who runs it.
    Owner(Option<OwnerFields>),
    /// The plan it bought.
    Plan(Option<SafeText>),
    /// How it is doing.
    Status(CustomerStatus),
    /// Why it is at risk.
    RiskReason(Option<SafeText>),
    /// The day from which to win it back.
    WinBackOn(Option<Date>),
    /// Its tags.
    Tags(Tags),
    /// Tags that are added to those it has and taken from them.
    Retag(TagChange),
    /// A value in a field that the user defined, or none.
    Custom(CustomFieldId, Option<SafeText>),
}

impl CustomerEdit {
    /// Returns which field the edit changes.
    pub const fn field(&self) -> Field {
        match self {
            Self::Name(_) => Field::Name,
            Self::Domain(_) => Field::Domain,
            Self::Owner(_) => Field::Owner,
            Self::Plan(_) => Field::Plan,
            Self::Status(_) => Field::Status,
            Self::RiskReason(_) => Field::RiskReason,
            Self::WinBackOn(_) => Field::WinBackOn,
            Self::Tags(_) | Self::Retag(_) => Field::Tags,
            Self::Custom(id, _) => Field::Custom(*id),
        }
    }
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn given(raw: &str) -> Option<&str> {
    Some(raw.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> CustomerDraft {
        CustomerDraft {
            name: "Acme".into(),
            domain: "https://www.acme.com/".into(),
            owner: "Cara Osei <cara@us.com>".into(),
            plan: "Growth".into(),
            status: "at risk".into(),
            risk_reason: "Budget frozen".into(),
            at_risk_since: "2026-11-03T09:30:00Z".into(),
            win_back_on: String::new(),
            tags: "VIP, emea, vip".into(),
        }
    }

    #[test]
    fn a_draft_is_checked_into_fields() {
        let fields = draft().check().expect("valid");
        assert_eq!(
            fields.domain.as_ref().map(CustomerDomain::ascii),
            Some("acme.com")
        );
        assert_eq!(fields.status, CustomerStatus::AtRisk);
        assert_eq!(fields.tags.stored(), "vip,emea");
        assert_eq!(CustomerDraft::from(&fields).check(), Ok(fields));
    }

    #[test]
    fn all_errors_come_at_once_each_with_its_field() {
        let errors = CustomerDraft {
            name: String::new(),
            domain: "gmail.com".into(),
            owner: "Cara".into(),
            plan: "x".repeat(101),
            status: "great".into(),
            tags: "x".repeat(41),
            ..CustomerDraft::default()
        }
        .check()
        .expect_err("invalid");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [
                Field::Name,
                Field::Domain,
                Field::Owner,
                Field::Plan,
                Field::Status,
                Field::Tags
            ]
        );
    }

    #[test]
    fn edits_name_only_what_differs() {
        let before = draft().check().expect("valid");
        let mut after = before.clone();
        after.status = CustomerStatus::Active;
        after.about_status = AboutStatus::default();
        after.domain = None;
        let fields = |before: &CustomerFields, after: &CustomerFields| -> Vec<Field> {
            before.edits_to(after).iter().map(CustomerEdit::field).collect()
        };
        assert_eq!(fields(&before, &after), [Field::Domain, Field::Status]);
        // What belongs to a status goes with it, and comes with it.
        assert_eq!(
            fields(&after, &before),
            [Field::Domain, Field::Status, Field::RiskReason]
        );
        let mut churned = before.clone();
        churned.status = CustomerStatus::Churned;
        churned.about_status = AboutStatus {
            win_back_on: "2027-01-15".parse().ok(),
            ..AboutStatus::default()
        };
        assert_eq!(fields(&before, &churned), [Field::Status, Field::WinBackOn]);
    }

    #[test]
    fn another_status_leaves_nothing_of_the_one_before_in_a_draft() {
        let mut draft = draft();
        draft.set_status(CustomerStatus::Churned);
        assert_eq!(
            (draft.risk_reason.as_str(), draft.at_risk_since.as_str()),
            ("", "")
        );
        draft.win_back_on = "+2w".into();
        draft.write_out_dates("2026-12-01".parse().expect("a day"));
        assert_eq!(draft.win_back_on, "2026-12-15");
        draft.win_back_on = "soon".into();
        draft.write_out_dates("2026-12-01".parse().expect("a day"));
        assert_eq!(draft.check().expect_err("no day")[0].field, Field::WinBackOn);
        draft.set_status(CustomerStatus::Active);
        assert!(draft.check().is_ok());
    }
}
