//! Decides what each column holds, by its name and by its content.

use super::format::{Columns, Role};
use super::header::{Group, Heading, Party, Reading, Sort, is_honorific, words};
use super::owners;
use super::sample::is_address_cell;
use super::shape;
use crate::domain::{Detail, Details, NameQuality, NotAName, TextKind, fold, name_quality};

/// The first rows of a table, without its header.
pub(super) struct Table<'t>(pub Vec<&'t [String]>);

impl Table<'_> {
    fn width(&self) -> usize {
        self.0.iter().map(|row| row.len()).max().unwrap_or(0)
    }

    fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter_map(move |row| row.get(at))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    }

    /// Counts the cells of a column that hold something, and those of them that pass a test.
    fn share(&self, at: usize, test: impl Fn(&str) -> bool) -> Share {
        let mut share = Share { filled: 0, passed: 0 };
        for cell in self.column(at) {
            share.filled += 1;
            share.passed += usize::from(test(cell));
        }
        share
    }

    /// Returns whether a column may hold addresses, damaged ones too: it is empty, or most of it has the sign.
    pub(super) fn holds_addresses(&self, at: usize) -> bool {
        let share = self.signs(at);
        share.filled == 0 || share.is_most()
    }

    /// Counts the cells of a column with the sign of an address.
    fn signs(&self, at: usize) -> Share {
        self.share(at, shape::has_sign)
    }

    /// Returns whether a column holds something, most of which passes a test.
    pub(super) fn holds(&self, at: usize, test: impl Fn(&str) -> bool) -> bool {
        let share = self.share(at, test);
        share.filled > 0 && share.is_most()
    }

    /// Returns whether most of a column are names.
    pub(super) fn holds_names(&self, at: usize) -> bool {
        let is_name = |cell: &str| matches!(name_quality(cell), NameQuality::Good | NameQuality::Odd);
        self.share(at, is_name).is_most()
    }

    fn addresses(&self, at: usize) -> Share {
        self.share(at, is_address_cell)
    }
}

#[derive(Clone, Copy)]
struct Share {
    filled: usize,
    passed: usize,
}

impl Share {
    fn is_most(self) -> bool {
        self.passed * 2 > self.filled
    }
}

/// Decides by the names of the columns, and by the content where names say too little or the wrong thing.
pub(super) fn named(names: &[String], readings: &[Reading], table: &Table<'_>) -> Columns {
    let heading = |at: usize| match readings.get(at) {
        Some(Reading::Heading(heading)) => Some(*heading),
        Some(Reading::Other | Reading::Unknown) | None => None,
    };
    let width = readings.len();
    let mut email = emails(readings, table);
    let all_email = email.clone();
    let pick = |sorts: &[Sort]| {
        (0..width)
            .filter(|at| !all_email.contains(at))
            .filter_map(|at| heading(at).filter(|h| sorts.contains(&h.sort)).map(|h| (at, h)))
            .filter(|(at, heading)| {
                let surely = heading.whole && heading.rank == 0;
                !is_of_names(sorts) || !table.share(*at, |cell| is_no_name(cell, surely)).is_most()
            })
            .max_by_key(|(at, heading)| {
                let party = is_of_names(sorts).then_some(heading.group.party);
                (party, heading.whole, heading.rank, std::cmp::Reverse(*at))
            })
            .map(|(at, _)| at)
    };
    let mut first = pick(&[Sort::First]);
    let mut last = pick(&[Sort::Last]);
    let mut name = pick(&[Sort::Full]).or_else(|| pick(&[Sort::Name]));
    let is_part = name
        .and_then(heading)
        .is_some_and(|heading| heading.sort == Sort::Name);
    match (first, last) {
        (Some(_), None) if is_part => last = name.take(),
        (None, Some(_)) if is_part => first = name.take(),
        (Some(_) | None, Some(_) | None) => {}
    }
    let of_name = first
        .or(last)
        .or(name)
        .and_then(heading)
        .map(|heading| heading.group);
    let mixed =
        of_name.is_some_and(|group| keep_those_of(group, &mut email, |at| heading(at).map(|h| h.group)));
    let sort_of = |at: usize| heading(at).map(|heading| heading.sort);
    let next_name = name.and_then(|name| (name + 1..width).find(|at| sort_of(*at) == sort_of(name)));
    if next_name.is_some_and(|next| email.iter().any(|at| *at > next) && email.iter().any(|at| *at < next)) {
        // Each of several whole names has an address of its own.
        email.truncate(1);
    }
    let mut groups = owners::with_same_heading(&mut name, &mut email, (first, last), readings, table);
    let ambiguous = || pick(&[Sort::AmbiguousTitle]).filter(|at| !table.share(*at, is_honorific).is_most());
    let ranked = |sort: Sort| {
        let of_sort = |at: usize| heading(at).filter(|heading| heading.sort == sort);
        let mut columns: Vec<(usize, Heading)> =
            (0..width).filter_map(|at| Some((at, of_sort(at)?))).collect();
        columns.sort_by_key(|(at, heading)| (std::cmp::Reverse(heading.rank), *at));
        columns.into_iter().map(|(at, _)| at).collect()
    };
    let details = Details::of(|detail| match detail.spec().kind {
        TextKind::PhoneNumber | TextKind::Address | TextKind::AddressList => ranked(Sort::Detail(detail)),
        TextKind::Words | TextKind::WordList | TextKind::Name => {
            let best = pick(&[Sort::Detail(detail)]);
            let best = best.or_else(|| (detail == Detail::Title).then(ambiguous).flatten());
            Vec::from_iter(best)
        }
    });

    let mut mixed = mixed;
    let mut details = details;
    let mut people = owners::people(names, table).into_iter();
    if let Some(main) = people.next() {
        (name, first, last, email, details) = (main.name, main.first, main.last, main.email, main.details);
        (groups, mixed) = (people.collect(), false);
    }

    let mut roles = vec![Role::Ignored; width];
    let mut set = |at: Option<usize>, role: Role| {
        if let Some(cell) = at.and_then(|at| roles.get_mut(at)) {
            *cell = role;
        }
    };
    set(name, Role::Name);
    set(first, Role::First);
    set(last, Role::Last);
    for at in &email {
        set(Some(*at), Role::Email);
    }
    for (detail, columns) in details.iter() {
        for at in columns {
            set(Some(*at), Role::Detail(detail));
        }
    }
    let mut aside = set_aside(names, readings);
    aside.extend(groups.iter().flat_map(|group| group.email.iter().copied()));
    let is_of_payer = |at: &usize| heading(*at).is_some_and(|heading| heading.group.party == Party::Payer);
    let other_email = email.iter().copied().filter(|at| !is_of_payer(at)).collect();
    Columns {
        other_email,
        groups,
        in_markdown: false,
        are_wrapped: false,
        roles,
        name,
        first,
        last,
        email,
        details,
        set_aside: aside,
        mixed,
    }
}

/// Words in the names of columns about our own people and programs, as exports have them: the owner, who made the record.
const STAFF: &str = "owner owners rep representative created modified updated added assigned assignee sender from reply \
    bcc domain id ids key hash inhaber besitzer zustandig proprietaire proprietario propietario agare \
    wlasciciel владелец ответственный 所有者";

/// Returns whether a heading is about our own people and programs.
pub(super) fn is_about_staff(name: &str) -> bool {
    words(name)
        .iter()
        .any(|word| STAFF.split(' ').any(|known| known == word))
}

/// Finds the columns whose addresses are those of no other person to be added.
fn set_aside(names: &[String], readings: &[Reading]) -> Vec<usize> {
    let is_set_aside = |(name, reading): (&String, &Reading)| match reading {
        Reading::Heading(Heading {
            sort: Sort::Email,
            rank,
            group,
            ..
        }) => (*rank != 0 && group.number.is_none()) || group.party == Party::Payer,
        Reading::Other => is_about_staff(name),
        Reading::Heading(Heading {
            sort: Sort::Detail(Detail::OtherEmails),
            ..
        }) => true,
        Reading::Heading(_) | Reading::Unknown => false,
    };
    let columns = names.iter().zip(readings).map(is_set_aside).enumerate();
    columns.filter(|(_, aside)| *aside).map(|(at, _)| at).collect()
}

fn is_of_names(sorts: &[Sort]) -> bool {
    sorts
        .iter()
        .all(|sort| matches!(sort, Sort::First | Sort::Last | Sort::Full | Sort::Name))
}

/// Returns whether a cell holds no name but a date, a number, an address or a link; under a heading that says plainly that names
/// follow only an address or a date does not.
fn is_no_name(cell: &str, is_headed: bool) -> bool {
    match name_quality(cell) {
        NameQuality::NotAName(NotAName::Date | NotAName::Address) => true,
        NameQuality::NotAName(NotAName::Number | NotAName::Url) => !is_headed,
        NameQuality::NotAName(_) | NameQuality::Good | NameQuality::Odd => {
            !is_headed && cell.bytes().all(|byte| byte.is_ascii_digit())
        }
    }
}

/// Keeps the columns of addresses that belong to those whose names are read; returns whether there are only others.
fn keep_those_of(name: Group, email: &mut Vec<usize>, group: impl Fn(usize) -> Option<Group>) -> bool {
    let group = |at: usize| group(at).unwrap_or_default();
    if name.number.is_some() && email.iter().any(|at| group(*at).number == name.number) {
        email.retain(|at| group(*at).number == name.number);
    }
    let best = email.iter().map(|at| group(*at).party).max();
    if name.party == Party::Attendee && best.is_some_and(|best| best > Party::Payer) {
        email.retain(|at| group(*at).party != Party::Payer);
        email.sort_by_key(|at| std::cmp::Reverse(group(*at).party));
    }
    let first = email.first().map(|at| group(*at).party);
    matches!(
        (name.party, first),
        (Party::Attendee, Some(Party::Payer)) | (Party::Payer, Some(Party::Attendee))
    )
}

/// Finds the columns with addresses, the best first.
fn emails(readings: &[Reading], table: &Table<'_>) -> Vec<usize> {
    let mut found: Vec<(i8, usize)> = Vec::new();
    let mut doubtful = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        let share = table.addresses(at);
        match reading {
            Reading::Heading(heading) if heading.sort == Sort::Email => {
                let signs = table.signs(at);
                if signs.filled == 0 || signs.passed * 4 >= signs.filled {
                    found.push((heading.rank, at));
                } else if heading.whole {
                    doubtful.push(at);
                }
            }
            Reading::Heading(_) | Reading::Unknown if share.passed > 0 && share.is_most() => {
                found.push((i8::MIN, at));
            }
            Reading::Heading(_) | Reading::Unknown | Reading::Other => {}
        }
    }
    found.sort_by_key(|(rank, at)| (std::cmp::Reverse(*rank), *at));
    if found.is_empty() {
        doubtful
    } else {
        found.into_iter().map(|(_, at)| at).collect()
    }
}

/// Decides by content alone; where that says nothing else, the order is name, email, title, phone.
pub(super) fn unnamed(table: &Table<'_>) -> Columns {
    let counts: Vec<usize> = (0..table.width()).map(|at| table.addresses(at).passed).collect();
    let in_second = counts.get(1).copied().unwrap_or(0);
    let Some((email, most)) = counts
        .iter()
        .copied()
        .enumerate()
        .max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))
    else {
        return Columns::plain();
    };
    if email < 2 || most <= in_second * 2 {
        return Columns::plain();
    }
    let mut roles = vec![Role::Ignored; table.width()];
    let mut set = |at: usize, role: Role| {
        if let Some(cell) = roles.get_mut(at) {
            *cell = role;
        }
    };
    set(email, Role::Email);
    let texts: Vec<usize> = (0..table.width())
        .filter(|at| {
            *at != email
                && table.share(*at, |_| true).filled > 0
                && !is_number(table, *at)
                && !table.share(*at, is_honorific).is_most()
        })
        .collect();
    let phone = (0..table.width()).find(|at| is_phone(table, *at));
    if let Some(phone) = phone {
        set(phone, Role::Detail(Detail::Phone));
    }
    let mut texts = texts.into_iter().filter(|at| Some(*at) != phone);
    match (texts.next(), texts.next()) {
        (Some(first), Some(last))
            if is_family_name(table, first, last, email)
                || (is_one_word(table, first) && is_one_word(table, last)) =>
        {
            set(first, Role::First);
            set(last, Role::Last);
            if let Some(title) = texts.next() {
                set(title, Role::Detail(Detail::Title));
            }
        }
        (name, title) => {
            if let Some(name) = name {
                set(name, Role::Name);
            }
            if let Some(title) = title {
                set(title, Role::Detail(Detail::Title));
            }
        }
    }
    Columns::from_roles(roles)
}

fn is_number(table: &Table<'_>, at: usize) -> bool {
    table
        .share(at, |cell| cell.chars().all(|c| c.is_ascii_digit()))
        .is_most()
}

fn is_phone(table: &Table<'_>, at: usize) -> bool {
    table.share(at, shape::is_phone).is_most()
}

fn is_one_word(table: &Table<'_>, at: usize) -> bool {
    let share = table.share(at, |cell| !cell.contains(' '));
    share.passed == share.filled
}

/// Says whether a column holds family names: its words stand in the addresses, and whole names of others do not.
fn is_family_name(table: &Table<'_>, first: usize, at: usize, email: usize) -> bool {
    let (mut rows, mut hits) = (0, 0);
    for row in &table.0 {
        let (Some(cell), Some(address)) = (row.get(at), row.get(email)) else {
            continue;
        };
        let Some(word) = fold(cell).split_whitespace().next_back().map(str::to_owned) else {
            continue;
        };
        rows += 1;
        let local = address.split('@').next().unwrap_or_default();
        let given = row.get(first).map(String::as_str).unwrap_or_default();
        let is_whole = cell.contains(' ') && !given.starts_with(|c: char| starts_like(local, c)) && {
            let start = cell.chars().next();
            start.is_some_and(|c| starts_like(local, c))
        };
        hits += usize::from(word.len() > 1 && !is_whole && fold(local).contains(&word));
    }
    hits * 2 > rows
}

fn starts_like(local: &str, letter: char) -> bool {
    local.starts_with(|c: char| c.eq_ignore_ascii_case(&letter))
}
