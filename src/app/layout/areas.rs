//! The parts of the main screen: header, tabs, form, rows, message and the bottom line.

use unicode_width::UnicodeWidthStr;

use super::{Rect, form_lines};
use crate::app::model::{Hint, Model};
use crate::app::overlay::form::Form;
use crate::app::screens::Screen;
use crate::input::{Command, Layer, Tab};

/// The parts of the main screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Where the user is.
    pub header: Rect,
    /// The tabs of a customer; no rows elsewhere.
    pub tabs: Rect,
    /// How the channels stand, above the notifications; no rows elsewhere.
    pub channels: Rect,
    /// What a list shows: how many, which group, which words.
    pub line: Rect,
    /// The room for a form and what is below it.
    pub body: Rect,
    /// The form; no rows if none is open.
    pub form: Rect,
    /// The titles of the columns of a list; the text of a tab without a list begins here.
    pub head: Rect,
    /// The rows of a list.
    pub rows: Rect,
    /// What is selected, in full; no rows where that does not show.
    pub detail: Rect,
    /// The message.
    pub message: Rect,
    /// The keys of the next steps.
    pub hints: Rect,
}

/// Rows that tell how the channels stand: one each, and a blank.
const CHANNEL_ROWS: u16 = 3;

/// Returns the parts of the main screen.
pub fn areas(model: &Model) -> Areas {
    let frame = frame(model);
    let form_rows = match model.stack.get::<Form>() {
        Some(form) => {
            let lines = form_lines(form, frame.body.width, frame.body.height);
            u16::try_from(lines.len() + 1).unwrap_or(frame.body.height)
        }
        None => 0,
    };
    let (form, rest) = frame.body.split_top(form_rows);
    let (head, rows) = rest.split_top(1);
    let has_detail = matches!(model.trail.top(), Screen::Customer(screen) if screen.tab == Tab::Notes);
    let (rows, detail) = rows.split_top(if has_detail {
        rows.height.div_ceil(2)
    } else {
        rows.height
    });
    Areas {
        header: frame.header,
        tabs: frame.tabs,
        channels: frame.channels,
        line: frame.line,
        body: frame.body,
        form,
        head,
        rows,
        detail,
        message: frame.message,
        hints: frame.hints,
    }
}

/// Returns the room for a form and the list below it.
pub(in crate::app) fn body(model: &Model) -> Rect {
    frame(model).body
}

/// The parts that stand whatever is open.
struct Frame {
    header: Rect,
    tabs: Rect,
    channels: Rect,
    line: Rect,
    body: Rect,
    message: Rect,
    hints: Rect,
}

fn frame(model: &Model) -> Frame {
    let screen = Rect::new(0, 0, model.size.width, model.size.height);
    let (header, rest) = screen.split_top(1);
    let is_customer = matches!(model.trail.top(), Screen::Customer(_));
    let (tabs, rest) = rest.split_top(u16::from(is_customer));
    let has_channels = matches!(model.trail.top(), Screen::Notifications(_));
    let (channels, rest) = rest.split_top(if has_channels { CHANNEL_ROWS } else { 0 });
    let (line, rest) = rest.split_top(1);
    let (_, rest) = rest.split_top(1);
    let (body, bottom) = rest.split_top(rest.height.saturating_sub(2));
    let (message, hints) = bottom.split_top(1);
    Frame {
        header,
        tabs,
        channels,
        line,
        body,
        message,
        hints,
    }
}

/// Returns where each tab stands; a narrow line has no blanks between them.
pub fn tabs(model: &Model) -> Vec<(Rect, Tab)> {
    let area = areas(model).tabs;
    // A blank, the key, a blank, the word, a blank.
    let width_of = |tab: Tab| cells(tab.title()) + cells(&tab_key(model, tab)) + 3;
    let all: u16 = Tab::ALL.map(|tab| width_of(tab) + 1).iter().sum();
    let gap = u16::from(all < area.width);
    let mut x = area.x + gap;
    Tab::ALL
        .into_iter()
        .filter(|_| area.height > 0)
        .map(|tab| {
            let width = width_of(tab);
            let rect = Rect::new(x, area.y, width, 1);
            x += width + gap;
            (rect, tab)
        })
        .collect()
}

/// Returns the key that shows a tab of a customer.
pub fn tab_key(model: &Model, tab: Tab) -> String {
    let key = model.keymap.key_for(&[Layer::Customer], Command::Show(tab));
    key.map(|key| key.to_string()).unwrap_or_default()
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
