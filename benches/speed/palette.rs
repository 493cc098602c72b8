//! The palette is opened, a letter typed, and each drawn: below a millisecond in all.

use criterion::Criterion;
use pivotal::input::Key;
use pivotal::store::Store;
use pivotal::ui::{Colors, Theme, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::fixture::{entry, workspace};
use crate::frame::{SIZE, press, start};

pub(crate) fn open_and_type(criterion: &mut Criterion) {
    let mut workspace = workspace(Store::in_memory().expect("memory"));
    workspace.load_book(&[entry(0, 100)]).expect("loaded");
    let mut model = start(&mut workspace, SIZE);
    press(&mut model, &mut workspace, Key::char('2'));
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
    let theme = Theme::new(Colors::Full);
    let (open, letter, close) = (Key::char(':'), Key::char('a'), "esc".parse().expect("a key"));
    criterion.bench_function("palette_open_and_key", |bencher| {
        bencher.iter(|| {
            for key in [open, letter] {
                press(&mut model, &mut workspace, key);
                terminal.draw(|frame| view(&model, &theme, frame)).expect("drawn");
            }
            press(&mut model, &mut workspace, close);
        });
    });
}
