//! Reads the fields of one line: what its labels name, and what its words look like.

use std::ops::Range;

use super::kinds::{self, Kind, can_be_title, kind};
use super::line::{self, Label, Line};
use super::pieces::{self, Gap, Piece};
use crate::domain::{Detail, NameQuality, name_quality, names_work, sentence_words};
use crate::paste::header::{self, Reading, Sort};
use crate::paste::shape;

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Email,
    Name,
    First,
    Last,
    Title,
    Phone,
    /// What it is to the customer, as a label says.
    Roles,
    /// Words before a name that tell which part the person plays.
    Role,
    /// Words that may be a title where nothing better is.
    Words,
    /// Words of a sentence that end with a name.
    Sentence,
}

/// A field of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub what: What,
    /// Its bytes, counted from the start of the text.
    pub range: Range<usize>,
    pub line: usize,
    /// Whether a label names it.
    pub is_labelled: bool,
    /// How many addresses of the line stand before it.
    pub nth: usize,
    /// Whether it stands in brackets.
    pub is_bracketed: bool,
}

/// A line in fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    pub all: Vec<Field>,
    pub addresses: usize,
    pub is_marked: bool,
    /// Whether a label says that the line tells of something else.
    pub is_other: bool,
    /// Whether words say that there is no address.
    pub lacks_address: bool,
}

impl Fields {
    /// Returns whether the line tells of a person by itself.
    pub(super) fn is_whole(&self) -> bool {
        self.addresses > 0
            && (self.is_marked
                || self
                    .all
                    .iter()
                    .any(|field| matches!(field.what, What::Name | What::Sentence) && !field.is_labelled))
    }
}

/// Reads a line.
pub(super) fn read(text: &str, line: &Line) -> Fields {
    let words = line.text(text);
    let from = line::mark(words);
    let cut = pieces::cut(words, from);
    let mut reader = Reader {
        words,
        line,
        cut: &cut,
        all: Vec::new(),
        pending: None,
        is_other: false,
        lacks_address: false,
    };
    for (at, piece) in cut.words.iter().enumerate() {
        reader.piece(at, piece);
    }
    for (nth, address) in cut.addresses.iter().enumerate() {
        let is_wrapped = address.outer != address.inner;
        let gap = if is_wrapped { Gap::Bracket } else { Gap::Address };
        let field = reader.field(What::Email, address.inner.clone(), false, nth, gap);
        reader.all.push(field);
    }
    reader.all.sort_by_key(|field| field.range.start);
    Fields {
        addresses: cut.addresses.len(),
        is_marked: line::begins_entry(words),
        is_other: reader.is_other,
        lacks_address: reader.lacks_address,
        all: reader.all,
    }
}

struct Reader<'t> {
    words: &'t str,
    line: &'t Line,
    cut: &'t pieces::Pieces,
    all: Vec<Field>,
    pending: Option<Label>,
    is_other: bool,
    lacks_address: bool,
}

impl<'t> Reader<'t> {
    fn field(&self, what: What, range: Range<usize>, is_labelled: bool, nth: usize, gap: Gap) -> Field {
        let start = self.line.range.start;
        Field {
            what,
            range: start + range.start..start + range.end,
            line: self.line.number,
            is_labelled,
            nth,
            is_bracketed: gap == Gap::Bracket,
        }
    }

    fn push(&mut self, what: What, range: Range<usize>, is_labelled: bool, piece: &Piece) {
        let field = self.field(what, range, is_labelled, piece.nth, piece.gap);
        self.all.push(field);
    }

    /// Returns what stands before the @ of the address that follows a piece, else of the one before.
    fn local(&self, nth: usize) -> Option<&'t str> {
        let address = self
            .cut
            .addresses
            .get(nth)
            .or_else(|| self.cut.addresses.get(nth.checked_sub(1)?))?;
        self.words.get(address.inner.clone())?.split(['@', '＠']).next()
    }

    fn piece(&mut self, at: usize, piece: &Piece) {
        let words = self.words.get(piece.range.clone()).unwrap_or_default();
        let local = self.local(piece.nth);
        if piece.is_label {
            let is_name = || kind(words, local) == Kind::Name && words.chars().nth(1).is_some();
            self.pending = None;
            match line::label(words) {
                Label::Field(sort) => self.pending = Some(Label::Field(sort)),
                Label::Fax => self.pending = Some(Label::Fax),
                Label::People => {}
                _ if is_name() && !line::names_a_part(words) => {
                    self.push(What::Name, piece.range.clone(), false, piece);
                }
                Label::Whose => {
                    self.push(What::Role, piece.range.clone(), false, piece);
                    self.pending = Some(Label::Whose);
                }
                Label::Other if self.cut.addresses.is_empty() => {
                    self.is_other = true;
                    self.pending = Some(Label::Other);
                }
                Label::Other => self.push(What::Role, piece.range.clone(), false, piece),
            }
            return;
        }
        match self.pending {
            Some(Label::Field(sort)) => {
                self.pending = None;
                self.labelled(sort, at, piece, words);
            }
            Some(Label::Fax) => self.pending = None,
            Some(Label::Other) => {}
            Some(Label::Whose | Label::People) | None => self.unlabelled(piece, words, local),
        }
    }

    /// Takes the words behind a label.
    fn labelled(&mut self, sort: Sort, at: usize, piece: &Piece, words: &str) {
        // A name and a title may hold commas.
        let more = self.cut.words.get(at + 1..).unwrap_or_default();
        let end = more
            .iter()
            .take_while(|next| next.gap == Gap::Comma && next.nth == piece.nth && !next.is_label)
            .filter(|next| kind(self.words.get(next.range.clone()).unwrap_or_default(), None) != Kind::Phone)
            .last()
            .map_or(piece.range.end, |last| last.range.end);
        let range = piece.range.start..end;
        let what = match sort {
            Sort::Email | Sort::Detail(Detail::OtherEmails) => return,
            Sort::Detail(Detail::Roles) => What::Roles,
            Sort::First => What::First,
            Sort::Last => What::Last,
            Sort::Full | Sort::Name => What::Name,
            Sort::Detail(Detail::Title) | Sort::AmbiguousTitle => What::Title,
            Sort::Detail(Detail::Phone) => match kinds::phone(words) {
                Some((Kind::Phone, start)) => {
                    self.push(
                        What::Phone,
                        piece.range.start + start..piece.range.end,
                        true,
                        piece,
                    );
                    return;
                }
                _ => return,
            },
        };
        if matches!(kind(words, None), Kind::Nothing) {
            return;
        }
        self.push(what, range, true, piece);
    }

    fn unlabelled(&mut self, piece: &Piece, words: &'t str, local: Option<&str>) {
        let start = self.line.range.start + piece.range.start;
        if self.all.last().is_some_and(|field| field.range.end > start) {
            return;
        }
        let range = piece.range.clone();
        let kind = kind(words, local);
        match kind {
            Kind::Phone => {
                let start = kinds::phone(words).map_or(0, |(_, start)| start);
                // A label such as `F` may stand before it.
                self.push(What::Phone, range.start + start..range.end, false, piece);
            }
            Kind::Fax | Kind::Heading | Kind::Nothing => {
                let is_field = matches!(header::read(words), Reading::Heading(_) | Reading::Other);
                if line::names_a_part(words) {
                    self.push(What::Role, range, false, piece);
                } else if kind == Kind::Heading && !is_field && can_be_title(words) {
                    self.push(What::Words, range, false, piece);
                }
            }
            Kind::Name => {
                let is_part = line::names_a_part(words);
                let fits = || local.is_some_and(|local| shape::fits(local, words));
                if is_part && !fits() {
                    self.push(What::Role, range, false, piece);
                } else if goes_on(words) && !fits() {
                    self.sentence(piece, words);
                } else {
                    self.push(What::Name, range, false, piece);
                }
            }
            Kind::Work if self.is_of_sentence(piece, words) => self.sentence(piece, words),
            Kind::Work => {
                let is_first = !self.all.iter().any(|field| field.what == What::Name);
                let what = if is_first && piece.gap != Gap::Bracket {
                    What::Role
                } else {
                    What::Title
                };
                self.push(what, range, false, piece);
            }
            Kind::Words => {
                self.lacks_address |= tells_of_no_address(words);
                if self.cut.addresses.get(piece.nth).is_some() {
                    self.sentence(piece, words);
                } else if can_be_title(words) {
                    self.push(What::Words, range, false, piece);
                }
            }
        }
    }

    /// Returns whether words before an address are a sentence that ends with a name.
    fn is_of_sentence(&self, piece: &Piece, words: &str) -> bool {
        self.cut.addresses.get(piece.nth).is_some() && sentence_words(words) > 0 && tail_name(words).is_some()
    }

    /// Takes the name at the end of words of a sentence.
    fn sentence(&mut self, piece: &Piece, words: &str) {
        match tail_name(words) {
            Some(start) => self.push(
                What::Sentence,
                piece.range.start + start..piece.range.end,
                false,
                piece,
            ),
            None if can_be_title(words) => self.push(What::Words, piece.range.clone(), false, piece),
            None => {}
        }
    }
}

/// Returns whether words go on with a sentence: `and Bo Wu`.
fn goes_on(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    sentence_words(first) > 0 || is_joined(first)
}

/// Returns whether a word joins the next name of a sentence to the one before: `and Bo Wu`.
fn is_joined(word: &str) -> bool {
    matches!(
        word,
        "and" | "und" | "et" | "y" | "e" | "en" | "och" | "og" | "i" | "&" | "plus" | "or"
    )
}

/// Returns whether words say that somebody has no address yet: `no email yet`.
fn tells_of_no_address(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["email", "e-mail", "mail", "adresse", "correo", "courriel"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Returns the byte at which the name begins that ends a sentence.
fn tail_name(words: &str) -> Option<usize> {
    let mut start = None;
    let mut rest = words;
    while let Some((at, word)) = last_word(rest) {
        let opens = word
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
            || kinds::has_inner_capital(word);
        let is_particle = kinds::is_particle(word);
        if !(opens && sentence_words(word) == 0 && !names_work(word) || is_particle && start.is_some()) {
            break;
        }
        if opens {
            start = Some(at);
        }
        rest = rest.get(..at)?;
    }
    let name = words.get(start?..)?;
    (name_quality(name) == NameQuality::Good && name.split_whitespace().count() <= 5).then_some(start?)
}

fn last_word(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_end();
    let at = text.rfind(char::is_whitespace).map_or(0, |at| {
        at + text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    let word = text.get(at..)?;
    (!word.is_empty()).then_some((at, word))
}
