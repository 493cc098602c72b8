//! The connection to HubSpot: its state, the near misses, the log of runs.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::{IntegrationsAreas, Rect, StateNote, integrations, state_note, wrap};
use crate::app::list::List;
use crate::app::screens::{Half, IntegrationsScreen};
use crate::app::sync::Connection;
use crate::domain::{NearMiss, RunFilter, RunState, SyncBlocker, SyncKind, SyncRun, Timestamp};
use crate::ui::Theme;
use crate::ui::sync::{standing, status};
use crate::ui::table::{Cell, Column, Look, Table, Width};
use crate::ui::text::{indent, put, row};

const MISSES: [Column<'_>; 3] = [
    Column::number("#", Width::Cells(4)),
    Column::text("Customer", Width::Parts(1)),
    Column::text("Who is near", Width::Parts(3)),
];

const RUNS: [Column<'_>; 4] = [
    Column::text("When", Width::Cells(16)),
    Column::text("What", Width::Cells(8)),
    Column::text("Requests", Width::Cells(8)),
    Column::text("Result", Width::Parts(1)),
];

pub(super) fn draw(model: &Model, screen: &IntegrationsScreen, theme: &Theme, buffer: &mut Buffer) {
    let areas = integrations(model);
    state(model, screen, &areas, theme, buffer);
    misses(model, screen, &areas, theme, buffer);
    runs(model, screen, &areas, theme, buffer);
}

fn state(
    model: &Model,
    screen: &IntegrationsScreen,
    areas: &IntegrationsAreas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let time = |at: Option<Timestamp>| at.map_or_else(|| "never".to_owned(), |at| at.minute_in(&model.zone));
    let known = screen.integration.clone().unwrap_or_default();
    let account = known.account.map(|id| format!("account {id}"));
    let (text, style) = connection(model, account, theme);
    let conflicts = match known.conflicts.len() {
        0 => String::new(),
        count => format!(" · ⚠ {count} in conflict"),
    };
    let counts = format!(
        "{} linked · {} gone from HubSpot · {} unlinked{conflicts}",
        known.linked, known.gone, known.unlinked,
    );
    let next = model
        .sync
        .next_at()
        .map(|at| format!(" · next {}", at.minute_in(&model.zone)));
    let times = format!(
        "full {} · changes {}{}",
        time(known.full_at),
        time(known.incremental_at),
        next.unwrap_or_default()
    );
    let lines: [(&str, &str, Style); 3] = [
        ("HubSpot", &text, style),
        ("Last sync", &times, theme.text),
        ("Contacts", &counts, theme.text),
    ];
    for (number, (label, value, style)) in lines.into_iter().enumerate() {
        let (names, values) = (row(areas.state, number), row(areas.values, number));
        put(buffer, names, names.x, label, theme.dim);
        put(buffer, values, values.x, value, style);
    }
    if let Some(note) = state_note(model, screen) {
        let style = match note {
            StateNote::Fault(_, blocker) => standing(blocker, theme).1,
            StateNote::Conflict(_) => theme.warning,
        };
        put(buffer, areas.note, areas.state.x, note.label(), theme.dim);
        lines_in(areas.note, &note.text(), style, buffer);
    }
}

/// Writes a text over the rows of an area; what does not fit is cut at the end of the last one.
fn lines_in(area: Rect, text: &str, style: Style, buffer: &mut Buffer) {
    let lines = wrap(text, usize::from(area.width));
    let last = usize::from(area.height).saturating_sub(1);
    for (number, text) in lines.iter().take(last).enumerate() {
        put(buffer, row(area, number), area.x, text, style);
    }
    let rest = lines.get(last..).unwrap_or_default().join(" ");
    put(buffer, row(area, last), area.x, &rest, style);
}

/// Counts the addresses that HubSpot gave to one contact while another has them here.
fn in_conflict(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " · ⚠ 1 address in conflict".to_owned(),
        many => format!(" · ⚠ {many} addresses in conflict"),
    }
}

fn connection(model: &Model, account: Option<String>, theme: &Theme) -> (String, Style) {
    if let Some((text, style)) = model.sync.running.and_then(|_| status(model, theme)) {
        return (text, style);
    }
    let with_account = |text: String| match account {
        Some(account) => format!("{text} · {account}"),
        None => text,
    };
    match (&model.sync.connection, model.sync.blocker) {
        (Connection::Unknown, _) => ("checking…".to_owned(), theme.dim),
        (Connection::NeedsToken, _) => (
            with_account(model.sentence("○ not connected: press {connect} and paste a token")),
            theme.warning,
        ),
        (Connection::Unusable(sentence), _) => (format!("✕ {sentence}"), theme.danger),
        (Connection::Ready, None) => (with_account("✓ connected".to_owned()), theme.good),
        (Connection::Ready, Some(blocker)) => {
            let (text, style) = standing(blocker, theme);
            (with_account(text.replace("HubSpot: ", "")), style)
        }
    }
}

/// Writes the title of a list, which says whether the keys act on it.
fn title(area: Rect, text: &str, is_here: bool, theme: &Theme, buffer: &mut Buffer) {
    let area = indent(area, 2);
    let style = if is_here { theme.accent } else { theme.heading };
    put(buffer, area, area.x, text, style);
}

/// Returns how a row is drawn: as the selected one only in the list on which the keys act.
fn look_in<T>(model: &Model, list: &List<T>, place: usize, is_here: bool) -> Look {
    match (look(model, list, place), is_here) {
        (Look::Selected, false) => Look::Plain,
        (look, _) => look,
    }
}

fn misses(
    model: &Model,
    screen: &IntegrationsScreen,
    areas: &IntegrationsAreas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let is_here = screen.half == Half::NearMisses;
    let count = screen.misses.total();
    let text = format!("Near misses: {count}");
    title(areas.misses_title, &text, is_here, theme, buffer);
    let none = match (&screen.integration, &model.sync.connection) {
        (_, Connection::NeedsToken) => "Press {connect} to connect HubSpot.",
        (Some(known), _) if known.full_at.is_none() => {
            "Not known before the first full sync. Press {sync} to start it."
        }
        _ => "None: everyone HubSpot associates with a customer has an email at its domain.",
    };
    if !has_rows(model, &screen.misses, (areas.misses, none), theme, buffer) {
        return;
    }
    let table = Table::new(&MISSES, areas.misses, theme);
    table.titles(buffer, areas.misses_head);
    let height = usize::from(areas.misses.height);
    for (number, (place, miss)) in screen.misses.window(height).enumerate() {
        if let Some(miss) = miss {
            let look = look_in(model, &screen.misses, place, is_here);
            table.row(buffer, number, look, &miss_cells(miss, theme));
        }
    }
}

fn miss_cells<'a>(miss: &'a NearMiss, theme: &Theme) -> [Cell<'a>; 3] {
    [
        Cell::new(miss.display_id.to_string(), theme.dim),
        Cell::new(miss.customer_name.as_str(), theme.text),
        Cell::new(miss.sentence(), theme.warning),
    ]
}

fn runs(
    model: &Model,
    screen: &IntegrationsScreen,
    areas: &IntegrationsAreas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let is_here = screen.half == Half::Runs;
    let (text, none) = match screen.run_filter {
        RunFilter::All => ("Log of syncs", "No syncs yet. Press {sync} to start one."),
        RunFilter::Errors => (
            "Log of syncs: errors only",
            "No failed syncs. Press {next_group} to see all.",
        ),
    };
    title(areas.runs_title, text, is_here, theme, buffer);
    if !has_rows(model, &screen.runs, (areas.runs, none), theme, buffer) {
        return;
    }
    let table = Table::new(&RUNS, areas.runs, theme);
    table.titles(buffer, areas.runs_head);
    let height = usize::from(areas.runs.height);
    for (number, (place, run)) in screen.runs.window(height).enumerate() {
        if let Some(run) = run {
            let look = look_in(model, &screen.runs, place, is_here);
            table.row(buffer, number, look, &run_cells(run, model, theme));
        }
    }
}

fn run_cells(run: &SyncRun, model: &Model, theme: &Theme) -> [Cell<'static>; 4] {
    let kind = match run.kind {
        SyncKind::Full => "full",
        SyncKind::Incremental => "changes",
    };
    let (result, style) = match (run.state, &run.fault) {
        (RunState::Running, _) => ("⋯ under way".to_owned(), theme.text),
        (RunState::Ok, fault) => {
            let conflicts = in_conflict(usize::try_from(run.conflicts).unwrap_or(usize::MAX));
            let skipped = fault
                .as_ref()
                .map(|fault| format!(". {}", fault.message))
                .unwrap_or_default();
            let style = if conflicts.is_empty() && skipped.is_empty() {
                theme.text
            } else {
                theme.warning
            };
            (format!("✓ {}{conflicts}{skipped}", run.counts.words()), style)
        }
        (RunState::Failed, Some(fault)) => match fault.kind.blocker() {
            None => (format!("· {}", fault.message), theme.dim),
            Some(SyncBlocker::Offline | SyncBlocker::Paused) => {
                (format!("⚠ {}", fault.message), theme.warning)
            }
            Some(SyncBlocker::Token | SyncBlocker::Scopes | SyncBlocker::Fault) => {
                (format!("✕ {}", fault.message), theme.danger)
            }
        },
        (RunState::Failed, None) => ("✕ failed".to_owned(), theme.danger),
    };
    [
        Cell::new(run.started_at.minute_in(&model.zone), theme.dim),
        Cell::new(kind, theme.text),
        Cell::new(run.requests.to_string(), theme.dim),
        Cell::new(result, style),
    ]
}
