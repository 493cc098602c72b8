//! The workbench: what wants attention across all customers, worked off one by one.

use super::integrations::whole;
use super::{Landing, Next};
use crate::app::Query;
use crate::app::list::List;
use crate::app::requests::{Purpose, Requests};
use crate::app::toast::Tone;
use crate::domain::{ContactFilter, Need, PlanId, Schedule, WorkItem};
use crate::input::{Command, Tab};

/// What wants attention across all customers.
#[derive(Debug, Clone)]
pub struct Workbench {
    /// The most urgent first.
    pub list: List<WorkItem>,
    schedule: Schedule,
}

impl Workbench {
    pub(in crate::app) fn open(schedule: Schedule, requests: &mut Requests) -> Self {
        let screen = Self {
            list: List::default(),
            schedule,
        };
        screen.reload(requests);
        screen
    }

    /// Asks for the rows again.
    pub(in crate::app) fn reload(&self, requests: &mut Requests) {
        requests.ask(Purpose::Work, Query::Work(Box::new(self.schedule.clone())));
    }

    /// Says why a command cannot be carried out now.
    pub(in crate::app) fn refusal(&self, command: Command) -> Option<&'static str> {
        (command == Command::Open && self.list.selected().is_none()).then_some("Nothing wants attention.")
    }

    /// Carries a command out.
    pub(in crate::app) fn update(&mut self, command: Command, height: usize) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Notice, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::Open, Some(item)) => return lead(item),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    /// Takes rows that came, and stays with the selected one.
    pub(in crate::app) fn take(&mut self, rows: Vec<WorkItem>, height: usize) {
        let found = self
            .list
            .selected()
            .and_then(|selected| rows.iter().position(|row| row == selected));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}

/// Leads to where a need is met.
fn lead(item: &WorkItem) -> Next {
    let landing = match item.need {
        Need::FailedNotification { id, .. } => return Next::Seek(id),
        Need::LateOnboarding { id, .. } => Landing::Plan(PlanId::Onboarding(id)),
        Need::OverdueTask { id, .. } => Landing::Plan(PlanId::Task(id)),
        Need::PrimaryElsewhere { id, .. } => Landing::Contact(id, ContactFilter::Active),
        Need::NoContacts | Need::NoPrimary | Need::SingleContact => Landing::Tab(Tab::Contacts),
    };
    Next::Visit(item.customer, landing)
}
