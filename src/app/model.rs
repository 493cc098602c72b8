//! The state of the app: where the user is, what lies over it, what is under way, and which keys hold.

use std::collections::BTreeMap;

use super::assistant::AssistantState;
use super::deferred::DeferredInput;
use super::delivery::DeliveryState;
use super::filter::{FilterInput, FilterMode};
use super::layout::Size;
use super::overlay::form::{DraftKey, Form, KnownWords, Subject};
use super::overlay::pane::PastePane;
use super::overlay_stack::Stack;
use super::requests::Requests;
use super::reverting::Reverting;
use super::screens::{CustomersScreen, Emptiness, Screen, Trail};
use super::sync::SyncState;
use super::toast::Toast;
use super::{Effect, Query};
use crate::domain::{
    CustomField, Date, FieldOf, ListOrder, ListOrders, OnboardingState, Phases, SafeText, Schedule, Sending,
    SortDirection, SortKey, Timestamp, View,
};
use crate::input::{Command, Key, Keymap, Layer, PaneCommand, Tab};
use crate::words::with_keys;

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
    /// The roles that contacts may have.
    pub roles: Vec<SafeText>,
    /// Which keys stand for which commands.
    pub keymap: Keymap,
    /// The saved views of the customers.
    pub views: Vec<View>,
    /// How lists were sorted last.
    pub orders: ListOrders,
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
    /// The screen that shows, and those on the way to it.
    pub trail: Trail,
    /// What lies over the screen.
    pub stack: Stack,
    /// The tags that customers have, most used first.
    pub tags: Vec<SafeText>,
    pub(super) roles: Vec<SafeText>,
    /// How the connection to HubSpot stands.
    pub sync: SyncState,
    /// How notifications leave.
    pub delivery: DeliveryState,
    /// Mails to people that were left, and the last request to a model.
    pub(super) assistant: AssistantState,
    pub(super) phases: Phases,
    pub(super) views: Vec<View>,
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
    pub(super) deferred: DeferredInput,
    /// The undo or redo that is under way.
    pub reverting: Option<Reverting>,
}

impl Model {
    /// Makes the first state and the first effects.
    pub fn start(start: Start) -> (Self, Vec<Effect>) {
        let Start {
            size,
            zone,
            data,
            owner,
            sync_every_millis,
            sending,
            phases,
            roles,
            keymap,
            views,
            orders,
            now,
        } = start;
        let mut model = Self {
            size,
            zone,
            data,
            trail: Trail::new(),
            stack: Stack::default(),
            tags: Vec::new(),
            roles,
            sync: SyncState::new(sync_every_millis),
            delivery: DeliveryState::new(sending),
            assistant: AssistantState::default(),
            phases,
            views,
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
            requests: Requests::sorting(orders),
            deferred: DeferredInput::new(),
            reverting: None,
        };
        model.keep_in_view();
        model.trail.top_mut().part_mut().search(&mut model.requests);
        model.requests.ask(Query::CustomFields);
        model.look_at_sync();
        model.look_at_delivery();
        let effects = model.requests.take();
        (model, effects)
    }

    /// Returns the time at which the app wants [`Msg::TimePassed`](crate::app::Msg::TimePassed): the end of the message that shows, or the time to keep
    /// a text.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let toast = self.toast.as_ref().map(|toast| toast.until);
        let draft = self.stack.get::<PastePane>().and_then(PastePane::keep_at);
        toast.into_iter().chain(draft).chain(self.sync.wake_at()).min()
    }

    /// Returns the day and the plan by which it is judged what is late.
    pub fn schedule(&self) -> Schedule {
        Schedule::at(self.now, self.zone.clone(), self.phases.clone())
    }

    /// Returns the fields that users defined.
    pub fn custom_fields(&self) -> &[CustomField] {
        &self.requests.custom
    }

    /// Writes how a list is sorted: `by Seats, descending`; nothing where it is as usual.
    pub fn order_words(&self, list: FieldOf) -> Option<String> {
        let order = self.requests.order(list);
        if order == ListOrder::default() {
            return None;
        }
        let name = match order.by {
            SortKey::Name => "name",
            SortKey::Field(id) => self.custom_fields().iter().find(|field| field.id == id)?.label(),
        };
        Some(match order.direction {
            SortDirection::Ascending => format!("by {name}"),
            SortDirection::Descending => format!("by {name}, descending"),
        })
    }

    /// Returns the day.
    pub fn today(&self) -> Date {
        Date::of(self.now, &self.zone)
    }

    /// Returns the time of the last fact.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns whether questions or changes wait for their reply.
    pub fn in_flight(&self) -> bool {
        let pane = self.stack.get::<PastePane>();
        self.requests.is_waiting() || pane.is_some_and(|pane| pane.keeping.is_under_way() || pane.is_unread())
    }

    /// Returns whether the welcome of an empty store shows.
    pub fn is_welcome(&self) -> bool {
        let Screen::Customers(screen) = self.trail.top() else {
            return false;
        };
        screen.emptiness == Emptiness::Empty && self.stack.get::<Form>().is_none()
    }

    /// Returns whether there are no customers at all.
    pub(super) fn has_no_customers(&self) -> bool {
        let customers = self.trail.get::<CustomersScreen>();
        customers.is_some_and(|screen| screen.emptiness == Emptiness::Empty)
    }

    /// Returns the keymap layers that hold, the strongest first.
    pub fn layers(&self) -> &'static [Layer] {
        if let Some(top) = self.stack.top() {
            return top.part().layers();
        }
        if self.words().is_some_and(|words| words.typing == FilterMode::On) {
            return &[Layer::FilterLine, Layer::Always];
        }
        if self.prefix == Prefix::GoTo {
            return &[Layer::GoTo, Layer::Always];
        }
        self.trail.top().part().layers()
    }

    /// Returns the keys of the next steps.
    pub fn hints(&self) -> Vec<Hint> {
        let bindings = || self.layers().iter().flat_map(|layer| self.keymap.of(*layer));
        let resume = bindings()
            .filter(|binding| binding.command == Command::PauseOnboarding && self.is_at_paused())
            .filter_map(|binding| {
                Some(Hint {
                    key: *binding.keys.first()?,
                    words: "resume",
                    command: binding.command,
                })
            });
        let mut hints: Vec<Hint> = resume.collect();
        for binding in bindings() {
            let Some(words) = binding.hint else { continue };
            // A key that a stronger layer takes stands for its command there.
            let is_free = |key: &&Key| hints.iter().all(|hint| hint.key != **key);
            if let Some(key) = binding.keys.iter().find(is_free)
                && self.refusal(binding.command).is_none()
            {
                hints.push(Hint {
                    key: *key,
                    words: self.words_here(binding.command).unwrap_or(words),
                    command: binding.command,
                });
            }
        }
        if let Some(keep) = self.keep_columns_hint() {
            // The first one adds, which leaves these columns out.
            hints.insert(hints.len().min(1), keep);
        }
        hints
    }

    /// Returns the key that keeps the further columns of the list in the paste pane, where there are some.
    fn keep_columns_hint(&self) -> Option<Hint> {
        let command = Command::Pane(PaneCommand::KeepColumns);
        let pane = self.stack.get::<PastePane>()?;
        pane.unkept_words(self.custom_fields())?;
        Some(Hint {
            key: self.keymap.key_for(self.layers(), command)?,
            words: "keep columns",
            command,
        })
    }

    /// Returns what a command does in the form that erases a person, which saves nothing and keeps no draft.
    fn words_here(&self, command: Command) -> Option<&'static str> {
        let form = self.stack.get::<Form>()?;
        match (&form.subject, command) {
            (Subject::Erase(_), Command::Save) => Some("erase for good"),
            (Subject::Erase(_), Command::Back) => Some("leave, erase nobody"),
            _ => None,
        }
    }

    /// Returns the words that fields are completed to.
    pub fn known_words(&self) -> KnownWords<'_> {
        KnownWords {
            tags: &self.tags,
            roles: &self.roles,
        }
    }

    /// Returns whether the selected onboarding is paused and can be resumed.
    fn is_at_paused(&self) -> bool {
        let Screen::Customer(screen) = self.trail.top() else {
            return false;
        };
        let onboarding = screen.onboardings.onboarding();
        screen.tab == Tab::Onboardings
            && screen.customer.status.silence().is_none()
            && onboarding.is_some_and(|one| one.state == OnboardingState::Paused)
    }

    /// Writes the key of a command where the user is, or where it has one.
    pub fn key_text(&self, command: Command) -> String {
        let key = self.keymap.key_for(self.layers(), command);
        key.map(|key| key.to_string()).unwrap_or_default()
    }

    /// Returns what writes the key of a command, by its name, as it holds where the user is, or else on the screen below.
    pub fn keys(&self) -> impl Fn(&str) -> String + '_ {
        let layers = [self.layers(), self.trail.top().part().layers()].concat();
        move |command| self.keymap.key_named(&layers, command)
    }

    /// Writes a fixed sentence with the keys that hold where the user is.
    pub fn sentence(&self, text: &'static str) -> String {
        with_keys(text, self.keys())
    }

    /// Finds the command of a key where the user is.
    pub(super) fn command_for(&self, key: Key) -> Option<Command> {
        self.keymap.command_for(self.layers(), key)
    }

    /// Returns why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command) -> Option<&'static str> {
        if command == Command::Reopen && self.exchange.is_none() {
            return Some("There is nothing to reopen: the store file was not replaced.");
        }
        if let Some(top) = self.stack.top() {
            return top.part().refusal(command);
        }
        if self.is_welcome() && command == Command::ListCompanies && !self.sync.is_ready() {
            return Some("HubSpot is not connected. Press {connect} to connect it.");
        }
        if self.is_welcome() && command == Command::Connect && self.sync.is_ready() {
            return Some("HubSpot is already connected; {show_integrations} shows it.");
        }
        self.trail.top().part().refusal(command)
    }

    /// Returns the words of the filter that holds where the user is.
    pub fn words(&self) -> Option<&FilterInput> {
        self.trail.top().part().words()
    }
}
