//! What wants attention across all customers, in one query for each need.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::rows::{name, text, time, word};
use super::{Reader, StoreError};
use crate::domain::{
    ContactId, CustomerId, Date, FollowUps, Lateness, NEAR_DAYS, Need, NeedyOnboarding, NotificationId,
    OnboardingId, Phase, Schedule, TaskId, Timestamp, WorkItem, harmless,
};

const CUSTOMER: &str = "c.id, c.display_id, c.name";

pub(super) const CURRENT: &str = "c.deleted_at IS NULL AND c.status IN ('active', 'at_risk')";

impl Reader<'_> {
    /// Lists what wants attention, the most urgent first.
    pub fn work(&self, schedule: &Schedule) -> Result<Vec<WorkItem>, StoreError> {
        let today = schedule.today.to_string();
        let mut items = self.at_risk(schedule)?;
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, n.number, n.subject, n.id FROM notification n JOIN customer c ON c.id = n.customer_id
                 WHERE n.state IN ('failed', 'unknown') AND {CURRENT} AND ?1 <> '' ORDER BY n.number"
            ),
            &today,
            |row| {
                Ok(Need::FailedNotification {
                    id: NotificationId::from_uuid(row.get(5)?),
                    number: row.get(3)?,
                    subject: row.get(4)?,
                })
            },
        )?);
        items.extend(self.late_onboardings(schedule)?);
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, g.id, g.number, g.phase, k.title, k.due, k.id, k.number FROM task k JOIN onboarding g ON g.id = k.onboarding_id
                 JOIN customer c ON c.id = g.customer_id
                 WHERE k.deleted_at IS NULL AND k.done_at IS NULL AND k.due < ?1
                   AND g.deleted_at IS NULL AND g.state = 'active' AND {CURRENT} ORDER BY k.due, k.number"
            ),
            &today,
            |row| {
                Ok(Need::OverdueTask {
                    id: TaskId::from_uuid(row.get(8)?),
                    number: row.get(9)?,
                    onboarding: onboarding(row)?,
                    title: name(row, 6)?,
                    due: date(row, 7)?,
                })
            },
        )?);
        items.extend(self.notes_due(schedule.today)?);
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, c.win_back_on FROM customer c
                 WHERE c.deleted_at IS NULL AND c.status = 'churned' AND c.win_back_on <= ?1
                 ORDER BY c.win_back_on, c.name_key"
            ),
            &today,
            |row| Ok(Need::WinBack(date(row, 3)?)),
        )?);
        items.extend(self.near_dates(schedule)?);
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, c.contacts FROM customer c
                 WHERE {CURRENT} AND c.primary_contact_id IS NULL AND ?1 <> '' ORDER BY c.name_key"
            ),
            &today,
            |row| {
                let contacts: i64 = row.get(3)?;
                Ok(if contacts == 0 {
                    Need::NoContacts
                } else {
                    Need::NoPrimary
                })
            },
        )?);
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, p.name, p.id FROM customer c JOIN contact p ON p.id = c.primary_contact_id
                 WHERE {CURRENT} AND p.email_domain <> c.domain AND ?1 <> '' ORDER BY c.name_key"
            ),
            &today,
            |row| {
                Ok(Need::PrimaryElsewhere {
                    id: ContactId::from_uuid(row.get(4)?),
                    name: name(row, 3)?,
                })
            },
        )?);
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER} FROM customer c
                 WHERE {CURRENT} AND c.contacts = 1 AND c.primary_contact_id IS NOT NULL AND ?1 <> ''
                 ORDER BY c.name_key"
            ),
            &today,
            |_| Ok(Need::SingleContact),
        )?);
        Ok(items)
    }

    /// Lists the customers at risk, for the longest first.
    fn at_risk(&self, schedule: &Schedule) -> Result<Vec<WorkItem>, StoreError> {
        self.rows(
            &format!(
                "SELECT {CUSTOMER}, c.at_risk_since, c.risk_reason FROM customer c
                 WHERE c.deleted_at IS NULL AND c.status = 'at_risk' ORDER BY c.at_risk_since, c.name_key"
            ),
            [],
            |row| {
                let since = time(row, 3)?.map(|since| Date::of(since, &schedule.zone));
                let reason = text(row, 4)?;
                item(row, Need::AtRisk { since, reason })
            },
        )
    }

    /// Lists the dates in fields that users defined which are near, of customers and of their contacts.
    fn near_dates(&self, schedule: &Schedule) -> Result<Vec<WorkItem>, StoreError> {
        let (before, after) = NEAR_DAYS;
        let (from, to) = (schedule.today.plus_days(-after), schedule.today.plus_days(before));
        let near = "FROM custom_field f JOIN custom_value v ON v.field_id = f.id AND v.key BETWEEN ?1 AND ?2";
        let dates = "f.kind = 'date' AND f.deleted_at IS NULL";
        self.rows(
            &format!(
                "SELECT {CUSTOMER}, f.name, v.value AS day, NULL, NULL
                 {near} JOIN customer c ON c.id = v.subject_id
                 WHERE {dates} AND f.entity = 'customer' AND {CURRENT}
                 UNION ALL
                 SELECT {CUSTOMER}, f.name, v.value, t.id, t.name
                 {near} JOIN contact t ON t.id = v.subject_id JOIN customer c ON c.id = t.customer_id
                 WHERE {dates} AND f.entity = 'contact' AND t.deleted_at IS NULL AND t.archived_at IS NULL
                   AND t.is_here AND {CURRENT}
                 ORDER BY day, 3"
            ),
            params![from.to_string(), to.to_string()],
            |row| {
                let contact: Option<Uuid> = row.get(5)?;
                let contact = match contact {
                    Some(id) => Some((ContactId::from_uuid(id), name(row, 6)?)),
                    None => None,
                };
                let need = Need::NearDate {
                    field: harmless(row.get(3)?),
                    day: date(row, 4)?,
                    contact,
                };
                item(row, need)
            },
        )
    }

    /// Lists the notes whose follow-up date has come, the longest overdue first.
    fn notes_due(&self, today: Date) -> Result<Vec<WorkItem>, StoreError> {
        let mut items = Vec::new();
        for note in self.follow_ups(FollowUps::Due, today)? {
            let Some(due) = note.follow_up_on else { continue };
            items.push(WorkItem {
                customer: note.customer_id,
                display_id: self.row(
                    "SELECT display_id FROM customer WHERE id = ?",
                    [note.customer_id.uuid()],
                    |row| row.get(0),
                )?,
                customer_name: note.customer_name.clone(),
                need: Need::FollowUp {
                    note: Box::new(note),
                    due,
                },
            });
        }
        Ok(items)
    }

    /// Lists the onboardings that are behind their target, then those that are in their phase for too long.
    fn late_onboardings(&self, schedule: &Schedule) -> Result<Vec<WorkItem>, StoreError> {
        let rows: Vec<Option<WorkItem>> = self.rows(
            &format!(
                "SELECT {CUSTOMER}, g.id, g.number, g.phase, g.target, g.phase_since
                 FROM onboarding g JOIN customer c ON c.id = g.customer_id
                 WHERE g.deleted_at IS NULL AND g.state = 'active' AND {CURRENT}
                 ORDER BY coalesce(g.target < ?1, 0) DESC, g.target, g.phase_since"
            ),
            [schedule.today.to_string()],
            |row| {
                let onboarding = onboarding(row)?;
                let why = lateness(row, &onboarding.phase, schedule)?;
                why.map(|why| item(row, Need::LateOnboarding { onboarding, why }))
                    .transpose()
            },
        )?;
        Ok(rows.into_iter().flatten().collect())
    }

    fn needs(
        &self,
        sql: &str,
        today: &str,
        need: impl Fn(&Row<'_>) -> rusqlite::Result<Need>,
    ) -> Result<Vec<WorkItem>, StoreError> {
        self.rows(sql, params![today], |row| item(row, need(row)?))
    }
}

fn item(row: &Row<'_>, need: Need) -> rusqlite::Result<WorkItem> {
    Ok(WorkItem {
        customer: CustomerId::from_uuid(row.get(0)?),
        display_id: row.get(1)?,
        customer_name: name(row, 2)?,
        need,
    })
}

/// Reads the onboarding behind the columns of the customer.
fn onboarding(row: &Row<'_>) -> rusqlite::Result<NeedyOnboarding> {
    Ok(NeedyOnboarding {
        id: OnboardingId::from_uuid(row.get(3)?),
        number: row.get(4)?,
        phase: word(row, 5, |text| Phase::parse(text).ok())?,
    })
}

/// Returns by what an onboarding is late, if it is: a target that is behind says more than a phase that takes too long.
fn lateness(row: &Row<'_>, phase: &Phase, schedule: &Schedule) -> rusqlite::Result<Option<Lateness>> {
    let target: Option<String> = row.get(6)?;
    let target = target.and_then(|text| text.parse::<Date>().ok());
    if let Some(target) = target.filter(|target| *target < schedule.today) {
        return Ok(Some(Lateness::Target(target)));
    }
    let days = schedule.days_in(phase, Timestamp::from_millis(row.get(7)?));
    Ok(days.is_over().then_some(Lateness::Phase(phase.clone(), days)))
}

fn date(row: &Row<'_>, at: usize) -> rusqlite::Result<Date> {
    word(row, at, |text| text.parse().ok())
}
