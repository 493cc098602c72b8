//! What a person can wish, whichever key stands for it.

use super::{PaneCommand, TextCommand};

/// A wish of the person at the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Shows the keys of the screen.
    Help,
    /// Shows every command that can be given now, to be searched.
    Palette,
    /// Ends the program.
    Quit,
    /// Leaves what is open, one step.
    Back,
    /// Takes the last change back.
    Undo,
    /// Makes the change that was taken back again.
    Redo,
    /// Lists the changes that can be taken back.
    ShowChanges,
    /// Hands the terminal to the shell.
    Suspend,
    /// Opens the store again whose file was exchanged.
    Reopen,
    /// Shows the message in full.
    ShowMessage,
    /// Waits for the letter of a screen.
    GoTo,
    /// Shows the list of customers.
    ShowCustomers,
    /// Shows the connection to the source.
    ShowIntegrations,
    /// Syncs what is due.
    Sync,
    /// Syncs everything.
    SyncFull,
    /// Stops the sync under way.
    StopSync,
    /// Opens the line in which a token is pasted.
    Connect,
    /// Forgets the token.
    Disconnect,
    /// Shows what the domain of a near miss would do.
    Mend,
    /// Offers the people of a near miss, to link one by hand.
    LinkPerson,
    /// Lists companies at the source that are no customers yet.
    ListCompanies,
    /// Adds companies at the source as customers.
    AddCompanies,
    /// Shows the notifications of all customers.
    ShowNotifications,
    /// Shows the onboardings of all customers.
    ShowOnboardings,
    /// Shows what wants attention across all customers.
    ShowWorkbench,
    /// Opens the form for a new onboarding.
    StartOnboarding,
    /// Moves an onboarding on to its next phase.
    AdvancePhase,
    /// Moves an onboarding ahead over phases between.
    SkipPhase,
    /// Opens the form that sends an onboarding back.
    BackPhase,
    /// Pauses an onboarding, or resumes it.
    PauseOnboarding,
    /// Opens the form of the selected onboarding or task.
    EditPlan,
    /// Opens the form for a new task.
    AddTask,
    /// Notes that a task is done, or open again.
    ToggleTask,
    /// Invites a contact to the portal.
    Invite,
    /// Keeps a notification from being sent.
    CancelNotification,
    /// Has a notification sent after all.
    RetryNotification,
    /// Has a notification sent that is held.
    Approve,
    /// Has all notifications sent that are held.
    ApproveAll,
    /// Sends what is due, also on channels that stopped.
    SendNow,
    /// Opens the form that sets mail up.
    SetUpMail,
    /// Opens the line for a token of Slack.
    SetUpSlack,
    /// Sends a test message to oneself.
    TestChannel,
    /// Notes that a test message arrived.
    ConfirmChannel,
    /// Shows the tour.
    Tour,
    /// Copies what a notification needs: the email, or the domain of a customer.
    Copy,
    /// Copies name and email, or the name of a customer.
    CopyNamed,
    /// Copies rows as text with tabs.
    CopyRows,
    /// Shows who is on the account, by role.
    Who,
    /// Drafts mails to contacts.
    WriteMail,
    /// Shows the next mail.
    NextDraft,
    /// Shows the mail before.
    PreviousDraft,
    /// Edits the mail in the person's own editor.
    EditDraft,
    /// Puts the mail on the clipboard.
    CopyDraft,
    /// Holds the mail among the notifications.
    HoldDraft,
    /// Has a model write.
    AskModel,
    /// Moves in a list.
    Move(Motion),
    /// Opens the selected customer.
    Open,
    /// Types words that the rows must hold.
    Filter,
    /// Opens the search over everything.
    Search,
    /// Goes to the next row that holds the words.
    NextMatch,
    /// Goes to the row before that holds the words.
    PreviousMatch,
    /// Shows the next group of rows: active, archived.
    NextGroup,
    /// Opens the line for the name of a file that takes the rows of the list.
    Export,
    /// Opens the sample data.
    OpenSampleData,
    /// Opens the form for a new customer.
    NewCustomer,
    /// Opens the form of a customer.
    EditCustomer,
    /// Puts a customer away.
    ArchiveCustomer,
    /// Brings an archived customer back.
    RestoreCustomer,
    /// Shows a tab of the customer.
    Show(Tab),
    /// Shows the tab to the right.
    NextTab,
    /// Shows the tab to the left.
    PreviousTab,
    /// Opens the form for a new contact.
    AddContact,
    /// Opens the pane in which a list is pasted.
    PasteList,
    /// Acts on the text of the pane.
    Text(TextCommand),
    /// Acts in the pane.
    Pane(PaneCommand),
    /// Opens the form of a contact.
    EditContact,
    /// Makes a contact the primary; the primary loses the star.
    TogglePrimary,
    /// Hides contacts and stops their notifications.
    ArchiveContacts,
    /// Brings archived or unlinked contacts back.
    RestoreContacts,
    /// Parts contacts from the source.
    UnlinkContacts,
    /// Takes away contacts that were recorded in error.
    DeleteContacts,
    /// Marks a row, or takes the mark away.
    Mark,
    /// Marks all rows that match the filter.
    MarkAll,
    /// Opens the form that adds tags to customers and takes tags from them.
    TagCustomers,
    /// Offers the saved views of the customers.
    ShowViews,
    /// Shows two contacts side by side, to make one of them.
    MergeContacts,
    /// Takes the value on the left.
    TakeLeft,
    /// Takes the value on the right.
    TakeRight,
    /// Lets the other of two contacts stay.
    SwapSides,
    /// Notes that two contacts are not the same.
    NotTheSame,
    /// Saves the form.
    Save,
    /// Moves to the next field or choice.
    NextField,
    /// Moves to the field or choice before.
    PreviousField,
    /// Forgets what was typed into the form.
    Discard,
    /// Does what is chosen.
    Accept,
}

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
}

impl Tab {
    /// All tabs, from left to right.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Contacts, Self::Onboardings, Self::History];

    /// Gives the word on the tab.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Contacts => "Contacts",
            Self::Onboardings => "Onboardings",
            Self::History => "History",
        }
    }

    /// Gives the tab to the right, and the first one after the last.
    pub const fn next(self) -> Self {
        match self {
            Self::Overview => Self::Contacts,
            Self::Contacts => Self::Onboardings,
            Self::Onboardings => Self::History,
            Self::History => Self::Overview,
        }
    }

    /// Gives the tab to the left, and the last one before the first.
    pub const fn previous(self) -> Self {
        match self {
            Self::Overview => Self::History,
            Self::Contacts => Self::Overview,
            Self::Onboardings => Self::Contacts,
            Self::History => Self::Onboardings,
        }
    }
}
