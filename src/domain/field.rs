//! The fields of customers and contacts, by name.

use std::borrow::Cow;
use std::fmt;

use super::{CustomFieldId, Detail};

/// What stands before the id of a custom field in the operation log.
const CUSTOM: &str = "custom:";

/// A field of a customer, a contact or an owner, as the operation log and the forms name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The whole record: written by adding, taken away by deleting.
    Record,
    /// The name.
    Name,
    /// The email address.
    Email,
    /// A contact's job title, phone number and the like; the title of a task too.
    Detail(Detail),
    /// A field that the user defined.
    Custom(CustomFieldId),
    /// When a contact was archived, if it is.
    ArchivedAt,
    /// What a contact is to a remote record.
    Link,
    /// Which fields of a contact hold what the source says and change with it.
    Follows,
    /// When two contacts were told apart.
    ToldApart,
    /// A customer's domain.
    Domain,
    /// A customer's owner.
    Owner,
    /// A customer's plan.
    Plan,
    /// A customer's status.
    Status,
    /// Why a customer is at risk.
    RiskReason,
    /// Since when a customer is at risk.
    AtRiskSince,
    /// The day from which to win a churned customer back.
    WinBackOn,
    /// A customer's tags.
    Tags,
    /// A customer's primary contact.
    Primary,
    /// The phase of an onboarding.
    Phase,
    /// When an onboarding entered its phase.
    PhaseSince,
    /// How an onboarding or a notification stands.
    State,
    /// Who runs an onboarding.
    Csm,
    /// The day on which an onboarding should be over.
    Target,
    /// Why the target of an onboarding was moved.
    TargetReason,
    /// The target of an onboarding that was agreed on, as it moved from there without a reason.
    MovedFrom,
    /// The template by which an onboarding gets its tasks.
    Template,
    /// What was said at a change of phase, or what else is to be known to do a task.
    Note,
    /// What becomes of open tasks at a change of phase.
    OpenTasks,
    /// When a task was done.
    DoneAt,
    /// When a task is due.
    Due,
    /// Who does a task.
    Assignee,
    /// Who sees a task.
    Audience,
    /// The contact who gets a notification.
    Recipient,
    /// The text of a note, with when it was last edited.
    Text,
    /// The contact that a note is on.
    Contact,
    /// The day on which somebody wants to follow up a note.
    FollowUpOn,
    /// Whether a custom field is one of customers or of contacts.
    Of,
    /// What values a custom field takes.
    Kind,
    /// The choices of a custom field.
    Choices,
    /// Whether lists show a custom field.
    InLists,
    /// The server of a mail setup.
    Host,
    /// How the connection to a mail server is secured.
    Security,
    /// Who logs in at a mail server.
    User,
    /// The password at a mail server.
    Password,
    /// Who mails come from.
    Sender,
}

impl Field {
    /// The title of a contact or a task.
    pub const TITLE: Self = Self::Detail(Detail::Title);

    /// Those that are no details.
    const OTHERS: [Self; 43] = [
        Self::Record,
        Self::Name,
        Self::Email,
        Self::ArchivedAt,
        Self::Link,
        Self::Follows,
        Self::ToldApart,
        Self::Domain,
        Self::Owner,
        Self::Plan,
        Self::Status,
        Self::RiskReason,
        Self::AtRiskSince,
        Self::WinBackOn,
        Self::Tags,
        Self::Primary,
        Self::Phase,
        Self::PhaseSince,
        Self::State,
        Self::Csm,
        Self::Target,
        Self::TargetReason,
        Self::MovedFrom,
        Self::Template,
        Self::Note,
        Self::OpenTasks,
        Self::DoneAt,
        Self::Due,
        Self::Assignee,
        Self::Audience,
        Self::Recipient,
        Self::Text,
        Self::Contact,
        Self::FollowUpOn,
        Self::Of,
        Self::Kind,
        Self::Choices,
        Self::InLists,
        Self::Host,
        Self::Security,
        Self::User,
        Self::Password,
        Self::Sender,
    ];

    /// Returns all fields but those that users define.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::OTHERS.into_iter().chain(Detail::ALL.map(Self::Detail))
    }

    /// Returns the name under which the operation log and JSON know the field.
    pub fn key(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Custom(id) => return format!("{CUSTOM}{id}").into(),
            Self::Record => "record",
            Self::Name => "name",
            Self::Email => "email",
            Self::Detail(detail) => detail.key(),
            Self::ArchivedAt => "archived_at",
            Self::Link => "hubspot_link",
            Self::Follows => "follows",
            Self::ToldApart => "told_apart",
            Self::Domain => "domain",
            Self::Owner => "owner",
            Self::Plan => "plan",
            Self::Status => "status",
            Self::RiskReason => "risk_reason",
            Self::AtRiskSince => "at_risk_since",
            Self::WinBackOn => "win_back_on",
            Self::Tags => "tags",
            Self::Primary => "primary",
            Self::Phase => "phase",
            Self::PhaseSince => "phase_since",
            Self::State => "state",
            Self::Csm => "csm",
            Self::Target => "target",
            Self::TargetReason => "target_reason",
            Self::MovedFrom => "moved_from",
            Self::Template => "template",
            Self::Note => "note",
            Self::OpenTasks => "open_tasks",
            Self::DoneAt => "done_at",
            Self::Due => "due",
            Self::Assignee => "assignee",
            Self::Audience => "audience",
            Self::Recipient => "recipient",
            Self::Text => "text",
            Self::Contact => "contact",
            Self::FollowUpOn => "follow_up_on",
            Self::Of => "of",
            Self::Kind => "type",
            Self::Choices => "choices",
            Self::InLists => "in_lists",
            Self::Host => "host",
            Self::Security => "security",
            Self::User => "user",
            Self::Password => "password",
            Self::Sender => "from",
        })
    }

    /// Finds the field of a name in the operation log.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.strip_prefix(CUSTOM) {
            Some(id) => id.parse().ok().map(Self::Custom),
            None => Self::all().find(|field| field.key() == key),
        }
    }
}

impl fmt::Display for Field {
    /// Writes the word for the user.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Record => "record",
            Self::Name => "name",
            Self::Email => "email",
            Self::Detail(detail) => return f.pad(&detail.spec().label.to_lowercase()),
            Self::Custom(_) => "custom field",
            Self::ArchivedAt => "archived",
            Self::Link => "HubSpot link",
            Self::Follows => "fields that follow HubSpot",
            Self::ToldApart => "told apart",
            Self::Domain => "domain",
            Self::Owner => "owner",
            Self::Plan => "plan",
            Self::Status => "status",
            Self::RiskReason => "risk reason",
            Self::AtRiskSince => "start of the risk",
            Self::WinBackOn => "win-back date",
            Self::Tags => "tags",
            Self::Primary => "primary contact",
            Self::Phase => "phase",
            Self::PhaseSince => "start of the phase",
            Self::State => "state",
            Self::Csm => "CSM",
            Self::Target => "target date",
            Self::TargetReason => "reason for the new target",
            Self::MovedFrom => "agreed target",
            Self::Template => "template",
            Self::Note => "note",
            Self::OpenTasks => "open tasks",
            Self::DoneAt => "done",
            Self::Due => "due date",
            Self::Assignee => "assignee",
            Self::Audience => "audience",
            Self::Recipient => "recipient",
            Self::Text => "text",
            Self::Contact => "contact",
            Self::FollowUpOn => "follow-up date",
            Self::Of => "field of",
            Self::Kind => "type",
            Self::Choices => "choices",
            Self::InLists => "column in lists",
            Self::Host => "server",
            Self::Security => "security",
            Self::User => "user",
            Self::Password => "password",
            Self::Sender => "sender",
        })
    }
}

/// What is wrong with one field, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// The field to correct.
    pub field: Field,
    /// The sentence for the user who typed it.
    pub message: String,
}

impl FieldError {
    /// Puts a reason beside its field.
    pub fn new(field: Field, reason: impl fmt::Display) -> Self {
        Self {
            field,
            message: reason.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_key() {
        for field in Field::all() {
            assert_eq!(Field::from_key(&field.key()), Some(field));
        }
        for wrong in ["nonsense", "custom:", "custom:region"] {
            assert_eq!(Field::from_key(wrong), None);
        }
    }
}
