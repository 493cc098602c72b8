//! What the file holds of who is to be left in peace, read from outside the program.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use uuid::Uuid;

/// A notification as the file holds it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) customer: Uuid,
    pub(super) plan: Option<Uuid>,
    pub(super) person: Option<Uuid>,
    pub(super) state: String,
}

/// What the file holds, as far as it decides.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Customers who left.
    pub(super) left: BTreeSet<Uuid>,
    /// Onboardings that are paused, with their customers.
    pub(super) paused: BTreeSet<Uuid>,
    /// Onboardings that go on, with their customers.
    pub(super) going: BTreeMap<Uuid, Uuid>,
    /// Contacts who are archived, unlinked or deleted.
    pub(super) away: BTreeSet<Uuid>,
    pub(super) phases: BTreeMap<Uuid, String>,
    pub(super) rows: BTreeMap<Uuid, Row>,
}

impl Look {
    pub(super) fn is_silent(&self, row: &Row) -> bool {
        self.left.contains(&row.customer) || row.plan.is_some_and(|plan| self.paused.contains(&plan))
    }
}

pub(super) fn listed<T>(outside: &Connection, sql: &str, read: impl Fn(&rusqlite::Row<'_>) -> T) -> Vec<T> {
    let mut statement = outside.prepare_cached(sql).expect(sql);
    let rows = statement.query_map([], |row| Ok(read(row))).expect(sql);
    rows.map(|row| row.expect("a row")).collect()
}

pub(super) fn ids(outside: &Connection, sql: &str) -> Vec<Uuid> {
    listed(outside, sql, |row| row.get(0).expect("an id"))
}

pub(super) fn look(outside: &Connection) -> Look {
    let pair = |row: &rusqlite::Row<'_>| (row.get(0).expect("an id"), row.get(1).expect("a value"));
    Look {
        left: ids(
            outside,
            "SELECT id FROM customer WHERE status IN ('churned', 'archived')",
        )
        .into_iter()
        .collect(),
        paused: ids(outside, "SELECT id FROM onboarding WHERE state = 'paused'")
            .into_iter()
            .collect(),
        going: listed(
            outside,
            "SELECT id, customer_id FROM onboarding WHERE state = 'active' AND deleted_at IS NULL",
            pair,
        )
        .into_iter()
        .collect(),
        away: ids(
            outside,
            "SELECT id FROM contact WHERE archived_at IS NOT NULL OR deleted_at IS NOT NULL OR NOT is_here",
        )
        .into_iter()
        .collect(),
        phases: listed(
            outside,
            "SELECT id, phase FROM onboarding WHERE deleted_at IS NULL",
            |row| (row.get(0).expect("an id"), row.get(1).expect("a phase")),
        )
        .into_iter()
        .collect(),
        rows: listed(
            outside,
            "SELECT id, number, customer_id, onboarding_id, contact_id, state FROM notification",
            |row| {
                let one = Row {
                    number: row.get(1).expect("a number"),
                    customer: row.get(2).expect("an id"),
                    plan: row.get(3).expect("an id"),
                    person: row.get(4).expect("an id"),
                    state: row.get(5).expect("a state"),
                };
                (row.get(0).expect("an id"), one)
            },
        )
        .into_iter()
        .collect(),
    }
}

/// Returns what was written, moved or is about to leave although somebody is to be left in peace.
pub(super) fn breaches(before: &Look, after: &Look, plan: Option<Uuid>) -> Vec<String> {
    let mut found = Vec::new();
    for (id, row) in &after.rows {
        let number = row.number;
        if !before.rows.contains_key(id) {
            let was_paused = plan.is_some_and(|plan| before.paused.contains(&plan));
            let is_away = row.person.is_some_and(|person| before.away.contains(&person));
            if before.left.contains(&row.customer) || was_paused || is_away {
                found.push(format!("#{number} was written"));
            }
        }
        if matches!(row.state.as_str(), "queued" | "retry") && after.is_silent(row) {
            found.push(format!("#{number} is {} and would leave", row.state));
        }
    }
    for (plan, phase) in &after.phases {
        let stays = before.paused.contains(plan) && after.paused.contains(plan);
        if stays && before.phases.get(plan).is_some_and(|was| was != phase) {
            found.push(format!("a paused onboarding went to {phase}"));
        }
    }
    for (plan, customer) in &after.going {
        if after.left.contains(customer) {
            found.push(format!("{plan} goes on though its customer left"));
        }
    }
    found
}
