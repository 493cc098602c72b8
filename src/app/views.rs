//! The saved views of the customers: a short list, of which one becomes the filter.

use unicode_width::UnicodeWidthStr;

use super::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use super::model::{Model, Place};
use super::toast::{Offer, Tone};
use super::words::Words;
use crate::domain::View;

impl Model {
    /// Offers the views.
    pub(super) fn show_views(&mut self) {
        if self.views.is_empty() {
            let text =
                "There are no views yet. Add some to [views] in the configuration: pivotal config path.";
            return self.tell(Tone::Notice, Offer::None, text);
        }
        self.dialog = Some(Dialog::views(&self.views, self.customers.words.line.text()));
    }

    /// Shows the customers that a filter finds.
    pub(super) fn filter_customers(&mut self, query: &str) {
        self.customers.words = Words::new(query);
        self.place = Place::Customers;
        self.customers.search(&mut self.requests);
    }
}

impl Dialog {
    /// Lists the views, the one that holds in focus.
    fn views(views: &[View], holds: &str) -> Self {
        let widest = views.iter().map(|view| view.name.width()).max().unwrap_or(0);
        let all = Choice {
            label: "all".to_owned(),
            act: ChoiceAct::Filter(String::new()),
        };
        let saved = views.iter().map(|view| {
            let gap = " ".repeat(2 + widest.saturating_sub(view.name.width()));
            Choice {
                label: format!("{}{gap}{}", view.name, view.query),
                act: ChoiceAct::Filter(view.query.clone()),
            }
        });
        let place = views.iter().position(|view| view.query == holds.trim());
        Self {
            title: "Views".to_owned(),
            text: "A view is a filter with a name, from [views] in the configuration.".to_owned(),
            choices: std::iter::once(all).chain(saved).collect(),
            focus: place.map_or(0, |place| place + 1),
            top: 0,
            awaits: Awaits::Nothing,
        }
    }
}
