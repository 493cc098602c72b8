//! The steps back and forward: what was put in the place of what, and where the cursor stood.

use ropey::Rope;

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
pub(super) struct Step {
    /// In the order in which they were made.
    pub(super) edits: Vec<Edit>,
    kind: Kind,
    /// Whether something was decided with it that the text does not tell.
    pub(super) decides: bool,
    /// The cursor and the other end of the selection before it.
    pub(super) before: (usize, Option<usize>),
}

#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    pub(super) done: Vec<Step>,
    pub(super) undone: Vec<Step>,
    /// Whether the next act begins a step of its own.
    pub(super) closed: bool,
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

    /// Adds a step that leaves the text as it is.
    pub(super) fn push_decision(&mut self, before: (usize, Option<usize>)) {
        self.push(Vec::new(), Kind::Whole, before);
        self.decide_with_last();
    }

    /// Has a decision belong to the last step, which ends with it; returns whether one did already.
    pub(super) fn decide_with_last(&mut self) -> bool {
        self.closed = true;
        let last = self.done.last_mut();
        last.is_some_and(|last| std::mem::replace(&mut last.decides, true))
    }

    pub(super) fn push(&mut self, edits: Vec<Edit>, kind: Kind, before: (usize, Option<usize>)) {
        self.undone.clear();
        if self.done.len() == MOST {
            self.done.remove(0);
        }
        self.done.push(Step {
            edits,
            kind,
            decides: false,
            before,
        });
    }
}
