//! The connection to the source: its state, the near misses, and the log of runs.

use super::part::{ScreenPart, drop_answer, whole};
use crate::app::context::{Context, Heights};
use crate::app::destination::Destination;
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::toast::Tone;
use crate::app::{Answer, Query};
use crate::domain::{Integration, NearMiss, RunFilter, SyncRun};
use crate::input::{Command, Layer, Tab};

/// Which of the two lists the keys act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The near misses.
    NearMisses,
    /// The log of runs.
    Runs,
}

/// The connection to the source.
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

impl IntegrationsScreen {
    pub(in crate::app) fn new() -> Self {
        Self {
            integration: None,
            misses: List::default(),
            runs: List::default(),
            run_filter: RunFilter::All,
            half: Half::NearMisses,
        }
    }

    /// Selects a row of one of the lists; a near miss that was selected shows its fix.
    pub(in crate::app) fn click(&mut self, half: Half, place: usize, heights: Heights) -> Next {
        let again = self.half == half && half == Half::NearMisses && self.misses.selected_place() == place;
        self.half = half;
        match half {
            Half::NearMisses => self.misses.select(place, heights.misses),
            Half::Runs => self.runs.select(place, heights.runs),
        }
        if again {
            Next::Run(Command::FixDomain)
        } else {
            Next::Stay
        }
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

impl ScreenPart for IntegrationsScreen {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Integrations, Layer::List, Layer::Global, Layer::Always]
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_miss = matches!(command, Command::FixDomain | Command::LinkPerson | Command::Open);
        let has_miss = self.half == Half::NearMisses && self.misses.selected().is_some();
        (needs_miss && !has_miss).then_some("No near miss is selected. Press {sync} to look for some.")
    }

    fn title(&self) -> &'static str {
        "Integrations"
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let heights = context.heights;
        let requests = &mut *context.requests;
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
                requests.ask(Query::Runs(self.run_filter));
            }
            (Command::FixDomain, Some(miss)) => return Next::FixDomain(Box::new(miss.clone())),
            (Command::LinkPerson, Some(miss)) => return Next::LinkPeople(Box::new(miss.clone())),
            (Command::Open, Some(miss)) => {
                return Next::Visit(miss.customer, Destination::Tab(Tab::Contacts));
            }
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    fn reload(&mut self, context: &mut Context<'_>) {
        context.requests.ask(Query::Integration);
        context.requests.ask(Query::NearMisses);
        context.requests.ask(Query::Runs(self.run_filter));
    }

    fn take(&mut self, query: &Query, answer: Answer, context: &mut Context<'_>) -> Next {
        match (query, answer) {
            (Query::NearMisses, Answer::NearMisses(misses)) => {
                self.take_misses(misses, context.heights.misses);
            }
            (Query::Runs(_), Answer::Runs(runs)) => self.take_runs(runs, context.heights.runs),
            (query, _) => drop_answer(query),
        }
        Next::Stay
    }

    fn fail(&mut self, query: &Query, sentence: String) -> Option<String> {
        if matches!(query, Query::NearMisses) {
            self.misses.fail(sentence);
        } else if matches!(query, Query::Runs(_)) {
            self.runs.fail(sentence);
        } else {
            return Some(sentence);
        }
        None
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.misses.keep_in_view(heights.misses);
        self.runs.keep_in_view(heights.runs);
    }
}
