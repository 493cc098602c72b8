//! The state of the app: where the person is, what lies over it, and what is under way.

use std::collections::BTreeMap;

use super::ahead::Ahead;
use super::connect::Connect;
use super::delivery::DeliveryState;
use super::dialog::Dialog;
use super::form::{DraftKey, Form};
use super::help::Help;
use super::layout::{Size, areas};
use super::pane::{Focus, PastePane};
use super::pi::{Content, PiState};
use super::requests::Requests;
use super::screens::{
    AllOnboardings, CompaniesScreen, CustomerScreen, CustomersScreen, IntegrationsScreen,
    NotificationsScreen, Stock, Workbench,
};
use super::sync::SyncState;
use super::toast::Toast;
use super::words::{Typing, Words};
use super::{Effect, Msg};
use crate::domain::{Change, NearMiss, NotificationId, Phases, Schedule, Sending, Timestamp};
use crate::input::{Binding, Command, DEFAULTS, Key, Layer, Tab};

/// What the app starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The size of the terminal.
    pub size: Size,
    /// The time zone in which times are shown.
    pub zone: jiff::tz::TimeZone,
    /// Which data the store holds.
    pub data: Data,
    /// The owner that a new customer starts with, as `Cara Osei <cara@us.com>`; empty for none.
    pub owner: String,
    /// After how many milliseconds a sync runs by itself; none for never.
    pub sync_every_millis: Option<i64>,
    /// Whether anything is sent.
    pub sending: Sending,
    /// The phases of onboardings.
    pub phases: Phases,
    /// The present time.
    pub now: Timestamp,
}

/// Which data the app shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// The user's own.
    Own,
    /// The sample data, in a temporary place.
    Sample,
}

/// Where the person is.
#[derive(Debug, Clone)]
pub enum Place {
    /// The list of customers.
    Customers,
    /// A customer.
    Customer(Box<CustomerScreen>),
    /// The connection to HubSpot.
    Integrations(Box<IntegrationsScreen>),
    /// Companies of HubSpot that are no customers yet.
    Companies(CompaniesScreen),
    /// The notifications of all customers.
    Notifications(NotificationsScreen),
    /// The onboardings of all customers.
    Onboardings(AllOnboardings),
    /// What wants attention across all customers.
    Workbench(Workbench),
}

/// Whether the next key is the letter of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// It is a key like any other.
    None,
    /// It is, as `g` was pressed.
    GoTo,
}

/// A key of the bottom line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// The key.
    pub key: Key,
    /// What it does, in a word or two.
    pub words: &'static str,
    /// The command that it stands for.
    pub command: Command,
}

/// The state of the app.
#[derive(Debug)]
pub struct Model {
    /// The size of the terminal.
    pub size: Size,
    /// The time zone in which times are shown.
    pub zone: jiff::tz::TimeZone,
    /// Which data the store holds.
    pub data: Data,
    /// Where the person is.
    pub place: Place,
    /// The list of customers, which keeps its selection while a customer is open.
    pub customers: CustomersScreen,
    /// The form that is open.
    pub form: Option<Form>,
    /// The pane in which a list is pasted, if it is open.
    pub pane: Option<Box<PastePane>>,
    /// The line in which a token is pasted, if it is open.
    pub connect: Option<Connect>,
    /// How the connection to HubSpot stands.
    pub sync: SyncState,
    /// How notifications leave.
    pub delivery: DeliveryState,
    /// Who is on an account, and mails to its people.
    pub pi: PiState,
    pub(super) miss: Option<Box<NearMiss>>,
    pub(super) phases: Phases,
    pub(super) rehearsing: Option<Change>,
    pub(super) sought: Option<NotificationId>,
    /// The list of keys, if it is open.
    pub help: Option<Help>,
    /// The question that is asked.
    pub dialog: Option<Dialog>,
    /// The message that shows.
    pub toast: Option<Toast>,
    /// What is wrong with the store's file, in a sentence that stays.
    pub damage: Option<String>,
    /// Whether the next key is the letter of a screen.
    pub prefix: Prefix,
    pub(super) owner: String,
    pub(super) now: Timestamp,
    pub(super) pasted_at: Option<Timestamp>,
    pub(super) drafts: BTreeMap<DraftKey, Form>,
    pub(super) requests: Requests,
    pub(super) ahead: Ahead,
}

impl Model {
    /// Makes the first state and the first wishes.
    pub fn start(start: Start) -> (Self, Vec<Effect>) {
        let Start {
            size,
            zone,
            data,
            owner,
            sync_every_millis,
            sending,
            phases,
            now,
        } = start;
        let mut model = Self {
            size,
            zone,
            data,
            place: Place::Customers,
            customers: CustomersScreen::new(),
            form: None,
            pane: None,
            connect: None,
            sync: SyncState::new(sync_every_millis),
            delivery: DeliveryState::new(sending),
            pi: PiState::default(),
            miss: None,
            phases,
            rehearsing: None,
            sought: None,
            help: None,
            dialog: None,
            toast: None,
            damage: None,
            prefix: Prefix::None,
            owner,
            now,
            pasted_at: None,
            drafts: BTreeMap::new(),
            requests: Requests::default(),
            ahead: Ahead::new(),
        };
        model.keep_in_view();
        model.customers.search(&mut model.requests);
        model.look_at_sync();
        model.look_at_delivery();
        let effects = model.requests.take();
        (model, effects)
    }

    /// Takes a fact that happened at `now` into the state and gives what the program wishes because of it.
    #[must_use]
    pub fn update(&mut self, now: Timestamp, msg: Msg) -> Vec<Effect> {
        self.now = now;
        self.receive(msg);
        self.load_missing();
        self.requests.take()
    }

    /// Gives the time at which the app wants [`Msg::TimePassed`]: the end of the message that shows, or the time to keep
    /// a text.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let toast = self.toast.as_ref().map(|toast| toast.until);
        let draft = self.pane.as_ref().and_then(|pane| pane.keep_at());
        toast.into_iter().chain(draft).chain(self.sync.wake_at()).min()
    }

    /// Gives the day and the plan by which it is judged what is late.
    pub fn schedule(&self) -> Schedule {
        Schedule::at(self.now, self.zone.clone(), self.phases.clone())
    }

    /// Gives the time of the last fact.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Says whether questions or changes wait for their reply.
    pub fn in_flight(&self) -> bool {
        self.requests.is_waiting()
    }

    /// Says whether the welcome of an empty store shows.
    pub fn is_welcome(&self) -> bool {
        matches!(self.place, Place::Customers) && self.customers.stock == Stock::Empty && self.form.is_none()
    }

    /// Gives the keymap layers that hold, the strongest first.
    pub fn layers(&self) -> Vec<Layer> {
        if self.dialog.is_some() {
            return vec![Layer::Dialog, Layer::Always];
        }
        if self.help.is_some() {
            return vec![Layer::Help, Layer::Always];
        }
        if self.connect.is_some() {
            return vec![Layer::Connect, Layer::Always];
        }
        self.layers_below()
    }

    /// Gives the layers that hold under the list of keys.
    fn layers_below(&self) -> Vec<Layer> {
        if let Some(sheet) = &self.pi.sheet {
            let own = match sheet.content {
                Content::Who { .. } => Layer::Who,
                Content::Drafts { .. } => Layer::Drafts,
            };
            return vec![own, Layer::Sheet, Layer::Always];
        }
        if self.form.is_some() {
            return vec![Layer::Form, Layer::Always];
        }
        if let Some(pane) = &self.pane {
            let mut layers = match pane.focus {
                Focus::Text => vec![Layer::Pane, Layer::PaneText],
                Focus::Preview => vec![Layer::PanePreview, Layer::Pane, Layer::List, Layer::Global],
                Focus::Columns(_) => vec![Layer::PaneColumns],
                Focus::File(_) => vec![Layer::PaneFile],
            };
            layers.push(Layer::Always);
            return layers;
        }
        if self.words().is_some_and(|words| words.typing == Typing::On) {
            return vec![Layer::FilterLine, Layer::Always];
        }
        if self.prefix == Prefix::GoTo {
            return vec![Layer::GoTo, Layer::Always];
        }
        let mut layers = match &self.place {
            Place::Customers if self.is_welcome() => vec![Layer::Welcome],
            Place::Customers => vec![Layer::Customers, Layer::List],
            Place::Integrations(_) => vec![Layer::Integrations, Layer::List],
            Place::Companies(_) => vec![Layer::Companies, Layer::List],
            Place::Notifications(_) => vec![Layer::Notifications, Layer::List],
            Place::Onboardings(_) | Place::Workbench(_) => vec![Layer::Visits, Layer::List],
            Place::Customer(screen) => match screen.tab {
                Tab::Overview => vec![Layer::Overview, Layer::Customer],
                Tab::Contacts => vec![Layer::Contacts, Layer::Customer, Layer::List],
                Tab::Onboardings => vec![Layer::Onboardings, Layer::Customer, Layer::List],
                Tab::History => vec![Layer::Customer, Layer::List],
            },
        };
        layers.extend([Layer::Global, Layer::Always]);
        layers
    }

    /// Gives the words of the filter that holds where the person is.
    pub fn words(&self) -> Option<&Words> {
        match &self.place {
            Place::Customers => Some(&self.customers.words),
            Place::Customer(screen) => match screen.tab {
                Tab::Contacts => Some(&screen.contacts.words),
                Tab::Overview | Tab::Onboardings | Tab::History => None,
            },
            Place::Companies(screen) => Some(&screen.words),
            Place::Integrations(_)
            | Place::Notifications(_)
            | Place::Onboardings(_)
            | Place::Workbench(_) => None,
        }
    }

    /// Gives the bindings that work under the list of keys, each command once where its first layer names it.
    pub(super) fn bindings(&self) -> Vec<Binding> {
        let layers = self.layers_below();
        let mut found: Vec<Binding> = Vec::new();
        for layer in layers {
            for binding in DEFAULTS.iter().filter(|binding| binding.layer == layer) {
                let known = found.iter().any(|known| known.command == binding.command);
                if !known && self.refusal(binding.command).is_none() {
                    found.push(*binding);
                }
            }
        }
        found
    }

    /// Gives the keys of the next steps.
    pub fn hints(&self) -> Vec<Hint> {
        let bindings = self
            .layers()
            .into_iter()
            .flat_map(|layer| DEFAULTS.iter().filter(move |binding| binding.layer == layer));
        bindings
            .filter(|binding| self.refusal(binding.command).is_none())
            .filter_map(|binding| {
                Some(Hint {
                    key: *binding.keys.first()?,
                    words: binding.hint?,
                    command: binding.command,
                })
            })
            .collect()
    }

    /// Says why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command) -> Option<&'static str> {
        if let Some(sheet) = &self.pi.sheet {
            return sheet.refusal(command);
        }
        if self.is_welcome() && command == Command::ListCompanies && !self.sync.is_ready() {
            return Some("HubSpot is not connected. Press c to connect it.");
        }
        if self.is_welcome() && command == Command::Connect && self.sync.is_ready() {
            return Some("HubSpot is connected already; g i shows it.");
        }
        match &self.place {
            Place::Customers => self.customers.refusal(command),
            Place::Customer(screen) => screen.refusal(command),
            Place::Integrations(screen) => screen.refusal(command),
            Place::Companies(screen) => screen.refusal(command),
            Place::Notifications(screen) => screen.refusal(command),
            Place::Onboardings(screen) => screen.refusal(command),
            Place::Workbench(screen) => screen.refusal(command),
        }
    }

    /// Gives the number of rows of a list that show.
    pub(super) fn list_height(&self) -> usize {
        usize::from(areas(self).rows.height)
    }
}
