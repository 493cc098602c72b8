//! The onboardings of a customer, each with its tasks below it.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::{has_rows, look};
use crate::app::Model;
use crate::app::layout::Areas;
use crate::app::screens::CustomerScreen;
use crate::domain::{Assignee, Audience, Onboarding, OnboardingState, PlanRow, Schedule, Task};
use crate::ui::Theme;
use crate::ui::table::{Cell, Column, Table, Width};

const COLUMNS: [Column<'_>; 5] = [
    Column::text("#", Width::Cells(5)),
    Column::text("Onboarding, tasks", Width::Parts(5)),
    Column::text("State", Width::Cells(10)),
    Column::text("Who", Width::Parts(3)),
    Column::text("Due", Width::Cells(12)),
];

pub(super) fn draw(
    model: &Model,
    screen: &CustomerScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let rows = &screen.onboardings.rows;
    let none = "No onboarding yet. Press {start_onboarding} to start one.";
    if !has_rows(model, rows, (areas.rows, none), theme, buffer) {
        return;
    }
    let schedule = model.schedule();
    let table = Table::new(&COLUMNS, areas.rows, theme);
    table.titles(buffer, areas.head);
    let height = usize::from(areas.rows.height);
    for (number, (place, row)) in rows.window(height).enumerate() {
        let cells = match row {
            Some(PlanRow::Onboarding(onboarding)) => onboarding_cells(onboarding, &schedule, theme),
            Some(PlanRow::Task(task)) => {
                let lateness = lateness(task, rows.first(usize::MAX), &schedule);
                task_cells(task, lateness, theme)
            }
            None => continue,
        };
        table.row(buffer, number, look(model, rows, place), &cells);
    }
}

/// Returns with a glyph and a word how an onboarding stands.
pub(super) fn state(one: &Onboarding, schedule: &Schedule, theme: &Theme) -> (&'static str, Style) {
    match (one.state, one.is_overdue(schedule)) {
        (OnboardingState::Active, false) => ("● active", theme.good),
        (OnboardingState::Active, true) => ("▲ late", theme.warning),
        (OnboardingState::Paused, _) => ("▪ paused", theme.dim),
        (OnboardingState::Done, _) => ("✓ done", theme.good),
    }
}

/// Returns the days in the phase of those that it should take; none once all is over.
pub(super) fn days(one: &Onboarding, schedule: &Schedule) -> String {
    let days = one.days_in_phase(schedule);
    match (one.state, one.is_over_its_phase(schedule)) {
        (OnboardingState::Done, _) => String::new(),
        (OnboardingState::Active | OnboardingState::Paused, true) => format!("▲ {days}"),
        (OnboardingState::Active | OnboardingState::Paused, false) => days.to_string(),
    }
}

fn onboarding_cells<'a>(one: &'a Onboarding, schedule: &Schedule, theme: &Theme) -> [Cell<'a>; 5] {
    let phase = match days(one, schedule).as_str() {
        "" => one.phase.to_string(),
        days => format!("{} · {days}", one.phase),
    };
    let phase = match &one.template {
        Some(template) if schedule.phases.lack(template) => format!("{phase} · {template}, gone"),
        Some(template) => format!("{phase} · {template}"),
        None => phase,
    };
    let is_past = one.is_past_target(schedule);
    let (state, style) = state(one, schedule, theme);
    let csm = one.csm.as_ref().map(|csm| csm.name.to_string());
    let target = one.target.map(|target| target.to_string());
    [
        Cell::new(format!("#{}", one.number), theme.dim),
        Cell::new(phase, theme.heading),
        Cell::new(state, style),
        Cell::new(csm.unwrap_or_else(|| "-".to_owned()), theme.text),
        Cell::new(
            match is_past {
                true => format!("▲ {}", target.unwrap_or_default()),
                false => target.unwrap_or_default(),
            },
            if is_past { theme.warning } else { theme.text },
        ),
    ]
}

/// Names who does a task, in the room of a column.
fn who(assignee: &Assignee) -> String {
    match assignee {
        Assignee::Csm(_) | Assignee::Contact { .. } => assignee.name(),
        Assignee::Role {
            by,
            holder: Some(holder),
            ..
        } => format!("{} ({})", holder.name, by.role),
        Assignee::Role { by, holder: None, .. } => by.in_brief(),
    }
}

/// Whether a task is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lateness {
    Overdue,
    InTime,
}

/// Returns whether a task is late; none is while its onboarding is paused.
fn lateness(task: &Task, rows: &[PlanRow], schedule: &Schedule) -> Lateness {
    let is_paused = rows.iter().any(|row| match row {
        PlanRow::Onboarding(one) => one.id == task.onboarding_id && one.state == OnboardingState::Paused,
        PlanRow::Task(_) => false,
    });
    match (task.is_overdue(schedule), is_paused) {
        (true, false) => Lateness::Overdue,
        (true, true) | (false, _) => Lateness::InTime,
    }
}

fn task_cells<'a>(task: &'a Task, lateness: Lateness, theme: &Theme) -> [Cell<'a>; 5] {
    let (state, style) = match (task.done_at, lateness) {
        (Some(_), _) => ("✓ done", theme.dim),
        (None, Lateness::Overdue) => ("▲ overdue", theme.warning),
        (None, Lateness::InTime) => ("○ open", theme.text),
    };
    let audience = match task.audience {
        Audience::Internal => "",
        Audience::Customer => " (customer)",
    };
    let indent = if task.parent.is_some() { "    " } else { "  " };
    let note = task.note.as_ref().map(|note| format!(" · {}", note.one_line()));
    let who = task.assignee.as_ref().map(who);
    let due = task.due.map(|due| due.to_string()).unwrap_or_default();
    [
        Cell::new(format!("  {}", task.number), theme.dim),
        Cell::new(
            format!("{indent}{}{audience}{}", task.title, note.unwrap_or_default()),
            theme.text,
        ),
        Cell::new(state, style),
        Cell::new(who.unwrap_or_default(), theme.text),
        Cell::new(due, style),
    ]
}
