//! What the hot paths cost, counted and not timed, so that a busy machine does not change it: how often, and for how many
//! bytes, one key, one frame, one search and one page of a sync ask for memory. The steps that SQLite takes are counted
//! in `src/workspace/tests/costs.rs`.
//!
//! A bound may be passed by 15 %. `cargo test --test costs -- --nocapture` prints what is counted.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and tells its figures"
)]

#[path = "../benches/speed/people.rs"]
#[expect(dead_code, reason = "the benches use all of it")]
mod people;

use std::cell::Cell;

use pivotal::app::layout::Size;
use pivotal::app::{Data, Effect, Model, Msg, Start};
use pivotal::domain::{
    Actor, Clock, CustomerDraft, Depth, Failure, HubSpotId, IdSource, Portal, RemoteContact, SearchQuery,
    SearchScope, SyncCounts, SyncKind, Timestamp,
};
use pivotal::input::{Key, Keymap};
use pivotal::runtime::answer;
use pivotal::store::Store;
use pivotal::ui::{Colors, Theme, view};
use pivotal::workspace::{BookContact, BookEntry, Note, Role, Workspace};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// What a path may ask for.
struct Bound {
    what: &'static str,
    requests: u64,
    bytes: u64,
}

impl Bound {
    /// Counts what some work asks for, once it has been done before, and demands that it is within the bound.
    fn holds(&self, mut work: impl FnMut()) {
        work();
        let counted = allocation_counter::measure(&mut work);
        println!(
            "{}: {} requests for memory, {} bytes",
            self.what, counted.count_total, counted.bytes_total
        );
        assert!(
            counted.count_total * 100 <= self.requests * 115 && counted.bytes_total * 100 <= self.bytes * 115,
            "{} asked {} times for {} bytes; it was bound to {} times and {} bytes",
            self.what,
            counted.count_total,
            counted.bytes_total,
            self.requests,
            self.bytes
        );
    }
}

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        NOW
    }
}

const NOW: Timestamp = Timestamp::from_millis(1_795_512_600_000);

const SIZE: Size = Size {
    width: 120,
    height: 40,
};

/// Makes a workspace in memory with customers and their contacts.
fn workspace(customers: usize, each: usize) -> Workspace {
    let store = Store::in_memory().expect("memory");
    let mut workspace = Workspace::new(store, Actor::new("cost"), Box::new(Standing), IdSource::Random);
    let book: Vec<BookEntry> = (0..customers).map(|number| entry(number, each)).collect();
    workspace.load_book(&book).expect("loaded");
    workspace
}

fn entry(number: usize, each: usize) -> BookEntry {
    let domain = format!("customer{number}.com");
    let contacts = (0..each).map(|place| BookContact {
        fields: people::fields(number * each + place, &domain),
        role: if place == 0 { Role::Primary } else { Role::Other },
    });
    let contacts = contacts.collect();
    let customer = CustomerDraft {
        name: format!("Customer {number:04}"),
        domain,
        owner: format!("owner{}@us.com", number % 40),
        ..CustomerDraft::default()
    };
    BookEntry {
        customer: customer.check().expect("valid"),
        contacts,
    }
}

/// The app on a workspace.
struct Screen {
    model: Model,
    workspace: Workspace,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    fn new(mut workspace: Workspace) -> Self {
        let (mut model, effects) = Model::start(Start {
            size: SIZE,
            zone: jiff::tz::TimeZone::UTC,
            data: Data::Own,
            owner: String::new(),
            sync_every_millis: None,
            views: Vec::new(),
            sending: pivotal::domain::Sending::Allowed,
            phases: pivotal::config::default_phases().expect("phases"),
            keymap: Keymap::default(),
            now: NOW,
        });
        carry_out(&mut model, &mut workspace, effects);
        let backend = TestBackend::new(SIZE.width, SIZE.height);
        Self {
            model,
            workspace,
            terminal: Terminal::new(backend).expect("a terminal"),
        }
    }

    fn press(&mut self, key: &str) {
        let key: Key = key.parse().expect("a key");
        self.take(Msg::KeyPressed(key));
    }

    fn take(&mut self, message: Msg) {
        let effects = self.model.update(NOW, message);
        carry_out(&mut self.model, &mut self.workspace, effects);
    }

    fn draw(&mut self) {
        let theme = Theme::new(Colors::Full);
        self.terminal
            .draw(|frame| view(&self.model, &theme, frame))
            .expect("drawn");
    }
}

fn carry_out(model: &mut Model, workspace: &mut Workspace, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Ask { request, query } = effect {
            let answer = answer(workspace, &query).map_err(Failure::from);
            let more = model.update(NOW, Msg::Answered { request, answer });
            carry_out(model, workspace, more);
        }
    }
}

#[test]
fn a_key_and_a_frame_on_the_contacts_tab() {
    let mut screen = Screen::new(workspace(1, 1_000));
    screen.press("2");
    // Away from the edge of what is loaded, so that a step asks for nothing.
    for _ in 0..20 {
        screen.press("j");
    }
    let down = Cell::new(false);
    Bound {
        what: "a step in the contacts",
        requests: 2,
        bytes: 11,
    }
    .holds(|| {
        down.set(!down.get());
        screen.press(if down.get() { "j" } else { "k" });
    });
    Bound {
        what: "a frame of the contacts",
        requests: 465,
        bytes: 40_966,
    }
    .holds(|| screen.draw());
}

#[test]
fn a_key_and_a_frame_in_a_pasted_list() {
    let mut screen = Screen::new(workspace(1, 3));
    screen.press("2");
    screen.press("p");
    screen.take(Msg::Pasted(people::list(5_000).text));
    screen.press("ctrl-home");
    for _ in 0..20 {
        screen.press("pgdn");
    }
    let types = Cell::new(false);
    Bound {
        what: "a key in a pasted list",
        requests: 28,
        bytes: 43_713,
    }
    .holds(|| {
        types.set(!types.get());
        screen.press(if types.get() { "x" } else { "backspace" });
    });
    Bound {
        what: "a frame of a pasted list",
        requests: 734,
        bytes: 25_822,
    }
    .holds(|| screen.draw());
}

#[test]
fn a_search_over_everything() {
    let mut workspace = workspace(100, 25);
    for (what, typed, requests, bytes) in [
        ("a search for jose", "jose", 1_812, 149_465),
        ("a search for a", "a", 2_985, 200_798),
        ("a search for nobody", "nobody at all", 2_920, 159_708),
    ] {
        let query = SearchQuery::parse(typed, SearchScope::Everywhere).expect("a search");
        Bound {
            what,
            requests,
            bytes,
        }
        .holds(|| drop(workspace.search(&query, 50, Depth::Quick).expect("found")));
    }
}

#[test]
fn a_page_of_a_sync() {
    let mut workspace = workspace(100, 0);
    let portal = Portal {
        id: 1,
        time_zone: String::new(),
        host: String::new(),
    };
    workspace.set_portal(&portal, "mark").expect("set");
    let note = Note {
        run: workspace.begin_run(SyncKind::Full, "{}").expect("begun"),
        cursor: "{}".to_owned(),
        counts: SyncCounts::default(),
        requests: 1,
    };
    let mut next = 0;
    Bound {
        what: "a page of 200 new people",
        requests: 9_013,
        bytes: 1_262_105,
    }
    .holds(|| {
        let people = page(next);
        next += people.len();
        let counts = workspace.take_people(&people, None, &note).expect("taken");
        assert_eq!(counts.linked, 200);
    });
}

/// Makes a page of people from a number on, who are spread over all customers.
fn page(first: usize) -> Vec<RemoteContact> {
    (first..first + 200)
        .map(|number| {
            let person = people::fields(number, &format!("customer{}.com", number % 100));
            RemoteContact {
                id: HubSpotId::new(i64::try_from(number).expect("small") + 1).expect("an id"),
                name: person.name,
                email: Some(person.email),
                title: person.title,
                phone: person.phone,
            }
        })
        .collect()
}

/// The control: work that asks once more than it may is found.
#[test]
#[should_panic(expected = "it was bound to")]
fn more_than_the_bound_is_found() {
    let bound = Bound {
        what: "a list",
        requests: 0,
        bytes: 1_000_000,
    };
    bound.holds(|| drop(std::hint::black_box(vec![0_u8; 10])));
}
