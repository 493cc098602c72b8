//! What the model does with keys, told as stories.

use super::screens::Screen;
use super::testing::{Person, small_book};
use super::toast::Offer;
use super::{Effect, Msg, StoreRequest, TerminalRequest};
use crate::app::layout::Size;
use crate::domain::{
    Change, ContactFilter, CustomerFilter, CustomerStatus, Event, Failure, Field, UndoTarget,
};
use crate::input::Tab;

fn at_acme() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2");
    person
}

fn names(person: &Person) -> Vec<String> {
    let top = person.model.trail.top();
    if let Screen::Customers(screen) = top {
        let rows = screen.list.window(100);
        rows.filter_map(|(_, row)| Some(row?.name.to_string())).collect()
    } else if let Screen::Customer(screen) = top {
        let rows = screen.contacts.list.window(100);
        rows.filter_map(|(_, row)| Some(format!("{}{}", if row?.is_primary { "*" } else { "" }, row?.name)))
            .collect()
    } else {
        Vec::new()
    }
}

fn primary(person: &Person) -> Option<String> {
    let Screen::Customer(screen) = person.model.trail.top() else {
        return None;
    };
    screen.customer.primary.as_ref().map(|p| p.name.to_string())
}

#[test]
fn the_whole_story_from_an_empty_store() {
    let mut person = Person::at_empty_store(80, 24);
    assert!(person.model.is_welcome());
    person.keys("n").text("Acme").keys("<tab>").text("acme.com");
    person.keys("<tab>").text("cara@us.com").keys("<enter>");
    assert_eq!(names(&person), ["Acme"]);
    person
        .keys("2a")
        .text("Dana Ruiz")
        .keys("<tab>")
        .text("dana@acme.com")
        .keys("<enter>");
    assert!(person.toast().contains("primary"), "{}", person.toast());
    person
        .keys("a")
        .text("Ann Lee")
        .keys("<tab>")
        .text("ann@acme.com")
        .keys("<ctrl-s>");
    assert_eq!(names(&person), ["Ann Lee", "*Dana Ruiz"]);
    person.keys("*");
    assert_eq!(primary(&person).as_deref(), Some("Ann Lee"));
    person.keys("d<tab><enter>");
    assert_eq!(primary(&person), None);
    assert!(person.toast().contains("owner, Cara"), "{}", person.toast());
    person.keys("uu");
    assert_eq!(primary(&person).as_deref(), Some("Dana Ruiz"));
    person.keys("uuu");
    assert!(
        person.dialog().is_some(),
        "the customer itself is not on this tab"
    );
    person.keys("<enter>");
    assert!(person.model.is_welcome());
    person.keys("<ctrl-r><ctrl-r><ctrl-r>");
    assert!(!person.model.is_welcome());
}

#[test]
fn errors_stand_beside_their_fields_and_nothing_typed_is_lost() {
    let mut person = at_acme();
    person.keys("a<tab>").text("dana(at)acme").keys("<enter>");
    let form = person.form().expect("open");
    assert_eq!(form.focus, 0);
    assert!(form.fields[0].error.is_some() && form.fields[1].error.is_some());
    assert_eq!(form.fields[1].text(), "dana(at)acme");
    person
        .text("X")
        .keys("<tab><ctrl-a><ctrl-k>")
        .text("DANA@Acme.com")
        .keys("<enter>");
    let form = person.form().expect("open");
    let error = form.fields[1].error.as_deref().expect("beside the email");
    assert!(error.contains("Dana Ruiz"), "{error}");
    assert_eq!(form.fields[0].text(), "X");
}

#[test]
fn what_a_form_said_of_a_file_that_was_exchanged_goes_once_the_store_is_opened_again() {
    let mut person = at_acme();
    person
        .keys("a")
        .text("Eve Fox")
        .keys("<tab>")
        .text("eve@acme.com");
    let sentence = "The store was replaced by another file while it was open.";
    for left in ["", "<esc>"] {
        let enter = Msg::KeyPressed("enter".parse().expect("a key"));
        let effects = person.model.update(person.now, enter);
        let request = effects.iter().find_map(|effect| match effect {
            Effect::Store(StoreRequest::Make { request, .. }) => Some(*request),
            _ => None,
        });
        person.tell(Msg::Made {
            request: request.expect("a change"),
            result: Err(Failure::Store(sentence.to_owned())),
        });
        let form = person.form().expect("open");
        assert_eq!(form.error.as_deref(), Some(sentence));
        person
            .tell(Msg::StoreExchanged(Some(sentence.to_owned())))
            .keys(left)
            .tell(Msg::StoreReopened(Ok("Opened again.".to_owned())));
        if !left.is_empty() {
            person.keys("a");
        }
        let form = person.form().expect("open");
        assert_eq!((form.error.as_deref(), form.fields[0].text()), (None, "Eve Fox"));
    }
    person.keys("<enter>");
    assert!(person.form().is_none());
}

#[test]
fn esc_keeps_the_draft_and_quitting_asks_before_it_is_lost() {
    let mut person = at_acme();
    person.keys("a").text("Half").keys("<esc>");
    assert!(person.form().is_none());
    person.keys("q");
    assert_eq!(person.wished, []);
    person.keys("<enter>");
    assert!(person.dialog().is_none());
    person.keys("a");
    assert_eq!(person.form().expect("open").fields[0].text(), "Half");
    person.keys("<ctrl-x><esc>q");
    assert_eq!(person.wished, [Effect::Terminal(TerminalRequest::Quit)]);
}

#[test]
fn archiving_the_primary_offers_its_successors() {
    let mut person = at_acme();
    let place = names(&person)
        .iter()
        .position(|name| name == "*Dana Ruiz")
        .expect("there");
    person.keys(&"j".repeat(place)).keys("d");
    let labels: Vec<String> = {
        let dialog = person.dialog().expect("asks");
        assert_eq!(dialog.focus, 0);
        dialog.choices.iter().map(|choice| choice.label.clone()).collect()
    };
    assert_eq!(labels[0], "Cancel");
    assert!(labels.iter().any(|label| label.contains("Ann Lee")), "{labels:?}");
    assert!(
        !labels.iter().any(|label| label.contains("make Dana")),
        "{labels:?}"
    );
    person.keys("<enter>");
    assert_eq!(primary(&person).as_deref(), Some("Dana Ruiz"));
    person.keys("d<down><down><enter>");
    assert_eq!(primary(&person).as_deref(), Some("Ann Lee"));
}

#[test]
fn bulk_acts_on_all_that_are_marked_and_refuses_what_is_for_one() {
    let mut person = at_acme();
    person.keys("<space><space>e");
    assert!(person.form().is_none());
    assert!(person.toast().contains("one contact"), "{}", person.toast());
    assert!(person.model.hints().iter().all(|hint| hint.words != "edit"));
    person.keys("D<tab><enter>");
    assert_eq!(names(&person).len(), 1);
    person.keys("u");
    assert_eq!(names(&person).len(), 3);
}

#[test]
fn the_archived_group_restores_without_the_star() {
    let mut person = at_acme();
    person.keys("f");
    assert_eq!(names(&person), ["Zed Old"]);
    person.keys("*");
    assert!(person.toast().contains("restore"), "{}", person.toast());
    person.keys("rff");
    assert_eq!(names(&person).len(), 4);
}

#[test]
fn filters_as_one_types_and_esc_clears() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("/").text("LABS");
    assert_eq!(names(&person), ["Acme Labs"]);
    person.keys("<enter>1");
    assert!(matches!(person.model.trail.top(), Screen::Customer(screen) if screen.tab == Tab::Overview));
    person.keys("<esc>");
    assert_eq!(names(&person), ["Acme Labs"]);
    person.keys("<esc>");
    assert_eq!(names(&person).len(), 3);
}

#[test]
fn an_archived_customer_is_found_under_its_group() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("d");
    assert_eq!(names(&person).len(), 2);
    person.keys("f");
    assert_eq!(person.customers().filter, CustomerFilter::Churned);
    assert_eq!(names(&person), [""; 0]);
    person.keys("f");
    assert_eq!(person.customers().filter, CustomerFilter::Archived);
    assert_eq!(names(&person), ["Acme"]);
    person.keys("rf");
    assert_eq!(names(&person).len(), 3);
}

#[test]
fn only_what_was_changed_in_a_form_is_written() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("e<tab><tab><tab><tab><right><enter>");
    let customer = person.customers().list.selected().expect("there");
    assert_eq!(customer.status, CustomerStatus::AtRisk);
    person.keys("4");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("not open")
    };
    let changed = |row: usize| match screen.history.list.row(row)?.event {
        Event::Changed { field, .. } => Some(field),
        Event::Added(_) | Event::Removed(_) | Event::Set { .. } => None,
    };
    assert_eq!(changed(0), Some(Field::AtRiskSince));
    assert_eq!(changed(1), Some(Field::Status));
    assert_eq!(changed(2), None, "of before");
}

#[test]
fn help_lists_what_works_here_and_runs_it() {
    let mut person = at_acme();
    person.keys("?").text("archived");
    assert!(!person.help().expect("open").entries().is_empty());
    person.keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("left")
    };
    assert_eq!(screen.contacts.filter, ContactFilter::Archived);
}

#[test]
fn a_toast_offers_undo_and_goes_away() {
    let mut person = at_acme();
    person.keys("*");
    assert!(matches!(
        person.model.toast.as_ref().expect("told").offer,
        Offer::Undo(_)
    ));
    let until = person.model.wake_at().expect("a time");
    let left = until.as_millis() - person.now.as_millis();
    person.wait(left);
    assert!(person.model.toast.is_none());
    assert_eq!(person.model.wake_at(), None);
}

#[test]
fn a_paste_never_answers_a_question() {
    let mut person = at_acme();
    person.keys("D");
    person.tell(Msg::Pasted("\r\r".into())).keys("<tab><enter>");
    assert!(person.dialog().is_some());
    person.wait(150).keys("<esc>");
    assert!(person.dialog().is_none());
}

#[test]
fn any_size_is_survived() {
    let mut person = at_acme();
    for (width, height) in [(0, 0), (1, 1), (59, 15), (60, 16), (500, 200)] {
        person
            .tell(Msg::Resized(Size { width, height }))
            .keys("a<tab>?<esc><esc>Gk4<end>2");
    }
    person.keys("q<tab><enter>");
    assert_eq!(person.wished, [Effect::Terminal(TerminalRequest::Quit)]);
}

#[test]
fn a_customer_that_vanished_elsewhere_leads_back_to_the_list() {
    let mut person = Person::at_empty_store(80, 24);
    person.keys("n").text("Acme").keys("<enter>2");
    let undo = Change::Undo(UndoTarget::Latest);
    person.workspace.make(undo).expect("undone");
    person.tell(Msg::StoreChanged);
    assert!(matches!(person.model.trail.top(), Screen::Customers(_)));
    assert!(person.model.is_welcome());
}

#[test]
fn the_mouse_selects_opens_and_presses_hints() {
    let mut person = Person::at(80, 24, &small_book());
    let rows = crate::app::layout::areas(&person.model).rows;
    person.click(10, rows.y + 1);
    assert_eq!(person.customers().list.selected_place(), 1);
    assert!(matches!(person.model.trail.top(), Screen::Customers(_)));
    person.click(10, rows.y + 1);
    assert!(matches!(person.model.trail.top(), Screen::Customer(_)));
    let (tab, _) = crate::app::layout::tabs(&person.model)[1];
    person.click(tab.x + 2, tab.y);
    let hints = crate::app::layout::hints(&person.model);
    let add = hints
        .iter()
        .find(|placed| placed.hint.words == "add")
        .expect("a hint");
    person.click(add.area.x, add.area.y);
    assert!(person.form().is_some());
    let form = crate::app::layout::areas(&person.model).form;
    person.click(form.x + 12, form.y + 2);
    assert_eq!(person.form().expect("open").focus, 1);
}

#[test]
fn what_is_typed_ahead_of_replies_acts_on_what_they_bring() {
    let mut person = Person::at_empty_store(80, 24);
    person.hold_replies();
    person
        .keys("n")
        .text("Acme")
        .keys("<enter>2a")
        .text("Dana Ruiz")
        .keys("<tab>");
    person
        .text("dana@acme.com")
        .keys("<enter>a")
        .text("Ann Lee")
        .keys("<tab>")
        .text("ann@acme.com");
    person.keys("<enter>*d<down><down><enter>");
    person.release_replies();
    assert_eq!(names(&person), ["*Dana Ruiz"]);
}
