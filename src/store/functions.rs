//! What SQL cannot do by itself: text without accents, and a line of history as it is told.
//!
//! No table, index or trigger needs these, so that other programs can read and write the file.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

use super::columns::for_details;
use super::history::told;
use crate::domain::fold;

/// Between two fields in the folded text of a row, so that no word is found across both.
const BETWEEN: char = '\n';

/// The folded text of a contact, from its columns.
pub(super) const CONTACT_KEY: &str = for_details!("folded_lines(name, email[, %])");

/// The folded text of a customer, from its columns.
pub(super) const CUSTOMER_KEY: &str =
    "folded_lines(name, '#' || display_id, domain, domain_key, replace(tags, ',', char(10)))";

/// Puts the functions at the disposal of a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("fold", 1, flags, |context| {
        Ok(context.get::<Option<String>>(0)?.map(|text| fold(&text)))
    })?;
    connection.create_scalar_function("folded_lines", -1, flags, |context| lines(context))?;
    connection.create_scalar_function("told", 9, flags, |context| told(context))
}

/// Joins and folds fields, a line each; what is null is left out.
///
/// Two signs more at the end make the last letters, too, the beginning of three.
fn lines(context: &Context<'_>) -> rusqlite::Result<String> {
    let mut text = String::with_capacity(96);
    for place in 0..context.len() {
        if let Some(field) = context.get_raw(place).as_str_or_null()? {
            text.push_str(field);
            text.push(BETWEEN);
        }
    }
    text.push(BETWEEN);
    Ok(fold(&text))
}
