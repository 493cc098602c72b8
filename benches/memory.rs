//! What the hot paths cost, counted and not timed, so that a busy machine does not change it: how often, and for how many
//! bytes, one key, one frame, one search and one page of a sync ask for memory. The steps that SQLite takes are counted
//! in `src/workspace/tests/costs.rs`.
//!
//! A bound may be passed by 15 %. `cargo bench --bench memory` counts and holds them; `cargo test --bench memory` does so
//! with the build of the tests.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench ends by a panic and prints its figures"
)]

#[path = "speed/fixture.rs"]
mod fixture;
#[path = "speed/frame.rs"]
#[expect(dead_code, reason = "the benches use all of it")]
mod frame;
#[path = "speed/people.rs"]
#[expect(dead_code, reason = "the benches use all of it")]
mod people;

use std::cell::Cell;

use frame::SIZE;
use pivotal::app::{Model, Msg};
use pivotal::domain::{
    Depth, Limits, RemoteAccount, RemoteContact, RemoteId, SearchQuery, SearchScope, SyncCounts, SyncKind,
};
use pivotal::store::Store;
use pivotal::ui::{Colors, Theme, view};
use pivotal::workspace::{Checkpoint, Workspace};
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
    fn holds(&self, work: impl FnMut()) {
        assert!(self.is_kept(work), "{} asked for more than its bound", self.what);
    }

    fn is_kept(&self, mut work: impl FnMut()) -> bool {
        work();
        let counted = allocation_counter::measure(&mut work);
        println!(
            "{}: {} requests for memory, {} bytes; at most {} and {}, give or take 15 %",
            self.what, counted.count_total, counted.bytes_total, self.requests, self.bytes
        );
        counted.count_total * 100 <= self.requests * 115 && counted.bytes_total * 100 <= self.bytes * 115
    }
}

/// Makes a workspace in memory with customers and their contacts.
fn book(customers: usize, each: usize) -> Workspace {
    let mut workspace = fixture::workspace(Store::in_memory().expect("memory"));
    let book: Vec<_> = (0..customers)
        .map(|number| fixture::entry(number, each))
        .collect();
    workspace.load_book(&book).expect("loaded");
    workspace
}

/// The app on a workspace.
struct Screen {
    model: Model,
    workspace: Workspace,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    fn new(mut workspace: Workspace) -> Self {
        let model = frame::start(&mut workspace, SIZE);
        let backend = TestBackend::new(SIZE.width, SIZE.height);
        Self {
            model,
            workspace,
            terminal: Terminal::new(backend).expect("a terminal"),
        }
    }

    fn press(&mut self, key: &str) {
        frame::press(&mut self.model, &mut self.workspace, key.parse().expect("a key"));
    }

    fn draw(&mut self) {
        let theme = Theme::new(Colors::Full);
        self.terminal
            .draw(|frame| view(&self.model, &theme, frame))
            .expect("drawn");
    }
}

fn a_key_and_a_frame_on_the_contacts_tab() {
    let mut screen = Screen::new(book(1, 1_000));
    screen.press("2");
    // Away from the edge of what is loaded, so that a step asks for nothing.
    for _ in 0..20 {
        screen.press("j");
    }
    let down = Cell::new(false);
    Bound {
        what: "a step in the contacts",
        requests: 0,
        bytes: 0,
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

fn a_key_and_a_frame_in_a_pasted_list() {
    let mut screen = Screen::new(book(1, 3));
    screen.press("2");
    screen.press("p");
    let effects = screen
        .model
        .update(frame::now(), Msg::Pasted(people::list(5_000).text));
    frame::carry_out(&mut screen.model, &mut screen.workspace, effects);
    screen.press("ctrl-home");
    for _ in 0..20 {
        screen.press("pgdn");
    }
    let types = Cell::new(false);
    Bound {
        what: "a key in a pasted list",
        requests: 29,
        bytes: 49_939,
    }
    .holds(|| {
        types.set(!types.get());
        screen.press(if types.get() { "x" } else { "backspace" });
    });
    Bound {
        what: "a frame of a pasted list",
        requests: 791,
        bytes: 30_887,
    }
    .holds(|| screen.draw());
}

fn a_search_over_everything() {
    let mut workspace = book(100, 25);
    for (what, typed, requests, bytes) in [
        ("a search for jose", "jose", 660, 145_838),
        ("a search for a", "a", 709, 150_000),
        ("a search for nobody", "nobody at all", 757, 80_000),
    ] {
        let query = SearchQuery::parse(typed, SearchScope::Everywhere).expect("a search");
        Bound {
            what,
            requests,
            bytes,
        }
        .holds(|| {
            drop(
                workspace
                    .search(&query, Limits::each(50), Depth::Quick)
                    .expect("found"),
            );
        });
    }
}

fn a_page_of_a_sync() {
    let mut workspace = book(100, 0);
    let portal = RemoteAccount {
        id: Some(1),
        time_zone: String::new(),
        host: String::new(),
    };
    workspace.set_account(&portal, "mark").expect("set");
    let note = Checkpoint {
        run: workspace.begin_run(SyncKind::Full, "{}").expect("begun"),
        cursor: "{}".to_owned(),
        counts: SyncCounts::default(),
        requests: 1,
    };
    let mut next = 0;
    Bound {
        what: "a page of 200 new people",
        requests: 10_121,
        bytes: 1_318_752,
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
                is_named: true,
                id: RemoteId::hubspot(i64::try_from(number).expect("small") + 1).expect("an id"),
                name: person.name,
                email: Some(person.email),
                details: person.details.clone(),
            }
        })
        .collect()
}

/// The control: work that asks once more than it may is found.
fn more_than_the_bound_is_found() {
    let bound = Bound {
        what: "the control",
        requests: 0,
        bytes: 1_000_000,
    };
    assert!(!bound.is_kept(|| drop(std::hint::black_box(vec![0_u8; 10]))));
}

fn main() {
    more_than_the_bound_is_found();
    a_key_and_a_frame_on_the_contacts_tab();
    a_key_and_a_frame_in_a_pasted_list();
    a_search_over_everything();
    a_page_of_a_sync();
}
