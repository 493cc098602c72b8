//! Knows the addresses of the rows: which rows have the same one, and which of them is the first.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::chunks::{Chunks, RowId, index};
use crate::paste::known::AddressKey;

#[derive(Debug, Default)]
pub(in crate::paste) struct Duplicates {
    /// The address of each row that has a valid one, by the row's id.
    keys: Vec<Option<AddressKey>>,
    /// The first row with each address; found by the address.
    first: HashTable<RowId>,
    /// All rows with an address that several have.
    groups: HashMap<AddressKey, Vec<RowId>, FixedState>,
}

impl Duplicates {
    /// Makes room for so many rows more.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.keys.reserve(rows);
        let keys = &self.keys;
        self.first.reserve(rows, |id| hash(keys, *id));
    }

    /// Notes the address of a row.
    pub(super) fn know(&mut self, id: RowId, key: Option<AddressKey>) {
        let at = index(id);
        match self.keys.get_mut(at) {
            Some(known) => *known = key,
            None => {
                self.keys.resize(at, None);
                self.keys.push(key);
            }
        }
    }

    /// Gives the address of a row.
    pub(super) fn key(&self, id: RowId) -> Option<AddressKey> {
        key(&self.keys, id)
    }

    /// Gives the first row with the address of a row.
    pub(super) fn first(&self, id: RowId) -> Option<RowId> {
        let wanted = self.key(id)?;
        let found = self
            .first
            .find(wanted.hash(), |other| self.key(*other) == Some(wanted));
        found.copied()
    }

    /// Returns the other rows with the address of a row.
    pub(super) fn others(&self, id: RowId) -> impl Iterator<Item = RowId> {
        let group = self.key(id).and_then(|key| self.groups.get(&key));
        group
            .into_iter()
            .flatten()
            .copied()
            .filter(move |other| *other != id)
    }

    /// Returns whether a row has an address.
    pub(in crate::paste) fn holds(&self, wanted: AddressKey) -> bool {
        self.first
            .find(wanted.hash(), |other| self.key(*other) == Some(wanted))
            .is_some()
    }

    /// Takes a row in that comes after all others; says whether one of them has its address.
    pub(super) fn append(&mut self, id: RowId) -> bool {
        self.take(id).is_some()
    }

    /// Takes a row in, which is in its place already.
    pub(super) fn add(&mut self, id: RowId, chunks: &mut Chunks) {
        let Some(first) = self.take(id) else { return };
        if chunks.place(id) < chunks.place(first) {
            self.replace(first, id);
            chunks.mark_duplicate(first, true);
        } else {
            chunks.mark_duplicate(id, true);
        }
    }

    /// Lets a row go, which is in its place still.
    pub(super) fn remove(&mut self, id: RowId, chunks: &mut Chunks) {
        let Some(key) = self.key(id) else { return };
        let is_first = self.first(id) == Some(id);
        let Some(group) = self.groups.get_mut(&key) else {
            if let Ok(found) = self.first.find_entry(key.hash(), |other| *other == id) {
                found.remove();
            }
            return;
        };
        if let Some(at) = group.iter().rposition(|row| *row == id) {
            group.swap_remove(at);
        }
        let next = if is_first {
            group.iter().copied().min_by_key(|row| chunks.place(*row))
        } else {
            None
        };
        if group.len() < 2 {
            self.groups.remove(&key);
        }
        if let Some(next) = next {
            self.replace(id, next);
            chunks.mark_duplicate(next, false);
        }
        chunks.mark_duplicate(id, false);
    }

    /// Takes a row in; gives the first row with its address, if there is another.
    fn take(&mut self, id: RowId) -> Option<RowId> {
        let keys = &self.keys;
        let wanted = key(keys, id)?;
        let same = |other: &RowId| key(keys, *other) == Some(wanted);
        match self.first.entry(wanted.hash(), same, |other| hash(keys, *other)) {
            Entry::Vacant(vacant) => {
                vacant.insert(id);
                None
            }
            Entry::Occupied(occupied) => {
                let first = *occupied.get();
                self.groups.entry(wanted).or_insert_with(|| vec![first]).push(id);
                Some(first)
            }
        }
    }

    /// Puts another row with the same address in the place of the first one.
    fn replace(&mut self, first: RowId, other: RowId) {
        let hash = hash(&self.keys, first);
        if let Some(found) = self.first.find_mut(hash, |row| *row == first) {
            *found = other;
        }
    }
}

fn key(keys: &[Option<AddressKey>], id: RowId) -> Option<AddressKey> {
    keys.get(index(id)).copied().flatten()
}

fn hash(keys: &[Option<AddressKey>], id: RowId) -> u64 {
    key(keys, id).map_or(0, AddressKey::hash)
}
