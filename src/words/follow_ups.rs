//! What follows from a change for others: the notifications that were written, and tasks that need a new assignee.

use crate::domain::{Notification, NotificationState, Route, Task};

/// How many tasks are named.
const NAMED: usize = 5;

/// Returns what was written because of a change, to whom and by which rule.
pub(super) fn written(notifications: &[Notification], route: Option<&Route>) -> String {
    match (route, notifications) {
        (None, _) => String::new(),
        (Some(route), []) => format!(" Notification: {route}; nothing is queued."),
        (Some(route), written) => {
            let ways: Vec<String> = written
                .iter()
                .map(|one| format!("{} {}", one.channel, one.state))
                .collect();
            format!(" Notification to {route}: {}.", ways.join(", "))
        }
    }
}

/// Returns how notifications stand that were set: `2 notifications are queued now.`
pub(super) fn now_stand(notifications: &[Notification]) -> String {
    let stand = |state: NotificationState| {
        let number = notifications.iter().filter(|one| one.state == state).count();
        (number > 0).then_some((state, number))
    };
    let states: Vec<_> = NotificationState::ALL.into_iter().filter_map(stand).collect();
    match (notifications, states.as_slice()) {
        ([], _) => "Nothing changed.".to_owned(),
        ([one], _) => format!("Notification #{} is now {}.", one.number, one.state),
        (many, [(state, _)]) => format!("{} notifications are now {state}.", many.len()),
        (many, states) => {
            let parts: Vec<String> = states
                .iter()
                .map(|(state, number)| format!("{number} {state}"))
                .collect();
            format!("{} notifications now: {}.", many.len(), parts.join(", "))
        }
    }
}

/// Names the open tasks of somebody who leaves, in a sentence that follows another one.
pub(super) fn still_assigned(tasks: &[Task]) -> String {
    let named: Vec<String> = tasks
        .iter()
        .take(NAMED)
        .map(|task| format!("#{} {}", task.number, task.title))
        .collect();
    let more = match tasks.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match tasks.len() {
        0 => String::new(),
        1 => format!(" This open task needs a new assignee: {}.", named.join(", ")),
        _ => format!(
            " These open tasks need a new assignee: {}{more}.",
            named.join(", ")
        ),
    }
}
