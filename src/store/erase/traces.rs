//! What is known of a person who is being erased, and where the log tells of them.

use std::collections::BTreeSet;
use std::ops::Range;

use rusqlite::{Connection, params};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::{Contact, ContactId, ERASED_EMAIL, ERASED_NAME};

/// The shortest text that is looked for in words about other things.
pub(super) const SHORTEST: usize = 2;

/// What is known of a person who is being erased: texts by which they can be recognised.
#[derive(Debug, Clone, Default)]
pub(super) struct Traces {
    pub(super) texts: BTreeSet<String>,
}

impl Traces {
    fn note(&mut self, text: &str) {
        let text = text.trim();
        if text.chars().count() >= SHORTEST && text != ERASED_NAME && text != ERASED_EMAIL {
            self.texts.insert(text.to_owned());
        }
    }

    /// Notes the texts of a record of a contact in the log.
    fn note_record(&mut self, record: &str) {
        let Ok(Value::Object(record)) = serde_json::from_str(record) else {
            return;
        };
        for key in ["name", "email", "phone"] {
            if let Some(Value::String(text)) = record.get(key) {
                self.note(text);
            }
        }
        if let Some(Value::String(list)) = record.get("other_emails") {
            list.split(", ")
                .for_each(|part| self.note(part.trim_end_matches(" (work)")));
        }
    }

    /// Puts the word for an erased contact in the place of each text; the longest first, so that no part of one stays.
    pub(super) fn out_of(&self, text: &str) -> String {
        let mut texts: Vec<&String> = self.texts.iter().collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        texts.into_iter().fold(text.to_owned(), |text, one| {
            let mut emptied = String::with_capacity(text.len());
            let mut from = 0;
            while let Some(found) = find(&text, one, from) {
                emptied.push_str(text.get(from..found.start).unwrap_or_default());
                emptied.push_str(ERASED_NAME);
                from = found.end;
            }
            emptied.push_str(text.get(from..).unwrap_or_default());
            emptied
        })
    }

    /// Returns whether one of the texts is in words.
    pub(super) fn is_in(&self, words: &str) -> bool {
        self.texts.iter().any(|one| find(words, one, 0).is_some())
    }

    /// Returns whether a line of a list tells of the person: by an address, a number or a name of several words, or by a
    /// single word where no address of somebody else stands beside it.
    pub(super) fn is_told_by(&self, line: &str) -> bool {
        let is_sure = |one: &&String| one.contains(|c: char| c == '@' || c == ' ' || c.is_ascii_digit());
        let is_in = |one: &String| find(line, one, 0).is_some();
        self.texts.iter().filter(is_sure).any(is_in) || (!line.contains('@') && self.is_in(line))
    }

    /// Returns whether words hold an address of the person.
    pub(super) fn has_address_in(&self, words: &str) -> bool {
        let addresses = self.texts.iter().filter(|one| one.contains('@'));
        addresses.into_iter().any(|one| find(words, one, 0).is_some())
    }
}

/// Finds a text in words from a byte on, in letters of any case, where it is no part of a longer word.
fn find(words: &str, text: &str, from: usize) -> Option<Range<usize>> {
    let rest = words.get(from..)?;
    let is_of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    rest.char_indices().find_map(|(at, _)| {
        let start = from + at;
        let end = end_of(words, text, start)?;
        let (before, behind) = (words.get(..start)?, words.get(end..)?);
        let is_whole = !is_of_word(before.chars().next_back()) && !is_of_word(behind.chars().next());
        is_whole.then_some(start..end)
    })
}

/// Returns where a text ends in words that begins there at a byte, in letters of any case.
fn end_of(words: &str, text: &str, start: usize) -> Option<usize> {
    let mut wanted = text.chars().flat_map(char::to_lowercase).peekable();
    for (at, c) in words.get(start..)?.char_indices() {
        if wanted.peek().is_none() {
            return Some(start + at);
        }
        if !c.to_lowercase().all(|letter| wanted.next() == Some(letter)) {
            return None;
        }
    }
    wanted.peek().is_none().then_some(words.len())
}

pub(super) fn ids(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Uuid>> {
    connection
        .prepare_cached(sql)?
        .query_map(parameters, |row| row.get(0))?
        .collect()
}

/// Returns the contact and those that were merged into it and are gone: they were the same person.
pub(super) fn with_merged(connection: &Connection, id: ContactId) -> rusqlite::Result<Vec<Uuid>> {
    let mut all = vec![id.uuid()];
    let mut at = 0;
    while let Some(kept) = all.get(at).copied() {
        at += 1;
        let merged = ids(
            connection,
            "SELECT DISTINCT o.entity_id FROM op o JOIN change c ON c.seq = o.change_seq AND c.label LIKE 'merged %'
             JOIN contact t ON t.id = o.entity_id AND t.deleted_at IS NOT NULL
             WHERE o.entity = 'contact' AND o.field = 'record' AND o.new IS NULL AND o.entity_id <> ?1
                   AND EXISTS (SELECT 1 FROM op k WHERE k.change_seq = o.change_seq AND k.entity = 'contact'
                               AND k.entity_id = ?1 AND k.field <> 'record')",
            [kept],
        )?;
        for one in merged {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    Ok(all)
}

/// Gathers every name, address and number that the contacts ever had.
pub(super) fn traces(connection: &Connection, contact: &Contact, all: &[Uuid]) -> rusqlite::Result<Traces> {
    let mut traces = Traces::default();
    traces.note(contact.name.as_str());
    traces.note(contact.email.as_str());
    for id in all {
        let mut statement = connection.prepare_cached(
            "SELECT subject, field, old, new FROM op WHERE entity = 'contact' AND entity_id = ?",
        )?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            traces.note(row.get_ref(0)?.as_str()?);
            let field = row.get_ref(1)?.as_str()?.to_owned();
            for at in [2, 3] {
                let Some(text) = row.get_ref(at)?.as_str_or_null()? else {
                    continue;
                };
                match field.as_str() {
                    "record" => traces.note_record(text),
                    "name" | "email" | "phone" => traces.note(text),
                    "other_emails" => text
                        .split(", ")
                        .for_each(|part| traces.note(part.trim_end_matches(" (work)"))),
                    _ => {}
                }
            }
        }
    }
    Ok(traces)
}

/// Returns the condition on lines of the log that name a contact, whose id as text is the second parameter, in a value.
pub(super) const NAMES_IT: &str = "(instr(coalesce(old, ''), ?2) > 0 OR instr(coalesce(new, ''), ?2) > 0)";

/// Lists the changes that have to do with contacts.
pub(super) fn touched(connection: &Connection, all: &[Uuid]) -> rusqlite::Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for id in all {
        let sql = format!("SELECT DISTINCT change_seq FROM op WHERE entity_id = ?1 OR {NAMES_IT}");
        let mut statement = connection.prepare_cached(&sql)?;
        for seq in statement.query_map(params![id, id.to_string()], |row| row.get(0))? {
            found.insert(seq?);
        }
        for note in notes_of(connection, *id)? {
            let sql = "SELECT DISTINCT change_seq FROM op WHERE entity_id = ?";
            let mut statement = connection.prepare_cached(sql)?;
            for seq in statement.query_map([note], |row| row.get(0))? {
                found.insert(seq?);
            }
        }
    }
    Ok(found)
}

/// Lists the notes that were on a contact and are gone.
pub(super) fn notes_of(connection: &Connection, id: Uuid) -> rusqlite::Result<Vec<Uuid>> {
    ids(
        connection,
        "SELECT DISTINCT o.entity_id FROM op o JOIN note n ON n.id = o.entity_id AND n.deleted_at IS NOT NULL
         WHERE o.entity = 'note' AND instr(coalesce(o.old, o.new, ''), ?) > 0",
        [id.to_string()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traces(texts: &[&str]) -> Traces {
        let mut traces = Traces::default();
        texts.iter().for_each(|text| traces.note(text));
        traces
    }

    #[test]
    fn names_go_out_of_words_and_no_part_of_a_longer_word_does() {
        let traces = traces(&["Bo", "Bo Ek", "bo@acme.com"]);
        assert_eq!(
            traces.out_of("BO EK of Boston: mail bo@acme.com, not turbo@acme.com; bo"),
            "erased contact of Boston: mail erased contact, not turbo@acme.com; erased contact"
        );
        assert!(!traces.is_in("Boston, jumbo"));
        assert_eq!(traces.out_of(""), "");
    }

    #[test]
    fn a_line_of_somebody_else_with_the_same_first_name_stays() {
        let traces = traces(&["Ann", "ann@acme.com"]);
        for line in ["Ann", "- ann, CTO", "Lee <ANN@acme.com>"] {
            assert!(traces.is_told_by(line), "{line}");
        }
        for line in ["Ann Lee, ann.lee@acme.com", "Joanna", "joann@acme.com"] {
            assert!(!traces.is_told_by(line), "{line}");
        }
    }

    #[test]
    fn letters_that_change_their_length_in_small_are_found() {
        let traces = traces(&["\u{130}pek Ünal"]);
        assert_eq!(traces.out_of("With \u{130}PEK ÜNAL."), "With erased contact.");
    }
}
