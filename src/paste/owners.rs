//! Several people in a row of a table: whose each column is, by the words of the headings beside those of the field.

use super::columns::{Table, is_about_staff};
use super::format::Columns;
use super::header::{self, Party, Reading, Sort};
use super::phrases::{Meaning, phrase};
use crate::domain::{Detail, Details, NameQuality, name_quality};

/// Finds the columns of the people of a row, each with a name and an address; none if they are not several.
pub(super) fn people(names: &[String], table: &Table<'_>) -> Vec<Columns> {
    let headings: Vec<(Option<Sort>, String)> = names.iter().map(|name| owner(name)).collect();
    let mut owners: Vec<&str> = Vec::new();
    for (sort, owner) in &headings {
        if *sort == Some(Sort::Email) && !owner.is_empty() && !owners.contains(&owner.as_str()) {
            owners.push(owner);
        }
    }
    let mut people: Vec<(Party, Columns)> = owners
        .into_iter()
        .filter(|owner| !is_about_staff(owner))
        .filter_map(|owner| {
            Some((
                header::group_of(&header::words(owner)).party,
                of(owner, &headings, table)?,
            ))
        })
        .collect();
    let best = people.iter().map(|(party, _)| *party).max();
    if best > Some(Party::Payer) {
        people.retain(|(party, _)| *party > Party::Payer);
    }
    if people.len() < 2 {
        return Vec::new();
    }
    people.into_iter().map(|(_, columns)| columns).collect()
}

/// Returns the columns of one person, if there is an address and a name.
fn of(owner: &str, headings: &[(Option<Sort>, String)], table: &Table<'_>) -> Option<Columns> {
    let find = |wanted: &[Option<Sort>]| {
        let mut all = headings.iter().enumerate();
        all.find(|(_, (sort, whose))| whose == owner && wanted.contains(sort))
            .map(|(at, _)| at)
    };
    let email = find(&[Some(Sort::Email)]).filter(|at| table.holds_addresses(*at))?;
    let (first, last) = (find(&[Some(Sort::First)]), find(&[Some(Sort::Last)]));
    // A column may be named by the part that the person plays alone: `Sponsor`.
    let name = find(&[Some(Sort::Full), Some(Sort::Name)]).or_else(|| find(&[None]));
    let name = name.filter(|at| table.holds_names(*at) || first.or(last).is_none());
    name.or(first).or(last)?;
    Some(Columns {
        name,
        first,
        last,
        email: vec![email],
        details: Details::of(|detail| {
            let sort = Some(Sort::Detail(detail));
            let ambiguous = (detail == Detail::Title).then_some(Some(Sort::AmbiguousTitle));
            Vec::from_iter(find(&[sort]).or_else(|| find(&[ambiguous?])))
        }),
        ..Columns::from_roles(Vec::new())
    })
}

/// What a column name says of a field, and the words that say whose it is: `Contact 2` of `Contact 2 Email`.
fn owner(cell: &str) -> (Option<Sort>, String) {
    let words = header::words(cell);
    let mut sorts: Vec<(Sort, usize)> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let (length, meaning) = phrase(words.get(at..).unwrap_or_default());
        match meaning {
            Some(Meaning::Sort(sort)) => sorts.push((sort, length)),
            Some(Meaning::Better | Meaning::Worse) => {}
            Some(Meaning::Other | Meaning::Honorific) | None => others.push(word),
        }
        at += length;
    }
    (header::strongest(&sorts), others.join(" "))
}

/// Finds people of a row beside the first: columns of addresses with the same heading, each behind a column of names.
pub(super) fn with_same_heading(
    name: &mut Option<usize>,
    email: &mut Vec<usize>,
    halves: (Option<usize>, Option<usize>),
    readings: &[Reading],
    table: &Table<'_>,
) -> Vec<Columns> {
    let rank = |at: usize| match readings.get(at) {
        Some(Reading::Heading(heading)) if heading.sort == Sort::Email => {
            Some((heading.rank, heading.group.party))
        }
        Some(Reading::Heading(_) | Reading::Other | Reading::Unknown) | None => None,
    };
    let same: Vec<usize> = {
        let first = email.first().and_then(|at| rank(*at));
        let mut same: Vec<usize> = email
            .iter()
            .copied()
            .filter(|at| rank(*at) == first && first.is_some())
            .collect();
        same.sort_unstable();
        same
    };
    if same.len() < 2 || halves != (None, None) {
        return Vec::new();
    }
    let is_of_people = |at: usize| {
        table.holds(at, |cell| {
            cell.contains(' ') && name_quality(cell) == NameQuality::Good
        })
    };
    let mut from = 0;
    let mut found = Vec::new();
    for at in &same {
        let Some(own) = (from..*at).rev().find(|at| is_of_people(*at)) else {
            return Vec::new();
        };
        found.push((own, *at));
        from = at + 1;
    }
    let mut pairs = found.into_iter();
    let Some((own, address)) = pairs.next() else {
        return Vec::new();
    };
    *name = Some(own);
    email.retain(|at| *at == address);
    pairs
        .map(|(name, email)| Columns {
            name: Some(name),
            email: vec![email],
            ..Columns::from_roles(Vec::new())
        })
        .collect()
}
