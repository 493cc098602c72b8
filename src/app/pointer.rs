//! Acts of the mouse: a click selects, a click on what is selected opens, the wheel moves.

use super::layout::{Target, target_at};
use super::model::{Model, Place};
use crate::input::{Command, Motion, Pointer, PointerAct, Tab};

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
            PointerAct::WheelUp => self.wheel(Motion::Up, Command::PreviousField),
            PointerAct::WheelDown => self.wheel(Motion::Down, Command::NextField),
        }
    }

    fn wheel(&mut self, motion: Motion, in_dialog: Command) {
        if self.dialog.is_some() {
            self.run(in_dialog);
        } else if self.form.is_none() {
            for _ in 0..ROWS_A_NOTCH {
                self.run(Command::Move(motion));
            }
        }
    }

    fn click(&mut self, target: Target) {
        match target {
            Target::Hint(command) => self.run(command),
            Target::Tab(tab) => self.run(Command::Show(tab)),
            Target::Row(place) => self.click_row(place),
            Target::Found(place) => self.click_hit(place),
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
