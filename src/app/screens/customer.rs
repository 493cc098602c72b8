//! A customer: its tabs, and what each of them shows.

use super::part::{Count, ScreenPart, Shown, click, drop_answer, mark_all};
use super::{ContactsTab, HistoryTab, NotesTab, OnboardingsTab};
use crate::app::context::{Context, Heights};
use crate::app::destination::Destination;
use crate::app::filter::FilterInput;
use crate::app::next::Next;
use crate::app::overlay::export::{ExportLine, file_word};
use crate::app::overlay::form::Form;
use crate::app::overlay::pane::PastePane;
use crate::app::overlay::sheet::Sheet;
use crate::app::requests::Requests;
use crate::app::toast::Tone;
use crate::app::{Answer, Query};
use crate::domain::{
    ContactSelection, CustomField, Customer, CustomerLinks, DetailsOf, Entity, HistorySelection, NearMiss,
    NoteFilter, Part, SearchError, SearchScope, Selection, TouchedRecord,
};
use crate::input::{Command, Layer, Tab};

/// A customer that is open.
#[derive(Debug, Clone)]
pub struct CustomerScreen {
    /// The customer.
    pub customer: Customer,
    /// What the source is to it, once that is known.
    pub links: Option<CustomerLinks>,
    /// The tab that shows.
    pub tab: Tab,
    /// Its people.
    pub contacts: ContactsTab,
    /// Its onboardings.
    pub onboardings: OnboardingsTab,
    /// Its history.
    pub history: HistoryTab,
    /// The notes on it, its contacts and its onboardings.
    pub notes: NotesTab,
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
            notes: NotesTab::new(customer_id),
        };
        screen.contacts.list.keep_in_view(height);
        screen.history.list.keep_in_view(height);
        screen.ask(requests);
        screen
    }

    /// Asks for all that its tabs show.
    pub(in crate::app) fn ask(&mut self, requests: &mut Requests) {
        requests.ask(Query::Customer(self.customer.id));
        self.contacts.reload(requests);
        requests.ask(Query::Duplicates(self.customer.id));
        self.onboardings.reload(requests);
        self.history.ask(requests);
        self.notes.reload(requests);
    }

    /// Goes to the place at which a visit ends.
    pub(in crate::app) fn land(&mut self, destination: Destination, requests: &mut Requests) {
        self.tab = destination.tab();
        match destination {
            Destination::Tab(_) => {}
            Destination::Plan(line) => self.onboardings.seek(line),
            Destination::Contact(id, filter) => self.contacts.show_in(id, filter, requests),
            Destination::Note(id) => self.notes.seek(id),
            Destination::History(words) => self.history.show(&words, requests),
        }
    }

    /// Returns what the list of the tab holds, and a name for a file of it.
    fn exported(&self, custom: &[CustomField]) -> Result<(Selection, String), SearchError> {
        let name = file_word(self.customer.name.as_str(), self.customer.display_id);
        Ok(match self.tab {
            Tab::History => {
                let selection = HistorySelection {
                    customer: self.customer.id,
                    words: self.history.words.query(SearchScope::History, &[])?,
                };
                (Selection::History(selection), format!("{name}-history"))
            }
            Tab::Notes => {
                let selection = NoteFilter::OfCustomer(self.customer.id);
                (Selection::Notes(selection), format!("{name}-notes"))
            }
            Tab::Overview | Tab::Onboardings | Tab::Contacts => {
                let selection = ContactSelection {
                    customer: Some(self.customer.id),
                    filter: self.contacts.filter,
                    words: self.contacts.words.query(SearchScope::Contacts, custom)?,
                };
                (Selection::Contacts(selection), format!("{name}-contacts"))
            }
        })
    }

    /// Returns the near miss with the most people, unless everybody is linked already.
    pub fn near_miss(&self) -> Option<&NearMiss> {
        self.links.as_ref()?.near_misses.first()
    }
}

impl ScreenPart for CustomerScreen {
    fn layers(&self) -> &'static [Layer] {
        match self.tab {
            Tab::Overview => &[Layer::Overview, Layer::Customer, Layer::Global, Layer::Always],
            Tab::Contacts => &[
                Layer::Contacts,
                Layer::Customer,
                Layer::List,
                Layer::Global,
                Layer::Always,
            ],
            Tab::Onboardings => &[
                Layer::Onboardings,
                Layer::Customer,
                Layer::List,
                Layer::Global,
                Layer::Always,
            ],
            Tab::History => &[
                Layer::History,
                Layer::Customer,
                Layer::List,
                Layer::Global,
                Layer::Always,
            ],
            Tab::Notes => &[
                Layer::Notes,
                Layer::Customer,
                Layer::List,
                Layer::Global,
                Layer::Always,
            ],
        }
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        match (command, self.tab) {
            (Command::FixDomain | Command::LinkPerson, _) => self
                .near_miss()
                .is_none()
                .then_some("No near misses are known. Press {sync} to look for some."),
            (_, Tab::Overview) => None,
            (_, Tab::History) => self.history.refusal(command),
            (_, Tab::Notes) => self.notes.refusal(command),
            (_, Tab::Contacts) => self.contacts.refusal(command),
            (_, Tab::Onboardings) => self.onboardings.refusal(command, self.customer.status),
        }
    }

    fn title(&self) -> &'static str {
        "Customers"
    }

    fn count(&self) -> Option<Count> {
        match self.tab {
            Tab::Overview | Tab::Onboardings => None,
            Tab::Contacts => Some(self.contacts.count()),
            Tab::History => Some(Count::of(&self.history.list, "change", "changes")),
            Tab::Notes => Some(Count::of(&self.notes.list, "note", "notes")),
        }
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match (command, self.tab) {
            (Command::PasteList, _) => {
                return Next::Paste(Box::new(PastePane::open(&self.customer, context)));
            }
            (Command::Export, Tab::Contacts | Tab::History | Tab::Notes) => {
                return ExportLine::open(self.exported(&context.requests.custom), context);
            }
            _ => {}
        }
        let (height, phases) = (context.heights.list, context.phases);
        let requests = &mut *context.requests;
        if let (Command::FixDomain | Command::LinkPerson, Some(why)) = (command, self.refusal(command)) {
            return Next::Tell(Tone::Notice, why);
        }
        match (command, self.tab) {
            (Command::FixDomain, _) => match self.near_miss() {
                Some(miss) => Next::FixDomain(Box::new(miss.clone())),
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
            (Command::Who, _) => {
                requests.ask(Query::Who(self.customer.id));
                Next::Stay
            }
            (Command::EditCustomer, _) => Next::Fill(Box::new(Form::edit_customer(
                &self.customer,
                &context.requests.custom,
            ))),
            (_, Tab::Contacts) => self.contacts.update(command, &self.customer, height, requests),
            (_, Tab::Onboardings) => self.onboardings.update(command, &self.customer, phases, height),
            (_, Tab::History) => self.history.update(command, height, requests),
            (_, Tab::Notes) => self.notes.update(command, &self.customer, height),
            (Command::ShowDetails, Tab::Overview) => {
                requests.ask(Query::OpenDetails(DetailsOf::Customer(self.customer.id)));
                Next::Stay
            }
            (Command::WriteNote, Tab::Overview) => {
                Next::Fill(Box::new(Form::note_on_customer(&self.customer)))
            }
            (Command::Back, Tab::Overview) => Next::Leave,
            (_, Tab::Overview) => Next::Stay,
        }
    }

    fn reload(&mut self, context: &mut Context<'_>) {
        self.ask(context.requests);
    }

    fn unmark(&mut self) {
        self.contacts.marked.clear();
    }

    fn load_missing(&mut self, height: usize, requests: &mut Requests) {
        match self.tab {
            Tab::Overview | Tab::Onboardings | Tab::Notes => {}
            Tab::Contacts => self.contacts.load_missing(height, requests),
            Tab::History => self.history.load_missing(height, requests),
        }
    }

    fn take(&mut self, query: &Query, answer: Answer, context: &mut Context<'_>) -> Next {
        let height = context.heights.list;
        match (query, answer) {
            (Query::Customer(_), Answer::Customer(found)) if found.0.id == self.customer.id => {
                let (customer, links) = *found;
                self.customer = customer;
                self.links = Some(links);
            }
            (Query::Plans(_), Answer::Plans(rows)) => self.onboardings.take(rows, height),
            (Query::Notes(_), Answer::Notes(rows)) => self.notes.take(rows, height),
            (Query::Who(_), Answer::Who(groups)) => {
                return Next::Sheet(Box::new(Sheet::who(self.customer.name.clone(), groups)));
            }
            (Query::MessageDrafts(..), Answer::MessageDrafts(drafts)) if !drafts.is_empty() => {
                *context.toast = None;
                let sheet = Sheet::mails(&self.customer, drafts);
                return Next::Sheet(Box::new(context.assistant.resume(sheet)));
            }
            (Query::Duplicates(_), Answer::Duplicates(found)) => self.contacts.alike = found,
            (Query::MarkContacts(_), Answer::MarkContacts(page)) => {
                mark_all(&mut self.contacts.marked, page, |row| row.id, context);
            }
            (Query::Contacts(_), Answer::Contacts(page)) => {
                self.contacts.take(page, height, context.requests);
            }
            (Query::History(_), Answer::History(page)) => self.history.take(page, height),
            (query, _) => drop_answer(query),
        }
        Next::Stay
    }

    fn fail(&mut self, query: &Query, sentence: String) -> Option<String> {
        if matches!(query, Query::Contacts(_)) {
            self.contacts.list.fail(sentence);
        } else if matches!(query, Query::History(_)) {
            self.history.list.fail(sentence);
        } else if matches!(query, Query::Plans(_)) {
            self.onboardings.rows.fail(sentence);
        } else if matches!(query, Query::Notes(_)) {
            self.notes.list.fail(sentence);
        } else {
            return Some(sentence);
        }
        None
    }

    fn shows(&self, records: &[TouchedRecord], _height: usize) -> bool {
        let is_shown = |record: &TouchedRecord| match (record.entity, record.part, self.tab) {
            (_, _, Tab::History) => true,
            (Entity::Customer, Part::Primary, tab) => matches!(tab, Tab::Overview | Tab::Contacts),
            (Entity::Customer, Part::Itself, tab) => tab == Tab::Overview,
            (Entity::Contact | Entity::Pair, _, tab) => tab == Tab::Contacts,
            (Entity::Onboarding | Entity::Task | Entity::Notification, _, tab) => tab == Tab::Onboardings,
            (Entity::Note, _, tab) => matches!(tab, Tab::Overview | Tab::Notes),
            (Entity::Owner, _, tab) => tab == Tab::Overview,
            (Entity::CustomField, _, _) => false,
        };
        let is_here = |record: &TouchedRecord| {
            let customer = record.customer.as_ref().map(|(id, _)| *id);
            customer == Some(self.customer.id)
        };
        // Much may follow from the customer itself, on other tabs too.
        let of_customer =
            |record: &&TouchedRecord| (record.entity, record.part) == (Entity::Customer, Part::Itself);
        records.iter().all(is_here)
            && match records.iter().find(of_customer) {
                Some(customer) => is_shown(customer),
                None => records.iter().any(is_shown),
            }
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.contacts.list.keep_in_view(heights.list);
        self.history.list.keep_in_view(heights.list);
        self.onboardings.rows.keep_in_view(heights.list);
        self.notes.list.keep_in_view(heights.list);
    }

    fn words(&self) -> Option<&FilterInput> {
        match self.tab {
            Tab::Contacts => Some(&self.contacts.words),
            Tab::History => Some(&self.history.words),
            Tab::Notes => Some(&self.notes.words),
            Tab::Overview | Tab::Onboardings => None,
        }
    }

    fn words_mut(&mut self) -> Option<&mut FilterInput> {
        match self.tab {
            Tab::Contacts => Some(&mut self.contacts.words),
            Tab::History => Some(&mut self.history.words),
            Tab::Notes => Some(&mut self.notes.words),
            Tab::Overview | Tab::Onboardings => None,
        }
    }

    fn search(&mut self, requests: &mut Requests) {
        match self.tab {
            Tab::Contacts => self.contacts.search(requests),
            Tab::History => self.history.search(requests),
            Tab::Notes => self.notes.reload(requests),
            Tab::Overview | Tab::Onboardings => {}
        }
    }

    fn rows(&self) -> Shown {
        match self.tab {
            Tab::Overview => Shown::NONE,
            Tab::Onboardings => Shown::of(&self.onboardings.rows),
            Tab::Contacts => Shown::of(&self.contacts.list),
            Tab::History => Shown::of(&self.history.list),
            Tab::Notes => Shown::of(&self.notes.list),
        }
    }

    fn click_row(&mut self, place: usize, height: usize) -> Next {
        match self.tab {
            Tab::Overview => {}
            Tab::Onboardings => self.onboardings.rows.select(place, height),
            Tab::Contacts => return click(&mut self.contacts.list, place, height, Command::ShowDetails),
            Tab::History => self.history.list.select(place, height),
            Tab::Notes => return click(&mut self.notes.list, place, height, Command::ReadNote),
        }
        Next::Stay
    }
}
