//! The default keys, from which the bottom line, the help and the reference are made.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyModifiers};

use super::named_keys::{
    ALT_ENTER, BACKSPACE, CTRL_SHIFT_LEFT, CTRL_SHIFT_RIGHT, DOWN, END, ENTER, ESC, F1, F5, HOME, LEFT,
    PAGE_DOWN, PAGE_UP, RIGHT, SHIFT_TAB, TAB, UP,
};
use super::{Access, Binding, Command, Key, Layer, Motion, PaneCommand, Step, Tab, TextCommand, Timing};

/// Writes one binding on a line: keys, command, whether it only reads, whether it waits, hint if it has one, words.
macro_rules! bindings {
    ($($layer:ident { $([$($key:expr),*] $command:expr => $access:ident $timing:ident, $($hint:literal,)? { $words:literal })+ })+) => {
        &[$($(Binding {
            layer: Layer::$layer,
            keys: Cow::Borrowed(&[$($key),*]),
            command: $command,
            access: Access::$access,
            timing: Timing::$timing,
            hint: { const HINT: &[&str] = &[$($hint)?]; match HINT { [hint, ..] => Some(*hint), [] => None } },
            words: $words,
        },)+)+]
    };
}

/// Every binding; on a screen's bottom line they stand in this order.
pub const DEFAULTS: &[Binding] = bindings! {
    Welcome {
        [Key::char('s')] Command::OpenSampleData => Writes Waits, "sample data", { "Explore sample data, in a temporary place" }
        [Key::char('n'), Key::char('a')] Command::NewCustomer => Writes Waits, "add a customer", { "Add a customer" }
        [Key::char('c')] Command::Connect => Writes AtOnce, "connect HubSpot", { "Connect HubSpot with a token" }
        [Key::char('t')] Command::Tour => Reads AtOnce, "tour", { "Take the tour: three steps" }
        [Key::char('i')] Command::ListCompanies => Reads AtOnce, "add from HubSpot", { "Add customers from companies in HubSpot" }
    }
    Customers {
        [ENTER] Command::Open => Reads Waits, "open", { "Open the selected customer" }
        [Key::char('2')] Command::Show(Tab::Contacts) => Reads Waits, "contacts", { "Open the selected customer at Contacts" }
        [Key::char('n'), Key::char('a')] Command::NewCustomer => Writes Waits, "new", { "Add a customer" }
        [Key::char('I')] Command::ShowDetails => Reads Waits, { "Show all details: where each value came from, links" }
        [Key::char('e')] Command::EditCustomer => Writes Waits, "edit", { "Edit the selected customer" }
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Filter by words, \"a phrase\", tag:vip or !exclude" }
        [Key::char('s')] Command::Sort => Reads Waits, { "Sort by name or one of your own fields" }
        [Key::char('f')] Command::NextGroup => Reads AtOnce, "churned/archived/all", { "Show current, churned, archived or all customers" }
        [Key::char('d')] Command::ArchiveCustomer => Writes Waits, "archive", { "Archive the selected customer; it can be restored" }
        [Key::char('r')] Command::RestoreCustomer => Writes Waits, "restore", { "Restore the selected customer" }
        [Key::char(' ')] Command::Mark => Reads Waits, "select", { "Select or unselect, to act on several customers" }
        [Key::ctrl('a')] Command::MarkAll => Reads Waits, { "Select all that match the filter" }
        [Key::char('t')] Command::TagCustomers => Writes Waits, "tags", { "Add or remove tags, on all that are selected" }
        [Key::char('F')] Command::SetFields => Writes Waits, { "Set your own fields, on all that are selected" }
        [Key::char('N')] Command::WriteNote => Writes Waits, "note", { "Write a note on the selected customer" }
        [Key::char('v')] Command::ShowViews => Reads Waits, "views", { "Choose a saved view" }
        [Key::char('i')] Command::ListCompanies => Reads AtOnce, { "Add customers from companies in HubSpot" }
        [Key::char('E')] Command::Export => Reads AtOnce, { "Write this list to a file: csv, tsv, json or vcf" }
        [Key::char('y')] Command::Copy => Reads Waits, { "Copy the domain, or all that are selected" }
        [Key::char('Y')] Command::CopyNamed => Reads Waits, { "Copy the name, or all that are selected" }
        [Key::ctrl('y')] Command::CopyRows => Reads Waits, { "Copy the selected rows, as text with tabs" }
        [Key::char('1')] Command::Show(Tab::Overview) => Reads Waits, { "Open the selected customer at Overview" }
        [Key::char('3')] Command::Show(Tab::Onboardings) => Reads Waits, { "Open the selected customer at Onboardings" }
        [Key::char('4')] Command::Show(Tab::History) => Reads Waits, { "Open the selected customer at History" }
        [Key::char('5')] Command::Show(Tab::Notes) => Reads Waits, { "Open the selected customer at Notes" }
    }
    Overview {
        [ENTER] Command::ShowDetails => Reads Waits, "details", { "Show all details: where each value came from, links" }
        [Key::char('e')] Command::EditCustomer => Writes Waits, "edit", { "Edit this customer" }
        [Key::char('2')] Command::Show(Tab::Contacts) => Reads Waits, "contacts", { "Show Contacts: the people of this customer" }
        [Key::char('n'), Key::char('N')] Command::WriteNote => Writes Waits, "note", { "Write a note on this customer" }
    }
    Contacts {
        [Key::char('a')] Command::AddContact => Writes Waits, "add", { "Add a contact" }
        [Key::char('p')] Command::PasteList => Writes Waits, "paste a list", { "Paste a list of contacts, with a live preview" }
        [ENTER] Command::ShowDetails => Reads Waits, "details", { "Show all details: where each value came from, links" }
        [Key::char('e')] Command::EditContact => Writes Waits, "edit", { "Edit the selected contact" }
        [Key::char('*')] Command::TogglePrimary => Writes Waits, "primary", { "Make it primary; on the primary, remove the star" }
        [Key::char('x')] Command::UnlinkContacts => Writes Waits, "unlink", { "Unlink from HubSpot; sync will not re-add it" }
        [Key::char('d')] Command::ArchiveContacts => Writes Waits, "archive", { "Archive: hide it, stop its notifications" }
        [Key::char('r')] Command::RestoreContacts => Writes Waits, "restore", { "Restore archived, or relink unlinked contacts" }
        [Key::char('D')] Command::DeleteContacts => Writes Waits, "delete", { "Delete a record made in error; asks first" }
        [Key::char(' ')] Command::Mark => Reads Waits, "select", { "Select or unselect, to act on several contacts" }
        [Key::char('t')] Command::ChangeRoles => Writes Waits, "roles", { "Add or remove roles, of all that are selected" }
        [Key::ctrl('a')] Command::MarkAll => Reads Waits, { "Select all that match the filter" }
        [Key::char('M')] Command::MergeContacts => Writes Waits, "merge", { "Merge the two selected, or likely duplicates" }
        [Key::char('s')] Command::Sort => Reads Waits, { "Sort by name or one of your own fields" }
        [Key::char('f')] Command::NextGroup => Reads AtOnce, "active/archived/unlinked", { "Show the active contacts, archived or unlinked ones" }
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Filter by words, \"a phrase\", tag:vip or !exclude" }
        [Key::char('w')] Command::WriteMail => Reads Waits, "write", { "Draft a mail to the contact, or to all selected" }
        [Key::char('n'), Key::char('N')] Command::WriteNote => Writes Waits, "note", { "Write a note on the selected contact" }
        [Key::char('i')] Command::Invite => Writes Waits, { "Invite to the portal; shows the recipient first" }
        [] Command::EraseContact => Writes Waits, { "Erase a person for good, from the history too" }
        [Key::char('@')] Command::SwapEmail => Writes Waits, { "Swap the email with one of the other emails" }
        [Key::char('E')] Command::Export => Reads AtOnce, { "Write this list to a file: csv, tsv, json or vcf" }
        [Key::char('y')] Command::Copy => Reads Waits, { "Copy the email, or all that are selected" }
        [Key::char('Y')] Command::CopyNamed => Reads Waits, { "Copy name and email, or all that are selected" }
        [Key::ctrl('y')] Command::CopyRows => Reads Waits, { "Copy the selected rows, as text with tabs" }
    }
    Onboardings {
        [Key::char('v')] Command::AdvancePhase => Writes Waits, "advance", { "Advance, with a note; shows who is notified first" }
        [Key::char('n')] Command::StartOnboarding => Writes Waits, "new", { "Start an onboarding" }
        [Key::char('t')] Command::AddTask => Writes Waits, "task", { "Add a task to the onboarding" }
        [Key::char('T')] Command::AddSubtask => Writes Waits, { "Add a subtask to the selected task" }
        [Key::char('e')] Command::EditPlan => Writes Waits, "edit", { "Edit the selected onboarding or task" }
        [Key::char(' '), ENTER] Command::ToggleTask => Writes Waits, "done/open", { "Mark the task done, or reopen it" }
        [Key::char('D')] Command::CompleteTasks => Writes Waits, { "Mark all open tasks of the phase done; asks first" }
        [Key::char('<')] Command::BackPhase => Writes Waits, "send back", { "Send the onboarding back to an earlier phase" }
        [Key::char('>')] Command::SkipPhase => Writes Waits, "skip ahead", { "Skip ahead past phases in between; asks first" }
        [Key::char('N')] Command::WriteNote => Writes Waits, "note", { "Write a note on the onboarding" }
        [Key::char('P')] Command::PauseOnboarding => Writes Waits, { "Pause the onboarding, or resume it" }
    }
    History {
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Type words, actor:NAME or field:NAME to find changes" }
        [Key::char('n')] Command::NextMatch => Reads AtOnce, { "Go to the next match" }
        [Key::char('N')] Command::PreviousMatch => Reads AtOnce, { "Go to the previous match" }
        [Key::char('U')] Command::ShowChanges => Reads AtOnce, "undo older", { "List the changes, and what undo would change" }
        [Key::char('E')] Command::Export => Reads AtOnce, "export", { "Write the history to a file: csv, tsv or json" }
    }
    Notes {
        [Key::char('n'), Key::char('N'), Key::char('a')] Command::WriteNote => Writes Waits, "new", { "Write a note on this customer" }
        [ENTER] Command::ReadNote => Reads Waits, "read", { "Read the whole note" }
        [Key::char('e')] Command::EditNote => Writes Waits, "edit", { "Edit the selected note or its follow-up date" }
        [Key::char('d')] Command::MarkDone => Writes Waits, "done", { "Mark the follow-up done: its date goes" }
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Show the notes that hold these words" }
        [Key::char('D')] Command::DeleteNote => Writes Waits, "delete", { "Delete the selected note; undo brings it back" }
        [Key::char('y')] Command::Copy => Reads Waits, "copy", { "Copy the text of the note" }
        [Key::char('E')] Command::Export => Reads AtOnce, { "Write these notes to a file: csv, tsv or json" }
    }
    Fields {
        [Key::char('a'), Key::char('n')] Command::AddField => Writes Waits, "add", { "Define a field of customers or contacts" }
        [Key::char('e'), ENTER] Command::EditField => Writes Waits, "edit", { "Rename the field, change its choices or its column" }
        [Key::char('D')] Command::RemoveField => Writes Waits, "remove", { "Remove the field; undo restores it with its values" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    DrillDown {
        [ENTER] Command::Open => Reads Waits, "open", { "Open the customer at the right place" }
        [Key::char('d')] Command::MarkDone => Writes Waits, "done", { "Mark the follow-up, task or win-back done" }
        [Key::char('n'), Key::char('N')] Command::WriteNote => Writes Waits, "note", { "Write a note on what the line is about" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Notifications {
        [ENTER] Command::Open => Reads Waits, "read", { "Read the text" }
        [Key::char('a')] Command::Approve => Writes Waits, "approve", { "Approve it for sending, if it is held" }
        [Key::char('A')] Command::ApproveAll => Writes Waits, "approve all", { "Approve all that are held; shows them first" }
        [Key::char('c')] Command::CancelNotification => Writes Waits, "cancel", { "Cancel it before it is sent" }
        [Key::char('r')] Command::RetryNotification => Writes Waits, "resend", { "Resend it: failed, cancelled or unclear" }
        [Key::char('M')] Command::SetUpMail => Writes AtOnce, "set up mail", { "Set up the mail server" }
        [Key::char('K')] Command::SetUpSlack => Writes AtOnce, "Slack", { "Set up Slack with a token" }
        [Key::char('T')] Command::TestChannel => Writes AtOnce, "test", { "Send a test message to yourself" }
        [Key::char('C')] Command::ConfirmChannel => Writes AtOnce, "confirm", { "Confirm that the test message arrived" }
        [Key::char('s')] Command::SendNow => Writes Waits, { "Send what is due now, and retry stopped channels" }
        [Key::char('y')] Command::Copy => Reads Waits, { "Copy the email of the recipient" }
        [Key::char('Y')] Command::CopyNamed => Reads Waits, { "Copy name and email of the recipient" }
        [Key::ctrl('y')] Command::CopyRows => Reads Waits, { "Copy the row, as text with tabs" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Integrations {
        [ENTER, Key::char('m')] Command::FixDomain => Writes Waits, "preview the fix", { "Preview the domain of a near miss" }
        [Key::char('L')] Command::LinkPerson => Writes Waits, "link one", { "Link one person of a near miss by hand" }
        [Key::char('o')] Command::Open => Reads Waits, "open", { "Open the customer of a near miss" }
        [Key::char('c')] Command::Connect => Writes AtOnce, "connect", { "Connect with a token, replacing the current one" }
        [Key::char('F')] Command::SyncFull => Writes AtOnce, "full sync", { "Sync everything, including what left HubSpot" }
        [Key::char('f')] Command::NextGroup => Reads AtOnce, "errors only/all", { "Show the runs that failed, or all" }
        [TAB] Command::NextTab => Reads AtOnce, "other list", { "Go to the near misses or to the log of runs" }
        [Key::char('D')] Command::Disconnect => Writes AtOnce, { "Disconnect and remove the token; asks first" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Companies {
        [ENTER] Command::AddCompanies => Writes Waits, "add as customers", { "Add the selected companies as customers" }
        [Key::char(' ')] Command::Mark => Reads Waits, "select", { "Select or unselect, to add several companies" }
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Filter the companies" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Connect {
        [ENTER, Key::ctrl('s')] Command::Accept => Reads Waits, "connect", { "Connect with this token; HubSpot's is checked first" }
        [ESC] Command::Back => Reads AtOnce, "cancel", { "Cancel; nothing is saved" }
    }
    Customer {
        [Key::char('m')] Command::FixDomain => Writes Waits, "preview the fix", { "Preview the domain of the near miss" }
        [Key::char('L')] Command::LinkPerson => Writes Waits, { "Link one person of the near miss by hand" }
        [Key::char('1')] Command::Show(Tab::Overview) => Reads Waits, { "Show Overview: fields, who gets the next notification" }
        [Key::char('2')] Command::Show(Tab::Contacts) => Reads Waits, { "Show Contacts: the people of this customer" }
        [Key::char('3')] Command::Show(Tab::Onboardings) => Reads Waits, { "Show Onboardings: phases and tasks" }
        [Key::char('4')] Command::Show(Tab::History) => Reads Waits, { "Show History: every change, by whom and when" }
        [Key::char('5')] Command::Show(Tab::Notes) => Reads Waits, { "Show Notes: what you and your team wrote" }
        [TAB, RIGHT, Key::char('l')] Command::NextTab => Reads AtOnce, "next tab", { "Show the tab to the right" }
        [SHIFT_TAB, LEFT, Key::char('h')] Command::PreviousTab => Reads AtOnce, { "Show the tab to the left" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back: filter, selection, then the screen" }
        [Key::char('W')] Command::Who => Reads Waits, "who", { "Show the people on the account, by role" }
    }
    List {
        [UP, Key::char('k')] Command::Move(Motion::Up) => Reads AtOnce, { "Go one row up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down) => Reads AtOnce, { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Go one screen down" }
        [HOME] Command::Move(Motion::First) => Reads AtOnce, { "Go to the first row" }
        [END, Key::char('G')] Command::Move(Motion::Last) => Reads AtOnce, { "Go to the last row" }
    }
    Global {
        [Key::char('u')] Command::Undo => Writes Waits, "undo", { "Undo the last change, even after a restart" }
        [Key::ctrl('r')] Command::Redo => Writes Waits, { "Redo the change that was undone" }
        [Key::char('U')] Command::ShowChanges => Reads AtOnce, { "List the changes, and what undo would change" }
        [Key::char('S')] Command::Sync => Writes AtOnce, "sync", { "Sync with HubSpot now" }
        [Key::ctrl('f')] Command::Search => Reads AtOnce, "search", { "Search customers, contacts, tags and history" }
        [Key::char('X')] Command::StopSync => Reads AtOnce, { "Stop the running sync" }
        [Key::char('g')] Command::GoTo => Reads AtOnce, { "Go to a screen: customers, notifications, integrations" }
        [Key::char(':'), Key::ctrl('p')] Command::Palette => Reads Waits, { "Search all commands" }
        [Key::char('?')] Command::Help => Reads Waits, "help", { "Show the keys of this screen, to run one" }
        [ESC] Command::Back => Reads AtOnce, { "Clear the filter or close the message" }
        [] Command::Tour => Reads AtOnce, { "Take the tour: people, routing, paste, sync, undo" }
        [Key::char('q')] Command::Quit => Reads Waits, "quit", { "Quit pivotal" }
    }
    GoTo {
        [Key::char('c')] Command::ShowCustomers => Reads AtOnce, "customers", { "Show the customers" }
        [Key::char('i')] Command::ShowIntegrations => Reads AtOnce, "integrations", { "Show the connection to HubSpot" }
        [Key::char('w')] Command::ShowWorkbench => Reads AtOnce, "workbench", { "Show what needs attention across all customers" }
        [Key::char('f')] Command::ShowFields => Reads AtOnce, "fields", { "Show your own fields of customers and contacts" }
        [Key::char('o')] Command::ShowOnboardings => Reads AtOnce, "onboardings", { "Show the onboardings of all customers" }
        [Key::char('n')] Command::ShowNotifications => Reads AtOnce, "notifications", { "Show the notifications" }
        [ESC] Command::Back => Reads AtOnce, "back", { "Stay here" }
    }
    Merge {
        [ENTER, Key::ctrl('s')] Command::Accept => Reads Waits, "merge", { "Merge; the one on the right is removed" }
        [LEFT, Key::char('h')] Command::TakeLeft => Reads AtOnce, { "Take the value on the left" }
        [RIGHT, Key::char('l')] Command::TakeRight => Reads AtOnce, { "Take the value on the right" }
        [UP, Key::char('k')] Command::Move(Motion::Up) => Reads AtOnce, { "Go one field up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down) => Reads AtOnce, { "Go one field down" }
        [Key::char('N')] Command::NotTheSame => Writes Waits, "not the same", { "Mark them as different people" }
        [Key::char('s')] Command::SwapSides => Reads AtOnce, "swap", { "Swap sides, to keep the other one" }
        [ESC, Key::char('q')] Command::Back => Reads AtOnce, "cancel", { "Keep both as they are" }
    }
    Who {
        [Key::char('m')] Command::AskModel => Writes Waits, "summarize with a model", { "Have a model sum it up; shows what is sent first" }
    }
    Drafts {
        [Key::char('n')] Command::NextDraft => Reads AtOnce, "next", { "Show the next mail" }
        [Key::char('p')] Command::PreviousDraft => Reads AtOnce, "previous", { "Show the previous mail" }
        [Key::char('e')] Command::EditDraft => Writes Waits, "edit", { "Edit the mail in your editor" }
        [Key::char('y')] Command::CopyDraft => Reads Waits, "copy", { "Copy the mail" }
        [Key::char('h')] Command::HoldDraft => Writes Waits, "hold", { "Hold it as a notification; sent only once approved" }
        [Key::char('m')] Command::AskModel => Writes Waits, "write with a model", { "Have a model write it; shows what is sent first" }
    }
    Details {
        [Key::char('e')] Command::EditDetails => Writes Waits, "edit", { "Edit these fields" }
        [Key::char('n'), Key::char('N')] Command::WriteNote => Writes Waits, "note", { "Write a note" }
        [Key::char('o')] Command::OpenLink => Reads Waits, "open a link", { "Open a link: mail, HubSpot or portal; else copy it" }
        [Key::char('y')] Command::Copy => Reads Waits, "copy", { "Copy the email, or the domain of a customer" }
        [Key::char('Y')] Command::CopyNamed => Reads Waits, { "Copy name and email, or the name of a customer" }
        [Key::char('u')] Command::Undo => Writes Waits, { "Undo the last change, even after a restart" }
        [Key::ctrl('r')] Command::Redo => Writes Waits, { "Redo the change that was undone" }
    }
    Sheet {
        [ESC, Key::char('q'), BACKSPACE] Command::Back => Reads AtOnce, "close", { "Close it; stops a model that is writing" }
        [UP, Key::char('k')] Command::Move(Motion::Up) => Reads AtOnce, { "Scroll one line up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down) => Reads AtOnce, { "Scroll one line down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Scroll one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Scroll one screen down" }
        [HOME, Key::char('g')] Command::Move(Motion::First) => Reads AtOnce, { "Go to the first line" }
        [END, Key::char('G')] Command::Move(Motion::Last) => Reads AtOnce, { "Go to the last line" }
        [Key::char('?')] Command::Help => Reads Waits, "help", { "Show the keys that work here" }
    }
    FormText {
        [ENTER, Key::ctrl('j')] Command::Text(TextCommand::NewLine) => Reads AtOnce, "new line", { "Start a new line" }
        [UP] Command::Text(TextCommand::Go(Step::Up)) => Reads AtOnce, { "Go one line up" }
        [DOWN] Command::Text(TextCommand::Go(Step::Down)) => Reads AtOnce, { "Go one line down" }
        [PAGE_UP] Command::Text(TextCommand::Go(Step::PageUp)) => Reads AtOnce, { "Go one screen up" }
        [PAGE_DOWN] Command::Text(TextCommand::Go(Step::PageDown)) => Reads AtOnce, { "Go one screen down" }
        [Key::new(KeyCode::Home, KeyModifiers::CONTROL)] Command::Text(TextCommand::Go(Step::Start)) => Reads AtOnce, { "Go to the start of the text" }
        [Key::new(KeyCode::End, KeyModifiers::CONTROL)] Command::Text(TextCommand::Go(Step::End)) => Reads AtOnce, { "Go to the end of the text" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo) => Reads AtOnce, { "Undo the last edit" }
        [Key::ctrl('y')] Command::Text(TextCommand::Redo) => Reads AtOnce, { "Redo the last edit" }
    }
    Form {
        [ENTER, Key::ctrl('s')] Command::Save => Writes AtOnce, "save", { "Save the form" }
        [TAB, DOWN] Command::NextField => Reads AtOnce, "next field", { "Go to the next field" }
        [SHIFT_TAB, UP] Command::PreviousField => Reads AtOnce, { "Go to the previous field" }
        [ESC] Command::Back => Reads AtOnce, "leave, keep the draft", { "Leave the form and keep the draft" }
        [Key::ctrl('x')] Command::Discard => Reads AtOnce, "start over", { "Discard what was typed and start over" }
    }
    Pane {
        [Key::ctrl('s')] Command::Pane(PaneCommand::Add) => Writes Waits, "add", { "Add the rows that are ready" }
        [Key::plain(KeyCode::F(8)), Key::alt('n')] Command::Pane(PaneCommand::NextFlagged) => Reads Waits, "next flagged", { "Go to the next flagged row" }
        [Key::shift(KeyCode::F(8)), Key::alt('p')] Command::Pane(PaneCommand::PreviousFlagged) => Reads Waits, { "Go to the previous flagged row" }
        [ALT_ENTER] Command::Pane(PaneCommand::Fix) => Writes Waits, "fix", { "Apply the suggested fix to this row" }
        [Key::alt('a')] Command::Pane(PaneCommand::FixAll) => Writes Waits, { "Apply the same fix to all such rows; asks first" }
        [TAB, SHIFT_TAB] Command::Pane(PaneCommand::Switch) => Reads Waits, "text/preview", { "Switch between text and preview" }
        [ESC] Command::Back => Reads AtOnce, "leave, keep the text", { "Leave; the text is kept, even after a restart" }
        [Key::alt('d')] Command::Pane(PaneCommand::NextLayout) => Reads Waits, { "Read the text with another delimiter" }
        [Key::alt('c')] Command::Pane(PaneCommand::Columns) => Reads Waits, { "Choose what the columns are" }
        [Key::ctrl('o')] Command::Pane(PaneCommand::OpenFile) => Reads Waits, { "Open a file" }
        [Key::ctrl('e')] Command::Pane(PaneCommand::OpenEditor) => Reads Waits, { "Edit the text in your editor" }
        [Key::alt('f')] Command::Pane(PaneCommand::KeepColumns) => Writes Waits, { "Keep further columns as fields of contacts" }
        [Key::alt('k')] Command::Pane(PaneCommand::KeepAsNote) => Writes Waits, "keep as note", { "Keep the text as a note on the customer" }
        [Key::alt('r')] Command::Pane(PaneCommand::TakeRoles) => Writes Waits, { "Take labels as roles, as in Billing: Ann Lee" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo) => Reads AtOnce, { "Undo the last edit" }
        [Key::ctrl('y')] Command::Text(TextCommand::Redo) => Reads AtOnce, { "Redo the last edit" }
    }
    PaneText {
        [ENTER, Key::ctrl('j')] Command::Text(TextCommand::NewLine) => Reads AtOnce, { "Start a new line" }
        [BACKSPACE] Command::Text(TextCommand::Backspace) => Reads AtOnce, { "Delete the character before" }
        [Key::plain(KeyCode::Delete), Key::ctrl('d')] Command::Text(TextCommand::Delete) => Reads AtOnce, { "Delete the character after" }
        [Key::ctrl('w'), Key::new(KeyCode::Backspace, KeyModifiers::CONTROL), Key::new(KeyCode::Backspace, KeyModifiers::ALT)] Command::Text(TextCommand::DeleteWordLeft) => Reads AtOnce, { "Delete the word before" }
        [Key::new(KeyCode::Delete, KeyModifiers::CONTROL)] Command::Text(TextCommand::DeleteWordRight) => Reads AtOnce, { "Delete the word after" }
        [Key::ctrl('r')] Command::Text(TextCommand::Redo) => Reads AtOnce, { "Redo the last edit" }
        [Key::ctrl('x')] Command::Text(TextCommand::Cut) => Reads AtOnce, { "Cut the selection or the line" }
        [Key::ctrl('k')] Command::Text(TextCommand::Copy) => Reads AtOnce, { "Copy the selection or the line" }
        [Key::ctrl('v')] Command::Text(TextCommand::Insert) => Reads AtOnce, { "Insert what was cut or copied" }
        [Key::ctrl('a')] Command::Text(TextCommand::SelectAll) => Reads AtOnce, { "Select all" }
        [Key::new(KeyCode::Up, KeyModifiers::ALT)] Command::Text(TextCommand::LineUp) => Reads AtOnce, { "Move the line up" }
        [Key::new(KeyCode::Down, KeyModifiers::ALT)] Command::Text(TextCommand::LineDown) => Reads AtOnce, { "Move the line down" }
        [UP] Command::Text(TextCommand::Go(Step::Up)) => Reads AtOnce, { "Go one line up; with shift, select" }
        [DOWN] Command::Text(TextCommand::Go(Step::Down)) => Reads AtOnce, { "Go one line down" }
        [LEFT] Command::Text(TextCommand::Go(Step::Left)) => Reads AtOnce, { "Go left" }
        [RIGHT] Command::Text(TextCommand::Go(Step::Right)) => Reads AtOnce, { "Go right" }
        [PAGE_UP] Command::Text(TextCommand::Go(Step::PageUp)) => Reads AtOnce, { "Go one screen up" }
        [PAGE_DOWN] Command::Text(TextCommand::Go(Step::PageDown)) => Reads AtOnce, { "Go one screen down" }
        [HOME] Command::Text(TextCommand::Go(Step::LineStart)) => Reads AtOnce, { "Go to the start of the line" }
        [END] Command::Text(TextCommand::Go(Step::LineEnd)) => Reads AtOnce, { "Go to the end of the line" }
        [Key::new(KeyCode::Left, KeyModifiers::CONTROL), Key::alt('b')] Command::Text(TextCommand::Go(Step::WordLeft)) => Reads AtOnce, { "Go one word left" }
        [Key::new(KeyCode::Right, KeyModifiers::CONTROL), Key::alt('f')] Command::Text(TextCommand::Go(Step::WordRight)) => Reads AtOnce, { "Go one word right" }
        [Key::new(KeyCode::Home, KeyModifiers::CONTROL)] Command::Text(TextCommand::Go(Step::Start)) => Reads AtOnce, { "Go to the start of the text" }
        [Key::new(KeyCode::End, KeyModifiers::CONTROL)] Command::Text(TextCommand::Go(Step::End)) => Reads AtOnce, { "Go to the end of the text" }
        [Key::shift(KeyCode::Up)] Command::Text(TextCommand::Select(Step::Up)) => Reads AtOnce, { "Select up" }
        [Key::shift(KeyCode::Down)] Command::Text(TextCommand::Select(Step::Down)) => Reads AtOnce, { "Select down" }
        [Key::shift(KeyCode::Left)] Command::Text(TextCommand::Select(Step::Left)) => Reads AtOnce, { "Select left" }
        [Key::shift(KeyCode::Right)] Command::Text(TextCommand::Select(Step::Right)) => Reads AtOnce, { "Select right" }
        [Key::shift(KeyCode::Home)] Command::Text(TextCommand::Select(Step::LineStart)) => Reads AtOnce, { "Select to the start of the line" }
        [Key::shift(KeyCode::End)] Command::Text(TextCommand::Select(Step::LineEnd)) => Reads AtOnce, { "Select to the end of the line" }
        [Key::shift(KeyCode::PageUp)] Command::Text(TextCommand::Select(Step::PageUp)) => Reads AtOnce, { "Select one screen up" }
        [Key::shift(KeyCode::PageDown)] Command::Text(TextCommand::Select(Step::PageDown)) => Reads AtOnce, { "Select one screen down" }
        [CTRL_SHIFT_LEFT] Command::Text(TextCommand::Select(Step::WordLeft)) => Reads AtOnce, { "Select one word left" }
        [CTRL_SHIFT_RIGHT] Command::Text(TextCommand::Select(Step::WordRight)) => Reads AtOnce, { "Select one word right" }
    }
    PanePreview {
        [ENTER] Command::Pane(PaneCommand::GoToLine) => Reads Waits, "go to the line", { "Go to the line of this row" }
        [Key::char(' ')] Command::Pane(PaneCommand::Skip) => Reads Waits, "skip", { "Skip this row, or include it again" }
        [Key::char('*')] Command::Pane(PaneCommand::ChoosePrimary) => Reads Waits, "primary", { "Make this row the primary contact" }
        [Key::char('f')] Command::Pane(PaneCommand::NextFilter) => Reads Waits, "all/flagged/ready", { "Show all, flagged or ready rows, or the ignored lines" }
    }
    PaneColumns {
        [LEFT, SHIFT_TAB, Key::char('h')] Command::Pane(PaneCommand::ColumnLeft) => Reads Waits, "column", { "Go to the column to the left" }
        [RIGHT, TAB, Key::char('l')] Command::Pane(PaneCommand::ColumnRight) => Reads Waits, { "Go to the column to the right" }
        [DOWN, Key::char('j'), Key::char(' ')] Command::Pane(PaneCommand::NextRole) => Reads Waits, "change", { "Choose the next role for the column" }
        [UP, Key::char('k')] Command::Pane(PaneCommand::RoleBefore) => Reads Waits, { "Choose the previous role for the column" }
        [ENTER, ESC, Key::alt('c')] Command::Pane(PaneCommand::Columns) => Reads Waits, "done", { "Go back to the text" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo) => Reads AtOnce, { "Undo the last edit" }
    }
    PaneFile {
        [ENTER] Command::Accept => Reads Waits, "open", { "Open the file" }
        [ESC] Command::Back => Reads AtOnce, "cancel", { "Open no file" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo) => Reads AtOnce, { "Undo the last edit" }
    }
    ExportFile {
        [ENTER] Command::Accept => Reads Waits, "write the file", { "Write it; the file extension sets the format" }
        [ESC] Command::Back => Reads AtOnce, "cancel", { "Write no file" }
    }
    FilterLine {
        [ENTER, TAB] Command::Accept => Reads Waits, "keep the filter", { "Keep the filter and go to the rows" }
        [ESC] Command::Back => Reads AtOnce, "clear", { "Clear the filter" }
        [UP] Command::Move(Motion::Up) => Reads AtOnce, { "Go one row up" }
        [DOWN] Command::Move(Motion::Down) => Reads AtOnce, { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Go one screen down" }
    }
    Dialog {
        [ENTER] Command::Accept => Reads Waits, "choose", { "Do what is chosen" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Scroll a long text down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Scroll a long text up" }
        [DOWN, TAB, RIGHT, Key::char('j'), Key::char('l')] Command::NextField => Reads AtOnce, "next", { "Go to the next choice" }
        [UP, SHIFT_TAB, LEFT, Key::char('k'), Key::char('h')] Command::PreviousField => Reads AtOnce, { "Go to the previous choice" }
        [ESC, Key::char('q')] Command::Back => Reads AtOnce, "cancel", { "Change nothing" }
    }
    Help {
        [ENTER] Command::Accept => Reads Waits, "run", { "Run the selected entry" }
        [ESC, F1] Command::Back => Reads AtOnce, "close", { "Close the list" }
        [UP] Command::Move(Motion::Up) => Reads AtOnce, { "Go one row up" }
        [DOWN] Command::Move(Motion::Down) => Reads AtOnce, { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Go one screen down" }
    }
    Search {
        [ENTER] Command::Accept => Reads Waits, "go there", { "Open what is selected" }
        [ESC, Key::ctrl('f')] Command::Back => Reads AtOnce, "leave", { "Close the search" }
        [UP] Command::Move(Motion::Up) => Reads AtOnce, { "Go one row up" }
        [DOWN] Command::Move(Motion::Down) => Reads AtOnce, "next", { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Go one screen down" }
    }
    Changes {
        [ENTER, Key::char('u')] Command::Undo => Writes Waits, "undo this", { "Undo the selected change; asks if it is large" }
        [Key::ctrl('r')] Command::Redo => Writes Waits, "redo", { "Redo the change that was undone" }
        [ESC, Key::char('q'), Key::char('U')] Command::Back => Reads AtOnce, "back", { "Go back to where you were" }
        [Key::char('?')] Command::Help => Reads Waits, "help", { "Show the keys that work here" }
    }
    Always {
        [F1] Command::Help => Reads Waits, { "Show the keys that work here" }
        [Key::ctrl('c')] Command::Quit => Reads Waits, { "Quit pivotal" }
        [Key::alt('m')] Command::ShowMessage => Reads AtOnce, { "Show the message in full" }
        [Key::ctrl('z')] Command::Suspend => Reads AtOnce, { "Suspend to the shell; fg resumes" }
        [F5] Command::Reopen => Reads AtOnce, { "Reopen the store after its file was replaced" }
    }
};
