//! The parts of the main screen: header, tabs, form, rows, message and the bottom line.

use unicode_width::UnicodeWidthStr;

use super::{Rect, form_lines};
use crate::app::model::{Hint, Model, Place};
use crate::input::{Command, Tab};

/// The parts of the main screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Where the person is.
    pub header: Rect,
    /// The tabs of a customer; no rows elsewhere.
    pub tabs: Rect,
    /// How the channels stand, above the notifications; no rows elsewhere.
    pub channels: Rect,
    /// What a list shows: how many, which group, which words.
    pub line: Rect,
    /// The form; no rows if none is open.
    pub form: Rect,
    /// The titles of the columns of a list; the text of a tab without a list begins here.
    pub head: Rect,
    /// The rows of a list.
    pub rows: Rect,
    /// The message.
    pub message: Rect,
    /// The keys of the next steps.
    pub hints: Rect,
}

/// Rows that tell how the channels stand: one each, and a blank.
const CHANNEL_ROWS: u16 = 3;

/// Gives the parts of the main screen.
pub fn areas(model: &Model) -> Areas {
    let screen = Rect::new(0, 0, model.size.width, model.size.height);
    let (header, rest) = screen.split_top(1);
    let (tabs, rest) = rest.split_top(match model.place {
        Place::Customers
        | Place::Integrations(_)
        | Place::Companies(_)
        | Place::Notifications(_)
        | Place::Onboardings(_)
        | Place::Workbench(_) => 0,
        Place::Customer(_) => 1,
    });
    let (channels, rest) = rest.split_top(match model.place {
        Place::Notifications(_) => CHANNEL_ROWS,
        Place::Customers
        | Place::Customer(_)
        | Place::Integrations(_)
        | Place::Companies(_)
        | Place::Onboardings(_)
        | Place::Workbench(_) => 0,
    });
    let (line, rest) = rest.split_top(1);
    let (_, rest) = rest.split_top(1);
    let (body, bottom) = rest.split_top(rest.height.saturating_sub(2));
    let (message, hints) = bottom.split_top(1);
    let form_rows = match &model.form {
        Some(form) => {
            let lines = form_lines(form, body.width, body.height);
            u16::try_from(lines.len() + 1).unwrap_or(body.height)
        }
        None => 0,
    };
    let (form, rest) = body.split_top(form_rows);
    let (head, rows) = rest.split_top(1);
    Areas {
        header,
        tabs,
        channels,
        line,
        form,
        head,
        rows,
        message,
        hints,
    }
}

/// Gives where each tab stands.
pub fn tabs(model: &Model) -> Vec<(Rect, Tab)> {
    let area = areas(model).tabs;
    let mut x = area.x + 1;
    Tab::ALL
        .into_iter()
        .filter(|_| area.height > 0)
        .map(|tab| {
            // A blank, the digit, a blank, the word, a blank.
            let width = cells(tab.title()) + 4;
            let rect = Rect::new(x, area.y, width, 1);
            x += width + 1;
            (rect, tab)
        })
        .collect()
}

/// A hint and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedHint {
    /// The cells.
    pub area: Rect,
    /// The hint.
    pub hint: Hint,
}

/// Places as many hints on the bottom line as it holds; help always stays.
pub fn hints(model: &Model) -> Vec<PlacedHint> {
    let area = areas(model).hints;
    let all = model.hints();
    let width_of = |hint: &Hint| cells(&hint.key.to_string()) + 1 + cells(hint.words);
    let kept: u16 = all
        .iter()
        .filter(|hint| hint.command == Command::Help)
        .map(|hint| width_of(hint) + 2)
        .sum();
    let mut x = area.x + 1;
    let mut placed = Vec::new();
    for hint in all {
        let width = width_of(&hint);
        let reserve = if hint.command == Command::Help { 0 } else { kept };
        if x + width + reserve < area.x + area.width {
            placed.push(PlacedHint {
                area: Rect::new(x, area.y, width, 1),
                hint,
            });
            x += width + 2;
        }
    }
    placed
}

fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}
