//! The bottom of the screen: the message, and the keys of the next steps.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::Theme;
use super::table::rect;
use super::text::{cells, indent, put, put_right, row};
use crate::app::Model;
use crate::app::layout::{Areas, Rect, hints, offer, wrap};
use crate::app::toast::Tone;

pub(super) fn draw(model: &Model, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    for placed in hints(model) {
        let buffer = frame.buffer_mut();
        let x = put(
            buffer,
            placed.area,
            placed.area.x,
            &placed.hint.key.to_string(),
            theme.key,
        );
        put(buffer, placed.area, x + 1, placed.hint.words, theme.dim);
    }
    if let Some(sentence) = &model.damage {
        message("✕", sentence, theme.danger, None, areas, theme, frame);
        return;
    }
    let offered = offer(model);
    let offer = offered.as_ref().map(|(_, key, words)| (key.as_str(), *words));
    if let Some(sentence) = &model.exchange {
        message("✕", sentence, theme.danger, offer, areas, theme, frame);
        return;
    }
    let Some(toast) = &model.toast else { return };
    let (glyph, style) = match toast.tone {
        Tone::Done => ("✓", theme.good),
        Tone::Notice => ("!", theme.warning),
        Tone::Refused => ("✕", theme.danger),
    };
    message(glyph, &toast.text, style, offer, areas, theme, frame);
}

/// Writes a sentence above the keys; a long one grows upwards, so that no word of it is lost.
fn message(
    glyph: &str,
    text: &str,
    style: Style,
    offer: Option<(&str, &str)>,
    areas: &Areas,
    theme: &Theme,
    frame: &mut Frame<'_>,
) {
    let line = indent(areas.message, 1);
    let offer_width = offer.map_or(0, |(key, words)| cells(key) + cells(words) + 3);
    let room = line.width.saturating_sub(2 + offer_width);
    let lines = wrap(text, usize::from(room));
    let count = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(areas.message.y + 1);
    let area = Rect {
        y: areas.message.y + 1 - count,
        height: count,
        ..areas.message
    };
    let buffer = frame.buffer_mut();
    Clear.render(rect(area), buffer);
    for (number, text) in lines.iter().enumerate() {
        let area = indent(row(area, number), 1);
        if number == 0 {
            put(buffer, area, area.x, glyph, style);
        }
        put(buffer, area, area.x + 2, text, style);
    }
    if let Some((key, words)) = offer {
        let x = put_right(buffer, line, &format!("{key} {words}"), theme.dim);
        put(buffer, line, x, key, theme.key);
    }
}
