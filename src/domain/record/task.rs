//! Tasks as the operation log keeps them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{InWords, Logged, VERSION, logged, written};
use crate::domain::{Audience, ContactId, Date, IdError, Name, OnboardingId, OwnerId, Phase, Timestamp};

/// What a task is when it is added, and by which a change since is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRecord {
    /// The short number by which people name it.
    pub number: u32,
    /// The onboarding it belongs to.
    pub onboarding: OnboardingId,
    /// The phase it belongs to.
    pub phase: Phase,
    /// What is to be done.
    pub title: Name,
    /// Who does it.
    pub assignee: Option<AssigneeId>,
    /// When it is due.
    pub due: Option<Date>,
    /// Who sees it.
    pub audience: Audience,
    /// When it was done, if it was.
    pub done_at: Option<Timestamp>,
}

/// Who does a task, by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssigneeId {
    /// A customer-success manager of our side.
    Csm(OwnerId),
    /// A contact of the customer.
    Contact(ContactId),
}

const CONTACT: &str = "contact:";

const CSM: &str = "csm:";

impl fmt::Display for AssigneeId {
    /// Writes the text of a cell in the log: `contact:` or `csm:` with the id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csm(id) => write!(f, "{CSM}{id}"),
            Self::Contact(id) => write!(f, "{CONTACT}{id}"),
        }
    }
}

impl FromStr for AssigneeId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match (text.strip_prefix(CONTACT), text.strip_prefix(CSM)) {
            (Some(id), _) => id.parse().map(Self::Contact),
            (None, Some(id)) => id.parse().map(Self::Csm),
            (None, None) => Err(IdError),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Line {
    audience: String,
    contact: Option<String>,
    csm: Option<String>,
    done_at: Option<i64>,
    due: Option<String>,
    number: u32,
    onboarding: String,
    phase: String,
    title: String,
    v: u32,
}

impl TaskRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        let (contact, csm) = match self.assignee {
            Some(AssigneeId::Contact(id)) => (Some(id.to_string()), None),
            Some(AssigneeId::Csm(id)) => (None, Some(id.to_string())),
            None => (None, None),
        };
        written(&Line {
            audience: self.audience.key().to_owned(),
            contact,
            csm,
            done_at: self.done_at.map(Timestamp::as_millis),
            due: self.due.as_ref().map(Date::to_string),
            number: self.number,
            onboarding: self.onboarding.to_string(),
            phase: self.phase.to_string(),
            title: self.title.to_string(),
            v: VERSION,
        })
    }

    /// Reads what the log holds of a task; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Logged<Self>> {
        logged(text, |line: Line| {
            let assignee = match (line.contact, line.csm) {
                (Some(id), _) => Some(AssigneeId::Contact(id.parse().ok()?)),
                (None, Some(id)) => Some(AssigneeId::Csm(id.parse().ok()?)),
                (None, None) => None,
            };
            Some(Self {
                number: line.number,
                onboarding: line.onboarding.parse().ok()?,
                phase: Phase::parse(&line.phase).ok()?,
                title: Name::parse(&line.title).ok()?,
                assignee,
                due: line.due.as_deref().map(str::parse).transpose().ok()?,
                audience: Audience::from_key(&line.audience)?,
                done_at: line.done_at.map(Timestamp::from_millis),
            })
            .filter(|_| line.v <= VERSION)
        })
    }
}

impl InWords for TaskRecord {
    /// Returns it as `Send the logo in Kickoff, customer, Ann Lee, due 2026-12-24`.
    fn in_words(&self, who: Option<&str>) -> String {
        let who = who.map(|name| format!(", {name}"));
        let due = self.due.map(|due| format!(", due {due}"));
        let done = if self.done_at.is_some() { ", done" } else { "" };
        format!(
            "{} in {}, {}{}{}{done}",
            self.title,
            self.phase,
            self.audience.key(),
            who.unwrap_or_default(),
            due.unwrap_or_default()
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    proptest! {
        #[test]
        fn a_task_comes_back_from_the_log(
            number in 1_u32.., id: u128, kind in 0..3_u8, is_due: bool, is_internal: bool, done_at: Option<i64>,
        ) {
            let id = Uuid::from_u128(id);
            let record = TaskRecord {
                number,
                onboarding: OnboardingId::from_uuid(id),
                phase: Phase::parse("Kickoff").expect("a phase"),
                title: Name::parse("{\"legacy\":\"x\"}").expect("a title"),
                assignee: match kind {
                    0 => None,
                    1 => Some(AssigneeId::Contact(ContactId::from_uuid(id))),
                    _ => Some(AssigneeId::Csm(OwnerId::from_uuid(id))),
                },
                due: if is_due { "2026-12-24".parse().ok() } else { None },
                audience: if is_internal { Audience::Internal } else { Audience::Customer },
                done_at: done_at.map(Timestamp::from_millis),
            };
            let cell = record.assignee.map(|who| who.to_string());
            prop_assert_eq!(cell.map(|text| text.parse::<AssigneeId>().expect("an id")), record.assignee);
            prop_assert_eq!(TaskRecord::from_log(&record.to_log()), Some(Logged::Record(record)));
        }
    }

    #[test]
    fn a_task_is_shown_with_the_name_of_who_does_it() {
        let line = r#"{"audience":"customer","contact":null,"csm":null,"done_at":5,"due":"2026-12-24","number":3,
            "onboarding":"00000000-0000-0000-0000-000000000007","phase":"Kickoff","title":"Send the logo","v":1}"#;
        let logged = TaskRecord::from_log(line).expect("a record");
        let words = "Send the logo in Kickoff, customer, Ann Lee, due 2026-12-24, done";
        assert_eq!(logged.in_words(Some("Ann Lee")), words);
        assert_eq!("ann".parse::<AssigneeId>(), Err(IdError));
    }
}
