//! The default keys, from which the bottom line, the help and the reference are made.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyModifiers};

use super::{Access, Binding, Command, Key, Layer, Motion, PaneCommand, Step, Tab, TextCommand, Timing};

const ENTER: Key = Key::plain(KeyCode::Enter);
const ESC: Key = Key::plain(KeyCode::Esc);
const TAB: Key = Key::plain(KeyCode::Tab);
const SHIFT_TAB: Key = Key::shift(KeyCode::Tab);
const BACKSPACE: Key = Key::plain(KeyCode::Backspace);
const UP: Key = Key::plain(KeyCode::Up);
const DOWN: Key = Key::plain(KeyCode::Down);
const LEFT: Key = Key::plain(KeyCode::Left);
const RIGHT: Key = Key::plain(KeyCode::Right);
const PAGE_UP: Key = Key::plain(KeyCode::PageUp);
const PAGE_DOWN: Key = Key::plain(KeyCode::PageDown);
const HOME: Key = Key::plain(KeyCode::Home);
const END: Key = Key::plain(KeyCode::End);
const ALT_ENTER: Key = Key::new(KeyCode::Enter, KeyModifiers::ALT);
const CTRL_SHIFT_LEFT: Key = Key::new(KeyCode::Left, CTRL_SHIFT);
const CTRL_SHIFT_RIGHT: Key = Key::new(KeyCode::Right, CTRL_SHIFT);
const CTRL_SHIFT: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::SHIFT);
const F1: Key = Key::plain(KeyCode::F(1));
const F5: Key = Key::plain(KeyCode::F(5));

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
        [Key::char('s')] Command::OpenSampleData => Writes Waits, "sample data", { "Look around in sample data, in a temporary place" }
        [Key::char('n'), Key::char('a')] Command::NewCustomer => Writes Waits, "add a customer", { "Add a customer" }
        [Key::char('c')] Command::Connect => Writes AtOnce, "connect HubSpot", { "Connect HubSpot with a token" }
        [Key::char('t')] Command::Tour => Reads AtOnce, "tour", { "Take the tour: three steps" }
        [Key::char('i')] Command::ListCompanies => Reads AtOnce, "add from HubSpot", { "Add customers from companies in HubSpot" }
    }
    Customers {
        [ENTER] Command::Open => Reads Waits, "open", { "Open the selected customer" }
        [Key::char('2')] Command::Show(Tab::Contacts) => Reads Waits, "contacts", { "Open the selected customer at Contacts" }
        [Key::char('n'), Key::char('a')] Command::NewCustomer => Writes Waits, "new", { "Add a customer" }
        [Key::char('e')] Command::EditCustomer => Writes Waits, "edit", { "Edit the selected customer" }
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Type words, \"a phrase\", tag:vip or !what is not" }
        [Key::char('f')] Command::NextGroup => Reads AtOnce, "churned/archived/all", { "Show current, churned, archived or all customers" }
        [Key::char('d')] Command::ArchiveCustomer => Writes Waits, "archive", { "Archive the selected customer; r brings it back" }
        [Key::char('r')] Command::RestoreCustomer => Writes Waits, "restore", { "Bring the selected customer back" }
        [Key::char(' ')] Command::Mark => Reads Waits, "select", { "Select or unselect, to act on several customers" }
        [Key::ctrl('a')] Command::MarkAll => Reads Waits, { "Select all that match the filter" }
        [Key::char('t')] Command::TagCustomers => Writes Waits, "tags", { "Add or take tags, on all that are selected" }
        [Key::char('v')] Command::ShowViews => Reads Waits, "views", { "Choose a saved view" }
        [Key::char('i')] Command::ListCompanies => Reads AtOnce, { "Add customers from companies in HubSpot" }
        [Key::char('E')] Command::Export => Reads AtOnce, { "Write this list to a file: csv, tsv, json or vcf" }
        [Key::char('y')] Command::Copy => Reads Waits, { "Copy the domain, or all that are selected" }
        [Key::char('Y')] Command::CopyNamed => Reads Waits, { "Copy the name, or all that are selected" }
        [Key::ctrl('y')] Command::CopyRows => Reads Waits, { "Copy the selected rows, as text with tabs" }
        [Key::char('1')] Command::Show(Tab::Overview) => Reads Waits, { "Open the selected customer at Overview" }
        [Key::char('3')] Command::Show(Tab::Onboardings) => Reads Waits, { "Open the selected customer at Onboardings" }
        [Key::char('4')] Command::Show(Tab::History) => Reads Waits, { "Open the selected customer at History" }
    }
    Overview {
        [Key::char('e')] Command::EditCustomer => Writes Waits, "edit", { "Edit this customer" }
        [Key::char('2')] Command::Show(Tab::Contacts) => Reads Waits, "contacts", { "Show Contacts: the people of this customer" }
    }
    Contacts {
        [Key::char('a')] Command::AddContact => Writes Waits, "add", { "Add a contact" }
        [Key::char('p')] Command::PasteList => Writes Waits, "paste a list", { "Paste a list of contacts, with a live preview" }
        [Key::char('e'), ENTER] Command::EditContact => Writes Waits, "edit", { "Edit the selected contact" }
        [Key::char('*')] Command::TogglePrimary => Writes Waits, "primary", { "Make it the primary; on the primary, take the star" }
        [Key::char('x')] Command::UnlinkContacts => Writes Waits, "unlink", { "Unlink from HubSpot for good; r in Unlinked relinks" }
        [Key::char('d')] Command::ArchiveContacts => Writes Waits, "archive", { "Archive: hide it, stop its notifications" }
        [Key::char('r')] Command::RestoreContacts => Writes Waits, "bring back", { "Bring archived or unlinked contacts back, no star" }
        [Key::char('D')] Command::DeleteContacts => Writes Waits, "delete", { "Delete what was recorded in error; asks first" }
        [Key::char(' ')] Command::Mark => Reads Waits, "select", { "Select or unselect, to act on several contacts" }
        [Key::ctrl('a')] Command::MarkAll => Reads Waits, { "Select all that match the filter" }
        [Key::char('M')] Command::MergeContacts => Writes Waits, "merge", { "Merge two that are selected, or who look alike" }
        [Key::char('f')] Command::NextGroup => Reads AtOnce, "active/archived/unlinked", { "Show the active contacts, archived or unlinked ones" }
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Type words, \"a phrase\", tag:vip or !what is not" }
        [Key::char('w')] Command::WriteMail => Reads Waits, "write", { "Draft a mail to the contact, or to those selected" }
        [Key::char('i')] Command::Invite => Writes Waits, { "Invite it to the portal; shows the route first" }
        [Key::char('E')] Command::Export => Reads AtOnce, { "Write this list to a file: csv, tsv, json or vcf" }
        [Key::char('y')] Command::Copy => Reads Waits, { "Copy the email, or all that are selected" }
        [Key::char('Y')] Command::CopyNamed => Reads Waits, { "Copy name and email, or all that are selected" }
        [Key::ctrl('y')] Command::CopyRows => Reads Waits, { "Copy the selected rows, as text with tabs" }
    }
    Onboardings {
        [Key::char('v')] Command::AdvancePhase => Writes Waits, "advance", { "Advance, with a note; shows who is told first" }
        [Key::char('n')] Command::StartOnboarding => Writes Waits, "new", { "Start an onboarding" }
        [Key::char('t')] Command::AddTask => Writes Waits, "task", { "Add a task to the onboarding" }
        [Key::char('e')] Command::EditPlan => Writes Waits, "edit", { "Edit the selected onboarding or task" }
        [Key::char(' '), ENTER] Command::ToggleTask => Writes Waits, "done/open", { "Note that the task is done, or open again" }
        [Key::char('<')] Command::BackPhase => Writes Waits, "send back", { "Send the onboarding back to an earlier phase" }
        [Key::char('>')] Command::SkipPhase => Writes Waits, "skip ahead", { "Skip ahead over phases between; asks first" }
        [Key::char('P')] Command::PauseOnboarding => Writes Waits, { "Pause the onboarding, or resume it" }
    }
    History {
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Type words, actor:NAME or field:NAME to find changes" }
        [Key::char('n')] Command::NextMatch => Reads AtOnce, { "Go to the next change that holds the words" }
        [Key::char('N')] Command::PreviousMatch => Reads AtOnce, { "Go to the change before that holds the words" }
        [Key::char('U')] Command::ShowChanges => Reads AtOnce, "undo older", { "List the changes, with what undo would take back" }
        [Key::char('E')] Command::Export => Reads AtOnce, "export", { "Write the history to a file: csv, tsv or json" }
    }
    Visits {
        [ENTER] Command::Open => Reads Waits, "open", { "Open the customer where the work is" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Notifications {
        [ENTER] Command::Open => Reads Waits, "read", { "Read the text" }
        [Key::char('a')] Command::Approve => Writes Waits, "send it", { "Have it sent, if it is held" }
        [Key::char('A')] Command::ApproveAll => Writes Waits, "send all", { "Have all sent that are held; shows them first" }
        [Key::char('c')] Command::CancelNotification => Writes Waits, "cancel", { "Keep it from being sent" }
        [Key::char('r')] Command::RetryNotification => Writes Waits, "resend", { "Send it after all: failed, cancelled or unclear" }
        [Key::char('M')] Command::SetUpMail => Writes AtOnce, "set up mail", { "Set up the mail server" }
        [Key::char('K')] Command::SetUpSlack => Writes AtOnce, "Slack", { "Set up Slack with a token" }
        [Key::char('T')] Command::TestChannel => Writes AtOnce, "test", { "Send a test message to yourself" }
        [Key::char('C')] Command::ConfirmChannel => Writes AtOnce, "confirm", { "Confirm that the test message arrived" }
        [Key::char('s')] Command::SendNow => Writes Waits, { "Send now what is due, also where sending stopped" }
        [Key::char('y')] Command::Copy => Reads Waits, { "Copy the email of the recipient" }
        [Key::char('Y')] Command::CopyNamed => Reads Waits, { "Copy name and email of the recipient" }
        [Key::ctrl('y')] Command::CopyRows => Reads Waits, { "Copy the row, as text with tabs" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Integrations {
        [ENTER, Key::char('m')] Command::Mend => Writes Waits, "preview the fix", { "Show what the domain of a near miss would do" }
        [Key::char('L')] Command::LinkPerson => Writes Waits, "link one", { "Link one person of a near miss by hand" }
        [Key::char('o')] Command::Open => Reads Waits, "open", { "Open the customer of a near miss" }
        [Key::char('c')] Command::Connect => Writes AtOnce, "connect", { "Connect with a token, in place of the one before" }
        [Key::char('F')] Command::SyncFull => Writes AtOnce, "full sync", { "Sync everything, also who is gone from HubSpot" }
        [Key::char('f')] Command::NextGroup => Reads AtOnce, "errors only/all", { "Show the runs that failed, or all" }
        [TAB] Command::NextTab => Reads AtOnce, "other list", { "Go to the near misses or to the log of runs" }
        [Key::char('D')] Command::Disconnect => Writes AtOnce, { "Disconnect: forget the token; asks first" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Companies {
        [ENTER] Command::AddCompanies => Writes Waits, "add as customers", { "Add the selected companies as customers" }
        [Key::char(' ')] Command::Mark => Reads Waits, "select", { "Select or unselect, to add several companies" }
        [Key::char('/')] Command::Filter => Reads AtOnce, "filter", { "Type words that the companies must hold" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back to where you came from" }
    }
    Connect {
        [ENTER, Key::ctrl('s')] Command::Accept => Reads Waits, "connect", { "Connect with this token; HubSpot's is checked first" }
        [ESC] Command::Back => Reads AtOnce, "leave", { "Leave; nothing is kept" }
    }
    Customer {
        [Key::char('m')] Command::Mend => Writes Waits, "preview the fix", { "Show what the domain of the near miss would do" }
        [Key::char('L')] Command::LinkPerson => Writes Waits, { "Link one person of the near miss by hand" }
        [Key::char('1')] Command::Show(Tab::Overview) => Reads Waits, { "Show Overview: fields, who gets the next notification" }
        [Key::char('2')] Command::Show(Tab::Contacts) => Reads Waits, { "Show Contacts: the people of this customer" }
        [Key::char('3')] Command::Show(Tab::Onboardings) => Reads Waits, { "Show Onboardings: phases and tasks" }
        [Key::char('4')] Command::Show(Tab::History) => Reads Waits, { "Show History: every change, by whom and when" }
        [TAB, RIGHT, Key::char('l')] Command::NextTab => Reads AtOnce, "next tab", { "Show the tab to the right" }
        [SHIFT_TAB, LEFT, Key::char('h')] Command::PreviousTab => Reads AtOnce, { "Show the tab to the left" }
        [ESC, BACKSPACE] Command::Back => Reads AtOnce, "back", { "Go back: filter, selection, then the screen" }
        [Key::char('W')] Command::Who => Reads Waits, "who", { "Show who is on the account: who decides, who does what" }
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
        [Key::ctrl('r')] Command::Redo => Writes Waits, { "Make the change that was taken back again" }
        [Key::char('U')] Command::ShowChanges => Reads AtOnce, { "List the changes, with what undo would take back" }
        [Key::char('S')] Command::Sync => Writes AtOnce, "sync", { "Sync with HubSpot now" }
        [Key::ctrl('f')] Command::Search => Reads AtOnce, "search", { "Search customers, contacts, tags and history" }
        [Key::char('X')] Command::StopSync => Reads AtOnce, { "Stop the sync under way" }
        [Key::char('g')] Command::GoTo => Reads AtOnce, { "Go to a screen: customers, notifications, integrations" }
        [Key::char(':'), Key::ctrl('p')] Command::Palette => Reads Waits, { "Search all commands" }
        [Key::char('?')] Command::Help => Reads Waits, "help", { "Show the keys of this screen; enter runs one" }
        [ESC] Command::Back => Reads AtOnce, { "Clear the filter or close the message" }
        [] Command::Tour => Reads AtOnce, { "Take the tour: people, routing, paste, sync, undo" }
        [Key::char('q')] Command::Quit => Reads Waits, "quit", { "End the program" }
    }
    GoTo {
        [Key::char('c')] Command::ShowCustomers => Reads AtOnce, "customers", { "Show the customers" }
        [Key::char('i')] Command::ShowIntegrations => Reads AtOnce, "integrations", { "Show the connection to HubSpot" }
        [Key::char('w')] Command::ShowWorkbench => Reads AtOnce, "workbench", { "Show what wants attention across all customers" }
        [Key::char('o')] Command::ShowOnboardings => Reads AtOnce, "onboardings", { "Show the onboardings of all customers" }
        [Key::char('n')] Command::ShowNotifications => Reads AtOnce, "notifications", { "Show the notifications" }
        [ESC] Command::Back => Reads AtOnce, "back", { "Stay here" }
    }
    Merge {
        [ENTER, Key::ctrl('s')] Command::Accept => Reads Waits, "merge", { "Merge: the one on the right goes; u brings it back" }
        [LEFT, Key::char('h')] Command::TakeLeft => Reads AtOnce, { "Take the value on the left" }
        [RIGHT, Key::char('l')] Command::TakeRight => Reads AtOnce, { "Take the value on the right" }
        [UP, Key::char('k')] Command::Move(Motion::Up) => Reads AtOnce, { "Go one field up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down) => Reads AtOnce, { "Go one field down" }
        [Key::char('N')] Command::NotTheSame => Writes Waits, "not the same", { "Note that they are not the same; u takes it back" }
        [Key::char('s')] Command::SwapSides => Reads AtOnce, "swap", { "Let the other one stay" }
        [ESC, Key::char('q')] Command::Back => Reads AtOnce, "leave", { "Leave both as they are" }
    }
    Who {
        [Key::char('m')] Command::AskModel => Writes Waits, "summary by a model", { "Have a model sum it up; shows first what is sent" }
    }
    Drafts {
        [Key::char('n')] Command::NextDraft => Reads AtOnce, "next", { "Show the next mail" }
        [Key::char('p')] Command::PreviousDraft => Reads AtOnce, "before", { "Show the mail before" }
        [Key::char('e')] Command::EditDraft => Writes Waits, "edit", { "Edit the mail in your own editor" }
        [Key::char('y')] Command::CopyDraft => Reads Waits, "copy", { "Copy the mail" }
        [Key::char('h')] Command::HoldDraft => Writes Waits, "hold", { "Hold it as a notification; sent only once approved" }
        [Key::char('m')] Command::AskModel => Writes Waits, "write by a model", { "Have a model write it; shows first what is sent" }
    }
    Sheet {
        [ESC, Key::char('q'), BACKSPACE] Command::Back => Reads AtOnce, "close", { "Close it; stops a model that is writing" }
        [UP, Key::char('k')] Command::Move(Motion::Up) => Reads AtOnce, { "Scroll one line up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down) => Reads AtOnce, { "Scroll one line down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Scroll one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Scroll one screen down" }
        [HOME] Command::Move(Motion::First) => Reads AtOnce, { "Go to the first line" }
        [END, Key::char('G')] Command::Move(Motion::Last) => Reads AtOnce, { "Go to the last line" }
        [Key::char('?')] Command::Help => Reads Waits, "help", { "Show the keys that work here" }
    }
    Form {
        [ENTER, Key::ctrl('s')] Command::Save => Writes AtOnce, "save", { "Save the form" }
        [TAB, DOWN] Command::NextField => Reads AtOnce, "next field", { "Go to the next field" }
        [SHIFT_TAB, UP] Command::PreviousField => Reads AtOnce, { "Go to the field before" }
        [ESC] Command::Back => Reads AtOnce, "leave, keep the draft", { "Leave the form and keep what was typed" }
        [Key::ctrl('x')] Command::Discard => Reads AtOnce, "start over", { "Forget what was typed and start over" }
    }
    Pane {
        [Key::ctrl('s')] Command::Pane(PaneCommand::Add) => Writes Waits, "add", { "Add the rows that are ready" }
        [Key::plain(KeyCode::F(8)), Key::alt('n')] Command::Pane(PaneCommand::NextFlagged) => Reads Waits, "next flagged", { "Go to the next flagged row" }
        [Key::shift(KeyCode::F(8)), Key::alt('p')] Command::Pane(PaneCommand::PreviousFlagged) => Reads Waits, { "Go to the flagged row before" }
        [ALT_ENTER] Command::Pane(PaneCommand::Fix) => Writes Waits, "fix", { "Take the suggested fix of this row" }
        [Key::alt('a')] Command::Pane(PaneCommand::FixAll) => Writes Waits, { "Take the same fix on all rows of the kind; asks" }
        [TAB, SHIFT_TAB] Command::Pane(PaneCommand::Switch) => Reads Waits, "text/preview", { "Go from the text to the preview, and back" }
        [ESC] Command::Back => Reads AtOnce, "leave, keep the text", { "Leave; the text is kept, after a restart too" }
        [Key::alt('d')] Command::Pane(PaneCommand::NextLayout) => Reads Waits, { "Read the text with another delimiter" }
        [Key::alt('c')] Command::Pane(PaneCommand::Columns) => Reads Waits, { "Decide what the columns hold" }
        [Key::ctrl('o')] Command::Pane(PaneCommand::OpenFile) => Reads Waits, { "Take the text of a file" }
        [Key::ctrl('e')] Command::Pane(PaneCommand::OpenEditor) => Reads Waits, { "Edit the text in your own editor" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo) => Reads AtOnce, { "Take the last step in the text back" }
        [Key::ctrl('y')] Command::Text(TextCommand::Redo) => Reads AtOnce, { "Make the step in the text again" }
    }
    PaneText {
        [ENTER, Key::ctrl('j')] Command::Text(TextCommand::NewLine) => Reads AtOnce, { "Start a new line" }
        [BACKSPACE] Command::Text(TextCommand::Backspace) => Reads AtOnce, { "Delete the character before" }
        [Key::plain(KeyCode::Delete), Key::ctrl('d')] Command::Text(TextCommand::Delete) => Reads AtOnce, { "Delete the character after" }
        [Key::ctrl('w'), Key::new(KeyCode::Backspace, KeyModifiers::CONTROL), Key::new(KeyCode::Backspace, KeyModifiers::ALT)] Command::Text(TextCommand::DeleteWordLeft) => Reads AtOnce, { "Delete the word before" }
        [Key::new(KeyCode::Delete, KeyModifiers::CONTROL)] Command::Text(TextCommand::DeleteWordRight) => Reads AtOnce, { "Delete the word after" }
        [Key::ctrl('r')] Command::Text(TextCommand::Redo) => Reads AtOnce, { "Make the step in the text again" }
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
        [Key::char(' ')] Command::Pane(PaneCommand::Skip) => Reads Waits, "skip", { "Leave this row out, or take it in again" }
        [Key::char('*')] Command::Pane(PaneCommand::ChoosePrimary) => Reads Waits, "primary", { "Make this row the primary contact" }
        [Key::char('f')] Command::Pane(PaneCommand::NextFilter) => Reads Waits, "all/flagged/ready", { "Show all rows, the flagged ones, or the ready ones" }
    }
    PaneColumns {
        [LEFT, SHIFT_TAB, Key::char('h')] Command::Pane(PaneCommand::ColumnLeft) => Reads Waits, "column", { "Go to the column to the left" }
        [RIGHT, TAB, Key::char('l')] Command::Pane(PaneCommand::ColumnRight) => Reads Waits, { "Go to the column to the right" }
        [DOWN, Key::char('j'), Key::char(' ')] Command::Pane(PaneCommand::NextRole) => Reads Waits, "what it holds", { "Say what the column holds" }
        [UP, Key::char('k')] Command::Pane(PaneCommand::RoleBefore) => Reads Waits, { "Say what the column holds" }
        [ENTER, ESC, Key::alt('c')] Command::Pane(PaneCommand::Columns) => Reads Waits, "done", { "Go back to the text" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo) => Reads AtOnce, { "Take the last step in the text back" }
    }
    PaneFile {
        [ENTER] Command::Accept => Reads Waits, "take its text", { "Take the text of the file" }
        [ESC] Command::Back => Reads AtOnce, "cancel", { "Take no file" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo) => Reads AtOnce, { "Take the last step in the text back" }
    }
    ExportFile {
        [ENTER] Command::Accept => Reads Waits, "write the file", { "Write it; the ending of the name says the format" }
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
        [UP, SHIFT_TAB, LEFT, Key::char('k'), Key::char('h')] Command::PreviousField => Reads AtOnce, { "Go to the choice before" }
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
        [ESC, Key::ctrl('f')] Command::Back => Reads AtOnce, "leave", { "Leave the search; nothing is changed" }
        [UP] Command::Move(Motion::Up) => Reads AtOnce, { "Go one row up" }
        [DOWN] Command::Move(Motion::Down) => Reads AtOnce, "next", { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp) => Reads AtOnce, { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown) => Reads AtOnce, { "Go one screen down" }
    }
    Changes {
        [ENTER, Key::char('u')] Command::Undo => Writes Waits, "undo this", { "Take the selected change back; asks if it is large" }
        [Key::ctrl('r')] Command::Redo => Writes Waits, "redo", { "Make the change that was taken back again" }
        [ESC, Key::char('q'), Key::char('U')] Command::Back => Reads AtOnce, "back", { "Go back to where you were" }
        [Key::char('?')] Command::Help => Reads Waits, "help", { "Show the keys that work here" }
    }
    Always {
        [F1] Command::Help => Reads Waits, { "Show the keys that work here" }
        [Key::ctrl('c')] Command::Quit => Reads Waits, { "End the program" }
        [Key::alt('m')] Command::ShowMessage => Reads AtOnce, { "Show the message in full" }
        [Key::ctrl('z')] Command::Suspend => Reads AtOnce, { "Hand the terminal to the shell; fg comes back" }
        [F5] Command::Reopen => Reads AtOnce, { "Open the store again after its file was replaced" }
    }
};
