//! The steps back and forward: what was put in the place of what, and where the cursor stood.

use ropey::Rope;

use super::{Change, Document};

/// The most steps that are kept.
const MOST: usize = 1_000;

/// One text in the place of another.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub at: usize,
    pub removed: Rope,
    pub inserted: Rope,
}

/// What kind of act a step is: acts of a kind that follow each other are one step, but for whole ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Typing,
    Erasing,
    Whole,
}

#[derive(Debug, Clone)]
struct Step {
    /// In the order in which they were made.
    edits: Vec<Edit>,
    kind: Kind,
    /// The cursor and the other end of the selection before it.
    before: (usize, Option<usize>),
}

impl Step {
    fn is_decision(&self) -> bool {
        self.edits.is_empty()
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Whether the next act begins a step of its own.
    closed: bool,
}

impl Steps {
    /// Ends the step under way, as the cursor was moved.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    pub(super) fn note(&mut self, edit: Edit, kind: Kind, before: (usize, Option<usize>)) {
        self.undone.clear();
        let open = !std::mem::take(&mut self.closed);
        if let Some(last) = self.done.last_mut().filter(|last| open && last.kind == kind)
            && let Some(joined) = last.edits.last_mut()
        {
            match kind {
                Kind::Typing
                    if joined.at + joined.inserted.len_bytes() == edit.at
                        && edit.removed.len_bytes() == 0 =>
                {
                    joined.inserted.append(edit.inserted);
                    return;
                }
                Kind::Erasing
                    if edit.at + edit.removed.len_bytes() == joined.at
                        && joined.inserted.len_bytes() == 0 =>
                {
                    let mut removed = edit.removed;
                    removed.append(std::mem::take(&mut joined.removed));
                    joined.at = edit.at;
                    joined.removed = removed;
                    return;
                }
                Kind::Typing | Kind::Erasing | Kind::Whole => {}
            }
        }
        self.push(vec![edit], kind, before);
    }

    pub(super) fn push(&mut self, edits: Vec<Edit>, kind: Kind, before: (usize, Option<usize>)) {
        self.undone.clear();
        if self.done.len() == MOST {
            self.done.remove(0);
        }
        self.done.push(Step { edits, kind, before });
    }
}

impl Document {
    /// Notes a step that changes something other than the text, to be taken back in its turn.
    pub fn note_decision(&mut self) {
        let before = (self.cursor, self.anchor);
        self.steps.push(Vec::new(), Kind::Whole, before);
    }

    /// Returns whether the step to be taken back is one that leaves the text as it is.
    pub fn undoes_a_decision(&self) -> bool {
        self.steps.done.last().is_some_and(Step::is_decision)
    }

    /// Returns whether the step to be made again is one that leaves the text as it is.
    pub fn redoes_a_decision(&self) -> bool {
        self.steps.undone.last().is_some_and(Step::is_decision)
    }

    /// Takes the last step back.
    pub fn undo(&mut self) -> Option<Change> {
        let mut step = self.steps.done.pop()?;
        let mut all: Option<Change> = None;
        for edit in step.edits.iter_mut().rev() {
            let range = edit.at..edit.at + edit.inserted.len_bytes();
            let (_, change) = self.exchange(range, edit.removed.clone());
            all = Some(join(all, change));
        }
        (self.cursor, self.anchor) = step.before;
        self.goal = None;
        self.steps.closed = true;
        self.steps.undone.push(step);
        all
    }

    /// Makes the step that was taken back again.
    pub fn redo(&mut self) -> Option<Change> {
        let step = self.steps.undone.pop()?;
        let mut all: Option<Change> = None;
        for edit in &step.edits {
            let range = edit.at..edit.at + edit.removed.len_bytes();
            let (made, change) = self.exchange(range, edit.inserted.clone());
            self.cursor = made.at + made.inserted.len_bytes();
            all = Some(join(all, change));
        }
        self.anchor = None;
        self.goal = None;
        self.steps.closed = true;
        self.steps.done.push(step);
        all
    }
}

/// Makes one change of two that follow each other.
pub(super) fn join(before: Option<Change>, next: Change) -> Change {
    let Some(before) = before else { return next };
    let first = before.first.min(next.first);
    // Lines as they are between the two: the first change covers up to here, the second from there.
    let end = (before.first + before.inserted).max(next.first + next.removed);
    let old_end = end + before.removed - before.inserted.min(end + before.removed);
    Change {
        first,
        removed: old_end - first,
        inserted: end + next.inserted - next.removed.min(end + next.inserted) - first,
    }
}
