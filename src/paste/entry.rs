//! One person as the text gives them, before any verdict.

use std::borrow::Cow;
use std::ops::Range;

use super::clean::{self, Cleaned};
use super::format::{Columns, Format};
use super::own_fields::NamedValue;
use super::record::Cell;
use super::shape;
use crate::domain::{Detail, Details, NameQuality, OtherEmails, name_quality};

/// One person as the text gives them: cleaned fields, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry<'t> {
    pub name: Cow<'t, str>,
    pub email: Cow<'t, str>,
    pub details: Details<Cow<'t, str>>,
    /// What it has under names of fields, where the text has no columns.
    pub further: Vec<NamedValue>,
    /// Whether cleaning changed any of them.
    pub cleaned: bool,
    /// Whether a quote is never closed.
    pub unterminated: bool,
    /// Whether the line may hold several people, or the name of one with the address of another.
    pub mixed: bool,
    /// Whether the family name may stand before the given name.
    pub turned: bool,
    /// What the words around it say.
    pub told: Told,
    /// Where it stands in the text.
    pub place: Place,
}

impl Entry<'_> {
    /// Returns the job title.
    pub(super) fn title(&self) -> &str {
        &self.details[Detail::Title]
    }

    /// Returns the phone number.
    pub(super) fn phone(&self) -> &str {
        &self.details[Detail::Phone]
    }
}

/// What the words around an entry say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// That the person is not to be added.
    pub unwanted: bool,
    /// That it is a part of a sentence.
    pub in_sentence: bool,
}

/// Where the parts of an entry stand, as ranges of bytes of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// In cells of a record; none where the record ends before the cell.
    Cells {
        whole: Range<usize>,
        name: Option<Range<usize>>,
        first: Option<Range<usize>>,
        last: Option<Range<usize>>,
        email: Option<Range<usize>>,
        details: Details<Option<Range<usize>>>,
    },
    /// In an address list.
    Address(Range<usize>),
    /// In a block of text.
    Block {
        whole: Range<usize>,
        name: Option<Range<usize>>,
        email: Option<Range<usize>>,
        /// The line that shows it, counted from the start of the block.
        line: usize,
    },
}

impl Place {
    /// Returns the whole range of the entry.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Cells { whole, .. } | Self::Block { whole, .. } => whole.clone(),
            Self::Address(range) => range.clone(),
        }
    }
}

/// Takes the fields of a contact out of the cells of a record.
pub(super) fn from_cells<'t>(
    text: &'t str,
    cells: &[Cell],
    columns: &Columns,
    unterminated: bool,
) -> Entry<'t> {
    let cleaned = std::cell::Cell::new(false);
    let raw = |at: usize| {
        cells.get(at).map_or(Cow::Borrowed(""), |cell| {
            let value = open_quote_off(cell.value(text), unterminated);
            match columns.in_markdown {
                true => Cow::Owned(clean::unemphasised(&value).to_owned()),
                false => value,
            }
        })
    };
    let span = |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| cell.span.clone());
    let note = |cell: Cleaned<'t>| {
        cleaned.set(cleaned.get() | cell.changed);
        cell.text
    };

    let (email_at, mut email) = first_filled(&columns.email, |at| match raw(at) {
        filler if clean::fills_an_empty_place(&filler) => Cow::Borrowed(""),
        value => note(clean::address(clean::first_of_joined(value))),
    });
    let mut name = match (columns.first, columns.last) {
        (None, None) => Cow::Borrowed(""),
        (first, last) => {
            let first = first.map(|at| note(clean::cell(raw(at)))).unwrap_or_default();
            let last = last.map(|at| note(clean::cell(raw(at)))).unwrap_or_default();
            joined(first, last)
        }
    };
    if name.is_empty() {
        name = columns
            .name
            .map(|at| note(clean::cell(raw(at))))
            .unwrap_or_default();
    }
    if let Some((shown, address)) = name_and_address(&email) {
        if name.is_empty() {
            name = Cow::Owned(shown);
        }
        email = Cow::Owned(address);
        cleaned.set(true);
    }
    let mut details = Details::default();
    let spans = Details::of(|detail| {
        let columns = &columns.details[detail];
        let (at, text) = first_filled(columns, |at| note(clean::detail(detail, raw(at))));
        details[detail] = text;
        span(at.or(columns.first().copied()))
    });
    let mut of_name = [columns.name, columns.first, columns.last].into_iter().flatten();
    let is_broken = of_name.any(|at| {
        let cell = cells.get(at).and_then(|cell| text.get(cell.span.clone()));
        cell.is_some_and(|cell| {
            cell.trim_matches(|c: char| c.is_whitespace() || c == '"')
                .contains('\n')
        })
    });
    let whole = cells.first().map_or(0, |cell| cell.span.start)..cells.last().map_or(0, |cell| cell.span.end);
    let mut entry = Entry {
        name,
        email,
        details,
        further: Vec::new(),
        cleaned: cleaned.get(),
        unterminated,
        mixed: columns.mixed || (is_broken && !unterminated),
        turned: false,
        told: Told::default(),
        place: Place::Cells {
            whole,
            name: span(columns.name),
            first: span(columns.first),
            last: span(columns.last),
            email: span(email_at.or(columns.email.first().copied())),
            details: spans,
        },
    };
    add_other_emails(&mut entry, columns, email_at, raw);
    entry
}

/// Adds the addresses of a row that are further ones of the same person, by their columns or their words, to those of its
/// list; what is no address in that list stays, so that the row says so.
fn add_other_emails<'t>(
    entry: &mut Entry<'t>,
    columns: &Columns,
    first: Option<usize>,
    raw: impl Fn(usize) -> Cow<'t, str>,
) {
    let listed = &entry.details[Detail::OtherEmails];
    let Ok(mut others) = OtherEmails::parse(listed) else {
        return;
    };
    for at in &columns.other_email {
        let cell = raw(*at);
        // Most rows have one address alone.
        if !cell.contains('@') || (Some(*at) == first && !cell.contains(clean::JOINED)) {
            continue;
        }
        let is_known = Some(*at) == first || columns.set_aside.contains(at);
        for other in OtherEmails::valid_of(&cell.replace(clean::JOINED, ", ")).iter() {
            if is_known || is_of_same(other.email.as_str(), entry) {
                others.add(other.clone());
            }
        }
    }
    if !others.is_empty() {
        others.leave_out(|other| other.as_str().eq_ignore_ascii_case(&entry.email));
        entry.details[Detail::OtherEmails] = Cow::Owned(others.to_string());
    }
}

/// Returns the people of a row that names several with as many addresses: `Ana Reis, Rui Melo`; none if it does not.
pub(super) fn several<'t>(entry: &Entry<'t>) -> Vec<Entry<'t>> {
    if !entry.email.contains([',', ';', '/', ' ', '\n'])
        || memchr::memchr_iter(b'@', entry.email.as_bytes()).nth(1).is_none()
    {
        return Vec::new();
    }
    let parts = |text: &str| -> Vec<String> {
        let parts = text
            .split([',', ';', '/', '&', '\n'])
            .map(|part| part.trim().to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    let (names, emails) = (parts(&entry.name), parts(&entry.email));
    let are_names = names
        .iter()
        .all(|name| name.contains(' ') && name_quality(name) == NameQuality::Good);
    let are_addresses = emails
        .iter()
        .all(|email| shape::has_address(email) && !email.contains(' '));
    if names.len() < 2 || names.len() != emails.len() || !are_names || !are_addresses {
        return Vec::new();
    }
    let one = |(name, email): (String, String)| Entry {
        name: Cow::Owned(name),
        email: Cow::Owned(email),
        cleaned: true,
        ..entry.clone()
    };
    names.into_iter().zip(emails).map(one).collect()
}

/// Takes people from a line that is no row of its table: only a name that the address fits is sure to be theirs.
pub(super) fn of_other_shape(mut entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    for entry in &mut entries {
        entry.mixed |= !entry.name.is_empty() && !shape::fits(local_part(&entry.email), &entry.name);
    }
    entries
}

/// Returns whether the address is made of the words of a title, which read as a name, and not of those of the name.
pub(super) fn has_name_in_title(entry: &Entry<'_>) -> bool {
    is_named_by(entry, entry.title())
}

/// Returns whether the address is made of some words, which read as a name, and not of those of the name.
fn is_named_by(entry: &Entry<'_>, words: &str) -> bool {
    let local = local_part(&entry.email);
    !entry.name.is_empty()
        && !words.is_empty()
        && !shape::fits(local, &entry.name)
        && shape::fits(local, words)
        && name_quality(words) == NameQuality::Good
}

/// Returns whether the address is that of the last word of a name of two cells alone: it may be the given name.
pub(super) fn may_be_turned(entry: &Entry<'_>, columns: &Columns) -> bool {
    let words = entry
        .name
        .split_once(' ')
        .filter(|_| columns.first.is_some() && columns.last.is_some());
    words.is_some_and(|(_, last)| last.eq_ignore_ascii_case(local_part(&entry.email)))
}

fn local_part(email: &str) -> &str {
    email.split('@').next().unwrap_or_default()
}

/// Returns whether an address is another one of the person of an entry: at another place, or of the same words.
fn is_of_same(other: &str, entry: &Entry<'_>) -> bool {
    let (local, other) = (local_part(&entry.email), local_part(other));
    local.eq_ignore_ascii_case(other) || shape::is_made_of(other, &entry.name)
}

/// Returns whether another cell of a record holds the address of somebody else. Under a header further addresses of the
/// person are known by their columns and their words.
pub(super) fn has_other_address(text: &str, cells: &[Cell], entry: &Entry<'_>, format: &Format) -> bool {
    let Place::Cells { whole, email, .. } = &entry.place else {
        return false;
    };
    let all = text.get(whole.clone()).unwrap_or_default();
    memchr::memchr_iter(b'@', all.as_bytes()).nth(1).is_some()
        && cells.iter().enumerate().any(|(at, cell)| {
            let value = cell.value(text);
            let other = || clean::address(Cow::Borrowed(&value)).text;
            Some(&cell.span) != email.as_ref()
                && !format.columns.set_aside.contains(&at)
                && shape::has_address(&value)
                && !other().eq_ignore_ascii_case(&entry.email)
                && !(format.header && is_of_same(&other(), entry))
        })
}

/// Leaves out the people of a row whose places are empty. Beside an address that is at none of their places nobody is sure.
pub(super) fn of_groups(entries: &mut Vec<Entry<'_>>, text: &str, cells: &[Cell], format: &Format) {
    let places: Vec<_> = entries.iter().map(|entry| email_place(entry).cloned()).collect();
    let is_other = |at: usize, cell: &Cell| {
        let value = cell.value(text);
        let other = || clean::address(Cow::Borrowed(&value)).text;
        !places.iter().any(|place| place.as_ref() == Some(&cell.span))
            && !format.columns.set_aside.contains(&at)
            && shape::has_address(&value)
            && !entries.iter().any(|entry| is_of_same(&other(), entry))
    };
    let has_other = cells.iter().enumerate().any(|(at, cell)| is_other(at, cell));
    let is_there = |entry: &Entry<'_>| !(entry.name.is_empty() && entry.email.is_empty());
    if has_other && !entries.iter().any(is_there) {
        entries.truncate(1);
    } else {
        entries.retain(is_there);
    }
    let is_of = |cell: &Cell, entry: &Entry<'_>| is_named_by(entry, cell.value(text).trim());
    for entry in entries {
        entry.mixed |= has_other || cells.iter().any(|cell| is_of(cell, entry));
    }
}

/// Returns where the address of an entry stands among cells.
fn email_place<'e>(entry: &'e Entry<'_>) -> Option<&'e Range<usize>> {
    match &entry.place {
        Place::Cells { email, .. } => email.as_ref(),
        Place::Address(_) | Place::Block { .. } => None,
    }
}

/// Gives the first of several columns that holds something, and which one it is.
fn first_filled<'t>(
    columns: &[usize],
    mut read: impl FnMut(usize) -> Cow<'t, str>,
) -> (Option<usize>, Cow<'t, str>) {
    for at in columns {
        let value = read(*at);
        if !value.is_empty() {
            return (Some(*at), value);
        }
    }
    (None, Cow::Borrowed(""))
}

/// Takes the quote off a cell that opens one and never closes it.
fn open_quote_off(value: Cow<'_, str>, unterminated: bool) -> Cow<'_, str> {
    if unterminated && value.trim_start().starts_with('"') {
        Cow::Owned(value.trim_start().trim_start_matches('"').to_owned())
    } else {
        value
    }
}

fn joined<'t>(first: Cow<'t, str>, last: Cow<'t, str>) -> Cow<'t, str> {
    match (first.is_empty(), last.is_empty()) {
        (true, _) => last,
        (_, true) => first,
        (false, false) => Cow::Owned(format!("{first} {last}")),
    }
}

/// Splits `Ann Lee <ann@acme.com>` in a cell that should hold the address alone.
fn name_and_address(cell: &str) -> Option<(String, String)> {
    let (shown, rest) = cell.strip_suffix('>')?.rsplit_once('<')?;
    (rest.contains('@') && !shown.contains('@')).then(|| {
        let shown = clean::cell(Cow::Borrowed(shown)).text;
        let shown = shown.trim_matches('"').to_owned();
        (shown, clean::address(Cow::Borrowed(rest)).text.into_owned())
    })
}
