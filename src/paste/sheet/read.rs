//! Reads a whole text into verdicts, on two threads where it is long.

use std::cell::Cell;
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, mpsc};
use std::thread;

use super::chunks::{Facts, short};
use crate::paste::check::{Checker, Verdict};
use crate::paste::format::{Format, Layout, Options};
use crate::paste::known::AddressKey;
use crate::paste::scan::{Lines, Scanner, Spot};
use crate::paste::text;

/// The lines from which a second thread pays.
const LONG: usize = 16_384;

/// The rows that are handed on at once; many small pieces of memory are used again, where one large piece is not.
const AT_ONCE: usize = 1024;

/// Returns how many lines of a table the first thread reads; it takes in all rows as well, so that its share is smaller.
pub(super) const fn first_share(lines: usize) -> usize {
    lines / 5 * 2
}

/// Reads the rows from line `start` to the end; `take` gets them in pieces, in the order of the text.
pub(super) fn read(
    source: &dyn Lines,
    start: usize,
    format: &Format,
    options: &Options,
    checker: &mut Checker,
    mut take: impl FnMut(Vec<Found>),
) {
    let reader = Reader {
        source,
        format,
        options,
    };
    let count = source.count();
    let lines = count.saturating_sub(start);
    let middle = match format.layout {
        _ if lines < LONG => count,
        Layout::Text => text::start(source, start + lines / 25 * 12),
        Layout::Structured(_) => count,
        Layout::Delimited(_) | Layout::AddressList => start + first_share(lines),
    };
    let mut all = |piece| {
        take(piece);
        true
    };
    if middle == count {
        reader.read(start..count, checker, all);
        return;
    }
    let known = Arc::clone(&checker.known);
    thread::scope(|scope| {
        let (sender, pieces) = mpsc::channel();
        scope.spawn(move || {
            let send = |piece| sender.send(piece).is_ok();
            reader.read(middle..count, &mut Checker::new(known), send)
        });
        let stop = reader.read(start..middle, checker, &mut all);
        if stop == middle {
            for piece in pieces {
                all(piece);
            }
        } else {
            // A record goes on over the middle, so that the other thread began inside it.
            drop(pieces);
            reader.read(stop..count, checker, all);
        }
    });
}

#[derive(Clone, Copy)]
struct Reader<'r> {
    source: &'r dyn Lines,
    format: &'r Format,
    options: &'r Options,
}

impl Reader<'_> {
    /// Reads the records that start on lines of a range, until `take` wants no more of them; returns the line after the last.
    fn read(
        &self,
        range: Range<usize>,
        checker: &mut Checker,
        mut take: impl FnMut(Vec<Found>) -> bool,
    ) -> usize {
        let mut piece = Vec::with_capacity(AT_ONCE);
        let is_wanted = Cell::new(true);
        let stop = Scanner::new(self.format, self.options).walk(
            self.source,
            range.start,
            usize::MAX,
            |line, _| match line < range.end && is_wanted.get() {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            },
            checker,
            |spot, verdict| {
                if piece.len() == AT_ONCE {
                    let full = std::mem::replace(&mut piece, Vec::with_capacity(AT_ONCE));
                    is_wanted.set(take(full));
                }
                piece.push(found(spot, verdict, 0));
            },
        );
        take(piece);
        stop
    }
}

/// A row that was read, with its address if that is valid.
pub(super) type Found = (Facts, Option<AddressKey>);

/// Makes what is kept of a row; its line counts from `start`, and it has no id yet.
pub(super) fn found(spot: Spot, verdict: Verdict, start: usize) -> Found {
    let facts = Facts {
        id: 0,
        line: short(spot.line - start),
        lines: short(spot.lines),
        shown: short(spot.shown),
        nth: short(spot.nth),
        codes: verdict.codes,
        skipped: false,
    };
    (facts, verdict.key)
}
