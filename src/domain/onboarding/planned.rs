//! Phases as they are planned, with the tasks that come with them.

use super::Phase;
use crate::domain::{AssigneeFields, Audience, Date, Name, NewTaskFields, NoteText};

/// A phase as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPhase {
    /// The phase.
    pub phase: Phase,
    /// How many days it should take.
    pub days: u32,
    /// The tasks that an onboarding gets when it enters the phase.
    pub tasks: Vec<WithSubtasks<PlannedTask>>,
}

impl PlannedPhase {
    /// Returns the tasks of an onboarding that enters the phase on a day.
    pub fn tasks_from(&self, day: Date) -> Vec<WithSubtasks<NewTaskFields>> {
        self.dated(&self.tasks, day)
    }

    /// Returns tasks of the phase, which begins on a day.
    pub(super) fn dated(
        &self,
        tasks: &[WithSubtasks<PlannedTask>],
        day: Date,
    ) -> Vec<WithSubtasks<NewTaskFields>> {
        let task = |task: &PlannedTask| NewTaskFields {
            title: task.title.clone(),
            assignee: task.assignee.clone(),
            due: task.due.map(|due| due.on(day, self.days)),
            audience: task.audience,
            note: task.note.clone(),
        };
        let with_subtasks = |one: &WithSubtasks<PlannedTask>| WithSubtasks {
            task: task(&one.task),
            subtasks: one.subtasks.iter().map(task).collect(),
        };
        tasks.iter().map(with_subtasks).collect()
    }
}

/// A task with its subtasks, which have none of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithSubtasks<T> {
    /// The task.
    pub task: T,
    /// The parts of it, in their order.
    pub subtasks: Vec<T>,
}

impl<T> From<T> for WithSubtasks<T> {
    fn from(task: T) -> Self {
        Self {
            task,
            subtasks: Vec::new(),
        }
    }
}

/// A task that comes with a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTask {
    /// What is to be done.
    pub title: Name,
    /// Who sees it.
    pub audience: Audience,
    /// When it is due.
    pub due: Option<PlannedDue>,
    /// Who does it.
    pub assignee: Option<AssigneeFields>,
    /// What else is to be known to do it.
    pub note: Option<NoteText>,
}

/// When a task that comes with a phase is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedDue {
    /// So many days after the phase begins.
    AfterStart(u32),
    /// So many days before it should end.
    BeforeEnd(u32),
}

impl PlannedDue {
    /// Returns the day for a phase that begins on a day and should take so many; never a day before it begins.
    fn on(self, begin: Date, days: u32) -> Date {
        begin.plus_days(i64::from(match self {
            Self::AfterStart(after) => after,
            Self::BeforeEnd(before) => days.saturating_sub(before),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planned_task_is_due_from_the_start_or_the_end_of_its_phase() {
        let begin: Date = "2026-12-01".parse().expect("a day");
        let due = |due: PlannedDue| due.on(begin, 14).to_string();
        assert_eq!(due(PlannedDue::AfterStart(3)), "2026-12-04");
        assert_eq!(due(PlannedDue::BeforeEnd(4)), "2026-12-11");
        assert_eq!(due(PlannedDue::BeforeEnd(20)), "2026-12-01");
    }
}
