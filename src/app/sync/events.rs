//! Requests to the sync, and what follows from what it reports.

use super::state::Asked;
use super::{Connection, Loss, SyncEvent, SyncRequest};
use crate::app::Query;
use crate::app::model::Model;
use crate::app::overlay::connect::{Account, Connect};
use crate::app::overlay::dialog::Dialog;
use crate::app::screens::CompaniesScreen;
use crate::app::toast::{Offer, Tone};
use crate::domain::{FaultKind, SyncFault, SyncReport};
use crate::input::Command;

/// What is said where companies have owners who could not be read.
const NO_OWNERS: &str = "The owners of HubSpot companies could not be read, so companies you add are assigned to you. To keep their owners, give the token the scope crm.objects.owners.read.";

impl Model {
    /// Asks how the connection stands.
    pub(in crate::app) fn look_at_sync(&mut self) {
        self.requests.ask(Query::Integration);
        self.requests.send(SyncRequest::Look);
    }

    /// Carries a command of the sync out, on any screen.
    pub(in crate::app) fn run_sync(&mut self, command: Command) {
        match command {
            Command::Sync => self.start_sync(SyncRequest::Run),
            Command::SyncFull => match &self.sync.fault {
                Some(SyncFault {
                    kind: FaultKind::TooManyUnlinks,
                    message,
                }) => {
                    let dialog = Dialog::allow_unlinking(message);
                    self.stack.push(dialog);
                }
                Some(_) | None => self.start_sync(SyncRequest::RunFull(Loss::Guarded)),
            },
            Command::StopSync if self.sync.running.is_some() => {
                self.requests.send(SyncRequest::Stop);
            }
            Command::StopSync => self.tell(Tone::Notice, Offer::None, "No sync is running."),
            Command::Connect => {
                self.toast = None;
                self.stack.push(Connect::new(Account::HubSpot));
            }
            Command::Disconnect => match self.sync.connection {
                Connection::Ready | Connection::Unusable(_) => self.stack.push(Dialog::disconnect()),
                Connection::Unknown | Connection::NeedsToken => {
                    self.tell(Tone::Notice, Offer::None, "HubSpot is not connected.");
                }
            },
            _ => {}
        }
    }

    pub(in crate::app) fn start_sync(&mut self, request: SyncRequest) {
        match (&self.sync.connection, &self.sync.running) {
            (_, Some(_)) => {
                self.sync.asked = Asked::ByPerson;
                let text = "A sync is already running. Press {stop_sync} to stop it.";
                self.tell(Tone::Notice, Offer::None, text);
            }
            (Connection::Ready, None) => {
                self.sync.asked = Asked::ByPerson;
                self.sync.next_at = None;
                self.toast = None;
                self.requests.send(request);
            }
            (Connection::Unusable(sentence), None) => {
                let text = sentence.clone();
                self.tell(Tone::Refused, Offer::None, text);
            }
            (Connection::Unknown | Connection::NeedsToken, None) => {
                let text = "HubSpot is not connected. Press {show_integrations}, then {integrations.connect}, to connect it.";
                self.tell(Tone::Notice, Offer::None, text);
            }
        }
    }

    /// Syncs after a change that HubSpot may have people for, if it is connected and nothing else runs.
    pub(in crate::app) fn sync_after_change(&mut self) {
        if self.sync.is_ready() && self.sync.running.is_none() {
            self.sync.asked = Asked::ByClock;
            self.requests.send(SyncRequest::Run);
        }
    }

    /// Lets time pass for the sync: the spinner turns, a run that is due begins.
    pub(in crate::app) fn sync_time_passed(&mut self) {
        self.sync.turn(self.now);
        if self.sync.take_due(self.now) {
            self.sync.asked = Asked::ByClock;
            self.requests.send(SyncRequest::Run);
        }
    }

    /// Takes in what the sync tells.
    pub(in crate::app) fn sync_told(&mut self, event: SyncEvent) {
        match event {
            SyncEvent::Looked(connection) => {
                self.sync.connection = connection;
                self.sync.plan_first(self.now);
            }
            SyncEvent::Progressed(progress) => {
                self.sync.running = Some(progress);
                self.sync.turn(self.now);
            }
            SyncEvent::Ended(end) => self.sync_ended(&end),
            SyncEvent::Connected(Ok(portal)) => {
                self.stack.close::<Connect>();
                self.sync.connection = Connection::Ready;
                self.tell(
                    Tone::Done,
                    Offer::None,
                    format!("Connected to {portal}. The first sync runs now."),
                );
                self.sync.fault = None;
                self.sync.blocker = None;
                self.requests.send(SyncRequest::Run);
            }
            SyncEvent::Connected(Err(sentence)) => match self.stack.get_mut::<Connect>() {
                Some(connect) => connect.refuse(sentence),
                None => self.tell(Tone::Refused, Offer::None, sentence),
            },
            SyncEvent::Disconnected(Ok(())) => {
                self.sync.connection = Connection::NeedsToken;
                self.sync.next_at = None;
                let text = "Disconnected: the token was removed. All contacts stay as they are.";
                self.tell(Tone::Done, Offer::None, text);
            }
            SyncEvent::Disconnected(Err(sentence)) => self.tell(Tone::Refused, Offer::None, sentence),
            SyncEvent::Companies(companies) => {
                if let Some(screen) = self.trail.get_mut::<CompaniesScreen>() {
                    let fault = companies.as_ref().ok().and_then(|list| list.fault.clone());
                    screen.take(companies.map(|list| list.companies));
                    let mut told: Vec<String> = fault.into_iter().map(|fault| fault.message).collect();
                    if screen.lacks_owners() {
                        told.push(NO_OWNERS.to_owned());
                    }
                    if !told.is_empty() {
                        self.tell(Tone::Notice, Offer::None, told.join(" "));
                    }
                }
            }
        }
    }

    fn sync_ended(&mut self, end: &SyncReport) {
        let asked = self.sync.asked;
        self.sync.end(end, self.now);
        self.sync.asked = Asked::ByClock;
        if asked == Asked::ByPerson {
            match &end.fault {
                None
                | Some(SyncFault {
                    kind: FaultKind::Skipped,
                    ..
                }) => {
                    let misses = match end.near_misses {
                        0 => String::new(),
                        1 => self.sentence(" 1 near miss: {show_integrations} shows it."),
                        many => format!(
                            " {many} near misses: {}",
                            self.sentence("{show_integrations} shows them.")
                        ),
                    };
                    let text = if self.has_no_customers() {
                        self.sentence(
                            "There are no customers yet, so nobody was linked. Press {show_customers}, then {customers.list_companies}, to add some from HubSpot.",
                        )
                    } else {
                        format!("Synced with HubSpot: {}.{misses}", end.counts.words())
                    };
                    match &end.fault {
                        None => self.tell(Tone::Done, Offer::None, text),
                        Some(fault) => {
                            self.tell(Tone::Notice, Offer::None, format!("{text} {}", fault.message));
                        }
                    }
                }
                Some(fault) => {
                    let tone = if fault.kind == FaultKind::Cancelled {
                        Tone::Notice
                    } else {
                        Tone::Refused
                    };
                    self.tell(tone, Offer::None, fault.message.clone());
                }
            }
        }
        self.requests.ask(Query::Integration);
        self.reload();
    }
}
