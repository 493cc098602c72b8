//! Knows which rows have the same address, and which of them is the first.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::chunks::{Chunks, RowId};
use crate::paste::known::AddressKey;

#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// The first row with an address.
    first: HashMap<AddressKey, RowId, FixedState>,
    /// All rows with an address that several have.
    groups: HashMap<AddressKey, Vec<RowId>, FixedState>,
}

impl Repeats {
    pub(super) fn reserve(&mut self, rows: usize) {
        self.first.reserve(rows);
    }

    /// Gives the first row with an address.
    pub(super) fn first(&self, key: AddressKey) -> Option<RowId> {
        self.first.get(&key).copied()
    }

    /// Takes a row in that comes after all others; says whether one of them has its address.
    pub(super) fn append(&mut self, key: AddressKey, id: RowId) -> bool {
        match self.first.entry(key) {
            std::collections::hash_map::Entry::Vacant(vacant) => {
                vacant.insert(id);
                false
            }
            std::collections::hash_map::Entry::Occupied(occupied) => {
                let first = *occupied.get();
                self.groups.entry(key).or_insert_with(|| vec![first]).push(id);
                true
            }
        }
    }

    /// Takes a row in, which is in its place already.
    pub(super) fn add(&mut self, key: AddressKey, id: RowId, chunks: &mut Chunks) {
        let first = match self.first.entry(key) {
            std::collections::hash_map::Entry::Vacant(vacant) => {
                vacant.insert(id);
                return;
            }
            std::collections::hash_map::Entry::Occupied(occupied) => *occupied.get(),
        };
        self.groups.entry(key).or_insert_with(|| vec![first]).push(id);
        if chunks.place(id) < chunks.place(first) {
            self.first.insert(key, id);
            chunks.mark_repeat(first, true);
        } else {
            chunks.mark_repeat(id, true);
        }
    }

    /// Lets a row go, which is in its place still.
    pub(super) fn remove(&mut self, key: AddressKey, id: RowId, chunks: &mut Chunks) {
        let Some(group) = self.groups.get_mut(&key) else {
            self.first.remove(&key);
            return;
        };
        if let Some(at) = group.iter().rposition(|row| *row == id) {
            group.swap_remove(at);
        }
        let next = if self.first.get(&key) == Some(&id) {
            group.iter().copied().min_by_key(|row| chunks.place(*row))
        } else {
            None
        };
        if group.len() < 2 {
            self.groups.remove(&key);
        }
        if let Some(next) = next {
            self.first.insert(key, next);
            chunks.mark_repeat(next, false);
        }
        chunks.mark_repeat(id, false);
    }
}
