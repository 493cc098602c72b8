//! The search over everything, which lies over the screen: what was typed, what was found, and where it leads.

#[cfg(test)]
mod tests;

use super::Query;
use super::editor::LineEditor;
use super::layout;
use super::model::Model;
use super::requests::Purpose;
use super::screens::Landing;
use crate::domain::{
    ContactFilter, ContactHit, CustomerFilter, CustomerHit, CustomerId, Depth, HistoryHit, Hits, Limits,
    Rest, SafeText, SearchField, SearchQuery, SearchScope, Sense, Sought, Standing, TagHit, Term,
};
use crate::input::{Command, Key, Motion, Tab};

/// How much is asked for: few customers and tags, so that contacts stay in sight below them.
pub const LIMITS: Limits = Limits {
    customers: 6,
    tags: 3,
    contacts: 50,
    history: 50,
};

/// The search over everything.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// What was typed.
    pub line: LineEditor,
    /// What was found, one thing on each row.
    pub rows: Vec<Found>,
    /// The place of the selected row.
    pub selected: usize,
    /// The place of the first row that shows.
    pub top: usize,
    /// How the search stands.
    pub stage: Stage,
}

/// How a search stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stage {
    /// Nothing is searched for.
    #[default]
    Idle,
    /// An answer is to come.
    Asked,
    /// The rows are the first part of the answer, and the rest is being read.
    Deepening,
    /// The rows are the answer, which left this out.
    Answered(Rest),
    /// The sentence says why there is none.
    Failed(String),
}

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A customer.
    Customer(Box<CustomerHit>),
    /// A tag.
    Tag(TagHit),
    /// A contact.
    Contact(Box<ContactHit>),
    /// A line of a history.
    History(Box<HistoryHit>),
}

impl Search {
    /// Selects another row.
    fn step(&mut self, motion: Motion, height: usize) {
        let last = self.rows.len().saturating_sub(1);
        let screen = height.saturating_sub(1).max(1);
        let place = match motion {
            Motion::Up => self.selected.saturating_sub(1),
            Motion::Down => self.selected.saturating_add(1),
            Motion::PageUp => self.selected.saturating_sub(screen),
            Motion::PageDown => self.selected.saturating_add(screen),
            Motion::First => 0,
            Motion::Last => last,
        };
        self.select(place.min(last), height);
    }

    /// Selects the row at a place and shows it.
    fn select(&mut self, place: usize, height: usize) {
        self.selected = place;
        self.top = self.top.clamp((place + 1).saturating_sub(height.max(1)), place);
    }

    /// Takes what was found.
    fn take(&mut self, hits: Hits) {
        let Hits {
            customers,
            tags,
            contacts,
            history,
            rest,
        } = hits;
        let selected = self.rows.get(self.selected).cloned();
        let customers = customers.into_iter().map(Box::new);
        self.rows = customers.map(Found::Customer).collect();
        self.rows.extend(tags.into_iter().map(Found::Tag));
        let contacts = contacts.into_iter().map(Box::new);
        self.rows.extend(contacts.map(Found::Contact));
        let history = history.into_iter().map(Box::new);
        self.rows.extend(history.map(Found::History));
        self.stage = Stage::Answered(rest);
        let last = self.rows.len().saturating_sub(1);
        let place = self.rows.iter().position(|row| Some(row) == selected.as_ref());
        self.selected = match place {
            // What was above all stays there, whatever comes before it.
            Some(place) if self.selected > 0 => place,
            Some(_) | None => self.selected.min(last),
        };
        self.top = self.top.min(self.selected);
    }

    fn fail(&mut self, sentence: String) {
        self.rows.clear();
        self.stage = Stage::Failed(sentence);
        (self.selected, self.top) = (0, 0);
    }
}

impl Model {
    /// Opens the search.
    pub(super) fn open_search(&mut self) {
        self.search = Some(Search::default());
    }

    pub(super) fn run_in_search(&mut self, command: Command) {
        let height = usize::from(layout::search(self).rows.height);
        let Some(search) = &mut self.search else { return };
        match command {
            Command::Move(motion) => search.step(motion, height),
            Command::Back => self.search = None,
            Command::Accept => {
                if let Some(found) = search.rows.get(search.selected).cloned() {
                    self.go_to(found);
                }
            }
            _ => {}
        }
    }

    pub(super) fn press_in_search(&mut self, key: Key) {
        if self.search.as_mut().is_some_and(|search| search.line.press(key)) {
            self.search_anew();
        }
    }

    pub(super) fn paste_in_search(&mut self, text: &str) {
        if let Some(search) = &mut self.search {
            search.line.paste(text);
            self.search_anew();
        }
    }

    /// Asks for other words, from the top.
    fn search_anew(&mut self) {
        if let Some(search) = &mut self.search {
            (search.selected, search.top) = (0, 0);
        }
        self.ask_search();
    }

    /// Asks for what holds the words; what shows stays until the answer comes.
    pub(super) fn ask_search(&mut self) {
        let Some(search) = &mut self.search else { return };
        match SearchQuery::parse(search.line.text(), SearchScope::Everywhere) {
            Ok(query) if query.is_empty() => {
                search.rows.clear();
                search.stage = Stage::Idle;
            }
            Ok(query) => {
                search.stage = Stage::Asked;
                self.search_for(query, Depth::Quick);
            }
            Err(error) => search.fail(error.to_string()),
        }
    }

    /// Takes an answer, unless the words have become none that can be searched for.
    pub(super) fn take_hits(&mut self, hits: Hits) {
        if let Some(search) = &mut self.search
            && matches!(search.stage, Stage::Asked | Stage::Deepening)
        {
            let is_first = search.stage == Stage::Asked;
            search.take(hits);
            if is_first
                && search.stage == Stage::Answered(Rest::Unread)
                && let Ok(query) = SearchQuery::parse(search.line.text(), SearchScope::Everywhere)
            {
                search.stage = Stage::Deepening;
                self.search_for(query, Depth::Deep);
            }
        }
    }

    fn search_for(&mut self, query: SearchQuery, depth: Depth) {
        let limits = LIMITS;
        let query = Query::Search { query, limits, depth };
        self.requests.ask(Purpose::Search, query);
    }

    /// Tells why there is no answer.
    pub(super) fn search_failed(&mut self, sentence: String) {
        if let Some(search) = &mut self.search {
            search.fail(sentence);
        }
    }

    /// Selects the row under the mouse and goes there.
    pub(super) fn click_hit(&mut self, place: usize) {
        let height = usize::from(layout::search(self).rows.height);
        if let Some(search) = &mut self.search {
            search.select(place, height);
            self.run(Command::Accept);
        }
    }

    /// Leaves the search for what was found.
    fn go_to(&mut self, found: Found) {
        let Some(search) = self.search.take() else { return };
        if self.pane.is_some() {
            self.close_pane();
        }
        match found {
            Found::Customer(hit) => self.visit(hit.customer.id, Landing::Tab(Tab::Overview)),
            Found::Tag(hit) => self.show_tag(hit.tag),
            Found::Contact(hit) => {
                let contact = &hit.contact;
                let filter = match (contact.archived_at, contact.standing()) {
                    (_, Standing::Unlinked) => ContactFilter::Unlinked,
                    (Some(_), _) => ContactFilter::Archived,
                    (None, _) => ContactFilter::Active,
                };
                let landing = Landing::Contact(contact.id, filter);
                self.visit(contact.customer_id, landing);
            }
            Found::History(hit) => {
                let words = search.line.text();
                // Words for other things than history would show nothing.
                let landing = match SearchQuery::parse(words, SearchScope::History) {
                    Ok(_) => Landing::History(words.to_owned()),
                    Err(_) => Landing::Tab(Tab::History),
                };
                self.visit(hit.customer.id, landing);
            }
        }
    }

    /// Has a customer opened at a place.
    pub(super) fn visit(&mut self, customer: CustomerId, landing: Landing) {
        self.requests
            .ask(Purpose::Visit(landing), Query::Customer(customer));
    }

    /// Lists the customers with a tag.
    fn show_tag(&mut self, tag: SafeText) {
        let term = Term {
            sense: Sense::Holds,
            sought: Sought::In(SearchField::Tag, tag),
        };
        self.customers.filter = CustomerFilter::Current;
        self.filter_customers(&term.to_string());
    }
}
