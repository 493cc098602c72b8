//! A customer: its tabs, and what each of them shows.

use super::{ContactsTab, HistoryTab, Landing, Next, OnboardingsTab};
use crate::app::Query;
use crate::app::form::Form;
use crate::app::requests::{Purpose, Requests};
use crate::app::toast::Tone;
use crate::domain::{Customer, CustomerLinks, NearMiss, Phases};
use crate::input::{Command, Tab};

/// A customer that is open.
#[derive(Debug, Clone)]
pub struct CustomerScreen {
    /// The customer.
    pub customer: Customer,
    /// What HubSpot is to it, once that is known.
    pub links: Option<CustomerLinks>,
    /// The tab that shows.
    pub tab: Tab,
    /// Its people.
    pub contacts: ContactsTab,
    /// Its onboardings.
    pub onboardings: OnboardingsTab,
    /// Its history.
    pub history: HistoryTab,
}

impl CustomerScreen {
    /// Opens a customer and asks for what its tabs show.
    pub(in crate::app) fn open(customer: Customer, tab: Tab, height: usize, requests: &mut Requests) -> Self {
        let customer_id = customer.id;
        let mut screen = Self {
            contacts: ContactsTab::new(customer.id),
            onboardings: OnboardingsTab::new(customer.id),
            customer,
            links: None,
            tab,
            history: HistoryTab::new(customer_id),
        };
        screen.contacts.list.keep_in_view(height);
        screen.history.list.keep_in_view(height);
        screen.reload(requests);
        screen
    }

    /// Goes to the place at which a visit ends.
    pub(in crate::app) fn land(&mut self, landing: Landing, requests: &mut Requests) {
        self.tab = landing.tab();
        match landing {
            Landing::Tab(_) => {}
            Landing::Plan(line) => self.onboardings.seek(line),
            Landing::Contact(id, filter) => self.contacts.show_in(id, filter, requests),
            Landing::History(words) => self.history.show(&words, requests),
        }
    }

    /// Asks for everything again.
    pub(in crate::app) fn reload(&mut self, requests: &mut Requests) {
        requests.ask(Purpose::Customer, Query::Customer(self.customer.id));
        self.contacts.reload(requests);
        requests.ask(Purpose::Duplicates, Query::Duplicates(self.customer.id));
        self.onboardings.reload(requests);
        self.history.ask(requests);
    }

    /// Says why a command cannot be carried out now.
    pub(in crate::app) fn refusal(&self, command: Command) -> Option<&'static str> {
        match (command, self.tab) {
            (Command::Mend | Command::LinkPerson, _) => self
                .near_miss()
                .is_none()
                .then_some("No people are known at another domain. A sync looks for them: press S."),
            (_, Tab::Overview) => None,
            (_, Tab::History) => self.history.refusal(command),
            (_, Tab::Contacts) => self.contacts.refusal(command),
            (_, Tab::Onboardings) => self.onboardings.refusal(command, self.customer.status),
        }
    }

    /// Gives the near miss with the most people, unless everybody is linked already.
    pub fn near_miss(&self) -> Option<&NearMiss> {
        self.links.as_ref()?.near_misses.first()
    }

    /// Carries a command out.
    pub(in crate::app) fn update(
        &mut self,
        command: Command,
        phases: &Phases,
        height: usize,
        requests: &mut Requests,
    ) -> Next {
        if let (Command::Mend | Command::LinkPerson, Some(why)) = (command, self.refusal(command)) {
            return Next::Tell(Tone::Notice, why);
        }
        match (command, self.tab) {
            (Command::Mend, _) => match self.near_miss() {
                Some(miss) => Next::Mend(Box::new(miss.clone())),
                None => Next::Stay,
            },
            (Command::LinkPerson, _) => match self.near_miss() {
                Some(miss) => Next::LinkPeople(Box::new(miss.clone())),
                None => Next::Stay,
            },
            (Command::Show(tab), _) => {
                self.tab = tab;
                Next::Stay
            }
            (Command::NextTab, _) => {
                self.tab = self.tab.next();
                Next::Stay
            }
            (Command::PreviousTab, _) => {
                self.tab = self.tab.previous();
                Next::Stay
            }
            (Command::Who, _) => Next::Who(self.customer.id),
            (Command::EditCustomer, _) => Next::Fill(Box::new(Form::edit_customer(&self.customer))),
            (_, Tab::Contacts) => self.contacts.update(command, &self.customer, height, requests),
            (_, Tab::Onboardings) => self.onboardings.update(command, &self.customer, phases, height),
            (_, Tab::History) => self.history.update(command, height, requests),
            (Command::Back, Tab::Overview) => Next::Leave,
            (_, Tab::Overview) => Next::Stay,
        }
    }

    /// Asks for rows that show and are not here.
    pub(in crate::app) fn load_missing(&mut self, height: usize, requests: &mut Requests) {
        match self.tab {
            Tab::Overview | Tab::Onboardings => {}
            Tab::Contacts => self.contacts.load_missing(height, requests),
            Tab::History => self.history.load_missing(height, requests),
        }
    }
}
