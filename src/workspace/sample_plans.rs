//! The onboardings of the sample data: some on their way, some late, some about which somebody is to be told.

use jiff::tz::TimeZone;
use serde::Deserialize;

use super::sample::rows;
use super::{Author, Error, Workspace, onboard, record_in, sample_book, tasks};
use crate::domain::{
    AssigneeFields, Audience, ContactRole, Date, Field, Name, NewTaskFields, NoteText, OnboardingFields,
    OpenTasks, OthersActive, Outcome, PhaseMove, Phases, PlannedPhase, SafeText, Timestamp,
};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// For how many days an onboarding was in the phase before.
const DAYS_BEFORE: i64 = 10;

#[derive(Deserialize)]
struct PlanRow {
    /// The name of the customer.
    customer: String,
    /// The place of the phase, from 1.
    phase: usize,
    /// For how many days it has been in the phase.
    days: i64,
    /// In how many days it should be done.
    target: Option<i64>,
    /// What the customer is to do, if anything.
    task: String,
    /// Who does it: `role:` and a role of contacts; none if it is for whoever gets the notifications.
    assignee: String,
    /// What else is to be known to do it, if anything.
    task_note: String,
    /// What is a part of it, if anything.
    subtask: String,
    /// What was said when it came into the phase; none if it started there.
    note: String,
}

impl Workspace {
    /// Loads the sample data that comes with the program: customers, their contacts, their onboardings, notes and fields.
    pub fn load_sample(&mut self, phases: &Phases) -> Result<(), Error> {
        self.load_book(&sample_book()?)?;
        for row in rows::<PlanRow>(include_str!("../../assets/demo_onboardings.csv"))? {
            let mut reached = phases.all().iter().take(row.phase).rev();
            // The phases may be the user's own, and fewer.
            if let Some(phase) = reached.next().filter(|_| row.phase <= phases.all().len()) {
                self.load_plan(&row, phase, reached.next())?;
            }
        }
        self.load_notes()?;
        self.load_fields()?;
        // It is there to be looked at; what the user does from now on can be undone.
        self.store.write(|writer| Ok(writer.settle_changes()?))
    }

    fn load_plan(
        &mut self,
        row: &PlanRow,
        phase: &PlannedPhase,
        before: Option<&PlannedPhase>,
    ) -> Result<(), Error> {
        let customer = self.find_customer(&row.customer)?.id;
        let now = self.clock.now();
        let at = ago(now, row.days);
        let (first, since) = match before.filter(|_| !row.note.is_empty()) {
            Some(before) => (before, ago(at, DAYS_BEFORE)),
            None => (phase, at),
        };
        let fields = OnboardingFields {
            csm: None,
            target: row.target.map(|days| day(now).plus_days(days)),
            phase: first.phase.clone(),
            template: None,
        };
        let Self {
            store,
            actor,
            ids,
            renderer,
            sending,
            session,
            ..
        } = self;
        let author = Author {
            actor,
            session: *session,
        };
        let planned = |phase: &PlannedPhase, at| phase.tasks_from(day(at));
        store.write(|writer| {
            let done = record_in(writer, author, ids, since, *sending, |recorder| {
                let tasks = planned(first, since);
                onboard::start(recorder, customer, &fields, tasks, OthersActive::Refused)
            })?;
            let Outcome::OnboardingStarted { onboarding, .. } = done.outcome else {
                return Ok(());
            };
            if since != at {
                let how = PhaseMove::Advance {
                    to: phase.phase.clone(),
                    note: Some(SafeText::clean(&row.note)),
                };
                record_in(writer, author, ids, at, *sending, |recorder| {
                    let (open, tasks) = (OpenTasks::Complete, planned(phase, at));
                    onboard::move_phase(recorder, renderer.as_ref(), onboarding.id, how, open, tasks)
                })?;
            }
            if !row.task.is_empty() {
                let task = NewTaskFields {
                    title: title(&row.task)?,
                    assignee: ContactRole::addressed(&row.assignee)
                        .transpose()
                        .map_err(|error| Error::field(Field::Assignee, error.to_string()))?
                        .map(AssigneeFields::Role),
                    due: fields.target,
                    audience: Audience::Customer,
                    note: NoteText::parse(&row.task_note).ok(),
                };
                let done = record_in(writer, author, ids, at, *sending, |recorder| {
                    tasks::add(recorder, renderer.as_ref(), onboarding.id, None, &task)
                })?;
                if let (Outcome::TaskAdded { task: parent, .. }, false) =
                    (&done.outcome, row.subtask.is_empty())
                {
                    let part = NewTaskFields {
                        title: title(&row.subtask)?,
                        assignee: None,
                        due: fields.target,
                        audience: Audience::Internal,
                        note: None,
                    };
                    record_in(writer, author, ids, at, *sending, |recorder| {
                        let parent = Some(parent.id);
                        tasks::add(recorder, renderer.as_ref(), onboarding.id, parent, &part)
                    })?;
                }
            }
            Ok(())
        })
    }
}

fn title(text: &str) -> Result<Name, Error> {
    Name::parse(text).map_err(|error| Error::field(Field::TITLE, error.to_string()))
}

/// Returns the day, which need not be that of the user's zone.
pub(super) fn day(at: Timestamp) -> Date {
    Date::of(at, &TimeZone::UTC)
}

/// Returns the same time so many days before.
pub(super) fn ago(at: Timestamp, days: i64) -> Timestamp {
    at.plus_millis(-days * DAY_MILLIS)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::testing::empty;
    use super::*;
    use crate::domain::{
        Change, Note, NoteFilter, NotificationState, Phase, PlannedDue, PlannedTask, RouteReason, UndoTarget,
        WithSubtasks,
    };

    fn phases(names: &[&str]) -> Phases {
        let planned = |name: &&str| PlannedPhase {
            phase: Phase::parse(name).expect("a phase"),
            days: 14,
            tasks: vec![WithSubtasks::from(PlannedTask {
                title: Name::parse("Hold a call").expect("a title"),
                audience: Audience::Internal,
                due: Some(PlannedDue::AfterStart(3)),
                assignee: None,
                note: None,
            })],
        };
        Phases::new(names.iter().map(planned).collect()).expect("phases")
    }

    #[test]
    fn some_are_late_and_some_people_are_to_be_told() {
        let mut workspace = empty();
        workspace
            .load_sample(&phases(&["Kickoff", "Integration", "UAT", "Launch", "Adoption"]))
            .expect("loaded");
        assert!(workspace.make(Change::Undo(UndoTarget::Latest)).is_err());
        let onboardings = workspace.onboardings(None).expect("listed");
        assert_eq!(onboardings.len(), 10);
        let notes = workspace.notes(NoteFilter::All).expect("listed");
        let on_onboarding = |note: &&Note| note.subject.onboarding().is_some();
        assert_eq!((notes.len(), notes.iter().filter(on_onboarding).count()), (9, 2));
        let today = day(workspace.now());
        let late = |target: Option<Date>| target.is_some_and(|target| target < today);
        assert_eq!(onboardings.iter().filter(|one| late(one.target)).count(), 2);
        let notifications = workspace.notifications().expect("listed");
        assert!(
            notifications
                .iter()
                .all(|one| one.state == NotificationState::Held)
        );
        let told = |reason| notifications.iter().any(|one| one.reason == reason);
        assert!(told(RouteReason::Primary) && told(RouteReason::OwnerFallback));
    }

    #[rstest]
    #[case(&["Kickoff"], 2)]
    #[case(&["Kickoff", "Go"], 5)]
    fn phases_of_the_user_s_own_may_be_fewer(#[case] names: &[&str], #[case] count: usize) {
        let mut workspace = empty();
        workspace.load_sample(&phases(names)).expect("loaded");
        assert_eq!(workspace.onboardings(None).expect("listed").len(), count);
    }
}
