//! What the user can change; each is one transaction and one undo.

use std::collections::BTreeSet;

use super::{CustomerContacts, ImportPrimary};
use crate::domain::keyed::keyed;
use crate::domain::{
    ChangeId, Contact, ContactEdit, ContactFields, ContactId, CustomFieldEdit, CustomFieldFields,
    CustomFieldId, Customer, CustomerEdit, CustomerFields, CustomerId, Date, Email, HeldMessage,
    NewTaskFields, Note, NoteEdit, NoteFields, NoteId, NoteOn, NotificationId, OnboardingEdit, OnboardingId,
    OnboardingState, OwnerFields, Phase, RemoteId, RoleChange, SafeText, TaskEdit, TaskId, TemplateName,
    UndoTarget, WithSubtasks,
};

/// A wish that changes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds a customer.
    AddCustomer(CustomerFields),
    /// Adds many customers, all or none.
    ImportCustomers(Vec<CustomerFields>),
    /// Gives fields of a customer new values; archiving is a status.
    EditCustomer {
        /// Which one.
        customer: CustomerId,
        /// The new values.
        edits: Vec<CustomerEdit>,
    },
    /// Does so where those fields still are as they were shown.
    EditShownCustomer {
        /// The customer as it was shown.
        shown: Box<Customer>,
        /// The new values.
        edits: Vec<CustomerEdit>,
    },
    /// Gives fields of several customers new values.
    EditCustomers(Vec<(CustomerId, Vec<CustomerEdit>)>),
    /// Adds a contact to a customer.
    AddContact {
        /// Whose.
        customer: CustomerId,
        /// Its fields.
        contact: ContactFields,
    },
    /// Adds many contacts to a customer, but for those whose address it has already.
    ImportContacts {
        /// Whose.
        customer: CustomerId,
        /// Their fields.
        contacts: Vec<ContactFields>,
        /// Who of them becomes primary.
        primary: ImportPrimary,
        /// How many values of the list were left out, as they do not fit the field that they were kept for.
        misfits: usize,
        /// Which of them are archived, as the list tells.
        archived: BTreeSet<usize>,
    },
    /// Adds contacts to many customers, but for those whose address their customer has already.
    ImportByCustomer(Vec<CustomerContacts>),
    /// Gives fields of a contact new values.
    EditContact {
        /// Which one.
        contact: ContactId,
        /// The new values.
        edits: Vec<ContactEdit>,
    },
    /// Does so where those fields still are as they were shown.
    EditShownContact {
        /// The contact as it was shown.
        shown: Box<Contact>,
        /// The new values.
        edits: Vec<ContactEdit>,
    },
    /// Gives contacts of one customer roles, or takes some.
    ChangeRoles {
        /// The contacts.
        contacts: Vec<ContactId>,
        /// What becomes of their roles.
        roles: RoleChange,
    },
    /// Makes one contact of two of a customer.
    MergeContacts {
        /// The one that stays.
        keep: ContactId,
        /// The one that goes.
        drop: ContactId,
        /// New values for the one that stays.
        edits: Vec<ContactEdit>,
    },
    /// Remembers that two contacts of a customer are not the same person.
    MarkDistinct(ContactId, ContactId),
    /// Hides contacts and stops their notifications.
    ArchiveContacts {
        /// Which ones, all of one customer.
        contacts: Vec<ContactId>,
        /// Who becomes primary if the primary is among them.
        successor: Successor,
    },
    /// Brings archived contacts back, without the star.
    RestoreContacts(Vec<ContactId>),
    /// Takes away contacts that were recorded in error.
    DeleteContacts(Vec<ContactId>),
    /// Removes a person for good, from the history too; nobody can take it back.
    EraseContact {
        /// Who.
        contact: ContactId,
        /// The name, as the user typed it to confirm.
        name: String,
    },
    /// Unlinks contacts from the source: those that sync brought leave the customer, and none is linked again by a sync.
    UnlinkContacts {
        /// Which ones, all of one customer.
        contacts: Vec<ContactId>,
        /// Who becomes primary if the primary leaves.
        successor: Successor,
    },
    /// Puts unlinked contacts together with their records again.
    RelinkContacts(Vec<ContactId>),
    /// Links a person of the source to a customer by hand, whatever their domain.
    LinkPerson {
        /// Whose.
        customer: CustomerId,
        /// The person at the source.
        person: RemoteId,
    },
    /// Starts an onboarding.
    StartOnboarding {
        /// Whose.
        customer: CustomerId,
        /// What it starts with.
        onboarding: OnboardingFields,
        /// The tasks of its first phase.
        tasks: Vec<WithSubtasks<NewTaskFields>>,
        /// Whether it starts beside others that are active.
        others: OthersActive,
    },
    /// Gives fields of an onboarding new values; it tells nobody.
    EditOnboarding {
        /// Which one.
        onboarding: OnboardingId,
        /// The new values.
        edits: Vec<OnboardingEdit>,
    },
    /// Moves an onboarding to another phase, or behind its last one.
    MovePhase {
        /// Which one.
        onboarding: OnboardingId,
        /// How.
        how: PhaseMove,
        /// What becomes of the open tasks of the phase that is left.
        open: OpenTasks,
        /// The tasks of the phase that is entered.
        tasks: Vec<WithSubtasks<NewTaskFields>>,
    },
    /// Gives an onboarding another state: active or paused.
    SetOnboardingState {
        /// Which one.
        onboarding: OnboardingId,
        /// The state.
        state: OnboardingState,
        /// Whether it is resumed beside others that are active.
        others: OthersActive,
    },
    /// Adds a task to an onboarding.
    AddTask {
        /// The onboarding.
        onboarding: OnboardingId,
        /// The task of which it is a part.
        parent: Option<TaskId>,
        /// The task.
        task: NewTaskFields,
    },
    /// Gives fields of a task new values.
    EditTask {
        /// Which one.
        task: TaskId,
        /// The new values.
        edits: Vec<TaskEdit>,
    },
    /// Notes that tasks are done, and their subtasks with them.
    CompleteTasks(Vec<TaskId>),
    /// Notes that a task is not done after all, nor the one of which it is a part.
    ReopenTask(TaskId),
    /// Writes a note.
    AddNote {
        /// What it is on.
        on: NoteOn,
        /// The note.
        note: NoteFields,
    },
    /// Gives fields of a note new values.
    EditNote {
        /// Which one.
        note: NoteId,
        /// The new values.
        edits: Vec<NoteEdit>,
    },
    /// Does so where those fields still are as they were shown.
    EditShownNote {
        /// The note as it was shown.
        shown: Box<Note>,
        /// The new values.
        edits: Vec<NoteEdit>,
    },
    /// Takes a note away.
    DeleteNote(NoteId),
    /// Defines fields of customers or contacts.
    AddCustomFields(Vec<CustomFieldFields>),
    /// Changes the name, the choices or the column of such a field; values stay.
    EditCustomField {
        /// Which one.
        field: CustomFieldId,
        /// The new values.
        edits: Vec<CustomFieldEdit>,
    },
    /// Removes such a field; an undo brings it back with its values.
    RemoveCustomField(CustomFieldId),
    /// Invites a contact to the portal, or whoever gets the customer's notifications.
    InviteToPortal {
        /// Whose portal.
        customer: CustomerId,
        /// Whom; none for whoever the rule says.
        contact: Option<ContactId>,
    },
    /// Keeps mails to people of a customer; they are held until the user has them sent.
    HoldMessages {
        /// Whose people.
        customer: CustomerId,
        /// The mails.
        messages: Vec<HeldMessage>,
    },
    /// Keeps notifications that have not left from being sent.
    CancelNotifications(Vec<NotificationId>),
    /// Notifications that are held are to be sent.
    ApproveNotifications(Vec<NotificationId>),
    /// Notifications go that were held as their customer left or their onboarding was paused, and that would leave by
    /// themselves but for that.
    ReleaseNotifications(Vec<NotificationId>),
    /// Has notifications sent that failed, were cancelled, or may not have left.
    RetryNotifications(Vec<NotificationId>),
    /// Makes a contact the primary of a customer, or leaves it without one.
    SetPrimary {
        /// Whose.
        customer: CustomerId,
        /// The new primary.
        primary: Successor,
    },
    /// Takes a change back.
    Undo(UndoTarget),
    /// Makes the change that was last taken back again.
    Redo,
    /// Makes this change again, which was taken back.
    RedoChange(ChangeId),
}

impl Change {
    /// Makes another email of a contact its first one, where its emails still are as they were shown.
    pub fn swap_email(contact: &Contact, email: &Email) -> Self {
        Self::EditShownContact {
            shown: Box::new(contact.clone()),
            edits: contact.swapped_with(email).into(),
        }
    }
}

/// What an onboarding starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnboardingFields {
    /// Who runs it; none for the owner of the customer.
    pub csm: Option<OwnerFields>,
    /// The day on which the customer should be live.
    pub target: Option<Date>,
    /// The phase it starts in.
    pub phase: Phase,
    /// The template by which it gets its tasks; none for those of the phases themselves.
    pub template: Option<TemplateName>,
}

/// Whether an onboarding becomes active although another one of its customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OthersActive {
    /// It does not; the user is asked first.
    Refused,
    /// It does; the user agreed.
    Allowed,
}

/// How an onboarding goes to another phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhaseMove {
    /// On to the next phase.
    Advance {
        /// The phase.
        to: Phase,
        /// What is to be said, if anything.
        note: Option<SafeText>,
    },
    /// Ahead over phases between.
    Skip {
        /// The phase.
        to: Phase,
    },
    /// Back to an earlier phase.
    Back {
        /// The phase.
        to: Phase,
        /// Why.
        reason: SafeText,
        /// Whether one that is done is reopened beside others that are active.
        others: OthersActive,
    },
    /// Behind the last phase: it is done.
    Finish {
        /// What is to be said, if anything.
        note: Option<SafeText>,
    },
}

keyed! {
    /// What becomes of the open tasks of a phase that is left.
    pub enum OpenTasks {
        /// They go into the phase that is entered.
        CarryOver = "carry_over",
        /// They are done.
        Complete = "complete",
    }
}

impl OpenTasks {
    /// Returns what becomes of so many tasks: `2 open tasks come along`.
    pub fn words(self, count: u64) -> String {
        match (self, count) {
            (Self::CarryOver, 1) => "1 open task is carried over".to_owned(),
            (Self::CarryOver, count) => format!("{count} open tasks are carried over"),
            (Self::Complete, 1) => "1 open task is completed".to_owned(),
            (Self::Complete, count) => format!("{count} open tasks are completed"),
        }
    }
}

/// Who is primary after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Successor {
    /// Nobody; the owner gets the notifications.
    Nobody,
    /// This contact.
    Contact(ContactId),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_of_open_tasks_is_named_and_told() {
        assert_eq!(OpenTasks::ALL.map(OpenTasks::key), ["carry_over", "complete"]);
        let told = OpenTasks::ALL.map(|open| [open.words(1), open.words(2)]);
        assert_eq!(
            told,
            [
                ["1 open task is carried over", "2 open tasks are carried over"],
                ["1 open task is completed", "2 open tasks are completed"]
            ]
        );
    }
}
