//! The table of drafts: lists that were pasted and not added yet. They are no part of a customer's history.

use rusqlite::{Row, params};

use super::listing::integer;
use super::rows::{count, time};
use super::{Reader, StoreError, Writer};
use crate::domain::{CustomerId, DraftId, ListDraft, SafeText, Timestamp};

/// How much of a text is looked at for its first line, in letters.
const START: u32 = 400;

/// The longest first line that is told, in letters.
const FIRST_LINE: usize = 60;

/// A kept list without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// Its id.
    pub id: DraftId,
    /// The number of the window that holds it; 0 is none.
    pub window: u32,
    /// When it was kept, where that is known.
    pub kept_at: Option<Timestamp>,
    /// The number of its lines.
    pub lines: usize,
    /// The start of its first line that is not blank.
    pub first_line: SafeText,
}

impl Reader<'_> {
    /// Lists what is kept for a customer, the latest first.
    pub fn drafts(&self, customer: CustomerId) -> Result<Vec<KeptDraft>, StoreError> {
        self.rows(
            "SELECT id, window, kept_at, lines, substr(text, 1, ?) FROM list_draft
             WHERE customer_id = ? ORDER BY kept_at DESC NULLS LAST, id DESC",
            params![START, customer.uuid()],
            |row| {
                Ok(KeptDraft {
                    id: DraftId::from_uuid(row.get(0)?),
                    window: row.get(1)?,
                    kept_at: time(row, 2)?,
                    lines: count(row, 3)?,
                    first_line: first_line(&row.get::<_, String>(4)?),
                })
            },
        )
    }

    /// Returns a kept list and the number of the window that holds it.
    pub fn draft(&self, id: DraftId) -> Result<Option<(ListDraft, u32)>, StoreError> {
        self.row_if_any(
            "SELECT customer_id, text, marks, window FROM list_draft WHERE id = ?",
            [id.uuid()],
            |row| Ok((draft(id, row)?, row.get(3)?)),
        )
    }
}

impl Writer<'_> {
    /// Keeps a list for the window that holds it, in the place of what it held before.
    pub fn keep_draft(&self, draft: &ListDraft, window: u32, now: Timestamp) -> Result<(), StoreError> {
        let text = self.without_erased(draft)?;
        if text.trim().is_empty() && !draft.text.trim().is_empty() {
            return self.forget_draft(draft.id);
        }
        self.give_back_after(&text);
        self.write(
            "INSERT INTO list_draft (id, customer_id, window, text, marks, lines, kept_at)
             VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET window = excluded.window, text = excluded.text,
                 marks = excluded.marks, lines = excluded.lines, kept_at = excluded.kept_at",
            params![
                draft.id.uuid(),
                draft.customer.uuid(),
                window,
                text,
                draft.marks.to_string(),
                integer(text.lines().count()),
                now.as_millis(),
            ],
        )
    }

    /// Hands a list from a window that is closed to another one; returns whether it was still there.
    pub fn hand_draft(&self, id: DraftId, from: u32, to: u32) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE list_draft SET window = ? WHERE id = ? AND window = ?",
            params![to, id.uuid(), from],
        )
        .map(|rows| rows > 0)
    }

    /// Forgets a list.
    pub fn forget_draft(&self, id: DraftId) -> Result<(), StoreError> {
        self.write("DELETE FROM list_draft WHERE id = ?", [id.uuid()])
    }
}

fn draft(id: DraftId, row: &Row<'_>) -> rusqlite::Result<ListDraft> {
    Ok(ListDraft {
        id,
        customer: CustomerId::from_uuid(row.get(0)?),
        text: row.get(1)?,
        // Marks that cannot be read are lost; the text is not.
        marks: row.get::<_, String>(2)?.parse().unwrap_or_default(),
    })
}

fn first_line(text: &str) -> SafeText {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let start: String = line.unwrap_or_default().chars().take(FIRST_LINE).collect();
    SafeText::clean(&start)
}
