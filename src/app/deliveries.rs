//! Questions before notifications leave: what is sent, to whom, and whether a test message arrived.

use super::delivery::{ChannelRequest, DeliveryRequest};
use super::overlay::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use crate::domain::{
    Change, Channel, ChannelView, MOST_AT_ONCE, Notification, PerChannel, Person, SendLimit,
};

/// How many notifications are named before they are sent.
const NAMED: usize = 6;

impl Dialog {
    /// Shows what is to be sent, and asks.
    pub(super) fn approve(held: &[Notification]) -> Self {
        let ids = held.iter().map(|one| one.id).collect();
        let text = format!("{}\nSent messages cannot be recalled.", named(held));
        let act = sends(Change::ApproveNotifications(ids), held.len());
        Self {
            title: format!("Send {}?", notifications(held.len())),
            ..Self::of(text, vec![(notifications_label(held.len()), act)])
        }
    }

    /// Asks whether what was held goes, now that its customer is back or its onboarding goes on.
    pub(super) fn release(held: &[Notification]) -> Self {
        let ids = held.iter().map(|one| one.id).collect();
        let act = sends(Change::ReleaseNotifications(ids), held.len());
        let mut dialog = Self {
            title: format!("Send {} now?", notifications(held.len())),
            ..Self::of(named(held), vec![(notifications_label(held.len()), act)])
        };
        if let Some(cancel) = dialog.choices.first_mut() {
            "Keep held".clone_into(&mut cancel.label);
        }
        dialog
    }

    /// Asks again before many are sent at once.
    pub(super) fn really(change: Change, count: usize) -> Self {
        Self {
            title: format!("Really send {count} at once?"),
            ..Self::of(
                format!("These are more than {MOST_AT_ONCE}. Each goes to a real person."),
                vec![(format!("Send all {count}"), ChoiceAct::Make(change))],
            )
        }
    }

    /// Asks before notifications leave that were put on their way by other means, many at once.
    pub(super) fn bulk_guard(bulk_guard: &[(Channel, u64)]) -> Self {
        let ways: Vec<String> = bulk_guard
            .iter()
            .map(|(channel, count)| format!("{count} by {channel}"))
            .collect();
        let mut agreed = PerChannel::default();
        for (channel, count) in bulk_guard {
            agreed.add(*channel, *count);
        }
        Self {
            title: "Send many at once?".to_owned(),
            ..Self::of(
                format!(
                    "{} are ready to be sent, more than {MOST_AT_ONCE} at once. Review the list first.",
                    ways.join(" and ")
                ),
                vec![(
                    "Send them".to_owned(),
                    ChoiceAct::Deliver(DeliveryRequest::Send(SendLimit::Agreed(agreed))),
                )],
            )
        }
    }

    /// Asks before something is sent again that may have arrived.
    pub(super) fn resend_unclear(one: &Notification) -> Self {
        Self {
            title: format!("Resend #{}?", one.number),
            ..Self::of(
                format!(
                    "It may have reached {} by {} already. Check there first: resending could deliver it twice.",
                    one.recipient.name, one.channel
                ),
                vec![(
                    "Resend".to_owned(),
                    ChoiceAct::Make(Change::RetryNotifications(vec![one.id])),
                )],
            )
        }
    }

    /// Offers the channels that can be tested; none if nobody is known to test with.
    pub(super) fn test(views: &[ChannelView]) -> Option<Self> {
        let choices: Vec<(String, ChoiceAct)> = views
            .iter()
            .filter_map(|view| {
                let person = view.tester.clone()?;
                Some((
                    format!("Send it by {} to {}", view.channel, person.email),
                    ChoiceAct::Deliver(DeliveryRequest::Channel(ChannelRequest::Test(
                        view.channel,
                        Box::new(person),
                    ))),
                ))
            })
            .collect();
        (!choices.is_empty()).then(|| Self {
            title: "Send a test message?".to_owned(),
            ..Self::of(
                "It goes to you and to no customer. Nothing is sent to customers before you confirm it."
                    .to_owned(),
                choices,
            )
        })
    }

    /// Asks whether a test message arrived.
    pub(super) fn tested(channel: Channel, person: &Person) -> Self {
        Self {
            title: "Did the test message arrive?".to_owned(),
            ..Self::of(
                format!(
                    "It was sent by {channel} to {}. Check there. If it has not arrived yet, choose Cancel and confirm it later.",
                    person.email
                ),
                vec![(
                    "It arrived".to_owned(),
                    ChoiceAct::Deliver(DeliveryRequest::Channel(ChannelRequest::Confirm(channel))),
                )],
            )
        }
    }

    /// Offers the channels of which a test message left.
    pub(super) fn confirm(views: &[ChannelView]) -> Self {
        let choices = views.iter().map(|view| {
            (
                format!("It arrived by {}", view.channel),
                ChoiceAct::Deliver(DeliveryRequest::Channel(ChannelRequest::Confirm(view.channel))),
            )
        });
        Self {
            title: "Did the test message arrive?".to_owned(),
            ..Self::of(
                "Confirm it only if you have seen it; from then on notifications can be sent.".to_owned(),
                choices.collect(),
            )
        }
    }

    fn of(text: String, choices: Vec<(String, ChoiceAct)>) -> Self {
        let cancel = ("Cancel".to_owned(), ChoiceAct::Cancel);
        Self {
            title: String::new(),
            text,
            choices: std::iter::once(cancel)
                .chain(choices)
                .map(|(label, act)| Choice { label, act })
                .collect(),
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }
}

/// Names the first of some notifications, a line each.
fn named(all: &[Notification]) -> String {
    let mut lines: Vec<String> = all
        .iter()
        .take(NAMED)
        .map(|one| {
            format!(
                "#{} {} <{}> by {}: {}",
                one.number, one.recipient.name, one.recipient.email, one.channel, one.subject
            )
        })
        .collect();
    if all.len() > NAMED {
        lines.push(format!(
            "and {} more; open one in the list to read its text.",
            all.len() - NAMED
        ));
    }
    lines.join("\n")
}

/// Returns the act of a change that sends so many notifications.
fn sends(change: Change, count: usize) -> ChoiceAct {
    if is_many(count) {
        ChoiceAct::Flood(Box::new(change), count)
    } else {
        ChoiceAct::Make(change)
    }
}

fn is_many(count: usize) -> bool {
    u64::try_from(count).unwrap_or(u64::MAX) > MOST_AT_ONCE
}

fn notifications(count: usize) -> String {
    match count {
        1 => "1 notification".to_owned(),
        count => format!("{count} notifications"),
    }
}

fn notifications_label(count: usize) -> String {
    match count {
        1 => "Send it".to_owned(),
        count => format!("Send all {count}"),
    }
}
