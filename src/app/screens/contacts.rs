//! The people of a customer.

use std::collections::{BTreeMap, BTreeSet};

use super::part::{Count, MOST_MARKED, copy};
use crate::app::Query;
use crate::app::clipping::Clipping;
use crate::app::filter::{FilterInput, FilterMode};
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::dialog::Dialog;
use crate::app::overlay::form::{Chosen, Form};
use crate::app::requests::Requests;
use crate::app::sorting::offer_orders;
use crate::app::toast::Tone;
use crate::domain::{
    Anchor, Change, Contact, ContactFilter, ContactId, ContactQuery, Customer, CustomerId, DetailsOf,
    Duplicate, FieldOf, ListOrder, OtherEmail, Page, SearchError, SearchQuery, SearchScope, Successor,
};
use crate::input::{Command, Motion};

/// How many contacts are offered as the successor of a primary.
const OFFERED: usize = 50;

/// The people of a customer.
#[derive(Debug, Clone)]
pub struct ContactsTab {
    /// The rows.
    pub list: List<Contact>,
    /// Which of them show.
    pub filter: ContactFilter,
    /// The words that they must hold.
    pub words: FilterInput,
    /// Those that are selected, to act on them together.
    pub marked: BTreeMap<ContactId, Contact>,
    /// Those who look alike, in pairs.
    pub alike: Vec<Duplicate>,
    customer: CustomerId,
}

impl ContactsTab {
    pub(super) fn new(customer: CustomerId) -> Self {
        Self {
            list: List::default(),
            filter: ContactFilter::Active,
            words: FilterInput::default(),
            marked: BTreeMap::new(),
            alike: Vec::new(),
            customer,
        }
    }

    /// Returns the contacts that a command acts on: those marked, else the selected one.
    pub(super) fn targets(&self) -> Vec<Contact> {
        if self.marked.is_empty() {
            self.list.selected().cloned().into_iter().collect()
        } else {
            self.marked.values().cloned().collect()
        }
    }

    /// Returns how many there are, of which group.
    pub(super) fn count(&self) -> Count {
        let group = match self.filter {
            ContactFilter::Active => "active ",
            ContactFilter::Archived => "archived ",
            ContactFilter::Unlinked => "unlinked ",
        };
        Count {
            group,
            marked: self.marked.len(),
            ..Count::of(&self.list, "contact", "contacts")
        }
    }

    /// Counts those who look like another.
    pub fn look_alike(&self) -> usize {
        let ids = self.alike.iter().flat_map(|pair| [pair.one.id, pair.other.id]);
        ids.collect::<BTreeSet<ContactId>>().len()
    }

    /// Returns the two contacts to merge: those marked, else the selected one and who looks like it, else any who look alike.
    pub(super) fn pair(&self) -> Option<(Contact, Contact)> {
        if !self.marked.is_empty() {
            let marked: Vec<Contact> = self.marked.values().cloned().collect();
            let [one, other] = <[Contact; 2]>::try_from(marked).ok()?;
            return Some((one, other));
        }
        let selected = self.list.selected().map(|contact| contact.id);
        let is_in = |pair: &&Duplicate| selected == Some(pair.one.id) || selected == Some(pair.other.id);
        let pair = self.alike.iter().find(is_in).or_else(|| self.alike.first())?;
        Some((pair.one.clone(), pair.other.clone()))
    }

    /// Carries a command out.
    pub(super) fn update(
        &mut self,
        command: Command,
        customer: &Customer,
        height: usize,
        requests: &mut Requests,
    ) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::AddContact, _) => {
                return Next::Fill(Box::new(Form::new_contact(self.customer, &requests.custom)));
            }
            (Command::ShowDetails, Some(contact)) => {
                requests.ask(Query::OpenDetails(DetailsOf::Contact(contact.id)));
            }
            (Command::EditContact, Some(contact)) => {
                return Next::Fill(Box::new(Form::edit_contact(contact, &requests.custom)));
            }
            (Command::SwapEmail, Some(contact)) => return swap_email(contact),
            (Command::EraseContact, Some(contact)) => return Next::Fill(Box::new(Form::erase(contact))),
            (Command::TogglePrimary, Some(contact)) => {
                let primary = if contact.is_primary {
                    Successor::Nobody
                } else {
                    Successor::Contact(contact.id)
                };
                return Next::Make(Change::SetPrimary {
                    customer: self.customer,
                    primary,
                });
            }
            (Command::Invite, Some(contact)) => {
                return Next::Preview(Change::InviteToPortal {
                    customer: self.customer,
                    contact: Some(contact.id),
                });
            }
            (Command::WriteNote, Some(contact)) => {
                return Next::Fill(Box::new(Form::note_on_contact(contact)));
            }
            (Command::ChangeRoles, _) => {
                let contacts = Chosen::contacts(self.targets().iter());
                return Next::Fill(Box::new(Form::roles(contacts)));
            }
            (Command::Copy, _) => return copy(Clipping::emails(&self.targets())),
            (Command::CopyNamed, _) => return copy(Clipping::mailboxes(&self.targets())),
            (Command::CopyRows, _) => return copy(Clipping::contacts(&self.targets())),
            (Command::WriteMail, _) => {
                let contacts = self.targets().iter().map(|contact| contact.id).collect();
                requests.ask(Query::MessageDrafts(self.customer, contacts));
            }
            (Command::ArchiveContacts, _) => return self.archive(customer, requests),
            (Command::RestoreContacts, _) => {
                let ids = self.targets().iter().map(|contact| contact.id).collect();
                return Next::Make(match self.filter {
                    ContactFilter::Unlinked => Change::RelinkContacts(ids),
                    ContactFilter::Active | ContactFilter::Archived => Change::RestoreContacts(ids),
                });
            }
            (Command::UnlinkContacts, _) => return self.unlink(customer, requests),
            (Command::DeleteContacts, _) => {
                let ids = self.targets().iter().map(|contact| contact.id).collect();
                return Next::Preview(Change::DeleteContacts(ids));
            }
            (Command::Mark, Some(contact)) => {
                if self.marked.remove(&contact.id).is_none() {
                    self.marked.insert(contact.id, contact.clone());
                }
                self.list.step(Motion::Down, height);
            }
            (Command::MarkAll, _) => self.ask_for_all(requests),
            (Command::MergeContacts, _) => {
                if let Some(pair) = self.pair() {
                    return Next::Merge(Box::new(pair));
                }
            }
            (Command::NextGroup, _) => {
                self.filter = match self.filter {
                    ContactFilter::Active => ContactFilter::Archived,
                    ContactFilter::Archived => ContactFilter::Unlinked,
                    ContactFilter::Unlinked => ContactFilter::Active,
                };
                self.marked.clear();
                self.search(requests);
            }
            (Command::Sort, _) => return offer_orders(FieldOf::Contact, requests),
            (Command::Filter, _) => self.words.typing = FilterMode::On,
            (Command::Accept, _) => self.words.typing = FilterMode::Off,
            (Command::Back, _) => return self.back(requests),
            _ => {}
        }
        Next::Stay
    }

    /// Leaves the words, then the marks, then the tab.
    fn back(&mut self, requests: &mut Requests) -> Next {
        let typing = self.words.typing == FilterMode::On;
        if self.words.clear() {
            self.search(requests);
        } else if !typing {
            if self.marked.is_empty() {
                return Next::Leave;
            }
            self.marked.clear();
        }
        Next::Stay
    }

    fn unlink(&self, customer: &Customer, requests: &mut Requests) -> Next {
        let targets = self.targets();
        let leaves = |primary: &&Contact| {
            primary.source.is_remote() && targets.iter().any(|contact| contact.id == primary.id)
        };
        match customer.primary.as_ref().filter(leaves) {
            Some(primary) => {
                self.ask_successors(requests);
                Next::Ask(Dialog::unlink_primary(&targets, customer, primary))
            }
            None => Next::Make(Change::UnlinkContacts {
                contacts: targets.iter().map(|contact| contact.id).collect(),
                successor: Successor::Nobody,
            }),
        }
    }

    fn ask_successors(&self, requests: &mut Requests) {
        let query = ContactQuery {
            customer: self.customer,
            filter: ContactFilter::Active,
            words: SearchQuery::default(),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: OFFERED,
        };
        requests.ask(Query::Successors(query));
    }

    fn archive(&self, customer: &Customer, requests: &mut Requests) -> Next {
        let targets = self.targets();
        let primary = customer.primary.as_ref();
        let leaving = primary.filter(|primary| targets.iter().any(|contact| contact.id == primary.id));
        match leaving {
            Some(primary) => {
                self.ask_successors(requests);
                Next::Ask(Dialog::archive_primary(&targets, customer, primary))
            }
            None => Next::Make(Change::ArchiveContacts {
                contacts: targets.iter().map(|contact| contact.id).collect(),
                successor: Successor::Nobody,
            }),
        }
    }

    /// Asks for the rows from the top, as the words or the group changed.
    pub(in crate::app) fn search(&mut self, requests: &mut Requests) {
        self.list.rewind();
        self.ask(Anchor::Row(0), requests);
    }

    /// Asks for the rows again, and stays with the selected contact.
    pub(super) fn reload(&mut self, requests: &mut Requests) {
        let place = self.list.selected_place();
        let anchor = match self.list.selected() {
            Some(contact) => Anchor::Item(contact.id, place),
            None => Anchor::Row(place),
        };
        self.list.follow();
        self.ask(anchor, requests);
    }

    /// Shows all active contacts, with this one selected.
    pub(in crate::app) fn show(&mut self, id: ContactId, requests: &mut Requests) {
        self.show_in(id, ContactFilter::Active, requests);
    }

    /// Shows all contacts of a group, with this one selected.
    pub(in crate::app) fn show_in(&mut self, id: ContactId, filter: ContactFilter, requests: &mut Requests) {
        self.words.clear();
        self.marked.clear();
        self.filter = filter;
        self.list.follow();
        self.ask(Anchor::Item(id, 0), requests);
    }

    /// Asks for rows that show and are not here.
    pub(super) fn load_missing(&mut self, height: usize, requests: &mut Requests) {
        if self.list.lacks_rows(height) && !requests.waits_for(|query| matches!(query, Query::Contacts(_))) {
            self.ask(Anchor::Row(self.list.selected_place()), requests);
        }
    }

    /// Takes rows that came, unless the words have become none that can be searched for.
    pub(in crate::app) fn take(&mut self, page: Page<Contact>, height: usize, requests: &Requests) {
        if self.words.query(SearchScope::Contacts, &requests.custom).is_ok() {
            self.list.take(page, height);
        }
    }

    fn ask(&mut self, anchor: Anchor<ContactId>, requests: &mut Requests) {
        match self.query(anchor, self.list.rows_to_load(), requests) {
            Ok(query) => requests.ask(Query::Contacts(query)),
            Err(error) => self.list.refuse(error.to_string()),
        }
    }

    fn ask_for_all(&self, requests: &mut Requests) {
        if let Ok(query) = self.query(Anchor::Row(0), MOST_MARKED, requests) {
            requests.ask(Query::MarkContacts(query));
        }
    }

    fn query(
        &self,
        anchor: Anchor<ContactId>,
        limit: usize,
        requests: &Requests,
    ) -> Result<ContactQuery, SearchError> {
        Ok(ContactQuery {
            customer: self.customer,
            filter: self.filter,
            words: self.words.query(SearchScope::Contacts, &requests.custom)?,
            order: requests.orders.of(FieldOf::Contact),
            anchor,
            limit,
        })
    }
}

/// Makes another email of a contact its first one; of several the user chooses.
fn swap_email(contact: &Contact) -> Next {
    let others: Vec<OtherEmail> = contact.other_emails().iter().cloned().collect();
    match others.as_slice() {
        [only] => Next::Make(Change::swap_email(contact, &only.email)),
        several => Next::Ask(Dialog::swap_email(contact, several)),
    }
}
