//! Commands of the pane in which a list is pasted, and what follows from them.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyModifiers};

use super::dialog::Dialog;
use super::document::Snapshot;
use super::model::{Model, Place};
use super::pane::{Adding, FixAll, Fixed, Focus, PastePane, ReadList, Reading, Room, Side};
use super::requests::Purpose;
use super::toast::{Offer, Tone};
use super::{Effect, Query, RequestId, layout};
use crate::domain::{Change, Reversal, SafeText};
use crate::input::{Command, Key, Motion, PaneCommand};
use crate::paste::Counts;

impl Model {
    /// Opens the pane for the customer that is open.
    pub(super) fn open_pane(&mut self) {
        let Place::Customer(screen) = &self.place else {
            return;
        };
        let pane = PastePane::new(&screen.customer);
        self.requests.ask(Purpose::Pane, Query::List(pane.customer));
        self.pane = Some(Box::new(pane));
        self.toast = None;
        self.fit_pane();
    }

    /// Carries a command of the pane out.
    pub(super) fn run_in_pane(&mut self, command: Command) {
        let now = self.now;
        let Some(pane) = &mut self.pane else { return };
        if let Focus::File(line) = &pane.focus {
            match command {
                Command::Accept if line.text().trim().is_empty() => {
                    self.tell(Tone::Notice, Offer::None, "Type the name of a file first.");
                }
                Command::Accept => {
                    let path = PathBuf::from(line.text().trim());
                    let name = SafeText::clean(&path.display().to_string());
                    pane.focus = Focus::Text;
                    let request = self
                        .requests
                        .wish_numbered(|request| Effect::ReadFile { request, path });
                    pane.reading = Some(Reading::new(request, name));
                }
                Command::Back => pane.focus = Focus::Text,
                _ => {}
            }
            return;
        }
        match command {
            Command::Text(command) => pane.act_on_text(command, now),
            Command::Pane(command) => self.act_in_pane(command),
            Command::Move(motion) => pane.step(motion),
            Command::Back if pane.reading.take().is_some() => {
                self.requests.wish(Effect::StopReading);
                self.tell(
                    Tone::Done,
                    Offer::None,
                    "The file was not read; the text is as it was.",
                );
            }
            Command::Back => self.close_pane(),
            Command::Undo => self.ask_to_revert(Reversal::Undo),
            Command::Redo => self.ask_to_revert(Reversal::Redo),
            _ => {}
        }
        self.fit_pane();
    }

    fn act_in_pane(&mut self, command: PaneCommand) {
        let now = self.now;
        let Some(pane) = &mut self.pane else { return };
        if pane.is_unread() && command.is_about_rows() {
            pane.read_again();
            let text = "The list is still being read. Try again in a moment.";
            return self.tell(Tone::Notice, Offer::None, text);
        }
        match command {
            PaneCommand::Add => self.add_rows(),
            PaneCommand::NextFlagged | PaneCommand::PreviousFlagged => {
                let motion = if command == PaneCommand::NextFlagged {
                    Motion::Down
                } else {
                    Motion::Up
                };
                if !pane.go_to_flagged(motion) {
                    self.tell(Tone::Done, Offer::None, "No row is flagged.");
                }
            }
            PaneCommand::Fix => match pane.fix(now) {
                Fixed::Nothing => {
                    let text = "There is no suggested fix for this row. Correct it in the text.";
                    self.tell(Tone::Notice, Offer::None, text);
                }
                Fixed::Text(mended) => {
                    let text = SafeText::clean(&format!("Fixed (ctrl-z undoes it): {mended}"));
                    self.tell(Tone::Done, Offer::None, text.to_string());
                }
                Fixed::Restore(id) => self
                    .requests
                    .make(Purpose::Act, Change::RestoreContacts(vec![id])),
                Fixed::Relink(id) => self.requests.make(Purpose::Act, Change::RelinkContacts(vec![id])),
            },
            PaneCommand::FixAll => match pane.fix_all() {
                Some(all) => self.dialog = Some(Dialog::fix_all(all)),
                None => {
                    let text = "There is no suggested fix for this row. Go to one that has a fix (F8).";
                    self.tell(Tone::Notice, Offer::None, text);
                }
            },
            PaneCommand::Switch => pane.switch(),
            PaneCommand::NextLayout => {
                let text = pane.next_layout();
                self.tell(Tone::Done, Offer::None, text);
            }
            PaneCommand::Columns => pane.columns(),
            PaneCommand::ColumnLeft => pane.step_column(Side::Before),
            PaneCommand::ColumnRight => pane.step_column(Side::After),
            PaneCommand::RoleBefore => pane.step_role(Side::Before),
            PaneCommand::NextRole => pane.step_role(Side::After),
            PaneCommand::OpenFile => pane.focus = Focus::File(super::LineEditor::default()),
            PaneCommand::OpenEditor => {
                let text = pane.document.text();
                self.requests.wish(Effect::EditText(text));
            }
            PaneCommand::NextFilter => pane.next_filter(),
            PaneCommand::GoToLine => {
                if let Some(row) = pane.current() {
                    pane.go_to(row);
                }
            }
            PaneCommand::Skip => pane.skip(now),
            PaneCommand::ChoosePrimary => {
                if !pane.choose_primary(now) {
                    let text = "Only a row that is ready can become primary. Mend it first.";
                    self.tell(Tone::Notice, Offer::None, text);
                }
            }
        }
    }

    /// Takes the same fix on all rows of a kind, unless the text is another one by now.
    pub(super) fn take_fix(&mut self, all: &FixAll) {
        if let Some(pane) = &mut self.pane
            && !pane.take(all, self.now)
        {
            let text = "The list changed meanwhile, so nothing was fixed. Ask for the fix again.";
            self.tell(Tone::Notice, Offer::None, text);
        }
    }

    fn add_rows(&mut self) {
        let Some(pane) = &mut self.pane else { return };
        if pane.counts().ready == 0 {
            let text = match pane.counts() {
                counts if counts.flagged > 0 => "Nothing is ready to add. F8 goes to the first flagged row.",
                counts if counts.all() > 0 => "Nothing to add: all are here already, or skipped.",
                _ => "Nothing to add. Paste or type a list: name, email, title.",
            };
            return self.tell(Tone::Notice, Offer::None, text);
        }
        let (customer, rows, text) = (pane.customer, pane.sheet.ready(), pane.document.snapshot());
        pane.adding = Some(Adding {
            text: text.clone(),
            progress: None,
        });
        self.requests.add(customer, rows, text);
    }

    /// Tells what was added from a text, and leaves in it what was not.
    pub(super) fn rows_added(&mut self, sentence: &str, offer: Offer, from: Option<&Snapshot>) {
        let now = self.now;
        let Some(pane) = &mut self.pane else {
            return self.tell(Tone::Done, offer, sentence);
        };
        if from != Some(&pane.document.snapshot()) {
            // Another text than the one whose rows were added: it is no matter of theirs, and stays.
            return self.tell(Tone::Done, offer, sentence);
        }
        let before = pane.counts();
        pane.take_done(now);
        let (counts, rest) = match pane.is_unread() {
            false => (pane.counts(), pane.counts().all()),
            true if pane.document.is_empty() => (before, 0),
            // They are being read.
            true => (before, (before.flagged + before.skipped).max(1)),
        };
        let left = left(counts, rest);
        if rest == 0 {
            self.tell(Tone::Done, offer, sentence);
            self.forget_pane();
            // Keys that were meant for the text are no commands.
            self.ahead.clear();
        } else {
            pane.focus = Focus::Preview;
            pane.keep_in_view();
            self.tell(
                Tone::Notice,
                offer,
                format!("{sentence} {left} left in the text."),
            );
        }
        self.fit_pane();
    }

    /// Types into the pane.
    pub(super) fn press_in_pane(&mut self, key: Key) {
        let now = self.now;
        let Some(pane) = &mut self.pane else { return };
        match (&mut pane.focus, key.code) {
            (Focus::File(line), _) => {
                line.press(key);
            }
            (Focus::Text, KeyCode::Char(c))
                if !key
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
            {
                pane.type_char(c, now);
            }
            (Focus::Text | Focus::Columns(_) | Focus::Preview, _) => {
                self.explain(key);
            }
        }
        self.fit_pane();
    }

    /// Pastes into the pane.
    pub(super) fn paste_in_pane(&mut self, text: &str) {
        let now = self.now;
        let Some(pane) = &mut self.pane else { return };
        if let Focus::File(line) = &mut pane.focus {
            line.paste(text);
            return;
        }
        pane.focus = Focus::Text;
        if let Err(sentence) = pane.paste(text, now) {
            self.tell(Tone::Refused, Offer::None, sentence);
        }
        self.fit_pane();
    }

    /// Takes the text of a file; of one that nobody waits for any more nothing is taken.
    pub(super) fn file_read(&mut self, request: RequestId, text: Result<String, String>) {
        let now = self.now;
        let Some(pane) = &mut self.pane else { return };
        if pane
            .reading
            .take_if(|reading| reading.request == request)
            .is_none()
        {
            return;
        }
        if let Err(sentence) = text.and_then(|text| pane.paste_lines(&text, now)) {
            self.tell(Tone::Refused, Offer::None, sentence);
        }
        self.fit_pane();
    }

    /// Has a long list read beside the screen.
    pub(super) fn read_rows(&mut self) {
        let Some(pane) = &mut self.pane else { return };
        if let Some(list) = pane.to_read().map(Box::new) {
            let request = self
                .requests
                .wish_numbered(|request| Effect::ReadRows { request, list });
            pane.reading_rows(request);
        }
    }

    /// Takes the rows of a long list, or says why there are none.
    pub(super) fn rows_read(&mut self, request: RequestId, list: Result<ReadList, String>) {
        let Some(pane) = &mut self.pane else { return };
        let why = list.as_ref().err().cloned();
        pane.rows_read(request, list.ok());
        if let Some(why) = why {
            let text = format!("The list was not read. {why} Its text is kept; ctrl-s tries again.");
            self.tell(Tone::Refused, Offer::None, text);
        }
    }

    /// Takes how far a file is read.
    pub(super) fn file_progress(&mut self, request: RequestId, read: u64, of: u64) {
        let reading = self.pane.as_mut().and_then(|pane| pane.reading.as_mut());
        if let Some(reading) = reading.filter(|reading| reading.request == request) {
            reading.progress = Some((read, of));
        }
    }

    /// Takes the text back from the person's own editor.
    pub(super) fn text_edited(&mut self, text: Result<String, String>) {
        let now = self.now;
        match (text, &mut self.pane) {
            (Ok(text), Some(pane)) => {
                if pane.document.text() != text {
                    let change = pane.document.set_text(&text);
                    pane.follow(change, now);
                }
            }
            (Err(sentence), _) => self.tell(Tone::Refused, Offer::None, sentence),
            (Ok(_), None) => {}
        }
        self.fit_pane();
    }

    /// Tells the pane how much of it shows.
    pub(super) fn fit_pane(&mut self) {
        let areas = layout::pane(self);
        if let Some(pane) = &mut self.pane {
            pane.fit(Room {
                text_rows: usize::from(areas.text.height),
                text_cells: usize::from(areas.text.width),
                preview_rows: usize::from(areas.rows.height),
            });
        }
    }
}

/// Says how many of the rows that were not added are left, of which kind.
fn left(counts: Counts, rest: usize) -> String {
    let kinds = [
        (counts.flagged, "flagged"),
        (counts.skipped, "skipped"),
        (rest.saturating_sub(counts.flagged + counts.skipped), "existing"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    parts.join(", ")
}
