//! What a status of a customer brings with it: why and since when it is at risk, and when to win it back.

use pivotal::domain::{CustomerEdit, CustomerStatus, SafeText};
use proptest::prelude::*;

use super::rules::{Ruled, demand};
use super::world::{Thing, World};

/// An edit of the status of a customer, or of what is known beside it.
#[derive(Debug, Clone)]
pub(crate) enum StateEdit {
    Status(&'static str),
    /// The customer is at risk, with the reason.
    AtRisk(&'static str),
    Reason(Option<&'static str>),
    WinBack(Option<&'static str>),
}

const REASONS: [&str; 2] = ["Budget frozen", "Champion left"];
const DAYS: [&str; 2] = ["2027-01-15", "2026-11-24"];

pub(crate) fn some() -> impl Strategy<Value = StateEdit> {
    let reason = || prop::sample::select(&REASONS[..]);
    let day = || prop::sample::select(&DAYS[..]);
    prop_oneof![
        3 => prop::sample::select(&["active", "at_risk", "churned", "archived"][..]).prop_map(StateEdit::Status),
        1 => reason().prop_map(StateEdit::AtRisk),
        1 => prop::option::weighted(0.8, reason()).prop_map(StateEdit::Reason),
        1 => prop::option::weighted(0.8, day()).prop_map(StateEdit::WinBack),
    ]
}

/// Returns the edits that a step makes.
pub(crate) fn edits(edit: &StateEdit) -> Vec<CustomerEdit> {
    let status = |key| CustomerEdit::Status(CustomerStatus::from_key(key).expect("a status"));
    let reason = |text: &str| CustomerEdit::RiskReason(SafeText::optional(text));
    match edit {
        StateEdit::Status(key) => vec![status(key)],
        StateEdit::AtRisk(why) => vec![status("at_risk"), reason(why)],
        StateEdit::Reason(why) => vec![reason(why.unwrap_or_default())],
        StateEdit::WinBack(day) => vec![CustomerEdit::WinBackOn(
            day.map(|day| day.parse().expect("a day")),
        )],
    }
}

impl World {
    pub(crate) fn edit_state(&mut self, company: usize, edit: &StateEdit) -> Ruled {
        let thing = Thing::Company(company);
        let is = |status: &str, world: &Self| world.get(thing, "status") == Some(status);
        match edit {
            StateEdit::Status(status) => self.enter(company, status, None),
            StateEdit::AtRisk(why) => self.enter(company, "at_risk", Some(why)),
            StateEdit::Reason(why) => {
                demand(why.is_none() || is("at_risk", self))?;
                if is("at_risk", self) {
                    self.put(thing, "risk_reason", why.map(str::to_owned));
                }
            }
            StateEdit::WinBack(day) => {
                demand(day.is_none() || is("churned", self))?;
                if is("churned", self) {
                    self.put(thing, "win_back_on", day.map(str::to_owned));
                }
            }
        }
        Ok(())
    }

    /// Gives a customer a status; what belongs to it starts afresh where it had another one.
    fn enter(&mut self, company: usize, status: &str, why: Option<&str>) {
        let thing = Thing::Company(company);
        let is_new = self.get(thing, "status") != Some(status);
        self.put(thing, "status", Some(status.to_owned()));
        if status == "at_risk" && (is_new || why.is_some()) {
            self.put(thing, "risk_reason", why.map(str::to_owned));
        }
        if status == "at_risk" && is_new {
            let now = self.now.to_string();
            self.put(thing, "at_risk_since", Some(now));
        }
        if status == "churned" && is_new {
            self.put(thing, "win_back_on", None);
        }
    }
}
