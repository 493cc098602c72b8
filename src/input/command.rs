//! The commands: what the user can ask for, and how the configuration calls it.

use super::{PaneCommand, TextCommand, names};

/// Writes the commands, and the names by which the configuration knows them.
macro_rules! commands {
    (
        plain { $($(#[$doc:meta])* $name:ident = $text:literal,)+ }
        with { $($(#[$docs:meta])* $kind:ident($of:ty) = $named:path,)+ }
    ) => {
        /// What the user asks for, whichever key stands for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command {
            $($(#[$doc])* $name,)+
            $($(#[$docs])* $kind($of),)+
        }

        impl Command {
            /// Returns the name in the configuration; it is the command's own in every layer, and stays once released.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                    $(Self::$kind(of) => $named(of),)+
                }
            }
        }
    };
}

commands! {
    plain {
        /// Shows the keys of the screen.
        Help = "help",
        /// Shows every command that can be given now, to be searched.
        Palette = "palette",
        /// Ends the program.
        Quit = "quit",
        /// Leaves what is open, one step.
        Back = "back",
        /// Takes the last change back.
        Undo = "undo",
        /// Makes the change that was taken back again.
        Redo = "redo",
        /// Lists the changes that can be taken back.
        ShowChanges = "show_changes",
        /// Hands the terminal to the shell.
        Suspend = "suspend",
        /// Opens the store again whose file was exchanged.
        Reopen = "reopen",
        /// Shows the message in full.
        ShowMessage = "show_message",
        /// Waits for the letter of a screen.
        GoTo = "go_to",
        /// Shows the list of customers.
        ShowCustomers = "show_customers",
        /// Shows the connection to the source.
        ShowIntegrations = "show_integrations",
        /// Syncs what is due.
        Sync = "sync",
        /// Syncs everything.
        SyncFull = "sync_full",
        /// Stops the sync under way.
        StopSync = "stop_sync",
        /// Opens the line in which a token is pasted.
        Connect = "connect",
        /// Forgets the token.
        Disconnect = "disconnect",
        /// Shows what the domain of a near miss would do.
        FixDomain = "fix_domain",
        /// Offers the people of a near miss, to link one by hand.
        LinkPerson = "link_person",
        /// Lists companies at the source that are no customers yet.
        ListCompanies = "list_companies",
        /// Adds companies at the source as customers.
        AddCompanies = "add_companies",
        /// Shows the notifications of all customers.
        ShowNotifications = "show_notifications",
        /// Shows the onboardings of all customers.
        ShowOnboardings = "show_onboardings",
        /// Shows what wants attention across all customers.
        ShowWorkbench = "show_workbench",
        /// Shows the fields that users define.
        ShowFields = "show_fields",
        /// Opens the form of a new field.
        AddField = "add_field",
        /// Opens the form of the selected field.
        EditField = "edit_field",
        /// Removes the selected field.
        RemoveField = "remove_field",
        /// Opens the form that gives fields of the selected customers a value.
        SetFields = "set_fields",
        /// Opens the form for a new onboarding.
        StartOnboarding = "start_onboarding",
        /// Moves an onboarding on to its next phase.
        AdvancePhase = "advance_phase",
        /// Moves an onboarding ahead over phases between.
        SkipPhase = "skip_phase",
        /// Opens the form that sends an onboarding back.
        BackPhase = "back_phase",
        /// Pauses an onboarding, or resumes it.
        PauseOnboarding = "pause_onboarding",
        /// Opens the form of the selected onboarding or task.
        EditPlan = "edit_plan",
        /// Opens the form for a new task.
        AddTask = "add_task",
        /// Add a subtask to the selected task.
        AddSubtask = "add_subtask",
        /// Notes that a task is done, or open again.
        ToggleTask = "toggle_task",
        /// Notes that all open tasks of the phase are done.
        CompleteTasks = "complete_tasks",
        /// Opens the form for a new note.
        WriteNote = "write_note",
        /// Opens the form of a note.
        EditNote = "edit_note",
        /// Takes a note away.
        DeleteNote = "delete_note",
        /// Invites a contact to the portal.
        Invite = "invite",
        /// Keeps a notification from being sent.
        CancelNotification = "cancel_notification",
        /// Has a notification sent after all.
        RetryNotification = "retry_notification",
        /// Has a notification sent that is held.
        Approve = "approve",
        /// Has all notifications sent that are held.
        ApproveAll = "approve_all",
        /// Sends what is due, also on channels that stopped.
        SendNow = "send_now",
        /// Opens the form that sets mail up.
        SetUpMail = "set_up_mail",
        /// Opens the line for a token of Slack.
        SetUpSlack = "set_up_slack",
        /// Sends a test message to oneself.
        TestChannel = "test_channel",
        /// Notes that a test message arrived.
        ConfirmChannel = "confirm_channel",
        /// Shows the tour.
        Tour = "tour",
        /// Copies what a notification needs: the email, or the domain of a customer.
        Copy = "copy",
        /// Copies name and email, or the name of a customer.
        CopyNamed = "copy_named",
        /// Shows all that is known of a contact or customer.
        ShowDetails = "show_details",
        /// Opens the form of the contact or customer whose details show.
        EditDetails = "edit_details",
        /// Opens a link of the details, or offers them.
        OpenLink = "open_link",
        /// Copies rows as text with tabs.
        CopyRows = "copy_rows",
        /// Shows who is on the account, by role.
        Who = "who",
        /// Drafts mails to contacts.
        WriteMail = "write_mail",
        /// Shows the next mail.
        NextDraft = "next_draft",
        /// Shows the mail before.
        PreviousDraft = "previous_draft",
        /// Edits the mail in the user's own editor.
        EditDraft = "edit_draft",
        /// Puts the mail on the clipboard.
        CopyDraft = "copy_draft",
        /// Holds the mail among the notifications.
        HoldDraft = "hold_draft",
        /// Has a model write.
        AskModel = "ask_model",
        /// Opens the selected customer.
        Open = "open",
        /// Types words that the rows must hold.
        Filter = "filter",
        /// Opens the search over everything.
        Search = "search",
        /// Goes to the next row that holds the words.
        NextMatch = "next_match",
        /// Goes to the row before that holds the words.
        PreviousMatch = "previous_match",
        /// Shows the next group of rows: active, archived.
        NextGroup = "next_group",
        /// Opens the line for the name of a file that takes the rows of the list.
        Export = "export",
        /// Opens the sample data.
        OpenSampleData = "open_sample_data",
        /// Opens the form for a new customer.
        NewCustomer = "new_customer",
        /// Opens the form of a customer.
        EditCustomer = "edit_customer",
        /// Puts a customer away.
        ArchiveCustomer = "archive_customer",
        /// Brings an archived customer back.
        RestoreCustomer = "restore_customer",
        /// Shows the tab to the right.
        NextTab = "next_tab",
        /// Shows the tab to the left.
        PreviousTab = "previous_tab",
        /// Opens the form for a new contact.
        AddContact = "add_contact",
        /// Opens the pane in which a list is pasted.
        PasteList = "paste_list",
        /// Opens the form of a contact.
        EditContact = "edit_contact",
        /// Makes another email of a contact its first one.
        SwapEmail = "swap_email",
        /// Makes a contact the primary; the primary loses the star.
        TogglePrimary = "toggle_primary",
        /// Hides contacts and stops their notifications.
        ArchiveContacts = "archive_contacts",
        /// Brings archived or unlinked contacts back.
        RestoreContacts = "restore_contacts",
        /// Parts contacts from the source.
        UnlinkContacts = "unlink_contacts",
        /// Takes away contacts that were recorded in error.
        DeleteContacts = "delete_contacts",
        /// Removes a person for good.
        EraseContact = "erase_contact",
        /// Marks a row, or takes the mark away.
        Mark = "mark",
        /// Marks all rows that match the filter.
        MarkAll = "mark_all",
        /// Opens the form that adds tags to customers and takes tags from them.
        TagCustomers = "tag_customers",
        /// Opens the form that gives contacts roles and takes some.
        ChangeRoles = "change_roles",
        /// Marks what is to be followed up, or an overdue task, as done.
        MarkDone = "mark_done",
        /// Shows a note in full.
        ReadNote = "read_note",
        /// Offers what a list is sorted by.
        Sort = "sort",
        /// Offers the saved views of the customers.
        ShowViews = "show_views",
        /// Shows two contacts side by side, to make one of them.
        MergeContacts = "merge_contacts",
        /// Takes the value on the left.
        TakeLeft = "take_left",
        /// Takes the value on the right.
        TakeRight = "take_right",
        /// Lets the other of two contacts stay.
        SwapSides = "swap_sides",
        /// Notes that two contacts are not the same.
        NotTheSame = "not_the_same",
        /// Saves the form.
        Save = "save",
        /// Moves to the next field or choice.
        NextField = "next_field",
        /// Moves to the field or choice before.
        PreviousField = "previous_field",
        /// Forgets what was typed into the form.
        Discard = "discard",
        /// Does what is chosen.
        Accept = "accept",
    }
    with {
        /// Moves in a list.
        Move(Motion) = names::of_motion,
        /// Shows a tab of the customer.
        Show(Tab) = names::of_tab,
        /// Acts on the text of the pane.
        Text(TextCommand) = names::of_text,
        /// Acts in the pane.
        Pane(PaneCommand) = names::of_pane,
    }
}

impl Command {
    /// Returns whether the configuration may call it so, be it by the name that it had in an earlier release.
    pub fn is_named(self, name: &str) -> bool {
        name == self.name() || FORMER_NAMES.contains(&(self, name))
    }
}

/// The names that commands had in earlier releases.
const FORMER_NAMES: [(Command, &str); 2] = [
    (Command::PauseOnboarding, "rest_onboarding"),
    (Command::FixDomain, "mend"),
];

/// A way to move in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// A tab of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Fields and who gets the notifications.
    Overview,
    /// The people.
    Contacts,
    /// The phased plans, with their tasks.
    Onboardings,
    /// What was changed, by whom and when.
    History,
    /// What people of our side wrote.
    Notes,
}

impl Tab {
    /// All tabs, from left to right.
    pub const ALL: [Self; 5] = [
        Self::Overview,
        Self::Contacts,
        Self::Onboardings,
        Self::History,
        Self::Notes,
    ];

    /// Returns the word on the tab.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Contacts => "Contacts",
            Self::Onboardings => "Onboardings",
            Self::History => "History",
            Self::Notes => "Notes",
        }
    }

    /// Returns the tab to the right, and the first one after the last.
    pub const fn next(self) -> Self {
        match self {
            Self::Overview => Self::Contacts,
            Self::Contacts => Self::Onboardings,
            Self::Onboardings => Self::History,
            Self::History => Self::Notes,
            Self::Notes => Self::Overview,
        }
    }

    /// Returns the tab to the left, and the last one before the first.
    pub const fn previous(self) -> Self {
        match self {
            Self::Overview => Self::Notes,
            Self::Contacts => Self::Overview,
            Self::Onboardings => Self::Contacts,
            Self::History => Self::Onboardings,
            Self::Notes => Self::History,
        }
    }
}
