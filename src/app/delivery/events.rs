//! Requests to the delivery, and what follows from what it reports.

use super::state::Waits;
use super::{ChannelRequest, DeliveryEvent, DeliveryRequest};
use crate::app::model::Model;
use crate::app::overlay::connect::{Account, Connect};
use crate::app::overlay::dialog::Dialog;
use crate::app::overlay::form::{Form, FormState, Subject};
use crate::app::requests::Purpose;
use crate::app::screens::Screen;
use crate::app::toast::{Offer, Tone};
use crate::domain::{
    Change, Channel, DeliveryCounts, DeliveryReport, Notification, NotificationState, Obstacle, Outcome,
    PerChannel, SendLimit, Sending, Timestamp,
};
use crate::input::Command;

const WITHHELD: &str = "Nothing is sent: pivotal was started with --no-send.";

impl Model {
    /// Asks how the channels stand.
    pub(in crate::app) fn look_at_delivery(&mut self) {
        self.ask_delivery(DeliveryRequest::Channel(ChannelRequest::Look));
    }

    /// Carries a command of the delivery out.
    pub(in crate::app) fn run_delivery(&mut self, command: Command) {
        match command {
            Command::SetUpMail => self.ask_delivery(DeliveryRequest::Channel(ChannelRequest::Offer)),
            Command::SetUpSlack => {
                self.toast = None;
                self.stack.push(Connect::new(Account::Slack));
            }
            Command::TestChannel => self.ask_for_test(),
            Command::ConfirmChannel => self.ask_for_confirmation(),
            Command::ApproveAll => self.ask_for_all(),
            Command::SendNow => self.send_now(SendLimit::Unasked),
            _ => {}
        }
    }

    fn ask_delivery(&mut self, request: DeliveryRequest) {
        self.requests.send(request);
    }

    /// Has sent what is due, for a person who waits for it.
    pub(in crate::app) fn send_now(&mut self, limit: SendLimit) {
        if self.delivery.sending == Sending::Withheld {
            return self.tell(Tone::Notice, Offer::None, WITHHELD);
        }
        if !self.delivery.is_on() {
            return self.tell_how_to_set_up();
        }
        self.delivery.waits = Waits::Person;
        self.ask_delivery(DeliveryRequest::Send(limit));
    }

    /// Asks about all that could leave: first what is approved already and waits as it is much, then what is held.
    fn ask_for_all(&mut self) {
        let bulk_guard = self.delivery.bulk_guard();
        if bulk_guard.is_empty() || self.delivery.sending == Sending::Withheld {
            self.ask_for_approval(&self.held_here());
        } else {
            self.stack.push(Dialog::bulk_guard(&bulk_guard));
        }
    }

    fn ask_for_test(&mut self) {
        let views: Vec<_> = self.delivery.testable().cloned().collect();
        if views.is_empty() {
            return self.tell_how_to_set_up();
        }
        match Dialog::test(&views) {
            Some(dialog) => self.stack.push(dialog),
            None => {
                let text = "There is no address to send a test to. Set your email under [user] in the configuration (pivotal config path).";
                self.tell(Tone::Notice, Offer::None, text);
            }
        }
    }

    fn ask_for_confirmation(&mut self) {
        let views: Vec<_> = self.delivery.confirmable().cloned().collect();
        if views.is_empty() {
            let text = "There is no test message to confirm. Press {test_channel} to send one.";
            return self.tell(Tone::Notice, Offer::None, text);
        }
        self.stack.push(Dialog::confirm(&views));
    }

    /// Returns the notifications that are held here and may be sent.
    fn held_here(&self) -> Vec<Notification> {
        let Screen::Notifications(screen) = self.trail.top() else {
            return Vec::new();
        };
        let is_held = |one: &&Notification| one.state == NotificationState::Held && one.lacks.is_none();
        let may_leave = |one: &&Notification| one.silence.is_none() && self.delivery.may_send(one.channel);
        screen.all().filter(is_held).filter(may_leave).cloned().collect()
    }

    /// Asks whether one is to be sent, or says what has to be done before it can be.
    pub(in crate::app) fn approve_one(&mut self, one: &Notification) {
        match self.obstacle(one.channel) {
            Some(text) if self.delivery.sending == Sending::Allowed => {
                self.tell(Tone::Notice, Offer::None, text);
            }
            Some(_) | None => self.ask_for_approval(std::slice::from_ref(one)),
        }
    }

    /// Has one sent after all, or says what has to be done before it can be; one that may have arrived is asked about.
    pub(in crate::app) fn resend_one(&mut self, one: &Notification) {
        match (one.state, self.obstacle(one.channel)) {
            // It only goes back to those that are held.
            (NotificationState::Cancelled, _) | (_, None) => {}
            (_, Some(text)) => return self.tell(Tone::Notice, Offer::None, text),
        }
        if one.state == NotificationState::Unknown {
            self.stack.push(Dialog::resend_unclear(one));
        } else {
            let change = Change::RetryNotifications(vec![one.id]);
            self.requests.make(Purpose::Act, change);
        }
    }

    /// Returns what has to be done before anything can be sent by a channel.
    fn obstacle(&self, channel: Channel) -> Option<String> {
        let Some(view) = self.delivery.channel(channel) else {
            return Some(format!(
                "The state of {channel} is still being checked. Try again in a moment."
            ));
        };
        Some(match (view.standing.obstacle()?, channel) {
            (Obstacle::Missing, Channel::Email) => {
                self.sentence("Mail is not set up yet, so this waits. Press {set_up_mail} to set it up.")
            }
            (Obstacle::Missing, Channel::Slack) => {
                self.sentence("Slack is not set up yet, so this waits. Press {set_up_slack} to set it up.")
            }
            (Obstacle::Unusable(sentence), _) => sentence.to_owned(),
            (Obstacle::Untested, _) => {
                format!(
                    "No test message by {channel} has been confirmed yet. {}",
                    self.sentence("Press {test_channel} to send one to yourself.")
                )
            }
            (Obstacle::Unconfirmed, _) => format!(
                "A test message was sent by {channel}. {}",
                self.sentence("Press {confirm_channel} once it has arrived; then notifications can be sent.")
            ),
        })
    }

    /// Shows what would be sent, and asks.
    pub(in crate::app) fn ask_for_approval(&mut self, held: &[Notification]) {
        if self.delivery.sending == Sending::Withheld {
            return self.tell(Tone::Notice, Offer::None, WITHHELD);
        }
        if !held.is_empty() {
            self.stack.push(Dialog::approve(held));
        } else if self.delivery.is_on() {
            let mut parts = vec!["No held notification can be sent.".to_owned()];
            if let Screen::Notifications(screen) = self.trail.top() {
                parts.extend(Notification::why_held(screen.all()));
            }
            self.tell(Tone::Notice, Offer::None, parts.join(" "));
        } else {
            self.tell_how_to_set_up();
        }
    }

    /// Asks whether what was held goes, if there is anything.
    pub(in crate::app) fn ask_for_release(&mut self, held: &[Notification]) {
        if !held.is_empty() && self.delivery.sending != Sending::Withheld {
            self.stack.push(Dialog::release(held));
        }
    }

    fn tell_how_to_set_up(&mut self) {
        let text = if self.delivery.confirmable().next().is_some() {
            "A test message was sent. Press {confirm_channel} once it has arrived; then notifications can be sent."
        } else if self.delivery.testable().next().is_some() {
            "No test message has been confirmed yet. Press {test_channel} to send one to yourself."
        } else {
            "No channel is set up. Press {set_up_mail} for mail or {set_up_slack} for Slack."
        };
        self.tell(Tone::Notice, Offer::None, text);
    }

    /// Sends what a change put on its way.
    pub(in crate::app) fn deliver_after(&mut self, outcome: &Outcome) {
        let by_person = matches!(outcome, Outcome::NotificationsSet(_));
        let (Outcome::NotificationsSet(written)
        | Outcome::PhaseMoved {
            notifications: written,
            ..
        }
        | Outcome::TaskAdded {
            notifications: written,
            ..
        }
        | Outcome::Invited {
            notifications: written,
            ..
        }) = outcome
        else {
            return;
        };
        let leaving = PerChannel::count(
            written
                .iter()
                .filter(|one| one.state == NotificationState::Queued)
                .map(|one| one.channel),
        );
        if leaving == PerChannel::default() || self.delivery.sending == Sending::Withheld {
            return;
        }
        if by_person {
            self.delivery.waits = Waits::Person;
            // Who approved many was asked about these and about none that wait beside them.
            self.ask_delivery(DeliveryRequest::Send(SendLimit::Agreed(leaving)));
        } else {
            self.ask_delivery(DeliveryRequest::Run);
        }
    }

    /// Sends what another program may have put on its way.
    pub(in crate::app) fn deliver_for_others(&mut self) {
        if self.delivery.is_on() {
            self.ask_delivery(DeliveryRequest::Run);
        }
    }

    /// Takes in what the delivery tells.
    pub(in crate::app) fn delivery_told(&mut self, event: DeliveryEvent) {
        match event {
            DeliveryEvent::Looked(channels) => self.delivery.channels = channels,
            DeliveryEvent::Unknown(sentence) => {
                self.delivery.channels.clear();
                if matches!(self.trail.top(), Screen::Notifications(_)) {
                    self.tell(Tone::Refused, Offer::None, sentence);
                }
            }
            DeliveryEvent::Delivered(end) => self.delivered(&end),
            DeliveryEvent::Offered(Ok(mail)) => {
                // Who has gone on meanwhile is not asked any more.
                if matches!(self.trail.top(), Screen::Notifications(_)) && self.stack.is_empty() {
                    self.open_form(Form::mail(&mail));
                }
            }
            DeliveryEvent::SetUp(Channel::Email, result) => self.mail_set_up(result),
            DeliveryEvent::SetUp(Channel::Slack, Ok(())) => {
                self.stack.close::<Connect>();
                let text =
                    "The Slack token is saved. Press {test_channel} to send a test message to yourself.";
                self.tell(Tone::Done, Offer::None, text);
            }
            DeliveryEvent::SetUp(Channel::Slack, Err(sentence)) => match self.stack.get_mut::<Connect>() {
                Some(connect) => connect.refuse(sentence),
                None => self.tell(Tone::Refused, Offer::None, sentence),
            },
            DeliveryEvent::Tested(channel, Ok(person)) => {
                self.toast = None;
                self.stack.push(Dialog::tested(channel, &person));
            }
            DeliveryEvent::Confirmed(channel, Ok(())) => {
                let text = format!(
                    "{} is confirmed. {}",
                    channel.title(),
                    self.sentence("Review what is held, then press {approve_all} to send it.")
                );
                self.tell(Tone::Done, Offer::None, text);
            }
            DeliveryEvent::Offered(Err(sentence))
            | DeliveryEvent::Tested(_, Err(sentence))
            | DeliveryEvent::Confirmed(_, Err(sentence)) => self.tell(Tone::Refused, Offer::None, sentence),
        }
        self.keep_in_view();
    }

    fn mail_set_up(&mut self, result: Result<(), String>) {
        let form = self
            .stack
            .get_mut::<Form>()
            .filter(|form| matches!(form.subject, Subject::Mail(_)));
        match (result, form) {
            (Ok(()), form) => {
                if form.is_some() {
                    self.stack.close::<Form>();
                }
                let text = "Mail is set up. Press {test_channel} to send a test message to yourself.";
                self.tell(Tone::Done, Offer::None, text);
            }
            (Err(sentence), Some(form)) => {
                form.state = FormState::Editing;
                form.error = Some(sentence);
            }
            (Err(sentence), None) => self.tell(Tone::Refused, Offer::None, sentence),
        }
    }

    fn delivered(&mut self, end: &DeliveryReport) {
        let waits = std::mem::replace(&mut self.delivery.waits, Waits::Nobody);
        let counts = end.counts;
        let went_wrong = counts.failed + counts.unknown > 0 || !end.faults.is_empty();
        let text = match (end.faults.first(), end.bulk_guard.as_slice()) {
            (Some(fault), _) => format!("{fault} Notifications are waiting: {}.", counts.words()),
            (None, [(channel, count), ..]) => format!(
                "{count} notifications are ready to be sent by {channel} at once. {}",
                self.sentence("Press {show_notifications}, then {approve_all}, to send them.")
            ),
            (None, []) if went_wrong => {
                let why = self.sentence("{show_notifications} shows why.");
                format!("Notifications: {}. {why}", counts.words())
            }
            (None, []) if counts == DeliveryCounts::default() && !end.pauses.is_empty() => {
                self.pause_words(&end.pauses)
            }
            (None, []) => format!("Notifications: {}.", counts.words()),
        };
        let tone = match (went_wrong, end.bulk_guard.is_empty()) {
            (true, _) => Tone::Refused,
            (false, false) => Tone::Notice,
            (false, true) => Tone::Done,
        };
        match (waits, went_wrong) {
            (Waits::Person, _) => self.tell(tone, Offer::None, text),
            // A fault of the background is told where nothing else is said.
            (Waits::Nobody, true) if self.toast.is_none() && counts.failed + counts.unknown > 0 => {
                self.tell(tone, Offer::None, text);
            }
            (Waits::Nobody, _) => {}
        }
        self.reload();
    }
}

impl Model {
    /// Returns when it goes on.
    fn pause_words(&self, pauses: &[(Channel, Timestamp)]) -> String {
        let words: Vec<String> = pauses
            .iter()
            .map(|(channel, until)| {
                format!(
                    "{} is not accepting messages right now; the rest will be sent from {} on.",
                    channel.title(),
                    until.minute_in(&self.zone)
                )
            })
            .collect();
        words.join(" ")
    }
}
