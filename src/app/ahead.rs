//! What is typed ahead of a reply waits for it, so that no key acts on a selection that is about to change.

use std::collections::VecDeque;

use super::model::Model;
use super::msg::Msg;
use super::pane::Focus;
use super::reading::only_reads;
use super::requests::Purpose;
use super::words::Typing;
use crate::input::Command;

impl Model {
    /// Carries a wish of the person out now, or puts it behind those that wait.
    pub(super) fn in_turn(&mut self, msg: Msg) {
        let is_reverting = self.reverting.is_some();
        if self.is_turning_many() && self.may_change(&msg) {
            // It is refused at once.
            self.act(msg);
        } else if self.ahead.is_empty() && is_reverting && self.reverts(&msg) {
            // It was meant for the change that is being turned.
        } else if self.ahead.is_empty() && !self.must_wait(&msg) || self.leaves(&msg) {
            self.act(msg);
        } else {
            self.ahead.push_back(Typed { msg, is_reverting });
        }
    }

    /// Carries out what waited, as far as nothing stands in its way.
    pub(super) fn catch_up(&mut self) {
        let mut waiting = std::mem::take(&mut self.ahead);
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
        self.ahead = waiting;
    }

    /// Drops the keys and clicks that were made before a question came up: they are no answer to it.
    pub(super) fn forget_what_was_typed(&mut self) {
        self.ahead.retain(|typed| matches!(typed.msg, Msg::Pasted(_)));
    }

    /// Says whether a key would take a change back or make one again.
    fn reverts(&self, msg: &Msg) -> bool {
        let Msg::KeyPressed(key) = msg else { return false };
        matches!(self.command_for(*key), Some(Command::Undo | Command::Redo))
    }

    /// Returns whether a key stands for a command that may change something.
    fn may_change(&self, msg: &Msg) -> bool {
        let Msg::KeyPressed(key) = msg else { return false };
        self.command_for(*key).is_some_and(|command| !only_reads(command))
    }

    /// Says whether a wish depends on a reply that is still to come: on any change, and on a question if it acts on
    /// what is selected.
    fn must_wait(&self, msg: &Msg) -> bool {
        // While many rows are turned, reading goes on.
        let waits_for_act = !self.is_turning_many() && self.requests.waits(&Purpose::Act);
        if waits_for_act
            || [
                Purpose::Save,
                Purpose::Import,
                Purpose::Pane,
                Purpose::Draft,
                Purpose::Mend,
                Purpose::People,
                Purpose::Rehearse,
                Purpose::MarkAll,
                Purpose::Merge,
                Purpose::Who,
                Purpose::Write,
                Purpose::Reversal,
            ]
            .into_iter()
            .any(|purpose| self.requests.waits(&purpose))
            || self.pane.as_ref().is_some_and(|pane| pane.is_leaving())
        {
            return true;
        }
        if self.dialog.is_some() {
            return self.requests.waits(&Purpose::Successors);
        }
        if !waits_for_act && !self.requests.waits_for_answer() {
            return false;
        }
        match msg {
            Msg::KeyPressed(key) => match self.command_for(*key) {
                Some(command) => acts_on_selection(command),
                // A key without a meaning may get one with the reply, as the welcome goes.
                None => !self.takes_text(),
            },
            Msg::Pointed(_) => true,
            _ => false,
        }
    }

    pub(super) fn takes_text(&self) -> bool {
        self.form.is_some()
            || self.export.is_some()
            || self
                .pane
                .as_ref()
                .is_some_and(|pane| !matches!(pane.focus, Focus::Preview))
            || self.help.is_some()
            || self.connect.is_some()
            || self.search.is_some()
            || self.words().is_some_and(|words| words.typing == Typing::On)
    }

    /// Says whether a key leaves the program at once, whatever is under way: changes that were wished are made still.
    fn leaves(&self, msg: &Msg) -> bool {
        let Msg::KeyPressed(key) = msg else { return false };
        key.modifiers.contains(crossterm::event::KeyModifiers::CONTROL)
            && matches!(self.command_for(*key), Some(Command::Quit | Command::Suspend))
    }
}

/// Wishes that wait for a reply, in order.
pub(super) type Ahead = VecDeque<Typed>;

/// A wish that waits.
#[derive(Debug)]
pub(super) struct Typed {
    msg: Msg,
    /// Whether an undo or redo was under way when it came.
    is_reverting: bool,
}

const fn acts_on_selection(command: Command) -> bool {
    match command {
        Command::Open
        | Command::EditCustomer
        | Command::ArchiveCustomer
        | Command::RestoreCustomer
        | Command::Show(_)
        | Command::AddContact
        | Command::PasteList
        | Command::Pane(_)
        | Command::EditContact
        | Command::TogglePrimary
        | Command::ArchiveContacts
        | Command::RestoreContacts
        | Command::DeleteContacts
        | Command::Who
        | Command::WriteMail
        | Command::EditDraft
        | Command::CopyDraft
        | Command::HoldDraft
        | Command::AskModel
        | Command::UnlinkContacts
        | Command::Mend
        | Command::LinkPerson
        | Command::AddCompanies
        | Command::StartOnboarding
        | Command::AdvancePhase
        | Command::SkipPhase
        | Command::BackPhase
        | Command::RestOnboarding
        | Command::AddTask
        | Command::EditPlan
        | Command::ToggleTask
        | Command::Invite
        | Command::CancelNotification
        | Command::RetryNotification
        | Command::Approve
        | Command::ApproveAll
        | Command::SendNow
        | Command::Mark
        | Command::Copy
        | Command::CopyNamed
        | Command::CopyRows
        | Command::MarkAll
        | Command::TagCustomers
        | Command::ShowViews
        | Command::MergeContacts
        | Command::NotTheSame
        | Command::Undo
        | Command::Redo
        | Command::OpenSampleData
        | Command::NewCustomer
        | Command::Accept
        | Command::Help
        | Command::Palette
        | Command::Quit => true,
        Command::Suspend
        | Command::Reopen
        | Command::ShowMessage
        | Command::Tour
        | Command::NextDraft
        | Command::PreviousDraft
        | Command::GoTo
        | Command::ShowCustomers
        | Command::ShowChanges
        | Command::ShowIntegrations
        | Command::ShowNotifications
        | Command::ShowOnboardings
        | Command::ShowWorkbench
        | Command::Sync
        | Command::SyncFull
        | Command::StopSync
        | Command::Connect
        | Command::Disconnect
        | Command::SetUpMail
        | Command::SetUpSlack
        | Command::TestChannel
        | Command::ConfirmChannel
        | Command::ListCompanies
        | Command::Move(_)
        | Command::Text(_)
        | Command::Filter
        | Command::Search
        | Command::NextMatch
        | Command::PreviousMatch
        | Command::NextGroup
        | Command::Export
        | Command::NextTab
        | Command::PreviousTab
        | Command::Back
        | Command::Save
        | Command::NextField
        | Command::PreviousField
        | Command::TakeLeft
        | Command::TakeRight
        | Command::SwapSides
        | Command::Discard => false,
    }
}
