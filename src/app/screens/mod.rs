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

use super::clipping::Clipping;
use super::dialog::Dialog;
use super::form::Form;
use super::toast::Tone;
use crate::domain::{
    Change, Contact, ContactFilter, ContactId, Customer, CustomerId, NearMiss, Notification, NotificationId,
    PlanId,
};
use crate::input::Tab;

/// Where at a customer a visit ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Landing {
    /// At the top of a tab.
    Tab(Tab),
    /// At a line of its plan.
    Plan(PlanId),
    /// At one of its people, in the group that holds them.
    Contact(ContactId, ContactFilter),
    /// At the lines of its history that hold these words.
    History(String),
}

impl Landing {
    /// Says on which tab it is.
    pub(super) const fn tab(&self) -> Tab {
        match self {
            Self::Tab(tab) => *tab,
            Self::Plan(_) => Tab::Onboardings,
            Self::Contact(..) => Tab::Contacts,
            Self::History(_) => Tab::History,
        }
    }
}

/// Copies a text, if there is one.
fn copy(clipping: Option<Clipping>) -> Next {
    clipping.map_or(Next::Stay, Next::Copy)
}

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
    /// The people of a customer by role.
    Who(CustomerId),
    /// Mails to people of a customer.
    Write(CustomerId, Vec<ContactId>),
    /// A word to the person.
    Tell(Tone, &'static str),
    /// Another customer.
    Open(Box<Customer>, Tab),
    /// A place at a customer of whom only the id is known here.
    Visit(CustomerId, Landing),
    /// A notification.
    Seek(NotificationId),
    /// To see what the domain of a near miss would do.
    Mend(Box<NearMiss>),
    /// To see the people of a near miss.
    LinkPeople(Box<NearMiss>),
    /// To have a notification sent that is held.
    Approve(Box<Notification>),
    /// Have this notification sent after all.
    Resend(Box<Notification>),
    /// A text on the clipboard.
    Copy(Clipping),
    /// To see two contacts side by side.
    Merge(Box<(Contact, Contact)>),
    /// The list of customers.
    Leave,
}
