//! The names by which the configuration knows layers and commands; a name that was released stays.

use super::{Command, Layer, Motion, PaneCommand, Step, Tab, TextCommand};

impl Layer {
    /// Gives the name of the section under `keys` in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Global => "global",
            Self::GoTo => "goto",
            Self::List => "list",
            Self::Welcome => "welcome",
            Self::Customers => "customers",
            Self::Customer => "customer",
            Self::Overview => "overview",
            Self::Contacts => "contacts",
            Self::Onboardings => "onboardings",
            Self::History => "history",
            Self::ExportFile => "export_file",
            Self::Notifications => "notifications",
            Self::Visits => "visits",
            Self::Integrations => "integrations",
            Self::Companies => "companies",
            Self::Connect => "connect",
            Self::Pane => "pane",
            Self::PaneText => "pane_text",
            Self::PanePreview => "pane_preview",
            Self::PaneColumns => "pane_columns",
            Self::PaneFile => "pane_file",
            Self::Form => "form",
            Self::FilterLine => "filter_line",
            Self::Dialog => "dialog",
            Self::Help => "help",
            Self::Search => "search",
            Self::Changes => "changes",
            Self::Merge => "merge",
            Self::Who => "who",
            Self::Drafts => "drafts",
            Self::Sheet => "sheet",
        }
    }

    /// Says where the layer holds.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Always => "anywhere, text fields included",
            Self::Global => "anywhere",
            Self::GoTo => "after `g`",
            Self::List => "any list",
            Self::Welcome => "the welcome",
            Self::Customers => "customers",
            Self::Customer => "a customer",
            Self::Overview => "its overview",
            Self::Contacts => "its contacts",
            Self::Onboardings => "its onboardings",
            Self::History => "its history",
            Self::ExportFile => "the file of an export",
            Self::Notifications => "notifications",
            Self::Visits => "all onboardings, workbench",
            Self::Integrations => "integrations",
            Self::Companies => "companies in HubSpot",
            Self::Connect => "the token",
            Self::Pane => "paste a list",
            Self::PaneText => "its text",
            Self::PanePreview => "its preview",
            Self::PaneColumns => "its columns",
            Self::PaneFile => "the name of a file",
            Self::Form => "forms",
            Self::FilterLine => "a filter",
            Self::Dialog => "questions",
            Self::Help => "help, commands",
            Self::Search => "the search",
            Self::Changes => "the list of changes",
            Self::Merge => "two contacts side by side",
            Self::Who => "who is on an account",
            Self::Drafts => "mails",
            Self::Sheet => "who is on an account, mails",
        }
    }
}

impl Command {
    /// Returns whether the configuration may call it so, be it by the name that it had in an earlier release.
    pub fn is_named(self, name: &str) -> bool {
        let former = (self == Self::PauseOnboarding).then_some("rest_onboarding");
        name == self.name() || Some(name) == former
    }

    /// Gives the name in the configuration; it is the command's own in every layer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Help => "help",
            Self::Palette => "palette",
            Self::Quit => "quit",
            Self::Back => "back",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::ShowChanges => "show_changes",
            Self::Suspend => "suspend",
            Self::Reopen => "reopen",
            Self::ShowMessage => "show_message",
            Self::GoTo => "go_to",
            Self::ShowCustomers => "show_customers",
            Self::ShowIntegrations => "show_integrations",
            Self::Sync => "sync",
            Self::SyncFull => "sync_full",
            Self::StopSync => "stop_sync",
            Self::Connect => "connect",
            Self::Disconnect => "disconnect",
            Self::Mend => "mend",
            Self::LinkPerson => "link_person",
            Self::ListCompanies => "list_companies",
            Self::AddCompanies => "add_companies",
            Self::ShowNotifications => "show_notifications",
            Self::ShowOnboardings => "show_onboardings",
            Self::ShowWorkbench => "show_workbench",
            Self::StartOnboarding => "start_onboarding",
            Self::AdvancePhase => "advance_phase",
            Self::SkipPhase => "skip_phase",
            Self::BackPhase => "back_phase",
            Self::PauseOnboarding => "pause_onboarding",
            Self::AddTask => "add_task",
            Self::ToggleTask => "toggle_task",
            Self::Invite => "invite",
            Self::CancelNotification => "cancel_notification",
            Self::RetryNotification => "retry_notification",
            Self::Approve => "approve",
            Self::ApproveAll => "approve_all",
            Self::SendNow => "send_now",
            Self::SetUpMail => "set_up_mail",
            Self::SetUpSlack => "set_up_slack",
            Self::TestChannel => "test_channel",
            Self::ConfirmChannel => "confirm_channel",
            Self::EditPlan => "edit_plan",
            Self::Export => "export",
            Self::Tour => "tour",
            Self::Copy => "copy",
            Self::CopyNamed => "copy_named",
            Self::CopyRows => "copy_rows",
            Self::Move(Motion::Up) => "move_up",
            Self::Move(Motion::Down) => "move_down",
            Self::Move(Motion::PageUp) => "move_page_up",
            Self::Move(Motion::PageDown) => "move_page_down",
            Self::Move(Motion::First) => "move_first",
            Self::Move(Motion::Last) => "move_last",
            Self::Open => "open",
            Self::Filter => "filter",
            Self::Search => "search",
            Self::NextMatch => "next_match",
            Self::PreviousMatch => "previous_match",
            Self::NextGroup => "next_group",
            Self::OpenSampleData => "open_sample_data",
            Self::NewCustomer => "new_customer",
            Self::EditCustomer => "edit_customer",
            Self::ArchiveCustomer => "archive_customer",
            Self::RestoreCustomer => "restore_customer",
            Self::Show(Tab::Overview) => "tab_overview",
            Self::Show(Tab::Contacts) => "tab_contacts",
            Self::Show(Tab::Onboardings) => "tab_onboardings",
            Self::Show(Tab::History) => "tab_history",
            Self::NextTab => "next_tab",
            Self::PreviousTab => "previous_tab",
            Self::AddContact => "add_contact",
            Self::PasteList => "paste_list",
            Self::Text(command) => of_text(command),
            Self::Pane(command) => of_pane(command),
            Self::EditContact => "edit_contact",
            Self::TogglePrimary => "toggle_primary",
            Self::ArchiveContacts => "archive_contacts",
            Self::RestoreContacts => "restore_contacts",
            Self::UnlinkContacts => "unlink_contacts",
            Self::DeleteContacts => "delete_contacts",
            Self::Who => "who",
            Self::WriteMail => "write_mail",
            Self::NextDraft => "next_draft",
            Self::PreviousDraft => "previous_draft",
            Self::EditDraft => "edit_draft",
            Self::CopyDraft => "copy_draft",
            Self::HoldDraft => "hold_draft",
            Self::AskModel => "ask_model",
            Self::Mark => "mark",
            Self::MarkAll => "mark_all",
            Self::TagCustomers => "tag_customers",
            Self::ShowViews => "show_views",
            Self::MergeContacts => "merge_contacts",
            Self::TakeLeft => "take_left",
            Self::TakeRight => "take_right",
            Self::SwapSides => "swap_sides",
            Self::NotTheSame => "not_the_same",
            Self::Save => "save",
            Self::NextField => "next_field",
            Self::PreviousField => "previous_field",
            Self::Discard => "discard",
            Self::Accept => "accept",
        }
    }
}

const fn of_text(command: TextCommand) -> &'static str {
    match command {
        TextCommand::Go(Step::Left) => "text_go_left",
        TextCommand::Go(Step::Right) => "text_go_right",
        TextCommand::Go(Step::Up) => "text_go_up",
        TextCommand::Go(Step::Down) => "text_go_down",
        TextCommand::Go(Step::WordLeft) => "text_go_word_left",
        TextCommand::Go(Step::WordRight) => "text_go_word_right",
        TextCommand::Go(Step::LineStart) => "text_go_line_start",
        TextCommand::Go(Step::LineEnd) => "text_go_line_end",
        TextCommand::Go(Step::PageUp) => "text_go_page_up",
        TextCommand::Go(Step::PageDown) => "text_go_page_down",
        TextCommand::Go(Step::Start) => "text_go_start",
        TextCommand::Go(Step::End) => "text_go_end",
        TextCommand::Select(Step::Left) => "text_select_left",
        TextCommand::Select(Step::Right) => "text_select_right",
        TextCommand::Select(Step::Up) => "text_select_up",
        TextCommand::Select(Step::Down) => "text_select_down",
        TextCommand::Select(Step::WordLeft) => "text_select_word_left",
        TextCommand::Select(Step::WordRight) => "text_select_word_right",
        TextCommand::Select(Step::LineStart) => "text_select_line_start",
        TextCommand::Select(Step::LineEnd) => "text_select_line_end",
        TextCommand::Select(Step::PageUp) => "text_select_page_up",
        TextCommand::Select(Step::PageDown) => "text_select_page_down",
        TextCommand::Select(Step::Start) => "text_select_start",
        TextCommand::Select(Step::End) => "text_select_end",
        TextCommand::SelectAll => "text_select_all",
        TextCommand::NewLine => "text_new_line",
        TextCommand::Backspace => "text_backspace",
        TextCommand::Delete => "text_delete",
        TextCommand::DeleteWordLeft => "text_delete_word_left",
        TextCommand::DeleteWordRight => "text_delete_word_right",
        TextCommand::Cut => "text_cut",
        TextCommand::Copy => "text_copy",
        TextCommand::Insert => "text_insert",
        TextCommand::LineUp => "text_line_up",
        TextCommand::LineDown => "text_line_down",
        TextCommand::Undo => "text_undo",
        TextCommand::Redo => "text_redo",
    }
}

const fn of_pane(command: PaneCommand) -> &'static str {
    match command {
        PaneCommand::Add => "add_rows",
        PaneCommand::NextFlagged => "next_flagged",
        PaneCommand::PreviousFlagged => "previous_flagged",
        PaneCommand::Fix => "fix",
        PaneCommand::FixAll => "fix_all",
        PaneCommand::Switch => "switch",
        PaneCommand::NextLayout => "next_layout",
        PaneCommand::Columns => "columns",
        PaneCommand::OpenFile => "open_file",
        PaneCommand::OpenEditor => "open_editor",
        PaneCommand::NextFilter => "next_filter",
        PaneCommand::GoToLine => "go_to_line",
        PaneCommand::Skip => "skip",
        PaneCommand::ChoosePrimary => "choose_primary",
        PaneCommand::ColumnLeft => "column_left",
        PaneCommand::ColumnRight => "column_right",
        PaneCommand::RoleBefore => "role_before",
        PaneCommand::NextRole => "next_role",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::input::{DEFAULTS, Keymap};

    #[test]
    fn a_name_says_which_command_of_a_layer_is_meant() {
        let mut seen = HashSet::new();
        for binding in DEFAULTS {
            let (layer, name) = (binding.layer.name(), binding.command.name());
            assert!(seen.insert((layer, name)), "{name} twice in {layer}");
            let plain = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(plain(layer) && plain(name), "{layer} {name}");
        }
        let layers = Keymap::default().layers();
        let names: HashSet<&str> = layers.iter().map(|layer| layer.name()).collect();
        assert_eq!(names.len(), layers.len());
    }
}
