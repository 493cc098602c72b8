//! Acme, on which the stories of who is left in peace are played.

use crate::domain::{
    AssigneeFields, AttemptOutcome, Audience, Change, ChangeId, Channel, ContactId, CustomerEdit, CustomerId,
    CustomerStatus, Name, NewTaskFields, Notification, NotificationId, NotificationState, Onboarding,
    OnboardingFields, OnboardingId, OnboardingState, OpenTasks, OthersActive, OutboundMessage, Outcome,
    Phase, PhaseMove, Reverted, StatusEffect, UndoTarget,
};
use crate::workspace::testing::empty;
use crate::workspace::{Error, Workspace};

/// Acme with Dana as its primary, Ann, an onboarding, and mail that leaves by itself.
pub(super) struct Scene {
    pub(super) workspace: Workspace,
    pub(super) acme: CustomerId,
    pub(super) dana: ContactId,
    pub(super) ann: ContactId,
    pub(super) plan: OnboardingId,
}

pub(super) fn phase(name: &str) -> Phase {
    Phase::parse(name).expect("a phase")
}

pub(super) fn scene() -> Scene {
    scene_in(empty())
}

/// Makes the scene in an empty workspace.
pub(super) fn scene_in(mut workspace: Workspace) -> Scene {
    let acme = workspace.adds_customer("Acme", "acme.com").id;
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com").id;
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com").id;
    workspace.fit_channel(Channel::Email, "settings").expect("fitted");
    workspace.note_test(Channel::Email).expect("tested");
    workspace.confirm_channel(Channel::Email).expect("confirmed");
    let plan = starts(&mut workspace, acme).expect("started").id;
    let mut scene = Scene {
        workspace,
        acme,
        dana,
        ann,
        plan,
    };
    let first = scene.invites();
    scene
        .make(Change::ApproveNotifications(vec![first]))
        .expect("approved");
    scene.send();
    scene
}

pub(super) fn starts(workspace: &mut Workspace, customer: CustomerId) -> Result<Onboarding, Error> {
    let change = Change::StartOnboarding {
        customer,
        onboarding: OnboardingFields {
            csm: None,
            target: None,
            phase: phase("Kickoff"),
            template: None,
        },
        tasks: Vec::new(),
        others: OthersActive::Allowed,
    };
    match workspace.make(change)?.outcome {
        Outcome::OnboardingStarted { onboarding, .. } => Ok(onboarding),
        other => panic!("{other:?}"),
    }
}

pub(super) fn facing(assignee: Option<AssigneeFields>) -> NewTaskFields {
    NewTaskFields {
        title: Name::parse("Send the logo").expect("a title"),
        assignee,
        due: None,
        audience: Audience::Customer,
        note: None,
    }
}

impl Scene {
    pub(super) fn make(&mut self, change: Change) -> Result<Outcome, Error> {
        self.workspace.make(change).map(|done| done.outcome)
    }

    pub(super) fn refusal(&mut self, change: Change) -> String {
        self.make(change).expect_err("refused").to_string()
    }

    pub(super) fn status(&mut self, status: CustomerStatus) -> (String, StatusEffect) {
        let change = Change::EditCustomer {
            customer: self.acme,
            edits: vec![CustomerEdit::Status(status)],
        };
        let outcome = self.make(change).expect("edited");
        match &outcome {
            Outcome::CustomerEdited { status, .. } => (outcome.sentence(), status.clone()),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn set(&mut self, state: OnboardingState) -> Result<StatusEffect, Error> {
        let onboarding = self.plan;
        match self.make(Change::SetOnboardingState {
            onboarding,
            state,
            others: OthersActive::Allowed,
        })? {
            Outcome::OnboardingStateSet { status, .. } => Ok(status),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn move_to(&self, to: &str) -> Change {
        Change::MovePhase {
            onboarding: self.plan,
            how: PhaseMove::Skip { to: phase(to) },
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        }
    }

    /// Writes the mail of an invitation, and gives its id.
    pub(super) fn invites(&mut self) -> NotificationId {
        let change = Change::InviteToPortal {
            customer: self.acme,
            contact: None,
        };
        match self.make(change).expect("invited") {
            Outcome::Invited { notifications, .. } => by_mail(&notifications),
            other => panic!("{other:?}"),
        }
    }

    /// Moves the onboarding, and gives the id of the mail about it.
    pub(super) fn moves(&mut self, to: &str) -> NotificationId {
        let change = self.move_to(to);
        match self.make(change).expect("moved") {
            Outcome::PhaseMoved { notifications, .. } => by_mail(&notifications),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn claim(&mut self) -> Option<OutboundMessage> {
        self.workspace.claim(Channel::Email).expect("read")
    }

    pub(super) fn send(&mut self) {
        while let Some(message) = self.claim() {
            self.workspace
                .record_attempt(&message, &AttemptOutcome::Sent)
                .expect("stored");
        }
    }

    pub(super) fn found(&mut self, id: NotificationId) -> Notification {
        let all = self.workspace.notifications().expect("listed");
        all.into_iter().find(|one| one.id == id).expect("there")
    }

    pub(super) fn state(&mut self, id: NotificationId) -> NotificationState {
        self.found(id).state
    }

    pub(super) fn plan_state(&mut self) -> OnboardingState {
        let plans = self.workspace.onboardings(Some(self.acme)).expect("listed");
        plans.first().expect("one").state
    }

    pub(super) fn count(&mut self) -> usize {
        self.workspace.notifications().expect("listed").len()
    }

    /// Returns the last change.
    pub(super) fn last(&mut self) -> ChangeId {
        self.workspace.changes(1).expect("listed").remove(0).id
    }

    pub(super) fn reverts(&mut self, change: Change) -> Reverted {
        match self.make(change).expect("turned") {
            Outcome::Undone(reverted) | Outcome::Redone(reverted) => reverted,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn undo(&mut self) -> String {
        let undone = self.make(Change::Undo(UndoTarget::Latest));
        undone.expect("undone").sentence()
    }
}

pub(super) fn by_mail(written: &[Notification]) -> NotificationId {
    let mail = written.iter().find(|one| one.channel == Channel::Email);
    mail.expect("by mail").id
}
