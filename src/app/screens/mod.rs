//! The screens: each with its own state and its own answer to commands.

mod all_onboardings;
mod companies;
mod contacts;
mod customer;
mod customers;
mod history;
mod integrations;
mod notifications;
mod onboardings;
mod workbench;

#[cfg(test)]
mod tests;

pub use all_onboardings::AllOnboardings;
pub use companies::CompaniesScreen;
pub use contacts::ContactsTab;
pub use customer::CustomerScreen;
pub use customers::{CustomersScreen, Stock};
pub use history::HistoryTab;
pub(in crate::app) use integrations::Heights;
pub use integrations::{Half, IntegrationsScreen};
pub use notifications::NotificationsScreen;
pub use onboardings::OnboardingsTab;
pub use workbench::Workbench;

use super::dialog::Dialog;
use super::form::Form;
use super::toast::Tone;
use crate::domain::{Change, Customer, CustomerId, NearMiss, OnboardingId, PhaseMove};
use crate::input::Tab;

/// What a screen wants of the rest of the app after a command.
#[derive(Debug, Clone)]
pub(super) enum Next {
    /// Nothing.
    Stay,
    /// A form.
    Fill(Box<Form>),
    /// A question before anything is done.
    Ask(Dialog),
    /// A change at once.
    Make(Change),
    /// A change whose notifications are shown before it is made.
    Rehearse(Change),
    /// To move an onboarding; who is told is shown before.
    Move(OnboardingId, PhaseMove),
    /// A word to the person.
    Tell(Tone, &'static str),
    /// Another customer.
    Open(Box<Customer>, Tab),
    /// A tab of a customer of whom only the id is known here.
    Visit(CustomerId, Tab),
    /// To see what the domain of a near miss would do.
    Mend(Box<NearMiss>),
    /// To see the people of a near miss.
    LinkPeople(Box<NearMiss>),
    /// The list of customers.
    Leave,
}
