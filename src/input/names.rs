//! The names by which the configuration knows layers, and commands of several kinds; a name that was released stays.

use super::{Layer, Motion, PaneCommand, Step, Tab, TextCommand};

impl Layer {
    /// Returns the name of the section under `keys` in the configuration.
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
            Self::Notes => "notes",
            Self::Fields => "fields",
            Self::ExportFile => "export_file",
            Self::Notifications => "notifications",
            Self::DrillDown => "visits",
            Self::Integrations => "integrations",
            Self::Companies => "companies",
            Self::Connect => "connect",
            Self::Pane => "pane",
            Self::PaneText => "pane_text",
            Self::PanePreview => "pane_preview",
            Self::PaneColumns => "pane_columns",
            Self::PaneFile => "pane_file",
            Self::Form => "form",
            Self::FormText => "form_text",
            Self::FilterLine => "filter_line",
            Self::Dialog => "dialog",
            Self::Help => "help",
            Self::Search => "search",
            Self::Changes => "changes",
            Self::Merge => "merge",
            Self::Who => "who",
            Self::Drafts => "drafts",
            Self::Details => "details",
            Self::Sheet => "sheet",
        }
    }

    /// Returns where the layer holds.
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
            Self::Notes => "its notes",
            Self::Fields => "fields of your own",
            Self::ExportFile => "the file of an export",
            Self::Notifications => "notifications",
            Self::DrillDown => "all onboardings, workbench",
            Self::Integrations => "integrations",
            Self::Companies => "companies in HubSpot",
            Self::Connect => "the token",
            Self::Pane => "paste a list",
            Self::PaneText => "its text",
            Self::PanePreview => "its preview",
            Self::PaneColumns => "its columns",
            Self::PaneFile => "the name of a file",
            Self::Form => "forms",
            Self::FormText => "the text of a note",
            Self::FilterLine => "a filter",
            Self::Dialog => "questions",
            Self::Help => "help, commands",
            Self::Search => "the search",
            Self::Changes => "the list of changes",
            Self::Merge => "two contacts side by side",
            Self::Who => "who is on an account",
            Self::Drafts => "mails",
            Self::Details => "details",
            Self::Sheet => "details, who is on an account, mails, a note",
        }
    }
}

pub(super) const fn of_motion(motion: Motion) -> &'static str {
    match motion {
        Motion::Up => "move_up",
        Motion::Down => "move_down",
        Motion::PageUp => "move_page_up",
        Motion::PageDown => "move_page_down",
        Motion::First => "move_first",
        Motion::Last => "move_last",
    }
}

pub(super) const fn of_tab(tab: Tab) -> &'static str {
    match tab {
        Tab::Overview => "tab_overview",
        Tab::Contacts => "tab_contacts",
        Tab::Onboardings => "tab_onboardings",
        Tab::History => "tab_history",
        Tab::Notes => "tab_notes",
    }
}

pub(super) const fn of_text(command: TextCommand) -> &'static str {
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

pub(super) const fn of_pane(command: PaneCommand) -> &'static str {
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
        PaneCommand::KeepAsNote => "keep_as_note",
        PaneCommand::KeepColumns => "keep_columns",
        PaneCommand::TakeRoles => "take_roles",
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
