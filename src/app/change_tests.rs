//! The list of changes that can be taken back, at the keyboard.

use super::Msg;
use super::screens::Screen;
use super::testing::{Person, small_book};
use crate::domain::{Change, CustomerId, IdSource, Progress, Session, SessionId, Successor, UndoTarget};
use crate::input::Tab;

/// A person in a window, at the contacts of Acme, who moved the star twice and then archived somebody.
fn at_contacts() -> (Person, CustomerId) {
    let mut person = Person::at(80, 24, &small_book());
    let window = SessionId::from_uuid(IdSource::Random.next(person.now));
    person.workspace.acts_in(Session::Window(window));
    let acme = person.customers().list.row(0).expect("a row").id;
    person.keys("<enter>2*j*jd");
    (person, acme)
}

impl Person {
    fn labels(&self) -> Vec<String> {
        let changes = self.changes().expect("open");
        let rows = changes.list.window(100).filter_map(|(_, row)| row);
        rows.map(|row| row.entry.label.clone()).collect()
    }

    fn scope(&self) -> String {
        let changes = self.changes().expect("open");
        match changes.effect_of_selected() {
            Some(Ok(effect)) => effect.scope(),
            other => panic!("{other:?}"),
        }
    }

    fn title(&self) -> &str {
        self.dialog().map_or("", |dialog| &dialog.title)
    }

    fn is_listing(&self) -> bool {
        self.changes().is_some()
    }
}

#[test]
fn an_older_change_is_chosen_with_the_arrows_and_taken_back() {
    let (mut person, _) = at_contacts();
    person.keys("U");
    let labels = person.labels();
    assert!(labels.len() > 3, "{labels:?}");
    assert!(labels[0].starts_with("archived "), "{labels:?}");
    assert_eq!(person.scope(), "Undo changes 1 contact of Acme.");
    person.keys("<down>");
    assert!(labels[1].contains("primary"), "{labels:?}");
    assert_eq!(person.scope(), "Undo changes 1 customer: Acme.");
    person.keys("<enter>");
    assert_eq!(person.title(), "", "it is one's own, small and in sight");
    assert_eq!(person.toast(), format!("Undid: {}.", labels[1]));
    // The list stays, without what was taken back.
    let left = person.labels();
    assert_eq!(left.len(), labels.len() - 1);
    assert!(!left.contains(&labels[1]) || labels.iter().filter(|label| **label == labels[1]).count() > 1);
    person.keys("<ctrl-r>");
    assert_eq!(person.toast(), format!("Redid: {}.", labels[1]));
    assert_eq!(person.labels(), labels);
}

#[test]
fn escape_goes_back_to_where_one_was_with_the_selection() {
    let (mut person, _) = at_contacts();
    for leave in ["<esc>", "q", "U"] {
        let before = match person.model.trail.top() {
            Screen::Customer(screen) => screen.contacts.list.selected_place(),
            other => panic!("{other:?}"),
        };
        person.keys("U<down><down>").keys(leave);
        assert!(!person.is_listing());
        match person.model.trail.top() {
            Screen::Customer(screen) => {
                assert_eq!(screen.tab, Tab::Contacts);
                assert_eq!(screen.contacts.list.selected_place(), before);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(person.wished, []);
}

#[test]
fn what_is_of_others_or_out_of_sight_is_asked_about_and_left_on_escape() {
    let (mut person, acme) = at_contacts();
    person.workspace.acts_in(Session::Command);
    let archive = Change::SetPrimary {
        customer: acme,
        primary: Successor::Nobody,
    };
    person.workspace.make(archive).expect("made");
    let window = SessionId::from_uuid(IdSource::Random.next(person.now));
    person.workspace.acts_in(Session::Window(window));
    person.tell(Msg::StoreChanged).keys("U");
    let labels = person.labels();
    person.keys("u");
    assert!(
        person.title().ends_with(", by command, 09:30?"),
        "{}",
        person.title()
    );
    person.keys("<esc>");
    assert!(person.is_listing() && person.title().is_empty());
    assert_eq!(person.labels(), labels);
    person.keys("<enter>").keys("<enter>");
    assert!(person.toast().starts_with("Undid: "), "{}", person.toast());
    // From another screen nothing of it is in sight.
    person.keys("<esc>gw").keys("U<enter>");
    assert!(person.title().starts_with("Undo: "), "{}", person.title());
}

#[test]
fn what_the_store_gets_meanwhile_is_listed_and_what_is_gone_is_refused() {
    let (mut person, _) = at_contacts();
    person.keys("U");
    let labels = person.labels();
    let elsewhere = person.workspace.make(Change::Undo(UndoTarget::Latest));
    elsewhere.expect("undone");
    // The list does not know yet.
    person.keys("<enter>").keys("<enter>");
    assert!(person.toast().starts_with("Already undone"), "{}", person.toast());
    person.tell(Msg::StoreChanged);
    assert_eq!(person.labels(), labels[1..]);
    assert_eq!(person.scope(), "Undo changes 1 customer: Acme.");
}

#[test]
fn while_a_long_undo_runs_the_list_is_read_and_takes_nothing_back() {
    let (mut person, _) = at_contacts();
    person.keys("U");
    person.hold_replies();
    person.keys("<enter>");
    person.release_first();
    person.progress_of_held(Progress {
        done: 4_000,
        of: 9_000,
    });
    person.keys("<down><enter>");
    assert!(
        person.toast().starts_with("An undo or redo is running"),
        "{}",
        person.toast()
    );
    person.keys("<esc>");
    assert!(!person.is_listing());
    person.release_replies();
    assert!(
        person.toast().starts_with("Undid: archived"),
        "{}",
        person.toast()
    );
}

#[test]
fn it_is_found_where_the_paste_pane_is_open_and_takes_no_text() {
    let (mut person, _) = at_contacts();
    person.keys("p").text("Zoe,zoe@acme.com").keys("<tab>").keys("U");
    assert!(person.is_listing());
    person.tell(Msg::Pasted("Yan,yan@acme.com".to_owned()));
    person.keys("z<esc>");
    assert!(!person.is_listing());
    let pane = person.pane().expect("open");
    assert_eq!(pane.document.text(), "Zoe,zoe@acme.com");
}

#[test]
fn a_click_selects_a_change_and_a_second_one_takes_it_back() {
    let (mut person, _) = at_contacts();
    person.keys("U");
    let rows = super::layout::changes(person.model.size).rows;
    person.click(rows.x + 1, rows.y + 1);
    let changes = person.changes().expect("open");
    assert_eq!(changes.list.selected_place(), 1);
    person.click(rows.x + 1, rows.y + 1);
    assert!(person.toast().starts_with("Undid: "), "{}", person.toast());
}

#[test]
fn on_an_empty_store_there_is_nothing_to_take_back() {
    let mut person = Person::at_empty_store(80, 24);
    person.keys("U");
    assert!(person.labels().is_empty());
    person.keys("<enter><down>");
    assert!(person.title().is_empty());
    person.keys("<esc>");
    assert!(!person.is_listing());
}
