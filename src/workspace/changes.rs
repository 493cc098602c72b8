//! The changes that can be taken back, and what the undo of each would do.

use super::{Error, Workspace};
use crate::domain::{
    Cause, Change, ChangeId, LeftAlone, MadeIn, Outcome, Page, PageQuery, PastChange, Session, Timestamp,
    UndoEffect, UndoEntry, UndoTarget,
};

/// How many lines of a change are read.
const LINES: usize = 20;

/// The most values of a change whose undo is tried out to see what it would leave alone.
const MOST_TRIED: usize = 500;

impl Workspace {
    /// Lists a part of the last changes that can be taken back, newest first.
    pub fn changes_in_force(&mut self, query: PageQuery) -> Result<Page<PastChange>, Error> {
        let (session, opened) = (self.session, self.opened);
        self.store.read(|reader| {
            let Page {
                total,
                offset,
                rows,
                found,
            } = reader.changes_in_force(query)?;
            let rows = rows.into_iter().map(|entry| seen_from(session, opened, entry));
            Ok(Page {
                total,
                offset,
                rows: rows.collect(),
                found,
            })
        })
    }

    /// Returns what the undo of a change would do, if there is such a change; nothing is written.
    pub fn undo_effect(&mut self, change: ChangeId) -> Result<Option<UndoEffect>, Error> {
        let found = self.store.read(|reader| {
            let Some(logged) = reader.change(change)? else {
                return Ok::<_, Error>(None);
            };
            // Its fields were last written by its redo, if there was one.
            let seq = reader.last_turn_of(logged.seq)?.unwrap_or(logged.seq);
            let values = reader.count_ops(seq)?;
            let (records, counted) = reader.count_records(seq)?;
            let left = if values > MOST_TRIED {
                LeftAlone::OfRecords(reader.written_since(seq)?)
            } else {
                LeftAlone::Fields(Vec::new())
            };
            let mut lines = reader.lines_of(seq, LINES)?;
            for line in &mut lines {
                // That it was last made by a redo is no matter here.
                (line.cause, line.change) = (Cause::Made, change);
            }
            Ok(Some(UndoEffect {
                change,
                records,
                counted,
                customers: reader.customers_of(seq)?,
                values,
                lines,
                left,
            }))
        })?;
        let Some(mut effect) = found else {
            return Ok(None);
        };
        if let LeftAlone::Fields(fields) = &mut effect.left
            && let Outcome::Undone(reverted) = self.preview(Change::Undo(UndoTarget::Change(change)))?
        {
            *fields = reverted.refused;
        }
        Ok(Some(effect))
    }
}

/// Adds to a change where it was made, as seen from a session that was opened then.
pub(super) fn seen_from(session: Session, opened: Timestamp, entry: UndoEntry) -> PastChange {
    let made_in = match entry.session {
        Some(made) if made == session => MadeIn::Here,
        Some(Session::Command) => MadeIn::Command,
        Some(Session::Window(_)) if entry.at >= opened => MadeIn::OtherWindow,
        Some(Session::Window(_)) | None => MadeIn::Earlier,
    };
    PastChange { entry, made_in }
}
