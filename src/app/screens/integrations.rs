//! The connection to HubSpot: its state, the near misses, and the log of runs.

use super::{Landing, Next};
use crate::app::Query;
use crate::app::list::List;
use crate::app::requests::{Purpose, Requests};
use crate::app::toast::Tone;
use crate::domain::{Integration, NearMiss, Page, RunFilter, SyncRun};
use crate::input::{Command, Tab};

/// Which of the two lists the keys act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The near misses.
    NearMisses,
    /// The log of runs.
    Runs,
}

/// The connection to HubSpot.
#[derive(Debug, Clone)]
pub struct IntegrationsScreen {
    /// What is known of it.
    pub integration: Option<Integration>,
    /// The near misses, most people first.
    pub misses: List<NearMiss>,
    /// The last runs, newest first.
    pub runs: List<SyncRun>,
    /// Which runs show.
    pub run_filter: RunFilter,
    /// Which list the keys act on.
    pub half: Half,
}

/// The heights of the two lists, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Heights {
    /// Of the near misses.
    pub(in crate::app) misses: usize,
    /// Of the log.
    pub(in crate::app) runs: usize,
}

impl IntegrationsScreen {
    pub(in crate::app) fn open(requests: &mut Requests) -> Self {
        let screen = Self {
            integration: None,
            misses: List::default(),
            runs: List::default(),
            run_filter: RunFilter::All,
            half: Half::NearMisses,
        };
        screen.reload(requests);
        screen
    }

    /// Asks for everything again.
    pub(in crate::app) fn reload(&self, requests: &mut Requests) {
        requests.ask(Purpose::Integration, Query::Integration);
        requests.ask(Purpose::NearMisses, Query::NearMisses);
        requests.ask(Purpose::Runs, Query::Runs(self.run_filter));
    }

    /// Says why a command cannot be carried out now.
    pub(in crate::app) fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_miss = matches!(command, Command::Mend | Command::LinkPerson | Command::Open);
        let has_miss = self.half == Half::NearMisses && self.misses.selected().is_some();
        (needs_miss && !has_miss).then_some("No near miss is selected. They are found by a sync: press S.")
    }

    /// Carries a command out.
    pub(in crate::app) fn update(
        &mut self,
        command: Command,
        heights: Heights,
        requests: &mut Requests,
    ) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.misses.selected()) {
            (Command::Move(motion), _) => match self.half {
                Half::NearMisses => self.misses.step(motion, heights.misses),
                Half::Runs => self.runs.step(motion, heights.runs),
            },
            (Command::NextTab, _) => {
                self.half = match self.half {
                    Half::NearMisses => Half::Runs,
                    Half::Runs => Half::NearMisses,
                };
            }
            (Command::NextGroup, _) => {
                self.run_filter = match self.run_filter {
                    RunFilter::All => RunFilter::Errors,
                    RunFilter::Errors => RunFilter::All,
                };
                self.runs.rewind();
                requests.ask(Purpose::Runs, Query::Runs(self.run_filter));
            }
            (Command::Mend, Some(miss)) => return Next::Mend(Box::new(miss.clone())),
            (Command::LinkPerson, Some(miss)) => return Next::LinkPeople(Box::new(miss.clone())),
            (Command::Open, Some(miss)) => return Next::Visit(miss.customer, Landing::Tab(Tab::Contacts)),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    /// Takes near misses that came, and stays with the selected one.
    pub(in crate::app) fn take_misses(&mut self, misses: Vec<NearMiss>, height: usize) {
        let found = self.misses.selected().and_then(|selected| {
            misses
                .iter()
                .position(|miss| miss.customer == selected.customer && miss.domain == selected.domain)
        });
        self.misses.follow();
        self.misses.take(whole(misses, found), height);
    }

    /// Takes runs that came, and stays with the selected one.
    pub(in crate::app) fn take_runs(&mut self, runs: Vec<SyncRun>, height: usize) {
        let place = self.runs.selected_place();
        let found = self
            .runs
            .selected()
            .filter(|_| place > 0)
            .and_then(|selected| runs.iter().position(|run| run.id == selected.id));
        self.runs.follow();
        self.runs.take(whole(runs, found), height);
    }
}

/// Makes the page that is a whole list.
pub(super) fn whole<T>(rows: Vec<T>, found: Option<usize>) -> Page<T> {
    Page {
        total: rows.len(),
        offset: 0,
        rows,
        found,
    }
}
