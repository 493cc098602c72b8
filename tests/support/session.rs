//! The app around a real store with a clock that stands, driven by keys: the loop without a terminal.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use pivotal::app::layout::Size;
use pivotal::app::sync::SyncRequest;
use pivotal::app::{Data, Effect, Model, Msg, Start, TerminalRequest};
use pivotal::domain::{Actor, Clock, IdSource, NetworkScope, Timestamp};
use pivotal::input::Key;
use pivotal::runtime::{
    AssistantContext, Core, Executor, Remote, Reports, RuntimeEvent, Setup, StoreGeneration,
};
use pivotal::store::Store;
use pivotal::ui::{Colors, Theme, view};
use pivotal::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tempfile::TempDir;

/// Far longer than any reply takes, so that only a fault ends the wait.
const PATIENCE: Duration = Duration::from_secs(30);

/// A clock that a test moves; it starts at 2026-11-24 09:30 UTC.
#[derive(Debug, Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Acquire))
    }
}

/// A session of a person called Mia, beside a sandbox of HubSpot.
pub(crate) struct Session {
    core: Core,
    facts: Receiver<RuntimeEvent>,
    clock: Hand,
    size: Size,
    runs: u64,
    folder: PathBuf,
    wishes: Vec<TerminalRequest>,
    _home: TempDir,
}

impl Session {
    /// Starts on an empty store.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let home = super::folder();
        let folder = home.path().join("data");
        super::put_empty_store(&folder);
        let clock = Hand(Arc::new(AtomicI64::new(1_795_512_600_000)));
        let size = Size { width, height };
        let (core, facts) = open(&folder, &clock, size, 0);
        let mut session = Self {
            core,
            facts,
            clock,
            size,
            runs: 0,
            folder,
            wishes: Vec::new(),
            _home: home,
        };
        session.settle();
        session
    }

    /// Ends the program and starts it again on the same store.
    pub(crate) fn restart(&mut self) -> &mut Self {
        self.runs += 1;
        (self.core, self.facts) = open(&self.folder, &self.clock, self.size, self.runs);
        self.settle()
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
                    name.parse().expect("a key")
                }
                None => {
                    rest = rest.strip_prefix(first).unwrap_or_default();
                    Key::char(first)
                }
            };
            self.tell(Msg::KeyPressed(key)).settle();
        }
        self
    }

    /// Types text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.tell(Msg::KeyPressed(Key::char(c)));
        }
        self.settle()
    }

    /// Pastes text.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Pasted(text.to_owned())).settle()
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, millis: i64) -> &mut Self {
        self.clock.0.fetch_add(millis, Ordering::AcqRel);
        self.tell(Msg::TimePassed).settle()
    }

    /// Takes replies until none is on its way.
    pub(crate) fn settle(&mut self) -> &mut Self {
        while self.core.model().in_flight() {
            match self.facts.recv_timeout(PATIENCE).expect("a reply") {
                RuntimeEvent::Store(_, msg) | RuntimeEvent::Msg(msg) => {
                    self.tell(msg);
                }
                RuntimeEvent::Key(..)
                | RuntimeEvent::KeysRead(_)
                | RuntimeEvent::Signal(_)
                | RuntimeEvent::HungUp => {}
            }
        }
        self
    }

    /// Connects to the sandbox of HubSpot.
    pub(crate) fn connect(&mut self) -> &mut Self {
        let look = Effect::Sync(SyncRequest::Look);
        assert_eq!(self.core.executor().carry_out(look), None);
        self.until("S syncs")
    }

    /// Takes what is told until the screen holds words.
    #[track_caller]
    pub(crate) fn until(&mut self, words: &str) -> &mut Self {
        while !self.screen().contains(words) {
            match self.facts.recv_timeout(PATIENCE) {
                Ok(RuntimeEvent::Store(_, msg) | RuntimeEvent::Msg(msg)) => {
                    self.tell(msg);
                }
                Ok(
                    RuntimeEvent::Key(..)
                    | RuntimeEvent::KeysRead(_)
                    | RuntimeEvent::Signal(_)
                    | RuntimeEvent::HungUp,
                ) => {}
                Err(error) => panic!("{error}: {words:?} is not on\n{}", self.screen()),
            }
        }
        self.settle()
    }

    /// Gives the window another size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = Size { width, height };
        self.tell(Msg::Resized(self.size)).settle()
    }

    /// Returns the model, to draw it.
    pub(crate) const fn model(&self) -> &Model {
        self.core.model()
    }

    /// Returns the text of the screen.
    pub(crate) fn screen(&self) -> String {
        let mut terminal =
            Terminal::new(TestBackend::new(self.size.width, self.size.height)).expect("a terminal");
        terminal
            .draw(|frame| view(self.core.model(), &Theme::new(Colors::Full), frame))
            .expect("drawn");
        let text = terminal.backend().to_string();
        text.lines()
            .map(|line| line.trim_matches('"').trim_end())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Demands that the screen holds words.
    #[track_caller]
    pub(crate) fn shows(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(words), "{words:?} is not on\n{screen}");
        self
    }

    /// Demands that the screen does not hold words.
    #[track_caller]
    pub(crate) fn hides(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(words), "{words:?} is on\n{screen}");
        self
    }

    /// Returns whether the app wished to end.
    pub(crate) fn has_quit(&self) -> bool {
        self.wishes.contains(&TerminalRequest::Quit)
    }

    fn tell(&mut self, msg: Msg) -> &mut Self {
        let wishes = self.core.deliver(msg);
        self.wishes.extend(wishes);
        self
    }
}

fn open(folder: &std::path::Path, clock: &Hand, size: Size, runs: u64) -> (Core, Receiver<RuntimeEvent>) {
    let store = Store::open(folder).expect("opened");
    let ids = IdSource::Counting(runs * 1_000_000);
    let workspace = Workspace::new(store, Actor::new("Mia"), Box::new(clock.clone()), ids);
    let (sender, facts) = channel();
    let setup = Setup {
        remote: Remote::Sandbox,
        assistant: AssistantContext {
            folder: folder.to_owned(),
            config: folder.join("config.toml"),
            scope: NetworkScope::ThisMachine,
        },
        delivery: None,
        reports: Reports::new(StoreGeneration(0), sender),
    };
    let file = workspace.store_path().to_owned();
    let executor = Executor::start(workspace, setup, &file).expect("started");
    let start = Start {
        size,
        zone: jiff::tz::TimeZone::UTC,
        data: Data::Own,
        owner: String::new(),
        sync_every_millis: None,
        views: Vec::new(),
        sending: pivotal::domain::Sending::Allowed,
        phases: pivotal::config::default_phases().expect("phases"),
        roles: Vec::new(),
        keymap: pivotal::input::Keymap::default(),
        orders: pivotal::domain::ListOrders::default(),
        now: clock.now(),
    };
    let (model, mut first) = Model::start(start);
    // HubSpot is looked at when a test says so.
    first.retain(|effect| matches!(effect, Effect::Store(_)));
    let mut core = Core::new((model, first), executor, Box::new(clock.clone()));
    let _ = core.begin();
    (core, facts)
}
