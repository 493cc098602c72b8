//! Gives the verdicts on plain lines and cards of a text straight from their bytes.
//!
//! Most lines of a list need no care: a mark, a name that begins the line and is spelled in its address, a title, a phone
//! number. For these the verdict is found without a field, a block or an entry; anything else is left to the thorough way, which gives the
//! same verdicts.

mod address;
mod beside;
mod card;
mod line;
mod name;

use std::collections::VecDeque;

use card::Labels;

use super::{Before, MOST_LINES, line as lines};
use crate::paste::check::{Checker, Verdict};
use crate::paste::scan::Spot;

/// Reads the plain blocks of one piece of a text.
#[derive(Default)]
pub(super) struct FastPath {
    /// The verdicts on the next lines, each with the byte at which its line ends.
    ahead: VecDeque<(Verdict, usize)>,
    /// The byte at which the first of them begins.
    from: usize,
    labels: Labels,
    /// Who was found in the block that was read last.
    pub people: Vec<Found>,
}

/// Somebody in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The line of the block on which their own lines begin.
    pub first: usize,
    /// How many lines are theirs.
    pub lines: usize,
    /// The one of them that shows them.
    pub shown: usize,
    pub verdict: Verdict,
}

impl Found {
    /// Returns where in the text they are, whose block begins on a line.
    pub(super) fn spot(&self, line: usize) -> Spot {
        Spot {
            line: line + self.first,
            lines: self.lines,
            nth: 0,
            shown: self.shown,
        }
    }
}

/// A block that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub lines: usize,
    /// The byte at which the next one begins.
    pub end: usize,
    /// What stands before that.
    pub then: Before,
}

/// A piece of a text from its start on.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub text: &'t str,
    /// Whether the text ends with it.
    pub is_last: bool,
}

impl<'t> Piece<'t> {
    /// Returns the line that begins at a byte, and the byte behind its break; none at the end.
    fn line(&self, at: usize) -> Option<(&'t str, usize)> {
        let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        Some((rest.get(..length)?, (at + length + 1).min(self.text.len())))
    }

    /// Returns whether nothing follows, or a line without any sign.
    fn ends(&self, at: usize) -> bool {
        match self.line(at) {
            Some((line, _)) => line.trim_ascii().is_empty(),
            None => self.is_last,
        }
    }
}

impl FastPath {
    /// Starts with another piece of text.
    pub(super) fn reset(&mut self) {
        self.from = 0;
        self.ahead.clear();
    }

    /// Reads the block that begins at a byte, if it is plain.
    pub(super) fn block(
        &mut self,
        piece: Piece<'_>,
        at: usize,
        before: Before,
        checker: &mut Checker,
    ) -> Option<Block> {
        self.people.clear();
        self.go_to(at);
        let (line, end) = piece.line(at)?;
        // Among lines that are read one by one a gap joins what it stands between.
        if line.trim_ascii().is_empty() && before == Before::Break {
            return Some(Block {
                lines: 1,
                end,
                then: Before::Break,
            });
        }
        match before {
            Before::LongRun => {
                self.look_ahead(piece, 2, checker);
                let end = self.ahead.front()?.1;
                let is_alone = self.ahead.len() > 1 || (piece.is_last && end == piece.text.len());
                is_alone.then(|| self.next_line()).flatten()
            }
            Before::Break => {
                self.look_ahead(piece, MOST_LINES + 1, checker);
                if self.ahead.len() > MOST_LINES {
                    return self.next_line();
                }
                match self.ahead.is_empty() {
                    true => self.card(piece, checker),
                    false => self.run(piece),
                }
            }
        }
    }

    /// Keeps of what was looked at ahead what stands from a byte on.
    fn go_to(&mut self, at: usize) {
        while let Some((_, end)) = self.ahead.front().filter(|_| self.from < at) {
            self.from = *end;
            self.ahead.pop_front();
        }
        if self.from != at {
            self.from = at;
            self.ahead.clear();
        }
    }

    /// Judges some lines from the next one on, as far as they are plain.
    fn look_ahead(&mut self, piece: Piece<'_>, most: usize, checker: &mut Checker) {
        let mut at = self.ahead.back().map_or(self.from, |(_, end)| *end);
        while self.ahead.len() < most
            && let Some((line, end)) = piece.line(at)
            && let Some(verdict) = line::judge(line, checker)
        {
            self.ahead.push_back((verdict, end));
            at = end;
        }
    }

    /// Takes the next line as a block among more lines than are read together.
    fn next_line(&mut self) -> Option<Block> {
        let (verdict, end) = self.ahead.pop_front()?;
        self.from = end;
        self.people.push(Found {
            first: 0,
            lines: 1,
            shown: 0,
            verdict,
        });
        Some(Block {
            lines: 1,
            end,
            then: Before::LongRun,
        })
    }

    /// Takes the card that comes next.
    fn card(&mut self, piece: Piece<'_>, checker: &mut Checker) -> Option<Block> {
        let (found, end) = card::read(piece, self.from, &mut self.labels, checker)?;
        self.people.push(found);
        Some(Block {
            lines: found.lines,
            end,
            then: Before::Break,
        })
    }

    /// Takes all next lines as a block, if it ends behind them.
    fn run(&mut self, piece: Piece<'_>) -> Option<Block> {
        let end = self.ahead.back()?.1;
        let last = self.ahead.len() - 1;
        let start = last
            .checked_sub(1)
            .map_or(Some(self.from), |at| Some(self.ahead.get(at)?.1));
        let (line, _) = piece.line(start?)?;
        // A gap behind a field may join it to the next one.
        if !piece.ends(end) || lines::sort_of(line).is_some() {
            return None;
        }
        let people = self.ahead.drain(..).enumerate();
        self.people.extend(people.map(|(first, (verdict, _))| Found {
            first,
            lines: 1,
            shown: 0,
            verdict,
        }));
        self.from = end;
        Some(Block {
            lines: last + 1,
            end,
            then: Before::Break,
        })
    }
}
