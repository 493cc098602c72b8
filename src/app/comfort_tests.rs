//! Keys of the user's choice, the palette, the tour, copying and the mouse, told as stories.

use super::clipping::{Clipping, Copied};
use super::overlay::help::{HelpKind, When};
use super::overlay::pane::Focus;
use super::screens::Half;
use super::screens::Screen;
use super::testing::{Person, small_book};
use super::{Effect, Msg, TerminalRequest};
use crate::input::{Command, Key, Keymap, Layer, Pointer, PointerAct, Rebinding};

fn at_acme() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2");
    person
}

#[test]
fn keys_of_the_users_choice_work_and_show_everywhere() {
    let rebinding = |layer, command, keys: &[Key]| Rebinding {
        layer,
        command,
        keys: keys.to_vec(),
    };
    let mut person = at_acme();
    person.model.keymap = Keymap::rebound(&[
        rebinding(Layer::Contacts, Command::AddContact, &[Key::char('b')]),
        rebinding(Layer::Global, Command::Undo, &[Key::char('Z')]),
        rebinding(Layer::Global, Command::Help, &[Key::ctrl('h')]),
    ])
    .expect("taken");
    let hints = person.model.hints();
    let add = hints.iter().find(|hint| hint.words == "add").expect("a hint");
    assert_eq!(add.key, Key::char('b'));
    person.keys("a");
    assert!(person.form().is_none());
    assert_eq!(person.toast(), "a does nothing here. Press ctrl-h for the keys.");
    person.keys("*");
    let (_, key, word) = crate::app::layout::offer(&person.model).expect("undo is offered");
    assert_eq!((key.as_str(), word), ("Z", "undo"));
    person.keys("b");
    assert!(person.form().is_some());
    person.keys("<esc><ctrl-h>").text("add a contact");
    let entries = person.help().expect("open").entries();
    assert_eq!(entries[0].keys, "b");
}

#[test]
fn the_palette_finds_every_command_and_runs_it() {
    let mut person = at_acme();
    person.keys(":");
    let help = person.help().expect("open");
    assert_eq!(help.kind, HelpKind::Commands);
    let holds = |command| help.entries().iter().any(|entry| entry.command == command);
    for command in [
        Command::AddContact,
        Command::EditCustomer,
        Command::Sync,
        Command::Undo,
        Command::ShowNotifications,
        Command::ShowWorkbench,
        Command::Tour,
        Command::Quit,
    ] {
        assert_eq!(
            holds(command),
            command != Command::EditCustomer,
            "{command:?} is listed here"
        );
    }
    let notifications = help
        .entries()
        .iter()
        .find(|entry| entry.command == Command::ShowNotifications)
        .expect("listed");
    assert_eq!(notifications.keys, "g n");
    person.text("show notif");
    let first = person.help().expect("open").entries().first();
    assert_eq!(first.map(|entry| entry.command), Some(Command::ShowNotifications));
    person.keys("<enter>");
    assert!(matches!(person.model.trail.top(), Screen::Notifications(_)));
    // What cannot be done now says so.
    person.keys("<ctrl-p>").text("resend");
    let entries = person.help().expect("open").entries();
    let retry = entries
        .iter()
        .find(|entry| entry.command == Command::RetryNotification);
    assert_eq!(retry.map(|entry| entry.when), Some(When::NotNow));
    // What is done elsewhere is found, and enter tells where.
    person.keys("<esc><ctrl-p>").text("merge two").keys("<enter>");
    let toast = person.model.toast.as_ref().expect("told");
    assert!(toast.text.contains("press M in its contacts"), "{}", toast.text);
    person
        .keys("<esc>g")
        .keys("c")
        .keys(":")
        .text("tour")
        .keys("<enter>");
    assert!(person.dialog().is_some());
}

#[test]
fn the_tour_has_three_steps_and_leaves_nothing_behind() {
    let mut person = Person::at_empty_store(80, 24);
    let title = |person: &Person| person.dialog().map(|dialog| dialog.title.clone());
    person.keys("t");
    let mut seen = Vec::new();
    while let Some(title) = title(&person) {
        seen.push(title);
        person.keys("<enter>");
    }
    assert_eq!(seen.len(), 3);
    assert!(person.model.is_welcome());
    person.keys("t<enter><esc>");
    assert!(person.dialog().is_none() && person.model.is_welcome());
    assert_eq!(person.wished, []);
}

fn copied(person: &Person) -> Clipping {
    match person.wished.last() {
        Some(Effect::Terminal(TerminalRequest::Copy(clipping))) => clipping.clone(),
        other => panic!("{other:?} was wished"),
    }
}

#[test]
fn emails_names_and_rows_are_copied_from_the_contacts() {
    let mut person = at_acme();
    person.keys("y");
    assert_eq!(copied(&person).text, "ann@acme.com");
    assert_eq!(copied(&person).what, "ann@acme.com");
    person.keys("Y");
    assert_eq!(copied(&person).text, "Ann Lee <ann@acme.com>");
    person.keys("<space><space>y");
    assert_eq!(copied(&person).text.lines().count(), 2);
    assert_eq!(copied(&person).what, "2 emails");
    person.keys("<ctrl-y>");
    let mut rows: Vec<String> = copied(&person).text.lines().map(str::to_owned).collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            "Ann Lee\tann@acme.com\tEngineer\t",
            "Dana Ruiz\tdana@acme.com\tEngineer\t"
        ]
    );
}

#[test]
fn customers_and_recipients_are_copied_and_nothing_where_nothing_is_selected() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("y");
    assert_eq!(copied(&person).text, "acme.com");
    person.keys("Y");
    assert_eq!(copied(&person).text, "Acme");
    person.keys("<ctrl-y>");
    assert_eq!(copied(&person).text, "1\tAcme\tacme.com\tcara.osei@us.com");
    person.keys("<space><space>Y");
    assert_eq!(copied(&person).text.lines().count(), 2);
    assert_eq!(copied(&person).what, "2 names");
    person.keys("<esc><home>3n<enter>v<enter><down><enter>gny");
    assert_eq!(copied(&person).text, "dana@acme.com");
    person.keys("Y");
    assert_eq!(copied(&person).text, "Dana Ruiz <dana@acme.com>");
    let before = person.wished.len();
    person.keys("gc/").text("xyz").keys("<enter>y");
    assert_eq!(person.wished.len(), before);
    assert!(person.toast().contains("No customer"), "{}", person.toast());
}

#[test]
fn the_message_tells_what_became_of_a_copy() {
    let mut person = at_acme();
    let mut told = |how| {
        let what = "ann@acme.com".to_owned();
        person.tell(Msg::Copied { what, how });
        person.toast().to_owned()
    };
    assert_eq!(told(Copied::Native), "Copied ann@acme.com.");
    assert_eq!(
        told(Copied::Terminal),
        "Sent to the terminal's clipboard (OSC 52): ann@acme.com."
    );
    assert!(told(Copied::TooLong).starts_with("Not copied"));
}

#[test]
fn the_mouse_works_in_the_paste_pane() {
    let mut person = at_acme();
    person.keys("p");
    person.tell(Msg::Pasted(
        "Zoe Hart,zoe@acme.com\nbad\nFay,fay@acme.com\n".into(),
    ));
    let parts = crate::app::layout::pane(person.model.size, person.pane().expect("open"));
    person.click(parts.text.x + 2, parts.text.y + 1);
    let pane = person.pane().expect("open");
    assert_eq!((pane.document.cursor_line(), pane.document.cursor_cell()), (1, 2));
    person.click(parts.rows.x + 5, parts.rows.y + 2);
    let pane = person.pane().expect("open");
    assert!(matches!(pane.focus, Focus::Preview));
    assert_eq!(pane.selected, 2);
    person.click(parts.rows.x + 5, parts.rows.y + 2);
    let pane = person.pane().expect("open");
    assert!(matches!(pane.focus, Focus::Text));
    assert_eq!(pane.document.cursor_line(), 2);
    person.tell(Msg::Pointed(Pointer {
        act: PointerAct::WheelUp,
        column: parts.text.x,
        row: parts.text.y,
    }));
    assert_eq!(person.pane().expect("open").document.cursor_line(), 0);
    person.click(parts.action.x + 3, parts.action.y);
    assert!(person.toast().contains("Added 2"), "{}", person.toast());
}

#[test]
fn the_mouse_works_on_integrations_and_not_through_what_lies_above() {
    let mut person = Person::at_synced_book(80, 24);
    person.keys("gi");
    let parts = crate::app::layout::integrations(&person.model);
    person.click(parts.runs.x + 4, parts.runs.y + 1);
    let Screen::Integrations(screen) = person.model.trail.top() else {
        panic!("elsewhere")
    };
    assert_eq!((screen.half, screen.runs.selected_place()), (Half::Runs, 1));
    person.click(parts.misses.x + 4, parts.misses.y);
    person.click(parts.misses.x + 4, parts.misses.y);
    assert!(person.dialog().is_some());
    person.keys("<esc>c").click(parts.runs.x + 4, parts.runs.y + 1);
    let Screen::Integrations(screen) = person.model.trail.top() else {
        panic!("elsewhere")
    };
    assert_eq!(screen.half, Half::NearMisses);
}

#[test]
fn the_key_of_a_near_miss_can_be_clicked() {
    let mut person = Person::at_synced_book(80, 24);
    person.keys("jj2");
    let (area, _) = crate::app::layout::near_miss_hint(&person.model).expect("shown");
    person.click(area.x + 1, area.y);
    assert!(person.dialog().is_some());
}

#[test]
fn keys_that_do_nothing_here_say_so() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<F5>");
    assert!(
        person.toast().starts_with("There is nothing to reopen"),
        "{}",
        person.toast()
    );
    person.keys("gz");
    assert!(
        person.toast().starts_with("z does nothing here."),
        "{}",
        person.toast()
    );
    person.tell(Msg::Pasted("Ann Lee,ann@acme.com".to_owned()));
    assert!(
        person.toast().contains("open the contacts of a customer"),
        "{}",
        person.toast()
    );
    person.keys("<enter>2");
    person.tell(Msg::Pasted("Ann Lee,ann@acme.com".to_owned()));
    assert!(person.toast().contains("press p first"), "{}", person.toast());
    person.keys("p<ctrl-o><enter>");
    assert_eq!(person.toast(), "Type a file name first.");
}

#[test]
fn the_wheel_moves_and_every_cell_can_be_clicked() {
    for keys in ["", "2", "2a", "2D", "?", "1", "4"] {
        for (column, row) in (0..80).flat_map(|column| (0..24).map(move |row| (column, row))) {
            if (3 * column + 7 * row) % 61 == 0 {
                let mut person = Person::at(80, 24, &small_book());
                person.keys(keys).click(column, row);
            }
        }
    }
}
