//! The state of the app: where the person is, what lies over it, and what is under way.

use std::collections::BTreeMap;

use super::ahead::Ahead;
use super::changes::Changes;
use super::connect::Connect;
use super::delivery::DeliveryState;
use super::dialog::Dialog;
use super::export_line::ExportLine;
use super::form::{DraftKey, Form};
use super::help::Help;
use super::layout::{Size, areas};
use super::merge::Merge;
use super::pane::PastePane;
use super::pi::PiState;
use super::requests::Requests;
use super::reverting::Reverting;
use super::screens::{
    AllOnboardings, CompaniesScreen, CustomerScreen, CustomersScreen, IntegrationsScreen,
    NotificationsScreen, Stock, Workbench,
};
use super::search::Search;
use super::sync::SyncState;
use super::toast::Toast;
use super::words::Words;
use super::{Effect, Msg};
use crate::domain::{
    Change, Date, NearMiss, NotificationId, Phases, SafeText, Schedule, Sending, Timestamp, View,
};
use crate::input::{Command, Key, Keymap, Tab};

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
    /// Which keys stand for which commands.
    pub keymap: Keymap,
    /// The saved views of the customers.
    pub views: Vec<View>,
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
    /// The line in which the name of a file for the list is typed, if it is open.
    pub export: Option<ExportLine>,
    /// Two contacts side by side, if somebody looks at them.
    pub merge: Option<Box<Merge>>,
    /// The tags that customers have, most used first.
    pub tags: Vec<SafeText>,
    /// How the connection to HubSpot stands.
    pub sync: SyncState,
    /// How notifications leave.
    pub delivery: DeliveryState,
    /// Who is on an account, and mails to its people.
    pub pi: PiState,
    pub(super) miss: Option<Box<NearMiss>>,
    pub(super) phases: Phases,
    pub(super) views: Vec<View>,
    pub(super) rehearsing: Option<Change>,
    pub(super) sought: Option<NotificationId>,
    /// The search over everything, if it is open.
    pub search: Option<Search>,
    /// The changes that can be taken back, if they are listed.
    pub changes: Option<Box<Changes>>,
    /// The list of keys, if it is open.
    pub help: Option<Help>,
    /// The question that is asked.
    pub dialog: Option<Dialog>,
    /// The message that shows.
    pub toast: Option<Toast>,
    /// What is wrong with the store's file, in a sentence that stays.
    pub damage: Option<String>,
    /// That the store's file is not the one that is open, in a sentence that stays.
    pub exchange: Option<String>,
    /// Whether nothing can be saved where the store is.
    pub is_read_only: bool,
    /// Whether the next key is the letter of a screen.
    pub prefix: Prefix,
    pub(super) keymap: Keymap,
    pub(super) owner: String,
    pub(super) now: Timestamp,
    pub(super) pasted_at: Option<Timestamp>,
    pub(super) drafts: BTreeMap<DraftKey, Form>,
    pub(super) requests: Requests,
    pub(super) ahead: Ahead,
    /// The undo or redo that is under way.
    pub reverting: Option<Reverting>,
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
            keymap,
            views,
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
            export: None,
            merge: None,
            tags: Vec::new(),
            sync: SyncState::new(sync_every_millis),
            delivery: DeliveryState::new(sending),
            pi: PiState::default(),
            miss: None,
            phases,
            views,
            rehearsing: None,
            sought: None,
            search: None,
            changes: None,
            help: None,
            dialog: None,
            toast: None,
            damage: None,
            exchange: None,
            is_read_only: false,
            prefix: Prefix::None,
            keymap,
            owner,
            now,
            pasted_at: None,
            drafts: BTreeMap::new(),
            requests: Requests::default(),
            ahead: Ahead::new(),
            reverting: None,
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
        self.read_rows();
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

    /// Gives the day.
    pub fn today(&self) -> Date {
        Date::of(self.now, &self.zone)
    }

    /// Gives the time of the last fact.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Says whether questions or changes wait for their reply.
    pub fn in_flight(&self) -> bool {
        let pane = self.pane.as_ref();
        self.requests.is_waiting() || pane.is_some_and(|pane| pane.keeping.is_under_way() || pane.is_unread())
    }

    /// Says whether the welcome of an empty store shows.
    pub fn is_welcome(&self) -> bool {
        matches!(self.place, Place::Customers) && self.customers.stock == Stock::Empty && self.form.is_none()
    }

    /// Gives the words of the filter that holds where the person is.
    pub fn words(&self) -> Option<&Words> {
        match &self.place {
            Place::Customers => Some(&self.customers.words),
            Place::Customer(screen) => match screen.tab {
                Tab::Contacts => Some(&screen.contacts.words),
                Tab::History => Some(&screen.history.words),
                Tab::Overview | Tab::Onboardings => None,
            },
            Place::Companies(screen) => Some(&screen.words),
            Place::Integrations(_)
            | Place::Notifications(_)
            | Place::Onboardings(_)
            | Place::Workbench(_) => None,
        }
    }

    /// Gives the number of rows of a list that show.
    pub(super) fn list_height(&self) -> usize {
        usize::from(areas(self).rows.height)
    }
}
