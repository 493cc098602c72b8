//! The search over everything, which lies over the screen: what was typed, what was found, and where it leads.

#[cfg(test)]
mod tests;

use super::{Part, TextEntry};
use crate::app::Query;
use crate::app::context::Context;
use crate::app::cursor::Cursor;
use crate::app::destination::Found;
use crate::app::editor::LineEditor;
use crate::app::layout::{self, Size};
use crate::app::next::Next;
use crate::domain::{Depth, Hits, Limits, Rest, SearchQuery, SearchScope};
use crate::input::{Command, Key, Layer, Pointer};

/// How much is asked for: few customers and tags, so that contacts stay in sight below them.
pub const LIMITS: Limits = Limits {
    customers: 6,
    tags: 3,
    contacts: 50,
    notes: 10,
    history: 50,
};

/// The search over everything.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// What was typed.
    pub line: LineEditor,
    /// What was found, one thing on each row.
    pub rows: Vec<Found>,
    /// The selected row.
    pub cursor: Cursor,
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

impl Search {
    /// Takes what was found.
    fn take(&mut self, hits: Hits) {
        let Hits {
            customers,
            tags,
            contacts,
            notes,
            history,
            rest,
        } = hits;
        let selected = self.rows.get(self.cursor.selected).cloned();
        let customers = customers.into_iter().map(Box::new);
        self.rows = customers.map(Found::Customer).collect();
        self.rows.extend(tags.into_iter().map(Found::Tag));
        let contacts = contacts.into_iter().map(Box::new);
        self.rows.extend(contacts.map(Found::Contact));
        let notes = notes.into_iter().map(Box::new);
        self.rows.extend(notes.map(Found::Note));
        let history = history.into_iter().map(Box::new);
        self.rows.extend(history.map(Found::History));
        self.stage = Stage::Answered(rest);
        let last = self.rows.len().saturating_sub(1);
        let place = self.rows.iter().position(|row| Some(row) == selected.as_ref());
        let cursor = &mut self.cursor;
        cursor.selected = match place {
            // What was above all stays there, whatever comes before it.
            Some(place) if cursor.selected > 0 => place,
            Some(_) | None => cursor.selected.min(last),
        };
        cursor.top = cursor.top.min(cursor.selected);
    }

    /// Shows why there is no answer.
    pub(in crate::app) fn fail(&mut self, sentence: String) {
        self.rows.clear();
        self.stage = Stage::Failed(sentence);
        self.cursor = Cursor::default();
    }
}

impl Search {
    /// Asks for other words, from the top.
    fn search_again(&mut self, context: &mut Context<'_>) {
        self.cursor = Cursor::default();
        self.ask(context);
    }

    /// Asks for what holds the words; what shows stays until the answer comes.
    pub(in crate::app) fn ask(&mut self, context: &mut Context<'_>) {
        match SearchQuery::parse_with(
            self.line.text(),
            SearchScope::Everywhere,
            &context.requests.custom,
        ) {
            Ok(query) if query.is_empty() => {
                self.rows.clear();
                self.stage = Stage::Idle;
            }
            Ok(query) => {
                self.stage = Stage::Asked;
                search_for(query, Depth::Quick, context);
            }
            Err(error) => self.fail(error.to_string()),
        }
    }

    /// Takes an answer, unless the words have become none that can be searched for.
    pub(in crate::app) fn take_hits(&mut self, hits: Hits, context: &mut Context<'_>) {
        if !matches!(self.stage, Stage::Asked | Stage::Deepening) {
            return;
        }
        let is_first = self.stage == Stage::Asked;
        self.take(hits);
        if is_first
            && self.stage == Stage::Answered(Rest::Unread)
            && let Ok(query) = SearchQuery::parse_with(
                self.line.text(),
                SearchScope::Everywhere,
                &context.requests.custom,
            )
        {
            self.stage = Stage::Deepening;
            search_for(query, Depth::Deep, context);
        }
    }
}

impl Part for Search {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Search, Layer::Always]
    }

    fn text_entry(&self) -> TextEntry {
        TextEntry::Line
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            Command::Move(motion) => {
                let count = self.rows.len();
                self.cursor.step(motion, count, height(context.size));
                Next::Stay
            }
            Command::Back => Next::Close,
            Command::Accept => match self.rows.get(self.cursor.selected) {
                Some(found) => Next::GoTo(Box::new(found.clone()), self.line.text().to_owned()),
                None => Next::Stay,
            },
            _ => Next::Stay,
        }
    }

    fn take_key(&mut self, key: Key, context: &mut Context<'_>) -> Next {
        if self.line.press(key) {
            self.search_again(context);
        }
        Next::Stay
    }

    fn take_paste(&mut self, text: &str, context: &mut Context<'_>) -> Next {
        self.line.paste(text);
        self.search_again(context);
        Next::Stay
    }

    /// Selects the row under the mouse and goes there.
    fn take_click(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let rows = layout::search(context.size).rows;
        match rows.place_at(at, self.cursor.top, self.rows.len()) {
            Some(place) => {
                self.cursor.select(place, self.rows.len(), height(context.size));
                self.run(Command::Accept, context)
            }
            None => Next::Stay,
        }
    }
}

fn search_for(query: SearchQuery, depth: Depth, context: &mut Context<'_>) {
    context.requests.ask(Query::Search(query, LIMITS, depth));
}

fn height(size: Size) -> usize {
    usize::from(layout::search(size).rows.height)
}
