//! The tables of onboardings and tasks.

use rusqlite::types::Value;
use rusqlite::{Row, ToSql, params};
use uuid::Uuid;

use super::rows::{count, day, name, owner, text, time, word};
use super::{Reader, StoreError, Writer, assignees};
use crate::domain::{
    Assignee, Audience, ByRole, ContactId, CustomerId, Email, Name, NextTask, NoteText, Onboarding,
    OnboardingId, OnboardingRecord, OnboardingState, OwnerId, ParentTask, Person, Phase, Task, TaskId,
    TaskRecord, TemplateName, Timestamp,
};

const ONBOARDING: &str = "t.id, t.number, t.customer_id, c.name, t.target, t.phase, t.phase_since, t.state,
    t.created_at, t.updated_at,
    (SELECT count(*) FROM task k WHERE k.onboarding_id = t.id AND k.done_at IS NULL AND k.deleted_at IS NULL),
    (SELECT count(*) FROM task k
     WHERE k.onboarding_id = t.id AND k.done_at IS NULL AND k.deleted_at IS NULL AND k.phase = t.phase),
    n.title, n.due, o.id, o.name, o.email, o.email_domain, t.target_reason,
    t.moved_from, t.template";

const ONBOARDING_JOINS: &str = "JOIN customer c ON c.id = t.customer_id
    LEFT JOIN owner o ON o.id = t.csm_id
    LEFT JOIN task n ON n.id = (
        SELECT k.id FROM task k WHERE k.onboarding_id = t.id AND k.done_at IS NULL AND k.deleted_at IS NULL
        ORDER BY k.due IS NULL, k.due, k.number LIMIT 1)";

/// The condition on tasks `t` that there is something left to do.
const OPEN: &str = "t.done_at IS NULL AND g.deleted_at IS NULL AND g.state <> 'done'";

/// What is read of a task: of a role, one who holds it stands where the contact does.
fn task_columns() -> String {
    format!(
        "t.id, t.number, t.onboarding_id, g.customer_id, t.phase, t.title, t.due, t.audience, t.done_at,
        t.created_at, p.id, p.name, p.email, p.email_domain, o.id, o.name, o.email, o.email_domain, t.role,
        (SELECT count(*) FROM contact h WHERE t.role IS NOT NULL AND h.customer_id = c.id AND {}),
        c.primary_contact_id, c.owner_id, t.note, u.id, u.number, u.title",
        assignees::holds("t.role")
    )
}

fn task_joins() -> String {
    format!(
        "JOIN onboarding g ON g.id = t.onboarding_id
        JOIN customer c ON c.id = g.customer_id
        LEFT JOIN task u ON u.id = t.parent_id
        LEFT JOIN contact p ON p.id = coalesce(t.contact_id, (
            SELECT h.id FROM contact h WHERE t.role IS NOT NULL AND h.customer_id = c.id AND {} LIMIT 1))
        LEFT JOIN owner o ON o.id = t.csm_id",
        assignees::holds("t.role")
    )
}

impl Reader<'_> {
    /// Finds an onboarding.
    pub fn onboarding(&self, id: OnboardingId) -> Result<Option<Onboarding>, StoreError> {
        Ok(self.onboardings_where("t.id = ?1", &id.uuid())?.pop())
    }

    /// Finds the onboarding with a short number.
    pub fn onboarding_by_number(&self, number: u32) -> Result<Option<Onboarding>, StoreError> {
        Ok(self.onboardings_where("t.number = ?1", &number)?.pop())
    }

    /// Lists the onboardings of one customer, or of all that have not left, oldest first.
    pub fn onboardings(&self, customer: Option<CustomerId>) -> Result<Vec<Onboarding>, StoreError> {
        match customer {
            Some(customer) => self.onboardings_where("t.customer_id = ?1", &customer.uuid()),
            None => self.onboardings_where("?1 AND c.status NOT IN ('churned', 'archived')", &true),
        }
    }

    /// Lists the onboardings of a customer that were paused as it left.
    pub fn paused_with_customer(&self, customer: CustomerId) -> Result<Vec<OnboardingId>, StoreError> {
        self.rows(
            "SELECT id FROM onboarding
             WHERE customer_id = ? AND state = 'paused' AND paused_with_customer AND deleted_at IS NULL
             ORDER BY number",
            [customer.uuid()],
            |row| Ok(OnboardingId::from_uuid(row.get(0)?)),
        )
    }

    fn onboardings_where(&self, condition: &str, value: &dyn ToSql) -> Result<Vec<Onboarding>, StoreError> {
        self.rows(
            &format!(
                "SELECT {ONBOARDING} FROM onboarding t {ONBOARDING_JOINS}
                 WHERE {condition} AND t.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY t.number"
            ),
            [value],
            onboarding,
        )
    }

    /// Finds the task with a short number.
    pub fn task_by_number(&self, number: u32) -> Result<Option<Task>, StoreError> {
        Ok(self.tasks_where("t.number = ?1", &number)?.pop())
    }

    /// Finds a task.
    pub fn task(&self, id: TaskId) -> Result<Option<Task>, StoreError> {
        Ok(self.tasks_where("t.id = ?1", &id.uuid())?.pop())
    }

    /// Lists the tasks of an onboarding, oldest first, each before its subtasks.
    pub fn tasks(&self, onboarding: OnboardingId) -> Result<Vec<Task>, StoreError> {
        self.tasks_where("t.onboarding_id = ?1", &onboarding.uuid())
    }

    /// Lists the subtasks of a task, oldest first.
    pub fn subtasks(&self, task: TaskId) -> Result<Vec<Task>, StoreError> {
        self.tasks_where("t.parent_id = ?1", &task.uuid())
    }

    /// Lists the tasks that a contact does, open and done, oldest first.
    pub fn tasks_of_contact(&self, contact: ContactId) -> Result<Vec<Task>, StoreError> {
        self.tasks_where("t.contact_id = ?1", &contact.uuid())
    }

    /// Lists the open tasks of a contact in onboardings that are not done, oldest first.
    pub fn open_tasks_of_contact(&self, contact: ContactId) -> Result<Vec<Task>, StoreError> {
        self.tasks_where(&format!("t.contact_id = ?1 AND {OPEN}"), &contact.uuid())
    }

    /// Lists the open tasks of a customer in onboardings that are not done, oldest first.
    pub fn open_tasks_of_customer(&self, customer: CustomerId) -> Result<Vec<Task>, StoreError> {
        self.tasks_where(&format!("g.customer_id = ?1 AND {OPEN}"), &customer.uuid())
    }

    fn tasks_where(&self, condition: &str, value: &dyn ToSql) -> Result<Vec<Task>, StoreError> {
        self.rows(
            &format!(
                "SELECT {} FROM task t {} WHERE {condition} AND t.deleted_at IS NULL
                 ORDER BY coalesce(u.number, t.number), u.id IS NOT NULL, t.number",
                task_columns(),
                task_joins()
            ),
            [value],
            task,
        )
    }
}

/// A table whose rows have short numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbered {
    /// Onboardings.
    Onboarding,
    /// Tasks.
    Task,
    /// Notifications.
    Notification,
    /// Notes.
    Note,
}

impl Numbered {
    /// Returns the name of the table, which is that of its counter.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Onboarding => "onboarding",
            Self::Task => "task",
            Self::Notification => "notification",
            Self::Note => "note",
        }
    }
}

impl Writer<'_> {
    /// Takes the next short number of a table; no number is given out twice.
    pub fn next_number(&self, table: Numbered) -> Result<u32, StoreError> {
        self.count_up(table.name())
    }

    /// Adds an onboarding to a customer, which enters its phase now.
    pub fn insert_onboarding(
        &self,
        id: OnboardingId,
        customer: CustomerId,
        record: &OnboardingRecord,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO onboarding (id, number, customer_id, csm_id, target, phase, phase_since, state,
                                     created_at, updated_at, template)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?7, ?9)",
            params![
                id.uuid(),
                record.number,
                customer.uuid(),
                record.csm.map(OwnerId::uuid),
                record.target.map(|date| date.to_string()),
                record.phase.as_str(),
                now.as_millis(),
                record.state.key(),
                record.template.as_ref().map(TemplateName::as_str),
            ],
        )
    }

    /// Adds a task.
    pub fn insert_task(&self, id: TaskId, record: &TaskRecord, now: Timestamp) -> Result<(), StoreError> {
        let assignee = assignees::columns(record.assignee.as_ref());
        self.write(
            "INSERT INTO task (id, number, onboarding_id, phase, title, csm_id, contact_id, due, audience,
                               done_at, created_at, updated_at, role, parent_id, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12, ?13, ?14)",
            params![
                id.uuid(),
                record.number,
                record.onboarding.uuid(),
                record.phase.as_str(),
                record.title.as_str(),
                assignee.csm,
                assignee.contact,
                record.due.map(|date| date.to_string()),
                record.audience.key(),
                record.done_at.map(Timestamp::as_millis),
                now.as_millis(),
                assignee.role,
                record.parent.map(TaskId::uuid),
                record.note.as_ref().map(NoteText::as_str),
            ],
        )
    }

    /// Takes a thing away, or brings it back; its row stays.
    pub fn set_removed(
        &self,
        table: Numbered,
        id: Uuid,
        removed: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let at = removed.map_or(Value::Null, |at| Value::Integer(at.as_millis()));
        self.write(
            &format!("UPDATE {} SET deleted_at = ?2 WHERE id = ?1", table.name()),
            params![id, at],
        )
    }
}

fn phase(row: &Row<'_>, at: usize) -> rusqlite::Result<Phase> {
    word(row, at, |text| Phase::parse(text).ok())
}

fn template(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<TemplateName>> {
    let text: Option<String> = row.get(at)?;
    Ok(text.and_then(|text| TemplateName::parse(&text).ok()))
}

fn onboarding(row: &Row<'_>) -> rusqlite::Result<Onboarding> {
    let next_task = match row.get::<_, Option<String>>(12)? {
        None => None,
        Some(_) => Some(NextTask {
            title: name(row, 12)?,
            due: day(row, 13)?,
        }),
    };
    let csm = match row.get::<_, Option<Uuid>>(14)? {
        None => None,
        Some(_) => Some(owner(row, 14)?),
    };
    Ok(Onboarding {
        id: OnboardingId::from_uuid(row.get(0)?),
        number: row.get(1)?,
        customer_id: CustomerId::from_uuid(row.get(2)?),
        customer_name: name(row, 3)?,
        csm,
        target: day(row, 4)?,
        target_reason: text(row, 18)?,
        moved_from: day(row, 19)?,
        template: template(row, 20)?,
        phase: phase(row, 5)?,
        phase_since: Timestamp::from_millis(row.get(6)?),
        state: word(row, 7, OnboardingState::from_key)?,
        open_tasks: count(row, 10)?,
        open_in_phase: count(row, 11)?,
        next_task,
        created_at: Timestamp::from_millis(row.get(8)?),
        updated_at: Timestamp::from_millis(row.get(9)?),
    })
}

fn assignee(row: &Row<'_>) -> rusqlite::Result<Option<Assignee>> {
    let contact = match row.get::<_, Option<Uuid>>(10)? {
        Some(id) => {
            let text: String = row.get(11)?;
            let email = Email::from_stored(row.get(12)?, row.get(13)?);
            // A contact that was deleted has no name any more.
            let person = Name::parse(&text).ok().map(|name| Person { name, email });
            person.map(|person| (ContactId::from_uuid(id), person))
        }
        None => None,
    };
    if let Some(role) = assignees::role(row, 18)? {
        let by = ByRole {
            role,
            holders: row.get(19)?,
        };
        let rule = by.rule(row.get::<_, Option<Uuid>>(20)?, row.get::<_, Option<Uuid>>(21)?);
        let holder = contact.map(|(_, person)| person).filter(|_| by.holders == 1);
        return Ok(Some(Assignee::Role { by, holder, rule }));
    }
    Ok(match (contact, row.get::<_, Option<Uuid>>(14)?) {
        (Some((id, Person { name, email })), _) => Some(Assignee::Contact { id, name, email }),
        (None, Some(_)) => Some(Assignee::Csm(owner(row, 14)?)),
        (None, None) => None,
    })
}

fn parent(row: &Row<'_>) -> rusqlite::Result<Option<ParentTask>> {
    let Some(id) = row.get::<_, Option<Uuid>>(23)? else {
        return Ok(None);
    };
    Ok(Some(ParentTask {
        id: TaskId::from_uuid(id),
        number: row.get(24)?,
        title: name(row, 25)?,
    }))
}

fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    let note: Option<String> = row.get(22)?;
    Ok(Task {
        id: TaskId::from_uuid(row.get(0)?),
        number: row.get(1)?,
        onboarding_id: OnboardingId::from_uuid(row.get(2)?),
        customer_id: CustomerId::from_uuid(row.get(3)?),
        parent: parent(row)?,
        phase: phase(row, 4)?,
        title: name(row, 5)?,
        assignee: assignee(row)?,
        due: day(row, 6)?,
        audience: word(row, 7, Audience::from_key)?,
        note: note.map(NoteText::from_stored),
        done_at: time(row, 8)?,
        created_at: Timestamp::from_millis(row.get(9)?),
    })
}
