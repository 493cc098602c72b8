//! What a page of people of HubSpot does to the model, and what persons do to links.

use std::collections::BTreeSet;

use super::rules::{Refused, Ruled};
use super::world::{Cells, Link, Remote, Thing, World, domain_of};

/// The contacts that are to be added once all people of a page were looked at.
type Joining = Vec<(usize, Cells)>;

impl World {
    /// Takes a page of people in.
    pub(crate) fn take(&mut self, people: &[Remote]) {
        let mut joining = Joining::new();
        for remote in people {
            self.take_one(remote, &mut joining);
        }
        for (company, cells) in joining {
            if self.holder(company, &cells["email"]).is_none() {
                self.add_person(company, cells);
            }
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
        (0..self.people.len())
            .filter(|at| self.link(*at).id() == Some(id))
            .collect()
    }

    fn take_one(&mut self, remote: &Remote, joining: &mut Joining) {
        let before = self.remotes.get(&remote.id).cloned();
        let companies = self.companies_at(remote.domain());
        let followers = self.followers(remote.id);
        if before.is_none() && companies.is_empty() && followers.is_empty() {
            return;
        }
        for at in &followers {
            self.follow(*at, before.as_ref(), remote, &companies);
        }
        let busy: BTreeSet<usize> = followers.iter().map(|at| self.people[*at].of).collect();
        for company in companies {
            if !busy.contains(&company) {
                self.join(company, remote, joining);
            }
        }
        self.remotes.insert(remote.id, remote.clone());
    }

    fn follow(&mut self, at: usize, before: Option<&Remote>, remote: &Remote, companies: &[usize]) {
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
        if takes_values && before != Some(remote) {
            self.take_values(at, before, remote);
        }
    }

    fn join(&mut self, company: usize, remote: &Remote, joining: &mut Joining) {
        let Some(email) = &remote.email else { return };
        let Some(at) = self.holder(company, email) else {
            joining.push((company, linked_contact(remote, email, "linked")));
            return;
        };
        // Somebody who has a link of their own, or was parted from one, is not given another.
        if self.link(at) == Link::None {
            self.put(Thing::Person(at), "link", Some(format!("linked:{}", remote.id)));
            self.take_values(at, None, remote);
        }
    }

    /// Gives a contact what HubSpot has, but for what was edited here.
    fn take_values(&mut self, at: usize, before: Option<&Remote>, remote: &Remote) {
        let thing = Thing::Person(at);
        let cells = self.people[at].cells.clone();
        if before.is_some_and(|before| before.name == cells["name"]) {
            self.put(thing, "name", Some(remote.name.clone()));
        }
        if cells.get("title") == before.and_then(|before| before.title.as_ref()) {
            self.put(thing, "title", remote.title.clone());
        }
        let was = before.and_then(|before| before.email.as_ref());
        if let Some(email) = &remote.email
            && cells["source"] == "hubspot"
            && was == Some(&cells["email"])
            && self.holder(self.people[at].of, email).is_none()
        {
            self.put(thing, "email", Some(email.clone()));
        }
    }

    pub(crate) fn relink(&mut self, people: &[usize]) -> Ruled {
        let (company, people) = self.of_one_customer(people)?;
        for at in people {
            let Link::Unlinked(id) = self.link(at) else {
                return Err(Refused);
            };
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
        self.take_values(at, None, &remote);
        Ok(())
    }
}

fn linked_contact(remote: &Remote, email: &str, word: &str) -> Cells {
    let mut cells = Cells::from([
        ("name", remote.name.clone()),
        ("email", email.to_owned()),
        ("source", "hubspot".to_owned()),
        ("link", format!("{word}:{}", remote.id)),
    ]);
    cells.extend(remote.title.clone().map(|title| ("title", title)));
    cells
}
