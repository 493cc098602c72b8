//! What the pane does with keys, text and the mouse.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyModifiers};

use super::deciding::Side;
use super::dropped;
use super::fixes::Fixed;
use super::reading::Stopped;
use super::{Adding, FixAll, Focus, PastePane, Reading, Room};
use crate::app::context::Context;
use crate::app::document::Select;
use crate::app::editor::LineEditor;
use crate::app::layout::{self, Size};
use crate::app::next::Next;
use crate::app::overlay::dialog::Dialog;
use crate::app::overlay::{Part, ROWS_A_NOTCH, TextEntry, wheel_motion};
use crate::app::toast::{Offer, Tone};
use crate::app::{FileRequest, Query, TerminalRequest};
use crate::domain::{Change, Customer, Reversal, RoleLabels, SafeText, Timestamp};
use crate::input::{Command, Key, Layer, Motion, PaneCommand, Pointer, Step, TextCommand};

impl Part for PastePane {
    fn layers(&self) -> &'static [Layer] {
        match self.focus {
            Focus::Text => &[Layer::Pane, Layer::PaneText, Layer::Always],
            Focus::Preview => &[
                Layer::PanePreview,
                Layer::Pane,
                Layer::List,
                Layer::Global,
                Layer::Always,
            ],
            Focus::Columns(_) => &[Layer::PaneColumns, Layer::Always],
            Focus::File(_) => &[Layer::PaneFile, Layer::Always],
        }
    }

    fn text_entry(&self) -> TextEntry {
        match self.focus {
            Focus::Text => TextEntry::Lines,
            Focus::Columns(_) | Focus::File(_) => TextEntry::Line,
            Focus::Preview => TextEntry::None,
        }
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let next = match self.focus {
            Focus::File(_) => self.run_in_file(command, context),
            Focus::Text | Focus::Preview | Focus::Columns(_) => self.run_in_list(command, context),
        };
        self.fit_to(context.size);
        next
    }

    fn take_key(&mut self, key: Key, context: &mut Context<'_>) -> Next {
        match (&mut self.focus, key.code) {
            (Focus::File(line), _) => {
                line.press(key);
            }
            (Focus::Text, KeyCode::Char(c))
                if !key
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
            {
                self.type_char(c, context.now);
            }
            (Focus::Text | Focus::Columns(_) | Focus::Preview, _) => context.explain(key, self.layers()),
        }
        self.fit_to(context.size);
        Next::Stay
    }

    fn take_paste(&mut self, text: &str, context: &mut Context<'_>) -> Next {
        if let Focus::File(line) = &mut self.focus {
            line.paste(text);
            return Next::Stay;
        }
        self.focus = Focus::Text;
        let paths = dropped::paths(text);
        if !paths.is_empty() {
            self.stop_reading(context);
            let request = context
                .requests
                .send_numbered(|request| FileRequest::ReadDropped { request, paths });
            self.reading = Some(Reading::of_dropped(request, text));
            return Next::Stay;
        }
        if let Err(sentence) = self.paste(text, context.now) {
            context.tell(Tone::Refused, Offer::None, sentence);
        }
        self.fit_to(context.size);
        Next::Stay
    }

    fn take_click(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let areas = layout::pane(context.size, self);
        let (column, row) = (at.column, at.row);
        if areas.text.contains(column, row) || areas.gutter.contains(column, row) {
            let line = self.top.0 + usize::from(row - areas.text.y);
            let cell = self.top.1 + usize::from(column.saturating_sub(areas.text.x));
            self.go_to_part(Focus::Text);
            self.document.go_to(line, cell, Select::Nothing);
            self.fit_to(context.size);
            return Next::Stay;
        }
        if areas.rows.contains(column, row) {
            let count = self.filter.count(&self.counts());
            return match areas.rows.place_at(at, self.first, count) {
                Some(place) => self.click_row(place, context.size),
                None => Next::Stay,
            };
        }
        let last_reason = areas.reasons.y + areas.reasons.height.saturating_sub(1);
        if row == last_reason && self.current_row().is_some_and(|row| row.fix.is_some()) {
            return Next::Run(Command::Pane(PaneCommand::Fix));
        }
        let add = Command::Pane(PaneCommand::Add);
        let key = context.keymap.key_for(self.layers(), add);
        let key = key.map(|key| key.to_string()).unwrap_or_default();
        let end = u16::try_from(key.len() + 1 + self.action().len() + 1).unwrap_or(u16::MAX);
        if areas.action.contains(column, row) && column <= end {
            Next::Run(add)
        } else {
            Next::Stay
        }
    }

    fn take_wheel(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let areas = layout::pane(context.size, self);
        let (column, row) = (at.column, at.row);
        let motion = wheel_motion(at);
        let mut command = Command::Move(motion);
        if areas.text.contains(column, row) || areas.gutter.contains(column, row) {
            self.go_to_part(Focus::Text);
            command = Command::Text(TextCommand::Go(match motion {
                Motion::Up | Motion::PageUp | Motion::First => Step::Up,
                Motion::Down | Motion::PageDown | Motion::Last => Step::Down,
            }));
        } else {
            let count = self.filter.count(&self.counts());
            if areas.rows.place_at(at, self.first, count).is_some() {
                self.go_to_part(Focus::Preview);
            }
        }
        for _ in 0..ROWS_A_NOTCH {
            self.run(command, context);
        }
        Next::Stay
    }
}

impl PastePane {
    /// Opens the pane for a customer, and asks what is known of its people.
    pub(in crate::app) fn open(customer: &Customer, context: &mut Context<'_>) -> Self {
        let mut pane = Self::new(customer);
        context.requests.ask(Query::List(pane.customer));
        *context.toast = None;
        pane.fit_to(context.size);
        pane
    }

    fn run_in_file(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let Focus::File(line) = &self.focus else {
            return Next::Stay;
        };
        match command {
            Command::Accept if line.text().trim().is_empty() => {
                return Next::Tell(Tone::Notice, "Type a file name first.");
            }
            Command::Accept => {
                let path = PathBuf::from(line.text().trim());
                let name = SafeText::clean(&path.display().to_string());
                self.focus = Focus::Text;
                self.stop_reading(context);
                let request = context
                    .requests
                    .send_numbered(|request| FileRequest::Read { request, path });
                self.reading = Some(Reading::new(request, name));
            }
            Command::Back => self.focus = Focus::Text,
            _ => {}
        }
        Next::Stay
    }

    fn run_in_list(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match command {
            Command::Text(command) => self.act_on_text(command, context.now),
            Command::Pane(command) => return self.act(command, context),
            Command::Move(motion) => self.step(motion),
            Command::Back if self.reading.is_some() => {
                let text = match self.stop_reading(context) {
                    Stopped::Nothing => "The file was not read; the text is unchanged.",
                    Stopped::Pasted => "The file was not read; what was pasted stands in the text.",
                    Stopped::Refused => return Next::Stay,
                };
                return Next::Tell(Tone::Done, text);
            }
            Command::Back => return self.leave(context),
            Command::Undo => return Next::Revert(Reversal::Undo),
            Command::Redo => return Next::Revert(Reversal::Redo),
            _ => {}
        }
        Next::Stay
    }

    fn act(&mut self, command: PaneCommand, context: &mut Context<'_>) -> Next {
        let now = context.now;
        if self.is_unread() && command.is_about_rows() {
            self.read_again();
            return Next::Tell(
                Tone::Notice,
                "The list is still being read. Try again in a moment.",
            );
        }
        match command {
            PaneCommand::Add => return self.add(context),
            PaneCommand::NextFlagged => return self.flagged(Motion::Down),
            PaneCommand::PreviousFlagged => return self.flagged(Motion::Up),
            PaneCommand::Fix => return self.fix_one(context),
            PaneCommand::FixAll => {
                return match self.fix_all() {
                    Some(all) => Next::Ask(Dialog::fix_all(all)),
                    None => {
                        let text = "There is no suggested fix for this row. {next_flagged} goes to the next flagged row.";
                        Next::Tell(Tone::Notice, text)
                    }
                };
            }
            PaneCommand::Switch => self.switch(),
            PaneCommand::NextLayout => {
                let text = self.next_layout();
                context.tell(Tone::Done, Offer::None, text);
            }
            PaneCommand::Columns if self.sheet.format().columns.roles.is_empty() => {
                let text =
                    "This list is no table, so it has no columns. {next_layout} reads it in another way.";
                return Next::Tell(Tone::Notice, text);
            }
            PaneCommand::Columns => self.columns(),
            PaneCommand::ColumnLeft => self.step_column(Side::Before),
            PaneCommand::ColumnRight => self.step_column(Side::After),
            PaneCommand::RoleBefore => self.step_role(Side::Before),
            PaneCommand::NextRole => self.step_role(Side::After),
            PaneCommand::OpenFile => self.focus = Focus::File(LineEditor::default()),
            PaneCommand::OpenEditor => {
                let text = self.document.text();
                context.requests.send(TerminalRequest::Edit(text));
            }
            PaneCommand::KeepAsNote => return self.keep_as_note(context),
            PaneCommand::KeepColumns => return self.keep_columns(context),
            PaneCommand::TakeRoles => return self.take_roles(now),
            PaneCommand::NextFilter => self.next_filter(),
            PaneCommand::GoToLine => {
                if let Some(row) = self.current() {
                    self.go_to(row);
                }
            }
            PaneCommand::Skip => self.skip(now),
            PaneCommand::ChoosePrimary => {
                if !self.choose_primary(now) {
                    let text = "Only a ready row can become primary. Fix it first.";
                    return Next::Tell(Tone::Notice, text);
                }
            }
        }
        Next::Stay
    }

    /// Takes labels that name roles as such, or leaves them again.
    fn take_roles(&mut self, now: Timestamp) -> Next {
        if !self.sheet.turn_role_labels(&self.document) {
            let text = "No label of this list is a known role, such as Billing: Ann Lee.";
            return Next::Tell(Tone::Notice, text);
        }
        self.keeping.changed(now);
        Next::Tell(
            Tone::Done,
            match self.sheet.role_labels() {
                RoleLabels::Taken => "Labels are taken as roles. Press {take_roles} again to leave them.",
                RoleLabels::Offered => "Labels are left; nobody gets a role from them.",
            },
        )
    }

    fn flagged(&mut self, motion: Motion) -> Next {
        if self.go_to_flagged(motion) {
            Next::Stay
        } else {
            Next::Tell(Tone::Done, "No row is flagged.")
        }
    }

    fn fix_one(&mut self, context: &mut Context<'_>) -> Next {
        match self.fix(context.now) {
            Fixed::Nothing => {
                let text = "There is no suggested fix for this row. Correct it in the text.";
                Next::Tell(Tone::Notice, text)
            }
            Fixed::Text(mended) => {
                let text = SafeText::clean(&format!("Fixed: {mended}"));
                context.tell(Tone::Done, Offer::None, text.to_string());
                Next::Stay
            }
            Fixed::Restore(id) => Next::Make(Change::RestoreContacts(vec![id])),
            Fixed::Relink(id) => Next::Make(Change::RelinkContacts(vec![id])),
        }
    }

    /// Takes the same fix on all rows of a kind, unless the text is another one by now.
    pub(in crate::app) fn take_fix(&mut self, all: &FixAll, context: &mut Context<'_>) -> Next {
        if self.take(all, context.now) {
            return Next::Stay;
        }
        let text = "The list changed in the meantime, so nothing was fixed. Try the fix again.";
        Next::Tell(Tone::Notice, text)
    }

    fn add(&mut self, context: &mut Context<'_>) -> Next {
        let counts = self.counts();
        if counts.ready == 0 {
            let text = if counts.flagged > 0 {
                "Nothing is ready to add. {next_flagged} goes to the first flagged row."
            } else if counts.all() > 0 {
                "Nothing to add: all rows are already contacts, or skipped."
            } else {
                "Nothing to add. Paste or type a list: name, email, title."
            };
            return Next::Tell(Tone::Notice, text);
        }
        let kept = self.kept_columns(&context.requests.custom);
        let (rows, text) = (self.sheet.ready().keeping(kept), self.document.snapshot());
        self.adding = Some(Adding {
            text: text.clone(),
            progress: None,
        });
        context.requests.add(self.customer, rows, text);
        Next::Stay
    }

    fn click_row(&mut self, place: usize, size: Size) -> Next {
        let again = matches!(self.focus, Focus::Preview) && self.selected == place;
        self.go_to_part(Focus::Preview);
        self.selected = place;
        self.fit_to(size);
        if again {
            Next::Run(Command::Pane(PaneCommand::GoToLine))
        } else {
            Next::Stay
        }
    }

    /// Has the keys go to a part of the pane, unless the name of a file is being typed.
    fn go_to_part(&mut self, focus: Focus) {
        if !matches!(self.focus, Focus::File(_)) {
            self.focus = focus;
        }
    }

    /// Takes how much of the pane shows in a terminal of this size.
    pub(in crate::app) fn fit_to(&mut self, size: Size) {
        let areas = layout::pane(size, self);
        self.fit(Room {
            text_rows: usize::from(areas.text.height),
            text_cells: usize::from(areas.text.width),
            preview_rows: usize::from(areas.rows.height),
        });
    }
}
