//! Takes facts into the model: keys become commands, and commands go to the screen they concern.

use super::clipping::{Clipping, Copied};
use super::context::{Context, Heights};
use super::delivery::{ChannelRequest, DeliveryRequest};
use super::kinds::Kind;
use super::layout::{self, areas, body};
use super::model::{Model, Prefix};
use super::msg::Msg;
use super::next::Next;
use super::overlay::changes::Changes;
use super::overlay::dialog::Dialog;
use super::overlay::export::ExportLine;
use super::overlay::form::{Form, KnownWords};
use super::overlay::help::{Help, HelpKind};
use super::overlay::pane::lists::Quitting;
use super::overlay::pane::{Kept, PastePane};
use super::overlay::search::Search;
use super::overlay::sheet::Sheet;
use super::overlay_stack::{Overlay, Stack};
use super::screens::Trail;
use super::sync::SyncRequest;
use super::toast::{Offer, Tone};
use super::{Effect, Query, StoreRequest, TerminalRequest};
use crate::domain::Timestamp;
use crate::input::Command;
use crate::words::Sentence;

impl Model {
    /// Takes a message about what happened at `now` into the state; returns the effects that follow from it.
    #[must_use]
    pub fn update(&mut self, now: Timestamp, msg: Msg) -> Vec<Effect> {
        self.now = now;
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
                let waits = self.stack.get().is_some_and(Dialog::waits_for_list);
                let quitting = if waits { Quitting::Waits } else { Quitting::No };
                self.with(|pane: &mut PastePane, context| pane.take_kept(request, result, quitting, context));
                self.catch_up();
            }
            Msg::Ending => self.with(|pane: &mut PastePane, context| {
                pane.keep_at_the_end(context);
                Next::Stay
            }),
            Msg::FileRead { request, file } => {
                self.with(|pane: &mut PastePane, context| pane.file_read(request, file, context));
            }
            Msg::RowsRead { request, list } => {
                self.with(|pane: &mut PastePane, context| pane.take_rows(request, list, context));
            }
            Msg::FileProgress { request, read, of } => {
                if let Some(pane) = self.stack.get_mut::<PastePane>() {
                    pane.file_progress(request, read, of);
                }
            }
            Msg::TextEdited(Ok(text)) => match self.stack.get_mut::<Sheet>() {
                Some(sheet) => sheet.take_edited(&text),
                None => self.with(|pane: &mut PastePane, context| pane.take_edited(&text, context)),
            },
            Msg::TextEdited(Err(sentence)) => self.tell(Tone::Refused, Offer::None, sentence),
            Msg::Exported { path, result } => {
                self.with(|line: &mut ExportLine, _| line.take_written(&path, result.is_ok()));
                match result {
                    Ok(sentence) => self.tell(Tone::Done, Offer::None, sentence),
                    Err(sentence) => self.tell(Tone::Refused, Offer::None, sentence),
                }
            }
            Msg::Copied { what, how } => self.told_copied(&what, how),
            Msg::LinkTried { link, opened: true } => {
                let text = format!("Opened {}.", link.url);
                self.tell(Tone::Done, Offer::None, text);
            }
            Msg::LinkTried { link, opened: false } => {
                self.requests.send(TerminalRequest::Copy(Clipping::link(&link)));
            }
            Msg::Sync(event) => self.sync_told(event),
            Msg::Delivery(event) => self.delivery_told(event),
            Msg::Assistant(event) => self.with(|sheet: &mut Sheet, context| sheet.take_event(event, context)),
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
                self.with(|pane: &mut PastePane, context| {
                    pane.keep_if_rested(context);
                    Next::Stay
                });
                self.sync_time_passed();
            }
        }
        if self.toast.as_ref().is_some_and(|toast| toast.until <= self.now) {
            self.toast = None;
        }
        self.load_missing();
        self.requests.take()
    }

    /// Carries a command out: what lies over the screen takes it first.
    pub(super) fn run(&mut self, command: Command) {
        match command {
            Command::Quit => return self.quit(),
            Command::Suspend => return self.requests.send(TerminalRequest::Suspend),
            Command::Reopen => return self.reopen(),
            Command::ShowMessage if self.stack.get::<Dialog>().is_none() => return self.show_message(),
            // Nothing of the screen shows, so nothing on it is done.
            _ if !self.size.is_usable() => return,
            _ if self.is_turning_many() && !self.keymap.only_reads(command) => {
                return self.refuse_while_turning();
            }
            _ => {}
        }
        let opens = self.stack.top().is_none_or(|top| top.part().opens_others());
        match command {
            Command::Help if opens => self.open_help(HelpKind::Keys),
            Command::Palette if opens => self.open_help(HelpKind::Commands),
            Command::Search if opens => self.open(Search::default()),
            Command::ShowChanges if opens => {
                let changes = Changes::open(&mut self.context());
                self.open(changes);
            }
            command => {
                let (stack, _, mut context) = self.parts();
                match stack.top_mut() {
                    Some(top) => {
                        let next = top.part_mut().run(command, &mut context);
                        self.follow(next);
                    }
                    None => self.run_on_screen(command),
                }
            }
        }
    }

    /// Returns what lies over the screen, the screens, and what they may use.
    pub(super) fn parts(&mut self) -> (&mut Stack, &mut Trail, Context<'_>) {
        let (body, heights) = (body(self), self.heights());
        let (is_turning_many, layers) = (self.is_turning_many(), self.layers());
        let context = Context {
            now: self.now,
            size: self.size,
            body,
            heights,
            zone: &self.zone,
            phases: &self.phases,
            owner: &self.owner,
            views: &self.views,
            known: KnownWords {
                tags: &self.tags,
                roles: &self.roles,
            },
            keymap: &self.keymap,
            layers,
            requests: &mut self.requests,
            toast: &mut self.toast,
            assistant: &mut self.assistant,
            drafts: &mut self.drafts,
            deferred: &mut self.deferred,
            pasted_at: self.pasted_at,
            is_turning_many,
        };
        (&mut self.stack, &mut self.trail, context)
    }

    /// Returns what a part of the app may use.
    pub(super) fn context(&mut self) -> Context<'_> {
        self.parts().2
    }

    /// Has one of a kind take something in, wherever it lies; nothing is done if there is none.
    pub(super) fn with<K: Kind<Overlay>>(&mut self, take: impl FnOnce(&mut K, &mut Context<'_>) -> Next) {
        let (stack, _, mut context) = self.parts();
        let next = match stack.get_mut::<K>() {
            Some(part) => take(part, &mut context),
            None => return,
        };
        if !matches!(next, Next::Close | Next::Done) {
            return self.follow(next);
        }
        self.stack.close::<K>();
        if matches!(next, Next::Done) {
            self.reload();
        }
    }

    /// Shows a message.
    pub(super) fn tell(&mut self, tone: Tone, offer: Offer, text: impl Into<Sentence>) {
        self.context().tell(tone, offer, text);
    }

    /// Returns the heights of the lists of the screen that shows.
    pub(super) fn heights(&self) -> Heights {
        let lists = layout::integrations(self);
        Heights {
            list: usize::from(areas(self).rows.height),
            misses: usize::from(lists.misses.height),
            runs: usize::from(lists.runs.height),
        }
    }

    fn open_help(&mut self, kind: HelpKind) {
        self.prefix = Prefix::None;
        let entries = kind.entries(&self.keymap, self.layers(), |command| self.refusal(command));
        let help = Help::new(kind, entries);
        self.open(help);
    }

    /// Puts something over the screen; the next key is its own.
    fn open(&mut self, overlay: impl Into<Overlay>) {
        self.prefix = Prefix::None;
        self.stack.push(overlay);
    }

    /// Opens a form, with what was typed into it before and kept.
    pub(super) fn open_form(&mut self, fresh: Form) {
        let draft = self.drafts.remove(&fresh.key());
        let form = match draft {
            Some(draft) => {
                let text = "This is what you typed before. Press {discard} to start over.";
                self.tell(Tone::Notice, Offer::None, text);
                fresh.resume(draft)
            }
            None => {
                self.toast = None;
                fresh
            }
        };
        if form.has_tags() {
            self.requests.ask(Query::Tags);
        }
        self.stack.push(form);
        self.keep_in_view();
    }

    fn quit(&mut self) {
        let typed = self.stack.get().is_some_and(Form::is_touched) || !self.drafts.is_empty();
        let asked = self.stack.get().is_some_and(Dialog::asks_to_quit);
        if self.stack.get().is_some_and(Dialog::waits_for_list) {
            self.requests.send(TerminalRequest::Quit);
        } else if typed && !asked {
            self.keep_draft();
            self.stack.push(Dialog::quit());
        } else {
            self.quit_when_kept();
        }
    }

    /// Sends the list that is pasted to the store, if it changed.
    fn keep_draft(&mut self) {
        self.with(|pane: &mut PastePane, context| {
            pane.keep(context);
            Next::Stay
        });
    }

    /// Ends the program, unless a list is not kept: then it ends once it is, or when the user says so.
    pub(super) fn quit_when_kept(&mut self) {
        self.with(|pane: &mut PastePane, context| {
            pane.keep_to_quit(context);
            Next::Stay
        });
        let pane = self.stack.get::<PastePane>();
        if pane.is_some_and(|pane| pane.kept() != Kept::Yes) {
            self.stack.push(Dialog::quit_unkept("It is already being saved."));
        } else {
            self.requests.send(TerminalRequest::Quit);
        }
    }

    /// Opens the store again after its file was exchanged, if it was.
    fn reopen(&mut self) {
        if self.exchange.is_some() {
            self.requests.send(StoreRequest::Reopen);
        } else {
            let text = "There is nothing to reopen: the store file was not replaced.";
            self.tell(Tone::Notice, Offer::None, text);
        }
    }

    /// Shows what is in the store that was opened again; what is typed and where one is stay.
    fn reopened(&mut self, sentence: String) {
        self.exchange = None;
        self.damage = None;
        for form in self.stack.get_mut().into_iter().chain(self.drafts.values_mut()) {
            // It was about the store that is not open any more.
            form.error = None;
        }
        self.tell(Tone::Notice, Offer::None, sentence);
        self.reload();
        self.requests.send(SyncRequest::Look);
        self.requests.send(DeliveryRequest::Channel(ChannelRequest::Look));
    }

    /// Shows how a text was copied.
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
            let dialog = Dialog::message(text);
            self.stack.push(dialog);
        }
    }
}
