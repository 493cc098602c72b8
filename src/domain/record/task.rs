//! Tasks as the operation log keeps them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{InWords, Logged, VERSION, logged, written};
use crate::domain::{
    Audience, ContactId, ContactRole, Date, IdError, Name, NoteText, OnboardingId, OwnerId, Phase, TaskId,
    Timestamp,
};

/// What a task is when it is added, and by which a change since is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRecord {
    /// The short number by which people name it.
    pub number: u32,
    /// The onboarding it belongs to.
    pub onboarding: OnboardingId,
    /// The task it is a part of.
    pub parent: Option<TaskId>,
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
    /// What else is to be known to do it.
    pub note: Option<NoteText>,
    /// When it was done, if it was.
    pub done_at: Option<Timestamp>,
}

/// Who does a task, by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssigneeId {
    /// A customer-success manager of our side.
    Csm(OwnerId),
    /// A contact of the customer.
    Contact(ContactId),
    /// Whoever of the customer holds a role.
    Role(ContactRole),
}

const CONTACT: &str = "contact:";

const CSM: &str = "csm:";

const ROLE: &str = "role:";

impl fmt::Display for AssigneeId {
    /// Writes the text of a cell in the log: `contact:` or `csm:` with the id, or `role:` with the role.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csm(id) => write!(f, "{CSM}{id}"),
            Self::Contact(id) => write!(f, "{CONTACT}{id}"),
            Self::Role(role) => write!(f, "{ROLE}{role}"),
        }
    }
}

impl FromStr for AssigneeId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if let Some(id) = text.strip_prefix(CONTACT) {
            id.parse().map(Self::Contact)
        } else if let Some(id) = text.strip_prefix(CSM) {
            id.parse().map(Self::Csm)
        } else {
            let role = text.strip_prefix(ROLE).ok_or(IdError)?;
            ContactRole::parse(role).map(Self::Role).map_err(|_| IdError)
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
    /// None where there is none, as in all that earlier releases wrote; the parent too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    number: u32,
    onboarding: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    phase: String,
    /// None where no role does it, as in all that earlier releases wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    title: String,
    v: u32,
}

impl TaskRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        let (contact, csm, role) = match &self.assignee {
            Some(AssigneeId::Contact(id)) => (Some(id.to_string()), None, None),
            Some(AssigneeId::Csm(id)) => (None, Some(id.to_string()), None),
            Some(AssigneeId::Role(role)) => (None, None, Some(role.to_string())),
            None => (None, None, None),
        };
        written(&Line {
            audience: self.audience.key().to_owned(),
            contact,
            csm,
            done_at: self.done_at.map(Timestamp::as_millis),
            due: self.due.as_ref().map(Date::to_string),
            note: self.note.as_ref().map(NoteText::to_string),
            number: self.number,
            onboarding: self.onboarding.to_string(),
            parent: self.parent.map(|parent| parent.to_string()),
            phase: self.phase.to_string(),
            role,
            title: self.title.to_string(),
            v: VERSION,
        })
    }

    /// Reads what the log holds of a task; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Logged<Self>> {
        logged(text, |line: Line| {
            let assignee = match (line.contact, line.csm, line.role) {
                (Some(id), _, _) => Some(AssigneeId::Contact(id.parse().ok()?)),
                (None, Some(id), _) => Some(AssigneeId::Csm(id.parse().ok()?)),
                (None, None, Some(role)) => Some(AssigneeId::Role(ContactRole::parse(&role).ok()?)),
                (None, None, None) => None,
            };
            Some(Self {
                number: line.number,
                onboarding: line.onboarding.parse().ok()?,
                parent: line.parent.as_deref().map(str::parse).transpose().ok()?,
                phase: Phase::parse(&line.phase).ok()?,
                title: Name::parse(&line.title).ok()?,
                assignee,
                due: line.due.as_deref().map(str::parse).transpose().ok()?,
                audience: Audience::from_key(&line.audience)?,
                note: line.note.map(NoteText::from_stored),
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
            number in 1_u32.., id: u128, kind in 0..4_u8, is_due: bool, is_internal: bool, is_part: bool,
            done_at: Option<i64>,
        ) {
            let id = Uuid::from_u128(id);
            let record = TaskRecord {
                number,
                onboarding: OnboardingId::from_uuid(id),
                parent: is_part.then(|| TaskId::from_uuid(id)),
                phase: Phase::parse("Kickoff").expect("a phase"),
                title: Name::parse("{\"legacy\":\"x\"}").expect("a title"),
                assignee: match kind {
                    0 => None,
                    1 => Some(AssigneeId::Contact(ContactId::from_uuid(id))),
                    2 => ContactRole::parse("decision maker").ok().map(AssigneeId::Role),
                    _ => Some(AssigneeId::Csm(OwnerId::from_uuid(id))),
                },
                due: if is_due { "2026-12-24".parse().ok() } else { None },
                audience: if is_internal { Audience::Internal } else { Audience::Customer },
                note: NoteText::parse("Ask for the DPA.\n- both").ok().filter(|_| is_part),
                done_at: done_at.map(Timestamp::from_millis),
            };
            let cell = record.assignee.as_ref().map(AssigneeId::to_string);
            prop_assert_eq!(cell.map(|text| text.parse().expect("an id")), record.assignee.clone());
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
