//! Roles that the labels of lines name, as in `Billing: Ann Lee <ann@acme.com>`: offered, and taken only where the user says so.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::entry::Entry;
use crate::domain::{ContactRole, Detail, Details};

/// The longest label that is looked at, in bytes.
const LONGEST: usize = 100;

/// How far before a name its label may end, in bytes: its sign, blanks and quotes.
const MARGIN: usize = 16;

/// The roles that labels are known by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct KnownRoles(Arc<BTreeSet<ContactRole>>);

impl KnownRoles {
    /// Takes the roles that there are.
    pub(super) fn of(roles: impl Iterator<Item = ContactRole>) -> Self {
        Self(Arc::new(roles.collect()))
    }

    /// Returns the role that the label of an entry names; `text` is what the entry was read from. None for one that has
    /// roles.
    pub(super) fn offered(&self, entry: &Entry<'_>, text: &str) -> Option<ContactRole> {
        if self.0.is_empty() || !entry.details[Detail::Roles].is_empty() {
            return None;
        }
        let role = ContactRole::parse(label(entry, text)?).ok()?;
        self.0.contains(&role).then_some(role)
    }
}

/// Returns what stands before the name on its line, up to a colon or a dash.
fn label<'t>(entry: &Entry<'_>, text: &'t str) -> Option<&'t str> {
    let name: &str = &entry.name;
    if name.is_empty() {
        return None;
    }
    let range = entry.place.range();
    // A list of addresses leaves the label out of the entry.
    // One that begins farther away is too long.
    let floor = text.floor_char_boundary(range.start.saturating_sub(LONGEST + MARGIN));
    let from = match text.get(floor..range.start)?.rfind('\n') {
        Some(end) => floor + end + 1,
        None if floor == 0 => 0,
        None => return None,
    };
    let at = from + text.get(from..range.end)?.find(name)?;
    let line = text.get(..at)?.rfind('\n').map_or(from, |end| end + 1);
    let before = text.get(line..at)?.trim_end_matches([' ', '\t', '"', '\u{a0}']);
    let label = before.strip_suffix([':', '：', '-', '–', '—'])?.trim();
    let label = label.trim_start_matches(|c: char| !c.is_alphabetic());
    (!label.is_empty() && label.len() <= LONGEST).then_some(label)
}

/// Gives the details of an entry the role of its label; a title that is the label is none.
pub(super) fn take(details: &mut Details<String>, role: &ContactRole) {
    if ContactRole::parse(&details[Detail::Title]).as_ref() == Ok(role) {
        details[Detail::Title].clear();
    }
    details[Detail::Roles] = role.to_string();
}
