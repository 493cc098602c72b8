//! The app from the first frame to the last: opens the store, takes the terminal, and loops over what happens.

use std::collections::VecDeque;
use std::io;
use std::mem::discriminant;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;

use notify::RecommendedWatcher;
use signal_hook::consts::SIGHUP;

use super::assistant::AssistantContext;
use super::burst::Burst;
use super::clipboard::Clipboard;
use super::delivery_context::{DeliveryContext, copy_config};
use super::executor::{Executor, Setup};
use super::opener::Opener;
use super::service::Reports;
use super::session_store::SessionStore;
use super::signals::{Asked, asked};
use super::sync::Remote;
use super::terminal::{Mouse, NoTerminal, Screen, check, dimensions, give_back};
use super::{Core, RuntimeEvent, StoreGeneration, events, own_editor, panic, signals, watch, watchdog};
use crate::app::clipping::Clipping;
use crate::app::{Data, Effect, Model, Msg, Start, TerminalRequest};
use crate::clock::SystemClock;
use crate::domain::{Actor, Clock, ListOrders, NetworkScope, Phases, SafeText, Sending, View, WebLink};
use crate::input::Keymap;
use crate::sandbox::ABSENT;
use crate::store::{self, Store};
use crate::ui::{self, Colors, Glyphs, Theme};
use crate::workspace::{self, Workspace};

/// What the app is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the store; the sample data has one of its own.
    pub folder: PathBuf,
    /// Which data is opened.
    pub data: Data,
    /// Who acts.
    pub actor: Actor,
    /// The owner that a new customer starts with, as `Cara Osei <cara@us.com>`; empty for none.
    pub owner: String,
    /// After how many milliseconds a sync runs by itself; none for never.
    pub sync_every_millis: Option<i64>,
    /// The configuration file, in which the delivery finds its channels.
    pub config: PathBuf,
    /// Whether notifications are sent.
    pub sending: Sending,
    /// The phases of onboardings.
    pub phases: Phases,
    /// The roles that contacts may have.
    pub roles: Vec<SafeText>,
    /// Which keys stand for which commands.
    pub keymap: Keymap,
    /// The saved views of the customers.
    pub views: Vec<View>,
    /// The folder of the user's own templates, which need not be there.
    pub templates: PathBuf,
    /// The address of the customer portal; empty for none.
    pub portal_url: String,
    /// Of how many days a backup is kept; 0 for no daily backup.
    pub keep_days: u32,
    /// Whether the mouse is used.
    pub mouse: Mouse,
    /// Which colours are used.
    pub colors: Colors,
    /// Which glyphs are used.
    pub glyphs: Glyphs,
}

/// How the app ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The user quit.
    Quit,
    /// A signal with this number ended it, or the terminal was closed.
    Signal(i32),
}

/// Why the app could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no terminal.
    #[error(transparent)]
    NoTerminal(#[from] NoTerminal),
    /// The store could not be opened.
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    /// The terminal, a thread or a temporary folder failed.
    #[error("The app cannot go on: {0}. Start it again; what was saved is safe.")]
    Io(#[from] io::Error),
}

/// Runs the app until the user quits or a signal ends it.
pub fn run(options: &Options) -> Result<Ending, Error> {
    check()?;
    let (facts, queue) = channel();
    let store = SessionStore::open(options, options.data)?;
    panic::set();
    signals::start(facts.clone())?;
    let app = Model::start(start_values(
        options,
        (options.data, store.1.list_orders()),
        jiff::tz::TimeZone::UTC,
    )?);
    let mut screen = Screen::take(options.mouse)?;
    let theme = Theme::new(options.colors).with_glyphs(options.glyphs);
    screen.draw(|frame| ui::view(&app.0, &theme, frame))?;
    // Threads that the first frame does not need begin after it.
    let mut session = Session::start(app, store, options, StoreGeneration(0), &facts)?;
    let clipboard = Clipboard::find();
    let opener = Opener::find();
    find_zone(&facts)?;
    Builder::new()
        .name("leftovers".to_owned())
        .spawn(own_editor::remove_leftovers)?;
    let gate = events::start(facts.clone())?;
    // The window may have changed before anyone listened.
    let mut pending = VecDeque::from([RuntimeEvent::Msg(Msg::Resized(dimensions()?))]);
    watchdog::start(facts.clone())?;
    session.watch(&facts);
    let mut shown = discriminant(session.core.model().trail.top());
    let mut burst = Burst::default();
    loop {
        let mut next = Next::Draw;
        if pending.is_empty() {
            pending = burst.waiting_facts(&queue, session.core.next_timeout());
        }
        while next == Next::Draw
            && let Some(fact) = pending.pop_front()
        {
            match burst.take(fact, |key| session.core.model().meaning(key)) {
                Ok(fact) => next = session.take(fact),
                Err(typed) => typed.into_iter().rev().for_each(|fact| pending.push_front(fact)),
            }
        }
        match next {
            Next::Draw => {}
            Next::Stop => {
                give_back();
                signals::stop();
                screen.retake()?;
            }
            Next::Retake => screen.retake()?,
            Next::Edit(text) => {
                let paused = gate.close()?;
                give_back();
                let edited = own_editor::edit(&text);
                screen.retake()?;
                drop(paused);
                pending.push_front(RuntimeEvent::Msg(Msg::TextEdited(edited)));
            }
            Next::Copy(clipping) => {
                if let Some(sequence) = clipboard.sequence(&clipping.text) {
                    screen.send(&sequence)?;
                }
                clipboard.copy(clipping, facts.clone())?;
            }
            Next::Open(link) => opener.open(link, facts.clone())?,
            Next::Watch => {
                session.core.executor().open_beside(&session.opened.file)?;
                session.watch(&facts);
            }
            Next::OpenSampleData if let Some(sentence) = ABSENT => {
                pending.push_front(RuntimeEvent::Msg(Msg::TaskFailed(sentence.to_owned())));
            }
            Next::OpenSampleData => {
                let generation = StoreGeneration(session.generation.0 + 1);
                let zone = session.core.model().zone.clone();
                let store = SessionStore::open(options, Data::Sample)?;
                let app = Model::start(start_values(
                    options,
                    (Data::Sample, store.1.list_orders()),
                    zone,
                )?);
                session = Session::start(app, store, options, generation, &facts)?;
                session.watch(&facts);
            }
            Next::End(ending) => {
                // The terminal is the user's again while the store finishes what was asked of it.
                drop(screen);
                return Ok(ending);
            }
        }
        let place = discriminant(session.core.model().trail.top());
        let wiped = if std::mem::replace(&mut shown, place) == place {
            Ok(())
        } else {
            screen.wipe()
        };
        if wiped
            .and_then(|()| screen.draw(|frame| ui::view(session.core.model(), &theme, frame)))
            .is_err()
        {
            return Ok(Ending::Signal(SIGHUP));
        }
    }
}

/// What the loop does after a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    Draw,
    Edit(String),
    Copy(Clipping),
    Open(WebLink),
    Stop,
    Retake,
    OpenSampleData,
    /// The store was opened again, and the folder may be another one.
    Watch,
    End(Ending),
}

/// An open store and the app on it. The order of the fields is the order in which they are closed.
struct Session {
    core: Core,
    generation: StoreGeneration,
    watcher: Option<RecommendedWatcher>,
    keep_days: u32,
    opened: SessionStore,
}

/// Returns what the app is started with.
fn start_values(
    options: &Options,
    (data, orders): (Data, ListOrders),
    zone: jiff::tz::TimeZone,
) -> io::Result<Start> {
    Ok(Start {
        size: dimensions()?,
        zone,
        data,
        owner: options.owner.clone(),
        // In sample data the first sync is the user's, to be watched.
        sync_every_millis: options.sync_every_millis.filter(|_| data == Data::Own),
        sending: options.sending,
        phases: options.phases.clone(),
        roles: options.roles.clone(),
        keymap: options.keymap.clone(),
        views: options.views.clone(),
        orders,
        now: SystemClock.now(),
    })
}

impl Session {
    /// Starts all that works for the app, and asks the first questions.
    fn start(
        app: (Model, Vec<Effect>),
        (opened, workspace): (SessionStore, Workspace),
        options: &Options,
        generation: StoreGeneration,
        facts: &Sender<RuntimeEvent>,
    ) -> Result<Self, Error> {
        let reports = Reports::new(generation, facts.clone());
        if let Some(sentence) = workspace.repairs() {
            reports.send(Msg::TaskFailed(sentence.to_owned()));
        }
        let folder = opened.folder();
        let (remote, scope, config) = match opened.data {
            Data::Own => (Remote::Account, NetworkScope::Anywhere, options.config.clone()),
            Data::Sample => (
                Remote::Sandbox,
                NetworkScope::ThisMachine,
                copy_config(&options.config, folder),
            ),
        };
        let assistant = AssistantContext {
            folder: folder.to_owned(),
            config,
            scope,
        };
        let delivery = DeliveryContext {
            folder: assistant.folder.clone(),
            file: None,
            config: assistant.config.clone(),
            scope,
            sending: options.sending,
        };
        let setup = Setup {
            remote,
            assistant,
            delivery: Some(delivery),
            reports,
        };
        let mut session = Self {
            core: Core::new(
                app,
                Executor::start(workspace, setup, &opened.file)?,
                Box::new(SystemClock),
            ),
            generation,
            watcher: None,
            keep_days: options.keep_days,
            opened,
        };
        // Nothing is asked of the terminal before a key is pressed.
        drop(session.core.begin());
        Ok(session)
    }

    /// Looks at the file from now on: for damage once, and for what other programs write; a sound one is backed up once
    /// a day.
    fn watch(&mut self, facts: &Sender<RuntimeEvent>) {
        match watch::watch(self.opened.folder(), self.core.executor().change_probe()) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => tracing::warn!(%error, "changes of other programs show late"),
        }
        if self.opened.sample.is_some() {
            // Written a moment ago; and a check under way would keep the folder from being removed.
            return;
        }
        let (file, generation, facts) = (self.opened.file.clone(), self.generation, facts.clone());
        let (folder, keep_days) = (self.opened.folder().to_owned(), self.keep_days);
        let started = Builder::new().name("check".to_owned()).spawn(move || {
            if let Err(error) = store::check(&file) {
                let _ = facts.send(RuntimeEvent::Store(
                    generation,
                    Msg::StoreDamaged(error.to_string()),
                ));
                return;
            }
            let made =
                Store::open(&folder).and_then(|store| store.back_up_daily(SystemClock.now(), keep_days));
            if let Err(error) = made {
                let _ = facts.send(RuntimeEvent::Store(
                    generation,
                    Msg::TaskFailed(format!("No backup of today: {error}")),
                ));
            }
        });
        if let Err(error) = started {
            tracing::warn!(%error, "the store was not checked");
        }
    }

    fn take(&mut self, fact: RuntimeEvent) -> Next {
        match fact {
            RuntimeEvent::Store(generation, _) if generation != self.generation => Next::Draw,
            RuntimeEvent::Msg(msg) | RuntimeEvent::Store(_, msg) => {
                let is_reopened = matches!(msg, Msg::StoreReopened(Ok(_)));
                let mut next = if is_reopened { Next::Watch } else { Next::Draw };
                for request in self.core.deliver(msg) {
                    next = match request {
                        TerminalRequest::Edit(text) => Next::Edit(text),
                        TerminalRequest::Copy(clipping) => Next::Copy(clipping),
                        TerminalRequest::Open(link) => Next::Open(link),
                        TerminalRequest::Suspend => Next::Stop,
                        TerminalRequest::Quit => Next::End(Ending::Quit),
                        TerminalRequest::OpenSampleData => Next::OpenSampleData,
                    };
                }
                next
            }
            RuntimeEvent::Signal(signal) => match asked(signal) {
                Asked::End => self.end(signal),
                Asked::Stop => Next::Stop,
                Asked::GoOn => Next::Retake,
            },
            RuntimeEvent::HungUp => self.end(SIGHUP),
            // What became of keys comes as messages.
            RuntimeEvent::Key(..) | RuntimeEvent::KeysRead(_) => Next::Draw,
        }
    }

    /// Ends by a signal; what was typed into a list goes to the store first.
    fn end(&mut self, signal: i32) -> Next {
        drop(self.core.deliver(Msg::Ending));
        Next::End(Ending::Signal(signal))
    }
}

/// Finds the time zone behind the first frame, for it reads many folders.
fn find_zone(facts: &Sender<RuntimeEvent>) -> io::Result<()> {
    let facts = facts.clone();
    Builder::new().name("zone".to_owned()).spawn(move || {
        let _ = facts.send(RuntimeEvent::Msg(Msg::ZoneFound(jiff::tz::TimeZone::system())));
    })?;
    Ok(())
}
