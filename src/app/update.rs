//! Takes facts into the model: keys become commands, and commands go to the screen they concern.

use super::clipping::Copied;
use super::connect::Account;
use super::delivery::{ChannelWish, DeliveryWish};
use super::dialog::{Choice, ChoiceAct, Dialog};
use super::form::{Filled, Form, FormState};
use super::help::{Entry, Help, HelpKind, When};
use super::layout;
use super::model::{Model, Prefix};
use super::msg::Msg;
use super::reading::only_reads;
use super::requests::Purpose;
use super::sync::SyncWish;
use super::toast::{Offer, Toast, Tone};
use super::{Effect, Query};
use crate::input::Command;

/// How long a message shows while a long undo or redo runs, in milliseconds.
const BRIEF_MILLIS: i64 = 2_000;

/// How long a dialog is deaf after a paste, in milliseconds: a paste is never a command.
const DEAF_MILLIS: i64 = 150;

impl Model {
    /// Routes a fact.
    pub(super) fn receive(&mut self, msg: Msg) {
        match msg {
            Msg::KeyPressed(_) | Msg::Pasted(_) | Msg::Pointed(_) => self.in_turn(msg),
            Msg::Resized(size) => {
                self.size = size;
                self.keep_in_view();
            }
            Msg::Answered { request, answer } => {
                self.answered(request, answer);
                self.catch_up();
            }
            Msg::Made { request, result } => {
                self.made(request, result.map(|done| *done));
                self.catch_up();
            }
            Msg::Progressed { request, progress } => self.progressed(request, progress),
            Msg::DraftKept { request, result } => {
                self.draft_kept(request, result);
                self.catch_up();
            }
            Msg::Ending => self.keep_draft_at_the_end(),
            Msg::FileRead { request, text } => self.file_read(request, text),
            Msg::RowsRead { request, list } => self.rows_read(request, list),
            Msg::FileProgress { request, read, of } => self.file_progress(request, read, of),
            Msg::TextEdited(text) => self.draft_edited(text),
            Msg::Exported { path, result } => self.exported(&path, result),
            Msg::Copied { what, how } => self.told_copied(&what, how),
            Msg::Sync(news) => self.sync_told(news),
            Msg::Delivery(news) => self.delivery_told(news),
            Msg::Pi(news) => self.pi_told(news),
            Msg::StoreChanged => {
                self.reload();
                self.deliver_for_others();
            }
            Msg::StoreDamaged(sentence) => self.damage = Some(sentence),
            Msg::StoreExchanged(sentence) => self.exchange = sentence,
            Msg::StoreReadOnly(sentence) => {
                self.is_read_only = sentence.is_some();
                if let Some(sentence) = sentence {
                    self.tell(Tone::Notice, Offer::None, sentence);
                }
            }
            Msg::StoreReopened(Ok(sentence)) => self.reopened(sentence),
            Msg::StoreReopened(Err(sentence)) => self.exchange = Some(sentence),
            Msg::TaskFailed(sentence) => self.tell(Tone::Refused, Offer::None, sentence),
            Msg::ZoneFound(zone) => self.zone = zone,
            Msg::TimePassed => {
                self.keep_rested_draft();
                self.sync_time_passed();
            }
        }
        if self.toast.as_ref().is_some_and(|toast| toast.until <= self.now) {
            self.toast = None;
        }
    }

    /// Does what a person wishes.
    pub(super) fn act(&mut self, msg: Msg) {
        match msg {
            Msg::KeyPressed(key) => self.press(key),
            Msg::Pasted(text) => self.paste(&text),
            Msg::Pointed(pointer) => self.point(pointer),
            Msg::Resized(_)
            | Msg::Answered { .. }
            | Msg::Made { .. }
            | Msg::Progressed { .. }
            | Msg::DraftKept { .. }
            | Msg::Ending
            | Msg::FileRead { .. }
            | Msg::FileProgress { .. }
            | Msg::RowsRead { .. }
            | Msg::TextEdited(_)
            | Msg::Exported { .. }
            | Msg::Copied { .. }
            | Msg::Sync(_)
            | Msg::Delivery(_)
            | Msg::Pi(_)
            | Msg::StoreChanged
            | Msg::StoreDamaged(_)
            | Msg::StoreExchanged(_)
            | Msg::StoreReadOnly(_)
            | Msg::StoreReopened(_)
            | Msg::TaskFailed(_)
            | Msg::ZoneFound(_)
            | Msg::TimePassed => {}
        }
    }

    /// Carries a command out: what lies over the screen takes it first.
    pub(super) fn run(&mut self, command: Command) {
        match command {
            Command::Quit => return self.quit(),
            Command::Suspend => return self.requests.wish(Effect::Suspend),
            Command::Reopen => return self.reopen(),
            Command::ShowMessage if self.dialog.is_none() => return self.show_message(),
            // Nothing of the screen shows, so nothing on it is done.
            _ if !self.size.is_usable() => return,
            _ if self.is_turning_many() && !only_reads(command) => return self.refuse_while_turning(),
            _ => {}
        }
        if self.dialog.is_some() {
            self.run_in_dialog(command);
        } else if self.help.is_some() {
            self.run_in_help(command);
        } else if self.connect.is_some() {
            self.run_in_connect(command);
        } else if matches!(command, Command::Help | Command::Palette) {
            self.prefix = Prefix::None;
            let kind = if command == Command::Help {
                HelpKind::Keys
            } else {
                HelpKind::Commands
            };
            self.help = Some(Help::new(kind, self.help_entries(kind)));
        } else if self.pi.sheet.is_some() {
            self.run_in_sheet(command);
        } else if self.merge.is_some() {
            self.run_in_merge(command);
        } else if self.export.is_some() {
            self.run_in_export(command);
        } else if self.search.is_some() {
            self.run_in_search(command);
        } else if command == Command::Search {
            self.prefix = Prefix::None;
            self.open_search();
        } else if self.changes.is_some() {
            self.run_in_changes(command);
        } else if command == Command::ShowChanges {
            self.prefix = Prefix::None;
            self.open_changes();
        } else if self.form.is_some() {
            self.run_in_form(command);
        } else if self.pane.is_some() {
            self.run_in_pane(command);
        } else {
            self.run_on_screen(command);
        }
    }

    /// Opens a form, with what was typed into it before and kept.
    pub(super) fn open_form(&mut self, fresh: Form) {
        match self.drafts.remove(&fresh.key()) {
            Some(draft) => {
                self.form = Some(fresh.resume(draft));
                let text = "This is what you typed before. Press ctrl-x to start over.";
                self.tell(Tone::Notice, Offer::None, text);
            }
            None => {
                self.form = Some(fresh);
                self.toast = None;
            }
        }
        self.ask_for_tags();
        self.keep_in_view();
    }

    fn run_in_form(&mut self, command: Command) {
        let Some(form) = &mut self.form else { return };
        if form.state == FormState::Saving {
            return;
        }
        match command {
            Command::NextField => form.next_field(),
            Command::PreviousField => form.previous_field(),
            Command::Save => match form.fill(&self.phases) {
                Some(Filled::Preview(change)) => {
                    let change = self.with_tasks(change);
                    self.rehearse_change(change);
                }
                Some(Filled::Change(change)) => {
                    form.state = FormState::Saving;
                    let change = self.with_tasks(change);
                    self.requests.make(Purpose::Save, change);
                }
                Some(Filled::SetUpMail(mail, password)) => {
                    form.state = FormState::Saving;
                    let wish = DeliveryWish::Channel(ChannelWish::SetUpMail(mail, password));
                    self.requests.wish(Effect::Deliver(wish));
                }
                Some(Filled::Same) => {
                    self.form = None;
                    self.tell(Tone::Done, Offer::None, "Nothing was changed.");
                }
                None => {}
            },
            Command::Discard => {
                *form = form.fresh(&self.owner);
                self.toast = None;
            }
            Command::Back => {
                if let Some(form) = self.form.take().filter(Form::is_touched) {
                    self.drafts.insert(form.key(), form);
                    let text = "Not saved. It is kept until you quit: open the form again to go on.";
                    self.tell(Tone::Notice, Offer::None, text);
                }
            }
            _ => {}
        }
        self.keep_in_view();
    }

    fn run_in_dialog(&mut self, command: Command) {
        let room = self
            .dialog
            .as_ref()
            .map(|dialog| layout::dialog(self, dialog).hidden_lines())
            .unwrap_or_default();
        let Some(dialog) = &mut self.dialog else { return };
        let deaf = self
            .pasted_at
            .is_some_and(|at| self.now < at.plus_millis(DEAF_MILLIS));
        match command {
            _ if deaf => {}
            Command::Move(motion) => dialog.scroll(motion, room),
            Command::NextField => dialog.next(),
            Command::PreviousField => dialog.previous(),
            Command::Back => self.dialog = None,
            Command::Accept => {
                let chosen = dialog.choices.get(dialog.focus).cloned();
                self.dialog = None;
                if let Some(Choice { act, .. }) = chosen {
                    match act {
                        ChoiceAct::Cancel => {}
                        ChoiceAct::Make(change) => {
                            let purpose = if self.form.is_some() {
                                Purpose::Save
                            } else {
                                Purpose::Act
                            };
                            self.requests.make(purpose, change);
                        }
                        ChoiceAct::Revert(reversal, change, label) => self.revert(reversal, change, &label),
                        ChoiceAct::Flood(change, count) => {
                            self.dialog = Some(Dialog::really(*change, count));
                        }
                        ChoiceAct::Deliver(DeliveryWish::Send(at_once)) => self.send_now(at_once),
                        ChoiceAct::Deliver(wish) => self.requests.wish(Effect::Deliver(wish)),
                        ChoiceAct::FixAll(all) => self.take_fix(&all),
                        ChoiceAct::Sync(SyncWish::Disconnect) => {
                            self.requests.wish(Effect::Sync(SyncWish::Disconnect));
                        }
                        ChoiceAct::Sync(wish) => self.start_sync(wish),
                        ChoiceAct::AskModel(request) => self.ask_model(request),
                        ChoiceAct::Move(onboarding, how) => self.rehearse_move(onboarding, how),
                        ChoiceAct::Tour(step) => self.dialog = Some(Dialog::tour(step, &self.keymap)),
                        ChoiceAct::Filter(query) => self.filter_customers(&query),
                        ChoiceAct::OpenDraft(id) => {
                            self.requests.ask(Purpose::Draft, Query::Draft(id));
                        }
                        ChoiceAct::DiscardDraft(id) => self.discard_draft(id),
                        ChoiceAct::Quit => self.quit_when_kept(),
                        ChoiceAct::QuitUnkept => self.requests.wish(Effect::Quit),
                        ChoiceAct::LeaveUnkept => self.forget_pane(),
                    }
                }
            }
            _ => {}
        }
    }

    fn run_in_connect(&mut self, command: Command) {
        let Some(connect) = &mut self.connect else { return };
        match command {
            Command::Accept => {
                let account = connect.account;
                if let Some(token) = connect.check() {
                    self.requests.wish(match account {
                        Account::HubSpot => Effect::Sync(SyncWish::Connect(token)),
                        Account::Slack => {
                            Effect::Deliver(DeliveryWish::Channel(ChannelWish::ConnectSlack(token)))
                        }
                    });
                }
            }
            Command::Back => self.connect = None,
            _ => {}
        }
    }

    fn run_in_help(&mut self, command: Command) {
        let height = self
            .help
            .as_ref()
            .map(|help| usize::from(layout::help(self, help).entries.height));
        let (Some(help), Some(height)) = (&mut self.help, height) else {
            return;
        };
        match command {
            Command::Move(motion) => help.step(motion, height),
            Command::Back => self.help = None,
            Command::Accept => {
                if let Some(entry) = help.chosen().cloned() {
                    self.help = None;
                    self.choose(&entry);
                }
            }
            _ => {}
        }
    }

    /// Runs an entry, or tells where it is run.
    fn choose(&mut self, entry: &Entry) {
        match entry.when {
            When::Now | When::NotNow => self.run(entry.command),
            When::At(place) => {
                let first = entry.keys.split(", ").next().unwrap_or_default();
                let text = format!("{}: press {first} in {}.", entry.words, place.replace('`', ""));
                self.tell(Tone::Notice, Offer::None, text);
            }
        }
    }

    fn quit(&mut self) {
        let typed = self.form.as_ref().is_some_and(Form::is_touched) || !self.drafts.is_empty();
        let asked = self.dialog.as_ref().is_some_and(Dialog::asks_to_quit);
        if self.dialog.as_ref().is_some_and(Dialog::waits_for_list) {
            self.requests.wish(Effect::Quit);
        } else if typed && !asked {
            self.keep_draft();
            self.help = None;
            self.dialog = Some(Dialog::quit());
        } else {
            self.quit_when_kept();
        }
    }

    /// Tells how a text was copied.
    fn told_copied(&mut self, what: &str, how: Copied) {
        let tone = match how {
            Copied::Native => Tone::Done,
            Copied::Terminal => Tone::Notice,
            Copied::TooLong => Tone::Refused,
        };
        self.tell(tone, Offer::None, how.sentence(what));
    }

    /// Shows what is cut in the line of the message.
    fn show_message(&mut self) {
        let toast = self.toast.as_ref().map(|toast| &toast.text);
        if let Some(text) = self.damage.as_ref().or(self.exchange.as_ref()).or(toast) {
            self.dialog = Some(Dialog::message(text));
        }
    }

    /// Shows a message.
    pub(super) fn tell(&mut self, tone: Tone, offer: Offer, text: impl Into<String>) {
        let mut toast = Toast::new(self.now, tone, offer, text);
        if self.is_turning_many() {
            // How far that is shows again soon.
            toast.until = toast.until.min(self.now.plus_millis(BRIEF_MILLIS));
        }
        self.toast = Some(toast);
    }
}
