//! The default keys, from which the bottom line, the help and the README are made.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyModifiers};

use super::{Binding, Command, Key, Layer, Motion, PaneCommand, Step, Tab, TextCommand};

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

/// Writes one binding on a line: keys, command, hint if it has one, words.
macro_rules! bindings {
    ($($layer:ident { $([$($key:expr),*] $command:expr, $($hint:literal,)? { $words:literal })+ })+) => {
        &[$($(Binding {
            layer: Layer::$layer,
            keys: Cow::Borrowed(&[$($key),*]),
            command: $command,
            hint: { const HINT: &[&str] = &[$($hint)?]; match HINT { [hint, ..] => Some(*hint), [] => None } },
            words: $words,
        },)+)+]
    };
}

/// Every binding; on a screen's bottom line they stand in this order.
pub const DEFAULTS: &[Binding] = bindings! {
    Welcome {
        [Key::char('s')] Command::OpenSampleData, "sample data", { "Look around in sample data, in a temporary place" }
        [Key::char('n'), Key::char('a')] Command::NewCustomer, "add a customer", { "Add a customer" }
        [Key::char('c')] Command::Connect, "connect HubSpot", { "Connect HubSpot with a token" }
        [Key::char('t')] Command::Tour, "tour", { "Take the tour: three steps" }
        [Key::char('i')] Command::ListCompanies, "add from HubSpot", { "Add customers from companies in HubSpot" }
    }
    Customers {
        [ENTER] Command::Open, "open", { "Open the selected customer" }
        [Key::char('2')] Command::Show(Tab::Contacts), "contacts", { "Open the selected customer at Contacts" }
        [Key::char('n'), Key::char('a')] Command::NewCustomer, "new", { "Add a customer" }
        [Key::char('e')] Command::EditCustomer, "edit", { "Edit the selected customer" }
        [Key::char('/')] Command::Filter, "filter", { "Type words, \"a phrase\", tag:vip or !what is not" }
        [Key::char('f')] Command::NextGroup, "churned/archived/all", { "Show current, churned, archived or all customers" }
        [Key::char('d')] Command::ArchiveCustomer, "archive", { "Archive the selected customer; r brings it back" }
        [Key::char('r')] Command::RestoreCustomer, "restore", { "Bring the selected customer back" }
        [Key::char(' ')] Command::Mark, "select", { "Select or unselect, to act on several customers" }
        [Key::ctrl('a')] Command::MarkAll, { "Select all that match the filter" }
        [Key::char('t')] Command::TagCustomers, "tags", { "Add or take tags, on all that are selected" }
        [Key::char('v')] Command::ShowViews, "views", { "Choose a saved view" }
        [Key::char('i')] Command::ListCompanies, { "Add customers from companies in HubSpot" }
        [Key::char('E')] Command::Export, { "Write this list to a file: csv, tsv, json or vcf" }
        [Key::char('y')] Command::Copy, { "Copy the domain, or all that are selected" }
        [Key::char('Y')] Command::CopyNamed, { "Copy the name, or all that are selected" }
        [Key::ctrl('y')] Command::CopyRows, { "Copy the selected rows, as text with tabs" }
        [Key::char('1')] Command::Show(Tab::Overview), { "Open the selected customer at Overview" }
        [Key::char('3')] Command::Show(Tab::Onboardings), { "Open the selected customer at Onboardings" }
        [Key::char('4')] Command::Show(Tab::History), { "Open the selected customer at History" }
    }
    Overview {
        [Key::char('e')] Command::EditCustomer, "edit", { "Edit this customer" }
        [Key::char('2')] Command::Show(Tab::Contacts), "contacts", { "Show Contacts: the people of this customer" }
    }
    Contacts {
        [Key::char('a')] Command::AddContact, "add", { "Add a contact" }
        [Key::char('p')] Command::PasteList, "paste a list", { "Paste a list of contacts, with a live preview" }
        [Key::char('e'), ENTER] Command::EditContact, "edit", { "Edit the selected contact" }
        [Key::char('*')] Command::TogglePrimary, "primary", { "Make it the primary; on the primary, take the star" }
        [Key::char('x')] Command::UnlinkContacts, "unlink", { "Unlink from HubSpot for good; r in Unlinked relinks" }
        [Key::char('d')] Command::ArchiveContacts, "archive", { "Archive: hide it, stop its notifications" }
        [Key::char('r')] Command::RestoreContacts, "bring back", { "Bring archived or unlinked contacts back, no star" }
        [Key::char('D')] Command::DeleteContacts, "delete", { "Delete what was recorded in error; asks first" }
        [Key::char(' ')] Command::Mark, "select", { "Select or unselect, to act on several contacts" }
        [Key::ctrl('a')] Command::MarkAll, { "Select all that match the filter" }
        [Key::char('M')] Command::MergeContacts, "merge", { "Merge two that are selected, or who look alike" }
        [Key::char('f')] Command::NextGroup, "active/archived/unlinked", { "Show the active contacts, archived or unlinked ones" }
        [Key::char('/')] Command::Filter, "filter", { "Type words, \"a phrase\", tag:vip or !what is not" }
        [Key::char('w')] Command::WriteMail, "write", { "Draft a mail to the contact, or to those selected" }
        [Key::char('i')] Command::Invite, { "Invite it to the portal; shows the route first" }
        [Key::char('E')] Command::Export, { "Write this list to a file: csv, tsv, json or vcf" }
        [Key::char('y')] Command::Copy, { "Copy the email, or all that are selected" }
        [Key::char('Y')] Command::CopyNamed, { "Copy name and email, or all that are selected" }
        [Key::ctrl('y')] Command::CopyRows, { "Copy the selected rows, as text with tabs" }
    }
    Onboardings {
        [Key::char('v')] Command::AdvancePhase, "advance", { "Advance, with a note; shows who is told first" }
        [Key::char('n')] Command::StartOnboarding, "new", { "Start an onboarding" }
        [Key::char('t')] Command::AddTask, "task", { "Add a task to the onboarding" }
        [Key::char('e')] Command::EditPlan, "edit", { "Edit the selected onboarding or task" }
        [Key::char(' '), ENTER] Command::ToggleTask, "done/open", { "Note that the task is done, or open again" }
        [Key::char('<')] Command::BackPhase, "send back", { "Send the onboarding back to an earlier phase" }
        [Key::char('>')] Command::SkipPhase, "skip ahead", { "Skip ahead over phases between; asks first" }
        [Key::char('P')] Command::RestOnboarding, { "Let the onboarding rest, or go on with it" }
    }
    History {
        [Key::char('/')] Command::Filter, "filter", { "Type words, actor:NAME or field:NAME to find changes" }
        [Key::char('n')] Command::NextMatch, { "Go to the next change that holds the words" }
        [Key::char('N')] Command::PreviousMatch, { "Go to the change before that holds the words" }
        [Key::char('U')] Command::ShowChanges, "undo older", { "List the changes, with what undo would take back" }
        [Key::char('E')] Command::Export, "export", { "Write the history to a file: csv, tsv or json" }
    }
    Visits {
        [ENTER] Command::Open, "open", { "Open the customer where the work is" }
        [ESC, BACKSPACE] Command::Back, "back", { "Go back to the customers" }
    }
    Notifications {
        [ENTER] Command::Open, "read", { "Read the text" }
        [Key::char('a')] Command::Approve, "send it", { "Have it sent, if it is held" }
        [Key::char('A')] Command::ApproveAll, "send all", { "Have all sent that are held; shows them first" }
        [Key::char('c')] Command::CancelNotification, "cancel", { "Keep it from being sent" }
        [Key::char('r')] Command::RetryNotification, "resend", { "Send it after all: failed, cancelled or unclear" }
        [Key::char('M')] Command::SetUpMail, "set up mail", { "Set up the mail server" }
        [Key::char('K')] Command::SetUpSlack, "Slack", { "Set up Slack with a token" }
        [Key::char('T')] Command::TestChannel, "test", { "Send a test message to yourself" }
        [Key::char('C')] Command::ConfirmChannel, "confirm", { "Confirm that the test message arrived" }
        [Key::char('s')] Command::SendNow, { "Send now what is due, also where sending stopped" }
        [Key::char('y')] Command::Copy, { "Copy the email of the recipient" }
        [Key::char('Y')] Command::CopyNamed, { "Copy name and email of the recipient" }
        [Key::ctrl('y')] Command::CopyRows, { "Copy the row, as text with tabs" }
        [ESC, BACKSPACE] Command::Back, "back", { "Go back to the customers" }
    }
    Integrations {
        [ENTER, Key::char('m')] Command::Mend, "preview the fix", { "Show what the domain of a near miss would do" }
        [Key::char('L')] Command::LinkPerson, "link one", { "Link one person of a near miss by hand" }
        [Key::char('o')] Command::Open, "open", { "Open the customer of a near miss" }
        [Key::char('c')] Command::Connect, "connect", { "Connect with a token, in place of the one before" }
        [Key::char('F')] Command::SyncFull, "full sync", { "Sync everything, also who is gone from HubSpot" }
        [Key::char('f')] Command::NextGroup, "errors only/all", { "Show the runs that failed, or all" }
        [TAB] Command::NextTab, "other list", { "Go to the near misses or to the log of runs" }
        [Key::char('D')] Command::Disconnect, { "Disconnect: forget the token; asks first" }
        [ESC, BACKSPACE] Command::Back, "back", { "Go back to the customers" }
    }
    Companies {
        [ENTER] Command::AddCompanies, "add as customers", { "Add the selected companies as customers" }
        [Key::char(' ')] Command::Mark, "select", { "Select or unselect, to add several companies" }
        [Key::char('/')] Command::Filter, "filter", { "Type words that the companies must hold" }
        [ESC, BACKSPACE] Command::Back, "back", { "Go back to the customers" }
    }
    Connect {
        [ENTER, Key::ctrl('s')] Command::Accept, "keep", { "Keep the token; that of HubSpot is checked first" }
        [ESC] Command::Back, "leave", { "Leave; nothing is kept" }
    }
    Customer {
        [Key::char('m')] Command::Mend, "preview the fix", { "Show what the domain of the near miss would do" }
        [Key::char('L')] Command::LinkPerson, { "Link one person of the near miss by hand" }
        [Key::char('1')] Command::Show(Tab::Overview), { "Show Overview: fields, who gets the next notification" }
        [Key::char('2')] Command::Show(Tab::Contacts), { "Show Contacts: the people of this customer" }
        [Key::char('3')] Command::Show(Tab::Onboardings), { "Show Onboardings: phases and tasks" }
        [Key::char('4')] Command::Show(Tab::History), { "Show History: every change, by whom and when" }
        [TAB, RIGHT, Key::char('l')] Command::NextTab, "next tab", { "Show the tab to the right" }
        [SHIFT_TAB, LEFT, Key::char('h')] Command::PreviousTab, { "Show the tab to the left" }
        [ESC, BACKSPACE] Command::Back, "back", { "Go back: filter, selection, then to the customers" }
        [Key::char('W')] Command::Who, "who", { "Show who is on the account: who decides, who does what" }
    }
    List {
        [UP, Key::char('k')] Command::Move(Motion::Up), { "Go one row up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down), { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp), { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown), { "Go one screen down" }
        [HOME] Command::Move(Motion::First), { "Go to the first row" }
        [END, Key::char('G')] Command::Move(Motion::Last), { "Go to the last row" }
    }
    Global {
        [Key::char('u')] Command::Undo, "undo", { "Take the last change back, after a restart too" }
        [Key::ctrl('r')] Command::Redo, { "Make the change that was taken back again" }
        [Key::char('U')] Command::ShowChanges, { "List the changes, with what undo would take back" }
        [Key::char('S')] Command::Sync, "sync", { "Sync with HubSpot now" }
        [Key::ctrl('f')] Command::Search, "search", { "Search customers, contacts, tags and history" }
        [Key::char('X')] Command::StopSync, { "Stop the sync under way" }
        [Key::char('g')] Command::GoTo, { "Go to a screen: customers, notifications, integrations" }
        [Key::char(':'), Key::ctrl('p')] Command::Palette, { "Search all commands" }
        [Key::char('?')] Command::Help, "help", { "Show the keys of this screen; enter runs one" }
        [ESC] Command::Back, { "Clear the filter or close the message" }
        [] Command::Tour, { "Take the tour: people, routing, paste, sync, undo" }
        [Key::char('q')] Command::Quit, "quit", { "End the program" }
    }
    GoTo {
        [Key::char('c')] Command::ShowCustomers, "customers", { "Show the customers" }
        [Key::char('i')] Command::ShowIntegrations, "integrations", { "Show the connection to HubSpot" }
        [Key::char('w')] Command::ShowWorkbench, "workbench", { "Show what wants attention across all customers" }
        [Key::char('o')] Command::ShowOnboardings, "onboardings", { "Show the onboardings of all customers" }
        [Key::char('n')] Command::ShowNotifications, "notifications", { "Show the notifications" }
        [ESC] Command::Back, "back", { "Stay here" }
    }
    Merge {
        [ENTER, Key::ctrl('s')] Command::Accept, "merge", { "Merge: the one on the right goes; u brings it back" }
        [LEFT, Key::char('h')] Command::TakeLeft, { "Take the value on the left" }
        [RIGHT, Key::char('l')] Command::TakeRight, { "Take the value on the right" }
        [UP, Key::char('k')] Command::Move(Motion::Up), { "Go one field up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down), { "Go one field down" }
        [Key::char('N')] Command::NotTheSame, "not the same", { "Note that they are not the same; u takes it back" }
        [Key::char('s')] Command::SwapSides, "swap", { "Let the other one stay" }
        [ESC, Key::char('q')] Command::Back, "leave", { "Leave both as they are" }
    }
    Who {
        [Key::char('m')] Command::AskModel, "summary by a model", { "Have a model sum it up; shows first what is sent" }
    }
    Drafts {
        [Key::char('n')] Command::NextDraft, "next", { "Show the next mail" }
        [Key::char('p')] Command::PreviousDraft, "before", { "Show the mail before" }
        [Key::char('e')] Command::EditDraft, "edit", { "Edit the mail in your own editor" }
        [Key::char('y')] Command::CopyDraft, "copy", { "Copy the mail" }
        [Key::char('h')] Command::HoldDraft, "hold", { "Hold it as a notification; sent only once approved" }
        [Key::char('m')] Command::AskModel, "write by a model", { "Have a model write it; shows first what is sent" }
    }
    Sheet {
        [ESC, Key::char('q'), BACKSPACE] Command::Back, "close", { "Close it; stops a model that is writing" }
        [UP, Key::char('k')] Command::Move(Motion::Up), { "Scroll one line up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down), { "Scroll one line down" }
        [PAGE_UP] Command::Move(Motion::PageUp), { "Scroll one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown), { "Scroll one screen down" }
        [HOME] Command::Move(Motion::First), { "Go to the first line" }
        [END, Key::char('G')] Command::Move(Motion::Last), { "Go to the last line" }
        [Key::char('?')] Command::Help, "help", { "Show the keys that work here" }
    }
    Form {
        [ENTER, Key::ctrl('s')] Command::Save, "save", { "Save the form" }
        [TAB, DOWN] Command::NextField, "next field", { "Go to the next field" }
        [SHIFT_TAB, UP] Command::PreviousField, { "Go to the field before" }
        [ESC] Command::Back, "leave, keep the draft", { "Leave the form and keep what was typed" }
        [Key::ctrl('x')] Command::Discard, "start over", { "Forget what was typed and start over" }
    }
    Pane {
        [Key::ctrl('s')] Command::Pane(PaneCommand::Add), "add", { "Add the rows that are ready" }
        [Key::plain(KeyCode::F(8)), Key::alt('n')] Command::Pane(PaneCommand::NextFlagged), "next flagged", { "Go to the next flagged row" }
        [Key::shift(KeyCode::F(8)), Key::alt('p')] Command::Pane(PaneCommand::PreviousFlagged), { "Go to the flagged row before" }
        [ALT_ENTER] Command::Pane(PaneCommand::Fix), "fix", { "Take the suggested fix of this row" }
        [Key::alt('a')] Command::Pane(PaneCommand::FixAll), { "Take the same fix on all rows of the kind; asks" }
        [TAB, SHIFT_TAB] Command::Pane(PaneCommand::Switch), "text/preview", { "Go from the text to the preview, and back" }
        [ESC] Command::Back, "leave, keep the text", { "Leave; the text is kept, after a restart too" }
        [Key::alt('d')] Command::Pane(PaneCommand::NextLayout), { "Read the text with another delimiter" }
        [Key::alt('c')] Command::Pane(PaneCommand::Columns), { "Decide what the columns hold" }
        [Key::ctrl('o')] Command::Pane(PaneCommand::OpenFile), { "Take the text of a file" }
        [Key::ctrl('e')] Command::Pane(PaneCommand::OpenEditor), { "Edit the text in your own editor" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo), { "Take the last step in the text back" }
        [Key::ctrl('y')] Command::Text(TextCommand::Redo), { "Make the step in the text again" }
    }
    PaneText {
        [ENTER, Key::ctrl('j')] Command::Text(TextCommand::NewLine), { "Start a new line" }
        [BACKSPACE] Command::Text(TextCommand::Backspace), { "Delete the character before" }
        [Key::plain(KeyCode::Delete), Key::ctrl('d')] Command::Text(TextCommand::Delete), { "Delete the character after" }
        [Key::ctrl('w'), Key::new(KeyCode::Backspace, KeyModifiers::CONTROL), Key::new(KeyCode::Backspace, KeyModifiers::ALT)] Command::Text(TextCommand::DeleteWordLeft), { "Delete the word before" }
        [Key::new(KeyCode::Delete, KeyModifiers::CONTROL)] Command::Text(TextCommand::DeleteWordRight), { "Delete the word after" }
        [Key::ctrl('r')] Command::Text(TextCommand::Redo), { "Make the step in the text again" }
        [Key::ctrl('x')] Command::Text(TextCommand::Cut), { "Cut the selection or the line" }
        [Key::ctrl('k')] Command::Text(TextCommand::Copy), { "Copy the selection or the line" }
        [Key::ctrl('v')] Command::Text(TextCommand::Insert), { "Insert what was cut or copied" }
        [Key::ctrl('a')] Command::Text(TextCommand::SelectAll), { "Select all" }
        [Key::new(KeyCode::Up, KeyModifiers::ALT)] Command::Text(TextCommand::LineUp), { "Move the line up" }
        [Key::new(KeyCode::Down, KeyModifiers::ALT)] Command::Text(TextCommand::LineDown), { "Move the line down" }
        [UP] Command::Text(TextCommand::Go(Step::Up)), { "Go one line up; with shift, select" }
        [DOWN] Command::Text(TextCommand::Go(Step::Down)), { "Go one line down" }
        [LEFT] Command::Text(TextCommand::Go(Step::Left)), { "Go left" }
        [RIGHT] Command::Text(TextCommand::Go(Step::Right)), { "Go right" }
        [PAGE_UP] Command::Text(TextCommand::Go(Step::PageUp)), { "Go one screen up" }
        [PAGE_DOWN] Command::Text(TextCommand::Go(Step::PageDown)), { "Go one screen down" }
        [HOME] Command::Text(TextCommand::Go(Step::LineStart)), { "Go to the start of the line" }
        [END] Command::Text(TextCommand::Go(Step::LineEnd)), { "Go to the end of the line" }
        [Key::new(KeyCode::Left, KeyModifiers::CONTROL), Key::alt('b')] Command::Text(TextCommand::Go(Step::WordLeft)), { "Go one word left" }
        [Key::new(KeyCode::Right, KeyModifiers::CONTROL), Key::alt('f')] Command::Text(TextCommand::Go(Step::WordRight)), { "Go one word right" }
        [Key::new(KeyCode::Home, KeyModifiers::CONTROL)] Command::Text(TextCommand::Go(Step::Start)), { "Go to the start of the text" }
        [Key::new(KeyCode::End, KeyModifiers::CONTROL)] Command::Text(TextCommand::Go(Step::End)), { "Go to the end of the text" }
        [Key::shift(KeyCode::Up)] Command::Text(TextCommand::Select(Step::Up)), { "Select up" }
        [Key::shift(KeyCode::Down)] Command::Text(TextCommand::Select(Step::Down)), { "Select down" }
        [Key::shift(KeyCode::Left)] Command::Text(TextCommand::Select(Step::Left)), { "Select left" }
        [Key::shift(KeyCode::Right)] Command::Text(TextCommand::Select(Step::Right)), { "Select right" }
        [Key::shift(KeyCode::Home)] Command::Text(TextCommand::Select(Step::LineStart)), { "Select to the start of the line" }
        [Key::shift(KeyCode::End)] Command::Text(TextCommand::Select(Step::LineEnd)), { "Select to the end of the line" }
        [Key::shift(KeyCode::PageUp)] Command::Text(TextCommand::Select(Step::PageUp)), { "Select one screen up" }
        [Key::shift(KeyCode::PageDown)] Command::Text(TextCommand::Select(Step::PageDown)), { "Select one screen down" }
        [CTRL_SHIFT_LEFT] Command::Text(TextCommand::Select(Step::WordLeft)), { "Select one word left" }
        [CTRL_SHIFT_RIGHT] Command::Text(TextCommand::Select(Step::WordRight)), { "Select one word right" }
    }
    PanePreview {
        [ENTER] Command::Pane(PaneCommand::GoToLine), "go to the line", { "Go to the line of this row" }
        [Key::char(' ')] Command::Pane(PaneCommand::Skip), "skip", { "Leave this row out, or take it in again" }
        [Key::char('*')] Command::Pane(PaneCommand::ChoosePrimary), "primary", { "Make this row the primary contact" }
        [Key::char('f')] Command::Pane(PaneCommand::NextFilter), "all/flagged/ready", { "Show all rows, the flagged ones, or the ready ones" }
    }
    PaneColumns {
        [LEFT, SHIFT_TAB, Key::char('h')] Command::Pane(PaneCommand::ColumnLeft), "column", { "Go to the column to the left" }
        [RIGHT, TAB, Key::char('l')] Command::Pane(PaneCommand::ColumnRight), { "Go to the column to the right" }
        [DOWN, Key::char('j'), Key::char(' ')] Command::Pane(PaneCommand::NextRole), "what it holds", { "Say what the column holds" }
        [UP, Key::char('k')] Command::Pane(PaneCommand::RoleBefore), { "Say what the column holds" }
        [ENTER, ESC, Key::alt('c')] Command::Pane(PaneCommand::Columns), "done", { "Go back to the text" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo), { "Take the last step in the text back" }
    }
    PaneFile {
        [ENTER] Command::Accept, "take its text", { "Take the text of the file" }
        [ESC] Command::Back, "cancel", { "Take no file" }
        [Key::ctrl('z')] Command::Text(TextCommand::Undo), { "Take the last step in the text back" }
    }
    ExportFile {
        [ENTER] Command::Accept, "write the file", { "Write it; the ending of the name says the format" }
        [ESC] Command::Back, "cancel", { "Write no file" }
    }
    FilterLine {
        [ENTER, TAB] Command::Accept, "keep the filter", { "Keep the filter and go to the rows" }
        [ESC] Command::Back, "clear", { "Clear the filter" }
        [UP] Command::Move(Motion::Up), { "Go one row up" }
        [DOWN] Command::Move(Motion::Down), { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp), { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown), { "Go one screen down" }
    }
    Dialog {
        [ENTER] Command::Accept, "choose", { "Do what is chosen" }
        [PAGE_DOWN] Command::Move(Motion::PageDown), { "Scroll a long text down" }
        [PAGE_UP] Command::Move(Motion::PageUp), { "Scroll a long text up" }
        [DOWN, TAB, RIGHT, Key::char('j'), Key::char('l')] Command::NextField, "next", { "Go to the next choice" }
        [UP, SHIFT_TAB, LEFT, Key::char('k'), Key::char('h')] Command::PreviousField, { "Go to the choice before" }
        [ESC, Key::char('q')] Command::Back, "cancel", { "Change nothing" }
    }
    Help {
        [ENTER] Command::Accept, "run", { "Run the selected entry" }
        [ESC, F1] Command::Back, "close", { "Close the list" }
        [UP] Command::Move(Motion::Up), { "Go one row up" }
        [DOWN] Command::Move(Motion::Down), { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp), { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown), { "Go one screen down" }
    }
    Search {
        [ENTER] Command::Accept, "go there", { "Open what is selected" }
        [ESC, Key::ctrl('f')] Command::Back, "leave", { "Leave the search; nothing is changed" }
        [UP] Command::Move(Motion::Up), { "Go one row up" }
        [DOWN] Command::Move(Motion::Down), "next", { "Go one row down" }
        [PAGE_UP] Command::Move(Motion::PageUp), { "Go one screen up" }
        [PAGE_DOWN] Command::Move(Motion::PageDown), { "Go one screen down" }
    }
    Changes {
        [ENTER, Key::char('u')] Command::Undo, "undo this", { "Take the selected change back; asks if it is large" }
        [Key::ctrl('r')] Command::Redo, "redo", { "Make the change that was taken back again" }
        [ESC, Key::char('q'), Key::char('U')] Command::Back, "back", { "Go back to where you were" }
        [Key::char('?')] Command::Help, "help", { "Show the keys that work here" }
    }
    Always {
        [F1] Command::Help, { "Show the keys that work here" }
        [Key::ctrl('c')] Command::Quit, { "End the program" }
        [Key::alt('m')] Command::ShowMessage, { "Show the message in full" }
        [Key::ctrl('z')] Command::Suspend, { "Hand the terminal to the shell; fg comes back" }
        [F5] Command::Reopen, { "Open the store again after its file was replaced" }
    }
};
