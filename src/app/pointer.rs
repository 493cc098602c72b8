//! Acts of the mouse: a click selects, a click on what is selected opens, the wheel moves.

use super::document::Select;
use super::layout::{Target, target_at};
use super::model::{Model, Place};
use super::pane::Focus;
use super::screens::Half;
use crate::input::{Command, Motion, PaneCommand, Pointer, PointerAct, Step, Tab, TextCommand};

/// How many rows a notch of the wheel moves.
const ROWS_A_NOTCH: usize = 3;

impl Model {
    pub(super) fn point(&mut self, pointer: Pointer) {
        match pointer.act {
            PointerAct::Click => {
                if let Some(target) = target_at(self, pointer.column, pointer.row) {
                    self.click(target);
                }
            }
            PointerAct::WheelUp | PointerAct::WheelDown => self.wheel(pointer),
        }
    }

    fn wheel(&mut self, pointer: Pointer) {
        let (motion, step, in_dialog) = match pointer.act {
            PointerAct::WheelUp => (Motion::Up, Step::Up, Command::PreviousField),
            PointerAct::WheelDown | PointerAct::Click => (Motion::Down, Step::Down, Command::NextField),
        };
        if self.dialog.is_some() {
            return self.run(in_dialog);
        }
        if self.form.is_some() || self.connect.is_some() {
            return;
        }
        let mut command = Command::Move(motion);
        if self.help.is_none() {
            match target_at(self, pointer.column, pointer.row) {
                Some(Target::Text(..)) => {
                    self.focus_pane(Focus::Text);
                    command = Command::Text(TextCommand::Go(step));
                }
                Some(Target::PreviewRow(_)) => self.focus_pane(Focus::Preview),
                Some(Target::Miss(_)) => self.focus_half(Half::NearMisses),
                Some(Target::Run(_)) => self.focus_half(Half::Runs),
                Some(
                    Target::Hint(_)
                    | Target::Tab(_)
                    | Target::Row(_)
                    | Target::Field(_)
                    | Target::Choice(_)
                    | Target::Entry(_)
                    | Target::Found(_)
                    | Target::Change(_),
                )
                | None => {}
            }
        }
        for _ in 0..ROWS_A_NOTCH {
            self.run(command);
        }
    }

    /// Has the keys go to a part of the pane, unless the name of a file is being typed.
    fn focus_pane(&mut self, focus: Focus) {
        if let Some(pane) = &mut self.pane
            && !matches!(pane.focus, Focus::File(_))
        {
            pane.focus = focus;
        }
    }

    fn focus_half(&mut self, half: Half) {
        if let Place::Integrations(screen) = &mut self.place {
            screen.half = half;
        }
    }

    fn click(&mut self, target: Target) {
        match target {
            Target::Hint(command) => self.run(command),
            Target::Tab(tab) => self.run(Command::Show(tab)),
            Target::Row(place) => self.click_row(place),
            Target::Found(place) => self.click_hit(place),
            Target::Change(place) => self.click_change(place),
            Target::Field(place) => {
                if let Some(form) = &mut self.form {
                    form.focus = place;
                }
            }
            Target::Choice(place) => {
                if let Some(dialog) = &mut self.dialog {
                    dialog.focus = place;
                    self.run(Command::Accept);
                }
            }
            Target::Entry(place) => {
                if let Some(help) = &mut self.help {
                    help.selected = place;
                    self.run(Command::Accept);
                }
            }
            Target::Text(line, cell) => {
                self.focus_pane(Focus::Text);
                if let Some(pane) = &mut self.pane {
                    pane.document.go_to(line, cell, Select::Nothing);
                }
                self.fit_pane();
            }
            Target::PreviewRow(place) => self.click_preview(place),
            Target::Miss(place) => self.click_half(Half::NearMisses, place),
            Target::Run(place) => self.click_half(Half::Runs, place),
        }
    }

    fn click_preview(&mut self, place: usize) {
        let Some(pane) = &self.pane else { return };
        let again = matches!(pane.focus, Focus::Preview) && pane.selected == place;
        self.focus_pane(Focus::Preview);
        if let Some(pane) = &mut self.pane {
            pane.selected = place;
        }
        self.fit_pane();
        if again {
            self.run(Command::Pane(PaneCommand::GoToLine));
        }
    }

    fn click_half(&mut self, half: Half, place: usize) {
        let heights = self.half_heights();
        let Place::Integrations(screen) = &mut self.place else {
            return;
        };
        let again =
            screen.half == half && half == Half::NearMisses && screen.misses.selected_place() == place;
        screen.half = half;
        match half {
            Half::NearMisses => screen.misses.select(place, heights.misses),
            Half::Runs => screen.runs.select(place, heights.runs),
        }
        if again {
            self.run(Command::Mend);
        }
    }

    fn click_row(&mut self, place: usize) {
        let height = self.list_height();
        let (again, open) = match &mut self.place {
            Place::Customers => {
                let list = &mut self.customers.list;
                let again = list.selected_place() == place;
                list.select(place, height);
                (again, Command::Open)
            }
            Place::Customer(screen) => match screen.tab {
                Tab::Overview => return,
                Tab::Onboardings => return screen.onboardings.rows.select(place, height),
                Tab::Contacts => {
                    let list = &mut screen.contacts.list;
                    let again = list.selected_place() == place;
                    list.select(place, height);
                    (again, Command::EditContact)
                }
                Tab::History => return screen.history.list.select(place, height),
            },
            Place::Integrations(_) => return,
            Place::Notifications(screen) => {
                let again = screen.list.selected_place() == place;
                screen.list.select(place, height);
                (again, Command::Open)
            }
            Place::Onboardings(screen) => {
                let again = screen.list.selected_place() == place;
                screen.list.select(place, height);
                (again, Command::Open)
            }
            Place::Workbench(screen) => {
                let again = screen.list.selected_place() == place;
                screen.list.select(place, height);
                (again, Command::Open)
            }
            Place::Companies(screen) => {
                screen.list.select(place, height);
                (false, Command::Mark)
            }
        };
        if again {
            self.run(open);
        }
    }
}
