//! What the keys of the delivery wish, and what follows from its news.

use super::{ChannelRequest, DeliveryEvent, DeliveryRequest};
use crate::app::testing::{Person, small_book};
use crate::app::{Effect, Msg};
use crate::domain::{
    self, AttemptOutcome, Change, Channel, ChannelStage, ChannelStanding, ChannelView, DeliveryCounts,
    DeliveryReport, Email, MailSecurity, MailSetup, Name, Notification, NotificationState, PerChannel,
    SendLimit,
};

fn cara() -> domain::Person {
    domain::Person {
        name: Name::parse("Cara Osei").expect("a name"),
        email: Email::parse("cara@us.com").expect("an address"),
    }
}

fn view(channel: Channel, standing: ChannelStanding) -> ChannelView {
    ChannelView {
        channel,
        standing,
        about: "smtp.us.com:587 as cara@us.com".to_owned(),
        tester: Some(cara()),
        held: 1,
        bulk_guard: None,
    }
}

fn told(news: DeliveryEvent) -> Msg {
    Msg::Delivery(news)
}

/// Sits down at the notifications of an invitation, with mail at a stage and no Slack.
fn at_notifications(stage: ChannelStage) -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2i<down><enter>gn");
    if stage.may_send() {
        person
            .workspace
            .fit_channel(Channel::Email, "mark")
            .expect("fitted");
        person.workspace.note_test(Channel::Email).expect("tested");
        person
            .workspace
            .confirm_channel(Channel::Email)
            .expect("confirmed");
    }
    person.tell(told(DeliveryEvent::Looked(vec![
        view(Channel::Email, ChannelStanding::Ready(stage)),
        view(Channel::Slack, ChannelStanding::Missing),
    ])));
    person.wished.clear();
    person
}

fn requests(person: &mut Person) -> Vec<DeliveryRequest> {
    let wished = std::mem::take(&mut person.wished);
    wished
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Delivery(wish) => Some(wish),
            _ => None,
        })
        .collect()
}

/// A request to send that the user agreed to for so many mails.
fn agreed(mails: usize) -> DeliveryRequest {
    let mails = std::iter::repeat_n(Channel::Email, mails);
    DeliveryRequest::Send(SendLimit::Agreed(PerChannel::count(mails)))
}

fn states(person: &mut Person) -> Vec<NotificationState> {
    let list = person.workspace.notifications().expect("listed");
    list.iter()
        .filter(|one| one.channel == Channel::Email)
        .map(|one| one.state)
        .collect()
}

#[test]
fn from_nothing_to_sent_by_the_keys_that_the_screen_names() {
    let mut person = at_notifications(ChannelStage::Untested);
    person.tell(told(DeliveryEvent::Looked(vec![
        view(Channel::Email, ChannelStanding::Missing),
        view(Channel::Slack, ChannelStanding::Missing),
    ])));
    person.keys("A");
    assert!(person.toast().contains("Press M for mail"), "{}", person.toast());
    person.keys("M");
    assert_eq!(
        requests(&mut person),
        [DeliveryRequest::Channel(ChannelRequest::Offer)]
    );
    person.tell(told(DeliveryEvent::Offered(Ok(Box::default()))));
    person.text("smtp.us.com:2525").keys("<tab><right><tab>");
    person.text("cara").keys("<tab>").text("canary").keys("<tab>");
    person.text("Cara Osei <cara@us.com>").keys("<enter>");
    let [DeliveryRequest::Channel(ChannelRequest::SetUpMail(mail, password))] = &requests(&mut person)[..]
    else {
        panic!("one setup")
    };
    let expected = MailSetup {
        host: "smtp.us.com".to_owned(),
        port: 2525,
        security: MailSecurity::Tls,
        user: "cara".to_owned(),
        from: "Cara Osei <cara@us.com>".to_owned(),
    };
    assert_eq!(**mail, expected);
    assert_eq!(password.as_ref().expect("typed").reveal(), "canary");
    assert!(!format!("{:?}", person.form()).contains("canary"));
    person.tell(told(DeliveryEvent::SetUp(
        Channel::Email,
        Err("No such host.".to_owned()),
    )));
    let form = person.form().expect("stays open");
    assert_eq!(form.error.as_deref(), Some("No such host."));
    person.keys("<enter>");
    person.tell(told(DeliveryEvent::SetUp(Channel::Email, Ok(()))));
    assert!(person.form().is_none());
    assert!(person.toast().contains("Press T"), "{}", person.toast());
    let looked = |stage| {
        told(DeliveryEvent::Looked(vec![view(
            Channel::Email,
            ChannelStanding::Ready(stage),
        )]))
    };
    person.tell(looked(ChannelStage::Untested));
    requests(&mut person);
    person.keys("T<enter>");
    assert_eq!(requests(&mut person), [], "Cancel is in focus");
    person.keys("T<down><enter>");
    let test = DeliveryRequest::Channel(ChannelRequest::Test(Channel::Email, Box::new(cara())));
    assert_eq!(requests(&mut person), [test]);
    person.tell(told(DeliveryEvent::Tested(Channel::Email, Ok(Box::new(cara())))));
    person.tell(looked(ChannelStage::Tested));
    person.keys("<esc>A");
    assert!(person.toast().contains("Press C"), "{}", person.toast());
    person.keys("C<down><enter>");
    assert_eq!(
        requests(&mut person),
        [DeliveryRequest::Channel(ChannelRequest::Confirm(Channel::Email))]
    );
}

#[test]
fn what_is_held_is_shown_before_it_is_sent_and_leaves_once() {
    let mut person = at_notifications(ChannelStage::Confirmed);
    person.keys("A");
    let dialog = person.dialog().cloned().expect("asks");
    assert!(dialog.title.contains("Send 1 notification"), "{}", dialog.title);
    assert!(dialog.text.contains("ann@acme.com> by mail"), "{}", dialog.text);
    assert_eq!(dialog.focus, 0);
    person.keys("<enter>");
    assert_eq!(states(&mut person), [NotificationState::Held]);
    person.keys("A<down><enter>");
    assert_eq!(states(&mut person), [NotificationState::Queued]);
    assert_eq!(requests(&mut person), [agreed(1)]);
    person.tell(told(DeliveryEvent::Delivered(DeliveryReport {
        counts: DeliveryCounts {
            sent: 1,
            ..DeliveryCounts::default()
        },
        ..DeliveryReport::default()
    })));
    assert_eq!(person.toast(), "Notifications: 1 sent.");
    person.keys("a");
    // The row is the one by Slack.
    assert!(
        person.toast().contains("Slack is not set up"),
        "{}",
        person.toast()
    );
}

#[test]
fn an_open_channel_sends_what_a_change_writes() {
    let mut person = at_notifications(ChannelStage::Confirmed);
    person.keys("A<down><enter>");
    requests(&mut person);
    person.keys("gc2i<down><enter>");
    assert_eq!(requests(&mut person), [DeliveryRequest::Run]);
    assert!(person.toast().contains("mail queued"), "{}", person.toast());
}

#[test]
fn more_than_twenty_are_asked_about_twice() {
    let mut person = at_notifications(ChannelStage::Confirmed);
    person.keys("gc2");
    for _ in 0..20 {
        person.keys("i<down><enter>");
    }
    person.keys("gn");
    person.tell(told(DeliveryEvent::Looked(vec![view(
        Channel::Email,
        ChannelStanding::Ready(ChannelStage::Confirmed),
    )])));
    requests(&mut person);
    person.keys("A<down><enter>");
    let dialog = person.dialog().cloned().expect("asks again");
    assert!(dialog.title.contains("Really send 21"), "{}", dialog.title);
    person.keys("<enter>");
    assert!(states(&mut person).contains(&NotificationState::Held));
    person.keys("A<down><enter><down><enter>");
    assert_eq!(states(&mut person), [NotificationState::Queued; 21]);
    assert_eq!(requests(&mut person), [agreed(21)]);
}

#[test]
fn a_row_whose_channel_is_not_ready_says_what_comes_first_and_asks_nothing() {
    for (standing, wanted) in [
        (ChannelStanding::Missing, "Press M"),
        (
            ChannelStanding::Unusable("Mail has no sender.".to_owned()),
            "no sender",
        ),
        (ChannelStanding::Ready(ChannelStage::Untested), "Press T"),
        (ChannelStanding::Ready(ChannelStage::Tested), "Press C"),
    ] {
        let mut person = at_notifications(ChannelStage::Untested);
        person.tell(told(DeliveryEvent::Looked(vec![
            view(Channel::Email, standing),
            view(Channel::Slack, ChannelStanding::Missing),
        ])));
        let mut told = Vec::new();
        for keys in ["a", "<down>a"] {
            person.keys(keys);
            assert!(person.dialog().is_none(), "{:?}", person.dialog());
            told.push(person.toast().to_owned());
        }
        told.sort_by_key(|text| text.contains("Press K"));
        assert!(
            told[0].contains(wanted) && told[1].contains("Press K"),
            "{told:?}"
        );
    }
}

#[test]
fn a_resend_by_a_channel_that_is_not_ready_says_what_comes_first() {
    let mut person = at_notifications(ChannelStage::Open);
    let all = person.workspace.notifications().expect("listed");
    let held: Vec<_> = all
        .iter()
        .filter(|one| one.channel == Channel::Email)
        .map(|one| one.id)
        .collect();
    person
        .workspace
        .make(Change::ApproveNotifications(held))
        .expect("approved");
    let message = person
        .workspace
        .claim(Channel::Email)
        .expect("read")
        .expect("due");
    let why = "It may have arrived.".to_owned();
    person
        .workspace
        .record_attempt(&message, &AttemptOutcome::Unknown { why })
        .expect("stored");
    person.tell(Msg::StoreChanged);
    person.tell(told(DeliveryEvent::Looked(vec![view(
        Channel::Email,
        ChannelStanding::Missing,
    )])));
    // What needs the user stands first.
    person.keys("<up><up>r");
    assert!(person.toast().contains("Press M"), "{}", person.toast());
    assert!(person.dialog().is_none());
    person.tell(told(DeliveryEvent::Looked(vec![view(
        Channel::Email,
        ChannelStanding::Ready(ChannelStage::Open),
    )])));
    person.keys("r");
    let dialog = person.dialog().cloned().expect("asks");
    assert!(dialog.title.starts_with("Resend #"), "{}", dialog.title);
}

#[test]
fn a_flood_that_others_made_waits_for_a_word() {
    let mut person = at_notifications(ChannelStage::Open);
    let all = person.workspace.notifications().expect("listed");
    let ids = all.iter().map(|one| one.id).collect();
    person
        .workspace
        .make(Change::CancelNotifications(ids))
        .expect("cancelled");
    person.tell(Msg::StoreChanged);
    let bulk_guard = ChannelView {
        bulk_guard: Some(34),
        ..view(Channel::Email, ChannelStanding::Ready(ChannelStage::Open))
    };
    person.tell(told(DeliveryEvent::Looked(vec![bulk_guard])));
    requests(&mut person);
    person.keys("A");
    let dialog = person.dialog().cloned().expect("asks");
    assert!(dialog.text.contains("34 by mail"), "{}", dialog.text);
    person.keys("<down><enter>");
    assert_eq!(requests(&mut person), [agreed(34)]);
}

#[test]
fn faults_are_told_at_once_and_success_in_the_background_is_quiet() {
    let mut person = at_notifications(ChannelStage::Open);
    let end = |failed| {
        told(DeliveryEvent::Delivered(DeliveryReport {
            counts: DeliveryCounts {
                sent: 1,
                failed,
                ..DeliveryCounts::default()
            },
            ..DeliveryReport::default()
        }))
    };
    person.model.toast = None;
    person.tell(end(0));
    assert_eq!(person.toast(), "");
    person.tell(end(1));
    assert_eq!(person.toast(), "Notifications: 1 sent, 1 failed. g n shows why.");
    person.keys("s");
    assert_eq!(requests(&mut person), [DeliveryRequest::Send(SendLimit::Unasked)]);
    person.tell(told(DeliveryEvent::Delivered(DeliveryReport {
        faults: vec!["The mail server did not accept the login (535).".to_owned()],
        ..DeliveryReport::default()
    })));
    assert!(
        person.toast().contains("did not accept the login"),
        "{}",
        person.toast()
    );
}

#[test]
fn what_may_have_arrived_is_asked_about_before_it_is_sent_again() {
    let mut person = at_notifications(ChannelStage::Open);
    let one = person.workspace.notifications().expect("listed");
    let one = one.iter().find(|one| one.channel == Channel::Email).expect("one");
    let approve = Change::ApproveNotifications(vec![one.id]);
    person.workspace.make(approve).expect("approved");
    let message = person
        .workspace
        .claim(Channel::Email)
        .expect("read")
        .expect("due");
    let why = "No answer.".to_owned();
    person
        .workspace
        .record_attempt(&message, &AttemptOutcome::Unknown { why })
        .expect("stored");
    // It stands first, as it needs the user.
    person.tell(Msg::StoreChanged).keys("<home>r");
    let dialog = person.dialog().cloned().expect("asks");
    assert!(dialog.text.contains("may have reached"), "{}", dialog.text);
    person.keys("<down><enter>");
    assert_eq!(states(&mut person), [NotificationState::Queued]);
}

#[test]
fn a_token_of_slack_is_kept_and_its_fault_is_told_in_place() {
    let mut person = at_notifications(ChannelStage::Untested);
    person.keys("K");
    person.tell(Msg::Pasted("xoxb-canary\n".into())).keys("<enter>");
    let [DeliveryRequest::Channel(ChannelRequest::ConnectSlack(token))] = &requests(&mut person)[..] else {
        panic!("one token")
    };
    assert_eq!(token.reveal(), "xoxb-canary");
    person.tell(told(DeliveryEvent::SetUp(
        Channel::Slack,
        Err("The disk is full.".to_owned()),
    )));
    assert!(person.connect().is_some());
    person.tell(told(DeliveryEvent::SetUp(Channel::Slack, Ok(()))));
    assert!(person.connect().is_none());
}

#[test]
fn a_long_text_scrolls_and_its_lines_stay_lines() {
    let mut person = at_notifications(ChannelStage::Untested);
    let one = person.workspace.notifications().expect("listed").remove(0);
    let long = Notification {
        body: (0..60).map(|number| format!("line {number}\n")).collect(),
        ..one
    };
    let dialog = crate::app::overlay::dialog::Dialog::notification(&long);
    person.model.stack.push(dialog);
    for _ in 0..30 {
        person.keys("<pgdn>");
    }
    let dialog = person.dialog().cloned().expect("open");
    let areas = crate::app::layout::dialog(person.model.size, &dialog);
    assert_eq!(dialog.top, areas.hidden_lines());
    let text = &areas.text;
    assert!(text.iter().any(|line| line == "line 59"), "{text:?}");
    person.keys("<pgup>");
    assert!(person.dialog().expect("open").top < dialog.top);
}
