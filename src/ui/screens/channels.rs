//! How the channels stand, above the notifications: one line each, with the key of the next step.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::Model;
use crate::app::layout::Rect;
use crate::domain::{Channel, ChannelStage, ChannelStanding, ChannelView, Sending};
use crate::ui::Theme;
use crate::ui::text::{indent, put, row};

/// Columns of the names of channels.
const LABEL: u16 = 7;

pub(super) fn draw(model: &Model, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let area = indent(area, 2);
    for (number, channel) in Channel::ALL.into_iter().enumerate() {
        let line = row(area, number);
        put(buffer, line, line.x, channel.title(), theme.dim);
        let (text, style) = match model.delivery.sending {
            Sending::Withheld => (
                "▪ nothing is sent: started with --no-send".to_owned(),
                theme.warning,
            ),
            Sending::Allowed => standing(model, channel, model.delivery.channel(channel), theme),
        };
        put(buffer, line, line.x + LABEL, &text, style);
    }
}

/// Tells with a glyph and words how a channel stands, and what to press next.
fn standing(model: &Model, channel: Channel, view: Option<&ChannelView>, theme: &Theme) -> (String, Style) {
    let Some(view) = view else {
        return ("checking…".to_owned(), theme.dim);
    };
    let about = &view.about;
    let held = match view.held {
        0 => String::new(),
        held => format!(" · {held} held: {}", model.sentence("{approve_all} sends them")),
    };
    match (&view.standing, view.bulk_guard) {
        (ChannelStanding::Missing, _) => {
            let text = match channel {
                Channel::Email => "○ not set up: {set_up_mail} sets it up",
                Channel::Slack => "○ not set up: {set_up_slack} sets it up",
            };
            (model.sentence(text), theme.dim)
        }
        (ChannelStanding::Unusable(sentence), _) => (format!("✕ {sentence}"), theme.danger),
        (ChannelStanding::Stopped(sentence), _) => {
            let retry = model.sentence("{send_now} retries");
            (format!("✕ stopped, {retry}: {sentence}"), theme.danger)
        }
        (ChannelStanding::Ready(_), Some(bulk_guard)) => (
            format!(
                "⚠ {bulk_guard} are ready to be sent at once: {}",
                model.sentence("{approve_all} sends them")
            ),
            theme.warning,
        ),
        (ChannelStanding::Ready(ChannelStage::Untested), None) => {
            let test = model.sentence("{test_channel} sends a test");
            (format!("○ not tested: {test} · {about}"), theme.warning)
        }
        (ChannelStanding::Ready(ChannelStage::Tested), None) => {
            let confirm = model.sentence("{confirm_channel} confirms it");
            (format!("○ test sent: {confirm} · {about}"), theme.warning)
        }
        (ChannelStanding::Ready(ChannelStage::Confirmed), None) => {
            (format!("✓ confirmed{held} · {about}"), theme.good)
        }
        (ChannelStanding::Ready(ChannelStage::Open), None) => {
            (format!("✓ sends automatically{held} · {about}"), theme.good)
        }
    }
}
