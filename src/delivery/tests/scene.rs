//! A store with one customer, beside a mail server and Slack that stand in for the real ones.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;
use tokio::sync::watch;

use super::CANARY;
use crate::delivery::{Asked, Channels, Error, deliver};
use crate::domain::{
    Actor, Change, Channel, ChannelSetup, Clock, ContactDraft, CustomerDraft, CustomerEdit, CustomerId,
    CustomerStatus, DeliveryReport, IdSource, MailSecurity, MailSetup, NetworkScope, Notification,
    NotificationState, Outcome, SendLimit, Timestamp,
};
use crate::sandbox::{FakeSlackServer, FakeSmtpServer};
use crate::secrets::{SecretName, SecretPlace};
use crate::store::testing;
use crate::workspace::Workspace;

pub(super) const ME: Asked = Asked::ByPerson(SendLimit::Unasked);

/// A clock that tests turn.
#[derive(Clone, Default)]
pub(super) struct Hand(pub(super) Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// A store with the customer Acme and its primary, beside a mail server and Slack.
pub(super) struct Scene {
    pub(super) folder: TempDir,
    pub(super) clock: Hand,
    pub(super) mail: FakeSmtpServer,
    pub(super) slack: FakeSlackServer,
    pub(super) acme: CustomerId,
}

impl Scene {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        SecretPlace::new(SecretName::SlackToken, folder.path())
            .keep(&secrecy::SecretString::from(CANARY))
            .expect("kept");
        let slack = FakeSlackServer::start(CANARY, 0).expect("a server");
        slack.add_person("dana@acme.com");
        let mut scene = Self {
            folder,
            clock: Hand(Arc::new(AtomicI64::new(1_795_512_600_000))),
            mail: FakeSmtpServer::start(0).expect("a server"),
            slack,
            acme: CustomerId::from_uuid(uuid::Uuid::nil()),
        };
        let mut workspace = scene.workspace();
        let draft = CustomerDraft {
            name: "Acme".into(),
            domain: "acme.com".into(),
            owner: "Olaf Owner <olaf@us.com>".into(),
            ..CustomerDraft::default()
        };
        let added = workspace.make(Change::AddCustomer(draft.check().expect("valid")));
        let Outcome::CustomerAdded(acme) = added.expect("added").outcome else {
            panic!("a customer")
        };
        scene.acme = acme.id;
        let draft = ContactDraft {
            name: "Ruiz, \"Dana\" Zoë".into(),
            email: "dana@acme.com".into(),
            ..ContactDraft::default()
        };
        let contact = draft.check().expect("valid");
        let customer = acme.id;
        workspace
            .make(Change::AddContact { customer, contact })
            .expect("added");
        scene
    }

    /// Makes a scene in which both channels are open.
    pub(super) fn open() -> Self {
        let scene = Self::new();
        let mut workspace = scene.workspace();
        for channel in Channel::ALL {
            let mark = scene.channels().fingerprint(channel);
            workspace.fit_channel(channel, &mark).expect("fitted");
            workspace.note_test(channel).expect("tested");
            workspace.confirm_channel(channel).expect("confirmed");
        }
        let held = scene.invites();
        let ids = held.iter().map(|one| one.id).collect();
        workspace
            .make(Change::ApproveNotifications(ids))
            .expect("approved");
        scene
    }

    pub(super) fn workspace(&self) -> Workspace {
        let store = testing::open(self.folder.path());
        Workspace::new(
            store,
            Actor::new("Mia"),
            Box::new(self.clock.clone()),
            IdSource::Random,
        )
    }

    pub(super) fn channels(&self) -> Channels {
        let setup = ChannelSetup {
            mail: MailSetup {
                host: "127.0.0.1".to_owned(),
                port: self.mail.port(),
                security: MailSecurity::None,
                user: String::new(),
                from: "Cara Osei <cara@us.com>".to_owned(),
            },
            slack_url: self.slack.url(),
            user: String::new(),
        };
        Channels::find(&setup, self.folder.path(), NetworkScope::ThisMachine)
    }

    /// Invites the primary, which writes one notification for each channel.
    pub(super) fn invites(&self) -> Vec<Notification> {
        let change = Change::InviteToPortal {
            customer: self.acme,
            contact: None,
        };
        match self.workspace().make(change).expect("invited").outcome {
            Outcome::Invited { notifications, .. } => notifications,
            other => panic!("{other:?}"),
        }
    }

    /// Returns Acme a status.
    pub(super) fn becomes(&self, status: CustomerStatus) {
        let change = Change::EditCustomer {
            customer: self.acme,
            edits: vec![CustomerEdit::Status(status)],
        };
        self.workspace().make(change).expect("edited");
    }

    pub(super) async fn try_deliver(&self, asked: Asked) -> Result<DeliveryReport, Error> {
        let (_stop, stopped) = watch::channel(false);
        deliver(
            &mut self.workspace(),
            self.folder.path(),
            &self.channels(),
            asked,
            stopped,
        )
        .await
    }

    pub(super) async fn delivers(&self, asked: Asked) -> DeliveryReport {
        self.try_deliver(asked).await.expect("delivered")
    }

    pub(super) fn passes(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    /// Returns the states by channel, newest first.
    pub(super) fn states(&self, channel: Channel) -> Vec<NotificationState> {
        let all = self.workspace().notifications().expect("listed");
        all.iter()
            .filter(|one| one.channel == channel)
            .map(|one| one.state)
            .collect()
    }

    /// Has the newest notification of a channel sent again.
    pub(super) fn resends(&self, channel: Channel) {
        let mut workspace = self.workspace();
        let all = workspace.notifications().expect("listed");
        let one = all.iter().find(|one| one.channel == channel).expect("one");
        workspace
            .make(Change::RetryNotifications(vec![one.id]))
            .expect("resent");
    }

    pub(super) fn error(&self, channel: Channel) -> String {
        let all = self.workspace().notifications().expect("listed");
        let one = all.into_iter().find(|one| one.channel == channel).expect("one");
        one.error.unwrap_or_default()
    }
}
