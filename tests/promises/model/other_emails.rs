//! The other emails of contacts in the model: a list that finds the contact as its first email does.

use proptest::prelude::*;

use super::rules::{Refused, Ruled};
use super::step::email;
use super::world::{Thing, World};

/// Makes some other emails, as the store writes them; none at times.
pub(crate) fn some() -> impl Strategy<Value = Option<String>> {
    prop::collection::btree_set(email(), 0..3)
        .prop_map(|emails| emails.into_iter().collect::<Vec<_>>().join(", "))
        .prop_map(|text| Some(text).filter(|text| !text.is_empty()))
}

/// Parts a list of other emails.
pub(crate) fn parted(text: Option<&str>) -> Vec<String> {
    let parts = text
        .unwrap_or_default()
        .split(", ")
        .filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn joined(others: &[String]) -> Option<String> {
    Some(others.join(", ")).filter(|text| !text.is_empty())
}

impl World {
    pub(crate) fn others(&self, person: usize) -> Vec<String> {
        parted(self.get(Thing::Person(person), "other_emails"))
    }

    /// Writes other emails that a user gave.
    pub(crate) fn write_others(&mut self, person: usize, text: Option<&str>) -> Ruled {
        let mut others = parted(text);
        others.retain(|email| self.people[person].cells["email"] != *email);
        let of = self.people[person].of;
        let is_taken = |email: &String| self.holder(of, email).is_some_and(|holder| holder != person);
        if others.iter().any(is_taken) {
            return Err(Refused);
        }
        self.put_others(person, &others);
        Ok(())
    }

    /// Gives a contact other emails, which do not follow HubSpot then.
    pub(crate) fn put_others(&mut self, person: usize, others: &[String]) {
        let noted = self.noted.len();
        self.put_list(person, others);
        if self.noted.len() > noted {
            self.note_written_here(person, "other_emails");
        }
    }

    pub(crate) fn put_list(&mut self, person: usize, others: &[String]) {
        self.put(Thing::Person(person), "other_emails", joined(others));
    }

    /// Keeps the addresses of two contacts that were merged with the one that stays.
    pub(crate) fn unite_addresses(&mut self, keep: usize, known: &[String]) {
        let mut others = self.others(keep);
        for email in known {
            if !others.contains(email) {
                others.push(email.clone());
            }
        }
        others.retain(|email| self.people[keep].cells["email"] != *email);
        self.put_others(keep, &others);
    }

    /// Takes from a list those that contacts of a customer have.
    pub(crate) fn free_others(&self, company: usize, text: Option<&str>) -> Option<String> {
        let mut others = parted(text);
        others.retain(|email| self.holder(company, email).is_none());
        joined(&others)
    }

    /// Returns whether other emails may come back: none of them is that of another contact, nor the first one.
    pub(crate) fn others_may_come_back(&self, person: usize, text: &str) -> bool {
        let of = self.people[person].of;
        let others = parted(Some(text));
        let is_taken = |email: &String| self.holder(of, email).is_some_and(|holder| holder != person);
        !others.iter().any(is_taken) && !others.contains(&self.people[person].cells["email"])
    }
}
