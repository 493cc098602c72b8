//! From screen to screen: what a command does there, and what follows from it.

use super::dialog::Dialog;
use super::layout;
use super::model::{Model, Place, Prefix};
use super::requests::Purpose;
use super::screens::{
    AllOnboardings, CompaniesScreen, CustomerScreen, Heights, IntegrationsScreen, Next, NotificationsScreen,
    Workbench,
};
use super::sync::{Connection, SyncWish};
use super::toast::{Offer, Tone};
use super::tour::TourStep;
use super::{Effect, Query};
use crate::domain::{
    Change, CustomerDomain, Date, DomainEffect, NearMiss, NewTaskFields, OnboardingId, OpenTasks, Outcome,
    Phase, PhaseMove, Reversal,
};
use crate::input::Command;

impl Model {
    pub(super) fn run_on_screen(&mut self, command: Command) {
        self.prefix = Prefix::None;
        if command == Command::Back {
            self.toast = None;
        }
        let (height, heights) = (self.list_height(), self.half_heights());
        match command {
            Command::GoTo => self.prefix = Prefix::GoTo,
            Command::ShowCustomers => self.show_customers(),
            Command::ShowIntegrations => self.show_integrations(),
            Command::ListCompanies => self.show_companies(),
            Command::ShowOnboardings => {
                self.place = Place::Onboardings(AllOnboardings::open(&mut self.requests));
            }
            Command::ShowWorkbench => {
                self.place = Place::Workbench(Workbench::open(self.schedule(), &mut self.requests));
            }
            Command::ShowNotifications => {
                self.sought = None;
                self.show_notifications();
            }
            Command::Sync
            | Command::SyncFull
            | Command::StopSync
            | Command::Connect
            | Command::Disconnect => self.run_sync(command),
            Command::SetUpMail
            | Command::SetUpSlack
            | Command::TestChannel
            | Command::ConfirmChannel
            | Command::ApproveAll
            | Command::SendNow => self.run_delivery(command),
            Command::Tour => self.dialog = Some(Dialog::tour(TourStep::People, &self.keymap)),
            Command::OpenSampleData => self.requests.wish(Effect::OpenSampleData),
            Command::Undo => self.ask_to_revert(Reversal::Undo),
            Command::Redo => self.ask_to_revert(Reversal::Redo),
            Command::PasteList => self.open_pane(),
            Command::Export => self.open_export(),
            Command::ShowViews => self.show_views(),
            command => {
                let next = match &mut self.place {
                    Place::Customers => {
                        self.customers
                            .update(command, &self.owner, height, &mut self.requests)
                    }
                    Place::Customer(screen) => {
                        screen.update(command, &self.phases, height, &mut self.requests)
                    }
                    Place::Integrations(screen) => screen.update(command, heights, &mut self.requests),
                    Place::Companies(screen) => screen.update(command, &self.owner, height),
                    Place::Notifications(screen) => screen.update(command, height),
                    Place::Onboardings(screen) => screen.update(command, height),
                    Place::Workbench(screen) => screen.update(command, height),
                };
                self.follow(next);
            }
        }
    }

    fn follow(&mut self, next: Next) {
        match next {
            Next::Stay => self.keep_in_view(),
            Next::Fill(form) => self.open_form(*form),
            Next::Ask(dialog) => self.dialog = Some(dialog),
            Next::Make(change) => self.requests.make(Purpose::Act, change),
            Next::Tell(tone, text) => self.tell(tone, Offer::None, text),
            Next::Open(customer, tab) => {
                let screen = CustomerScreen::open(*customer, tab, self.list_height(), &mut self.requests);
                self.place = Place::Customer(Box::new(screen));
            }
            Next::Approve(one) => self.approve_one(&one),
            Next::Resend(one) => self.resend_one(&one),
            Next::Merge(pair) => self.open_merge(pair.0, pair.1),
            Next::Leave => self.show_customers(),
            Next::Copy(clipping) => self.requests.wish(Effect::Copy(clipping)),
            Next::Who(customer) => self.ask_who(customer),
            Next::Write(customer, contacts) => self.ask_drafts(customer, contacts),
            Next::Rehearse(change) => self.rehearse_change(change),
            Next::Visit(customer, landing) => self.visit(customer, landing),
            Next::Seek(notification) => {
                self.sought = Some(notification);
                self.show_notifications();
            }
            Next::Mend(miss) => self.rehearse(miss),
            Next::LinkPeople(miss) => {
                let (customer, domain) = (miss.customer, miss.domain.clone());
                self.miss = Some(miss);
                self.requests
                    .ask(Purpose::People, Query::NearMissPeople { customer, domain });
            }
        }
    }

    fn show_notifications(&mut self) {
        self.look_at_delivery();
        self.place = Place::Notifications(NotificationsScreen::open(&mut self.requests));
    }

    fn show_customers(&mut self) {
        self.place = Place::Customers;
        self.customers.reload(&mut self.requests);
    }

    /// Asks again for all that shows.
    pub(super) fn reload(&mut self) {
        match &mut self.place {
            Place::Customers => self.customers.reload(&mut self.requests),
            Place::Customer(screen) => screen.reload(&mut self.requests),
            Place::Integrations(screen) => screen.reload(&mut self.requests),
            Place::Companies(_) => {}
            Place::Notifications(screen) => screen.reload(&mut self.requests),
            Place::Onboardings(screen) => screen.reload(&mut self.requests),
            Place::Workbench(screen) => screen.reload(&mut self.requests),
        }
        self.ask_search();
        self.ask_changes();
        if let Some(pane) = &self.pane {
            self.requests.ask(Purpose::Pane, Query::List(pane.customer));
        }
    }

    /// Asks for rows that show and are not here.
    pub(super) fn load_missing(&mut self) {
        self.load_changes();
        let height = self.list_height();
        match &mut self.place {
            Place::Customers => self.customers.load_missing(height, &mut self.requests),
            Place::Customer(screen) => screen.load_missing(height, &mut self.requests),
            Place::Integrations(_)
            | Place::Companies(_)
            | Place::Notifications(_)
            | Place::Onboardings(_)
            | Place::Workbench(_) => {}
        }
    }

    /// Scrolls the lists so that what is selected shows in the room there is now.
    pub(super) fn keep_in_view(&mut self) {
        let height = self.list_height();
        self.customers.list.keep_in_view(height);
        let heights = self.half_heights();
        let changes_height = self.changes_height();
        if let Some(changes) = &mut self.changes {
            changes.list.keep_in_view(changes_height);
        }
        match &mut self.place {
            Place::Customers => {}
            Place::Customer(screen) => {
                screen.contacts.list.keep_in_view(height);
                screen.history.list.keep_in_view(height);
                screen.onboardings.rows.keep_in_view(height);
            }
            Place::Notifications(screen) => screen.list.keep_in_view(height),
            Place::Onboardings(screen) => screen.list.keep_in_view(height),
            Place::Workbench(screen) => screen.list.keep_in_view(height),
            Place::Integrations(screen) => {
                screen.misses.keep_in_view(heights.misses);
                screen.runs.keep_in_view(heights.runs);
            }
            Place::Companies(screen) => screen.list.keep_in_view(height),
        }
        self.fit_pane();
    }

    fn show_integrations(&mut self) {
        let screen = IntegrationsScreen::open(&mut self.requests);
        self.place = Place::Integrations(Box::new(screen));
    }

    fn show_companies(&mut self) {
        match self.sync.connection {
            Connection::Ready => {
                self.place = Place::Companies(CompaniesScreen::default());
                self.requests.wish(Effect::Sync(SyncWish::ListCompanies));
            }
            Connection::Unknown | Connection::NeedsToken | Connection::Unusable(_) => {
                let text = "HubSpot is not connected. Press g i, then c, to connect it.";
                self.tell(Tone::Notice, Offer::None, text);
            }
        }
    }

    /// Asks what the domain of a near miss would do; one that cannot be a customer's is refused with the reason.
    fn rehearse(&mut self, miss: Box<NearMiss>) {
        match CustomerDomain::parse(miss.domain.ascii()) {
            Ok(domain) => {
                let customer = miss.customer;
                self.miss = Some(miss);
                self.requests
                    .ask(Purpose::Mend, Query::DomainEffect { customer, domain });
            }
            Err(reason) => {
                let text = format!("{reason} To link people by hand, press L.");
                self.tell(Tone::Notice, Offer::None, text);
            }
        }
    }

    /// Shows what the domain of the near miss at hand would do.
    pub(super) fn rehearsed(&mut self, effect: DomainEffect) {
        if let Some(miss) = self.miss.take()
            && let Ok(domain) = CustomerDomain::parse(miss.domain.ascii())
        {
            self.dialog = Some(Dialog::mend(&miss, domain, effect));
        }
    }

    /// Gives the heights of the two lists of the integrations screen.
    pub(super) fn half_heights(&self) -> Heights {
        let areas = layout::integrations(self);
        Heights {
            misses: usize::from(areas.misses.height),
            runs: usize::from(areas.runs.height),
        }
    }

    /// Has a move of an onboarding shown before it is made.
    pub(super) fn rehearse_move(&mut self, onboarding: OnboardingId, how: PhaseMove) {
        let change = self.with_tasks(Change::MovePhase {
            onboarding,
            how,
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        });
        self.rehearse_change(change);
    }

    /// Adds the tasks of the phase that an onboarding enters for the first time.
    pub(super) fn with_tasks(&self, change: Change) -> Change {
        match change {
            Change::StartOnboarding {
                customer, onboarding, ..
            } => Change::StartOnboarding {
                customer,
                tasks: self.tasks_of(&onboarding.phase),
                onboarding,
            },
            Change::MovePhase {
                onboarding,
                how,
                open,
                ..
            } => Change::MovePhase {
                onboarding,
                tasks: match &how {
                    PhaseMove::Advance { to, .. } | PhaseMove::Skip { to } => self.tasks_of(to),
                    PhaseMove::Back { .. } | PhaseMove::Finish { .. } => Vec::new(),
                },
                how,
                open,
            },
            change => change,
        }
    }

    /// Gives the tasks that come with a phase, with their days counted from today.
    pub(super) fn tasks_of(&self, phase: &Phase) -> Vec<NewTaskFields> {
        let today = Date::of(self.now, &self.zone);
        let planned = self.phases.find(phase.as_str());
        planned
            .map(|planned| planned.tasks_from(today))
            .unwrap_or_default()
    }

    /// Asks what a change would do, to show who is told before it is made.
    pub(super) fn rehearse_change(&mut self, change: Change) {
        self.requests
            .ask(Purpose::Rehearse, Query::Rehearse(Box::new(change.clone())));
        self.rehearsing = Some(change);
    }

    /// Shows what the change at hand would do.
    pub(super) fn rehearsed_change(&mut self, outcome: &Outcome) {
        let Some(change) = self.rehearsing.take() else {
            return;
        };
        match outcome {
            // It tells nobody, so there is nothing to see before.
            Outcome::TaskAdded { route: None, .. } | Outcome::TaskEdited { route: None, .. } => {
                self.requests.make(Purpose::Save, change);
            }
            outcome => self.dialog = Some(Dialog::preview(change, outcome)),
        }
    }
}
