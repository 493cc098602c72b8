//! How the connection to HubSpot stands, in the corner of every screen.

use ratatui::style::Style;

use super::Theme;
use crate::app::Model;
use crate::app::sync::Connection;
use crate::domain::Standstill;
use crate::input::Command;

/// Gives a glyph with words, and their style; none while HubSpot plays no part.
pub(super) fn status(model: &Model, theme: &Theme) -> Option<(String, Style)> {
    let sync = &model.sync;
    if let Some(progress) = sync.running {
        let parts = if progress.of > 1 {
            format!(" {}/{}", progress.done + 1, progress.of)
        } else {
            String::new()
        };
        let text = format!(
            "{} HubSpot: {}{parts}, {} stops",
            sync.spinner(),
            progress.stage,
            model.key_text(Command::StopSync)
        );
        return Some((text, theme.accent));
    }
    match (&sync.connection, sync.standstill) {
        (Connection::Unknown | Connection::NeedsToken, _) => None,
        (Connection::Unusable(_), _) => Some(("✕ HubSpot: token".to_owned(), theme.danger)),
        (Connection::Ready, None) => Some(match sync.last_at {
            Some(at) => {
                let time = at.minute_in(&model.zone);
                let time = time.split_once(' ').map_or(time.as_str(), |(_, clock)| clock);
                (format!("✓ HubSpot {time}"), theme.dim)
            }
            None => {
                let key = model.key_text(Command::Sync);
                (format!("○ HubSpot: {key} syncs"), theme.text)
            }
        }),
        (Connection::Ready, Some(standstill)) => Some(standing(standstill, theme)),
    }
}

/// Gives a glyph with words for why no sync gets on.
pub(super) fn standing(standstill: Standstill, theme: &Theme) -> (String, Style) {
    let (text, style) = match standstill {
        Standstill::Offline => ("⚠ HubSpot: offline", theme.warning),
        Standstill::Paused => ("⚠ HubSpot: pausing", theme.warning),
        Standstill::Token => ("✕ HubSpot: needs a token", theme.danger),
        Standstill::Scopes => ("✕ HubSpot: scopes missing", theme.danger),
        Standstill::Fault => ("✕ HubSpot: last sync failed", theme.danger),
    };
    (text.to_owned(), style)
}
