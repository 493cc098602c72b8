//! The list of customers.

use std::collections::BTreeMap;

use super::part::{Count, MOST_MARKED, ScreenPart, Shown, click, copy, drop_answer, mark_all};
use crate::app::clipping::Clipping;
use crate::app::context::{Context, Heights};
use crate::app::filter::{FilterInput, FilterMode};
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::export::ExportLine;
use crate::app::overlay::form::{Chosen, Form};
use crate::app::requests::Requests;
use crate::app::sorting::offer_orders;
use crate::app::toast::Tone;
use crate::app::views::offer_views;
use crate::app::{Answer, Query};
use crate::domain::{
    Anchor, Change, CustomField, Customer, CustomerEdit, CustomerFilter, CustomerId, CustomerQuery,
    CustomerSelection, CustomerStatus, DetailsOf, Entity, FieldOf, ListOrder, Page, SearchError, SearchQuery,
    SearchScope, Selection, TouchedRecord, fields_of,
};
use crate::input::{Command, Layer, Motion, Tab};

/// Whether the store holds any customer, archived ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emptiness {
    /// It was not looked up yet.
    Unknown,
    /// It holds none: the welcome shows.
    Empty,
    /// It holds some.
    Filled,
}

/// The list of customers.
#[derive(Debug, Clone)]
pub struct CustomersScreen {
    /// The rows.
    pub list: List<Customer>,
    /// Which of them show.
    pub filter: CustomerFilter,
    /// The words that they must hold.
    pub words: FilterInput,
    /// Those that are selected, to act on them together.
    pub marked: BTreeMap<CustomerId, Customer>,
    /// Whether there are any at all.
    pub emptiness: Emptiness,
}

impl CustomersScreen {
    pub(in crate::app) fn new() -> Self {
        Self {
            list: List::default(),
            filter: CustomerFilter::Current,
            words: FilterInput::default(),
            marked: BTreeMap::new(),
            emptiness: Emptiness::Unknown,
        }
    }

    /// Returns the customers that a command acts on: those marked, else the selected one.
    fn targets(&self) -> impl Iterator<Item = &Customer> {
        let selected = self.list.selected().filter(|_| self.marked.is_empty());
        self.marked.values().chain(selected)
    }

    /// Shows all current customers, with this one selected.
    pub(in crate::app) fn show(&mut self, id: CustomerId, requests: &mut Requests) {
        self.words.clear();
        self.filter = CustomerFilter::Current;
        self.list.follow();
        self.ask(Anchor::Item(id, 0), requests);
    }

    /// Takes rows that came, unless the words have become none that can be searched for; looks for archived customers if
    /// there are no others.
    pub(in crate::app) fn take_page(&mut self, page: Page<Customer>, height: usize, requests: &mut Requests) {
        if self
            .words
            .query(SearchScope::Customers, &requests.custom)
            .is_err()
        {
            return;
        }
        if page.total > 0 {
            self.emptiness = Emptiness::Filled;
        } else if self.words.is_empty() {
            let query = CustomerQuery {
                filter: CustomerFilter::All,
                words: SearchQuery::default(),
                order: ListOrder::default(),
                anchor: Anchor::Row(0),
                limit: 1,
            };
            requests.ask(Query::AnyCustomer(query));
        }
        self.list.take(page, height);
    }

    fn ask(&mut self, anchor: Anchor<CustomerId>, requests: &mut Requests) {
        match self.query(anchor, self.list.rows_to_load(), requests) {
            Ok(query) => requests.ask(Query::Customers(query)),
            Err(error) => self.list.refuse(error.to_string()),
        }
    }

    fn query(
        &self,
        anchor: Anchor<CustomerId>,
        limit: usize,
        requests: &Requests,
    ) -> Result<CustomerQuery, SearchError> {
        Ok(CustomerQuery {
            filter: self.filter,
            words: self.words.query(SearchScope::Customers, &requests.custom)?,
            order: requests.orders.of(FieldOf::Customer),
            anchor,
            limit,
        })
    }

    /// Returns what the list holds, and a name for a file of it.
    fn exported(&self, custom: &[CustomField]) -> Result<(Selection, String), SearchError> {
        let selection = CustomerSelection {
            filter: self.filter,
            words: self.words.query(SearchScope::Customers, custom)?,
        };
        Ok((Selection::Customers(selection), "customers".to_owned()))
    }

    fn with_status(&self, status: CustomerStatus) -> Next {
        let edit = |customer: &Customer| (customer.id, vec![CustomerEdit::Status(status)]);
        Next::Make(Change::EditCustomers(self.targets().map(edit).collect()))
    }
}

impl ScreenPart for CustomersScreen {
    fn layers(&self) -> &'static [Layer] {
        match self.emptiness {
            Emptiness::Empty => &[Layer::Welcome, Layer::Global, Layer::Always],
            Emptiness::Unknown | Emptiness::Filled => {
                &[Layer::Customers, Layer::List, Layer::Global, Layer::Always]
            }
        }
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(
            command,
            Command::Open
                | Command::EditCustomer
                | Command::ShowDetails
                | Command::ArchiveCustomer
                | Command::RestoreCustomer
                | Command::Copy
                | Command::CopyNamed
                | Command::CopyRows
                | Command::TagCustomers
                | Command::WriteNote
                | Command::Mark
                | Command::MarkAll
                | Command::Show(_)
        );
        let for_one = matches!(
            command,
            Command::Open | Command::EditCustomer | Command::WriteNote | Command::Show(_)
        );
        if self.list.selected().is_none() {
            return needs_row.then_some("No customer is selected. Press {new_customer} to add one.");
        }
        if for_one && !self.marked.is_empty() {
            return Some("This works on one customer. Press {back} to unselect, then try again.");
        }
        let mut targets = self.targets();
        let is_one = self.marked.is_empty();
        let is_archived = |customer: &Customer| customer.status == CustomerStatus::Archived;
        match command {
            Command::ArchiveCustomer if targets.any(is_archived) => Some(if is_one {
                "This customer is already archived. Press {restore_customer} to restore it."
            } else {
                "Some of these are already archived. Unselect those first."
            }),
            Command::RestoreCustomer if targets.any(|customer| customer.status.silence().is_none()) => {
                Some(if is_one {
                    "This customer is neither archived nor churned. Press {archive_customer} to archive it."
                } else {
                    "Some of these are neither archived nor churned. Unselect those first."
                })
            }
            _ => None,
        }
    }

    fn title(&self) -> &'static str {
        "Customers"
    }

    fn count(&self) -> Option<Count> {
        let group = match self.filter {
            CustomerFilter::Current => "current ",
            CustomerFilter::Churned => "churned ",
            CustomerFilter::Archived => "archived ",
            CustomerFilter::All => "",
        };
        Some(Count {
            group,
            marked: self.marked.len(),
            ..Count::of(&self.list, "customer", "customers")
        })
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            Command::Export => return ExportLine::open(self.exported(&context.requests.custom), context),
            Command::Sort => return offer_orders(FieldOf::Customer, context.requests),
            Command::ShowViews => return offer_views(context.views, self.words.line.text()),
            _ => {}
        }
        let height = context.heights.list;
        let requests = &mut *context.requests;
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        let selected = self.list.selected();
        match (command, selected) {
            (Command::Move(motion), _) => {
                self.list.step(motion, height);
                Next::Stay
            }
            (Command::NewCustomer, _) => {
                Next::Fill(Box::new(Form::new_customer(context.owner, &requests.custom)))
            }
            (Command::Open, Some(customer)) => Next::Open(Box::new(customer.clone()), Tab::Overview),
            (Command::Show(tab), Some(customer)) => Next::Open(Box::new(customer.clone()), tab),
            (Command::ShowDetails, Some(customer)) => {
                requests.ask(Query::OpenDetails(DetailsOf::Customer(customer.id)));
                Next::Stay
            }
            (Command::EditCustomer, Some(customer)) => {
                Next::Fill(Box::new(Form::edit_customer(customer, &requests.custom)))
            }
            (Command::WriteNote, Some(customer)) => Next::Fill(Box::new(Form::note_on_customer(customer))),
            (Command::Copy, Some(_)) => copy(Clipping::domains(self.targets())),
            (Command::CopyNamed, Some(_)) => copy(Clipping::names(self.targets())),
            (Command::CopyRows, Some(_)) => copy(Clipping::customers(self.targets())),
            (Command::ArchiveCustomer, Some(_)) => self.with_status(CustomerStatus::Archived),
            (Command::RestoreCustomer, Some(_)) => self.with_status(CustomerStatus::Active),
            (Command::TagCustomers, Some(_)) => {
                Next::Fill(Box::new(Form::tags(Chosen::customers(self.targets()))))
            }
            (Command::SetFields, Some(_)) => {
                if fields_of(&requests.custom, FieldOf::Customer).next().is_none() {
                    let why = "No fields of customers are defined. Press {show_fields} to define one.";
                    return Next::Tell(Tone::Notice, why);
                }
                let customers = Chosen::customers(self.targets());
                Next::Fill(Box::new(Form::field_of_many(customers, &requests.custom)))
            }
            (Command::Mark, Some(customer)) => {
                let customer = customer.clone();
                if self.marked.remove(&customer.id).is_none() {
                    self.marked.insert(customer.id, customer);
                }
                self.list.step(Motion::Down, height);
                Next::Stay
            }
            (Command::MarkAll, Some(_)) => {
                if let Ok(query) = self.query(Anchor::Row(0), MOST_MARKED, requests) {
                    requests.ask(Query::MarkCustomers(query));
                }
                Next::Stay
            }
            (Command::NextGroup, _) => {
                self.filter = match self.filter {
                    CustomerFilter::Current => CustomerFilter::Churned,
                    CustomerFilter::Churned => CustomerFilter::Archived,
                    CustomerFilter::Archived => CustomerFilter::All,
                    CustomerFilter::All => CustomerFilter::Current,
                };
                self.marked.clear();
                self.search(requests);
                Next::Stay
            }
            (Command::Filter, _) => {
                self.words.typing = FilterMode::On;
                Next::Stay
            }
            (Command::Accept, _) => {
                self.words.typing = FilterMode::Off;
                Next::Stay
            }
            (Command::Back, _) => {
                let typing = self.words.typing == FilterMode::On;
                if self.words.clear() {
                    self.search(requests);
                } else if !typing {
                    self.marked.clear();
                }
                Next::Stay
            }
            _ => Next::Stay,
        }
    }

    fn reload(&mut self, context: &mut Context<'_>) {
        let place = self.list.selected_place();
        let anchor = match self.list.selected() {
            Some(customer) => Anchor::Item(customer.id, place),
            None => Anchor::Row(place),
        };
        self.list.follow();
        self.ask(anchor, context.requests);
    }

    fn unmark(&mut self) {
        self.marked.clear();
    }

    fn load_missing(&mut self, height: usize, requests: &mut Requests) {
        if self.list.lacks_rows(height) && !requests.waits_for(|query| matches!(query, Query::Customers(_))) {
            self.ask(Anchor::Row(self.list.selected_place()), requests);
        }
    }

    fn take(&mut self, query: &Query, answer: Answer, context: &mut Context<'_>) -> Next {
        match (query, answer) {
            (Query::MarkCustomers(_), Answer::MarkCustomers(page)) => {
                mark_all(&mut self.marked, page, |row| row.id, context);
            }
            (query, _) => drop_answer(query),
        }
        Next::Stay
    }

    fn shows(&self, records: &[TouchedRecord], height: usize) -> bool {
        let rows = self.list.window(height).filter_map(|(_, row)| row);
        let shown: Vec<_> = rows.map(|row| row.id.uuid()).collect();
        records
            .iter()
            .all(|record| record.entity == Entity::Customer && shown.contains(&record.id))
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.list.keep_in_view(heights.list);
    }

    fn words(&self) -> Option<&FilterInput> {
        Some(&self.words)
    }

    fn words_mut(&mut self) -> Option<&mut FilterInput> {
        Some(&mut self.words)
    }

    fn search(&mut self, requests: &mut Requests) {
        self.list.rewind();
        self.ask(Anchor::Row(0), requests);
    }

    fn rows(&self) -> Shown {
        Shown::of(&self.list)
    }

    fn click_row(&mut self, place: usize, height: usize) -> Next {
        click(&mut self.list, place, height, Command::Open)
    }
}
