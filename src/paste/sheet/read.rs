//! Reads a whole text into verdicts, on two threads where it is long.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;
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

/// Reads the rows from line `start` to the end, in pieces.
pub(super) fn read(
    source: &dyn Lines,
    start: usize,
    format: &Format,
    options: &Options,
    checker: &mut Checker,
) -> Vec<Vec<Found>> {
    let reader = Reader {
        source,
        format,
        options,
    };
    let count = source.count();
    let lines = count.saturating_sub(start);
    if lines < LONG {
        return reader.read(start..count, checker).0;
    }
    let middle = match format.layout {
        Layout::Text => text::start(source, start + lines / 2),
        Layout::Structured(_) => return reader.read(start..count, checker).0,
        Layout::Delimited(_) | Layout::AddressList => start + lines / 2,
    };
    let known = Arc::clone(&checker.known);
    thread::scope(|scope| {
        let second = scope.spawn(|| reader.read(middle..count, &mut Checker::new(known)).0);
        let (mut rows, stop) = reader.read(start..middle, checker);
        match second.join() {
            Ok(more) if stop == middle => rows.extend(more),
            // A record goes on over the middle, so that the second half began inside it.
            Ok(_) | Err(_) => rows.extend(reader.read(stop..count, checker).0),
        }
        rows
    })
}

struct Reader<'r> {
    source: &'r dyn Lines,
    format: &'r Format,
    options: &'r Options,
}

impl Reader<'_> {
    /// Reads the records that start on lines of a range; gives the line after the last of them.
    fn read(&self, range: Range<usize>, checker: &mut Checker) -> (Vec<Vec<Found>>, usize) {
        let mut pieces = Vec::with_capacity(range.len() / AT_ONCE + 1);
        let mut piece = Vec::with_capacity(AT_ONCE);
        let stop = Scanner::new(self.format, self.options).walk(
            self.source,
            range.start,
            usize::MAX,
            |line, _| {
                if line < range.end {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            },
            checker,
            |spot, verdict| {
                if piece.len() == AT_ONCE {
                    pieces.push(std::mem::replace(&mut piece, Vec::with_capacity(AT_ONCE)));
                }
                piece.push(found(spot, verdict, 0));
            },
        );
        pieces.push(piece);
        (pieces, stop)
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
