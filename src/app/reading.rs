//! Which commands only read: those that can be given while a long undo or redo runs.

use crate::input::{Command, PaneCommand};

/// Returns whether a command changes nothing that is stored, nor opens what would.
pub(super) const fn only_reads(command: Command) -> bool {
    match command {
        Command::Help
        | Command::Palette
        | Command::Quit
        | Command::Back
        | Command::Suspend
        | Command::Reopen
        | Command::ShowMessage
        | Command::GoTo
        | Command::ShowCustomers
        | Command::ShowChanges
        | Command::ShowIntegrations
        | Command::ShowNotifications
        | Command::ShowOnboardings
        | Command::ShowWorkbench
        | Command::StopSync
        | Command::ListCompanies
        | Command::Tour
        | Command::Copy
        | Command::CopyNamed
        | Command::CopyRows
        | Command::Who
        | Command::WriteMail
        | Command::NextDraft
        | Command::PreviousDraft
        | Command::CopyDraft
        | Command::Move(_)
        | Command::Open
        | Command::Filter
        | Command::Search
        | Command::NextMatch
        | Command::PreviousMatch
        | Command::NextGroup
        | Command::Export
        | Command::Show(_)
        | Command::NextTab
        | Command::PreviousTab
        | Command::Text(_)
        | Command::Mark
        | Command::MarkAll
        | Command::ShowViews
        | Command::TakeLeft
        | Command::TakeRight
        | Command::SwapSides
        | Command::NextField
        | Command::PreviousField
        | Command::Discard
        | Command::Accept => true,
        Command::Pane(command) => {
            !matches!(command, PaneCommand::Add | PaneCommand::Fix | PaneCommand::FixAll)
        }
        Command::Undo
        | Command::Redo
        | Command::Sync
        | Command::SyncFull
        | Command::Connect
        | Command::Disconnect
        | Command::Mend
        | Command::LinkPerson
        | Command::AddCompanies
        | Command::StartOnboarding
        | Command::AdvancePhase
        | Command::SkipPhase
        | Command::BackPhase
        | Command::RestOnboarding
        | Command::EditPlan
        | Command::AddTask
        | Command::ToggleTask
        | Command::Invite
        | Command::CancelNotification
        | Command::RetryNotification
        | Command::Approve
        | Command::ApproveAll
        | Command::SendNow
        | Command::SetUpMail
        | Command::SetUpSlack
        | Command::TestChannel
        | Command::ConfirmChannel
        | Command::EditDraft
        | Command::HoldDraft
        | Command::AskModel
        | Command::OpenSampleData
        | Command::NewCustomer
        | Command::EditCustomer
        | Command::ArchiveCustomer
        | Command::RestoreCustomer
        | Command::AddContact
        | Command::PasteList
        | Command::EditContact
        | Command::TogglePrimary
        | Command::ArchiveContacts
        | Command::RestoreContacts
        | Command::UnlinkContacts
        | Command::DeleteContacts
        | Command::TagCustomers
        | Command::MergeContacts
        | Command::NotTheSame
        | Command::Save => false,
    }
}
