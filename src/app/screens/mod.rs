//! The screens: each with its own state and its own answer to commands.

mod all_onboardings;
mod companies;
mod contact_refusals;
mod contacts;
mod customer;
mod customers;
mod fields;
mod history;
mod integrations;
mod notes;
mod notifications;
mod onboardings;
mod part;
mod trail;
mod workbench;

#[cfg(test)]
mod tests;

pub use all_onboardings::AllOnboardings;
pub use companies::CompaniesScreen;
pub use contacts::ContactsTab;
pub use customer::CustomerScreen;
pub use customers::{CustomersScreen, Emptiness};
pub use fields::FieldsScreen;
pub use history::HistoryTab;
pub use integrations::{Half, IntegrationsScreen};
pub use notes::NotesTab;
pub use notifications::NotificationsScreen;
pub use onboardings::OnboardingsTab;
pub use part::Count;
pub(super) use part::ScreenPart;
pub use trail::Trail;
pub use workbench::Workbench;

use super::kinds::kinds;
use crate::input::Command;

kinds! {
    /// A screen.
    Screen as ScreenPart {
        /// The list of customers.
        Customers(CustomersScreen),
        /// A customer.
        Customer(CustomerScreen),
        /// The connection to the source.
        Integrations(IntegrationsScreen),
        /// Companies at the source that are no customers yet.
        Companies(CompaniesScreen),
        /// The notifications of all customers.
        Notifications(NotificationsScreen),
        /// The onboardings of all customers.
        Onboardings(AllOnboardings),
        /// What wants attention across all customers.
        Workbench(Workbench),
        /// The fields that users define.
        Fields(FieldsScreen),
    }
}

impl Screen {
    /// Returns the screen that a command goes to, if it does no more than that.
    pub(in crate::app) fn opened_by(command: Command) -> Option<Self> {
        match command {
            Command::ShowIntegrations => Some(IntegrationsScreen::new().into()),
            Command::ShowOnboardings => Some(AllOnboardings::default().into()),
            Command::ShowWorkbench => Some(Workbench::default().into()),
            Command::ShowFields => Some(FieldsScreen::default().into()),
            _ => None,
        }
    }

    /// Returns what the header calls it.
    pub fn title(&self) -> &'static str {
        self.part().title()
    }

    /// Returns how many rows its list has, if one shows whose rows are known.
    pub fn count(&self) -> Option<Count> {
        self.part().count()
    }
}
