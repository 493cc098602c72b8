//! The history of a customer, newest first, and the words by which its lines are found.

use crate::app::Query;
use crate::app::filter::{FilterInput, FilterMode};
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::requests::Requests;
use crate::app::toast::Tone;
use crate::domain::{CustomerId, HistoryEntry, HistoryQuery, Page, SearchScope};
use crate::input::{Command, Motion};

/// The history of a customer.
#[derive(Debug, Clone)]
pub struct HistoryTab {
    /// The rows.
    pub list: List<HistoryEntry>,
    /// What they must hold.
    pub words: FilterInput,
    customer: CustomerId,
}

impl HistoryTab {
    pub(super) fn new(customer: CustomerId) -> Self {
        Self {
            list: List::default(),
            words: FilterInput::default(),
            customer,
        }
    }

    /// Returns why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_words = matches!(command, Command::NextMatch | Command::PreviousMatch);
        (needs_words && self.words.is_empty())
            .then_some("No search yet. Press {filter} and type what to find.")
    }

    /// Carries a command out.
    pub(super) fn update(&mut self, command: Command, height: usize, requests: &mut Requests) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Notice, why);
        }
        match command {
            Command::Move(motion) => self.list.step(motion, height),
            // Only matches show.
            Command::NextMatch => self.list.step(Motion::Down, height),
            Command::PreviousMatch => self.list.step(Motion::Up, height),
            Command::Filter => self.words.typing = FilterMode::On,
            Command::Accept => self.words.typing = FilterMode::Off,
            Command::Back => {
                let typing = self.words.typing == FilterMode::On;
                if self.words.clear() {
                    self.search(requests);
                } else if !typing {
                    return Next::Leave;
                }
            }
            _ => {}
        }
        Next::Stay
    }

    /// Shows the lines that hold these words.
    pub(in crate::app) fn show(&mut self, words: &str, requests: &mut Requests) {
        self.words = FilterInput::new(words);
        self.search(requests);
    }

    /// Asks for the rows from the top, as the words changed.
    pub(in crate::app) fn search(&mut self, requests: &mut Requests) {
        self.list.rewind();
        self.ask(requests);
    }

    /// Asks for rows that show and are not here.
    pub(super) fn load_missing(&mut self, height: usize, requests: &mut Requests) {
        if self.list.lacks_rows(height) && !requests.waits_for(|query| matches!(query, Query::History(_))) {
            self.ask(requests);
        }
    }

    /// Takes rows that came, unless the words have become none that can be searched for.
    pub(in crate::app) fn take(&mut self, page: Page<HistoryEntry>, height: usize) {
        if self.words.query(SearchScope::History, &[]).is_ok() {
            self.list.take(page, height);
        }
    }

    /// Asks for the rows again.
    pub(super) fn ask(&mut self, requests: &mut Requests) {
        match self.words.query(SearchScope::History, &[]) {
            Ok(words) => {
                let query = HistoryQuery {
                    customer: self.customer,
                    words,
                    row: self.list.selected_place(),
                    limit: self.list.rows_to_load(),
                };
                requests.ask(Query::History(query));
            }
            Err(error) => self.list.refuse(error.to_string()),
        }
    }
}
