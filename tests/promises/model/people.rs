//! What a page of people of HubSpot does to the model, and what persons do to links.

use std::collections::BTreeSet;

use pivotal::domain::FIELDS;

use super::rules::{Refused, Ruled};
use super::world::{Cells, Link, Remote, Thing, World, domain_of};

/// What a page leaves to be settled once all its people were looked at.
#[derive(Debug, Default)]
struct Open {
    /// Contacts whose record has another address, with that one.
    movers: Vec<(usize, String)>,
    /// People of whom a customer has no contact yet.
    joining: Vec<(usize, Remote)>,
    /// The contacts that are to be added.
    new: Vec<(usize, Cells)>,
    /// Those that have other emails which their records do not have.
    without_others: Vec<usize>,
}

/// Returns the fields that can follow HubSpot, as the store writes them.
fn fields() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().filter(|spec| spec.is_remote()).map(|spec| spec.key)
}

/// Writes a list of fields as the store does.
pub(crate) fn listed(has: impl Fn(&str) -> bool) -> String {
    fields().filter(|field| has(field)).collect::<Vec<_>>().join(",")
}

/// Returns whether a list of fields has one.
pub(crate) fn has(list: &str, field: &str) -> bool {
    list.split(',').any(|one| one == field)
}

impl World {
    /// Takes a page of people in.
    pub(crate) fn take(&mut self, people: &[Remote]) {
        let mut open = Open::default();
        for remote in people {
            self.take_one(remote, &mut open);
        }
        self.settle(open);
    }

    fn settle(&mut self, mut open: Open) {
        self.move_addresses(&open.movers);
        open.movers.clear();
        for (company, remote) in std::mem::take(&mut open.joining) {
            self.join(company, &remote, &mut open);
        }
        // Who was found by another address may have that of the record as the first one now.
        self.move_addresses(&open.movers);
        for (company, cells) in open.new {
            if self.holder(company, &cells["email"]).is_none() {
                self.add_person(company, cells);
            }
        }
        for at in open.without_others {
            self.put(Thing::Person(at), "other_emails", None);
        }
    }

    /// Gives contacts other addresses, all at once; one that another contact keeps is not given.
    fn move_addresses(&mut self, movers: &[(usize, String)]) {
        let mut going: Vec<&(usize, String)> = movers.iter().collect();
        loop {
            let stays = going.iter().position(|(at, email)| {
                let of = self.people[*at].of;
                let holder = self.holder(of, email);
                let leaves = |holder: usize| going.iter().any(|(other, _)| *other == holder);
                let first = movers
                    .iter()
                    .find(|(other, wanted)| self.people[*other].of == of && wanted == email);
                holder.is_some_and(|holder| !leaves(holder)) || first.is_some_and(|(other, _)| other != at)
            });
            match stays {
                Some(place) => going.remove(place),
                None => break,
            };
        }
        for (at, email) in going {
            let mut others = self.others(*at);
            others.retain(|other| other != email);
            self.put_list(*at, &others);
            self.put(Thing::Person(*at), "email", Some(email.clone()));
        }
    }

    /// Gives contacts that follow a record what it holds.
    pub(crate) fn align(&mut self, people: &[usize]) {
        let mut open = Open::default();
        for at in people {
            if let (Link::Domain(id) | Link::Hand(id), false) = (self.link(*at), self.people[*at].gone)
                && let Some(remote) = self.remotes.get(&id).cloned()
            {
                self.merge_into(*at, &remote, &mut open);
            }
        }
        self.settle(open);
    }

    /// Lists the fields in which a contact and a record are the same; they have no other.
    pub(crate) fn agreed(&self, at: usize, remote: &Remote, field: &str) -> bool {
        let cells = &self.people[at].cells;
        match field {
            "name" => cells["name"] == remote.name,
            "email" => Some(&cells["email"]) == remote.email.as_ref(),
            "title" => cells.get("title") == remote.title.as_ref(),
            // Nobody has others at this HubSpot.
            "other_emails" => !cells.contains_key("other_emails"),
            _ => true,
        }
    }

    /// Parts a customer from those who are not at its domain, and links those who are.
    pub(crate) fn follow_domain(&mut self, company: usize) {
        let own = self.get(Thing::Company(company), "domain").map(str::to_owned);
        for at in 0..self.people.len() {
            let row = &self.people[at];
            let Link::Domain(id) = self.link(at) else { continue };
            if row.gone || row.of != company {
                continue;
            }
            let remote = self.remotes.get(&id).and_then(Remote::domain);
            let domain = remote.or_else(|| domain_of(&row.cells["email"]));
            if own.is_none() || domain != own.as_deref() {
                self.put(Thing::Person(at), "link", None);
            }
        }
        if own.is_some() {
            let people: Vec<Remote> = self.remotes.values().cloned().collect();
            let at_domain: Vec<Remote> = people
                .into_iter()
                .filter(|remote| remote.domain() == own.as_deref())
                .collect();
            self.take(&at_domain);
        }
    }

    fn companies_at(&self, domain: Option<&str>) -> Vec<usize> {
        (0..self.companies.len())
            .filter(|at| {
                let row = &self.companies[*at];
                !row.gone
                    && domain.is_some()
                    && row.cells.get("domain").map(String::as_str) == domain
                    && row.cells["status"] != "archived"
            })
            .collect()
    }

    fn followers(&self, id: i64) -> Vec<usize> {
        let mut followers: Vec<usize> = (0..self.people.len())
            .filter(|at| self.link(*at).id() == Some(id))
            .collect();
        followers.sort_by_key(|at| (self.people[*at].gone, !self.link(*at).is_linked()));
        followers
    }

    /// Returns whether another contact of the customer follows the record of a link.
    pub(crate) fn is_followed_by_another(&self, at: usize, link: Link) -> bool {
        let of = self.people[at].of;
        let followers = link.id().filter(|_| link.is_linked());
        followers.is_some_and(|id| {
            self.followers(id).into_iter().any(|other| {
                other != at
                    && self.people[other].of == of
                    && !self.people[other].gone
                    && self.link(other).is_linked()
            })
        })
    }

    fn take_one(&mut self, remote: &Remote, open: &mut Open) {
        let before = self.remotes.get(&remote.id).cloned();
        let companies = self.companies_at(remote.domain());
        let followers = self.followers(remote.id);
        let is_of_nobody = before.is_none() && companies.is_empty() && followers.is_empty();
        if is_of_nobody || self.stays_erased(remote) {
            return;
        }
        for at in &followers {
            self.follow(*at, before.as_ref(), remote, &companies, open);
        }
        let busy: BTreeSet<usize> = followers.iter().map(|at| self.people[*at].of).collect();
        for company in companies {
            if !busy.contains(&company) {
                open.joining.push((company, remote.clone()));
            }
        }
        self.remotes.insert(remote.id, remote.clone());
    }

    fn follow(
        &mut self,
        at: usize,
        before: Option<&Remote>,
        remote: &Remote,
        companies: &[usize],
        open: &mut Open,
    ) {
        let of = self.people[at].of;
        let is_from_there = self.get(Thing::Person(at), "source") == Some("hubspot");
        let moved = !companies.contains(&of) && self.get(Thing::Company(of), "domain") != remote.domain();
        let takes_values = match self.link(at) {
            // Who was parted keeps HubSpot's values, to show no edits that nobody made, and stays away.
            Link::Unlinked(_) => !self.people[at].gone && is_from_there,
            Link::Domain(_) => !moved,
            Link::Hand(_) => true,
            Link::None => false,
        };
        if takes_values && (before != Some(remote) || self.is_behind(at, remote)) {
            self.merge_into(at, remote, open);
        }
    }

    /// Returns whether a field that follows a record is not as it is there.
    fn is_behind(&self, at: usize, remote: &Remote) -> bool {
        let Some(follows) = self.get(Thing::Person(at), "follows") else {
            return true;
        };
        let is_missing = |field: &str| field == "email" && remote.email.is_none();
        fields().any(|field| has(follows, field) && !is_missing(field) && !self.agreed(at, remote, field))
    }

    fn join(&mut self, company: usize, remote: &Remote, open: &mut Open) {
        let Some(email) = &remote.email else { return };
        let Some(at) = self.holder(company, email) else {
            open.new.push((company, linked_contact(remote, email, "linked")));
            return;
        };
        // Somebody who has a link of their own, or was parted from one, is not given another.
        if self.link(at) == Link::None {
            self.put(Thing::Person(at), "link", Some(format!("linked:{}", remote.id)));
            self.merge_into(at, remote, open);
        }
    }

    /// Gives a contact what HubSpot has in the fields that follow it; the address is settled at the end.
    fn merge_into(&mut self, at: usize, remote: &Remote, open: &mut Open) {
        let thing = Thing::Person(at);
        let known = self.get(thing, "follows").map(str::to_owned);
        let is_empty =
            |field: &str| matches!(field, "title" | "other_emails") && self.get(thing, field).is_none();
        let follows = listed(|field| {
            let followed = match &known {
                Some(known) => has(known, field),
                None => is_empty(field),
            };
            followed || self.agreed(at, remote, field)
        });
        self.put(thing, "follows", Some(follows.clone()));
        if has(&follows, "name") {
            self.put(thing, "name", Some(remote.name.clone()));
        }
        if has(&follows, "title") {
            self.put(thing, "title", remote.title.clone());
        }
        if has(&follows, "other_emails") && self.get(thing, "other_emails").is_some() {
            open.without_others.push(at);
        }
        if let Some(email) = &remote.email
            && has(&follows, "email")
            && self.get(thing, "email") != Some(email)
        {
            open.movers.push((at, email.clone()));
        }
    }

    pub(crate) fn relink(&mut self, people: &[usize]) -> Ruled {
        let (company, people) = self.of_one_customer(people)?;
        for at in people.clone() {
            let Link::Unlinked(id) = self.link(at) else {
                return Err(Refused);
            };
            if self.is_followed_by_another(at, Link::Domain(id)) {
                return Err(Refused);
            }
            let domain = match self.remotes.get(&id) {
                Some(remote) => remote.domain(),
                None => domain_of(&self.people[at].cells["email"]),
            };
            let word = if domain == self.get(Thing::Company(company), "domain") {
                "linked"
            } else {
                "hand"
            };
            self.put(Thing::Person(at), "link", Some(format!("{word}:{id}")));
        }
        self.align(&people);
        Ok(())
    }

    pub(crate) fn link_person(&mut self, company: usize, id: i64) -> Ruled {
        if self.companies[company].gone {
            return Err(Refused);
        }
        let remote = self.remotes.get(&id).cloned().ok_or(Refused)?;
        let email = remote.email.clone().ok_or(Refused)?;
        let own = self
            .followers(id)
            .into_iter()
            .find(|at| self.people[*at].of == company)
            .filter(|at| !self.people[*at].gone);
        let Some(at) = own.or_else(|| self.holder(company, &email)) else {
            self.add_person(company, linked_contact(&remote, &email, "hand"));
            return Ok(());
        };
        if self.link(at).is_linked() {
            return Err(Refused);
        }
        self.put(Thing::Person(at), "link", Some(format!("hand:{id}")));
        self.align(&[at]);
        Ok(())
    }
}

fn linked_contact(remote: &Remote, email: &str, word: &str) -> Cells {
    let mut cells = Cells::from([
        ("name", remote.name.clone()),
        ("email", email.to_owned()),
        ("source", "hubspot".to_owned()),
        ("link", format!("{word}:{}", remote.id)),
        ("follows", listed(|_| true)),
    ]);
    cells.extend(remote.title.clone().map(|title| ("title", title)));
    cells
}
