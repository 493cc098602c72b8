//! What wants attention across all customers, in one query for each need.

use rusqlite::{Row, params};

use super::rows::name;
use super::{Reader, StoreError};
use crate::domain::{CustomerId, Date, Need, WorkItem};

const CUSTOMER: &str = "c.id, c.display_id, c.name";

const CURRENT: &str = "c.deleted_at IS NULL AND c.status IN ('active', 'at_risk')";

impl Reader<'_> {
    /// Lists what wants attention, the most urgent first.
    pub fn work(&self, today: Date) -> Result<Vec<WorkItem>, StoreError> {
        let today = today.to_string();
        let mut items = Vec::new();
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, n.number, n.subject FROM notification n JOIN customer c ON c.id = n.customer_id
                 WHERE n.state IN ('failed', 'unknown') AND c.deleted_at IS NULL AND ?1 <> '' ORDER BY n.number"
            ),
            &today,
            |row| {
                Ok(Need::FailedNotification {
                    number: row.get(3)?,
                    subject: row.get(4)?,
                })
            },
        )?);
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, g.target FROM onboarding g JOIN customer c ON c.id = g.customer_id
                 WHERE g.deleted_at IS NULL AND g.state = 'active' AND g.target < ?1 AND {CURRENT} ORDER BY g.target"
            ),
            &today,
            |row| Ok(Need::PastTarget { target: date(row, 3)? }),
        )?);
        items.extend(self.needs(
            &format!(
                "SELECT {CUSTOMER}, k.title, k.due FROM task k JOIN onboarding g ON g.id = k.onboarding_id
                 JOIN customer c ON c.id = g.customer_id
                 WHERE k.deleted_at IS NULL AND k.done_at IS NULL AND k.due < ?1
                   AND g.deleted_at IS NULL AND g.state = 'active' AND {CURRENT} ORDER BY k.due, k.number"
            ),
            &today,
            |row| {
                Ok(Need::OverdueTask {
                    title: name(row, 3)?,
                    due: date(row, 4)?,
                })
            },
        )?);
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
                "SELECT {CUSTOMER}, p.name FROM customer c JOIN contact p ON p.id = c.primary_contact_id
                 WHERE {CURRENT} AND p.email_domain <> c.domain AND ?1 <> '' ORDER BY c.name_key"
            ),
            &today,
            |row| Ok(Need::PrimaryElsewhere { name: name(row, 3)? }),
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

    fn needs(
        &self,
        sql: &str,
        today: &str,
        need: impl Fn(&Row<'_>) -> rusqlite::Result<Need>,
    ) -> Result<Vec<WorkItem>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(sql)?
                .query_map(params![today], |row| {
                    Ok(WorkItem {
                        customer: CustomerId::from_uuid(row.get(0)?),
                        display_id: row.get(1)?,
                        customer_name: name(row, 2)?,
                        need: need(row)?,
                    })
                })?
                .collect()
        })
    }
}

fn date(row: &Row<'_>, at: usize) -> rusqlite::Result<Date> {
    super::rows::word(row, at, |text| text.parse().ok())
}
