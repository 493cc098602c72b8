//! How the connection to HubSpot stands, in the corner of every screen.

use ratatui::style::Style;

use super::Theme;
use crate::app::Model;
use crate::app::sync::Connection;
use crate::domain::SyncBlocker;
use crate::input::Command;

/// Returns a glyph with words, and their style; none while HubSpot plays no part.
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
    match (&sync.connection, sync.blocker) {
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
        (Connection::Ready, Some(blocker)) => Some(standing(blocker, theme)),
    }
}

/// Returns a glyph with words for why no sync gets on.
pub(super) fn standing(blocker: SyncBlocker, theme: &Theme) -> (String, Style) {
    let (text, style) = match blocker {
        SyncBlocker::Offline => ("⚠ HubSpot: offline", theme.warning),
        SyncBlocker::Paused => ("⚠ HubSpot: pausing", theme.warning),
        SyncBlocker::Token => ("✕ HubSpot: needs a token", theme.danger),
        SyncBlocker::Scopes => ("✕ HubSpot: scopes missing", theme.danger),
        SyncBlocker::Fault => ("✕ HubSpot: last sync failed", theme.danger),
    };
    (text.to_owned(), style)
}
