//! A key in the middle of a pasted list and the frame after it: as fast at a million lines as at a hundred.

use criterion::Criterion;
use pivotal::app::layout::Size;
use pivotal::app::{Data, Model, Msg, Start};
use pivotal::input::Key;
use pivotal::store::Store;
use pivotal::ui::{Colors, Theme, view};
use pivotal::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::fixture::{entry, workspace};
use crate::frame::{carry_out, now, press};
use crate::paste::rows;

pub(crate) fn key_in_a_list(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("key_in_a_pasted_list_and_frame");
    for lines in [100, 100_000, 1_000_000] {
        let mut workspace = workspace(Store::in_memory().expect("memory"));
        workspace.load_book(&[entry(0, 3)]).expect("loaded");
        let mut model = open(&mut workspace, &rows(lines));
        let mut terminal = Terminal::new(TestBackend::new(200, 50)).expect("a terminal");
        let theme = Theme::new(Colors::Full);
        // To the middle of the list, into the name.
        press(&mut model, &mut workspace, "ctrl-home".parse().expect("a key"));
        for _ in 0..lines / 2 / 40 {
            press(&mut model, &mut workspace, "pgdn".parse().expect("a key"));
        }
        let erase: Key = "backspace".parse().expect("a key");
        let mut types = true;
        group.bench_function(lines.to_string(), |bencher| {
            bencher.iter(|| {
                let key = if types { Key::char('x') } else { erase };
                types = !types;
                press(&mut model, &mut workspace, key);
                terminal.draw(|frame| view(&model, &theme, frame)).expect("drawn");
            });
        });
        assert!(
            model
                .pane
                .as_ref()
                .is_some_and(|pane| pane.counts().all() == lines)
        );
    }
    group.finish();
}

fn open(workspace: &mut Workspace, text: &str) -> Model {
    let (mut model, effects) = Model::start(Start {
        size: Size {
            width: 200,
            height: 50,
        },
        zone: jiff::tz::TimeZone::UTC,
        data: Data::Own,
        owner: String::new(),
        sync_every_millis: None,
        views: Vec::new(),
        sending: pivotal::domain::Sending::Allowed,
        phases: pivotal::config::default_phases().expect("phases"),
        keymap: pivotal::input::Keymap::default(),
        now: now(),
    });
    carry_out(&mut model, workspace, effects);
    press(&mut model, workspace, Key::char('2'));
    press(&mut model, workspace, Key::char('p'));
    let effects = model.update(now(), Msg::Pasted(text.to_owned()));
    carry_out(&mut model, workspace, effects);
    model
}
