//! Mends a row in its text: the rewriting that a suggestion stands for.

use std::ops::Range;
use std::sync::Arc;

use super::address_list;
use super::check::{Checker, Verdict};
use super::entry::{Entry, Place};
use super::format::{Format, Layout, Options};
use super::known::AddressKey;
use super::known::Known;
use super::reread;
use super::row::{Fix, Reason, Rewrite, Step};
use super::sheet::Duplicates;
use super::status::{Code, Codes};
use super::text;
use crate::domain::{Detail, OtherEmails, Standing, name_from_local_part};

/// What is known beside the row.
pub(super) struct Context<'s> {
    pub format: &'s Format,
    pub options: &'s Options,
    pub known: &'s Arc<Known>,
    pub duplicates: &'s Duplicates,
}

/// What is found out about another address once that is a valid one.
const OF_THE_ADDRESS: [Code; 7] = [
    Code::DomainMismatch,
    Code::FreeMail,
    Code::RoleAddress,
    Code::AtOtherCustomer,
    Code::AlreadyContact,
    Code::ArchivedContact,
    Code::UnlinkedContact,
];

impl Context<'_> {
    /// Finds the mending of a row that is offered first: one after which fewer reasons hold, and no other ones.
    pub(super) fn first(
        &self,
        entry: &Entry<'_>,
        text: &str,
        reasons: &[Reason],
        verdict: Verdict,
    ) -> Option<Fix> {
        reasons.iter().find_map(|reason| {
            let step = step(entry, text, reason, verdict.key, self.format, self.known)?;
            self.mends(entry, text, &step, verdict).then_some(Fix {
                code: reason.code,
                step,
            })
        })
    }

    fn mends(&self, entry: &Entry<'_>, text: &str, step: &Step, before: Verdict) -> bool {
        let Step::Rewrite(rewrites) = step else {
            return true;
        };
        let judge = |entry: &Entry<'_>| Checker::new(Arc::clone(self.known)).judge(entry);
        let after = match &entry.place {
            // The rest of the line is as it was.
            Place::Address(_) => {
                let own = rewrites
                    .iter()
                    .find(|rewrite| rewrite.range == entry.place.range());
                let own = own.map(|rewrite| rewrite.text.trim_start_matches(", "));
                own.and_then(|own| match address_list::read(own).as_slice() {
                    [only] => Some(judge(only)),
                    _ => None,
                })
            }
            // What is changed in a block may change who else is read from it.
            Place::Block { .. } => self
                .alone_in_block(entry, text, &rewritten(text, rewrites))
                .map(|entry| judge(&entry)),
            Place::Cells { .. } => {
                reread::only_entry(&rewritten(text, rewrites), self.format, self.options, judge)
            }
        };
        let Some(Verdict { mut codes, key }) = after else {
            return false;
        };
        let mut had = before.codes;
        if key == before.key {
            had.remove(Code::DuplicateInList);
        } else {
            if key.is_some_and(|key| self.duplicates.holds(key)) {
                codes.insert(Code::DuplicateInList);
            }
            let about = Codes::of(&OF_THE_ADDRESS);
            (codes, had) = (codes.without(about), had.without(about));
        }
        codes.without(had).count() == 0 && codes.count() < had.count()
    }

    /// Reads the entry of a block again once its text is another one; none if anybody else of the block changes with it.
    fn alone_in_block(&self, entry: &Entry<'_>, text: &str, mended: &str) -> Option<Entry<'static>> {
        let structure = match self.format.layout {
            Layout::Text => None,
            Layout::Structured(structure) => Some(structure),
            Layout::Delimited(_) | Layout::AddressList => return None,
        };
        // A line that tells of somebody by itself parts what stands around it.
        if structure.is_none() && text::whole_lines(text) != text::whole_lines(mended) {
            return None;
        }
        let before = text::entries(text, structure);
        let mut after = text::entries(mended, structure);
        let own = before.iter().position(|other| other.place == entry.place)?;
        let is_same = |(before, after): (&Entry<'_>, &Entry<'_>)| {
            before.name == after.name && before.email == after.email && before.details == after.details
        };
        let others = before.iter().zip(&after).enumerate().filter(|(at, _)| *at != own);
        let are_same = others.map(|(_, pair)| pair).all(is_same);
        (before.len() == after.len() && are_same).then(|| after.swap_remove(own))
    }
}

fn rewritten(text: &str, rewrites: &[Rewrite]) -> String {
    let mut text = text.to_owned();
    for rewrite in rewrites.iter().rev() {
        if text.get(rewrite.range.clone()).is_some() {
            text.replace_range(rewrite.range.clone(), &rewrite.text);
        }
    }
    text
}

fn step(
    entry: &Entry<'_>,
    text: &str,
    reason: &Reason,
    key: Option<AddressKey>,
    format: &Format,
    known: &Known,
) -> Option<Step> {
    let layout = format.layout;
    let here = || {
        let by_first = key.and_then(|key| known.here(key));
        by_first.or_else(|| known.by_other(&OtherEmails::valid_of(&entry.details[Detail::OtherEmails])))
    };
    match reason.code {
        Code::NameEmailSwapped => swap(entry, text, layout),
        Code::UnterminatedQuote => unquote(entry, text),
        Code::MissingName => put_name(entry, text, reason.suggestion.as_deref()?, layout),
        Code::InvalidEmail | Code::TypoDomain => {
            put_email(entry, text, reason.suggestion.as_deref()?, layout)
        }
        Code::ArchivedContact => here()
            .filter(|h| h.standing == Standing::Archived)
            .map(|h| Step::Restore(h.id)),
        Code::UnlinkedContact => here()
            .filter(|h| h.standing == Standing::Unlinked)
            .map(|h| Step::Relink(h.id)),
        Code::Misplaced => exchange(entry, text, layout),
        Code::MixedPeople
        | Code::MissingEmail
        | Code::TooLong
        | Code::DuplicateInList
        | Code::AlreadyContact
        | Code::DomainMismatch
        | Code::FreeMail
        | Code::RoleAddress
        | Code::AtOtherCustomer
        | Code::NotWanted
        | Code::ReadFromText
        | Code::OddName
        | Code::OtherEmails => None,
    }
}

fn swap(entry: &Entry<'_>, text: &str, layout: Layout) -> Option<Step> {
    let Place::Cells {
        name, email, whole, ..
    } = &entry.place
    else {
        return None;
    };
    let name = name.clone()?;
    let Some(email) = email.clone().filter(|email| *email != name) else {
        // The record ends after the first cell.
        let local = entry.name.split('@').next().unwrap_or_default();
        let start = trimmed(text, &name).start;
        let written = cell(text, &(start..start), &name_from_local_part(local)?, layout).text;
        return Some(Step::Rewrite(vec![Rewrite {
            range: start..start,
            text: format!("{written}{}", separator(layout)),
        }]))
        .filter(|_| whole.end == name.end);
    };
    exchanged(text, name, email)
}

/// Puts title and phone in each other's place.
fn exchange(entry: &Entry<'_>, text: &str, layout: Layout) -> Option<Step> {
    let (Place::Cells { details, .. }, Layout::Delimited(delimiter)) = (&entry.place, layout) else {
        return None;
    };
    let title = details[Detail::Title].clone()?;
    match details[Detail::Phone].clone().filter(|phone| *phone != title) {
        Some(phone) => exchanged(text, title, phone),
        // The record ends after the title.
        None => Some(Step::Rewrite(vec![Rewrite {
            range: title.start..title.start,
            text: char::from(delimiter.byte()).to_string(),
        }])),
    }
}

/// Exchanges what two cells hold.
fn exchanged(text: &str, one: Range<usize>, other: Range<usize>) -> Option<Step> {
    let inner = |range: &Range<usize>| trimmed(text, range);
    let (first, second) = if one.start < other.start {
        (one, other)
    } else {
        (other, one)
    };
    let (first, second) = (inner(&first), inner(&second));
    let cut = |range: &Range<usize>| text.get(range.clone()).map(str::to_owned);
    Some(Step::Rewrite(vec![
        Rewrite {
            text: cut(&second)?,
            range: first.clone(),
        },
        Rewrite {
            text: cut(&first)?,
            range: second,
        },
    ]))
}

/// Takes the quotes out of a record whose quotes do not match.
fn unquote(entry: &Entry<'_>, text: &str) -> Option<Step> {
    let range = match &entry.place {
        Place::Cells { whole, .. } | Place::Block { whole, .. } => whole.clone(),
        Place::Address(range) => range.clone(),
    };
    let without: String = text.get(range.clone())?.chars().filter(|c| *c != '"').collect();
    Some(Step::Rewrite(vec![Rewrite { range, text: without }]))
}

fn put_name(entry: &Entry<'_>, text: &str, suggestion: &str, layout: Layout) -> Option<Step> {
    match &entry.place {
        Place::Address(range) => entry
            .email
            .contains('@')
            .then(|| address(text, range, suggestion, &entry.email, entry)),
        // What stands on a line below the address may be somebody else's.
        Place::Block {
            name: Some(range),
            email,
            ..
        } if !email.as_ref().is_some_and(|email| {
            text.get(email.end..range.start)
                .is_some_and(|gap| gap.contains('\n'))
        }) =>
        {
            Some(Step::Rewrite(vec![cell(text, range, suggestion, layout)]))
        }
        // The name goes before the address.
        Place::Block {
            email: Some(range), ..
        } => {
            let has_bracket = text.get(..range.start)?.ends_with('<');
            let start = range.start - usize::from(has_bracket);
            Some(Step::Rewrite(vec![match has_bracket {
                true => Rewrite {
                    range: start..start,
                    text: format!("{suggestion} "),
                },
                false => Rewrite {
                    range: range.clone(),
                    text: format!("{suggestion} <{}>", text.get(range.clone())?),
                },
            }]))
        }
        Place::Block { .. } => None,
        Place::Cells {
            name, first, last, ..
        } => match (name, first, last) {
            (_, Some(first), Some(last)) => {
                let (given, family) = suggestion.split_once(' ').unwrap_or((suggestion, ""));
                let mut cells = vec![cell(text, first, given, layout), cell(text, last, family, layout)];
                cells.sort_by_key(|rewrite| rewrite.range.start);
                Some(Step::Rewrite(cells))
            }
            (Some(range), _, _) | (None, Some(range), _) | (None, None, Some(range)) => {
                Some(Step::Rewrite(vec![cell(text, range, suggestion, layout)]))
            }
            (None, None, None) => None,
        },
    }
}

fn put_email(entry: &Entry<'_>, text: &str, suggestion: &str, layout: Layout) -> Option<Step> {
    match &entry.place {
        Place::Address(range) => Some(address(text, range, &entry.name, suggestion, entry)),
        Place::Cells { email, .. } | Place::Block { email, .. } => Some(Step::Rewrite(vec![cell(
            text,
            email.as_ref()?,
            suggestion,
            layout,
        )])),
    }
}

/// Writes an entry of an address list again; an address that only blanks held apart from its neighbours gets commas.
fn address(line: &str, range: &Range<usize>, name: &str, email: &str, entry: &Entry<'_>) -> Step {
    let shown = if name.contains([',', ';', '<', '>', '"', '@', '(']) {
        format!("\"{}\" ", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else if name.is_empty() {
        String::new()
    } else {
        format!("{name} ")
    };
    let mut text = if shown.is_empty() {
        email.to_owned()
    } else {
        format!("{shown}<{email}>")
    };
    for more in entry.details.values() {
        if more.contains(char::is_alphanumeric) {
            text.push_str(", ");
            text.push_str(more);
        }
    }
    // Nothing but its bracket parts the entry before.
    if line.get(..range.start).is_some_and(|head| head.ends_with('>')) {
        text.insert_str(0, ", ");
    }
    let own = Rewrite {
        range: range.clone(),
        text,
    };
    let (before, after) = gaps(line, range);
    let comma = |range| Rewrite {
        range,
        text: ", ".to_owned(),
    };
    let rewrites = before.map(comma).into_iter().chain([own]).chain(after.map(comma));
    Step::Rewrite(rewrites.collect())
}

/// Returns the blanks that alone hold an entry apart from the bare addresses beside it.
fn gaps(line: &str, entry: &Range<usize>) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let is_bare = |word: Option<&str>| {
        word.is_some_and(|word| word.contains('@') && !word.contains([',', ';', '<', '>', '"']))
    };
    let head = line.get(..entry.start).unwrap_or_default();
    let tail = line.get(entry.end..).unwrap_or_default();
    let (first, last) = (head.trim_end(), tail.trim_start());
    let before = is_bare(first.rsplit(char::is_whitespace).next()) && first.len() < head.len();
    let after = is_bare(last.split(char::is_whitespace).next()) && last.len() < tail.len();
    (
        before.then_some(first.len()..entry.start),
        after.then_some(entry.end..entry.end + (tail.len() - last.len())),
    )
}

/// Writes a cell again, quoted where that is needed; the blanks around it stay.
fn cell(text: &str, range: &Range<usize>, value: &str, layout: Layout) -> Rewrite {
    let quoted = match layout {
        Layout::Delimited(_) | Layout::AddressList => value.contains([separator(layout), '"', '\n']),
        Layout::Text | Layout::Structured(_) => false,
    };
    Rewrite {
        range: trimmed(text, range),
        text: if quoted {
            format!("\"{}\"", value.replace('"', "\"\""))
        } else {
            value.to_owned()
        },
    }
}

fn separator(layout: Layout) -> char {
    match layout {
        Layout::Delimited(delimiter) => char::from(delimiter.byte()),
        Layout::AddressList | Layout::Text | Layout::Structured(_) => ',',
    }
}

fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let raw = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (raw.len() - raw.trim_start_matches(' ').len());
    start..start + raw.trim_matches(' ').len()
}
