//! The notifications of all customers: first those that need the user, then the newest.

use super::part::{Count, ScreenPart, Shown, click, copy, drop_answer, whole};
use crate::app::clipping::Clipping;
use crate::app::context::{Context, Heights};
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::dialog::Dialog;
use crate::app::toast::Tone;
use crate::app::{Answer, Query};
use crate::domain::{Change, Notification, NotificationId, NotificationState, Silence, TouchedRecord};
use crate::input::{Command, Layer};

/// The notifications of all customers.
#[derive(Debug, Clone, Default)]
pub struct NotificationsScreen {
    /// The notifications, those that need the user first, then the newest.
    pub list: List<Notification>,
    sought: Option<NotificationId>,
}

impl NotificationsScreen {
    /// Opens the screen at a notification, once the rows come.
    pub(in crate::app) fn seeking(sought: NotificationId) -> Self {
        Self {
            sought: Some(sought),
            ..Self::default()
        }
    }

    /// Returns all rows.
    pub(in crate::app) fn all(&self) -> impl Iterator<Item = &Notification> {
        (0..self.list.total()).filter_map(|place| self.list.row(place))
    }

    /// Takes rows that came, and goes to the one that is sought, else stays with the selected one.
    fn take_rows(&mut self, mut rows: Vec<Notification>, height: usize) {
        // Those that need the user stand first; the sort keeps the order of the others.
        rows.sort_by_key(|one| match one.state {
            NotificationState::Failed | NotificationState::Unknown => 0,
            NotificationState::Held
            | NotificationState::Queued
            | NotificationState::Sending
            | NotificationState::Sent
            | NotificationState::Retry
            | NotificationState::Cancelled => 1,
        });
        let selected = self.list.selected().map(|one| one.id);
        let wanted = self.sought.take().or(selected);
        let found = wanted.and_then(|wanted| rows.iter().position(|row| row.id == wanted));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}

impl ScreenPart for NotificationsScreen {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Notifications, Layer::List, Layer::Global, Layer::Always]
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
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
            ) => Some("It is not held. Press {retry_notification} to send it after all."),
            (Command::Approve, Some(_)) => Some("It is already on its way, or sent."),
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
                Some("It has been sent and cannot be cancelled.")
            }
            (Command::CancelNotification, Some(NotificationState::Cancelled)) => {
                Some("It is already cancelled. Press {retry_notification} to send it after all.")
            }
            (Command::RetryNotification, Some(NotificationState::Held | NotificationState::Queued)) => {
                Some("It is already waiting to be sent.")
            }
            (Command::RetryNotification, Some(NotificationState::Sent | NotificationState::Sending)) => {
                Some("It has already been sent.")
            }
            _ => None,
        }
    }

    fn title(&self) -> &'static str {
        "Notifications"
    }

    fn count(&self) -> Option<Count> {
        Some(Count::of(&self.list, "notification", "notifications"))
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let height = context.heights.list;
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

    fn reload(&mut self, context: &mut Context<'_>) {
        context.requests.ask(Query::Notifications);
    }

    fn take(&mut self, query: &Query, answer: Answer, context: &mut Context<'_>) -> Next {
        match (query, answer) {
            (Query::Notifications, Answer::Notifications(rows)) => {
                self.take_rows(rows, context.heights.list);
            }
            (query, _) => drop_answer(query),
        }
        Next::Stay
    }

    fn fail(&mut self, query: &Query, sentence: String) -> Option<String> {
        if matches!(query, Query::Notifications) {
            self.list.fail(sentence);
        } else {
            return Some(sentence);
        }
        None
    }

    fn shows(&self, records: &[TouchedRecord], height: usize) -> bool {
        let rows = self.list.window(height).filter_map(|(_, row)| row);
        let shown: Vec<_> = rows.map(|row| row.id.uuid()).collect();
        records.iter().all(|record| shown.contains(&record.id))
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.list.keep_in_view(heights.list);
    }

    fn rows(&self) -> Shown {
        Shown::of(&self.list)
    }

    fn click_row(&mut self, place: usize, height: usize) -> Next {
        click(&mut self.list, place, height, Command::Open)
    }
}
