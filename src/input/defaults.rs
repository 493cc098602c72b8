//! The default keys, from which the bottom line, the help and the README are made.

use crossterm::event::KeyCode;

use super::{Binding, Command, Key, Layer, Motion, Tab};

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
const F1: Key = Key::plain(KeyCode::F(1));

/// Writes one binding on a line: keys, command, hint if it has one, words.
macro_rules! bindings {
    ($($layer:ident { $([$($key:expr),+] $command:expr, $($hint:literal,)? { $words:literal })+ })+) => {
        &[$($(Binding {
            layer: Layer::$layer,
            keys: &[$($key),+],
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
    }
    Customers {
        [ENTER] Command::Open, "open", { "Open the selected customer" }
        [Key::char('2')] Command::Show(Tab::Contacts), "contacts", { "Open the selected customer at Contacts" }
        [Key::char('n'), Key::char('a')] Command::NewCustomer, "new", { "Add a customer" }
        [Key::char('e')] Command::EditCustomer, "edit", { "Edit the selected customer" }
        [Key::char('/')] Command::Filter, "filter", { "Type words that the rows must hold" }
        [Key::char('f')] Command::NextGroup, "archived", { "Show the current customers, the archived, or all" }
        [Key::char('d')] Command::ArchiveCustomer, "archive", { "Archive the selected customer; r brings it back" }
        [Key::char('r')] Command::RestoreCustomer, { "Bring the selected customer back from the archive" }
        [Key::char('1')] Command::Show(Tab::Overview), { "Open the selected customer at Overview" }
        [Key::char('4')] Command::Show(Tab::History), { "Open the selected customer at History" }
    }
    Overview {
        [Key::char('e')] Command::EditCustomer, "edit", { "Edit this customer" }
        [Key::char('2')] Command::Show(Tab::Contacts), "contacts", { "Show Contacts: the people of this customer" }
    }
    Contacts {
        [Key::char('a')] Command::AddContact, "add", { "Add a contact" }
        [Key::char('e'), ENTER] Command::EditContact, "edit", { "Edit the selected contact" }
        [Key::char('*')] Command::TogglePrimary, "primary", { "Make it the primary; on the primary, take the star" }
        [Key::char('d')] Command::ArchiveContacts, "archive", { "Archive: hide it, stop its notifications" }
        [Key::char('r')] Command::RestoreContacts, "restore", { "Bring archived contacts back, without the star" }
        [Key::char('D')] Command::DeleteContacts, "delete", { "Delete what was recorded in error; asks first" }
        [Key::char(' ')] Command::Mark, "select", { "Select or unselect, to act on several contacts" }
        [Key::char('f')] Command::NextGroup, "archived", { "Show the active contacts or the archived ones" }
        [Key::char('/')] Command::Filter, "filter", { "Type words that the rows must hold" }
    }
    Customer {
        [Key::char('1')] Command::Show(Tab::Overview), { "Show Overview: fields, who gets the next notification" }
        [Key::char('2')] Command::Show(Tab::Contacts), { "Show Contacts: the people of this customer" }
        [Key::char('4')] Command::Show(Tab::History), { "Show History: every change, by whom and when" }
        [TAB, RIGHT, Key::char('l')] Command::NextTab, "next tab", { "Show the tab to the right" }
        [SHIFT_TAB, LEFT, Key::char('h')] Command::PreviousTab, { "Show the tab to the left" }
        [ESC, BACKSPACE] Command::Back, "back", { "Go back: filter, selection, then to the customers" }
    }
    List {
        [UP, Key::char('k')] Command::Move(Motion::Up), { "Go one row up" }
        [DOWN, Key::char('j')] Command::Move(Motion::Down), { "Go one row down" }
        [PAGE_UP, Key::ctrl('b')] Command::Move(Motion::PageUp), { "Go one screen up" }
        [PAGE_DOWN, Key::ctrl('f')] Command::Move(Motion::PageDown), { "Go one screen down" }
        [HOME] Command::Move(Motion::First), { "Go to the first row" }
        [END, Key::char('G')] Command::Move(Motion::Last), { "Go to the last row" }
    }
    Global {
        [Key::char('u')] Command::Undo, "undo", { "Take the last change back, after a restart too" }
        [Key::ctrl('r')] Command::Redo, { "Make the change that was taken back again" }
        [Key::char('g')] Command::GoTo, { "Go to a screen: g c shows the customers" }
        [Key::char(':'), Key::ctrl('p')] Command::Palette, { "Search all commands" }
        [Key::char('?')] Command::Help, "help", { "Show the keys of this screen; enter runs one" }
        [ESC] Command::Back, { "Clear the filter or close the message" }
        [Key::char('q')] Command::Quit, "quit", { "End the program" }
    }
    GoTo {
        [Key::char('c')] Command::ShowCustomers, "customers", { "Show the customers" }
        [ESC] Command::Back, "back", { "Stay here" }
    }
    Form {
        [ENTER, Key::ctrl('s')] Command::Save, "save", { "Save the form" }
        [TAB, DOWN] Command::NextField, "next field", { "Go to the next field" }
        [SHIFT_TAB, UP] Command::PreviousField, { "Go to the field before" }
        [ESC] Command::Back, "leave, keep the draft", { "Leave the form and keep what was typed" }
        [Key::ctrl('x')] Command::Discard, "start over", { "Forget what was typed and start over" }
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
    Always {
        [F1] Command::Help, { "Show the keys that work here" }
        [Key::ctrl('c')] Command::Quit, { "End the program" }
        [Key::ctrl('z')] Command::Suspend, { "Hand the terminal to the shell; fg comes back" }
    }
};
