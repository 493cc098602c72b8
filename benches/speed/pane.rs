//! A key in the middle of a pasted list and the frame after it: as fast at a million lines as at a hundred.

use criterion::Criterion;
use pivotal::app::layout::Size;
use pivotal::app::overlay::pane::PastePane;
use pivotal::app::{Model, Msg};
use pivotal::input::Key;
use pivotal::store::Store;
use pivotal::ui::{Colors, Theme, view};
use pivotal::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::fixture::{entry, workspace};
use crate::frame::{carry_out, now, press, start};
use crate::people::list;

const SIZE: Size = Size {
    width: 200,
    height: 50,
};

pub(crate) fn key_in_a_list(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("key_in_a_pasted_list_and_frame");
    for lines in [100, 1_000, 100_000, 1_000_000] {
        let mut workspace = workspace(Store::in_memory().expect("memory"));
        workspace.load_book(&[entry(0, 3)]).expect("loaded");
        let mut model = open(&mut workspace, &list(lines).text);
        let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
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
                .stack
                .get::<PastePane>()
                .is_some_and(|pane| pane.counts().all() == lines)
        );
    }
    group.finish();
}

fn open(workspace: &mut Workspace, text: &str) -> Model {
    let mut model = start(workspace, SIZE);
    press(&mut model, workspace, Key::char('2'));
    press(&mut model, workspace, Key::char('p'));
    let effects = model.update(now(), Msg::Pasted(text.to_owned()));
    carry_out(&mut model, workspace, effects);
    model
}
