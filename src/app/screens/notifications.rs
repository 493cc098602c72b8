//! The notifications of all customers: first those that need a person, then the newest.

use super::integrations::whole;
use super::{Next, copy};
use crate::app::Query;
use crate::app::clipping::Clipping;
use crate::app::dialog::Dialog;
use crate::app::list::List;
use crate::app::requests::{Purpose, Requests};
use crate::app::toast::Tone;
use crate::domain::{Change, Notification, NotificationState, Silence};
use crate::input::Command;

/// The notifications of all customers.
#[derive(Debug, Clone, Default)]
pub struct NotificationsScreen {
    /// The notifications, those that need a person first, then the newest.
    pub list: List<Notification>,
}

impl NotificationsScreen {
    pub(in crate::app) fn open(requests: &mut Requests) -> Self {
        let screen = Self::default();
        screen.reload(requests);
        screen
    }

    /// Asks for the rows again.
    pub(in crate::app) fn reload(&self, requests: &mut Requests) {
        requests.ask(Purpose::Notifications, Query::Notifications);
    }

    /// Says why a command cannot be carried out now.
    pub(in crate::app) fn refusal(&self, command: Command) -> Option<&'static str> {
        let state = self.list.selected().map(|one| one.state);
        let silence = self.list.selected().and_then(|one| one.silence);
        match (command, state) {
            (Command::Approve, Some(NotificationState::Held)) => silence.map(Silence::holds),
            (
                Command::RetryNotification,
                Some(
                    NotificationState::Failed
                    | NotificationState::Unknown
                    | NotificationState::Cancelled
                    | NotificationState::Retry,
                ),
            ) => silence.map(Silence::holds),
            (
                Command::Approve,
                Some(NotificationState::Failed | NotificationState::Unknown | NotificationState::Cancelled),
            ) => Some("It is not held. Press r to send it after all."),
            (Command::Approve, Some(_)) => Some("It is on its way already, or was sent."),
            (
                Command::Open
                | Command::CancelNotification
                | Command::RetryNotification
                | Command::Approve
                | Command::Copy
                | Command::CopyNamed
                | Command::CopyRows,
                None,
            ) => Some("No notification is selected."),
            (Command::CancelNotification, Some(NotificationState::Sent | NotificationState::Sending)) => {
                Some("It has left; it cannot be cancelled.")
            }
            (Command::CancelNotification, Some(NotificationState::Cancelled)) => {
                Some("It is cancelled already. Press r to have it sent after all.")
            }
            (Command::RetryNotification, Some(NotificationState::Held | NotificationState::Queued)) => {
                Some("It waits to be sent already.")
            }
            (Command::RetryNotification, Some(NotificationState::Sent | NotificationState::Sending)) => {
                Some("It was sent already.")
            }
            _ => None,
        }
    }

    /// Carries a command out.
    pub(in crate::app) fn update(&mut self, command: Command, height: usize) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::Open, Some(one)) => return Next::Ask(Dialog::notification(one)),
            (Command::CancelNotification, Some(one)) => {
                return Next::Make(Change::CancelNotifications(vec![one.id]));
            }
            (Command::Approve, Some(one)) => return Next::Approve(Box::new(one.clone())),
            (Command::RetryNotification, Some(one)) => return Next::Resend(Box::new(one.clone())),
            (Command::Copy, Some(one)) => return copy(Clipping::recipient(one)),
            (Command::CopyNamed, Some(one)) => return copy(Clipping::recipient_mailbox(one)),
            (Command::CopyRows, Some(one)) => return copy(Clipping::notification(one)),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    /// Gives all rows.
    pub(in crate::app) fn all(&self) -> impl Iterator<Item = &Notification> {
        (0..self.list.total()).filter_map(|place| self.list.row(place))
    }

    /// Takes rows that came, and stays with the selected one.
    pub(in crate::app) fn take(&mut self, mut rows: Vec<Notification>, height: usize) {
        // Those that need a person stand first; the sort keeps the order of the others.
        rows.sort_by_key(|one| match one.state {
            NotificationState::Failed | NotificationState::Unknown => 0,
            NotificationState::Held
            | NotificationState::Queued
            | NotificationState::Sending
            | NotificationState::Sent
            | NotificationState::Retry
            | NotificationState::Cancelled => 1,
        });
        let found = self
            .list
            .selected()
            .and_then(|selected| rows.iter().position(|row| row.id == selected.id));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}
