//! What an import did.

use super::outcome::count;
use crate::domain::{Contact, Customer, misfits_left_out};

/// Tells what an import into several customers did.
pub(super) fn imported_by_customer(customers: &[(Customer, usize)], already_here: usize) -> String {
    let added = count(customers.iter().map(|(_, added)| added).sum(), "contact");
    let done = match customers {
        [] => return "Nothing to add: all are already contacts.".to_owned(),
        [(one, _)] => format!("Added {added} to {}", one.name),
        many => format!("Added {added} to {}", count(many.len(), "customer")),
    };
    match already_here {
        0 => format!("{done}."),
        here => format!("{done}; {here} already here."),
    }
}

/// Tells what an import into one customer did.
pub(super) fn imported(
    (customer, added): (&Customer, usize),
    already_here: usize,
    promoted: Option<&Contact>,
    misfits: usize,
) -> String {
    let name = &customer.name;
    let here = match (added, already_here) {
        (0, 0) => return "Nothing to add: the list is empty.".to_owned(),
        (0, 1) => return format!("Nothing to add: already a contact of {name}."),
        (0, here) => return format!("Nothing to add: all {here} are already contacts of {name}."),
        (_, 0) => String::new(),
        (_, here) => format!("; {here} already here"),
    };
    let primary = promoted.map_or_else(String::new, |contact| format!(" Primary: {}.", contact.name));
    let left_out = misfits_left_out(misfits).map_or_else(String::new, |told| format!(" {told}"));
    format!(
        "Added {} to {name}{here}.{primary}{left_out}",
        count(added, "contact")
    )
}
