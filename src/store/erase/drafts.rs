//! Takes somebody who is erased out of kept lists, and out of those that a window still holds and writes back.

use std::borrow::Cow;
use std::collections::HashSet;

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::traces::Traces;
use super::{ERASED_AT, mark};
use crate::domain::{CustomerId, Email, ListDraft};
use crate::store::listing::integer;
use crate::store::{StoreError, Writer};

/// Takes the rows that tell of a person out of the lists that are kept for their customer, and those with an address of theirs
/// out of all others.
pub(super) fn empty_drafts(
    connection: &Connection,
    customer: CustomerId,
    traces: &Traces,
) -> rusqlite::Result<()> {
    let drafts: Vec<(Uuid, Uuid, String)> = connection
        .prepare_cached("SELECT id, customer_id, text FROM list_draft")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (id, of, text) in drafts {
        let tells = |row: &str| match of == customer.uuid() {
            true => traces.is_told_by(row),
            false => traces.has_address_in(row),
        };
        let (gone, kept): (Vec<&str>, Vec<&str>) = rows(&text).partition(|row| tells(row));
        for row in &gone {
            let mark = mark(connection, &row_text(of, row))?;
            connection.execute("INSERT OR IGNORE INTO erased_mark (mark) VALUES (?)", [mark])?;
        }
        let kept = kept.concat();
        if gone.is_empty() {
            continue;
        }
        if kept.trim().is_empty() {
            connection.execute("DELETE FROM list_draft WHERE id = ?", [id])?;
        } else {
            connection.execute(
                "UPDATE list_draft SET text = ?, lines = ? WHERE id = ?",
                params![kept, integer(kept.lines().count()), id],
            )?;
        }
    }
    Ok(())
}

impl Writer<'_> {
    /// Returns the text of a list without the rows that tell of somebody who was erased since it was begun: a window may have
    /// held it all the while.
    pub(in crate::store) fn without_erased<'d>(
        &self,
        draft: &'d ListDraft,
    ) -> Result<Cow<'d, str>, StoreError> {
        let erased_at: Option<i64> =
            self.row_if_any("SELECT value FROM counter WHERE name = ?", [ERASED_AT], |row| {
                row.get(0)
            })?;
        if erased_at.is_none_or(|erased_at| begun_at(draft) > erased_at) {
            return Ok(Cow::Borrowed(&draft.text));
        }
        self.sql(|connection| {
            let marks: HashSet<Vec<u8>> = connection
                .prepare_cached("SELECT mark FROM erased_mark")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut kept = String::with_capacity(draft.text.len());
            for row in rows(&draft.text) {
                let known = addresses(row).flat_map(|address| [listed(&address), address]);
                let texts = std::iter::once(row_text(draft.customer.uuid(), row)).chain(known);
                let mut is_erased = false;
                for text in texts {
                    is_erased |= marks.contains(&mark(connection, &text)?);
                }
                if !is_erased {
                    kept.push_str(row);
                }
            }
            Ok(Cow::Owned(kept))
        })
    }
}

/// Returns when a list was begun, in milliseconds; its id says so.
fn begun_at(draft: &ListDraft) -> i64 {
    let (seconds, nanos) = draft.id.uuid().get_timestamp().map_or((0, 0), |at| at.to_unix());
    let millis = seconds
        .saturating_mul(1_000)
        .saturating_add(u64::from(nanos / 1_000_000));
    i64::try_from(millis).unwrap_or(i64::MAX)
}

/// Returns the text by which a row of a list of a customer is known.
fn row_text(customer: Uuid, row: &str) -> String {
    format!("row:{customer}:{}", row.trim())
}

/// Returns the text by which another address of a person is known in lists.
pub(super) fn listed(address: &str) -> String {
    format!("address:{address}")
}

/// Lists the addresses in a row.
fn addresses(row: &str) -> impl Iterator<Item = String> {
    let words = row.split(|c: char| c.is_whitespace() || ",;:|<>()\"'".contains(c));
    words
        .filter(|word| word.contains('@'))
        .filter_map(|word| Email::parse(word).ok())
        .map(|email| email.key())
}

/// Splits a list into its rows, each with its line end: one whose quoted cell holds line ends is one row (RFC 4180, 2.6).
fn rows(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let line = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let end = end_of_row(rest).unwrap_or(line);
        let (row, behind) = rest.split_at_checked(end)?;
        rest = behind;
        Some(row)
    })
}

/// Finds where the first row ends, behind its line end; none if a quote in it is not closed where a cell ends.
fn end_of_row(text: &str) -> Option<usize> {
    let mut letters = text.bytes().enumerate().peekable();
    let mut begins_cell = true;
    while let Some((at, letter)) = letters.next() {
        match letter {
            b'"' if begins_cell => {
                loop {
                    match (letters.next()?, letters.peek()) {
                        ((_, b'"'), Some((_, b'"'))) => {
                            letters.next();
                        }
                        ((_, b'"'), _) => break,
                        _ => {}
                    }
                }
                if !matches!(
                    letters.peek(),
                    None | Some((_, b',' | b';' | b'\t' | b'|' | b'\r' | b'\n' | b' '))
                ) {
                    return None;
                }
                begins_cell = false;
            }
            b'\n' => return Some(at + 1),
            b',' | b';' | b'\t' | b'|' => begins_cell = true,
            b' ' => {}
            _ => begins_cell = false,
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", &[])]
    #[case("a,b\nc", &["a,b\n", "c"])]
    #[case("a,\"b\nc\"\nd\n", &["a,\"b\nc\"\n", "d\n"])]
    #[case("a; \"b \"\"x\"\"\n\n\nc\" ;d\ne", &["a; \"b \"\"x\"\"\n\n\nc\" ;d\n", "e"])]
    // A quote within a cell is a letter, and one that is never closed ends with its line.
    #[case("6\" pipe\nb \"c\nd\" e\n", &["6\" pipe\n", "b \"c\n", "d\" e\n"])]
    #[case("\"a\nb\nc", &["\"a\n", "b\n", "c"])]
    #[case("\"a\nb\"c\nd\n", &["\"a\n", "b\"c\n", "d\n"])]
    #[case("\"Ruiz, Dana\" <d@acme.com>\n\"Lee\" <l@acme.com>", &["\"Ruiz, Dana\" <d@acme.com>\n", "\"Lee\" <l@acme.com>"])]
    fn a_list_is_split_into_its_rows(#[case] text: &str, #[case] told: &[&str]) {
        assert_eq!(rows(text).collect::<Vec<_>>(), told);
    }

    #[test]
    fn addresses_are_found_among_all_that_stands_around_them() {
        let row = "x,\"Lee <ANN@Acme.com>\";mailto:bo@acme.com|@,a@b";
        let found: Vec<String> = addresses(row).collect();
        assert_eq!(found, ["ann@acme.com", "bo@acme.com"]);
    }
}
