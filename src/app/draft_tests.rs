//! Lists that are not added yet, at the keyboard: kept means that the store said so.

use crate::app::overlay::pane::Kept;
use crate::app::testing::{Person, small_book};
use crate::app::{Effect, Msg, TerminalRequest};
use crate::domain::{CustomerId, Failure, ListDraft, ListMarks};

const BUSY: &str = "/x/pivotal.db was busy for 5 seconds; nothing more was saved.";

fn at_pane() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<enter>2p");
    person
}

fn typed(text: &str) -> Person {
    let mut person = at_pane();
    person.tell(Msg::Pasted(text.to_owned()));
    person
}

fn acme(person: &mut Person) -> CustomerId {
    person.workspace.find_customer("1").expect("Acme").id
}

fn lists(person: &mut Person) -> Vec<String> {
    let acme = acme(person);
    let drafts = person.workspace.drafts(acme).expect("listed");
    let texts = drafts.into_iter().map(|draft| draft.first_line.to_string());
    texts.collect()
}

fn text(person: &Person) -> String {
    let pane = person.pane();
    pane.map(|pane| pane.document.text()).unwrap_or_default()
}

fn choices(person: &Person) -> Vec<String> {
    let dialog = person.dialog().expect("asked");
    dialog.choices.iter().map(|choice| choice.label.clone()).collect()
}

/// Keeps a list as another run of the program did.
fn left_behind(person: &mut Person, text: &str) {
    let (id, customer) = (person.workspace.new_draft(), acme(person));
    let draft = ListDraft {
        id,
        customer,
        text: text.to_owned(),
        marks: ListMarks::default(),
    };
    person.workspace.keep_draft(&draft).expect("kept");
}

#[test]
fn leaving_says_that_a_list_is_kept_only_when_the_store_said_so() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.hold_replies();
    person.keys("<esc>");
    assert!(person.pane().is_some(), "it is not kept yet");
    assert_eq!(person.toast(), "");
    person.release_replies();
    assert!(person.pane().is_none());
    assert!(
        person.toast().starts_with("The list is saved."),
        "{}",
        person.toast()
    );
}

#[test]
fn a_list_that_cannot_be_kept_stays_says_why_and_is_tried_again() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.unkept = Some(Failure::Store(BUSY.to_owned()));
    person.keys("<esc>");
    assert!(person.toast().contains("not saved yet"), "{}", person.toast());
    assert!(person.toast().contains("was busy"), "{}", person.toast());
    assert_eq!(text(&person), "Zoe,zoe@acme.com");
    let pane = person.pane().expect("open");
    assert_eq!(pane.kept(), Kept::Failed(BUSY));
    // By time, by itself.
    assert!(person.model.wake_at().is_some());
    person.unkept = None;
    person.wait(6_000);
    assert_eq!(person.pane().map(|pane| pane.kept()), Some(Kept::Yes));
    assert_eq!(lists(&mut person), ["Zoe,zoe@acme.com"]);
    // By esc.
    person.text("x").unkept = Some(Failure::Store(BUSY.to_owned()));
    person.keys("<esc>");
    assert!(person.pane().is_some());
    person.unkept = None;
    person.keys("<esc>");
    assert!(person.pane().is_none());
    assert_eq!(lists(&mut person), ["Zoe,zoe@acme.comx"]);
}

#[test]
fn keys_behind_esc_wait_and_are_no_text_where_the_list_stays() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.unkept = Some(Failure::Store(BUSY.to_owned()));
    person.hold_replies();
    person.keys("<esc>dq");
    person.release_replies();
    assert_eq!(text(&person), "Zoe,zoe@acme.com");
    assert!(!person.wished.contains(&Effect::Terminal(TerminalRequest::Quit)));
}

#[test]
fn quitting_waits_until_the_list_is_kept_and_asks_where_it_cannot_be() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.hold_replies();
    person.keys("<ctrl-c>");
    assert!(!person.wished.contains(&Effect::Terminal(TerminalRequest::Quit)));
    assert!(person.dialog().is_some(), "it is asked at once");
    person.release_replies();
    assert!(person.wished.contains(&Effect::Terminal(TerminalRequest::Quit)));
    assert_eq!(lists(&mut person), ["Zoe,zoe@acme.com"]);

    let mut person = typed("Zoe,zoe@acme.com");
    person.unkept = Some(Failure::Store(BUSY.to_owned()));
    person.keys("<ctrl-c>");
    let dialog = person.dialog().expect("asked");
    assert!(dialog.text.contains("was busy"), "{}", dialog.text);
    person.keys("<esc>");
    assert!(!person.wished.contains(&Effect::Terminal(TerminalRequest::Quit)));
    assert_eq!(text(&person), "Zoe,zoe@acme.com");
    person.keys("<ctrl-c><ctrl-c>");
    assert!(person.wished.contains(&Effect::Terminal(TerminalRequest::Quit)));
}

#[test]
fn a_list_that_is_kept_does_not_hold_up_quitting() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.wait(1_100).keys("<ctrl-c>");
    assert!(person.dialog().is_none());
    assert_eq!(
        person.wished.last(),
        Some(&Effect::Terminal(TerminalRequest::Quit))
    );
}

#[test]
fn a_signal_sends_the_list_to_the_store_before_the_end() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.tell(Msg::Ending);
    assert_eq!(lists(&mut person), ["Zoe,zoe@acme.com"]);
}

#[test]
fn a_pasted_text_that_is_looked_for_as_a_file_is_kept_before_the_end() {
    for is_signal in [false, true] {
        let mut person = typed("Zoe,zoe@acme.com");
        person.tell(Msg::Pasted("/sales; Ann <ann@acme.com>".to_owned()));
        match is_signal {
            true => person.tell(Msg::Ending),
            false => person.wait(1_100).keys("<ctrl-c>"),
        };
        assert_eq!(lists(&mut person), ["Zoe,zoe@acme.com/sales; Ann <ann@acme.com>"]);
    }
}

#[test]
fn what_was_typed_while_a_list_was_kept_is_kept_too() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.hold_replies();
    person.wait(1_100);
    person.text("x").keys("<esc>");
    person.release_replies();
    assert!(person.pane().is_none());
    assert_eq!(lists(&mut person), ["Zoe,zoe@acme.comx"]);
}

#[test]
fn several_lists_are_offered_and_one_is_chosen_or_discarded() {
    let mut person = Person::at(80, 24, &small_book());
    left_behind(&mut person, "Ann,ann.new@acme.com\nBo,bo@acme.com");
    left_behind(&mut person, "Cy,cy@acme.com");
    person.keys("<enter>2p");
    let offered = choices(&person);
    assert_eq!(offered[0], "Start a new list");
    assert_eq!(
        offered[1],
        "Continue with: 1 line, 2026-11-24 09:30, Cy,cy@acme.com"
    );
    assert!(offered[2].starts_with("Continue with: 2 lines"), "{offered:?}");
    person.keys("<down><enter>");
    assert_eq!(text(&person), "Ann,ann.new@acme.com\nBo,bo@acme.com");
    person.text("x").keys("<esc>");
    assert_eq!(lists(&mut person).len(), 2);
    // The last two choices discard.
    person.keys("p<up><up><enter>");
    assert_eq!(lists(&mut person).len(), 1);
    assert!(text(&person).starts_with("Cy") || text(&person).starts_with('x'));
}

#[test]
fn a_new_list_leaves_those_that_wait() {
    let mut person = Person::at(80, 24, &small_book());
    left_behind(&mut person, "Ann,ann.new@acme.com");
    left_behind(&mut person, "Cy,cy@acme.com");
    person.keys("<enter>2p<esc>");
    assert_eq!(text(&person), "");
    person.tell(Msg::Pasted("Dee,dee@acme.com".into()));
    person.keys("<esc>");
    assert_eq!(lists(&mut person).len(), 3);
}

#[test]
fn a_list_that_was_emptied_is_forgotten_on_leaving() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.wait(1_100).keys("<ctrl-a><backspace><esc>");
    assert_eq!(lists(&mut person), Vec::<String>::new());
}

#[test]
fn a_list_whose_customer_the_store_does_not_have_can_be_left() {
    let mut person = typed("Zoe,zoe@acme.com");
    person.unkept = Some(Failure::NotFound("The store has no such customer.".to_owned()));
    person.keys("<esc>");
    assert_eq!(choices(&person), ["Cancel", "Leave and lose it"]);
    person.keys("<esc>");
    assert_eq!(text(&person), "Zoe,zoe@acme.com", "it stays");
    person.keys("<esc>");
    assert_eq!(choices(&person), ["Cancel", "Leave and lose it"]);
    // Keys right behind a paste are no answer.
    person.wait(1_100).keys("<down><enter>");
    assert!(person.pane().is_none());
    assert!(person.dialog().is_none());
}
