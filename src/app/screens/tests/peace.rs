//! Who must be left in peace, at the keyboard.

use super::{at_onboarding, phase};
use crate::app::Msg;
use crate::app::delivery::DeliveryNews;
use crate::app::testing::{Person, small_book};
use crate::domain::{
    Change, Channel, ChannelStage, ChannelStanding, ChannelView, Notification, NotificationState,
};

/// Sits down at the customers, with mail that leaves by itself and an invitation of Acme that waits.
fn at_customers() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    let workspace = &mut person.workspace;
    workspace.fit_channel(Channel::Email, "mark").expect("fitted");
    workspace.note_test(Channel::Email).expect("tested");
    workspace.confirm_channel(Channel::Email).expect("confirmed");
    person.keys("2i<down><enter>");
    let ids = vec![mail(&mut person).id];
    let approve = Change::ApproveNotifications(ids);
    person.workspace.make(approve).expect("approved");
    person.keys("<esc>");
    person
}

fn mail(person: &mut Person) -> Notification {
    let all = person.workspace.notifications(None).expect("listed");
    let mut mails = all.into_iter().filter(|one| one.channel == Channel::Email);
    mails.next().expect("a mail")
}

#[test]
fn a_customer_who_comes_back_is_asked_about_before_what_was_held_goes() {
    let mut person = at_customers();
    person.keys("d");
    assert_eq!(
        person.toast(),
        "Archived Acme. 1 notification that waited is held."
    );
    for (keys, after) in [
        ("<enter>", NotificationState::Held),
        ("<down><enter>", NotificationState::Queued),
    ] {
        person.keys("ffr");
        let dialog = person.model.dialog.as_ref().expect("a question");
        assert_eq!(dialog.title, "Send 1 notification that waited?");
        let labels: Vec<&str> = dialog.choices.iter().map(|one| one.label.as_str()).collect();
        assert_eq!((dialog.focus, labels), (0, vec!["Keep held", "Send it"]));
        assert_eq!(mail(&mut person).state, NotificationState::Held);
        person.keys(keys);
        assert_eq!(mail(&mut person).state, after);
        if after == NotificationState::Held {
            person.keys("ffd");
        }
    }
}

#[test]
fn what_is_held_for_who_left_is_neither_approved_nor_resent_by_a_key() {
    let mut person = at_customers();
    person.keys("dgn");
    for keys in ["a", "<down>a"] {
        person.keys(keys);
        assert_eq!(
            person.toast(),
            "Not sent while the customer is archived. Set its status to active first."
        );
        assert!(person.model.dialog.is_none());
    }
    person.keys("cr");
    assert!(
        person.toast().contains("customer is archived"),
        "{}",
        person.toast()
    );
}

#[test]
fn where_nothing_could_be_sent_the_state_of_the_customer_is_the_reason() {
    let mut person = at_customers();
    person.keys("dgn");
    person.tell(Msg::Delivery(DeliveryNews::Looked(vec![ChannelView {
        channel: Channel::Email,
        standing: ChannelStanding::Ready(ChannelStage::Open),
        about: String::new(),
        tester: None,
        held: 0,
        flood: None,
    }])));
    person.keys("A");
    assert_eq!(
        person.toast(),
        "Nothing is held that could be sent. Acme is archived. Set its status to active first."
    );
}

#[test]
fn a_paused_onboarding_names_the_key_that_resumes_it() {
    let mut person = at_onboarding();
    person.keys("P");
    for keys in ["v", ">", "<lt>"] {
        person.keys(keys);
        assert_eq!(
            person.toast(),
            "This onboarding is paused. Press P to resume it.",
            "{keys}"
        );
        assert!(person.model.form.is_none() && person.model.dialog.is_none());
    }
    assert_eq!(phase(&person), "Kickoff");
    person.keys("Pv");
    assert!(person.model.form.is_some());
}

#[test]
fn the_question_before_deleting_says_what_the_history_keeps() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2D");
    let text = &person.model.dialog.as_ref().expect("a question").text;
    assert!(text.contains("stay in the history and its exports"), "{text}");
}
