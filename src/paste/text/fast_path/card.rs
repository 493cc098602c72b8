//! Judges a card straight from its bytes: a line for each field, each with a label, the name first.

use super::super::item::{self, What};
use super::super::line::{self, Alone, Label, Line};
use super::super::{MOST_OF_BLOCK, card, labels};
use super::address::Address;
use super::{Found, Piece, name};
use crate::domain::Detail;
use crate::paste::check::{Checker, SHORT};
use crate::paste::fast_path::{is_plain_phone, is_plain_title};
use crate::paste::header::Sort;
use crate::paste::memo::Memo;
use crate::paste::shape::has_sign;

/// What a label names, as far as that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Email,
    Phone,
    /// A title, or what no person has.
    Other,
}

/// The labels that were read before.
#[derive(Debug, Default)]
pub(super) struct Labels(Vec<(Box<str>, Option<Field>)>);

/// The most labels that are kept.
const MOST_LABELS: usize = 32;

/// The longest label that is looked at, in bytes.
const LONGEST_LABEL: usize = 40;

impl Labels {
    /// Returns what a label names; none if it is not plain.
    fn of(&mut self, label: &str) -> Option<Field> {
        if let Some((_, field)) = self.0.iter().find(|(known, _)| **known == *label) {
            return *field;
        }
        let field = field(label);
        if self.0.len() < MOST_LABELS && label.len() <= LONGEST_LABEL {
            self.0.push((label.into(), field));
        }
        field
    }

    /// Takes a line apart: the field that its label names, and its value.
    fn read<'t>(&mut self, line: &'t str) -> Option<(Field, &'t str)> {
        let (label, value) = line.split_once(':')?;
        let field = self.of(label)?;
        (value.is_empty() || value.starts_with(' ')).then(|| (field, value.trim_ascii()))
    }
}

/// Finds out what a label names, if it is one piece of a line whatever stands behind it.
fn field(label: &str) -> Option<Field> {
    let parts = |pair: &[u8]| {
        matches!(
            pair,
            b"  " | b" -" | b"- " | [0xc2 | 0xe2 | 0xef, _] | [0xe3, 0x80]
        )
    };
    let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | 0x80..);
    let words = label.strip_suffix(' ').unwrap_or(label);
    let is_piece = !words.is_empty()
        && words.len() <= LONGEST_LABEL
        && words.trim_ascii() == words
        && words.bytes().all(is_of_word)
        && !words.as_bytes().windows(2).any(parts);
    let line = format!("{label}: ");
    if !is_piece || line::mark(&line) > 0 || card::embedded(&line).is_some() {
        return None;
    }
    match line::label(words) {
        Label::Field(Sort::Full | Sort::Name) => Some(Field::Name),
        Label::Field(Sort::Email) => Some(Field::Email),
        Label::Field(Sort::Detail(Detail::Phone)) => Some(Field::Phone),
        Label::Field(Sort::Detail(_) | Sort::AmbiguousTitle) | Label::Other => Some(Field::Other),
        Label::Field(Sort::First | Sort::Last) | Label::Fax | Label::Whose | Label::People => None,
    }
}

/// A line of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row<'t> {
    line: &'t str,
    field: Field,
    value: &'t str,
    /// Whether it may be a label alone, as far as that was looked at.
    alone: Option<bool>,
}

/// Judges the card that begins at a byte, if it is plain; returns it with the byte at which it ends.
pub(super) fn read(
    piece: Piece<'_>,
    start: usize,
    labels: &mut Labels,
    checker: &mut Checker,
) -> Option<(Found, usize)> {
    let mut email = None;
    let mut last: [Option<Row<'_>>; 2] = [None, None];
    let mut end = start;
    let mut lines = 0;
    while !piece.ends(end) && lines < MOST_OF_BLOCK {
        let (line, next) = piece.line(end)?;
        let (field, value) = labels.read(line)?;
        let mut row = Row {
            line,
            field,
            value,
            alone: None,
        };
        if (field == Field::Name) != (lines == 0) || (field == Field::Email && email.is_some()) {
            return None;
        }
        match field {
            Field::Name => row.is_name(checker).then_some(())?,
            Field::Email => email = Some((lines, row.address()?.judge(checker)?)),
            Field::Phone => row.is_phone().then_some(())?,
            Field::Other => row.alone = Some(of_nobody(line)?),
        }
        // It would name what stands on a line without an address.
        if field != Field::Email && last[1].is_some_and(|above| above.is_label()) {
            return None;
        }
        last = [last[1], Some(row)];
        (lines, end) = (lines + 1, next);
    }
    let (shown, verdict) = email?;
    let found = Found {
        first: 0,
        lines,
        shown,
        verdict,
    };
    let is_parted = match piece.line(end).and_then(|(_, behind)| piece.line(behind)) {
        Some((line, _)) if line.trim_ascii().is_empty() => true,
        // A gap joins no field to the name of somebody.
        Some((line, _)) => {
            let goes_on = || line::label_alone(line).is_some_and(|alone| alone != Alone::Name);
            labels.read(line).is_some_and(|(field, _)| field == Field::Name)
                && !(last[0].is_some_and(|row| row.is_alone()) && goes_on())
        }
        None => piece.is_last,
    };
    (is_parted && piece.ends(end)).then_some((found, end))
}

impl<'t> Row<'t> {
    fn is_name(&self, checker: &mut Checker) -> bool {
        name::is_good(self.value, &mut checker.names)
            && !self.value.contains(',')
            && name::are_of_names_alone(self.value)
    }

    /// Returns whether it has a phone number, or other numbers, or nothing.
    fn is_phone(&self) -> bool {
        let bytes = self.value.as_bytes();
        let is_number = bytes.len() <= SHORT && bytes.iter().any(u8::is_ascii_digit) && is_plain_phone(bytes);
        is_number || bytes.is_empty()
    }

    /// Returns the address that is all of its value.
    fn address(&self) -> Option<Address<'t>> {
        let address = Address::around(self.line, memchr::memchr(b'@', self.line.as_bytes())?)?;
        (self.line.get(address.range())? == self.value).then_some(address)
    }

    /// Returns whether it may be the label of the line below.
    fn is_label(&self) -> bool {
        match self.field {
            Field::Name | Field::Email => labels::above(self.line).is_some(),
            Field::Phone => self.value.is_empty(),
            Field::Other => false,
        }
    }

    /// Returns whether it may be a label alone.
    fn is_alone(&self) -> bool {
        self.alone
            .unwrap_or_else(|| line::label_alone(self.line).is_some())
    }
}

/// Looks at a line that gives nothing but a title that can be one, or nothing at all, and is no label of the line below;
/// returns whether it may be a label alone. None for any other line.
fn of_nobody(text: &str) -> Option<bool> {
    thread_local! {
        static LINES: Memo<Option<bool>> = const { Memo::new() };
    }
    LINES.with(|lines| lines.of(text, || of_nobody_anew(text)))
}

fn of_nobody_anew(text: &str) -> Option<bool> {
    let whole = Line {
        number: 0,
        range: 0..text.len(),
        joins: false,
    };
    let fields = item::read(text, &whole);
    let is_plain = match fields.all.as_slice() {
        [] => true,
        [only] => {
            let words = text.get(only.range.clone()).unwrap_or_default();
            let can_be_title = words.len() <= SHORT && is_plain_title(words.as_bytes());
            only.what == What::Title && only.is_labelled && !fields.is_other && can_be_title
        }
        _ => false,
    };
    let is_of_nobody = is_plain && fields.addresses == 0 && !has_sign(text) && labels::above(text).is_none();
    is_of_nobody.then(|| line::label_alone(text).is_some())
}
