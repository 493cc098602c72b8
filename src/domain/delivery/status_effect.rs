//! What a new status of customers, a new state of an onboarding, or contacts who leave or come back, did to onboardings
//! and notifications.

use crate::domain::Notification;

/// What a new status of customers, a new state of an onboarding, or contacts who leave or come back, did to onboardings
/// and notifications.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusEffect {
    /// How many onboardings were paused.
    pub paused: usize,
    /// How many onboardings go on again.
    pub resumed: usize,
    /// How many notifications were to leave and are held.
    pub held: usize,
    /// How many were held before and cannot leave either.
    pub held_already: usize,
    /// What was held before and may leave now, once the user says so.
    pub may_leave: Vec<Notification>,
}

impl StatusEffect {
    /// Adds what another one did.
    pub fn add(&mut self, other: Self) {
        self.paused += other.paused;
        self.resumed += other.resumed;
        self.held += other.held;
        self.held_already += other.held_already;
        self.may_leave.extend(other.may_leave);
    }
}
