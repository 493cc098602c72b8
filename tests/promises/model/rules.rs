//! What each step does to the model: the rules of the product in their shortest form.

use std::collections::BTreeSet;

use super::people::{has, listed};
use super::step::{ContactEdit, Edit, Step, Takes};
use super::world::{Act, Cells, Entry, Force, Line, Link, Standing, Thing, Twist, Verdict, World};

/// The step is refused, and nothing changes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused;

pub(crate) type Ruled = Result<(), Refused>;

pub(crate) fn demand(holds: bool) -> Ruled {
    if holds { Ok(()) } else { Err(Refused) }
}

/// Returns the world after a step.
pub(crate) fn after(mut world: World, step: &Step) -> World {
    world.now += 1_000;
    let mut next = world.clone();
    next.noted.clear();
    if next.make(step).is_err() {
        world.verdict = Verdict::Refused;
        return world;
    }
    next.verdict = Verdict::Taken;
    let noted = std::mem::take(&mut next.noted);
    let is_act = !matches!(
        step,
        Step::Page(_) | Step::Undo | Step::UndoThat(_) | Step::Redo | Step::Crash | Step::Erase(_)
    );
    if is_act && !noted.is_empty() {
        for act in &mut next.acts {
            if act.force == Force::Undone {
                act.force = Force::Dropped;
            }
        }
        next.acts.push(Act {
            entry: next.log.len(),
            force: Force::Done,
            turned: 0,
        });
        next.log.push(Entry {
            lines: noted,
            act: Some(next.acts.len() - 1),
            beside: world.active_plans(),
        });
    } else if !noted.is_empty() {
        next.log.push(Entry {
            lines: noted,
            act: None,
            beside: BTreeSet::new(),
        });
    }
    next
}

impl World {
    fn make(&mut self, step: &Step) -> Ruled {
        match step {
            Step::AddCustomer { name, domain, owner } => {
                let mut cells = Cells::from([("name", name.clone()), ("status", "active".to_owned())]);
                cells.extend(domain.map(|domain| ("domain", domain.to_owned())));
                cells.extend(owner.map(|owner| ("owner", owner.to_owned())));
                let company = self.add_company(cells);
                self.follow_domain(company);
                Ok(())
            }
            Step::EditCustomer { company, edit } => self.edit_customer(*company, edit),
            Step::AddContact { company, name, email } => self.add_contact(*company, name, email),
            Step::EditContact { person, edits } => self.edit_contact(*person, edits),
            Step::Archive { people, successor } => self.archive(people, *successor),
            Step::Restore(people) => {
                let (_, people) = self.of_one_customer(people)?;
                demand(people.iter().all(|at| self.standing(*at) == Standing::Archived))?;
                for at in people {
                    self.put(Thing::Person(at), "archived_at", None);
                }
                Ok(())
            }
            Step::Delete(people) => {
                let (company, people) = self.of_one_customer(people)?;
                self.transfer_primary(company, &people, None)?;
                self.delete_notes_on(&people);
                for at in people {
                    self.remove_person(at, Trace::Tombstone);
                }
                Ok(())
            }
            Step::Unlink { people, successor } => self.unlink(people, *successor),
            Step::Relink(people) => self.relink(people),
            Step::LinkPerson { company, id } => self.link_person(*company, *id),
            Step::SetPrimary { company, primary } => {
                demand(!self.companies[*company].gone)?;
                if let Some(at) = primary {
                    self.demand_candidate(*company, *at)?;
                }
                self.star(*company, *primary);
                Ok(())
            }
            Step::Import {
                company,
                rows,
                primary,
            } => self.import(*company, rows, *primary),
            Step::Merge { keep, drop, takes } => self.merge(*keep, *drop, *takes),
            Step::Undo => self.undo(None),
            Step::UndoThat(at) => self.undo(Some(*at)),
            Step::Redo => self.redo(),
            Step::Page(people) => {
                self.take(people);
                Ok(())
            }
            Step::Start { company, alone } => self.start(*company, *alone),
            Step::Advance { plan, to } => self.move_phase(*plan, *to, None),
            Step::Back { plan, to } => self.move_phase(*plan, Some(to), Some("once more")),
            Step::Invite { company, person } => self.invite(*company, *person),
            Step::Cancel(at) => self.set_notification(*at, "held", "cancelled"),
            Step::Retry(at) => self.set_notification(*at, "cancelled", "held"),
            Step::Chore(chore) => self.make_chore(chore),
            Step::Note(step) => self.make_note_step(step),
            Step::Field(step) => self.make_field_step(step),
            Step::Erase(person) => self.erase(*person),
            Step::Crash => Ok(()),
        }
    }

    fn edit_customer(&mut self, company: usize, edit: &Edit) -> Ruled {
        demand(!self.companies[company].gone)?;
        let (thing, noted) = (Thing::Company(company), self.noted.len());
        let was_silent = self.is_silent(company);
        let status = self.get(thing, "status").map(str::to_owned);
        match edit {
            Edit::Name(name) => self.put(thing, "name", Some(name.clone())),
            Edit::Owner(owner) => self.put(thing, "owner", owner.map(str::to_owned)),
            Edit::Domain(domain) => self.put(thing, "domain", domain.map(str::to_owned)),
            Edit::State(edit) => self.edit_state(company, edit)?,
        }
        let is_new_status = self.get(thing, "status") != status.as_deref();
        if is_new_status || self.noted.len() > noted && matches!(edit, Edit::Domain(_)) {
            self.follow_domain(company);
        }
        if self.is_silent(company) {
            self.pause_all(company);
        } else if was_silent {
            for at in self.plans_of(company) {
                if self.get(Thing::Plan(at), "with_customer").is_some() {
                    self.put(Thing::Plan(at), "state", Some("active".to_owned()));
                }
            }
        }
        Ok(())
    }

    fn add_contact(&mut self, company: usize, name: &str, email: &str) -> Ruled {
        demand(!self.companies[company].gone)?;
        demand(self.holder(company, email).is_none())?;
        let at = self.add_person(company, typed(name, email, "manual"));
        if self.primary(company).is_none() || self.twist == Twist::EachTakesTheStar {
            self.star(company, Some(at));
        }
        Ok(())
    }

    fn import(&mut self, company: usize, rows: &[(String, String)], primary: Option<usize>) -> Ruled {
        demand(!self.companies[company].gone)?;
        let mut added = Vec::new();
        for (name, email) in rows {
            let is_new = self.holder(company, email).is_none();
            added.push(is_new.then(|| self.add_person(company, typed(name, email, "paste"))));
        }
        let chosen = match primary {
            Some(row) => added.get(row).copied().flatten(),
            None if self.primary(company).is_none() => added.iter().flatten().next().copied(),
            None => None,
        };
        if chosen.is_some() {
            self.star(company, chosen);
        }
        Ok(())
    }

    fn edit_contact(&mut self, person: usize, edits: &[ContactEdit]) -> Ruled {
        demand(!self.people[person].gone)?;
        demand(self.standing(person) != Standing::Unlinked)?;
        for edit in edits {
            self.write(person, edit)?;
        }
        Ok(())
    }

    fn write(&mut self, person: usize, edit: &ContactEdit) -> Ruled {
        let thing = Thing::Person(person);
        let mut noted = self.noted.len();
        match edit {
            ContactEdit::Name(name) => self.put(thing, "name", Some(name.clone())),
            ContactEdit::Title(title) => self.put(thing, "title", title.clone()),
            ContactEdit::Email(email) => {
                let holder = self.holder(self.people[person].of, email);
                demand(holder.is_none_or(|holder| holder == person))?;
                let mut others = self.others(person);
                others.retain(|other| other != email);
                self.put_others(person, &others);
                noted = self.noted.len();
                self.put(thing, "email", Some(email.clone()));
            }
            ContactEdit::Others(others) => return self.write_others(person, others.as_deref()),
        }
        if self.noted.len() > noted {
            self.note_written_here(
                person,
                match edit {
                    ContactEdit::Name(_) => "name",
                    ContactEdit::Title(_) => "title",
                    ContactEdit::Email(_) => "email",
                    ContactEdit::Others(_) => "other_emails",
                },
            );
        }
        Ok(())
    }

    /// Has a field that the user wrote not follow HubSpot any more, unless it is as it is there.
    pub(crate) fn note_written_here(&mut self, person: usize, field: &str) {
        let thing = Thing::Person(person);
        if let Some(follows) = self.get(thing, "follows") {
            let linked = self.link(person).id().filter(|_| self.link(person).is_linked());
            let remote = linked.and_then(|id| self.remotes.get(&id));
            let is_there = remote.is_some_and(|remote| self.agreed(person, remote, field));
            let follows = listed(|one| if one == field { is_there } else { has(follows, one) });
            self.put(thing, "follows", Some(follows));
        }
    }

    fn archive(&mut self, people: &[usize], successor: Option<usize>) -> Ruled {
        let (company, people) = self.of_one_customer(people)?;
        demand(people.iter().all(|at| self.standing(*at) == Standing::Active))?;
        self.transfer_primary(company, &people, successor)?;
        for at in people {
            let now = self.now.to_string();
            self.put(Thing::Person(at), "archived_at", Some(now));
        }
        Ok(())
    }

    fn unlink(&mut self, people: &[usize], successor: Option<usize>) -> Ruled {
        let (company, people) = self.of_one_customer(people)?;
        demand(people.iter().all(|at| self.link(*at).is_linked()))?;
        let leaving: Vec<usize> = people
            .iter()
            .copied()
            .filter(|at| self.get(Thing::Person(*at), "source") == Some("hubspot"))
            .collect();
        self.transfer_primary(company, &leaving, successor)?;
        for at in people {
            let id = self.link(at).id().expect("linked");
            let tombstone = format!("unlinked:{id}@{}", self.now);
            self.put(Thing::Person(at), "link", Some(tombstone));
        }
        Ok(())
    }

    fn merge(&mut self, keep: usize, drop: usize, takes: Takes) -> Ruled {
        let (company, _) = self.of_one_customer(&[keep, drop])?;
        demand(keep != drop)?;
        demand(self.standing(keep) == Standing::Active)?;
        demand(self.standing(drop) != Standing::Unlinked)?;
        if self.primary(company) == Some(drop) {
            self.star(company, Some(keep));
        }
        self.hand_over_tasks(drop, keep);
        self.hand_over_notes(drop, keep);
        for at in 0..self.notifications.len() {
            if self.get(Thing::Notification(at), "person") == Some(drop.to_string().as_str()) {
                self.put(Thing::Notification(at), "person", Some(keep.to_string()));
            }
        }
        let (own, link) = (self.link(keep), self.link(drop));
        let former = self.people[drop].cells.clone();
        let mut known = vec![self.people[keep].cells["email"].clone()];
        known.extend(self.others(keep));
        known.push(former["email"].clone());
        known.extend(self.others(drop));
        let moves = own == Link::None && link.is_linked();
        let stays_away = link.id().is_some() && own.id() != link.id() && !moves;
        if !stays_away {
            self.put(Thing::Person(drop), "link", None);
        }
        self.remove_person(drop, Trace::Tombstone);
        if moves {
            self.put(Thing::Person(keep), "link", former.get("link").cloned());
            let remote = link.id().and_then(|id| self.remotes.get(&id));
            let follows = listed(|field| remote.is_some_and(|remote| self.agreed(keep, remote, field)));
            self.put(Thing::Person(keep), "follows", Some(follows));
        }
        let email = ContactEdit::Email(former["email"].clone());
        match takes {
            Takes::Nothing => {}
            Takes::Address => self.write(keep, &email)?,
            Takes::NameAndAddress => {
                self.write(keep, &ContactEdit::Name(former["name"].clone()))?;
                self.write(keep, &email)?;
            }
        }
        self.unite_addresses(keep, &known);
        self.hand_over_values(&former, keep);
        Ok(())
    }

    /// Returns the customer of contacts, and each of them once.
    pub(crate) fn of_one_customer(&self, people: &[usize]) -> Result<(usize, Vec<usize>), Refused> {
        let mut each: Vec<usize> = Vec::new();
        for at in people {
            if !each.contains(at) {
                each.push(*at);
            }
        }
        let company = self.people[*each.first().ok_or(Refused)?].of;
        demand(
            each.iter()
                .all(|at| !self.people[*at].gone && self.people[*at].of == company),
        )?;
        Ok((company, each))
    }

    pub(crate) fn demand_candidate(&self, company: usize, person: usize) -> Ruled {
        demand(!self.people[person].gone && self.people[person].of == company)?;
        demand(self.standing(person) == Standing::Active)
    }

    fn transfer_primary(&mut self, company: usize, leaving: &[usize], successor: Option<usize>) -> Ruled {
        if !leaving.iter().any(|at| self.is_primary(*at)) {
            return Ok(());
        }
        if let Some(at) = successor {
            self.demand_candidate(company, at)?;
            demand(!leaving.contains(&at))?;
        }
        self.star(company, successor);
        Ok(())
    }

    fn star(&mut self, company: usize, primary: Option<usize>) {
        self.put(
            Thing::Company(company),
            "primary",
            primary.map(|at| at.to_string()),
        );
    }

    /// Empties a contact; what is left is where it came from and, if asked for, what it stays away from.
    pub(crate) fn remove_person(&mut self, person: usize, trace: Trace) {
        let link = self.link(person);
        let tombstone = match (trace, link.id()) {
            (Trace::Tombstone, Some(id)) => Some(format!("unlinked:{id}@{}", self.now)),
            (Trace::Tombstone | Trace::None, _) => None,
        };
        let row = &mut self.people[person];
        let cells = std::mem::take(&mut row.cells);
        row.gone = true;
        row.cells.insert("source", cells["source"].clone());
        row.cells.extend(tombstone.map(|tombstone| ("link", tombstone)));
        self.noted.push(Line::Went(Thing::Person(person), cells));
    }
}

/// What a contact that goes leaves behind.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Trace {
    None,
    Tombstone,
}

fn typed(name: &str, email: &str, source: &str) -> Cells {
    Cells::from([
        ("name", name.to_owned()),
        ("email", email.to_owned()),
        ("source", source.to_owned()),
    ])
}
