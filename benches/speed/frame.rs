//! A step in a list of the store and the frame after it: as fast in a long list as in a short one.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion};
use pivotal::app::layout::Size;
use pivotal::app::{Data, Effect, FileRequest, Model, Msg, Start, StoreRequest};
use pivotal::domain::{Clock, Failure, Timestamp};
use pivotal::input::Key;
use pivotal::runtime::answer;
use pivotal::store::Store;
use pivotal::ui::{Colors, Theme, view};
use pivotal::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::fixture::{Standing, book, entry, workspace};

/// The window in which lists of the store are shown.
pub(crate) const SIZE: Size = Size {
    width: 120,
    height: 40,
};

pub(crate) fn contacts_tab(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("contacts_tab_step_and_frame");
    for contacts in [100, 1_000, 100_000] {
        let mut workspace = workspace(Store::in_memory().expect("memory"));
        workspace.load_book(&[entry(0, contacts)]).expect("loaded");
        let mut model = start(&mut workspace, SIZE);
        press(&mut model, &mut workspace, Key::char('2'));
        step(&mut group, &contacts.to_string(), &mut model, &mut workspace);
    }
    group.finish();
}

/// A step in the list of customers and the frame after it.
pub(crate) fn customer_list(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("customer_list_step_and_frame");
    for contacts in [1_000, 100_000, 1_000_000] {
        let mut workspace = workspace(Store::open(&book(contacts)).expect("opened"));
        let mut model = start(&mut workspace, SIZE);
        step(&mut group, &contacts.to_string(), &mut model, &mut workspace);
    }
    group.finish();
}

pub(crate) fn step(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    model: &mut Model,
    workspace: &mut Workspace,
) {
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
    let theme = Theme::new(Colors::Full);
    // Away from the edge of what is loaded, so that a step asks for nothing.
    for _ in 0..20 {
        press(model, workspace, Key::char('j'));
    }
    let mut down = true;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            down = !down;
            let key = if down { 'j' } else { 'k' };
            press(model, workspace, Key::char(key));
            terminal.draw(|frame| view(model, &theme, frame)).expect("drawn");
        });
    });
}

/// Starts the app at the list of customers.
pub(crate) fn start(workspace: &mut Workspace, size: Size) -> Model {
    let (mut model, effects) = Model::start(Start {
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
        now: now(),
    });
    carry_out(&mut model, workspace, effects);
    model
}

pub(crate) fn press(model: &mut Model, workspace: &mut Workspace, key: Key) {
    let effects = model.update(now(), Msg::KeyPressed(key));
    carry_out(model, workspace, effects);
}

pub(crate) fn carry_out(model: &mut Model, workspace: &mut Workspace, effects: Vec<Effect>) {
    for effect in effects {
        let msg = match effect {
            Effect::Store(StoreRequest::Ask { request, query }) => {
                let answer = answer(workspace, &query).map_err(Failure::from);
                Msg::Answered { request, answer }
            }
            Effect::Files(FileRequest::ReadRows { request, list }) => {
                let list = Ok(list.read());
                Msg::RowsRead { request, list }
            }
            _ => continue,
        };
        let more = model.update(now(), msg);
        carry_out(model, workspace, more);
    }
}

pub(crate) fn now() -> Timestamp {
    Standing.now()
}
