//! The saved views of the customers: a short list, of which one becomes the filter.

use unicode_width::UnicodeWidthStr;

use super::next::Next;
use super::overlay::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use super::toast::Tone;
use crate::domain::View;

/// Offers the views, of which one holds if its words do.
pub(super) fn offer_views(views: &[View], holds: &str) -> Next {
    if views.is_empty() {
        let text = "There are no views yet. Add some to [views] in the configuration (pivotal config path).";
        return Next::Tell(Tone::Notice, text);
    }
    Next::Ask(Dialog::views(views, holds))
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
