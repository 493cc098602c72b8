//! What steps do to onboardings and notifications of the model.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::rules::{Ruled, demand};
use super::step::Step;
use super::world::{Cells, Line, Row, Standing, Thing, World};

/// Starts an onboarding; one that is to be `alone` is refused beside an active one.
pub(crate) fn start(company: impl Strategy<Value = usize>) -> impl Strategy<Value = Step> {
    (company, any::<bool>()).prop_map(|(company, alone)| Step::Start { company, alone })
}

/// Invites whoever gets the notifications of a customer.
pub(crate) fn invite(company: impl Strategy<Value = usize>) -> impl Strategy<Value = Step> {
    company.prop_map(|company| Step::Invite {
        company,
        person: None,
    })
}

impl World {
    pub(crate) fn plans_of(&self, company: usize) -> Vec<usize> {
        let is_of = |at: &usize| self.plans[*at].of == company && !self.plans[*at].gone;
        (0..self.plans.len()).filter(is_of).collect()
    }

    /// Pauses the onboardings of a customer who left.
    pub(crate) fn pause_all(&mut self, company: usize) {
        for at in self.plans_of(company) {
            if self.get(Thing::Plan(at), "state") == Some("active") {
                self.put(Thing::Plan(at), "state", Some("paused".to_owned()));
            }
        }
    }

    /// Returns the onboardings that are active.
    pub(crate) fn active_plans(&self) -> BTreeSet<usize> {
        let is_active =
            |at: &usize| !self.plans[*at].gone && self.get(Thing::Plan(*at), "state") == Some("active");
        (0..self.plans.len()).filter(is_active).collect()
    }

    /// Returns whether another onboarding of the customer is active that was not when those of `beside` were.
    pub(crate) fn is_second(&self, plan: usize, beside: &BTreeSet<usize>) -> bool {
        let mut active = self.active_plans().into_iter();
        active.any(|at| at != plan && self.plans[at].of == self.plans[plan].of && !beside.contains(&at))
    }

    pub(crate) fn start(&mut self, company: usize, alone: bool) -> Ruled {
        demand(!self.companies[company].gone && !self.is_silent(company))?;
        let has_active = self.active_plans().iter().any(|at| self.plans[*at].of == company);
        demand(!alone || !has_active)?;
        let mut cells = Cells::from([
            ("phase", super::step::PHASES[0].to_owned()),
            ("phase_since", self.now.to_string()),
            ("state", "active".to_owned()),
        ]);
        let owner = self.get(Thing::Company(company), "owner").map(str::to_owned);
        cells.extend(owner.map(|owner| ("csm", owner)));
        self.noted
            .push(Line::Came(Thing::Plan(self.plans.len()), cells.clone()));
        self.plans.push(Row {
            of: company,
            cells,
            gone: false,
        });
        Ok(())
    }

    pub(crate) fn move_phase(&mut self, plan: usize, to: Option<&str>, back: Option<&str>) -> Ruled {
        let (thing, company) = (Thing::Plan(plan), self.plans[plan].of);
        demand(!self.plans[plan].gone && !self.is_silent(company))?;
        demand(self.get(thing, "state") != Some("paused"))?;
        let is_done = self.get(thing, "state") == Some("done");
        demand(!is_done || back.is_some())?;
        demand(is_done || to.is_none() || to != self.get(thing, "phase"))?;
        // One that is over is not reopened beside another one.
        demand(!is_done || !self.is_second(plan, &BTreeSet::new()))?;
        self.carry_over_tasks(plan, to);
        self.put(
            thing,
            "state",
            Some(if to.is_some() { "active" } else { "done" }.to_owned()),
        );
        if let Some(to) = to {
            let now = self.now.to_string();
            self.put(thing, "phase", Some(to.to_owned()));
            self.put(thing, "phase_since", Some(now));
        }
        self.put(thing, "note", back.map(str::to_owned));
        let (to, reason) = match (self.primary(company), self.get(Thing::Company(company), "owner")) {
            (Some(primary), _) => (self.get(Thing::Person(primary), "email"), "primary"),
            (None, owner) => (owner, "owner_fallback"),
        };
        let addressed = Addressed {
            plan: Some(plan),
            person: self.primary(company),
            to: to.map(str::to_owned),
        };
        self.queue(company, "phase_change", addressed, reason)
    }

    pub(crate) fn invite(&mut self, company: usize, person: Option<usize>) -> Ruled {
        demand(!self.companies[company].gone)?;
        if let Some(at) = person {
            self.demand_candidate(company, at)?;
        }
        let owner = self.get(Thing::Company(company), "owner");
        let (to, reason) = match (person, self.primary(company)) {
            (Some(at), _) => (self.get(Thing::Person(at), "email"), "assignee"),
            (None, Some(at)) => (self.get(Thing::Person(at), "email"), "primary"),
            (None, None) => (owner, "owner_fallback"),
        };
        let addressed = Addressed {
            plan: None,
            person: person.or(self.primary(company)),
            to: to.map(str::to_owned),
        };
        self.queue(company, "portal_invite", addressed, reason)
    }

    /// Queues a notification once for each channel, if there is anybody to get it.
    pub(crate) fn queue(&mut self, company: usize, kind: &str, addressed: Addressed, reason: &str) -> Ruled {
        demand(!self.is_silent(company))?;
        let Addressed { plan, person, to } = addressed;
        let Some(to) = to else { return Ok(()) };
        for channel in ["email", "slack"] {
            let mut cells = Cells::from([
                ("kind", kind.to_owned()),
                ("channel", channel.to_owned()),
                ("to", to.clone()),
                ("reason", reason.to_owned()),
                ("state", "held".to_owned()),
            ]);
            cells.extend(plan.map(|at| ("plan", at.to_string())));
            cells.extend(person.map(|at| ("person", at.to_string())));
            self.noted.push(Line::Came(
                Thing::Notification(self.notifications.len()),
                cells.clone(),
            ));
            self.notifications.push(Row {
                of: company,
                cells,
                gone: false,
            });
        }
        Ok(())
    }

    pub(crate) fn set_notification(&mut self, at: usize, from: &str, to: &str) -> Ruled {
        demand(!self.companies[self.notifications[at].of].gone)?;
        demand(self.get(Thing::Notification(at), "state") == Some(from))?;
        demand(to == "cancelled" || self.may_leave(at))?;
        demand(self.get(Thing::Notification(at), "to") != Some(super::erase::NOBODY))?;
        self.put(Thing::Notification(at), "state", Some(to.to_owned()));
        Ok(())
    }

    /// Returns whether a notification may leave: its customer is here, its onboarding is resumed, and so does its contact.
    fn may_leave(&self, at: usize) -> bool {
        let place = |field| {
            let text = self.get(Thing::Notification(at), field);
            text.map(|at| at.parse::<usize>().expect("a place"))
        };
        let is_paused = |at: usize| self.get(Thing::Plan(at), "state") == Some("paused");
        let is_here = |at: usize| !self.people[at].gone && self.standing(at) == Standing::Active;
        !self.is_silent(self.notifications[at].of)
            && !place("plan").is_some_and(is_paused)
            && place("person").is_none_or(is_here)
    }
}

/// What a notification is of, and who gets it.
pub(crate) struct Addressed {
    pub(crate) plan: Option<usize>,
    pub(crate) person: Option<usize>,
    pub(crate) to: Option<String>,
}
