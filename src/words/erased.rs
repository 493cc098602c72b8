//! What the erasing of a person did.

use jiff::tz::TimeZone;

use super::outcome::after_primary;
use crate::domain::{Date, HoldingBackup, Name, Outcome};

/// Returns what was removed for good, and where the person is still known.
pub(super) fn sentence(outcome: &Outcome) -> String {
    let Outcome::ContactErased {
        customer,
        primary_left,
        open_tasks,
        also_at,
        backups,
        is_pending,
    } = outcome
    else {
        return String::new();
    };
    let mut text = format!("Erased one contact of {} for good.", customer.name);
    text.push_str(&after_primary(customer, *primary_left));
    match open_tasks {
        0 => {}
        1 => text.push_str(" 1 open task was theirs; give it to somebody else."),
        many => text.push_str(&format!(
            " {many} open tasks were theirs; give them to somebody else."
        )),
    }
    if !also_at.is_empty() {
        let names: Vec<&str> = also_at.iter().map(Name::as_str).collect();
        text.push_str(&format!(
            " The same address is also known at {}.",
            names.join(", ")
        ));
    }
    match backups.as_slice() {
        [] => {}
        [one] => text.push_str(&format!(" 1 backup still holds the person: {}.", dated(one))),
        many => text.push_str(&format!(
            " {} backups still hold the person: {}.",
            many.len(),
            many.iter().map(dated).collect::<Vec<_>>().join(", ")
        )),
    }
    if *is_pending {
        text.push_str(" Its free space could not be cleaned yet, as another window is open or the disk is nearly full; the next start does it.");
    }
    text
}

/// Returns a backup with the day on which it was made, that of UTC as in its name.
fn dated(backup: &HoldingBackup) -> String {
    let HoldingBackup { file, made_at } = backup;
    match made_at {
        Some(at) => format!("{file} of {}", Date::of(*at, &TimeZone::UTC).long()),
        None => file.clone(),
    }
}
