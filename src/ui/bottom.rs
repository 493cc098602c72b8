//! The bottom of the screen: the message, and the keys of the next steps.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::Theme;
use super::table::rect;
use super::text::{cells, indent, put, put_right};
use crate::app::Model;
use crate::app::layout::{Areas, Rect, hints, offer};
use crate::app::reverting::Reverting;
use crate::app::toast::Tone;
use crate::input::Command;

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
    let more = model.key_text(Command::ShowMessage);
    if let Some(sentence) = &model.damage {
        message(&more, ("✕", theme.danger), sentence, None, areas, theme, frame);
        return;
    }
    let offered = offer(model);
    let offer = offered.as_ref().map(|(_, key, words)| (key.as_str(), *words));
    if let Some(sentence) = &model.exchange {
        message(&more, ("✕", theme.danger), sentence, offer, areas, theme, frame);
        return;
    }
    let Some(toast) = &model.toast else {
        if let Some(sentence) = model.reverting.as_ref().and_then(Reverting::sentence) {
            message(&more, ("↻", theme.warning), &sentence, None, areas, theme, frame);
        }
        return;
    };
    let (glyph, style) = match toast.tone {
        Tone::Done => ("✓", theme.good),
        Tone::Notice => ("!", theme.warning),
        Tone::Refused => ("✕", theme.danger),
    };
    message(&more, (glyph, style), &toast.text, offer, areas, theme, frame);
}

/// Writes a sentence in the line above the keys; one that is cut can be shown in full.
fn message(
    more: &str,
    (glyph, style): (&str, Style),
    text: &str,
    offer: Option<(&str, &str)>,
    areas: &Areas,
    theme: &Theme,
    frame: &mut Frame<'_>,
) {
    let line = indent(areas.message, 1);
    let width_of = |(key, words): (&str, &str)| cells(key) + cells(words) + 3;
    let mut offers: Vec<(&str, &str)> = offer.into_iter().collect();
    let room = |offers: &[(&str, &str)]| {
        let taken: u16 = offers.iter().map(|offer| width_of(*offer)).sum();
        line.width.saturating_sub(2 + taken)
    };
    if cells(text) > room(&offers) {
        offers.push((more, "more"));
    }
    let buffer = frame.buffer_mut();
    Clear.render(rect(areas.message), buffer);
    put(buffer, line, line.x, glyph, style);
    let area = Rect {
        width: room(&offers) + 2,
        ..line
    };
    put(buffer, area, area.x + 2, text, style);
    let mut end = line;
    for (key, words) in offers.into_iter().rev() {
        let x = put_right(buffer, end, &format!("{key} {words}"), theme.dim);
        put(buffer, end, x, key, theme.key);
        end.width = x.saturating_sub(end.x + 3);
    }
}
