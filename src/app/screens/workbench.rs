//! The workbench: what wants attention across all customers, worked off one by one.

use super::part::{Count, ScreenPart, Shown, click, drop_answer, whole};
use crate::app::context::{Context, Heights};
use crate::app::destination::Destination;
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::form::Form;
use crate::app::toast::Tone;
use crate::app::{Answer, Query};
use crate::domain::{Change, ContactFilter, CustomerEdit, Need, NoteEdit, NoteOn, PlanId, WorkItem};
use crate::input::{Command, Layer, Tab};

/// What wants attention across all customers.
#[derive(Debug, Clone, Default)]
pub struct Workbench {
    /// The most urgent first.
    pub list: List<WorkItem>,
}

impl Workbench {
    /// Takes rows that came, and stays with the selected one.
    fn take_rows(&mut self, rows: Vec<WorkItem>, height: usize) {
        let found = self
            .list
            .selected()
            .and_then(|selected| rows.iter().position(|row| row == selected));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}

impl ScreenPart for Workbench {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::DrillDown, Layer::List, Layer::Global, Layer::Always]
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(command, Command::Open | Command::WriteNote | Command::MarkDone);
        match (needs_row, self.list.selected()) {
            (true, None) => Some("Nothing needs attention."),
            (true, Some(item)) if command == Command::MarkDone && done(item).is_none() => Some(
                "Only a follow-up, a task or a win-back can be marked done. Press {open} to see to this.",
            ),
            (true, Some(_)) | (false, _) => None,
        }
    }

    fn title(&self) -> &'static str {
        "Workbench"
    }

    fn count(&self) -> Option<Count> {
        Some(Count::of(&self.list, "item", "items"))
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let height = context.heights.list;
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Notice, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::Open, Some(item)) => return lead(item),
            (Command::WriteNote, Some(item)) => {
                let (on, subject) = about(item);
                return Next::Fill(Box::new(Form::new_note(on, subject)));
            }
            (Command::MarkDone, Some(item)) => return done(item).map_or(Next::Stay, Next::Make),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    fn reload(&mut self, context: &mut Context<'_>) {
        context.requests.ask(Query::Work(Box::new(context.schedule())));
    }

    fn take(&mut self, query: &Query, answer: Answer, context: &mut Context<'_>) -> Next {
        match (query, answer) {
            (Query::Work(_), Answer::Work(rows)) => self.take_rows(rows, context.heights.list),
            (query, _) => drop_answer(query),
        }
        Next::Stay
    }

    fn fail(&mut self, query: &Query, sentence: String) -> Option<String> {
        if matches!(query, Query::Work(_)) {
            self.list.fail(sentence);
        } else {
            return Some(sentence);
        }
        None
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.list.keep_in_view(heights.list);
    }

    fn rows(&self) -> Shown {
        Shown::of(&self.list)
    }

    fn click_row(&mut self, place: usize, height: usize) -> Next {
        click(&mut self.list, place, height, Command::Open)
    }
}

/// Returns what a note on a line is on, with its name.
fn about(item: &WorkItem) -> (NoteOn, String) {
    let customer = &item.customer_name;
    match &item.need {
        Need::FollowUp { note, .. } => (note.on(), note.subject_words()),
        Need::LateOnboarding { onboarding, .. } => (
            NoteOn::Onboarding(onboarding.id),
            format!("the onboarding of {customer}"),
        ),
        Need::PrimaryElsewhere { id, name }
        | Need::NearDate {
            contact: Some((id, name)),
            ..
        } => (NoteOn::Contact(*id), format!("{name} of {customer}")),
        Need::AtRisk { .. }
        | Need::FailedNotification { .. }
        | Need::OverdueTask { .. }
        | Need::WinBack(_)
        | Need::NearDate { contact: None, .. }
        | Need::NoContacts
        | Need::NoPrimary
        | Need::SingleContact => (NoteOn::Customer(item.customer), customer.to_string()),
    }
}

/// Returns what marks a line as done; none if another act meets its need.
fn done(item: &WorkItem) -> Option<Change> {
    match &item.need {
        Need::FollowUp { note, .. } => Some(Change::EditNote {
            note: note.id,
            edits: vec![NoteEdit::FollowUpOn(None)],
        }),
        Need::OverdueTask { id, .. } => Some(Change::CompleteTasks(vec![*id])),
        Need::WinBack(_) => Some(Change::EditCustomer {
            customer: item.customer,
            edits: vec![CustomerEdit::WinBackOn(None)],
        }),
        Need::AtRisk { .. }
        | Need::FailedNotification { .. }
        | Need::LateOnboarding { .. }
        | Need::PrimaryElsewhere { .. }
        | Need::NearDate { .. }
        | Need::NoContacts
        | Need::NoPrimary
        | Need::SingleContact => None,
    }
}

/// Leads to where a need is met.
fn lead(item: &WorkItem) -> Next {
    let destination = match &item.need {
        Need::FailedNotification { id, .. } => return Next::Seek(*id),
        Need::LateOnboarding { onboarding, .. } => Destination::Plan(PlanId::Onboarding(onboarding.id)),
        Need::OverdueTask { id, .. } => Destination::Plan(PlanId::Task(*id)),
        Need::FollowUp { note, .. } => Destination::Note(note.id),
        Need::NearDate {
            contact: Some((id, _)),
            ..
        } => Destination::Contact(*id, ContactFilter::Active),
        Need::AtRisk { .. } | Need::WinBack(_) | Need::NearDate { contact: None, .. } => {
            Destination::Tab(Tab::Overview)
        }
        Need::PrimaryElsewhere { id, .. } => Destination::Contact(*id, ContactFilter::Active),
        Need::NoContacts | Need::NoPrimary | Need::SingleContact => Destination::Tab(Tab::Contacts),
    };
    Next::Visit(item.customer, destination)
}
