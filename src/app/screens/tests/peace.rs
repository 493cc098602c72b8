//! Who must be left in peace, at the keyboard.

use super::{at_onboarding, phase};
use crate::app::Msg;
use crate::app::delivery::DeliveryEvent;
use crate::app::testing::{Person, small_book};
use crate::domain::{
    Change, Channel, ChannelStage, ChannelStanding, ChannelView, CustomerEdit, CustomerStatus, Notification,
    NotificationState,
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
    let all = person.workspace.notifications().expect("listed");
    let mut mails = all.into_iter().filter(|one| one.channel == Channel::Email);
    mails.next().expect("a mail")
}

#[test]
fn a_customer_who_comes_back_is_asked_about_before_what_was_held_goes() {
    let mut person = at_customers();
    person.keys("d");
    assert_eq!(
        person.toast(),
        "Archived Acme. 1 waiting notification is held. 1 notification was held already."
    );
    for (keys, after) in [
        ("<enter>", NotificationState::Held),
        ("<down><enter>", NotificationState::Queued),
    ] {
        person.keys("ffr");
        let dialog = person.dialog().expect("a question");
        assert_eq!(dialog.title, "Send 1 notification now?");
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
        assert!(person.dialog().is_none());
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
    person.tell(Msg::Delivery(DeliveryEvent::Looked(vec![ChannelView {
        channel: Channel::Email,
        standing: ChannelStanding::Ready(ChannelStage::Open),
        about: String::new(),
        tester: None,
        held: 0,
        bulk_guard: None,
    }])));
    person.keys("A");
    assert_eq!(
        person.toast(),
        "No held notification can be sent. Acme is archived. Set its status to active first."
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
        assert!(person.form().is_none() && person.dialog().is_none());
    }
    assert_eq!(phase(&person), "Kickoff");
    // The way out comes first among the keys, and what would be refused is said before anything is typed.
    let first = |person: &Person| person.model.hints().first().expect("a hint").words;
    assert_eq!(first(&person), "resume");
    person.keys("t");
    let form = person.form().expect("for a task that tells nobody");
    assert_eq!(
        form.error.as_deref(),
        Some("This onboarding is paused, so a customer-facing task has to wait.")
    );
    person.keys("<esc>");
    person.keys("Pv");
    assert_ne!(first(&person), "resume");
    assert!(person.form().is_some());
}

#[test]
fn the_question_before_deleting_says_what_the_history_keeps() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2D");
    let text = &person.dialog().expect("a question").text;
    assert!(text.contains("stay in the history and its exports"), "{text}");
}

#[test]
fn the_undo_of_a_churn_is_named_first_and_asks_whether_what_was_held_goes() {
    let mut person = at_customers();
    person.keys("d").wait(60_000).keys("ffu");
    let dialog = person.dialog().expect("named");
    assert!(
        dialog.title.starts_with("Undo: archived Acme"),
        "{}",
        dialog.title
    );
    assert!(
        dialog.text.ends_with(" 1 notification stays held."),
        "{}",
        dialog.text
    );
    person.keys("<enter>");
    assert_eq!(person.toast(), "Undid: archived Acme. 1 notification stays held.");
    assert_eq!(mail(&mut person).state, NotificationState::Held);
    let dialog = person.dialog().expect("a question");
    assert_eq!(dialog.title, "Send 1 notification now?");
    person.keys("<down><enter>");
    assert_eq!(mail(&mut person).state, NotificationState::Queued);
}

#[test]
fn a_contact_who_is_archived_and_restored_has_what_waited_asked_about() {
    let mut person = at_customers();
    person.keys("<enter>2d");
    while person.dialog().is_some() {
        person.keys("<enter>");
    }
    assert!(
        person.toast().contains(" 1 waiting notification is held."),
        "{}",
        person.toast()
    );
    person.keys("fr");
    let dialog = person.dialog().expect("a question");
    assert_eq!(dialog.title, "Send 1 notification now?");
    person.keys("<enter>");
    assert_eq!(mail(&mut person).state, NotificationState::Held);
}

#[test]
fn a_paused_onboarding_of_a_customer_who_left_names_the_customer() {
    let mut person = at_onboarding();
    let customer = person.workspace.find_customer("Acme").expect("there").id;
    let edits = vec![CustomerEdit::Status(CustomerStatus::Churned)];
    let churn = Change::EditCustomer { customer, edits };
    person.workspace.make(churn).expect("churned");
    person.tell(Msg::StoreChanged);
    for keys in ["v", ">", "<lt>"] {
        person.keys(keys);
        assert_eq!(
            person.toast(),
            "This customer is churned. Set its status to active first.",
            "{keys}"
        );
    }
}
