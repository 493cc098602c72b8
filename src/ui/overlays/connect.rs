//! The line in which a token is pasted: dots stand for what was typed.

use ratatui::Frame;

use super::empty_box;
use crate::app::Model;
use crate::app::layout::{Rect, connect_frame, wrap};
use crate::app::overlay::connect::{Account, Connect, ConnectState};
use crate::ui::Theme;
use crate::ui::text::{indent, put, row};

const HUBSPOT: &str = "Paste a HubSpot service key, or the token of a private app, with the scopes crm.objects.contacts.read and crm.objects.companies.read. It stays hidden and is checked before it is saved. Nothing is ever written to HubSpot.";

const SLACK: &str = "Paste the token of a Slack app (xoxb-…) with the scopes users:read.email, im:write and chat:write. It stays hidden and is saved in a file that only you can read, or in the keyring. The next step is a test message.";

pub(super) fn draw(model: &Model, connect: &Connect, theme: &Theme, frame: &mut Frame<'_>) {
    let area = connect_frame(model.size);
    let (title, about) = match connect.account {
        Account::HubSpot => ("Connect HubSpot", HUBSPOT),
        Account::Slack => ("Set up Slack", SLACK),
    };
    empty_box(frame, area, title, theme.heading);
    let buffer = frame.buffer_mut();
    let inner = indent(
        Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(2),
            ..area
        },
        2,
    );
    let mut number = 0;
    for line in wrap(about, usize::from(inner.width)) {
        let line_area = row(inner, number);
        put(buffer, line_area, line_area.x, &line, theme.dim);
        number += 1;
    }
    number += 1;
    let line = row(inner, number);
    let dots = "•".repeat(connect.chars().min(usize::from(line.width.saturating_sub(8))));
    let x = put(buffer, line, line.x, "Token ", theme.text);
    let shown = if dots.is_empty() {
        "paste it here".to_owned()
    } else {
        dots
    };
    let style = if connect.chars() == 0 {
        theme.dim
    } else {
        theme.field
    };
    put(buffer, line, x, &shown, style);
    number += 1;
    let (text, style) = match connect.state() {
        ConnectState::Typing => (String::new(), theme.text),
        ConnectState::Checking => ("one moment…".to_owned(), theme.accent),
        ConnectState::Refused(sentence) => (sentence.clone(), theme.danger),
    };
    for text in wrap(&text, usize::from(inner.width)) {
        let line = row(inner, number);
        put(buffer, line, line.x, &text, style);
        number += 1;
    }
}
