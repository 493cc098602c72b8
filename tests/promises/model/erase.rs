//! Erasing a person in the model: the row, the lines of the log about it, and by what a sync knows that it stays away.

use std::collections::BTreeSet;

use super::other_emails::parted;
use super::rules::{Ruled, Trace, demand};
use super::world::{Cells, Entry, Force, Line, Remote, Thing, World};

/// The address that stands in the place of one that was erased.
pub(crate) const NOBODY: &str = "erased@erased.invalid";

/// By what it is known who was erased.
#[derive(Debug, Clone, Default)]
pub(crate) struct Erased {
    /// The contacts, by their places.
    people: BTreeSet<usize>,
    emails: BTreeSet<String>,
    remotes: BTreeSet<i64>,
}

impl World {
    /// Erases a contact: what that writes stands in the log before the lines about the contact go.
    pub(crate) fn erase(&mut self, person: usize) -> Ruled {
        demand(!self.people[person].gone)?;
        let company = self.people[person].of;
        if self.is_primary(person) {
            self.put(Thing::Company(company), "primary", None);
        }
        let former = self.people[person].cells.clone();
        let own = person.to_string();
        for at in 0..self.notifications.len() {
            let thing = Thing::Notification(at);
            let is_to_it = self.notifications[at].of == company
                && (self.get(thing, "person") == Some(&own)
                    || self.get(thing, "to") == Some(&former["email"]));
            if is_to_it && self.get(thing, "state") != Some("cancelled") {
                self.put(thing, "state", Some("cancelled".to_owned()));
            }
        }
        self.delete_notes_on(&[person]);
        self.remove_person(person, Trace::Tombstone);
        let lines = std::mem::take(&mut self.noted);
        self.log.push(Entry {
            lines,
            act: None,
            beside: BTreeSet::new(),
        });
        let all = self.same_person(person, &former);
        self.forget_records(&all, &former);
        let notes = self.notes_of_gone(&all);
        for at in &all {
            self.keep_ends(Thing::Person(*at));
        }
        for note in notes {
            self.keep_ends(Thing::Note(note));
        }
        for row in self.notifications.iter_mut().filter(|row| row.of == company) {
            let to = row.cells.get("person").and_then(|at| at.parse().ok());
            if to.is_some_and(|at: usize| all.contains(&at)) {
                row.cells.insert("to", NOBODY.to_owned());
            }
        }
        self.erased.people.extend(all);
        Ok(())
    }

    /// Returns the contact and those who are gone and were the same person.
    fn same_person(&self, person: usize, former: &Cells) -> Vec<usize> {
        let mut addresses = parted(former.get("other_emails").map(String::as_str));
        addresses.push(former["email"].clone());
        let of = self.people[person].of;
        let others = (0..self.people.len()).filter(|at| *at != person && self.people[*at].of == of);
        let gone: Vec<usize> = others.filter(|at| self.people[*at].gone).collect();
        let mut all = vec![person];
        for at in &gone {
            let last = self.last_went(Thing::Person(*at));
            if last.is_some_and(|(_, cells)| addresses.contains(&cells["email"])) {
                all.push(*at);
            }
        }
        let mut next = 0;
        while let Some(kept) = all.get(next).copied() {
            next += 1;
            let is_changed =
                |line: &Line| matches!(line, Line::Cell { thing, .. } if *thing == Thing::Person(kept));
            for at in &gone {
                let went = self.last_went(Thing::Person(*at));
                let with_it = went.is_some_and(|(entry, _)| self.log[entry].lines.iter().any(is_changed));
                if with_it && !all.contains(at) {
                    all.push(*at);
                }
            }
        }
        all
    }

    /// Finds where the log tells last that a thing went, and with what.
    fn last_went(&self, thing: Thing) -> Option<(usize, &Cells)> {
        let lines = self.log.iter().enumerate().rev();
        lines
            .flat_map(|(at, entry)| entry.lines.iter().rev().map(move |line| (at, line)))
            .find_map(|(at, line)| match line {
                Line::Went(other, cells) if *other == thing => Some((at, cells)),
                Line::Went(..) | Line::Came(..) | Line::Cell { .. } => None,
            })
    }

    /// Returns the notes that are gone and were on contacts at last.
    fn notes_of_gone(&self, all: &[usize]) -> Vec<usize> {
        let is_on = |cells: &Cells| {
            let person = cells.get("person").and_then(|at| at.parse().ok());
            person.is_some_and(|at: usize| all.contains(&at))
        };
        let notes = (0..self.notes.len()).filter(|at| self.notes[*at].gone);
        notes
            .filter(|at| {
                self.last_went(Thing::Note(*at))
                    .is_some_and(|(_, cells)| is_on(cells))
            })
            .collect()
    }

    /// Forgets the records of a person that nobody follows, and remembers by what they are known.
    fn forget_records(&mut self, all: &[usize], former: &Cells) {
        let email = &former["email"];
        let mut records: BTreeSet<i64> = all.iter().filter_map(|at| self.link(*at).id()).collect();
        records.extend(super::world::Link::of(former.get("link").map(String::as_str)).id());
        let with_address = self
            .remotes
            .values()
            .filter(|remote| remote.email.as_ref() == Some(email));
        records.extend(with_address.map(|remote| remote.id));
        self.erased.emails.insert(email.clone());
        for id in records {
            self.erased.remotes.insert(id);
            let is_followed =
                (0..self.people.len()).any(|at| !self.people[at].gone && self.link(at).id() == Some(id));
            if !is_followed {
                self.remotes.remove(&id);
            }
        }
    }

    /// Leaves of the lines about a thing the one with which it came and the one with which it went last.
    fn keep_ends(&mut self, thing: Thing) {
        let of = |line: &Line| match line {
            Line::Cell { thing, .. } | Line::Came(thing, _) | Line::Went(thing, _) => *thing,
        };
        let (mut is_first, last) = (true, self.last_went(thing).map(|(at, _)| at));
        let mut emptied = Vec::new();
        for (at, entry) in self.log.iter_mut().enumerate() {
            let before = entry.lines.len();
            let last_here = entry
                .lines
                .iter()
                .rposition(|line| matches!(line, Line::Went(other, _) if *other == thing));
            let mut place = 0;
            entry.lines.retain(|line| {
                let is_last = last == Some(at) && last_here == Some(place);
                place += 1;
                if of(line) != thing {
                    return true;
                }
                match line {
                    Line::Came(..) => std::mem::take(&mut is_first),
                    Line::Went(..) => is_last,
                    Line::Cell { .. } => false,
                }
            });
            if entry.lines.is_empty() && before > 0 {
                emptied.push(at);
            }
        }
        // An act of which nothing is left, or of whose last form, is not turned any more.
        for at in emptied {
            if let Some(act) = self.log[at].act {
                let is_own = self.acts[act].entry == at;
                let has_later = self.log.iter().skip(at + 1).any(|entry| entry.act == Some(act));
                if is_own || !has_later {
                    self.acts[act].force = Force::Dropped;
                }
            }
        }
    }

    /// Returns whether a contact was erased.
    pub(crate) fn was_erased(&self, person: usize) -> bool {
        self.erased.people.contains(&person)
    }

    /// Returns whether a person of HubSpot was erased, and nobody who is here follows them or has the address.
    pub(crate) fn stays_erased(&self, remote: &Remote) -> bool {
        let email = remote.email.as_ref();
        let is_known = self.erased.remotes.contains(&remote.id)
            || email.is_some_and(|email| self.erased.emails.contains(email));
        let is_here = |at: &usize| !self.people[*at].gone;
        let mut here = (0..self.people.len()).filter(is_here);
        is_known
            && !here.any(|at| {
                let has = |email: &String| {
                    self.people[at].cells["email"] == *email || self.others(at).contains(email)
                };
                self.link(at).id() == Some(remote.id) || email.is_some_and(has)
            })
    }
}
