//! What every screen does, and what several of them share.

use std::collections::BTreeMap;

use crate::app::clipping::Clipping;
use crate::app::context::{Context, Heights};
use crate::app::filter::FilterInput;
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::questions::{Answer, Query};
use crate::app::requests::Requests;
use crate::app::toast::{Offer, Tone};
use crate::domain::{Page, TouchedRecord};
use crate::input::{Command, Layer};

/// A screen takes these while nothing lies over it.
pub(in crate::app) trait ScreenPart {
    /// Returns the keymap layers that hold, the strongest first.
    fn layers(&self) -> &'static [Layer];

    /// Returns what the header calls it.
    fn title(&self) -> &'static str;

    /// Returns how many rows there are; none where no list shows or its rows are not known.
    fn count(&self) -> Option<Count> {
        None
    }

    /// Carries out a command.
    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next;

    /// Returns why a command cannot be carried out now.
    fn refusal(&self, command: Command) -> Option<&'static str>;

    /// Asks for all that shows again, and stays with what is selected.
    fn reload(&mut self, context: &mut Context<'_>);

    /// Takes an answer; one that nobody waits for is dropped.
    fn take(&mut self, query: &Query, answer: Answer, context: &mut Context<'_>) -> Next;

    /// Returns in place of its rows why a list could not be read; returns the sentence of what is not shown here.
    fn fail(&mut self, _query: &Query, sentence: String) -> Option<String> {
        Some(sentence)
    }

    /// Unmarks all rows.
    fn unmark(&mut self) {}

    /// Returns whether what a change wrote shows.
    fn shows(&self, _records: &[TouchedRecord], _height: usize) -> bool {
        false
    }

    /// Scrolls the lists so that what is selected shows.
    fn keep_in_view(&mut self, heights: Heights);

    /// Asks for rows that show and are not here.
    fn load_missing(&mut self, _height: usize, _requests: &mut Requests) {}

    /// Returns the words of the filter that holds.
    fn words(&self) -> Option<&FilterInput> {
        None
    }

    /// Returns the words of the filter to be changed.
    fn words_mut(&mut self) -> Option<&mut FilterInput> {
        None
    }

    /// Asks for the rows that hold the words.
    fn search(&mut self, _requests: &mut Requests) {}

    /// Returns which rows of the list show.
    fn rows(&self) -> Shown {
        Shown::NONE
    }

    /// Selects the row under the mouse; one that was selected is opened.
    fn click_row(&mut self, _place: usize, _height: usize) -> Next {
        Next::Stay
    }
}

/// How many rows a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many there are.
    pub total: usize,
    /// Of which group, such as `archived `; empty for all.
    pub group: &'static str,
    /// What one of them is.
    pub one: &'static str,
    /// What several of them are.
    pub many: &'static str,
    /// How many are marked.
    pub marked: usize,
}

impl Count {
    /// Counts a list without groups, of which nothing can be marked.
    pub(super) const fn of<T>(list: &List<T>, one: &'static str, many: &'static str) -> Self {
        Self {
            total: list.total(),
            group: "",
            one,
            many,
            marked: 0,
        }
    }
}

/// Which rows of a list show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Shown {
    /// The place of the first one.
    pub(in crate::app) top: usize,
    /// How many there are in all.
    pub(in crate::app) total: usize,
}

impl Shown {
    pub(super) const NONE: Self = Self { top: 0, total: 0 };

    pub(super) const fn of<T>(list: &List<T>) -> Self {
        Self {
            top: list.top(),
            total: list.total(),
        }
    }
}

/// Selects a row; carries the command out if it was selected.
pub(super) fn click<T>(list: &mut List<T>, place: usize, height: usize, command: Command) -> Next {
    let again = list.selected_place() == place;
    list.select(place, height);
    if again { Next::Run(command) } else { Next::Stay }
}

/// Notes that an answer is dropped.
pub(super) fn drop_answer(query: &Query) {
    tracing::debug!(?query, "dropped an answer that nobody waits for");
}

/// How many rows are marked at once at most.
pub(super) const MOST_MARKED: usize = 10_000;

/// Marks the rows that came, and tells how many.
pub(super) fn mark_all<I: Ord, T>(
    marked: &mut BTreeMap<I, T>,
    page: Page<T>,
    id: impl Fn(&T) -> I,
    context: &mut Context<'_>,
) {
    let total = page.total;
    *marked = page.rows.into_iter().map(|row| (id(&row), row)).collect();
    let count = marked.len();
    let text = if count < total {
        format!("Selected the first {count} of {total}. Act on these, then select again.")
    } else {
        format!(
            "Selected all {count}. {}",
            context.sentence("Press {back} to unselect.")
        )
    };
    context.tell(Tone::Done, Offer::None, text);
}

/// Copies a text, if there is one.
pub(super) fn copy(clipping: Option<Clipping>) -> Next {
    clipping.map_or(Next::Stay, Next::Copy)
}

/// Makes the page that is a whole list.
pub(super) fn whole<T>(rows: Vec<T>, found: Option<usize>) -> Page<T> {
    Page {
        total: rows.len(),
        offset: 0,
        rows,
        found,
    }
}
