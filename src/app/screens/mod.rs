//! The screens: each with its own state and its own answer to commands.

mod contacts;
mod customer;
mod customers;

pub use contacts::ContactsTab;
pub use customer::CustomerScreen;
pub use customers::{CustomersScreen, Stock};

use super::dialog::Dialog;
use super::form::Form;
use super::toast::Tone;
use crate::domain::{Change, Customer};
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
    /// A word to the person.
    Tell(Tone, &'static str),
    /// Another customer.
    Open(Box<Customer>, Tab),
    /// The list of customers.
    Leave,
}
