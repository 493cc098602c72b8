//! A person at the keyboard of a model whose wishes are carried out at once, in memory: for the tests of update and view.

use std::cell::RefCell;

use super::other_keys_testing::Keys;
pub(crate) use super::synced_testing::{give_zoe_the_address_of_wang, sync_small_book};

use super::layout::Size;
use super::overlay::changes::Changes;
use super::overlay::connect::Connect;
use super::overlay::dialog::Dialog;
use super::overlay::export::ExportLine;
use super::overlay::form::Form;
use super::overlay::help::Help;
use super::overlay::merge::Merge;
use super::overlay::pane::PastePane;
use super::overlay::search::Search;
use super::overlay::sheet::Sheet;
use super::screens::CustomersScreen;
use super::sync::{Connection, SyncEvent};
use super::{Data, Effect, FileRequest, Model, Msg, RequestId, Start, StoreRequest, TerminalRequest};
use crate::config::default_phases;
use crate::domain::{
    Actor, Change, Clock, ContactDraft, CustomerDraft, CustomerFields, Detail, Failure, IdSource, Progress,
    Sending, Timestamp, View,
};
use crate::input::{Key, Keymap, Pointer, PointerAct, STACKS};
use crate::runtime::answer;
use crate::store::Store;
use crate::workspace::{BookContact, BookEntry, Role, StatusDays, Workspace};

/// 2026-11-24 09:30 UTC, always.
pub(super) const NOW: Timestamp = Timestamp::from_millis(1_795_512_600_000);

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        NOW
    }
}

/// A model, and a store that answers it.
pub(crate) struct Person {
    /// The model.
    pub(crate) model: Model,
    /// The store.
    pub(crate) workspace: Workspace,
    /// The effects that are not of the store.
    pub(crate) wished: Vec<Effect>,
    /// The present time.
    pub(crate) now: Timestamp,
    held: Option<Vec<Effect>>,
    /// Why no list can be kept.
    pub(crate) unkept: Option<Failure>,
    /// Which keys hold.
    pub(super) keys: Keys,
}

impl Person {
    /// Sits down at an empty store.
    pub(crate) fn at_empty_store(width: u16, height: u16) -> Self {
        Self::at(width, height, &[])
    }

    /// Sits down at a store that holds a book.
    pub(crate) fn at(width: u16, height: u16, book: &[BookEntry]) -> Self {
        let store = Store::in_memory().expect("memory");
        let mut workspace = Workspace::new(
            store,
            Actor::new("Mia"),
            Box::new(Standing),
            IdSource::Counting(0),
        );
        workspace.load_book(book).expect("loaded");
        let (model, effects) = Model::start(Start {
            size: Size { width, height },
            zone: jiff::tz::TimeZone::UTC,
            data: Data::Own,
            owner: String::new(),
            sync_every_millis: None,
            sending: Sending::Allowed,
            phases: default_phases().expect("phases"),
            roles: crate::domain::USUAL_ROLES
                .map(crate::domain::SafeText::clean)
                .to_vec(),
            keymap: Keymap::default(),
            views: vec![View {
                name: "labs".into(),
                query: "acme labs".into(),
            }],
            orders: crate::domain::ListOrders::default(),
            now: NOW,
        });
        let mut person = Self {
            model,
            workspace,
            wished: Vec::new(),
            now: NOW,
            held: None,
            unkept: None,
            keys: Keys::Default,
        };
        person.carry_out(effects);
        person.wished.clear();
        person
    }

    /// Sits down at the small book after a sync, connected to the source.
    pub(crate) fn at_synced_book(width: u16, height: u16) -> Self {
        let mut person = Self::at(width, height, &small_book());
        sync_small_book(&mut person.workspace);
        person.tell(Msg::Sync(SyncEvent::Looked(Connection::Ready)));
        person.tell(Msg::StoreChanged);
        person
    }

    /// Presses keys: characters, and names in angle brackets such as `<enter>`.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest
                .strip_prefix('<')
                .and_then(|text| text.split_once('>'))
                .filter(|(name, _)| !name.is_empty());
            let key = match named {
                Some((name, after)) => {
                    rest = after;
                    match name {
                        // The sign itself opens a name.
                        "lt" => Key::char('<'),
                        name => name.parse().expect("a key"),
                    }
                }
                None => {
                    rest = &rest[first.len_utf8()..];
                    Key::char(first)
                }
            };
            self.tell(Msg::KeyPressed(self.as_bound(key)));
        }
        self
    }

    /// Types text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.tell(Msg::KeyPressed(Key::char(c)));
        }
        self
    }

    /// Clicks a cell.
    pub(crate) fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.tell(Msg::Pointed(Pointer {
            act: PointerAct::Click,
            column,
            row,
        }))
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, millis: i64) -> &mut Self {
        self.now = self.now.plus_millis(millis);
        self.tell(Msg::TimePassed)
    }

    /// Gives the model a message and carries out its effects.
    pub(crate) fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = self.model.update(self.now, msg);
        let layers = self.model.layers();
        // What is checked of the user's keys rests on this table.
        assert!(STACKS.contains(&layers), "{layers:?} is no stack");
        self.carry_out(effects);
        self
    }

    /// Keeps questions and changes back from now on, as a slow disk does.
    pub(crate) fn hold_replies(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Carries out the first of what was kept back, and keeps back what follows from it.
    pub(crate) fn release_first(&mut self) {
        let first = self.held.as_mut().map(|held| held.remove(0));
        self.perform(first.expect("something is kept back"));
    }

    /// Carries out what was kept back, one by one, and what follows from it.
    pub(crate) fn release_replies(&mut self) {
        while let Some(held) = self.held.take().filter(|held| !held.is_empty()) {
            for effect in held {
                self.carry_out(vec![effect]);
            }
            // What this brought is kept back again, so that replies come one after another.
            self.held.get_or_insert_default();
        }
    }

    /// Fails the first question that is kept back.
    pub(crate) fn fail_held(&mut self, failure: Failure) {
        let mut held = self.held.iter().flatten();
        let request = held.find_map(|effect| match effect {
            Effect::Store(StoreRequest::Ask { request, .. }) => Some(*request),
            _ => None,
        });
        let request = request.expect("a question is kept back");
        self.tell(Msg::Answered {
            request,
            answer: Err(failure),
        });
    }

    /// Returns how far the change is that is kept back.
    pub(crate) fn progress_of_held(&mut self, progress: Progress) -> &mut Self {
        let request = self.held.iter().flatten().find_map(|effect| match effect {
            Effect::Store(StoreRequest::Make { request, .. })
            | Effect::Store(StoreRequest::Add { request, .. }) => Some(*request),
            _ => None,
        });
        let request = request.expect("a change is kept back");
        self.tell(Msg::Progressed { request, progress })
    }

    /// Returns the sheet that is open, to be changed.
    pub(crate) fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        self.model.stack.get_mut()
    }

    /// Returns the list of customers, which is always on the way.
    pub(crate) fn customers(&self) -> &CustomersScreen {
        self.model.trail.get().expect("the list of customers")
    }

    /// Returns the text of the message that shows.
    pub(crate) fn toast(&self) -> &str {
        self.model.toast.as_ref().map_or("", |toast| &toast.text)
    }

    fn make(&mut self, request: RequestId, change: Change) {
        let told = RefCell::new(Vec::new());
        let tell = |progress| told.borrow_mut().push(progress);
        let made = self.workspace.make_telling(change, &tell);
        for progress in told.take() {
            self.tell(Msg::Progressed { request, progress });
        }
        let result = made.map(Box::new).map_err(Failure::from);
        self.tell(Msg::Made { request, result });
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        if let Some(held) = &mut self.held {
            held.extend(effects);
            return;
        }
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Store(StoreRequest::Ask { request, query }) => {
                let answer = answer(&mut self.workspace, &query).map_err(Failure::from);
                self.tell(Msg::Answered { request, answer });
            }
            Effect::Store(StoreRequest::Make { request, change }) => self.make(request, *change),
            Effect::Store(StoreRequest::Add {
                request,
                customer,
                rows,
                text,
            }) => self.make(request, rows.read(&text).change(customer)),
            Effect::Store(StoreRequest::KeepDraft { request, draft }) => {
                let result = match &self.unkept {
                    None => self.workspace.keep_draft(&draft.read()).map_err(Failure::from),
                    Some(why) => Err(why.clone()),
                };
                self.tell(Msg::DraftKept { request, result });
            }
            Effect::Store(StoreRequest::ForgetDraft(id)) => {
                self.workspace.forget_draft(id).expect("forgotten");
            }
            Effect::Files(FileRequest::ReadRows { request, list }) => {
                self.tell(Msg::RowsRead {
                    request,
                    list: Ok(list.read()),
                });
            }
            Effect::Files(FileRequest::Read { .. } | FileRequest::ReadDropped { .. })
            | Effect::Files(FileRequest::Stop)
            | Effect::Store(StoreRequest::KeepOrders(_) | StoreRequest::Export { .. })
            | Effect::Terminal(TerminalRequest::Edit(_))
            | Effect::Terminal(TerminalRequest::Copy(_) | TerminalRequest::Open(_))
            | Effect::Assistant(_)
            | Effect::Sync(_)
            | Effect::Delivery(_)
            | Effect::Terminal(TerminalRequest::OpenSampleData)
            | Effect::Terminal(TerminalRequest::Suspend)
            | Effect::Store(StoreRequest::Reopen)
            | Effect::Terminal(TerminalRequest::Quit) => self.wished.push(effect),
        }
    }
}

/// Writes how each kind of overlay is found.
macro_rules! finders {
    ($($find:ident: $kind:ty,)+) => {
        impl Person {
            $(pub(crate) fn $find(&self) -> Option<&$kind> {
                self.model.stack.get()
            })+
        }
    };
}

finders! {
    dialog: Dialog,
    help: Help,
    connect: Connect,
    sheet: Sheet,
    merge: Merge,
    export: ExportLine,
    search: Search,
    changes: Changes,
    form: Form,
    pane: PastePane,
}

/// Makes the fields of a customer owned by Cara Osei.
pub(crate) fn customer(name: &str, domain: &str) -> CustomerFields {
    CustomerDraft {
        name: name.into(),
        domain: domain.into(),
        owner: "Cara Osei <cara.osei@us.com>".into(),
        plan: "Growth".into(),
        ..CustomerDraft::default()
    }
    .check()
    .expect("valid")
}

/// Makes a customer with its people: name, email, role.
pub(crate) fn entry(name: &str, domain: &str, people: &[(&str, &str, Role)]) -> BookEntry {
    let contacts = people.iter().map(|(name, email, role)| BookContact {
        fields: ContactDraft::new(*name, *email)
            .with(Detail::Title, "Engineer")
            .check()
            .expect("valid"),
        role: *role,
    });
    BookEntry {
        customer: customer(name, domain),
        contacts: contacts.collect(),
        days: StatusDays::default(),
    }
}

/// A small book: Acme with a primary, Borealis without, Acme Labs on the domain of Acme.
pub(crate) fn small_book() -> Vec<BookEntry> {
    vec![
        entry(
            "Acme",
            "acme.com",
            &[
                ("Dana Ruiz", "dana@acme.com", Role::Primary),
                ("Ann Lee", "ann@acme.com", Role::Other),
                ("王小明", "wang@acme.com", Role::Other),
                ("Zed Old", "zed@acme.com", Role::Archived),
            ],
        ),
        entry(
            "Borealis",
            "borealis.no",
            &[("Åse Dahl", "ase@borealis.no", Role::Other)],
        ),
        entry("Acme Labs", "acme.com", &[]),
    ]
}
