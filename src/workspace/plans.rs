//! Questions about onboardings, tasks and notifications.

use std::collections::BTreeSet;

use super::{Error, Workspace};
use crate::domain::{
    Assignee, Audience, ContactRole, Customer, CustomerId, Notification, NotificationKind, Onboarding,
    OnboardingId, PlanRow, Route, SafeText, Schedule, Task, WorkItem, route_to_role,
};

impl Workspace {
    /// Lists the onboardings of one customer or of all that have not left, oldest first.
    pub fn onboardings(&mut self, customer: Option<CustomerId>) -> Result<Vec<Onboarding>, Error> {
        self.store.read(|reader| Ok(reader.onboardings(customer)?))
    }

    /// Lists the onboardings of a customer, newest first, each with its tasks below it, open ones first.
    pub fn plan(&mut self, customer: CustomerId) -> Result<Vec<PlanRow>, Error> {
        self.store.read(|reader| {
            let mut rows = Vec::new();
            for onboarding in reader.onboardings(Some(customer))?.into_iter().rev() {
                let tasks = Task::in_order_of_work(reader.tasks(onboarding.id)?);
                rows.push(PlanRow::Onboarding(Box::new(onboarding)));
                rows.extend(tasks.into_iter().map(|task| PlanRow::Task(Box::new(task))));
            }
            Ok(rows)
        })
    }

    /// Lists the tasks of an onboarding, oldest first.
    pub fn tasks(&mut self, onboarding: OnboardingId) -> Result<Vec<Task>, Error> {
        self.store.read(|reader| Ok(reader.tasks(onboarding)?))
    }

    /// Routes the open customer-facing tasks of a customer that are for whoever holds a role: each role once, by its name.
    pub fn routes_of_roles(&mut self, customer: &Customer) -> Result<Vec<Route>, Error> {
        self.store.read(|reader| {
            let mut roles = BTreeSet::new();
            for onboarding in reader.onboardings(Some(customer.id))? {
                for task in reader.tasks(onboarding.id)? {
                    let is_told = task.audience == Audience::Customer && task.done_at.is_none();
                    if let (Some(Assignee::Role { by, .. }), true) = (task.assignee, is_told) {
                        roles.insert(by.role);
                    }
                }
            }
            let route = |role: &ContactRole| {
                let holders = reader.holders(customer.id, role)?;
                Ok(route_to_role(
                    customer,
                    NotificationKind::TaskAssigned,
                    role,
                    &holders,
                ))
            };
            roles.iter().map(route).collect()
        })
    }

    /// Lists the notifications of all customers, newest first.
    pub fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        self.store.read(|reader| Ok(reader.notifications()?))
    }

    /// Lists the notifications of a customer, newest first.
    pub fn notifications_of(&mut self, customer: CustomerId) -> Result<Vec<Notification>, Error> {
        self.store.read(|reader| Ok(reader.notifications_of(customer)?))
    }

    /// Lists the notifications of a customer that were held back as it left or an onboarding was paused, and that may leave
    /// now.
    pub fn held_back(&mut self, customer: CustomerId) -> Result<Vec<Notification>, Error> {
        self.store.read(|reader| {
            let ids = reader.held_back(customer)?.into_iter();
            let found = ids
                .map(|id| reader.notification(id))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(found.into_iter().flatten().collect())
        })
    }

    /// Lists what wants attention across all customers, the most urgent first.
    pub fn work(&mut self, schedule: &Schedule) -> Result<Vec<WorkItem>, Error> {
        self.store.read(|reader| Ok(reader.work(schedule)?))
    }

    /// Finds an onboarding by its number (`7`, `#7`) or its id.
    pub fn find_onboarding(&mut self, named: &str) -> Result<Onboarding, Error> {
        self.store.read(|reader| {
            let found = match (number(named), named.trim().parse()) {
                (Some(number), _) => reader.onboarding_by_number(number)?,
                (None, Ok(id)) => reader.onboarding(id)?,
                (None, Err(_)) => None,
            };
            found.ok_or_else(|| missing("onboarding", named, "pivotal onboarding list"))
        })
    }

    /// Finds a task of an onboarding by its number (`7`, `#7`) or its id.
    pub fn find_task(&mut self, onboarding: &Onboarding, named: &str) -> Result<Task, Error> {
        self.store.read(|reader| {
            let found = match (number(named), named.trim().parse()) {
                (Some(number), _) => reader.task_by_number(number)?,
                (None, Ok(id)) => reader.task(id)?,
                (None, Err(_)) => None,
            };
            found
                .filter(|task| task.onboarding_id == onboarding.id)
                .ok_or_else(|| {
                    let list = format!("pivotal task list {}", onboarding.number);
                    missing("task", named, &list)
                })
        })
    }

    /// Finds a notification by its number (`7`, `#7`) or its id.
    pub fn find_notification(&mut self, named: &str) -> Result<Notification, Error> {
        self.store.read(|reader| {
            let found = match (number(named), named.trim().parse()) {
                (Some(number), _) => reader.notification_by_number(number)?,
                (None, Ok(id)) => reader.notification(id)?,
                (None, Err(_)) => None,
            };
            found.ok_or_else(|| missing("notification", named, "pivotal outbox list"))
        })
    }
}

/// Reads a short number: `7` or `#7`.
pub(super) fn number(named: &str) -> Option<u32> {
    let digits = named.trim();
    let digits = digits.strip_prefix('#').unwrap_or(digits);
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// Makes the error for a thing that no number or id names.
pub(super) fn missing(noun: &str, named: &str, list: &str) -> Error {
    Error::NotFound(format!(
        "No {noun} {:?} here. Name it by number; `{list}` shows them.",
        SafeText::clean(named).as_str()
    ))
}
