//! What the user does: keys, pastes and the mouse, each in its turn.

use crossterm::event::KeyModifiers;

use super::deferred::Typed;
use super::filter::{FilterInput, FilterMode};
use super::layout::{Target, hints, offered_at, target_at};
use super::model::{Model, Prefix};
use super::msg::Msg;
use super::next::Next;
use super::overlay::pane::PastePane;
use super::overlay::{ROWS_A_NOTCH, TextEntry, wheel_motion};
use super::overlay_stack::Overlay;
use super::questions::Query;
use super::screens::{Half, Screen};
use super::toast::{Offer, Tone};
use crate::input::{Command, Key, Pointer, PointerAct, Tab};

/// What a text key means where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It moves a selection or shows the keys.
    Move,
    /// It is a command.
    Command,
    /// It goes into a line of text, which a line end ends.
    Line,
    /// It goes into a text of several lines.
    List,
}

impl Model {
    /// Carries an act of the user out now, or puts it behind those that wait.
    pub(super) fn in_turn(&mut self, msg: Msg) {
        let is_reverting = self.reverting.is_some();
        if self.is_turning_many() && self.may_change(&msg) {
            // It is refused at once.
            self.act(msg);
        } else if self.deferred.is_empty() && is_reverting && self.reverts(&msg) {
            // It was meant for the change that is being turned.
        } else if self.deferred.is_empty() && !self.must_wait(&msg) || self.leaves(&msg) {
            self.act(msg);
        } else {
            self.deferred.push_back(Typed { msg, is_reverting });
        }
    }

    /// Carries out what waited, as far as nothing stands in its way.
    pub(super) fn catch_up(&mut self) {
        let mut waiting = std::mem::take(&mut self.deferred);
        while let Some(typed) = waiting.pop_front() {
            if self.must_wait(&typed.msg) {
                waiting.push_front(typed);
                break;
            }
            if typed.is_reverting && self.reverts(&typed.msg) {
                continue;
            }
            if self.is_turning_many() && self.may_change(&typed.msg) {
                // What was typed after it was meant for what it would have opened.
                waiting.clear();
            }
            self.act(typed.msg);
        }
        self.deferred = waiting;
    }

    /// Drops the keys and clicks that were made before a question came up: they are no answer to it.
    pub(super) fn forget_what_was_typed(&mut self) {
        self.deferred.retain(|typed| matches!(typed.msg, Msg::Pasted(_)));
    }

    /// Returns whether a key would take a change back or make one again.
    fn reverts(&self, msg: &Msg) -> bool {
        let Msg::KeyPressed(key) = msg else { return false };
        matches!(self.command_for(*key), Some(Command::Undo | Command::Redo))
    }

    /// Returns whether a key stands for a command that may change something.
    fn may_change(&self, msg: &Msg) -> bool {
        let Msg::KeyPressed(key) = msg else { return false };
        self.command_for(*key)
            .is_some_and(|command| !self.keymap.only_reads(command))
    }

    /// Returns whether an act depends on a reply that is still to come: on any change, and on a question if it acts on
    /// what is selected.
    fn must_wait(&self, msg: &Msg) -> bool {
        // While many rows are turned, reading goes on.
        let waits_for_act = !self.is_turning_many() && self.requests.is_acting();
        if waits_for_act
            || self.requests.holds_keys()
            || self.stack.get::<PastePane>().is_some_and(PastePane::is_leaving)
        {
            return true;
        }
        if let Some(Overlay::Dialog(_)) = self.stack.top() {
            return self
                .requests
                .waits_for(|query| matches!(query, Query::Successors(_)));
        }
        if !waits_for_act && !self.requests.waits_for_answer() {
            return false;
        }
        let Msg::KeyPressed(key) = msg else {
            return matches!(msg, Msg::Pointed(_));
        };
        match self.command_for(*key) {
            Some(command) => self.keymap.waits(command),
            // A key without a meaning may get one with the reply, as the welcome goes.
            None => self.text_entry() == TextEntry::None,
        }
    }

    /// Returns whether a key leaves the program at once, whatever is under way: changes that were asked for are made still.
    fn leaves(&self, msg: &Msg) -> bool {
        let Msg::KeyPressed(key) = msg else { return false };
        key.modifiers.contains(crossterm::event::KeyModifiers::CONTROL)
            && matches!(self.command_for(*key), Some(Command::Quit | Command::Suspend))
    }

    /// Hands an act of the user to what it is meant for.
    fn act(&mut self, msg: Msg) {
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
            | Msg::LinkTried { .. }
            | Msg::Sync(_)
            | Msg::Delivery(_)
            | Msg::Assistant(_)
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

    /// Returns what a text key means now.
    pub fn meaning(&self, key: Key) -> Meaning {
        match (self.text_entry(), self.command_for(key)) {
            (TextEntry::Lines, _) => Meaning::List,
            (TextEntry::Line, _) => Meaning::Line,
            (TextEntry::None, Some(Command::Move(_) | Command::Help)) => Meaning::Move,
            (TextEntry::None, _) => Meaning::Command,
        }
    }

    /// Returns what a text key goes into.
    pub(super) fn text_entry(&self) -> TextEntry {
        match self.stack.top() {
            Some(top) => top.part().text_entry(),
            None if self.prefix == Prefix::GoTo => TextEntry::None,
            None if self.words().is_some_and(|words| words.typing == FilterMode::On) => TextEntry::Line,
            None => TextEntry::None,
        }
    }

    /// Hands a key to what it is meant for.
    pub(super) fn press(&mut self, key: Key) {
        let is_usable = self.size.is_usable();
        let (stack, _, context) = self.parts();
        let top = stack.top_mut().filter(|_| is_usable);
        if top.is_some_and(|top| top.part_mut().takes_first(key, &context)) {
            return;
        }
        match self.command_for(key) {
            Some(command) => self.run(command),
            None if is_usable => self.take_key(key),
            None => {}
        }
    }

    /// Hands a key that stands for no command to what lies on top.
    fn take_key(&mut self, key: Key) {
        let prefix = self.prefix;
        let (stack, _, mut context) = self.parts();
        match stack.top_mut() {
            Some(top) => {
                let next = top.part_mut().take_key(key, &mut context);
                self.follow(next);
            }
            None if prefix == Prefix::GoTo => {
                self.prefix = Prefix::None;
                self.explain(key);
            }
            None => {
                let changed = self.words_typed().is_some_and(|words| words.line.press(key));
                if changed {
                    self.search();
                } else if !key.modifiers.contains(KeyModifiers::CONTROL) && self.words_typed().is_none() {
                    self.explain(key);
                }
            }
        }
    }

    /// Shows what to do on a key that means nothing here.
    fn explain(&mut self, key: Key) {
        let layers = self.layers();
        self.context().explain(key, layers);
    }

    /// Pastes into what is being typed; a paste anywhere else does nothing.
    pub(super) fn paste(&mut self, text: &str) {
        self.pasted_at = Some(self.now);
        let (stack, _, mut context) = self.parts();
        match stack.top_mut() {
            _ if !context.size.is_usable() => {}
            Some(top) => {
                let next = top.part_mut().take_paste(text, &mut context);
                self.follow(next);
            }
            None => self.paste_on_screen(text),
        }
    }

    fn paste_on_screen(&mut self, text: &str) {
        if let Some(words) = self.words_typed() {
            words.line.paste(text);
            return self.search();
        }
        let at_contacts = matches!(self.trail.top(), Screen::Customer(screen) if screen.tab == Tab::Contacts);
        let text = if at_contacts {
            let key = self.key_text(Command::PasteList);
            format!("Nothing was pasted: press {key} first, then paste the list.")
        } else {
            "Nothing was pasted: open the contacts of a customer to paste a list.".to_owned()
        };
        self.tell(Tone::Notice, Offer::None, text);
    }

    /// Returns the words of a filter while keys go into them.
    fn words_typed(&mut self) -> Option<&mut FilterInput> {
        let words = self.trail.top_mut().part_mut().words_mut();
        words.filter(|words| words.typing == FilterMode::On)
    }

    /// Asks for the rows that hold the words.
    fn search(&mut self) {
        self.trail.top_mut().part_mut().search(&mut self.requests);
    }

    /// Hands an act of the mouse to the keys of the bottom line, else to what lies on top.
    pub(super) fn point(&mut self, at: Pointer) {
        let clicked = match at.act {
            PointerAct::Click => self.hint_at(at),
            PointerAct::WheelUp | PointerAct::WheelDown => None,
        };
        if let Some(command) = clicked {
            return self.run(command);
        }
        let (stack, _, mut context) = self.parts();
        let next = match (stack.top_mut(), at.act) {
            _ if !context.size.is_usable() => return,
            (Some(top), PointerAct::Click) => top.part_mut().take_click(at, &mut context),
            (Some(top), PointerAct::WheelUp | PointerAct::WheelDown) => {
                top.part_mut().take_wheel(at, &mut context)
            }
            (None, PointerAct::Click) => return self.click(at),
            (None, PointerAct::WheelUp | PointerAct::WheelDown) => return self.wheel(at),
        };
        self.follow(next);
    }

    /// Finds the key of the bottom line, or the offer of the message, under the mouse.
    fn hint_at(&self, at: Pointer) -> Option<Command> {
        let hint = hints(self)
            .into_iter()
            .find(|placed| placed.area.contains(at.column, at.row))
            .map(|placed| placed.hint.command);
        // The message belongs to the list, or to the pane that stands in its place.
        let has_message = matches!(self.stack.top(), None | Some(Overlay::Pane(_)));
        hint.or_else(|| offered_at(self, at).filter(|_| has_message))
    }

    fn wheel(&mut self, at: Pointer) {
        match target_at(self, at) {
            Some(Target::Miss(_)) => self.focus_half(Half::NearMisses),
            Some(Target::Run(_)) => self.focus_half(Half::Runs),
            Some(Target::Hint(_) | Target::Tab(_) | Target::Row(_)) | None => {}
        }
        for _ in 0..ROWS_A_NOTCH {
            self.run(Command::Move(wheel_motion(at)));
        }
    }

    fn focus_half(&mut self, half: Half) {
        if let Screen::Integrations(screen) = self.trail.top_mut() {
            screen.half = half;
        }
    }

    fn click(&mut self, at: Pointer) {
        let heights = self.heights();
        let target = target_at(self, at);
        let next = match (target, self.trail.top_mut()) {
            (Some(Target::Hint(command)), _) => Next::Run(command),
            (Some(Target::Tab(tab)), _) => Next::Run(Command::Show(tab)),
            (Some(Target::Row(place)), screen) => screen.part_mut().click_row(place, heights.list),
            (Some(Target::Miss(place)), Screen::Integrations(screen)) => {
                screen.click(Half::NearMisses, place, heights)
            }
            (Some(Target::Run(place)), Screen::Integrations(screen)) => {
                screen.click(Half::Runs, place, heights)
            }
            (Some(Target::Miss(_) | Target::Run(_)) | None, _) => Next::Stay,
        };
        self.follow(next);
    }
}
