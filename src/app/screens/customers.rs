//! The list of customers.

use super::{Next, copy};
use crate::app::Query;
use crate::app::clipping::Clipping;
use crate::app::form::Form;
use crate::app::list::List;
use crate::app::requests::{Purpose, Requests};
use crate::app::toast::Tone;
use crate::app::words::{Typing, Words};
use crate::domain::{
    Anchor, Change, Customer, CustomerEdit, CustomerFilter, CustomerId, CustomerQuery, CustomerStatus, Page,
    SearchQuery, SearchScope,
};
use crate::input::{Command, Tab};

/// Whether the store holds any customer, archived ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stock {
    /// It was not looked up yet.
    Unknown,
    /// It holds none: the welcome shows.
    Empty,
    /// It holds some.
    Some,
}

/// The list of customers.
#[derive(Debug, Clone)]
pub struct CustomersScreen {
    /// The rows.
    pub list: List<Customer>,
    /// Which of them show.
    pub filter: CustomerFilter,
    /// The words that they must hold.
    pub words: Words,
    /// Whether there are any at all.
    pub stock: Stock,
}

impl CustomersScreen {
    pub(in crate::app) fn new() -> Self {
        Self {
            list: List::default(),
            filter: CustomerFilter::Current,
            words: Words::default(),
            stock: Stock::Unknown,
        }
    }

    /// Says why a command cannot be carried out now.
    pub(in crate::app) fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(
            command,
            Command::Open
                | Command::EditCustomer
                | Command::ArchiveCustomer
                | Command::RestoreCustomer
                | Command::Copy
                | Command::CopyNamed
                | Command::CopyRows
                | Command::Show(_)
        );
        let Some(customer) = self.list.selected() else {
            return needs_row.then_some("No customer is selected. Press n to add one.");
        };
        match (command, customer.status) {
            (Command::ArchiveCustomer, CustomerStatus::Archived) => {
                Some("This customer is archived already. Press r to bring it back.")
            }
            (
                Command::RestoreCustomer,
                CustomerStatus::Active | CustomerStatus::AtRisk | CustomerStatus::Churned,
            ) => Some("This customer is not archived. Press d to archive it."),
            _ => None,
        }
    }

    /// Carries a command out.
    pub(in crate::app) fn update(
        &mut self,
        command: Command,
        owner: &str,
        height: usize,
        requests: &mut Requests,
    ) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        let selected = self.list.selected();
        match (command, selected) {
            (Command::Move(motion), _) => {
                self.list.step(motion, height);
                Next::Stay
            }
            (Command::NewCustomer, _) => Next::Fill(Box::new(Form::new_customer(owner))),
            (Command::Open, Some(customer)) => Next::Open(Box::new(customer.clone()), Tab::Overview),
            (Command::Show(tab), Some(customer)) => Next::Open(Box::new(customer.clone()), tab),
            (Command::EditCustomer, Some(customer)) => Next::Fill(Box::new(Form::edit_customer(customer))),
            (Command::ArchiveCustomer, Some(customer)) => with_status(customer, CustomerStatus::Archived),
            (Command::RestoreCustomer, Some(customer)) => with_status(customer, CustomerStatus::Active),
            (Command::Copy, Some(customer)) => copy(Clipping::domain(customer)),
            (Command::CopyNamed, Some(customer)) => copy(Clipping::name(customer)),
            (Command::CopyRows, Some(customer)) => copy(Clipping::customer(customer)),
            (Command::NextGroup, _) => {
                self.filter = match self.filter {
                    CustomerFilter::Current => CustomerFilter::Archived,
                    CustomerFilter::Archived => CustomerFilter::All,
                    CustomerFilter::All => CustomerFilter::Current,
                };
                self.search(requests);
                Next::Stay
            }
            (Command::Filter, _) => {
                self.words.typing = Typing::On;
                Next::Stay
            }
            (Command::Accept, _) => {
                self.words.typing = Typing::Off;
                Next::Stay
            }
            (Command::Back, _) => {
                if self.words.clear() {
                    self.search(requests);
                }
                Next::Stay
            }
            _ => Next::Stay,
        }
    }

    /// Asks for the rows from the top, as the words or the group changed.
    pub(in crate::app) fn search(&mut self, requests: &mut Requests) {
        self.list.rewind();
        self.ask(Anchor::Row(0), requests);
    }

    /// Asks for the rows again, and stays with the selected customer.
    pub(in crate::app) fn reload(&mut self, requests: &mut Requests) {
        let place = self.list.selected_place();
        let anchor = match self.list.selected() {
            Some(customer) => Anchor::Item(customer.id, place),
            None => Anchor::Row(place),
        };
        self.list.follow();
        self.ask(anchor, requests);
    }

    /// Shows all current customers, with this one selected.
    pub(in crate::app) fn show(&mut self, id: CustomerId, requests: &mut Requests) {
        self.words.clear();
        self.filter = CustomerFilter::Current;
        self.list.follow();
        self.ask(Anchor::Item(id, 0), requests);
    }

    /// Asks for rows that show and are not here.
    pub(in crate::app) fn load_missing(&mut self, height: usize, requests: &mut Requests) {
        if self.list.lacks_rows(height) && !requests.waits(&Purpose::Customers) {
            self.ask(Anchor::Row(self.list.selected_place()), requests);
        }
    }

    /// Takes rows that came, unless the words have become none that can be searched for; looks for archived customers if
    /// there are no others.
    pub(in crate::app) fn take(&mut self, page: Page<Customer>, height: usize, requests: &mut Requests) {
        if self.words.query(SearchScope::Customers).is_err() {
            return;
        }
        if page.total > 0 {
            self.stock = Stock::Some;
        } else if self.words.is_empty() {
            let query = CustomerQuery {
                filter: CustomerFilter::All,
                words: SearchQuery::default(),
                anchor: Anchor::Row(0),
                limit: 1,
            };
            requests.ask(Purpose::Stock, Query::Customers(query));
        }
        self.list.take(page, height);
    }

    fn ask(&mut self, anchor: Anchor<CustomerId>, requests: &mut Requests) {
        let words = match self.words.query(SearchScope::Customers) {
            Ok(words) => words,
            Err(error) => return self.list.refuse(error.to_string()),
        };
        let query = CustomerQuery {
            filter: self.filter,
            words,
            anchor,
            limit: self.list.rows_to_load(),
        };
        requests.ask(Purpose::Customers, Query::Customers(query));
    }
}

fn with_status(customer: &Customer, status: CustomerStatus) -> Next {
    Next::Make(Change::EditCustomer {
        customer: customer.id,
        edits: vec![CustomerEdit::Status(status)],
    })
}
