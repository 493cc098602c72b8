//! The properties of the promises, for the fuzzer: what the tests try on made-up text holds of all bytes.

#[path = "../../promises/properties/files.rs"]
mod files;
#[path = "../../promises/properties/hubspot.rs"]
mod hubspot;
#[path = "../../promises/properties/list.rs"]
mod list;
#[path = "../../promises/properties/safe_text.rs"]
mod safe_text;

/// Reads bytes as a list that is pasted or opened; panics where a property does not hold.
pub fn list(bytes: &[u8]) {
    list::check(bytes);
}

/// Makes bytes safe as a text and as a name; panics where a property does not hold.
pub fn safe_text(bytes: &[u8]) {
    safe_text::check(&String::from_utf8_lossy(bytes));
}

/// Reads bytes as answers of HubSpot; panics where a property does not hold.
pub fn hubspot(bytes: &[u8]) {
    hubspot::check(bytes);
}

/// Writes contacts of any text as tables and reads these back; panics where a property does not hold.
pub fn tables(bytes: &[u8]) {
    files::check_tables(&String::from_utf8_lossy(bytes));
}

/// Writes contacts of any text as cards and reads these back; panics where a property does not hold.
pub fn cards(bytes: &[u8]) {
    files::check_cards(&String::from_utf8_lossy(bytes));
}
