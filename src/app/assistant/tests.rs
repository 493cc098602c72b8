//! Sheets at the keyboard: nothing is sent, nothing leaves before it was shown and agreed to.

use super::{AssistantEvent, AssistantRequest, Turn};
use crate::app::clipping::Clipping;
use crate::app::overlay::sheet::{Content, Sheet};
use crate::app::testing::{Person, small_book};
use crate::app::{Effect, Msg, TerminalRequest};
use crate::domain::{MessageDraft, ModelView, NotificationKind, NotificationState};

fn person() -> Person {
    let mut person = Person::at(120, 40, &small_book());
    person.keys("2");
    person
}

fn view() -> ModelView {
    ModelView {
        url: "http://127.0.0.1:1/v1/chat/completions".to_owned(),
        model: "small".to_owned(),
    }
}

fn texts(person: &Person) -> Vec<String> {
    match person.sheet().map(|sheet| &sheet.content) {
        Some(Content::Drafts { drafts, .. }) => drafts.iter().map(MessageDraft::text).collect(),
        Some(Content::Who { .. } | Content::Note(_) | Content::Details(_)) | None => Vec::new(),
    }
}

fn held(person: &mut Person) -> Vec<(NotificationKind, NotificationState, String)> {
    let all = person.workspace.notifications().expect("listed");
    all.into_iter()
        .map(|one| (one.kind, one.state, one.recipient.name.to_string()))
        .collect()
}

#[test]
fn who_shows_on_every_tab_and_closes_by_esc() {
    let mut person = person();
    for tab in ["1", "2", "3", "4"] {
        person.keys(tab).keys("W");
        assert!(person.sheet().is_some(), "{tab}");
        person.keys("<esc>");
        assert!(person.sheet().is_none());
    }
}

#[test]
fn those_selected_get_a_mail_each_and_one_is_held_at_once() {
    let mut person = person();
    person.keys("<space><space>w");
    assert_eq!(texts(&person).len(), 2);
    let first = texts(&person)[0].clone();
    person.keys("n");
    assert_eq!(person.sheet().map(Sheet::place), Some(1));
    person.keys("n");
    assert_eq!(person.sheet().map(Sheet::place), Some(0));
    assert_eq!(texts(&person)[0], first);
    // Cancel is in focus.
    person.keys("h<enter>");
    assert_eq!(held(&mut person), []);
    person.keys("h<down><enter>");
    assert_eq!(texts(&person).len(), 1);
    assert_eq!(held(&mut person).len(), 1);
    person.keys("h");
    assert!(person.sheet().is_none());
    let all = held(&mut person);
    assert_eq!(all.len(), 2);
    for (kind, state, _) in &all {
        assert_eq!(
            (*kind, *state),
            (NotificationKind::Message, NotificationState::Held)
        );
    }
    assert!(
        !person
            .wished
            .iter()
            .any(|wish| matches!(wish, Effect::Delivery(_)))
    );
}

#[test]
fn all_are_held_together_and_undone_together() {
    let mut person = person();
    person.keys("<space><space>wh<down><down><enter>");
    assert_eq!(held(&mut person).len(), 2);
    assert!(
        person.toast().contains("only once approved"),
        "{}",
        person.toast()
    );
    person.keys("u");
    assert!(
        held(&mut person)
            .iter()
            .all(|(_, state, _)| *state == NotificationState::Cancelled)
    );
}

#[test]
fn a_mail_is_edited_and_copied() {
    let mut person = person();
    person.keys("we");
    let Some(Effect::Terminal(TerminalRequest::Edit(text))) = person.wished.pop() else {
        panic!("nothing to edit")
    };
    assert!(text.starts_with("Subject: "), "{text}");
    person.tell(Msg::TextEdited(Ok("Subject: Mine\n\nHi.\n".to_owned())));
    person.keys("y");
    assert_eq!(
        person.wished.pop(),
        Some(Effect::Terminal(TerminalRequest::Copy(Clipping {
            text: "Subject: Mine\n\nHi.\n".to_owned(),
            what: "subject and text of the mail".to_owned(),
        })))
    );
    person.tell(Msg::TextEdited(Err("No editor.".to_owned())));
    assert_eq!(person.toast(), "No editor.");
}

#[test]
fn without_a_model_it_says_how_to_set_one_up() {
    let mut person = person();
    person.keys("wm");
    assert_eq!(
        person.wished,
        [Effect::Assistant(AssistantRequest::Look(Turn(1)))]
    );
    person.tell(Msg::Assistant(AssistantEvent::Looked(
        Turn(1),
        Err("No model is set up.".to_owned()),
    )));
    assert_eq!(person.toast(), "No model is set up.");
    assert!(person.dialog().is_none());
}

#[test]
fn nothing_leaves_before_the_whole_text_was_shown_and_agreed_to() {
    let mut person = person();
    person.keys("wm");
    person.wished.clear();
    person.tell(Msg::Assistant(AssistantEvent::Looked(Turn(1), Ok(view()))));
    let dialog = person.dialog().cloned().expect("asked");
    assert_eq!(dialog.focus, 0);
    assert!(
        dialog.text.contains("http://127.0.0.1:1/v1/chat/completions"),
        "{}",
        dialog.text
    );
    person.keys("<enter>");
    assert_eq!(person.wished, [], "cancel is in focus");
    person.keys("m");
    person.tell(Msg::Assistant(AssistantEvent::Looked(Turn(2), Ok(view()))));
    person.wished.clear();
    person.keys("<down><enter>");
    let Some(Effect::Assistant(AssistantRequest::Ask(turn, request))) = person.wished.pop() else {
        panic!("nothing was sent")
    };
    assert!(
        dialog.text.ends_with(request.prompt.trim_end()),
        "all that is sent was shown"
    );
    assert_eq!(request.view, view());
    // While it writes, what it writes on cannot change.
    person.keys("e");
    assert!(person.toast().contains("The model is writing"));
    person.tell(Msg::Assistant(AssistantEvent::Wrote(
        turn,
        Ok("Subject: By it\n\nHello.".to_owned()),
    )));
    assert_eq!(texts(&person), ["Subject: By it\n\nHello.\n"]);
    assert_eq!(held(&mut person), []);
}

#[test]
fn esc_stops_a_model_and_what_comes_late_is_dropped() {
    let mut person = person();
    person.keys("wm");
    person.tell(Msg::Assistant(AssistantEvent::Looked(Turn(1), Ok(view()))));
    person.keys("<down><enter>");
    let before = texts(&person);
    person.wished.clear();
    person.keys("<esc>");
    assert_eq!(
        person.wished,
        [Effect::Assistant(AssistantRequest::Stop(Turn(2)))]
    );
    person.tell(Msg::Assistant(AssistantEvent::Wrote(
        Turn(2),
        Ok("Late.".to_owned()),
    )));
    assert_eq!(texts(&person), before);
    person.keys("<esc>");
    assert!(person.sheet().is_none());
}

#[test]
fn a_model_that_fails_leaves_the_text_and_says_why() {
    let mut person = person();
    person.keys("Wm");
    person.tell(Msg::Assistant(AssistantEvent::Looked(Turn(1), Ok(view()))));
    person.keys("<down><enter>");
    person.tell(Msg::Assistant(AssistantEvent::Wrote(
        Turn(2),
        Err("It failed.".to_owned()),
    )));
    assert_eq!(person.toast(), "It failed.");
    person.keys("m");
    person.tell(Msg::Assistant(AssistantEvent::Looked(Turn(3), Ok(view()))));
    person.keys("<down><enter>");
    person.tell(Msg::Assistant(AssistantEvent::Wrote(
        Turn(4),
        Ok("Dana decides.".to_owned()),
    )));
    let Some(Content::Who { prose, .. }) = person.sheet().map(|sheet| &sheet.content) else {
        panic!("closed")
    };
    assert_eq!(prose.as_deref(), Some("Dana decides."));
}

#[test]
fn nobody_writes_to_who_has_left() {
    let mut person = person();
    person.keys("fw");
    assert!(person.sheet().is_none());
    assert!(person.toast().contains("Press r"), "{}", person.toast());
}

#[test]
fn a_paste_or_a_click_over_a_sheet_does_nothing_below_it() {
    let mut person = person();
    person.keys("w");
    let before = texts(&person);
    person.tell(Msg::Pasted("Subject: no\n\nno\n".to_owned()));
    person.click(3, 8).click(3, 8);
    assert_eq!(texts(&person), before);
    assert!(person.form().is_none() && person.pane().is_none());
}
