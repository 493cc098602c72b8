//! What is known of a person who is being erased, and where the log tells of them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use rusqlite::{Connection, ToSql, params};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::{Contact, CustomerId, ERASED_EMAIL, ERASED_NAME, Email};
use crate::store::other_emails::EMAIL_KEY;

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

    /// Takes the texts out of what others read: only those that surely are of the person, as a name of one word may be any word.
    pub(super) fn out_of_text(&self, text: &str) -> String {
        replaced(text, self.texts.iter().filter(|one| is_sure(one)))
    }

    /// Takes the texts out of a line that this program wrote about the person, where a name stands as it was written.
    pub(super) fn out_of_label(&self, text: &str) -> String {
        replaced(text, self.texts.iter())
    }

    /// Takes the texts out of a sentence that noted a record, where a name of one word stands between commas alone.
    pub(super) fn out_of_sentence(&self, sentence: &str) -> String {
        let part = |part: &str| {
            if self.texts.contains(part) {
                ERASED_NAME.to_owned()
            } else {
                self.out_of_text(part)
            }
        };
        // A name of several words may hold a comma itself.
        let sentence = self.out_of_text(sentence);
        let parts: Vec<String> = sentence.split(", ").map(part).collect();
        parts.join(", ")
    }

    /// Returns whether a text that surely is of the person is in words.
    pub(super) fn is_in(&self, words: &str) -> bool {
        let mut sure = self.texts.iter().filter(|one| is_sure(one));
        sure.any(|one| find(words, one, 0).is_some())
    }

    /// Returns the texts that surely are of the person.
    pub(super) fn sure(self) -> Vec<String> {
        self.texts.into_iter().filter(|one| is_sure(one)).collect()
    }

    /// Returns whether a line of a list tells of the person: by an address, a number or a name of several words, or by a
    /// single word where no address of somebody else stands beside it.
    pub(super) fn is_told_by(&self, line: &str) -> bool {
        let mut words = self.texts.iter().filter(|one| !is_sure(one));
        self.is_in(line) || (!line.contains('@') && words.any(|one| find(line, one, 0).is_some()))
    }

    /// Returns whether words hold an address of the person.
    pub(super) fn has_address_in(&self, words: &str) -> bool {
        let mut addresses = self.texts.iter().filter(|one| one.contains('@'));
        addresses.any(|one| find(words, one, 0).is_some())
    }

    /// Leaves out what is the name or an address of somebody else who is here, or of the customer: what tells of them stays.
    pub(super) fn without_others(
        mut self,
        connection: &Connection,
        contact: &Contact,
    ) -> rusqlite::Result<Self> {
        let mut others = BTreeSet::new();
        for text in &self.texts {
            let is_of_others = match Email::parse(text) {
                Ok(email) if email == contact.email => false,
                Ok(email) => connection
                    .prepare_cached(&ADDRESS_OF_OTHERS)?
                    .query_row([email.key()], |row| row.get(0))?,
                Err(_) => connection
                    .prepare_cached(NAME_OF_OTHERS)?
                    .query_row(params![contact.customer_id.uuid(), text], |row| row.get(0))?,
            };
            if is_of_others {
                others.insert(text.clone());
            }
        }
        self.texts.retain(|text| !others.contains(text));
        Ok(self)
    }
}

/// Finds whether an address is that of a contact who is here, or of an owner.
static ADDRESS_OF_OTHERS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT EXISTS (SELECT 1 FROM contact t WHERE {EMAIL_KEY} = ?1 AND t.deleted_at IS NULL)
             OR EXISTS (SELECT 1 FROM other_email WHERE mailbox = ?1)
             OR EXISTS (SELECT 1 FROM owner t WHERE {EMAIL_KEY} = ?1)"
    )
});

/// Finds whether a text is the name of another contact of a customer, of the customer, or of an owner.
const NAME_OF_OTHERS: &str =
    "SELECT EXISTS (SELECT 1 FROM contact WHERE customer_id = ?1 AND name = ?2 AND deleted_at IS NULL)
         OR EXISTS (SELECT 1 FROM customer WHERE id = ?1 AND name = ?2)
         OR EXISTS (SELECT 1 FROM owner WHERE name = ?2)";

/// Returns whether a text can hardly be anything else: an address, a number, or a name of several words.
fn is_sure(text: &str) -> bool {
    text.contains(|c: char| c == '@' || c == ' ' || c.is_ascii_digit())
}

/// Puts the word for an erased contact in the place of texts; the longest first, so that no part of one stays.
fn replaced<'t>(words: &str, texts: impl Iterator<Item = &'t String>) -> String {
    let mut texts: Vec<&String> = texts.collect();
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    texts.into_iter().fold(words.to_owned(), |words, one| {
        let mut emptied = String::with_capacity(words.len());
        let mut from = 0;
        while let Some(found) = find(&words, one, from) {
            emptied.push_str(words.get(from..found.start).unwrap_or_default());
            let stands = words.get(found.clone()).unwrap_or_default();
            let is_it = is_sure(one) || stands == one;
            emptied.push_str(if is_it { ERASED_NAME } else { stands });
            from = found.end;
        }
        emptied.push_str(words.get(from..).unwrap_or_default());
        emptied
    })
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

/// Returns the contact and those who are gone and were the same person: merged into it, which was not undone, or removed with
/// one of its addresses.
pub(super) fn same_person(connection: &Connection, contact: &Contact) -> rusqlite::Result<Vec<Uuid>> {
    let customer = contact.customer_id.uuid();
    let mut all = vec![contact.id.uuid()];
    let add = |all: &mut Vec<Uuid>, found: Vec<Uuid>| {
        for one in found {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    };
    for email in addresses(contact) {
        let sql = format!("{REMOVED} AND o.old ->> 'email' = ?2");
        add(
            &mut all,
            ids(connection, &sql, params![customer, email.as_str()])?,
        );
    }
    let mut at = 0;
    while let Some(kept) = all.get(at).copied() {
        at += 1;
        let sql = format!(
            "{REMOVED} AND o.entity_id <> ?2
                AND EXISTS (SELECT 1 FROM op k WHERE k.change_seq = o.change_seq AND k.entity = 'contact'
                            AND k.entity_id = ?2 AND k.field <> 'record')"
        );
        add(&mut all, ids(connection, &sql, params![customer, kept])?);
    }
    Ok(all)
}

/// The contacts of a customer who are gone, by the lines of the log that removed them last.
const REMOVED: &str = "SELECT DISTINCT o.entity_id FROM op o
    JOIN contact t ON t.id = o.entity_id AND t.deleted_at IS NOT NULL
    WHERE o.customer_id = ?1 AND o.entity = 'contact' AND o.field = 'record' AND o.new IS NULL AND json_valid(o.old)
        AND NOT EXISTS (SELECT 1 FROM op l WHERE l.entity_id = o.entity_id AND l.entity = 'contact'
                        AND l.field = 'record' AND l.change_seq > o.change_seq)";

/// Returns the addresses that a contact has.
pub(super) fn addresses(contact: &Contact) -> Vec<Email> {
    let others = contact.other_emails();
    let others = others.iter().map(|other| other.email.clone());
    std::iter::once(contact.email.clone()).chain(others).collect()
}

/// Gathers every name, address and number that the contacts ever had.
pub(super) fn traces(connection: &Connection, contact: &Contact, all: &[Uuid]) -> rusqlite::Result<Traces> {
    let mut traces = Traces::default();
    traces.note(contact.name.as_str());
    addresses(contact)
        .iter()
        .for_each(|email| traces.note(email.as_str()));
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

/// Returns the condition on lines of the log that name a contact of a customer in a value; the id as text is the second
/// parameter, the customer the third.
pub(super) const NAMES_IT: &str =
    "(customer_id = ?3 AND (instr(coalesce(old, ''), ?2) > 0 OR instr(coalesce(new, ''), ?2) > 0))";

/// Lists the changes of a customer that have to do with contacts or with notes on them.
pub(super) fn touched(
    connection: &Connection,
    customer: CustomerId,
    all: &[Uuid],
    notes: &[Uuid],
) -> rusqlite::Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    let mut take = |sql: &str, parameters: &[&dyn ToSql]| -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(sql)?;
        for seq in statement.query_map(parameters, |row| row.get(0))? {
            found.insert(seq?);
        }
        Ok(())
    };
    let of_record = "SELECT DISTINCT change_seq FROM op WHERE entity_id = ?1";
    for id in all {
        take(of_record, params![id])?;
        let sql = format!("SELECT DISTINCT change_seq FROM op WHERE entity_id <> ?1 AND {NAMES_IT}");
        take(&sql, params![id, id.to_string(), customer.uuid()])?;
    }
    for note in notes {
        take(of_record, params![note])?;
    }
    Ok(found)
}

/// Lists the notes that were on contacts of a customer and are gone.
pub(super) fn notes_of(
    connection: &Connection,
    customer: CustomerId,
    all: &[Uuid],
) -> rusqlite::Result<Vec<Uuid>> {
    let mut notes = Vec::new();
    for id in all {
        notes.extend(ids(
            connection,
            "SELECT DISTINCT o.entity_id FROM op o JOIN note n ON n.id = o.entity_id AND n.deleted_at IS NOT NULL
             WHERE o.customer_id = ?1 AND o.entity = 'note' AND o.field = 'record' AND o.new IS NULL
                AND instr(o.old, ?2) > 0
                AND NOT EXISTS (SELECT 1 FROM op l WHERE l.entity_id = o.entity_id AND l.entity = 'note'
                                AND l.field = 'record' AND l.change_seq > o.change_seq)",
            params![customer.uuid(), id.to_string()],
        )?);
    }
    Ok(notes)
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
            traces.out_of_text("BO EK of Boston: mail bo@acme.com, not turbo@acme.com"),
            "erased contact of Boston: mail erased contact, not turbo@acme.com"
        );
        assert!(!traces.is_in("Boston, jumbo"));
        assert_eq!(traces.out_of_text(""), "");
    }

    #[test]
    fn a_name_of_one_word_goes_out_of_our_own_lines_alone() {
        let traces = traces(&["Will"]);
        let text = "The kickoff will start. Will you come?";
        assert!(!traces.is_in(text));
        assert_eq!(traces.out_of_text(text), text);
        assert_eq!(
            traces.out_of_label("archived Will, who will stay"),
            "archived erased contact, who will stay"
        );
    }

    #[test]
    fn a_name_goes_out_of_a_sentence_about_a_record() {
        let traces = traces(&["Will", "Lee, Ann"]);
        assert_eq!(
            traces.out_of_sentence("Will it work in UAT, customer, Will, due 2026-12-24"),
            "Will it work in UAT, customer, erased contact, due 2026-12-24"
        );
        assert_eq!(
            traces.out_of_sentence("Ask in UAT, Lee, Ann, done"),
            "Ask in UAT, erased contact, done"
        );
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
        assert_eq!(
            traces.out_of_text("With \u{130}PEK ÜNAL."),
            "With erased contact."
        );
    }
}
